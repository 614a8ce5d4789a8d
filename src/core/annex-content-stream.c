/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-content-stream.h"

#include <glib/gi18n-lib.h>

#include "annex-staged-file.h"
#include "annex-statement-private.h"

struct _AnnexContentStream
{
  GInputStream parent_instance;

  AnnexStore *store;
  char *hash;
  gint64 size;
  gint64 offset;
  GBytes *chunk; /* the one that @offset is in, while some of it is unread */
};

G_DEFINE_FINAL_TYPE (AnnexContentStream, annex_content_stream, G_TYPE_INPUT_STREAM)

/* A chunk that is shorter or longer than its place asks for would shift all that follows. */
static gboolean
load_chunk (AnnexContentStream *self, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (self->store, "SELECT data FROM file_chunk WHERE file = ?1 AND position = ?2", error);
  gint64 expected = MIN (self->size - self->offset, ANNEX_STAGED_FILE_STEP);
  sqlite3_stmt *row;

  if (statement == NULL)
    return FALSE;
  row = annex_statement_get_handle (statement);
  annex_statement_bind_text (statement, 1, self->hash);
  annex_statement_bind_int64 (statement, 2, self->offset / ANNEX_STAGED_FILE_STEP);
  if (annex_statement_next (statement) && sqlite3_column_bytes (row, 0) == expected)
    self->chunk = g_bytes_new (sqlite3_column_blob (row, 0), (gsize) expected);
  if (!annex_statement_finish (statement, error))
    {
      g_clear_pointer (&self->chunk, g_bytes_unref);
      return FALSE;
    }
  if (self->chunk == NULL)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The content of an attached file is damaged: part %ld is missing or has another length."),
                 (long) (self->offset / ANNEX_STAGED_FILE_STEP) + 1);
  return self->chunk != NULL;
}

static gssize
annex_content_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  AnnexContentStream *self = ANNEX_CONTENT_STREAM (stream);
  const guint8 *data;
  gsize length, begun;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->offset >= self->size || count == 0)
    return 0;
  if (self->chunk == NULL && !load_chunk (self, error))
    return -1;
  data = g_bytes_get_data (self->chunk, &length);
  begun = (gsize) (self->offset % ANNEX_STAGED_FILE_STEP);
  count = MIN (count, length - begun);
  memcpy (buffer, data + begun, count);
  self->offset += (gint64) count;
  if (begun + count == length)
    g_clear_pointer (&self->chunk, g_bytes_unref);
  return (gssize) count;
}

static void
annex_content_stream_finalize (GObject *object)
{
  AnnexContentStream *self = ANNEX_CONTENT_STREAM (object);

  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_object_unref (self->store);
  g_free (self->hash);
  G_OBJECT_CLASS (annex_content_stream_parent_class)->finalize (object);
}

static void
annex_content_stream_class_init (AnnexContentStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_content_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = annex_content_stream_read;
}

static void
annex_content_stream_init (AnnexContentStream *self)
{
}

GInputStream *
annex_content_stream_new (AnnexStore *store, const char *hash, gint64 size)
{
  AnnexContentStream *self = g_object_new (ANNEX_TYPE_CONTENT_STREAM, NULL);

  self->store = g_object_ref (store);
  self->hash = g_strdup (hash);
  self->size = size;
  return G_INPUT_STREAM (self);
}
