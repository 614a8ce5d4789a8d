/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-table.h"

#include <glib/gi18n.h>

#include "annex-cell-editor.h"
#include "annex-feedback.h"
#include "annex-record-cell.h"
#include "annex-record-columns.h"
#include "annex-record-commands.h"
#include "annex-record-node.h"
#include "core/annex-change-set.h"
#include "exchange/annex-export.h"

#define REVEAL_DELAY_MS 120

/* In a frame. */
#define ROWS_AT_ONCE 10

/* Later than the form of the details is made. */
#define COLUMNS_PRIORITY (G_PRIORITY_LOW + 10)

struct _AnnexRecordTable
{
  AdwBin parent_instance;

  GtkColumnView *view;
  GMenuModel *menu;
  GtkPopoverMenu *context_menu; /* NULL until it is first opened */

  AnnexRecordList *list;
  AnnexRecordSelection *selection;
  AnnexRecordColumns *columns;
  const char *tree_field;
  gboolean restoring;
  GtkWidget *editor;    /* of a cell, while it is open */
  gint64 edited;        /* the record in it */
  GtkWidget *menu_cell; /* the cell whose menu is open */
  gint64 revealed;
  guint reveal_source;
  guint columns_source;
  guint appear_tick;
  gboolean focus_wanted;   /* as soon as there are rows */
  GtkWidget *focus_before; /* not owned, compared alone */
};

enum
{
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_ROW_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexRecordTable, annex_record_table, ADW_TYPE_BIN)

static AnnexStore *
get_store (AnnexRecordTable *self)
{
  return annex_record_list_get_store (self->list);
}

static const AnnexType *
get_record_type (AnnexRecordTable *self)
{
  return annex_query_get_record_type (annex_record_list_get_query (self->list));
}

static void
sorter_changed_cb (AnnexRecordTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  GtkColumnViewColumn *column;
  g_autoptr (AnnexQuery) query = NULL;
  gboolean descending;

  if (self->restoring || self->list == NULL)
    return;

  column = gtk_column_view_sorter_get_primary_sort_column (GTK_COLUMN_VIEW_SORTER (sorter));
  descending = gtk_column_view_sorter_get_primary_sort_order (GTK_COLUMN_VIEW_SORTER (sorter)) == GTK_SORT_DESCENDING;
  query = annex_query_copy (annex_record_list_get_query (self->list));
  annex_query_set_sort (query, column != NULL ? gtk_column_view_column_get_id (column) : NULL, descending);
  annex_record_list_set_query (self->list, query);
}

/* The arrow in the header follows the query, as when a saved filter is opened. */
static void
show_sort (AnnexRecordTable *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  gboolean descending = FALSE;
  const char *name = annex_query_get_sort (annex_record_list_get_query (self->list), &descending);

  self->restoring = TRUE;
  gtk_column_view_sort_by_column (self->view, NULL, GTK_SORT_ASCENDING);
  for (guint i = 0; name != NULL && i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_id (column), name) == 0)
        gtk_column_view_sort_by_column (self->view, column, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
  self->restoring = FALSE;
}

static void
remove_columns (AnnexRecordTable *self)
{
  if (self->columns == NULL)
    return;

  gtk_widget_insert_action_group (GTK_WIDGET (self), "column", NULL);
  annex_record_columns_remove (self->columns);
  g_clear_object (&self->columns);
}

static GtkWidget *
get_focus (AnnexRecordTable *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

/* Unless somebody has begun to type above the table meanwhile. */
static void
take_focus (AnnexRecordTable *self)
{
  GtkWidget *focus = get_focus (self);

  self->focus_wanted = FALSE;
  if (focus != NULL && focus != self->focus_before && GTK_IS_TEXT (focus) && gtk_widget_get_mapped (focus))
    return;
  /* A view that had no row with the focus before takes it itself, unless it is told the row. */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->selection)) > 0)
    gtk_column_view_scroll_to (self->view, 0, NULL, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Not before the table is seen: some two hundred rows are made. */
static void
make_rows (AnnexRecordTable *self)
{
  if (gtk_column_view_get_model (self->view) == NULL)
    gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
}

static void
make_columns (AnnexRecordTable *self)
{
  gboolean had_rows = gtk_column_view_get_model (self->view) != NULL;

  /* Without a model no cells are made and unmade for each column. */
  gtk_column_view_set_model (self->view, NULL);
  remove_columns (self);
  self->columns = annex_record_columns_new (self->view, get_store (self), get_record_type (self), self->tree_field != NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "column", annex_record_columns_get_actions (self->columns));
  show_sort (self);
  if (had_rows)
    make_rows (self);
}

/* Those of a table that is not seen yet are made later. */
static AnnexRecordColumns *
get_columns (AnnexRecordTable *self)
{
  g_clear_handle_id (&self->columns_source, g_source_remove);
  if (self->columns == NULL)
    make_columns (self);
  return self->columns;
}

/* What a table consists of comes in one frame after the other, its rows some at a time. */
static gboolean
appear_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (widget);

  if (self->columns == NULL)
    {
      get_columns (self);
      return G_SOURCE_CONTINUE;
    }
  annex_record_list_reveal_gradually (self->list, ROWS_AT_ONCE, ROWS_AT_ONCE, TRUE);
  make_rows (self);
  self->appear_tick = 0;
  if (self->focus_wanted)
    take_focus (self);
  return G_SOURCE_REMOVE;
}

