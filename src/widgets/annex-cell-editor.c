/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cell-editor.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "annex-feedback.h"
#include "annex-field-control.h"
#include "annex-passing-popover.h"
#include "annex-record-commands.h"

#define EDITOR "annex-cell-editor"

typedef struct
{
  AnnexStore *store;
  gint64 id;
  const AnnexField *field;
  AnnexFieldControl *control;
  GtkWidget *popover;
  GtkWidget *list; /* that the cell is in */
  gboolean committing;
  gboolean leaving;     /* the cell is gone, or about to go */
  gboolean given_up;    /* by Escape */
  char *refusal;        /* of the record, said last */
  gboolean shown_again; /* with the reason for a refusal, and nothing was typed since */
} CellEditor;

static void
cell_editor_free (gpointer data)
{
  CellEditor *editor = data;

  g_clear_object (&editor->store);
  g_clear_object (&editor->control);
  g_clear_object (&editor->list);
  g_free (editor->refusal);
  g_free (editor);
}

/* The record may leave the list with its new value, and the cell with it: GTK must not look there for the keyboard. */
static void
committed_cb (AnnexFieldControl *control, const char *value, CellEditor *editor)
{
  g_autoptr (GtkWidget) popover = g_object_ref (editor->popover);
  GtkWidget *list = editor->list;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gboolean ends = !(editor->field->flags & ANNEX_FIELD_MANY) && !editor->leaving && gtk_widget_get_root (popover) != NULL;

  /* What loses the keyboard offers its text once more. */
  if (editor->committing)
    return;
  editor->committing = TRUE;
  if (ends)
    gtk_root_set_focus (gtk_widget_get_root (list), NULL);
  g_array_append_val (ids, editor->id);
  if (!annex_record_commands_set (editor->store, ids, editor->field, value, &error))
    {
      if (!editor->leaving)
        annex_field_control_focus (control);
      annex_field_control_show_error (control, error->message);
      g_set_str (&editor->refusal, error->message);
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

static gboolean
show_again_cb (GtkPopover *popover)
{
  CellEditor *editor = g_object_get_data (G_OBJECT (popover), EDITOR);

  if (editor->leaving || gtk_widget_get_root (GTK_WIDGET (popover)) == NULL || gtk_widget_get_visible (GTK_WIDGET (popover)))
    return G_SOURCE_REMOVE;
  gtk_popover_popup (popover);
  annex_field_control_focus (editor->control);
  return G_SOURCE_REMOVE;
}

/* GTK closes a popover that grows by a message where it does not fit any more, and people close it by going on elsewhere:
 * neither is to take away what they typed before they saw why it was refused. */
static void
closed_cb (GtkPopover *popover, CellEditor *editor)
{
  if (editor->leaving)
    return;
  annex_field_control_flush (editor->control);
  if (editor->given_up || editor->leaving || editor->shown_again || !annex_field_control_is_refused (editor->control))
    return;
  editor->shown_again = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, G_SOURCE_FUNC (show_again_cb), g_object_ref (popover), g_object_unref);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, CellEditor *editor)
{
  GtkRoot *root = gtk_widget_get_root (editor->popover);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  editor->shown_again = FALSE;
  /* A popover within this one has its own Escape. */
  if (key != GDK_KEY_Escape || focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != editor->popover)
    return GDK_EVENT_PROPAGATE;
  editor->given_up = TRUE;
  annex_field_control_set_value (editor->control, annex_field_control_get_value (editor->control));
  return GDK_EVENT_PROPAGATE;
}

static gboolean
write_left_cb (GtkWidget *popover)
{
  CellEditor *editor = g_object_get_data (G_OBJECT (popover), EDITOR);

  annex_field_control_flush (editor->control);
  if (annex_field_control_is_refused (editor->control) && gtk_widget_get_root (editor->list) != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("What was typed into “%s” was not kept: the record left the list. %s"), annex_field_get_label (editor->field),
                                               editor->refusal != NULL ? editor->refusal : "");

      annex_feedback_say (editor->list, g_strchomp (text));
    }
  return G_SOURCE_REMOVE;
}

void
annex_cell_editor_leave (GtkWidget *popover)
{
  CellEditor *editor = g_object_get_data (G_OBJECT (popover), EDITOR);
  GtkRoot *root = gtk_widget_get_root (editor->list);

  /* What is being written here takes the keyboard away by itself. */
  if (editor->committing || editor->leaving)
    return;
  editor->leaving = TRUE;
  g_idle_add_full (G_PRIORITY_DEFAULT, G_SOURCE_FUNC (write_left_cb), g_object_ref (popover), g_object_unref);
  /* What loses the keyboard offers its text, and the change that takes the row away is not yet at its end. */
  editor->committing = TRUE;
  if (root != NULL)
    gtk_root_set_focus (root, NULL);
  gtk_popover_popdown (GTK_POPOVER (popover));
  editor->committing = FALSE;
  gtk_widget_grab_focus (editor->list);
}

GtkWidget *
annex_cell_editor_open (GtkWidget *cell, AnnexStore *store, gint64 id, const AnnexField *field)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
  CellEditor *editor;
  GtkEventController *keys;
  GtkWidget *list;
  GtkWidget *widget;

  if (record == NULL || !annex_field_is_written (field) || annex_store_is_read_only (store))
    {
      gtk_widget_error_bell (cell);
      return NULL;
    }

  editor = g_new0 (CellEditor, 1);
  editor->store = g_object_ref (store);
  editor->list = g_object_ref (gtk_widget_get_ancestor (cell, GTK_TYPE_COLUMN_VIEW));
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
  g_object_set_data_full (G_OBJECT (editor->popover), EDITOR, editor, cell_editor_free);
  g_signal_connect (editor->control, "committed", G_CALLBACK (committed_cb), editor);
  g_signal_connect (editor->control, "unchanged", G_CALLBACK (unchanged_cb), editor);
  g_signal_connect (editor->popover, "closed", G_CALLBACK (closed_cb), editor);
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), editor);
  gtk_widget_add_controller (editor->popover, keys);
  annex_passing_popover_show (GTK_POPOVER (editor->popover), cell);
  annex_field_control_focus (editor->control);
  return editor->popover;
}
