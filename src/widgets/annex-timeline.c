/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-timeline.h"

#include <glib/gi18n.h>

#include "annex-feedback.h"
#include "annex-record-commands.h"
#include "annex-record-selection.h"
#include "annex-record-watch.h"
#include "annex-timeline-axis.h"
#include "annex-timeline-row.h"
#include "annex-tooltip.h"
#include "core/annex-change-set.h"
#include "core/annex-record-list.h"
#include "core/annex-statement.h"

#define ZOOM_STEP 1.4
#define WEEK 7
#define SHOW_DELAY_MS 60
#define FRAME_MS 16

struct _AnnexTimeline
{
  AdwBreakpointBin parent_instance;

  GtkWidget *header;
  GtkWidget *tools;
  GtkListView *view;

  AnnexStore *store;
  AnnexTimelineFields fields;
  AnnexTimeScale *scale;
  AnnexRecordList *list;
  AnnexRecordSelection *selection;
  gint64 chosen;
  gboolean shown;
  guint show_source;
};

static guint record_chosen_signal;

G_DEFINE_FINAL_TYPE (AnnexTimeline, annex_timeline, ADW_TYPE_BREAKPOINT_BIN)

static void
choose (AnnexTimeline *self, gint64 id, gboolean open)
{
  if (self->chosen == id && !open)
    return;
  self->chosen = id;
  g_signal_emit (self, record_chosen_signal, 0, id, open);
}

static void
selection_changed_cb (AnnexTimeline *self)
{
  g_autoptr (GArray) ids = annex_record_selection_dup_ids (self->selection);

  if (ids->len > 0)
    choose (self, ids->len == 1 ? g_array_index (ids, gint64, 0) : 0, FALSE);
}

static void
activate_cb (AnnexTimeline *self, guint position)
{
  choose (self, annex_record_list_get_id (self->list, position), TRUE);
}

/* The first and the last day of all dates that may be shown, filtered or not, so that filters do not shift the axis. */
static void
update_range (AnnexTimeline *self)
{
  const AnnexField *fields[] = { self->fields.start, self->fields.due, self->fields.done };
  guint first = 0, last = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_autofree char *sql = NULL;
      g_autoptr (AnnexStatement) statement = NULL;

      if (fields[i] == NULL)
        continue;
      sql = g_strdup_printf ("SELECT min (%s), max (%s) FROM %s", fields[i]->name, fields[i]->name, self->fields.type->name);
      statement = annex_statement_new (self->store, sql, ANNEX_TOLD_BY_STORE);
      if (statement != NULL && annex_statement_next (statement))
        {
          guint least = annex_timeline_parse_day (annex_statement_get_text (statement, 0));
          guint most = annex_timeline_parse_day (annex_statement_get_text (statement, 1));

          first = first == 0 || (least != 0 && least < first) ? least : first;
          last = MAX (last, most);
        }
    }
  annex_time_scale_set_range (self->scale, first, last);
}

static void
store_changed_cb (AnnexTimeline *self, AnnexChangeSet *changes)
{
  if (annex_change_set_touches_type (changes, self->fields.type))
    update_range (self);
}

static void
set_due (AnnexTimeline *self, gint64 id, guint day)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);
  g_autoptr (GError) error = NULL;
  g_autofree char *date = annex_timeline_dup_date (day);
  g_autofree char *done = NULL;
  char value[16];
  GDate due;

  if (record == NULL)
    return;
  g_date_clear (&due, 1);
  g_date_set_julian (&due, day);
  g_date_strftime (value, sizeof value, "%Y-%m-%d", &due);
  g_array_append_val (ids, id);
  if (!annex_record_commands_set (self->store, ids, self->fields.due, value, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Move"), error);
      return;
    }
  /* Translators: the reference of a record, and the day that it is now due. */
  done = g_strdup_printf (_("%s is due %s"), annex_record_get_reference (record), date);
  annex_feedback_say_undoable (GTK_WIDGET (self), done);
}

