/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-connection.h"
#include "annex-log.h"
#include "annex-schema.h"
#include "annex-statement-private.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

/* Below this size the whole file is checked before it is shown; a larger one is checked by the
 * caller in the background (annex_check_in_background). */
#define CHECK_LIMIT (8 * 1024 * 1024)

#define POLL_SECONDS 2

/* How late, at most, a window may learn that the day has changed; also when the machine slept through midnight. */
#define DAY_SECONDS 20

/* How often, and after how many microseconds, a file that seems cut short is looked at again. */
#define SHORT_LOOKS 5
#define SHORT_LOOK_DELAY 20000

/* Pages that are copied while the file is held: four megabytes. */
#define PAGES_A_STEP 1024

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
  g_hash_table_unref (self->insert_sql);
  g_hash_table_unref (self->fields);
  g_clear_pointer (&self->scales, g_hash_table_unref);
  g_free (self->path);
  g_free (self->author);
  g_free (self->read_only_reason);
  g_clear_error (&self->failure);
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
  self->insert_sql = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->fields = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->author = g_strdup (g_strcmp0 (name, "Unknown") == 0 || *name == '\0' ? g_get_user_name () : name);
}

static void
make_read_only (AnnexStore *self, const char *reason)
{
  if (self->read_only_reason == NULL)
    self->read_only_reason = g_strdup (reason);
  self->read_only = TRUE;
}

/* Whether a transaction is under way, or was when its process ended. */
static gboolean
has_journal (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  struct stat status;

  return g_stat (journal, &status) == 0 && status.st_size > 0;
}

#define HEADER_LENGTH 100

static guint32
read_big_endian_32 (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

/* @size: (out): of the file when its header had been read; a file grows while another program writes, and the header says so first */
static gboolean
read_header (const char *path, guint8 *header, guint64 *size, GError **error)
{
  struct stat status;
  int fd = g_open (path, O_RDONLY | O_CLOEXEC);
  gboolean whole = fd >= 0 && fstat (fd, &status) == 0;

  if (!whole)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” cannot be opened: %s."), path, g_strerror (errno));
  else if (!S_ISREG (status.st_mode) || read (fd, header, HEADER_LENGTH) < HEADER_LENGTH || memcmp (header, "SQLite format 3", 16) != 0)
    {
      g_autofree char *name = g_path_get_basename (path);

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT,
                   _("“%s” is not an Annex engagement: it is no SQLite file. It was not touched."), name);
      whole = FALSE;
    }
  *size = whole && fstat (fd, &status) == 0 ? (guint64) status.st_size : 0;
  if (fd >= 0)
    close (fd);
  return whole;
}

static guint64
get_whole_size (const guint8 *header)
{
  guint32 page_size = header[16] << 8 | header[17];

  return (guint64) read_big_endian_32 (header + 28) * (page_size == 1 ? 65536 : page_size);
}

/* The first 100 bytes tell a foreign, newer or truncated file without SQLite touching it. */
static gboolean
check_header (const char *path, GError **error)
{
  guint8 header[HEADER_LENGTH];
  g_autofree char *name = g_path_get_basename (path);
  guint64 size;
  guint32 version;

  if (!read_header (path, header, &size, error))
    return FALSE;
  version = read_big_endian_32 (header + 60);
  if (read_big_endian_32 (header + 68) != ANNEX_SCHEMA_APPLICATION_ID)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_AN_ENGAGEMENT,
                   _("“%s” is a database of another application, not an Annex engagement. It was not touched."), name);
      return FALSE;
    }
  if (version > ANNEX_SCHEMA_VERSION)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_NEW,
                   _("“%s” was written by a newer version of Annex (file format %u, this version knows %d). "
                     "It was not touched; open it with a newer Annex."),
                   name, version, ANNEX_SCHEMA_VERSION);
      return FALSE;
    }
  /* Between two looks another program may have written and be done. A file that is cut short stays so. */
  for (guint i = 0; i < SHORT_LOOKS && get_whole_size (header) > size && !has_journal (path); i++)
    {
      g_usleep (SHORT_LOOK_DELAY);
      if (!read_header (path, header, &size, error))
        return FALSE;
    }
  if (get_whole_size (header) > size && !has_journal (path))
    {
      g_autofree char *there = g_format_size_full (size, G_FORMAT_SIZE_LONG_FORMAT);
      g_autofree char *whole = g_format_size_full (get_whole_size (header), G_FORMAT_SIZE_LONG_FORMAT);

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
                   _("“%s” is cut short: %s of %s are there. It was not touched; take the file from a backup or copy it again."),
                   name, there, whole);
      return FALSE;
    }
  return TRUE;
}

