/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-window.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "annex-occasion-keys.h"
#include "annex-participants-dialog.h"
#include "annex-projector.h"
#include "annex-reports-dialog.h"
#include "annex-shortcuts.h"
#include "annex-workshop-agenda-row.h"
#include "annex-workshop-decision.h"
#include "annex-workshop-keeping.h"
#include "annex-workshop-scenario.h"
#include "annex-workshop-timer.h"
#include "annex-workshop-votes.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/plan/risk-map.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-heat-map.h"
#include "widgets/annex-prompt.h"

/* In pixels: there is nobody far away to read it. */
#define NARROW 600

struct _AnnexWorkshopWindow
{
  AdwWindow parent_instance;

  AdwWindowTitle *window_title;
  AnnexWorkshopTimer *timer;
  GtkStack *stack;
  AdwOverlaySplitView *split;
  GtkListBox *agenda;
  AnnexWorkshopScenario *scenario;
  AnnexWorkshopVotes *votes;
  AnnexWorkshopDecision *decision;
  GtkBox *agree_box;
  GtkEntry *reason;
  GtkLabel *map_title;
  AnnexHeatMap *heat_map;
  GtkLabel *summary;
  AdwStatusPage *held_page;
  GtkScrolledWindow *tools;
  GtkWidget *new_button;
  GtkWidget *measure_button;
  GtkWidget *park_button;
  GtkWidget *question_button;

  AnnexStore *store;
  gint64 workshop;
  AnnexRecord *record;
  GPtrArray *items;   /* of type agenda_item, in their order */
  gint64 current;     /* id of the item that is shown, 0 while there is none */
  int agreed[2];      /* entered to be agreed on and not yet agreed; 0 takes what the estimates propose */
  GCancellable *counting;
};

G_DEFINE_FINAL_TYPE (AnnexWorkshopWindow, annex_workshop_window, ADW_TYPE_WINDOW)

static void show_all (AnnexWorkshopWindow *self);

/* ---- What is shown ---- */

static AnnexRecord *
get_item (AnnexWorkshopWindow *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (annex_record_get_id (self->items->pdata[i]) == self->current)
      return self->items->pdata[i];
  return NULL;
}

static gboolean
has_outcome (AnnexRecord *item, const char *outcome)
{
  return g_strcmp0 (annex_record_get_value (item, "outcome"), outcome) == 0;
}

static gboolean
is_secret (AnnexRecord *item)
{
  return g_strcmp0 (annex_record_get_value (item, "secret"), "1") == 0;
}

static guint
count_outcome (AnnexWorkshopWindow *self, const char *outcome)
{
  guint n = 0;

  for (guint i = 0; i < self->items->len; i++)
    n += has_outcome (self->items->pdata[i], outcome);
  return n;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWorkshopWindow) self = user_data;
  g_autoptr (AnnexRiskMap) map = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);

  if (map == NULL || self->record == NULL)
    return;
  annex_heat_map_show (self->heat_map, map, annex_workshop_get_stage (self->record), FALSE);
}

static gpointer
count_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return annex_risk_map_new (store, NULL, cancellable, error);
}

/* What is asked for later makes what was asked for before worthless. */
static void
count (AnnexWorkshopWindow *self)
{
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  self->counting = g_cancellable_new ();
  annex_worker_run (self->store, count_worker, NULL, NULL, (GDestroyNotify) annex_risk_map_unref, self->counting, counted_cb, g_object_ref (self));
}

/* What the line "Agreed" says: what was agreed, what was entered to be, or what the estimates propose. */
static void
find_agreed (AnnexWorkshopWindow *self, AnnexRecord *item, GPtrArray *votes, int *agreed)
{
  static const char *const fields[] = { "likelihood", "consequence" };

  for (guint axis = 0; axis < 2; axis++)
    {
      const char *value = annex_record_get_value (item, fields[axis]);

      agreed[axis] = self->agreed[axis];
      if (agreed[axis] == 0 && has_outcome (item, "agreed") && value != NULL)
        agreed[axis] = atoi (value);
      else if (agreed[axis] == 0 && !is_secret (item))
        agreed[axis] = annex_workshop_measure_spread (votes, (AnnexWorkshopAxis) axis).proposed;
    }
}

