/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-text-drop.h"

static gboolean
is_editable (GtkWidget *widget)
{
  return GTK_IS_TEXT_VIEW (widget) ? gtk_text_view_get_editable (GTK_TEXT_VIEW (widget)) : gtk_editable_get_editable (GTK_EDITABLE (widget));
}

/* A program that has files to give offers their paths as text as well, which is what GTK would take. */
static gboolean
accept_cb (GtkEventController *target, GdkDrop *drop)
{
  GdkContentFormats *offered = gdk_drop_get_formats (drop);
  g_autoptr (GdkContentFormats) readable = gdk_content_formats_union_deserialize_gtypes (gdk_content_formats_ref (offered));

  if (gdk_content_formats_contain_gtype (readable, GDK_TYPE_FILE_LIST) || gdk_content_formats_contain_gtype (readable, G_TYPE_FILE))
    return FALSE;
  return is_editable (gtk_event_controller_get_widget (target)) && gdk_content_formats_contain_gtype (readable, G_TYPE_STRING);
}

/* The first answer holds, so that GTK's own has to be silent. */
static void
take_over (GtkEventController *target)
{
  g_signal_handlers_block_matched (target, G_SIGNAL_MATCH_ID, g_signal_lookup ("accept", G_OBJECT_TYPE (target)), 0, NULL, NULL, NULL);
  g_signal_connect (target, "accept", G_CALLBACK (accept_cb), NULL);
}

static gboolean
realized_cb (GSignalInvocationHint *hint, guint n_values, const GValue *values, gpointer user_data)
{
  GtkWidget *widget = g_value_get_object (&values[0]);
  g_autoptr (GListModel) controllers = NULL;

  if ((!GTK_IS_TEXT (widget) && !GTK_IS_TEXT_VIEW (widget)) || g_object_get_data (G_OBJECT (widget), "annex-text-drop") != NULL)
    return TRUE;
  g_object_set_data (G_OBJECT (widget), "annex-text-drop", GINT_TO_POINTER (TRUE));
  controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      /* Files that are dropped on what is around a field are taken by a target of ours on that, and never on the field. */
      if (GTK_IS_DROP_TARGET (controller) || GTK_IS_DROP_TARGET_ASYNC (controller))
        take_over (controller);
    }
  return TRUE;
}

void
annex_text_drop_keep_files_out (void)
{
  g_autoptr (GTypeClass) widget_class = g_type_class_ref (GTK_TYPE_WIDGET);

  g_signal_add_emission_hook (g_signal_lookup ("realize", GTK_TYPE_WIDGET), 0, realized_cb, NULL, NULL);
}
