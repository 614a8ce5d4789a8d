/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "soa.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "control-private.h"
#include "control.h"
#include "core/annex-log.h"
#include "core/annex-statement.h"
#include "isms/annex-isms.h"

#define LINKED(what, from, where) "(SELECT group_concat (" what ", ', ') FROM " from " WHERE " where ")"

#define RISKS \
  LINKED ("reference", "(SELECT DISTINCT x.reference, x.number FROM record x JOIN risk k ON k.id = x.id WHERE k.status IS NOT 'closed' AND x.id IN (" \
          "SELECT l.source FROM link l WHERE l.target = r.id AND l.field = 'controls' UNION SELECT m.target FROM link l " \
          "JOIN treatment t ON t.id = l.source JOIN link m ON m.source = t.id AND m.field = 'risks' WHERE l.target = r.id " \
          "AND l.field = 'controls' AND t.status <> 'dropped') ORDER BY x.number)", "TRUE")

/* With the documents that serve it. */
#define EVIDENCE \
  LINKED ("reference", "(SELECT x.reference FROM link l JOIN record x ON x.id = l.source AND x.type IN ('evidence', 'document') " \
          "WHERE l.target = r.id AND l.field = 'controls' AND NOT EXISTS (SELECT 1 FROM document d WHERE d.id = x.id AND d.status = 'withdrawn') " \
          "ORDER BY x.type, x.number)", "TRUE")

#define DOCUMENTS \
  LINKED ("reference", "(SELECT x.reference FROM link l JOIN document d ON d.id = l.source JOIN record x ON x.id = d.id " \
          "WHERE l.target = r.id AND l.field = 'controls' AND d.status <> 'withdrawn' ORDER BY x.number)", "TRUE")

#define OWNER LINKED ("x.title", "link l JOIN record x ON x.id = l.target", "l.source = r.id AND l.field = 'owner'")

#define REASONS \
  "ltrim (iif (" ANNEX_CONTROL_ANSWERS_RISK_SQL ", '; risk', '') || iif (" ANNEX_CONTROL_LEGAL_SQL ", '; legal', '') || " \
  "iif (" ANNEX_CONTROL_CONTRACT_SQL ", '; contract', '') || iif (r.reason_business, '; business', '') || iif (r.reason_practice, '; practice', ''), '; ')"

/* "A.5.10" stands after "A.5.9": by theme, then by the number at the end. */
#define ORDERED                                                                                                        \
  "FROM control r JOIN record x ON x.id = r.id WHERE r.library <> 'other' "                                            \
  "ORDER BY library = 'own', CASE r.theme WHEN 'organizational' THEN 1 WHEN 'people' THEN 2 WHEN 'physical' THEN 3 "   \
  "ELSE 4 END, x.number, x.reference"

/* Ids alone, as what is ordered is held in memory. */
#define ORDER "SELECT r.id " ORDERED
#define NOW                                                                                                            \
  "SELECT x.reference, x.title, r.theme, r.decision, iif (r.decision = 'excluded', '', " REASONS                       \
  "), r.justification, r.status, "                                                                                     \
  "r.implementation, " OWNER ", " RISKS ", " DOCUMENTS ", " EVIDENCE                                                   \
  " FROM control r JOIN record x ON x.id = r.id WHERE r.id = ?1"

#define BRIEFLY "SELECT x.reference, '', r.theme, r.decision, '', r.justification, r.status, NULL, NULL, NULL, NULL, NULL " ORDERED

#define THEN \
  "SELECT r.code, r.title, r.theme, r.decision, coalesce (r.reasons, ''), r.justification, r.status, r.implementation, r.owner, r.risks, " \
  "r.documents, r.evidence FROM link v JOIN soa_line r ON r.id = v.source WHERE v.target = ?1 AND v.field = 'version' ORDER BY r.position, r.code"

static const AnnexChoice reasons[] = {
  { "risk", N_("Risk treatment") },
  { "legal", N_("Legal") },
  { "contract", N_("Contractual") },
  { "business", N_("Business") },
  { "practice", N_("Best practice") },
  { NULL, NULL },
};

static void
line_free (gpointer data)
{
  AnnexSoaLine *line = data;

  g_free (line->code);
  g_free (line->title);
  g_free (line->theme);
  g_free (line->decision);
  g_free (line->reasons);
  g_free (line->justification);
  g_free (line->status);
  g_free (line->implementation);
  g_free (line->owner);
  g_free (line->risks);
  g_free (line->documents);
  g_free (line->evidence);
  g_free (line);
}