static void
stop_appearing (AnnexRecordTable *self)
{
  if (self->appear_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->appear_tick);
  self->appear_tick = 0;
}

static gboolean
make_columns_cb (gpointer user_data)
{
  get_columns (ANNEX_RECORD_TABLE (user_data));
  return G_SOURCE_REMOVE;
}

static void
make_tree (AnnexRecordTable *self)
{
  g_autoptr (GtkTreeListModel) tree = annex_record_node_new_tree (get_store (self), get_record_type (self), self->tree_field);

  annex_record_selection_set_model (self->selection, G_LIST_MODEL (tree));
}

static void
store_changed_cb (AnnexRecordTable *self, AnnexChangeSet *changes)
{
  if (self->columns != NULL && !annex_record_columns_is_current (self->columns))
    make_columns (self);
  if (self->tree_field != NULL && annex_change_set_touches_type (changes, get_record_type (self)))
    make_tree (self);
}

static void
selection_changed_cb (AnnexRecordTable *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

/* Before the column view hears of it, whoever caused it: an edit, an undo, another window or program. */
static void
rows_change_cb (AnnexRecordTable *self, guint position, guint removed)
{
  GtkWidget *cell = self->editor != NULL ? gtk_widget_get_parent (self->editor) : NULL;
  guint at = cell != NULL ? annex_record_cell_get_position (cell) : GTK_INVALID_LIST_POSITION;

  if (at != GTK_INVALID_LIST_POSITION && at >= position && at - position < removed)
    annex_cell_editor_leave (self->editor);
}

/* A list that was read again has other records in the same rows. */
static void
reloaded_cb (AnnexRecordTable *self)
{
  GtkWidget *cell = self->editor != NULL ? gtk_widget_get_parent (self->editor) : NULL;

  if (cell != NULL && annex_record_selection_get_id_at (self->selection, annex_record_cell_get_position (cell)) != self->edited)
    annex_cell_editor_leave (self->editor);
}

static void
edit_cell (AnnexRecordTable *self, GtkWidget *cell)
{
  gint64 id = annex_record_selection_get_id_at (self->selection, annex_record_cell_get_position (cell));

  self->edited = id;
  if (id != 0)
    g_set_weak_pointer (&self->editor, annex_cell_editor_open (cell, get_store (self), id, annex_record_cell_get_field (cell)));
}

static GtkWidget *
find_focused_cell (AnnexRecordTable *self)
{
  GtkWidget *focus = get_focus (self);
  const AnnexField *title;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return NULL;
  if (g_strcmp0 (G_OBJECT_TYPE_NAME (focus), "GtkColumnViewCellWidget") == 0)
    return annex_record_cell_find (focus, NULL);

  title = annex_type_get_title_field (get_record_type (self));

  return annex_record_cell_find (focus, title);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (widget);
  GtkWidget *cell = find_focused_cell (self);

  if (cell == NULL)
    cell = self->menu_cell;
  if (cell != NULL)
    edit_cell (self, cell);
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (widget);
  g_autoptr (GArray) ids = annex_record_selection_dup_ids (self->selection);
  g_autoptr (GPtrArray) fields = annex_record_columns_dup_shown_fields (get_columns (self));
  g_autofree const char **names = g_new0 (const char *, fields->len + 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *table = NULL;
  g_autofree char *text = NULL;

  if (ids->len == 0)
    return;

  for (guint i = 0; i < fields->len; i++)
    names[i] = ((const AnnexField *) g_ptr_array_index (fields, i))->name;
  table = annex_export_clipboard (get_store (self), get_record_type (self), ids, names, &error);
  if (table == NULL)
    {
      annex_feedback_refuse (widget, _("Could Not Copy"), error);
      return;
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), table);
  text = g_strdup_printf (ngettext ("%u row copied", "%u rows copied", ids->len), ids->len);
  annex_feedback_say (widget, text);
}

static void
activate_cb (AnnexRecordTable *self, guint position)
{
  GtkWidget *cell = find_focused_cell (self);

  if (cell != NULL && annex_record_cell_get_position (cell) == position)
    edit_cell (self, cell);
}

/* Emitted when idle: the row is selected only after the gesture has seen the click. */
static void
row_clicked_cb (gpointer user_data)
{
  g_autoptr (AnnexRecordTable) self = user_data;

  g_signal_emit (self, signals[SIGNAL_ROW_CLICKED], 0);
}

static void
double_click_cb (AnnexRecordTable *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked;
  GtkWidget *cell;

  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));

  picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  cell = picked != NULL ? annex_record_cell_find (picked, NULL) : NULL;
  if (cell == NULL)
    return;
  if (n_press == 1 && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_idle_add_once (row_clicked_cb, g_object_ref (self));
  if (n_press != 2)
    return;

  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  edit_cell (self, cell);
}

