/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "control-private.h"
#include "control.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "soa.h"

static const AnnexChoice libraries[] = {
  { "annex_a", N_("ISO/IEC 27001:2022 Annex A") },
  { "own", N_("Own control") },
  { "other", N_("Another library") },
  { NULL, NULL },
};

const AnnexChoice annex_control_themes[] = {
  { "organizational", N_("Organizational") },
  { "people", N_("People") },
  { "physical", N_("Physical") },
  { "technological", N_("Technological") },
  { NULL, NULL },
};

const AnnexChoice annex_control_decisions[] = {
  { "undecided", N_("Undecided") },
  { "applicable", N_("Applicable") },
  { "inherited", N_("Inherited: a third party performs it") },
  { "excluded", N_("Excluded") },
  { NULL, NULL },
};

const AnnexChoice annex_control_statuses[] = {
  { "not_started", N_("Not started") },
  { "planned", N_("Planned") },
  { "partial", N_("Partly implemented") },
  { "implemented", N_("Implemented") },
  { NULL, NULL },
};

static const AnnexChoice answers[] = {
  { "yes", N_("Yes") },
  { "no", N_("No") },
  { NULL, NULL },
};

static const AnnexChoice agreements[] = {
  { "agrees", N_("As the records show") },
  { "ahead", N_("Ahead of the records") },
  { "behind", N_("Behind the records") },
  { NULL, NULL },
};

static const AnnexChoice gaps[] = {
  { "none", N_("None: implemented and shown") },
  { "unproved", N_("Said to be implemented, but not shown") },
  { "open", N_("Not implemented yet") },
  { "undecided", N_("Not decided yet") },
  { NULL, NULL },
};

