/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-treatment-plan-mode.h"

#include <glib/gi18n.h>

#include "annex-plan-row.h"
#include "annex-register-mode.h"
#include "core/annex-change-set.h"
#include "core/annex-transaction.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/plan/treatment-plan.h"
#include "widgets/annex-feedback.h"

/* References named in the what-if bar before it only counts. */
#define MAX_NAMED 5

/* A view makes some two hundred rows of widgets whatever its height: a screenful at first, then a few at a time, in milliseconds. */
#define FIRST_REVEALED 14
#define REVEAL_STEP 6
#define REVEAL_END 240
#define REVEAL_INTERVAL 16

/* A line of the list: of a risk, of a measure below it, or of the heading over measures without a risk. */
#define ANNEX_TYPE_PLAN_LINE (annex_plan_line_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPlanLine, annex_plan_line, ANNEX, PLAN_LINE, GObject)

struct _AnnexPlanLine
{
  GObject parent_instance;

  gint64 risk;    /* 0 for none */
  gint64 measure; /* 0 in the line of the risk itself */
};

/* What is read in a thread, and thrown away in one: with many measures each takes a good part of a frame. */
typedef struct
{
  AnnexTreatmentPlan *plan; /* nullable */
  GPtrArray *lines;         /* AnnexPlanLine */
} Reading;

struct _AnnexTreatmentPlanMode
{
  AdwBreakpointBin parent_instance;

  GtkLabel *cost;
  GtkLabel *open_cost;
  GtkLabel *yearly_cost;
  GtkLabel *effort;
  GtkWidget *late_icon;
  GtkLabel *late;
  GtkLabel *states;
  GtkStack *stack;
  GtkListView *view;
  GtkRevealer *what_if;
  GtkLabel *what_if_label;
  GtkButton *drop_button;

