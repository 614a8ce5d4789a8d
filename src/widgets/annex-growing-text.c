/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-growing-text.h"

struct _AnnexGrowingText
{
  GtkTextView parent_instance;
};

G_DEFINE_FINAL_TYPE (AnnexGrowingText, annex_growing_text, GTK_TYPE_TEXT_VIEW)

static GtkSizeRequestMode
annex_growing_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static int
measure_height (GtkWidget *widget, int width)
{
  GtkTextView *view = GTK_TEXT_VIEW (widget);
  g_autofree char *text = NULL;
  g_autoptr (PangoLayout) layout = NULL;
  int height;

  g_object_get (gtk_text_view_get_buffer (view), "text", &text, NULL);
  layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, width * PANGO_SCALE);
  pango_layout_get_pixel_size (layout, NULL, &height);

  return height + gtk_text_view_get_top_margin (view) + gtk_text_view_get_bottom_margin (view);
}

static void
annex_growing_text_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                            int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 0;
  else
    *minimum = *natural = measure_height (widget, for_size < 0 ? gtk_widget_get_width (widget) : for_size);
}

static void
annex_growing_text_class_init (AnnexGrowingTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = annex_growing_text_get_request_mode;
  widget_class->measure = annex_growing_text_measure;
}

static void
annex_growing_text_init (AnnexGrowingText *self)
{
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self), FALSE);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self)), "changed", G_CALLBACK (gtk_widget_queue_resize),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
annex_growing_text_new (void)
{
  return g_object_new (ANNEX_TYPE_GROWING_TEXT, NULL);
}
