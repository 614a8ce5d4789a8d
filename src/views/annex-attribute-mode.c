/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-attribute-mode.h"

#include <glib/gi18n.h>

#include "annex-nothing-stated.h"
#include "annex-register-mode.h"
#include "core/annex-change-set.h"
#include "isms/annex-isms.h"
#include "isms/plan/control-coverage.h"
#include "widgets/annex-chart-view.h"

#define VIEW_SETTING "attributes.view"

struct _AnnexAttributeMode
{
  AdwBin parent_instance;

  GtkDropDown *chooser;
  AnnexChartView *chart;
  GtkWidget *none; /* instead */

  AnnexStore *store;
  AnnexQuery *query;
  GPtrArray *groups; /* AnnexControlGroup, as the chart shows them */
  gboolean outdated; /* changed while nobody saw it */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexAttributeMode, annex_attribute_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static const AnnexControlView *
get_view (AnnexAttributeMode *self)
{
  return &annex_control_views[gtk_drop_down_get_selected (self->chooser)];
}

static void
load (AnnexAttributeMode *self)
{
  g_autoptr (AnnexChart) chart = NULL;

  if (self->query == NULL)
    return;
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  self->groups = annex_control_coverage_count (self->store, get_view (self), self->query, ANNEX_TOLD_BY_STORE);
  if (self->groups != NULL && self->groups->len > 0)
    chart = annex_control_coverage_chart (get_view (self), self->groups);
  annex_chart_view_set_chart (self->chart, chart);
  gtk_widget_set_visible (GTK_WIDGET (self->chart), chart != NULL);
  gtk_widget_set_visible (self->none, chart == NULL);
  self->outdated = FALSE;
}

static void
chosen_cb (AnnexAttributeMode *self)
{
  g_autofree char *setting = g_strdup_printf ("%u", gtk_drop_down_get_selected (self->chooser));

  if (self->store == NULL)
    return;
  annex_store_set_setting (self->store, VIEW_SETTING, setting);
  load (self);
}

static void
changed_cb (AnnexStore *store, AnnexChangeSet *changes, AnnexAttributeMode *self)
{
  if (!annex_change_set_touches_type (changes, &annex_control_type))
    return;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
  else
    self->outdated = TRUE;
}

static void
map_cb (AnnexAttributeMode *self)
{
  if (self->outdated)
    load (self);
}

/* ---- From a bar to its controls ---- */

/* Filters on the same field are alternatives, so what was there on it goes. */
static void
narrow (AnnexQuery *query, const char *field_name, AnnexFilterOperator op, const char *value)
{
  for (guint i = annex_query_get_n_filters (query); i > 0; i--)
    {
      const char *held;

      annex_query_get_filter (query, i - 1, &held, NULL, NULL);
      if (g_str_equal (held, field_name))
        annex_query_remove_filter (query, i - 1);
    }
  annex_query_add_filter (query, field_name, op, value);
}

static void
narrow_to_state (AnnexQuery *query, AnnexControlState state)
{
  static const char *const statuses[] = {
    [ANNEX_CONTROL_IMPLEMENTED] = "implemented",
    [ANNEX_CONTROL_PARTIAL] = "partial",
    [ANNEX_CONTROL_PLANNED] = "planned",
    [ANNEX_CONTROL_NOT_STARTED] = "not_started",
  };

  if (state == ANNEX_CONTROL_EXCLUDED || state == ANNEX_CONTROL_UNDECIDED)
    {
      narrow (query, "decision", ANNEX_FILTER_IS, state == ANNEX_CONTROL_EXCLUDED ? "excluded" : "undecided");
      return;
    }
  narrow (query, "status", ANNEX_FILTER_IS, statuses[state]);
  narrow (query, "decision", ANNEX_FILTER_IS, "applicable");
  annex_query_add_filter (query, "decision", ANNEX_FILTER_IS, "inherited");
}

static void
activated_cb (AnnexAttributeMode *self, guint category, guint series)
{
  g_autoptr (AnnexQuery) query = annex_query_copy (self->query);
  const AnnexControlGroup *group;

  if (self->groups == NULL || category >= self->groups->len)
    return;
  group = self->groups->pdata[category];
  narrow (query, get_view (self)->field, group->op, group->op == ANNEX_FILTER_IS_EMPTY ? NULL : group->filter);
  narrow_to_state (query, series);
  annex_register_mode_ask (ANNEX_REGISTER_MODE (self), query);
}

/* ---- As a mode ---- */

static void
annex_attribute_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexAttributeMode *self = ANNEX_ATTRIBUTE_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  load (self);
}

/* A bar is no record. */
static gboolean
annex_attribute_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return FALSE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_attribute_mode_set_query;
  iface->reveal = annex_attribute_mode_reveal;
}

static void
annex_attribute_mode_dispose (GObject *object)
{
  AnnexAttributeMode *self = ANNEX_ATTRIBUTE_MODE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->query, annex_query_free);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_attribute_mode_parent_class)->dispose (object);
}

static void
annex_attribute_mode_class_init (AnnexAttributeModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_attribute_mode_dispose;
}

static void
annex_attribute_mode_init (AnnexAttributeMode *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  for (guint i = 0; annex_control_views[i].field != NULL; i++)
    gtk_string_list_append (labels, g_dgettext (GETTEXT_PACKAGE, annex_control_views[i].label));
  self->chooser = GTK_DROP_DOWN (gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL));
  gtk_widget_set_halign (GTK_WIDGET (self->chooser), GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Put Together By"), -1);
  g_signal_connect_object (self->chooser, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  self->chart = ANNEX_CHART_VIEW (annex_chart_view_new ());
  g_signal_connect_object (self->chart, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chooser));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->chart));
  self->none = annex_nothing_stated_new ();
  gtk_box_append (GTK_BOX (box), self->none);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 12);
  gtk_widget_set_margin_bottom (box, 12);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 900);
  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWidget *
annex_attribute_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexAttributeMode *self = g_object_new (ANNEX_TYPE_ATTRIBUTE_MODE, NULL);
  g_autofree char *setting = annex_store_get_setting (store, VIEW_SETTING);
  guint view = setting != NULL ? (guint) g_ascii_strtoull (setting, NULL, 10) : 0;

  if (view < g_list_model_get_n_items (gtk_drop_down_get_model (self->chooser)))
    gtk_drop_down_set_selected (self->chooser, view);
  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  return GTK_WIDGET (self);
}
