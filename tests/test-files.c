/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attached files: kept once and whole, brought back by undo, found when altered, and never half there. */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include "core/annex-attaching.h"
#include "core/annex-check.h"
#include "core/annex-content.h"
#include "core/annex-log.h"
#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/do/evidence.h"

static gint64
add_evidence (AnnexStore *store, const char *title)
{
  return fixture_add (store, &annex_evidence_type, "title", title, NULL);
}

static char *
write_source (Fixture *fixture, const char *name, const void *data, gsize length)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  return path;
}

static AnnexStagedFile *
stage (AnnexStore *store, const char *path, GError **error)
{
  g_autoptr (GFile) source = g_file_new_for_path (path);

  return annex_staged_file_read (source, annex_attaching_get_limit (store), NULL, NULL, NULL, error);
}

static gboolean
attach (AnnexStore *store, gint64 id, const char *path, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_staged_file_free);
  AnnexStagedFile *staged = stage (store, path, error);
  g_autoptr (AnnexTransaction) transaction = NULL;

  if (staged == NULL)
    return FALSE;
  g_ptr_array_add (one, staged);
  transaction = annex_transaction_begin (store, "Attach", error);
  return transaction != NULL && annex_attaching_add (transaction, id, "files", one, error) && annex_transaction_commit (transaction, error);
}

static void
assert_attached (AnnexStore *store, gint64 id, const char *path)
{
  g_autoptr (GError) error = NULL;

  attach (store, id, path, &error);
  g_assert_no_error (error);
}

static void
assert_refused (AnnexStore *store, gint64 id, const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (attach (store, id, path, &error));
  g_assert_nonnull (strstr (error->message, words));
}

/* The files that a record has. */
static GPtrArray *
list (AnnexStore *store, gint64 id)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, NULL);

  return annex_attachment_parse_list (annex_record_get_value (record, "files"));
}

static gint64
count (AnnexStore *store, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", table);
  sqlite3_stmt *statement;
  gint64 n;

  g_assert_cmpint (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return n;
}

static void
assert_sound (AnnexStore *store)
{
  g_autoptr (GPtrArray) findings = annex_check_integrity (store, NULL, NULL);

  g_assert_nonnull (findings);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s", (const char *) findings->pdata[i]);
  g_assert_cmpuint (findings->len, ==, 0);
}

/* 600,000 bytes that are not the same from chunk to chunk. */
static char *
write_long_source (Fixture *fixture, const char *name)
{
  g_autofree guint32 *data = g_new (guint32, 150000);

  for (guint i = 0; i < 150000; i++)
    data[i] = i * 2654435761u;
  return write_source (fixture, name, data, 600000);
}

static void
test_content_is_kept_once_and_comes_out_whole (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 first = add_evidence (store, "First"), second = add_evidence (store, "Second");
  g_autofree char *source = write_long_source (fixture, "export.bin"), *other = write_long_source (fixture, "the same.bin");
  g_autofree char *out = g_build_filename (fixture->folder, "out.bin", NULL);
  g_autofree char *before = NULL, *after = NULL;
  gsize length_before, length_after;
  g_autoptr (GPtrArray) attachments = NULL;
  GStatBuf info;

  assert_attached (store, first, source);
  assert_attached (store, second, source);
  assert_attached (store, second, other);
  assert_attached (store, second, source);
  g_assert_cmpint (count (store, "file"), ==, 1);
  g_assert_cmpint (count (store, "file_chunk"), ==, 3);
  attachments = list (store, second);
  g_assert_cmpuint (attachments->len, ==, 2);
  g_assert_cmpint (((AnnexAttachment *) attachments->pdata[0])->size, ==, 600000);

  g_assert_true (annex_content_save (store, ((AnnexAttachment *) attachments->pdata[0])->hash, out, NULL, NULL));
  g_assert_true (g_file_get_contents (source, &before, &length_before, NULL) && g_file_get_contents (out, &after, &length_after, NULL));
  g_assert_cmpmem (before, length_before, after, length_after);
  g_assert_cmpint (g_stat (out, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0111, ==, 0);
  assert_sound (store);
}

static void
test_undo_and_redo_bring_files_back (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *source = write_long_source (fixture, "export.bin");
  g_autoptr (GPtrArray) with = NULL, without = NULL, again = NULL;
  g_autofree char *path = g_strdup (annex_store_get_path (store));
  guint n_removed;

  assert_attached (store, id, source);
  with = list (store, id);
  g_assert_true (annex_log_undo (store, NULL, NULL));
  without = list (store, id);
  g_assert_cmpuint (without->len, ==, 0);
  /* The log still names the content, so it stays, and undo of the undo finds it. */
  g_assert_true (annex_content_clean_up (store, &n_removed, NULL));
  g_assert_cmpuint (n_removed, ==, 0);
  annex_store_close (store);
  g_clear_object (&fixture->store);
  store = fixture->store = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);
  g_assert_true (annex_log_redo (store, NULL, NULL));
  again = list (store, id);
  g_assert_cmpstr (((AnnexAttachment *) again->pdata[0])->hash, ==, ((AnnexAttachment *) with->pdata[0])->hash);
  g_assert_true (annex_content_verify (store, ((AnnexAttachment *) again->pdata[0])->hash, NULL, NULL));
  assert_sound (store);
}

static void
test_what_nobody_names_is_cleaned_up (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *source = write_long_source (fixture, "export.bin"), *kept = write_source (fixture, "kept.txt", "kept", 4);
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_staged_file_free);
  guint n_removed;

  /* Attached and taken out in one go: the log tells of neither. */
  g_ptr_array_add (one, stage (store, source, NULL));
  {
    g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "There and back", NULL);
    gboolean done;

    g_assert_true (annex_content_write_step (store, one->pdata[0], 0, &done, NULL));
    g_assert_true (annex_content_write_step (store, one->pdata[0], 1, &done, NULL));
    g_assert_true (annex_content_write_step (store, one->pdata[0], 2, &done, NULL));
    g_assert_true (done);
    g_assert_true (annex_transaction_set (transaction, id, "remark", "Changed", NULL));
    g_assert_true (annex_transaction_commit (transaction, NULL));
  }
  assert_attached (store, id, kept);
  g_assert_cmpint (count (store, "file"), ==, 2);
  g_assert_true (annex_content_clean_up (store, &n_removed, NULL));
  g_assert_cmpuint (n_removed, ==, 1);
  g_assert_cmpint (count (store, "file_chunk"), ==, 1);
  assert_sound (store);
}

