/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-reversal.h"

#include <glib/gi18n.h>

#include "annex-entry-control.h"
#include "annex-feedback.h"
#include "annex-progress.h"
#include "core/annex-log.h"

/* More changes than this take longer than a frame. */
#define MANY_CHANGES 500

/* While somebody types, Ctrl+Z belongs to what they type. */
static gboolean
let_text_act (GtkWidget *window, gboolean undo)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  if (GTK_IS_TEXT_VIEW (focus))
    {
      GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (focus));

      if (undo ? !gtk_text_buffer_get_can_undo (buffer) : !gtk_text_buffer_get_can_redo (buffer))
        return FALSE;
    }
  else if (!annex_entry_control_has_typed (focus))
    return FALSE;

  return gtk_widget_activate_action (focus, undo ? "text.undo" : "text.redo", NULL);
}

/* What is reversed is written on the window's own connection, so it must run here; what is pending is let
 * through at every step, and the dialog keeps everything else away. */
static void
progress_cb (double share, gpointer user_data)
{
  annex_progress_set_share (user_data, share);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static gboolean
reverse (GtkWidget *window, AnnexStore *store, gboolean undo, char **label, GError **error)
{
  g_autoptr (GCancellable) cancellable = NULL;
  g_autoptr (AnnexProgress) progress = NULL;

  if (annex_log_count_reversal (store, undo) <= MANY_CHANGES)
    return undo ? annex_log_undo (store, label, error) : annex_log_redo (store, label, error);
  cancellable = g_cancellable_new ();
  progress = annex_progress_new (window, undo ? _("Undoing") : _("Doing Again"), NULL, cancellable);
  annex_progress_present (progress);
  return annex_log_reverse (store, undo, progress_cb, progress, cancellable, label, error);
}

void
annex_reversal_run (GtkWidget *window, AnnexStore *store, gboolean undo)
{
  g_autoptr (AnnexStore) kept = g_object_ref (store);
  g_autoptr (GtkWidget) guard = g_object_ref (window);
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  if (let_text_act (window, undo))
    return;
  if (!reverse (window, store, undo, &label, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        annex_feedback_say (window, error->message);
      return;
    }
  text = g_strdup_printf (undo ? _("Undone: %s") : _("Done again: %s"), label);
  annex_feedback_say (window, text);
}