static void
due_moved_cb (AnnexTimelineRow *row, gint64 id, guint day, AnnexTimeline *self)
{
  set_due (self, id, day);
}

/* A record without a date has none to move; what is over keeps its own. */
static gboolean
move_due (AnnexTimeline *self, int days)
{
  const AnnexType *type = self->fields.type;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;
  gint64 id = row != NULL && ANNEX_IS_TIMELINE_ROW (row) ? annex_timeline_row_get_id (ANNEX_TIMELINE_ROW (row)) : 0;
  g_autoptr (AnnexRecord) record = id != 0 ? annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE) : NULL;
  guint day = record != NULL ? annex_timeline_parse_day (annex_record_get_value (record, self->fields.due->name)) : 0;
  const char *state = record != NULL && type->state_field != NULL ? annex_record_get_value (record, type->state_field) : NULL;

  if (day != 0 && (state == NULL || type->over_states == NULL || !g_strv_contains (type->over_states, state)))
    set_due (self, id, day + days);
  return GDK_EVENT_STOP;
}

static gboolean
scroll_by (AnnexTimeline *self, double share)
{
  GtkAdjustment *adjustment = annex_time_scale_get_adjustment (self->scale);

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + share * gtk_adjustment_get_page_size (adjustment));
  return GDK_EVENT_STOP;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, AnnexTimeline *self)
{
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_CONTROL_MASK);
  int step = keyval == GDK_KEY_Left || keyval == GDK_KEY_KP_Left ? -1 : keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Right ? 1 : 0;

  if (step != 0 && held == 0)
    return scroll_by (self, step * 0.1);
  if (step != 0 && held == GDK_CONTROL_MASK)
    return move_due (self, step);
  if (step != 0 && held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK))
    return move_due (self, step * WEEK);
  return GDK_EVENT_PROPAGATE;
}

static gboolean
scroll_cb (GtkEventControllerScroll *controller, double dx, double dy, AnnexTimeline *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));

  if ((state & GDK_CONTROL_MASK) != 0 && dy != 0)
    {
      annex_time_scale_zoom (self->scale, dy < 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
      return GDK_EVENT_STOP;
    }
  if ((state & GDK_SHIFT_MASK) != 0 && dx == 0)
    dx = dy;
  else if (ABS (dx) <= ABS (dy))
    return GDK_EVENT_PROPAGATE;
  return scroll_by (self, gtk_event_controller_scroll_get_unit (controller) == GDK_SCROLL_UNIT_WHEEL
                            ? dx * 0.1
                            : dx / MAX (1, annex_time_scale_get_width (self->scale)));
}

/* What still asks for something comes into sight first; what is over stands above it. */
static void
show_first_open (AnnexTimeline *self)
{
  const AnnexType *type = self->fields.type;
  g_autoptr (AnnexQuery) query = annex_query_copy (annex_record_list_get_query (self->list));
  g_autoptr (GArray) ids = NULL;
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));
  guint position;

  for (const char *const *state = type->over_states; state != NULL && *state != NULL; state++)
    annex_query_add_filter (query, type->state_field, ANNEX_FILTER_IS_NOT, *state);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  if (ids != NULL && ids->len > 0 && annex_record_list_find (self->list, g_array_index (ids, gint64, 0), &position))
    /* All rows are as high; one of what is over stays in sight. */
    gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment) * (position - MIN (position, 1)) /
                                annex_record_list_get_length (self->list));
}

static gboolean
first_show_cb (gpointer user_data)
{
  AnnexTimeline *self = user_data;

  self->show_source = 0;
  if (self->chosen == 0)
    show_first_open (self);
  return G_SOURCE_REMOVE;
}

