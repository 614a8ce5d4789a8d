/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <glib/gstdio.h>
#include <string.h>

#include "annex-export.h"
#include "annex-import-private.h"
#include "core/annex-reading.h"
#include "core/annex-statement.h"

#define ROWS_BETWEEN_LOOKS 256
#define MAX_MISSING 5

static gboolean
read_stamp (const char *path, gint64 *size, gint64 *modified)
{
  GStatBuf info;

  if (g_stat (path, &info) != 0)
    return FALSE;
  *size = info.st_size;
  *modified = (gint64) info.st_mtim.tv_sec * G_USEC_PER_SEC + info.st_mtim.tv_nsec / 1000;
  return TRUE;
}

/* A catalogue holds controls and nothing else. */
static gboolean
check_type (const AnnexType *type, AnnexTableSource *source, GError **error)
{
  if (annex_table_source_get_catalogue (source) == NULL || strcmp (type->name, "control") == 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” is an OSCAL catalogue of controls. Import it into %s, not into %s."),
               annex_table_source_get_name (source), _(annex_type_find ("control")->label_plural), _(type->label_plural));
  return FALSE;
}

static gboolean
choose_references (AnnexStore *store, AnnexTableSource *source, GError **error)
{
  AnnexOscalCatalogue *catalogue = annex_table_source_get_catalogue (source);

  return catalogue == NULL || annex_oscal_catalogue_choose_references (catalogue, store, error);
}

AnnexImport *
annex_import_new_for_source (AnnexStore *store, const AnnexType *type, const char *path, AnnexTableSource *opened, GError **error)
{
  g_autoptr (AnnexTableSource) source = opened;
  AnnexImport *self;

  if (!check_type (type, source, error) || !choose_references (store, source, error))
    return NULL;
  self = g_new0 (AnnexImport, 1);
  self->store = g_object_ref (store);
  self->type = type;
  self->fields = g_ptr_array_ref (annex_store_get_fields (store, type));
  self->path = g_strdup (path);
  self->source = g_steal_pointer (&source);
  self->policy = ANNEX_IMPORT_UPDATE;
  self->create_missing_links = TRUE;
  self->create_missing_tags = TRUE;
  self->create_library = annex_table_source_get_catalogue (self->source) != NULL;
  read_stamp (path, &self->size, &self->modified);
  annex_import_guess_mapping (self);
  return self;
}

AnnexImport *
annex_import_new (AnnexStore *store, const AnnexType *type, const char *path, const AnnexTableOptions *options, GError **error)
{
  AnnexTableSource *source = annex_table_source_open (path, options, error);

  return source != NULL ? annex_import_new_for_source (store, type, path, source, error) : NULL;
}

AnnexTableSource *
annex_import_get_source (AnnexImport *self)
{
  return self->source;
}

const char *const *
annex_import_get_headers (AnnexImport *self)
{
  return annex_table_source_get_headers (self->source);
}

guint
annex_import_get_n_columns (AnnexImport *self)
{
  return self->columns->len;
}

void
annex_import_guess_mapping (AnnexImport *self)
{
  g_clear_pointer (&self->columns, g_array_unref);
  self->columns = annex_import_guess_columns (self->store, self->type, annex_import_get_headers (self));
}

const char *
annex_import_get_mapping (AnnexImport *self, guint column)
{
  int index = g_array_index (self->columns, int, column);

  if (index == ANNEX_IMPORT_RECORD_ID)
    return ANNEX_EXCHANGE_ID_HEADING;
  return index >= 0 ? ((const AnnexField *) self->fields->pdata[index])->name : NULL;
}

gboolean
annex_import_set_mapping (AnnexImport *self, guint column, const char *field_name, GError **error)
{
  int index = ANNEX_IMPORT_IGNORE;

  g_return_val_if_fail (column < self->columns->len, FALSE);

  if (g_strcmp0 (field_name, ANNEX_EXCHANGE_ID_HEADING) == 0)
    index = ANNEX_IMPORT_RECORD_ID;
  else if (field_name != NULL)
    {
      index = annex_store_find_field_index (self->store, self->type, field_name);
      if (index < 0 || !annex_field_is_written (self->fields->pdata[index]))
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s” that a column could fill."),
                       _(self->type->label_plural), field_name);
          return FALSE;
        }
    }
  for (guint i = 0; index != ANNEX_IMPORT_IGNORE && i < self->columns->len; i++)
    if (g_array_index (self->columns, int, i) == index)
      g_array_index (self->columns, int, i) = ANNEX_IMPORT_IGNORE;
  g_array_index (self->columns, int, column) = index;
  return TRUE;
}

