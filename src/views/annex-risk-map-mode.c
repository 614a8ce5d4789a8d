/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-risk-map-mode.h"

#include <glib/gi18n.h>

#include "annex-register-mode.h"
#include "core/annex-change-set.h"
#include "core/annex-log.h"
#include "core/annex-record-list.h"
#include "core/annex-statement.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/plan/risk-map.h"
#include "report/annex-risk-map-picture.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-heat-map.h"
#include "widgets/annex-printing.h"
#include "widgets/annex-record-selection.h"
#include "widgets/annex-record-watch.h"
#include "widgets/annex-risk-move-popover.h"

/* The order of the choices in the template. */
enum
{
  SHOW_CURRENT,
  SHOW_INHERENT,
  SHOW_TARGET,
  SHOW_ALL,
  SHOW_MOVEMENT
};

struct _AnnexRiskMapMode
{
  AdwBreakpointBin parent_instance;

  GtkBox *content;
  GtkDropDown *stage_chooser;
  GtkLabel *unrated;
  GtkBox *maps;
  GtkBox *time_box;
  GtkScale *time_scale;
  GtkLabel *time_label;
  GtkBox *list_box;
  GtkLabel *list_title;
  GtkButton *all_button;
  GtkListView *list_view;
  GtkButton *move_button;

  AnnexStore *store;
  AnnexQuery *query;
  AnnexRecordList *list;
  AnnexRecordSelection *selection;
  AnnexHeatMap *heat_maps[ANNEX_RISK_N_STAGES];
  AnnexRiskMap *map;
  GCancellable *counting;
  gboolean remark_told;
  GDate *first_day;
  AnnexRiskStage chosen_stage;
  int chosen_likelihood; /* 0 while no cell is chosen */
  int chosen_consequence;
  GString *typed;
  gint64 typed_at;
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexRiskMapMode, annex_risk_map_mode, ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

/* ---- Counting, elsewhere ---- */

/* More of what was are not listed. */
#define MAX_PAST 2000

typedef struct
{
  AnnexQuery *query;
  AnnexQuery *list_query; /* those of the chosen cell */
  char *as_of;
} Request;

typedef struct
{
  AnnexRiskMap *map;
  GListStore *past; /* AnnexRecord, as they were; NULL for today */
  char *remark;     /* (nullable): on the times behind that day */
} Result;

static void
request_free (gpointer data)
{
  Request *request = data;

  annex_query_free (request->query);
  annex_query_free (request->list_query);
  g_free (request->as_of);
  g_free (request);
}

static void
result_free (gpointer data)
{
  Result *result = data;

  g_clear_pointer (&result->map, annex_risk_map_unref);
  g_clear_object (&result->past);
  g_free (result->remark);
  g_free (result);
}

static gboolean
add_past (AnnexRecord *record, gpointer user_data)
{
  g_list_store_append (user_data, record);

  return g_list_model_get_n_items (user_data) < MAX_PAST;
}

static gpointer
count_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Request *request = data;
  Result *result;

  if (request->as_of != NULL && !annex_log_begin_as_of (store, request->as_of, error))
    return NULL;
  result = g_new0 (Result, 1);
  result->remark = g_strdup (annex_log_get_as_of_remark (store));
  result->map = annex_risk_map_new (store, request->query, cancellable, error);
  if (request->as_of != NULL)
    result->past = g_list_store_new (ANNEX_TYPE_RECORD);
  if (result->map == NULL || (result->past != NULL && !annex_query_foreach (request->list_query, store, add_past, result->past, error)))
    g_clear_pointer (&result, result_free);

  return result;
}

static gboolean
shows_today (AnnexRiskMapMode *self)
{
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->time_scale));

  return gtk_adjustment_get_value (adjustment) >= gtk_adjustment_get_upper (adjustment);
}

