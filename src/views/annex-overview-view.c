/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-overview-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-view.h"
#include "core/annex-worker.h"
#include "isms/annex-attention.h"
#include "isms/annex-rules.h"

#define MAX_FINDINGS 20u

struct _AnnexOverviewView
{
  AdwBin parent_instance;

  GtkLabel *title;
  GtkLabel *organization;
  GtkLabel *scope;
  GtkLabel *edition;
  AdwPreferencesGroup *attention_group;
  AdwPreferencesGroup *finding_group;
  AdwPreferencesGroup *count_group;

  AnnexStore *store;
  GPtrArray *attention_rows;
  GPtrArray *finding_rows;
  GPtrArray *count_rows;
};

static void view_iface_init (AnnexViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexOverviewView, annex_overview_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_VIEW, view_iface_init))

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, g_ptr_array_index (rows, i));
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *icon, const char *title, guint count, const AnnexQuery *query)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *number = g_strdup_printf ("%u", count);
  g_autofree char *text = annex_query_to_string (query);
  GtkWidget *label = gtk_label_new (number);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", annex_query_get_record_type (query)->name, text);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-query");
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
}

/* @query: (transfer full) (nullable) */
static void
add_attention (AnnexOverviewView *self, const AnnexType *type, AnnexQuery *query, guint count, const char *format)
{
  g_autofree char *title = g_strdup_printf (format, g_dgettext (GETTEXT_PACKAGE, type->label_plural));

  if (query != NULL && count > 0)
    add_row (self->attention_group, self->attention_rows, type->icon, title, count, query);
  g_clear_pointer (&query, annex_query_free);
}

static void
add_finding (AnnexOverviewView *self, const AnnexFinding *finding)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = finding->reference != NULL ? g_strdup_printf ("%s %s", finding->reference, finding->title) : g_strdup (finding->clause);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), finding->message);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("dialog-warning-symbolic"));
  gtk_widget_set_tooltip_text (row, finding->clause);
  if (finding->record != 0)
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "x", finding->record);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-record");
    }
  adw_preferences_group_add (self->finding_group, row);
  g_ptr_array_add (self->finding_rows, row);
}

static gpointer
find_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return annex_rules_check (store, 0, cancellable, error);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexOverviewView) self = user_data;
  g_autoptr (GPtrArray) findings = annex_worker_finish (result, NULL);
  g_autofree char *more = NULL;

  if (findings == NULL || self->store == NULL)
    return;
  annex_rules_summarize (findings);
  clear_rows (self->finding_group, self->finding_rows);
  for (guint i = 0; i < MIN (findings->len, MAX_FINDINGS); i++)
    add_finding (self, g_ptr_array_index (findings, i));
  if (findings->len > MAX_FINDINGS)
    more = g_strdup_printf (_("The first %u of %u"), MAX_FINDINGS, findings->len);
  adw_preferences_group_set_description (self->finding_group, more);
  gtk_widget_set_visible (GTK_WIDGET (self->finding_group), findings->len > 0);
}

static void
show_text (GtkLabel *label, const char *text)
{
  gtk_label_set_text (label, text);
  gtk_widget_set_visible (GTK_WIDGET (label), *text != '\0');
}

static void
show_engagement (AnnexOverviewView *self)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (self->store);

  if (engagement == NULL)
    return;

  show_text (self->title, annex_record_get_title (engagement));
  show_text (self->organization, annex_record_get_text (engagement, "organization"));
  show_text (self->scope, annex_record_get_text (engagement, "scope"));
  show_text (self->edition, annex_record_get_text (engagement, "edition"));
  if (g_str_equal (annex_record_get_text (engagement, "organization"), annex_record_get_title (engagement)))
    gtk_widget_set_visible (GTK_WIDGET (self->organization), FALSE);
}

/* A review is overdue; what is due and not a review is late. */
static gboolean
is_about_review (const AnnexType *type)
{
  g_autoptr (AnnexQuery) query = annex_attention_query_overdue (type);
  const char *field = NULL;

  if (query != NULL)
    annex_query_get_filter (query, 0, &field, NULL, NULL);
  return field != NULL && strstr (field, "review") != NULL;
}

static void
reload (AnnexOverviewView *self)
{
  AnnexAttention *attention = annex_attention_get (self->store);
  GPtrArray *types = annex_type_list ();

  show_engagement (self);
  clear_rows (self->attention_group, self->attention_rows);
  clear_rows (self->count_group, self->count_rows);

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = g_ptr_array_index (types, i);
      AnnexAttentionCounts counts = annex_attention_get_counts (attention, type);
      g_autoptr (AnnexQuery) all = annex_query_new (type);

      if (type->phase == ANNEX_PHASE_NONE)
        continue;
      add_attention (self, type, annex_attention_query_overdue (type), counts.overdue, is_about_review (type) ? _("%s overdue for review") : _("%s late"));
      add_attention (self, type, annex_attention_query_unowned (type), counts.unowned, _("%s without an owner"));
      add_row (self->count_group, self->count_rows, type->icon, g_dgettext (GETTEXT_PACKAGE, type->label_plural),
               annex_store_count (self->store, type), all);
    }
  annex_worker_run (self->store, find_worker, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL, found_cb, g_object_ref (self));
  adw_preferences_group_set_description (self->attention_group,
                                         annex_attention_is_ready (attention) && self->attention_rows->len == 0 ? _("Nothing does. Well kept.") : NULL);
}

static const char *
annex_overview_view_get_title (AnnexView *view)
{
  return _("Overview");
}

static void
view_iface_init (AnnexViewInterface *iface)
{
  iface->get_title = annex_overview_view_get_title;
}

static void
annex_overview_view_dispose (GObject *object)
{
  AnnexOverviewView *self = ANNEX_OVERVIEW_VIEW (object);

  g_clear_pointer (&self->attention_rows, g_ptr_array_unref);
  g_clear_pointer (&self->finding_rows, g_ptr_array_unref);
  g_clear_pointer (&self->count_rows, g_ptr_array_unref);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_OVERVIEW_VIEW);

  G_OBJECT_CLASS (annex_overview_view_parent_class)->dispose (object);
}

static void
annex_overview_view_class_init (AnnexOverviewViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_overview_view_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-overview-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, title);
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, organization);
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, scope);
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, edition);
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, attention_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, finding_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexOverviewView, count_group);
}

static void
annex_overview_view_init (AnnexOverviewView *self)
{
  self->attention_rows = g_ptr_array_new ();
  self->finding_rows = g_ptr_array_new ();
  self->count_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
annex_overview_view_new (AnnexStore *store)
{
  AnnexOverviewView *self = g_object_new (ANNEX_TYPE_OVERVIEW_VIEW, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (annex_attention_get (store), "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  reload (self);

  return GTK_WIDGET (self);
}
