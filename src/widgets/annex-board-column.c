/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-board-column.h"

#include <glib/gi18n.h>

#include "annex-record-card.h"
#include "annex-record-selection.h"
#include "annex-record-watch.h"
#include "annex-tooltip.h"
#include "core/annex-record-list.h"

/* About as many as a column shows, and as all columns together make in less than half a frame. */
#define FIRST_CARDS 8
#define CARDS_PER_FRAME 8

struct _AnnexBoardColumn
{
  GtkWidget parent_instance;

  GtkLabel *count;
  GtkWidget *previous;
  GtkWidget *next;
  GtkListView *view;
  GtkWidget *empty;

  AnnexStore *store;
  const AnnexType *type;
  const AnnexField *field;
  const AnnexChoice *choice;
  AnnexRecordList *list;
  AnnexRecordSelection *selection;
  gboolean pressed;
};

enum
{
  SIGNAL_SELECTION_CHANGED,
  SIGNAL_CARD_ACTIVATED,
  SIGNAL_CARD_MENU,
  SIGNAL_CARDS_DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexBoardColumn, annex_board_column, GTK_TYPE_WIDGET)

static void
update_count (AnnexBoardColumn *self)
{
  guint n = annex_board_column_get_n_cards (self);
  gboolean failed = annex_record_list_get_failure (self->list) != NULL;
  g_autofree char *number = g_strdup_printf ("%u", n);
  /* Translators: the title of a column on a board, then how many records it has. */
  g_autofree char *name =
    failed ? g_strdup_printf (_("%s, could not be read"), annex_board_column_get_title (self))
           : g_strdup_printf (ngettext ("%s, %u record", "%s, %u records", n), annex_board_column_get_title (self), n);

  /* What is not read yet is not said to be nothing. */
  if (annex_record_list_is_reading (self->list))
    return;
  /* One that could not be read must not look like one without records. */
  gtk_label_set_text (self->count, failed ? "" : number);
  gtk_label_set_text (GTK_LABEL (self->empty), failed ? _("This could not be read.") : _("Nothing here"));
  gtk_widget_set_visible (self->empty, n == 0);
  /* The keyboard goes to cards, past columns that have none; an empty scroller would take it too. */
  gtk_widget_set_can_focus (gtk_widget_get_parent (GTK_WIDGET (self->view)), n > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
selection_changed_cb (AnnexBoardColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_SELECTION_CHANGED], 0);
}

static void
show_record (GtkWidget *card, AnnexRecord *record, const char *instead, gpointer item)
{
  annex_record_card_set_record (ANNEX_RECORD_CARD (card), record, instead);
  gtk_list_item_set_accessible_label (item, annex_record_card_get_description (ANNEX_RECORD_CARD (card)));
}

static void
select_only (AnnexBoardColumn *self, gint64 id)
{
  annex_record_selection_select (self->selection, id);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, AnnexBoardColumn *self)
{
  gint64 id = annex_record_card_get_id (ANNEX_RECORD_CARD (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source))));
  g_autoptr (GArray) ids = annex_board_column_dup_selected (self);
  gboolean selected = FALSE;

  if (id == 0 || annex_store_is_read_only (self->store))
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    selected = selected || g_array_index (ids, gint64, i) == id;
  if (!selected)
    {
      select_only (self, id);
      g_array_set_size (ids, 0);
      g_array_append_val (ids, id);
    }
  return gdk_content_provider_new_typed (G_TYPE_ARRAY, ids);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, AnnexBoardColumn *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source));
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (gtk_widget_get_parent (card));

  gtk_drag_source_set_icon (source, picture, 12, 12);
}

static void
right_click_cb (GtkGestureClick *gesture, int n_press, double x, double y, AnnexBoardColumn *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  gint64 id = annex_record_card_get_id (ANNEX_RECORD_CARD (card));
  graphene_point_t point;

  if (id == 0 || !gtk_widget_compute_point (card, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &point))
    return;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
  g_signal_emit (self, signals[SIGNAL_CARD_MENU], 0, id, (double) point.x, (double) point.y);
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, AnnexBoardColumn *self)
{
  self->pressed = TRUE;
}

/* Also when the press became a drag. */
static void
end_press_cb (GtkGesture *gesture, GdkEventSequence *sequence, AnnexBoardColumn *self)
{
  self->pressed = FALSE;
}

