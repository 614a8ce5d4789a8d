/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-waiting-page.h"

#include <glib/gi18n.h>

/* Between two beats of a bar that does not know how much there is to do, in milliseconds. */
#define BEAT 120

struct _AnnexWaitingPage
{
  AdwBin parent_instance;

  GtkProgressBar *bar;
  GtkLabel *step_label;
  GtkWidget *cancel_button;
  gboolean knows_share;
  guint pulse_source;
};

G_DEFINE_FINAL_TYPE (AnnexWaitingPage, annex_waiting_page, ADW_TYPE_BIN)

static guint cancelled_signal;

static gboolean
pulse_cb (gpointer user_data)
{
  AnnexWaitingPage *self = user_data;

  if (!self->knows_share)
    gtk_progress_bar_pulse (self->bar);
  return G_SOURCE_CONTINUE;
}

static void
map_cb (AnnexWaitingPage *self)
{
  gtk_widget_grab_focus (self->cancel_button);
  if (self->pulse_source == 0)
    self->pulse_source = g_timeout_add (BEAT, pulse_cb, self);
}

static void
unmap_cb (AnnexWaitingPage *self)
{
  g_clear_handle_id (&self->pulse_source, g_source_remove);
}

static void
cancel_cb (AnnexWaitingPage *self)
{
  if (gtk_widget_get_sensitive (self->cancel_button))
    g_signal_emit (self, cancelled_signal, 0);
}

static gboolean
escape_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  cancel_cb (ANNEX_WAITING_PAGE (widget));
  return TRUE;
}

static void
annex_waiting_page_dispose (GObject *object)
{
  unmap_cb (ANNEX_WAITING_PAGE (object));
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_WAITING_PAGE);
  G_OBJECT_CLASS (annex_waiting_page_parent_class)->dispose (object);
}

static void
annex_waiting_page_class_init (AnnexWaitingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_waiting_page_dispose;
  cancelled_signal =
    g_signal_new ("cancelled", ANNEX_TYPE_WAITING_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-waiting-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexWaitingPage, bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexWaitingPage, step_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexWaitingPage, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_cb, NULL);
}

static void
annex_waiting_page_init (AnnexWaitingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  g_signal_connect (self, "unmap", G_CALLBACK (unmap_cb), NULL);
}

void
annex_waiting_page_begin (AnnexWaitingPage *self, const char *title)
{
  adw_status_page_set_title (ADW_STATUS_PAGE (adw_bin_get_child (ADW_BIN (self))), title);
  gtk_widget_set_sensitive (self->cancel_button, TRUE);
  annex_waiting_page_report (self, _("Reading the file…"), -1);
}

void
annex_waiting_page_report (AnnexWaitingPage *self, const char *step, double share)
{
  self->knows_share = share >= 0;
  gtk_label_set_text (self->step_label, step);
  if (self->knows_share)
    gtk_progress_bar_set_fraction (self->bar, MIN (share, 1));
}

void
annex_waiting_page_set_cancelling (AnnexWaitingPage *self)
{
  annex_waiting_page_report (self, _("Cancelling…"), -1);
  gtk_widget_set_sensitive (self->cancel_button, FALSE);
}
