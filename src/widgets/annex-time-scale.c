/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-time-scale.h"

#include <adwaita.h>

#include "core/annex-clock.h"

/* Pixels of a day: at first, and the bounds of zooming. */
#define FIRST_ZOOM 2.4
#define LEAST_ZOOM 0.4
#define MOST_ZOOM 24.0

/* The zoom from which weeks and months have room for their names. */
#define WEEKS_ZOOM 8.0
#define MONTHS_ZOOM 1.4

/* Days on either side of the range. */
#define ROOM 45

/* Where today stands at first, from the left. */
#define TODAY_AT 0.4

struct _AnnexTimeScale
{
  GObject parent_instance;

  GtkAdjustment *adjustment;
  guint first;
  guint last;
  guint today;
  double zoom;
  int width;
  gboolean stacked;
  gboolean placed; /* has shown today once */
  gboolean fits;   /* the whole range is to be seen when there is a width */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (AnnexTimeScale, annex_time_scale, G_TYPE_OBJECT)

static void
emit_changed (AnnexTimeScale *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static void
configure (AnnexTimeScale *self, double value)
{
  double length = (self->last - self->first) * self->zoom;

  g_signal_handlers_block_by_func (self->adjustment, emit_changed, self);
  gtk_adjustment_configure (self->adjustment, value, 0, MAX (length, self->width), self->width * 0.1, self->width * 0.9, self->width);
  g_signal_handlers_unblock_by_func (self->adjustment, emit_changed, self);
  emit_changed (self);
}

static double
get_today_value (AnnexTimeScale *self)
{
  return (self->today - self->first) * self->zoom - self->width * TODAY_AT;
}

static void
annex_time_scale_finalize (GObject *object)
{
  g_object_unref (ANNEX_TIME_SCALE (object)->adjustment);
  G_OBJECT_CLASS (annex_time_scale_parent_class)->finalize (object);
}

static void
annex_time_scale_class_init (AnnexTimeScaleClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_time_scale_finalize;
  changed_signal = g_signal_new ("changed", ANNEX_TYPE_TIME_SCALE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_time_scale_init (AnnexTimeScale *self)
{
  self->today = annex_clock_get_today ();
  self->zoom = FIRST_ZOOM;
  self->adjustment = g_object_ref_sink (gtk_adjustment_new (0, 0, 0, 0, 0, 0));
  g_signal_connect_object (self->adjustment, "value-changed", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  annex_time_scale_set_range (self, 0, 0);
}

AnnexTimeScale *
annex_time_scale_new (void)
{
  return g_object_new (ANNEX_TYPE_TIME_SCALE, NULL);
}

void
annex_time_scale_set_range (AnnexTimeScale *self, guint first, guint last)
{
  guint before = self->first;
  double value = gtk_adjustment_get_value (self->adjustment);

  self->today = annex_clock_get_today ();
  self->first = MIN (first != 0 ? first : self->today, self->today) - ROOM;
  self->last = MAX (last, self->today) + ROOM;
  configure (self, value + ((double) before - self->first) * self->zoom);
}

void
annex_time_scale_set_width (AnnexTimeScale *self, int width)
{
  if (self->width == width)
    return;
  self->width = width;
  if (self->fits && width > 0)
    self->zoom = MAX ((double) width / (self->last - self->first), LEAST_ZOOM);
  configure (self, self->fits ? 0 : self->placed ? gtk_adjustment_get_value (self->adjustment) : get_today_value (self));
  self->placed = self->placed || width > 0;
}

int
annex_time_scale_get_width (AnnexTimeScale *self)
{
  return self->width;
}

void
annex_time_scale_set_stacked (AnnexTimeScale *self, gboolean stacked)
{
  self->stacked = stacked;
  emit_changed (self);
}

gboolean
annex_time_scale_get_stacked (AnnexTimeScale *self)
{
  return self->stacked;
}

GtkAdjustment *
annex_time_scale_get_adjustment (AnnexTimeScale *self)
{
  return self->adjustment;
}

void
annex_time_scale_zoom (AnnexTimeScale *self, double factor)
{
  double middle = (gtk_adjustment_get_value (self->adjustment) + self->width / 2.0) / self->zoom;

  self->fits = FALSE;
  self->zoom = CLAMP (self->zoom * factor, LEAST_ZOOM, MOST_ZOOM);
  configure (self, middle * self->zoom - self->width / 2.0);
}

void
annex_time_scale_fit (AnnexTimeScale *self, guint first, guint last)
{
  self->first = first;
  self->last = last + 1;
  self->fits = TRUE;
  if (self->width > 0)
    self->zoom = MAX ((double) self->width / (self->last - self->first), LEAST_ZOOM);
  configure (self, 0);
}

void
annex_time_scale_show_today (AnnexTimeScale *self)
{
  self->zoom = FIRST_ZOOM;
  configure (self, get_today_value (self));
}

guint
annex_time_scale_get_today (AnnexTimeScale *self)
{
  return self->today;
}

double
annex_time_scale_get_x (AnnexTimeScale *self, guint day)
{
  return ((double) day - self->first) * self->zoom - gtk_adjustment_get_value (self->adjustment);
}

guint
annex_time_scale_get_day (AnnexTimeScale *self, double x)
{
  return self->first + (guint) MAX (0, (x + gtk_adjustment_get_value (self->adjustment)) / self->zoom);
}

AnnexTimeUnit
annex_time_scale_get_unit (AnnexTimeScale *self)
{
  return self->zoom >= WEEKS_ZOOM ? ANNEX_TIME_WEEKS : self->zoom >= MONTHS_ZOOM ? ANNEX_TIME_MONTHS : ANNEX_TIME_QUARTERS;
}

guint
annex_time_unit_begin (AnnexTimeUnit unit, guint day)
{
  GDate date;
  guint month;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  if (unit == ANNEX_TIME_WEEKS)
    return day - (g_date_get_weekday (&date) - G_DATE_MONDAY);
  month = g_date_get_month (&date);
  g_date_set_day (&date, 1);
  if (unit == ANNEX_TIME_QUARTERS)
    g_date_set_month (&date, month - (month - 1) % 3);
  else if (unit == ANNEX_TIME_YEARS)
    g_date_set_month (&date, G_DATE_JANUARY);
  return g_date_get_julian (&date);
}

guint
annex_time_unit_next (AnnexTimeUnit unit, guint day)
{
  GDate date;
  guint begin = annex_time_unit_begin (unit, day);

  if (unit == ANNEX_TIME_WEEKS)
    return begin + 7;
  g_date_clear (&date, 1);
  g_date_set_julian (&date, begin);
  g_date_add_months (&date, unit == ANNEX_TIME_YEARS ? 12 : unit == ANNEX_TIME_QUARTERS ? 3 : 1);
  return g_date_get_julian (&date);
}

void
annex_time_scale_draw_grid (AnnexTimeScale *self, GtkSnapshot *snapshot, double left, double width, double height, const GdkRGBA *ink)
{
  AnnexTimeUnit unit = annex_time_scale_get_unit (self);
  guint day = annex_time_unit_begin (unit, annex_time_scale_get_day (self, 0));
  GdkRGBA line = *ink;

  line.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.3 : 0.08;
  for (double x = left + annex_time_scale_get_x (self, day); x < width; x = left + annex_time_scale_get_x (self, day))
    {
      gtk_snapshot_append_color (snapshot, &line, &GRAPHENE_RECT_INIT (x, 0, 1, height));
      day = annex_time_unit_next (unit, day);
    }
}