  AnnexStore *store;
  AnnexQuery *query;
  AnnexTreatmentPlan *plan; /* NULL until it is read */
  GListStore *lines;
  GtkSliceListModel *revealed;
  guint reveal_source;
  GtkSingleSelection *selection;
  GHashTable *bound;    /* GtkListItem */
  GHashTable *left_out; /* ids of measures */
  gint64 wanted;        /* to be revealed when the plan is read */
  gboolean loading;
  gboolean again;
  gboolean narrow;
  gboolean filling;
  gboolean outdated; /* changed while nobody saw it */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE (AnnexPlanLine, annex_plan_line, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexTreatmentPlanMode, annex_treatment_plan_mode, ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
annex_plan_line_class_init (AnnexPlanLineClass *klass)
{
}

static void
annex_plan_line_init (AnnexPlanLine *self)
{
}

static AnnexPlanLine *
line_new (gint64 risk, gint64 measure)
{
  AnnexPlanLine *line = g_object_new (ANNEX_TYPE_PLAN_LINE, NULL);

  line->risk = risk;
  line->measure = measure;
  return line;
}

static gint64
get_id (const AnnexPlanLine *line)
{
  return line->measure != 0 ? line->measure : line->risk;
}

/* In the user's way of grouping digits; hundredths only where there are some. */
static char *
dup_amount (double amount)
{
  return g_strdup_printf (amount == (gint64) amount ? "%'.0f" : "%'.2f", amount);
}

static void
set_amount (GtkLabel *label, double amount)
{
  g_autofree char *text = dup_amount (amount);

  gtk_label_set_text (label, text);
}

static void
update_totals (AnnexTreatmentPlanMode *self)
{
  AnnexPlanTotals totals = annex_treatment_plan_get_totals (self->plan);
  const AnnexField *status = annex_type_find_field (&annex_treatment_type, "status");
  g_autofree char *days = g_strdup_printf (ngettext ("%g day", "%g days", (gulong) totals.effort), totals.effort);
  g_autofree char *late_cost = dup_amount (totals.late_cost);
  g_autofree char *late = totals.late_cost > 0 ? g_strdup_printf (_("%u, costing %s"), totals.n_late, late_cost)
                                               : g_strdup_printf ("%u", totals.n_late);
  g_autoptr (GString) states = g_string_new (NULL);

  set_amount (self->cost, totals.cost);
  set_amount (self->open_cost, totals.open_cost);
  set_amount (self->yearly_cost, totals.yearly_cost);
  gtk_label_set_text (self->effort, days);
  gtk_label_set_text (self->late, late);
  gtk_widget_set_visible (self->late_icon, totals.n_late > 0);
  for (guint i = 0; i < ANNEX_PLAN_N_STATES; i++)
    if (totals.n[i] > 0)
      g_string_append_printf (states, "%s%u %s", states->len > 0 ? " · " : "", totals.n[i],
                              annex_field_find_choice (status, status->choices[i].key));
  gtk_label_set_text (self->states, states->str);
}

static void
append_names (GString *text, GPtrArray *names)
{
  for (guint i = 0; i < MIN (names->len, MAX_NAMED); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) names->pdata[i]);
  if (names->len > MAX_NAMED)
    g_string_append_printf (text, ngettext (" and %u more", " and %u more", names->len - MAX_NAMED), names->len - MAX_NAMED);
}

/* What would follow: which risks the plan would no longer bring to their target, and what would be saved. */
static char *
dup_consequences (AnnexTreatmentPlanMode *self)
{
  g_autoptr (GPtrArray) dropped = g_ptr_array_new ();
  g_autoptr (GPtrArray) above = g_ptr_array_new ();
  g_autoptr (GString) without = g_string_new (NULL);
  g_autoptr (GString) risks = g_string_new (NULL);
  g_autofree char *cost = NULL;
  g_autofree char *yearly_cost = NULL;
  double once = 0, yearly = 0;

  for (guint i = 0; i < annex_treatment_plan_get_n_measures (self->plan); i++)
    {
      const AnnexPlanMeasure *measure = annex_treatment_plan_get_measure (self->plan, i);

      if (!measure->left_out)
        continue;
      g_ptr_array_add (dropped, measure->reference);
      once += measure->cost;
      yearly += measure->yearly_cost;
    }
  for (guint i = 0; i < annex_treatment_plan_get_n_risks (self->plan); i++)
    {
      const AnnexPlanRisk *risk = annex_treatment_plan_get_risk (self->plan, i);

      if (annex_treatment_plan_compare (risk, &risk->without) == ANNEX_PLAN_ABOVE &&
          annex_treatment_plan_compare (risk, &risk->when_done) == ANNEX_PLAN_REACHED)
        g_ptr_array_add (above, risk->reference);
    }
  append_names (without, dropped);
  append_names (risks, above);
  cost = dup_amount (once);
  yearly_cost = dup_amount (yearly);
  if (above->len > 0)
    /* Translators: references of measures, references of risks, and two amounts of money. */
    return g_strdup_printf (ngettext ("Without %s, %s would stay above its target. Saves %s once and %s a year.",
                                      "Without %s, %s would stay above their targets. Saves %s once and %s a year.", above->len),
                            without->str, risks->str, cost, yearly_cost);
  return g_strdup_printf (_("Without %s, every risk that the plan brings to its target still gets there. Saves %s once and %s a year."),
                          without->str, cost, yearly_cost);
}

static void
update_what_if (AnnexTreatmentPlanMode *self)
{
  gboolean asked = g_hash_table_size (self->left_out) > 0;

  gtk_revealer_set_reveal_child (self->what_if, asked);
  if (asked)
    {
      g_autofree char *text = dup_consequences (self);

      if (g_strcmp0 (text, gtk_label_get_text (self->what_if_label)) != 0)
        gtk_accessible_announce (GTK_ACCESSIBLE (self->what_if_label), text, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
      gtk_label_set_text (self->what_if_label, text);
    }
}

static void
show_line (AnnexTreatmentPlanMode *self, GtkListItem *item)
{
  AnnexPlanLine *line = gtk_list_item_get_item (item);
  AnnexPlanRow *row = ANNEX_PLAN_ROW (gtk_list_item_get_child (item));

  guint risk, measure;

  if (line == NULL || self->plan == NULL)
    return;
  annex_treatment_plan_find_risk (self->plan, line->risk, &risk);
  if (annex_treatment_plan_find_measure (self->plan, line->measure, &measure))
    annex_plan_row_show_measure (row, annex_treatment_plan_get_measure (self->plan, measure),
                                 annex_treatment_plan_get_steps (self->plan, risk, measure), !annex_store_is_read_only (self->store));
  else if (risk != G_MAXUINT)
    annex_plan_row_show_risk (row, annex_treatment_plan_get_risk (self->plan, risk));
  else
    annex_plan_row_show_heading (row, _("Without a risk"));
  annex_plan_row_set_narrow (row, self->narrow);
  gtk_list_item_set_selectable (item, get_id (line) != 0);
  gtk_list_item_set_accessible_label (item, annex_plan_row_get_description (row));
}

static void
show_all_lines (AnnexTreatmentPlanMode *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_line (self, item);
}

static void
set_left_out (AnnexTreatmentPlanMode *self, gint64 id, gboolean left_out)
{
  guint index;

  if (self->plan == NULL || !annex_treatment_plan_find_measure (self->plan, id, &index) ||
      !annex_treatment_plan_leave_out (self->plan, index, left_out))
    left_out = FALSE;
  if (left_out)
    g_hash_table_add (self->left_out, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->left_out, &id);
}

static void
toggle (AnnexTreatmentPlanMode *self, gint64 id)
{
  set_left_out (self, id, !g_hash_table_contains (self->left_out, &id));
  show_all_lines (self);
  update_totals (self);
  update_what_if (self);
}

/* The bar must not cover the measure that it is about. */
static void
revealed_cb (AnnexTreatmentPlanMode *self)
{
  guint position = gtk_single_selection_get_selected (self->selection);

  if (gtk_revealer_get_child_revealed (self->what_if) && position != GTK_INVALID_LIST_POSITION)
    gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_NONE, NULL);
}

static void
what_if_toggled_cb (AnnexPlanRow *row, gint64 id, AnnexTreatmentPlanMode *self)
{
  toggle (self, id);
}

static void
keep_all (AnnexTreatmentPlanMode *self)
{
  g_autoptr (GPtrArray) ids = g_hash_table_get_keys_as_ptr_array (self->left_out);

  for (guint i = ids->len; i > 0; i--)
    {
      gint64 id = *(gint64 *) ids->pdata[i - 1];

      set_left_out (self, id, FALSE);
    }
  show_all_lines (self);
  update_totals (self);
  update_what_if (self);
}

static void
keep_cb (AnnexTreatmentPlanMode *self)
{
  keep_all (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static gboolean
write_drop (AnnexTreatmentPlanMode *self, GArray *ids, const char *label, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->store, label, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!annex_transaction_set (transaction, g_array_index (ids, gint64, i), "status", "dropped", error))
      return FALSE;
  return annex_transaction_commit (transaction, error);
}

static void
drop_cb (AnnexTreatmentPlanMode *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  g_autofree char *done = NULL;
  GHashTableIter iter;
  gpointer id;
  guint index;

  g_hash_table_iter_init (&iter, self->left_out);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_array_append_val (ids, *(gint64 *) id);
  if (ids->len == 0)
    return;
  if (ids->len == 1 && annex_treatment_plan_find_measure (self->plan, g_array_index (ids, gint64, 0), &index))
    {
      const AnnexPlanMeasure *measure = annex_treatment_plan_get_measure (self->plan, index);

      label = g_strdup_printf (_("Drop %s"), measure->reference);
      done = g_strdup_printf (_("%s dropped"), measure->reference);
    }
  else
    {
      label = g_strdup_printf (ngettext ("Drop %u measure", "Drop %u measures", ids->len), ids->len);
      done = g_strdup_printf (ngettext ("%u measure dropped", "%u measures dropped", ids->len), ids->len);
    }
  if (!write_drop (self, ids, label, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Drop"), error);
      return;
    }
  keep_cb (self);
  annex_feedback_say_undoable (GTK_WIDGET (self), done);
}

static GPtrArray *
make_lines (AnnexTreatmentPlan *plan)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean headed = FALSE;

  for (guint i = 0; i < annex_treatment_plan_get_n_risks (plan); i++)
    {
      const AnnexPlanRisk *risk = annex_treatment_plan_get_risk (plan, i);

      if (!risk->listed)
        continue;
      g_ptr_array_add (lines, line_new (risk->id, 0));
      for (guint j = 0; j < risk->measures->len; j++)
        {
          const AnnexPlanMeasure *measure = annex_treatment_plan_get_measure (plan, g_array_index (risk->measures, guint, j));

          if (measure->listed)
            g_ptr_array_add (lines, line_new (risk->id, measure->id));
        }
    }
  for (guint i = 0; i < annex_treatment_plan_get_n_measures (plan); i++)
    {
      const AnnexPlanMeasure *measure = annex_treatment_plan_get_measure (plan, i);

      if (!measure->listed || measure->risks->len > 0)
        continue;
      if (!headed)
        g_ptr_array_add (lines, line_new (0, 0));
      headed = TRUE;
      g_ptr_array_add (lines, line_new (0, measure->id));
    }
  return lines;
}

static gboolean
reveal_cb (gpointer user_data)
{
  AnnexTreatmentPlanMode *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->revealed);

  if (size + REVEAL_STEP < MIN (REVEAL_END, g_list_model_get_n_items (G_LIST_MODEL (self->lines))))
    {
      gtk_slice_list_model_set_size (self->revealed, size + REVEAL_STEP);
      return G_SOURCE_CONTINUE;
    }
  self->reveal_source = 0;
  gtk_slice_list_model_set_size (self->revealed, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
reveal_all (AnnexTreatmentPlanMode *self)
{
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  gtk_slice_list_model_set_size (self->revealed, G_MAXUINT);
}

static gboolean
is_same (AnnexTreatmentPlanMode *self, guint position, const AnnexPlanLine *line)
{
  g_autoptr (AnnexPlanLine) old = g_list_model_get_item (G_LIST_MODEL (self->lines), position);

  return old->risk == line->risk && old->measure == line->measure;
}

/* Lines of the same are kept, at the beginning and at the end, so that neither the place nor the keyboard is lost by a change. */
static void
fill (AnnexTreatmentPlanMode *self, GPtrArray *lines)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  guint shorter = MIN (n, lines->len);
  guint begin = 0, end = 0;

  while (begin < shorter && is_same (self, begin, lines->pdata[begin]))
    begin++;
  while (begin + end < shorter && is_same (self, n - end - 1, lines->pdata[lines->len - end - 1]))
    end++;
  self->filling = TRUE;
  if (begin == 0 && end == 0 && lines->len > 0)
    {
      gtk_slice_list_model_set_size (self->revealed, FIRST_REVEALED);
      if (self->reveal_source == 0)
        self->reveal_source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, REVEAL_INTERVAL, reveal_cb, self, NULL);
    }
  if (begin + end < MAX (n, lines->len))
    g_list_store_splice (self->lines, begin, n - begin - end, lines->pdata + begin, lines->len - begin - end);
  if (begin + end > 0)
    show_all_lines (self);
  self->filling = FALSE;
  gtk_stack_set_visible_child_name (self->stack, lines->len > 0 ? "rows" : "empty");
}

static gboolean
find_line (AnnexTreatmentPlanMode *self, gint64 id, guint *position)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (AnnexPlanLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      if (get_id (line) == id)
        {
          *position = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  annex_treatment_plan_free (reading->plan);
  g_ptr_array_unref (reading->lines);
  g_free (reading);
}

static gpointer
load_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  AnnexTreatmentPlan *plan = annex_treatment_plan_load (store, data, error);
  Reading *reading = plan != NULL ? g_new (Reading, 1) : NULL;

  if (reading != NULL)
    *reading = (Reading) { plan, make_lines (plan) };
  return reading;
}

static void start_loading (AnnexTreatmentPlanMode *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexTreatmentPlanMode) self = user_data;
  g_autoptr (GError) error = NULL;
  Reading *reading = annex_worker_finish (result, &error);
  AnnexTreatmentPlan *before = self->plan;
  g_autoptr (GPtrArray) ids = NULL;