int
annex_import_find_column (AnnexImport *self, const char *heading)
{
  const char *const *headers = annex_import_get_headers (self);
  g_autofree char *wanted = g_utf8_casefold (heading, -1);

  for (guint i = 0; headers[i] != NULL; i++)
    {
      g_autofree char *folded = g_utf8_casefold (headers[i], -1);

      if (strcmp (wanted, folded) == 0)
        return i;
    }
  return -1;
}

void
annex_import_set_existing_policy (AnnexImport *self, AnnexImportPolicy policy)
{
  self->policy = policy;
}

void
annex_import_set_create_missing_links (AnnexImport *self, gboolean create)
{
  self->create_missing_links = create;
}

void
annex_import_set_create_missing_tags (AnnexImport *self, gboolean create)
{
  self->create_missing_tags = create;
}

void
annex_import_set_leave_out_bad (AnnexImport *self, gboolean leave_out)
{
  self->leave_out_bad = leave_out;
}

gboolean
annex_import_set_library (AnnexImport *self, const char *library, GError **error)
{
  AnnexOscalCatalogue *catalogue = annex_table_source_get_catalogue (self->source);

  if (catalogue != NULL)
    {
      annex_oscal_catalogue_set_title (catalogue, library);
      return annex_oscal_catalogue_choose_references (catalogue, self->store, error);
    }
  if (strcmp (self->type->name, "control") != 0 && strcmp (self->type->name, "mapping") != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Only controls and mappings of them belong to a library, not %s."),
                   _(self->type->label_plural));
      return FALSE;
    }
  self->create_library = TRUE;
  if (strcmp (self->type->name, "mapping") == 0)
    {
      g_set_str (&self->library, library);
      return TRUE;
    }
  annex_table_source_add_column (self->source, "library", "other");
  annex_table_source_add_column (self->source, "from_library", library);
  annex_import_guess_mapping (self);
  return TRUE;
}

void
annex_import_set_label (AnnexImport *self, const char *label)
{
  g_set_str (&self->label, label);
}

GPtrArray *
annex_import_preview (AnnexImport *self, guint n_rows, GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  AnnexTableRow row;
  gboolean end = FALSE;

  if (!annex_table_source_rewind (self->source, error))
    return NULL;
  while (rows->len < n_rows)
    {
      char **cells;

      if (!annex_table_source_next (self->source, &row, &end, error))
        return NULL;
      if (end)
        break;
      cells = g_new0 (char *, self->columns->len + 1);
      for (guint i = 0; i < self->columns->len; i++)
        {
          const char *cell = i < row.n_cells ? row.cells[i] : "";

          cells[i] = g_strdup (cell);
        }
      g_ptr_array_add (rows, cells);
    }
  return g_steal_pointer (&rows);
}

/* Goes over all rows; @from and @to say which part of the whole work this is. */
static gboolean
run_rows (AnnexImport *self, AnnexImportRun *run, double from, double to, AnnexImportProgress progress, gpointer user_data,
          GCancellable *cancellable, GError **error)
{
  AnnexTableRow row;
  gboolean end;

  gboolean reading, good;

  run->ordinal = 0;
  run->gives_up = FALSE;
  if (!annex_table_source_rewind (self->source, error))
    return FALSE;
  for (;;)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      /* Between two stretches nothing is held, so that whoever shows the progress may do what they like. */
      if (progress != NULL)
        progress (from + (to - from) * annex_table_source_get_progress (self->source), user_data);
      reading = annex_reading_begin (self->store);
      good = TRUE;
      end = FALSE;
      for (guint i = 0; good && !end && !run->gives_up && i < ROWS_BETWEEN_LOOKS; i++)
        good = annex_table_source_next (self->source, &row, &end, error) && (end || annex_import_run_row (run, &row, error));
      if (reading)
        annex_reading_end (self->store);
      good = good && annex_import_run_confirm (run, error);
      if (!good || end || run->gives_up)
        return good;
    }
}

/*
 * A row copied in the spreadsheet carries the id of its original. Which of them is the original can
 * only be told when the one that also has the record's reference is known.
 */
static gboolean
find_originals (AnnexImport *self, AnnexImportRun *run, GError **error)
{
  AnnexLinkNames *names = annex_import_run_get_names (run, self->type, error);
  int id_column = -1, reference_column = -1;
  AnnexTableRow row;
  gboolean end = FALSE;

  for (guint i = 0; i < self->columns->len; i++)
    {
      if (g_array_index (self->columns, int, i) == ANNEX_IMPORT_RECORD_ID)
        id_column = i;
      if (g_array_index (self->columns, int, i) == 0)
        reference_column = i;
    }
  if (names == NULL)
    return FALSE;
  if (id_column < 0 || reference_column < 0)
    return TRUE;
  if (!annex_table_source_rewind (self->source, error))
    return FALSE;
  while (annex_table_source_next (self->source, &row, &end, error) && !end)
    {
      guint last = MAX (id_column, reference_column);
      gint64 id = last < row.n_cells ? g_ascii_strtoll (row.cells[id_column], NULL, 10) : 0;
      const char *own = id > 0 ? annex_link_names_get_reference (names, id) : NULL;

      if (own != NULL && g_ascii_strcasecmp (own, row.cells[reference_column]) == 0)
        g_hash_table_add (run->original_ids, g_memdup2 (&id, sizeof id));
    }
  return end;
}

