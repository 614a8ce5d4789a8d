/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "risk.h"

G_BEGIN_DECLS

/*
 * What happens in a workshop, one step of undo each: every call that writes is a transaction of its
 * own and durable when it returns, so that a crash loses nothing that was entered.
 */

/** AnnexWorkshopAxis: which of the two estimates of a risk. */
typedef enum
{
  ANNEX_WORKSHOP_LIKELIHOOD,
  ANNEX_WORKSHOP_CONSEQUENCE
} AnnexWorkshopAxis;

/**
 * AnnexWorkshopVote:
 * @participant: id of the attendance
 * @name: for people
 * @role: (nullable): as what the person takes part
 * @levels: what the participant says, by #AnnexWorkshopAxis; 0 for nothing yet
 *
 * A participant with the estimates of one round.
 */
typedef struct
{
  gint64 participant;
  char *name;
  char *role;
  int levels[2];
} AnnexWorkshopVote;

/**
 * AnnexWorkshopSpread:
 * @n: how many have given an estimate
 * @lowest: 0 when nobody has
 * @highest: 0 when nobody has
 * @median: the middle one, or halfway between the two in the middle
 * @proposed: @median as a level; halves go to the worse one
 *
 * How far estimates lie apart.
 */
typedef struct
{
  guint n;
  int lowest;
  int highest;
  double median;
  int proposed;
} AnnexWorkshopSpread;

/** annex_workshop_find_latest: Returns: the id of the running workshop, or else of the one held last; 0 when there is none, or with @error set. */
gint64 annex_workshop_find_latest (AnnexStore *store, GError **error);

/**
 * annex_workshop_create:
 * @place: (nullable)
 * @risks: (nullable): the agenda as a canonical link value
 *
 * Returns: the id of a planned workshop, 0 with @error set.
 */
gint64 annex_workshop_create (AnnexStore *store, const char *title, const char *place, const char *risks, GError **error);

/**
 * annex_workshop_begin:
 *
 * Begins a planned workshop, or takes one up again: notes when it began and puts the risks that it
 * should judge, in the order of their references, on the agenda where they are missing.
 */
gboolean annex_workshop_begin (AnnexStore *store, gint64 workshop, GError **error);

/** annex_workshop_end: Notes that it is over, and when. What is still open stays open. */
gboolean annex_workshop_end (AnnexStore *store, gint64 workshop, GError **error);

/** annex_workshop_get_stage: Returns: which rating it judges. */
AnnexRiskStage annex_workshop_get_stage (AnnexRecord *workshop);

/** annex_workshop_dup_agenda: Returns: (transfer full) (element-type AnnexRecord): the agenda in its order; empty when there is none, NULL with @error set. */
GPtrArray *annex_workshop_dup_agenda (AnnexStore *store, gint64 workshop, GError **error);

/** annex_workshop_dup_attendance: Returns: (transfer full) (element-type AnnexRecord): who takes part, in the order in which they came; NULL with @error set. */
GPtrArray *annex_workshop_dup_attendance (AnnexStore *store, gint64 workshop, GError **error);

/** annex_workshop_load_risk: Returns: (transfer full) (nullable): the risk of an agenda item; NULL where it is about none, or with @error set. */
AnnexRecord *annex_workshop_load_risk (AnnexStore *store, AnnexRecord *item, GError **error);

/** annex_workshop_dup_votes: @round: from 1. Returns: (transfer full) (element-type AnnexWorkshopVote): every participant, with or without an estimate; NULL with @error set. */
GPtrArray *annex_workshop_dup_votes (AnnexStore *store, gint64 item, int round, GError **error);

/** annex_workshop_get_round: Returns: the round of estimates that an agenda item is in, from 1. */
int annex_workshop_get_round (AnnexRecord *item);

/** annex_workshop_measure_spread: @votes: (element-type AnnexWorkshopVote). */
AnnexWorkshopSpread annex_workshop_measure_spread (GPtrArray *votes, AnnexWorkshopAxis axis);

/**
 * annex_workshop_add_participant:
 * @name: of a person of the engagement, who is then linked and gives the role unless @role does, or of a guest
 * @role: (nullable)
 *
 * Refuses a name that is there already. Returns: the id of the attendance, 0 with @error set.
 */
gint64 annex_workshop_add_participant (AnnexStore *store, gint64 workshop, const char *name, const char *role, GError **error);

/** annex_workshop_remove_participant: Takes a participant and all estimates of his or hers out of the workshop. */
gboolean annex_workshop_remove_participant (AnnexStore *store, gint64 participant, GError **error);

/** annex_workshop_set_estimate: Notes what a participant says in the round that the item is in. @level: 0 takes it back. Refuses a level that is not on the scale. */
gboolean annex_workshop_set_estimate (AnnexStore *store, gint64 item, gint64 participant, AnnexWorkshopAxis axis, int level, GError **error);

/** annex_workshop_begin_secret_round: A new round, unless nothing was said in this one, whose estimates stay covered until they are revealed. */
gboolean annex_workshop_begin_secret_round (AnnexStore *store, gint64 item, GError **error);

/** annex_workshop_reveal: Uncovers the estimates of a secret round. */
gboolean annex_workshop_reveal (AnnexStore *store, gint64 item, GError **error);

/**
 * annex_workshop_agree:
 * @reason: (nullable): why these levels
 *
 * Gives the risk of an agenda item its rating, with what it was before kept on the item. Errors:
 * %ANNEX_ERROR_INVALID for a level that is not on its scale or an item without a risk.
 */
gboolean annex_workshop_agree (AnnexStore *store, gint64 item, int likelihood, int consequence, const char *reason, GError **error);

/**
 * annex_workshop_decide:
 * @decision: "treat", "tolerate", "transfer" or "terminate"
 *
 * Decides what is done about the risk of an agenda item, with what was decided before kept on the item. Errors:
 * %ANNEX_ERROR_INVALID for another decision or an item without a risk.
 */
gboolean annex_workshop_decide (AnnexStore *store, gint64 item, const char *decision, GError **error);

/** annex_workshop_park: Puts an agenda item aside. @reason: (nullable): what is missing. */
gboolean annex_workshop_park (AnnexStore *store, gint64 item, const char *reason, GError **error);

/** annex_workshop_reopen: Takes up again what was parked or agreed; the rating of the risk stays. */
gboolean annex_workshop_reopen (AnnexStore *store, gint64 item, GError **error);

/** annex_workshop_add_scenario: Writes down a risk and puts it at the end of the agenda. Returns: the id of the agenda item, 0 with @error set. */
gint64 annex_workshop_add_scenario (AnnexStore *store, gint64 workshop, const char *title, GError **error);

/** annex_workshop_park_topic: Notes a question that is no scenario, to be answered later. Returns: the id of the agenda item, 0 with @error set. */
gint64 annex_workshop_park_topic (AnnexStore *store, gint64 workshop, const char *topic, GError **error);

/**
 * annex_workshop_add_measure:
 * @item: the agenda item that it answers; its risk, if it has one, is what the measure reduces
 * @owner: (nullable): reference or name of a person who gets it done
 * @due: (nullable): a date as people write it
 *
 * Writes down a measure decided in the workshop. Returns: its id, 0 with @error set.
 */
gint64 annex_workshop_add_measure (AnnexStore *store, gint64 item, const char *title, const char *owner, const char *due, GError **error);

G_END_DECLS
