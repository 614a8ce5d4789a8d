/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_REGISTER_MODE (annex_register_mode_get_type ())
G_DECLARE_INTERFACE (AnnexRegisterMode, annex_register_mode, ANNEX, REGISTER_MODE, GtkWidget)

/*
 * Another way than the table to look at a register: a board, a map, a timeline. It stands in the
 * register's room beside the same search, filters and detail pane.
 *
 * Signals:
 *   "record-chosen" (gint64 id, gboolean open): a record was selected; @open asks for its details.
 *   "records-chosen" (GArray *ids): several were, element-type gint64.
 *   "query-chosen" (AnnexQuery *query): the records of this query are asked for, in the table.
 */
struct _AnnexRegisterModeInterface
{
  GTypeInterface parent_iface;

  void (*set_query) (AnnexRegisterMode *self, const AnnexQuery *query);
  gboolean (*reveal) (AnnexRegisterMode *self, gint64 id);
};

/** annex_register_mode_set_query: Shows what the room's search and filters ask for; copied. Called whenever they change. */
void annex_register_mode_set_query (AnnexRegisterMode *self, const AnnexQuery *query);

/** annex_register_mode_reveal: Returns: whether it shows that record now, selected. */
gboolean annex_register_mode_reveal (AnnexRegisterMode *self, gint64 id);

/** annex_register_mode_choose: Emits "record-chosen". */
void annex_register_mode_choose (AnnexRegisterMode *self, gint64 id, gboolean open);

/** annex_register_mode_choose_many: Emits "records-chosen". */
void annex_register_mode_choose_many (AnnexRegisterMode *self, GArray *ids);

/** annex_register_mode_ask: Emits "query-chosen". */
void annex_register_mode_ask (AnnexRegisterMode *self, const AnnexQuery *query);

/**
 * AnnexRegisterModeKind:
 * @type: name of the record type that has it
 * @name: kept in the file as the room's last mode
 * @label: untranslated
 * @create: Returns: (transfer full): the widget, floating, which implements #AnnexRegisterMode
 * @about_others: whether it lists something else than the register's records, so that their filters have nothing to say
 */
typedef struct
{
  const char *type;
  const char *name;
  const char *label;
  GtkWidget *(*create) (AnnexStore *store, const AnnexType *type);
  gboolean about_others;
} AnnexRegisterModeKind;

/** annex_register_mode_list: Returns: (transfer full) (element-type AnnexRegisterModeKind): the modes of @type beside its table; may be empty. */
GPtrArray *annex_register_mode_list (const AnnexType *type);

G_END_DECLS
