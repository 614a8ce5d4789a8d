/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-new-record-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-transaction.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-field-control.h"

/* In pixels: room for three rows and a group of links. */
#define SHORT_HEIGHT 390

struct _AnnexNewRecordDialog
{
  AdwDialog parent_instance;

  AdwBanner *banner;
  GtkBox *groups;
  GtkButton *add_button;

  AnnexStore *store;
  const AnnexType *type;
  GPtrArray *controls;
};

G_DEFINE_FINAL_TYPE (AnnexNewRecordDialog, annex_new_record_dialog, ADW_TYPE_DIALOG)

static guint created_signal;

static gboolean
is_asked_for (const AnnexField *field)
{
  return annex_field_is_written (field) && (field->flags & ANNEX_FIELD_INTERNAL) == 0 &&
         (field->flags & (ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN)) != 0;
}

static void
committed_cb (AnnexNewRecordDialog *self, const char *value, AnnexFieldControl *control)
{
  g_autofree char *kept = g_strdup (value);

  annex_field_control_set_value (control, kept);
}

/* What is missing is said where it is missing. */
static gboolean
check_controls (AnnexNewRecordDialog *self)
{
  gboolean complete = TRUE;

  for (guint i = 0; i < self->controls->len; i++)
    {
      AnnexFieldControl *control = g_ptr_array_index (self->controls, i);
      const AnnexField *field = annex_field_control_get_field (control);
      const char *value;

      annex_field_control_flush (control);
      if (annex_field_control_is_refused (control))
        return FALSE;
      value = annex_field_control_get_value (control);
      if ((field->flags & ANNEX_FIELD_REQUIRED) != 0 && (value == NULL || *value == '\0'))
        {
          annex_field_control_show_error (control, _("This is needed."));
          if (complete)
            annex_field_control_focus (control);
          complete = FALSE;
        }
    }

  return complete;
}

static gint64
create_record (AnnexNewRecordDialog *self, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Add %s"), g_dgettext (GETTEXT_PACKAGE, self->type->label));
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->store, label, error);
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (self->store, self->type)->len + 1);
  gint64 id;

  if (transaction == NULL)
    return 0;
  for (guint i = 0; i < self->controls->len; i++)
    {
      AnnexFieldControl *control = g_ptr_array_index (self->controls, i);
      const char *value = annex_field_control_get_value (control);

      values[annex_store_find_field_index (self->store, self->type, annex_field_control_get_field (control)->name)] =
        value != NULL ? value : "";
    }
  id = annex_transaction_create (transaction, self->type, values, error);

  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

static void
add_cb (AnnexNewRecordDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autofree char *text = NULL;
  gint64 id;

  if (!check_controls (self))
    return;
  id = create_record (self, &error);
  if (id == 0)
    {
      adw_banner_set_title (self->banner, error->message);
      adw_banner_set_revealed (self->banner, TRUE);
      return;
    }
  record = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);
  text = g_strdup_printf (_("%s added"), annex_record_get_reference (record));
  annex_feedback_say_undoable (GTK_WIDGET (self), text);
  g_signal_emit (self, created_signal, 0, id);
  adw_dialog_close (ADW_DIALOG (self));
}

static char *
dup_owner (AnnexStore *store, gint64 id)
{
  g_autoptr (AnnexRecord) record = id != 0 ? annex_store_load (store, id, ANNEX_TOLD_BY_STORE) : NULL;

  return record != NULL && annex_type_find_field (annex_record_get_record_type (record), "owner") != NULL
           ? g_strdup (annex_record_get_value (record, "owner"))
           : NULL;
}

