/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * The path of a nonconformity (ISO/IEC 27001, 10.2): six gates in their order, each passed with what it
 * needs or skipped with a reason. Every call that writes is one transaction and one step of undo.
 */

/** AnnexGate: a step of the path. */
typedef enum
{
  ANNEX_GATE_CORRECTION,
  ANNEX_GATE_CAUSE,
  ANNEX_GATE_PLAN,
  ANNEX_GATE_IMPLEMENTATION,
  ANNEX_GATE_EVIDENCE,
  ANNEX_GATE_VERIFICATION
} AnnexGate;

#define ANNEX_N_GATES 6

/** AnnexGateState: how a record stands to a gate. */
typedef enum
{
  ANNEX_GATE_AHEAD,
  ANNEX_GATE_NEXT,
  ANNEX_GATE_PASSED,
  ANNEX_GATE_SKIPPED
} AnnexGateState;

/** AnnexGatePart: the fields that each gate has. */
typedef enum
{
  ANNEX_GATE_RECORD,
  ANNEX_GATE_OWNER,
  ANNEX_GATE_DUE,
  ANNEX_GATE_DONE_ON,
  ANNEX_GATE_REASON
} AnnexGatePart;

/** annex_gate_get_label: Returns: (transfer none): its name for people. */
const char *annex_gate_get_label (AnnexGate gate);

/** annex_gate_get_field: Returns: (transfer none): the field of a corrective action that holds @part of it. */
const char *annex_gate_get_field (AnnexGate gate, AnnexGatePart part);

/** annex_gate_find: Returns: the gate that a record in that stage stands at; %ANNEX_N_GATES for "closed" and what is no stage. */
guint annex_gate_find (const char *stage);

/** annex_corrective_action_get_position: Returns: the gate that is next, %ANNEX_N_GATES when it is closed. */
guint annex_corrective_action_get_position (AnnexRecord *record);

AnnexGateState annex_corrective_action_get_state (AnnexRecord *record, AnnexGate gate);

/**
 * annex_corrective_action_list_needs:
 * @done_on: (nullable): the day on which it is to be passed, today when NULL
 *
 * Returns: (transfer full) (nullable) (element-type utf8): what has to be there before @gate can be passed, a
 * sentence each that says what to do; empty when nothing is missing, NULL with @error set.
 */
GPtrArray *annex_corrective_action_list_needs (AnnexStore *store, AnnexRecord *record, AnnexGate gate, const char *done_on, GError **error);

/** annex_corrective_action_may_skip: Returns: whether the gate may be left out: effect has to be shown for every nonconformity. */
gboolean annex_corrective_action_may_skip (AnnexRecord *record, AnnexGate gate);

/**
 * annex_corrective_action_list_needs_with:
 * @answers: (element-type utf8 utf8): names of fields and the canonical values that they are about to get
 *
 * Returns: (transfer full) (element-type utf8) (nullable): what the gate that is next would still need
 * with these, as annex_corrective_action_list_needs(); NULL with @error set where one of them is refused.
 * Nothing is written.
 */
GPtrArray *annex_corrective_action_list_needs_with (AnnexStore *store, gint64 id, GHashTable *answers, const char *done_on, GError **error);

/**
 * annex_corrective_action_pass:
 * @answers: (element-type utf8 utf8) (nullable): names of fields and canonical values, written with it
 * @done_on: (nullable): when the step was done, today when NULL
 *
 * Passes the gate that is next. Errors: %ANNEX_ERROR_INVALID with everything that it still needs.
 */
gboolean annex_corrective_action_pass (AnnexStore *store, gint64 id, GHashTable *answers, const char *done_on, GError **error);

/** annex_corrective_action_skip: Leaves the gate that is next out. @reason: shown in history and reports; empty is refused. */
gboolean annex_corrective_action_skip (AnnexStore *store, gint64 id, const char *reason, GError **error);

/**
 * annex_corrective_action_send_back:
 * @ids: (element-type gint64): at least one; all of them or none
 * @reason: not empty
 *
 * Makes a gate that was passed or skipped the next one again, whether closed or not.
 */
gboolean annex_corrective_action_send_back (AnnexStore *store, GArray *ids, AnnexGate gate, const char *reason, GError **error);

G_END_DECLS