static void
change_free (gpointer data)
{
  AnnexSoaChange *change = data;

  g_free (change->code);
  g_free (change->title);
  g_free (change->before);
  g_free (change->after);
  g_free (change);
}

static AnnexSoaLine *
read_line (AnnexStatement *statement)
{
  AnnexSoaLine *line = g_new0 (AnnexSoaLine, 1);
  char **const parts[] = { &line->code,   &line->title,          &line->theme, &line->decision, &line->reasons, &line->justification,
                           &line->status, &line->implementation, &line->owner, &line->risks,    &line->documents,
                           &line->evidence };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      gboolean is_always_there = parts[i] == &line->code || parts[i] == &line->title || parts[i] == &line->reasons;

      *parts[i] = g_strdup (is_always_there ? annex_statement_get_string (statement, (int) i) : annex_statement_get_text (statement, (int) i));
    }
  return line;
}

/* @line: (transfer full) */
typedef void (*TakeLine) (AnnexSoaLine *line, gpointer data);

static gboolean
read_now (AnnexStore *store, TakeLine take, gpointer data, GError **error)
{
  g_autoptr (AnnexStatement) order = annex_statement_new (store, ORDER, error);
  g_autoptr (AnnexStatement) statement = order != NULL ? annex_statement_new (store, NOW, error) : NULL;

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (order))
    {
      annex_statement_bind_int64 (statement, 1, annex_statement_get_int64 (order, 0));
      if (annex_statement_next (statement))
        take (read_line (statement), data);
      if (!annex_statement_finish (statement, error))
        return FALSE;
    }
  return annex_statement_finish (order, error);
}

/* @version: 0 for BRIEFLY */
static gboolean
read_lines (AnnexStore *store, const char *sql, gint64 version, TakeLine take, gpointer data, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return FALSE;
  if (version != 0)
    annex_statement_bind_int64 (statement, 1, version);
  while (annex_statement_next (statement))
    take (read_line (statement), data);
  return annex_statement_finish (statement, error);
}

static void
keep_line (AnnexSoaLine *line, gpointer lines)
{
  g_ptr_array_add (lines, line);
}

GPtrArray *
annex_soa_load (AnnexStore *store, gint64 version, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (line_free);
  gboolean read = version != 0 ? read_lines (store, THEN, version, keep_line, lines, error)
                               : read_now (store, keep_line, lines, error);

  return read ? g_steal_pointer (&lines) : NULL;
}

typedef struct
{
  AnnexSoaLineFunc func;
  gpointer user_data;
} Showing;

static void
show_line (AnnexSoaLine *line, gpointer data)
{
  Showing *showing = data;

  showing->func (line, showing->user_data);
  line_free (line);
}

gboolean
annex_soa_foreach (AnnexStore *store,
                   gint64 version,
                   gboolean briefly,
                   AnnexSoaLineFunc func,
                   gpointer user_data,
                   GError **error)
{
  Showing showing = { func, user_data };

  if (version == 0 && !briefly)
    return read_now (store, show_line, &showing, error);
  return read_lines (store, version != 0 ? THEN : BRIEFLY, version, show_line, &showing, error);
}

static GPtrArray *
load_day (AnnexStore *store, const char *day, GError **error)
{
  GPtrArray *lines;

  if (!annex_log_begin_as_of (store, day, error))
    return NULL;
  lines = annex_soa_load (store, 0, error);
  annex_log_end_as_of (store);
  return lines;
}

GPtrArray *
annex_soa_load_at (AnnexStore *store, const char *moment, char **name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 version = annex_store_find_id (store, &annex_soa_version_type, moment, &failure);
  g_autoptr (AnnexRecord) record = version != 0 ? annex_store_load (store, version, &failure) : NULL;
  g_autoptr (GPtrArray) lines = NULL;

  if (annex_error_pass (&failure, error))
    return NULL;
  if (record == NULL && !annex_date_is_valid (moment))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND,
                   _("“%s” is neither a version of the Statement of Applicability nor a day such as 2026-11-24."), moment);
      return NULL;
    }
  lines = record != NULL ? annex_soa_load (store, version, error) : load_day (store, moment, error);
  if (lines != NULL && lines->len == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND,
                   record != NULL ? _("Version %s is not approved, so it has no lines of its own yet.") : _("On %s there were no controls yet."),
                   record != NULL ? annex_record_get_title (record) : moment);
      return NULL;
    }
  if (lines != NULL && name != NULL)
    *name = g_strdup (record != NULL ? annex_record_get_title (record) : moment);
  return g_steal_pointer (&lines);
}

