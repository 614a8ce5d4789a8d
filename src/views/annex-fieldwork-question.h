/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELDWORK_QUESTION (annex_fieldwork_question_get_type ())
G_DECLARE_FINAL_TYPE (AnnexFieldworkQuestion, annex_fieldwork_question, ANNEX, FIELDWORK_QUESTION, AdwBin)

/*
 * One question of an audit's checklist, as large as a finger asks for: its result, notes stamped with
 * the time, and everything that was seen, sampled, said and found for it. What is typed and not yet
 * kept as a note is written to the file at the latest 1.5 seconds after it was typed.
 *
 * Signals:
 *   "answered": a result was given.
 */

/** annex_fieldwork_question_show: Shows a question of type audit_item as it is now; what was typed for another is kept with that one. */
void annex_fieldwork_question_show (AnnexFieldworkQuestion *self, AnnexStore *store, AnnexRecord *item);

/** annex_fieldwork_question_answer: Gives the result at @position among those that can be given, from 1; the one that it has already takes it back. */
void annex_fieldwork_question_answer (AnnexFieldworkQuestion *self, guint position);

/** annex_fieldwork_question_focus_note: Begins typing a note. */
void annex_fieldwork_question_focus_note (AnnexFieldworkQuestion *self);

/** annex_fieldwork_question_attach: Asks for photographs and files, and keeps them with the question. */
void annex_fieldwork_question_attach (AnnexFieldworkQuestion *self);

/** annex_fieldwork_question_paste: Keeps what is on the clipboard with the question. Returns: whether there are files or a picture. */
gboolean annex_fieldwork_question_paste (AnnexFieldworkQuestion *self);

/** annex_fieldwork_question_flush: Writes what was typed, without making it a note. */
void annex_fieldwork_question_flush (AnnexFieldworkQuestion *self);

G_END_DECLS