static void
show_votes (AnnexWorkshopWindow *self, AnnexRecord *item)
{
  g_autoptr (AnnexRecord) risk = annex_workshop_load_risk (self->store, item, ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) votes =
    annex_workshop_dup_votes (self->store, self->current, annex_workshop_get_round (item), ANNEX_TOLD_BY_STORE);
  gboolean rated = annex_record_get_value (item, "risk") != NULL;
  int agreed[2];

  if (votes == NULL)
    return;
  find_agreed (self, item, votes, agreed);
  annex_workshop_votes_show (self->votes, self->store, votes, is_secret (item), agreed);
  annex_heat_map_mark (self->heat_map, agreed[0] > 0 && agreed[1] > 0 ? agreed[0] : 0, agreed[1]);
  gtk_widget_set_visible (GTK_WIDGET (self->votes), rated);
  gtk_widget_set_visible (GTK_WIDGET (self->agree_box), rated);
  gtk_widget_set_visible (GTK_WIDGET (self->decision), rated);
  annex_workshop_decision_show (self->decision, risk != NULL ? annex_record_get_value (risk, "treatment") : NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.decide", rated);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.secret", rated && !is_secret (item));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.reveal", rated && is_secret (item));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.agree", rated && !is_secret (item));
}

static void
show_agenda (AnnexWorkshopWindow *self)
{
  gtk_list_box_remove_all (self->agenda);
  for (guint i = 0; i < self->items->len; i++)
    {
      GtkWidget *row = annex_workshop_agenda_row_new (self->items->pdata[i], i + 1);

      gtk_list_box_append (self->agenda, row);
      if (annex_record_get_id (self->items->pdata[i]) == self->current)
        gtk_list_box_select_row (self->agenda, GTK_LIST_BOX_ROW (row));
    }
}

static void
show_titles (AnnexWorkshopWindow *self)
{
  guint agreed = count_outcome (self, "agreed");
  guint parked = count_outcome (self, "parked");
  g_autofree char *done = g_strdup_printf (ngettext ("%u of %u agreed", "%u of %u agreed", self->items->len), agreed, self->items->len);
  g_autofree char *aside = g_strdup_printf (ngettext ("%u parked", "%u parked", parked), parked);
  g_autofree char *text = parked > 0 ? g_strdup_printf ("%s · %s", done, aside) : g_strdup (done);

  gtk_window_set_title (GTK_WINDOW (self), annex_record_get_title (self->record));
  adw_window_title_set_title (self->window_title, annex_record_get_title (self->record));
  adw_window_title_set_subtitle (self->window_title, text);
  adw_status_page_set_description (self->held_page, text);
  gtk_label_set_text (self->map_title, annex_risk_stage_get_label (annex_workshop_get_stage (self->record)));
  gtk_label_set_text (self->summary, text);
}

static void
show_all (AnnexWorkshopWindow *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (GPtrArray) items = NULL;
  AnnexRecord *item;
  const char *page;

  record = annex_store_load (self->store, self->workshop, &error);
  if (record == NULL && g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  items = record != NULL ? annex_workshop_dup_agenda (self->store, self->workshop, ANNEX_TOLD_BY_STORE) : NULL;
  /* The window behind says what could not be read; until it can be, the session stays as it was. */
  if (items == NULL && self->record != NULL)
    return;
  g_set_object (&self->record, record);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->items = items != NULL ? g_steal_pointer (&items) : g_ptr_array_new ();
  if (self->record == NULL)
    return;
  item = get_item (self);
  if (item == NULL && self->items->len > 0)
    {
      item = self->items->pdata[0];
      self->current = annex_record_get_id (item);
    }
  page = g_strcmp0 (annex_record_get_value (self->record, "status"), "held") == 0 ? "held" : item != NULL ? "session" : "empty";
  gtk_stack_set_visible_child_name (self->stack, page);
  gtk_widget_set_visible (GTK_WIDGET (self->tools), !g_str_equal (page, "held"));
  gtk_widget_set_visible (GTK_WIDGET (self->timer), !g_str_equal (page, "held"));
  show_titles (self);
  show_agenda (self);
  if (item != NULL)
    {
      annex_workshop_scenario_show (self->scenario, self->store, self->record, item);
      show_votes (self, item);
    }
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.end", !g_str_equal (page, "held"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.measure", item != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workshop.park", item != NULL);
  count (self);
}

static void
go_to (AnnexWorkshopWindow *self, gint64 item)
{
  const char *minutes = annex_record_get_value (self->record, "minutes_each");

  self->current = item;
  self->agreed[0] = self->agreed[1] = 0;
  gtk_editable_set_text (GTK_EDITABLE (self->reason), "");
  annex_workshop_timer_restart (self->timer, minutes != NULL ? (guint) (g_ascii_strtod (minutes, NULL) * 60) : 0);
  show_all (self);
  if (gtk_widget_get_visible (GTK_WIDGET (self->votes)))
    annex_workshop_votes_begin (self->votes);
}

static void
step (AnnexWorkshopWindow *self, int by)
{
  for (guint i = 0; i < self->items->len; i++)
    if (annex_record_get_id (self->items->pdata[i]) == self->current)
      {
        int next = (int) i + by;

        if (next >= 0 && next < (int) self->items->len)
          go_to (self, annex_record_get_id (self->items->pdata[next]));
        return;
      }
}

/* The next one that still asks for something, after this one or before it. */
static void
go_on (AnnexWorkshopWindow *self)
{
  guint here = 0;

  for (guint i = 0; i < self->items->len; i++)
    if (annex_record_get_id (self->items->pdata[i]) == self->current)
      here = i;
  for (guint i = 1; i < self->items->len; i++)
    {
      AnnexRecord *item = self->items->pdata[(here + i) % self->items->len];

      if (has_outcome (item, "open"))
        {
          go_to (self, annex_record_get_id (item));
          return;
        }
    }
  annex_feedback_say (GTK_WIDGET (self->stack), _("Nothing on the agenda is open any more"));
}

static void
agenda_activated_cb (AnnexWorkshopWindow *self, GtkListBoxRow *row)
{
  go_to (self, annex_record_get_id (self->items->pdata[gtk_list_box_row_get_index (row)]));
  if (adw_overlay_split_view_get_collapsed (self->split))
    adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
}

static gboolean
refuse (AnnexWorkshopWindow *self, GError *error)
{
  if (error != NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("That Could Not Be Noted"), error);
  return error != NULL;
}

/* ---- Estimates ---- */

static void
estimated_cb (AnnexWorkshopWindow *self, gint64 participant, int axis, int level)
{
  g_autoptr (GError) error = NULL;

  if (participant != 0)
    annex_workshop_set_estimate (self->store, self->current, participant, (AnnexWorkshopAxis) axis, level, &error);
  else
    {
      self->agreed[axis] = level;
      show_votes (self, get_item (self));
    }
  refuse (self, error);
}

static gboolean
digit_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);
  int level;

  g_variant_get (arguments, "(i)", &level);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->votes)))
    return GDK_EVENT_PROPAGATE;
  annex_workshop_votes_enter (self->votes, level);
  return GDK_EVENT_STOP;
}

