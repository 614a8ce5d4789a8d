/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-board-mode.h"

#include "annex-register-mode.h"
#include "widgets/annex-record-board.h"

struct _AnnexBoardMode
{
  AdwBin parent_instance;

  AnnexRecordBoard *board;
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexBoardMode, annex_board_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
record_chosen_cb (AnnexBoardMode *self, gint64 id, gboolean open)
{
  annex_register_mode_choose (ANNEX_REGISTER_MODE (self), id, open);
}

static void
annex_board_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  annex_record_board_set_query (ANNEX_BOARD_MODE (mode)->board, query);
}

static gboolean
annex_board_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return annex_record_board_reveal (ANNEX_BOARD_MODE (mode)->board, id);
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_board_mode_set_query;
  iface->reveal = annex_board_mode_reveal;
}

static void
annex_board_mode_class_init (AnnexBoardModeClass *klass)
{
}

static void
annex_board_mode_init (AnnexBoardMode *self)
{
}

GtkWidget *
annex_board_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexBoardMode *self = g_object_new (ANNEX_TYPE_BOARD_MODE, NULL);

  self->board = ANNEX_RECORD_BOARD (annex_record_board_new (store, type, type->state_field));
  g_signal_connect_object (self->board, "record-chosen", G_CALLBACK (record_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
  return GTK_WIDGET (self);
}