static gboolean
check_unchanged (AnnexImport *self, GError **error)
{
  gint64 size, modified;

  if (read_stamp (self->path, &size, &modified) && size == self->size && modified == self->modified)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("“%s” has changed since it was opened. Nothing was imported; open it again."),
               annex_table_source_get_name (self->source));
  return FALSE;
}

/* A table with most of Annex A is meant to have all of it; whoever made it may have lost a row. */
static gboolean
note_missing_of_annex_a (AnnexImport *self, AnnexImportRun *run, GError **error)
{
  g_autoptr (GString) missing = g_string_new (NULL);
  g_autoptr (AnnexStatement) statement = NULL;
  guint n_seen = 0, n_missing = 0;

  if (strcmp (self->type->name, "control") != 0)
    return TRUE;
  statement = annex_statement_new (self->store,
                                   "SELECT x.id, x.reference FROM control r JOIN record x ON x.id = r.id WHERE r.library = 'annex_a' "
                                   "ORDER BY x.reference COLLATE as_counted",
                                   error);
  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      if (g_hash_table_contains (run->seen_ids, &id))
        n_seen++;
      else if (n_missing++ < MAX_MISSING)
        g_string_append_printf (missing, "%s%s", missing->len > 0 ? ", " : "", annex_statement_get_string (statement, 1));
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  if (n_missing == 0 || n_missing >= n_seen)
    return TRUE;
  if (n_missing > MAX_MISSING)
    g_string_append (missing, ", …");
  run->report->remark = g_strdup_printf (ngettext ("%u control of Annex A is missing in the file and stays as it is: %s.",
                                                   "%u controls of Annex A are missing in the file and stay as they are: %s.", n_missing),
                                         n_missing, missing->str);
  return TRUE;
}

AnnexImportReport *
annex_import_plan (AnnexImport *self, AnnexImportProgress progress, gpointer user_data, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexImportReport) report = annex_import_report_new ();
  g_autoptr (AnnexImportRun) run = annex_import_run_new (self, report, NULL, TRUE, error);

  gboolean reading, good;

  if (run == NULL || !check_unchanged (self, error) || !find_originals (self, run, error) ||
      !run_rows (self, run, 0, 1, progress, user_data, cancellable, error))
    return NULL;
  reading = annex_reading_begin (self->store);
  good = annex_import_run_finish_links (run, error);
  if (good)
    {
      annex_import_run_check_graph (run);
      good = note_missing_of_annex_a (self, run, error) && annex_import_run_confirm (run, error);
    }
  if (reading)
    annex_reading_end (self->store);
  if (!good)
    return NULL;
  annex_import_report_sort (report);
  report->is_mixed = run->n_numbered > 0 && run->n_unnumbered > 0;
  return g_steal_pointer (&report);
}

static char *
make_label (AnnexImport *self, AnnexImportReport *report)
{
  guint64 n_records = report->n_add + report->n_update;
  const char *noun = n_records == 1 ? _(self->type->label) : _(self->type->label_plural);
  g_autofree char *small = NULL;

  if (self->label != NULL)
    return g_strdup (self->label);
  if (annex_table_source_get_catalogue (self->source) != NULL)
    return g_strdup_printf (ngettext ("Import %u control from %s", "Import %u controls from %s", (guint) n_records), (guint) n_records,
                            annex_table_source_get_name (self->source));
  /* English nouns are small in a sentence; what other languages do, their translation says. */
  if (strcmp (self->type->label_plural, _(self->type->label_plural)) == 0)
    noun = small = g_utf8_strdown (noun, -1);
  return g_strdup_printf (_("Import %lu %s from %s"), (gulong) n_records, noun, annex_table_source_get_name (self->source));
}

static gboolean
check_complete (AnnexImport *self, AnnexImportReport *report, GError **error)
{
  const AnnexImportProblem *problem;
  g_autofree char *place = NULL;

  if (report->n_bad == 0 || self->leave_out_bad)
    return TRUE;
  problem = report->problems->pdata[0];
  place = annex_table_source_dup_place (self->source, problem->line);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
               ngettext ("%lu row has an error, so nothing is imported. It is %s: %s",
                         "%lu rows have errors, so nothing is imported. The first is %s: %s", report->n_bad),
               (gulong) report->n_bad, place, problem->message);
  return FALSE;
}

