/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-action-figures-mode.h"

#include "annex-register-mode.h"
#include "core/annex-worker.h"
#include "isms/act/corrective-action-figures.h"
#include "isms/annex-attention.h"
#include "widgets/annex-chart-column.h"

#define N_CHARTS 4
#define MOST_OWNERS 15

struct _AnnexActionFiguresMode
{
  AdwBin parent_instance;

  AnnexChartColumn *column;

  AnnexStore *store;
  gboolean outdated; /* changed while nobody saw it */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexActionFiguresMode, annex_action_figures_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static gpointer
make_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexChart) age = annex_action_figures_make_age_chart (store, error);
  g_autoptr (AnnexChart) source = age != NULL ? annex_action_figures_make_source_chart (store, error) : NULL;
  g_autoptr (AnnexChart) load = source != NULL ? annex_action_figures_make_load_chart (store, MOST_OWNERS, error) : NULL;
  g_autoptr (AnnexChart) closing = load != NULL ? annex_action_figures_make_closing_chart (store, error) : NULL;
  GPtrArray *charts;

  if (closing == NULL)
    return NULL;
  charts = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_chart_unref);
  g_ptr_array_add (charts, g_steal_pointer (&age));
  g_ptr_array_add (charts, g_steal_pointer (&source));
  g_ptr_array_add (charts, g_steal_pointer (&load));
  g_ptr_array_add (charts, g_steal_pointer (&closing));
  return charts;
}

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexActionFiguresMode) self = user_data;
  g_autoptr (GPtrArray) charts = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);

  if (charts != NULL && self->store != NULL)
    annex_chart_column_set_charts (self->column, charts);
}

static void
reload (AnnexActionFiguresMode *self)
{
  self->outdated = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->outdated)
    annex_worker_run (self->store, make_worker, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, made_cb, g_object_ref (self));
}

/* Figures are those of the whole, whatever the list is filtered by. */
static void
annex_action_figures_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
}

static gboolean
annex_action_figures_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return FALSE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_action_figures_mode_set_query;
  iface->reveal = annex_action_figures_mode_reveal;
}

static void
annex_action_figures_mode_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_action_figures_mode_parent_class)->map (widget);
  if (ANNEX_ACTION_FIGURES_MODE (widget)->outdated)
    reload (ANNEX_ACTION_FIGURES_MODE (widget));
}

static void
annex_action_figures_mode_dispose (GObject *object)
{
  g_clear_object (&ANNEX_ACTION_FIGURES_MODE (object)->store);
  G_OBJECT_CLASS (annex_action_figures_mode_parent_class)->dispose (object);
}

static void
annex_action_figures_mode_class_init (AnnexActionFiguresModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_action_figures_mode_dispose;
  GTK_WIDGET_CLASS (klass)->map = annex_action_figures_mode_map;
}

static void
annex_action_figures_mode_init (AnnexActionFiguresMode *self)
{
  self->column = ANNEX_CHART_COLUMN (annex_chart_column_new (N_CHARTS));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->column));
  self->outdated = TRUE;
}

GtkWidget *
annex_action_figures_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexActionFiguresMode *self = g_object_new (ANNEX_TYPE_ACTION_FIGURES_MODE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (annex_attention_get (store), "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
