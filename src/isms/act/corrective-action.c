/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "action-rule.h"
#include "corrective-action-private.h"

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexChoice stages[] = {
  { "correction", N_("Correction") },
  { "cause", N_("Root cause") },
  { "plan", N_("Action plan") },
  { "implementation", N_("Implementation") },
  { "evidence", N_("Evidence") },
  { "verification", N_("Verification") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const AnnexChoice sources[] = {
  { "audit", N_("Internal audit") },
  { "external_audit", N_("External audit") },
  { "incident", N_("Incident") },
  { "indicator", N_("Indicator out of bounds") },
  { "activity", N_("Missed activity") },
  { "review", N_("Management review") },
  { "supplier", N_("Supplier") },
  { "exception", N_("Expired exception") },
  { "customer", N_("Customer or other party") },
  { "person", N_("Somebody noticed") },
  { NULL, NULL },
};

static const AnnexChoice similar_cases[] = {
  { "none", N_("Looked for, none found") },
  { "found", N_("Found, and dealt with here") },
  { NULL, NULL },
};

static const AnnexChoice effects[] = {
  { "effective", N_("Effective") },
  { "not_effective", N_("Not effective") },
  { NULL, NULL },
};

static const AnnexChoice answers[] = {
  { "yes", N_("Yes") },
  { "no", N_("No") },
  { NULL, NULL },
};

static const AnnexChoice escalations[] = {
  { "owner", N_("Owner") },
  { "manager", N_("ISMS manager") },
  { "management", N_("Top management") },
  { NULL, NULL },
};

static const AnnexChoice stuck_states[] = {
  { "stuck", N_("Stuck") },
  { NULL, NULL },
};

static const AnnexChoice recurrences[] = {
  { "repeats", N_("Same again") },
  { "came_back", N_("Came back") },
  { NULL, NULL },
};

static const AnnexChoice times_left[] = {
  { "late", N_("Late") },
  { "this_week", N_("Due within a week") },
  { NULL, NULL },
};

/* One gate of the path: its record, who does it, by when, when it was done, or why it was skipped. */
#define GATE(gate, record_name, heading, record_label, record_help, owner_label, owner_inverse, due_label, done_label, skipped_label) \
  { .name = record_name, .kind = ANNEX_FIELD_LONG_TEXT, .label = record_label, .help = record_help, .group = heading }, \
  { .name = gate "_owner", .kind = ANNEX_FIELD_LINK, .label = owner_label, .target = "person", .inverse = owner_inverse, .flags = ANNEX_FIELD_FILTER }, \
  { .name = gate "_due", .kind = ANNEX_FIELD_DATE, .label = due_label }, \
  { .name = gate "_done_on", .kind = ANNEX_FIELD_DATE, .label = done_label }, \
  { .name = gate "_skipped", .kind = ANNEX_FIELD_TEXT, .label = skipped_label, .help = N_("Empty unless this step was left out") }

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Nonconformity"),
    .help = N_("What is not as it should be, in a few words"),
    .group = N_("Nonconformity"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "stage",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Stage"),
    .help = N_("The step that is next"),
    .choices = stages,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "grading",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Grading"),
    .help = N_("Decides the deadlines and who hears of delays"),
    .choices = annex_gradings,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "source",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Source"),
    .choices = sources,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "source_note",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Where it came up"),
    .help = N_("Such as the audit and the number of the finding there"),
  },
  {
    .name = "incident",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Incident"),
    .help = N_("What happened that showed it"),
    .target = "incident",
    .inverse = N_("Corrective actions"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "occurrence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Missed activity"),
    .help = N_("What was due and not done"),
    .target = "occurrence",
    .inverse = N_("Nonconformities"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "indicator",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Indicator"),
    .help = N_("Which was out of bounds"),
    .target = "indicator",
    .inverse = N_("Nonconformities"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "supplier",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Supplier"),
    .help = N_("Whose service or product it is about, if anybody’s"),
    .target = "supplier",
    .inverse = N_("Nonconformities"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "review",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Management review"),
    .help = N_("In which it came up, if in any"),
    .target = "review",
    .inverse = N_("Nonconformities"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "requirement",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Requirement not met"),
    .help = N_("In words: a paragraph, a contract, a law or a rule of one’s own"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses not met"),
    .target = "clause",
    .inverse = N_("Nonconformities"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls not met"),
    .target = "control",
    .inverse = N_("Nonconformities"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "observed",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What was seen"),
    .help = N_("The facts that anybody could check: what, where, when, how many of how many"),
  },
  {
    .name = "extent",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Extent and effect"),
    .help = N_("How far it reaches, and what it has led to or could lead to"),
  },
  {
    .name = "similar",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Similar cases elsewhere"),
    .help = N_("Could the same exist in another place, team, system or contract?"),
    .choices = similar_cases,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "similar_cases",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Where was looked, and what was found"),
  },
  {
    .name = "raised_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Raised by"),
    .target = "person",
    .inverse = N_("Nonconformities raised"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "raised_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Raised on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "recurrence_of",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Repeats"),
    .help = N_("An earlier nonconformity of which this is the same again"),
    .target = "corrective_action",
    .inverse = N_("Came back as"),
    .flags = ANNEX_FIELD_ACYCLIC | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who sees to it that it gets to its end; does every step for which nobody else is named"),
    .group = N_("Corrective action"),
    .target = "person",
    .inverse = N_("Corrective actions"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next step due"),
    .help = N_("By when the step is done that is next"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "closed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Closed on"),
  },
  {
    .name = "time_left",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Time left"),
    .choices = times_left,
    .expression = "CASE WHEN r.stage IS 'closed' THEN NULL WHEN r.due < " ANNEX_ACTION_TODAY " THEN 'late' "
                  "WHEN r.due <= date (annex_today (), '+7 days') THEN 'this_week' END",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "age",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Age in days"),
    .help = N_("Since it was raised, until it was closed"),
    .expression = "CAST (julianday (CASE WHEN r.stage IS 'closed' THEN r.closed_on ELSE " ANNEX_ACTION_TODAY " END) - julianday (r.raised_on) AS INTEGER)",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "days_late",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Days late"),
    .help = N_("Calendar or working days, as the rule for its grading counts them"),
    .expression = "(SELECT " ANNEX_ACTION_DAYS_LATE " FROM " ANNEX_ACTION_RULE " AND " ANNEX_ACTION_IS_LATE ")",
  },
  {
    .name = "escalation",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Concerns"),
    .help = N_("Whom the delay concerns next, by the rule for its grading"),
    .choices = escalations,
    .expression = ANNEX_ACTION_ESCALATION,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "idle_days",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Days without change"),
    .expression = "CASE WHEN " ANNEX_ACTION_IS_OPEN " THEN " ANNEX_ACTION_IDLE_DAYS " END",
  },
  {
    .name = "stuck",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Movement"),
    .help = N_("Stuck is what nobody has moved for as long as the rule for its grading says"),
    .choices = stuck_states,
    .expression = "CASE WHEN " ANNEX_ACTION_IS_STUCK " THEN 'stuck' END",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "repeats",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Same again as"),
    .help = N_("Closed as effective within the year before, on the same clause or control"),
    .expression = ANNEX_ACTION_REPEATED,
    .expression_of_all = ANNEX_ACTION_ANY_REPEATED,
  },
  {
    .name = "came_back",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Came back within a year as"),
    .expression = ANNEX_ACTION_CAME_BACK_AS,
    .expression_of_all = ANNEX_ACTION_ANY_CAME_BACK_AS,
  },
  {
    .name = "recurrence",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Recurrence"),
    .help = N_("Of one that was closed as effective within the year before, or after this one was"),
    .choices = recurrences,
    .expression = "CASE WHEN " ANNEX_ACTION_HAS_COME_BACK " THEN 'came_back' WHEN " ANNEX_ACTION_IS_REPEAT " THEN 'repeats' END",
    .expression_of_all = "CASE WHEN " ANNEX_ACTION_ANY_HAS_COME_BACK " THEN 'came_back' "
                         "WHEN " ANNEX_ACTION_ANY_IS_REPEAT " THEN 'repeats' END",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "urgency",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Urgency"),
    .expression = ANNEX_ACTION_URGENCY,
    .flags = ANNEX_FIELD_INTERNAL | ANNEX_FIELD_LOCAL,
  },
  GATE ("correction", "correction", N_("1. Containment and correction"), N_("Correction"),
        N_("What was done at once to stop it and to put right what was wrong"), N_("Correction by"), N_("Corrections"), N_("Correction due"),
        N_("Corrected on"), N_("Correction skipped because")),
  GATE ("cause", "root_cause", N_("2. Root cause"), N_("Root cause"),
        N_("Why it could happen at all: the weakness in how things are run, not only what set it off"), N_("Cause found by"),
        N_("Causes to find"), N_("Cause due"), N_("Cause found on"), N_("Root cause skipped because")),
  GATE ("plan", "plan", N_("3. Action plan"), N_("Action plan"), N_("What will be changed so that the cause is gone; its steps are records of their own"),
        N_("Planned by"), N_("Action plans"), N_("Plan due"), N_("Planned on"), N_("Action plan skipped because")),
  GATE ("implementation", "implementation", N_("4. Implementation"), N_("Implementation"), N_("What was done, and where it differs from the plan"),
        N_("Carried out by"), N_("Actions to carry out"), N_("Implementation due"), N_("Implemented on"), N_("Implementation skipped because")),
  GATE ("evidence", "evidence_note", N_("5. Evidence"), N_("What shows it"), N_("What shows that it was done, and where that is kept"),
        N_("Evidence by"), N_("Evidence to collect"), N_("Evidence due"), N_("Evidence on"), N_("Evidence skipped because")),
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .target = "evidence",
    .inverse = N_("Corrective actions"),
    .flags = ANNEX_FIELD_MANY,
  },
  GATE ("verification", "verification", N_("6. Verification of effectiveness"), N_("How it was verified"),
        N_("What was looked at after some time, and what it showed"), N_("Verified by"), N_("Actions to verify"), N_("Verification due"),
        N_("Verified on"), N_("Verification skipped because")),
  {
    .name = "effect",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Effect"),
    .help = N_("Has it not come back, and would it be noticed if it did?"),
    .choices = effects,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "review_cause",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Is the cause logical?"),
    .group = N_("Review"),
    .choices = answers,
  },
  {
    .name = "review_action",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Does the action answer the cause?"),
    .choices = answers,
  },
  {
    .name = "review_similar",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Were similar cases considered?"),
    .choices = answers,
  },
  {
    .name = "review_remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Reviewer’s remark"),
  },
  {
    .name = "reviewed_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Reviewed by"),
    .help = N_("Somebody else than the owner"),
    .target = "person",
    .inverse = N_("Corrective actions reviewed"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "reviewed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Reviewed on"),
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks to judge anew"),
    .group = N_("What follows from it"),
    .target = "risk",
    .inverse = N_("Corrective actions"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "changed_controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls to change"),
    .target = "control",
    .inverse = N_("Changed by corrective actions"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "documents",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Documents to revise"),
    .target = "document",
    .inverse = N_("Revised after corrective actions"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "trainings",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Training to give"),
    .target = "training",
    .inverse = N_("Given after corrective actions"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "other_changes",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Other changes"),
    .help = N_("What no record can be linked for"),
  },
  {
    .name = "other_changes_made",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Other changes are made"),
  },
  {
    .name = "reopened_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Sent back on"),
    .group = N_("Sent back"),
  },
  {
    .name = "reopened_because",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Sent back because"),
  },
  {
    .name = "times_reopened",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Times sent back"),
    .initial = "0",
  },
  ANNEX_TAGS_FIELD,
};

static const char *const over_states[] = { "closed", NULL };
static const char *const indexes[] = { "stage, due", NULL };

const AnnexType annex_corrective_action_type = {
  .name = "corrective_action",
  .label = N_("Corrective action"),
  .label_plural = N_("Nonconformities and corrective actions"),
  .description = N_("What was found not to be as it should, and the way from putting it right to showing that it does not come back."),
  .prefix = "CAR",
  .digits = 3,
  .icon = "view-refresh-symbolic",
  .phase = ANNEX_PHASE_ACT,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "stage",
  .over_states = over_states,
  .urgency_field = "urgency",
  .indexes = indexes,
  .validate = annex_corrective_action_validate,
  .follow = annex_corrective_action_follow,
  .attention = ANNEX_ACTION_IS_OPEN " AND (due < " ANNEX_ACTION_TODAY " OR "
               "(" ANNEX_ACTION_IS_STUCK ") OR NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner'))",
};
