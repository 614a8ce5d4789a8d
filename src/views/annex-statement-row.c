/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-statement-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/annex-transaction.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/plan/control.h"
#include "isms/plan/justification.h"
#include "isms/plan/soa.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-growing-text.h"

struct _AnnexStatementRow
{
  AdwBin parent_instance;

  GtkLabel *code;
  GtkLabel *title;
  GtkLabel *note;
  GtkDropDown *decision;
  GtkDropDown *status;
  GtkTextView *justification;
  GtkBox *suggestions; /* while the justification is written in */
  GtkLabel *remarks;
  GtkBox *margin;
  GtkLabel *verdict;

  AnnexStore *store;
  AnnexRecord *control;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (AnnexStatementRow, annex_statement_row, ADW_TYPE_BIN)

/* ---- The margin ---- */

static void
show_findings (AnnexStatementRow *self, GPtrArray *findings)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", ((AnnexFinding *) findings->pdata[i])->message);
  gtk_label_set_text (self->verdict, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->margin), text->len > 0);
}

static void
check (AnnexStatementRow *self)
{
  g_autoptr (GPtrArray) findings =
    annex_rules_check (self->store, annex_record_get_id (self->control), NULL, ANNEX_TOLD_BY_STORE);

  show_findings (self, findings);
}

static char *
dup_typed (AnnexStatementRow *self)
{
  g_autofree char *text = NULL;

  g_object_get (gtk_text_view_get_buffer (self->justification), "text", &text, NULL);
  return g_strstrip (g_steal_pointer (&text));
}

/* What the rules would say if it were written so; then it is taken back. */
static void
check_typed (AnnexStatementRow *self)
{
  g_autofree char *text = dup_typed (self);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->store, "", NULL);
  gint64 id = annex_record_get_id (self->control);

  if (transaction != NULL && annex_transaction_set (transaction, id, "justification", text, NULL))
    check (self);
}

/* ---- Writing ---- */

void
annex_statement_row_set (GtkWidget *widget, AnnexStore *store, AnnexRecord *control, const char *field_name, const char *value)
{
  const AnnexField *field = annex_type_find_field (&annex_control_type, field_name);
  g_autofree char *shown = annex_store_format (store, field, value);
  g_autofree char *label = field->kind == ANNEX_FIELD_CHOICE
                             ? g_strdup_printf (_("Set %s of %s to %s"), annex_field_get_label (field), annex_record_get_reference (control), shown)
                             : g_strdup_printf (_("Write %s of %s"), annex_field_get_label (field), annex_record_get_reference (control));
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, &error);

  if (transaction == NULL || !annex_transaction_set (transaction, annex_record_get_id (control), field_name, value, &error) ||
      !annex_transaction_commit (transaction, &error))
    annex_feedback_refuse (widget, _("That Could Not Be Written"), error);
}

static void
choose (AnnexStatementRow *self, GtkDropDown *drop_down, const AnnexChoice *choices, const char *field_name)
{
  guint position = gtk_drop_down_get_selected (drop_down);

  if (!self->showing && self->control != NULL && position != GTK_INVALID_LIST_POSITION)
    annex_statement_row_set (GTK_WIDGET (self), self->store, self->control, field_name, choices[position].key);
}

static void
decision_cb (AnnexStatementRow *self)
{
  choose (self, self->decision, annex_control_decisions, "decision");
}

static void
status_cb (AnnexStatementRow *self)
{
  choose (self, self->status, annex_control_statuses, "status");
}

/* ---- Suggestions ---- */

static void
insert (AnnexStatementRow *self, const char *sentence)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->justification);
  g_autofree char *text = dup_typed (self);
  g_autofree char *spaced = g_strdup_printf ("%s%s", *text != '\0' ? " " : "", sentence);
  GtkTextIter end;

  gtk_text_buffer_get_end_iter (buffer, &end);
  gtk_text_buffer_place_cursor (buffer, &end);
  gtk_text_buffer_insert_at_cursor (buffer, spaced, -1);
  gtk_widget_grab_focus (GTK_WIDGET (self->justification));
}

