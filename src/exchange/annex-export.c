/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-csv-writer.h"
#include "annex-export-columns.h"
#include "annex-export.h"
#include "annex-icalendar-export.h"
#include "annex-json-writer.h"
#include "annex-oscal-writer.h"
#include "annex-xlsx-writer.h"
#include "core/annex-path-check.h"
#include "isms/annex-calendar-entries.h"

typedef struct
{
  AnnexStore *store;
  AnnexExportColumns *columns;
  AnnexCsvWriter *csv;
  AnnexXlsxWriter *xlsx;
  AnnexJsonWriter *json;
  GCancellable *cancellable;
  GError *error;
  guint n_records;
} Export;

/* A file beside the one to be written, which takes its place when it is whole. */
typedef struct
{
  char *target;
  char *path;
  FILE *stream;
} Replacement;

static gboolean
fail_to_write (const char *path, int code, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be written: %s. What was there before is unchanged."), name,
               g_strerror (code));
  return FALSE;
}

static gboolean
replacement_open (Replacement *self, const char *path, GError **error)
{
  g_autofree char *real = realpath (path, NULL);
  mode_t mask;
  GStatBuf info;
  int file;

  self->target = g_strdup (real != NULL ? real : path);
  self->path = g_strconcat (self->target, ".XXXXXX", NULL);
  file = g_mkstemp_full (self->path, O_RDWR | O_CLOEXEC, 0600);
  if (file < 0)
    {
      fail_to_write (path, errno, error);
      g_clear_pointer (&self->path, g_free);
      return FALSE;
    }
  mask = umask (0);
  umask (mask);
  if (fchmod (file, g_stat (self->target, &info) == 0 ? info.st_mode & 0777 : 0666 & ~mask) != 0)
    g_debug ("Could not set the mode of %s", self->path);
  self->stream = fdopen (file, "w+b");
  return TRUE;
}

/* Puts a byte order mark before what was written. */
static gboolean
replacement_add_mark (Replacement *self, GError **error)
{
  Replacement marked = { 0 };
  char buffer[65536];
  gsize n_read;
  int code = 0;

  if (!replacement_open (&marked, self->target, error))
    {
      g_free (marked.target);
      return FALSE;
    }
  fwrite ("\xef\xbb\xbf", 1, 3, marked.stream);
  rewind (self->stream);
  while (code == 0 && (n_read = fread (buffer, 1, sizeof buffer, self->stream)) > 0)
    if (fwrite (buffer, 1, n_read, marked.stream) != n_read)
      code = errno;
  fclose (self->stream);
  g_unlink (self->path);
  g_free (self->path);
  g_free (self->target);
  *self = marked;
  return code == 0 || fail_to_write (self->target, code, error);
}

static gboolean
replacement_finish (Replacement *self, GError **error)
{
  int code = 0;

  if (fflush (self->stream) != 0 || ferror (self->stream) || fsync (fileno (self->stream)) != 0)
    code = errno != 0 ? errno : EIO;
  if (fclose (g_steal_pointer (&self->stream)) != 0 && code == 0)
    code = errno;
  if (code == 0 && g_rename (self->path, self->target) != 0)
    code = errno;
  if (code != 0)
    return fail_to_write (self->target, code, error);
  g_clear_pointer (&self->path, g_free);
  return TRUE;
}

static void
replacement_clear (Replacement *self)
{
  if (self->stream != NULL)
    fclose (self->stream);
  if (self->path != NULL)
    g_unlink (self->path);
  g_free (self->path);
  g_free (self->target);
}

static void
export_clear (Export *self)
{
  g_clear_pointer (&self->csv, annex_csv_writer_free);
  g_clear_pointer (&self->xlsx, annex_xlsx_writer_free);
  g_clear_pointer (&self->json, annex_json_writer_free);
  g_clear_pointer (&self->columns, annex_export_columns_free);
  g_clear_error (&self->error);
}

static void
write_csv_headings (Export *self)
{
  for (guint i = 0; i < annex_export_columns_get_n (self->columns); i++)
    annex_csv_writer_add_cell (self->csv, annex_export_columns_get_heading (self->columns, i), TRUE);
  annex_csv_writer_end_row (self->csv);
}

