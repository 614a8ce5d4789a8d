/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexTextHit:
 * @record: id
 * @reference: of the record
 * @field: in which it stands
 * @offset: in bytes, in the field's value
 * @before: the text before it on its line, as far as one needs it to judge
 * @text: what was found, as it is written there
 * @after: the text after it
 *
 * A place where a text was found.
 */
typedef struct
{
  gint64 record;
  char *reference;
  const AnnexField *field;
  gsize offset;
  char *before;
  char *text;
  char *after;
} AnnexTextHit;

/**
 * annex_text_find:
 * @field_names: (array zero-terminated=1): of text fields of @type
 * @text: plain, not empty
 * @match_case: whether capitals are told from small letters
 * @whole_words: whether no letter or digit may stand next to it
 *
 * Returns: (transfer full) (element-type AnnexTextHit): by record, field and place; hits do not overlap. Errors: %ANNEX_ERROR_STORAGE.
 */
GPtrArray *annex_text_find (AnnexStore *store, const AnnexType *type, const char *const *field_names, const char *text, gboolean match_case,
                            gboolean whole_words, GError **error);

/**
 * annex_text_replace:
 * @hits: (element-type AnnexTextHit): some of those that annex_text_find() gave, in their order
 * @replacement: may be empty
 *
 * Writes @replacement in the place of each as one step of undo, or nothing at all. Errors: %ANNEX_ERROR_INVALID where the
 * text has changed meanwhile, and those of writing.
 */
gboolean annex_text_replace (AnnexStore *store, GPtrArray *hits, const char *replacement, GError **error);

G_END_DECLS
