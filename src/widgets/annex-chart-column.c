/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-chart-column.h"

#include "annex-chart-view.h"

/* In pixels: wider, a bar says no more. */
#define WIDEST 760

struct _AnnexChartColumn
{
  AdwBin parent_instance;

  GtkBox *box; /* title, chart, title, chart, … */
};

G_DEFINE_FINAL_TYPE (AnnexChartColumn, annex_chart_column, ADW_TYPE_BIN)

static void
annex_chart_column_class_init (AnnexChartColumnClass *klass)
{
}

static void
annex_chart_column_init (AnnexChartColumn *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->box = GTK_BOX (box);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), WIDEST);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
annex_chart_column_new (guint n_charts)
{
  AnnexChartColumn *self = g_object_new (ANNEX_TYPE_CHART_COLUMN, NULL);

  for (guint i = 0; i < n_charts; i++)
    {
      GtkWidget *title = gtk_label_new (NULL);
      GtkWidget *chart = annex_chart_view_new ();

      gtk_label_set_xalign (GTK_LABEL (title), 0);
      gtk_label_set_wrap (GTK_LABEL (title), TRUE);
      gtk_widget_add_css_class (title, "heading");
      gtk_widget_set_margin_bottom (chart, 18);
      gtk_box_append (self->box, title);
      gtk_box_append (self->box, chart);
    }
  return GTK_WIDGET (self);
}

void
annex_chart_column_set_charts (AnnexChartColumn *self, GPtrArray *charts)
{
  GtkWidget *title = gtk_widget_get_first_child (GTK_WIDGET (self->box));

  for (guint i = 0; i < charts->len; i++)
    {
      GtkWidget *chart = gtk_widget_get_next_sibling (title);
      gboolean any = annex_chart_get_n_categories (charts->pdata[i]) > 0;

      gtk_label_set_text (GTK_LABEL (title), annex_chart_get_title (charts->pdata[i]));
      annex_chart_view_set_chart (ANNEX_CHART_VIEW (chart), charts->pdata[i]);
      gtk_widget_set_visible (title, any);
      gtk_widget_set_visible (chart, any);
      title = gtk_widget_get_next_sibling (chart);
    }
}
