/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-clock.h"
#include "annex-statement-private.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

G_DEFINE_FINAL_TYPE (AnnexStore, annex_store, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_READ_ONLY,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint changed_signal;
static guint read_failed_signal;

static char *
dup_top_label (AnnexStore *self, const char *column)
{
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement;
  char *label = NULL;

  if (self->database == NULL)
    return NULL;
  sql = g_strdup_printf ("SELECT label FROM \"commit\" WHERE id = (SELECT %s FROM \"commit\" ORDER BY id DESC LIMIT 1)", column);
  statement = annex_store_prepare (self, sql, NULL);
  if (statement == NULL)
    return NULL;
  if (sqlite3_step (statement) == SQLITE_ROW)
    label = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return label;
}

static void
annex_store_get_property (GObject *object, guint property_id, GValue *value, GParamSpec *pspec)
{
  AnnexStore *self = ANNEX_STORE (object);

  switch (property_id)
    {
    case PROP_READ_ONLY:
      g_value_set_boolean (value, self->read_only);
      break;
    case PROP_UNDO_LABEL:
      g_value_take_string (value, dup_top_label (self, "undo_top"));
      break;
    case PROP_REDO_LABEL:
      g_value_take_string (value, dup_top_label (self, "redo_top"));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
annex_store_dispose (GObject *object)
{
  annex_store_close (ANNEX_STORE (object));
  G_OBJECT_CLASS (annex_store_parent_class)->dispose (object);
}

static void
annex_store_finalize (GObject *object)
{
  AnnexStore *self = ANNEX_STORE (object);

  g_hash_table_unref (self->statements);
  g_clear_pointer (&self->writes, annex_write_queue_free);
  g_hash_table_unref (self->fields);
  g_hash_table_unref (self->settings);
  g_clear_pointer (&self->scales, g_hash_table_unref);
  g_hash_table_unref (self->answers);
  g_hash_table_unref (self->answering);
  g_free (self->path);
  g_free (self->database_path);
  g_free (self->moved_to);
  g_free (self->opening_remark);
  g_free (self->author);
  g_free (self->read_only_reason);
  g_clear_error (&self->failure);
  g_clear_error (&self->fields_failure);
  g_clear_error (&self->untold);
  G_OBJECT_CLASS (annex_store_parent_class)->finalize (object);
}

static void
annex_store_class_init (AnnexStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = annex_store_get_property;
  object_class->dispose = annex_store_dispose;
  object_class->finalize = annex_store_finalize;

  properties[PROP_READ_ONLY] =
    g_param_spec_boolean ("read-only", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNDO_LABEL] =
    g_param_spec_string ("undo-label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_REDO_LABEL] =
    g_param_spec_string ("redo-label", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  changed_signal = g_signal_new ("changed", ANNEX_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, ANNEX_TYPE_CHANGE_SET);
  read_failed_signal = g_signal_new ("read-failed", ANNEX_TYPE_STORE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
annex_store_init (AnnexStore *self)
{
  const char *name = g_get_real_name ();

  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, annex_statement_drop);
  self->fields = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->answering = g_hash_table_new (NULL, NULL);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->author = g_strdup (g_strcmp0 (name, "Unknown") == 0 || *name == '\0' ? g_get_user_name () : name);
}

static gboolean
is_loss (AnnexReadOnlyCause cause)
{
  return cause == ANNEX_READ_ONLY_MOVED || cause == ANNEX_READ_ONLY_LOST;
}

static void
add_reason (AnnexStore *self, const char *first, const char *second)
{
  g_autofree char *both = g_strconcat (first, " ", second, NULL);

  g_set_str (&self->read_only_reason, both);
}

void
annex_store_make_damaged (AnnexStore *self)
{
  const char *damage =
    _("The file is damaged and can only be read. Save a copy of what is left, and go back to a backup.");

  if (self->is_damaged)
    return;
  /* Whatever else keeps it from being written; that the file is not there any more is told besides. */
  if (self->read_only && is_loss (self->read_only_cause))
    add_reason (self, damage, self->read_only_reason);
  else
    g_set_str (&self->read_only_reason, damage);
  self->is_damaged = TRUE;
  self->read_only = TRUE;
}

void
annex_store_set_damaged (AnnexStore *self)
{
  annex_store_make_damaged (self);
  annex_store_notify_read_only (self);
}

void
annex_store_make_read_only (AnnexStore *self, AnnexReadOnlyCause cause, const char *reason)
{
  if (!self->read_only)
    {
      /* Damage is told first of all. */
      if (!self->is_damaged)
        g_set_str (&self->read_only_reason, reason);
      else if (is_loss (cause))
        add_reason (self, self->read_only_reason, reason);
      self->read_only_cause = cause;
    }
  self->read_only = TRUE;
}

void
annex_store_notify_read_only (AnnexStore *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

void
annex_store_emit_read_failed (AnnexStore *self)
{
  g_autoptr (GError) untold = g_steal_pointer (&self->untold);

  g_object_ref (self);
  if (self->is_damaged)
    annex_store_notify_read_only (self);
  g_signal_emit (self, read_failed_signal, 0, untold);
  g_object_unref (self);
}

const char *
annex_store_get_path (AnnexStore *self)
{
  return self->path;
}

gboolean
annex_store_is_open (AnnexStore *self)
{
  return self->database != NULL;
}

gboolean
annex_store_is_damaged (AnnexStore *self)
{
  return self->is_damaged;
}

gboolean
annex_store_is_read_only (AnnexStore *self)
{
  return self->read_only;
}

const char *
annex_store_get_read_only_reason (AnnexStore *self)
{
  return self->read_only_reason;
}

const char *
annex_store_get_opening_remark (AnnexStore *self)
{
  return self->opening_remark;
}

sqlite3 *
annex_store_get_database (AnnexStore *self)
{
  return self->database;
}

guint
annex_store_get_today (AnnexStore *self)
{
  return self->day != 0 ? self->day : annex_clock_get_today ();
}

char *
annex_store_dup_today (AnnexStore *self)
{
  return annex_clock_dup_day (annex_store_get_today (self));
}

void
annex_store_set_author (AnnexStore *self, const char *author)
{
  if (author != NULL && *author != '\0')
    g_set_str (&self->author, author);
}

const char *
annex_store_get_author (AnnexStore *self)
{
  return self->author;
}

AnnexWriteQueue *
annex_store_get_writes (AnnexStore *self)
{
  if (self->writes == NULL)
    self->writes = annex_write_queue_new (self);
  return self->writes;
}

gboolean
annex_store_settle (AnnexStore *self, GError **error)
{
  return self->writes == NULL || annex_write_queue_settle (self->writes, error);
}

void
annex_store_discard_writes (AnnexStore *self)
{
  if (self->writes != NULL)
    annex_write_queue_discard (self->writes);
}

sqlite3_stmt *
annex_store_prepare (AnnexStore *self, const char *sql, GError **error)
{
  AnnexStatement *statement = annex_store_settle (self, error) ? annex_statement_keep (self, sql, error) : NULL;
  sqlite3_stmt *handle = statement != NULL ? annex_statement_get_handle (statement) : NULL;

  if (handle != NULL)
    {
      sqlite3_reset (handle);
      sqlite3_clear_bindings (handle);
    }
  return handle;
}

void
annex_store_drop_statements (AnnexStore *self)
{
  if (self->writes != NULL)
    annex_write_queue_drop_statements (self->writes);
  memset (self->recent, 0, sizeof self->recent);
  g_hash_table_remove_all (self->statements);
}

gboolean
annex_store_execute (AnnexStore *self, const char *sql, GError **error)
{
  return annex_store_settle (self, error) &&
         (sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK || annex_store_fail (self, error));
}

void
annex_store_set_error_of (AnnexStore *self, sqlite3 *database, GError **error)
{
  annex_store_set_error_by_code (self, sqlite3_extended_errcode (database), sqlite3_errmsg (database), error);
}

void
annex_store_set_error_by_code (AnnexStore *self, int code, const char *detail, GError **error)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("The disk with “%s” is full. This change was not saved; everything before it is safe. "
                     "Make room and try again, or save a copy elsewhere."),
                   self->path);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
      if (code == SQLITE_READONLY_DBMOVED && !annex_store_check_place (self, error))
        break;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY,
                   _("“%s” cannot be written. This change was not saved; everything before it is safe."), self->path);
      break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("The disk with “%s” does not answer (%s). This change was not saved; what was saved before is in the file. "
                     "Plug the disk in again, or save a copy elsewhere."),
                   self->path, detail);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                   _("“%s” is damaged (%s). Nothing was written. Go back to a backup, or save a copy of what can be read."),
                   self->path, detail);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_LOCKED,
                   _("Another program is using “%s”. Nothing was written; close it there and try again."), self->path);
      break;
    case SQLITE_INTERRUPT:
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      break;
    case SQLITE_TOOBIG:
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("A text is longer than an engagement can hold."));
      break;
    default:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be read or written: %s."), self->path, detail);
    }
}

