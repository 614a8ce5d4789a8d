/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The words of an OSCAL control as people read them.
 *
 * OSCAL's prose is Markdown in which parameters are inserted, “{{ insert: param, ac-1_prm_4 }}”. A parameter
 * without a value reads as what it asks for: “[frequency]”. Tags of HTML that only shape the text are left out.
 */

/**
 * annex_oscal_prose_render:
 * @parameters: (element-type utf8 JsonObject): every parameter of the catalogue by its id
 * @error: ANNEX_ERROR_INVALID for a script or the like, and for a parameter that is inserted into itself
 *
 * Returns: (transfer full) (nullable): the prose with its parameters; NULL with @error set.
 */
char *annex_oscal_prose_render (const char *prose, GHashTable *parameters, GError **error);

/** annex_oscal_prose_render_part: Returns: (transfer full) (nullable): a part and those in it, an item a line with its label before it. */
char *annex_oscal_prose_render_part (JsonObject *part, GHashTable *parameters, GError **error);

/**
 * annex_oscal_prose_render_control:
 * @text: (out) (transfer full): its statement, and its guidance under a heading
 * @hint: (out) (transfer full): what an assessor examines
 */
gboolean annex_oscal_prose_render_control (JsonObject *control, GHashTable *parameters, char **text, char **hint, GError **error);

/** annex_oscal_prose_describe_parameter: Returns: (transfer full) (nullable): what it asks for, or what it was set to, in a line. */
char *annex_oscal_prose_describe_parameter (JsonObject *parameter, GHashTable *parameters, GError **error);

/** annex_oscal_get_text: Returns: (transfer none) (nullable): the member, when it is a text. */
const char *annex_oscal_get_text (JsonObject *object, const char *member);

/** annex_oscal_get_array: Returns: (transfer none) (nullable): the member, when it is a list. */
JsonArray *annex_oscal_get_array (JsonObject *object, const char *member);

/** annex_oscal_get_object_at: Returns: (transfer none) (nullable): the element, when it is an object. */
JsonObject *annex_oscal_get_object_at (JsonArray *array, guint index);

/** annex_oscal_find_property: Returns: (transfer none) (nullable): the value of the first “prop” of that name without a class, or else of the first. */
const char *annex_oscal_find_property (JsonObject *object, const char *name);

G_END_DECLS
