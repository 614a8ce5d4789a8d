/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "incident.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "incident-private.h"
#include "core/annex-draft.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice states[] = {
  { "reported", N_("Reported") },
  { "triaged", N_("Triaged") },
  { "contained", N_("Contained") },
  { "recovered", N_("Recovered") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const AnnexChoice kinds[] = {
  { "event", N_("Event") },
  { "weakness", N_("Weakness") },
  { "incident", N_("Incident") },
  { NULL, NULL },
};

const AnnexChoice annex_incident_categories[] = {
  { "access", N_("Unauthorized access") },
  { "misuse", N_("Misuse by somebody inside") },
  { "disclosure", N_("Disclosure or wrong recipient") },
  { "malware", N_("Malware") },
  { "phishing", N_("Phishing or fraud") },
  { "attack", N_("Attack from outside") },
  { "vulnerability", N_("Technical flaw") },
  { "outage", N_("Outage or loss of service") },
  { "change", N_("Faulty change") },
  { "loss", N_("Loss or theft of equipment") },
  { "physical", N_("Physical event") },
  { "supplier", N_("At a supplier") },
  { "other", N_("Other") },
  { NULL, NULL },
};

static const AnnexChoice personal_data_answers[] = {
  { "yes", N_("Yes") },
  { "unclear", N_("Not clear yet") },
  { "no", N_("No") },
  { NULL, NULL },
};

static const AnnexChoice yes_or_no[] = {
  { "yes", N_("Yes") },
  { "no", N_("No") },
  { NULL, NULL },
};

static const AnnexChoice clock_states[] = {
  { "running", N_("Running") },
  { "last_day", N_("Less than a day left") },
  { "over", N_("72 hours are over") },
  { "told", N_("Told in time") },
  { "told_late", N_("Told after 72 hours") },
  { "not_needed", N_("Need not be told") },
  { NULL, NULL },
};

static const AnnexChoice rejudging[] = {
  { "open", N_("Still to be reassessed") },
  { "done", N_("Judged anew") },
  { NULL, NULL },
};

#define CLOCK \
  "CASE WHEN r.notified_at IS NOT NULL THEN iif (julianday (r.notified_at, 'utc') - julianday (" ANNEX_INCIDENT_AWARE_SQL ", 'utc') > 3.0001, " \
  "'told_late', 'told') WHEN r.notification = 'no' THEN 'not_needed' WHEN NOT " ANNEX_INCIDENT_CLOCK_RUNS_SQL " THEN NULL " \
  "WHEN " ANNEX_INCIDENT_HOURS_LEFT_SQL " < 0 THEN 'over' WHEN " ANNEX_INCIDENT_HOURS_LEFT_SQL " < 24 THEN 'last_day' ELSE 'running' END"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("What happened"),
    .help = N_("In one line, as one would say it on the telephone"),
    .group = N_("Report"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "reported",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "noticed_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Noticed"),
    .help = N_("Date and time, or the date alone"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "noticed_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Noticed by"),
    .target = "person",
    .inverse = N_("Incidents noticed"),
  },
  {
    .name = "noticed_by_other",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Noticed by somebody else"),
    .help = N_("A customer, a supplier, a machine"),
  },
  {
    .name = "happened_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Happened"),
    .help = N_("As far as one knows"),
  },
  {
    .name = "assets",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Assets affected"),
    .target = "asset",
    .inverse = N_("Incidents"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .help = N_("What was seen, and where"),
    .group = N_("What Was Seen"),
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Assessed as"),
    .help = N_("An event is a sign; a weakness could be used; an incident did harm, or was about to"),
    .group = N_("Triage"),
    .choices = kinds,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "severity",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Severity"),
    .scale = "incident_severity",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "category",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Category"),
    .choices = annex_incident_categories,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Led by"),
    .help = N_("Who sees to it that it is dealt with"),
    .target = "person",
    .inverse = N_("Incidents led"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "triaged_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Triaged"),
    .help = N_("Empty takes the time at which the status says so; so for those below"),
  },
  {
    .name = "triage_reason",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Why it is judged so"),
  },
  {
    .name = "supplier",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Supplier involved"),
    .target = "supplier",
    .inverse = N_("Incidents"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "personal_data",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Personal data affected"),
    .group = N_("Personal Data"),
    .choices = personal_data_answers,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "people_affected",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("People affected"),
    .help = N_("About how many"),
  },
  {
    .name = "aware_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Aware of the breach"),
    .help = N_("When it was reasonably certain that personal data are hit; empty takes when it was noticed"),
  },
  {
    .name = "hours_left",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Hours left of 72"),
    .help = N_("GDPR, article 33, gives 72 hours to tell the authority unless people are unlikely to be harmed. A reminder, not legal advice."),
    .expression = "iif (" ANNEX_INCIDENT_CLOCK_RUNS_SQL ", CAST (" ANNEX_INCIDENT_HOURS_LEFT_SQL " AS INTEGER), NULL)",
  },
  {
    .name = "clock",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Clock"),
    .choices = clock_states,
    .expression = CLOCK,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "notification",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Tell the authority"),
    .choices = yes_or_no,
  },
  {
    .name = "notification_reason",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Why, or why not"),
  },
  {
    .name = "notified_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Authority told"),
  },
  {
    .name = "effect",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Effect"),
    .help = N_("What it did to people, customers and business"),
    .group = N_("Response"),
  },
  {
    .name = "containment",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Containment"),
    .help = N_("What stopped it from getting worse"),
  },
  {
    .name = "contained_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Contained"),
  },
  {
    .name = "recovery",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Recovery"),
    .help = N_("What brought things back to normal"),
  },
  {
    .name = "recovered_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Recovered"),
  },
  {
    .name = "hours_to_triage",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Hours to triage"),
    .help = N_("These are counted from the time at which it was noticed"),
    .expression = ANNEX_INCIDENT_HOURS_SQL ("r.noticed_at", "r.triaged_at"),
  },
  {
    .name = "hours_to_contain",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Hours to contain"),
    .expression = ANNEX_INCIDENT_HOURS_SQL ("r.noticed_at", "r.contained_at"),
  },
  {
    .name = "hours_to_recover",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Hours to recover"),
    .expression = ANNEX_INCIDENT_HOURS_SQL ("r.noticed_at", "r.recovered_at"),
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence secured"),
    .target = "evidence",
    .inverse = N_("Incidents"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "lessons",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Lessons learned"),
    .help = N_("What one would do otherwise next time"),
    .group = N_("Lessons"),
  },
  {
    .name = "lessons_owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Sees to the lessons"),
    .help = N_("Who makes sure that they are not only written down"),
    .target = "person",
    .inverse = N_("Lessons to see to"),
  },
  {
    .name = "controls_failed",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls that failed"),
    .target = "control",
    .inverse = N_("Failed in incidents"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "foreseen",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Was it foreseen"),
    .help = N_("Whether the register had the risk before it happened"),
    .group = N_("Risk"),
    .choices = yes_or_no,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "rejudged",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Likelihood"),
    .help = N_("Of its risks: what came true has to be reassessed"),
    .choices = rejudging,
    .expression = "CASE WHEN " ANNEX_INCIDENT_NOT_REJUDGED_SQL " THEN 'open' "
                  "WHEN EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'risks') THEN 'done' END",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks that came true"),
    .target = "risk",
    .inverse = N_("Incidents"),
    .fitting = "EXISTS (SELECT 1 FROM link m JOIN link l ON l.target = m.target WHERE m.source = ?1 AND m.field = 'assets' "
               "AND l.field = 'assets' AND l.source = c.id)",
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "closed_at",
    .kind = ANNEX_FIELD_TIME,
    .label = N_("Closed"),
    .group = N_("End"),
  },
  ANNEX_TAGS_FIELD,
};

