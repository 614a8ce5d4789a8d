/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/** annex_incident_categories: access, misuse, disclosure, … */
extern const AnnexChoice annex_incident_categories[];

/**
 * annex_incident_add_entry:
 * @line: what was seen, done or decided; a time before it ("14:05", "24.11.2026 14:05", "2026-11-24 14:05")
 *   says when, a time of day alone is today's, and without any it is now
 *
 * Adds a line to what happened. Its author is the person of the engagement who is called like the
 * author of changes. Returns: its id, 0 with @error set. Errors: %ANNEX_ERROR_INVALID for a time
 * that is still to come, or a line that says nothing.
 */
gint64 annex_incident_add_entry (AnnexStore *store, gint64 incident, const char *line, GError **error);

/** annex_incident_dup_entries: Returns: (transfer full) (nullable) (element-type AnnexRecord): the entries by their time; NULL with @error set. */
GPtrArray *annex_incident_dup_entries (AnnexStore *store, gint64 incident, GError **error);

G_END_DECLS
