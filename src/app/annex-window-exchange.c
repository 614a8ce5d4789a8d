/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-window-exchange.h"

#include <glib/gi18n.h>

#include "core/annex-worker.h"
#include "exchange/annex-export.h"
#include "views/annex-import-dialog.h"
#include "widgets/annex-feedback.h"

typedef struct
{
  AnnexQuery *query;
  char *path;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  annex_query_free (export->query);
  g_free (export->path);
  g_free (export);
}

static gpointer
export_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Export *export = data;

  if (!annex_export_file (store, export->query, NULL, export->path, cancellable, error))
    return NULL;
  return g_path_get_basename (export->path);
}

static void
export_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) window = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = annex_worker_finish (result, &error);
  g_autofree char *text = NULL;

  if (name == NULL)
    {
      annex_feedback_refuse (GTK_WIDGET (window), _("The Export Could Not Be Written"), error);
      return;
    }
  text = g_strdup_printf (_("Exported to “%s”"), name);
  annex_feedback_say (GTK_WIDGET (window), text);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) window = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  AnnexView *view = annex_window_get_view (window);
  const AnnexQuery *query = view != NULL ? annex_view_get_query (view) : NULL;
  Export *export;

  if (file == NULL || query == NULL)
    return;
  export = g_new0 (Export, 1);
  export->query = annex_query_copy (query);
  export->path = g_file_get_path (file);
  annex_worker_run (annex_window_get_store (window), export_worker, export, export_free, g_free, NULL, export_finish_cb,
                    g_object_ref (window));
}

void
annex_window_export (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexWindow *window = user_data;
  const AnnexType *type = annex_query_get_record_type (annex_view_get_query (annex_window_get_view (window)));
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  static const struct
  {
    const char *label;
    const char *pattern;
  } formats[] = { { N_("Workbooks (XLSX)"), "*.xlsx" },
                  { N_("Tables (CSV)"), "*.csv" },
                  { N_("JSON"), "*.json" },
                  { N_("OSCAL Catalogues"), "*.oscal.json" },
                  { N_("OSCAL Component Definitions"), "*.component.json" } };
  /* The last two are for controls. */
  guint n_formats = G_N_ELEMENTS (formats) - (g_str_equal (type->name, "control") ? 0 : 2);
  g_autofree char *name = g_strconcat (_(type->label_plural), ".xlsx", NULL);

  for (guint i = 0; i < n_formats; i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _(formats[i].label));
      gtk_file_filter_add_pattern (filter, formats[i].pattern);
      g_list_store_append (filters, filter);
    }
  gtk_file_dialog_set_title (dialog, _("Export What Is Shown"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (window), NULL, chosen_cb, g_object_ref (window));
}

void
annex_window_import (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexWindow *window = user_data;
  const AnnexType *type = annex_query_get_record_type (annex_view_get_query (annex_window_get_view (window)));

  adw_dialog_present (annex_import_dialog_new (annex_window_get_store (window), type), GTK_WIDGET (window));
}

/* What annex_table_source_open() reads. */
static gboolean
is_table (GFile *file)
{
  static const char *const endings[] = { ".csv", ".tsv", ".xlsx", ".json" };
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  for (guint i = 0; lower != NULL && i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

gboolean
annex_window_import_dropped (AnnexWindow *window, GFile *file)
{
  AnnexStore *store = annex_window_get_store (window);
  AnnexView *view = annex_window_get_view (window);
  const AnnexQuery *query = view != NULL ? annex_view_get_query (view) : NULL;
  AdwDialog *dialog;

  if (store == NULL || !is_table (file))
    return FALSE;
  if (annex_store_is_read_only (store))
    annex_feedback_say (GTK_WIDGET (window), _("Nothing can be imported: this engagement is open for reading only"));
  else if (query == NULL)
    annex_feedback_say (GTK_WIDGET (window), _("Drop a table on the register that its rows belong in"));
  else
    {
      dialog = annex_import_dialog_new (store, annex_query_get_record_type (query));
      adw_dialog_present (dialog, GTK_WIDGET (window));
      annex_import_dialog_take_file (ANNEX_IMPORT_DIALOG (dialog), file);
    }
  return TRUE;
}
