/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-level-mark.h"

#include <glib/gi18n.h>
#include <math.h>

#include "annex-level-colour.h"

#define SWATCH_WIDTH 20
#define SWATCH_HEIGHT 14
#define SWATCH_RADIUS 4
#define SPACING 6

/* Between two lines of a pattern, in pixels. */
#define STEP 5.0

struct _AnnexLevelMark
{
  GtkWidget parent_instance;

  GtkWidget *label;

  AnnexStore *store;
  int level;
};

G_DEFINE_FINAL_TYPE (AnnexLevelMark, annex_level_mark, GTK_TYPE_WIDGET)

static void
add_diagonals (cairo_t *cairo, double width, double height, gboolean falling)
{
  for (double x = -height; x < width; x += STEP)
    {
      cairo_move_to (cairo, x, falling ? 0 : height);
      cairo_line_to (cairo, x + height, falling ? height : 0);
    }
}

static void
add_bars (cairo_t *cairo, double width, double height)
{
  for (double x = STEP / 2; x < width; x += STEP)
    {
      cairo_move_to (cairo, x, 0);
      cairo_line_to (cairo, x, height);
    }
}

static void
add_lines (cairo_t *cairo, double width, double height)
{
  for (double y = STEP / 2; y < height; y += STEP)
    {
      cairo_move_to (cairo, 0, y);
      cairo_line_to (cairo, width, y);
    }
}

static void
add_waves (cairo_t *cairo, double width, double height)
{
  for (double y = STEP / 2; y < height; y += STEP)
    {
      cairo_move_to (cairo, 0, y);
      for (double x = 1; x <= width; x++)
        cairo_line_to (cairo, x, y + 1.5 * sin (x * G_PI / STEP));
    }
}

static void
fill_dots (cairo_t *cairo, double width, double height)
{
  for (double y = STEP / 2; y < height; y += STEP)
    for (double x = STEP / 2; x < width; x += STEP)
      {
        cairo_new_sub_path (cairo);
        cairo_arc (cairo, x, y, 1.2, 0, 2 * G_PI);
      }
  cairo_fill (cairo);
}

/* The marks of the heat map, drawn for a place as small as a word. */
static void
paint_pattern (cairo_t *cairo, const char *mark, double width, double height)
{
  cairo_save (cairo);
  cairo_rectangle (cairo, 0, 0, width, height);
  cairo_clip (cairo);
  cairo_set_line_width (cairo, 1);
  if (g_strcmp0 (mark, "dots") == 0)
    fill_dots (cairo, width, height);
  else if (g_strcmp0 (mark, "waves") == 0)
    add_waves (cairo, width, height);
  if (g_strcmp0 (mark, "diagonal") == 0 || g_strcmp0 (mark, "cross") == 0)
    add_diagonals (cairo, width, height, FALSE);
  if (g_strcmp0 (mark, "cross") == 0)
    add_diagonals (cairo, width, height, TRUE);
  if (g_strcmp0 (mark, "bars") == 0 || g_strcmp0 (mark, "grid") == 0)
    add_bars (cairo, width, height);
  if (g_strcmp0 (mark, "grid") == 0)
    add_lines (cairo, width, height);
  cairo_stroke (cairo);
  cairo_restore (cairo);
}

static void
annex_level_mark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL && for_size > 0)
    for_size = -1;
  gtk_widget_measure (self->label, orientation, for_size < 0 ? -1 : MAX (0, for_size - SWATCH_WIDTH - SPACING), minimum, natural,
                      minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += SWATCH_WIDTH + SPACING;
      *natural += SWATCH_WIDTH + SPACING;
    }
  else
    {
      *minimum = MAX (*minimum, SWATCH_HEIGHT);
      *natural = MAX (*natural, SWATCH_HEIGHT);
    }
}

static void
annex_level_mark_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { rtl ? 0 : SWATCH_WIDTH + SPACING, 0, MAX (0, width - SWATCH_WIDTH - SPACING), height };

  gtk_widget_size_allocate (self->label, &place, baseline);
}

static void
annex_level_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = rtl ? gtk_widget_get_width (widget) - SWATCH_WIDTH : 0;
  int y = (gtk_widget_get_height (widget) - SWATCH_HEIGHT) / 2;
  graphene_rect_t place = GRAPHENE_RECT_INIT (x, y, SWATCH_WIDTH, SWATCH_HEIGHT);
  GskRoundedRect outline;
  GdkRGBA fill, ink, edge;

  gtk_widget_snapshot_child (widget, self->label, snapshot);
  if (self->store == NULL)
    return;

  gsk_rounded_rect_init_from_rect (&outline, &place, SWATCH_RADIUS);
  gtk_widget_get_color (widget, &edge);
  edge.alpha *= 0.4;
  if (annex_level_colour_get (self->store, self->level, &fill, &ink))
    {
      cairo_t *cairo;

      gtk_snapshot_push_rounded_clip (snapshot, &outline);
      gtk_snapshot_append_color (snapshot, &fill, &place);
      cairo = gtk_snapshot_append_cairo (snapshot, &place);
      cairo_translate (cairo, x, y);
      ink.alpha = 0.6;
      gdk_cairo_set_source_rgba (cairo, &ink);
      paint_pattern (cairo, annex_level_colour_get_mark (self->store, self->level), SWATCH_WIDTH, SWATCH_HEIGHT);
      cairo_destroy (cairo);
      gtk_snapshot_pop (snapshot);
    }
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { edge, edge, edge, edge });
}

static void
annex_level_mark_dispose (GObject *object)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_level_mark_parent_class)->dispose (object);
}

static void
annex_level_mark_class_init (AnnexLevelMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_level_mark_dispose;
  widget_class->measure = annex_level_mark_measure;
  widget_class->size_allocate = annex_level_mark_size_allocate;
  widget_class->snapshot = annex_level_mark_snapshot;

  gtk_widget_class_set_css_name (widget_class, "levelmark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
annex_level_mark_init (AnnexLevelMark *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
}

GtkWidget *
annex_level_mark_new (void)
{
  return g_object_new (ANNEX_TYPE_LEVEL_MARK, NULL);
}

void
annex_level_mark_set_level (AnnexLevelMark *self, AnnexStore *store, int level)
{
  const char *name = level > 0 ? annex_store_get_scale_label (store, "risk_level", level) : NULL;

  g_set_object (&self->store, store);
  self->level = level;
  gtk_label_set_text (GTK_LABEL (self->label), name != NULL ? name : _("No level"));
  if (name == NULL)
    gtk_widget_add_css_class (self->label, "dimmed");
  else
    gtk_widget_remove_css_class (self->label, "dimmed");
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
