/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-register-view.h"

#include <glib/gi18n.h>

#include "annex-evidence-drop.h"
#include "annex-record-parts.h"
#include "annex-register-highlights.h"
#include "annex-register-mode.h"
#include "annex-register-totals.h"
#include "annex-saved-filters.h"
#include "annex-view.h"
#include "isms/annex-attention.h"
#include "isms/annex-isms.h"
#include "core/annex-change-set.h"
#include "isms/plan/asset.h"
#include "widgets/annex-filter-bar.h"
#include "widgets/annex-record-form.h"
#include "widgets/annex-stack-turn.h"
#include "widgets/annex-tooltip.h"

struct _AnnexRegisterView
{
  AdwBreakpointBin parent_instance;

  AdwOverlaySplitView *split_view;
  AdwHeaderBar *header_bar;
  AdwWindowTitle *window_title;
  GtkSearchEntry *search_entry;
  AnnexFilterBar *filter_bar;
  AnnexRegisterHighlights *highlights;
  GtkToggleButton *tree_button;
  GtkMenuButton *menu_button;
  AnnexSavedFilters *saved_filters;
  AdwToggleGroup *mode_group;
  GtkStack *stack;
  AdwStatusPage *empty_page;
  AdwStatusPage *failed_page;
  AnnexRecordTable *table;
  GtkLabel *totals;
  AnnexRecordForm *form;
  GMenuModel *context_menu;
  GMenu *view_menu;

  AnnexStore *store;
  const AnnexType *type;
  AnnexRecordList *list;
  AnnexRegisterMode *mode; /* not owned: a page of the stack; NULL shows the table */
  gboolean about_others;   /* the mode shows something else than the records: neither filters nor counts of them */
  gboolean showing;
  guint n_all;
  char *parts; /* (nullable): what all of them are */
};

static void view_iface_init (AnnexViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexRegisterView, annex_register_view, ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_VIEW, view_iface_init))

/* Only assets have a tree so far: the field that loops are refused in and that needs flow along. */
static const char *
find_tree_field (const AnnexType *type)
{
  const AnnexField *field = annex_type_find_field (type, "depends_on");

  return field != NULL && (field->flags & ANNEX_FIELD_ACYCLIC) ? field->name : NULL;
}

static gboolean
show_detail_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (widget);

  if (gtk_widget_get_width (GTK_WIDGET (self->split_view)) == 0)
    return G_SOURCE_CONTINUE;

  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);

  return G_SOURCE_REMOVE;
}

/* A list that could not be read must not look like one without records. */
static gboolean
show_failure (AnnexRegisterView *self)
{
  const GError *failure = annex_record_list_get_failure (self->list);
  g_autofree char *text = failure != NULL ? g_markup_escape_text (failure->message, -1) : NULL;

  if (failure == NULL)
    return FALSE;
  adw_status_page_set_description (self->failed_page, text);
  annex_stack_turn_to (self->stack, GTK_WIDGET (self->failed_page));
  return TRUE;
}

static void
update_state (AnnexRegisterView *self)
{
  guint shown = annex_record_list_get_length (self->list);
  guint all = self->n_all;
  AnnexAttentionCounts counts = annex_attention_get_counts (annex_attention_get (self->store), self->type);
  g_autofree char *text = annex_register_totals_dup_text (shown, all, counts.unowned, counts.overdue, self->parts);
  gboolean failed = show_failure (self);

  gtk_label_set_text (self->totals, text);
  annex_tooltip_set (GTK_WIDGET (self->totals), text);
  gtk_widget_set_visible (GTK_WIDGET (self->totals), all > 0 && !self->about_others && !failed);
  if (failed)
    return;
  if (self->mode != NULL && (self->about_others || shown > 0 || (all > 0 && annex_record_list_is_reading (self->list))))
    annex_stack_turn_to (self->stack, GTK_WIDGET (self->mode));
  else if (!annex_record_list_is_reading (self->list))
    annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, shown > 0 ? "table" : all > 0 ? "no-match" : "empty"));
}

