/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "activity.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "core/annex-statement.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

/* A thousand of any unit is longer than a certificate is of use. */
#define MOST_EVERY 1000

#define OCCURRENCES "FROM link l JOIN occurrence o ON o.id = l.source WHERE l.target = r.id AND l.field = 'activity' AND "

static const AnnexChoice units[] = {
  { "day", N_("Days") },
  { "week", N_("Weeks") },
  { "month", N_("Months") },
  { "year", N_("Years") },
  { NULL, NULL },
};

static const AnnexChoice states[] = {
  { "active", N_("Carried out") },
  { "paused", N_("Paused") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Activity"),
    .help = N_("What is done again and again, such as a review of access rights"),
    .group = N_("Activity"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .help = N_("How it is done, and what is left as proof"),
  },
  {
    .name = "state",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("State"),
    .choices = states,
    .initial = "active",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who sees to it that it happens"),
    .target = "person",
    .inverse = N_("Activities owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls it operates"),
    .target = "control",
    .inverse = N_("Activities"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses it meets"),
    .target = "clause",
    .inverse = N_("Activities"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "starts_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("First due"),
    .help = N_("All later times are counted from this day"),
    .group = N_("Recurrence"),
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "every",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Every"),
    .help = N_("3 with months is once a quarter"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "unit",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Unit"),
    .choices = units,
    .initial = "month",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "until",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Until"),
    .help = N_("Empty for as long as the management system runs"),
  },
  {
    .name = "next_due",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Next due"),
    .expression = "(SELECT min (o.due) " OCCURRENCES "o.state = 'open')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "last_done",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Last done"),
    .expression = "(SELECT max (o.done_on) " OCCURRENCES "o.state = 'done')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  ANNEX_TAGS_FIELD,
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *every = annex_record_get_value (record, "every");
  double number = every != NULL ? g_ascii_strtod (every, NULL) : 0;

  if (number < 1 || number > MOST_EVERY || number != (int) number)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“Every” is a whole number from 1 to %d, not %s."), MOST_EVERY, every != NULL ? every : "");
      return FALSE;
    }
  return annex_date_rules_check_order (record, "starts_on", "until", error);
}

gboolean
annex_activity_get_recurrence (AnnexRecord *activity, AnnexRecurrence *recurrence)
{
  const char *every = annex_record_get_value (activity, "every");

  recurrence->first = annex_clock_parse_day (annex_record_get_value (activity, "starts_on"));
  recurrence->until = annex_clock_parse_day (annex_record_get_value (activity, "until"));
  recurrence->every = every != NULL ? (guint) CLAMP (atoi (every), 1, MOST_EVERY) : 1;
  return recurrence->first != 0 && annex_recurrence_parse_unit (annex_record_get_value (activity, "unit"), &recurrence->unit);
}

static guint
get_day_of_month (guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return g_date_get_day (&date);
}

char *
annex_activity_dup_start_from (AnnexRecord *activity, guint day)
{
  AnnexRecurrence recurrence;
  guint start, meant;

  if (!annex_activity_get_recurrence (activity, &recurrence))
    return NULL;
  /* The template's own end is left behind. */
  recurrence.until = 0;
  start = annex_recurrence_get_next (&recurrence, day - 1);
  meant = start;
  if (recurrence.unit == ANNEX_RECURRENCE_MONTHS || recurrence.unit == ANNEX_RECURRENCE_YEARS)
    while (meant != 0 && meant < day + 366 && get_day_of_month (meant) != get_day_of_month (recurrence.first))
      meant = annex_recurrence_get_next (&recurrence, meant);
  if (meant != 0 && meant < day + 366)
    start = meant;
  return start != 0 ? annex_clock_dup_day (start) : NULL;
}

/* Of the occurrences of an activity: the one that is open, and the day that the latest over one was due or done. */
static gboolean
read_occurrences (AnnexStore *store, gint64 id, gint64 *open, guint *latest, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT o.id, o.state, max (ifnull (o.due, ''), ifnull (o.done_on, '')) FROM link l JOIN occurrence o ON o.id = l.source "
                         "WHERE l.target = ?1 AND l.field = 'activity' ORDER BY o.due DESC",
                         error);

  *open = 0;
  *latest = 0;
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, id);
  while (annex_statement_next (statement))
    if (g_strcmp0 (annex_statement_get_text (statement, 1), "open") == 0)
      *open = annex_statement_get_int64 (statement, 0);
    else
      *latest = MAX (*latest, annex_clock_parse_day (annex_statement_get_text (statement, 2)));
  return annex_statement_finish (statement, error);
}

static char *
dup_next (AnnexRecord *activity, guint latest)
{
  AnnexRecurrence recurrence;
  guint day;

  if (!annex_activity_get_recurrence (activity, &recurrence))
    return NULL;
  day = annex_recurrence_get_next (&recurrence, latest);
  return day != 0 ? annex_clock_dup_day (day) : NULL;
}

gboolean
annex_activity_plan_next (AnnexTransaction *transaction, AnnexStore *store, gint64 id, GError **error)
{
  g_autoptr (AnnexRecord) activity = NULL;
  g_autofree char *due = NULL;
  g_autofree char *link = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  gint64 open;
  guint latest;

  if (!annex_store_load_if_there (store, id, &activity, error))
    return FALSE;
  if (activity == NULL || g_strcmp0 (annex_record_get_value (activity, "state"), "active") != 0)
    return TRUE;
  if (!read_occurrences (store, id, &open, &latest, error))
    return FALSE;
  if (open != 0 || (due = dup_next (activity, latest)) == NULL)
    return TRUE;
  return annex_transaction_add (transaction, &annex_occurrence_type, error, "title", annex_record_get_title (activity), "activity", link,
                                "due", due, NULL) != 0;
}

/* The occurrence that is open follows the activity's name and recurrence. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const recurrence[] = { "starts_on", "every", "unit" };
  gint64 id = annex_record_get_id (record);
  gint64 open;
  guint latest;
  gboolean moved = FALSE;

  if (annex_transaction_is_new (transaction, id))
    return annex_activity_plan_next (transaction, store, id, error);
  if (!read_occurrences (store, id, &open, &latest, error))
    return FALSE;
  if (open == 0)
    return annex_activity_plan_next (transaction, store, id, error);
  if (annex_transaction_has_changed (transaction, id, "title") &&
      !annex_transaction_set (transaction, open, "title", annex_record_get_title (record), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (recurrence); i++)
    moved = moved || annex_transaction_has_changed (transaction, id, recurrence[i]);
  if (moved)
    {
      g_autofree char *due = dup_next (record, latest);

      return due == NULL || annex_transaction_set (transaction, open, "due", due, error);
    }
  return TRUE;
}

static const char *const over_states[] = { "paused", "ended", NULL };

const AnnexType annex_activity_type = {
  .name = "activity",
  .label = N_("Activity"),
  .label_plural = N_("Activities"),
  .description = N_("What is done again and again to keep controls working, with the proof that it was done each time."),
  .prefix = "AY",
  .digits = 3,
  .icon = "view-refresh-symbolic",
  .phase = ANNEX_PHASE_DO,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "state",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
  .attention = "r.state = 'active' AND "
               "NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner')",
};