static char *
dup_day (AnnexRiskMapMode *self)
{
  g_autoptr (GDate) day = g_date_copy (self->first_day);
  char text[16];

  g_date_add_days (day, (guint) gtk_range_get_value (GTK_RANGE (self->time_scale)));
  g_date_strftime (text, sizeof text, "%Y-%m-%d", day);

  return g_strdup (text);
}

static void
show_unrated (AnnexRiskMapMode *self)
{
  guint shown = gtk_drop_down_get_selected (self->stage_chooser);
  AnnexRiskStage stage = shown == SHOW_INHERENT ? ANNEX_RISK_INHERENT : shown == SHOW_TARGET ? ANNEX_RISK_TARGET : ANNEX_RISK_CURRENT;
  guint n = annex_risk_map_get_unrated (self->map, stage);
  g_autofree char *text = g_strdup_printf (ngettext ("%u risk without a level", "%u risks without a level", n), n);

  gtk_label_set_text (self->unrated, n > 0 ? text : "");
}

static void
show_maps (AnnexRiskMapMode *self)
{
  guint shown = gtk_drop_down_get_selected (self->stage_chooser);

  if (self->map == NULL)
    return;
  for (guint stage = 0; stage < ANNEX_RISK_N_STAGES; stage++)
    {
      AnnexHeatMap *heat_map = self->heat_maps[stage];
      gboolean visible = shown == SHOW_ALL || (shown == SHOW_CURRENT && stage == ANNEX_RISK_CURRENT) ||
                         (shown == SHOW_INHERENT && stage == ANNEX_RISK_INHERENT) || (shown == SHOW_TARGET && stage == ANNEX_RISK_TARGET) ||
                         (shown == SHOW_MOVEMENT && stage == ANNEX_RISK_TARGET);

      gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (heat_map)), visible);
      if (!visible)
        continue;
      gtk_widget_set_visible (gtk_widget_get_prev_sibling (GTK_WIDGET (heat_map)), shown == SHOW_ALL);
      annex_heat_map_show (heat_map, self->map, (AnnexRiskStage) stage, shown == SHOW_MOVEMENT);
      annex_heat_map_set_accepts_drops (heat_map, shows_today (self) && !annex_store_is_read_only (self->store));
      annex_heat_map_mark (heat_map, self->chosen_stage == stage ? self->chosen_likelihood : 0, self->chosen_consequence);
    }
  show_unrated (self);
}

/* The list beside the map is of the same day. What is listed of the past is only looked at. */
static void
show_past (AnnexRiskMapMode *self, GListStore *past)
{
  if (past != NULL)
    {
      g_autoptr (GtkNoSelection) model = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (past)));

      gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (model));
    }
  else if (gtk_list_view_get_model (self->list_view) != GTK_SELECTION_MODEL (self->selection))
    gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexRiskMapMode) self = user_data;
  g_autoptr (GError) error = NULL;
  Result *counted = annex_worker_finish (result, &error);

  if (counted == NULL || self->store == NULL)
    {
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        gtk_label_set_text (self->unrated, error->message);
      g_clear_pointer (&counted, result_free);
      return;
    }
  g_clear_pointer (&self->map, annex_risk_map_unref);
  self->map = g_steal_pointer (&counted->map);
  g_clear_object (&self->counting);
  show_past (self, counted->past);
  show_maps (self);
  if (counted->remark != NULL && !self->remark_told)
    annex_feedback_say (GTK_WIDGET (self), counted->remark);
  self->remark_told = self->remark_told || counted->remark != NULL;
  result_free (counted);
}

static AnnexQuery *
make_list_query (AnnexRiskMapMode *self)
{
  AnnexQuery *query = annex_query_copy (self->query);

  annex_query_add_filter (query, "status", ANNEX_FILTER_IS_NOT, "closed");
  if (self->chosen_likelihood > 0)
    {
      const char *stage = annex_risk_stage_get_name (self->chosen_stage);
      g_autofree char *likelihood_field = g_strconcat (stage, "_likelihood", NULL);
      g_autofree char *consequence_field = g_strconcat (stage, "_consequence", NULL);
      g_autofree char *likelihood = g_strdup_printf ("%d", self->chosen_likelihood);
      g_autofree char *consequence = g_strdup_printf ("%d", self->chosen_consequence);

      annex_query_add_filter (query, likelihood_field, ANNEX_FILTER_IS, likelihood);
      annex_query_add_filter (query, consequence_field, ANNEX_FILTER_IS, consequence);
    }

  return query;
}