/* What is listed without filters is all there is: to count so many in the file takes a while. */
static void
count_all (AnnexRegisterView *self)
{
  const AnnexQuery *query = annex_record_list_get_query (self->list);
  gboolean lists_all = annex_query_get_n_filters (query) == 0 && annex_query_get_search (query) == NULL &&
                       !annex_record_list_is_reading (self->list) && annex_record_list_get_failure (self->list) == NULL;

  self->n_all = lists_all ? annex_record_list_get_length (self->list)
                          : annex_store_count (self->store, self->type, ANNEX_TOLD_BY_STORE);
  g_free (self->parts);
  self->parts = annex_register_totals_dup_parts (self->store, self->type);
}

static void
store_changed_cb (AnnexRegisterView *self, AnnexChangeSet *changes)
{
  if (!annex_change_set_touches_type (changes, self->type))
    return;

  count_all (self);
  update_state (self);
}

static void
apply (AnnexRegisterView *self)
{
  const AnnexQuery *shown = annex_record_list_get_query (self->list);
  g_autoptr (AnnexQuery) query = NULL;

  if (self->showing)
    return;

  query = annex_query_copy (shown);
  annex_query_set_search (query, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  annex_filter_bar_apply (self->filter_bar, query);
  /* A search entry tells of a change some time after it, when it may be shown already. */
  if (annex_query_equal_but_search (query, shown) && g_strcmp0 (annex_query_get_search (query), annex_query_get_search (shown)) == 0)
    return;
  annex_record_list_set_query (self->list, query);
  if (self->mode != NULL)
    annex_register_mode_set_query (self->mode, query);
}

/* Whoever is there already stays. */
static void
focus_page (AnnexRegisterView *self)
{
  GtkWidget *page = gtk_stack_get_visible_child (self->stack);

  if (page == GTK_WIDGET (self->table))
    annex_record_table_focus (self->table);
  else if (!gtk_widget_grab_focus (page) && gtk_widget_get_focus_child (page) == NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

static void
search_cb (AnnexRegisterView *self)
{
  apply (self);
}

static void
stop_search_cb (AnnexRegisterView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  apply (self);
  focus_page (self);
}

static void
search_activate_cb (AnnexRegisterView *self)
{
  focus_page (self);
}

static void
reloaded_cb (AnnexRegisterView *self)
{
  annex_saved_filters_set_query (self->saved_filters, annex_record_list_get_query (self->list));
  update_state (self);
}

static void
selection_changed_cb (AnnexRegisterView *self)
{
  g_autoptr (GArray) ids = annex_record_selection_dup_ids (annex_record_table_get_selection (self->table));
  gint64 id = ids->len == 1 ? g_array_index (ids, gint64, 0) : 0;

  /* The rows may be others while the record is the same, which the form follows by itself. */
  if (id == 0 || annex_record_form_get_id (self->form) != id)
    annex_record_form_show (self->form, self->store, id, ids->len);
  if (ids->len > 0 && !adw_overlay_split_view_get_collapsed (self->split_view))
    annex_register_view_show_detail (self);
  annex_register_view_update_actions (self);
}

/* Where there is no room for both, a tap on a row opens it. */
static void
row_clicked_cb (AnnexRegisterView *self)
{
  if (adw_overlay_split_view_get_collapsed (self->split_view))
    annex_register_view_show_detail (self);
}

static void
tree_toggled_cb (AnnexRegisterView *self)
{
  gboolean active = gtk_toggle_button_get_active (self->tree_button);

  annex_record_table_set_tree_field (self->table, active ? find_tree_field (self->type) : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->search_entry), !active);
  gtk_widget_set_sensitive (GTK_WIDGET (self->filter_bar), !active);
}

static void
clear_cb (AnnexRegisterView *self)
{
  annex_filter_bar_clear (self->filter_bar);
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  apply (self);
}

static void
saved_filter_cb (AnnexRegisterView *self, const char *text)
{
  g_autoptr (AnnexQuery) query = annex_query_from_string (self->type, text);

  if (query != NULL)
    annex_view_show_query (ANNEX_VIEW (self), query);
}

/* What is chosen in a mode is what the table has selected, so that one set of commands serves all. */
static void
record_chosen_cb (AnnexRegisterView *self, gint64 id, gboolean open)
{
  annex_record_selection_select (annex_record_table_get_selection (self->table), id);
  /* Already so, unless the table does not have it. */
  if (annex_record_form_get_id (self->form) != id)
    annex_record_form_show (self->form, self->store, id, id != 0 ? 1 : 0);
  if (id != 0 && (open || !adw_overlay_split_view_get_collapsed (self->split_view)))
    annex_register_view_show_detail (self);
}

static void
records_chosen_cb (AnnexRegisterView *self, GArray *ids)
{
  annex_record_selection_select_many (annex_record_table_get_selection (self->table), ids);
  annex_record_form_show (self->form, self->store, 0, ids->len);
  annex_register_view_update_actions (self);
}

static void
query_chosen_cb (AnnexRegisterView *self, const AnnexQuery *query)
{
  annex_view_show_query (ANNEX_VIEW (self), query);
  adw_toggle_group_set_active_name (self->mode_group, "table");
  focus_page (self);
}

static char *
dup_mode_key (AnnexRegisterView *self)
{
  return g_strconcat ("mode.", self->type->name, NULL);
}

static const AnnexRegisterModeKind *
find_mode_kind (AnnexRegisterView *self, const char *name)
{
  g_autoptr (GPtrArray) kinds = annex_register_mode_list (self->type);

  for (guint i = 0; i < kinds->len; i++)
    if (g_str_equal (((const AnnexRegisterModeKind *) kinds->pdata[i])->name, name))
      return kinds->pdata[i];
  return NULL;
}

static GtkWidget *
create_mode (AnnexRegisterView *self, const AnnexRegisterModeKind *kind)
{
  GtkWidget *mode = kind->create (self->store, self->type);

  gtk_stack_add_named (self->stack, mode, kind->name);
  g_signal_connect_object (mode, "record-chosen", G_CALLBACK (record_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mode, "records-chosen", G_CALLBACK (records_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (mode, "query-chosen", G_CALLBACK (query_chosen_cb), self, G_CONNECT_SWAPPED);
  return mode;
}

static void
mode_toggled_cb (AnnexRegisterView *self)
{
  const char *name = adw_toggle_group_get_active_name (self->mode_group);
  const AnnexRegisterModeKind *kind;
  GtkWidget *mode = NULL;
  g_autofree char *key = NULL;

  if (self->type == NULL || name == NULL)
    return;
  key = dup_mode_key (self);
  kind = find_mode_kind (self, name);
  if (kind != NULL)
    {
      mode = gtk_stack_get_child_by_name (self->stack, name);
      if (mode == NULL)
        mode = create_mode (self, kind);
    }
  self->mode = mode != NULL ? ANNEX_REGISTER_MODE (mode) : NULL;
  self->about_others = kind != NULL && kind->about_others;
  gtk_widget_set_visible (GTK_WIDGET (self->filter_bar), !self->about_others);
  gtk_widget_set_visible (GTK_WIDGET (self->saved_filters), !self->about_others);
  if (self->mode != NULL)
    annex_register_mode_set_query (self->mode, annex_record_list_get_query (self->list));
  annex_store_set_setting_later (self->store, key, self->mode != NULL ? name : NULL);
  update_state (self);
}

static void
add_modes (AnnexRegisterView *self)
{
  g_autoptr (GPtrArray) kinds = annex_register_mode_list (self->type);
  g_autofree char *key = dup_mode_key (self);
  g_autofree char *last = annex_store_get_setting (self->store, key);

  gtk_widget_set_visible (GTK_WIDGET (self->mode_group), kinds->len > 0);
  for (guint i = 0; i < kinds->len; i++)
    {
      const AnnexRegisterModeKind *kind = kinds->pdata[i];
      AdwToggle *toggle = adw_toggle_new ();

      adw_toggle_set_name (toggle, kind->name);
      adw_toggle_set_label (toggle, g_dgettext (GETTEXT_PACKAGE, kind->label));
      adw_toggle_group_add (self->mode_group, toggle);
    }
  if (last != NULL && adw_toggle_group_get_toggle_by_name (self->mode_group, last) != NULL)
    adw_toggle_group_set_active_name (self->mode_group, last);
}

static const char *
annex_register_view_get_title (AnnexView *view)
{
  return g_dgettext (GETTEXT_PACKAGE, ANNEX_REGISTER_VIEW (view)->type->label_plural);
}

static void
annex_register_view_focus_content (AnnexView *view)
{
  focus_page (ANNEX_REGISTER_VIEW (view));
}

static void
annex_register_view_focus_search (AnnexView *view)
{
  GtkEditable *entry = GTK_EDITABLE (ANNEX_REGISTER_VIEW (view)->search_entry);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  /* What was searched for before is typed over. */
  gtk_editable_select_region (entry, 0, -1);
}

static void
annex_register_view_new_record (AnnexView *view)
{
  gtk_widget_activate_action (GTK_WIDGET (view), "register.new", NULL);
}

static gboolean
annex_register_view_show_record (AnnexView *view, gint64 id)
{
  annex_register_view_reveal (ANNEX_REGISTER_VIEW (view), id, FALSE);

  return TRUE;
}

static void
annex_register_view_show_query (AnnexView *view, const AnnexQuery *query)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (view);
  const char *search = annex_query_get_search (query);
  gboolean descending;
  const char *sort = annex_query_get_sort (query, &descending);

  gtk_toggle_button_set_active (self->tree_button, FALSE);
  self->showing = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), search != NULL ? search : "");
  annex_filter_bar_set_query (self->filter_bar, query);
  self->showing = FALSE;
  apply (self);
  if (sort != NULL)
    annex_record_table_sort (self->table, sort, descending);
}

static const AnnexQuery *
annex_register_view_get_query (AnnexView *view)
{
  return annex_record_list_get_query (ANNEX_REGISTER_VIEW (view)->list);
}

static void
annex_register_view_toggle_detail (AnnexView *view)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (view);

  adw_overlay_split_view_set_show_sidebar (self->split_view, !adw_overlay_split_view_get_show_sidebar (self->split_view));
}

static void
annex_register_view_flush (AnnexView *view)
{
  annex_record_form_flush (ANNEX_REGISTER_VIEW (view)->form);
}

static void
view_iface_init (AnnexViewInterface *iface)
{
  iface->get_title = annex_register_view_get_title;
  iface->focus_content = annex_register_view_focus_content;
  iface->focus_search = annex_register_view_focus_search;
  iface->new_record = annex_register_view_new_record;
  iface->show_record = annex_register_view_show_record;
  iface->show_query = annex_register_view_show_query;
  iface->get_query = annex_register_view_get_query;
  iface->toggle_detail = annex_register_view_toggle_detail;
  iface->flush = annex_register_view_flush;
}

/* The bin takes its child down itself; gtk_widget_dispose_template() would do so behind its back. */
static void
annex_register_view_dispose (GObject *object)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (object);

  g_clear_object (&self->list);
  g_clear_object (&self->store);
  g_clear_pointer (&self->parts, g_free);

  G_OBJECT_CLASS (annex_register_view_parent_class)->dispose (object);
}

