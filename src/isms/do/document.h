/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/* What documents are to the clauses and controls that they answer. SQL over the row alias d of document. */

/* The version approved last, whether or not the next one is being drafted; NULL where none ever was. */
#define ANNEX_DOCUMENT_VERSION_SQL(what) \
  "(SELECT " what " FROM link vl JOIN document_version v ON v.id = vl.source JOIN record vx ON vx.id = v.id WHERE vl.target = d.id " \
  "AND vl.field = 'document' ORDER BY v.approved_on DESC, vx.number DESC LIMIT 1)"

/* An approved version of it is in force. */
#define ANNEX_DOCUMENT_IS_APPROVED "(d.status <> 'withdrawn' AND " ANNEX_DOCUMENT_VERSION_SQL ("1") " IS NOT NULL)"

/* People can work by it: approved, or a record, which needs no approval. */
#define ANNEX_DOCUMENT_IS_IN_FORCE "(d.status IN ('current', 'approved') OR " ANNEX_DOCUMENT_IS_APPROVED ")"

#define ANNEX_DOCUMENT_IS_OVERDUE "coalesce (d.next_review < date ('now', 'localtime'), FALSE)"

/** annex_document_kinds: policy, procedure, record, … */
extern const AnnexChoice annex_document_kinds[];

/** annex_document_statuses: from draft to withdrawn. */
extern const AnnexChoice annex_document_statuses[];

G_END_DECLS
