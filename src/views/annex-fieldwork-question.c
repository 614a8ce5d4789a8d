/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-question.h"

#include <glib/gi18n.h>

#include "annex-fieldwork-row.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-fieldwork.h"
#include "isms/check/audit.h"
#include "widgets/annex-attach.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-files-control.h"
#include "widgets/annex-link-row.h"

/* How long what is typed waits for more. Auditors were promised to lose no more than two seconds. */
#define DRAFT_DELAY 1500

struct _AnnexFieldworkQuestion
{
  AdwBin parent_instance;

  GtkScrolledWindow *scroller;
  GtkLabel *requirement;
  GtkLabel *question;
  GtkLabel *look_for;
  AdwWrapBox *results;
  GtkWidget *finding_hint;
  GtkLabel *finding_text;
  GtkListBox *notes;
  GtkTextView *note;
  GtkLabel *note_help;
  AdwBin *files_bin;
  GtkBox *records;

  AnnexStore *store;
  AnnexRecord *item;
  AnnexFieldControl *files;
  GPtrArray *buttons; /* a toggle button for each result, in their order */
  guint draft_source;
  gboolean showing;   /* what changes now was not done by a person */
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkQuestion, annex_fieldwork_question, ADW_TYPE_BIN)

static guint answered_signal;

static gint64
get_id (AnnexFieldworkQuestion *self)
{
  return self->item != NULL ? annex_record_get_id (self->item) : 0;
}

/* ---- What is typed and not yet kept ---- */

static char *
dup_draft_key (AnnexFieldworkQuestion *self)
{
  return g_strdup_printf ("fieldwork-draft-%" G_GINT64_FORMAT, get_id (self));
}

static char *
dup_typed (AnnexFieldworkQuestion *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->note);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
keep_draft (AnnexFieldworkQuestion *self)
{
  g_autofree char *key = dup_draft_key (self);
  g_autofree char *text = dup_typed (self);

  g_clear_handle_id (&self->draft_source, g_source_remove);
  annex_store_set_setting (self->store, key, *text != '\0' ? text : NULL);
}

static gboolean
draft_cb (gpointer user_data)
{
  AnnexFieldworkQuestion *self = user_data;

  self->draft_source = 0;
  keep_draft (self);
  return G_SOURCE_REMOVE;
}

/* The first key counts, not the last: who types without a pause is written down as well. */
static void
typed_cb (AnnexFieldworkQuestion *self)
{
  if (!self->showing && self->draft_source == 0)
    self->draft_source = g_timeout_add (DRAFT_DELAY, draft_cb, self);
}

static void
set_typed (AnnexFieldworkQuestion *self, const char *text)
{
  self->showing = TRUE;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->note), text != NULL ? text : "", -1);
  self->showing = FALSE;
}

