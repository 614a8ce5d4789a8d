/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-timeline-axis.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define HEIGHT 40
#define LINE_HEIGHT 20
#define GAP 4

struct _AnnexTimelineAxis
{
  GtkWidget parent_instance;

  AnnexTimeScale *scale;
};

G_DEFINE_FINAL_TYPE (AnnexTimelineAxis, annex_timeline_axis, GTK_TYPE_WIDGET)

static char *
dup_name (AnnexTimeUnit unit, guint day)
{
  GDate date;
  char text[64];

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  if (unit == ANNEX_TIME_QUARTERS)
    /* Translators: a quarter of a year, 1 to 4. */
    return g_strdup_printf (_("Q%u"), (g_date_get_month (&date) - 1) / 3 + 1);
  /* Translators: dates on the axis of a timeline, as strftime(3) has them: a day, a month, a year; and a month with its year. */
  g_date_strftime (text, sizeof text, unit == ANNEX_TIME_WEEKS ? "%-d" : unit == ANNEX_TIME_MONTHS ? "%b" : "%Y", &date);
  return g_strdup (text);
}

static void
draw_text (AnnexTimelineAxis *self, GtkSnapshot *snapshot, const char *text, double x, double y, double end, const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int width, height;

  pango_layout_get_pixel_size (layout, &width, &height);
  /* A name that its unit has no room for would run into the next one. */
  if (x + width > end)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y + (LINE_HEIGHT - height) / 2.0));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_units (AnnexTimelineAxis *self, GtkSnapshot *snapshot, AnnexTimeUnit unit, double y, const GdkRGBA *colour)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  guint day = annex_time_unit_begin (unit, annex_time_scale_get_day (self->scale, 0));
  GdkRGBA line = *colour;

  line.alpha *= 0.25;
  for (double x = annex_time_scale_get_x (self->scale, day); x < width; x = annex_time_scale_get_x (self->scale, day))
    {
      guint next = annex_time_unit_next (unit, day);
      double end = annex_time_scale_get_x (self->scale, next);
      g_autofree char *name = dup_name (unit, day);

      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (x, y, 1, LINE_HEIGHT));
      /* The name of what began before the left stays in sight. */
      draw_text (self, snapshot, name, MAX (x, 0) + GAP, y, end, colour);
      day = next;
    }
}

static AnnexTimeUnit
get_outer_unit (AnnexTimeUnit unit)
{
  return unit == ANNEX_TIME_WEEKS ? ANNEX_TIME_MONTHS : ANNEX_TIME_YEARS;
}

static void
annex_timeline_axis_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexTimelineAxis *self = ANNEX_TIMELINE_AXIS (widget);
  AnnexTimeUnit unit = annex_time_scale_get_unit (self->scale);
  double x = annex_time_scale_get_x (self->scale, annex_time_scale_get_today (self->scale));
  g_autoptr (GdkRGBA) accent = NULL;
  GdkRGBA colour;

  gtk_widget_get_color (widget, &colour);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), HEIGHT));
  draw_units (self, snapshot, get_outer_unit (unit), 0, &colour);
  draw_units (self, snapshot, unit, LINE_HEIGHT, &colour);
  accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  gtk_snapshot_append_color (snapshot, accent, &GRAPHENE_RECT_INIT (x, 0, 2, HEIGHT));
  gtk_snapshot_pop (snapshot);
}

static void
annex_timeline_axis_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                             int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 0;
}

static void
annex_timeline_axis_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  annex_time_scale_set_width (ANNEX_TIMELINE_AXIS (widget)->scale, width);
}

static gboolean
query_tooltip_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user_data)
{
  AnnexTimelineAxis *self = ANNEX_TIMELINE_AXIS (widget);
  guint day = annex_time_scale_get_day (self->scale, x);
  GDate date;
  char text[128];

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  g_date_strftime (text, sizeof text, "%x", &date);
  gtk_tooltip_set_text (tooltip, day == annex_time_scale_get_today (self->scale) ? _("Today") : text);
  return TRUE;
}

static void
annex_timeline_axis_dispose (GObject *object)
{
  g_clear_object (&ANNEX_TIMELINE_AXIS (object)->scale);
  G_OBJECT_CLASS (annex_timeline_axis_parent_class)->dispose (object);
}

static void
annex_timeline_axis_class_init (AnnexTimelineAxisClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_timeline_axis_dispose;
  widget_class->snapshot = annex_timeline_axis_snapshot;
  widget_class->measure = annex_timeline_axis_measure;
  widget_class->size_allocate = annex_timeline_axis_size_allocate;
  gtk_widget_class_set_css_name (widget_class, "timelineaxis");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
annex_timeline_axis_init (AnnexTimelineAxis *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "caption");
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
}

GtkWidget *
annex_timeline_axis_new (AnnexTimeScale *scale)
{
  AnnexTimelineAxis *self = g_object_new (ANNEX_TYPE_TIMELINE_AXIS, NULL);

  self->scale = g_object_ref (scale);
  g_signal_connect_object (scale, "changed", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
