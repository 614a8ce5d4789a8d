/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-appointment.h"

#include "core/annex-draft.h"
#include "annex-date-rules.h"

const AnnexChoice annex_appointment_states[] = {
  { "planned", N_("Planned") },
  { "held", N_("Held") },
  { "cancelled", N_("Cancelled") },
  { NULL, NULL },
};

const char *const annex_appointment_over_states[] = { "held", "cancelled", NULL };

static gboolean
was_held (AnnexRecord *record)
{
  return g_strcmp0 (annex_record_get_value (record, "status"), "held") == 0;
}

gboolean
annex_appointment_validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_time (record, "starts_at", error) && annex_date_rules_check_time (record, "ends_at", error) &&
         annex_date_rules_check_order (record, "starts_at", "ends_at", error) &&
         (!was_held (record) || annex_date_rules_check_past (record, "held_on", error));
}

gboolean
annex_appointment_complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *today = annex_clock_dup_today ();

  if (was_held (record) && annex_record_get_value (record, "held_on") == NULL)
    annex_draft_set (draft, "held_on", today);
  return TRUE;
}
