/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-content.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "annex-content-stream.h"
#include "annex-digest.h"
#include "annex-statement.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

gboolean
annex_content_get_size (AnnexStore *store, const char *hash, gint64 *size, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT size FROM file WHERE hash = ?1", error);

  *size = -1;
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, hash);
  if (annex_statement_next (statement))
    *size = annex_statement_get_int64 (statement, 0);
  return annex_statement_finish (statement, error);
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
pour_stream (GInputStream *stream, const char *hash, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexDigest) digest = annex_digest_new ();
  g_autofree guint8 *buffer = g_malloc (ANNEX_STAGED_FILE_STEP);
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, ANNEX_STAGED_FILE_STEP, cancellable, error)) > 0)
    {
      annex_digest_add (digest, buffer, (gsize) n);
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
  if (strcmp (annex_digest_finish (digest), hash) == 0)
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                       _("The content of an attached file was altered: its checksum is not the one that was kept."));
  return FALSE;
}

static gboolean
pour (AnnexStore *store, const char *hash, int fd, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = annex_content_read (store, hash, error);

  return stream != NULL && pour_stream (stream, hash, fd, cancellable, error);
}

gboolean
annex_content_verify (AnnexStore *store, const char *hash, GCancellable *cancellable, GError **error)
{
  return pour (store, hash, -1, cancellable, error);
}

gboolean
annex_content_save (AnnexStore *store, const char *hash, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  /* Of its own name, for one as long as can be has no room for an ending. */
  g_autofree char *partial = g_build_filename (folder, ".annex-XXXXXX", NULL);
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

static gboolean
insert_part (AnnexStore *store, const char *hash, gint64 position, const guint8 *data, gsize length, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, "INSERT INTO file_chunk (file, position, data) VALUES (?1, ?2, ?3)", error);
  gboolean written;

  if (statement == NULL)
    return FALSE;
  sqlite3_bind_text (statement, 1, hash, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (statement, 2, position);
  sqlite3_bind_blob (statement, 3, data, (int) length, SQLITE_STATIC);
  written = annex_transaction_check_open (store, error) && (sqlite3_step (statement) == SQLITE_DONE || annex_store_fail (store, error));
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
  return written;
}

gboolean
annex_content_write_step (AnnexStore *store, AnnexStagedFile *staged, gint64 position, gboolean *done, GError **error)
{
  const AnnexAttachment *attachment = annex_staged_file_get_attachment (staged);
  g_autofree guint8 *buffer = NULL;
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
  return insert_part (store, attachment->hash, position, buffer, (gsize) length, error);
}

/* ---- What names which ---- */

/* The values that a file field has now and ever had, each with the reference of its record. */
#define VALUES_SQL                                                                                                                  \
  "SELECT x.reference, r.%2$s FROM %1$s r JOIN record x ON x.id = r.id WHERE r.%2$s IS NOT NULL UNION ALL "                         \
  "SELECT reference, iif (field IS NULL, new ->> '%2$s', new) FROM change WHERE type = '%1$s' AND (field = '%2$s' OR field IS NULL) " \
  "UNION ALL "                                                                                                                      \
  "SELECT reference, iif (field IS NULL, old ->> '%2$s', old) FROM change WHERE type = '%1$s' AND (field = '%2$s' OR field IS NULL)"

/* What a record or the log says of a content. */
typedef struct
{
  char *name;  /* whose file, and what it is called */
  char *types; /* its media types, each between spaces */
  gint64 size;
} Named;

static void
named_free (gpointer data)
{
  Named *named = data;

  g_free (named->name);
  g_free (named->types);
  g_free (named);
}

static void
add_named (GHashTable *all, const AnnexAttachment *at, const char *reference)
{
  Named *named = g_hash_table_lookup (all, at->hash);
  g_autofree char *type = g_strdup_printf (" %s ", at->type);

  if (named == NULL)
    {
      named = g_new0 (Named, 1);
      named->name = g_strdup_printf ("%s: “%s”", reference, at->name);
      named->types = g_strdup (" ");
      named->size = at->size;
      g_hash_table_insert (all, g_strdup (at->hash), named);
    }
  if (strstr (named->types, type) == NULL)
    {
      char *types = g_strconcat (named->types, type + 1, NULL);

      g_free (named->types);
      named->types = types;
    }
}

static gboolean
collect_field (AnnexStore *store, const AnnexType *type, const AnnexField *field, GHashTable *named, GError **error)
{
  g_autofree char *sql = g_strdup_printf (VALUES_SQL, type->name, field->name);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      const char *reference = annex_statement_get_string (statement, 0);
      g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (annex_statement_get_text (statement, 1));

      for (guint i = 0; i < attachments->len; i++)
        if (((const AnnexAttachment *) attachments->pdata[i])->location == NULL)
          add_named (named, attachments->pdata[i], reference);
    }
  return annex_statement_finish (statement, error);
}

/* hash → Named, of every content that a record or the log speaks of. */
static GHashTable *
collect_named (AnnexStore *store, GError **error)
{
  g_autoptr (GHashTable) named = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, named_free);
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

/* hash → media type of every content that is there. */
static GHashTable *
list_contents (AnnexStore *store, GError **error)
{
  g_autoptr (GHashTable) contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT hash, type FROM file", error);

  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    g_hash_table_insert (contents, g_strdup (annex_statement_get_string (statement, 0)), g_strdup (annex_statement_get_string (statement, 1)));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&contents) : NULL;
}

