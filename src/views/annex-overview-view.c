/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-overview-view.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-view.h"
#include "core/annex-worker.h"
#include "isms/annex-attention.h"
#include "isms/annex-rules.h"

#define MAX_FINDINGS 20u

/* A row that is used again for whatever stands in its place after a change. */
typedef struct
{
  AdwActionRow *row;
  GtkImage *icon;
  GtkLabel *number;
  GtkWidget *arrow;
} Line;

typedef struct
{
  AdwPreferencesGroup *group;
  GPtrArray *lines;
  guint n_shown;
} Section;

typedef struct
{
  GPtrArray *findings; /* the first MAX_FINDINGS */
  guint n_findings;
} Check;

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
  Section attention;
  Section findings;
  Section counts;
  gboolean outdated; /* while it is not seen */
  GCancellable *checking;
};

static void view_iface_init (AnnexViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexOverviewView, annex_overview_view, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_VIEW, view_iface_init))

static void
open_section (Section *section, AdwPreferencesGroup *group)
{
  section->group = group;
  section->lines = g_ptr_array_new_with_free_func (g_free);
}

static Line *
next_line (Section *section)
{
  Line *line;

  if (section->n_shown < section->lines->len)
    return section->lines->pdata[section->n_shown++];
  line = g_new0 (Line, 1);
  line->row = ADW_ACTION_ROW (adw_action_row_new ());
  line->icon = GTK_IMAGE (gtk_image_new ());
  line->number = GTK_LABEL (gtk_label_new (NULL));
  line->arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_widget_add_css_class (GTK_WIDGET (line->number), "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (line->number), "dimmed");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (line->row), FALSE);
  adw_action_row_add_prefix (line->row, GTK_WIDGET (line->icon));
  adw_action_row_add_suffix (line->row, GTK_WIDGET (line->number));
  adw_action_row_add_suffix (line->row, line->arrow);
  adw_preferences_group_add (section->group, GTK_WIDGET (line->row));
  g_ptr_array_add (section->lines, line);
  section->n_shown++;
  return line;
}

static void
end_section (Section *section)
{
  for (guint i = 0; i < section->lines->len; i++)
    gtk_widget_set_visible (GTK_WIDGET (((Line *) section->lines->pdata[i])->row), i < section->n_shown);
}

/* @action: (nullable): of the window, with @target (transfer floating). */
static void
show_line (Line *line, const char *icon, const char *title, const char *action, GVariant *target)
{
  GtkActionable *actionable = GTK_ACTIONABLE (line->row);

  if (g_strcmp0 (gtk_image_get_icon_name (line->icon), icon) != 0)
    gtk_image_set_from_icon_name (line->icon, icon);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), title);
  gtk_widget_set_visible (line->arrow, action != NULL);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (line->row), action != NULL);
  gtk_actionable_set_action_target_value (actionable, target);
  gtk_actionable_set_action_name (actionable, action);
}

/* @query: (transfer full) (nullable): nothing is shown without. */
static void
add_query (Section *section, const char *icon, const char *title, guint n, AnnexQuery *query)
{
  g_autofree char *number = g_strdup_printf ("%u", n);
  g_autofree char *text = query != NULL ? annex_query_to_string (query) : NULL;
  Line *line;

  if (query == NULL)
    return;
  line = next_line (section);
  show_line (line, icon, title, "win.show-query", g_variant_new ("(ss)", annex_query_get_record_type (query)->name, text));
  gtk_label_set_text (line->number, number);
  annex_query_free (query);
}

/* @query: (transfer full) (nullable) */
static void
add_attention (AnnexOverviewView *self, const AnnexType *type, AnnexQuery *query, guint count, const char *format)
{
  g_autofree char *title = g_strdup_printf (format, g_dgettext (GETTEXT_PACKAGE, type->label_plural));

  if (count > 0)
    add_query (&self->attention, type->icon, title, count, query);
  else
    g_clear_pointer (&query, annex_query_free);
}

static void
add_finding (AnnexOverviewView *self, const AnnexFinding *finding)
{
  Line *line = next_line (&self->findings);
  g_autofree char *title = finding->reference != NULL ? g_strdup_printf ("%s %s", finding->reference, finding->title) : g_strdup (finding->clause);

  show_line (line, "dialog-warning-symbolic", title, finding->record != 0 ? "win.show-record" : NULL,
             finding->record != 0 ? g_variant_new_int64 (finding->record) : NULL);
  adw_action_row_set_subtitle (line->row, finding->message);
  gtk_widget_set_tooltip_text (GTK_WIDGET (line->row), finding->clause);
}

