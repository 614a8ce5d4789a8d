/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/**
 * AnnexTypesetter:
 *
 * Sets texts into lines and remembers them, for a document sets most of its texts again and again: once to
 * count the pages, once to draw them, and names, levels and headings of tables all through. Setting a text is
 * what a printed page costs.
 */
typedef struct _AnnexTypesetter AnnexTypesetter;

/** annex_typesetter_new: Returns: (transfer full): for pages of a PDF, by the thread that will use it. */
AnnexTypesetter *annex_typesetter_new (void);
void annex_typesetter_free (AnnexTypesetter *self);

/** AnnexTypeface: how a text looks; @size in points. */
typedef struct
{
  double size;
  gboolean bold;
  PangoAlignment alignment;
} AnnexTypeface;

/**
 * annex_typesetter_set:
 * @text: what is not UTF-8 in it is replaced
 * @width: in points, at which lines are broken
 *
 * Returns: (transfer full): the text in lines, not to be changed.
 */
PangoLayout *annex_typesetter_set (AnnexTypesetter *self, const char *text, const AnnexTypeface *face, double width);

/** annex_typesetter_get_height: Returns: of all lines of @layout, in points. */
double annex_typesetter_get_height (PangoLayout *layout);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexTypesetter, annex_typesetter_free)

G_END_DECLS
