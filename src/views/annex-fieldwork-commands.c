/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "annex-fieldwork-window-private.h"
#include "annex-occasion-keys.h"
#include "annex-reports-dialog.h"
#include "annex-sample-dialog.h"
#include "annex-shortcuts.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-fieldwork.h"
#include "isms/check/audit.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-link-chooser.h"
#include "widgets/annex-passing-popover.h"
#include "widgets/annex-prompt.h"

static gint64
get_audit_id (AnnexFieldworkWindow *self)
{
  return annex_record_get_id (annex_fieldwork_window_get_audit (self));
}

static gint64
get_item_id (AnnexFieldworkWindow *self)
{
  AnnexRecord *item = annex_fieldwork_window_get_item (self);

  return item != NULL ? annex_record_get_id (item) : 0;
}

static gboolean
refuse (AnnexFieldworkWindow *self, GError *error)
{
  if (error != NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("That Could Not Be Noted"), error);
  return error != NULL;
}

static void
say (AnnexFieldworkWindow *self, const char *text)
{
  annex_feedback_say_undoable (GTK_WIDGET (annex_fieldwork_window_get_question (self)), text);
}

static void
ask (AnnexFieldworkWindow *self, const char *heading, const char *const *labels, const char *confirm, gboolean required,
     void (*answered) (AnnexFieldworkWindow *, GStrv))
{
  AnnexPrompt *prompt = annex_prompt_present (annex_fieldwork_window_get_anchor (self), heading, labels, confirm, required);

  g_signal_connect_object (prompt, "answered", G_CALLBACK (answered), self, G_CONNECT_SWAPPED);
}

/* An empty answer is none. */
static const char *
get_answer (GStrv answers, guint position)
{
  return *answers[position] != '\0' ? answers[position] : NULL;
}

/* ---- Going about ---- */

static void
step_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_fieldwork_window_step (ANNEX_FIELDWORK_WINDOW (widget), g_str_equal (action_name, "fieldwork.next") ? 1 : -1);
}

static void
note_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_fieldwork_question_focus_note (annex_fieldwork_window_get_question (ANNEX_FIELDWORK_WINDOW (widget)));
}

static gboolean
digit_cb (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  AnnexFieldworkQuestion *question = annex_fieldwork_window_get_question (ANNEX_FIELDWORK_WINDOW (widget));
  int digit;

  g_variant_get (arguments, "(i)", &digit);
  if (!gtk_widget_get_mapped (GTK_WIDGET (question)))
    return GDK_EVENT_PROPAGATE;
  annex_fieldwork_question_answer (question, (guint) digit);
  return GDK_EVENT_STOP;
}

static void
audit_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_fieldwork_window_show_record (ANNEX_FIELDWORK_WINDOW (widget), get_audit_id (ANNEX_FIELDWORK_WINDOW (widget)));
}

static void
chosen_cb (AnnexFieldworkWindow *self, gint64 id)
{
  annex_fieldwork_window_show_record (self, id);
}

/* One thread followed from a risk to its proof beats a list of questions. */
static void
begin_at_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);
  GtkWidget *chooser = annex_link_chooser_new (annex_fieldwork_window_get_store (self),
                                               g_str_equal (action_name, "fieldwork.from-risk") ? &annex_risk_type : &annex_control_type);

  g_signal_connect_object (chooser, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  annex_passing_popover_show (GTK_POPOVER (chooser), annex_fieldwork_window_get_anchor (self));
}

/* ---- What is written down ---- */

static void
question_answered_cb (AnnexFieldworkWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;
  gint64 item = annex_audit_add_item (annex_fieldwork_window_get_store (self), get_audit_id (self), annex_fieldwork_window_get_session (self),
                                      answers[0], NULL, &error);

  if (!refuse (self, error))
    annex_fieldwork_window_go_to (self, item);
}

static void
question_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  ask (ANNEX_FIELDWORK_WINDOW (widget), _("Question of My Own"), (const char *const[]) { _("What do you want to know?"), NULL }, _("_Add"), TRUE,
       question_answered_cb);
}

