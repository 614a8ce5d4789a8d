/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/* What a type whose records are appointments shares with the others: planned for a day, and then held on it. */

/** annex_appointment_states: planned, held, cancelled. */
extern const AnnexChoice annex_appointment_states[];

/** annex_appointment_over_states: As #AnnexType.over_states, with "status" as its state_field. */
extern const char *const annex_appointment_over_states[];

/** ANNEX_APPOINTMENT_FIELDS: whether, when and where; in the group of the field before them. */
#define ANNEX_APPOINTMENT_FIELDS \
  { \
    .name = "status", \
    .kind = ANNEX_FIELD_CHOICE, \
    .label = N_("Status"), \
    .choices = annex_appointment_states, \
    .initial = "planned", \
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER, \
  }, \
  { \
    .name = "held_on", \
    .kind = ANNEX_FIELD_DATE, \
    .label = N_("Date"), \
    .help = N_("When it is planned, then when it was held"), \
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER, \
  }, \
  { .name = "starts_at", .kind = ANNEX_FIELD_TEXT, .label = N_("Begins at") }, \
  { .name = "ends_at", .kind = ANNEX_FIELD_TEXT, .label = N_("Ends at") }, \
  { .name = "place", .kind = ANNEX_FIELD_TEXT, .label = N_("Place") }

/** annex_appointment_validate: As #AnnexType.validate: refuses times that are none or in the wrong order, and one that was held on a day to come. */
gboolean annex_appointment_validate (AnnexStore *store, AnnexRecord *record, GError **error);

/** annex_appointment_complete: As #AnnexType.complete: one that was held without a day was held today. */
gboolean annex_appointment_complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error);

G_END_DECLS
