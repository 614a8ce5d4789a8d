/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-board.h"

#include <glib/gi18n.h>

#include "annex-board-column.h"
#include "annex-feedback.h"
#include "core/annex-transaction.h"

/* In pixels: the least that a column takes beside others, and what it takes where there is room for one. */
#define COLUMN_WIDTH 178
#define NARROW_COLUMN_WIDTH 316
#define SPACING 9

/* A card dragged this near to a side scrolls there, by so much a frame. */
#define EDGE 36
#define EDGE_STEP 9

#define SNAP_DELAY_MS 160
#define SNAP_DURATION_MS 200
/* For so long columns may still be read when the board comes into sight. */
#define BEGIN_US G_USEC_PER_SEC

struct _AnnexRecordBoard
{
  AdwBreakpointBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkWidget *box;
  GtkWidget *menu;
  GPtrArray *columns; /* AnnexBoardColumn, not owned */

  AnnexStore *store;
  const AnnexType *type;
  const AnnexField *field;
  gint64 chosen;
  gboolean updating;
  gboolean narrow;
  guint snap_source;
  AdwAnimation *snap;
  int edge; /* −1 or 1 while a card is dragged at a side */
  guint edge_tick;
  guint begin_tick;
  gint64 begin_time;   /* of the first frame, 0 before it */
  double begin_offset; /* where the board has been scrolled to since */
};

static guint record_chosen_signal;
static guint move_asked_signal;

G_DEFINE_FINAL_TYPE (AnnexRecordBoard, annex_record_board, ADW_TYPE_BREAKPOINT_BIN)

static AnnexBoardColumn *
get_column (AnnexRecordBoard *self, guint index)
{
  return self->columns->pdata[index];
}

/* The column that is worked in: the one with the keyboard, else the one with a selection. */
static guint
find_active_column (AnnexRecordBoard *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (annex_board_column_get_focus_position (get_column (self, i)) != G_MAXUINT)
      return i;
  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autoptr (GArray) ids = annex_board_column_dup_selected (get_column (self, i));

      if (ids->len > 0)
        return i;
    }
  return G_MAXUINT;
}

/* The next column that is shown, and has cards when @filled. */
static guint
find_column_beside (AnnexRecordBoard *self, guint from, int step, gboolean filled)
{
  for (int i = (int) from + step; i >= 0 && i < (int) self->columns->len; i += step)
    if (gtk_widget_get_visible (GTK_WIDGET (get_column (self, i))) &&
        (!filled || annex_board_column_get_n_cards (get_column (self, i)) > 0))
      return i;
  return G_MAXUINT;
}

static void
choose (AnnexRecordBoard *self, gint64 id, gboolean open)
{
  if (self->chosen == id && !open)
    return;
  self->chosen = id;
  g_signal_emit (self, record_chosen_signal, 0, id, open);
}

/* One column has the selection at a time. */
static void
deselect_others (AnnexRecordBoard *self, AnnexBoardColumn *column)
{
  self->updating = TRUE;
  for (guint i = 0; i < self->columns->len; i++)
    if (get_column (self, i) != column)
      annex_board_column_select (get_column (self, i), NULL);
  self->updating = FALSE;
}

static void
selection_changed_cb (AnnexBoardColumn *column, AnnexRecordBoard *self)
{
  g_autoptr (GArray) ids = NULL;

  if (self->updating)
    return;
  ids = annex_board_column_dup_selected (column);
  if (ids->len == 0)
    return;
  deselect_others (self, column);
  /* Details that open while a card is held would push the columns away from under a drag. */
  if (!annex_board_column_is_pressed (column))
    choose (self, ids->len == 1 ? g_array_index (ids, gint64, 0) : 0, FALSE);
}