void
annex_soa_limit_query (AnnexQuery *query)
{
  for (guint i = 0; i < annex_query_get_n_filters (query); i++)
    {
      const char *name, *value;
      AnnexFilterOperator op;

      annex_query_get_filter (query, i, &name, &op, &value);
      if (strcmp (name, "library") == 0 || strcmp (name, "from_library") == 0)
        return;
    }
  annex_query_add_filter (query, "library", ANNEX_FILTER_IS_NOT, "other");
}

gboolean
annex_soa_freeze (AnnexTransaction *transaction, AnnexStore *store, gint64 version, GError **error)
{
  g_autoptr (GPtrArray) lines = annex_soa_load (store, 0, error);
  g_autofree char *of = g_strdup_printf ("%" G_GINT64_FORMAT, version);

  if (lines == NULL)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      const AnnexSoaLine *line = lines->pdata[i];
      g_autofree char *position = g_strdup_printf ("%u", i + 1);

      if (annex_transaction_add (transaction, &annex_soa_line_type, error, "title", line->title, "code", line->code, "version", of, "position",
                                 position, "theme", line->theme, "decision", line->decision, "reasons", *line->reasons != '\0' ? line->reasons : NULL,
                                 "justification", line->justification, "status", line->status, "implementation", line->implementation, "owner",
                                 line->owner, "risks", line->risks, "documents", line->documents, "evidence", line->evidence, NULL) == 0)
        return FALSE;
    }
  return TRUE;
}

gint64
annex_soa_find_latest (AnnexStore *store, gint64 before, GError **error)
{
  return annex_store_read_number (
    store,
    "SELECT v.id FROM soa_version v JOIN record x ON x.id = v.id WHERE v.state = 'approved' AND (?1 = 0 OR "
    "(v.approved_on, x.number) < (SELECT b.approved_on, y.number FROM soa_version b JOIN record y ON y.id = b.id WHERE b.id = ?1)) "
    "ORDER BY v.approved_on DESC, x.number DESC LIMIT 1",
    &before, 1, error);
}

gint64
annex_soa_find_open (AnnexStore *store, GError **error)
{
  return annex_store_read_number (
    store, "SELECT v.id FROM soa_version v JOIN record x ON x.id = v.id WHERE v.state <> 'approved' ORDER BY x.number DESC LIMIT 1", NULL, 0, error);
}

/* "1.9" → "1.10", "2027" → "2028", "first" → "first 2"; on until there is none of that name. */
static char *
dup_next_name (AnnexStore *store, const char *name, GError **error)
{
  const char *digits = name + strlen (name);
  g_autoptr (GError) failure = NULL;
  guint64 number;

  while (digits > name && g_ascii_isdigit (digits[-1]))
    digits--;
  number = *digits != '\0' ? g_ascii_strtoull (digits, NULL, 10) : 1;
  for (;;)
    {
      g_autofree char *next = g_strdup_printf ("%.*s%s%" G_GUINT64_FORMAT, (int) (digits - name), name, *digits != '\0' ? "" : " ", ++number);

      if (annex_store_find_id (store, &annex_soa_version_type, next, &failure) == 0)
        return annex_error_pass (&failure, error) ? NULL : g_steal_pointer (&next);
    }
}

/* Returns: the id of a draft of the version after @latest, kept as the same document; of the first one without it. */
static gint64
add_draft (AnnexTransaction *transaction, AnnexStore *store, gint64 latest, GError **error)
{
  g_autoptr (AnnexRecord) version = latest != 0 ? annex_store_load (store, latest, error) : NULL;
  g_autofree char *next = NULL;
  const char *kept_as;
  gint64 draft;

  if (latest != 0 && version == NULL)
    return 0;
  next = version != NULL ? dup_next_name (store, annex_record_get_title (version), error) : g_strdup ("1.0");
  if (next == NULL)
    return 0;
  kept_as = version != NULL ? annex_record_get_value (version, "document") : NULL;
  draft = annex_transaction_add (transaction, &annex_soa_version_type, error, "title", next, NULL);
  return draft != 0 && (kept_as == NULL || annex_transaction_set (transaction, draft, "document", kept_as, error)) ? draft : 0;
}