const AnnexChoice annex_control_coverages[] = {
  { "wholly", N_("Wholly") },
  { "partly", N_("Partly") },
  { "not_yet", N_("Mapped, but not implemented") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .group = N_("Control"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "library",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Library"),
    .choices = libraries,
    .initial = "own",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_FILTER,
  },
  {
    .name = "from_library",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Which library"),
    .help = N_("Where it was taken from, when it is none of Annex A"),
    .target = "library",
    .inverse = N_("Controls"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "theme",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Theme"),
    .choices = annex_control_themes,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
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
    .name = "decision",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Decision"),
    .group = N_("Applicability"),
    .choices = annex_control_decisions,
    .initial = "undecided",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "risk_reason",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Risk treatment"),
    .help = N_("A risk is kept down by it, or a measure implements it"),
    .choices = answers,
    .expression = "iif (" ANNEX_CONTROL_ANSWERS_RISK_SQL ", 'yes', 'no')",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "legal_reason",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Legal"),
    .help = N_("A law that is linked below asks for it, or it is chosen"),
    .choices = answers,
    .expression = "iif (" ANNEX_CONTROL_LEGAL_SQL ", 'yes', 'no')",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "contract_reason",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Contractual"),
    .help = N_("A contract that is linked below asks for it, or it is chosen"),
    .choices = answers,
    .expression = "iif (" ANNEX_CONTROL_CONTRACT_SQL ", 'yes', 'no')",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "reason_legal",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Legal requirement"),
    .help = N_("One that is linked below counts by itself"),
  },
  {
    .name = "reason_contract",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Contractual requirement"),
    .help = N_("One that is linked below counts by itself"),
  },
  {
    .name = "reason_business",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Business requirement"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "reason_practice",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Best practice"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "requirements",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Requirements it meets"),
    .target = "requirement",
    .inverse = N_("Controls that meet it"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "justification",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Justification"),
    .help = N_("Why it applies, or what in the scope makes it needless"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "decided_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Decided on"),
    .help = N_("Set when decision or justification change"),
  },
  {
    .name = "provider",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Performed by"),
    .help = N_("The third party that an inherited control rests with"),
    .target = "supplier",
    .inverse = N_("Controls performed for us"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "provider_contract",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Under which contract"),
  },
  {
    .name = "provider_proof",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Shown by"),
    .help = N_("The certificate or report that proves it"),
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .help = N_("As those who run it say; means nothing for an excluded one"),
    .group = N_("Implementation"),
    .choices = annex_control_statuses,
    .initial = "not_started",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "recorded_status",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Status by the records"),
    .help = N_("What measures and evidence show"),
    .choices = annex_control_statuses,
    .expression = ANNEX_CONTROL_RECORDED_STATUS_SQL,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "agreement",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Said and shown"),
    .help = N_("Whether what is said of it stands on records"),
    .choices = agreements,
    .expression = "CASE WHEN r.decision NOT IN ('applicable', 'inherited') THEN NULL WHEN " ANNEX_CONTROL_RANK_SQL ("r.status") " > "
                  ANNEX_CONTROL_RANK_SQL (ANNEX_CONTROL_RECORDED_STATUS_SQL) " THEN 'ahead' WHEN " ANNEX_CONTROL_RANK_SQL ("r.status") " < "
                  ANNEX_CONTROL_RANK_SQL (ANNEX_CONTROL_RECORDED_STATUS_SQL) " THEN 'behind' ELSE 'agrees' END",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "gap",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Gap"),
    .choices = gaps,
    .expression = ANNEX_CONTROL_GAP_SQL,
    .flags = ANNEX_FIELD_FILTER,
  },
  ANNEX_CONTROL_COVERAGE_FIELDS,
  {
    .name = "percent",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Per cent done"),
  },
  {
    .name = "implemented_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Implemented on"),
    .help = N_("Or by when it is planned to be"),
  },
  {
    .name = "implementation",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("How it is implemented"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who runs it and answers for it"),
    .target = "person",
    .inverse = N_("Controls owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "documents",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Documents"),
    .help = N_("Those that say they serve it"),
    .expression = "(SELECT group_concat (reference, ', ') FROM (SELECT x.reference FROM link l JOIN document d ON d.id = l.source JOIN record x ON x.id = d.id "
                  "WHERE l.target = r.id AND l.field = 'controls' AND d.status <> 'withdrawn' ORDER BY x.number))",
  },
  {
    .name = "last_evidence",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Latest evidence"),
    .help = N_("The day that the latest evidence is about"),
    .expression = ANNEX_CONTROL_EVIDENCE_SQL ("max (e.about)", "TRUE"),
    .flags = ANNEX_FIELD_COLUMN,
  },
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
    .name = "control_type",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Control type"),
    .group = N_("Attributes"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "properties",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Information security properties"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "concepts",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Cybersecurity concepts"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "capabilities",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Operational capabilities"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "domains",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Security domains"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "predecessors",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Predecessors of 2013"),
    .help = N_("The controls of ISO/IEC 27001:2013 that it continues; “new” where there was none"),
  },
  {
    .name = "standard_text",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Text of the standard"),
    .help = N_("For those who hold a licence to paste it here; an imported library brings its own"),
  },
  {
    .name = "family",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Family"),
    .help = N_("The group that it stands in there"),
    .group = N_("In Its Library"),
  },
  {
    .name = "enhances",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Enhances"),
    .help = N_("The control that it makes stronger"),
    .target = "control",
    .inverse = N_("Enhancements"),
    .flags = ANNEX_FIELD_ACYCLIC,
  },
  {
    .name = "withdrawn",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Withdrawn"),
    .help = N_("Its publisher no longer asks for it"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "parameters",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Parameters"),
    .help = N_("What its text leaves to you, a line each: “ac-1_prm_4: frequency”; write “ac-1_prm_4 = every year” once it is set"),
  },
  {
    .name = "oscal_id",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("OSCAL identifier"),
    .flags = ANNEX_FIELD_INTERNAL,
  },
  {
    .name = "oscal",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("As it came in OSCAL"),
    .flags = ANNEX_FIELD_INTERNAL,
  },
};

/* A.5.1 to A.5.37, A.6.1 to A.6.8, A.7.1 to A.7.14, A.8.1 to A.8.34. */
static gboolean
check_annex_a (AnnexRecord *record, GError **error)
{
  static const guint last[] = { 37, 8, 14, 34 };
  const char *reference = annex_record_get_reference (record);
  guint theme = 0, number = 0, end = 0;

  if (g_strcmp0 (annex_record_get_value (record, "library"), "annex_a") != 0 || reference == NULL || *reference == '\0')
    return TRUE;
  if (sscanf (reference, "A.%u.%u%n", &theme, &number, (int *) &end) == 2 && reference[end] == '\0' && theme >= 5 && theme <= 8 && number >= 1 &&
      number <= last[theme - 5])
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
               _("“%s” is none of the 93 controls of Annex A, which are A.5.1–37, A.6.1–8, A.7.1–14 and A.8.1–34. Call it your own control, or one of another library."),
               reference);
  return FALSE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *percent = annex_record_get_value (record, "percent");

  if (!check_annex_a (record, error))
    return FALSE;

  if (percent != NULL && (g_ascii_strtod (percent, NULL) < 0 || g_ascii_strtod (percent, NULL) > 100))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“Per cent done” goes from 0 to 100, not to %s."), percent);
      return FALSE;
    }
  return annex_date_rules_check_past (record, "verified_on", error) && annex_date_rules_check_order (record, "verified_on", "review_date", error);
}

static gboolean
changes_statement (AnnexTransaction *transaction, AnnexRecord *record)
{
  static const char *const stated[] = { "title", "library", "decision", "reason_legal", "reason_contract", "reason_business", "reason_practice",
                                        "requirements", "justification", "status", "implementation", "owner" };

  if (g_strcmp0 (annex_record_get_value (record, "library"), "other") == 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (stated); i++)
    if (annex_transaction_has_changed (transaction, annex_record_get_id (record), stated[i]))
      return TRUE;
  return FALSE;
}

/* A decision is worth what is known of when it was looked at. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  g_autofree char *today = annex_clock_dup_today ();

  if (changes_statement (transaction, record) && !annex_soa_open_draft (transaction, store, error))
    return FALSE;
  if (g_strcmp0 (annex_record_get_value (record, "decision"), "undecided") == 0 || annex_transaction_has_changed (transaction, id, "decided_on") ||
      (!annex_transaction_has_changed (transaction, id, "decision") && !annex_transaction_has_changed (transaction, id, "justification")))
    return TRUE;
  return annex_transaction_set (transaction, id, "decided_on", today, error);
}

static const char *const over_states[] = { "excluded", NULL };

const AnnexType annex_control_type = {
  .name = "control",
  .label = N_("Control"),
  .label_plural = N_("Applicability"),
  .description = N_("The Statement of Applicability: every control of Annex A and your own, applied or not and why, and what shows that it works."),
  .prefix = "C",
  .digits = 3,
  .natural_order = TRUE,
  .icon = "security-high-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "decision",
  .over_states = over_states,
  .aside_field = "library", /* a catalogue of a thousand controls must not hide the ninety-three that are stated */
  .aside_key = "other",
  .validate = validate,
  .follow = follow,
  .attention = "decision = 'undecided' AND library <> 'other' OR review_date < annex_today () "
               "OR decision = 'applicable' AND NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner')",
};
