/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-check.h"
#include "annex-comparison.h"
#include "annex-content.h"
#include "annex-log-verify.h"
#include "annex-query.h"
#include "annex-statement.h"
#include "annex-store-private.h"
#include "annex-worker.h"

/* How many steps of SQLite pass, at most, before the check in the background makes way for somebody who wants to
 * write. */
#define STEPS_WITHOUT_A_LOOK 1000

/* Seconds after opening. */
#define BACKGROUND_CHECK_DELAY 3

/* One finding for each row of @sql; the row's first column goes into @format. */
static gboolean
collect (AnnexStore *store, const char *sql, const char *format, GPtrArray *findings, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (store, sql, error);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      const char *text = annex_statement_get_string (statement, 0);

      if (strcmp (text, "ok") != 0)
        g_ptr_array_add (findings, g_strconcat (parts[0], text, parts[1], NULL));
    }
  return annex_statement_finish (statement, error);
}

typedef struct
{
  AnnexStore *store;
  GPtrArray *findings;
  GCancellable *cancellable;
} ValueCheck;

static gboolean
check_record (AnnexRecord *record, gpointer user_data)
{
  ValueCheck *check = user_data;
  GPtrArray *fields = annex_store_get_fields (check->store, annex_record_get_record_type (record));

  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      g_autoptr (GError) error = NULL;

      if (annex_field_is_stored (field) && !annex_field_check (field, annex_record_get_value_at (record, i), &error))
        g_ptr_array_add (check->findings, g_strdup_printf ("%s: %s", annex_record_get_reference (record), error->message));
    }
  return !g_cancellable_is_cancelled (check->cancellable);
}

/* What has gone wrong while a part was looked at is a finding of its own, unless it is no fault of the file's. */
static gboolean
note_fault (GPtrArray *findings, GError *fault, GError **error)
{
  if (g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
    {
      if (!g_ptr_array_find_with_equal_func (findings, fault->message, g_str_equal, NULL))
        g_ptr_array_add (findings, g_strdup (fault->message));
      g_error_free (fault);
      return TRUE;
    }
  g_propagate_error (error, fault);
  return FALSE;
}

/* SQLite's own check speaks of a page that the disk did not give as of one that is damaged. */
static gboolean
is_fault_of_disk (const char *text)
{
  static const char words[] = "error code=";
  const char *code = strstr (text, words);

  return code != NULL && (g_ascii_strtoull (code + strlen (words), NULL, 10) & 0xff) == SQLITE_IOERR;
}

static gboolean
check_pages (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  guint n_before = findings->len;

  if (!collect (store, "PRAGMA integrity_check (100)", _("The file is damaged: %s."), findings, error))
    return FALSE;
  for (guint i = n_before; i < findings->len; i++)
    if (is_fault_of_disk (findings->pdata[i]))
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                     _("The disk with “%s” does not answer. Nothing was changed. Plug the disk in again and try again."), store->path);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_links (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  return collect (store,
                  "SELECT 'link ' || field || ' of ' || source FROM link WHERE source NOT IN (SELECT id FROM record) "
                  "OR target NOT IN (SELECT id FROM record)",
                  _("A link leads nowhere: %s."), findings, error);
}

static gboolean
check_values (AnnexStore *store, GPtrArray *findings, GCancellable *cancellable, GError **error)
{
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (types->pdata[i]);
      ValueCheck check = { store, findings, cancellable };
      GError *fault = NULL;

      if (!annex_query_foreach (query, store, check_record, &check, &fault) && !note_fault (findings, fault, error))
        return FALSE;
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    }
  return TRUE;
}

void
annex_integrity_free (AnnexIntegrity *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_clear_pointer (&self->remarks, g_ptr_array_unref);
  g_free (self->head);
  g_free (self);
}

static AnnexIntegrity *
check_history (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexIntegrity) self = g_new0 (AnnexIntegrity, 1);
  GError *fault = NULL;
  g_autoptr (AnnexLogVerdict) verdict = annex_log_verify (store, cancellable, &fault);

  self->findings = g_ptr_array_new_with_free_func (g_free);
  self->remarks = g_ptr_array_new_with_free_func (g_free);
  if (verdict == NULL)
    {
      self->head = g_strdup ("");
      return note_fault (self->findings, fault, error) ? g_steal_pointer (&self) : NULL;
    }
  g_ptr_array_extend_and_steal (self->findings, g_steal_pointer (&verdict->problems));
  g_ptr_array_extend_and_steal (self->remarks, g_steal_pointer (&verdict->remarks));
  self->n_commits = verdict->n_commits;
  self->head = g_steal_pointer (&verdict->head);
  return g_steal_pointer (&self);
}

