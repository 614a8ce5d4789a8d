/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "indicator.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/do/document.h"
#include "isms/plan/control-private.h"
#include "isms/plan/risk-private.h"

/* So many sources are named one by one. */
#define MOST_SOURCES 20
/* So many values make a curve that can be read. */
#define MOST_VALUES 24
/* A unit no longer than this, such as %, stands at each value of the axis. */
#define LONGEST_SIGN 2

#define IN_PERIOD(day) day " BETWEEN ?1 AND ?2"

#define TODAY "annex_today ()"

/* The gate of a corrective action that was next when the period ended: neither done by then nor left out. */
#define WAS_OPEN(gate) "WHEN r." gate "_skipped IS NULL AND coalesce (r." gate "_done_on, '9999') > ?2 THEN r." gate "_due "

/*
 * What each method counts, over the row alias r: ?1 and ?2 are the first and last day, ?3 and ?4 category and least severity.
 * What records say of themselves without a date is read from the log, as it stood on the last day.
 */
static const struct
{
  const char *key;
  const AnnexType *type;
  const char *condition;
  gboolean as_it_stood;
} methods[] = {
  { "incidents", &annex_incident_type,
    "r.kind = 'incident' AND " IN_PERIOD ("substr (r.noticed_at, 1, 10)") " AND (?3 IS NULL OR r.category = ?3) AND (?4 IS NULL OR r.severity >= ?4)" },
  { "nonconformities", &annex_corrective_action_type, IN_PERIOD ("r.raised_on") },
  { "activities_missed", &annex_occurrence_type, IN_PERIOD ("r.due") " AND (r.state <> 'done' OR r.done_on > ?2)" },
  { "treatments_overdue", &annex_treatment_type,
    "r.status IN ('planned', 'in_progress', 'done') AND r.due <= ?2 AND (r.status <> 'done' OR r.done_on > ?2)" },
  { "actions_overdue", &annex_corrective_action_type,
    "coalesce (r.raised_on, '') <= ?2 AND (r.stage IS NOT 'closed' OR r.closed_on > ?2) AND (CASE " WAS_OPEN ("correction") WAS_OPEN ("cause")
      WAS_OPEN ("plan") WAS_OPEN ("implementation") WAS_OPEN ("evidence") WAS_OPEN ("verification") "END) <= ?2" },
  { "risks_above", &annex_risk_type,
    "r.status IS NOT 'closed' AND (SELECT s.acceptance FROM scale_level s WHERE s.scale = 'risk_level' AND s.level = " ANNEX_RISK_LEVEL_SQL ("current") ") <> 'accept'",
    TRUE },
  { "controls_unproved", &annex_control_type,
    "r.decision IN ('applicable', 'inherited') AND r.status = 'implemented' AND NOT " ANNEX_CONTROL_HAS_FRESH_EVIDENCE_SQL, TRUE },
  { "documents_overdue", &annex_document_type, "r.status <> 'withdrawn' AND " ANNEX_DOCUMENT_IS_OVERDUE_SQL ("r"), TRUE },
};

/* The value of an indicator in a period. */
typedef struct
{
  AnnexRecord *indicator;
  char *period;
  char *value;
  char *note;
  const char *by; /* (nullable): who measured, as a link */
} Value;

gboolean
annex_indicator_is_counted (AnnexRecord *indicator)
{
  return g_strcmp0 (annex_record_get_value (indicator, "method"), "manual") != 0;
}

static char *
describe_sources (GPtrArray *references, gboolean as_of_today)
{
  guint n_named = MIN (references->len, MOST_SOURCES);
  g_autoptr (GString) names = g_string_new (NULL);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n_named; i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", (const char *) references->pdata[i]);
  if (references->len == 0)
    g_string_append (text, _("Annex found none."));
  else if (references->len == n_named)
    g_string_append_printf (text, _("Counted by Annex: %s."), names->str);
  else
    g_string_append_printf (text, _("Counted by Annex: %s and %u more."), names->str, references->len - n_named);
  if (as_of_today)
    g_string_append_printf (text, " %s", _("As of the day on which it was measured, for the history begins after the period."));
  return g_string_free_and_steal (text);
}