  self->loading = FALSE;
  if (reading == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  if (self->store == NULL)
    {
      annex_worker_free (reading, reading_free);
      return;
    }
  self->plan = reading->plan;
  reading->plan = before;
  ids = g_hash_table_get_keys_as_ptr_array (self->left_out);
  for (guint i = ids->len; i > 0; i--)
    {
      gint64 id = *(gint64 *) ids->pdata[i - 1];

      set_left_out (self, id, TRUE);
    }
  fill (self, reading->lines);
  annex_worker_free (reading, reading_free);
  update_totals (self);
  update_what_if (self);
  if (self->wanted != 0)
    annex_register_mode_reveal (ANNEX_REGISTER_MODE (self), self->wanted);
  if (self->again)
    start_loading (self);
}

/* Changes that come while it is read are read once, afterwards. */
static void
start_loading (AnnexTreatmentPlanMode *self)
{
  self->again = self->loading;
  if (self->loading || self->query == NULL)
    return;
  self->loading = TRUE;
  annex_worker_run (self->store, load_worker, annex_query_copy (self->query), (GDestroyNotify) annex_query_free,
                    reading_free, NULL, loaded_cb, g_object_ref (self));
}

static void
store_changed_cb (AnnexTreatmentPlanMode *self, AnnexChangeSet *changes)
{
  self->outdated = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->outdated)
    start_loading (self);
}