static void
ask_about_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);
  AnnexStore *store = annex_fieldwork_window_get_store (self);
  gint64 id = g_variant_get_int64 (parameter);
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
  gboolean is_risk = record != NULL && annex_record_get_record_type (record) == &annex_risk_type;
  const char *controls = is_risk ? annex_record_get_value (record, "controls") : NULL;
  /* The thread goes on from a risk to the controls that keep it down. */
  g_autofree char *about = g_strdup_printf ("%" G_GINT64_FORMAT " %s", id, controls != NULL ? controls : "");
  g_autofree char *question = NULL;
  g_autoptr (GError) error = NULL;
  gint64 item;

  if (record == NULL)
    return;
  /* Translators: reference and title of a risk, a control or a clause. */
  question = g_strdup_printf (_("%s %s: what shows that it works?"), annex_record_get_reference (record), annex_record_get_title (record));
  item = annex_audit_add_item (store, get_audit_id (self), annex_fieldwork_window_get_session (self), question, about, &error);
  if (!refuse (self, error))
    annex_fieldwork_window_go_to (self, item);
}

static void
audit_note_answered_cb (AnnexFieldworkWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;

  annex_audit_add_note (annex_fieldwork_window_get_store (self), get_audit_id (self), 0, answers[0], &error);
  if (!refuse (self, error))
    say (self, _("Noted"));
}

static void
audit_note_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  ask (ANNEX_FIELDWORK_WINDOW (widget), _("Note on the Whole Audit"), (const char *const[]) { _("Note"), NULL }, _("_Keep"), TRUE, audit_note_answered_cb);
}

static void
interview_answered_cb (AnnexFieldworkWindow *self, GStrv answers)
{
  g_autoptr (GError) error = NULL;

  annex_audit_add_interview (annex_fieldwork_window_get_store (self), get_audit_id (self), get_item_id (self), 0, answers[0],
                             get_answer (answers, 1), get_answer (answers, 3), get_answer (answers, 2), &error);
  if (!refuse (self, error))
    say (self, _("Interview noted"));
}

static void
interview_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);

  if (annex_fieldwork_window_get_item (self) != NULL)
    ask (self, _("Interview"),
         (const char *const[]) { _("Who? Name or reference"), _("In which role?"), _("About what? The question when empty"), _("Where?"), NULL },
         _("_Note"), TRUE, interview_answered_cb);
}

static void
attach_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);

  if (annex_fieldwork_window_get_item (self) != NULL)
    annex_fieldwork_question_attach (annex_fieldwork_window_get_question (self));
}

static void
paste_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);
  AnnexFieldworkQuestion *question = annex_fieldwork_window_get_question (self);

  if (annex_fieldwork_window_get_item (self) != NULL && !annex_fieldwork_question_paste (question))
    annex_feedback_say (GTK_WIDGET (question), _("There is neither a picture nor a file on the clipboard"));
}

/* ---- Findings ---- */

static gboolean
is_graded (AnnexRecord *item)
{
  return item != NULL && annex_audit_is_found (annex_record_get_value (item, "result"));
}

static void
finding_answered_cb (AnnexFieldworkWindow *self, GStrv answers)
{
  AnnexRecord *item = annex_fieldwork_window_get_item (self);
  g_autoptr (GError) error = NULL;
  gint64 finding;

  if (!is_graded (item))
    return;
  finding = annex_audit_raise_finding (annex_fieldwork_window_get_store (self), get_item_id (self), annex_record_get_value (item, "result"),
                                       answers[0], get_answer (answers, 1), get_answer (answers, 2), &error);
  if (refuse (self, error))
    return;
  annex_fieldwork_window_show_record (self, finding);
  say (self, _("Finding raised"));
}

static void
finding_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);

  if (is_graded (annex_fieldwork_window_get_item (self)))
    ask (self, _("Finding"),
         (const char *const[]) { _("What is it called?"), _("In which way is the requirement not met?"), _("Why this grade?"), NULL }, _("_Raise"), TRUE,
         finding_answered_cb);
  else
    annex_feedback_say (GTK_WIDGET (annex_fieldwork_window_get_question (self)), _("Say first how bad it is: keys 2 to 5"));
}