/* The middle of a column, on the scale of the adjustment. */
static gboolean
get_middle (AnnexRecordBoard *self, guint index, double *middle)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  GtkWidget *column = GTK_WIDGET (get_column (self, index));
  graphene_rect_t bounds;

  if (!gtk_widget_get_visible (column) || !gtk_widget_compute_bounds (column, GTK_WIDGET (self->scroller), &bounds))
    return FALSE;
  *middle = gtk_adjustment_get_value (adjustment) + bounds.origin.x + bounds.size.width / 2;
  return TRUE;
}

static gboolean
is_in_sight (AnnexRecordBoard *self, guint index)
{
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (GTK_WIDGET (get_column (self, index)), GTK_WIDGET (self->scroller), &bounds) && bounds.origin.x >= 0 &&
         bounds.origin.x + bounds.size.width <= gtk_widget_get_width (GTK_WIDGET (self->scroller));
}

/* Where the board stands with that column in the middle. */
static gboolean
get_offset (AnnexRecordBoard *self, guint index, double *offset)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  double page = gtk_adjustment_get_page_size (adjustment), middle;

  if (!get_middle (self, index, &middle))
    return FALSE;
  *offset = CLAMP (middle - page / 2, 0, MAX (0, gtk_adjustment_get_upper (adjustment) - page));
  return TRUE;
}

static void
scroll_to_column (AnnexRecordBoard *self, guint index)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  double target;

  if (!get_offset (self, index, &target))
    return;
  if (self->snap == NULL)
    {
      AdwAnimationTarget *value = adw_property_animation_target_new (G_OBJECT (adjustment), "value");

      self->snap = adw_timed_animation_new (GTK_WIDGET (self), 0, 0, SNAP_DURATION_MS, value);
    }
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->snap), gtk_adjustment_get_value (adjustment));
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->snap), target);
  adw_animation_play (self->snap);
}

/* The column in the middle of what is seen. */
static guint
find_middle_column (AnnexRecordBoard *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  double middle = gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment) / 2;
  double nearest = G_MAXDOUBLE;
  guint found = 0;

  for (guint i = 0; i < self->columns->len; i++)
    {
      double of_column, distance;

      if (!get_middle (self, i, &of_column))
        continue;
      distance = ABS (of_column - middle);
      if (distance < nearest)
        {
          nearest = distance;
          found = i;
        }
    }
  return found;
}

static gboolean
snap_cb (gpointer user_data)
{
  AnnexRecordBoard *self = user_data;

  self->snap_source = 0;
  scroll_to_column (self, find_middle_column (self));
  return G_SOURCE_REMOVE;
}

static void
scrolled_cb (AnnexRecordBoard *self)
{
  g_clear_handle_id (&self->snap_source, g_source_remove);
  if (self->narrow && self->edge_tick == 0 && (self->snap == NULL || adw_animation_get_state (self->snap) != ADW_ANIMATION_PLAYING))
    self->snap_source = g_timeout_add (SNAP_DELAY_MS, snap_cb, self);
}

/* Where there is room for one column, the board begins at the first that has a card, unless somebody was quicker. */
static gboolean
begin_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  guint first = find_column_beside (self, G_MAXUINT, 1, TRUE);
  gboolean undisturbed = self->narrow && self->chosen == 0 && ABS (gtk_adjustment_get_value (adjustment) - self->begin_offset) < 1;

  self->begin_time = self->begin_time != 0 ? self->begin_time : now;
  if (undisturbed && first != G_MAXUINT && get_offset (self, first, &self->begin_offset))
    gtk_adjustment_set_value (adjustment, self->begin_offset);
  /* Columns are read one after another, so that one before may yet get its cards. */
  if (undisturbed && first != 0 && now - self->begin_time < BEGIN_US)
    return G_SOURCE_CONTINUE;
  self->begin_tick = 0;
  return G_SOURCE_REMOVE;
}

static void
begin (AnnexRecordBoard *self)
{
  self->begin_time = 0;
  self->begin_offset = gtk_adjustment_get_value (gtk_scrolled_window_get_hadjustment (self->scroller));
  if (self->begin_tick == 0 && self->begin_offset < 1)
    self->begin_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), begin_tick_cb, NULL, NULL);
}