/* Places are told by the whole length. */
static gboolean
wait_cb (gpointer user_data)
{
  AnnexTimeline *self = user_data;

  if (annex_record_list_is_reading (self->list) ||
      g_list_model_get_n_items (G_LIST_MODEL (self->list)) < annex_record_list_get_length (self->list))
    return G_SOURCE_CONTINUE;
  self->show_source = g_timeout_add (SHOW_DELAY_MS, first_show_cb, self);
  return G_SOURCE_REMOVE;
}

/* Rows have a height only some frames after the first. */
static void
first_map_cb (AnnexTimeline *self)
{
  if (!self->shown)
    self->show_source = g_timeout_add (FRAME_MS, wait_cb, self);
  self->shown = TRUE;
}

static void
zoom_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexTimeline *self = ANNEX_TIMELINE (widget);
  int step = g_variant_get_int32 (parameter);

  if (step == 0)
    {
      annex_time_scale_show_today (self->scale);
      show_first_open (self);
    }
  else
    annex_time_scale_zoom (self->scale, step > 0 ? ZOOM_STEP : 1 / ZOOM_STEP);
}

static void
show_record (GtkWidget *row, AnnexRecord *record, const char *instead, gpointer item)
{
  annex_timeline_row_set_record (ANNEX_TIMELINE_ROW (row), record, instead);
  gtk_list_item_set_accessible_label (item, annex_timeline_row_get_description (ANNEX_TIMELINE_ROW (row)));
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexTimeline *self)
{
  GtkWidget *row = annex_timeline_row_new (self->scale, &self->fields, !annex_store_is_read_only (self->store));

  g_signal_connect (row, "due-moved", G_CALLBACK (due_moved_cb), self);
  annex_record_watch_add (row, show_record, item);
  gtk_list_item_set_child (item, row);
}

static void
set_stacked (AnnexTimeline *self, gboolean stacked)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->header), stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request (self->tools, stacked ? -1 : ANNEX_TIMELINE_NAME_WIDTH, -1);
  annex_time_scale_set_stacked (self->scale, stacked);
}

static void
apply_cb (AnnexTimeline *self)
{
  set_stacked (self, TRUE);
}

static void
unapply_cb (AnnexTimeline *self)
{
  set_stacked (self, FALSE);
}

static void
add_tool (AnnexTimeline *self, GtkWidget *button, const char *tooltip, const char *action)
{
  gtk_widget_add_css_class (button, "flat");
  annex_tooltip_set (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (self->tools), button);
}

static void
make_header (AnnexTimeline *self)
{
  GtkWidget *axis = annex_timeline_axis_new (self->scale);

  self->header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  self->tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_widget_add_css_class (self->tools, "timeline-tools");
  add_tool (self, gtk_button_new_with_label (_("Today")), _("Go to Today"), "timeline.zoom(0)");
  add_tool (self, gtk_button_new_from_icon_name ("zoom-out-symbolic"), _("Zoom Out"), "timeline.zoom(-1)");
  add_tool (self, gtk_button_new_from_icon_name ("zoom-in-symbolic"), _("Zoom In"), "timeline.zoom(1)");
  gtk_box_append (GTK_BOX (self->header), self->tools);
  gtk_box_append (GTK_BOX (self->header), axis);
}

static GtkWidget *
make_rows (AnnexTimeline *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  annex_record_watch_bind (factory);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory));
  gtk_list_view_set_show_separators (self->view, TRUE);
  gtk_list_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "timeline-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_dgettext (GETTEXT_PACKAGE, self->fields.type->label_plural), -1);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activate_cb), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static void
annex_timeline_dispose (GObject *object)
{
  AnnexTimeline *self = ANNEX_TIMELINE (object);

  g_clear_handle_id (&self->show_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  self->view = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->scale);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_timeline_parent_class)->dispose (object);
}

