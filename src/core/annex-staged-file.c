/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-staged-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "annex-digest.h"
#include "annex-error.h"
#include "annex-file-handle.h"
#include "annex-nameless-file.h"

/* What is enough to recognize a file by. */
#define BEGINNING 4096

struct _AnnexStagedFile
{
  AnnexAttachment *attachment;
  GDateTime *modified;
  int fd; /* -1 without content */
};

/* ---- What kind of file it is ---- */

static gboolean
is_unknown (const char *type)
{
  return g_content_type_equals (type, "application/octet-stream");
}

/* Whether a file of type @content may go by a name of type @named: one kind may be a case of the other. */
static gboolean
agree (const char *content, const char *named)
{
  if (is_unknown (named))
    return TRUE;
  if (!is_unknown (content))
    return g_content_type_is_a (content, named) || g_content_type_is_a (named, content);
  /* Nothing is known about the content; of these it would be. */
  return !g_content_type_is_a (named, "text/plain") && !g_content_type_is_a (named, "image/jpeg") && !g_content_type_is_a (named, "image/png") &&
         !g_content_type_is_a (named, "application/pdf");
}

static void
recognize (AnnexAttachment *attachment, const guint8 *beginning, gsize length)
{
  g_autofree char *content = g_content_type_guess (NULL, beginning, length, NULL);
  g_autofree char *named = g_content_type_guess (attachment->name, NULL, 0, NULL);
  g_autofree char *content_type = NULL, *named_type = NULL;

  if (agree (content, named))
    {
      g_autofree char *both = g_content_type_guess (attachment->name, beginning, length, NULL);

      attachment->type = g_content_type_get_mime_type (agree (content, both) ? both : content);
    }
  else
    {
      attachment->type = g_content_type_get_mime_type (content);
      attachment->claimed_type = g_content_type_get_mime_type (named);
    }
  if (attachment->type == NULL)
    attachment->type = g_strdup ("application/octet-stream");
}

/* ---- A nameless file ---- */

static int
open_nameless (GError **error)
{
  int fd = annex_nameless_file_open ();

  if (fd < 0)
    {
      int number = errno;
      g_autofree char *folder = annex_nameless_file_dup_folder ();

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("There is no place to put the file meanwhile (%s: %s). Nothing was attached."), folder,
                   g_strerror (number));
    }
  return fd;
}

static gboolean
write_all (int fd, const guint8 *data, gsize length, GError **error)
{
  if (annex_nameless_file_write (fd, data, length))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
               _("There is no room to put the file meanwhile (%s). Nothing was attached."), g_strerror (errno));
  return FALSE;
}

/* ---- Reading ---- */

static gboolean
refuse (const char *name, GFileType type, gint64 size, GError **error)
{
  const char *reason = NULL;

  switch (type)
    {
    case G_FILE_TYPE_REGULAR:
      if (size == 0)
        reason = _("“%s” is empty. An empty file shows nothing, so it was not attached.");
      break;
    case G_FILE_TYPE_DIRECTORY:
      reason = _("“%s” is a folder. Attach the files in it, or an archive of them.");
      break;
    case G_FILE_TYPE_SYMBOLIC_LINK:
    case G_FILE_TYPE_SHORTCUT:
      reason = _("“%s” only points to another file. Attach that file itself.");
      break;
    default:
      reason = _("“%s” is a device and no file. It was not attached.");
    }
  if (reason == NULL)
    return FALSE;
  {
    g_auto (GStrv) parts = g_strsplit (reason, "%s", 2);

    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, "%s%s%s", parts[0], name, parts[1]);
  }
  return TRUE;
}

/* As people would put it: cancelling is no fault, and everything else leaves nothing behind. */
static void
set_reading_error (GError **error, const char *name, GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be read (%s). Nothing of it was attached."), name,
                 cause->message);
}

typedef struct
{
  AnnexDigest *digest;
  guint8 beginning[BEGINNING];
  gsize beginning_length;
  gint64 size;
} Reading;

static void
take (Reading *reading, const guint8 *data, gsize length)
{
  gsize n = MIN (length, sizeof reading->beginning - reading->beginning_length);

  memcpy (reading->beginning + reading->beginning_length, data, n);
  reading->beginning_length += n;
  annex_digest_add (reading->digest, data, length);
  reading->size += (gint64) length;
}

static AnnexStagedFile *
new_staged (char *name)
{
  AnnexStagedFile *self = g_new0 (AnnexStagedFile, 1);

  self->attachment = g_new0 (AnnexAttachment, 1);
  self->attachment->name = name;
  self->fd = -1;
  return self;
}

static void
finish (AnnexStagedFile *self, Reading *reading)
{
  self->attachment->hash = g_strdup (annex_digest_finish (reading->digest));
  self->attachment->size = reading->size;
  recognize (self->attachment, reading->beginning, reading->beginning_length);
}

