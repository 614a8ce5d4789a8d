/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-lane-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "isms/annex-calendar-days.h"

#define HEIGHT 40
#define STACKED_HEIGHT 56
#define NAME_HEIGHT 22
#define BAR 16.0
#define DIAMOND 7.0
#define HATCH 6.0

/* Nearer to the pointer than this, in pixels, one means it. */
#define REACH 8.0

/* More entries than this are ticks, which run together where they are dense. */
#define MOST_DIAMONDS 80

struct _AnnexCalendarLaneRow
{
  GtkWidget parent_instance;

  AnnexTimeScale *scale;
  const AnnexCalendarLane *lane;
  const AnnexCalendarEntry *dragged;
  int dragged_days;
  gboolean stacked;
};

static guint entry_chosen_signal, entry_moved_signal;

G_DEFINE_FINAL_TYPE (AnnexCalendarLaneRow, annex_calendar_lane_row, GTK_TYPE_WIDGET)

static double
get_left (AnnexCalendarLaneRow *self)
{
  return annex_time_scale_get_stacked (self->scale) ? 0 : ANNEX_CALENDAR_LANE_NAME_WIDTH;
}

static double
get_x (AnnexCalendarLaneRow *self, guint day)
{
  return get_left (self) + annex_time_scale_get_x (self->scale, day);
}

static double
get_middle (AnnexCalendarLaneRow *self)
{
  double height = gtk_widget_get_height (GTK_WIDGET (self));

  return annex_time_scale_get_stacked (self->scale) ? (height + NAME_HEIGHT) / 2 : height / 2;
}

static GdkRGBA
get_red (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? (GdkRGBA) { 1, 0.48, 0.4, 1 } : (GdkRGBA) { 0.75, 0.11, 0.16, 1 };
}

/* ---- Drawing ---- */

static void
draw_name (AnnexCalendarLaneRow *self, GtkSnapshot *snapshot, const GdkRGBA *ink)
{
  gboolean stacked = annex_time_scale_get_stacked (self->scale);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->lane->title);
  double width = (stacked ? gtk_widget_get_width (GTK_WIDGET (self)) : ANNEX_CALENDAR_LANE_NAME_WIDTH) - 18;
  int height;

  pango_layout_set_width (layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (12, stacked ? 3 : (gtk_widget_get_height (GTK_WIDGET (self)) - height) / 2.0));
  gtk_snapshot_append_layout (snapshot, layout, ink);
  gtk_snapshot_restore (snapshot);
}

static void
draw_window (AnnexCalendarLaneRow *self, GtkSnapshot *snapshot, const AnnexCalendarWindow *window, const GdkRGBA *ink)
{
  double x = get_x (self, window->first), width = MAX (get_x (self, window->last + 1) - x, 3), y = get_middle (self) - BAR / 2 - 2;
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskStroke) stroke = gsk_stroke_new (1);
  g_autoptr (GskPath) path = NULL;
  GdkRGBA colour = window->missed ? get_red () : *ink;
  GskRoundedRect outline;
  float thickness = window->missed ? 2.5 : 1;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, width, BAR + 4), 4);
  for (double at = x - BAR; at < x + width; at += HATCH)
    {
      gsk_path_builder_move_to (builder, at, y + BAR + 4);
      gsk_path_builder_line_to (builder, at + BAR + 4, y);
    }
  path = gsk_path_builder_free_to_path (builder);
  colour.alpha *= 0.25;
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_stroke (snapshot, path, stroke, &colour);
  gtk_snapshot_pop (snapshot);
  colour.alpha *= window->missed ? 4 : 2;
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { thickness, thickness, thickness, thickness },
                              (GdkRGBA[4]) { colour, colour, colour, colour });
}