static void
make_context_menu (AnnexRecordTable *self)
{
  self->context_menu = GTK_POPOVER_MENU (gtk_popover_menu_new_from_model (self->menu));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->context_menu), FALSE);
  gtk_widget_set_halign (GTK_WIDGET (self->context_menu), GTK_ALIGN_START);
  gtk_widget_set_parent (GTK_WIDGET (self->context_menu), GTK_WIDGET (self));
}

static void
open_context_menu (AnnexRecordTable *self, double x, double y)
{
  GdkRectangle place = { (int) x, (int) y, 1, 1 };

  if (self->menu == NULL)
    return;
  if (self->context_menu == NULL)
    make_context_menu (self);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->context_menu), &place);
  gtk_popover_popup (GTK_POPOVER (self->context_menu));
}

static void
right_click_cb (AnnexRecordTable *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self->view), x, y, GTK_PICK_DEFAULT);
  GtkWidget *cell = picked != NULL ? annex_record_cell_find (picked, NULL) : NULL;
  guint position;

  if (cell == NULL)
    return;

  position = annex_record_cell_get_position (cell);
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), position))
    annex_record_selection_select (self->selection, annex_record_selection_get_id_at (self->selection, position));
  g_set_weak_pointer (&self->menu_cell, cell);
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  open_context_menu (self, x, y);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (widget);
  GtkWidget *cell = find_focused_cell (self);
  graphene_point_t point = { 24, 24 };

  g_set_weak_pointer (&self->menu_cell, cell);
  if (cell != NULL && gtk_widget_compute_point (cell, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (8, 16), &point))
    open_context_menu (self, point.x, point.y);
}

static void
reveal_cb (gpointer user_data)
{
  AnnexRecordTable *self = user_data;
  guint position;

  self->reveal_source = 0;
  if (annex_record_selection_find (self->selection, self->revealed, &position))
    gtk_column_view_scroll_to (self->view, position, NULL, GTK_LIST_SCROLL_NONE, NULL);
}

static void
drop_list (AnnexRecordTable *self)
{
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  g_clear_handle_id (&self->columns_source, g_source_remove);
  stop_appearing (self);
  if (self->list == NULL)
    return;

  g_signal_handlers_disconnect_by_data (get_store (self), self);
  g_signal_handlers_disconnect_by_func (self->list, reloaded_cb, self);
  gtk_column_view_set_model (self->view, NULL);
  remove_columns (self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
}

static void
annex_record_table_dispose (GObject *object)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (object);

  g_clear_weak_pointer (&self->menu_cell);
  g_clear_weak_pointer (&self->editor);
  if (self->view != NULL)
    drop_list (self);
  if (self->context_menu != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->context_menu)));
  g_clear_object (&self->menu);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_RECORD_TABLE);

  G_OBJECT_CLASS (annex_record_table_parent_class)->dispose (object);
}