/* A few changes are followed at once, so that a risk that is moved stands in its new cell in the next frame. */
static gboolean
follow_changes (AnnexRiskMapMode *self)
{
  AnnexRiskMap *map;

  if (self->map == NULL || self->counting != NULL || !shows_today (self))
    return FALSE;
  map = annex_risk_map_update (self->map, self->store);
  if (map == NULL)
    return FALSE;
  annex_risk_map_unref (self->map);
  self->map = map;
  show_maps (self);

  return TRUE;
}

/* What is asked for later makes what was asked for before worthless. */
static void
count (AnnexRiskMapMode *self)
{
  Request *request = g_new0 (Request, 1);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  request->query = annex_query_copy (self->query);
  request->list_query = make_list_query (self);
  request->as_of = shows_today (self) ? NULL : dup_day (self);
  annex_worker_run (self->store, count_worker, request, request_free, result_free, self->counting, counted_cb,
                    g_object_ref (self));
}

/* ---- The list of a cell ---- */

static void
show_list (AnnexRiskMapMode *self)
{
  g_autoptr (AnnexQuery) query = make_list_query (self);
  g_autofree char *text = NULL;

  annex_record_list_set_query (self->list, query);
  text = self->chosen_likelihood > 0
           ? g_strdup_printf (_("%s: likelihood %d, consequence %d"), annex_risk_stage_get_label (self->chosen_stage), self->chosen_likelihood,
                              self->chosen_consequence)
           : g_strdup (_("All Cells"));
  gtk_label_set_text (self->list_title, text);
  gtk_widget_set_visible (GTK_WIDGET (self->all_button), self->chosen_likelihood > 0);
}

static void
choose_cell (AnnexRiskMapMode *self, AnnexRiskStage stage, int likelihood, int consequence)
{
  self->chosen_stage = stage;
  self->chosen_likelihood = likelihood;
  self->chosen_consequence = consequence;
  show_list (self);
  show_maps (self);
  if (!shows_today (self))
    count (self);
}

static void
cell_chosen_cb (AnnexRiskMapMode *self, int likelihood, int consequence, AnnexHeatMap *heat_map)
{
  choose_cell (self, annex_heat_map_get_stage (heat_map), likelihood, consequence);
}

static void
all_cb (AnnexRiskMapMode *self)
{
  choose_cell (self, self->chosen_stage, 0, 0);
}

static void
selection_changed_cb (AnnexRiskMapMode *self)
{
  g_autoptr (GArray) ids = annex_record_selection_dup_ids (self->selection);

  gtk_widget_set_sensitive (GTK_WIDGET (self->move_button),
                            ids->len > 0 && shows_today (self) && !annex_store_is_read_only (self->store));
  if (ids->len == 1)
    annex_register_mode_choose (ANNEX_REGISTER_MODE (self), g_array_index (ids, gint64, 0), FALSE);
}

static void
activate_cb (AnnexRiskMapMode *self, guint position)
{
  if (shows_today (self))
    annex_register_mode_choose (ANNEX_REGISTER_MODE (self), annex_record_list_get_id (self->list, position), TRUE);
}

/* ---- Moving ---- */

static AnnexRiskStage
get_stage (AnnexRiskMapMode *self)
{
  switch (gtk_drop_down_get_selected (self->stage_chooser))
    {
    case SHOW_INHERENT:
      return ANNEX_RISK_INHERENT;
    case SHOW_TARGET:
    case SHOW_MOVEMENT:
      return ANNEX_RISK_TARGET;
    case SHOW_ALL:
      return self->chosen_likelihood > 0 ? self->chosen_stage : ANNEX_RISK_CURRENT;
    default:
      return ANNEX_RISK_CURRENT;
    }
}

