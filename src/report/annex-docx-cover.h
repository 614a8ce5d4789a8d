/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libxml/tree.h>

#include "annex-docx-package.h"
#include "annex-docx-template.h"
#include "annex-report-document.h"

G_BEGIN_DECLS

/*
 * The cover of a Word template: the cover page that Word inserted, or else what stands before the first
 * page or section break. It comes along as it is, with its pictures, text boxes and page; content controls
 * and fields for title, subject, company, author, date and status are filled in.
 */

/** annex_docx_cover_take: Puts the cover, if there is one, into @template. Returns: FALSE with @error set for one that holds what no template may. */
gboolean annex_docx_cover_take (AnnexDocxTemplate *template, AnnexDocxPackage *package, xmlDoc *document, GPtrArray *relations, GError **error);

/** annex_docx_cover_get_namespaces: Returns: (transfer none): attributes that the root of a document with it needs besides those of our own. */
const char *annex_docx_cover_get_namespaces (const AnnexDocxCover *self);

/** annex_docx_cover_list_relations: Returns: (transfer none) (element-type AnnexDocxRelation): what it refers to. */
GPtrArray *annex_docx_cover_list_relations (const AnnexDocxCover *self);

/** annex_docx_cover_has_section: Returns: whether it ends with a section of its own, with page, header and footer. */
gboolean annex_docx_cover_has_section (const AnnexDocxCover *self);

/** annex_docx_cover_append: Writes it for a report. */
void annex_docx_cover_append (const AnnexDocxCover *self, const AnnexReportDocument *document, GString *xml);

/** annex_docx_cover_free: @self: (nullable). */
void annex_docx_cover_free (AnnexDocxCover *self);

G_END_DECLS
