/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-history-view.h"

#include <glib/gi18n.h>

#include "core/annex-log-order.h"
#include "core/annex-log-verify.h"
#include "core/annex-log.h"
#include "widgets/annex-feedback.h"
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

static void
copy_cb (GtkWidget *button, gpointer row)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), adw_action_row_get_subtitle (row));
  annex_feedback_say (button, _("Hash copied"));
}

/* A noted hash shows later that the history was recomputed. */
static GtkWidget *
make_head (const char *head, gint64 n_commits)
{
  g_autofree char *title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Hash of the history, of %ld commit",
                                                         "Hash of the history, of %ld commits", (gulong) n_commits),
                                            (long) n_commits);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), head);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  gtk_widget_set_tooltip_text (button, _("Copy Hash"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Copy Hash"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), row);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  return row;
}

/* Returns: (nullable): nothing where it cannot be read, which the window tells. */
static AdwPreferencesGroup *
make_head_group (AnnexStore *store)
{
  g_autoptr (AnnexLogOrder) order = annex_log_order_read (store, ANNEX_TOLD_BY_STORE);
  g_autofree char *remark = order != NULL ? annex_log_order_dup_remark (order) : NULL;
  gint64 n_commits = 0;
  g_autofree char *head = annex_log_dup_head (store, &n_commits, ANNEX_TOLD_BY_STORE);
  AdwPreferencesGroup *group;

  if (head == NULL || *head == '\0')
    return NULL;
  group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_description (group, remark);
  adw_preferences_group_add (group, make_head (head, n_commits));
  return group;
}

AdwDialog *
annex_history_view_new (AnnexStore *store)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *toolbar = adw_toolbar_view_new ();
  GtkWidget *overlay = adw_toast_overlay_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  AdwPreferencesGroup *head = make_head_group (store);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) entries = annex_log_list (store, MAX_SHOWN, &failure);

  if (entries == NULL)
    adw_preferences_group_add (group, annex_feedback_new_unreadable_row (failure));
  else
    annex_gradual_filling_start (GTK_WIDGET (group), entries->len, SCREENFUL, add_row, g_ptr_array_ref (entries),
                                 (GDestroyNotify) g_ptr_array_unref);
  adw_preferences_group_set_description (group, _("Every change, who made it and when. Each has the hash of the one before it, "
                                                  "by which the check of the file’s integrity finds what was altered."));
  if (head != NULL)
    adw_preferences_page_add (page, head);
  adw_preferences_page_add (page, group);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (page));
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), overlay);
  adw_dialog_set_title (dialog, _("History"));
  adw_dialog_set_content_width (dialog, 520);
  adw_dialog_set_content_height (dialog, 600);
  adw_dialog_set_child (dialog, toolbar);
  return dialog;
}