static void
add_xlsx_columns (Export *self)
{
  for (guint i = 0; i < annex_export_columns_get_n (self->columns); i++)
    annex_xlsx_writer_add_column (self->xlsx, annex_export_columns_get_heading (self->columns, i),
                                  annex_export_columns_get_field (self->columns, i));
  annex_xlsx_writer_add_column (self->xlsx, ANNEX_EXCHANGE_ID_HEADING, NULL);
}

static void
write_csv_record (Export *self, AnnexRecord *record)
{
  for (guint i = 0; i < annex_export_columns_get_n (self->columns); i++)
    {
      const char *text = annex_export_columns_get_text (self->columns, record, i);

      annex_csv_writer_add_cell (self->csv, text, annex_export_columns_is_guarded (self->columns, i, text));
    }
  annex_csv_writer_end_row (self->csv);
}

static gboolean
write_xlsx_record (Export *self, AnnexRecord *record, const char *id)
{
  for (guint i = 0; i < annex_export_columns_get_n (self->columns); i++)
    if (!annex_xlsx_writer_add_cell (self->xlsx, annex_export_columns_get_text (self->columns, record, i), &self->error))
      {
        g_prefix_error (&self->error, "%s: ", annex_record_get_reference (record));
        return FALSE;
      }
  if (!annex_xlsx_writer_add_cell (self->xlsx, id, &self->error))
    return FALSE;
  annex_xlsx_writer_end_row (self->xlsx);
  return TRUE;
}

static void
write_json_record (Export *self, AnnexRecord *record, const char *id)
{
  annex_json_writer_begin_record (self->json);
  annex_json_writer_add_string (self->json, "id", id);
  for (guint i = 0; i < annex_export_columns_get_n (self->columns); i++)
    annex_json_writer_add_value (self->json, annex_export_columns_get_field (self->columns, i),
                                 annex_export_columns_get_value (self->columns, record, i));
  annex_json_writer_end_record (self->json);
}

static gboolean
write_record (AnnexRecord *record, gpointer user_data)
{
  Export *self = user_data;
  char id[24];

  if (self->n_records++ % 64 == 0 && g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
    return FALSE;
  g_snprintf (id, sizeof id, "%" G_GINT64_FORMAT, annex_record_get_id (record));
  if (self->csv != NULL)
    write_csv_record (self, record);
  else if (self->json != NULL)
    write_json_record (self, record, id);
  else
    return write_xlsx_record (self, record, id);
  return TRUE;
}

static gboolean
begin_writer (Export *self, const AnnexType *type, const char *path, Replacement *replacement, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *folded = g_utf8_strdown (name, -1);
  gboolean tabs = g_str_has_suffix (folded, ".tsv");

  if (!tabs && !g_str_has_suffix (folded, ".csv") && !g_str_has_suffix (folded, ".xlsx") && !g_str_has_suffix (folded, ".json"))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                   _("“%s” does not say what to write. Let the name end in .csv, .tsv, .xlsx, .json or .ics."), name);
      return FALSE;
    }
  if (!replacement_open (replacement, path, error))
    return FALSE;
  if (g_str_has_suffix (folded, ".xlsx"))
    {
      self->xlsx = annex_xlsx_writer_new (replacement->path, _(type->label_plural));
      add_xlsx_columns (self);
    }
  else if (g_str_has_suffix (folded, ".json"))
    self->json = annex_json_writer_new (replacement->stream);
  else
    {
      self->csv = annex_csv_writer_new (replacement->stream, tabs ? '\t' : ',');
      write_csv_headings (self);
    }
  return TRUE;
}

static gboolean
end_writer (Export *self, Replacement *replacement, GError **error)
{
  gboolean needs_mark = FALSE;

  if (self->xlsx != NULL && !annex_xlsx_writer_finish (self->xlsx, error))
    return FALSE;
  if (self->json != NULL)
    annex_json_writer_finish (self->json);
  if (self->csv != NULL)
    {
      needs_mark = !annex_csv_writer_is_ascii (self->csv);
      g_clear_pointer (&self->csv, annex_csv_writer_free);
    }
  if (ferror (replacement->stream))
    return fail_to_write (replacement->target, errno != 0 ? errno : EIO, error);
  if (needs_mark && !replacement_add_mark (replacement, error))
    return FALSE;
  return replacement_finish (replacement, error);
}