static void
test_a_changed_byte_is_found (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *source = write_long_source (fixture, "export.bin"), *out = g_build_filename (fixture->folder, "out.bin", NULL);
  static const char *const damages[] = {
    "UPDATE file_chunk SET data = CAST (substr (data, 1, 999) || x'00' || substr (data, 1001) AS BLOB) WHERE position = 1",
    "UPDATE file_chunk SET data = substr (data, 2) WHERE position = 2",
    "DELETE FROM file_chunk WHERE position = 0",
    "UPDATE file SET size = size + 1",
    "DELETE FROM file",
  };

  assert_attached (store, id, source);
  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (GPtrArray) findings = NULL, attachments = list (store, id);
      sqlite3 *database = annex_store_get_database (store);

      g_assert_cmpint (sqlite3_exec (database, "PRAGMA foreign_keys = OFF; SAVEPOINT damage", NULL, NULL, NULL), ==, SQLITE_OK);
      g_assert_cmpint (sqlite3_exec (database, damages[i], NULL, NULL, NULL), ==, SQLITE_OK);
      findings = annex_check_integrity (store, NULL, NULL);
      g_assert_cmpuint (findings->len, ==, 1);
      g_assert_nonnull (strstr (findings->pdata[0], "EV-0001: “export.bin”"));
      g_assert_false (annex_content_save (store, ((AnnexAttachment *) attachments->pdata[0])->hash, out, NULL, NULL));
      g_assert_false (g_file_test (out, G_FILE_TEST_EXISTS));
      sqlite3_exec (database, "ROLLBACK TO damage; RELEASE damage", NULL, NULL, NULL);
    }
  assert_sound (store);
}

