/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-progress.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* What is done sooner needs no dialog, in milliseconds. */
#define PATIENCE 400

/* Between two beats of a bar that does not know how much there is to do, in milliseconds. */
#define BEAT 120

struct _AnnexProgress
{
  GtkWidget *widget;
  GCancellable *cancellable;
  AdwDialog *dialog;
  GtkProgressBar *bar;
  guint present_source;
  guint pulse_source;
};

static gboolean
pulse_cb (gpointer user_data)
{
  AnnexProgress *self = user_data;

  gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
present_cb (gpointer user_data)
{
  AnnexProgress *self = user_data;

  self->present_source = 0;
  if (gtk_widget_get_root (self->widget) != NULL)
    adw_dialog_present (self->dialog, self->widget);
}

AnnexProgress *
annex_progress_new (GtkWidget *widget, const char *title, const char *body, GCancellable *cancellable)
{
  AnnexProgress *self = g_new0 (AnnexProgress, 1);
  GtkWidget *bar = gtk_progress_bar_new ();

  self->widget = g_object_ref (widget);
  self->cancellable = g_object_ref (cancellable);
  self->dialog = g_object_ref_sink (adw_alert_dialog_new (title, body));
  self->bar = GTK_PROGRESS_BAR (bar);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (self->dialog), bar);
  adw_alert_dialog_add_response (ADW_ALERT_DIALOG (self->dialog), "cancel", _("_Cancel"));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (self->dialog), "cancel");
  g_signal_connect_swapped (self->dialog, "response", G_CALLBACK (g_cancellable_cancel), self->cancellable);
  self->present_source = g_timeout_add_once (PATIENCE, present_cb, self);
  self->pulse_source = g_timeout_add (BEAT, pulse_cb, self);
  return self;
}

void
annex_progress_present (AnnexProgress *self)
{
  if (self->present_source == 0)
    return;
  g_clear_handle_id (&self->present_source, g_source_remove);
  present_cb (self);
}

void
annex_progress_set_share (AnnexProgress *self, double share)
{
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  gtk_progress_bar_set_fraction (self->bar, share);
}

void
annex_progress_free (AnnexProgress *self)
{
  if (self == NULL)
    return;
  g_clear_handle_id (&self->present_source, g_source_remove);
  g_clear_handle_id (&self->pulse_source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->dialog, self->cancellable);
  adw_dialog_force_close (self->dialog);
  g_object_unref (self->dialog);
  g_object_unref (self->cancellable);
  g_object_unref (self->widget);
  g_free (self);
}
