/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_BEGIN_DECLS

/**
 * AnnexDocxPackage:
 *
 * A word processing document that somebody gave, unpacked into memory. What unpacks to more than
 * 64 MiB or has more than 2,000 parts is refused, and nothing of it is run or fetched.
 */
typedef struct _AnnexDocxPackage AnnexDocxPackage;

/**
 * AnnexDocxRelation:
 * @id: within the part it comes from
 * @type: the last word of its kind, such as "header" or "image"
 * @target: name of a part of the package without a slash in front, or an address
 * @external: whether @target is an address outside the package
 *
 * What a part refers to.
 */
typedef struct
{
  char *id;
  char *type;
  char *target;
  gboolean external;
} AnnexDocxRelation;

/**
 * annex_docx_package_open:
 * @name: of the file, for messages
 *
 * Errors: %ANNEX_ERROR_FORMAT, %ANNEX_ERROR_TOO_LARGE.
 */
AnnexDocxPackage *annex_docx_package_open (GBytes *bytes, const char *name, GError **error);
void annex_docx_package_free (AnnexDocxPackage *self);

/** annex_docx_package_get_name: Returns: (transfer none): the file's name for messages. */
const char *annex_docx_package_get_name (AnnexDocxPackage *self);

/** annex_docx_package_find_part: Returns: (nullable) (transfer none): its content; names differ at most in the case of letters. */
GBytes *annex_docx_package_find_part (AnnexDocxPackage *self, const char *part);

/** annex_docx_package_list_parts: Returns: (transfer container) (element-type utf8): the names of all parts, in small letters. */
GList *annex_docx_package_list_parts (AnnexDocxPackage *self);

/** annex_docx_package_get_content_type: Returns: (transfer none): of a part; "" where the package does not say. */
const char *annex_docx_package_get_content_type (AnnexDocxPackage *self, const char *part);

/** annex_docx_package_parse: Returns: (transfer full): a part as XML; one that is missing, damaged or declares a document type is refused. */
xmlDoc *annex_docx_package_parse (AnnexDocxPackage *self, const char *part, GError **error);

/** annex_docx_package_list_relations: @part: "" for the package's own. Returns: (transfer full) (element-type AnnexDocxRelation): may be empty. */
GPtrArray *annex_docx_package_list_relations (AnnexDocxPackage *self, const char *part, GError **error);

/** annex_docx_dup_relations_name: Returns: (transfer full): the name of the part that holds the relations of @part. */
char *annex_docx_dup_relations_name (const char *part);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDocxPackage, annex_docx_package_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (xmlDoc, xmlFreeDoc)

G_END_DECLS