/* What stands there when an incident is so far, and where its time is kept. */
typedef struct
{
  const char *state;
  const char *needs[5];
  const char *time_field;
} Stage;

static const Stage stages[] = {
  { "reported", { NULL }, NULL },
  { "triaged", { "kind", "severity", "owner", NULL }, "triaged_at" },
  { "contained", { "containment", NULL }, "contained_at" },
  { "recovered", { "recovery", NULL }, "recovered_at" },
  { "closed", { "lessons", "lessons_owner", "personal_data", "foreseen", NULL }, "closed_at" },
};

/* A sign that meant nothing and a weakness that nobody used are closed once somebody has said so. */
static const Stage closed_without_harm = { "closed", { "triage_reason", NULL }, "closed_at" };

static guint
find_stage (const char *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (g_strcmp0 (stages[i].state, state) == 0)
      return i;
  return 0;
}

static gboolean
did_harm (AnnexRecord *incident)
{
  const char *kind = annex_record_get_value (incident, "kind");

  return kind == NULL || strcmp (kind, "incident") == 0;
}

static void
list_missing (AnnexRecord *incident, const Stage *stage, GString *missing)
{
  for (guint i = 0; stage->needs[i] != NULL; i++)
    {
      const AnnexField *field = annex_type_find_field (&annex_incident_type, stage->needs[i]);

      if (field->kind == ANNEX_FIELD_SCALE && !did_harm (incident))
        continue;
      if (annex_record_get_value (incident, field->name) == NULL)
        g_string_append_printf (missing, "%s“%s”", missing->len > 0 ? ", " : "", annex_field_get_label (field));
    }
}

