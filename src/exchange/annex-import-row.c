/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-import-private.h"
#include "core/annex-record-private.h"
#include "core/annex-statement.h"

/* Which row it is, and which record it belongs to. */
typedef struct
{
  const AnnexTableRow *row;
  guint64 ordinal;
  gint64 id; /* 0 for a new one */
  gboolean good;
  guint n_waiting;
} Row;

static void
fail_row (AnnexImportRun *run, Row *self, int column, char *message)
{
  annex_import_run_add_problem (run, self->ordinal, self->row->line, column, message);
  self->good = FALSE;
}

static void
fail_row_with (AnnexImportRun *run, Row *self, int column, GError *error)
{
  fail_row (run, self, column, g_strdup (error->message));
  g_error_free (error);
}

static int
find_column_of (AnnexImportRun *run, int index)
{
  for (guint i = 0; i < run->import->columns->len; i++)
    if (g_array_index (run->import->columns, int, i) == index)
      return i;
  return -1;
}

static const char *
get_cell (AnnexImportRun *run, const AnnexTableRow *row, int column)
{
  return column >= 0 && (guint) column < row->n_cells ? row->cells[column] : "";
}

static void
clear_values (AnnexImportRun *run)
{
  for (guint i = 0; i < run->import->fields->len; i++)
    {
      g_clear_pointer (&run->values[i], g_free);
      g_clear_pointer (&run->existing[i], g_free);
    }
}

static void
check_width (AnnexImportRun *run, Row *self)
{
  guint n_columns = run->import->columns->len;

  for (guint i = n_columns; i < self->row->n_cells; i++)
    if (self->row->cells[i][0] != '\0')
      {
        fail_row (run, self, -1,
                  g_strdup_printf (_("The row has %u cells, but there are %u headings. Is a quotation mark missing around a cell?"),
                                   self->row->n_cells, n_columns));
        return;
      }
}

/* The record of the hidden column, unless the row is a copy made in the spreadsheet. */
static gint64
find_by_id (AnnexImportRun *run, const AnnexTableRow *row, const char *reference)
{
  AnnexLinkNames *names = annex_import_run_get_names (run, run->import->type, NULL);
  int column = find_column_of (run, ANNEX_IMPORT_RECORD_ID);
  gint64 id = column >= 0 ? g_ascii_strtoll (get_cell (run, row, column), NULL, 10) : 0;
  const AnnexType *type;
  const char *own;
  GError *error = NULL;

  if (id <= 0)
    return 0;
  type = annex_store_get_type_of (run->import->store, id, &error);
  annex_import_run_keep_failure (run, error);
  if (type != run->import->type)
    return 0;
  own = annex_link_names_get_reference (names, id);
  if (own != NULL && g_ascii_strcasecmp (own, reference) != 0 &&
      (g_hash_table_contains (run->original_ids, &id) || g_hash_table_contains (run->seen_ids, &id)))
    return 0;
  return id;
}

static void
find_record (AnnexImportRun *run, Row *self)
{
  g_autofree char *reference = g_strstrip (g_strdup (get_cell (run, self->row, find_column_of (run, 0))));
  g_autofree char *folded = annex_link_names_fold (reference);
  gpointer first;

  self->id = find_by_id (run, self->row, reference);
  if (*reference != '\0')
    {
      if (g_hash_table_lookup_extended (run->seen_references, folded, NULL, &first))
        {
          fail_row (run, self, find_column_of (run, 0),
                    g_strdup_printf (_("“%s” stands in line %u already."), reference, GPOINTER_TO_UINT (first)));
          return;
        }
      g_hash_table_insert (run->seen_references, g_steal_pointer (&folded), GUINT_TO_POINTER ((guint) self->row->line));
      if (self->id == 0)
        self->id = annex_import_run_find_reference (run, reference, TRUE);
    }
  if (self->id != 0)
    {
      if (g_hash_table_contains (run->seen_ids, &self->id))
        {
          fail_row (run, self, -1, g_strdup (_("An earlier row belongs to the same record.")));
          return;
        }
      g_hash_table_add (run->seen_ids, g_memdup2 (&self->id, sizeof self->id));
    }
}