void
annex_store_set_error (AnnexStore *self, GError **error)
{
  annex_store_set_error_of (self, self->database, error);
}

gboolean
annex_store_fail (AnnexStore *self, GError **error)
{
  annex_store_set_error (self, error);
  return FALSE;
}

void
annex_store_committed (AnnexStore *self, AnnexChangeSet *changes)
{
  const AnnexType *custom_field = annex_type_find ("custom_field");

  g_clear_pointer (&self->scales, g_hash_table_unref);
  annex_store_forget_answers (self, NULL);
  if (custom_field != NULL && annex_change_set_touches_type (changes, custom_field))
    g_hash_table_remove_all (self->fields);

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_LABEL]);
  g_signal_emit (self, changed_signal, 0, changes);
  g_object_thaw_notify (G_OBJECT (self));
}

void
annex_store_tell_all_changed (AnnexStore *self)
{
  g_autoptr (AnnexChangeSet) changes = annex_change_set_new ();

  annex_change_set_add_everything (changes);
  annex_store_committed (self, changes);
}

char *
annex_store_get_setting (AnnexStore *self, const char *key)
{
  sqlite3_stmt *statement;
  char *value = NULL;

  if (g_hash_table_lookup_extended (self->settings, key, NULL, (gpointer *) &value))
    return g_strdup (value);
  statement = annex_store_prepare (self, "SELECT value FROM setting WHERE key = ?1", NULL);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_TRANSIENT);
  if (sqlite3_step (statement) == SQLITE_ROW)
    value = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return value;
}