static void
suggestion_cb (GtkButton *button, AnnexStatementRow *self)
{
  insert (self, g_object_get_data (G_OBJECT (button), "annex-sentence"));
}

/* What is written already is not offered again. */
static void
show_untaken (AnnexStatementRow *self)
{
  g_autofree char *text = dup_typed (self);

  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions)); button != NULL; button = gtk_widget_get_next_sibling (button))
    gtk_widget_set_visible (button, strstr (text, g_object_get_data (G_OBJECT (button), "annex-sentence")) == NULL);
}

static void
clear_suggestions (AnnexStatementRow *self)
{
  GtkWidget *button;

  while ((button = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions))) != NULL)
    gtk_box_remove (self->suggestions, button);
}

static void
writing_cb (AnnexStatementRow *self)
{
  g_autoptr (GPtrArray) sentences = NULL;

  clear_suggestions (self);
  if (self->control == NULL || annex_store_is_read_only (self->store))
    return;
  sentences = annex_justification_suggest (self->store, annex_record_get_id (self->control), ANNEX_TOLD_BY_STORE);
  for (guint i = 0; sentences != NULL && i < sentences->len; i++)
    {
      GtkWidget *button = gtk_button_new ();
      GtkWidget *label = gtk_label_new (sentences->pdata[i]);
      g_autofree char *spoken = g_strdup_printf (_("Insert: %s"), (const char *) sentences->pdata[i]);

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_button_set_child (GTK_BUTTON (button), label);
      gtk_widget_set_tooltip_text (button, spoken);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_add_css_class (button, "suggestion");
      g_object_set_data_full (G_OBJECT (button), "annex-sentence", g_strdup (sentences->pdata[i]), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (suggestion_cb), self, 0);
      gtk_box_append (self->suggestions, button);
    }
  show_untaken (self);
}

static gboolean
take_first (AnnexStatementRow *self)
{
  for (GtkWidget *button = gtk_widget_get_first_child (GTK_WIDGET (self->suggestions)); button != NULL; button = gtk_widget_get_next_sibling (button))
    if (gtk_widget_get_visible (button))
      {
        suggestion_cb (GTK_BUTTON (button), self);
        return GDK_EVENT_STOP;
      }
  return GDK_EVENT_PROPAGATE;
}

static void
typed_cb (AnnexStatementRow *self)
{
  if (self->showing || self->control == NULL)
    return;
  check_typed (self);
  show_untaken (self);
}

static void
commit (AnnexStatementRow *self)
{
  g_autofree char *text = NULL;
  const char *before;

  if (self->control == NULL || self->showing)
    return;
  text = dup_typed (self);
  before = annex_record_get_value (self->control, "justification");
  if (g_strcmp0 (text, before != NULL ? before : "") != 0)
    annex_statement_row_set (GTK_WIDGET (self), self->store, self->control, "justification", text);
}

static void
left_cb (AnnexStatementRow *self)
{
  commit (self);
  clear_suggestions (self);
}

static gboolean
key_cb (AnnexStatementRow *self, guint key, guint code, GdkModifierType state)
{
  GtkWidget *list;

  if (key == GDK_KEY_space && (state & GDK_CONTROL_MASK) != 0)
    return take_first (self);
  if (key != GDK_KEY_Escape && !((key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) && (state & GDK_CONTROL_MASK) != 0))
    return GDK_EVENT_PROPAGATE;
  list = gtk_widget_get_parent (GTK_WIDGET (self));
  if (list != NULL)
    gtk_widget_grab_focus (list);
  return GDK_EVENT_STOP;
}

/* ---- Building ---- */

