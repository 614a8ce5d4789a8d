/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cell-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "annex-field-control.h"
#include "annex-passing-popover.h"
#include "annex-record-commands.h"

typedef struct
{
  AnnexStore *store;
  gint64 id;
  const AnnexField *field;
  AnnexFieldControl *control;
  GtkWidget *popover;
  gboolean committing;
} CellEditor;

static void
cell_editor_free (gpointer data)
{
  CellEditor *editor = data;

  g_clear_object (&editor->store);
  g_clear_object (&editor->control);
  g_free (editor);
}

/* The record may leave the list with its new value, and the cell with it: GTK must not look there for the keyboard. */
static void
committed_cb (AnnexFieldControl *control, const char *value, CellEditor *editor)
{
  g_autoptr (GtkWidget) popover = g_object_ref (editor->popover);
  g_autoptr (GtkWidget) list = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gboolean ends = !(editor->field->flags & ANNEX_FIELD_MANY) && gtk_widget_get_root (popover) != NULL;

  /* What loses the keyboard offers its text once more. */
  if (editor->committing)
    return;
  editor->committing = TRUE;
  if (ends)
    {
      list = g_object_ref (gtk_widget_get_ancestor (popover, GTK_TYPE_COLUMN_VIEW));
      gtk_root_set_focus (gtk_widget_get_root (list), NULL);
    }
  g_array_append_val (ids, editor->id);
  if (!annex_record_commands_set (editor->store, ids, editor->field, value, &error))
    {
      annex_field_control_focus (control);
      annex_field_control_show_error (control, error->message);
    }
  else
    {
      annex_field_control_set_value (control, value);
      if (ends)
        {
          gtk_popover_popdown (GTK_POPOVER (popover));
          gtk_widget_grab_focus (list);
        }
    }
  editor->committing = FALSE;
}

static void
unchanged_cb (AnnexFieldControl *control, CellEditor *editor)
{
  gtk_popover_popdown (GTK_POPOVER (editor->popover));
}

static void
closed_cb (GtkPopover *popover, CellEditor *editor)
{
  annex_field_control_flush (editor->control);
}

void
annex_cell_editor_open (GtkWidget *cell, AnnexStore *store, gint64 id, const AnnexField *field)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, NULL);
  CellEditor *editor;
  GtkWidget *list;
  GtkWidget *widget;

  if (record == NULL || !annex_field_is_written (field) || annex_store_is_read_only (store))
    {
      gtk_widget_error_bell (cell);
      return;
    }

  editor = g_new0 (CellEditor, 1);
  editor->store = g_object_ref (store);
  editor->id = id;
  editor->field = field;
  editor->control = annex_field_control_new (store, field);
  annex_field_control_set_value (editor->control, annex_record_get_value (record, field->name));
  widget = annex_field_control_get_widget (editor->control);

  if (ADW_IS_PREFERENCES_GROUP (widget))
    list = widget;
  else
    {
      list = gtk_list_box_new ();
      gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
      gtk_widget_add_css_class (list, "boxed-list");
      gtk_list_box_append (GTK_LIST_BOX (list), widget);
    }
  gtk_widget_set_size_request (list, 300, -1);

  editor->popover = gtk_popover_new ();
  gtk_widget_add_css_class (editor->popover, "cell-editor");
  gtk_popover_set_child (GTK_POPOVER (editor->popover), list);
  gtk_accessible_update_property (GTK_ACCESSIBLE (editor->popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  annex_field_get_label (field), -1);
  g_object_set_data_full (G_OBJECT (editor->popover), "annex-cell-editor", editor, cell_editor_free);
  g_signal_connect (editor->control, "committed", G_CALLBACK (committed_cb), editor);
  g_signal_connect (editor->control, "unchanged", G_CALLBACK (unchanged_cb), editor);
  g_signal_connect (editor->popover, "closed", G_CALLBACK (closed_cb), editor);
  annex_passing_popover_show (GTK_POPOVER (editor->popover), cell);
  annex_field_control_focus (editor->control);
}