/* A click that did not become a drag. */
static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, AnnexBoardColumn *self)
{
  GtkWidget *card = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gint64 id = annex_record_card_get_id (ANNEX_RECORD_CARD (card));

  if (n_press == 1 && id != 0 && (state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK)) == 0)
    g_signal_emit (self, signals[SIGNAL_CARD_ACTIVATED], 0, id, TRUE);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexBoardColumn *self)
{
  GtkWidget *card = annex_record_card_new (self->store, self->type);
  GtkDragSource *source = gtk_drag_source_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *menu = gtk_gesture_click_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "end", G_CALLBACK (end_press_cb), self);
  g_signal_connect (click, "cancel", G_CALLBACK (end_press_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  g_signal_connect (menu, "pressed", G_CALLBACK (right_click_cb), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (menu));
  annex_record_watch_add (card, show_record, item);
  gtk_list_item_set_child (item, card);
}

static void
activate_cb (GtkListView *view, guint position, AnnexBoardColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_CARD_ACTIVATED], 0, annex_record_list_get_id (self->list, position), FALSE);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, AnnexBoardColumn *self)
{
  g_signal_emit (self, signals[SIGNAL_CARDS_DROPPED], 0, g_value_get_boxed (value));
  return TRUE;
}

static GtkWidget *
make_header (AnnexBoardColumn *self)
{
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (annex_board_column_get_title (self));

  self->previous = gtk_button_new_from_icon_name ("go-previous-symbolic");
  annex_tooltip_set (self->previous, _("Previous Column"));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->previous), "board.turn(-1)");
  self->next = gtk_button_new_from_icon_name ("go-next-symbolic");
  annex_tooltip_set (self->next, _("Next Column"));
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (self->next), "board.turn(1)");
  for (guint i = 0; i < 2; i++)
    {
      gtk_widget_add_css_class (i == 0 ? self->previous : self->next, "flat");
      gtk_widget_set_visible (i == 0 ? self->previous : self->next, FALSE);
    }

  self->count = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->count), "numeric");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (title, "heading");
  gtk_widget_set_hexpand (GTK_WIDGET (self->count), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self->count), GTK_ALIGN_START);
  gtk_widget_add_css_class (header, "board-header");
  gtk_box_append (GTK_BOX (header), title);
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->count));
  gtk_box_append (GTK_BOX (header), self->previous);
  gtk_box_append (GTK_BOX (header), self->next);
  return header;
}

static GtkWidget *
make_cards (AnnexBoardColumn *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *overlay = gtk_overlay_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  annex_record_watch_bind (factory);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_list_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "board-list");
  g_signal_connect (self->view, "activate", G_CALLBACK (activate_cb), self);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);

  self->empty = gtk_label_new (_("Nothing here"));
  gtk_widget_add_css_class (self->empty, "dimmed");
  gtk_widget_set_valign (self->empty, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->empty, 24);
  gtk_widget_set_can_target (self->empty, FALSE);
  gtk_widget_set_visible (self->empty, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), scroller);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->empty);
  return overlay;
}

/* The cards, and not the buttons above them. */
static gboolean
annex_board_column_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ANNEX_BOARD_COLUMN (widget)->view));
}

static void
annex_board_column_dispose (GObject *object)
{
  AnnexBoardColumn *self = ANNEX_BOARD_COLUMN (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  self->view = NULL;
  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_board_column_parent_class)->dispose (object);
}