/* Rollback journal, truncated rather than deleted: no committed change ever lives outside the one
 * file, so that a copy made by a file manager is whole (WAL would keep changes in a side file),
 * and truncating saves the directory write of deleting. FULL, for audit data must be on the disk. */
static gboolean
configure (AnnexStore *self, GError **error)
{
  return annex_store_execute (self,
                              "PRAGMA foreign_keys = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;"
                              "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -4096;",
                              error) &&
         (self->read_only ||
          annex_store_execute (self, "PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL;", error));
}

static gboolean
open_database (AnnexStore *self, int flags, GError **error)
{
  if (sqlite3_open_v2 (self->path, &self->database, flags | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    return annex_store_fail (self, error);
  annex_connection_prepare (self->database, &self->day);
  return configure (self, error);
}

static int
query_int (AnnexStore *self, const char *sql)
{
  sqlite3_stmt *statement = annex_store_prepare (self, sql, NULL);
  int value = -1;

  if (statement != NULL && sqlite3_step (statement) == SQLITE_ROW)
    value = sqlite3_column_int (statement, 0);
  if (statement != NULL)
    sqlite3_reset (statement);
  return value;
}

static gboolean
poll_other_writers (gpointer data)
{
  AnnexStore *self = data;
  int version = query_int (self, "PRAGMA data_version");

  if (version == self->data_version)
    return G_SOURCE_CONTINUE;
  self->data_version = version;

  g_autoptr (AnnexChangeSet) changes = annex_change_set_new ();
  annex_change_set_add_everything (changes);
  annex_store_committed (self, changes);
  return G_SOURCE_CONTINUE;
}

static gboolean
watch_day (gpointer data)
{
  AnnexStore *self = data;
  guint today = annex_clock_get_today ();
  g_autoptr (AnnexChangeSet) changes = NULL;

  /* Not in the middle of a change or while an earlier day is shown: the next look is soon. */
  if (today == self->shown_day || self->transaction != NULL || self->live != NULL)
    return G_SOURCE_CONTINUE;
  self->shown_day = today;
  changes = annex_change_set_new ();
  annex_change_set_add_everything (changes);
  annex_store_committed (self, changes);
  return G_SOURCE_CONTINUE;
}

static gboolean
migrate_older (AnnexStore *self, GError **error)
{
  int version = query_int (self, "PRAGMA user_version");
  g_autofree char *backup = NULL;

  if (version == ANNEX_SCHEMA_VERSION)
    return TRUE;
  if (self->read_only)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_READ_ONLY,
                   _("“%s” has the format of an older Annex and must be brought up to date first, but it cannot be written."),
                   self->path);
      return FALSE;
    }
  /* Nothing of it is run before it is known to be ours. */
  if (!annex_schema_check (self->database, TRUE, error))
    return FALSE;
  backup = g_strdup_printf ("%s.format-%d.backup", self->path, version);
  if (!annex_store_save_copy (self, backup, NULL, error))
    return FALSE;
  annex_store_drop_statements (self);
  if (!annex_store_execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  /* A file that is refused in the end stays as it was. */
  if (annex_schema_migrate (self->database, error) && annex_schema_check (self->database, FALSE, error) &&
      annex_store_execute (self, "COMMIT", error))
    return TRUE;
  sqlite3_exec (self->database, "ROLLBACK", NULL, NULL, NULL);
  g_unlink (backup);
  return FALSE;
}

void
annex_store_make_damaged (AnnexStore *self)
{
  /* Whatever else keeps it from being written. */
  g_set_str (&self->read_only_reason, _("The file is damaged. What can be read is shown; nothing can be changed. "
                                        "Save a copy of what is left, and go back to a backup."));
  self->is_damaged = TRUE;
  self->read_only = TRUE;
}

void
annex_store_set_damaged (AnnexStore *self)
{
  annex_store_make_damaged (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
}

void
annex_store_emit_read_failed (AnnexStore *self)
{
  g_autoptr (GError) untold = g_steal_pointer (&self->untold);

  g_object_ref (self);
  if (self->is_damaged)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_ONLY]);
  g_signal_emit (self, read_failed_signal, 0, untold);
  g_object_unref (self);
}

