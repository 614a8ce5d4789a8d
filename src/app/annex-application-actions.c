/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-application-actions.h"

#include <glib/gi18n.h>

#include "annex-window.h"
#include "isms/annex-engagement-setup.h"
#include "views/annex-new-dialog.h"

static GtkWindow *
active_window (AnnexApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  if (window == NULL)
    {
      window = GTK_WINDOW (annex_window_new (self));
      gtk_window_present (window);
    }
  return window;
}

static void
created_cb (AnnexNewDialog *dialog, const char *path, AnnexApplication *self)
{
  annex_application_open (self, path, active_window (self));
}

static void
new_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexApplication *self = user_data;
  AdwDialog *dialog = annex_new_dialog_new ();

  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (active_window (self)));
}

static void
open_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexApplication) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    annex_application_open (self, path, active_window (self));
}

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexApplication *self = user_data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (filter, _("Annex engagements"));
  gtk_file_filter_add_pattern (filter, "*.annex");
  g_list_store_append (filters, filter);
  gtk_file_dialog_set_title (dialog, _("Open Engagement"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_open (dialog, active_window (self), NULL, open_finish_cb, g_object_ref (self));
}

static void
open_path_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  annex_application_open (user_data, g_variant_get_string (parameter, NULL), active_window (user_data));
}

/* The sample is made afresh in the cache, so that whatever is tried in it harms nothing. */
static void
open_sample_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexApplication *self = user_data;
  g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "annex", NULL);
  g_autoptr (GDateTime) now = annex_clock_get_stamp ();
  g_autofree char *stamp = g_strdup_printf ("Northquay %" G_GINT64_FORMAT ".annex", g_date_time_to_unix (now));
  g_autofree char *path = g_build_filename (folder, stamp, NULL);

  g_mkdir_with_parents (folder, 0700);
  annex_window_open_sample (annex_window_find_free (self, active_window (self)), path);
}

static void
new_window_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_window_present (GTK_WINDOW (annex_window_new (user_data)));
}

static void
about_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = adw_about_dialog_new ();

  g_object_set (dialog,
                "application-name", _("Annex"),
                "application-icon", ANNEX_APPLICATION_ID,
                "version", ANNEX_VERSION,
                "developer-name", _("Annex developers"),
                "license-type", GTK_LICENSE_GPL_3_0,
                "comments", _("Runs an ISO/IEC 27001 management system, offline, in one file per engagement. "
                              "Titles of controls and clauses are facts; the standard's text is not part of Annex."),
                NULL);
  adw_dialog_present (dialog, GTK_WIDGET (active_window (user_data)));
}

static void
quit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexApplication *self = user_data;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (GTK_APPLICATION (self)));
  gboolean waits = FALSE;

  for (GList *l = windows; l != NULL; l = l->next)
    if (ANNEX_IS_WINDOW (l->data) && annex_window_get_store (l->data) != NULL)
      g_strv_builder_add (builder, annex_store_get_path (annex_window_get_store (l->data)));
    else if (ANNEX_IS_WINDOW (l->data) && annex_window_get_opening (l->data) != NULL)
      {
        g_strv_builder_add (builder, annex_window_get_opening (l->data));
        waits = TRUE;
      }
  paths = g_strv_builder_end (builder);
  g_settings_set_strv (annex_application_get_settings (self), "last-files", (const char *const *) paths);
  /* The files are closed by their windows, which ending the program alone would leave as they are. */
  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (ANNEX_IS_WINDOW (l->data))
        annex_window_save_state (l->data);
      gtk_window_destroy (l->data);
    }
  /* What is being opened is taken back first, and the program ends by itself then. */
  if (!waits)
    g_application_quit (G_APPLICATION (self));
}

/* From a notification, which knows the record but no window. */
static void
show_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gint64 id = g_variant_get_int64 (parameter);

  for (GList *l = gtk_application_get_windows (user_data); l != NULL; l = l->next)
    if (ANNEX_IS_WINDOW (l->data) && annex_window_get_store (l->data) != NULL &&
        annex_store_get_type_of (annex_window_get_store (l->data), id, ANNEX_TOLD_BY_STORE) != NULL)
      {
        gtk_window_present (l->data);
        g_action_group_activate_action (G_ACTION_GROUP (l->data), "show-record", parameter);
        return;
      }
}

static const GActionEntry entries[] = {
  { .name = "new", .activate = new_cb },
  { .name = "open", .activate = open_cb },
  { .name = "open-path", .activate = open_path_cb, .parameter_type = "s" },
  { .name = "open-sample", .activate = open_sample_cb },
  { .name = "new-window", .activate = new_window_cb },
  { .name = "show-record", .activate = show_record_cb, .parameter_type = "x" },
  { .name = "about", .activate = about_cb },
  { .name = "quit", .activate = quit_cb },
};

static const struct
{
  const char *action;
  const char *keys[3];
} shortcuts[] = {
  { "app.new", { "<Control>n" } },
  { "app.open", { "<Control>o" } },
  { "app.new-window", { "<Control><Alt>n" } },
  { "app.quit", { "<Control>q" } },
  { "window.close", { "<Control>w" } },
  { "win.find", { "<Control>k" } },
  { "win.undo", { "<Control>z" } },
  { "win.redo", { "<Control><Shift>z", "<Control>y" } },
  { "win.preferences", { "<Control>comma" } },
  { "win.shortcuts", { "<Control>question", "<Control>slash" } },
  { "win.save-copy", { "<Control><Shift>s" } },
  { "win.reports", { "<Control><Shift>r" } },
  { "win.start-workshop", { "<Control><Shift>w" } },
  { "win.start-fieldwork", { "<Control><Alt>f" } },
  { "win.report-incident", { "<Control><Alt>i" } },
  { "win.history", { "<Control>h" } },
  { "win.show-room::calendar", { "<Control><Shift>c" } },
  { "win.search", { "<Control>f" } },
  { "win.new-record", { "<Control><Shift>n" } },
  { "win.import", { "<Control>i" } },
  { "win.export", { "<Control>e" } },
  { "win.toggle-detail", { "F9" } },
  { "win.room(1)", { "<Alt>1" } },
  { "win.room(2)", { "<Alt>2" } },
  { "win.room(3)", { "<Alt>3" } },
  { "win.room(4)", { "<Alt>4" } },
  { "win.room(5)", { "<Alt>5" } },
  { "win.room(6)", { "<Alt>6" } },
  { "win.room(7)", { "<Alt>7" } },
  { "win.room(8)", { "<Alt>8" } },
  { "win.room(9)", { "<Alt>9" } },
};

void
annex_application_install_actions (AnnexApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), shortcuts[i].action, shortcuts[i].keys);
}
