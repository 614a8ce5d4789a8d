/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-gate-dialog.h"

#include <glib/gi18n.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-field-control.h"
#include "widgets/annex-prompt.h"

struct _AnnexGateDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  GtkBox *needs;
  GtkBox *groups;
  GtkButton *skip_button;
  GtkButton *pass_button;

  AnnexStore *store;
  GArray *ids; /* gint64: one after the other */
  guint nth;   /* of these, the one that is shown */
  gint64 id;
  guint gate;
  guint target;
  GPtrArray *controls;
  GHashTable *answers; /* name of a field → canonical value, "" for empty */
};

G_DEFINE_FINAL_TYPE (AnnexGateDialog, annex_gate_dialog, ADW_TYPE_DIALOG)

/* What is asked for at each gate beside its date. */
static const char *const asked[ANNEX_N_GATES][8] = {
  [ANNEX_GATE_CORRECTION] = { "correction", "correction_owner", "grading" },
  [ANNEX_GATE_CAUSE] = { "root_cause", "observed", "similar", "similar_cases", "cause_owner" },
  [ANNEX_GATE_PLAN] = { "plan", "plan_owner", "review_cause", "review_action", "review_similar", "review_remark", "reviewed_by" },
  [ANNEX_GATE_IMPLEMENTATION] = { "implementation", "implementation_owner" },
  [ANNEX_GATE_EVIDENCE] = { "evidence_note", "evidence_owner", "evidence" },
  [ANNEX_GATE_VERIFICATION] = { "verification", "effect", "verification_owner", "other_changes_made" },
};

static const char *
get_done_on (AnnexGateDialog *self)
{
  return g_hash_table_lookup (self->answers, annex_gate_get_field (self->gate, ANNEX_GATE_DONE_ON));
}

static void
add_need (AnnexGateDialog *self, const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "finding");
  gtk_box_append (self->needs, label);
}

/* The date is tried with the gate itself: alone it would pass it. */
static void
update_needs (AnnexGateDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) needs = NULL;
  g_autofree char *done_on = g_strdup (get_done_on (self));
  const char *date_field = annex_gate_get_field (self->gate, ANNEX_GATE_DONE_ON);
  GtkWidget *child;

  g_hash_table_remove (self->answers, date_field);
  needs = annex_corrective_action_list_needs_with (self->store, self->id, self->answers, done_on, &error);
  g_hash_table_insert (self->answers, g_strdup (date_field), g_strdup (done_on));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->needs))) != NULL)
    gtk_box_remove (self->needs, child);
  if (needs == NULL)
    add_need (self, error != NULL ? error->message : "");
  for (guint i = 0; needs != NULL && i < needs->len; i++)
    add_need (self, needs->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self->needs), needs == NULL || needs->len > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pass_button), needs != NULL && needs->len == 0 && done_on != NULL && *done_on != '\0');
}

static void
committed_cb (AnnexGateDialog *self, const char *value, AnnexFieldControl *control)
{
  g_autofree char *kept = g_strdup (value);

  g_hash_table_insert (self->answers, g_strdup (annex_field_control_get_field (control)->name), g_strdup (kept != NULL ? kept : ""));
  annex_field_control_set_value (control, kept);
  annex_field_control_show_error (control, NULL);
  update_needs (self);
}

static void
add_control (AnnexGateDialog *self, AnnexRecord *record, GtkWidget **group, const char *field_name)
{
  AnnexFieldControl *control = annex_field_control_new (self->store, annex_type_find_field (&annex_corrective_action_type, field_name));
  GtkWidget *widget = annex_field_control_get_widget (control);
  const char *value = g_hash_table_lookup (self->answers, field_name);

  annex_field_control_set_record (control, self->id);
  annex_field_control_set_value (control, value != NULL ? value : annex_record_get_value (record, field_name));
  g_signal_connect_object (control, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->controls, control);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    {
      gtk_box_append (self->groups, widget);
      *group = NULL;
      return;
    }
  if (*group == NULL)
    {
      *group = adw_preferences_group_new ();
      gtk_box_append (self->groups, *group);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (*group), widget);
}

/* The first of those still to do that has not come to the gate that was asked for; NULL when all have. */
static AnnexRecord *
load_next (AnnexGateDialog *self)
{
  for (; self->nth < self->ids->len; self->nth++)
    {
      gint64 id = g_array_index (self->ids, gint64, self->nth);
      g_autoptr (AnnexRecord) record = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);

      self->id = id;
      self->gate = record != NULL ? annex_corrective_action_get_position (record) : ANNEX_N_GATES;
      if (self->gate < self->target)
        return g_steal_pointer (&record);
    }
  return NULL;
}