static void
test_odd_sources_are_refused_in_words (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *empty = write_source (fixture, "empty.txt", "", 0), *full = write_source (fixture, "full.txt", "full", 4);
  g_autofree char *link = g_build_filename (fixture->folder, "link.txt", NULL), *pipe = g_build_filename (fixture->folder, "pipe", NULL);
  g_autofree char *missing = g_build_filename (fixture->folder, "missing.txt", NULL);
  g_autoptr (GPtrArray) attachments = NULL;

  g_assert_cmpint (symlink (full, link), ==, 0);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (store, id, empty, "is empty");
  assert_refused (store, id, link, "only points to another file");
  assert_refused (store, id, fixture->folder, "is a folder");
  assert_refused (store, id, pipe, "is a device");
  assert_refused (store, id, missing, "could not be read");
  attachments = list (store, id);
  g_assert_cmpuint (attachments->len, ==, 0);
  g_assert_cmpint (count (store, "file"), ==, 0);
}

static void
test_names_are_made_harmless (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *clean;
  } names[] = {
    { "photo.jpg", "photo.jpg" },        { "two\nlines.txt", "two_lines.txt" }, { "gpj.\u202eexe", "gpj._exe" },
    { "../../etc/passwd", ".._.._etc_passwd" }, { " spaced ", "spaced" },        { "..", "unnamed" },
    { "Überprüfung – März.pdf", "Überprüfung – März.pdf" },
  };
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autoptr (GBytes) first = g_bytes_new_static ("first", 5), second = g_bytes_new_static ("second", 6);
  g_autofree char *long_name = g_strnfill (400, 'x');
  g_autofree char *shortened = annex_attachment_clean_name (long_name), *raw = annex_attachment_clean_name ("caf\xe9.txt");
  g_autoptr (GPtrArray) attachments = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *clean = annex_attachment_clean_name (names[i].name);

      g_assert_cmpstr (clean, ==, names[i].clean);
    }
  g_assert_cmpuint (strlen (shortened), <=, 255);
  g_assert_true (g_utf8_validate (raw, -1, NULL));

  {
    g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Attach", NULL);

    g_assert_true (annex_attaching_add_bytes (transaction, id, "files", "a/b note.txt", first, NULL));
    g_assert_true (annex_attaching_add_bytes (transaction, id, "files", "a_b note.txt", second, NULL));
    g_assert_true (annex_transaction_commit (transaction, NULL));
  }
  attachments = list (store, id);
  g_assert_cmpstr (((AnnexAttachment *) attachments->pdata[0])->name, ==, "a_b note.txt");
  g_assert_cmpstr (((AnnexAttachment *) attachments->pdata[1])->name, ==, "a_b note (2).txt");
}

static void
test_a_name_that_lies_is_recorded (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *program = NULL, *code = NULL, *lie = NULL, *honest = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  const AnnexAttachment *liar, *other;
  gsize length;

  g_assert_true (g_file_get_contents ("/proc/self/exe", &code, &length, NULL));
  lie = write_source (fixture, "photo.jpg", code, MIN (length, 20000));
  honest = write_source (fixture, "table.csv", "a,b\n1,2\n", 8);
  assert_attached (store, id, lie);
  assert_attached (store, id, honest);
  attachments = list (store, id);
  liar = attachments->pdata[0];
  other = attachments->pdata[1];
  g_assert_cmpstr (liar->claimed_type, ==, "image/jpeg");
  g_assert_true (annex_attachment_is_program (liar));
  program = annex_attachment_dup_description (liar);
  g_assert_nonnull (strstr (program, "not what its name says"));
  g_assert_null (other->claimed_type);
  g_assert_false (annex_attachment_is_program (other));
}

static void
test_beyond_the_limit_a_file_is_linked (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL), record = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *source = write_long_source (fixture, "large export.bin"), *uri = g_filename_to_uri (source, NULL, NULL);
  const AnnexAttachment *linked;

  fixture_assert_set (store, annex_record_get_id (engagement), "attachment_limit", "0.5");
  g_assert_cmpint (annex_attaching_get_limit (store), ==, 500000);
  assert_attached (store, id, source);
  attachments = list (store, id);
  linked = attachments->pdata[0];
  g_assert_cmpstr (linked->location, ==, uri);
  g_assert_cmpstr (linked->name, ==, "large export.bin");
  g_assert_cmpuint (strlen (linked->hash), ==, 64);
  g_assert_cmpint (count (store, "file"), ==, 0);
  record = annex_store_load (store, id, NULL);
  g_assert_cmpstr (annex_record_get_text (record, "files"), ==, "large export.bin (linked, not kept)");

  /* What is pasted has no place that could be linked to. */
  bytes = g_bytes_new_take (g_malloc0 (600000), 600000);
  {
    g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Paste", NULL);

    g_assert_false (annex_attaching_add_bytes (transaction, id, "files", "pasted.png", bytes, &error));
    g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE);
  }
  g_assert_false (fixture_set (store, annex_record_get_id (engagement), "attachment_limit", "5000", NULL));
  assert_sound (store);
}