static void
secret_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  annex_workshop_begin_secret_round (self->store, self->current, &error);
  if (!refuse (self, error))
    annex_workshop_votes_begin (self->votes);
}

static void
reveal_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  annex_workshop_reveal (self->store, self->current, &error);
  refuse (self, error);
}

static void
agree_cb (AnnexWorkshopWindow *self)
{
  AnnexRecord *item = get_item (self);
  g_autoptr (GPtrArray) votes =
    annex_workshop_dup_votes (self->store, self->current, annex_workshop_get_round (item), ANNEX_TOLD_BY_STORE);
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->reason))));
  g_autoptr (AnnexRecord) risk = NULL;
  g_autoptr (GError) error = NULL;
  int agreed[2];

  if (votes == NULL)
    return;
  find_agreed (self, item, votes, agreed);
  if (agreed[0] == 0 || agreed[1] == 0)
    {
      annex_feedback_say (GTK_WIDGET (self->stack), is_secret (item) ? _("Reveal the estimates first") : _("Estimate first, or enter what is agreed on"));
      annex_workshop_votes_begin (self->votes);
      return;
    }
  annex_workshop_agree (self->store, self->current, agreed[0], agreed[1], reason, &error);
  if (refuse (self, error))
    return;
  annex_feedback_say_undoable (GTK_WIDGET (self->stack), _("Agreed"));
  risk = annex_workshop_load_risk (self->store, get_item (self), ANNEX_TOLD_BY_STORE);
  if (risk != NULL && annex_record_get_value (risk, "treatment") == NULL)
    annex_workshop_decision_begin (self->decision);
  else
    go_on (self);
}

/* Whoever has agreed and decided is done with a scenario. */
static void
decided_cb (AnnexWorkshopWindow *self, const char *decision)
{
  g_autoptr (GError) error = NULL;

  annex_workshop_decide (self->store, self->current, decision, &error);
  if (!refuse (self, error) && has_outcome (get_item (self), "agreed"))
    go_on (self);
}

static void
decide_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_workshop_decision_begin (ANNEX_WORKSHOP_WINDOW (widget)->decision);
}

static void
focus_reason_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  gtk_widget_grab_focus (GTK_WIDGET (ANNEX_WORKSHOP_WINDOW (widget)->reason));
}

/* ---- What is written down on the way ---- */