static void
check_small_file (AnnexStore *self)
{
  g_autoptr (GError) error = NULL;

  if ((gint64) query_int (self, "PRAGMA page_count") * query_int (self, "PRAGMA page_size") > CHECK_LIMIT)
    return;
  self->checked = TRUE;
  if (!annex_store_check_soundness (self, &error) && g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
    annex_store_set_damaged (self);
}

static gboolean
make_tables (AnnexStore *self, GError **error)
{
  return open_database (self, SQLITE_OPEN_READWRITE, error) && annex_store_execute (self, "BEGIN IMMEDIATE", error) &&
         annex_schema_create (self->database, error) && annex_store_execute (self, "COMMIT", error);
}

AnnexStore *
annex_store_new_in_memory (GError **error)
{
  g_autoptr (AnnexStore) self = g_object_new (ANNEX_TYPE_STORE, NULL);

  self->path = g_strdup (":memory:");
  return make_tables (self, error) ? g_steal_pointer (&self) : NULL;
}

AnnexStore *
annex_store_create (const char *path, GError **error)
{
  g_autoptr (AnnexStore) self = g_object_new (ANNEX_TYPE_STORE, NULL);
  int fd = g_open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);

  self->path = g_strdup (path);
  if (fd < 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” cannot be made: %s."), path, g_strerror (errno));
      return NULL;
    }
  close (fd);
  self->lock = annex_lock_take (path, NULL, error);
  if (self->lock == NULL || !make_tables (self, error))
    {
      annex_store_close (self);
      g_unlink (path);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* A crash leaves the file half written and a journal beside it; SQLite takes the half back when the
 * file is next opened for writing. Done first, so that reading, too, meets a whole file. */
static void
recover_after_crash (const char *path)
{
  g_autoptr (AnnexLock) lock = NULL;
  sqlite3 *database = NULL;

  if (!has_journal (path) || g_access (path, W_OK) != 0)
    return;
  lock = annex_lock_take (path, NULL, NULL);
  if (lock == NULL)
    return;
  if (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK)
    {
      annex_connection_prepare (database, NULL);
      sqlite3_exec (database, "SELECT count (*) FROM sqlite_schema", NULL, NULL, NULL);
    }
  sqlite3_close (database);
}

/* Read in one piece, so that a reader never meets one half of what another program is bringing up to date. */
static gboolean
check_tables (AnnexStore *self, GError **error)
{
  if (!self->read_only)
    return migrate_older (self, error) && annex_schema_check (self->database, FALSE, error);
  return annex_store_execute (self, "BEGIN", error) && migrate_older (self, error) && annex_schema_check (self->database, FALSE, error) &&
         annex_store_execute (self, "COMMIT", error);
}

AnnexStore *
annex_store_open (const char *path, AnnexStoreOpenFlags flags, GError **error)
{
  g_autoptr (AnnexStore) self = g_object_new (ANNEX_TYPE_STORE, NULL);

  self->path = g_strdup (path);
  recover_after_crash (path);
  if (!check_header (path, error))
    return NULL;
  if ((flags & ANNEX_STORE_READ_ONLY) != 0)
    make_read_only (self, _("The engagement was opened for reading only."));
  else if (g_access (path, W_OK) != 0)
    {
      g_autofree char *reason = g_strdup_printf (_("“%s” cannot be written (%s), so it is shown read-only."), path, g_strerror (errno));
      make_read_only (self, reason);
    }
  else
    {
      g_autoptr (GError) lock_error = NULL;

      self->lock = annex_lock_take (path, NULL, &lock_error);
      if (self->lock == NULL)
        make_read_only (self, lock_error->message);
    }

  if (!open_database (self, self->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE, error) ||
      !check_tables (self, error))
    return NULL;
  if ((flags & ANNEX_STORE_WORKER) == ANNEX_STORE_WORKER)
    return g_steal_pointer (&self);
  check_small_file (self);
  self->shown_day = annex_clock_get_today ();
  self->day_source = g_timeout_add_seconds (DAY_SECONDS, watch_day, self);
  if (self->read_only)
    {
      self->data_version = query_int (self, "PRAGMA data_version");
      self->poll_source = g_timeout_add_seconds (POLL_SECONDS, poll_other_writers, self);
    }
  return g_steal_pointer (&self);
}

void
annex_store_close (AnnexStore *self)
{
  g_clear_handle_id (&self->poll_source, g_source_remove);
  g_clear_handle_id (&self->failure_source, g_source_remove);
  g_clear_handle_id (&self->day_source, g_source_remove);
  if (self->database != NULL)
    {
      annex_transaction_finish_open (self);
      annex_log_end_as_of (self);
      annex_store_drop_statements (self);
      if (!self->read_only)
        sqlite3_exec (self->database, "PRAGMA journal_mode = DELETE", NULL, NULL, NULL);
      g_clear_pointer (&self->database, sqlite3_close_v2);
    }
  g_clear_pointer (&self->lock, annex_lock_release);
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

sqlite3_stmt *
annex_store_prepare (AnnexStore *self, const char *sql, GError **error)
{
  AnnexStatement *statement = annex_statement_keep (self, sql, error);
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
  memset (self->recent, 0, sizeof self->recent);
  g_hash_table_remove_all (self->statements);
}

gboolean
annex_store_execute (AnnexStore *self, const char *sql, GError **error)
{
  return sqlite3_exec (self->database, sql, NULL, NULL, NULL) == SQLITE_OK || annex_store_fail (self, error);
}

void
annex_store_set_error (AnnexStore *self, GError **error)
{
  const char *detail = sqlite3_errmsg (self->database);

  switch (sqlite3_errcode (self->database) & 0xff)
    {
    case SQLITE_FULL:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("The disk with “%s” is full. This change was not saved; everything before it is safe. "
                     "Make room and try again, or save a copy elsewhere."),
                   self->path);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
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
    case SQLITE_TOOBIG:
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("A text is longer than an engagement can hold."));
      break;
    default:
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be read or written: %s."), self->path, detail);
    }
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
  if (custom_field != NULL && annex_change_set_touches_type (changes, custom_field))
    g_hash_table_remove_all (self->fields);

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_LABEL]);
  g_signal_emit (self, changed_signal, 0, changes);
  g_object_thaw_notify (G_OBJECT (self));
}