static void
mapped_cb (AnnexTreatmentPlanMode *self)
{
  if (self->outdated)
    start_loading (self);
  self->outdated = FALSE;
}

static void
selected_cb (AnnexTreatmentPlanMode *self)
{
  AnnexPlanLine *line = gtk_single_selection_get_selected_item (self->selection);

  if (!self->filling && line != NULL)
    annex_register_mode_choose (ANNEX_REGISTER_MODE (self), line->measure, FALSE);
}

/* A measure is opened beside the plan; a risk has a room of its own. */
static void
activate_cb (AnnexTreatmentPlanMode *self, guint position)
{
  g_autoptr (AnnexPlanLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), position);

  if (line->measure != 0)
    annex_register_mode_choose (ANNEX_REGISTER_MODE (self), line->measure, TRUE);
  else if (line->risk != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", line->risk);
}

/* Space asks what if the measure in the row were dropped; elsewhere it selects, as usual. */
static gboolean
key_cb (GtkEventControllerKey *controller, guint keyval, guint keycode, GdkModifierType state, AnnexTreatmentPlanMode *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GHashTableIter iter;
  gpointer item;

  if ((keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space) || (state & gtk_accelerator_get_default_mod_mask ()) != 0 || focus == NULL)
    return GDK_EVENT_PROPAGATE;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (gtk_widget_get_first_child (focus) == gtk_list_item_get_child (item))
      {
        AnnexPlanLine *line = gtk_list_item_get_item (item);

        if (line->measure == 0 || annex_store_is_read_only (self->store))
          return GDK_EVENT_PROPAGATE;
        toggle (self, line->measure);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexTreatmentPlanMode *self)
{
  GtkWidget *row = annex_plan_row_new (self->store);

  g_signal_connect (row, "what-if-toggled", G_CALLBACK (what_if_toggled_cb), self);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexTreatmentPlanMode *self)
{
  g_hash_table_add (self->bound, item);
  show_line (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexTreatmentPlanMode *self)
{
  g_hash_table_remove (self->bound, item);
}

static void
apply_cb (AnnexTreatmentPlanMode *self)
{
  self->narrow = TRUE;
  show_all_lines (self);
}

static void
unapply_cb (AnnexTreatmentPlanMode *self)
{
  self->narrow = FALSE;
  show_all_lines (self);
}

static void
annex_treatment_plan_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexTreatmentPlanMode *self = ANNEX_TREATMENT_PLAN_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  start_loading (self);
}

static gboolean
annex_treatment_plan_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  AnnexTreatmentPlanMode *self = ANNEX_TREATMENT_PLAN_MODE (mode);
  guint position;

  self->wanted = self->loading ? id : 0;
  if (self->plan == NULL || !find_line (self, id, &position))
    return self->loading;
  self->wanted = 0;
  reveal_all (self);
  self->filling = TRUE;
  gtk_list_view_scroll_to (self->view, position, GTK_LIST_SCROLL_SELECT, NULL);
  self->filling = FALSE;
  return TRUE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_treatment_plan_mode_set_query;
  iface->reveal = annex_treatment_plan_mode_reveal;
}