static void
draw_entry (AnnexCalendarLaneRow *self, GtkSnapshot *snapshot, const AnnexCalendarEntry *entry, const GdkRGBA *ink, const GdkRGBA *accent)
{
  int moved = entry == self->dragged ? self->dragged_days : 0;
  double x = get_x (self, entry->first + moved), end = get_x (self, entry->last + moved + 1), y = get_middle (self);
  gboolean warned = (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0 || entry->conflict != NULL, over = (entry->flags & ANNEX_CALENDAR_OVER) != 0;
  GskPathBuilder *builder;
  g_autoptr (GskStroke) stroke = NULL;
  g_autoptr (GskPath) path = NULL;
  GdkRGBA colour = warned ? get_red () : over ? *ink : *accent, fill;

  if (end < get_left (self) || x > gtk_widget_get_width (GTK_WIDGET (self)))
    return;
  builder = gsk_path_builder_new ();
  if (end - x > 2 * DIAMOND)
    {
      GskRoundedRect bar;

      gsk_rounded_rect_init_from_rect (&bar, &GRAPHENE_RECT_INIT (x, y - BAR / 2, end - x, BAR), 4);
      gsk_path_builder_add_rounded_rect (builder, &bar);
    }
  else
    {
      gsk_path_builder_move_to (builder, x, y - DIAMOND);
      gsk_path_builder_line_to (builder, x + DIAMOND, y);
      gsk_path_builder_line_to (builder, x, y + DIAMOND);
      gsk_path_builder_line_to (builder, x - DIAMOND, y);
      gsk_path_builder_close (builder);
    }
  path = gsk_path_builder_free_to_path (builder);
  stroke = gsk_stroke_new (warned ? 2.5 : 1.5);
  fill = colour;
  fill.alpha *= warned ? 0.1 : over ? 0.2 : 0.8;
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &fill);
  gtk_snapshot_append_stroke (snapshot, path, stroke, &colour);
}

/* All in one path, a line for each pixel that has something, higher where there is more; overdue below the middle too. */
static void
draw_ticks (AnnexCalendarLaneRow *self, GtkSnapshot *snapshot, const GdkRGBA *ink)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self)), left = (int) get_left (self);
  g_autofree guint *counts = g_new0 (guint, MAX (width, 1));
  g_autofree guint *overdue = g_new0 (guint, MAX (width, 1));
  GskPathBuilder *ticks = gsk_path_builder_new (), *late = gsk_path_builder_new ();
  g_autoptr (GskPath) path = NULL, late_path = NULL;
  GdkRGBA colour = *ink, red = get_red ();
  double y = get_middle (self);

  for (guint i = 0; i < self->lane->entries->len; i++)
    {
      const AnnexCalendarEntry *entry = self->lane->entries->pdata[i];
      int x = (int) get_x (self, entry->last);

      if (x < left || x >= width)
        continue;
      counts[x]++;
      overdue[x] += (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0;
    }
  for (int x = left; x < width; x++)
    {
      double high = MIN (3 + counts[x] * 2, BAR);

      if (counts[x] > 0)
        gsk_path_builder_add_rect (ticks, &GRAPHENE_RECT_INIT (x, y - high, 1.5, high));
      if (overdue[x] > 0)
        gsk_path_builder_add_rect (late, &GRAPHENE_RECT_INIT (x, y, 2.5, BAR / 2));
    }
  path = gsk_path_builder_free_to_path (ticks);
  late_path = gsk_path_builder_free_to_path (late);
  colour.alpha *= 0.75;
  gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &colour);
  gtk_snapshot_append_fill (snapshot, late_path, GSK_FILL_RULE_WINDING, &red);
}

static void
annex_calendar_lane_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexCalendarLaneRow *self = ANNEX_CALENDAR_LANE_ROW (widget);
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  double left = get_left (self), width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  GdkRGBA ink;

  if (self->lane == NULL)
    return;
  gtk_widget_get_color (widget, &ink);
  draw_name (self, snapshot, &ink);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (left, 0, MAX (width - left, 0), height));
  annex_time_scale_draw_grid (self->scale, snapshot, get_left (self), gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), &ink);
  for (guint i = 0; i < self->lane->windows->len; i++)
    draw_window (self, snapshot, &g_array_index (self->lane->windows, AnnexCalendarWindow, i), &ink);
  gtk_snapshot_append_color (snapshot, accent, &GRAPHENE_RECT_INIT (get_x (self, annex_time_scale_get_today (self->scale)), 0, 2, height));
  if (self->lane->entries->len > MOST_DIAMONDS)
    draw_ticks (self, snapshot, &ink);
  else
    for (guint i = 0; i < self->lane->entries->len; i++)
      draw_entry (self, snapshot, self->lane->entries->pdata[i], &ink, accent);
  gtk_snapshot_pop (snapshot);
}

