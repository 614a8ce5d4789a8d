/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_incident_report:
 * @noticed_at: (nullable): canonical; NULL for now
 * @noticed_by: (nullable): a person as a canonical link value
 * @assets: (nullable): a canonical link value
 *
 * Writes down that something happened; everything else can wait. Returns: the id of the incident, 0 with @error set.
 */
gint64 annex_incident_report (AnnexStore *store, const char *title, const char *noticed_at, const char *noticed_by, const char *assets,
                              GError **error);

/**
 * annex_incident_add_entry:
 * @at: (nullable): a time as people write it; a time of day alone is today's, NULL or empty is now
 * @author: (nullable): a person as a canonical link value
 *
 * Adds a line to what happened. Returns: its id, 0 with @error set. Errors: %ANNEX_ERROR_INVALID for
 * a time that is none or is still to come, or a line that says nothing.
 */
gint64 annex_incident_add_entry (AnnexStore *store, gint64 incident, const char *at, const char *text, const char *author, GError **error);

/** annex_incident_dup_entries: Returns: (transfer full) (element-type AnnexRecord): the entries by their time. */
GPtrArray *annex_incident_dup_entries (AnnexStore *store, gint64 incident);

G_END_DECLS
