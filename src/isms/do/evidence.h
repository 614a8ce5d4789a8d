/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-attaching.h"

G_BEGIN_DECLS

/**
 * annex_evidence_add_file:
 *
 * Makes a record of evidence from a file: called as the file is, about the day on which it was last written,
 * collected today. Returns: its id, 0 with @error set.
 */
gint64 annex_evidence_add_file (AnnexTransaction *transaction, AnnexStagedFile *staged, GError **error);

G_END_DECLS