/* From the list to the groups of the details, and past the last of them back; where they hide the list, round. */
static void
focus_group_action (GtkWidget *widget, const char *name, GVariant *back)
{
  AnnexRegisterView *self = ANNEX_REGISTER_VIEW (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  gboolean inside = focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->form));

  if (inside && !adw_overlay_split_view_get_collapsed (self->split_view))
    {
      annex_view_focus_content (ANNEX_VIEW (self));
      return;
    }
  if (inside)
    gtk_root_set_focus (root, NULL);
  annex_record_form_focus_group (self->form, g_variant_get_boolean (back));
}

static void
annex_register_view_class_init (AnnexRegisterViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_register_view_dispose;
  g_type_ensure (ANNEX_TYPE_FILTER_BAR);
  g_type_ensure (ANNEX_TYPE_REGISTER_HIGHLIGHTS);
  g_type_ensure (ANNEX_TYPE_RECORD_FORM);
  g_type_ensure (ANNEX_TYPE_RECORD_TABLE);
  g_type_ensure (ANNEX_TYPE_SAVED_FILTERS);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-register-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, split_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, header_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, window_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, filter_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, highlights);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, tree_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, saved_filters);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, mode_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, empty_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, failed_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, table);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, totals);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, form);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, context_menu);
  gtk_widget_class_bind_template_child (widget_class, AnnexRegisterView, view_menu);
  gtk_widget_class_bind_template_callback (widget_class, apply);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, selection_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, tree_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
  gtk_widget_class_bind_template_callback (widget_class, mode_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, saved_filter_cb);

  annex_register_view_install_actions (widget_class);
  gtk_widget_class_install_action (widget_class, "register.focus-group", "b", focus_group_action);
}