static void
parse_cells (AnnexImportRun *run, Row *self)
{
  for (guint i = 0; i < run->import->columns->len; i++)
    {
      int index = g_array_index (run->import->columns, int, i);
      const AnnexField *field = annex_import_run_get_field (run, i);
      gboolean pending = FALSE;
      GError *error = NULL;
      char *value;

      if (field == NULL)
        continue;
      value = annex_import_run_parse (run, i, i < self->row->n_cells ? self->row->cells[i] : "", self->row->line, &pending, &error);
      if (error != NULL)
        {
          fail_row_with (run, self, i, error);
          continue;
        }
      if (pending)
        self->n_waiting++;
      if (value == NULL && !pending && index > 0 && (field->flags & ANNEX_FIELD_REQUIRED) != 0)
        {
          if (self->id == 0 && field->initial != NULL)
            value = g_strdup (field->initial);
          else
            annex_field_check (field, NULL, &error);
        }
      if (error != NULL)
        fail_row_with (run, self, i, error);
      run->values[index] = value != NULL ? value : g_strdup ("");
    }
}

/* Links to records that are not there yet have no id that a rule could look up. */
static char *
dup_known_value (const AnnexField *field, const char *value)
{
  if (value == NULL || *value == '\0' || (field->kind == ANNEX_FIELD_LINK && strchr (value, '-') != NULL))
    return NULL;
  return g_strdup (value);
}

static void
check_rules (AnnexImportRun *run, Row *self)
{
  AnnexImport *import = run->import;
  g_autoptr (AnnexRecord) record = NULL;
  GError *error = NULL;
  char **values;

  if (import->type->validate == NULL || run->transaction != NULL)
    return;
  values = g_new0 (char *, import->fields->len);
  for (guint i = 0; i < import->fields->len; i++)
    {
      const AnnexField *field = import->fields->pdata[i];
      const char *otherwise = self->id != 0 ? run->existing[i] : field->initial;

      values[i] = dup_known_value (field, run->values[i] != NULL ? run->values[i] : otherwise);
    }
  record = annex_record_new (import->type, import->fields, self->id, values, g_new0 (char *, import->fields->len));
  if (!import->type->validate (import->store, record, &error))
    fail_row_with (run, self, -1, error);
}

static void
check_required (AnnexImportRun *run, Row *self)
{
  for (guint i = 1; i < run->import->fields->len; i++)
    {
      const AnnexField *field = run->import->fields->pdata[i];

      if ((field->flags & ANNEX_FIELD_REQUIRED) != 0 && run->values[i] == NULL && field->initial == NULL && field->kind != ANNEX_FIELD_COMPUTED)
        fail_row (run, self, -1, g_strdup_printf (_("No column says “%s”, which may not be empty."), annex_field_get_label (field)));
    }
}

/* A reference is unique among all types. */
static void
check_reference (AnnexImportRun *run, Row *self, const char *reference)
{
  gint64 holder;

  if (reference == NULL || *reference == '\0')
    return;
  holder = annex_import_run_find_reference (run, reference, FALSE);
  if (holder > 0 && holder != self->id)
    {
      GError *error = NULL;
      g_autoptr (AnnexRecord) record = annex_store_load (run->import->store, holder, &error);

      annex_import_run_keep_failure (run, error);
      if (record != NULL)
        fail_row (run, self, find_column_of (run, 0),
                  g_strdup_printf (_("The reference “%s” is taken already by “%s”."), reference, annex_record_get_title (record)));
    }
}

static void
add_pending (AnnexImportRun *run, Row *self, gint64 from, guint column)
{
  AnnexImportPending pending = { self->ordinal, self->row->line, from, column, g_strdup (get_cell (run, self->row, column)) };

  g_array_append_val (run->pending, pending);
}

/* Makes the row known to links in other rows, and its own links to the checks at the end. */
static void
note_links (AnnexImportRun *run, Row *self, gint64 id)
{
  AnnexImport *import = run->import;
  const AnnexField *title = annex_type_get_title_field (import->type);

  if (!run->has_own_links)
    return;
  for (guint i = 0; i < import->fields->len; i++)
    if (import->fields->pdata[i] == title)
      annex_link_names_add (annex_import_run_get_names (run, import->type, NULL), id, get_cell (run, self->row, find_column_of (run, 0)),
                            run->values[i] != NULL && *run->values[i] != '\0' ? run->values[i] : NULL);
  for (guint i = 0; i < import->columns->len; i++)
    {
      const AnnexField *field = annex_import_run_get_field (run, i);
      const char *cell = get_cell (run, self->row, i);
      int index = g_array_index (import->columns, int, i);

      if (field == NULL || field->kind != ANNEX_FIELD_LINK || strcmp (field->target, import->type->name) != 0)
        continue;
      if (*cell != '\0' && *run->values[index] == '\0')
        add_pending (run, self, id, i);
      else
        annex_import_run_add_edges (run, self->ordinal, self->row->line, id, i, run->values[index]);
    }
}

static gboolean
is_fatal (const GError *error)
{
  return g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE) || g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY);
}

