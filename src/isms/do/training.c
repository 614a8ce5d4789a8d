/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-appointment.h"
#include "isms/annex-isms.h"

static const AnnexChoice kinds[] = {
  { "awareness", N_("Awareness") },
  { "course", N_("Course") },
  { "briefing", N_("Briefing") },
  { "exercise", N_("Exercise") },
  { "self_study", N_("Self-study") },
  { NULL, NULL },
};

static const AnnexChoice effects[] = {
  { "effective", N_("Effective") },
  { "not_effective", N_("Not effective") },
  { NULL, NULL },
};

#define PARTICIPANTS "FROM link l JOIN participation p ON p.id = l.source WHERE l.target = r.id AND l.field = 'training'"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Topic"),
    .group = N_("Training"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .choices = kinds,
    .initial = "course",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_APPOINTMENT_FIELDS,
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who sees to it that it is held and that it works"),
    .target = "person",
    .inverse = N_("Trainings owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "trainer",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Given by"),
  },
  {
    .name = "audience",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("For whom"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "aim",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Aim"),
    .help = N_("What those who took part should know or be able to do afterwards"),
  },
  {
    .name = "documents",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Documents taught"),
    .group = N_("What It Is About"),
    .target = "document",
    .inverse = N_("Trainings"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls it serves"),
    .target = "control",
    .inverse = N_("Trainings"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "participants",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Participants"),
    .help = N_("How many confirmed that they took part, of how many were invited"),
    .group = N_("Outcome"),
    .expression = "(SELECT sum (p.result IN ('attended', 'passed', 'failed')) || ' / ' || count (*) " PARTICIPANTS " HAVING count (*) > 0)",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "effect",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Effect"),
    .help = N_("Can they do it now? Having been there does not show it"),
    .choices = effects,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "effect_note",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("How that was seen"),
    .help = N_("A test, a look at their work, fewer mistakes"),
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .target = "evidence",
    .inverse = N_("Trainings"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "files",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Files"),
    .help = N_("Slides, lists of names, tests"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Remark"),
  },
};

const AnnexType annex_training_type = {
  .name = "training",
  .label = N_("Training"),
  .label_plural = N_("Training"),
  .description = N_("What people are taught, who took part, and whether they can do it now."),
  .prefix = "TR",
  .digits = 3,
  .icon = "system-users-symbolic",
  .phase = ANNEX_PHASE_DO,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = annex_appointment_over_states,
  .validate = annex_appointment_validate,
  .complete = annex_appointment_complete,
};
