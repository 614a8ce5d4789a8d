/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-watch.h"

#include <glib/gi18n.h>

#include "annex-record-selection.h"

typedef struct
{
  AnnexShowRecord show;
  gpointer user_data;
  GObject *source; /* nullable: a slot, a node or a record */
  gulong handler;
  gboolean stale;
} Watch;

static GQuark
watch_quark (void)
{
  static GQuark quark;

  if (quark == 0)
    quark = g_quark_from_static_string ("annex-record-watch");

  return quark;
}

static void
show_record (GtkWidget *widget, Watch *watch)
{
  AnnexRecord *record = annex_record_selection_get_record (watch->source);
  gboolean unreadable = record == NULL && annex_record_selection_is_unreadable (watch->source);

  watch->stale = FALSE;
  watch->show (widget, record, unreadable ? _("Could not be read") : "", watch->user_data);
}

static void
notify_record_cb (GtkWidget *widget)
{
  Watch *watch = g_object_get_qdata (G_OBJECT (widget), watch_quark ());

  if (gtk_widget_get_mapped (widget))
    show_record (widget, watch);
  else
    watch->stale = TRUE;
}

static void
map_cb (GtkWidget *widget, Watch *watch)
{
  if (watch->stale)
    show_record (widget, watch);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  annex_record_watch_set_item (gtk_list_item_get_child (item), gtk_list_item_get_item (item));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  annex_record_watch_set_item (gtk_list_item_get_child (item), NULL);
}

static void
drop_source (Watch *watch)
{
  if (watch->handler != 0)
    g_signal_handler_disconnect (watch->source, watch->handler);
  watch->handler = 0;
  watch->stale = FALSE;
  g_clear_object (&watch->source);
}

static void
watch_free (Watch *watch)
{
  drop_source (watch);
  g_free (watch);
}

void
annex_record_watch_add (GtkWidget *widget, AnnexShowRecord show, gpointer user_data)
{
  Watch *watch = g_new0 (Watch, 1);

  watch->show = show;
  watch->user_data = user_data;
  g_object_set_qdata_full (G_OBJECT (widget), watch_quark (), watch, (GDestroyNotify) watch_free);
  g_signal_connect (widget, "map", G_CALLBACK (map_cb), watch);
}

void
annex_record_watch_set_item (GtkWidget *widget, gpointer item)
{
  Watch *watch = g_object_get_qdata (G_OBJECT (widget), watch_quark ());

  drop_source (watch);
  if (item == NULL)
    return;

  watch->source = GTK_IS_TREE_LIST_ROW (item) ? gtk_tree_list_row_get_item (item) : g_object_ref (item);
  /* Records of the past do not change. */
  if (!ANNEX_IS_RECORD (watch->source))
    watch->handler = g_signal_connect_swapped (watch->source, "notify::record", G_CALLBACK (notify_record_cb), widget);
  notify_record_cb (widget);
}

void
annex_record_watch_bind (GtkListItemFactory *factory)
{
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);
}
