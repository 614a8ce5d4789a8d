/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-content.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "annex-content-stream.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

gboolean
annex_content_get_size (AnnexStore *store, const char *hash, gint64 *size, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "SELECT size FROM file WHERE hash = ?1", error);
  int status;

  *size = -1;
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, hash, -1, SQLITE_STATIC);
  status = sqlite3_step (statement);
  if (status == SQLITE_ROW)
    *size = sqlite3_column_int64 (statement, 0);
  else if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return status == SQLITE_ROW || status == SQLITE_DONE;
}

gboolean
annex_content_check_value (AnnexStore *store, const AnnexField *field, const char *value, GError **error)
{
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (value);

  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];
      gint64 size;

      if (at->location != NULL)
        continue;
      if (!annex_content_get_size (store, at->hash, &size, error))
        return FALSE;
      if (size == at->size)
        continue;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s: the engagement does not hold the content of “%s”."),
                   annex_field_get_label (field), at->name);
      return FALSE;
    }
  return TRUE;
}

GInputStream *
annex_content_read (AnnexStore *store, const char *hash, GError **error)
{
  gint64 size;

  if (!annex_content_get_size (store, hash, &size, error))
    return NULL;
  if (size >= 0)
    return annex_content_stream_new (store, hash, size);
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("The content of that file is not in the engagement."));
  return NULL;
}

/* ---- Out ---- */

/* Reads a content whole, into @fd unless that is -1. */
static gboolean
pour (AnnexStore *store, const char *hash, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = annex_content_read (store, hash, error);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (ANNEX_STAGED_FILE_STEP);
  gssize n;

  if (stream == NULL)
    return FALSE;
  while ((n = g_input_stream_read (stream, buffer, ANNEX_STAGED_FILE_STEP, cancellable, error)) > 0)
    {
      g_checksum_update (checksum, buffer, n);
      for (gssize done = 0; fd >= 0 && done < n;)
        {
          gssize written = write (fd, buffer + done, (gsize) (n - done));

          if (written < 0 && errno != EINTR)
            {
              g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, g_strerror (errno));
              return FALSE;
            }
          done += MAX (written, 0);
        }
    }
  if (n < 0)
    return FALSE;
  if (strcmp (g_checksum_get_string (checksum), hash) == 0)
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The content of an attached file was altered: its checksum is not the one that was kept."));
  return FALSE;
}

gboolean
annex_content_verify (AnnexStore *store, const char *hash, GCancellable *cancellable, GError **error)
{
  return pour (store, hash, -1, cancellable, error);
}

gboolean
annex_content_save (AnnexStore *store, const char *hash, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *partial = g_strconcat (path, ".XXXXXX", NULL);
  g_autofree char *name = g_filename_display_basename (path);
  int fd = g_mkstemp_full (partial, O_RDWR | O_CLOEXEC, 0600);
  gboolean saved;

  if (fd < 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be written: %s. What was there before is unchanged."), name,
                   g_strerror (errno));
      return FALSE;
    }
  saved = pour (store, hash, fd, cancellable, error);
  if (!saved)
    g_prefix_error (error, _("“%s” could not be written: "), name);
  if (saved && (fsync (fd) != 0 || g_rename (partial, path) != 0))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be written: %s. What was there before is unchanged."), name,
                   g_strerror (errno));
      saved = FALSE;
    }
  close (fd);
  if (!saved)
    g_unlink (partial);
  return saved;
}

/* ---- In ---- */

static gboolean
begin_content (AnnexStore *store, const AnnexAttachment *attachment, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "INSERT INTO file (hash, size, type) VALUES (?1, ?2, ?3)", error);
  gboolean done;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, attachment->hash, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, attachment->size);
  sqlite3_bind_text (statement, 3, attachment->type, -1, SQLITE_STATIC);
  done = annex_transaction_check_open (store, error) && (sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (store, error));
  sqlite3_reset (statement);
  return done;
}

gboolean
annex_content_write_step (AnnexStore *store, AnnexStagedFile *staged, gint64 position, gboolean *done, GError **error)
{
  const AnnexAttachment *attachment = annex_staged_file_get_attachment (staged);
  g_autofree guint8 *buffer = NULL;
  sqlite3_stmt *statement;
  gboolean written;
  gssize length;

  *done = attachment->location != NULL;
  if (!*done && position == 0)
    {
      gint64 size;

      if (!annex_content_get_size (store, attachment->hash, &size, error))
        return FALSE;
      *done = size >= 0;
    }
  if (*done)
    return TRUE;
  if (position == 0 && !begin_content (store, attachment, error))
    return FALSE;
  buffer = g_malloc (ANNEX_STAGED_FILE_STEP);
  length = annex_staged_file_read_step (staged, position, buffer, error);
  if (length < 0)
    return FALSE;
  *done = (position + 1) * ANNEX_STAGED_FILE_STEP >= attachment->size;
  statement = annex_store_prepare (store, "INSERT INTO file_chunk (file, position, data) VALUES (?1, ?2, ?3)", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, attachment->hash, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, position);
  sqlite3_bind_blob (statement, 3, buffer, (int) length, SQLITE_STATIC);
  written = annex_transaction_check_open (store, error) && (sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (store, error));
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return written;
}

/* ---- What names which ---- */

