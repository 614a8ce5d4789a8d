/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-incident-report.h"

#include <glib/gi18n.h>

#include "annex-new-record-dialog.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

AdwDialog *
annex_incident_report_new (AnnexStore *store)
{
  g_autofree char *now = annex_clock_dup_now ();
  gint64 person = annex_store_find_id (store, &annex_person_type, annex_store_get_author (store), ANNEX_TOLD_BY_STORE);
  g_autofree char *noticed_by = person != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, person) : NULL;
  const AnnexPreset presets[] = {
    { "title", NULL },
    { "noticed_at", now },
    { "noticed_by", noticed_by },
    { "assets", NULL },
  };

  return annex_new_record_dialog_new_short (store, &annex_incident_type, _("Report an Incident"), _("_Report"), presets, G_N_ELEMENTS (presets));
}
