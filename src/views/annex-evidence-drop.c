/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-evidence-drop.h"

#include <glib/gi18n.h>

#include "isms/do/evidence.h"
#include "widgets/annex-attach.h"

static gboolean
write_records (AnnexTransaction *transaction, GPtrArray *staged, gpointer data, GError **error)
{
  gint64 *last = data;

  for (guint i = 0; i < staged->len; i++)
    {
      *last = annex_evidence_add_file (transaction, staged->pdata[i], error);
      if (*last == 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_last (GtkWidget *widget, gpointer data)
{
  gtk_widget_activate_action (widget, "win.show-record", "x", *(gint64 *) data);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, AnnexStore *store)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target));
  g_autoptr (GPtrArray) sources = annex_attach_dup_dropped (value);
  g_autofree char *label = g_strdup_printf (ngettext ("Add %u file as evidence", "Add %u files as evidence", sources->len), sources->len);

  if (sources->len == 0 || annex_store_is_read_only (store))
    return FALSE;
  annex_attach_run (widget, store, sources, label, write_records, show_last, g_new0 (gint64, 1), g_free);
  return TRUE;
}

void
annex_evidence_drop_add (GtkWidget *widget, AnnexStore *store)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), store, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
  gtk_widget_add_css_class (widget, "takes-files");
}