static void
keep_note_cb (AnnexFieldworkQuestion *self)
{
  g_autofree char *key = dup_draft_key (self);
  g_autofree char *text = dup_typed (self);
  g_autoptr (GError) error = NULL;

  if (*text == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->note));
      return;
    }
  if (annex_audit_add_note (self->store, annex_record_get_link (self->item, "audit"), get_id (self), text, &error) == 0)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Note Could Not Be Kept"), error);
      return;
    }
  set_typed (self, NULL);
  g_clear_handle_id (&self->draft_source, g_source_remove);
  annex_store_set_setting (self->store, key, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

/* Enter keeps the note, Shift+Enter begins a line; Escape goes back to the keys of the window. */
static gboolean
note_key_cb (AnnexFieldworkQuestion *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && (modifiers & GDK_SHIFT_MASK) == 0)
    keep_note_cb (self);
  else if (keyval == GDK_KEY_Escape)
    gtk_widget_grab_focus (self->buttons->pdata[0]);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- The result ---- */

static void
give_result (AnnexFieldworkQuestion *self, const char *result)
{
  gboolean same = g_strcmp0 (annex_record_get_value (self->item, "result"), result) == 0;
  g_autoptr (GError) error = NULL;

  if (!annex_audit_answer (self->store, get_id (self), same ? "open" : result, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Result Could Not Be Noted"), error);
  else if (!same)
    g_signal_emit (self, answered_signal, 0);
}

/* The button follows the record, so that a refused result does not look given. */
static void
result_cb (AnnexFieldworkQuestion *self, GtkToggleButton *button)
{
  const AnnexChoice *result = g_object_get_data (G_OBJECT (button), "annex-result");

  if (self->showing)
    return;
  self->showing = TRUE;
  gtk_toggle_button_set_active (button, g_strcmp0 (annex_record_get_value (self->item, "result"), result->key) == 0);
  self->showing = FALSE;
  give_result (self, result->key);
}

static void
add_result (AnnexFieldworkQuestion *self, const AnnexChoice *result)
{
  GtkWidget *button = gtk_toggle_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  const char *label = g_dgettext (GETTEXT_PACKAGE, result->label);
  g_autofree char *key = g_strdup_printf ("%u", self->buttons->len + 1);
  GtkWidget *hint = gtk_label_new (key);

  gtk_widget_add_css_class (hint, "dimmed");
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (button, "big-target");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (annex_fieldwork_get_result_icon (result->key)));
  gtk_box_append (GTK_BOX (box), gtk_label_new (label));
  gtk_box_append (GTK_BOX (box), hint);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, GTK_ACCESSIBLE_PROPERTY_KEY_SHORTCUTS, key, -1);
  g_object_set_data (G_OBJECT (button), "annex-result", (gpointer) result);
  g_signal_connect_object (button, "toggled", G_CALLBACK (result_cb), self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->results, button);
  g_ptr_array_add (self->buttons, button);
}

static void
show_results (AnnexFieldworkQuestion *self)
{
  const char *result = annex_record_get_value (self->item, "result");

  self->showing = TRUE;
  for (guint i = 0; i < self->buttons->len; i++)
    {
      const AnnexChoice *choice = g_object_get_data (self->buttons->pdata[i], "annex-result");

      gtk_toggle_button_set_active (self->buttons->pdata[i], g_strcmp0 (choice->key, result) == 0);
    }
  self->showing = FALSE;
}

/* ---- Notes and records ---- */

static void
show_notes (AnnexFieldworkQuestion *self)
{
  g_autoptr (GPtrArray) notes = annex_audit_item_dup_notes (self->store, get_id (self), ANNEX_TOLD_BY_STORE);

  gtk_list_box_remove_all (self->notes);
  for (guint i = 0; notes != NULL && i < notes->len; i++)
    {
      AnnexRecord *note = notes->pdata[i];
      g_autofree char *stamp = g_strdup_printf ("%s · %s", annex_record_get_text (note, "noted_at"), annex_record_get_text (note, "noted_by"));
      GtkWidget *row = annex_link_row_new (note, FALSE);

      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), stamp);
      gtk_list_box_append (self->notes, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->notes), notes != NULL && notes->len > 0);
}

static GPtrArray *
load_linked (AnnexFieldworkQuestion *self, const char *field)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (self->item, field);
  GPtrArray *records = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < ids->len; i++)
    {
      AnnexRecord *record = annex_store_load (self->store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);

      if (record != NULL)
        g_ptr_array_add (records, record);
    }
  return records;
}

/* A group with what there is (@records: (nullable)), and a button for one more; none where there is neither. */
static void
add_group (AnnexFieldworkQuestion *self, const char *title, GPtrArray *records, const char *said_field, const char *action, const char *label)
{
  guint n_records = records != NULL ? records->len : 0;
  GtkWidget *group;

  if (n_records == 0 && action == NULL)
    return;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (guint i = 0; i < n_records; i++)
    {
      AnnexRecord *record = records->pdata[i];
      const char *said = annex_record_get_text (record, said_field);
      g_autofree char *subtitle = g_strdup_printf ("%s%s%s", annex_record_get_reference (record), *said != '\0' ? " · " : "", said);
      GtkWidget *row = annex_link_row_new (record, FALSE);

      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (action != NULL)
    {
      GtkWidget *button = gtk_button_new_with_label (label);

      gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), button);
    }
  gtk_box_append (self->records, group);
}

static void
show_records (AnnexFieldworkQuestion *self)
{
  g_autoptr (GPtrArray) findings = annex_audit_item_dup_findings (self->store, get_id (self), ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) samples = annex_audit_item_dup_samples (self->store, get_id (self), ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) interviews = annex_audit_item_dup_interviews (self->store, get_id (self), ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) evidence = load_linked (self, "evidence");
  g_autoptr (GPtrArray) risks = load_linked (self, "risks");
  g_autoptr (GPtrArray) controls = load_linked (self, "controls");
  g_autoptr (GPtrArray) clauses = load_linked (self, "clauses");
  const char *result = annex_record_get_value (self->item, "result");
  gboolean asks = findings != NULL && findings->len == 0 && annex_audit_is_found (result);
  g_autofree char *hint = g_strdup_printf (_("“%s” wants a finding in the report."), annex_record_get_text (self->item, "result"));
  GtkWidget *child;

  gtk_label_set_text (self->finding_text, hint);
  gtk_widget_set_visible (self->finding_hint, asks);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->records))) != NULL)
    gtk_box_remove (self->records, child);
  add_group (self, _("Findings"), findings, "grade", "fieldwork.finding", _("Finding (F)"));
  add_group (self, _("Evidence"), evidence, "about", NULL, NULL);
  add_group (self, _("Samples"), samples, "looked_at", "fieldwork.sample", _("Sample (S)"));
  add_group (self, _("Interviews"), interviews, "role", "fieldwork.interview", _("Interview (I)"));
  add_group (self, _("The thread: risks"), risks, "current_level", NULL, NULL);
  add_group (self, _("The thread: controls"), controls, "status", NULL, NULL);
  add_group (self, _("The thread: clauses"), clauses, "status", NULL, NULL);
}

