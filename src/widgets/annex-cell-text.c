/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cell-text.h"

struct _AnnexCellText
{
  GtkWidget parent_instance;

  char *text;
  PangoAttrList *attributes;
  guint width;
  float xalign;
};

G_DEFINE_FINAL_TYPE (AnnexCellText, annex_cell_text, GTK_TYPE_WIDGET)

static void
annex_cell_text_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  PangoFontMetrics *metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      int character = MAX (pango_font_metrics_get_approximate_char_width (metrics), pango_font_metrics_get_approximate_digit_width (metrics));

      /* A cell that is wider than its column would be cut, without the dots. */
      *minimum = PANGO_PIXELS_CEIL (character);
      *natural = PANGO_PIXELS_CEIL (character * (int) ANNEX_CELL_TEXT (widget)->width);
    }
  else
    {
      *minimum = *natural = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics) + pango_font_metrics_get_descent (metrics));
      *minimum_baseline = *natural_baseline = PANGO_PIXELS_CEIL (pango_font_metrics_get_ascent (metrics));
    }
  pango_font_metrics_unref (metrics);
}

static void
annex_cell_text_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexCellText *self = ANNEX_CELL_TEXT (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  float xalign = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? 1 - self->xalign : self->xalign;
  g_autoptr (PangoLayout) layout = NULL;
  PangoRectangle extents;
  GdkRGBA colour;

  if (*self->text == '\0')
    return;
  layout = gtk_widget_create_pango_layout (widget, self->text);
  pango_layout_set_attributes (layout, self->attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  /* One line, however many the text has. */
  pango_layout_set_height (layout, 0);
  pango_layout_get_pixel_extents (layout, NULL, &extents);
  gtk_widget_get_color (widget, &colour);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((int) (xalign * (width - extents.width)) - extents.x, (height - extents.height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
annex_cell_text_finalize (GObject *object)
{
  AnnexCellText *self = ANNEX_CELL_TEXT (object);

  g_free (self->text);
  g_clear_pointer (&self->attributes, pango_attr_list_unref);
  G_OBJECT_CLASS (annex_cell_text_parent_class)->finalize (object);
}

static void
annex_cell_text_class_init (AnnexCellTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = annex_cell_text_finalize;
  widget_class->measure = annex_cell_text_measure;
  widget_class->snapshot = annex_cell_text_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
annex_cell_text_init (AnnexCellText *self)
{
  self->text = g_strdup ("");
}

GtkWidget *
annex_cell_text_new (guint width, float xalign)
{
  AnnexCellText *self = g_object_new (ANNEX_TYPE_CELL_TEXT, NULL);

  self->width = width;
  self->xalign = xalign;
  return GTK_WIDGET (self);
}

void
annex_cell_text_set_text (AnnexCellText *self, const char *text, PangoAttrList *attributes)
{
  if (attributes != self->attributes)
    {
      g_clear_pointer (&self->attributes, pango_attr_list_unref);
      self->attributes = attributes != NULL ? pango_attr_list_ref (attributes) : NULL;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  if (g_set_str (&self->text, text != NULL ? text : ""))
    {
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->text, -1);
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
}
