/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-welcome-page.h"

#include <glib/gi18n.h>

#include "core/annex-log.h"

/* Milliseconds for which a file is awaited before it is listed by its name alone. */
#define PATIENCE 400

struct _AnnexWelcomePage
{
  AdwBin parent_instance;

  AdwPreferencesGroup *recent_group;
  GPtrArray *rows;
  GPtrArray *waiting; /* rows of files that have not answered */
  GCancellable *cancellable;
  guint patience_source;
};

G_DEFINE_FINAL_TYPE (AnnexWelcomePage, annex_welcome_page, ADW_TYPE_BIN)

static char *
describe_last_change (AnnexStore *store)
{
  g_autoptr (GPtrArray) entries = annex_log_list (store, 1, ANNEX_TOLD_BY_STORE);
  g_autoptr (GDateTime) time = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *when = NULL;

  if (entries == NULL || entries->len == 0)
    return g_strdup ("");
  time = g_date_time_new_from_iso8601 (((AnnexLogEntry *) entries->pdata[0])->time, NULL);
  if (time == NULL)
    return g_strdup ("");
  local = g_date_time_to_local (time);
  when = g_date_time_format (local, "%x %R");
  return g_strdup_printf (_("changed %s"), when);
}

/* What a row says of a file. */
typedef struct
{
  gboolean is_there;
  char *title; /* (nullable): of the engagement */
  char *subtitle;
} About;

static void
about_free (gpointer data)
{
  About *about = data;

  g_free (about->title);
  g_free (about->subtitle);
  g_free (about);
}

/* A file that cannot be read is listed all the same; opening it says what is wrong. */
static void
look_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  const char *path = task_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = annex_store_open (path, ANNEX_STORE_WORKER, &error);
  g_autoptr (AnnexRecord) engagement = store != NULL ? annex_store_get_engagement (store, ANNEX_TOLD_BY_STORE) : NULL;
  g_autofree char *last_change = store != NULL ? describe_last_change (store) : NULL;
  const char *changed = store != NULL && annex_store_confirm_reads (store, NULL) ? last_change : _("cannot be read");
  const char *organization = engagement != NULL ? annex_record_get_text (engagement, "organization") : "";
  About *about = g_new0 (About, 1);

  about->is_there = !g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  about->title = engagement != NULL ? g_strdup (annex_record_get_title (engagement)) : NULL;
  about->subtitle = *organization != '\0' ? g_strdup_printf ("%s · %s", organization, changed) : g_strdup (changed);
  g_task_return_pointer (task, about, about_free);
}

static void
show_row (AnnexWelcomePage *self, GtkWidget *row)
{
  gtk_widget_set_visible (row, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), TRUE);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AnnexWelcomePage *self = ANNEX_WELCOME_PAGE (source);
  g_autoptr (GtkWidget) row = user_data;
  About *about = g_task_propagate_pointer (G_TASK (result), NULL);

  /* Another list may have come meanwhile, or the page may be gone. */
  if (about == NULL)
    return;
  g_ptr_array_remove (self->waiting, row);
  gtk_widget_set_visible (row, FALSE);
  if (about->title != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), about->title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), about->subtitle);
  if (about->is_there)
    show_row (self, row);
  about_free (about);
}

static GtkWidget *
make_row (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = g_filename_display_name (name);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), shown);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("does not answer yet"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, path);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open-path");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", path);
  gtk_widget_set_visible (row, FALSE);
  return row;
}

/* What has not answered by then is shown by its name alone. */
static void
patience_cb (gpointer user_data)
{
  AnnexWelcomePage *self = user_data;

  self->patience_source = 0;
  for (guint i = 0; i < self->waiting->len; i++)
    show_row (self, self->waiting->pdata[i]);
}

static void
forget_rows (AnnexWelcomePage *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->waiting, 0);
}

/* Each file is looked at in a thread of its own, for one may be on a disk that does not answer. */
static void
list_recent (AnnexWelcomePage *self, GSettings *settings)
{
  g_auto (GStrv) paths = g_settings_get_strv (settings, "recent");

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->recent_group, self->rows->pdata[i]);
  forget_rows (self);
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), FALSE);
  self->cancellable = g_cancellable_new ();
  for (char **path = paths; *path != NULL; path++)
    {
      GtkWidget *row = make_row (*path);
      g_autoptr (GTask) task = g_task_new (self, self->cancellable, looked_cb, g_object_ref (row));

      adw_preferences_group_add (self->recent_group, row);
      g_ptr_array_add (self->rows, row);
      g_ptr_array_add (self->waiting, row);
      g_task_set_task_data (task, g_strdup (*path), g_free);
      g_task_run_in_thread (task, look_thread);
    }
  if (self->rows->len > 0)
    self->patience_source = g_timeout_add_once (PATIENCE, patience_cb, self);
}

/* Listing the recent ones opens each file, so it waits until the page is seen. */
static void
map_cb (AnnexWelcomePage *self, GSettings *settings)
{
  list_recent (self, settings);
}

static void
annex_welcome_page_dispose (GObject *object)
{
  forget_rows (ANNEX_WELCOME_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (annex_welcome_page_parent_class)->dispose (object);
}

static void
annex_welcome_page_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_WELCOME_PAGE (object)->rows);
  g_ptr_array_unref (ANNEX_WELCOME_PAGE (object)->waiting);
  G_OBJECT_CLASS (annex_welcome_page_parent_class)->finalize (object);
}

static void
annex_welcome_page_class_init (AnnexWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_welcome_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_welcome_page_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexWelcomePage, recent_group);
}

static void
annex_welcome_page_init (AnnexWelcomePage *self)
{
  self->rows = g_ptr_array_new ();
  self->waiting = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
annex_welcome_page_set_recent (AnnexWelcomePage *self, GSettings *settings)
{
  g_signal_connect_object (self, "map", G_CALLBACK (map_cb), settings, 0);
}
