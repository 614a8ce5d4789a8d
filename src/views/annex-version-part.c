/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-version-part.h"

#include <glib/gi18n.h>

#include "annex-compare-dialog.h"
#include "annex-report-printing.h"
#include "annex-reports-dialog.h"
#include "annex-signing-dialog.h"
#include "widgets/annex-record-part.h"

struct _AnnexVersionPart
{
  AdwBin parent_instance;

  AdwWrapBox *buttons;
  GtkLabel *remark;
  GtkWidget *review;
  GtkWidget *approve;

  AnnexStore *store;
  AnnexRecord *version;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexVersionPart, annex_version_part, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
sign_cb (AnnexVersionPart *self)
{
  adw_dialog_present (annex_signing_dialog_new (self->store, annex_record_get_id (self->version)), GTK_WIDGET (self));
}

static void
compare_cb (AnnexVersionPart *self)
{
  adw_dialog_present (annex_compare_dialog_new (self->store, annex_record_get_id (self->version)), GTK_WIDGET (self));
}

static void
report_cb (AnnexVersionPart *self)
{
  adw_dialog_present (annex_reports_dialog_new (self->store, annex_record_get_id (self->version)), GTK_WIDGET (self));
}

static void
print_cb (AnnexVersionPart *self)
{
  annex_report_printing_run_kind (GTK_WIDGET (self), self->store, "soa", annex_record_get_id (self->version));
}

static void
annex_version_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *version)
{
  AnnexVersionPart *self = ANNEX_VERSION_PART (part);
  const char *state = annex_record_get_value (version, "state");
  gboolean draft = g_strcmp0 (state, "draft") == 0, reviewed = g_strcmp0 (state, "reviewed") == 0;
  gboolean writable = !annex_store_is_read_only (store);

  g_set_object (&self->store, store);
  g_set_object (&self->version, version);
  gtk_widget_set_visible (self->review, draft && writable);
  gtk_widget_set_visible (self->approve, reviewed && writable);
  gtk_label_set_text (self->remark, draft      ? _("A draft: it says what the controls say now. Review comes before approval.")
                                    : reviewed ? _("Reviewed. A change to a control makes it a draft again; approval freezes it.")
                                               : _("Approved and frozen. The next change to a control opens the next draft."));
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_version_part_show;
}

static void
annex_version_part_dispose (GObject *object)
{
  AnnexVersionPart *self = ANNEX_VERSION_PART (object);

  g_clear_object (&self->store);
  g_clear_object (&self->version);
  G_OBJECT_CLASS (annex_version_part_parent_class)->dispose (object);
}

static void
annex_version_part_class_init (AnnexVersionPartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_version_part_dispose;
}

static GtkWidget *
append_button (AnnexVersionPart *self, const char *label, const char *help, GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  gtk_widget_set_tooltip_text (button, help);
  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);
  adw_wrap_box_append (self->buttons, button);
  return button;
}

static void
annex_version_part_init (AnnexVersionPart *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->buttons = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->buttons, 6);
  adw_wrap_box_set_line_spacing (self->buttons, 6);
  self->review = append_button (self, _("Re_view…"), _("Say who reviewed it, and in which role"), G_CALLBACK (sign_cb));
  self->approve = append_button (self, _("_Approve…"), _("Say who approves it, and in which role; it is frozen then"), G_CALLBACK (sign_cb));
  append_button (self, _("_Compare…"), _("With another version, or with a day"), G_CALLBACK (compare_cb));
  append_button (self, _("_Write…"), _("As PDF, DOCX, HTML, XLSX or CSV"), G_CALLBACK (report_cb));
  append_button (self, _("_Print…"), _("The whole statement of this version"), G_CALLBACK (print_cb));
  self->remark = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->remark, TRUE);
  gtk_label_set_xalign (self->remark, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->remark), "dimmed");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->buttons));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->remark));
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
annex_version_part_new (void)
{
  return g_object_new (ANNEX_TYPE_VERSION_PART, NULL);
}
