/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-indicator-part.h"

#include <glib/gi18n.h>

#include "core/annex-worker.h"
#include "isms/check/indicator.h"
#include "widgets/annex-chart-view.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-part.h"

struct _AnnexIndicatorPart
{
  AdwBin parent_instance;

  AnnexChartView *chart;
  GtkWidget *values;       /* of one that is measured by hand */
  AdwEntryRow *entry_row;
  AdwButtonRow *other_row; /* values of other periods */
  GtkWidget *measure;      /* of one that is counted */

  AnnexStore *store;
  gint64 id;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexIndicatorPart, annex_indicator_part, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
tell (AnnexIndicatorPart *self, AnnexRecord *measurement)
{
  /* Translators: a value and its period, such as 2026-11. */
  g_autofree char *told =
    g_strdup_printf (_("Measured: %s in %s"), annex_record_get_text (measurement, "value"), annex_record_get_title (measurement));

  annex_feedback_say_undoable (GTK_WIDGET (self), told);
}

static gpointer
count_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return annex_indicators_count (store, *(gint64 *) data, error);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexIndicatorPart) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) values = annex_worker_finish (result, &error);
  g_autoptr (GPtrArray) measurements = values != NULL ? annex_indicators_keep (ANNEX_STORE (source), values, &error) : NULL;

  gtk_widget_set_sensitive (self->measure, TRUE);
  if (measurements == NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Measure"), error);
  else
    tell (self, measurements->pdata[0]);
}

static void
measure_cb (AnnexIndicatorPart *self)
{
  gtk_widget_set_sensitive (self->measure, FALSE);
  annex_worker_run (self->store, count_worker, g_memdup2 (&self->id, sizeof self->id), g_free, (GDestroyNotify) g_ptr_array_unref, NULL, counted_cb,
                    g_object_ref (self));
}

static void
entered_cb (AnnexIndicatorPart *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) indicator = annex_store_load (self->store, self->id, &error);
  g_autoptr (AnnexRecord) measurement =
    indicator != NULL ? annex_indicator_enter (self->store, indicator, gtk_editable_get_text (GTK_EDITABLE (self->entry_row)), &error) : NULL;

  if (measurement == NULL)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Value Was Not Kept"), error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
  tell (self, measurement);
}

static void
annex_indicator_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *indicator)
{
  AnnexIndicatorPart *self = ANNEX_INDICATOR_PART (part);
  g_autoptr (AnnexChart) chart = annex_indicator_create_chart (store, indicator, ANNEX_TOLD_BY_STORE);
  gboolean counted = annex_indicator_is_counted (indicator);
  gboolean measurable = g_strcmp0 (annex_record_get_value (indicator, "state"), "active") == 0 && !annex_store_is_read_only (store);
  g_autofree char *period = annex_indicator_dup_period (store, indicator, ANNEX_TOLD_BY_STORE);
  /* Translators: a period, such as 2026-11. */
  g_autofree char *title = period != NULL ? g_strdup_printf (_("Value for %s"), period) : NULL;

  g_set_object (&self->store, store);
  if (self->id != annex_record_get_id (indicator))
    gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
  self->id = annex_record_get_id (indicator);
  if (chart != NULL)
    annex_chart_view_set_chart (self->chart, chart);
  if (title != NULL)
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry_row), title);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->other_row), "(ssx)", "measurement", "indicator", self->id);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), chart != NULL);
  gtk_widget_set_visible (self->measure, measurable && counted);
  gtk_widget_set_visible (self->values, measurable && !counted && period != NULL);
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
  self->values = adw_preferences_group_new ();
  self->entry_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  self->other_row = ADW_BUTTON_ROW (adw_button_row_new ());
  adw_entry_row_set_show_apply_button (self->entry_row, TRUE);
  g_signal_connect_object (self->entry_row, "apply", G_CALLBACK (entered_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->other_row), _("Value of Another Period…"));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->other_row), "(ssx)", "measurement", "indicator", G_GINT64_CONSTANT (0));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->other_row), "win.add-linked");
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->values), GTK_WIDGET (self->entry_row));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->values), GTK_WIDGET (self->other_row));
  self->measure = gtk_button_new_with_mnemonic (_("_Measure Now"));
  gtk_widget_set_tooltip_text (self->measure, _("Count the value of the period that ended last"));
  gtk_widget_set_halign (self->measure, GTK_ALIGN_START);
  g_signal_connect_object (self->measure, "clicked", G_CALLBACK (measure_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chart));
  gtk_box_append (GTK_BOX (box), self->values);
  gtk_box_append (GTK_BOX (box), self->measure);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
annex_indicator_part_new (void)
{
  return g_object_new (ANNEX_TYPE_INDICATOR_PART, NULL);
}
