/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-comparison.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-log-replay.h"
#include "annex-log-verify.h"
#include "annex-statement-private.h"

/* Differences that are told one by one. */
#define MOST_TOLD 200

/* Characters of a value that are shown. */
#define MOST_SHOWN 60

typedef struct
{
  AnnexStore *store;
  GPtrArray *findings;
  guint n_told;
  GHashTable *selects;  /* AnnexType → SQL that reads a row by its id */
  GHashTable *greatest; /* AnnexType → the greatest number that the log gave */
} Comparison;

G_GNUC_PRINTF (2, 3)
static void
tell (Comparison *self, const char *format, ...)
{
  va_list arguments;

  if (self->n_told++ == MOST_TOLD)
    g_ptr_array_add (self->findings, g_strdup (_("There are more differences between the history and what the tables hold.")));
  if (self->n_told > MOST_TOLD)
    return;
  va_start (arguments, format);
  g_ptr_array_add (self->findings, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static char *
shorten (const char *text)
{
  g_autofree char *valid = NULL;
  g_autofree char *start = NULL;

  if (text == NULL || *text == '\0')
    return g_strdup (_("empty"));
  valid = g_utf8_make_valid (text, -1);
  if (g_utf8_strlen (valid, -1) <= MOST_SHOWN)
    return g_strdup_printf (_("“%s”"), valid);
  start = g_utf8_substring (valid, 0, MOST_SHOWN);
  return g_strdup_printf (_("“%s…”"), start);
}

static void
tell_value (Comparison *self, const AnnexReplayed *replayed, const char *label, const char *found, const char *expected)
{
  g_autofree char *there = shorten (found);
  g_autofree char *then = shorten (expected);

  if (strcmp (there, then) == 0)
    tell (self, _("%s: “%s” is not stored as the history has it."), replayed->reference, label);
  else
    tell (self, _("%s: “%s” is %s, but by the history it is %s."), replayed->reference, label, there, then);
}

static gboolean
is_text (sqlite3_stmt *row, int column, const char *expected)
{
  if (expected == NULL)
    return sqlite3_column_type (row, column) == SQLITE_NULL;
  return sqlite3_column_type (row, column) == SQLITE_TEXT && (gsize) sqlite3_column_bytes (row, column) == strlen (expected) &&
         memcmp (sqlite3_column_text (row, column), expected, strlen (expected)) == 0;
}

/* Whether a column of a type's table holds @expected, as SQLite stores it for that kind of field. */
static gboolean
is_value (sqlite3_stmt *row, int column, const AnnexField *field, const char *expected)
{
  char stored[G_ASCII_DTOSTR_BUF_SIZE], logged[G_ASCII_DTOSTR_BUF_SIZE];

  if (expected == NULL)
    return sqlite3_column_type (row, column) == SQLITE_NULL;
  switch (field->kind)
    {
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
      g_ascii_formatd (stored, sizeof stored, "%.15g", sqlite3_column_double (row, column));
      g_ascii_formatd (logged, sizeof logged, "%.15g", g_ascii_strtod (expected, NULL));
      return sqlite3_column_type (row, column) == SQLITE_FLOAT && strcmp (stored, logged) == 0;
    case ANNEX_FIELD_SCALE:
    case ANNEX_FIELD_BOOLEAN:
      return sqlite3_column_type (row, column) == SQLITE_INTEGER && sqlite3_column_int64 (row, column) == g_ascii_strtoll (expected, NULL, 10);
    default:
      return is_text (row, column, expected);
    }
}

static gboolean
has_column (const AnnexField *field)
{
  return field->kind != ANNEX_FIELD_LINK && field->kind != ANNEX_FIELD_COMPUTED;
}

static const char *
get_select (Comparison *self, const AnnexType *type)
{
  char *sql = g_hash_table_lookup (self->selects, type);
  GString *text;

  if (sql != NULL)
    return sql;
  text = g_string_new ("SELECT ");
  for (guint i = 0; i < type->n_fields; i++)
    if (has_column (&type->fields[i]))
      g_string_append_printf (text, "%s, ", type->fields[i].name);
  g_string_append_printf (text, "extra FROM %s WHERE id = ?1", type->name);
  sql = g_string_free_and_steal (text);
  g_hash_table_insert (self->selects, (gpointer) type, sql);
  return sql;
}

static gboolean
has_fields_of_engagement (const AnnexRow *row)
{
  for (guint i = 0; i < row->names->len; i++)
    if (g_str_has_prefix (row->names->pdata[i], "custom_"))
      return TRUE;
  return FALSE;
}

/* The engagement's own fields, in either direction. */
static void
compare_extra (Comparison *self, const AnnexReplayed *replayed, sqlite3_stmt *row, int column)
{
  g_autoptr (AnnexRow) extra = NULL;

  if (sqlite3_column_type (row, column) == SQLITE_NULL && !has_fields_of_engagement (replayed->row))
    return;
  if (sqlite3_column_type (row, column) == SQLITE_TEXT &&
      strlen ((const char *) sqlite3_column_text (row, column)) == (gsize) sqlite3_column_bytes (row, column))
    extra = annex_row_parse ((const char *) sqlite3_column_text (row, column));
  if (extra == NULL)
    {
      tell (self, _("%s: the values of the engagement's own fields are not as the history has them."), replayed->reference);
      return;
    }
  for (guint i = 0; i < replayed->row->names->len; i++)
    {
      const char *name = replayed->row->names->pdata[i];
      const AnnexField *field = annex_store_find_field (self->store, replayed->type, name);

      if (g_str_has_prefix (name, "custom_") && g_strcmp0 (annex_row_get (extra, name), replayed->row->values->pdata[i]) != 0)
        tell_value (self, replayed, field != NULL ? annex_field_get_label (field) : name, annex_row_get (extra, name),
                    replayed->row->values->pdata[i]);
    }
  for (guint i = 0; i < extra->names->len; i++)
    if (annex_row_get (replayed->row, extra->names->pdata[i]) == NULL)
      tell_value (self, replayed, extra->names->pdata[i], extra->values->pdata[i], NULL);
}

static gboolean
compare_values (Comparison *self, const AnnexReplayed *replayed, GError **error)
{
  const AnnexType *type = replayed->type;
  g_autoptr (AnnexStatement) statement = annex_statement_new (self->store, get_select (self, type), error);
  sqlite3_stmt *row;
  int column = 0;

  if (statement == NULL)
    return FALSE;
  row = annex_statement_get_handle (statement);
  annex_statement_bind_int64 (statement, 1, replayed->record);
  if (!annex_statement_next (statement))
    {
      if (!annex_statement_finish (statement, error))
        return FALSE;
      tell (self, _("The content of %s is missing."), replayed->reference);
      return TRUE;
    }
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];

      if (!has_column (field))
        continue;
      if (!is_value (row, column, field, annex_row_get (replayed->row, field->name)))
        tell_value (self, replayed, annex_field_get_label (field), (const char *) sqlite3_column_text (row, column),
                    annex_row_get (replayed->row, field->name));
      column++;
    }
  compare_extra (self, replayed, row, column);
  return annex_statement_finish (statement, error);
}