/* ---- Files ---- */

static void
show_files (AnnexFieldworkQuestion *self)
{
  if (self->files == NULL)
    {
      self->files = annex_field_control_new (self->store, annex_type_find_field (&annex_audit_item_type, "files"));
      adw_bin_set_child (self->files_bin, annex_field_control_get_widget (self->files));
    }
  annex_field_control_set_record (self->files, get_id (self));
  annex_field_control_set_value (self->files, annex_record_get_value (self->item, "files"));
}

/* A photograph dropped anywhere on the page belongs to its question. */
static gboolean
drop_cb (AnnexFieldworkQuestion *self, const GValue *value)
{
  g_autoptr (GPtrArray) sources = annex_attach_dup_dropped (value);

  annex_files_control_add (ANNEX_FILES_CONTROL (self->files), sources);
  return sources->len > 0;
}

/* ---- The widget ---- */

static void
annex_fieldwork_question_dispose (GObject *object)
{
  AnnexFieldworkQuestion *self = ANNEX_FIELDWORK_QUESTION (object);

  if (self->store != NULL)
    annex_fieldwork_question_flush (self);
  g_clear_object (&self->item);
  g_clear_object (&self->store);
  g_clear_object (&self->files);
  g_clear_pointer (&self->buttons, g_ptr_array_unref);
  G_OBJECT_CLASS (annex_fieldwork_question_parent_class)->dispose (object);
}

static void
annex_fieldwork_question_class_init (AnnexFieldworkQuestionClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_fieldwork_question_dispose;
  answered_signal = g_signal_new ("answered", ANNEX_TYPE_FIELDWORK_QUESTION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-fieldwork-question.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, scroller);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, requirement);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, question);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, look_for);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, results);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, finding_hint);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, finding_text);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, notes);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, note);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, note_help);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, files_bin);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkQuestion, records);
  gtk_widget_class_bind_template_callback (widget_class, keep_note_cb);
}

static void
annex_fieldwork_question_init (AnnexFieldworkQuestion *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->buttons = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; annex_audit_results[i].key != NULL; i++)
    if (!g_str_equal (annex_audit_results[i].key, "open"))
      add_result (self, &annex_audit_results[i]);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (note_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->note), keys);
  g_signal_connect_swapped (drop, "drop", G_CALLBACK (drop_cb), self);
  /* Before the note takes the path of the file as text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drop), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect_object (gtk_text_view_get_buffer (self->note), "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
}

void
annex_fieldwork_question_show (AnnexFieldworkQuestion *self, AnnexStore *store, AnnexRecord *item)
{
  gboolean other = get_id (self) != annex_record_get_id (item);
  g_autofree char *about = annex_fieldwork_dup_requirement (store, item);
  g_autofree char *head = g_strdup_printf ("%s%s%s", about, *about != '\0' ? " · " : "", annex_record_get_reference (item));

  if (other && self->item != NULL)
    annex_fieldwork_question_flush (self);
  g_set_object (&self->store, store);
  g_set_object (&self->item, item);
  if (other)
    {
      g_autofree char *key = dup_draft_key (self);
      g_autofree char *draft = annex_store_get_setting (store, key);

      set_typed (self, draft);
      gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
    }
  gtk_label_set_text (self->requirement, head);
  gtk_label_set_text (self->question, annex_record_get_title (item));
  gtk_label_set_text (self->look_for, annex_record_get_text (item, "look_for"));
  gtk_widget_set_visible (GTK_WIDGET (self->look_for), *annex_record_get_text (item, "look_for") != '\0');
  show_results (self);
  show_notes (self);
  show_files (self);
  show_records (self);
}

void
annex_fieldwork_question_answer (AnnexFieldworkQuestion *self, guint position)
{
  const AnnexChoice *result;

  if (position == 0 || position > self->buttons->len)
    return;
  result = g_object_get_data (self->buttons->pdata[position - 1], "annex-result");
  give_result (self, result->key);
}

void
annex_fieldwork_question_focus_note (AnnexFieldworkQuestion *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->note));
}

void
annex_fieldwork_question_flush (AnnexFieldworkQuestion *self)
{
  if (self->draft_source != 0)
    keep_draft (self);
}

void
annex_fieldwork_question_attach (AnnexFieldworkQuestion *self)
{
  annex_attach_choose (GTK_WIDGET (self), self->store, get_id (self), annex_field_control_get_field (self->files));
}

gboolean
annex_fieldwork_question_paste (AnnexFieldworkQuestion *self)
{
  return annex_files_control_paste (ANNEX_FILES_CONTROL (self->files));
}
