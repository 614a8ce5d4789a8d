/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-span.h"

#include <glib/gi18n.h>

#include "annex-calendar-lane-row.h"
#include "annex-timeline-axis.h"
#include "isms/annex-calendar-days.h"

#define ZOOM_STEP 1.4

struct _AnnexCalendarSpan
{
  AdwBreakpointBin parent_instance;

  GtkWidget *header;
  GtkWidget *corner;
  GtkListBox *list;
  AnnexTimeScale *scale;
  GPtrArray *lanes;
  guint first;
  guint last;
};

static guint entry_chosen_signal, entry_moved_signal;

G_DEFINE_FINAL_TYPE (AnnexCalendarSpan, annex_calendar_span, ADW_TYPE_BREAKPOINT_BIN)

static void
entry_chosen_cb (AnnexCalendarSpan *self, gpointer entry)
{
  g_signal_emit (self, entry_chosen_signal, 0, entry);
}

static void
entry_moved_cb (AnnexCalendarSpan *self, gpointer entry, int days)
{
  g_signal_emit (self, entry_moved_signal, 0, entry, days);
}

static void
row_activated_cb (AnnexCalendarSpan *self, GtkListBoxRow *row)
{
  const AnnexCalendarLane *lane = self->lanes->pdata[gtk_list_box_row_get_index (row)];
  guint today = annex_clock_get_today ();

  for (guint i = 0; i < lane->entries->len; i++)
    {
      AnnexCalendarEntry *entry = lane->entries->pdata[i];

      if ((entry->flags & ANNEX_CALENDAR_OVER) == 0 && (entry->first >= today || i + 1 == lane->entries->len))
        {
          entry_chosen_cb (self, entry);
          return;
        }
    }
}

static gboolean
key_pressed_cb (AnnexCalendarSpan *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_CONTROL_MASK);
  GtkAdjustment *adjustment = annex_time_scale_get_adjustment (self->scale);
  int step = keyval == GDK_KEY_Left ? -1 : keyval == GDK_KEY_Right ? 1 : 0;

  if (step != 0 && held == 0)
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + step * gtk_adjustment_get_page_size (adjustment) * 0.1);
  else if (held == GDK_CONTROL_MASK && (keyval == GDK_KEY_plus || keyval == GDK_KEY_equal || keyval == GDK_KEY_KP_Add))
    annex_time_scale_zoom (self->scale, ZOOM_STEP);
  else if (held == GDK_CONTROL_MASK && (keyval == GDK_KEY_minus || keyval == GDK_KEY_KP_Subtract))
    annex_time_scale_zoom (self->scale, 1 / ZOOM_STEP);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static gboolean
scroll_cb (AnnexCalendarSpan *self, double dx, double dy, GtkEventControllerScroll *controller)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  GtkAdjustment *adjustment = annex_time_scale_get_adjustment (self->scale);

  if ((state & GDK_CONTROL_MASK) != 0 && dy != 0)
    annex_time_scale_zoom (self->scale, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
  else if ((state & GDK_SHIFT_MASK) != 0 || ABS (dx) > ABS (dy))
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (dx != 0 ? dx : dy) * gtk_adjustment_get_page_size (adjustment) * 0.05);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
apply_cb (AnnexCalendarSpan *self)
{
  gtk_widget_set_visible (self->corner, FALSE);
  annex_time_scale_set_stacked (self->scale, TRUE);
}

static void
unapply_cb (AnnexCalendarSpan *self)
{
  gtk_widget_set_visible (self->corner, TRUE);
  annex_time_scale_set_stacked (self->scale, FALSE);
}

static void
annex_calendar_span_dispose (GObject *object)
{
  AnnexCalendarSpan *self = ANNEX_CALENDAR_SPAN (object);

  /* Rows show what the lanes keep. */
  if (self->list != NULL)
    gtk_list_box_remove_all (self->list);
  self->list = NULL;
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  g_clear_object (&self->scale);
  G_OBJECT_CLASS (annex_calendar_span_parent_class)->dispose (object);
}

static void
annex_calendar_span_class_init (AnnexCalendarSpanClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_span_dispose;
  entry_chosen_signal = g_signal_new ("entry-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  entry_moved_signal = g_signal_new ("entry-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT);
}

static void
annex_calendar_span_init (AnnexCalendarSpan *self)
{
  AdwBreakpoint *breakpoint = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 640sp"));
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *scroller = gtk_scrolled_window_new ();

  gtk_widget_set_size_request (GTK_WIDGET (self), 320, 200);
  self->scale = annex_time_scale_new ();
  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->corner = gtk_label_new (NULL);
  gtk_widget_set_size_request (self->corner, ANNEX_CALENDAR_LANE_NAME_WIDTH, -1);
  gtk_box_append (GTK_BOX (self->header), self->corner);
  gtk_box_append (GTK_BOX (self->header), annex_timeline_axis_new (self->scale));
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_show_separators (self->list, TRUE);
  gtk_list_box_set_activate_on_single_click (self->list, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "timeline-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Three Years"), -1);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), self->header);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, annex_time_scale_get_adjustment (self->scale)));
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self), box);
  g_signal_connect_object (breakpoint, "apply", G_CALLBACK (apply_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (breakpoint, "unapply", G_CALLBACK (unapply_cb), self, G_CONNECT_SWAPPED);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (self), breakpoint);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect_object (scroll, "scroll", G_CALLBACK (scroll_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
annex_calendar_span_new (void)
{
  return g_object_new (ANNEX_TYPE_CALENDAR_SPAN, NULL);
}

static void
add_lane (AnnexCalendarSpan *self, const AnnexCalendarLane *lane)
{
  GtkWidget *content = annex_calendar_lane_row_new (self->scale), *row = gtk_list_box_row_new ();
  g_autofree char *text = annex_calendar_lane_dup_text (lane);

  annex_calendar_lane_row_show (ANNEX_CALENDAR_LANE_ROW (content), lane);
  g_signal_connect_object (content, "entry-chosen", G_CALLBACK (entry_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (content, "entry-moved", G_CALLBACK (entry_moved_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), content);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_list_box_append (self->list, row);
}

void
annex_calendar_span_show (AnnexCalendarSpan *self, GPtrArray *lanes, guint first, guint last)
{
  GtkListBoxRow *selected = gtk_list_box_get_selected_row (self->list);
  int index = selected != NULL ? gtk_list_box_row_get_index (selected) : -1;

  g_ptr_array_ref (lanes);
  gtk_list_box_remove_all (self->list);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  self->lanes = lanes;
  for (guint i = 0; i < lanes->len; i++)
    add_lane (self, lanes->pdata[i]);
  if (index >= 0 && gtk_list_box_get_row_at_index (self->list, index) != NULL)
    gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, index));
  if (self->first != first || self->last != last)
    annex_time_scale_fit (self->scale, first, last);
  self->first = first;
  self->last = last;
}