/* Nothing may be skipped on the way: what an earlier state needs, a later one needs too. */
static char *
dup_missing (AnnexRecord *incident)
{
  guint reached = find_stage (annex_record_get_value (incident, "status"));
  GString *missing = g_string_new (NULL);

  for (guint i = 1; i <= reached; i++)
    if (did_harm (incident) || i == 1)
      list_missing (incident, &stages[i], missing);
  if (!did_harm (incident) && reached == G_N_ELEMENTS (stages) - 1)
    list_missing (incident, &closed_without_harm, missing);
  return g_string_free_and_steal (missing);
}

static gboolean
check_people (AnnexRecord *record, GError **error)
{
  const char *people = annex_record_get_value (record, "people_affected");

  if (people == NULL || g_ascii_strtod (people, NULL) >= 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“People affected” may not be less than nobody (%s)."), people);
  return FALSE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const in_order[][2] = {
    { "happened_at", "noticed_at" },  { "noticed_at", "triaged_at" },   { "noticed_at", "contained_at" }, { "noticed_at", "aware_at" },
    { "aware_at", "notified_at" },    { "noticed_at", "notified_at" },  { "contained_at", "recovered_at" },
    { "noticed_at", "recovered_at" }, { "recovered_at", "closed_at" },  { "noticed_at", "closed_at" },
  };
  static const char *const past[] = { "happened_at",  "noticed_at",   "triaged_at", "aware_at",
                                      "contained_at", "recovered_at", "closed_at",  "notified_at" };

  for (guint i = 0; i < G_N_ELEMENTS (past); i++)
    if (!annex_date_rules_check_past (record, past[i], error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (in_order); i++)
    if (!annex_date_rules_check_order (record, in_order[i][0], in_order[i][1], error))
      return FALSE;
  return check_people (record, error);
}

/* Records of old incidents come in as they are, and the rules say what they lack; from here on, a step is taken when it is done. */
static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  const Stage *stage = &stages[find_stage (annex_record_get_value (record, "status"))];
  g_autofree char *missing = NULL;
  g_autofree char *now = annex_clock_dup_now ();

  if (annex_draft_is_new (draft) || !annex_draft_has_changed (draft, "status"))
    return TRUE;
  missing = dup_missing (record);
  if (*missing != '\0')
    {
      /* The record is one in the making: it has values, and no texts yet. */
      const AnnexField *field = annex_type_find_field (&annex_incident_type, "status");
      const char *label = annex_field_find_choice (field, annex_record_get_value (record, "status"));

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is not “%s” yet: fill in %s first."), annex_record_get_reference (record),
                   label != NULL ? label : "", missing);
      return FALSE;
    }
  if (stage->time_field != NULL && annex_record_get_value (record, stage->time_field) == NULL)
    annex_draft_set (draft, stage->time_field, now);
  return TRUE;
}

