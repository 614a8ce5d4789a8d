/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-export.h"

#include <glib/gi18n.h>

#include "core/annex-worker.h"
#include "exchange/annex-export.h"
#include "exchange/annex-icalendar-writer.h"
#include "widgets/annex-feedback.h"

static gpointer
export_worker (AnnexStore *store, gpointer path, GCancellable *cancellable, GError **error)
{
  return annex_export_calendar (store, path, cancellable, error) ? g_path_get_basename (path) : NULL;
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = annex_worker_finish (result, &error);
  g_autofree char *zone = annex_icalendar_dup_zone_name ();
  /* Translators: the name of a file, then that of a time zone: Europe/Amsterdam. */
  g_autofree char *text = name != NULL ? g_strdup_printf (_("Exported to “%s”, times in the zone %s"), name, zone) : NULL;

  if (name != NULL)
    annex_feedback_say (widget, text);
  else
    annex_feedback_refuse (widget, _("The Export Could Not Be Written"), error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  AnnexStore *store = g_object_get_data (source, "annex-store");

  if (file != NULL)
    annex_worker_run (store, export_worker, g_file_get_path (file), g_free, g_free, NULL, exported_cb, g_object_ref (widget));
}

GListModel *
annex_calendar_export_create_filters (void)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Calendars (iCalendar)"));
  gtk_file_filter_add_pattern (filter, "*.ics");
  g_list_store_append (filters, filter);
  return G_LIST_MODEL (filters);
}

void
annex_calendar_export_ask (GtkWidget *widget, AnnexStore *store)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = annex_calendar_export_create_filters ();
  g_autofree char *file_name = g_strconcat (_("Calendar"), ".ics", NULL);

  g_object_set_data_full (G_OBJECT (dialog), "annex-store", g_object_ref (store), g_object_unref);
  gtk_file_dialog_set_title (dialog, _("Export as iCalendar"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_set_initial_name (dialog, file_name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, g_object_ref (widget));
}
