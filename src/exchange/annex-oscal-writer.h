/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/annex-query.h"

G_BEGIN_DECLS

/** The edition of OSCAL that is written. */
#define ANNEX_OSCAL_VERSION "1.1.2"

/** The namespace of properties that OSCAL itself does not name. */
#define ANNEX_OSCAL_NAMESPACE "urn:io.github.annex_isms.Annex"

/**
 * AnnexOscalKind:
 * @ANNEX_OSCAL_CATALOGUE: the controls themselves. Those of a library that came in from OSCAL go out as they came
 *   (groups, order, identifiers, back matter) with what was changed since
 * @ANNEX_OSCAL_IMPLEMENTATION: a component definition: which controls apply, how they are implemented and how
 *   far, and by which evidence; those that nothing was decided on are left out
 */
typedef enum
{
  ANNEX_OSCAL_CATALOGUE,
  ANNEX_OSCAL_IMPLEMENTATION
} AnnexOscalKind;

/** annex_oscal_find_kind: Returns: whether the name of a file asks for OSCAL, by ending in .oscal.json or .component.json. */
gboolean annex_oscal_find_kind (const char *path, AnnexOscalKind *kind);

/**
 * annex_oscal_export:
 * @query: for controls
 *
 * Writes what is found as JSON, replacing the file at once or not at all.
 * Errors: ANNEX_ERROR_STORAGE; ANNEX_ERROR_INVALID for other types, and when nothing is found.
 */
gboolean annex_oscal_export (AnnexStore *store, const AnnexQuery *query, AnnexOscalKind kind, const char *path, GError **error);

/* The two documents. @controls: (element-type AnnexRecord), not empty. Returns: (transfer full): the whole document. */
JsonNode *annex_oscal_make_catalogue (AnnexStore *store, GPtrArray *controls, GError **error);
JsonNode *annex_oscal_make_implementation (AnnexStore *store, GPtrArray *controls, GError **error);

/** annex_oscal_make_uuid: Returns: (transfer full): a UUID that is always the same for the same words. */
char *annex_oscal_make_uuid (const char *what, gint64 number);

/** annex_oscal_make_id: Returns: (transfer full): a token as OSCAL has them: "ac-2.1" of "AC-2(1)". */
char *annex_oscal_make_id (const char *reference);

/** annex_oscal_get_control_id: Returns: (transfer full): the id that the control came with, or one made of its reference. */
char *annex_oscal_get_control_id (AnnexRecord *control);

/** annex_oscal_add_metadata: Adds title, time, version and edition to a document. */
void annex_oscal_add_metadata (JsonObject *document, AnnexStore *store, const char *title);

/** annex_oscal_add_property: Adds a “prop”; nothing when @value (nullable) has no words. @ns: (nullable). */
void annex_oscal_add_property (JsonObject *owner, const char *name, const char *ns, const char *value);

G_END_DECLS
