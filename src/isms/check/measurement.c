/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "indicator.h"
#include "core/annex-draft.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice verdicts[] = {
  { "on", N_("On target") },
  { "off", N_("Off target") },
  { "out", N_("Out of bounds") },
  { "open", N_("Not judged") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "period",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Period"),
    .help = N_("2026-11 for a month, 2026-Q4 for a quarter, 2026 for a year"),
    .group = N_("Measurement"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "indicator",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Indicator"),
    .target = "indicator",
    .inverse = N_("Measurements"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_PART | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "value",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Value"),
    .help = N_("In the unit of the indicator"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "verdict",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Judged"),
    .help = N_("By the target and the limit that the indicator has today"),
    .choices = verdicts,
    .expression = "(SELECT " ANNEX_INDICATOR_JUDGE_SQL ("i", "r.value") " FROM link k JOIN indicator i ON i.id = k.target "
                  "WHERE k.source = r.id AND k.field = 'indicator')",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "measured_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Measured on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "measured_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Measured by"),
    .help = N_("Empty for what Annex counted"),
    .target = "person",
    .inverse = N_("Measurements taken"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "note",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Note"),
    .help = N_("What was counted, and what explains the value"),
    .flags = ANNEX_FIELD_COLUMN,
  },
};

/* Returns: "month", "quarter" or "year"; NULL for what names none of them. */
static const char *
find_kind (const char *period)
{
  if (period == NULL)
    return NULL;
  if (g_regex_match_simple ("^[12][0-9]{3}$", period, 0, 0))
    return "year";
  if (g_regex_match_simple ("^[12][0-9]{3}-Q[1-4]$", period, 0, 0))
    return "quarter";
  return g_regex_match_simple ("^[12][0-9]{3}-(0[1-9]|1[0-2])$", period, 0, 0) ? "month" : NULL;
}

/* Returns: (transfer full): the first day of a period. */
static char *
dup_first_day (const char *period, const char *kind)
{
  if (g_str_equal (kind, "year"))
    return g_strconcat (period, "-01-01", NULL);
  if (g_str_equal (kind, "month"))
    return g_strconcat (period, "-01", NULL);
  return g_strdup_printf ("%.4s-%02d-01", period, 3 * (period[6] - '1') + 1);
}

/* Whether another measurement of the indicator has the period; also whether the record had it before. */
static gboolean
look_for_others (AnnexStore *store, AnnexRecord *record, gboolean *taken, gboolean *kept, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT m.id FROM link l JOIN measurement m ON m.id = l.source WHERE l.target = ?1 AND l.field = 'indicator' AND m.period = ?2",
                         error);

  *taken = *kept = FALSE;
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, annex_record_get_link (record, "indicator"));
  annex_statement_bind_text (statement, 2, annex_record_get_value (record, "period"));
  while (annex_statement_next (statement))
    if (annex_statement_get_int64 (statement, 0) == annex_record_get_id (record))
      *kept = TRUE;
    else
      *taken = TRUE;
  return annex_statement_finish (statement, error);
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *period = annex_record_get_value (record, "period");
  const char *kind = find_kind (period);
  g_autoptr (AnnexRecord) indicator = NULL;
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *first_day = NULL;
  gboolean taken, kept;

  if (kind == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” names no period: write a month as 2026-11, a quarter as 2026-Q4, a year as 2026."),
                   period != NULL ? period : "");
      return FALSE;
    }
  first_day = dup_first_day (period, kind);
  if (strcmp (first_day, today) > 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s has not begun; nothing can have been measured in it."), period);
      return FALSE;
    }
  if (!annex_date_rules_check_past (record, "measured_on", error) ||
      !annex_store_load_if_there (store, annex_record_get_link (record, "indicator"), &indicator, error))
    return FALSE;
  if (indicator == NULL)
    return TRUE;
  if (!look_for_others (store, record, &taken, &kept, error))
    return FALSE;
  if (taken)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s has a value for %s already. Change that one."), annex_record_get_reference (indicator), period);
      return FALSE;
    }
  /* Values from before the indicator went over to another period may be put right as they are. */
  if (!kept && g_strcmp0 (annex_record_get_value (indicator, "period"), kind) != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is measured each %s, and “%s” is none."), annex_record_get_reference (indicator),
                   annex_record_get_text (indicator, "period"), period);
      return FALSE;
    }
  return TRUE;
}

static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *today = annex_clock_dup_today ();

  if (annex_draft_is_new (draft) && annex_record_get_value (record, "measured_on") == NULL)
    annex_draft_set (draft, "measured_on", today);
  return TRUE;
}

const AnnexType annex_measurement_type = {
  .name = "measurement",
  .label = N_("Measurement"),
  .label_plural = N_("Measurements"),
  .description = N_("The value of an indicator in one period, and who measured it."),
  .prefix = "MS",
  .digits = 4,
  .icon = "view-list-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .complete = complete,
};