static void
test_values_of_others_are_not_believed (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  static const char *const values[] = {
    "photo.jpg",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 5 text/plain hello.txt",
    "2CF24DBA5FB0A30E26E83B2AC5B9E29E1B161E5C1FA7425E73043362938B9824 5 text/plain file:///tmp/hello.txt",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 -5 text/plain file:///tmp/hello.txt",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 5 text/plain ../hello.txt",
    "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824 5 text/plain ..",
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Set", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_false (annex_transaction_set (transaction, id, "files", values[i], &error));
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
    }
}

/* ---- From the main loop ---- */

typedef struct
{
  GMainLoop *loop;
  guint n_attached;
  char *refusals;
  GError *error;
} Waiting;

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Waiting *waiting = user_data;
  g_autoptr (GPtrArray) refusals = annex_attaching_finish (result, &waiting->n_attached, &waiting->error);

  if (refusals != NULL)
    {
      g_ptr_array_add (refusals, NULL);
      waiting->refusals = g_strjoinv ("\n", (char **) refusals->pdata);
    }
  g_main_loop_quit (waiting->loop);
}

static gboolean
add_to_record (AnnexTransaction *transaction, GPtrArray *staged, gpointer data, GError **error)
{
  return annex_attaching_add (transaction, *(gint64 *) data, "files", staged, error);
}

static void
waiting_clear (Waiting *waiting)
{
  g_main_loop_unref (waiting->loop);
  g_free (waiting->refusals);
  g_clear_error (&waiting->error);
}

static void
run (AnnexStore *store, gint64 *id, GPtrArray *sources, GCancellable *cancellable, Waiting *waiting)
{
  waiting->loop = g_main_loop_new (NULL, FALSE);
  annex_attaching_run (store, sources, "Attach files", add_to_record, NULL, id, NULL, cancellable, attached_cb, waiting);
}

static GPtrArray *
list_sources (const char *first, ...)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (g_object_unref);
  va_list paths;

  va_start (paths, first);
  for (const char *path = first; path != NULL; path = va_arg (paths, const char *))
    g_ptr_array_add (sources, g_file_new_for_path (path));
  va_end (paths);
  return sources;
}

static void
test_those_that_can_be_read_are_attached (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *source = write_long_source (fixture, "export.bin"), *other = write_source (fixture, "note.txt", "note", 4);
  g_autofree char *missing = g_build_filename (fixture->folder, "gone.jpg", NULL);
  g_autoptr (GPtrArray) sources = list_sources (source, missing, fixture->folder, other, NULL), attachments = NULL;
  Waiting waiting = { 0 };

  run (store, &id, sources, NULL, &waiting);
  g_main_loop_run (waiting.loop);
  g_assert_no_error (waiting.error);
  g_assert_cmpuint (waiting.n_attached, ==, 2);
  g_assert_nonnull (strstr (waiting.refusals, "“gone.jpg” could not be read"));
  g_assert_nonnull (strstr (waiting.refusals, "is a folder"));
  attachments = list (store, id);
  g_assert_cmpuint (attachments->len, ==, 2);
  /* One step of undo for all of it. */
  g_assert_true (annex_log_undo (store, NULL, NULL));
  g_ptr_array_unref (attachments);
  attachments = list (store, id);
  g_assert_cmpuint (attachments->len, ==, 0);
  assert_sound (store);
  waiting_clear (&waiting);
}