/* @group: (inout): where rows go; links to many records are groups of their own. */
static void
add_control (AnnexNewRecordDialog *self, const AnnexField *field, const char *value, GtkWidget **group)
{
  AnnexFieldControl *control = annex_field_control_new (self->store, field);
  GtkWidget *widget = annex_field_control_get_widget (control);

  g_ptr_array_add (self->controls, control);
  g_signal_connect_object (control, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  annex_field_control_set_value (control, value);
  if (ADW_IS_ENTRY_ROW (widget))
    adw_entry_row_set_activates_default (ADW_ENTRY_ROW (widget), TRUE);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    {
      gtk_box_append (self->groups, widget);
      *group = NULL;
      return;
    }
  if (*group == NULL)
    {
      *group = adw_preferences_group_new ();
      gtk_box_append (self->groups, *group);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (*group), widget);
}

static void
build (AnnexNewRecordDialog *self, const char *link_field, gint64 target)
{
  GPtrArray *fields = annex_store_get_fields (self->store, self->type);
  g_autofree char *owner = dup_owner (self->store, target);
  g_autofree char *target_text = g_strdup_printf ("%" G_GINT64_FORMAT, target);
  GtkWidget *group = NULL;

  for (guint i = 1; i < fields->len; i++)
    {
      const AnnexField *field = g_ptr_array_index (fields, i);
      gboolean linked = target != 0 && g_strcmp0 (field->name, link_field) == 0;

      if (!linked && !is_asked_for (field))
        continue;
      if (linked)
        add_control (self, field, target_text, &group);
      else if (field->kind == ANNEX_FIELD_LINK && g_str_equal (field->target, "person") && owner != NULL)
        {
          add_control (self, field, owner, &group);
          g_clear_pointer (&owner, g_free);
        }
      else
        add_control (self, field, field->initial, &group);
    }
}

/* The keyboard begins where something is missing. */
static void
focus_first_cb (gpointer user_data)
{
  g_autoptr (AnnexNewRecordDialog) self = user_data;

  for (guint i = 0; self->controls != NULL && i < self->controls->len; i++)
    {
      AnnexFieldControl *control = g_ptr_array_index (self->controls, i);
      const AnnexField *field = annex_field_control_get_field (control);

      if (annex_field_control_get_value (control) == NULL && (field->flags & (ANNEX_FIELD_REQUIRED | ANNEX_FIELD_TITLE)) != 0)
        {
          annex_field_control_focus (control);
          return;
        }
    }
}

/* When idle: a bottom sheet, as the dialog is in a narrow window, moves the focus once more as it opens. */
static void
annex_new_record_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_new_record_dialog_parent_class)->map (widget);
  g_idle_add_once (focus_first_cb, g_object_ref (ANNEX_NEW_RECORD_DIALOG (widget)));
}

static void
annex_new_record_dialog_dispose (GObject *object)
{
  AnnexNewRecordDialog *self = ANNEX_NEW_RECORD_DIALOG (object);

  g_clear_pointer (&self->controls, g_ptr_array_unref);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_NEW_RECORD_DIALOG);

  G_OBJECT_CLASS (annex_new_record_dialog_parent_class)->dispose (object);
}

static void
annex_new_record_dialog_class_init (AnnexNewRecordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_new_record_dialog_dispose;
  created_signal = g_signal_new ("created", ANNEX_TYPE_NEW_RECORD_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_INT64);

  widget_class->map = annex_new_record_dialog_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-new-record-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexNewRecordDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewRecordDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewRecordDialog, add_button);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
}

static void
annex_new_record_dialog_init (AnnexNewRecordDialog *self)
{
  self->controls = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
annex_new_record_dialog_new (AnnexStore *store, const AnnexType *type, const char *link_field, gint64 target)
{
  AnnexNewRecordDialog *self = g_object_new (ANNEX_TYPE_NEW_RECORD_DIALOG, NULL);
  g_autofree char *title = g_strdup_printf (_("New: %s"), g_dgettext (GETTEXT_PACKAGE, type->label));

  self->store = g_object_ref (store);
  self->type = type;
  adw_dialog_set_title (ADW_DIALOG (self), title);
  build (self, link_field, target);

  return ADW_DIALOG (self);
}

AdwDialog *
annex_new_record_dialog_new_short (AnnexStore *store, const AnnexType *type, const char *title, const char *confirm,
                                   const AnnexPreset *presets, guint n_presets)
{
  AnnexNewRecordDialog *self = g_object_new (ANNEX_TYPE_NEW_RECORD_DIALOG, NULL);
  GtkWidget *group = NULL;

  self->store = g_object_ref (store);
  self->type = type;
  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_dialog_set_content_height (ADW_DIALOG (self), SHORT_HEIGHT);
  gtk_button_set_label (self->add_button, confirm);
  for (guint i = 0; i < n_presets; i++)
    add_control (self, annex_type_find_field (type, presets[i].field_name), presets[i].value, &group);

  return ADW_DIALOG (self);
}

void
annex_new_record_dialog_set_value (AnnexNewRecordDialog *self, const char *field_name, const char *value)
{
  GtkWidget *group = NULL;

  for (guint i = 0; i < self->controls->len; i++)
    if (g_str_equal (annex_field_control_get_field (self->controls->pdata[i])->name, field_name))
      {
        annex_field_control_set_value (self->controls->pdata[i], value);
        return;
      }
  add_control (self, annex_type_find_field (self->type, field_name), value, &group);
}

gboolean
annex_new_record_dialog_is_needed (const AnnexType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];

      if ((field->flags & ANNEX_FIELD_REQUIRED) != 0 && (field->flags & ANNEX_FIELD_TITLE) == 0 && field->initial == NULL)
        return TRUE;
    }

  return FALSE;
}
