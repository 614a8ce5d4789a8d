/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_WORKSHOP_DECISION (annex_workshop_decision_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWorkshopDecision, annex_workshop_decision, ANNEX, WORKSHOP_DECISION, AdwBin)

/*
 * What is done about a risk, in large letters: treat, tolerate, transfer or terminate, chosen by arrow keys
 * or by the digits 1 to 4 while the keyboard is on it. Signal "decided" (const char *key).
 */

/** annex_workshop_decision_show: @key: (nullable): what is decided now; NULL for nothing yet. Emits nothing. */
void annex_workshop_decision_show (AnnexWorkshopDecision *self, const char *key);

/** annex_workshop_decision_begin: Takes the keyboard, to ask for a decision. */
void annex_workshop_decision_begin (AnnexWorkshopDecision *self);

G_END_DECLS
