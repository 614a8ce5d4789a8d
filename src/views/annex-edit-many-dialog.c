/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-edit-many-dialog.h"

#include <glib/gi18n.h>

#include "widgets/annex-feedback.h"
#include "widgets/annex-field-control.h"
#include "widgets/annex-record-commands.h"

struct _AnnexEditManyDialog
{
  AdwDialog parent_instance;

  AdwComboRow *field_row;
  AdwBin *control_bin;
  AdwSwitchRow *empty_row;
  AdwBanner *banner;

  AnnexStore *store;
  GArray *ids;
  GPtrArray *fields;
  AnnexFieldControl *control;
  char *value;
  gboolean given; /* a value was entered, so that nothing is emptied by not looking */
};

G_DEFINE_FINAL_TYPE (AnnexEditManyDialog, annex_edit_many_dialog, ADW_TYPE_DIALOG)

static void
committed_cb (AnnexEditManyDialog *self, const char *value, AnnexFieldControl *control)
{
  g_set_str (&self->value, value);
  self->given = TRUE;
  annex_field_control_set_value (control, self->value);
}

static void
field_cb (AnnexEditManyDialog *self)
{
  guint position = adw_combo_row_get_selected (self->field_row);
  const AnnexField *field;
  GtkWidget *widget;
  GtkWidget *group;

  if (self->fields == NULL || position >= self->fields->len)
    return;

  field = g_ptr_array_index (self->fields, position);
  g_set_str (&self->value, field->kind == ANNEX_FIELD_BOOLEAN ? "0" : NULL);
  self->given = field->kind == ANNEX_FIELD_BOOLEAN;
  adw_switch_row_set_active (self->empty_row, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->empty_row), field->kind != ANNEX_FIELD_BOOLEAN && (field->flags & ANNEX_FIELD_REQUIRED) == 0);
  g_clear_object (&self->control);
  self->control = annex_field_control_new (self->store, field);
  annex_field_control_set_value (self->control, NULL);
  g_signal_connect_object (self->control, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  widget = annex_field_control_get_widget (self->control);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    group = widget;
  else
    {
      group = adw_preferences_group_new ();
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), widget);
    }
  adw_bin_set_child (self->control_bin, group);
}

static void
empty_cb (AnnexEditManyDialog *self)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->control_bin), !adw_switch_row_get_active (self->empty_row));
}

static void
apply_cb (AnnexEditManyDialog *self)
{
  gboolean empty = adw_switch_row_get_active (self->empty_row);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  if (!empty)
    {
      annex_field_control_flush (self->control);
      if (annex_field_control_is_refused (self->control))
        return;
      if (!self->given)
        {
          annex_field_control_show_error (self->control, _("Nothing is given yet."));
          return;
        }
    }

  if (!annex_record_commands_set (self->store, self->ids, annex_field_control_get_field (self->control),
                                  empty ? NULL : self->value, &error))
    {
      adw_banner_set_title (self->banner, error->message);
      adw_banner_set_revealed (self->banner, TRUE);
      return;
    }

  text = g_strdup_printf (ngettext ("%u record changed", "%u records changed", self->ids->len), self->ids->len);
  annex_feedback_say_undoable (GTK_WIDGET (self), text);
  adw_dialog_close (ADW_DIALOG (self));
}

/* Many records are set to one kind or one owner. */
static guint
find_likely_field (AnnexEditManyDialog *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (((const AnnexField *) g_ptr_array_index (self->fields, i))->flags & ANNEX_FIELD_FILTER)
      return i;

  return 0;
}

static void
annex_edit_many_dialog_dispose (GObject *object)
{
  AnnexEditManyDialog *self = ANNEX_EDIT_MANY_DIALOG (object);

  g_clear_object (&self->store);
  g_clear_object (&self->control);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->value, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_EDIT_MANY_DIALOG);

  G_OBJECT_CLASS (annex_edit_many_dialog_parent_class)->dispose (object);
}

static void
annex_edit_many_dialog_class_init (AnnexEditManyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_edit_many_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-edit-many-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexEditManyDialog, field_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexEditManyDialog, control_bin);
  gtk_widget_class_bind_template_child (widget_class, AnnexEditManyDialog, empty_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexEditManyDialog, banner);
  gtk_widget_class_bind_template_callback (widget_class, field_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
}

static void
annex_edit_many_dialog_init (AnnexEditManyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
annex_edit_many_dialog_new (AnnexStore *store, const AnnexType *type, GArray *ids)
{
  AnnexEditManyDialog *self = g_object_new (ANNEX_TYPE_EDIT_MANY_DIALOG, NULL);
  GPtrArray *all = annex_store_get_fields (store, type);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autofree char *title = g_strdup_printf (ngettext ("Edit %u Record", "Edit %u Records", ids->len), ids->len);

  self->store = g_object_ref (store);
  self->ids = g_array_ref (ids);
  self->fields = g_ptr_array_new ();
  for (guint i = 1; i < all->len; i++)
    {
      const AnnexField *field = g_ptr_array_index (all, i);

      if (!annex_field_is_written (field) || (field->flags & (ANNEX_FIELD_TITLE | ANNEX_FIELD_INTERNAL)))
        continue;
      g_ptr_array_add (self->fields, (gpointer) field);
      gtk_string_list_append (labels, annex_field_get_label (field));
    }
  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_combo_row_set_model (self->field_row, G_LIST_MODEL (labels));
  adw_combo_row_set_selected (self->field_row, find_likely_field (self));
  field_cb (self);

  return ADW_DIALOG (self);
}