static gboolean
is_calendar (const char *path)
{
  g_autofree char *folded = g_utf8_strdown (path, -1);

  return g_str_has_suffix (folded, ".ics");
}

static gboolean
export_calendar (AnnexStore *store, const AnnexType *type, GArray *ids, const char *path, GCancellable *cancellable, GError **error)
{
  Replacement replacement = { 0 };
  gboolean good;

  annex_store_confirm_reads (store, NULL);
  good = replacement_open (&replacement, path, error) &&
         annex_icalendar_export (store, type, ids, replacement.stream, cancellable, error) && annex_store_confirm_reads (store, error) &&
         replacement_finish (&replacement, error);
  replacement_clear (&replacement);
  return good;
}

gboolean
annex_export_calendar (AnnexStore *store, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (!annex_path_check_target (path, error))
    return FALSE;
  if (is_calendar (path))
    return export_calendar (store, NULL, NULL, path, cancellable, error);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("A calendar is written as iCalendar. Let “%s” end in .ics."), name);
  return FALSE;
}

static gboolean
export_query_as_calendar (AnnexStore *store, const AnnexQuery *query, const char *path, GCancellable *cancellable, GError **error)
{
  const AnnexType *type = annex_query_get_record_type (query);
  g_autoptr (GArray) ids = NULL;

  if (!annex_calendar_has_days (type))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("%s have no day by which something is due, so they make no calendar."),
                   _(type->label_plural));
      return FALSE;
    }
  ids = annex_query_run (query, store, error);
  return ids != NULL && export_calendar (store, type, ids, path, cancellable, error);
}

gboolean
annex_export_file (AnnexStore *store, const AnnexQuery *query, const char *const *field_names, const char *path,
                   GCancellable *cancellable, GError **error)
{
  const AnnexType *type = annex_query_get_record_type (query);
  Export self = { .store = store, .cancellable = cancellable };
  Replacement replacement = { 0 };
  g_autoptr (AnnexQuery) lean = annex_query_copy (query);
  gboolean good = FALSE;
  AnnexOscalKind oscal;

  if (!annex_path_check_target (path, error))
    return FALSE;
  if (is_calendar (path))
    return export_query_as_calendar (store, query, path, cancellable, error);
  if (field_names == NULL && annex_oscal_find_kind (path, &oscal))
    return annex_oscal_export (store, query, oscal, path, error);
  /* What is computed is not exported unless asked for, and takes longer than all the rest. */
  annex_query_set_stored_only (lean, field_names == NULL);
  annex_store_confirm_reads (store, NULL);
  self.columns = annex_export_columns_new (store, type, field_names, error);
  if (self.columns != NULL && begin_writer (&self, type, path, &replacement, error))
    {
      good = annex_query_foreach (lean, store, write_record, &self, error);
      if (good && self.error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self.error));
          good = FALSE;
        }
      good = good && annex_store_confirm_reads (store, error) && end_writer (&self, &replacement, error);
    }
  export_clear (&self);
  replacement_clear (&replacement);
  return good;
}

char *
annex_export_clipboard (AnnexStore *store, const AnnexType *type, GArray *ids, const char *const *field_names, GError **error)
{
  g_autoptr (AnnexExportColumns) columns = annex_export_columns_new (store, type, field_names, error);
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_columns;

  if (columns == NULL)
    return NULL;
  n_columns = annex_export_columns_get_n (columns);
  for (guint i = 0; i < n_columns; i++)
    {
      annex_csv_append_cell (text, annex_export_columns_get_heading (columns, i), '\t', TRUE);
      g_string_append_c (text, i + 1 < n_columns ? '\t' : '\n');
    }
  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), error);

      if (record == NULL)
        return NULL;
      for (guint j = 0; j < n_columns; j++)
        {
          const char *cell = annex_export_columns_get_text (columns, record, j);

          annex_csv_append_cell (text, cell, '\t', annex_export_columns_is_guarded (columns, j, cell));
          g_string_append_c (text, j + 1 < n_columns ? '\t' : '\n');
        }
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}
