/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-application.h"

#include <glib/gi18n.h>

#include "annex-application-actions.h"
#include "annex-window.h"
#include "widgets/annex-file-opening.h"
#include "widgets/annex-text-drop.h"

#define MAX_RECENT 12

struct _AnnexApplication
{
  AdwApplication parent_instance;
  GSettings *settings;
};

G_DEFINE_FINAL_TYPE (AnnexApplication, annex_application, ADW_TYPE_APPLICATION)

static void
apply_color_scheme_cb (GSettings *settings, const char *key, AnnexApplication *self)
{
  g_autofree char *name = g_settings_get_string (settings, "color-scheme");
  AdwColorScheme scheme = ADW_COLOR_SCHEME_DEFAULT;

  if (g_strcmp0 (name, "light") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_LIGHT;
  else if (g_strcmp0 (name, "dark") == 0)
    scheme = ADW_COLOR_SCHEME_FORCE_DARK;
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), scheme);
}

static void
annex_application_startup (GApplication *application)
{
  AnnexApplication *self = ANNEX_APPLICATION (application);

  G_APPLICATION_CLASS (annex_application_parent_class)->startup (application);
  self->settings = g_settings_new (ANNEX_APPLICATION_ID);
  g_signal_connect (self->settings, "changed::color-scheme", G_CALLBACK (apply_color_scheme_cb), self);
  apply_color_scheme_cb (self->settings, "color-scheme", self);
  annex_application_install_actions (self);
  annex_text_drop_keep_files_out ();
  /* What a crash may have left. */
  annex_file_opening_clean_up ();
}

static void
annex_application_activate (GApplication *application)
{
  AnnexApplication *self = ANNEX_APPLICATION (application);
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));
  g_auto (GStrv) last = NULL;

  if (window != NULL)
    {
      gtk_window_present (window);
      return;
    }
  last = g_settings_get_strv (self->settings, "last-files");
  for (char **path = last; *path != NULL; path++)
    annex_window_open (annex_window_new (self), *path, TRUE);
  if (gtk_application_get_active_window (GTK_APPLICATION (application)) == NULL)
    gtk_window_present (GTK_WINDOW (annex_window_new (self)));
}

static void
annex_application_open_files (GApplication *application, GFile **files, int n_files, const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *path = g_file_get_path (files[i]);

      if (path != NULL)
        annex_application_open (ANNEX_APPLICATION (application), path,
                                gtk_application_get_active_window (GTK_APPLICATION (application)));
    }
}

static void
annex_application_shutdown (GApplication *application)
{
  AnnexApplication *self = ANNEX_APPLICATION (application);

  annex_file_opening_clean_up ();
  g_clear_object (&self->settings);
  G_APPLICATION_CLASS (annex_application_parent_class)->shutdown (application);
}

static void
annex_application_class_init (AnnexApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->startup = annex_application_startup;
  application_class->activate = annex_application_activate;
  application_class->open = annex_application_open_files;
  application_class->shutdown = annex_application_shutdown;
}

static void
annex_application_init (AnnexApplication *self)
{
}

AnnexApplication *
annex_application_new (void)
{
  return g_object_new (ANNEX_TYPE_APPLICATION,
                       "application-id", ANNEX_APPLICATION_ID,
                       "flags", G_APPLICATION_HANDLES_OPEN,
                       "resource-base-path", "/io/github/annex_isms/Annex",
                       NULL);
}

void
annex_application_open (AnnexApplication *self, const char *path, GtkWindow *window)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *absolute = g_file_get_path (file);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  for (GList *l = windows; l != NULL; l = l->next)
    {
      AnnexStore *store = ANNEX_IS_WINDOW (l->data) ? annex_window_get_store (l->data) : NULL;

      if (ANNEX_IS_WINDOW (l->data) && g_strcmp0 (annex_window_get_opening (l->data), absolute) == 0)
        return;
      /* Another path to the same file is found when that is open, for to look may take long. */
      if (store != NULL && !annex_store_is_read_only (store) && g_strcmp0 (annex_store_get_path (store), absolute) == 0)
        {
          gtk_window_present (l->data);
          return;
        }
    }
  annex_window_open (annex_window_find_free (self, window), absolute, FALSE);
}

void
annex_application_remember (AnnexApplication *self, const char *path)
{
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;
  guint n = 1;

  g_strv_builder_add (builder, path);
  for (char **other = recent; *other != NULL && n < MAX_RECENT; other++)
    if (g_strcmp0 (*other, path) != 0)
      {
        g_strv_builder_add (builder, *other);
        n++;
      }
  paths = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent", (const char *const *) paths);
}

void
annex_application_forget (AnnexApplication *self, const char *path)
{
  g_auto (GStrv) recent = g_settings_get_strv (self->settings, "recent");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) paths = NULL;

  for (char **other = recent; *other != NULL; other++)
    if (g_strcmp0 (*other, path) != 0)
      g_strv_builder_add (builder, *other);
  paths = g_strv_builder_end (builder);
  g_settings_set_strv (self->settings, "recent", (const char *const *) paths);
}

GSettings *
annex_application_get_settings (AnnexApplication *self)
{
  return self->settings;
}