void
annex_store_set_setting (AnnexStore *self, const char *key, const char *value)
{
  g_autofree char *present = NULL;
  sqlite3_stmt *statement;

  g_hash_table_remove (self->settings, key);
  present = annex_store_get_setting (self, key);
  /* Each write is a durable one. */
  if (self->read_only || g_strcmp0 (present, value) == 0)
    return;
  statement = annex_store_prepare (self,
                                   value != NULL ? "INSERT OR REPLACE INTO setting (key, value) VALUES (?1, ?2)"
                                                 : "DELETE FROM setting WHERE key = ?1",
                                   NULL);
  if (statement == NULL)
    return;
  sqlite3_bind_text (statement, 1, key, -1, SQLITE_TRANSIENT);
  if (value != NULL)
    sqlite3_bind_text (statement, 2, value, -1, SQLITE_TRANSIENT);
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_debug ("view state was not kept: %s", sqlite3_errmsg (self->database));
  sqlite3_reset (statement);
}

void
annex_store_set_setting_later (AnnexStore *self, const char *key, const char *value)
{
  if (!self->read_only)
    g_hash_table_replace (self->settings, g_strdup (key), g_strdup (value));
}

void
annex_store_write_settings (AnnexStore *self)
{
  g_autoptr (GHashTable) settings = NULL;
  GHashTableIter iter;
  const char *key, *value;

  if (self->read_only || g_hash_table_size (self->settings) == 0)
    return;
  settings = g_steal_pointer (&self->settings);
  self->settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!annex_store_execute (self, "BEGIN IMMEDIATE", NULL))
    return;
  g_hash_table_iter_init (&iter, settings);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, (gpointer *) &value))
    annex_store_set_setting (self, key, value);
  if (!annex_store_execute (self, "COMMIT", NULL))
    sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
}