static char *
dup_subtitle (AnnexGateDialog *self, AnnexRecord *record)
{
  if (self->ids->len == 1)
    return g_strdup (annex_record_get_reference (record));
  /* Translators: the reference of a corrective action, its place among those that are moved, and how many they are. */
  return g_strdup_printf (_("%s · %u of %u"), annex_record_get_reference (record), self->nth + 1, self->ids->len);
}

/* Shows the gate that is next, or closes when the one that was asked for is reached. */
static void
show_next (AnnexGateDialog *self)
{
  g_autoptr (AnnexRecord) record = load_next (self);
  g_autofree char *subtitle = NULL;
  g_autofree char *today = annex_clock_dup_today ();
  GtkWidget *group = NULL;
  GtkWidget *child;

  if (record == NULL)
    {
      adw_dialog_close (ADW_DIALOG (self));
      return;
    }
  g_ptr_array_set_size (self->controls, 0);
  g_hash_table_remove_all (self->answers);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
  g_hash_table_insert (self->answers, g_strdup (annex_gate_get_field (self->gate, ANNEX_GATE_DONE_ON)), g_strdup (today));
  for (const char *const *name = asked[self->gate]; *name != NULL; name++)
    add_control (self, record, &group, *name);
  group = NULL;
  add_control (self, record, &group, annex_gate_get_field (self->gate, ANNEX_GATE_DONE_ON));
  adw_dialog_set_title (ADW_DIALOG (self), annex_gate_get_label (self->gate));
  adw_window_title_set_title (self->window_title, annex_gate_get_label (self->gate));
  subtitle = dup_subtitle (self, record);
  adw_window_title_set_subtitle (self->window_title, subtitle);
  gtk_widget_set_visible (GTK_WIDGET (self->skip_button), annex_corrective_action_may_skip (record, self->gate));
  update_needs (self);
  annex_field_control_focus (self->controls->pdata[0]);
}

static void
say_done (AnnexGateDialog *self, const char *format)
{
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, self->id, ANNEX_TOLD_BY_STORE);
  g_autofree char *text = NULL;

  if (record == NULL)
    return;
  text = g_strdup_printf (format, annex_record_get_reference (record), annex_gate_get_label (self->gate));
  annex_feedback_say_undoable (GTK_WIDGET (self), text);
}

static void
pass_cb (AnnexGateDialog *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *done_on = NULL;
  guint n = self->controls->len;

  for (guint i = 0; i < n; i++)
    annex_field_control_flush (self->controls->pdata[i]);
  if (!gtk_widget_get_sensitive (GTK_WIDGET (self->pass_button)))
    return;
  done_on = g_strdup (get_done_on (self));
  g_hash_table_remove (self->answers, annex_gate_get_field (self->gate, ANNEX_GATE_DONE_ON));
  if (annex_corrective_action_pass (self->store, self->id, self->answers, done_on, &error))
    {
      /* Translators: the reference of a corrective action, and the name of a step. */
      say_done (self, _("%s: “%s” passed"));
      show_next (self);
      return;
    }
  g_hash_table_insert (self->answers, g_strdup (annex_gate_get_field (self->gate, ANNEX_GATE_DONE_ON)), g_strdup (done_on));
  annex_feedback_refuse (GTK_WIDGET (self), _("The Step Could Not Be Passed"), error);
}

static void
skip_answered_cb (AnnexGateDialog *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;

  if (annex_corrective_action_skip (self->store, self->id, answers[0], &error))
    {
      say_done (self, _("%s: “%s” skipped"));
      show_next (self);
    }
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Skip the Step"), error);
}

static void
skip_cb (AnnexGateDialog *self)
{
  const char *const labels[] = { _("Reason"), NULL };
  AnnexPrompt *prompt = annex_prompt_present (GTK_WIDGET (self->skip_button), _("Why is this step left out?"), labels, _("_Skip"), TRUE);

  g_signal_connect_object (prompt, "answered", G_CALLBACK (skip_answered_cb), self, G_CONNECT_SWAPPED);
}

static void
annex_gate_dialog_dispose (GObject *object)
{
  AnnexGateDialog *self = ANNEX_GATE_DIALOG (object);

  g_clear_pointer (&self->controls, g_ptr_array_unref);
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_GATE_DIALOG);
  G_OBJECT_CLASS (annex_gate_dialog_parent_class)->dispose (object);
}

static void
annex_gate_dialog_class_init (AnnexGateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_gate_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-gate-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexGateDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexGateDialog, needs);
  gtk_widget_class_bind_template_child (widget_class, AnnexGateDialog, groups);
  gtk_widget_class_bind_template_child (widget_class, AnnexGateDialog, skip_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexGateDialog, pass_button);
  gtk_widget_class_bind_template_callback (widget_class, pass_cb);
  gtk_widget_class_bind_template_callback (widget_class, skip_cb);
}

