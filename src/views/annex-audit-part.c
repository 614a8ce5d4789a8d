/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-audit-part.h"

#include <glib/gi18n.h>

#include "annex-fieldwork-window.h"
#include "annex-sample-dialog.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-fieldwork.h"
#include "isms/check/audit.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-part.h"

struct _AnnexAuditPart
{
  AdwBin parent_instance;

  AdwWrapBox *buttons;
  GtkLabel *remark;
  GtkWidget *begin;
  GtkWidget *open;
  GtkWidget *checklist;
  GtkWidget *sample;
  GtkWidget *finish;
  GtkWidget *next;
  GtkWidget *request;

  AnnexStore *store;
  AnnexRecord *record;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexAuditPart, annex_audit_part, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
begin_cb (AnnexAuditPart *self)
{
  g_autoptr (GError) error = NULL;

  if (annex_audit_begin (self->store, annex_record_get_id (self->record), &error))
    annex_feedback_say_undoable (GTK_WIDGET (self), _("Fieldwork begun"));
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Begin"), error);
}

static void
open_cb (AnnexAuditPart *self)
{
  gtk_window_present (annex_fieldwork_window_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), self->store, annex_record_get_id (self->record)));
}

static void
checklist_cb (AnnexAuditPart *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;
  guint n_added = 0;

  if (!annex_audit_make_checklist (self->store, annex_record_get_id (self->record), &n_added, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Make the Checklist"), error);
      return;
    }
  if (n_added == 0)
    {
      annex_feedback_say (GTK_WIDGET (self), _("Everything in scope has its questions already"));
      return;
    }
  done = g_strdup_printf (ngettext ("%u question added", "%u questions added", n_added), n_added);
  annex_feedback_say_undoable (GTK_WIDGET (self), done);
}

static void
drawn_cb (AnnexAuditPart *self, gint64 sample)
{
  annex_feedback_say_undoable (GTK_WIDGET (self), _("Sample drawn"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", sample);
}

/* For the audit as a whole, or for a question of it. */
static void
sample_cb (AnnexAuditPart *self)
{
  gint64 id = annex_record_get_id (self->record);
  gboolean of_item = annex_record_get_record_type (self->record) == &annex_audit_item_type;
  gint64 audit = of_item ? annex_record_get_link (self->record, "audit") : id;
  AdwDialog *dialog = annex_sample_dialog_new (self->store, audit, of_item ? id : 0);

  g_signal_connect_object (dialog, "drawn", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
finish_cb (AnnexAuditPart *self)
{
  g_autoptr (GError) error = NULL;

  if (annex_audit_finish (self->store, annex_record_get_id (self->record), &error))
    annex_feedback_say_undoable (GTK_WIDGET (self), _("Audit finished and frozen"));
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Finish"), error);
}

static void
next_cb (AnnexAuditPart *self)
{
  g_autoptr (GError) error = NULL;
  const char *began = annex_record_get_value (self->record, "starts_on");
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *starts_on = annex_date_rules_dup_later (began != NULL ? began : today, 12);
  gint64 id = annex_audit_plan_next (self->store, annex_record_get_id (self->record), annex_record_get_title (self->record), starts_on, &error);

  if (id == 0)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Plan the Next Audit"), error);
      return;
    }
  annex_feedback_say_undoable (GTK_WIDGET (self), _("Planned a year later, with the same scope, sessions and questions"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", id);
}

static void
request_cb (AnnexAuditPart *self)
{
  g_autoptr (GError) error = NULL;

  if (annex_finding_request_action (self->store, annex_record_get_id (self->record), &error) != 0)
    annex_feedback_say_undoable (GTK_WIDGET (self), _("Corrective action requested"));
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Request"), error);
}

static void
show_audit (AnnexAuditPart *self)
{
  const char *status = annex_record_get_value (self->record, "status");
  gboolean planned = g_strcmp0 (status, "planned") == 0;
  gboolean fieldwork = g_strcmp0 (status, "fieldwork") == 0;

  gtk_widget_set_visible (self->begin, planned);
  gtk_widget_set_visible (self->open, fieldwork);
  gtk_widget_set_visible (self->checklist, planned || fieldwork);
  gtk_widget_set_visible (self->sample, planned || fieldwork);
  gtk_widget_set_visible (self->finish, fieldwork);
  gtk_widget_set_visible (self->next, annex_audit_is_finished (self->record));
  gtk_label_set_text (self->remark, annex_audit_is_finished (self->record) ? _("Finished and frozen: what it found is not changed any more.") : "");
}

static void
show_item (AnnexAuditPart *self)
{
  g_autoptr (AnnexRecord) audit = NULL;

  annex_audit_load_of (self->store, self->record, &audit, ANNEX_TOLD_BY_STORE);
  gtk_widget_set_visible (self->sample, audit != NULL && !annex_audit_is_finished (audit));
  gtk_label_set_text (self->remark, "");
}

static void
show_finding (AnnexAuditPart *self)
{
  g_autoptr (AnnexRecord) audit = NULL;
  gboolean nothing_to_mend = g_strcmp0 (annex_record_get_value (self->record, "grade"), "strength") == 0;

  annex_audit_load_of (self->store, self->record, &audit, ANNEX_TOLD_BY_STORE);
  gtk_widget_set_visible (self->request, !nothing_to_mend && annex_record_get_value (self->record, "corrective_action") == NULL);
  gtk_label_set_text (self->remark, audit != NULL && !annex_audit_may_propose (audit)
                                      ? _("Found by a certification body, whose auditors propose neither causes nor remedies.")
                                      : "");
}

static void
annex_audit_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexAuditPart *self = ANNEX_AUDIT_PART (part);
  GtkWidget *const all[] = { self->begin, self->open, self->checklist, self->sample, self->finish, self->next, self->request };

  g_set_object (&self->store, store);
  g_set_object (&self->record, record);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    gtk_widget_set_visible (all[i], FALSE);
  if (annex_record_get_record_type (record) == &annex_audit_type)
    show_audit (self);
  else if (annex_record_get_record_type (record) == &annex_audit_item_type)
    show_item (self);
  else
    show_finding (self);
  gtk_widget_set_visible (GTK_WIDGET (self->remark), *gtk_label_get_text (self->remark) != '\0');
  gtk_widget_set_sensitive (GTK_WIDGET (self->buttons), !annex_store_is_read_only (store));
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_audit_part_show;
}

static void
annex_audit_part_dispose (GObject *object)
{
  AnnexAuditPart *self = ANNEX_AUDIT_PART (object);

  g_clear_object (&self->store);
  g_clear_object (&self->record);
  G_OBJECT_CLASS (annex_audit_part_parent_class)->dispose (object);
}

static void
annex_audit_part_class_init (AnnexAuditPartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_audit_part_dispose;
}

static GtkWidget *
append_button (AnnexAuditPart *self, const char *label, const char *help, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, help);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->buttons, button);
  return button;
}

static void
annex_audit_part_init (AnnexAuditPart *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->buttons = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->buttons, 6);
  adw_wrap_box_set_line_spacing (self->buttons, 6);
  self->begin = append_button (self, _("_Begin Fieldwork"), _("Put it into fieldwork, with a checklist made from its scope"), G_CALLBACK (begin_cb));
  self->open = append_button (self, _("_Open Fieldwork"), _("The checklist in a window of its own"), G_CALLBACK (open_cb));
  self->checklist = append_button (self, _("Make _Checklist"), _("Add questions for what is in scope and has none"), G_CALLBACK (checklist_cb));
  self->sample = append_button (self, _("Draw a _Sample…"), _("From a list, so that anybody can repeat it, or by judgement with the reason"), G_CALLBACK (sample_cb));
  self->finish = append_button (self, _("_Finish"), _("Freeze what was found; questions still open count as not audited"), G_CALLBACK (finish_cb));
  self->next = append_button (self, _("_Plan the Next"), _("An audit a year later with the same scope, sessions and questions, without the answers"),
                              G_CALLBACK (next_cb));
  self->request = append_button (self, _("_Request Corrective Action"), _("With the deadlines that its grade has"), G_CALLBACK (request_cb));
  self->remark = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->remark, TRUE);
  gtk_label_set_xalign (self->remark, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->remark), "dimmed");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->buttons));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->remark));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
annex_audit_part_new (void)
{
  return g_object_new (ANNEX_TYPE_AUDIT_PART, NULL);
}