static gboolean
add_record (AnnexImportRun *run, Row *self, GError **error)
{
  gint64 id = ANNEX_IMPORT_NEW_ID (self->ordinal);
  GError *cause = NULL;

  if (run->import->policy == ANNEX_IMPORT_ADD && self->id != 0)
    g_clear_pointer (&run->values[0], g_free);
  self->id = 0;
  if (run->transaction == NULL)
    {
      check_required (run, self);
      check_reference (run, self, run->values[0]);
      if (self->good)
        check_rules (run, self);
      if (!self->good)
        return TRUE;
    }
  else
    {
      id = annex_transaction_create (run->transaction, run->import->type, (const char *const *) run->values, &cause);
      if (id == 0)
        {
          if (is_fatal (cause))
            {
              g_propagate_error (error, cause);
              return FALSE;
            }
          fail_row_with (run, self, -1, cause);
          return TRUE;
        }
    }
  if (run->reports)
    annex_import_report_set_state (run->report, self->ordinal, ANNEX_IMPORT_ROW_ADD);
  note_links (run, self, id);
  return TRUE;
}

/* Sets what changes. Rules between fields may want another order, so what is refused gets another try. */
static gboolean
write_changes (AnnexImportRun *run, Row *self, GArray *changed, GError **error)
{
  guint n_before;

  do
    {
      n_before = changed->len;
      for (guint i = changed->len; i > 0; i--)
        {
          int index = g_array_index (run->import->columns, int, g_array_index (changed, guint, i - 1));
          const AnnexField *field = run->import->fields->pdata[index];
          g_autoptr (GError) cause = NULL;

          if (annex_transaction_set (run->transaction, self->id, field->name, run->values[index], &cause))
            g_array_remove_index (changed, i - 1);
          else if (is_fatal (cause))
            {
              g_propagate_error (error, g_steal_pointer (&cause));
              return FALSE;
            }
          else if (changed->len == n_before && i == 1)
            fail_row (run, self, g_array_index (changed, guint, 0), g_strdup (cause->message));
        }
    }
  while (changed->len > 0 && changed->len < n_before);
  return TRUE;
}

/* Tells of a row whose record is there what it changes. */
static void
report_changes (AnnexImportRun *run, Row *self, AnnexRecord *record, GArray *changed)
{
  annex_import_report_set_state (run->report, self->ordinal, changed->len > 0 ? ANNEX_IMPORT_ROW_UPDATE : ANNEX_IMPORT_ROW_UNCHANGED);
  for (guint i = 0; i < changed->len; i++)
    {
      guint column = g_array_index (changed, guint, i);
      int index = g_array_index (run->import->columns, int, column);
      const AnnexField *field = run->import->fields->pdata[index];
      g_autofree char *new_text = annex_import_run_describe (run, field, run->values[index], get_cell (run, self->row, column));

      annex_import_report_add_change (run->report, self->row->line, annex_record_get_reference (record), field->name,
                                      annex_field_get_label (field), annex_record_get_text_at (record, index), new_text);
    }
}

static gboolean
update_record (AnnexImportRun *run, Row *self, GError **error)
{
  AnnexImport *import = run->import;
  g_autoptr (AnnexRecord) record = annex_store_load (import->store, self->id, error);
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean is_plan = run->transaction == NULL;

  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < import->fields->len; i++)
    run->existing[i] = g_strdup (annex_record_get_value_at (record, i));
  if (run->values[0] != NULL && *run->values[0] == '\0')
    g_clear_pointer (&run->values[0], g_free);
  for (guint i = 0; i < import->columns->len; i++)
    {
      int index = g_array_index (import->columns, int, i);
      const AnnexField *field = annex_import_run_get_field (run, i);
      const char *cell = get_cell (run, self->row, i);

      /* A link that waits is compared when all rows are there. */
      if (field == NULL || run->values[index] == NULL ||
          (field->kind == ANNEX_FIELD_LINK && *cell != '\0' && *run->values[index] == '\0'))
        continue;
      if (!annex_import_run_differs (field, cell, run->existing[index], run->values[index]))
        g_set_str (&run->values[index], run->existing[index] != NULL ? run->existing[index] : "");
      else if (run->reports || !annex_import_run_is_refused (run, self->row->line, field))
        g_array_append_val (changed, i);
    }

  if (!is_plan)
    {
      if (run->reports)
        report_changes (run, self, record, changed);
      if (!write_changes (run, self, changed, error))
        return FALSE;
      note_links (run, self, self->id);
      return TRUE;
    }
  if (run->values[0] != NULL && g_strcmp0 (run->values[0], run->existing[0]) != 0)
    check_reference (run, self, run->values[0]);
  if (self->good && changed->len > 0)
    check_rules (run, self);
  if (!self->good)
    return TRUE;
  report_changes (run, self, record, changed);
  note_links (run, self, self->id);
  return TRUE;
}

