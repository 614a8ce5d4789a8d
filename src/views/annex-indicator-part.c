/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-indicator-part.h"

#include <glib/gi18n.h>

#include "isms/check/indicator.h"
#include "widgets/annex-chart-view.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-part.h"

struct _AnnexIndicatorPart
{
  AdwBin parent_instance;

  AnnexChartView *chart;
  GtkWidget *measure;

  AnnexStore *store;
  gint64 id;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexIndicatorPart, annex_indicator_part, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
measure_cb (AnnexIndicatorPart *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) measurements = annex_indicators_measure (self->store, self->id, &error);
  g_autofree char *told = NULL;

  if (measurements == NULL)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Measure"), error);
      return;
    }
  /* Translators: a value and its period, such as 2026-11. */
  told = g_strdup_printf (_("Measured: %s in %s"), annex_record_get_text (measurements->pdata[0], "value"), annex_record_get_title (measurements->pdata[0]));
  annex_feedback_say_undoable (GTK_WIDGET (self), told);
}

static void
annex_indicator_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *indicator)
{
  AnnexIndicatorPart *self = ANNEX_INDICATOR_PART (part);
  g_autoptr (AnnexChart) chart = annex_indicator_create_chart (store, indicator);
  gboolean measurable = annex_indicator_is_counted (indicator) && g_strcmp0 (annex_record_get_value (indicator, "state"), "active") == 0 &&
                        !annex_store_is_read_only (store);

  g_set_object (&self->store, store);
  self->id = annex_record_get_id (indicator);
  if (chart != NULL)
    annex_chart_view_set_chart (self->chart, chart);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), chart != NULL);
  gtk_widget_set_visible (self->measure, measurable);
  gtk_widget_set_visible (GTK_WIDGET (self), chart != NULL || measurable);
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_indicator_part_show;
}

static void
annex_indicator_part_dispose (GObject *object)
{
  g_clear_object (&ANNEX_INDICATOR_PART (object)->store);
  G_OBJECT_CLASS (annex_indicator_part_parent_class)->dispose (object);
}

static void
annex_indicator_part_class_init (AnnexIndicatorPartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_indicator_part_dispose;
}

static void
annex_indicator_part_init (AnnexIndicatorPart *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->chart = ANNEX_CHART_VIEW (annex_chart_view_new ());
  self->measure = gtk_button_new_with_mnemonic (_("_Measure Now"));
  gtk_widget_set_tooltip_text (self->measure, _("Count the value of the period that ended last"));
  gtk_widget_set_halign (self->measure, GTK_ALIGN_START);
  g_signal_connect_object (self->measure, "clicked", G_CALLBACK (measure_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chart));
  gtk_box_append (GTK_BOX (box), self->measure);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
annex_indicator_part_new (void)
{
  return g_object_new (ANNEX_TYPE_INDICATOR_PART, NULL);
}