static void
annex_treatment_plan_mode_dispose (GObject *object)
{
  AnnexTreatmentPlanMode *self = ANNEX_TREATMENT_PLAN_MODE (object);

  g_clear_handle_id (&self->reveal_source, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->revealed);
  g_clear_object (&self->lines);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_treatment_plan_mode_parent_class)->dispose (object);
}

static void
annex_treatment_plan_mode_finalize (GObject *object)
{
  AnnexTreatmentPlanMode *self = ANNEX_TREATMENT_PLAN_MODE (object);

  g_clear_pointer (&self->query, annex_query_free);
  g_clear_pointer (&self->plan, annex_treatment_plan_free);
  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->left_out);

  G_OBJECT_CLASS (annex_treatment_plan_mode_parent_class)->finalize (object);
}

static void
annex_treatment_plan_mode_class_init (AnnexTreatmentPlanModeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_treatment_plan_mode_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_treatment_plan_mode_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-treatment-plan-mode.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, AnnexTreatmentPlanMode, name)
  BIND (cost);
  BIND (open_cost);
  BIND (yearly_cost);
  BIND (effort);
  BIND (late_icon);
  BIND (late);
  BIND (states);
  BIND (stack);
  BIND (view);
  BIND (what_if);
  BIND (what_if_label);
  BIND (drop_button);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, unapply_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, keep_cb);
  gtk_widget_class_bind_template_callback (widget_class, drop_cb);
}

static void
annex_treatment_plan_mode_init (AnnexTreatmentPlanMode *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->left_out = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->lines = g_list_store_new (ANNEX_TYPE_PLAN_LINE);
  gtk_widget_init_template (GTK_WIDGET (self));

  g_signal_connect_object (self->what_if, "notify::child-revealed", G_CALLBACK (revealed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  self->revealed = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->lines)), 0, FIRST_REVEALED);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->revealed)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
}

GtkWidget *
annex_treatment_plan_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexTreatmentPlanMode *self = g_object_new (ANNEX_TYPE_TREATMENT_PLAN_MODE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
