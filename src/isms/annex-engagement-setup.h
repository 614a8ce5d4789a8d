/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * annex_engagement_setup:
 * @organization: (nullable): its name
 * @scope: (nullable): the scope in a sentence
 * @edition: (nullable): "2022" or "2013"; NULL takes the newest
 *
 * Fills a new file with what every engagement has: its own record and the levels of its scales.
 */
gboolean annex_engagement_setup (AnnexStore *store, const char *title, const char *organization, const char *scope,
                                 const char *edition, GError **error);

/**
 * annex_engagement_load_sample:
 *
 * Fills a new file with the sample engagement, a software company on its way to its first
 * certificate. Everything about it stands in data/sample/ and comes in as an import does.
 */
gboolean annex_engagement_load_sample (AnnexStore *store, GError **error);

/**
 * annex_engagement_bring_up_to_date:
 *
 * Gives a file of an older Annex the catalogues that have come since, once: what was deleted does not
 * come back. Does nothing to a file that is read-only. It stands in the history and is no step of undo.
 */
gboolean annex_engagement_bring_up_to_date (AnnexStore *store, GError **error);

/**
 * annex_engagement_template_areas:
 *
 * Returns: (transfer full): the names of the types that can come along from a template.
 */
char **annex_engagement_template_areas (void);

/**
 * annex_engagement_from_template:
 * @store: a new file
 * @path: of the engagement that serves as template
 * @areas: (nullable): names of types; NULL brings all of annex_engagement_template_areas()
 * @title: of the new engagement
 * @organization: (nullable): as for annex_engagement_setup()
 * @scope: (nullable): as for annex_engagement_setup()
 *
 * Fills a new file with the rules, scales, own fields and saved filters of another engagement and
 * with the records of the chosen areas, references and links among them included. Results, evidence
 * and history stay behind.
 */
gboolean annex_engagement_from_template (AnnexStore *store, const char *path, const char *const *areas, const char *title,
                                         const char *organization, const char *scope, GError **error);

G_END_DECLS
