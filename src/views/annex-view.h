/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_VIEW (annex_view_get_type ())
G_DECLARE_INTERFACE (AnnexView, annex_view, ANNEX, VIEW, GtkWidget)

/*
 * What the window knows of every screen. All but get_title may be left out.
 */
struct _AnnexViewInterface
{
  GTypeInterface parent_iface;

  const char *(*get_title) (AnnexView *self);
  void (*focus_content) (AnnexView *self);
  void (*focus_search) (AnnexView *self);
  void (*new_record) (AnnexView *self);
  gboolean (*show_record) (AnnexView *self, gint64 id);
  void (*show_query) (AnnexView *self, const AnnexQuery *query);
  const AnnexQuery *(*get_query) (AnnexView *self);
  void (*toggle_detail) (AnnexView *self);
  void (*flush) (AnnexView *self);
  AnnexStore *(*get_draft) (AnnexView *self);
};

const char *annex_view_get_title (AnnexView *self);

/** annex_view_focus_content: Moves the keyboard to what the screen is about. */
void annex_view_focus_content (AnnexView *self);

/** annex_view_focus_search: Moves the keyboard to the screen's search. */
void annex_view_focus_search (AnnexView *self);

/** annex_view_new_record: Makes a record of the kind that the screen shows. */
void annex_view_new_record (AnnexView *self);

/** annex_view_show_record: Returns: whether the screen shows that record now. */
gboolean annex_view_show_record (AnnexView *self, gint64 id);

/** annex_view_show_query: Shows what @query asks for. */
void annex_view_show_query (AnnexView *self, const AnnexQuery *query);

/** annex_view_get_query: Returns: (nullable) (transfer none): what is shown, for export. */
const AnnexQuery *annex_view_get_query (AnnexView *self);

/** annex_view_toggle_detail: Opens or closes the detail pane. */
void annex_view_toggle_detail (AnnexView *self);

/** annex_view_flush: Writes what was typed and not yet confirmed. */
void annex_view_flush (AnnexView *self);

/**
 * annex_view_get_draft:
 *
 * Steps on the screen that the engagement does not know of yet are undone and done again before its own. The signal
 * "draft-changed" tells that there are others than before.
 *
 * Returns: (nullable) (transfer none): the store that has them.
 */
AnnexStore *annex_view_get_draft (AnnexView *self);

G_END_DECLS
