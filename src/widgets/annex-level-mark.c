/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-level-mark.h"

#include <glib/gi18n.h>

#include "annex-level-swatch.h"

#define SPACING 6

struct _AnnexLevelMark
{
  GtkWidget parent_instance;

  GtkWidget *label;

  AnnexStore *store;
  int level;
};

G_DEFINE_FINAL_TYPE (AnnexLevelMark, annex_level_mark, GTK_TYPE_WIDGET)

static void
annex_level_mark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                          int *minimum_baseline, int *natural_baseline)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL && for_size > 0)
    for_size = -1;
  gtk_widget_measure (self->label, orientation, for_size < 0 ? -1 : MAX (0, for_size - ANNEX_LEVEL_SWATCH_WIDTH - SPACING), minimum, natural,
                      minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum += ANNEX_LEVEL_SWATCH_WIDTH + SPACING;
      *natural += ANNEX_LEVEL_SWATCH_WIDTH + SPACING;
    }
  else
    {
      *minimum = MAX (*minimum, ANNEX_LEVEL_SWATCH_HEIGHT);
      *natural = MAX (*natural, ANNEX_LEVEL_SWATCH_HEIGHT);
    }
}

static void
annex_level_mark_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkAllocation place = { rtl ? 0 : ANNEX_LEVEL_SWATCH_WIDTH + SPACING, 0, MAX (0, width - ANNEX_LEVEL_SWATCH_WIDTH - SPACING), height };

  gtk_widget_size_allocate (self->label, &place, baseline);
}

static void
annex_level_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexLevelMark *self = ANNEX_LEVEL_MARK (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA ink;

  gtk_widget_snapshot_child (widget, self->label, snapshot);
  gtk_widget_get_color (widget, &ink);
  if (self->store != NULL)
    annex_level_swatch_snapshot (snapshot, self->store, self->level, rtl ? gtk_widget_get_width (widget) - ANNEX_LEVEL_SWATCH_WIDTH : 0,
                                 (gtk_widget_get_height (widget) - ANNEX_LEVEL_SWATCH_HEIGHT) / 2, &ink);
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
