/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-reversal.h"

#include <glib/gi18n.h>

#include "annex-entry-control.h"
#include "annex-feedback.h"
#include "core/annex-log.h"

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

void
annex_reversal_run (GtkWidget *window, AnnexStore *store, gboolean undo)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  if (let_text_act (window, undo))
    return;
  if (!(undo ? annex_log_undo (store, &label, &error) : annex_log_redo (store, &label, &error)))
    {
      annex_feedback_say (window, error->message);
      return;
    }
  text = g_strdup_printf (undo ? _("Undone: %s") : _("Done again: %s"), label);
  annex_feedback_say (window, text);
}