gboolean
annex_import_run_differs (const AnnexField *field, const char *cell, const char *old_value, const char *new_value)
{
  if (old_value == NULL)
    old_value = "";
  if (new_value == NULL)
    new_value = "";
  if (strcmp (old_value, new_value) == 0)
    return FALSE;
  if (field->kind == ANNEX_FIELD_TEXT || field->kind == ANNEX_FIELD_LONG_TEXT)
    {
      /* Spreadsheets and editors write line ends their own way, and parsing trims. */
      g_autofree char *plain_old = g_strdup (old_value);
      g_autofree char *plain_cell = g_strdup (cell);
      char *out = plain_old;

      for (const char *in = plain_old; *in != '\0'; in++)
        if (*in != '\r')
          *out++ = *in;
      *out = '\0';
      out = plain_cell;
      for (const char *in = plain_cell; *in != '\0'; in++)
        if (*in != '\r')
          *out++ = *in;
      *out = '\0';
      return strcmp (g_strstrip (plain_old), g_strstrip (plain_cell)) != 0;
    }
  return TRUE;
}

char *
annex_import_run_describe (AnnexImportRun *run, const AnnexField *field, const char *value, const char *cell)
{
  /* A record that is not there yet can only be called what the file calls it. */
  if (field->kind == ANNEX_FIELD_LINK && value != NULL && strchr (value, '-') != NULL)
    return g_strdup (cell);
  return annex_store_format (run->import->store, field, value);
}

/* Rows with references go first where there are both kinds, so that no new number takes one of theirs. */
static gboolean
is_due (AnnexImportRun *run, const AnnexTableRow *row)
{
  gboolean is_numbered_by_us = *get_cell (run, row, find_column_of (run, 0)) == '\0' || run->import->policy == ANNEX_IMPORT_ADD;

  *(is_numbered_by_us ? &run->n_unnumbered : &run->n_numbered) += 1;
  return run->reports || run->pass == ANNEX_IMPORT_PASS_ALL ||
         is_numbered_by_us == (run->pass == ANNEX_IMPORT_PASS_UNNUMBERED);
}

/* What the row says in a key field, or in the one that stands in for it, which @name then becomes. */
static const char *
get_key (AnnexImportRun *run, const char **name)
{
  const AnnexField *field = annex_type_find_field (run->import->type, *name);
  const char *value = run->values[annex_store_find_field_index (run->import->store, run->import->type, *name)];

  if ((value != NULL && *value != '\0') || field->otherwise == NULL)
    return value;
  *name = field->otherwise;
  return run->values[annex_store_find_field_index (run->import->store, run->import->type, *name)];
}

/* The record that the row means by what it links to, the first key field narrowing the search. */
static gint64
find_by_key (AnnexImportRun *run)
{
  const char *const *keys = run->import->type->key_fields;
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autoptr (AnnexStatement) statement = NULL;
  GError *error = NULL;
  gint64 id = 0;

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const char *name = keys[i], *value = get_key (run, &name);
      gint64 target = g_ascii_strtoll (value != NULL ? value : "", NULL, 10);

      if (target <= 0)
        return 0;
      g_string_append_printf (sql, i == 0 ? "SELECT l.source FROM link l WHERE l.target = %" G_GINT64_FORMAT " AND l.field = '%s'"
                                          : " AND EXISTS (SELECT 1 FROM link k WHERE k.source = l.source AND k.target = %" G_GINT64_FORMAT " AND k.field = '%s')",
                              target, name);
    }
  if (sql->len == 0)
    return 0;
  statement = annex_statement_new_once (run->import->store, sql->str, &error);
  if (statement != NULL)
    {
      if (annex_statement_next (statement))
        id = annex_statement_get_int64 (statement, 0);
      annex_statement_finish (statement, &error);
    }
  annex_import_run_keep_failure (run, error);
  return id;
}

/* A row that says the same as an earlier one by its key fields. */
static void
check_key (AnnexImportRun *run, Row *self)
{
  const char *const *keys = run->import->type->key_fields;
  g_autoptr (GString) key = g_string_new (" ");

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const char *name = keys[i], *value = get_key (run, &name);

      if (value == NULL || *value == '\0')
        return;
      g_string_append_printf (key, " %s", value);
    }
  if (keys != NULL && !g_hash_table_insert (run->seen_references, g_strdup (key->str), GUINT_TO_POINTER ((guint) self->row->line)))
    fail_row (run, self, -1, g_strdup (_("An earlier row belongs to the same record.")));
}