gboolean
annex_soa_open_draft (AnnexTransaction *transaction, AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 latest = annex_soa_find_latest (store, 0, &failure);
  gint64 open = latest != 0 ? annex_soa_find_open (store, &failure) : 0;
  g_autoptr (AnnexRecord) version = open != 0 ? annex_store_load (store, open, &failure) : NULL;

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (latest == 0)
    return TRUE;
  if (version == NULL)
    return add_draft (transaction, store, latest, error) != 0;
  return g_strcmp0 (annex_record_get_value (version, "state"), "reviewed") != 0 || annex_transaction_is_new (transaction, open) ||
         annex_transaction_has_changed (transaction, open, "state") || annex_transaction_set (transaction, open, "state", "draft", error);
}

gint64
annex_soa_get_open (AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 open = annex_soa_find_open (store, &failure);
  gint64 latest = open == 0 && failure == NULL ? annex_soa_find_latest (store, 0, &failure) : 0;
  g_autoptr (AnnexTransaction) transaction = NULL;

  if (annex_error_pass (&failure, error) || open != 0)
    return open;
  transaction = annex_transaction_begin (store, _("Begin the next version of the statement"), error);
  if (transaction != NULL)
    open = add_draft (transaction, store, latest, error);
  return open != 0 && annex_transaction_commit (transaction, error) ? open : 0;
}

static const char *
find_label (const AnnexChoice *choices, const char *key)
{
  for (guint i = 0; choices[i].key != NULL; i++)
    if (g_strcmp0 (choices[i].key, key) == 0)
      return _(choices[i].label);
  return "";
}

char *
annex_soa_dup_reasons (const AnnexSoaLine *line)
{
  g_auto (GStrv) keys = g_strsplit (line->reasons, "; ", -1);
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  g_auto (GStrv) found = NULL;

  for (guint i = 0; keys[i] != NULL; i++)
    if (*keys[i] != '\0')
      g_strv_builder_add (labels, find_label (reasons, keys[i]));
  found = g_strv_builder_end (labels);
  return g_strjoinv (", ", found);
}

/* So many records are named; the rest stands in the links. */
#define MAX_NAMED "4"

/* Risks and measures, and requirements of a kind: what makes a reason by itself. */
#define RISK_RECORDS \
  "SELECT x.reference, x.type, x.number FROM link l JOIN risk k ON k.id = l.source JOIN record x ON x.id = k.id " \
  "WHERE l.target = ?1 AND l.field = 'controls' AND k.status IS NOT 'closed' UNION " \
  "SELECT x.reference, x.type, x.number FROM link l JOIN treatment t ON t.id = l.source AND t.status <> 'dropped' " \
  "JOIN link m ON m.source = t.id AND m.field = 'risks' JOIN risk k ON k.id = m.target JOIN record x ON x.id = k.id " \
  "WHERE l.target = ?1 AND l.field = 'controls' AND k.status IS NOT 'closed'"
#define MEASURE_RECORDS \
  "SELECT x.reference, x.type, x.number FROM link l JOIN treatment t ON t.id = l.source JOIN record x ON x.id = t.id " \
  "WHERE l.target = ?1 AND l.field = 'controls' AND t.status <> 'dropped'"
#define REQUIREMENT_RECORDS(kind) \
  "SELECT x.reference, x.type, x.number FROM link l JOIN requirement q ON q.id = l.target JOIN record x ON x.id = q.id " \
  "WHERE l.source = ?1 AND l.field = 'requirements' AND q.kind = '" kind "'"
#define FIRST(records) "SELECT reference FROM (" records " ORDER BY type, number LIMIT " MAX_NAMED " + 1)"

static gboolean
append_references (GString *text, AnnexStore *store, gint64 control, const char *sql, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, control);
  for (int n = 0; annex_statement_next (statement); n++)
    g_string_append_printf (text, "%s%s", n == 0 ? ": " : ", ", n < atoi (MAX_NAMED) ? annex_statement_get_string (statement, 0) : "…");
  return annex_statement_finish (statement, error);
}

