/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cause-outline.h"

#include <glib/gi18n.h>

/* ---- A line ---- */

#define ANNEX_TYPE_CAUSE_ITEM (annex_cause_item_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCauseItem, annex_cause_item, ANNEX, CAUSE_ITEM, GObject)

struct _AnnexCauseItem
{
  GObject parent_instance;

  AnnexCauseTree *tree;
  int index;      /* of the cause, -1 for a category */
  guint category; /* its index, where it is one */
};

G_DEFINE_FINAL_TYPE (AnnexCauseItem, annex_cause_item, G_TYPE_OBJECT)

static void
annex_cause_item_finalize (GObject *object)
{
  annex_cause_tree_unref (ANNEX_CAUSE_ITEM (object)->tree);
  G_OBJECT_CLASS (annex_cause_item_parent_class)->finalize (object);
}

static void
annex_cause_item_class_init (AnnexCauseItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_cause_item_finalize;
}

static void
annex_cause_item_init (AnnexCauseItem *self)
{
}

static void
append_item (GListStore *items, AnnexCauseTree *tree, int index, guint category)
{
  g_autoptr (AnnexCauseItem) item = g_object_new (ANNEX_TYPE_CAUSE_ITEM, NULL);

  item->tree = annex_cause_tree_ref (tree);
  item->index = index;
  item->category = category;
  g_list_store_append (items, item);
}

static void
get_place (AnnexCauseItem *item, gint64 *cause, int *category)
{
  *cause = item->index >= 0 ? annex_cause_tree_get_cause (item->tree, item->index)->id : 0;
  *category = item->index >= 0 ? annex_cause_tree_get_cause (item->tree, item->index)->category
                               : annex_cause_tree_get_category (item->tree, item->category)->level;
}

/* What explains a cause, or is in a category; a line without any has no arrow. */
static GListModel *
create_children (gpointer data, gpointer user_data)
{
  AnnexCauseItem *item = data;
  g_autoptr (GListStore) children = g_list_store_new (ANNEX_TYPE_CAUSE_ITEM);
  int level = item->index < 0 ? annex_cause_tree_get_category (item->tree, item->category)->level : 0;

  for (guint i = 0; i < annex_cause_tree_get_n_causes (item->tree); i++)
    {
      const AnnexCause *cause = annex_cause_tree_get_cause (item->tree, i);

      if (cause->parent == item->index && (item->index >= 0 || cause->category == level))
        append_item (children, item->tree, (int) i, 0);
    }
  return g_list_model_get_n_items (G_LIST_MODEL (children)) > 0 ? G_LIST_MODEL (g_steal_pointer (&children)) : NULL;
}

/* ---- The outline ---- */

struct _AnnexCauseOutline
{
  AdwBin parent_instance;

  GtkListView *view;
  GtkSingleSelection *selection;
  gint64 cause;
  int category;
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (AnnexCauseOutline, annex_cause_outline, ADW_TYPE_BIN)

static guint selected_signal, activated_signal;

static AnnexCauseItem *
get_item (AnnexCauseOutline *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
  g_autoptr (AnnexCauseItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  /* The model keeps it. */
  return item;
}

static void
selected_cb (AnnexCauseOutline *self)
{
  AnnexCauseItem *item = get_item (self, gtk_single_selection_get_selected (self->selection));

  if (item == NULL || self->filling)
    return;
  get_place (item, &self->cause, &self->category);
  g_signal_emit (self, selected_signal, 0, self->cause, self->category);
}

static void
activate_cb (AnnexCauseOutline *self)
{
  g_signal_emit (self, activated_signal, 0);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *text = gtk_label_new (NULL);
  GtkWidget *kind = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (text), 0);
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (text), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (kind), 0);
  gtk_widget_add_css_class (kind, "caption");
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), kind);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (item, expander);
}

