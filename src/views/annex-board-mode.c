/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-board-mode.h"

#include "annex-gate-dialog.h"
#include "annex-register-mode.h"
#include "isms/annex-isms.h"
#include "widgets/annex-record-board.h"

struct _AnnexBoardMode
{
  AdwBin parent_instance;

  AnnexRecordBoard *board;
  AnnexStore *store;
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexBoardMode, annex_board_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
record_chosen_cb (AnnexBoardMode *self, gint64 id, gboolean open)
{
  annex_register_mode_choose (ANNEX_REGISTER_MODE (self), id, open);
}

/* Forward asks of each what the gates in between need, back for one reason for all: they stand in one column. */
static gboolean
move_asked_cb (AnnexBoardMode *self, GArray *ids, const char *key)
{
  g_autoptr (AnnexRecord) first = annex_store_load (self->store, g_array_index (ids, gint64, 0), ANNEX_TOLD_BY_STORE);
  guint target = annex_gate_find (key);

  if (first != NULL && target > annex_corrective_action_get_position (first))
    annex_gate_dialog_present (GTK_WIDGET (self), self->store, ids, target);
  else if (first != NULL)
    annex_gate_dialog_send_back (GTK_WIDGET (self), self->store, ids, target);
  return TRUE;
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

static gboolean
annex_board_mode_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ANNEX_BOARD_MODE (widget)->board));
}

static void
annex_board_mode_dispose (GObject *object)
{
  g_clear_object (&ANNEX_BOARD_MODE (object)->store);
  G_OBJECT_CLASS (annex_board_mode_parent_class)->dispose (object);
}

static void
annex_board_mode_class_init (AnnexBoardModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_board_mode_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = annex_board_mode_grab_focus;
}

static void
annex_board_mode_init (AnnexBoardMode *self)
{
}

GtkWidget *
annex_board_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexBoardMode *self = g_object_new (ANNEX_TYPE_BOARD_MODE, NULL);
  gboolean is_path = type == &annex_corrective_action_type;
  gboolean may_be_empty = (annex_type_find_field (type, type->state_field)->flags & ANNEX_FIELD_REQUIRED) == 0;

  self->store = g_object_ref (store);
  /* A corrective action stands at a gate from its beginning on, and passes it only with what the gate needs. */
  self->board = ANNEX_RECORD_BOARD (annex_record_board_new (store, type, type->state_field, may_be_empty && !is_path));
  if (is_path)
    g_signal_connect_object (self->board, "move-asked", G_CALLBACK (move_asked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->board, "record-chosen", G_CALLBACK (record_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->board));
  return GTK_WIDGET (self);
}