static GtkDropDown *
add_chooser (AnnexStatementRow *self, GtkBox *box, const AnnexChoice *choices, const char *label, GCallback callback)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GtkWidget *chooser;

  for (guint i = 0; choices[i].key != NULL; i++)
    {
      /* A word is enough here; the form explains. */
      g_auto (GStrv) parts = g_strsplit (_(choices[i].label), ":", 2);

      gtk_string_list_append (names, parts[0]);
    }
  chooser = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_widget_add_css_class (chooser, "flat");
  gtk_widget_set_valign (chooser, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chooser), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (chooser, "notify::selected", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (box, chooser);
  return GTK_DROP_DOWN (chooser);
}

static GtkLabel *
add_label (GtkBox *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
build_justification (AnnexStatementRow *self, GtkBox *box)
{
  GtkWidget *text = annex_growing_text_new ();
  GtkWidget *writing = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->justification = GTK_TEXT_VIEW (text);
  gtk_text_view_set_top_margin (self->justification, 3);
  gtk_text_view_set_bottom_margin (self->justification, 3);
  gtk_widget_add_css_class (text, "inline");
  gtk_widget_add_css_class (text, "justification");
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Justification"), -1);
  g_signal_connect_object (gtk_text_view_get_buffer (self->justification), "changed", G_CALLBACK (typed_cb), self, G_CONNECT_SWAPPED);
  /* The suggestions belong to it: going there does not end writing. */
  g_signal_connect_object (focus, "enter", G_CALLBACK (writing_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (left_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (writing, focus);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (writing, keys);
  self->suggestions = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_box_append (GTK_BOX (writing), text);
  gtk_box_append (GTK_BOX (writing), GTK_WIDGET (self->suggestions));
  gtk_box_append (box, writing);
}

static void
annex_statement_row_dispose (GObject *object)
{
  AnnexStatementRow *self = ANNEX_STATEMENT_ROW (object);

  g_clear_object (&self->control);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_statement_row_parent_class)->dispose (object);
}

static void
annex_statement_row_class_init (AnnexStatementRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_statement_row_dispose;
}

static void
annex_statement_row_init (AnnexStatementRow *self)
{
  GtkBox *head = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9));
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 3));
  GtkWidget *wrap = adw_wrap_box_new ();
  GtkBox *chooser_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

  self->code = add_label (head, "numeric");
  gtk_widget_add_css_class (GTK_WIDGET (self->code), "dimmed");
  gtk_label_set_width_chars (self->code, 6);
  self->title = add_label (head, "heading");
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  self->note = add_label (head, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->note), "dimmed");
  self->decision = add_chooser (self, chooser_box, annex_control_decisions, _("Decision"), G_CALLBACK (decision_cb));
  self->status = add_chooser (self, chooser_box, annex_control_statuses, _("Status"), G_CALLBACK (status_cb));
  /* Beside the choices where there is room, below them where there is none. */
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (wrap), 12);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (wrap), 6);
  adw_wrap_box_append (ADW_WRAP_BOX (wrap), GTK_WIDGET (chooser_box));
  gtk_box_append (box, GTK_WIDGET (head));
  gtk_box_append (box, wrap);
  build_justification (self, box);
  self->remarks = add_label (box, "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->remarks), "dimmed");

  self->margin = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (self->margin, icon);
  self->verdict = add_label (self->margin, "caption");
  gtk_widget_set_valign (GTK_WIDGET (self->verdict), GTK_ALIGN_START);
  gtk_label_set_width_chars (self->verdict, 24);
  gtk_label_set_max_width_chars (self->verdict, 60);
  gtk_widget_add_css_class (GTK_WIDGET (self->margin), "verdict");
  gtk_widget_set_visible (GTK_WIDGET (self->margin), FALSE);

  adw_wrap_box_append (ADW_WRAP_BOX (wrap), GTK_WIDGET (self->margin));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}

