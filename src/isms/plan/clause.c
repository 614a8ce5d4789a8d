/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "control-private.h"
#include "control.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice chapters[] = {
  { "4", N_("4 Context of the organization") },
  { "5", N_("5 Leadership") },
  { "6", N_("6 Planning") },
  { "7", N_("7 Support") },
  { "8", N_("8 Operation") },
  { "9", N_("9 Performance evaluation") },
  { "10", N_("10 Improvement") },
  { NULL, NULL },
};

static const AnnexChoice phases[] = {
  { "plan", N_("Plan") },
  { "do", N_("Do") },
  { "check", N_("Check") },
  { "act", N_("Act") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .group = N_("Clause"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "chapter",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Chapter"),
    .choices = chapters,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "pdca",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Phase"),
    .help = N_("Where it stands in Plan, Do, Check, Act"),
    .choices = phases,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Purpose"),
    .help = N_("What it is for, in your own words"),
  },
  {
    .name = "audit_hint",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("An auditor asks to see"),
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .group = N_("How it is met"),
    .choices = annex_control_statuses,
    .initial = "not_started",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "approach",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("How it is met"),
    .help = N_("By which processes, meetings and records"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "documents",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Documented information it asks for"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kept_as",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Kept as"),
    .help = N_("The documents or records that answer it, and where they are"),
  },
  {
    .name = "amendment",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Amendment 1:2024 asks"),
    .help = N_("On climate change; empty for most clauses"),
  },
  {
    .name = "amendment_answer",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What was decided on it"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who sees to it that it is met"),
    .target = "person",
    .inverse = N_("Clauses owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "last_evidence",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Latest evidence"),
    .help = N_("The day that the latest evidence is about"),
    .expression = "(SELECT max (e.about) FROM link l JOIN evidence e ON e.id = l.source WHERE l.target = r.id AND l.field = 'clauses')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  ANNEX_CONTROL_COVERAGE_FIELDS,
  {
    .name = "verified_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Last verified"),
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next verification"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "standard_text",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Text of the standard"),
    .help = N_("For those who hold a licence to paste it here"),
    .group = N_("Standard"),
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "verified_on", error) && annex_date_rules_check_order (record, "verified_on", "review_date", error);
}

const AnnexType annex_clause_type = {
  .name = "clause",
  .label = N_("Clause"),
  .label_plural = N_("Clauses"),
  .description = N_("What clauses 4 to 10 of ISO/IEC 27001 require, how each is met, and what shows it."),
  .prefix = "CL",
  .digits = 2,
  .natural_order = TRUE,
  .icon = "format-justify-left-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "control",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .attention = "review_date < annex_today () "
               "OR status <> 'not_started' AND NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner')",
};
