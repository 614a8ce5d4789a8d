/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/* What documents are to those who work by them. SQL over the row alias @d of document. */

/* The version approved last, whether or not the next one is being drafted; NULL where none ever was. */
#define ANNEX_DOCUMENT_VERSION_SQL(d, what) \
  "(SELECT " what " FROM link vl JOIN document_version v ON v.id = vl.source JOIN record vx ON vx.id = v.id WHERE vl.target = " d ".id " \
  "AND vl.field = 'document' ORDER BY v.approved_on DESC, vx.number DESC LIMIT 1)"

/* An approved version of it is in force. */
#define ANNEX_DOCUMENT_IS_APPROVED_SQL(d) "(" d ".status <> 'withdrawn' AND " ANNEX_DOCUMENT_VERSION_SQL (d, "1") " IS NOT NULL)"

/* Records, and what others wrote, are worth something without anybody's approval here. */
#define ANNEX_DOCUMENT_NEEDS_NO_APPROVAL_SQL(d) "(" d ".kind IN ('record', 'register', 'external'))"

/* People can rely on it. */
#define ANNEX_DOCUMENT_IS_IN_FORCE_SQL(d) \
  "(" ANNEX_DOCUMENT_IS_APPROVED_SQL (d) " OR " d ".status = 'current' AND " ANNEX_DOCUMENT_NEEDS_NO_APPROVAL_SQL (d) ")"

#define ANNEX_DOCUMENT_IS_OVERDUE_SQL(d) "coalesce (" d ".next_review < annex_today (), FALSE)"

/** annex_document_kinds: policy, procedure, record, … */
extern const AnnexChoice annex_document_kinds[];

/** annex_document_statuses: from draft to withdrawn. */
extern const AnnexChoice annex_document_statuses[];

G_END_DECLS