static gboolean
read_all (AnnexStagedFile *self, GInputStream *stream, gint64 limit, Reading *reading, AnnexStagedProgress progress, gpointer data,
          GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (ANNEX_STAGED_FILE_STEP);
  g_autoptr (GError) cause = NULL;
  gssize n;

  while ((n = g_input_stream_read (stream, buffer, ANNEX_STAGED_FILE_STEP, cancellable, &cause)) > 0)
    {
      take (reading, buffer, (gsize) n);
      if (reading->size > limit && self->fd >= 0)
        g_close (g_steal_fd (&self->fd), NULL);
      if (self->fd >= 0 && !write_all (self->fd, buffer, (gsize) n, error))
        return FALSE;
      if (progress != NULL)
        progress (reading->size, data);
    }
  if (n == 0)
    return TRUE;
  set_reading_error (error, self->attachment->name, cause);
  return FALSE;
}

AnnexStagedFile *
annex_staged_file_read (GFile *source, gint64 limit, AnnexStagedProgress progress, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *basename = g_file_get_basename (source);
  g_autoptr (AnnexStagedFile) self = new_staged (annex_attachment_clean_name (basename != NULL ? basename : ""));
  const char *name = self->attachment->name;
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (AnnexDigest) digest = annex_digest_new ();
  g_autoptr (GError) cause = NULL;
  Reading reading = { .digest = digest };
  gint64 announced;

  info = g_file_query_info (source, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED,
                            G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, &cause);
  if (info == NULL)
    {
      set_reading_error (error, name, cause);
      return NULL;
    }
  /* To read one that is open here, and close it, would take SQLite's locks away. */
  if (g_file_peek_path (source) != NULL && annex_file_handle_is_open (g_file_peek_path (source)))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is an engagement that is open. Save a copy of it, and attach that."), name);
      return NULL;
    }
  announced = g_file_info_get_size (info);
  if (refuse (name, g_file_info_get_file_type (info), announced, error))
    return NULL;
  self->modified = g_file_info_get_modification_date_time (info);
  stream = g_file_read (source, cancellable, &cause);
  if (stream == NULL)
    {
      set_reading_error (error, name, cause);
      return NULL;
    }
  self->fd = open_nameless (error);
  if (self->fd < 0 || !read_all (self, G_INPUT_STREAM (stream), limit, &reading, progress, data, cancellable, error))
    return NULL;
  /* A stick that is pulled out may end a file early without a word. */
  if (reading.size < announced || reading.size == 0)
    {
      g_autofree char *there = g_format_size_full ((guint64) reading.size, G_FORMAT_SIZE_LONG_FORMAT);
      g_autofree char *whole = g_format_size_full ((guint64) announced, G_FORMAT_SIZE_LONG_FORMAT);

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” ended early: %s of %s could be read. Nothing of it was attached."), name,
                   there, whole);
      return NULL;
    }
  finish (self, &reading);
  if (self->fd < 0)
    self->attachment->location = g_file_get_uri (source);
  return g_steal_pointer (&self);
}

AnnexStagedFile *
annex_staged_file_new_from_bytes (const char *name, GBytes *bytes, gint64 limit, GError **error)
{
  g_autoptr (AnnexStagedFile) self = new_staged (annex_attachment_clean_name (name));
  g_autoptr (AnnexDigest) digest = annex_digest_new ();
  Reading reading = { .digest = digest };
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (refuse (self->attachment->name, G_FILE_TYPE_REGULAR, (gint64) length, error))
    return NULL;
  if ((gint64) length > limit)
    {
      g_autofree char *size = g_format_size (length), *most = g_format_size ((guint64) limit);

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                   _("“%s” has %s; this engagement keeps files of up to %s. Save it as a file, which can be linked to, or raise the limit in the preferences."),
                   self->attachment->name, size, most);
      return NULL;
    }
  self->fd = open_nameless (error);
  if (self->fd < 0 || !write_all (self->fd, data, length, error))
    return NULL;
  take (&reading, data, length);
  finish (self, &reading);
  return g_steal_pointer (&self);
}

void
annex_staged_file_free (AnnexStagedFile *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_clear_pointer (&self->attachment, annex_attachment_free);
  g_clear_pointer (&self->modified, g_date_time_unref);
  g_free (self);
}

const AnnexAttachment *
annex_staged_file_get_attachment (const AnnexStagedFile *self)
{
  return self->attachment;
}

GDateTime *
annex_staged_file_get_modified (const AnnexStagedFile *self)
{
  return self->modified;
}

gssize
annex_staged_file_read_step (AnnexStagedFile *self, gint64 position, guint8 *buffer, GError **error)
{
  gint64 start = position * ANNEX_STAGED_FILE_STEP;
  gsize wanted = (gsize) CLAMP (self->attachment->size - start, 0, ANNEX_STAGED_FILE_STEP);
  gssize n = annex_nameless_file_read (self->fd, buffer, wanted, start);

  if (n == (gssize) wanted)
    return n;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
               _("“%s” could not be read to its end (%s). Nothing of it was attached."), self->attachment->name,
               n < 0 ? g_strerror (errno) : _("it is shorter than it was"));
  return -1;
}
