/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-history-view.h"

#include <glib/gi18n.h>

#include "core/annex-log.h"
#include "widgets/annex-gradual-filling.h"

/* The newest are what people look for; the whole log is annex-cli's and the reports' business. */
#define MAX_SHOWN 500

/* As many rows as are in sight. */
#define SCREENFUL 12

static GtkWidget *
make_row (const AnnexLogEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (entry->time, NULL);
  g_autoptr (GDateTime) local = time != NULL ? g_date_time_to_local (time) : NULL;
  g_autofree char *when = local != NULL ? g_date_time_format (local, "%x %X") : g_strdup (entry->time);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s", when, entry->author);
  g_autofree char *title = NULL;
  GtkWidget *row = adw_action_row_new ();

  if (g_strcmp0 (entry->kind, "undo") == 0)
    title = g_strdup_printf (_("Undone: %s"), entry->label);
  else if (g_strcmp0 (entry->kind, "redo") == 0)
    title = g_strdup_printf (_("Done again: %s"), entry->label);
  else
    title = g_strdup (entry->label);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
add_row (GtkWidget *group, guint index, gpointer entries)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (((GPtrArray *) entries)->pdata[index]));
}

AdwDialog *
annex_history_view_new (AnnexStore *store)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *toolbar = adw_toolbar_view_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  g_autoptr (GPtrArray) entries = annex_log_list (store, MAX_SHOWN, NULL);

  if (entries != NULL)
    annex_gradual_filling_start (GTK_WIDGET (group), entries->len, SCREENFUL, add_row, g_ptr_array_ref (entries),
                                 (GDestroyNotify) g_ptr_array_unref);
  adw_preferences_group_set_description (group, _("Every change, who made it and when. Each has the hash of the one before it, "
                                                  "by which the check of the file’s integrity finds what was altered."));
  adw_preferences_page_add (page, group);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), GTK_WIDGET (page));
  adw_dialog_set_title (dialog, _("History"));
  adw_dialog_set_content_width (dialog, 520);
  adw_dialog_set_content_height (dialog, 600);
  adw_dialog_set_child (dialog, toolbar);
  return dialog;
}