GtkWidget *
annex_statement_row_new (AnnexStore *store)
{
  AnnexStatementRow *self = g_object_new (ANNEX_TYPE_STATEMENT_ROW, NULL);
  gboolean writable = !annex_store_is_read_only (store);

  self->store = g_object_ref (store);
  gtk_widget_set_sensitive (GTK_WIDGET (self->decision), writable);
  gtk_widget_set_sensitive (GTK_WIDGET (self->status), writable);
  gtk_text_view_set_editable (self->justification, writable);
  return GTK_WIDGET (self);
}

static void
select_choice (GtkDropDown *chooser, const AnnexChoice *choices, const char *key)
{
  for (guint i = 0; choices[i].key != NULL; i++)
    if (g_strcmp0 (choices[i].key, key) == 0)
      gtk_drop_down_set_selected (chooser, i);
}

static void
append_part (GString *text, const char *format, const char *value)
{
  g_string_append (text, text->len > 0 ? " · " : "");
  g_string_append_printf (text, format, value);
}

/* Why it applies, how far it is by what was typed and by the records, and whose it is. */
static char *
dup_remarks (AnnexStore *store, AnnexRecord *control)
{
  g_autofree char *reasons = annex_soa_dup_reasons_of (store, control, ANNEX_TOLD_BY_STORE);
  g_autoptr (GString) text = g_string_new (reasons);
  gboolean done = g_strcmp0 (annex_record_get_value (control, "status"), "implemented") == 0;
  const char *agreement = annex_record_get_value (control, "agreement");

  if (!done && annex_record_get_value (control, "percent") != NULL)
    append_part (text, _("%s %% done"), annex_record_get_text (control, "percent"));
  if (!done && annex_record_get_value (control, "implemented_on") != NULL)
    append_part (text, _("Planned for %s"), annex_record_get_text (control, "implemented_on"));
  if (agreement != NULL && g_strcmp0 (agreement, "agrees") != 0)
    append_part (text, _("The records show: %s"), annex_record_get_text (control, "recorded_status"));
  if (annex_record_get_value (control, "coverage") != NULL)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      /* Translators: references of controls of another library, and how far they are implemented. */
      g_string_append_printf (text, _("Met by %s: %s"), annex_record_get_text (control, "met_through"), annex_record_get_text (control, "coverage"));
    }
  if (*annex_record_get_text (control, "owner") != '\0')
    append_part (text, _("Owner: %s"), annex_record_get_text (control, "owner"));
  return g_string_free_and_steal (g_steal_pointer (&text));
}

void
annex_statement_row_show (AnnexStatementRow *self, AnnexRecord *control, const char *note)
{
  const char *justification = control != NULL ? annex_record_get_value (control, "justification") : NULL;
  gboolean same = control != NULL && self->control != NULL && annex_record_get_id (control) == annex_record_get_id (self->control);
  gboolean excluded;
  g_autofree char *remarks = NULL;

  if (!same)
    commit (self);
  self->showing = TRUE;
  g_set_object (&self->control, control);
  if (control != NULL)
    {
      excluded = g_strcmp0 (annex_record_get_value (control, "decision"), "excluded") == 0;
      remarks = dup_remarks (self->store, control);
      gtk_label_set_text (self->code, annex_record_get_reference (control));
      gtk_label_set_text (self->title, annex_record_get_title (control));
      gtk_label_set_text (self->note, note != NULL ? note : "");
      gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->title), annex_record_get_text (control, "description"));
      select_choice (self->decision, annex_control_decisions, annex_record_get_value (control, "decision"));
      select_choice (self->status, annex_control_statuses, annex_record_get_value (control, "status"));
      gtk_widget_set_visible (GTK_WIDGET (self->status), !excluded);
      if (!same || !gtk_widget_has_focus (GTK_WIDGET (self->justification)))
        gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->justification), justification != NULL ? justification : "", -1);
      gtk_label_set_text (self->remarks, remarks);
      gtk_widget_set_visible (GTK_WIDGET (self->remarks), *remarks != '\0' && !excluded);
      check (self);
    }
  self->showing = FALSE;
}

void
annex_statement_row_edit (AnnexStatementRow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->justification));
}
