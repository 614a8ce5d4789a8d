/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_workshop_evidence_print: Returns: (transfer full): the minutes of a workshop as PDF, which takes longer than a frame. */
GBytes *annex_workshop_evidence_print (AnnexStore *store, gint64 workshop, GCancellable *cancellable, GError **error);

/**
 * annex_workshop_evidence_keep:
 * @minutes: a PDF
 *
 * Keeps a workshop as evidence that risks were assessed (clause 8.2), about the day on which it was held, with its
 * minutes as a file. Where there is such evidence already, the minutes are added to it, unless it has these.
 *
 * Returns: the id of the evidence, 0 with @error set.
 */
gint64 annex_workshop_evidence_keep (AnnexStore *store, gint64 workshop, GBytes *minutes, GError **error);

G_END_DECLS