/* The values that a file field has now and ever had, each with the reference of its record. */
#define VALUES_SQL                                                                                                                  \
  "SELECT x.reference, r.%2$s FROM %1$s r JOIN record x ON x.id = r.id WHERE r.%2$s IS NOT NULL UNION ALL "                         \
  "SELECT reference, iif (field IS NULL, new ->> '%2$s', new) FROM change WHERE type = '%1$s' AND (field = '%2$s' OR field IS NULL) " \
  "UNION ALL "                                                                                                                      \
  "SELECT reference, iif (field IS NULL, old ->> '%2$s', old) FROM change WHERE type = '%1$s' AND (field = '%2$s' OR field IS NULL)"

static gboolean
collect_field (AnnexStore *store, const AnnexType *type, const AnnexField *field, GHashTable *named, GError **error)
{
  g_autofree char *sql = g_strdup_printf (VALUES_SQL, type->name, field->name);
  sqlite3_stmt *statement = annex_store_prepare (store, sql, error);
  int status;

  if (statement == NULL)
    return FALSE;
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *reference = (const char *) sqlite3_column_text (statement, 0);
      g_autoptr (GPtrArray) attachments = annex_attachment_parse_list ((const char *) sqlite3_column_text (statement, 1));

      for (guint i = 0; i < attachments->len; i++)
        {
          const AnnexAttachment *at = attachments->pdata[i];

          if (at->location == NULL && !g_hash_table_contains (named, at->hash))
            g_hash_table_insert (named, g_strdup (at->hash), g_strdup_printf ("%s: “%s”", reference, at->name));
        }
    }
  if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return status == SQLITE_DONE;
}

/* hash → who names it, and how, of every content that a record or the log speaks of. */
static GHashTable *
collect_named (AnnexStore *store, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      for (guint j = 0; j < type->n_fields; j++)
        if (type->fields[j].kind == ANNEX_FIELD_FILE && !collect_field (store, type, &type->fields[j], named, error))
          return NULL;
    }
  return g_steal_pointer (&named);
}

static GPtrArray *
list_hashes (AnnexStore *store, GError **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = annex_store_prepare (store, "SELECT hash FROM file ORDER BY hash", error);
  int status;

  if (statement == NULL)
    return NULL;
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (hashes, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return status == SQLITE_DONE ? g_steal_pointer (&hashes) : NULL;
}

gboolean
annex_content_check (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) named = collect_named (store, error);
  g_autoptr (GPtrArray) hashes = named != NULL ? list_hashes (store, error) : NULL;
  GHashTableIter iter;
  const char *name;

  if (hashes == NULL)
    return FALSE;
  for (guint i = 0; i < hashes->len; i++)
    {
      g_autoptr (GError) fault = NULL;

      name = g_hash_table_lookup (named, hashes->pdata[i]);
      if (!annex_content_verify (store, hashes->pdata[i], cancellable, &fault))
        {
          if (!g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
            {
              g_propagate_error (error, g_steal_pointer (&fault));
              return FALSE;
            }
          g_ptr_array_add (findings, g_strdup_printf ("%s: %s", name != NULL ? name : (const char *) hashes->pdata[i], fault->message));
        }
      else if (name == NULL)
        g_ptr_array_add (findings, g_strdup_printf (_("The file holds a content that neither a record nor the history names (%s)."),
                                                    (const char *) hashes->pdata[i]));
      g_hash_table_remove (named, hashes->pdata[i]);
    }
  g_hash_table_iter_init (&iter, named);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &name))
    g_ptr_array_add (findings, g_strdup_printf (_("%s: the content of this file is missing."), name));
  return TRUE;
}

static gboolean
remove_content (AnnexStore *store, const char *hash, GError **error)
{
  static const char *const statements[] = { "DELETE FROM file_chunk WHERE file = ?1", "DELETE FROM file WHERE hash = ?1" };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      sqlite3_stmt *statement = annex_store_prepare (store, statements[i], error);
      gboolean done;

      if (statement == NULL)
        return FALSE;
      sqlite3_bind_text (statement, 1, hash, -1, SQLITE_STATIC);
      done = annex_transaction_check_open (store, error) && (sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (store, error));
      sqlite3_reset (statement);
      if (!done)
        return FALSE;
    }
  return TRUE;
}

/* What nothing names is no part of the engagement's history, so the log does not get to know. */
gboolean
annex_content_clean_up (AnnexStore *store, guint *n_removed, GError **error)
{
  g_autoptr (GHashTable) named = NULL;
  g_autoptr (GPtrArray) hashes = NULL;
  gboolean done;

  *n_removed = 0;
  if (store->read_only)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY, store->read_only_reason);
      return FALSE;
    }
  if (!annex_store_execute (store, "BEGIN IMMEDIATE", error))
    return FALSE;
  named = collect_named (store, error);
  hashes = named != NULL ? list_hashes (store, error) : NULL;
  done = hashes != NULL;
  for (guint i = 0; done && i < hashes->len; i++)
    if (!g_hash_table_contains (named, hashes->pdata[i]))
      {
        done = remove_content (store, hashes->pdata[i], error);
        *n_removed += done;
      }
  if (done && annex_store_execute (store, "COMMIT", error))
    return *n_removed == 0 || annex_store_execute (store, "VACUUM", error);
  if (!sqlite3_get_autocommit (store->database))
    sqlite3_exec (store->database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
