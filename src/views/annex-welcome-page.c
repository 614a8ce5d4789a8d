/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-welcome-page.h"

#include <glib/gi18n.h>

#include "core/annex-log.h"

struct _AnnexWelcomePage
{
  AdwBin parent_instance;

  AdwPreferencesGroup *recent_group;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (AnnexWelcomePage, annex_welcome_page, ADW_TYPE_BIN)

static char *
describe_last_change (AnnexStore *store)
{
  g_autoptr (GPtrArray) entries = annex_log_list (store, 1, NULL);
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

/* A file that cannot be read is listed all the same; opening it says what is wrong. */
static GtkWidget *
make_row (const char *path)
{
  g_autoptr (AnnexStore) store = annex_store_open (path, ANNEX_STORE_READ_ONLY, NULL);
  g_autoptr (AnnexRecord) engagement = store != NULL ? annex_store_get_engagement (store, NULL) : NULL;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *changed = store != NULL ? describe_last_change (store) : g_strdup (_("cannot be read"));
  const char *organization = engagement != NULL ? annex_record_get_text (engagement, "organization") : "";
  g_autofree char *subtitle = NULL;
  GtkWidget *row = adw_action_row_new ();

  subtitle = *organization != '\0' ? g_strdup_printf ("%s · %s", organization, changed) : g_strdup (changed);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), engagement != NULL ? annex_record_get_title (engagement) : name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, path);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "app.open-path");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", path);
  return row;
}

static void
recent_changed_cb (GSettings *settings, const char *key, AnnexWelcomePage *self)
{
  g_auto (GStrv) paths = g_settings_get_strv (settings, "recent");

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->recent_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  for (char **path = paths; *path != NULL; path++)
    {
      GtkWidget *row;

      if (!g_file_test (*path, G_FILE_TEST_EXISTS))
        continue;
      row = make_row (*path);
      adw_preferences_group_add (self->recent_group, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->recent_group), self->rows->len > 0);
}

/* Listing the recent ones opens each file, so it waits until the page is seen. */
static void
map_cb (AnnexWelcomePage *self, GSettings *settings)
{
  recent_changed_cb (settings, "recent", self);
}

static void
annex_welcome_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_WELCOME_PAGE);
  G_OBJECT_CLASS (annex_welcome_page_parent_class)->dispose (object);
}

static void
annex_welcome_page_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_WELCOME_PAGE (object)->rows);
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
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
annex_welcome_page_set_recent (AnnexWelcomePage *self, GSettings *settings)
{
  g_signal_connect_object (self, "map", G_CALLBACK (map_cb), settings, 0);
}
