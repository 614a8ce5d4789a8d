/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_PROMPT (annex_prompt_get_type ())
G_DECLARE_FINAL_TYPE (AnnexPrompt, annex_prompt, ANNEX, PROMPT, GtkPopover)

/*
 * Asks for a few words in a popover; Enter answers from any entry.
 * Signal "answered" (GStrv answers), in the order of the labels.
 */

/**
 * annex_prompt_present:
 * @parent: what it points to
 * @labels: names of the entries, ended by NULL
 * @confirm: label of the button, with a mnemonic
 * @required: whether the first entry may not be left empty
 *
 * Returns: (transfer none): the popover, which goes when it is closed.
 */
AnnexPrompt *annex_prompt_present (GtkWidget *parent, const char *heading, const char *const *labels, const char *confirm, gboolean required);

/** annex_prompt_set_text: Puts what is to be changed, or goes on being typed, into the first entry; the cursor stands behind it. */
void annex_prompt_set_text (AnnexPrompt *self, const char *text);

G_END_DECLS