static gboolean
is_called (AnnexImportRun *run, const AnnexField *field, const char *name)
{
  GError *error = NULL;
  AnnexLinkNames *names = annex_import_run_get_names (run, annex_type_find (field->target), &error);

  annex_import_run_keep_failure (run, error);
  return names != NULL && annex_link_names_find (names, name) != 0;
}

/*
 * Columns whose cell names what only the other field can link to fill that one, for this row. Returns: the columns
 * as they are for all rows, to be put back, or NULL.
 */
static GArray *
redirect_columns (AnnexImportRun *run, const AnnexTableRow *row)
{
  AnnexImport *import = run->import;
  GArray *usual = NULL;

  for (guint i = 0; i < import->columns->len; i++)
    {
      const AnnexField *field = annex_import_run_get_field (run, i);
      const AnnexField *other = field != NULL && field->otherwise != NULL ? annex_type_find_field (import->type, field->otherwise) : NULL;
      int index = other != NULL ? annex_store_find_field_index (import->store, import->type, other->name) : -1;
      g_autofree char *name = index >= 0 ? g_strstrip (g_strdup (get_cell (run, row, i))) : NULL;

      if (name == NULL || *name == '\0' || find_column_of (run, index) >= 0 || is_called (run, field, name) || !is_called (run, other, name))
        continue;
      if (usual == NULL)
        usual = g_array_copy (import->columns);
      g_array_index (import->columns, int, i) = index;
    }
  return usual;
}

static gboolean
run_single_row (AnnexImportRun *run, const AnnexTableRow *row, GError **error)
{
  Row self = { .row = row, .ordinal = run->ordinal++, .good = TRUE };
  gboolean done;

  if (!run->reports && annex_import_report_get_state (run->report, self.ordinal) == ANNEX_IMPORT_ROW_BAD)
    return TRUE;
  if (!is_due (run, row))
    return TRUE;
  if (run->reports)
    {
      run->report->n_rows++;
      if (row->problem != NULL)
        fail_row (run, &self, -1, g_strdup (row->problem));
      check_width (run, &self);
    }
  if (self.good)
    find_record (run, &self);
  if (!self.good)
    return TRUE;
  if (self.id != 0 && run->import->policy == ANNEX_IMPORT_SKIP)
    {
      if (run->reports)
        annex_import_report_set_state (run->report, self.ordinal, ANNEX_IMPORT_ROW_SKIP);
      return TRUE;
    }
  if (run->import->policy == ANNEX_IMPORT_ADD)
    {
      /* The new record shares nothing with the old one but the row. */
      parse_cells (run, &self);
      done = !self.good || add_record (run, &self, error);
    }
  else
    {
      parse_cells (run, &self);
      check_key (run, &self);
      if (self.good && self.id == 0)
        self.id = find_by_key (run);
      done = !self.good || (self.id != 0 ? update_record (run, &self, error) : add_record (run, &self, error));
    }
  clear_values (run);
  return done;
}

/* How the names in the cell of the repeated field are told apart; NULL where the row stands for itself. */
static char **
split_repeated (AnnexImportRun *run, const AnnexTableRow *row, int *column)
{
  const char *name = run->import->type->repeated_field;

  *column = name != NULL ? find_column_of (run, annex_store_find_field_index (run->import->store, run->import->type, name)) : -1;
  return *column >= 0 ? g_strsplit (get_cell (run, row, *column), ";", -1) : NULL;
}

/* As many records as the repeated field names, or one. */
static gboolean
run_repeated_row (AnnexImportRun *run, const AnnexTableRow *row, GError **error)
{
  int column;
  g_auto (GStrv) names = split_repeated (run, row, &column);
  g_autofree const char **cells = NULL;
  AnnexTableRow single = *row;

  if (names == NULL || row->n_cells <= (guint) column)
    return run_single_row (run, row, error);
  cells = g_memdup2 (row->cells, row->n_cells * sizeof *cells);
  single.cells = cells;
  for (char **name = names; *name != NULL; name++)
    {
      cells[column] = g_strstrip (*name);
      if (**name != '\0' && !run_single_row (run, &single, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
annex_import_run_row (AnnexImportRun *run, const AnnexTableRow *row, GError **error)
{
  g_autoptr (GArray) usual = redirect_columns (run, row);
  gboolean done = run_repeated_row (run, row, error);

  if (usual != NULL)
    memcpy (run->import->columns->data, usual->data, usual->len * sizeof (int));
  return done;
}