static gboolean
edge_tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (self->scroller);

  if (self->edge == 0)
    {
      self->edge_tick = 0;
      scrolled_cb (self);
      return G_SOURCE_REMOVE;
    }
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + self->edge * EDGE_STEP);
  return G_SOURCE_CONTINUE;
}

static void
drag_motion_cb (AnnexRecordBoard *self, double x, double y)
{
  self->edge = x < EDGE ? -1 : x > gtk_widget_get_width (GTK_WIDGET (self)) - EDGE ? 1 : 0;
  if (self->edge != 0 && self->edge_tick == 0)
    self->edge_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), edge_tick_cb, NULL, NULL);
}

static void
drag_leave_cb (AnnexRecordBoard *self)
{
  self->edge = 0;
}

static GArray *
dup_movable (AnnexRecordBoard *self, GArray *ids, const char *key)
{
  GArray *movable = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (AnnexRecord) record = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);

      if (record != NULL && annex_record_get_record_type (record) == self->type &&
          g_strcmp0 (annex_record_get_value (record, self->field->name), key) != 0)
        g_array_append_val (movable, id);
    }
  return movable;
}

static gboolean
write_move (AnnexRecordBoard *self, GArray *ids, const char *key, const char *label, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->store, label, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!annex_transaction_set (transaction, g_array_index (ids, gint64, i), self->field->name, key, error))
      return FALSE;
  return annex_transaction_commit (transaction, error);
}

/* Selects what was moved where it is now. */
static void
show_moved (AnnexRecordBoard *self, AnnexBoardColumn *column, GArray *ids)
{
  guint position;

  annex_board_column_select (column, ids);
  if (annex_board_column_find (column, g_array_index (ids, gint64, 0), &position))
    annex_board_column_show (column, position, TRUE);
}

static void
move (AnnexRecordBoard *self, GArray *ids, guint index, gboolean dragged)
{
  AnnexBoardColumn *column = get_column (self, index);
  const char *title = annex_board_column_get_title (column);
  g_autoptr (GArray) movable = dup_movable (self, ids, annex_board_column_get_key (column));
  g_autoptr (AnnexRecord) first =
    movable->len > 0 ? annex_store_load (self->store, g_array_index (movable, gint64, 0), ANNEX_TOLD_BY_STORE) : NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_autofree char *done = NULL;
  gboolean asked = FALSE;
  gboolean written;

  if (first == NULL)
    return;
  g_signal_emit (self, move_asked_signal, 0, movable, annex_board_column_get_key (column), &asked);
  if (asked)
    return;
  if (movable->len == 1)
    {
      /* Translators: the reference of a record, then the title of a column on a board. */
      label = g_strdup_printf (_("Move %s to %s"), annex_record_get_reference (first), title);
      done = g_strdup_printf (_("%s moved to %s"), annex_record_get_reference (first), title);
    }
  else
    {
      label = g_strdup_printf (ngettext ("Move %u record to %s", "Move %u records to %s", movable->len), movable->len, title);
      done = g_strdup_printf (ngettext ("%u record moved to %s", "%u records moved to %s", movable->len), movable->len, title);
    }
  self->updating = TRUE;
  written = write_move (self, movable, annex_board_column_get_key (column), label, &error);
  self->updating = FALSE;
  if (!written)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Move"), error);
      return;
    }
  if (dragged)
    deselect_others (self, column);
  self->updating = dragged;
  show_moved (self, column, movable);
  self->updating = FALSE;
  annex_feedback_say_undoable (GTK_WIDGET (self), done);
}

/* The keyboard follows a card that undo or somebody else has moved. */
static void
store_changed_cb (AnnexRecordBoard *self)
{
  guint active = find_active_column (self);
  guint position;

  if (self->updating || self->chosen == 0 || active == G_MAXUINT ||
      annex_board_column_get_focus_position (get_column (self, active)) == G_MAXUINT ||
      annex_board_column_find (get_column (self, active), self->chosen, NULL))
    return;
  for (guint i = 0; i < self->columns->len; i++)
    if (annex_board_column_find (get_column (self, i), self->chosen, &position))
      {
        annex_board_column_show (get_column (self, i), position, TRUE);
        return;
      }
}