static void
annex_record_table_map (GtkWidget *widget)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (widget);

  GTK_WIDGET_CLASS (annex_record_table_parent_class)->map (widget);
  if (self->list != NULL && gtk_column_view_get_model (self->view) == NULL && self->appear_tick == 0)
    self->appear_tick = gtk_widget_add_tick_callback (widget, appear_cb, NULL, NULL);
}

static void
annex_record_table_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnexRecordTable *self = ANNEX_RECORD_TABLE (widget);

  GTK_WIDGET_CLASS (annex_record_table_parent_class)->size_allocate (widget, width, height, baseline);
  if (self->context_menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->context_menu));
}

static void
annex_record_table_class_init (AnnexRecordTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_record_table_dispose;
  widget_class->map = annex_record_table_map;
  widget_class->size_allocate = annex_record_table_size_allocate;

  signals[SIGNAL_SELECTION_CHANGED] =
    g_signal_new ("selection-changed", ANNEX_TYPE_RECORD_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  signals[SIGNAL_ROW_CLICKED] =
    g_signal_new ("row-clicked", ANNEX_TYPE_RECORD_TABLE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-record-table.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordTable, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, double_click_cb);
  gtk_widget_class_bind_template_callback (widget_class, right_click_cb);

  gtk_widget_class_install_action (widget_class, "table.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "table.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "table.menu", NULL, menu_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "table.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "table.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "table.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "table.menu", NULL);
}

static void
annex_record_table_init (AnnexRecordTable *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (sorter_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
annex_record_table_set_list (AnnexRecordTable *self, AnnexRecordList *list)
{
  const AnnexType *type = annex_query_get_record_type (annex_record_list_get_query (list));

  drop_list (self);
  self->list = g_object_ref (list);
  self->selection = annex_record_selection_new (G_LIST_MODEL (list));
  g_signal_connect_object (list, "reloaded", G_CALLBACK (reloaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->selection, "items-changed", G_CALLBACK (rows_change_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->columns_source = g_idle_add_full (COLUMNS_PRIORITY, make_columns_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _(type->label_plural), -1);
}

AnnexRecordList *
annex_record_table_get_list (AnnexRecordTable *self)
{
  return self->list;
}

AnnexRecordSelection *
annex_record_table_get_selection (AnnexRecordTable *self)
{
  return self->selection;
}

void
annex_record_table_set_tree_field (AnnexRecordTable *self, const char *field_name)
{
  const AnnexField *field = field_name != NULL ? annex_type_find_field (get_record_type (self), field_name) : NULL;

  self->tree_field = field != NULL ? field->name : NULL;
  if (self->tree_field != NULL)
    make_tree (self);
  else
    annex_record_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  if (self->columns != NULL)
    make_columns (self);
}

GMenuModel *
annex_record_table_dup_column_menu (AnnexRecordTable *self)
{
  return g_object_ref (annex_record_columns_get_menu (get_columns (self)));
}

GActionGroup *
annex_record_table_get_column_actions (AnnexRecordTable *self)
{
  return annex_record_columns_get_actions (get_columns (self));
}

void
annex_record_table_sort (AnnexRecordTable *self, const char *field_name, gboolean descending)
{
  g_autoptr (AnnexQuery) query = annex_query_copy (annex_record_list_get_query (self->list));

  annex_query_set_sort (query, field_name, descending);
  annex_record_list_set_query (self->list, query);
  show_sort (self);
}

void
annex_record_table_set_context_menu (AnnexRecordTable *self, GMenuModel *menu)
{
  g_set_object (&self->menu, menu);
}

gboolean
annex_record_table_reveal (AnnexRecordTable *self, gint64 id)
{
  guint position;

  annex_record_selection_select (self->selection, id);
  if (!annex_record_selection_find (self->selection, id, &position))
    return FALSE;

  stop_appearing (self);
  get_columns (self);
  make_rows (self);
  gtk_column_view_scroll_to (self->view, position, NULL, GTK_LIST_SCROLL_FOCUS, NULL);
  /* Again when the table has its new length and width. */
  self->revealed = id;
  if (self->reveal_source == 0)
    self->reveal_source = g_timeout_add_once (REVEAL_DELAY_MS, reveal_cb, self);

  return TRUE;
}

void
annex_record_table_focus (AnnexRecordTable *self)
{
  self->focus_wanted = self->appear_tick != 0;
  self->focus_before = get_focus (self);
  /* Once the view had the focus without rows, none of them would get it. */
  if (!self->focus_wanted)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