static void
annex_board_column_class_init (AnnexBoardColumnClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_board_column_dispose;
  widget_class->grab_focus = annex_board_column_grab_focus;
  signals[SIGNAL_SELECTION_CHANGED] =
    g_signal_new ("selection-changed", ANNEX_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CARD_ACTIVATED] = g_signal_new ("card-activated", ANNEX_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  signals[SIGNAL_CARD_MENU] = g_signal_new ("card-menu", ANNEX_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                            3, G_TYPE_INT64, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
  signals[SIGNAL_CARDS_DROPPED] = g_signal_new ("cards-dropped", ANNEX_TYPE_BOARD_COLUMN, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, G_TYPE_ARRAY);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "boardcolumn");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
annex_board_column_init (AnnexBoardColumn *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_ARRAY, GDK_ACTION_MOVE);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
annex_board_column_new (AnnexStore *store, const AnnexType *type, const AnnexField *field, const AnnexChoice *choice, guint n_columns)
{
  AnnexBoardColumn *self = g_object_new (ANNEX_TYPE_BOARD_COLUMN, NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  g_auto (GStrv) shown = annex_record_card_dup_field_names (type);

  self->store = g_object_ref (store);
  self->type = type;
  self->field = field;
  self->choice = choice;
  annex_query_set_usual_sort (query, type->urgency_field);
  annex_query_add_filter (query, field->name, choice != NULL ? ANNEX_FILTER_IS : ANNEX_FILTER_IS_EMPTY, choice != NULL ? choice->key : NULL);
  self->list = annex_record_list_new_in_background (store, query);
  annex_record_list_set_fields (self->list, (const char *const *) shown);
  annex_record_list_reveal_gradually (self->list, FIRST_CARDS, MAX (CARDS_PER_FRAME / n_columns, 1), FALSE);
  self->selection = annex_record_selection_new (G_LIST_MODEL (self->list));
  gtk_widget_set_parent (make_header (self), GTK_WIDGET (self));
  gtk_widget_set_parent (make_cards (self), GTK_WIDGET (self));
  g_signal_connect_swapped (self->list, "reloaded", G_CALLBACK (update_count), self);
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  update_count (self);
  return GTK_WIDGET (self);
}

void
annex_board_column_set_query (AnnexBoardColumn *self, const AnnexQuery *query)
{
  g_autoptr (AnnexQuery) own = annex_query_copy (query);
  AnnexFilterOperator mine = self->choice != NULL ? ANNEX_FILTER_IS : ANNEX_FILTER_IS_EMPTY;
  gboolean filtered = FALSE, included = FALSE;

  annex_query_set_usual_sort (own, self->type->urgency_field);
  /* Filters on one field are alternatives: those of the room would let other columns' records in. */
  for (guint i = annex_query_get_n_filters (own); i > 0; i--)
    {
      const char *name, *value;
      AnnexFilterOperator op;

      annex_query_get_filter (own, i - 1, &name, &op, &value);
      if (g_strcmp0 (name, self->field->name) != 0 || (op != ANNEX_FILTER_IS && op != ANNEX_FILTER_IS_EMPTY))
        continue;
      filtered = TRUE;
      included = included || (op == mine && (self->choice == NULL || g_strcmp0 (value, self->choice->key) == 0));
      annex_query_remove_filter (own, i - 1);
    }
  annex_query_add_filter (own, self->field->name, mine, annex_board_column_get_key (self));
  gtk_widget_set_visible (GTK_WIDGET (self), included || !filtered);
  annex_record_list_set_query (self->list, own);
}

const char *
annex_board_column_get_key (AnnexBoardColumn *self)
{
  return self->choice != NULL ? self->choice->key : NULL;
}

const char *
annex_board_column_get_title (AnnexBoardColumn *self)
{
  return self->choice != NULL ? annex_field_find_choice (self->field, self->choice->key) : _("Not Set");
}

guint
annex_board_column_get_n_cards (AnnexBoardColumn *self)
{
  return annex_record_list_get_length (self->list);
}

gboolean
annex_board_column_find (AnnexBoardColumn *self, gint64 id, guint *position)
{
  return annex_record_list_find (self->list, id, position);
}

GArray *
annex_board_column_dup_selected (AnnexBoardColumn *self)
{
  return annex_record_selection_dup_ids (self->selection);
}

void
annex_board_column_select (AnnexBoardColumn *self, GArray *ids)
{
  annex_record_selection_select (self->selection, ids != NULL && ids->len > 0 ? g_array_index (ids, gint64, 0) : 0);
  for (guint i = 1; ids != NULL && i < ids->len; i++)
    {
      guint position;

      if (annex_record_list_find (self->list, g_array_index (ids, gint64, i), &position))
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), position, FALSE);
    }
}

void
annex_board_column_show (AnnexBoardColumn *self, guint position, gboolean focus)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->list));

  if (n == 0)
    return;
  gtk_list_view_scroll_to (self->view, MIN (position, n - 1), focus ? GTK_LIST_SCROLL_FOCUS : GTK_LIST_SCROLL_NONE, NULL);
  if (!focus)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
  if (!gtk_selection_model_is_selected (GTK_SELECTION_MODEL (self->selection), MIN (position, n - 1)))
    select_only (self, annex_record_list_get_id (self->list, MIN (position, n - 1)));
}

gboolean
annex_board_column_is_pressed (AnnexBoardColumn *self)
{
  return self->pressed;
}

guint
annex_board_column_get_focus_position (AnnexBoardColumn *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *card;
  guint position;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->view)))
    return G_MAXUINT;
  card = gtk_widget_get_first_child (focus);
  if (!ANNEX_IS_RECORD_CARD (card) || !annex_record_list_find (self->list, annex_record_card_get_id (ANNEX_RECORD_CARD (card)), &position))
    return G_MAXUINT;
  return position;
}

void
annex_board_column_set_narrow (AnnexBoardColumn *self, gboolean narrow)
{
  gtk_widget_set_visible (self->previous, narrow);
  gtk_widget_set_visible (self->next, narrow);
}