static void
note_refused (AnnexImportRun *run)
{
  for (guint i = 0; i < run->report->changes->len; i++)
    {
      const AnnexImportChange *change = run->report->changes->pdata[i];

      if (!change->accepted)
        g_hash_table_add (run->refused, g_strdup_printf ("%" G_GUINT64_FORMAT " %s", change->line, change->field));
    }
}

static gboolean
write_rows (AnnexImport *self, AnnexImportRun *run, AnnexImportProgress progress, gpointer user_data, GCancellable *cancellable,
            GError **error)
{
  if (!run->report->is_mixed)
    return run_rows (self, run, 0, 1, progress, user_data, cancellable, error);
  run->pass = ANNEX_IMPORT_PASS_NUMBERED;
  if (!run_rows (self, run, 0, 0.5, progress, user_data, cancellable, error))
    return FALSE;
  run->pass = ANNEX_IMPORT_PASS_UNNUMBERED;
  return run_rows (self, run, 0.5, 1, progress, user_data, cancellable, error);
}

gboolean
annex_import_apply (AnnexImport *self, AnnexImportReport *report, AnnexImportProgress progress, gpointer user_data,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexImportReport) own_report = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (AnnexImportRun) run = NULL;
  g_autofree char *label = NULL;

  if (!check_unchanged (self, error))
    return FALSE;
  if (report == NULL)
    {
      report = own_report = annex_import_plan (self, NULL, NULL, cancellable, error);
      if (report == NULL)
        return FALSE;
    }
  if (!check_complete (self, report, error))
    return FALSE;
  label = make_label (self, report);
  transaction = annex_transaction_begin_import (self->store, label, error);
  if (transaction == NULL)
    return FALSE;
  run = annex_import_run_new (self, report, transaction, FALSE, error);
  if (run == NULL)
    return FALSE;
  note_refused (run);
  if (!find_originals (self, run, error) || !write_rows (self, run, progress, user_data, cancellable, error) ||
      !annex_import_run_finish_links (run, error) || !annex_import_run_confirm (run, error) || g_cancellable_set_error_if_cancelled (cancellable, error) ||
      !check_complete (self, report, error))
    return FALSE;
  g_clear_pointer (&run, annex_import_run_free);
  if (annex_table_source_get_catalogue (self->source) != NULL &&
      !annex_oscal_catalogue_write_library (annex_table_source_get_catalogue (self->source), self->store, transaction, error))
    return FALSE;
  return annex_transaction_commit (transaction, error);
}

/* A table of controls is compared with Annex A as it is before anything is written. */
static gboolean
can_write_at_once (AnnexImport *self)
{
  return strcmp (self->type->name, "control") != 0;
}

/*
 * Reads the rows once: what is good is written as it comes. @report: (out) (nullable): NULL where that met something
 * that only a plan tells in full; nothing is written then.
 */
static gboolean
write_at_once (AnnexImport *self, AnnexImportReport **report, AnnexImportProgress progress, gpointer user_data, GCancellable *cancellable,
               GError **error)
{
  g_autoptr (AnnexTransaction) transaction =
    annex_transaction_begin_import (self->store, self->label != NULL ? self->label : "", error);
  g_autoptr (AnnexImportReport) own_report = annex_import_report_new ();
  g_autoptr (AnnexImportRun) run = NULL;
  g_autofree char *label = NULL;

  *report = NULL;
  if (transaction == NULL || !check_unchanged (self, error))
    return FALSE;
  run = annex_import_run_new (self, own_report, transaction, TRUE, error);
  if (run == NULL || !find_originals (self, run, error) || !run_rows (self, run, 0, 1, progress, user_data, cancellable, error))
    return FALSE;
  if (run->gives_up)
    return TRUE;
  if (!annex_import_run_finish_links (run, error) || !annex_import_run_confirm (run, error))
    return FALSE;
  /* Where only some rows have references, those go first. */
  if (run->gives_up || (run->n_numbered > 0 && run->n_unnumbered > 0))
    return TRUE;
  annex_import_report_sort (own_report);
  label = make_label (self, own_report);
  annex_transaction_set_label (transaction, label);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !annex_transaction_commit (transaction, error))
    return FALSE;
  *report = g_steal_pointer (&own_report);
  return TRUE;
}

gboolean
annex_import_carry_out (AnnexImport *self, AnnexImportReport **report, AnnexImportProgress progress, gpointer user_data,
                        GCancellable *cancellable, GError **error)
{
  *report = NULL;
  if (can_write_at_once (self) && !write_at_once (self, report, progress, user_data, cancellable, error))
    return FALSE;
  if (*report != NULL)
    return TRUE;
  *report = annex_import_plan (self, progress, user_data, cancellable, error);
  return *report != NULL && annex_import_apply (self, *report, progress, user_data, cancellable, error);
}

void
annex_import_free (AnnexImport *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->source, annex_table_source_free);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_free (self->path);
  g_free (self->library);
  g_free (self->label);
  g_free (self);
}