static void
move_cb (AnnexRiskMapMode *self)
{
  g_autoptr (GArray) ids = annex_record_selection_dup_ids (self->selection);

  annex_risk_move_popover_present (GTK_WIDGET (self->move_button), self->store, ids, get_stage (self), 0, 0);
}

/* Something else than risks may be dragged here, too. */
static void
risks_dropped_cb (AnnexRiskMapMode *self, int likelihood, int consequence, const char *text, AnnexHeatMap *heat_map)
{
  g_autoptr (GArray) ids = annex_link_ids_parse (text);

  for (guint i = 0; i < ids->len; i++)
    if (annex_store_get_type_of (self->store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE) != &annex_risk_type)
      return;
  annex_risk_move_popover_present (annex_heat_map_find (heat_map, likelihood, consequence), self->store, ids,
                                   annex_heat_map_get_stage (heat_map), likelihood, consequence);
}

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, AnnexRiskMapMode *self)
{
  GtkListItem *item = g_object_get_data (G_OBJECT (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source))), "annex-item");
  gboolean today = shows_today (self);
  gint64 id = annex_record_list_get_id (self->list, gtk_list_item_get_position (item));
  g_autoptr (GArray) ids = annex_record_selection_dup_ids (self->selection);
  gboolean selected = FALSE;
  g_autofree char *text = NULL;

  if (!today)
    return NULL;
  for (guint i = 0; i < ids->len; i++)
    selected = selected || g_array_index (ids, gint64, i) == id;
  if (!selected)
    {
      g_array_set_size (ids, 0);
      g_array_append_val (ids, id);
    }
  text = annex_link_ids_format (ids);

  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

/* ---- Rows ---- */

/* Today's rows are slots, those of the past the records themselves. */
static void
show_record (GtkWidget *box, AnnexRecord *record, const char *instead, gpointer user_data)
{
  GtkLabel *reference = GTK_LABEL (gtk_widget_get_first_child (box));
  GtkLabel *title = GTK_LABEL (gtk_widget_get_next_sibling (GTK_WIDGET (reference)));

  gtk_label_set_text (reference, record != NULL ? annex_record_get_reference (record) : "");
  gtk_label_set_text (title, record != NULL ? annex_record_get_title (record) : instead);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexRiskMapMode *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *reference = gtk_label_new (NULL);
  GtkWidget *title = gtk_label_new (NULL);
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_label_set_xalign (GTK_LABEL (reference), 0);
  gtk_widget_add_css_class (reference, "caption");
  gtk_widget_add_css_class (reference, "dimmed");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 24);
  gtk_box_append (GTK_BOX (box), reference);
  gtk_box_append (GTK_BOX (box), title);
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE | GDK_ACTION_COPY);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepare_cb), self, 0);
  gtk_widget_add_controller (box, GTK_EVENT_CONTROLLER (source));
  g_object_set_data (G_OBJECT (box), "annex-item", item);
  annex_record_watch_add (box, show_record, NULL);
  gtk_list_item_set_child (item, box);
}

/* ---- The way back in time ---- */

static void
time_cb (AnnexRiskMapMode *self)
{
  g_autofree char *day = NULL;

  if (self->first_day == NULL || self->query == NULL)
    return;
  day = dup_day (self);
  gtk_label_set_text (self->time_label, shows_today (self) ? _("Today") : day);
  selection_changed_cb (self);
  count (self);
}