/* Parts that no content reads. One that is missing as a whole is told of elsewhere. */
static gboolean
check_parts (AnnexStore *store, GHashTable *all, GPtrArray *findings, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT c.file, c.position, f.hash IS NULL FROM file_chunk c LEFT JOIN file f ON f.hash = c.file "
                                          "WHERE f.hash IS NULL OR c.position < 0 OR c.position > max (f.size - 1, 0) / %d",
                                          ANNEX_STAGED_FILE_STEP);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    if (!annex_statement_get_boolean (statement, 2) || !g_hash_table_contains (all, annex_statement_get_string (statement, 0)))
      g_ptr_array_add (findings, g_strdup_printf (_("The file holds a part (%ld) of a content that has no such part (%s)."),
                                                  (long) annex_statement_get_int64 (statement, 1) + 1, annex_statement_get_string (statement, 0)));
  return annex_statement_finish (statement, error);
}

/* Adds what is wrong with one content to @findings. */
static gboolean
check_content (AnnexStore *store, const char *hash, const char *type, const Named *named, GPtrArray *findings, GCancellable *cancellable,
               GError **error)
{
  g_autofree char *spaced = g_strdup_printf (" %s ", type);
  g_autoptr (GError) fault = NULL;

  if (!annex_content_verify (store, hash, cancellable, &fault))
    {
      if (!g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
        {
          g_propagate_error (error, g_steal_pointer (&fault));
          return FALSE;
        }
      g_ptr_array_add (findings, g_strdup_printf ("%s: %s", named != NULL ? named->name : hash, fault->message));
    }
  else if (named == NULL)
    g_ptr_array_add (findings, g_strdup_printf (_("The file holds a content that neither a record nor the history names (%s)."), hash));
  else if (strstr (named->types, spaced) == NULL)
    g_ptr_array_add (findings, g_strdup_printf (_("%s: the content is kept as of another kind (%s) than it was attached as."), named->name, type));
  return TRUE;
}

gboolean
annex_content_check (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) all = collect_named (store, error);
  g_autoptr (GHashTable) contents = all != NULL ? list_contents (store, error) : NULL;
  g_autoptr (GPtrArray) hashes = NULL;
  GHashTableIter iter;
  const Named *named;

  if (contents == NULL || !check_parts (store, all, findings, error))
    return FALSE;
  hashes = g_hash_table_get_keys_as_ptr_array (contents);
  g_ptr_array_sort_values (hashes, (GCompareFunc) strcmp);
  for (guint i = 0; i < hashes->len; i++)
    {
      const char *hash = hashes->pdata[i];

      if (!check_content (store, hash, g_hash_table_lookup (contents, hash), g_hash_table_lookup (all, hash), findings, cancellable, error))
        return FALSE;
      g_hash_table_remove (all, hash);
    }
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &named))
    g_ptr_array_add (findings, g_strdup_printf (_("%s: the content of this file is missing."), named->name));
  return TRUE;
}

/* ---- From a damaged file ---- */

static gboolean
take_parts (AnnexStore *store, const char *hash, GInputStream *stream, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (ANNEX_STAGED_FILE_STEP);
  gsize length = ANNEX_STAGED_FILE_STEP;

  for (gint64 position = 0; position == 0 || length == ANNEX_STAGED_FILE_STEP; position++)
    {
      if (!g_input_stream_read_all (stream, buffer, ANNEX_STAGED_FILE_STEP, &length, NULL, error))
        return FALSE;
      if ((length > 0 || position == 0) && !insert_part (store, hash, position, buffer, length, error))
        return FALSE;
    }
  return TRUE;
}

/* @taken: (out): whether it could be read. The size that a record states will do where the table "file" is damaged. */
static gboolean
take_content (AnnexStore *store, AnnexStore *from, const char *hash, const Named *named, gboolean *taken, GCancellable *cancellable, GError **error)
{
  g_auto (GStrv) types = g_strsplit (named->types + 1, " ", 2);
  AnnexAttachment attachment = { .hash = (char *) hash, .size = named->size, .type = types[0] };
  g_autoptr (GInputStream) once = annex_content_stream_new (from, hash, named->size);
  g_autoptr (GInputStream) again = annex_content_stream_new (from, hash, named->size);
  g_autoptr (GError) fault = NULL;

  *taken = pour_stream (once, hash, -1, cancellable, &fault);
  if (!*taken)
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
  return begin_content (store, &attachment, error) && take_parts (store, hash, again, error);
}

gboolean
annex_content_take_over (AnnexStore *store, AnnexStore *from, GPtrArray *lost, guint *n_taken, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) all = collect_named (store, error);
  GHashTableIter iter;
  const char *hash;
  const Named *named;

  *n_taken = 0;
  if (all == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, (gpointer *) &hash, (gpointer *) &named))
    {
      gboolean taken;

      if (!take_content (store, from, hash, named, &taken, cancellable, error))
        return FALSE;
      *n_taken += taken;
      if (!taken)
        g_ptr_array_add (lost, g_strdup_printf (_("%s: the content of this file could not be read whole."), named->name));
    }
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
  g_autoptr (GHashTable) contents = NULL;
  GHashTableIter iter;
  const char *hash;
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
  contents = named != NULL ? list_contents (store, error) : NULL;
  done = contents != NULL;
  if (done)
    g_hash_table_iter_init (&iter, contents);
  while (done && g_hash_table_iter_next (&iter, (gpointer *) &hash, NULL))
    if (!g_hash_table_contains (named, hash))
      {
        done = remove_content (store, hash, error);
        *n_removed += done;
      }
  if (done && annex_store_execute (store, "COMMIT", error))
    return *n_removed == 0 || annex_store_execute (store, "VACUUM", error);
  if (!sqlite3_get_autocommit (store->database))
    sqlite3_exec (store->database, "ROLLBACK", NULL, NULL, NULL);
  return FALSE;
}
