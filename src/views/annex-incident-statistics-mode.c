/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-incident-statistics-mode.h"

#include <glib/gi18n.h>

#include "annex-register-mode.h"
#include "core/annex-change-set.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/do/incident-statistics.h"
#include "widgets/annex-chart-column.h"

#define N_CHARTS 3

struct _AnnexIncidentStatisticsMode
{
  AdwBin parent_instance;

  AnnexStore *store;
  AnnexQuery *query;
  GCancellable *cancellable;
  GtkStack *stack;
  AnnexChartColumn *column;
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexIncidentStatisticsMode, annex_incident_statistics_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static gpointer
load_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return annex_incident_statistics_load (store, data, error);
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexIncidentStatisticsMode) self = user_data;
  g_autoptr (AnnexIncidentStatistics) statistics = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) charts = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_chart_unref);

  if (statistics == NULL || self->store == NULL)
    return;
  if (annex_incident_statistics_get_n_incidents (statistics) == 0)
    {
      gtk_stack_set_visible_child_name (self->stack, "none");
      return;
    }
  g_ptr_array_add (charts, annex_incident_statistics_create_month_chart (statistics, self->store));
  g_ptr_array_add (charts, annex_incident_statistics_create_category_chart (statistics));
  g_ptr_array_add (charts, annex_incident_statistics_create_time_chart (statistics));
  annex_chart_column_set_charts (self->column, charts);
  gtk_stack_set_visible_child_name (self->stack, "charts");
}

/* Counts anew; what is still being counted is not waited for. */
static void
reload (AnnexIncidentStatisticsMode *self)
{
  if (self->query == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  annex_worker_run (self->store, load_worker, annex_query_copy (self->query), (GDestroyNotify) annex_query_free,
                    (GDestroyNotify) annex_incident_statistics_free, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
store_changed_cb (AnnexIncidentStatisticsMode *self, AnnexChangeSet *changes)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && (annex_change_set_touches_type (changes, &annex_incident_type) ||
                                                    annex_change_set_touches_type (changes, &annex_scale_level_type)))
    reload (self);
}

static void
annex_incident_statistics_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexIncidentStatisticsMode *self = ANNEX_INCIDENT_STATISTICS_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  reload (self);
}

/* A chart shows no single incident. */
static gboolean
annex_incident_statistics_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return FALSE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_incident_statistics_mode_set_query;
  iface->reveal = annex_incident_statistics_mode_reveal;
}

static void
annex_incident_statistics_mode_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_incident_statistics_mode_parent_class)->map (widget);
  reload (ANNEX_INCIDENT_STATISTICS_MODE (widget));
}

static void
annex_incident_statistics_mode_dispose (GObject *object)
{
  AnnexIncidentStatisticsMode *self = ANNEX_INCIDENT_STATISTICS_MODE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->query, annex_query_free);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_incident_statistics_mode_parent_class)->dispose (object);
}

static void
annex_incident_statistics_mode_class_init (AnnexIncidentStatisticsModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_incident_statistics_mode_dispose;
  GTK_WIDGET_CLASS (klass)->map = annex_incident_statistics_mode_map;
}

static void
annex_incident_statistics_mode_init (AnnexIncidentStatisticsMode *self)
{
  GtkWidget *none = adw_status_page_new ();

  self->column = ANNEX_CHART_COLUMN (annex_chart_column_new (N_CHARTS));
  adw_status_page_set_title (ADW_STATUS_PAGE (none), _("Nothing to Count"));
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (none), "dialog-error-symbolic");
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_add_named (self->stack, none, "none");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->column), "charts");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
annex_incident_statistics_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexIncidentStatisticsMode *self = g_object_new (ANNEX_TYPE_INCIDENT_STATISTICS_MODE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
