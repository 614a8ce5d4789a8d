/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-printing.h"

#include "annex-feedback.h"

static void
done_cb (GtkPrintOperation *operation, GtkPrintOperationResult result, GtkWidget *parent)
{
  g_autoptr (GError) error = NULL;

  if (result != GTK_PRINT_OPERATION_RESULT_ERROR)
    return;
  gtk_print_operation_get_error (operation, &error);
  annex_feedback_refuse (parent, g_object_get_data (G_OBJECT (operation), "annex-heading"), error);
}

void
annex_printing_run (GtkPrintOperation *operation, GtkWidget *parent, const char *heading)
{
  g_object_set_data_full (G_OBJECT (operation), "annex-heading", g_strdup (heading), g_free);
  gtk_print_operation_set_allow_async (operation, TRUE);
  g_signal_connect_object (operation, "done", G_CALLBACK (done_cb), parent, 0);
  /* What goes wrong "done" tells. */
  gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG, GTK_WINDOW (gtk_widget_get_root (parent)), NULL);
}