/* What a command is about: the selected cards of a column, else the one with the keyboard. */
static GArray *
dup_chosen (AnnexRecordBoard *self, guint column)
{
  GArray *ids = annex_board_column_dup_selected (get_column (self, column));
  guint position = annex_board_column_get_focus_position (get_column (self, column));

  if (ids->len == 0 && position != G_MAXUINT)
    {
      annex_board_column_show (get_column (self, column), position, TRUE);
      g_array_unref (ids);
      ids = annex_board_column_dup_selected (get_column (self, column));
    }
  return ids;
}

static void
move_by (AnnexRecordBoard *self, int step)
{
  guint from = find_active_column (self);
  guint to = from != G_MAXUINT ? find_column_beside (self, from, step, FALSE) : G_MAXUINT;
  g_autoptr (GArray) ids = from != G_MAXUINT ? dup_chosen (self, from) : NULL;

  if (to != G_MAXUINT)
    move (self, ids, to, FALSE);
}

static gboolean
focus_beside (AnnexRecordBoard *self, int step)
{
  guint from = find_active_column (self);
  guint to = from != G_MAXUINT ? find_column_beside (self, from, step, TRUE) : G_MAXUINT;
  guint position = from != G_MAXUINT ? annex_board_column_get_focus_position (get_column (self, from)) : G_MAXUINT;

  if (position == G_MAXUINT)
    return FALSE;
  if (to != G_MAXUINT)
    annex_board_column_show (get_column (self, to), position, TRUE);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, AnnexRecordBoard *self)
{
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_CONTROL_MASK);
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  gboolean left = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left;
  int step = left != rtl ? -1 : 1;
  guint active = find_active_column (self);

  if ((!left && keyval != GDK_KEY_Right && keyval != GDK_KEY_KP_Right) || active == G_MAXUINT ||
      annex_board_column_get_focus_position (get_column (self, active)) == G_MAXUINT)
    return GDK_EVENT_PROPAGATE;
  if (held == 0)
    return focus_beside (self, step);
  if (held != GDK_SHIFT_MASK && held != GDK_ALT_MASK)
    return GDK_EVENT_PROPAGATE;
  move_by (self, step);
  return GDK_EVENT_STOP;
}

static void
cards_dropped_cb (AnnexBoardColumn *column, GArray *ids, AnnexRecordBoard *self)
{
  guint index;

  if (g_ptr_array_find (self->columns, column, &index))
    move (self, ids, index, TRUE);
}

static void
card_activated_cb (AnnexBoardColumn *column, gint64 id, gboolean tapped, AnnexRecordBoard *self)
{
  /* Where there is no room for both, a tap on a card opens it. */
  choose (self, id, !tapped || self->narrow);
}

static GMenuModel *
make_menu (AnnexRecordBoard *self, guint from)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) columns = g_menu_new ();
  g_autoptr (GMenu) others = g_menu_new ();

  for (guint i = 0; i < self->columns->len; i++)
    if (i != from)
      {
        g_autofree char *label = g_strdup_printf (_("Move to %s"), annex_board_column_get_title (get_column (self, i)));
        g_autofree char *action = g_strdup_printf ("board.move-to(%u)", i);

        g_menu_append (columns, label, action);
      }
  g_menu_append (others, _("Show _Details"), "board.open");
  g_menu_append (others, _("_Delete"), "register.delete");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (columns));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (others));
  return G_MENU_MODEL (menu);
}