static void
set_up_time (AnnexRiskMapMode *self)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (self->store, "SELECT date (min (time), 'localtime') FROM \"commit\"", ANNEX_TOLD_BY_STORE);
  g_autoptr (GDate) today = g_date_new_julian (annex_clock_get_today ());
  int days;

  self->first_day = g_date_new ();
  if (statement != NULL && annex_statement_next (statement) && !annex_statement_is_null (statement, 0))
    g_date_set_parse (self->first_day, annex_statement_get_text (statement, 0));
  if (!g_date_valid (self->first_day))
    *self->first_day = *today;
  days = MAX (g_date_days_between (self->first_day, today), 0);
  gtk_range_set_range (GTK_RANGE (self->time_scale), 0, days);
  gtk_range_set_increments (GTK_RANGE (self->time_scale), 1, 30);
  gtk_range_set_value (GTK_RANGE (self->time_scale), days);
  gtk_widget_set_visible (GTK_WIDGET (self->time_box), days > 0);
}

/* ---- Typing a reference finds its cell ---- */

static gboolean
key_pressed_cb (AnnexRiskMapMode *self, guint keyval, guint keycode, GdkModifierType state)
{
  gunichar character = gdk_keyval_to_unicode (keyval);
  gint64 now = g_get_monotonic_time ();
  gint64 id;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || character <= ' ' || !g_unichar_isgraph (character))
    return GDK_EVENT_PROPAGATE;
  if (now - self->typed_at > 2 * G_USEC_PER_SEC)
    g_string_truncate (self->typed, 0);
  self->typed_at = now;
  g_string_append_unichar (self->typed, character);
  id = annex_store_find_id (self->store, &annex_risk_type, self->typed->str, ANNEX_TOLD_BY_STORE);
  if (id != 0)
    annex_register_mode_reveal (ANNEX_REGISTER_MODE (self), id);

  return GDK_EVENT_STOP;
}

/* ---- Save and print ---- */

/* What is on the screen. */
static AnnexRiskMapView
get_view (AnnexRiskMapMode *self)
{
  switch (gtk_drop_down_get_selected (self->stage_chooser))
    {
    case SHOW_ALL:
      return ANNEX_RISK_MAP_SIDE_BY_SIDE;
    case SHOW_MOVEMENT:
      return ANNEX_RISK_MAP_MOVEMENT;
    default:
      return (AnnexRiskMapView) get_stage (self);
    }
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexRiskMapMode) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL || self->map == NULL)
    return;
  if (annex_risk_map_picture_write (self->map, get_view (self), path, &error))
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *text = g_strdup_printf (_("Map saved as “%s”"), name);

      annex_feedback_say (GTK_WIDGET (self), text);
    }
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("The Map Could Not Be Saved"), error);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Save the Map as Picture"));
  gtk_file_dialog_set_initial_name (dialog, _("Risk Map.svg"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, saved_cb, g_object_ref (widget));
}

typedef struct
{
  AnnexRiskMap *map;
  AnnexRiskMapView view;
} Printout;

static void
printout_free (gpointer data)
{
  Printout *printout = data;

  annex_risk_map_unref (printout->map);
  g_free (printout);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printout *printout)
{
  annex_risk_map_picture_draw (gtk_print_context_get_cairo_context (context), printout->map, printout->view,
                               gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexRiskMapMode *self = ANNEX_RISK_MAP_MODE (widget);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  Printout *printout;

  if (self->map == NULL)
    return;
  printout = g_new0 (Printout, 1);
  printout->map = annex_risk_map_ref (self->map);
  printout->view = get_view (self);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, _("Risk Map"));
  g_object_set_data_full (G_OBJECT (operation), "annex-printout", printout, printout_free);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printout);
  annex_printing_run (operation, widget, _("The Map Could Not Be Printed"));
}

/* ---- The mode ---- */

static void
stage_cb (AnnexRiskMapMode *self)
{
  if (self->store != NULL)
    choose_cell (self, get_stage (self), 0, 0);
}

static void
store_changed_cb (AnnexRiskMapMode *self, AnnexChangeSet *changes)
{
  static const char *const types[] = { "risk", "scale_level", "matrix_cell", "methodology" };

  if (self->query == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (annex_change_set_touches_type (changes, annex_type_find (types[i])))
      {
        if (!follow_changes (self))
          count (self);
        return;
      }
}

static void
set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexRiskMapMode *self = ANNEX_RISK_MAP_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  show_list (self);
  count (self);
}

