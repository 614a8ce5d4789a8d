/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "annex-date-rules.h"

#include "core/annex-draft.h"

static const char *
get_label (AnnexRecord *record, const char *field_name)
{
  return annex_field_get_label (annex_type_find_field (annex_record_get_record_type (record), field_name));
}

char *
annex_date_rules_dup_later (const char *date, guint months)
{
  guint day = annex_clock_parse_day (date);
  GDate later;

  if (day == 0)
    return NULL;
  g_date_clear (&later, 1);
  g_date_set_julian (&later, day);
  g_date_add_months (&later, months);
  return annex_clock_dup_day (g_date_get_julian (&later));
}

gboolean
annex_date_rules_check_order (AnnexRecord *record, const char *earlier, const char *later, GError **error)
{
  const char *first = annex_record_get_value (record, earlier);
  const char *last = annex_record_get_value (record, later);

  /* Dates and times sort as text; where one lacks the time of day, the days are compared. */
  if (first == NULL || last == NULL || *first == '\0' || *last == '\0' || strncmp (first, last, MIN (strlen (first), strlen (last))) <= 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” (%s) may not be before “%s” (%s)."),
               get_label (record, later), last, get_label (record, earlier), first);
  return FALSE;
}

gboolean
annex_date_rules_check_past (AnnexRecord *record, const char *field_name, GError **error)
{
  const char *date = annex_record_get_value (record, field_name);
  g_autofree char *now = NULL;

  if (date == NULL || *date == '\0')
    return TRUE;
  now = annex_clock_dup_now ();
  if (strncmp (date, now, strlen (date)) <= 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” (%s) may not be in the future."),
               get_label (record, field_name), date);
  return FALSE;
}

gboolean
annex_date_rules_check_time (AnnexRecord *record, const char *field_name, GError **error)
{
  const char *time = annex_record_get_value (record, field_name);

  if (time == NULL || *time == '\0' || g_regex_match_simple ("^([01][0-9]|2[0-3]):[0-5][0-9]$", time, G_REGEX_DOLLAR_ENDONLY, 0))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is a time of day such as 09:30, not “%s”."), get_label (record, field_name), time);
  return FALSE;
}

gboolean
annex_date_rules_complete_done (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *today = annex_clock_dup_today ();

  if (g_strcmp0 (annex_record_get_value (record, "status"), "done") == 0 && annex_record_get_value (record, "done_on") == NULL &&
      annex_draft_has_changed (draft, "status"))
    annex_draft_set (draft, "done_on", today);
  return TRUE;
}
