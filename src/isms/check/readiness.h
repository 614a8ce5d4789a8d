/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/*
 * Whether a certification body would find what it comes for: at stage 1 the system as it is
 * documented, at stage 2 that it operates. It is read from the records; where something is kept
 * elsewhere, a record of evidence that is linked to its clause stands for it.
 */

/** AnnexReadinessState: how it stands with a point. */
typedef enum
{
  ANNEX_READINESS_MISSING,
  ANNEX_READINESS_OLD,
  ANNEX_READINESS_READY
} AnnexReadinessState;

/**
 * AnnexReadinessPoint:
 * @clause: clause or control that asks for it, as an auditor writes it
 * @what: in a few words
 * @state: of it
 * @detail: what is there, or what to do
 * @record: where to do it or what is there, 0 for no single record
 * @reference: (nullable): of @record
 */
typedef struct
{
  char *clause;
  char *what;
  AnnexReadinessState state;
  char *detail;
  gint64 record;
  char *reference;
} AnnexReadinessPoint;

/**
 * annex_readiness_check:
 * @stage: 1 or 2
 *
 * Returns: (transfer full) (element-type AnnexReadinessPoint): everything that is looked for, in the order
 * of the standard. Errors: as annex_statement_finish().
 */
GPtrArray *annex_readiness_check (AnnexStore *store, int stage, GError **error);

/** annex_readiness_count: Returns: how many points are in @state. */
guint annex_readiness_count (GPtrArray *points, AnnexReadinessState state);

/** annex_readiness_get_label: Returns: (transfer none): the state in a word. */
const char *annex_readiness_get_label (AnnexReadinessState state);

G_END_DECLS