static void
open_menu (AnnexRecordBoard *self, guint column, double x, double y)
{
  g_autoptr (GMenuModel) model = make_menu (self, column);
  graphene_point_t point;

  if (!gtk_widget_compute_point (GTK_WIDGET (get_column (self, column)), GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &point))
    return;
  gtk_popover_menu_set_menu_model (GTK_POPOVER_MENU (self->menu), model);
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
card_menu_cb (AnnexBoardColumn *column, gint64 id, double x, double y, AnnexRecordBoard *self)
{
  g_autoptr (GArray) ids = annex_board_column_dup_selected (column);
  gboolean selected = FALSE;
  guint index;

  for (guint i = 0; i < ids->len; i++)
    selected = selected || g_array_index (ids, gint64, i) == id;
  if (!selected)
    {
      g_array_set_size (ids, 0);
      g_array_append_val (ids, id);
      annex_board_column_select (column, ids);
    }
  if (g_ptr_array_find (self->columns, column, &index))
    open_menu (self, index, x, y);
}

static void
menu_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);
  guint active = find_active_column (self);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (widget));
  graphene_point_t point;

  if (active == G_MAXUINT || focus == NULL ||
      !gtk_widget_compute_point (focus, GTK_WIDGET (get_column (self, active)), &GRAPHENE_POINT_INIT (24, 24), &point))
    return;
  open_menu (self, active, point.x, point.y);
}

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);

  if (self->chosen != 0)
    choose (self, self->chosen, TRUE);
}

static void
move_to_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);
  guint from = find_active_column (self);
  int to = g_variant_get_int32 (parameter);
  g_autoptr (GArray) ids = from != G_MAXUINT ? dup_chosen (self, from) : NULL;

  if (ids != NULL && to >= 0 && to < (int) self->columns->len)
    move (self, ids, to, FALSE);
}

static void
turn_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);
  guint to = find_column_beside (self, find_middle_column (self), g_variant_get_int32 (parameter), FALSE);

  if (to != G_MAXUINT)
    scroll_to_column (self, to);
}

static void
set_narrow (AnnexRecordBoard *self, gboolean narrow)
{
  self->narrow = narrow;
  for (guint i = 0; i < self->columns->len; i++)
    {
      gtk_widget_set_size_request (GTK_WIDGET (get_column (self, i)), narrow ? NARROW_COLUMN_WIDTH : COLUMN_WIDTH, -1);
      annex_board_column_set_narrow (get_column (self, i), narrow);
    }
}

static void
apply_cb (AnnexRecordBoard *self)
{
  set_narrow (self, TRUE);
  begin (self);
}

static void
unapply_cb (AnnexRecordBoard *self)
{
  set_narrow (self, FALSE);
}

static void
add_column (AnnexRecordBoard *self, const AnnexChoice *choice, guint n_columns)
{
  GtkWidget *column = annex_board_column_new (self->store, self->type, self->field, choice, n_columns);

  gtk_widget_set_hexpand (column, TRUE);
  g_signal_connect (column, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  g_signal_connect (column, "card-activated", G_CALLBACK (card_activated_cb), self);
  g_signal_connect (column, "card-menu", G_CALLBACK (card_menu_cb), self);
  g_signal_connect (column, "cards-dropped", G_CALLBACK (cards_dropped_cb), self);
  gtk_box_append (GTK_BOX (self->box), column);
  g_ptr_array_add (self->columns, column);
}

/* Where the keyboard or what is chosen is; else the first column with cards. */
static gboolean
annex_record_board_grab_focus (GtkWidget *widget)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (widget);
  guint index = find_active_column (self);

  if (index == G_MAXUINT)
    index = find_column_beside (self, G_MAXUINT, 1, TRUE);
  return index != G_MAXUINT && gtk_widget_grab_focus (GTK_WIDGET (get_column (self, index)));
}

static void
annex_record_board_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GTK_WIDGET_CLASS (annex_record_board_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (ANNEX_RECORD_BOARD (widget)->menu));
}

static void
annex_record_board_dispose (GObject *object)
{
  AnnexRecordBoard *self = ANNEX_RECORD_BOARD (object);

  g_clear_handle_id (&self->snap_source, g_source_remove);
  g_clear_object (&self->snap);
  for (guint i = 0; self->columns != NULL && i < self->columns->len; i++)
    g_signal_handlers_disconnect_by_data (get_column (self, i), self);
  g_clear_pointer (&self->columns, g_ptr_array_unref);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_record_board_parent_class)->dispose (object);
}