static void
ask (AnnexWorkshopWindow *self, GtkWidget *parent, const char *heading, const char *const *labels, const char *confirm, gboolean required,
     void (*answered) (AnnexWorkshopWindow *, GStrv))
{
  AnnexPrompt *prompt = annex_prompt_present (parent, heading, labels, confirm, required);

  g_signal_connect_object (prompt, "answered", G_CALLBACK (answered), self, G_CONNECT_SWAPPED);
}

static void
new_answered_cb (AnnexWorkshopWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;
  gint64 item = annex_workshop_add_scenario (self->store, self->workshop, answers[0], &error);

  if (!refuse (self, error))
    go_to (self, item);
}

static void
new_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);

  ask (self, self->new_button, _("New Scenario"), (const char *const[]) { _("What could happen?"), NULL }, _("_Add"), TRUE, new_answered_cb);
}

static void
park_answered_cb (AnnexWorkshopWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;

  annex_workshop_park (self->store, self->current, *answers[0] != '\0' ? answers[0] : NULL, &error);
  if (!refuse (self, error))
    go_on (self);
}

static void
park_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  if (!has_outcome (get_item (self), "parked"))
    {
      ask (self, self->park_button, _("Park It"), (const char *const[]) { _("What is missing?"), NULL }, _("_Park"), FALSE, park_answered_cb);
      return;
    }
  annex_workshop_reopen (self->store, self->current, &error);
  refuse (self, error);
}

static void
question_answered_cb (AnnexWorkshopWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;

  annex_workshop_park_topic (self->store, self->workshop, answers[0], &error);
  if (!refuse (self, error))
    annex_feedback_say_undoable (GTK_WIDGET (self->stack), _("In the parking lot"));
}

static void
question_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);

  ask (self, self->question_button, _("For the Parking Lot"), (const char *const[]) { _("What is to be answered later?"), NULL }, _("_Add"), TRUE,
       question_answered_cb);
}

static void
measure_answered_cb (AnnexWorkshopWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;

  annex_workshop_add_measure (self->store, self->current, answers[0], *answers[1] != '\0' ? answers[1] : NULL,
                              *answers[2] != '\0' ? answers[2] : NULL, &error);
  if (!refuse (self, error))
    annex_feedback_say_undoable (GTK_WIDGET (self->stack), _("Measure noted"));
}

static void
measure_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);

  ask (self, self->measure_button, _("Measure"),
       (const char *const[]) { _("What is to be done?"), _("By whom? Name or reference"), _("By when? Date"), NULL }, _("_Add"), TRUE,
       measure_answered_cb);
}

/* ---- The other commands ---- */

static void
step_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  step (ANNEX_WORKSHOP_WINDOW (widget), g_str_equal (action_name, "workshop.next") ? 1 : -1);
}

static void
participants_closed_cb (AnnexWorkshopWindow *self)
{
  if (self->store != NULL && gtk_widget_get_visible (GTK_WIDGET (self->votes)))
    annex_workshop_votes_begin (self->votes);
}

static void
participants_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);
  AdwDialog *dialog = annex_participants_dialog_new (self->store, self->workshop);

  g_signal_connect_object (dialog, "closed", G_CALLBACK (participants_closed_cb), self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  adw_dialog_present (dialog, widget);
}

static void
timer_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_workshop_timer_toggle (ANNEX_WORKSHOP_WINDOW (widget)->timer);
}

static void
agenda_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AdwOverlaySplitView *split = ANNEX_WORKSHOP_WINDOW (widget)->split;

  adw_overlay_split_view_set_show_sidebar (split, !adw_overlay_split_view_get_show_sidebar (split));
}

static void
fullscreen_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_projector_toggle (GTK_WINDOW (widget));
}

static void
zoom_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_projector_zoom (widget, g_str_equal (action_name, "workshop.larger") ? 1 : -1);
}

static void
minutes_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);

  adw_dialog_present (annex_reports_dialog_new (self->store, self->workshop), widget);
}

static void
keys_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_shortcuts_present (widget);
}

static void
keep_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);

  annex_workshop_keeping_run (GTK_WIDGET (self->stack), self->store, self->workshop);
}

static void
end_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  if (g_str_equal (action_name, "workshop.end"))
    annex_workshop_end (self->store, self->workshop, &error);
  else
    annex_workshop_begin (self->store, self->workshop, &error);
  refuse (self, error);
}

static void
annex_workshop_window_dispose (GObject *object)
{
  AnnexWorkshopWindow *self = ANNEX_WORKSHOP_WINDOW (object);

  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  g_clear_object (&self->record);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_WORKSHOP_WINDOW);
  G_OBJECT_CLASS (annex_workshop_window_parent_class)->dispose (object);
}

