/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "indicator.h"

#include <glib/gi18n-lib.h>

#include "core/annex-draft.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"
#include "isms/do/incident.h"

static const AnnexChoice kinds[] = {
  { "kpi", N_("Performance (KPI)") },
  { "kri", N_("Risk (KRI)") },
  { NULL, NULL },
};

static const AnnexChoice states[] = {
  { "active", N_("In use") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

static const AnnexChoice statuses[] = {
  { "on", N_("On target") },
  { "off", N_("Off target") },
  { "out", N_("Out of bounds") },
  { "open", N_("Not judged") },
  { "none", N_("No value") },
  { NULL, NULL },
};

static const AnnexChoice trends[] = {
  { "better", N_("Better") },
  { "same", N_("The same") },
  { "worse", N_("Worse") },
  { NULL, NULL },
};

static const AnnexChoice measuring_states[] = {
  { "due", N_("Due") },
  { NULL, NULL },
};

/* The keys are those of the table in indicator-measuring.c. */
static const AnnexChoice methods[] = {
  { "manual", N_("Entered by hand") },
  { "incidents", N_("Counted: incidents noticed in the period") },
  { "nonconformities", N_("Counted: nonconformities raised in the period") },
  { "activities_missed", N_("Counted: activities due in the period and not done in it") },
  { "treatments_overdue", N_("Counted: measures overdue at the end of the period") },
  { "actions_overdue", N_("Counted: corrective actions late at the end of the period") },
  { "risks_above", N_("Counted: risks above the acceptance criteria at the end of the period") },
  { "controls_unproved", N_("Counted: implemented controls without current evidence at the end of the period") },
  { "documents_overdue", N_("Counted: documents whose review is overdue at the end of the period") },
  { NULL, NULL },
};

static const AnnexChoice periods[] = {
  { "month", N_("Month") },
  { "quarter", N_("Quarter") },
  { "year", N_("Year") },
  { NULL, NULL },
};

static const AnnexChoice directions[] = {
  { "lower", N_("Lower is better") },
  { "higher", N_("Higher is better") },
  { NULL, NULL },
};

#define BETTER_BY \
  "((" ANNEX_INDICATOR_LATEST_SQL ("r", "m.value") " - " ANNEX_INDICATOR_EARLIER_SQL ("r", "m.value", "1") ") * iif (r.direction = 'lower', -1, 1))"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Indicator"),
    .help = N_("What is measured, such as critical weaknesses closed within seven days"),
    .group = N_("Indicator"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("How well something works, or how large a risk grows"),
    .choices = kinds,
    .initial = "kpi",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_FILTER,
  },
  {
    .name = "purpose",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What it tells"),
    .help = N_("Which question it answers, and what is decided by it"),
  },
  {
    .name = "state",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("State"),
    .choices = states,
    .initial = "active",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who sees to it that it is measured and looked at"),
    .target = "person",
    .inverse = N_("Indicators owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Status"),
    .help = N_("Of the latest value"),
    .group = N_("Latest Value"),
    .choices = statuses,
    .expression = ANNEX_INDICATOR_STATUS_SQL ("r"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "latest_value",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Value"),
    .expression = ANNEX_INDICATOR_LATEST_SQL ("r", "printf ('%.10g', m.value) || coalesce (' ' || r.unit, '')"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "latest_period",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Its period"),
    .expression = ANNEX_INDICATOR_LATEST_SQL ("r", "m.period"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "trend",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Trend"),
    .help = N_("Against the value before"),
    .choices = trends,
    .expression = "CASE (" BETTER_BY " > 0) - (" BETTER_BY " < 0) WHEN 1 THEN 'better' WHEN -1 THEN 'worse' WHEN 0 THEN 'same' END",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "measuring",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Measuring"),
    .help = N_("Due when the period that ended last has no value"),
    .choices = measuring_states,
    .expression = "CASE WHEN " ANNEX_INDICATOR_IS_DUE_SQL ("r") " THEN 'due' END",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "due_on",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Next value due"),
    .help = N_("On the day after its period"),
    .expression = ANNEX_INDICATOR_DUE_ON_SQL ("r"),
    .flags = ANNEX_FIELD_DAY,
  },
  {
    .name = "method",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("How it is measured"),
    .group = N_("Measuring"),
    .choices = methods,
    .initial = "manual",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_FILTER,
  },
  {
    .name = "category",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Only incidents of the category"),
    .choices = annex_incident_categories,
    .applies = "r.method = 'incidents'",
  },
  {
    .name = "from_severity",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Only incidents from the severity"),
    .scale = "incident_severity",
    .applies = "r.method = 'incidents'",
  },
  {
    .name = "source",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Where the figure comes from"),
    .help = N_("A system, a list, and how it is counted there"),
    .applies = "r.method = 'manual'",
  },
  {
    .name = "unit",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Unit"),
    .help = N_("Such as %, hours or persons"),
  },
  {
    .name = "period",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Period"),
    .choices = periods,
    .initial = "month",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_FILTER,
  },
  {
    .name = "since",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Measured since"),
    .help = N_("Periods that ended before this day need no value"),
  },
  {
    .name = "direction",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Direction"),
    .group = N_("Target"),
    .choices = directions,
    .initial = "lower",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "target",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Target"),
    .help = N_("The value to reach and hold"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "bound",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Limit"),
    .help = N_("Beyond it the value is out of bounds, and a corrective action is asked for"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "objectives",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Objectives"),
    .help = N_("Whose progress it shows"),
    .group = N_("Serves"),
    .target = "objective",
    .inverse = N_("Indicators"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks"),
    .help = N_("Which it gives early warning of"),
    .target = "risk",
    .inverse = N_("Indicators"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls"),
    .help = N_("Whose effect it shows"),
    .target = "control",
    .inverse = N_("Indicators"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses"),
    .target = "clause",
    .inverse = N_("Indicators"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *target = annex_record_get_value (record, "target");
  const char *bound = annex_record_get_value (record, "bound");
  gboolean lower = g_strcmp0 (annex_record_get_value (record, "direction"), "lower") == 0;
  double beyond;

  if (target == NULL || bound == NULL)
    return TRUE;
  beyond = g_ascii_strtod (bound, NULL) - g_ascii_strtod (target, NULL);
  if (lower ? beyond >= 0 : beyond <= 0)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
               lower ? _("The limit, %s, lies below the target, %s, although lower is better. A value would be out of bounds and on target.")
                     : _("The limit, %s, lies above the target, %s, although higher is better. A value would be out of bounds and on target."),
               bound, target);
  return FALSE;
}

/* What begins today owes no values of the time before. */
static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *today = annex_clock_dup_today ();

  if (annex_draft_is_new (draft) && annex_record_get_value (record, "since") == NULL)
    annex_draft_set (draft, "since", today);
  return TRUE;
}

static const char *const over_states[] = { "ended", NULL };

const AnnexType annex_indicator_type = {
  .name = "indicator",
  .label = N_("Indicator"),
  .label_plural = N_("Indicators"),
  .description = N_("Figures that show whether security works and where a risk grows: each with a target, a limit, and a value for every period."),
  .prefix = "IND",
  .digits = 3,
  .icon = "view-list-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "state",
  .over_states = over_states,
  .validate = validate,
  .complete = complete,
  .attention = ANNEX_INDICATOR_IS_DUE_SQL ("r") " OR " ANNEX_INDICATOR_ASKS_SQL ("r") " OR "
               "r.state = 'active' AND NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner')",
};