static void
annex_record_board_class_init (AnnexRecordBoardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_record_board_dispose;
  widget_class->grab_focus = annex_record_board_grab_focus;
  widget_class->size_allocate = annex_record_board_size_allocate;
  record_chosen_signal = g_signal_new ("record-chosen", ANNEX_TYPE_RECORD_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                       2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  move_asked_signal = g_signal_new ("move-asked", ANNEX_TYPE_RECORD_BOARD, G_SIGNAL_RUN_LAST, 0, g_signal_accumulator_true_handled, NULL, NULL,
                                    G_TYPE_BOOLEAN, 2, G_TYPE_ARRAY, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "board.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "board.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "board.move-to", "i", move_to_action);
  gtk_widget_class_install_action (widget_class, "board.turn", "i", turn_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "board.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "board.menu", NULL);
}

static void
annex_record_board_init (AnnexRecordBoard *self)
{
  AdwBreakpoint *breakpoint = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 560sp"));
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *drag = gtk_drop_controller_motion_new ();

  self->columns = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_widget_add_css_class (self->box, "board");
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_policy (self->scroller, GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (self->scroller, self->box);
  gtk_widget_set_size_request (GTK_WIDGET (self), 320, 200);
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self), GTK_WIDGET (self->scroller));
  g_signal_connect_swapped (gtk_scrolled_window_get_hadjustment (self->scroller), "value-changed", G_CALLBACK (scrolled_cb), self);

  g_signal_connect (self, "map", G_CALLBACK (begin), NULL);
  g_signal_connect_swapped (breakpoint, "apply", G_CALLBACK (apply_cb), self);
  g_signal_connect_swapped (breakpoint, "unapply", G_CALLBACK (unapply_cb), self);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (self), breakpoint);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  g_signal_connect_swapped (drag, "motion", G_CALLBACK (drag_motion_cb), self);
  g_signal_connect_swapped (drag, "leave", G_CALLBACK (drag_leave_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), drag);

  self->menu = gtk_popover_menu_new_from_model (NULL);
  gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
  gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
  gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
}

GtkWidget *
annex_record_board_new (AnnexStore *store, const AnnexType *type, const char *field_name, gboolean with_empty)
{
  AnnexRecordBoard *self = g_object_new (ANNEX_TYPE_RECORD_BOARD, NULL);
  guint n_columns = with_empty ? 1 : 0;

  self->store = g_object_ref (store);
  self->type = type;
  self->field = annex_type_find_field (type, field_name);
  for (const AnnexChoice *choice = self->field->choices; choice->key != NULL; choice++)
    n_columns++;
  if (with_empty)
    add_column (self, NULL, n_columns);
  for (const AnnexChoice *choice = self->field->choices; choice->key != NULL; choice++)
    add_column (self, choice, n_columns);
  set_narrow (self, FALSE);
  /* Connected after the columns, which then have their cards. */
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  return GTK_WIDGET (self);
}

void
annex_record_board_set_query (AnnexRecordBoard *self, const AnnexQuery *query)
{
  for (guint i = 0; i < self->columns->len; i++)
    annex_board_column_set_query (get_column (self, i), query);
}

gboolean
annex_record_board_reveal (AnnexRecordBoard *self, gint64 id)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      guint position;

      if (!gtk_widget_get_visible (GTK_WIDGET (get_column (self, i))) ||
          !annex_board_column_find (get_column (self, i), id, &position))
        continue;
      g_array_append_val (ids, id);
      annex_board_column_select (get_column (self, i), ids);
      annex_board_column_show (get_column (self, i), position, FALSE);
      if (self->narrow || !is_in_sight (self, i))
        scroll_to_column (self, i);
      return TRUE;
    }
  return FALSE;
}