/* Whether anything was in the file on that day, so that it can be shown as it stood then. */
static gboolean
is_in_history (AnnexStore *store, const char *day, GError **error)
{
  g_autofree char *end = annex_clock_dup_end_of_day (day);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT EXISTS (SELECT 1 FROM \"commit\" WHERE time <= ?1)", error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, end);
  return annex_statement_read_number (statement, error) != 0;
}

/* @method: of the table above. @past: whether the store shows the last day. Returns: (nullable): references of what it counts. */
static GPtrArray *
find_sources (AnnexStore *store, AnnexRecord *indicator, guint method, gboolean past, const char *first, const char *last, GError **error)
{
  const char *severity = annex_record_get_value (indicator, "from_severity");
  g_autoptr (GPtrArray) references = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) sql = g_string_new ("SELECT x.reference, ?1, ?2, ?3, ?4 FROM ");
  g_autoptr (AnnexStatement) statement = NULL;

  g_string_append_printf (sql, "%s r JOIN record x ON x.id = r.id WHERE %s ORDER BY x.number, x.reference", methods[method].type->name,
                          methods[method].condition);
  statement = annex_statement_new_once (store, sql->str, error);
  if (statement == NULL)
    return NULL;
  annex_statement_bind_text (statement, 1, first);
  annex_statement_bind_text (statement, 2, last);
  annex_statement_bind_text (statement, 3, annex_record_get_value (indicator, "category"));
  if (severity != NULL)
    annex_statement_bind_int64 (statement, 4, g_ascii_strtoll (severity, NULL, 10));
  while (annex_statement_next (statement))
    g_ptr_array_add (references, g_strdup (annex_statement_get_string (statement, 0)));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&references) : NULL;
}

gboolean
annex_indicator_count (AnnexStore *store, AnnexRecord *indicator, const char *first, const char *last, guint *count, char **sources, GError **error)
{
  const char *key = annex_record_get_value (indicator, "method");
  g_autofree char *today = annex_store_dup_today (store);
  g_autoptr (GPtrArray) references = NULL;
  g_autoptr (GError) failure = NULL;
  guint method = 0;
  gboolean dated, past;

  while (method < G_N_ELEMENTS (methods) && g_strcmp0 (methods[method].key, key) != 0)
    method++;
  if (method == G_N_ELEMENTS (methods))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The values of %s are entered by hand. Add a measurement."), annex_record_get_reference (indicator));
      return FALSE;
    }
  dated = !methods[method].as_it_stood || strcmp (last, today) >= 0;
  past = !dated && is_in_history (store, last, &failure);
  if (annex_error_pass (&failure, error))
    return FALSE;
  if (past && !annex_log_begin_as_of (store, last, error))
    return FALSE;
  references = find_sources (store, indicator, method, past, first, last, error);
  if (past)
    annex_log_end_as_of (store);
  if (references == NULL)
    return FALSE;
  *count = references->len;
  *sources = describe_sources (references, !dated && !past);
  return TRUE;
}

/* The period that ended last, or the one that runs: its name, its first and its last day. */
static void
find_period (AnnexRecord *indicator, gboolean running, char **name, char **first, char **last)
{
  const char *period = annex_record_get_value (indicator, "period");
  int n_months = g_strcmp0 (period, "year") == 0 ? 12 : g_strcmp0 (period, "quarter") == 0 ? 3 : 1;
  GDate day;

  g_date_clear (&day, 1);
  g_date_set_julian (&day, annex_clock_get_today ());
  g_date_set_dmy (&day, 1, (GDateMonth) (g_date_get_month (&day) - (g_date_get_month (&day) - 1) % n_months), g_date_get_year (&day));
  if (running)
    g_date_add_months (&day, (guint) n_months);
  g_date_subtract_days (&day, 1);
  *last = annex_clock_dup_day (g_date_get_julian (&day));
  g_date_add_days (&day, 1);
  g_date_subtract_months (&day, (guint) n_months);
  *first = annex_clock_dup_day (g_date_get_julian (&day));
  if (n_months == 12)
    *name = g_strndup (*first, 4);
  else if (n_months == 3)
    *name = g_strdup_printf ("%.4s-Q%d", *first, (g_date_get_month (&day) - 1) / 3 + 1);
  else
    *name = g_strndup (*first, 7);
}

