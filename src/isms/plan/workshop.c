/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "core/annex-draft.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

#define OF_THIS_WORKSHOP(table) table " x JOIN link l ON l.source = x.id AND l.field = 'workshop' WHERE l.target = r.id"

#define PARTICIPANTS "(SELECT group_concat (name, ', ') FROM (SELECT x.name FROM " OF_THIS_WORKSHOP ("attendance") " ORDER BY x.id))"

#define PROGRESS \
  "(SELECT sum (x.outcome = 'agreed') || ' / ' || count (*) FROM " OF_THIS_WORKSHOP ("agenda_item") \
  " AND EXISTS (SELECT 1 FROM link k WHERE k.source = x.id AND k.field = 'risk') HAVING count (*) > 0)"

static const AnnexChoice states[] = {
  { "planned", N_("Planned") },
  { "running", N_("Running") },
  { "held", N_("Held") },
  { NULL, NULL },
};

static const AnnexChoice stages[] = {
  { "current", N_("Current") },
  { "inherent", N_("Inherent") },
  { "target", N_("Residual") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Workshop"),
    .group = N_("Workshop"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "held_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Date"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "planned",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "place",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Place"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "facilitator",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Facilitator"),
    .target = "person",
    .inverse = N_("Workshops led"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "purpose",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Purpose"),
    .help = N_("What should be decided when it is over"),
  },
  {
    .name = "stage",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Rating to judge"),
    .choices = stages,
    .initial = "current",
    .group = N_("Agenda"),
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks to judge"),
    .target = "risk",
    .inverse = N_("Workshops"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "minutes_each",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Minutes for each"),
    .help = N_("When they have passed, the timer says so"),
    .initial = "10",
  },
  {
    .name = "participants",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Participants"),
    .help = N_("Recorded in the workshop’s own window"),
    .group = N_("Outcome"),
    .expression = PARTICIPANTS,
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "progress",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Agreed"),
    .help = N_("Of the scenarios on the agenda"),
    .expression = PROGRESS,
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "started_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Began at"),
  },
  {
    .name = "ended_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Ended at"),
  },
  {
    .name = "remarks",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Remarks"),
    .help = N_("What the minutes should say besides"),
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *minutes = annex_record_get_value (record, "minutes_each");

  if (minutes != NULL && g_ascii_strtod (minutes, NULL) <= 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“Minutes for each” must be more than nothing, not %s. Leave it empty for no limit."),
                   minutes);
      return FALSE;
    }
  return g_strcmp0 (annex_record_get_value (record, "status"), "held") != 0 || annex_date_rules_check_past (record, "held_on", error);
}

static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *today = annex_clock_dup_today ();

  if (g_strcmp0 (annex_record_get_value (record, "status"), "planned") != 0 && annex_record_get_value (record, "held_on") == NULL)
    annex_draft_set (draft, "held_on", today);
  return TRUE;
}

static const char *const over_states[] = { "held", NULL };

const AnnexType annex_workshop_type = {
  .name = "workshop",
  .label = N_("Workshop"),
  .label_plural = N_("Workshops"),
  .description = N_("Where risk owners judge risks together: who was there, what each of them thought, what was agreed and why."),
  .prefix = "WS",
  .digits = 2,
  .icon = "system-users-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "risk",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .complete = complete,
};