static void
annex_gate_dialog_init (AnnexGateDialog *self)
{
  self->controls = g_ptr_array_new_with_free_func (g_object_unref);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
annex_gate_dialog_present (GtkWidget *parent, AnnexStore *store, GArray *ids, guint target)
{
  AnnexGateDialog *self = g_object_new (ANNEX_TYPE_GATE_DIALOG, NULL);

  self->store = g_object_ref (store);
  self->ids = g_array_copy (ids);
  self->target = target;
  adw_dialog_present (ADW_DIALOG (self), parent);
  show_next (self);
}

/* ---- Asking for a reason ---- */

typedef struct
{
  GtkWidget *parent;
  AnnexStore *store;
  GArray *ids;
  guint back_to; /* a gate, or ANNEX_N_GATES to skip the one that is next */
  GtkWidget *entry;
} Asking;

static void
asking_free (gpointer data, GClosure *closure)
{
  Asking *asking = data;

  g_object_unref (asking->parent);
  g_object_unref (asking->store);
  g_array_unref (asking->ids);
  g_free (asking);
}

static void
reason_given_cb (AdwAlertDialog *dialog, const char *response, Asking *asking)
{
  const char *reason = gtk_editable_get_text (GTK_EDITABLE (asking->entry));
  gboolean skip = asking->back_to == ANNEX_N_GATES;
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "do"))
    return;
  if (skip ? annex_corrective_action_skip (asking->store, g_array_index (asking->ids, gint64, 0), reason, &error)
           : annex_corrective_action_send_back (asking->store, asking->ids, asking->back_to, reason, &error))
    annex_feedback_say_undoable (asking->parent, skip ? _("Step skipped") : _("Sent back"));
  else
    annex_feedback_refuse (asking->parent, skip ? _("Could Not Skip the Step") : _("Could Not Send It Back"), error);
}

static void
reason_changed_cb (AdwAlertDialog *dialog, GtkEditable *entry)
{
  g_autofree char *reason = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  adw_alert_dialog_set_response_enabled (dialog, "do", *reason != '\0');
}

static void
ask_for_reason (GtkWidget *parent, AnnexStore *store, GArray *ids, guint back_to, const char *heading, const char *body, const char *confirm)
{
  AdwDialog *dialog = adw_alert_dialog_new (heading, body);
  GtkWidget *entry = gtk_entry_new ();
  Asking *asking = g_new (Asking, 1);

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Reason"));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Reason"), -1);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), entry);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "do", confirm, NULL);
  adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), "do", FALSE);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "do", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "do");
  *asking = (Asking) { g_object_ref (parent), g_object_ref (store), g_array_copy (ids), back_to, entry };
  g_signal_connect_data (dialog, "response", G_CALLBACK (reason_given_cb), asking, asking_free, 0);
  g_signal_connect_object (entry, "changed", G_CALLBACK (reason_changed_cb), dialog, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, parent);
  gtk_widget_grab_focus (entry);
}

void
annex_gate_dialog_send_back (GtkWidget *parent, AnnexStore *store, GArray *ids, AnnexGate gate)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, 0), ANNEX_TOLD_BY_STORE);
  g_autofree char *what = NULL;
  g_autofree char *heading = NULL;

  if (record == NULL)
    return;
  what = ids->len == 1 ? g_strdup (annex_record_get_reference (record))
                       : g_strdup_printf (ngettext ("%u Corrective Action", "%u Corrective Actions", ids->len), ids->len);
  /* Translators: CAR-003 or “2 Corrective Actions”, and the name of a step. */
  heading = g_strdup_printf (_("Send %s Back to “%s”?"), what, annex_gate_get_label (gate));
  ask_for_reason (parent, store, ids, gate, heading,
                  _("The steps from there on are open again; what was written stays. The reason is shown in the history and in reports."),
                  _("_Send Back"));
}

void
annex_gate_dialog_skip (GtkWidget *parent, AnnexStore *store, gint64 id)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
  guint gate = record != NULL ? annex_corrective_action_get_position (record) : ANNEX_N_GATES;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *heading = NULL;

  if (gate == ANNEX_N_GATES)
    return;
  /* Translators: the name of a step, and the reference of a corrective action. */
  heading = g_strdup_printf (_("Skip “%s” of %s?"), annex_gate_get_label (gate), annex_record_get_reference (record));
  g_array_append_val (ids, id);
  ask_for_reason (parent, store, ids, ANNEX_N_GATES, heading, _("The reason is shown in the history and in reports."), _("_Skip"));
}