static void
check_free (Check *check)
{
  g_ptr_array_unref (check->findings);
  g_free (check);
}

static void
count_finding (const AnnexFinding *finding, gpointer user_data)
{
  Check *check = user_data;

  if (check->n_findings++ < MAX_FINDINGS)
    g_ptr_array_add (check->findings, annex_finding_copy (finding));
}

static gpointer
check_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Check *check = g_new0 (Check, 1);

  check->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
  if (!annex_rules_foreach (store, count_finding, check, cancellable, error))
    g_clear_pointer (&check, check_free);
  return check;
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexOverviewView) self = user_data;
  Check *check = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);
  g_autofree char *more = NULL;

  if (check != NULL && self->store != NULL)
    {
      self->findings.n_shown = 0;
      for (guint i = 0; i < check->findings->len; i++)
        add_finding (self, check->findings->pdata[i]);
      end_section (&self->findings);
      if (check->n_findings > MAX_FINDINGS)
        more = g_strdup_printf (_("The first %u of %u"), MAX_FINDINGS, check->n_findings);
      adw_preferences_group_set_description (self->finding_group, more);
      gtk_widget_set_visible (GTK_WIDGET (self->finding_group), check->n_findings > 0);
    }
  g_clear_pointer (&check, check_free);
}

static void
start_checking (AnnexOverviewView *self)
{
  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  self->checking = g_cancellable_new ();
  annex_worker_run (self->store, check_worker, NULL, NULL, (GDestroyNotify) check_free, self->checking, checked_cb, g_object_ref (self));
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
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (self->store, ANNEX_TOLD_BY_STORE);

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

  self->outdated = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->outdated)
    return;
  show_engagement (self);
  /* Rows that came in above the one with the keyboard would push it away. */
  if (!annex_attention_is_ready (attention))
    return;
  self->attention.n_shown = self->counts.n_shown = 0;
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = g_ptr_array_index (types, i);
      AnnexAttentionCounts counts = annex_attention_get_counts (attention, type);

      if (type->phase == ANNEX_PHASE_NONE)
        continue;
      add_attention (self, type, annex_attention_query_overdue (type), counts.overdue, is_about_review (type) ? _("%s overdue for review") : _("%s late"));
      add_attention (self, type, annex_attention_query_unowned (type), counts.unowned, _("%s without an owner"));
      add_query (&self->counts, type->icon, g_dgettext (GETTEXT_PACKAGE, type->label_plural), counts.all, annex_query_new (type));
    }
  end_section (&self->attention);
  end_section (&self->counts);
  gtk_widget_set_visible (GTK_WIDGET (self->count_group), TRUE);
  adw_preferences_group_set_description (self->attention_group, self->attention.n_shown == 0 ? _("Nothing does. Well kept.") : NULL);
  start_checking (self);
}

/* The window says why. */
static void
read_failed_cb (AnnexOverviewView *self)
{
  if (!annex_attention_is_ready (annex_attention_get (self->store)))
    adw_preferences_group_set_description (self->attention_group, _("This could not be read."));
}

static void
map_cb (AnnexOverviewView *self)
{
  if (self->outdated)
    reload (self);
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

  g_cancellable_cancel (self->checking);
  g_clear_object (&self->checking);
  g_clear_pointer (&self->attention.lines, g_ptr_array_unref);
  g_clear_pointer (&self->findings.lines, g_ptr_array_unref);
  g_clear_pointer (&self->counts.lines, g_ptr_array_unref);
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
  gtk_widget_init_template (GTK_WIDGET (self));
  open_section (&self->attention, self->attention_group);
  open_section (&self->findings, self->finding_group);
  open_section (&self->counts, self->count_group);
  self->outdated = TRUE;
  g_signal_connect_after (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWidget *
annex_overview_view_new (AnnexStore *store)
{
  AnnexOverviewView *self = g_object_new (ANNEX_TYPE_OVERVIEW_VIEW, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (annex_attention_get (store), "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "read-failed", G_CALLBACK (read_failed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
