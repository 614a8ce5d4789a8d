/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-request-part.h"

#include <glib/gi18n.h>

#include "isms/act/action-request.h"
#include "isms/annex-isms.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-part.h"

struct _AnnexRequestPart
{
  AdwBin parent_instance;

  GtkLabel *remark;

  AnnexStore *store;
  gint64 id;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexRequestPart, annex_request_part, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
clicked_cb (AnnexRequestPart *self)
{
  g_autoptr (GError) error = NULL;
  gint64 made = annex_action_request_make (self->store, self->id, &error);

  if (made == 0)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Request"), error);
      return;
    }
  annex_feedback_say_undoable (GTK_WIDGET (self), _("Corrective action requested"));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", made);
}

/* What was to happen when an exception ends stands where its end is seen. */
static char *
dup_remark (AnnexRecord *record)
{
  const char *then;

  if (annex_record_get_record_type (record) != &annex_exception_type)
    return g_strdup ("");
  then = annex_record_get_text (record, "on_expiry");
  return g_strdup_printf (_("Expired on %s. What was to happen then: %s"), annex_record_get_text (record, "expires_on"),
                          *then != '\0' ? then : _("nothing was said."));
}

static void
annex_request_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexRequestPart *self = ANNEX_REQUEST_PART (part);
  g_autofree char *remark = dup_remark (record);

  gtk_label_set_text (self->remark, remark);
  gtk_widget_set_visible (GTK_WIDGET (self->remark), *remark != '\0');
  g_set_object (&self->store, store);
  self->id = annex_record_get_id (record);
  gtk_widget_set_visible (GTK_WIDGET (self), !annex_store_is_read_only (store) &&
                                               annex_action_request_is_due (store, record, ANNEX_TOLD_BY_STORE));
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_request_part_show;
}

static void
annex_request_part_dispose (GObject *object)
{
  g_clear_object (&ANNEX_REQUEST_PART (object)->store);
  G_OBJECT_CLASS (annex_request_part_parent_class)->dispose (object);
}

static void
annex_request_part_class_init (AnnexRequestPartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_request_part_dispose;
}

static void
annex_request_part_init (AnnexRequestPart *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Request Corrective Action"));

  self->remark = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->remark, TRUE);
  gtk_label_set_xalign (self->remark, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->remark), "finding");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->remark));
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_set_tooltip_text (button, _("A nonconformity with what is known here, linked to it"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), box);
}

GtkWidget *
annex_request_part_new (void)
{
  return g_object_new (ANNEX_TYPE_REQUEST_PART, NULL);
}
