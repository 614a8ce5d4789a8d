/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "annex-docx-package.h"
#include "annex-docx-template.h"

G_BEGIN_DECLS

/* What those who read a template share. */

#define ANNEX_DOCX_WORD "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
#define ANNEX_DOCX_RELATIONS "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/** annex_docx_is_element: Returns: whether @node is Word's element of that name. */
gboolean annex_docx_is_element (const xmlNode *node, const char *name);

/** annex_docx_find_child: Returns: (transfer none) (nullable): the first child of that name. @node: (nullable). */
xmlNode *annex_docx_find_child (xmlNode *node, const char *name);

/** annex_docx_dup_value: Returns: (transfer full) (nullable): Word's attribute of that name. @node: (nullable). */
char *annex_docx_dup_value (xmlNode *node, const char *name);

/** annex_docx_is_on: Returns: whether an element that says yes by being there is there, and does not say no. @node: (nullable). */
gboolean annex_docx_is_on (xmlNode *node);

/** annex_docx_find_relation: Returns: (transfer none) (nullable): the one of that id. */
const AnnexDocxRelation *annex_docx_find_relation (GPtrArray *relations, const char *id);

/** annex_docx_template_refuse: Sets the error that @part holds @what, which no template may. Returns: FALSE. */
gboolean annex_docx_template_refuse (AnnexDocxPackage *package, const char *part, const char *what, GError **error);

/** annex_docx_template_check_fields: Refuses fields that fetch or start something in @nodes and what follows them. */
gboolean annex_docx_template_check_fields (AnnexDocxPackage *package, const char *part, xmlNode *nodes, GError **error);

/** annex_docx_template_is_harmless: Returns: whether a relation is an address that people follow by themselves. */
gboolean annex_docx_template_is_harmless (const AnnexDocxRelation *relation);

/** annex_docx_template_take_header: @relation: (nullable). Returns: (transfer none): the header or footer with its pictures, taken once; NULL with @error set. */
AnnexDocxPart *annex_docx_template_take_header (AnnexDocxTemplate *self, AnnexDocxPackage *package, const AnnexDocxRelation *relation, GError **error);

/** annex_docx_template_take_picture: Takes the picture that a relation of the document leads to. */
gboolean annex_docx_template_take_picture (AnnexDocxTemplate *self, AnnexDocxPackage *package, const AnnexDocxRelation *relation, GError **error);

G_END_DECLS