/* Ids separated by spaces, as the table "link" has them in its order. */
static char *
sort_ids (const char *value)
{
  g_autoptr (GArray) ids = annex_link_ids_parse (value);

  return annex_link_ids_format (ids);
}

static gboolean
compare_links (Comparison *self, const AnnexReplayed *replayed, GError **error)
{
  const AnnexType *type = replayed->type;
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (self->store, "SELECT field, target FROM link WHERE source = ?1 ORDER BY field, target", error);
  g_autoptr (AnnexRow) found = annex_row_new ();

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, replayed->record);
  while (annex_statement_next (statement))
    {
      const char *name = annex_statement_get_string (statement, 0);
      const char *others = annex_row_get (found, name);
      g_autofree char *targets = g_strdup_printf ("%s%s%" G_GINT64_FORMAT, others != NULL ? others : "", others != NULL ? " " : "",
                                                  annex_statement_get_int64 (statement, 1));
      const AnnexField *field = annex_type_find_field (type, name);

      if (field == NULL || field->kind != ANNEX_FIELD_LINK)
        tell (self, _("%s: there is a link “%s”, which such a record does not have."), replayed->reference, name);
      else
        annex_row_set (found, name, targets);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];
      g_autofree char *there = NULL;
      g_autofree char *expected = NULL;

      if (field->kind != ANNEX_FIELD_LINK)
        continue;
      there = sort_ids (annex_row_get (found, field->name));
      expected = sort_ids (annex_row_get (replayed->row, field->name));
      if (g_strcmp0 (there, expected) != 0)
        tell (self, _("%s: the links of “%s” are not those of the history."), replayed->reference, annex_field_get_label (field));
    }
  return TRUE;
}

/* @there: (out): whether there is such a record */
static gboolean
compare_record (Comparison *self, const AnnexReplayed *replayed, gboolean *there, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self->store, "SELECT type, reference, number, title FROM record WHERE id = ?1", error);
  const char *reference, *title;
  sqlite3_stmt *row;

  if (statement == NULL)
    return FALSE;
  row = annex_statement_get_handle (statement);
  annex_statement_bind_int64 (statement, 1, replayed->record);
  *there = annex_statement_next (statement);
  if (!*there)
    {
      if (!annex_statement_finish (statement, error))
        return FALSE;
      if (replayed->row != NULL)
        tell (self, _("%s is missing, although by the history it was never deleted."), replayed->reference);
      return TRUE;
    }
  if (replayed->row == NULL)
    {
      tell (self, _("%s is there, although by the history commit %ld deleted it."), replayed->reference, (long) replayed->commit);
      *there = FALSE;
      return annex_statement_finish (statement, error);
    }
  reference = annex_row_get (replayed->row, "reference");
  title = annex_row_get (replayed->row, annex_type_get_title_field (replayed->type)->name);
  if (!is_text (row, 0, replayed->type->name))
    {
      tell (self, _("%s is of another type than by the history."), replayed->reference);
      *there = FALSE;
    }
  if (!is_text (row, 1, reference))
    tell_value (self, replayed, _("Reference"), (const char *) sqlite3_column_text (row, 1), reference);
  if (sqlite3_column_type (row, 2) != SQLITE_INTEGER || sqlite3_column_int64 (row, 2) != annex_reference_number (reference))
    tell (self, _("%s: the number that it is sorted by is not that of its reference."), replayed->reference);
  if (!is_text (row, 3, title != NULL ? title : ""))
    tell_value (self, replayed, _("Title"), (const char *) sqlite3_column_text (row, 3), title);
  return annex_statement_finish (statement, error);
}