static const char *const over_states[] = { "closed", NULL };

const AnnexType annex_incident_type = {
  .name = "incident",
  .label = N_("Incident"),
  .label_plural = N_("Incidents"),
  .description = N_("What went wrong, or nearly did: report it in a minute, and deal with it step by step until something was learned."),
  .prefix = "INC",
  .digits = 3,
  .icon = "dialog-error-symbolic",
  .phase = ANNEX_PHASE_DO,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .complete = complete,
  .attention = "(status <> 'closed' AND (status = 'reported' OR "
               "NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner'))) OR " ANNEX_INCIDENT_CLOCK_RUNS_SQL
               " OR " ANNEX_INCIDENT_NOT_REJUDGED_SQL,
};

/* Whether a word can be the date or the time of day that a line begins with. */
static gboolean
is_of_time (const char *word, const char *marks)
{
  return *word != '\0' && strspn (word, marks) == strlen (word) && strpbrk (word, marks + strlen ("0123456789")) != NULL;
}

/* In the heat of it one writes "14:05 Account locked" and means today. @text: (out): what is left of @line. */
static char *
dup_entry_time (AnnexStore *store, const char *line, const char **text)
{
  const AnnexField *field = annex_type_find_field (&annex_incident_entry_type, "at");
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  gboolean has_date = words[0] != NULL && is_of_time (words[0], "0123456789-./");
  const char *time = words[0] != NULL && has_date ? words[1] : words[0];
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *joined = NULL;
  char *value;

  *text = line;
  if (time == NULL || !is_of_time (time, "0123456789:"))
    return annex_clock_dup_now ();
  joined = g_strjoin (" ", has_date ? words[0] : today, time, NULL);
  value = annex_store_parse (store, field, joined, NULL);
  if (value == NULL)
    return annex_clock_dup_now ();
  *text = line + (has_date ? strlen (words[0]) + 1 : 0) + strlen (time);
  return value;
}

gint64
annex_incident_add_entry (AnnexStore *store, gint64 incident, const char *line, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, incident, error);
  g_autoptr (GError) failure = NULL;
  gint64 person = annex_store_find_id (store, &annex_person_type, annex_store_get_author (store), &failure);
  g_autofree char *author = person != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, person) : NULL;
  g_autofree char *of = g_strdup_printf ("%" G_GINT64_FORMAT, incident);
  g_autofree char *trimmed = g_strstrip (g_strdup (line));
  const char *rest = trimmed;
  g_autofree char *at = dup_entry_time (store, trimmed, &rest);
  g_autofree char *text = g_strstrip (g_strdup (rest));
  g_autofree char *label = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  if (record == NULL || annex_error_pass (&failure, error))
    return 0;
  label = g_strdup_printf (_("Note in %s: %s"), annex_record_get_reference (record), text);
  transaction = annex_transaction_begin (store, label, error);
  id = transaction != NULL ? annex_transaction_add (transaction, &annex_incident_entry_type, error, "title", text, "at", at, "incident", of,
                                                    "author", author, NULL)
                           : 0;
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

static gboolean
collect (AnnexRecord *record, gpointer entries)
{
  g_ptr_array_add (entries, g_object_ref (record));
  return TRUE;
}

GPtrArray *
annex_incident_dup_entries (AnnexStore *store, gint64 incident, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_incident_entry_type);
  g_autofree char *of = g_strdup_printf ("%" G_GINT64_FORMAT, incident);

  annex_query_add_filter (query, "incident", ANNEX_FILTER_IS, of);
  annex_query_set_sort (query, "at", FALSE);
  return annex_query_foreach (query, store, collect, entries, error) ? g_steal_pointer (&entries) : NULL;
}