static void
annex_register_view_init (AnnexRegisterView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* An asset inherits the needs of what depends on it; the form shows from which. */
static AnnexRecord *
find_need_source (AnnexStore *store, gint64 id, const AnnexField *field)
{
  g_autofree char *reference = NULL;

  if (!g_str_has_prefix (field->name, "inherited_"))
    return NULL;

  reference = annex_asset_dup_need_source (store, id, field->name + strlen ("inherited_"), ANNEX_TOLD_BY_STORE);

  return reference != NULL ? annex_store_find (store, reference, ANNEX_TOLD_BY_STORE) : NULL;
}

static void
add_tree_action (AnnexRegisterView *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GPropertyAction) action = g_property_action_new ("tree", self->tree_button, "active");

  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "show", G_ACTION_GROUP (group));
}

/* Not before somebody looks for it: a menu is some dozens of widgets. */
static void
create_menu_cb (GtkMenuButton *button, gpointer user_data)
{
  AnnexRegisterView *self = user_data;
  g_autoptr (GMenuModel) columns = NULL;

  if (gtk_menu_button_get_menu_model (button) != NULL)
    return;
  columns = annex_record_table_dup_column_menu (self->table);
  gtk_widget_insert_action_group (GTK_WIDGET (self->menu_button), "column", annex_record_table_get_column_actions (self->table));
  g_menu_append_submenu (self->view_menu, _("_Columns"), columns);
  gtk_menu_button_set_menu_model (button, G_MENU_MODEL (self->view_menu));
}

