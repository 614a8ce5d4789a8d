/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-request-part.h"

#include <glib/gi18n.h>

#include "isms/act/action-request.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-part.h"

struct _AnnexRequestPart
{
  AdwBin parent_instance;

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

static void
annex_request_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexRequestPart *self = ANNEX_REQUEST_PART (part);

  g_set_object (&self->store, store);
  self->id = annex_record_get_id (record);
  gtk_widget_set_visible (GTK_WIDGET (self), !annex_store_is_read_only (store) && annex_action_request_is_due (store, record));
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
  GtkWidget *button = gtk_button_new_with_mnemonic (_("_Request Corrective Action"));

  gtk_widget_set_tooltip_text (button, _("A nonconformity with what is known here, linked to it"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), button);
}

GtkWidget *
annex_request_part_new (void)
{
  return g_object_new (ANNEX_TYPE_REQUEST_PART, NULL);
}
