/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-other-calendars-dialog.h"

#include <glib/gi18n.h>

#include "annex-calendar-export.h"

struct _AnnexOtherCalendarsDialog
{
  AdwDialog parent_instance;

  AdwPreferencesGroup *group;

  AnnexOtherCalendars *calendars;
  GPtrArray *rows; /* of @group, not owned */
};

G_DEFINE_FINAL_TYPE (AnnexOtherCalendarsDialog, annex_other_calendars_dialog, ADW_TYPE_DIALOG)

static void
remove_cb (GtkWidget *button, AnnexOtherCalendarsDialog *self)
{
  annex_other_calendars_remove (self->calendars, gtk_widget_get_name (button));
}

static GtkWidget *
add_row (AnnexOtherCalendarsDialog *self, guint position)
{
  GtkWidget *row = adw_action_row_new (), *remove = gtk_button_new_from_icon_name ("user-trash-symbolic");
  g_autofree char *name = annex_other_calendars_dup_name (self->calendars, position);
  g_autofree char *label = g_strdup_printf (_("Remove “%s”"), name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  gtk_widget_set_tooltip_text (row, annex_other_calendars_get_path (self->calendars, position));
  gtk_widget_set_name (remove, annex_other_calendars_get_path (self->calendars, position));
  gtk_widget_set_tooltip_text (remove, label);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), remove);
  adw_preferences_group_add (self->group, row);
  return row;
}

static void
update_states (AnnexOtherCalendarsDialog *self)
{
  for (guint i = 0; i < self->rows->len && i < annex_other_calendars_get_n (self->calendars); i++)
    {
      g_autofree char *state = annex_other_calendars_dup_state (self->calendars, i);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (self->rows->pdata[i]), state);
    }
}

static gboolean
is_current (AnnexOtherCalendarsDialog *self)
{
  gboolean current = self->rows->len == annex_other_calendars_get_n (self->calendars);

  for (guint i = 0; current && i < self->rows->len; i++)
    current = g_str_equal (gtk_widget_get_tooltip_text (self->rows->pdata[i]), annex_other_calendars_get_path (self->calendars, i));
  return current;
}

static void
update (AnnexOtherCalendarsDialog *self)
{
  if (!is_current (self))
    {
      for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->group, self->rows->pdata[i]);
      g_ptr_array_set_size (self->rows, 0);
      for (guint i = 0; i < annex_other_calendars_get_n (self->calendars); i++)
        g_ptr_array_add (self->rows, add_row (self, i));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->group), self->rows->len > 0);
  update_states (self);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexOtherCalendarsDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    annex_other_calendars_add (self->calendars, path);
}

static void
add_cb (AnnexOtherCalendarsDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListModel) filters = annex_calendar_export_create_filters ();

  gtk_file_dialog_set_title (dialog, _("Show Another Calendar"));
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, chosen_cb, g_object_ref (self));
}

static void
annex_other_calendars_dialog_dispose (GObject *object)
{
  AnnexOtherCalendarsDialog *self = ANNEX_OTHER_CALENDARS_DIALOG (object);

  g_clear_object (&self->calendars);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_OTHER_CALENDARS_DIALOG);
  G_OBJECT_CLASS (annex_other_calendars_dialog_parent_class)->dispose (object);
}

static void
annex_other_calendars_dialog_class_init (AnnexOtherCalendarsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_other_calendars_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-other-calendars-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexOtherCalendarsDialog, group);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
annex_other_calendars_dialog_init (AnnexOtherCalendarsDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
annex_other_calendars_dialog_present (GtkWidget *parent, AnnexOtherCalendars *calendars)
{
  AnnexOtherCalendarsDialog *self = g_object_new (ANNEX_TYPE_OTHER_CALENDARS_DIALOG, NULL);

  self->calendars = g_object_ref (calendars);
  g_signal_connect_object (calendars, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (calendars, "progress", G_CALLBACK (update_states), self, G_CONNECT_SWAPPED);
  update (self);
  adw_dialog_present (ADW_DIALOG (self), parent);
}
