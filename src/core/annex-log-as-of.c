/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-change.h"
#include "annex-connection.h"
#include "annex-log-order.h"
#include "annex-log-replay.h"
#include "annex-log.h"
#include "annex-store-private.h"

/* Pages that are copied in one go. */
#define PAGES_A_STEP 4096

/* Memory for pages of the copy, in KiB: beyond it they are in a nameless file of SQLite's own, however large the engagement. */
#define CACHE "16384"

static gboolean
copy_pages (AnnexStore *store, sqlite3 *past, GError **error)
{
  sqlite3_backup *backup = sqlite3_backup_init (past, "main", store->database, "main");
  int status = SQLITE_OK;

  if (backup == NULL)
    status = sqlite3_errcode (past);
  while (status == SQLITE_OK)
    status = sqlite3_backup_step (backup, PAGES_A_STEP);
  sqlite3_backup_finish (backup);
  if (status == SQLITE_DONE)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, (status & 0xff) == SQLITE_CORRUPT ? ANNEX_ERROR_DAMAGED : ANNEX_ERROR_STORAGE,
               _("The earlier date cannot be shown: what the file holds could not be copied (%s)."), sqlite3_errstr (status));
  return FALSE;
}

/* Each record that a later commit touched goes, in sets and not one by one; what it was on that date comes back from the log. */
static gboolean
remove_changed (AnnexStore *store, gint64 last, GError **error)
{
  g_autofree char *list = g_strdup_printf ("CREATE TEMP TABLE changed (id INTEGER PRIMARY KEY);"
                                           "INSERT OR IGNORE INTO temp.changed SELECT record FROM change WHERE commit_id > %" G_GINT64_FORMAT ";"
                                           "DELETE FROM link WHERE source IN (SELECT id FROM temp.changed);"
                                           "DELETE FROM record WHERE id IN (SELECT id FROM temp.changed);"
                                           "DELETE FROM \"commit\" WHERE id > %" G_GINT64_FORMAT ";",
                                           last, last);
  GPtrArray *types = annex_type_list ();

  if (!annex_store_execute (store, list, error))
    return FALSE;
  for (guint i = 0; i < types->len; i++)
    {
      g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE id IN (SELECT id FROM temp.changed)", ((const AnnexType *) types->pdata[i])->name);

      if (!annex_store_execute (store, sql, error))
        return FALSE;
    }
  return TRUE;
}

/* Records that were not there yet stay in the search index, which only finds what there is. The row of the log is
 * still being read, so that nothing may be left to another thread. */
static gboolean
restore (const AnnexReplayed *replayed, gpointer data, GError **error)
{
  AnnexStore *store = data;

  if (replayed->fault != NULL)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, replayed->fault);
      return FALSE;
    }
  return replayed->row == NULL || (annex_row_insert (store, replayed->type, replayed->record, replayed->row, error) &&
                                   annex_row_unindex (store, replayed->record, error) &&
                                   annex_row_index (store, replayed->type, replayed->record, replayed->row, error) &&
                                   annex_store_settle (store, error));
}

/* What came later is taken back without a look at what it did; that it is a history at all is looked at here. */
static gboolean
check_later (AnnexStore *store, gint64 last, GError **error)
{
  sqlite3_stmt *statement = NULL;
  gboolean good = TRUE;
  int status = SQLITE_DONE;

  if (sqlite3_prepare_v2 (store->database, "SELECT " ANNEX_CHANGE_COLUMNS " FROM change WHERE commit_id > ?1", -1, &statement, NULL) != SQLITE_OK)
    return annex_store_fail (store, error);
  sqlite3_bind_int64 (statement, 1, last);
  while (good && (status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      AnnexChange change;

      good = annex_change_read (statement, &change, error);
    }
  if (good && status != SQLITE_DONE)
    good = annex_store_fail (store, error);
  sqlite3_finalize (statement);
  return good;
}

static gboolean
go_back (AnnexStore *store, gint64 last, GError **error)
{
  g_autoptr (GError) fault = NULL;

  if (annex_store_execute (store, "PRAGMA synchronous = OFF; PRAGMA cache_size = -" CACHE "; BEGIN", &fault) &&
      check_later (store, last, &fault) && remove_changed (store, last, &fault) && annex_log_replay (store, last, "temp.changed", restore, store, NULL, &fault) &&
      annex_store_execute (store, "COMMIT; DROP TABLE temp.changed", &fault))
    return TRUE;
  g_set_error (error, fault->domain, fault->code, _("The earlier date cannot be shown: %s"), fault->message);
  return FALSE;
}

/* The past is shown in a copy, so that the file, which may be read-only, is never touched. */
gboolean
annex_log_begin_as_of (AnnexStore *store, const char *date, GError **error)
{
  g_autofree char *end = NULL;
  g_autoptr (AnnexLogOrder) order = NULL;
  sqlite3 *past = NULL;
  gint64 last;

  g_return_val_if_fail (store->live == NULL, FALSE);
  if (!annex_date_is_valid (date))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is not a date. Write it as 2026-11-24."), date);
      return FALSE;
    }
  order = annex_log_order_read (store, error);
  if (order == NULL)
    return FALSE;
  end = annex_clock_dup_end_of_day (date);
  last = annex_log_order_find (order, end);
  if (sqlite3_open_v2 ("", &past, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
    {
      /* Nothing of the copy is ever taken back. A connection that is hardened does not do without a journal any more. */
      sqlite3_exec (past, "PRAGMA journal_mode = OFF", NULL, NULL, NULL);
      annex_connection_prepare (past, &store->day);
    }
  if (!copy_pages (store, past, error))
    {
      sqlite3_close (past);
      return FALSE;
    }

  annex_store_drop_statements (store);
  store->live = store->database;
  store->database = past;
  store->day = annex_clock_parse_day (date);
  store->past_remark = annex_log_order_dup_remark (order);
  if (!go_back (store, last, error))
    {
      annex_log_end_as_of (store);
      return FALSE;
    }
  g_hash_table_remove_all (store->fields);
  g_clear_pointer (&store->scales, g_hash_table_unref);
  annex_store_forget_answers (store, NULL);
  return TRUE;
}

void
annex_log_end_as_of (AnnexStore *store)
{
  if (store->live == NULL)
    return;
  annex_store_drop_statements (store);
  sqlite3_close (store->database);
  store->database = g_steal_pointer (&store->live);
  store->day = 0;
  g_clear_pointer (&store->past_remark, g_free);
  g_hash_table_remove_all (store->fields);
  g_clear_pointer (&store->scales, g_hash_table_unref);
  annex_store_forget_answers (store, NULL);
}

const char *
annex_log_get_as_of_remark (AnnexStore *store)
{
  return store->past_remark;
}
