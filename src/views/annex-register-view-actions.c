/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "annex-edit-many-dialog.h"
#include "annex-new-record-dialog.h"
#include "annex-register-view.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-commands.h"

static GArray *
dup_selected (AnnexRegisterView *self)
{
  return annex_record_selection_dup_ids (annex_record_table_get_selection (annex_register_view_get_table (self)));
}

static void
created_cb (AnnexRegisterView *self, gint64 id)
{
  annex_register_view_reveal (self, id, FALSE);
}

static void
new_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (widget);
  const AnnexType *type = annex_register_view_get_record_type (self);
  g_autoptr (GError) error = NULL;
  /* Translators: the name that a new record has until it gets its own; the kind of record. */
  g_autofree char *title = g_strdup_printf (_("New: %s"), g_dgettext (GETTEXT_PACKAGE, type->label));
  AdwDialog *dialog;
  gint64 id;

  if (annex_new_record_dialog_is_needed (type))
    {
      dialog = annex_new_record_dialog_new (annex_register_view_get_store (self), type, NULL, 0);
      g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
      adw_dialog_present (dialog, widget);
      return;
    }
  id = annex_record_commands_create (annex_register_view_get_store (self), type, title, &error);
  if (id == 0)
    annex_feedback_refuse (widget, _("Could Not Add a Record"), error);
  else
    annex_register_view_reveal (self, id, TRUE);
}

static void
delete_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (widget);
  g_autoptr (GArray) ids = dup_selected (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;

  if (ids->len == 0)
    return;

  if (!annex_record_commands_delete (annex_register_view_get_store (self), ids, &done, &error))
    annex_feedback_refuse (widget, _("Could Not Delete"), error);
  else
    {
      annex_record_selection_select (annex_record_table_get_selection (annex_register_view_get_table (self)), 0);
      annex_feedback_say_undoable (widget, done);
    }
}

static void
duplicate_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (widget);
  g_autoptr (GArray) ids = dup_selected (self);
  g_autoptr (GArray) copies = NULL;
  g_autoptr (GError) error = NULL;

  if (ids->len == 0)
    return;

  copies = annex_record_commands_duplicate (annex_register_view_get_store (self), ids, &error);
  if (copies == NULL)
    annex_feedback_refuse (widget, _("Could Not Duplicate"), error);
  else
    annex_register_view_reveal (self, g_array_index (copies, gint64, 0), copies->len == 1);
}

static void
edit_many_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (widget);
  g_autoptr (GArray) ids = dup_selected (self);

  if (ids->len > 0)
    adw_dialog_present (annex_edit_many_dialog_new (annex_register_view_get_store (self),
                                                    annex_register_view_get_record_type (self), ids),
                        widget);
}

static void
show_detail_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annex_register_view_show_detail (ANNEX_REGISTER_VIEW (widget));
}

static void
select_all_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordTable *table = annex_register_view_get_table (ANNEX_REGISTER_VIEW (widget));

  gtk_selection_model_select_all (GTK_SELECTION_MODEL (annex_record_table_get_selection (table)));
}

void
annex_register_view_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "register.new", NULL, new_action);
  gtk_widget_class_install_action (widget_class, "register.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "register.duplicate", NULL, duplicate_action);
  gtk_widget_class_install_action (widget_class, "register.edit-many", NULL, edit_many_action);
  gtk_widget_class_install_action (widget_class, "register.show-detail", NULL, show_detail_action);
  gtk_widget_class_install_action (widget_class, "register.select-all", NULL, select_all_action);

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Insert, 0, "register.new", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "register.delete", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_d, GDK_CONTROL_MASK, "register.duplicate", NULL);
}

void
annex_register_view_update_actions (AnnexRegisterView *self)
{
  g_autoptr (GArray) ids = dup_selected (self);
  gboolean writable = !annex_store_is_read_only (annex_register_view_get_store (self));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "register.new", writable);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "register.delete", writable && ids->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "register.duplicate", writable && ids->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "register.edit-many", writable && ids->len > 0);
}