static gboolean
compare (const AnnexReplayed *replayed, gpointer data, GError **error)
{
  Comparison *self = data;
  gboolean there;
  gint64 *greatest;

  if (replayed->fault != NULL)
    tell (self, "%s: %s", replayed->reference != NULL ? replayed->reference : _("The history"), replayed->fault);
  if (replayed->type == NULL || replayed->fault != NULL)
    return TRUE;
  greatest = g_hash_table_lookup (self->greatest, replayed->type);
  if (greatest == NULL)
    g_hash_table_insert (self->greatest, (gpointer) replayed->type, greatest = g_new0 (gint64, 1));
  *greatest = MAX (*greatest, replayed->number);
  return compare_record (self, replayed, &there, error) &&
         (!there || (compare_values (self, replayed, error) && compare_links (self, replayed, error)));
}

/* A sentence for each row of @sql, whose first column goes into @format. */
static gboolean
find_rows (Comparison *self, const char *sql, const char *format, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (self->store, sql, error);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    tell (self, "%s%s%s", parts[0], annex_statement_get_string (statement, 0), parts[1] != NULL ? parts[1] : "");
  return annex_statement_finish (statement, error);
}

/* What is in the tables and the log never speaks of. */
static gboolean
find_unlogged (Comparison *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *types = annex_type_list ();

  if (!find_rows (self,
                  "SELECT x.reference FROM record x WHERE NOT EXISTS "
                  "(SELECT 1 FROM change c INDEXED BY change_by_record WHERE c.record = x.id)",
                  _("%s is there, although the history does not know of it."), error) ||
      !find_rows (self, "SELECT x.reference FROM record x WHERE NOT EXISTS (SELECT 1 FROM search_docsize s WHERE s.id = x.id)",
                  _("%s is not found by the search."), error) ||
      !find_rows (self, "SELECT s.id FROM search_docsize s WHERE NOT EXISTS (SELECT 1 FROM record x WHERE x.id = s.id)",
                  _("The search knows a record that is not there (%s)."), error))
    return FALSE;
  for (guint i = 0; i < types->len; i++)
    {
      const char *name = ((const AnnexType *) types->pdata[i])->name;
      g_autofree char *sql = g_strdup_printf ("SELECT r.id FROM %s r WHERE NOT EXISTS (SELECT 1 FROM record x WHERE x.id = r.id AND x.type = '%s')",
                                              name, name);
      g_autofree char *format = g_strdup_printf (_("The table “%s” has a row (%%s) that belongs to no record."), name);

      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !find_rows (self, sql, format, error))
        return FALSE;
    }
  return TRUE;
}

/* A number is not given twice, so that the last one is never before what the log gave. */
static gboolean
compare_sequences (Comparison *self, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self->store, "SELECT type, last FROM sequence", error);
  GHashTableIter iter;
  const AnnexType *type;
  gint64 *greatest;

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      const char *name = annex_statement_get_string (statement, 0);

      type = annex_type_find (name);
      greatest = type != NULL ? g_hash_table_lookup (self->greatest, type) : NULL;
      if (type == NULL)
        tell (self, _("Numbers of references are counted for “%s”, which is no type of record."), name);
      else if (greatest != NULL && annex_statement_get_int64 (statement, 1) < *greatest)
        tell (self, _("The last number of a reference given to %s is %ld, but by the history it is at least %ld."), _(type->label_plural),
              (long) annex_statement_get_int64 (statement, 1), (long) *greatest);
      if (greatest != NULL)
        g_hash_table_remove (self->greatest, type);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->greatest);
  while (g_hash_table_iter_next (&iter, (gpointer *) &type, NULL))
    tell (self, _("The last number of a reference given to %s is missing."), _(type->label_plural));
  return TRUE;
}

gboolean
annex_comparison_run (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) selects = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  g_autoptr (GHashTable) greatest = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  Comparison self = { store, findings, 0, selects, greatest };
  g_autofree char *head = NULL;
  gint64 last;

  /* What lies in the log beyond the last commit is none of it. */
  head = annex_log_dup_head (store, &last, error);
  return head != NULL && annex_log_replay (store, last, NULL, compare, &self, cancellable, error) && find_unlogged (&self, cancellable, error) &&
         compare_sequences (&self, error);
}
