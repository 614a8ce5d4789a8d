/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-spool.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "core/annex-error.h"
#include "core/annex-nameless-file.h"

#define LIMIT (256 * 1024)
#define LEAST_STEP 4096
#define MOST_STEP (64 * 1024)

/* Before the data of each piece. */
typedef struct
{
  guint32 size;
  guint32 kind;
  guint32 number;
} Head;

struct _AnnexReportSpool
{
  GByteArray *tail; /* what is not in the file; the piece that was begun last always is here */
  gsize last;       /* where that begins in @tail */
  gsize limit;
  int fd; /* -1 without a file */
  guint64 written;
  GError *failure;
};

AnnexReportSpool *
annex_report_spool_new (void)
{
  AnnexReportSpool *self = g_new0 (AnnexReportSpool, 1);

  self->tail = g_byte_array_new ();
  self->limit = LIMIT;
  self->fd = -1;
  return self;
}

void
annex_report_spool_free (AnnexReportSpool *self)
{
  if (self->fd >= 0)
    g_close (self->fd, NULL);
  g_byte_array_unref (self->tail);
  g_clear_error (&self->failure);
  g_free (self);
}

void
annex_report_spool_set_limit (AnnexReportSpool *self, gsize limit)
{
  self->limit = limit;
}

static void
fail (AnnexReportSpool *self, int number)
{
  g_autofree char *folder = annex_nameless_file_dup_folder ();

  if (self->failure == NULL)
    self->failure = g_error_new (
      ANNEX_ERROR, ANNEX_ERROR_STORAGE,
      _ (
        "The report is too long for memory, and could not be put into a file meanwhile (%s: %s). Nothing was written."),
      folder, g_strerror (number));
}

static void
write_tail (AnnexReportSpool *self)
{
  if (self->fd < 0)
    self->fd = annex_nameless_file_open ();
  if (self->fd < 0 || !annex_nameless_file_write (self->fd, self->tail->data, self->tail->len))
    fail (self, errno);
  else
    self->written += self->tail->len;
  g_byte_array_set_size (self->tail, 0);
}

void
annex_report_spool_begin (AnnexReportSpool *self, guint kind, guint number)
{
  const Head head = { 0, kind, number };

  if (self->tail->len >= self->limit)
    write_tail (self);
  if (self->failure != NULL)
    return;
  self->last = self->tail->len;
  g_byte_array_append (self->tail, (const guint8 *) &head, sizeof head);
}

void
annex_report_spool_extend (AnnexReportSpool *self, gconstpointer data, gsize size)
{
  guint32 length;

  if (self->failure != NULL)
    return;
  g_byte_array_append (self->tail, data, (guint) size);
  length = (guint32) (self->tail->len - self->last - sizeof (Head));
  memcpy (self->tail->data + self->last + G_STRUCT_OFFSET (Head, size), &length, sizeof length);
}

gboolean
annex_report_spool_check (const AnnexReportSpool *self, GError **error)
{
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

static gboolean
fill_window (AnnexReportCursor *cursor, gsize size)
{
  AnnexReportSpool *spool = cursor->spool;
  gssize n;

  if (cursor->window == NULL)
    cursor->window = g_byte_array_new ();
  cursor->step = CLAMP (2 * cursor->step, LEAST_STEP, MOST_STEP);
  g_byte_array_set_size (cursor->window, (guint) MAX (size, cursor->step));
  n = annex_nameless_file_read (spool->fd, cursor->window->data, cursor->window->len, (gint64) cursor->position);
  g_byte_array_set_size (cursor->window, (guint) MAX (n, 0));
  cursor->window_position = cursor->position;
  if (n < (gssize) size)
    fail (spool, n < 0 ? errno : EIO);
  return n >= (gssize) size;
}

/* Returns: (nullable): @size bytes at the cursor; NULL at the end, and after a failure. */
static const guint8 *
look (AnnexReportCursor *cursor, gsize size)
{
  const AnnexReportSpool *spool = cursor->spool;

  if (spool->failure != NULL)
    return NULL;
  if (cursor->position >= spool->written)
    {
      gsize at = (gsize) (cursor->position - spool->written);

      return at + size <= spool->tail->len ? spool->tail->data + at : NULL;
    }
  if ((cursor->window == NULL || cursor->position < cursor->window_position ||
       cursor->position + size > cursor->window_position + cursor->window->len) &&
      !fill_window (cursor, size))
    return NULL;
  return cursor->window->data + (cursor->position - cursor->window_position);
}

gboolean
annex_report_cursor_read (AnnexReportCursor *cursor, AnnexReportPiece *piece)
{
  const guint8 *at = look (cursor, sizeof (Head));
  Head head;

  if (at == NULL)
    return FALSE;
  memcpy (&head, at, sizeof head);
  at = look (cursor, sizeof head + head.size);
  if (at == NULL)
    return FALSE;
  *piece = (AnnexReportPiece) { head.kind, head.number, (const char *) at + sizeof head, head.size };
  cursor->position += sizeof head + head.size;
  return TRUE;
}

void
annex_report_cursor_clear (AnnexReportCursor *cursor)
{
  g_clear_pointer (&cursor->window, g_byte_array_unref);
}