char *
annex_store_get_setting (AnnexStore *self, const char *key)
{
  sqlite3_stmt *statement = annex_store_prepare (self, "SELECT value FROM setting WHERE key = ?1", NULL);
  char *value = NULL;

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
  g_autofree char *present = annex_store_get_setting (self, key);
  sqlite3_stmt *statement;

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

static gboolean
refuse_copy (const char *path, const char *why, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The copy “%s” could not be written: %s. The engagement itself is unchanged."), path,
               why);
  return FALSE;
}

/* The file is let go between two steps, so that whoever writes to it need not wait for the whole copy. */
static gboolean
copy_pages (AnnexStore *self, sqlite3 *copy, const char *path, GCancellable *cancellable, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (copy, "main", self->database, "main");
  int status = SQLITE_OK;

  if (backup == NULL)
    return refuse_copy (path, sqlite3_errmsg (copy), error);
  while (status == SQLITE_OK && !g_cancellable_is_cancelled (cancellable))
    status = sqlite3_backup_step (backup, PAGES_A_STEP);
  sqlite3_backup_finish (backup);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  return status == SQLITE_DONE || refuse_copy (path, sqlite3_errstr (status), error);
}

gboolean
annex_store_save_copy (AnnexStore *self, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *partial = g_strconcat (path, ".partial", NULL);
  g_autoptr (GFile) here = g_file_new_for_path (self->path);
  g_autoptr (GFile) there = g_file_new_for_path (path);
  sqlite3 *copy = NULL;
  gboolean done;

  if (g_file_equal (here, there))
    return refuse_copy (path, _("that is the engagement itself"), error);
  g_unlink (partial);
  done = sqlite3_open_v2 (partial, &copy, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) == SQLITE_OK
           ? copy_pages (self, copy, path, cancellable, error)
           : refuse_copy (path, sqlite3_errmsg (copy), error);
  sqlite3_close (copy);
  if (done && g_rename (partial, path) != 0)
    done = refuse_copy (path, g_strerror (errno), error);
  if (!done)
    g_unlink (partial);
  return done;
}
