/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-timer.h"

#include <glib/gi18n.h>

struct _AnnexWorkshopTimer
{
  AdwBin parent_instance;

  GtkWidget *button;
  AdwButtonContent *content;
  gint64 running_since; /* monotonic, in microseconds; 0 while it stands */
  gint64 before;        /* what had passed until then, in microseconds */
  guint limit;
  guint tick;
  gboolean told;
};

G_DEFINE_FINAL_TYPE (AnnexWorkshopTimer, annex_workshop_timer, ADW_TYPE_BIN)

static guint
get_seconds (AnnexWorkshopTimer *self)
{
  gint64 now = self->running_since != 0 ? g_get_monotonic_time () - self->running_since : 0;

  return (guint) ((self->before + now) / G_USEC_PER_SEC);
}

static void
show (AnnexWorkshopTimer *self)
{
  guint seconds = get_seconds (self);
  gboolean over = self->limit > 0 && seconds >= self->limit;
  g_autofree char *text = NULL;
  g_autofree char *spoken = NULL;

  if (self->limit == 0)
    text = g_strdup_printf ("%u:%02u", seconds / 60, seconds % 60);
  else if (over)
    text = g_strdup_printf (_("%u:%02u over"), (seconds - self->limit) / 60, (seconds - self->limit) % 60);
  else
    text = g_strdup_printf (_("%u:%02u left"), (self->limit - seconds) / 60, (self->limit - seconds) % 60);
  adw_button_content_set_label (self->content, text);
  adw_button_content_set_icon_name (self->content, self->running_since != 0 ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  spoken = g_strdup_printf (_("Timer: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  if (over)
    gtk_widget_add_css_class (self->button, "error");
  else
    gtk_widget_remove_css_class (self->button, "error");
  if (over && !self->told)
    {
      self->told = TRUE;
      gtk_accessible_announce (GTK_ACCESSIBLE (self), _("Time is up"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
    }
}

static gboolean
tick_cb (gpointer user_data)
{
  show (user_data);
  return G_SOURCE_CONTINUE;
}

static void
annex_workshop_timer_dispose (GObject *object)
{
  g_clear_handle_id (&ANNEX_WORKSHOP_TIMER (object)->tick, g_source_remove);
  G_OBJECT_CLASS (annex_workshop_timer_parent_class)->dispose (object);
}

static void
annex_workshop_timer_class_init (AnnexWorkshopTimerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_workshop_timer_dispose;
}

static void
annex_workshop_timer_init (AnnexWorkshopTimer *self)
{
  self->button = gtk_button_new ();
  self->content = ADW_BUTTON_CONTENT (adw_button_content_new ());
  gtk_button_set_child (GTK_BUTTON (self->button), GTK_WIDGET (self->content));
  gtk_widget_add_css_class (self->button, "numeric");
  gtk_widget_set_tooltip_text (self->button, _("Stop the timer, or let it go on (T)"));
  gtk_widget_set_focus_on_click (self->button, FALSE);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (annex_workshop_timer_toggle), self);
  adw_bin_set_child (ADW_BIN (self), self->button);
  show (self);
}

void
annex_workshop_timer_restart (AnnexWorkshopTimer *self, guint limit)
{
  self->before = 0;
  self->running_since = 0;
  self->limit = limit;
  self->told = FALSE;
  annex_workshop_timer_toggle (self);
}

void
annex_workshop_timer_toggle (AnnexWorkshopTimer *self)
{
  if (self->running_since != 0)
    {
      self->before += g_get_monotonic_time () - self->running_since;
      self->running_since = 0;
      g_clear_handle_id (&self->tick, g_source_remove);
    }
  else
    {
      self->running_since = g_get_monotonic_time ();
      if (self->tick == 0)
        self->tick = g_timeout_add_seconds (1, tick_cb, self);
    }
  show (self);
}