static void
annex_timeline_class_init (AnnexTimelineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const guint zoom_in[] = { GDK_KEY_plus, GDK_KEY_KP_Add, GDK_KEY_equal };
  const guint zoom_out[] = { GDK_KEY_minus, GDK_KEY_KP_Subtract };

  G_OBJECT_CLASS (klass)->dispose = annex_timeline_dispose;
  record_chosen_signal = g_signal_new ("record-chosen", ANNEX_TYPE_TIMELINE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                       G_TYPE_INT64, G_TYPE_BOOLEAN);

  gtk_widget_class_install_action (widget_class, "timeline.zoom", "i", zoom_action);
  for (guint i = 0; i < G_N_ELEMENTS (zoom_in); i++)
    gtk_widget_class_add_binding_action (widget_class, zoom_in[i], GDK_CONTROL_MASK, "timeline.zoom", "i", 1);
  for (guint i = 0; i < G_N_ELEMENTS (zoom_out); i++)
    gtk_widget_class_add_binding_action (widget_class, zoom_out[i], GDK_CONTROL_MASK, "timeline.zoom", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_0, GDK_CONTROL_MASK, "timeline.zoom", "i", 0);
}

static void
annex_timeline_init (AnnexTimeline *self)
{
  AdwBreakpoint *breakpoint = adw_breakpoint_new (adw_breakpoint_condition_parse ("max-width: 640sp"));
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);

  self->scale = annex_time_scale_new ();
  gtk_widget_set_size_request (GTK_WIDGET (self), 320, 200);
  g_signal_connect_swapped (breakpoint, "apply", G_CALLBACK (apply_cb), self);
  g_signal_connect_swapped (breakpoint, "unapply", G_CALLBACK (unapply_cb), self);
  adw_breakpoint_bin_add_breakpoint (ADW_BREAKPOINT_BIN (self), breakpoint);
  g_signal_connect (self, "map", G_CALLBACK (first_map_cb), NULL);
  gtk_event_controller_set_propagation_phase (scroll, GTK_PHASE_CAPTURE);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scroll_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
}

static const char *
get_usual_sort (AnnexTimeline *self)
{
  return self->fields.type->urgency_field != NULL ? self->fields.type->urgency_field : self->fields.due->name;
}

GtkWidget *
annex_timeline_new (AnnexStore *store, const AnnexType *type, const char *start_name, const char *due_name, const char *done_name)
{
  AnnexTimeline *self = g_object_new (ANNEX_TYPE_TIMELINE, NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->store = g_object_ref (store);
  self->fields.type = type;
  self->fields.start = start_name != NULL ? annex_type_find_field (type, start_name) : NULL;
  self->fields.due = annex_type_find_field (type, due_name);
  self->fields.done = done_name != NULL ? annex_type_find_field (type, done_name) : NULL;
  annex_query_set_usual_sort (query, get_usual_sort (self));
  self->list = annex_record_list_new_in_background (store, query);
  annex_record_list_reveal_gradually (self->list, 20, 40, FALSE);
  self->selection = annex_record_selection_new (G_LIST_MODEL (self->list));
  g_signal_connect_swapped (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self);
  make_header (self);
  gtk_box_append (GTK_BOX (box), self->header);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), make_rows (self));
  gtk_box_append (GTK_BOX (box), gtk_scrollbar_new (GTK_ORIENTATION_HORIZONTAL, annex_time_scale_get_adjustment (self->scale)));
  adw_breakpoint_bin_set_child (ADW_BREAKPOINT_BIN (self), box);
  set_stacked (self, FALSE);
  update_range (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

void
annex_timeline_set_query (AnnexTimeline *self, const AnnexQuery *query)
{
  g_autoptr (AnnexQuery) own = annex_query_copy (query);

  annex_query_set_usual_sort (own, get_usual_sort (self));
  annex_record_list_set_query (self->list, own);
}

gboolean
annex_timeline_reveal (AnnexTimeline *self, gint64 id)
{
  guint position;

  if (!annex_record_list_find (self->list, id, &position))
    return FALSE;
  annex_record_selection_select (self->selection, id);
  gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_NONE, NULL);
  return TRUE;
}
