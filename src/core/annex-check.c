/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-check.h"
#include "annex-content.h"
#include "annex-log.h"
#include "annex-query.h"
#include "annex-store-private.h"
#include "annex-worker.h"

/* Seconds after opening. */
#define BACKGROUND_CHECK_DELAY 3

/* One finding for each row of @sql; the row's first column goes into @format. */
static gboolean
collect (AnnexStore *store, const char *sql, const char *format, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *statement = annex_store_prepare (store, sql, error);
  int status;

  if (statement == NULL)
    return FALSE;
  while ((status = sqlite3_step (statement)) == SQLITE_ROW)
    {
      const char *text = (const char *) sqlite3_column_text (statement, 0);
      g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

      if (g_strcmp0 (text, "ok") != 0)
        g_ptr_array_add (findings, g_strconcat (parts[0], text, parts[1], NULL));
    }
  if (status != SQLITE_DONE)
    annex_store_set_error (store, error);
  sqlite3_reset (statement);
  return status == SQLITE_DONE;
}

typedef struct
{
  AnnexStore *store;
  GPtrArray *findings;
  GCancellable *cancellable;
} ValueCheck;

static gboolean
check_values (AnnexRecord *record, gpointer user_data)
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

GPtrArray *
annex_check_integrity (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) chain = NULL;
  GPtrArray *types = annex_type_list ();

  if (!collect (store, "PRAGMA integrity_check (100)", _("The file is damaged: %s."), findings, error) ||
      !collect (store, "SELECT 'link ' || field || ' of ' || source FROM link WHERE source NOT IN (SELECT id FROM record) "
                       "OR target NOT IN (SELECT id FROM record)", _("A link leads nowhere: %s."), findings, error))
    return NULL;
  chain = annex_log_verify (store, cancellable, error);
  if (chain == NULL)
    return NULL;
  while (chain->len > 0)
    g_ptr_array_add (findings, g_ptr_array_steal_index (chain, 0));

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      g_autoptr (AnnexQuery) query = annex_query_new (type);
      g_autofree char *sql = g_strdup_printf ("SELECT reference FROM record WHERE type = '%s' AND id NOT IN (SELECT id FROM %s)",
                                              type->name, type->name);
      ValueCheck check = { store, findings, cancellable };

      if (!collect (store, sql, _("The content of %s is missing."), findings, error) ||
          !annex_query_foreach (query, store, check_values, &check, error) ||
          g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  return annex_content_check (store, findings, cancellable, error) ? g_steal_pointer (&findings) : NULL;
}

static gpointer
soundness_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  annex_store_check_soundness (store, error);
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