static void
annex_calendar_lane_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                                 int *minimum_baseline, int *natural_baseline)
{
  gboolean stacked = annex_time_scale_get_stacked (ANNEX_CALENDAR_LANE_ROW (widget)->scale);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : stacked ? STACKED_HEIGHT : HEIGHT;
}

/* ---- Pointer ---- */

static const AnnexCalendarEntry *
find_entry (AnnexCalendarLaneRow *self, double x)
{
  const AnnexCalendarEntry *nearest = NULL;
  double distance = REACH;

  if (x < get_left (self) || self->lane == NULL)
    return NULL;
  for (guint i = 0; i < self->lane->entries->len; i++)
    {
      const AnnexCalendarEntry *entry = self->lane->entries->pdata[i];
      double begin = get_x (self, entry->first), end = entry->last > entry->first ? get_x (self, entry->last + 1) : begin;
      double away = x < begin ? begin - x : x > end ? x - end : 0;

      if (away < distance)
        {
          distance = away;
          nearest = entry;
        }
    }
  return nearest;
}

static void
drag_begin_cb (AnnexCalendarLaneRow *self, double x, double y, GtkGesture *gesture)
{
  self->dragged = find_entry (self, x);
  self->dragged_days = 0;
  gtk_gesture_set_state (gesture, self->dragged != NULL ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
}

static void
drag_update_cb (AnnexCalendarLaneRow *self, double offset_x, double offset_y)
{
  double day_width = get_x (self, 1001) - get_x (self, 1000);

  self->dragged_days = (int) (offset_x / day_width);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* Without a way it is a click. */
static void
drag_end_cb (AnnexCalendarLaneRow *self, double offset_x, double offset_y)
{
  const AnnexCalendarEntry *entry = self->dragged;
  int days = self->dragged_days;

  self->dragged = NULL;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (entry != NULL && ABS (offset_x) < REACH / 2)
    g_signal_emit (self, entry_chosen_signal, 0, entry);
  else if (entry != NULL && days != 0)
    g_signal_emit (self, entry_moved_signal, 0, entry, days);
}

static gboolean
query_tooltip_cb (AnnexCalendarLaneRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const AnnexCalendarEntry *entry = keyboard ? NULL : find_entry (self, x);
  g_autofree char *text = entry != NULL ? annex_calendar_entry_dup_text (entry) : self->lane != NULL ? annex_calendar_lane_dup_text (self->lane) : NULL;
  g_autofree char *date = entry != NULL ? annex_calendar_dup_date (entry->first) : NULL;
  g_autofree char *both = date != NULL ? g_strdup_printf ("%s: %s", date, text) : NULL;

  gtk_tooltip_set_text (tooltip, both != NULL ? both : text);
  return text != NULL;
}

static void
scale_changed_cb (AnnexCalendarLaneRow *self)
{
  gboolean stacked = annex_time_scale_get_stacked (self->scale);

  if (stacked != self->stacked)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->stacked = stacked;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
annex_calendar_lane_row_dispose (GObject *object)
{
  g_clear_object (&ANNEX_CALENDAR_LANE_ROW (object)->scale);
  G_OBJECT_CLASS (annex_calendar_lane_row_parent_class)->dispose (object);
}

static void
annex_calendar_lane_row_class_init (AnnexCalendarLaneRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_lane_row_dispose;
  widget_class->snapshot = annex_calendar_lane_row_snapshot;
  widget_class->measure = annex_calendar_lane_row_measure;
  entry_chosen_signal = g_signal_new ("entry-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  entry_moved_signal = g_signal_new ("entry-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_calendar_lane_row_init (AnnexCalendarLaneRow *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect_object (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
}

GtkWidget *
annex_calendar_lane_row_new (AnnexTimeScale *scale)
{
  AnnexCalendarLaneRow *self = g_object_new (ANNEX_TYPE_CALENDAR_LANE_ROW, NULL);

  self->scale = g_object_ref (scale);
  self->stacked = annex_time_scale_get_stacked (scale);
  g_signal_connect_object (scale, "changed", G_CALLBACK (scale_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
annex_calendar_lane_row_show (AnnexCalendarLaneRow *self, const AnnexCalendarLane *lane)
{
  g_autofree char *text = lane != NULL ? annex_calendar_lane_dup_text (lane) : g_strdup ("");

  self->lane = lane;
  self->dragged = NULL;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