/* Where records are kept aside, the filters say so, and can be taken off. */
static AnnexQuery *
make_first_query (AnnexRegisterView *self)
{
  AnnexQuery *query = annex_query_new (self->type);
  const AnnexField *field = self->type->aside_field != NULL ? annex_type_find_field (self->type, self->type->aside_field) : NULL;
  guint n_aside;

  annex_query_set_usual_sort (query, self->type->urgency_field);
  if (field == NULL)
    return query;
  annex_query_add_filter (query, field->name, ANNEX_FILTER_IS, self->type->aside_key);
  n_aside = annex_query_count (query, self->store, ANNEX_TOLD_BY_STORE);
  annex_query_clear_filters (query);
  for (const AnnexChoice *choice = field->choices; n_aside > 0 && choice->key != NULL; choice++)
    if (!g_str_equal (choice->key, self->type->aside_key))
      annex_query_add_filter (query, field->name, ANNEX_FILTER_IS, choice->key);
  return query;
}

static void
fill (AnnexRegisterView *self)
{
  g_autoptr (AnnexQuery) query = make_first_query (self);
  const char *plural = g_dgettext (GETTEXT_PACKAGE, self->type->label_plural);
  g_autofree char *search = g_strdup_printf (_("Search in: %s"), plural);

  adw_window_title_set_title (self->window_title, plural);
  adw_status_page_set_icon_name (self->empty_page, self->type->icon);
  adw_status_page_set_title (self->empty_page, plural);
  adw_status_page_set_description (self->empty_page, g_dgettext (GETTEXT_PACKAGE, self->type->description));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search_entry), GTK_ACCESSIBLE_PROPERTY_LABEL, search, -1);
  if (find_tree_field (self->type) != NULL)
    add_tree_action (self);
  else
    adw_header_bar_remove (self->header_bar, GTK_WIDGET (self->tree_button));

  annex_record_form_set_parts_func (self->form, annex_record_parts_create);
  if (self->type == &annex_evidence_type)
    annex_evidence_drop_add (GTK_WIDGET (self->stack), self->store);
  if (g_str_equal (self->type->name, "asset"))
    annex_record_form_set_source_func (self->form, find_need_source);
  self->list = annex_record_list_new_in_background (self->store, query);
  annex_filter_bar_set_type (self->filter_bar, self->store, self->type);
  annex_filter_bar_set_query (self->filter_bar, query);
  annex_register_highlights_set_type (self->highlights, self->store, self->type);
  annex_saved_filters_set_type (self->saved_filters, self->store, self->type);
  annex_saved_filters_set_query (self->saved_filters, query);
  annex_record_table_set_list (self->table, self->list);
  annex_record_table_set_context_menu (self->table, self->context_menu);
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);

  g_signal_connect_object (self->store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  count_all (self);
  g_signal_connect_object (annex_attention_get (self->store), "changed", G_CALLBACK (update_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "reloaded", G_CALLBACK (reloaded_cb), self, G_CONNECT_SWAPPED);
  add_modes (self);
  update_state (self);
  annex_register_view_update_actions (self);
  annex_record_form_prepare (self->form, self->store, self->type);
}

GtkWidget *
annex_register_view_new (AnnexStore *store, const AnnexType *type)
{
  AnnexRegisterView *self = g_object_new (ANNEX_TYPE_REGISTER_VIEW, NULL);

  self->store = g_object_ref (store);
  self->type = type;
  fill (self);

  return GTK_WIDGET (self);
}

AnnexStore *
annex_register_view_get_store (AnnexRegisterView *self)
{
  return self->store;
}

const AnnexType *
annex_register_view_get_record_type (AnnexRegisterView *self)
{
  return self->type;
}

AnnexRecordTable *
annex_register_view_get_table (AnnexRegisterView *self)
{
  return self->table;
}

void
annex_register_view_reveal (AnnexRegisterView *self, gint64 id, gboolean edit)
{
  if (!annex_record_table_reveal (self->table, id))
    {
      clear_cb (self);
      annex_record_table_reveal (self->table, id);
    }
  if (self->mode != NULL && !annex_register_mode_reveal (self->mode, id))
    adw_toggle_group_set_active_name (self->mode_group, "table");
  annex_register_view_show_detail (self);
  if (edit)
    annex_record_form_focus_title (self->form);
}

/* A split view that has no size yet would begin its animation from nowhere. */
void
annex_register_view_show_detail (AnnexRegisterView *self)
{
  if (gtk_widget_get_width (GTK_WIDGET (self->split_view)) > 0)
    adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
  else
    gtk_widget_add_tick_callback (GTK_WIDGET (self), show_detail_cb, NULL, NULL);
}