static void
test_a_cancelled_one_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autofree char *source = write_long_source (fixture, "export.bin");
  g_autoptr (GPtrArray) sources = list_sources (source, NULL), attachments = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Waiting waiting = { 0 };

  run (store, &id, sources, cancellable, &waiting);
  g_cancellable_cancel (cancellable);
  g_main_loop_run (waiting.loop);
  g_assert_error (waiting.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  attachments = list (store, id);
  g_assert_cmpuint (attachments->len, ==, 0);
  g_assert_cmpint (count (store, "file"), ==, 0);
  waiting_clear (&waiting);
}

typedef struct
{
  AnnexStore *store;
  gint64 id;
  guint n_typed;
} Typing;

/* Whoever types while files are written must not be sent away. */
static gboolean
type_cb (gpointer user_data)
{
  Typing *typing = user_data;
  g_autofree char *remark = g_strdup_printf ("Typed %u", ++typing->n_typed);

  fixture_assert_set (typing->store, typing->id, "remark", remark);
  return G_SOURCE_CONTINUE;
}

static void
test_others_can_write_meanwhile (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  Typing typing = { store, add_evidence (store, "Record"), 0 };
  g_autofree char *contents = g_malloc0 (8000000), *source = write_source (fixture, "long.bin", contents, 8000000), *last = NULL;
  g_autoptr (GPtrArray) sources = list_sources (source, NULL), attachments = NULL;
  Waiting waiting = { 0 };
  guint typing_source = g_idle_add (type_cb, &typing);

  run (store, &typing.id, sources, NULL, &waiting);
  g_main_loop_run (waiting.loop);
  g_source_remove (typing_source);
  g_assert_no_error (waiting.error);
  attachments = list (store, typing.id);
  g_assert_cmpuint (attachments->len, ==, 1);
  g_assert_cmpuint (typing.n_typed, >, 0);
  last = g_strdup_printf ("Typed %u", typing.n_typed);
  fixture_assert_value (store, typing.id, "remark", last);
  assert_sound (store);
  waiting_clear (&waiting);
}

/* A stick pulled out while it is read: the file shrinks under the reader. */
static void
shrink_cb (gint64 done, gpointer data)
{
  g_assert_cmpint (truncate (data, 300000), ==, 0);
}

static void
test_a_source_that_vanishes_is_told (Fixture *fixture, gconstpointer data)
{
  g_autofree char *source = write_long_source (fixture, "DSC0001.JPG");
  g_autoptr (GFile) file = g_file_new_for_path (source);
  g_autoptr (GError) error = NULL;
  AnnexStagedFile *staged = annex_staged_file_read (file, ANNEX_ATTACHING_DEFAULT_LIMIT, shrink_cb, source, NULL, &error);

  g_assert_null (staged);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE);
  g_assert_nonnull (strstr (error->message, "ended early"));
  g_assert_nonnull (strstr (error->message, "Nothing of it was attached"));
}

static void
test_a_crash_in_the_middle_leaves_nothing (Fixture *fixture, gconstpointer data)
{
  gint64 id = add_evidence (fixture->store, "Record");
  g_autofree char *path = g_strdup (annex_store_get_path (fixture->store)), *contents = g_malloc0 (20000000), *source = NULL;
  g_autoptr (GPtrArray) attachments = NULL;
  pid_t child;
  int status;

  source = write_source (fixture, "long.bin", contents, 20000000);
  annex_store_close (fixture->store);
  g_clear_object (&fixture->store);
  child = fork ();
  if (child == 0)
    {
      /* More is written than the cache holds, so that the file itself was touched. */
      AnnexStore *store = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);
      AnnexTransaction *transaction = annex_transaction_begin (store, "Attach", NULL);
      GPtrArray *one = g_ptr_array_new ();

      g_ptr_array_add (one, stage (store, source, NULL));
      _exit (transaction != NULL && annex_attaching_add (transaction, id, "files", one, NULL) ? 0 : 1);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);

  fixture->store = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);
  g_assert_false (annex_store_is_read_only (fixture->store));
  attachments = list (fixture->store, id);
  g_assert_cmpuint (attachments->len, ==, 0);
  g_assert_cmpint (count (fixture->store, "file_chunk"), ==, 0);
  assert_sound (fixture->store);
}