/* The signs are those of the drawing. */
static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  static const char *const kind_classes[] = { "dimmed", "warning", "accent" };
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  GtkWidget *expander = gtk_list_item_get_child (list_item);
  GtkWidget *text = gtk_widget_get_first_child (gtk_tree_expander_get_child (GTK_TREE_EXPANDER (expander)));
  GtkWidget *kind = gtk_widget_get_next_sibling (text);
  g_autoptr (AnnexCauseItem) item = gtk_tree_list_row_get_item (row);
  const AnnexCause *cause = item->index >= 0 ? annex_cause_tree_get_cause (item->tree, item->index) : NULL;
  g_autofree char *label = cause != NULL ? annex_cause_tree_dup_text (item->tree, item->index)
                                         : g_strdup_printf (_("Category: %s"), annex_cause_tree_get_category (item->tree, item->category)->name);

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (expander), row);
  gtk_list_item_set_accessible_label (list_item, label);
  gtk_label_set_text (GTK_LABEL (text), cause != NULL ? cause->text : annex_cause_tree_get_category (item->tree, item->category)->name);
  gtk_widget_remove_css_class (text, "heading");
  if (cause == NULL || cause->kind == ANNEX_CAUSE_SYSTEMIC)
    gtk_widget_add_css_class (text, "heading");
  for (guint i = 0; i < G_N_ELEMENTS (kind_classes); i++)
    gtk_widget_remove_css_class (kind, kind_classes[i]);
  gtk_widget_set_visible (kind, cause != NULL && cause->kind != ANNEX_CAUSE_CONTRIBUTING);
  if (cause != NULL)
    {
      g_autofree char *sign = g_strdup_printf ("%s %s", cause->kind == ANNEX_CAUSE_TRIGGER ? "▲" : "◆", annex_cause_kind_get_label (cause->kind));

      gtk_label_set_text (GTK_LABEL (kind), sign);
      gtk_widget_add_css_class (kind, kind_classes[cause->kind]);
    }
}

static void
annex_cause_outline_dispose (GObject *object)
{
  g_clear_object (&ANNEX_CAUSE_OUTLINE (object)->selection);
  G_OBJECT_CLASS (annex_cause_outline_parent_class)->dispose (object);
}

static void
annex_cause_outline_class_init (AnnexCauseOutlineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_cause_outline_dispose;
  selected_signal = g_signal_new ("selected", ANNEX_TYPE_CAUSE_OUTLINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT);
  activated_signal = g_signal_new ("activated", ANNEX_TYPE_CAUSE_OUTLINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_cause_outline_init (AnnexCauseOutline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->selection = gtk_single_selection_new (NULL);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Outline of causes"), -1);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
annex_cause_outline_new (void)
{
  return g_object_new (ANNEX_TYPE_CAUSE_OUTLINE, NULL);
}

static guint
find_position (AnnexCauseOutline *self, gint64 cause, int category)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->selection)); i++)
    {
      gint64 other;
      int level;

      get_place (get_item (self, i), &other, &level);
      if (other == cause && (cause != 0 || level == category))
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

void
annex_cause_outline_set_tree (AnnexCauseOutline *self, AnnexCauseTree *tree)
{
  GListStore *items = g_list_store_new (ANNEX_TYPE_CAUSE_ITEM);
  g_autoptr (GtkTreeListModel) rows = NULL;
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;
  guint position;

  for (guint i = 0; i < annex_cause_tree_get_n_categories (tree); i++)
    append_item (items, tree, -1, i);
  rows = gtk_tree_list_model_new (G_LIST_MODEL (items), FALSE, TRUE, create_children, NULL, NULL);
  self->filling = TRUE;
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (rows));
  position = find_position (self, self->cause, self->category);
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_single_selection_set_selected (self->selection, position);
  self->filling = FALSE;
  if (had_focus)
    annex_cause_outline_focus (self, self->cause, self->category);
}

void
annex_cause_outline_select (AnnexCauseOutline *self, gint64 cause, int category)
{
  guint position = find_position (self, cause, category);

  self->cause = cause;
  self->category = category;
  self->filling = TRUE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_SELECT, NULL);
  self->filling = FALSE;
}

void
annex_cause_outline_focus (AnnexCauseOutline *self, gint64 cause, int category)
{
  guint position = find_position (self, cause, category);

  if (position == GTK_INVALID_LIST_POSITION)
    position = 0;
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_FOCUS | GTK_LIST_SCROLL_SELECT, NULL);
}