static gboolean
reveal (AnnexRegisterMode *mode, gint64 id)
{
  AnnexRiskMapMode *self = ANNEX_RISK_MAP_MODE (mode);
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);
  AnnexRiskStage stage = get_stage (self);
  AnnexRiskRating rating;
  guint position;
  GtkWidget *cell;

  if (record == NULL)
    return FALSE;
  rating = annex_risk_get_rating (record, stage);
  if (rating.likelihood > 0 && rating.consequence > 0)
    choose_cell (self, stage, rating.likelihood, rating.consequence);
  else
    choose_cell (self, stage, 0, 0);
  if (!annex_record_list_find (self->list, id, &position))
    return FALSE;
  annex_record_selection_select (self->selection, id);
  gtk_list_view_scroll_to (self->list_view, position, GTK_LIST_SCROLL_NONE, NULL);
  cell = annex_heat_map_find (self->heat_maps[stage], rating.likelihood, rating.consequence);
  if (cell != NULL)
    gtk_widget_grab_focus (cell);

  return TRUE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = set_query;
  iface->reveal = reveal;
}

/* The bin takes its child down itself; gtk_widget_dispose_template() would do so behind its back. */
static void
annex_risk_map_mode_dispose (GObject *object)
{
  AnnexRiskMapMode *self = ANNEX_RISK_MAP_MODE (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  g_clear_object (&self->store);
  g_clear_pointer (&self->query, annex_query_free);
  g_clear_pointer (&self->map, annex_risk_map_unref);
  g_clear_pointer (&self->first_day, g_date_free);
  if (self->typed != NULL)
    g_string_free (g_steal_pointer (&self->typed), TRUE);
  G_OBJECT_CLASS (annex_risk_map_mode_parent_class)->dispose (object);
}

static void
annex_risk_map_mode_class_init (AnnexRiskMapModeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_risk_map_mode_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-risk-map-mode.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, content);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, stage_chooser);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, unrated);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, maps);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, time_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, time_scale);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, time_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, list_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, list_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, all_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, list_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMapMode, move_button);
  gtk_widget_class_bind_template_callback (widget_class, stage_cb);
  gtk_widget_class_bind_template_callback (widget_class, time_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
  gtk_widget_class_install_action (widget_class, "map.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "map.print", NULL, print_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "map.print", NULL);
}

static void
annex_risk_map_mode_init (AnnexRiskMapMode *self)
{
  static const AnnexRiskStage order[] = { ANNEX_RISK_INHERENT, ANNEX_RISK_CURRENT, ANNEX_RISK_TARGET };
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->typed = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
      GtkWidget *label = gtk_label_new (annex_risk_stage_get_label (order[i]));
      GtkWidget *heat_map = annex_heat_map_new ();

      gtk_widget_add_css_class (label, "heading");
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), heat_map);
      gtk_widget_set_vexpand (heat_map, TRUE);
      gtk_box_append (self->maps, box);
      self->heat_maps[order[i]] = ANNEX_HEAT_MAP (heat_map);
      g_signal_connect_object (heat_map, "cell-chosen", G_CALLBACK (cell_chosen_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (heat_map, "risks-dropped", G_CALLBACK (risks_dropped_cb), self, G_CONNECT_SWAPPED);
    }
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->maps), keys);
}

GtkWidget *
annex_risk_map_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexRiskMapMode *self = g_object_new (ANNEX_TYPE_RISK_MAP_MODE, NULL);
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (AnnexQuery) query = annex_query_new (type);

  self->store = g_object_ref (store);
  self->list = annex_record_list_new_in_background (store, query);
  annex_record_list_reveal_gradually (self->list, 16, 12, FALSE);
  self->selection = annex_record_selection_new (G_LIST_MODEL (self->list));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  annex_record_watch_bind (factory);
  gtk_list_view_set_factory (self->list_view, factory);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selection_changed_cb), self, G_CONNECT_SWAPPED);
  set_up_time (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}