/* 0 for none, or with @error set. */
static gint64
find_measurement (AnnexStore *store, gint64 indicator, const char *period, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT m.id FROM link l JOIN measurement m ON m.id = l.source WHERE l.target = ?1 AND l.field = 'indicator' AND m.period = ?2",
                         error);

  if (statement == NULL)
    return 0;
  annex_statement_bind_int64 (statement, 1, indicator);
  annex_statement_bind_text (statement, 2, period);
  return annex_statement_read_number (statement, error);
}

char *
annex_indicator_dup_period (AnnexStore *store, AnnexRecord *indicator, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autofree char *ended = NULL, *first = NULL, *last = NULL, *from = NULL, *to = NULL;
  char *running;

  find_period (indicator, FALSE, &ended, &first, &last);
  if (find_measurement (store, annex_record_get_id (indicator), ended, &failure) == 0)
    return annex_error_pass (&failure, error) ? NULL : g_steal_pointer (&ended);
  find_period (indicator, TRUE, &running, &from, &to);
  return running;
}

static void
value_free (gpointer data)
{
  Value *value = data;

  g_object_unref (value->indicator);
  g_free (value->period);
  g_free (value->value);
  g_free (value->note);
  g_free (value);
}

/* Returns: (nullable) (transfer full). */
static Value *
count_value (AnnexStore *store, gint64 id, GError **error)
{
  g_autoptr (AnnexRecord) indicator = annex_store_load (store, id, error);
  g_autofree char *period = NULL, *first = NULL, *last = NULL, *note = NULL;
  Value *value;
  guint count;

  if (indicator == NULL)
    return NULL;
  if (annex_record_get_record_type (indicator) != &annex_indicator_type)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is no indicator; only indicators are measured."), annex_record_get_reference (indicator));
      return NULL;
    }
  find_period (indicator, FALSE, &period, &first, &last);
  if (!annex_indicator_count (store, indicator, first, last, &count, &note, error))
    return NULL;
  value = g_new0 (Value, 1);
  value->indicator = g_steal_pointer (&indicator);
  value->period = g_steal_pointer (&period);
  value->value = g_strdup_printf ("%u", count);
  value->note = g_steal_pointer (&note);
  return value;
}

/* Returns: the measurement, made or changed; 0 with @error set. */
static gint64
write_value (AnnexTransaction *transaction, AnnexStore *store, const Value *value, GError **error)
{
  gint64 indicator = annex_record_get_id (value->indicator);
  g_autofree char *link = g_strdup_printf ("%" G_GINT64_FORMAT, indicator);
  g_autofree char *today = annex_clock_dup_today ();
  g_autoptr (GError) failure = NULL;
  gint64 id = find_measurement (store, indicator, value->period, &failure);

  if (annex_error_pass (&failure, error))
    return 0;
  if (id == 0)
    return annex_transaction_add (transaction, &annex_measurement_type, error, "period", value->period, "indicator", link, "value", value->value, "measured_on", today,
                                  "measured_by", value->by, "note", value->note, NULL);
  return annex_transaction_set (transaction, id, "value", value->value, error) && annex_transaction_set (transaction, id, "measured_on", today, error) &&
             (value->note == NULL || annex_transaction_set (transaction, id, "note", value->note, error))
           ? id
           : 0;
}

/* Those that are counted and in use. */
static GArray *
find_counted (AnnexStore *store, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT r.id FROM indicator r JOIN record x ON x.id = r.id WHERE r.method <> 'manual' AND r.state = 'active' ORDER BY x.number",
                         error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      g_array_append_val (ids, id);
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&ids) : NULL;
}

GPtrArray *
annex_indicators_count (AnnexStore *store, gint64 id, GError **error)
{
  g_autoptr (GArray) ids = id == 0 ? find_counted (store, error) : g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (value_free);

  if (ids == NULL)
    return NULL;
  if (id != 0)
    g_array_append_val (ids, id);
  for (guint i = 0; i < ids->len; i++)
    {
      Value *value = count_value (store, g_array_index (ids, gint64, i), error);

      if (value == NULL)
        return NULL;
      g_ptr_array_add (values, value);
    }
  return g_steal_pointer (&values);
}

