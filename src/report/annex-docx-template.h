/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AnnexDocxStyle: what a report needs styles for. */
typedef enum
{
  ANNEX_DOCX_TITLE,
  ANNEX_DOCX_SUBTITLE,
  ANNEX_DOCX_HEADING_1,
  ANNEX_DOCX_HEADING_2,
  ANNEX_DOCX_HEADING_3,
  ANNEX_DOCX_CAPTION,
  ANNEX_DOCX_TABLE,
  ANNEX_DOCX_N_STYLES
} AnnexDocxStyle;

/** AnnexDocxCover: what annex-docx-cover.h takes out of a template. */
typedef struct _AnnexDocxCover AnnexDocxCover;

/** AnnexDocxPart: a part to be written as it is. @relation: (nullable): what it is to the document, such as "header"; NULL for what belongs to another part. */
typedef struct
{
  char *name;
  char *content_type;
  GBytes *content;
  char *relation;
  char *id;
  gboolean checked; /* whether its fields were looked at */
} AnnexDocxPart;

/**
 * AnnexDocxTemplate:
 * @style_ids: by what the styles are called in @styles
 * @styles: the part with the styles, those added that were missing
 * @shades_headings: whether the table style makes the first row stand out by itself
 * @table_points: how large the table style wants its text, in points; 0 where it does not say
 * @parts: (element-type AnnexDocxPart): headers, footers, their pictures, theme, fonts and numbering
 * @references: the elements by which a section refers to headers and footers
 * @width: of the page, in twips, a twentieth of a point; 0 takes the report's own
 * @height: of the page
 * @margins: top, right, bottom, left, header, footer and gutter, in twips
 * @title_page: whether the first page has a header and footer of its own
 * @even_and_odd: whether left and right pages differ
 * @cover: (nullable): the page before the report
 *
 * What a report as DOCX looks like: the organization's own Word template, or Annex's plain one. Of a
 * template its looks are taken, not its words, but for those of its cover.
 */
typedef struct
{
  char *style_ids[ANNEX_DOCX_N_STYLES];
  char *styles;
  gboolean shades_headings;
  double table_points;
  GPtrArray *parts;
  GString *references;
  int width;
  int height;
  int margins[7];
  gboolean title_page;
  gboolean even_and_odd;
  AnnexDocxCover *cover;
} AnnexDocxTemplate;

/** annex_docx_template_new_plain: @title: stands in the header. Returns: (transfer full): Annex's own. */
AnnexDocxTemplate *annex_docx_template_new_plain (const char *title);

/**
 * annex_docx_template_load:
 * @bytes: a DOCX or DOTX
 * @name: of the file, for messages
 *
 * Returns: (transfer full): its looks. Macros, pictures and parts that lie elsewhere, embedded objects and
 * fields that fetch something are refused, each with its name. Errors: %ANNEX_ERROR_FORMAT,
 * %ANNEX_ERROR_TOO_LARGE.
 */
AnnexDocxTemplate *annex_docx_template_load (GBytes *bytes, const char *name, GError **error);

void annex_docx_template_free (AnnexDocxTemplate *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexDocxTemplate, annex_docx_template_free)

G_END_DECLS
