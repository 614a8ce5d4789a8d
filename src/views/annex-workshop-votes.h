/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "isms/plan/workshop-session.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_WORKSHOP_VOTES (annex_workshop_votes_get_type ())
G_DECLARE_FINAL_TYPE (AnnexWorkshopVotes, annex_workshop_votes, ANNEX, WORKSHOP_VOTES, AdwBin)

/*
 * The estimates of all participants of a workshop, their spread, and what is to be agreed on. The
 * keyboard stands on one estimate; a digit sets it and goes on to the next.
 *
 * Signals:
 *   "estimated" (gint64 participant, int axis, int level): a level was entered, 0 to take it back;
 *   the participant is 0 for what is to be agreed on.
 */

/**
 * annex_workshop_votes_show:
 * @votes: (element-type AnnexWorkshopVote)
 * @covered: whether levels are only shown to be there
 * @agreed: what is to be agreed on, by axis; 0 for nothing yet
 */
void annex_workshop_votes_show (AnnexWorkshopVotes *self, AnnexStore *store, GPtrArray *votes, gboolean covered, const int *agreed);

/** annex_workshop_votes_enter: Enters a level where the keyboard stands, or else where the first one is missing, and goes on. */
void annex_workshop_votes_enter (AnnexWorkshopVotes *self, int level);

/** annex_workshop_votes_begin: Puts the keyboard on the first estimate that is missing. */
void annex_workshop_votes_begin (AnnexWorkshopVotes *self);

G_END_DECLS