char *
annex_soa_dup_reasons_of (AnnexStore *store, AnnexRecord *control, GError **error)
{
  /* In the order of the reasons. */
  static const struct
  {
    const char *field;
    const char *yes;
    const char *records; /* (nullable) */
  } asked[] = {
    { "risk_reason", "yes", FIRST (RISK_RECORDS " UNION " MEASURE_RECORDS) }, { "legal_reason", "yes", FIRST (REQUIREMENT_RECORDS ("legal")) },
    { "contract_reason", "yes", FIRST (REQUIREMENT_RECORDS ("contractual")) }, { "reason_business", "1", NULL },
    { "reason_practice", "1", NULL },
  };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (asked); i++)
    {
      if (g_strcmp0 (annex_record_get_value (control, asked[i].field), asked[i].yes) != 0)
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", _(reasons[i].label));
      if (asked[i].records != NULL && !append_references (text, store, annex_record_get_id (control), asked[i].records, error))
        return NULL;
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

const char *
annex_soa_line_get_decision (const AnnexSoaLine *line)
{
  return g_strcmp0 (line->decision, "inherited") == 0 ? _("Inherited") : find_label (annex_control_decisions, line->decision);
}

const char *
annex_soa_line_get_status (const AnnexSoaLine *line)
{
  return g_strcmp0 (line->decision, "excluded") == 0 ? _("Not applicable") : find_label (annex_control_statuses, line->status);
}

static void
compare_texts (GPtrArray *changes, const AnnexSoaLine *line, const char *what, const char *before, const char *after)
{
  AnnexSoaChange *change;

  if (g_strcmp0 (before != NULL ? before : "", after != NULL ? after : "") == 0)
    return;
  change = g_new0 (AnnexSoaChange, 1);
  change->code = g_strdup (line->code);
  change->title = g_strdup (line->title);
  change->what = what;
  change->before = g_strdup (before != NULL ? before : "");
  change->after = g_strdup (after != NULL ? after : "");
  g_ptr_array_add (changes, change);
}

static void
compare_lines (GPtrArray *changes, const AnnexSoaLine *before, const AnnexSoaLine *after)
{
  g_autofree char *old_reasons = annex_soa_dup_reasons (before);
  g_autofree char *new_reasons = annex_soa_dup_reasons (after);

  compare_texts (changes, after, _("Decision"), annex_soa_line_get_decision (before), annex_soa_line_get_decision (after));
  compare_texts (changes, after, _("Reasons"), old_reasons, new_reasons);
  compare_texts (changes, after, _("Justification"), before->justification, after->justification);
  compare_texts (changes, after, _("Status"), annex_soa_line_get_status (before), annex_soa_line_get_status (after));
  compare_texts (changes, after, _("How it is implemented"), before->implementation, after->implementation);
  compare_texts (changes, after, _("Owner"), before->owner, after->owner);
}

static GHashTable *
index_lines (GPtrArray *lines)
{
  GHashTable *index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < lines->len; i++)
    g_hash_table_insert (index, ((AnnexSoaLine *) lines->pdata[i])->code, lines->pdata[i]);
  return index;
}

GPtrArray *
annex_soa_compare (GPtrArray *before, GPtrArray *after)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (change_free);
  g_autoptr (GHashTable) old_lines = index_lines (before);
  g_autoptr (GHashTable) new_lines = index_lines (after);

  for (guint i = 0; i < after->len; i++)
    {
      const AnnexSoaLine *line = after->pdata[i];
      const AnnexSoaLine *old_line = g_hash_table_lookup (old_lines, line->code);

      if (old_line != NULL)
        compare_lines (changes, old_line, line);
      else
        compare_texts (changes, line, _("Control"), NULL, _("added"));
    }
  for (guint i = 0; i < before->len; i++)
    if (!g_hash_table_contains (new_lines, ((AnnexSoaLine *) before->pdata[i])->code))
      compare_texts (changes, before->pdata[i], _("Control"), NULL, _("removed"));
  return changes;
}

GPtrArray *
annex_soa_compare_since (AnnexStore *store, gint64 version, const char *since, char **name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) record = version != 0 ? annex_store_load (store, version, &failure) : NULL;
  gboolean is_frozen = record != NULL && g_strcmp0 (annex_record_get_value (record, "state"), "approved") == 0;
  gint64 frozen = is_frozen ? version : 0;
  gint64 earlier = since == NULL && failure == NULL ? annex_soa_find_latest (store, frozen, &failure) : 0;
  g_autoptr (AnnexRecord) before_version = earlier != 0 ? annex_store_load (store, earlier, &failure) : NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GPtrArray) before = NULL;

  if (annex_error_pass (&failure, error))
    return NULL;
  after = annex_soa_load (store, frozen, error);
  if (after == NULL)
    return NULL;
  if (since == NULL && before_version == NULL)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no approved version before to compare with."));
      return NULL;
    }
  before = annex_soa_load_at (store, since != NULL ? since : annex_record_get_reference (before_version), name, error);
  return before != NULL ? annex_soa_compare (before, after) : NULL;
}
