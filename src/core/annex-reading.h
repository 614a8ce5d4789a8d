/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/*
 * One lock on the file for many reads, which spares most of what short reads cost. Nobody else can write meanwhile, so
 * it is held for a stretch of work and not across the main loop.
 */

/** annex_reading_begin: Returns: whether it began, to be ended with annex_reading_end(); within a transaction there is no need. */
gboolean annex_reading_begin (AnnexStore *store);
void annex_reading_end (AnnexStore *store);

G_END_DECLS