static AnnexIntegrity *
check_file (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  static gboolean (*const parts[]) (AnnexStore *, GPtrArray *, GCancellable *, GError **) = {
    check_pages, check_links, annex_comparison_run, check_values, annex_content_check
  };
  g_autoptr (AnnexIntegrity) self = check_history (store, cancellable, error);

  if (self == NULL)
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GError *fault = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          (!parts[i](store, self->findings, cancellable, &fault) && !note_fault (self->findings, fault, error)))
        return NULL;
    }
  /* Whatever was left out of these parts is told by now. */
  annex_store_confirm_reads (store, NULL);
  return g_steal_pointer (&self);
}

typedef AnnexIntegrity *(*CheckFunc) (AnnexStore *store, GCancellable *cancellable, GError **error);

/* What is edited meanwhile must neither wait for a check nor be taken for an altered file. */
static AnnexIntegrity *
check_moment (AnnexStore *store, CheckFunc check, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AnnexStore) moment = annex_store_open_moment (store, cancellable, &fault);
  AnnexIntegrity *integrity;
  gboolean held;

  if (moment != NULL)
    return check (moment, cancellable, error);
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_error_matches (fault, ANNEX_ERROR, ANNEX_ERROR_LOCKED))
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return NULL;
    }
  /* There is no room for a copy, or the disk does not give all of the file: others wait, then. */
  g_debug ("%s", fault->message);
  held = annex_store_execute (store, "BEGIN", NULL);
  integrity = check (store, cancellable, error);
  if (held)
    annex_store_execute (store, "COMMIT", NULL);
  return integrity;
}

AnnexIntegrity *
annex_check_history (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  return check_moment (store, check_history, cancellable, error);
}

AnnexIntegrity *
annex_check_file (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  return check_moment (store, check_file, cancellable, error);
}

gboolean
annex_check_expect (AnnexIntegrity *self, AnnexStore *store, const char *expected, GError **error)
{
  g_autofree char *hash = g_ascii_strdown (expected, -1);
  g_autoptr (GError) fault = NULL;
  gint64 commit;

  if (strcmp (hash, self->head) == 0)
    return TRUE;
  commit = annex_log_find_hash (store, hash, &fault);
  if (fault != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&fault));
      return FALSE;
    }
  if (commit > 0)
    g_ptr_array_add (self->findings,
                     g_strdup_printf (_("The hash of the history is not the one expected: that was the hash of commit %ld, and %ld came after it."),
                                      (long) commit, (long) (self->n_commits - commit)));
  else
    g_ptr_array_add (self->findings, g_strdup (_("The hash of the history is not the one expected, and no commit has it: "
                                                 "the history is not a continuation of the one it was noted from.")));
  return TRUE;
}

GPtrArray *
annex_check_integrity (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexIntegrity) integrity = annex_check_file (store, cancellable, error);

  return integrity != NULL ? g_steal_pointer (&integrity->findings) : NULL;
}

static int
is_written (gpointer handle)
{
  return annex_file_handle_is_written (handle);
}

/* In the file itself, which costs less, for as long as nobody writes. */
static gpointer
soundness_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) fault = NULL;
  g_autoptr (AnnexStore) moment = NULL;

  sqlite3_progress_handler (store->database, STEPS_WITHOUT_A_LOOK, is_written, store->handle);
  annex_store_check_soundness (store, &fault);
  sqlite3_progress_handler (store->database, 0, NULL, NULL);
  if (g_error_matches (fault, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&fault);
      moment = annex_store_open_moment (store, cancellable, &fault);
      if (moment != NULL)
        annex_store_check_soundness (moment, &fault);
    }
  if (fault != NULL)
    g_propagate_error (error, g_steal_pointer (&fault));
  return NULL;
}

static void
soundness_checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  annex_worker_finish (result, &error);
  if (g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED))
    annex_store_set_damaged (ANNEX_STORE (source));
}

static void
start_check_cb (gpointer user_data)
{
  AnnexStore *store = user_data;

  if (store->database != NULL)
    annex_worker_run (store, soundness_worker, NULL, NULL, NULL, NULL, soundness_checked_cb, NULL);
  g_object_unref (store);
}

void
annex_check_in_background (AnnexStore *store)
{
  /* Whoever opened the file has other things to wait for first. */
  if (!store->checked)
    g_timeout_add_seconds_once (BACKGROUND_CHECK_DELAY, start_check_cb, g_object_ref (store));
}
