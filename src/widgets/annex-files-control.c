/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-files-control.h"

#include <glib/gi18n.h>

#include "annex-attach.h"
#include "annex-feedback.h"
#include "annex-file-row.h"
#include "annex-tooltip.h"

struct _AnnexFilesControl
{
  AnnexFieldControl parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *attach_button;
  GtkWidget *empty_row;
  GPtrArray *rows;
};

G_DEFINE_FINAL_TYPE (AnnexFilesControl, annex_files_control, ANNEX_TYPE_FIELD_CONTROL)

static gboolean
can_write (AnnexFilesControl *self)
{
  return annex_field_control_get_record (ANNEX_FIELD_CONTROL (self)) != 0 &&
         !annex_store_is_read_only (annex_field_control_get_store (ANNEX_FIELD_CONTROL (self)));
}

static void
attach_cb (AnnexFilesControl *self)
{
  AnnexFieldControl *control = ANNEX_FIELD_CONTROL (self);

  if (can_write (self))
    annex_attach_choose (GTK_WIDGET (self->group), annex_field_control_get_store (control), annex_field_control_get_record (control),
                         annex_field_control_get_field (control));
}

void
annex_files_control_add (AnnexFilesControl *self, GPtrArray *sources)
{
  AnnexFieldControl *control = ANNEX_FIELD_CONTROL (self);

  if (can_write (self))
    annex_attach_to_record (GTK_WIDGET (self->group), annex_field_control_get_store (control), annex_field_control_get_record (control),
                            annex_field_control_get_field (control), sources);
}

gboolean
annex_files_control_paste (AnnexFilesControl *self)
{
  AnnexFieldControl *control = ANNEX_FIELD_CONTROL (self);

  return can_write (self) && annex_attach_paste (GTK_WIDGET (self->group), annex_field_control_get_store (control),
                                                 annex_field_control_get_record (control), annex_field_control_get_field (control));
}

static gboolean
remove_file (AnnexFilesControl *self, const AnnexAttachment *attachment, GError **error)
{
  AnnexFieldControl *control = ANNEX_FIELD_CONTROL (self);
  g_autofree char *label = g_strdup_printf (_("Remove %s"), attachment->name);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (annex_field_control_get_store (control), label, error);

  return transaction != NULL &&
         annex_attaching_remove (transaction, annex_field_control_get_record (control), annex_field_control_get_field (control)->name,
                                 attachment, error) &&
         annex_transaction_commit (transaction, error);
}

static void
remove_cb (AnnexFilesControl *self, AnnexFileRow *row)
{
  g_autoptr (AnnexAttachment) attachment = annex_attachment_copy (annex_file_row_get_attachment (row));
  g_autofree char *text = g_strdup_printf (_("Removed %s"), attachment->name);
  g_autoptr (GError) error = NULL;

  /* The row goes when the store has changed; the keyboard stays in the group. */
  gtk_widget_grab_focus (self->attach_button);
  if (remove_file (self, attachment, &error))
    annex_feedback_say_undoable (GTK_WIDGET (self->group), text);
  else
    annex_feedback_refuse (GTK_WIDGET (self->group), _("The File Could Not Be Removed"), error);
}

static gboolean
drop_cb (AnnexFilesControl *self, const GValue *value)
{
  g_autoptr (GPtrArray) sources = annex_attach_dup_dropped (value);

  annex_files_control_add (self, sources);
  return sources->len > 0;
}

static gboolean
paste_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  return annex_files_control_paste (user_data);
}

static void
paste_clicked_cb (AnnexFilesControl *self)
{
  if (!annex_files_control_paste (self))
    annex_feedback_say (GTK_WIDGET (self->group), _("There is neither a file nor a picture on the clipboard"));
}

/* What this control writes, nobody hands back to it: it follows the record, wherever it stands. */
static void
store_changed_cb (AnnexFilesControl *self)
{
  AnnexFieldControl *control = ANNEX_FIELD_CONTROL (self);
  gint64 id = annex_field_control_get_record (control);
  g_autoptr (AnnexRecord) record =
    id != 0 ? annex_store_load (annex_field_control_get_store (control), id, ANNEX_TOLD_BY_STORE) : NULL;
  const char *value = record != NULL ? annex_record_get_value (record, annex_field_control_get_field (control)->name) : NULL;

  if (g_strcmp0 (value, annex_field_control_get_value (control)) != 0)
    annex_field_control_set_value (control, value);
}

static GtkWidget *
create_button (AnnexFilesControl *self, const char *icon, const char *format, GCallback callback)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", format, annex_field_get_label (annex_field_control_get_field (ANNEX_FIELD_CONTROL (self))));
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  annex_tooltip_set (button, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  return button;
}

static GtkWidget *
annex_files_control_build (AnnexFieldControl *control)
{
  AnnexFilesControl *self = ANNEX_FILES_CONTROL (control);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  GtkEventController *shortcuts = gtk_shortcut_controller_new ();

  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->group, annex_field_get_label (annex_field_control_get_field (control)));
  self->attach_button = create_button (self, "mail-attachment-symbolic", _("Attach"), G_CALLBACK (attach_cb));
  gtk_box_append (GTK_BOX (buttons), create_button (self, "edit-paste-symbolic", _("Paste"), G_CALLBACK (paste_clicked_cb)));
  gtk_box_append (GTK_BOX (buttons), self->attach_button);
  adw_preferences_group_set_header_suffix (self->group, buttons);

  self->empty_row = adw_action_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->empty_row), _("No files yet"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->empty_row), _("Attach, paste, or drop them here"));
  gtk_widget_add_css_class (self->empty_row, "dimmed");
  adw_preferences_group_add (self->group, self->empty_row);

  g_signal_connect_object (annex_field_control_get_store (control), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->group), GTK_EVENT_CONTROLLER (target));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (shortcuts),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_v, GDK_CONTROL_MASK),
                                                          gtk_callback_action_new (paste_cb, self, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self->group), shortcuts);
  gtk_widget_add_css_class (GTK_WIDGET (self->group), "takes-files");

  return GTK_WIDGET (self->group);
}

static void
annex_files_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexFilesControl *self = ANNEX_FILES_CONTROL (control);
  AnnexStore *store = annex_field_control_get_store (control);
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (value);

  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < attachments->len; i++)
    {
      GtkWidget *row = annex_file_row_new (store, g_ptr_array_index (attachments, i));

      g_signal_connect_object (row, "remove", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (self->empty_row, attachments->len == 0);
  gtk_widget_set_visible (gtk_widget_get_parent (self->attach_button), can_write (self));
}

static void
annex_files_control_dispose (GObject *object)
{
  g_clear_pointer (&ANNEX_FILES_CONTROL (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_files_control_parent_class)->dispose (object);
}

static void
annex_files_control_class_init (AnnexFilesControlClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_files_control_dispose;
  ANNEX_FIELD_CONTROL_CLASS (klass)->build = annex_files_control_build;
  ANNEX_FIELD_CONTROL_CLASS (klass)->show = annex_files_control_show;
}

static void
annex_files_control_init (AnnexFilesControl *self)
{
  self->rows = g_ptr_array_new ();
}
