/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-record.h"

G_BEGIN_DECLS

/** AnnexStatementGrouping: under which headings the lines of the Statement of Applicability stand. */
typedef enum
{
  ANNEX_STATEMENT_BY_THEME,
  ANNEX_STATEMENT_BY_STATUS,
  ANNEX_STATEMENT_BY_OWNER,
  ANNEX_STATEMENT_BY_2013
} AnnexStatementGrouping;

#define ANNEX_TYPE_STATEMENT_LINE (annex_statement_line_get_type ())
G_DECLARE_FINAL_TYPE (AnnexStatementLine, annex_statement_line, ANNEX, STATEMENT_LINE, GObject)

/* A line of the statement: a control under one heading. */

/**
 * annex_statement_line_add:
 * @lines: (element-type AnnexStatementLine): where to
 *
 * Adds the line of a control, or several: by the edition of 2013 it stands under each control that it continues.
 */
void annex_statement_line_add (GPtrArray *lines, AnnexRecord *control, AnnexStatementGrouping grouping);

AnnexRecord *annex_statement_line_get_control (AnnexStatementLine *self);

/** annex_statement_line_set_control: The same control, read anew. */
void annex_statement_line_set_control (AnnexStatementLine *self, AnnexRecord *control);

const char *annex_statement_line_get_section (AnnexStatementLine *self);

/** annex_statement_line_get_note: Returns: (nullable): what the control is called under this heading, such as "A.9.2.1". */
const char *annex_statement_line_get_note (AnnexStatementLine *self);

/** annex_statement_line_compare_sections: For a GtkCustomSorter. */
int annex_statement_line_compare_sections (gconstpointer a, gconstpointer b, gpointer data);

/** annex_statement_line_compare: Within a section; A.5.10 stands after A.5.9. For a GtkCustomSorter. */
int annex_statement_line_compare (gconstpointer a, gconstpointer b, gpointer data);

/** annex_statement_line_is_same: Returns: whether both are about the same control under the same heading. */
gboolean annex_statement_line_is_same (AnnexStatementLine *self, AnnexStatementLine *other);

G_END_DECLS
