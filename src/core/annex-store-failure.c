/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-statement.h"
#include "annex-store-private.h"

/* A read that fails is told twice: by its own status, and here, where whoever writes a document or shows a window
 * asks once for all reads behind it. */

const char *
annex_store_get_damage_advice (void)
{
  return _("Nothing was changed. Go back to a backup, or take over what can be read with “annex-cli salvage”.");
}

void
annex_store_set_read_error (AnnexStore *self, GError **error)
{
  const char *detail = sqlite3_errmsg (self->database);

  switch (sqlite3_errcode (self->database) & 0xff)
    {
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED, _("Another program is writing to “%s”. Wait until it is done and try again."),
                   self->path);
      break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    /* To read on, SQLite first takes back what a failed write left half done, which a disk that is full may refuse. */
    case SQLITE_FULL:
    case SQLITE_READONLY:
    case SQLITE_PERM:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("The disk with “%s” does not answer (%s). Nothing was changed. Plug the disk in again and try again."), self->path, detail);
      break;
    case SQLITE_NOMEM:
    case SQLITE_TOOBIG:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” holds more than can be read at once (%s)."), self->path, detail);
      break;
    default:
      /* The program's own statements are sound, so that what they fail on is the content. */
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("“%s” is damaged (%s). %s"), self->path, detail,
                   annex_store_get_damage_advice ());
    }
}

void
annex_store_miss_content (AnnexStore *self, gint64 id, GError **error)
{
  g_autoptr (GError) failure = NULL;

  /* SQLite found the record itself and no damage on the way. */
  g_set_error (&failure, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("“%s” is damaged (the content of record %" G_GINT64_FORMAT " is missing). %s"), self->path,
               id, annex_store_get_damage_advice ());
  annex_store_keep_failure (self, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
}

static gboolean
notify_cb (gpointer data)
{
  AnnexStore *self = data;

  self->failure_source = 0;
  /* They may lack what could not be read. */
  g_clear_pointer (&self->scales, g_hash_table_unref);
  annex_store_forget_answers (self, NULL);
  /* A transaction under way goes by those that it began with. */
  if (self->transaction == NULL)
    {
      g_hash_table_remove_all (self->fields);
      g_clear_error (&self->fields_failure);
    }
  annex_store_emit_read_failed (self);
  return G_SOURCE_REMOVE;
}

void
annex_store_keep_failure (AnnexStore *self, const GError *failure)
{
  if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (self->failure == NULL)
    self->failure = g_error_copy (failure);
  if (g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
    annex_store_make_damaged (self);
  /* Not from within the read: whoever hears of it will read. */
  if (self->failure_source == 0 && g_main_context_is_owner (g_main_context_default ()))
    {
      g_set_error_literal (&self->untold, failure->domain, failure->code, failure->message);
      self->failure_source = g_idle_add (notify_cb, self);
    }
}

/* A record without its content fails no read: lists are only shorter. A large file is not looked at on opening, so
 * that it is counted when something of it is given out. */
static void
count_contents (AnnexStore *self)
{
  g_autoptr (GError) failure = NULL;

  self->counted =
    annex_store_check_contents (self, &failure) || g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_DAMAGED);
  if (failure != NULL)
    annex_store_keep_failure (self, failure);
}

gboolean
annex_store_confirm_reads (AnnexStore *self, GError **error)
{
  if (error != NULL && self->failure == NULL && self->database != NULL && !self->checked && !self->counted)
    count_contents (self);
  return annex_store_take_failure (self, error);
}

gboolean
annex_store_take_failure (AnnexStore *self, GError **error)
{
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&self->failure));
  return FALSE;
}