static void
install_commands (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
    guint key;
    GdkModifierType modifiers;
  } commands[] = {
    { "workshop.new-scenario", new_cb, GDK_KEY_n, 0 },
    { "workshop.secret", secret_cb, GDK_KEY_s, 0 },
    { "workshop.reveal", reveal_cb, GDK_KEY_r, 0 },
    { "workshop.agree", focus_reason_cb, GDK_KEY_a, 0 },
    { "workshop.decide", decide_cb, GDK_KEY_d, 0 },
    { "workshop.measure", measure_cb, GDK_KEY_m, 0 },
    { "workshop.park", park_cb, GDK_KEY_p, 0 },
    { "workshop.question", question_cb, GDK_KEY_q, 0 },
    { "workshop.participants", participants_cb, GDK_KEY_i, 0 },
    { "workshop.timer", timer_cb, GDK_KEY_t, 0 },
    { "workshop.previous", step_cb, 0, 0 },
    { "workshop.next", step_cb, 0, 0 },
    { "workshop.agenda", agenda_cb, GDK_KEY_F9, 0 },
    { "workshop.fullscreen", fullscreen_cb, GDK_KEY_F11, 0 },
    { "workshop.larger", zoom_cb, GDK_KEY_plus, GDK_CONTROL_MASK },
    { "workshop.smaller", zoom_cb, GDK_KEY_minus, GDK_CONTROL_MASK },
    { "workshop.keys", keys_cb, GDK_KEY_question, 0 },
    { "workshop.minutes", minutes_cb, 0, 0 },
    { "workshop.end", end_cb, GDK_KEY_e, 0 },
    { "workshop.keep", keep_cb, 0, 0 },
    { "workshop.reopen-workshop", end_cb, 0, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gtk_widget_class_install_action (widget_class, commands[i].name, NULL, commands[i].activate);
      if (commands[i].key != 0)
        gtk_widget_class_add_binding_action (widget_class, commands[i].key, commands[i].modifiers, commands[i].name, NULL);
    }
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_SHIFT_MASK, "workshop.keys", NULL);
  annex_occasion_keys_install (widget_class, digit_cb, 0, 9);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_BackSpace, 0, digit_cb, "(i)", 0);
}

static void
annex_workshop_window_class_init (AnnexWorkshopWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_workshop_window_dispose;
  g_type_ensure (ANNEX_TYPE_HEAT_MAP);
  g_type_ensure (ANNEX_TYPE_WORKSHOP_SCENARIO);
  g_type_ensure (ANNEX_TYPE_WORKSHOP_TIMER);
  g_type_ensure (ANNEX_TYPE_WORKSHOP_DECISION);
  g_type_ensure (ANNEX_TYPE_WORKSHOP_VOTES);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-workshop-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, timer);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, split);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, agenda);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, scenario);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, votes);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, decision);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, agree_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, reason);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, map_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, heat_map);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, summary);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, held_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, tools);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, new_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, measure_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, park_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopWindow, question_button);
  gtk_widget_class_bind_template_callback (widget_class, agenda_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, agree_cb);
  gtk_widget_class_bind_template_callback (widget_class, decided_cb);
  install_commands (widget_class);
}

static void
annex_workshop_window_init (AnnexWorkshopWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->votes, "estimated", G_CALLBACK (estimated_cb), self, G_CONNECT_SWAPPED);
}

/* The first that is still open, so that what was interrupted goes on where it was. */
static gint64
find_first_open (AnnexWorkshopWindow *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (has_outcome (self->items->pdata[i], "open"))
      return annex_record_get_id (self->items->pdata[i]);
  return self->items->len > 0 ? annex_record_get_id (self->items->pdata[0]) : 0;
}

GtkWindow *
annex_workshop_window_new (GtkWindow *parent, AnnexStore *store, gint64 workshop)
{
  AnnexWorkshopWindow *self = g_object_new (ANNEX_TYPE_WORKSHOP_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  g_autoptr (GPtrArray) attendance = annex_workshop_dup_attendance (store, workshop, ANNEX_TOLD_BY_STORE);
  int width, height;

  gtk_window_get_default_size (parent, &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  annex_projector_zoom (GTK_WIDGET (self), width < NARROW ? 1 : 2);
  annex_projector_toggle (GTK_WINDOW (self));
  self->store = g_object_ref (store);
  self->workshop = workshop;
  annex_occasion_keys_add (GTK_WIDGET (self), store, "workshop.previous", "workshop.next");
  show_all (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  if (self->items == NULL)
    return GTK_WINDOW (self);
  go_to (self, find_first_open (self));
  if (attendance != NULL && attendance->len == 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "workshop.participants", NULL);
  return GTK_WINDOW (self);
}