/* 60 MB go in and come out in less memory than a third of that. */
static void
test_a_large_file_takes_little_memory (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = add_evidence (store, "Record");
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  g_autofree char *source = g_build_filename (fixture->folder, "photograph.bin", NULL), *out = g_build_filename (fixture->folder, "out.bin", NULL);
  int file = g_open (source, O_CREAT | O_WRONLY, 0600);
  struct rusage before, after;
  g_autoptr (GPtrArray) attachments = NULL;

  g_assert_cmpint (ftruncate (file, 60000000), ==, 0);
  g_close (file, NULL);
  fixture_assert_set (store, annex_record_get_id (engagement), "attachment_limit", "100");
  getrusage (RUSAGE_SELF, &before);
  assert_attached (store, id, source);
  attachments = list (store, id);
  g_assert_true (annex_content_save (store, ((AnnexAttachment *) attachments->pdata[0])->hash, out, NULL, NULL));
  getrusage (RUSAGE_SELF, &after);
  g_test_message ("grown by %ld KiB", after.ru_maxrss - before.ru_maxrss);
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed */
  g_assert_cmpint (after.ru_maxrss - before.ru_maxrss, <, 20000);
#endif
}

/* ---- Around ---- */

static void
test_evidence_is_made_from_a_file (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *source = write_source (fixture, "Access review.csv", "a,b\n", 4);
  g_autoptr (GDateTime) written = g_date_time_new_local (2026, 11, 20, 12, 0, 0);
  struct utimbuf times = { g_date_time_to_unix (written), g_date_time_to_unix (written) };
  g_autoptr (AnnexStagedFile) staged = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  gint64 id, person;

  g_assert_cmpint (g_utime (source, &times), ==, 0);
  staged = stage (store, source, NULL);
  person = fixture_add (store, &annex_person_type, "name", "Ada Field", NULL);
  annex_store_set_author (store, "Ada Field");
  transaction = annex_transaction_begin (store, "Drop", NULL);
  id = annex_evidence_add_file (transaction, staged, NULL);
  g_assert_true (annex_transaction_commit (transaction, NULL));
  record = annex_store_load (store, id, NULL);
  g_assert_cmpstr (annex_record_get_value (record, "title"), ==, "Access review");
  g_assert_cmpstr (annex_record_get_value (record, "about"), ==, "2026-11-20");
  g_assert_nonnull (annex_record_get_value (record, "collected_on"));
  g_assert_cmpint (g_ascii_strtoll (annex_record_get_value (record, "collected_by"), NULL, 10), ==, person);
}

static void
test_a_template_leaves_files_behind (Fixture *fixture, gconstpointer data)
{
  static const char *const areas[] = { "document", NULL };
  gint64 id = fixture_add (fixture->store, &annex_document_type, "title", "Record", NULL);
  g_autofree char *source = write_long_source (fixture, "export.bin");
  g_autoptr (AnnexStore) next = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) record = NULL;

  assert_attached (fixture->store, id, source);
  next = fixture_create (fixture, "next.annex");
  annex_engagement_from_template (next, annex_store_get_path (fixture->store), areas, "Next", NULL, NULL, &error);
  g_assert_no_error (error);
  record = annex_store_find (next, "DOC-001", NULL);
  g_assert_nonnull (record);
  g_assert_null (annex_record_get_value (record, "files"));
  g_assert_cmpint (count (next, "file"), ==, 0);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(name) g_test_add ("/files/" #name, Fixture, NULL, fixture_set_up, test_##name, fixture_tear_down)
  /* First, before others have taken memory that could be used again. */
  ADD (a_large_file_takes_little_memory);
  ADD (content_is_kept_once_and_comes_out_whole);
  ADD (undo_and_redo_bring_files_back);
  ADD (what_nobody_names_is_cleaned_up);
  ADD (a_changed_byte_is_found);
  ADD (odd_sources_are_refused_in_words);
  ADD (names_are_made_harmless);
  ADD (a_name_that_lies_is_recorded);
  ADD (beyond_the_limit_a_file_is_linked);
  ADD (values_of_others_are_not_believed);
  ADD (those_that_can_be_read_are_attached);
  ADD (a_cancelled_one_leaves_nothing);
  ADD (others_can_write_meanwhile);
  ADD (a_source_that_vanishes_is_told);
  ADD (a_crash_in_the_middle_leaves_nothing);
  ADD (evidence_is_made_from_a_file);
  ADD (a_template_leaves_files_behind);
#undef ADD
  return g_test_run ();
}
