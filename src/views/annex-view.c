/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-view.h"

G_DEFINE_INTERFACE (AnnexView, annex_view, GTK_TYPE_WIDGET)

static void
annex_view_default_init (AnnexViewInterface *iface)
{
  g_signal_new ("draft-changed", ANNEX_TYPE_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

const char *
annex_view_get_title (AnnexView *self)
{
  return ANNEX_VIEW_GET_IFACE (self)->get_title (self);
}

void
annex_view_focus_content (AnnexView *self)
{
  if (ANNEX_VIEW_GET_IFACE (self)->focus_content != NULL)
    ANNEX_VIEW_GET_IFACE (self)->focus_content (self);
  else
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

void
annex_view_focus_search (AnnexView *self)
{
  if (ANNEX_VIEW_GET_IFACE (self)->focus_search != NULL)
    ANNEX_VIEW_GET_IFACE (self)->focus_search (self);
}

void
annex_view_new_record (AnnexView *self)
{
  if (ANNEX_VIEW_GET_IFACE (self)->new_record != NULL)
    ANNEX_VIEW_GET_IFACE (self)->new_record (self);
}

gboolean
annex_view_show_record (AnnexView *self, gint64 id)
{
  return ANNEX_VIEW_GET_IFACE (self)->show_record != NULL && ANNEX_VIEW_GET_IFACE (self)->show_record (self, id);
}

void
annex_view_show_query (AnnexView *self, const AnnexQuery *query)
{
  if (ANNEX_VIEW_GET_IFACE (self)->show_query != NULL)
    ANNEX_VIEW_GET_IFACE (self)->show_query (self, query);
}

const AnnexQuery *
annex_view_get_query (AnnexView *self)
{
  return ANNEX_VIEW_GET_IFACE (self)->get_query != NULL ? ANNEX_VIEW_GET_IFACE (self)->get_query (self) : NULL;
}

void
annex_view_toggle_detail (AnnexView *self)
{
  if (ANNEX_VIEW_GET_IFACE (self)->toggle_detail != NULL)
    ANNEX_VIEW_GET_IFACE (self)->toggle_detail (self);
}

void
annex_view_flush (AnnexView *self)
{
  if (ANNEX_VIEW_GET_IFACE (self)->flush != NULL)
    ANNEX_VIEW_GET_IFACE (self)->flush (self);
}

AnnexStore *
annex_view_get_draft (AnnexView *self)
{
  return ANNEX_VIEW_GET_IFACE (self)->get_draft != NULL ? ANNEX_VIEW_GET_IFACE (self)->get_draft (self) : NULL;
}