GPtrArray *
annex_indicators_keep (AnnexStore *store, GPtrArray *values, GError **error)
{
  g_autoptr (GArray) made = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) measurements = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;

  if (values->len == 0)
    return g_steal_pointer (&measurements);
  if (values->len == 1)
    label = g_strdup_printf (_("Measure %s"), annex_record_get_reference (((const Value *) values->pdata[0])->indicator));
  transaction = annex_transaction_begin (store, label != NULL ? label : _("Measure the indicators"), error);
  if (transaction == NULL)
    return NULL;
  for (guint i = 0; i < values->len; i++)
    {
      gint64 measurement = write_value (transaction, store, values->pdata[i], error);

      if (measurement == 0)
        return NULL;
      g_array_append_val (made, measurement);
    }
  if (!annex_transaction_commit (transaction, error))
    return NULL;
  for (guint i = 0; i < made->len; i++)
    {
      AnnexRecord *measurement = annex_store_load (store, g_array_index (made, gint64, i), error);

      if (measurement == NULL)
        return NULL;
      g_ptr_array_add (measurements, measurement);
    }
  return g_steal_pointer (&measurements);
}

AnnexRecord *
annex_indicator_enter (AnnexStore *store, AnnexRecord *indicator, const char *text, GError **error)
{
  g_autofree char *parsed = annex_field_parse (annex_type_find_field (&annex_measurement_type, "value"), text, error);
  g_autofree char *period = parsed != NULL ? annex_indicator_dup_period (store, indicator, error) : NULL;
  Value value = { .indicator = indicator, .period = period, .value = parsed, .by = annex_record_get_value (indicator, "owner") };
  g_autoptr (GPtrArray) values = g_ptr_array_new ();
  g_autoptr (GPtrArray) measurements = NULL;

  if (parsed == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Write the value of %s as a number."), annex_record_get_reference (indicator));
      return NULL;
    }
  if (period == NULL)
    return NULL;
  g_ptr_array_add (values, &value);
  measurements = annex_indicators_keep (store, values, error);
  return measurements != NULL ? g_object_ref (measurements->pdata[0]) : NULL;
}

AnnexChart *
annex_indicator_create_chart (AnnexStore *store, AnnexRecord *indicator, GError **error)
{
  static const char *const names[] = { "target", "bound" };
  const char *target = annex_record_get_value (indicator, "target"), *bound = annex_record_get_value (indicator, "bound");
  gboolean same = target != NULL && bound != NULL && g_ascii_strtod (target, NULL) == g_ascii_strtod (bound, NULL);
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_LINES, annex_record_get_title (indicator));
  const char *unit = annex_record_get_text (indicator, "unit");
  g_autofree char *name = NULL;
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT period, value, day FROM (SELECT m.period, m.value, " ANNEX_MEASUREMENT_END_SQL ("m") " AS day FROM link l "
                         "JOIN measurement m ON m.id = l.source WHERE l.target = ?1 AND l.field = 'indicator' AND m.value IS NOT NULL "
                         "GROUP BY day ORDER BY day DESC LIMIT ?2) ORDER BY day",
                         error);

  if (statement == NULL)
    return NULL;
  if (*unit == '\0' || g_utf8_strlen (unit, -1) > LONGEST_SIGN)
    name = *unit == '\0' ? g_strdup (_("Value")) : g_strdup_printf (_("Value in %s"), unit);
  else
    annex_chart_set_unit (chart, unit);
  annex_chart_add_series (chart, name != NULL ? name : _("Value"), ANNEX_CHART_ANY_COLOUR, NULL);
  annex_statement_bind_int64 (statement, 1, annex_record_get_id (indicator));
  annex_statement_bind_int64 (statement, 2, MOST_VALUES);
  while (annex_statement_next (statement))
    annex_chart_set_value (chart, annex_chart_add_date (chart, annex_statement_get_string (statement, 0), annex_statement_get_string (statement, 2)), 0,
                           annex_statement_get_double (statement, 1));
  if (!annex_statement_finish (statement, error) || annex_chart_get_n_categories (chart) < 2)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = annex_record_get_value (indicator, names[i]);
      guint series;

      /* Of two lines in one place nobody would see the lower one. */
      if (value == NULL || (same && i > 0))
        continue;
      series = annex_chart_add_series (chart, same ? _("Target and limit") : annex_field_get_label (annex_type_find_field (&annex_indicator_type, names[i])),
                                       ANNEX_CHART_ANY_COLOUR, NULL);
      for (guint j = 0; j < annex_chart_get_n_categories (chart); j++)
        annex_chart_set_value (chart, j, series, g_ascii_strtod (value, NULL));
    }
  return g_steal_pointer (&chart);
}