static void
request_action_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);
  g_autoptr (GError) error = NULL;
  gint64 action = annex_finding_request_action (annex_fieldwork_window_get_store (self), g_variant_get_int64 (parameter), &error);

  if (!refuse (self, error))
    annex_fieldwork_window_show_record (self, action);
}

/* ---- Samples ---- */

static void
drawn_cb (AnnexFieldworkWindow *self, gint64 sample)
{
  annex_fieldwork_window_show_record (self, sample);
}

static void
sample_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);
  AdwDialog *dialog;

  if (get_item_id (self) == 0)
    return;
  dialog = annex_sample_dialog_new (annex_fieldwork_window_get_store (self), get_audit_id (self), get_item_id (self));
  g_signal_connect_object (dialog, "drawn", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

/* ---- The end ---- */

static void
reports_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);

  adw_dialog_present (annex_reports_dialog_new (annex_fieldwork_window_get_store (self), get_audit_id (self)), widget);
}

static void
keys_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  annex_shortcuts_present (widget);
}

/* A verdict is due first; where it is missing the audit is shown, so that it can be given. */
static void
finish_cb (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (widget);
  g_autoptr (GError) error = NULL;

  annex_fieldwork_question_flush (annex_fieldwork_window_get_question (self));
  if (annex_audit_finish (annex_fieldwork_window_get_store (self), get_audit_id (self), &error))
    {
      say (self, _("The audit is finished"));
      return;
    }
  audit_cb (widget, NULL, NULL);
  annex_feedback_refuse (widget, _("The Audit Could Not Be Finished"), error);
}

/* ---- Commands of the engagement's window ---- */

static void
show_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  annex_fieldwork_window_show_record (user_data, g_variant_get_int64 (parameter));
}

void
annex_fieldwork_window_add_commands (AnnexFieldworkWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "show-record", .activate = show_record_cb, .parameter_type = "x" },
  };
  GActionMap *actions =
    annex_occasion_keys_add (GTK_WIDGET (self), annex_fieldwork_window_get_store (self), "fieldwork.previous", "fieldwork.next");

  g_action_map_add_action_entries (actions, entries, G_N_ELEMENTS (entries), self);
}

void
annex_fieldwork_window_install_commands (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    const char *parameter;
    GtkWidgetActionActivateFunc activate;
    guint key;
  } commands[] = {
    { "fieldwork.previous", NULL, step_cb, 0 },
    { "fieldwork.next", NULL, step_cb, 0 },
    { "fieldwork.note", NULL, note_cb, GDK_KEY_n },
    { "fieldwork.question", NULL, question_cb, GDK_KEY_q },
    { "fieldwork.finding", NULL, finding_cb, GDK_KEY_f },
    { "fieldwork.sample", NULL, sample_cb, GDK_KEY_s },
    { "fieldwork.interview", NULL, interview_cb, GDK_KEY_i },
    { "fieldwork.attach", NULL, attach_cb, GDK_KEY_a },
    { "fieldwork.paste", NULL, paste_cb, 0 },
    { "fieldwork.from-risk", NULL, begin_at_cb, GDK_KEY_r },
    { "fieldwork.from-control", NULL, begin_at_cb, GDK_KEY_c },
    { "fieldwork.audit-note", NULL, audit_note_cb, GDK_KEY_w },
    { "fieldwork.audit", NULL, audit_cb, 0 },
    { "fieldwork.ask-about", "x", ask_about_cb, 0 },
    { "fieldwork.request-action", "x", request_action_cb, 0 },
    { "fieldwork.reports", NULL, reports_cb, 0 },
    { "fieldwork.keys", NULL, keys_cb, GDK_KEY_question },
    { "fieldwork.finish", NULL, finish_cb, 0 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      gtk_widget_class_install_action (widget_class, commands[i].name, commands[i].parameter, commands[i].activate);
      if (commands[i].key != 0)
        gtk_widget_class_add_binding_action (widget_class, commands[i].key, 0, commands[i].name, NULL);
    }
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_question, GDK_SHIFT_MASK, "fieldwork.keys", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, "fieldwork.paste", NULL);
  annex_occasion_keys_install (widget_class, digit_cb, 1, 6);
}
