/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "core/annex-draft.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"
#include "method/annex-matrix.h"
#include "methodology.h"
#include "risk-private.h"
#include "risk.h"

/* Those that the engagement adds, by their name. */
#define OWN_PROPERTIES \
  "coalesce ((SELECT group_concat (', ' || label, '') FROM (SELECT f.label FROM custom_field f JOIN record fx ON fx.id = f.id " \
  "WHERE f.record_type = 'risk' AND f.kind = 'property' AND r.extra ->> ('$.custom_' || f.id) IS NOT NULL " \
  "ORDER BY fx.number, fx.reference)), '')"

#define PROPERTIES \
  "nullif (ltrim (iif (r.confidentiality IS NULL, '', ', C') || iif (r.integrity IS NULL, '', ', I') || " \
  "iif (r.availability IS NULL, '', ', A') || " OWN_PROPERTIES ", ', '), '')"

#define MEASURES \
  "(SELECT count (*) FROM link l JOIN treatment t ON t.id = l.source " \
  "WHERE l.target = r.id AND l.field = 'risks' AND t.status <> 'dropped')"

/* With several equally bad, the first named. */
#define DECIDING_AREA(stage) \
  "(SELECT area FROM (SELECT 1 AS rank, 'financial' AS area, r." stage "impact_financial AS impact UNION ALL " \
  "SELECT 2, 'operational', r." stage "impact_operational UNION ALL SELECT 3, 'legal', r." stage "impact_legal UNION ALL " \
  "SELECT 4, 'reputation', r." stage "impact_reputation UNION ALL SELECT 5, 'people', r." stage "impact_people) " \
  "WHERE impact IS NOT NULL ORDER BY impact DESC, rank LIMIT 1)"

/* Catalogue entries name the kinds of asset that they concern. */
#define FITS_THE_ASSETS \
  "EXISTS (SELECT 1 FROM link l JOIN asset a ON a.id = l.target WHERE l.source = ?1 AND l.field = 'assets' " \
  "AND instr ('; ' || c.asset_kinds || ';', '; ' || a.kind || ';') > 0)"

/* What answers the threats and vulnerabilities of the risk. */
#define ANSWERS_THE_RISK \
  "EXISTS (SELECT 1 FROM link l JOIN link k ON k.source = l.target WHERE l.source = ?1 AND l.field IN ('threats', 'vulnerabilities') " \
  "AND k.field = 'controls' AND k.target = c.id)"

static const AnnexChoice approaches[] = {
  { "asset", N_("Asset-based") },
  { "event", N_("Event-based") },
  { NULL, NULL },
};

static const AnnexChoice areas[] = {
  { "financial", N_("Financial") },
  { "operational", N_("Operational") },
  { "legal", N_("Legal") },
  { "reputation", N_("Reputation") },
  { "people", N_("People") },
  { NULL, NULL },
};

static const AnnexChoice knowledge[] = {
  { "weak", N_("Weak: opinion, little experience") },
  { "moderate", N_("Moderate: some data or agreement among experts") },
  { "strong", N_("Strong: good data, well understood") },
  { NULL, NULL },
};

static const AnnexChoice treatments[] = {
  { "treat", N_("Treat") },
  { "tolerate", N_("Tolerate") },
  { "transfer", N_("Transfer") },
  { "terminate", N_("Terminate") },
  { NULL, NULL },
};

static const AnnexChoice states[] = {
  { "identified", N_("Identified") },
  { "analysed", N_("Analysed") },
  { "treating", N_("In treatment") },
  { "monitored", N_("Monitored") },
  { "closed", N_("Closed") },
  { NULL, NULL },
};

static const AnnexChoice acceptances[] = {
  { "valid", N_("Accepted") },
  { "stale", N_("Stale: the rating has changed since") },
  { "expired", N_("Expired") },
  { "refused", N_("Refused") },
  { "conflict", N_("In conflict: one accepts, one refuses") },
  { NULL, NULL },
};

static const char *const stages[] = { "inherent", "current", "target" };

/* What was judged to be an event or a weakness did not come true. */
#define INCIDENTS \
  "FROM link l JOIN incident i ON i.id = l.source WHERE l.target = r.id AND l.field = 'risks' AND coalesce (i.kind, 'incident') = 'incident'"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .help = N_("The event in a few words, as it would be told afterwards"),
    .group = N_("Scenario"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "approach",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Approach"),
    .help = N_("Found from an asset and its weaknesses, or from an event that would hurt"),
    .choices = approaches,
    .initial = "asset",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "source",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Risk source"),
    .help = N_("Who or what could set it off, and why"),
  },
  {
    .name = "event",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Event"),
    .help = N_("What would happen, step by step"),
  },
  {
    .name = "outcome",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Consequence"),
    .help = N_("What it would mean for the organization and for others"),
  },
  {
    .name = "assets",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Assets"),
    .help = N_("What the event would strike"),
    .target = "asset",
    .inverse = N_("Risks"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "threats",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Threats"),
    .target = "threat",
    .inverse = N_("Risks"),
    .fitting = FITS_THE_ASSETS,
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "vulnerabilities",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Vulnerabilities"),
    .target = "vulnerability",
    .inverse = N_("Risks"),
    .fitting = FITS_THE_ASSETS,
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risk owner"),
    .help = N_("Who may decide about it and answers for it"),
    .group = N_("Responsibility"),
    .target = "person",
    .inverse = N_("Risks owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
  {
    .name = "confidentiality",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Confidentiality affected"),
    .help = N_("In what way it suffers; empty when it does not"),
    .group = N_("Properties affected"),
    .flags = ANNEX_FIELD_PROPERTY,
  },
  {
    .name = "integrity",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Integrity affected"),
    .help = N_("In what way it suffers; empty when it does not"),
    .flags = ANNEX_FIELD_PROPERTY,
  },
  {
    .name = "availability",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Availability affected"),
    .help = N_("In what way it suffers; empty when it does not"),
    .flags = ANNEX_FIELD_PROPERTY,
  },
  {
    .name = "properties",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Properties affected"),
    .help = N_("Those with a reason given"),
    .expression = PROPERTIES,
    .flags = ANNEX_FIELD_PROPERTIES | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Existing controls"),
    .help = N_("What already keeps it down today"),
    .group = N_("Current risk"),
    .target = "control",
    .inverse = N_("Risks kept down"),
    .fitting = ANSWERS_THE_RISK,
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "incidents_year",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Incidents in 12 months"),
    .help = N_("Which touched this risk; what came true tells more of a likelihood than any estimate"),
    .expression = "(SELECT nullif (count (*), 0) " INCIDENTS " AND i.noticed_at >= date (annex_today (), '-12 months'))",
  },
  {
    .name = "incident_history",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Incidents by year"),
    .expression = "(SELECT group_concat (year || ': ' || n, ', ') FROM (SELECT substr (i.noticed_at, 1, 4) AS year, count (*) AS n " INCIDENTS
                  " AND i.noticed_at IS NOT NULL GROUP BY year ORDER BY year))",
  },
  {
    .name = "current_likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Current likelihood"),
    .help = N_("How likely, with what is in place today"),
    .scale = "likelihood",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "impact_financial",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Financial consequence"),
    .help = N_("Judge the areas that suffer; the worst of them is the risk’s consequence"),
    .scale = "consequence",
  },
  {
    .name = "impact_operational",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Operational consequence"),
    .scale = "consequence",
  },
  {
    .name = "impact_legal",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Legal consequence"),
    .scale = "consequence",
  },
  {
    .name = "impact_reputation",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Consequence for reputation"),
    .scale = "consequence",
  },
  {
    .name = "impact_people",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Consequence for people"),
    .scale = "consequence",
  },
  {
    .name = "current_consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Current consequence"),
    .help = N_("How bad, with what is in place today"),
    .scale = "consequence",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "deciding_area",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Deciding area"),
    .help = N_("The area whose consequence is the worst"),
    .choices = areas,
    .expression = DECIDING_AREA (""),
  },
  {
    .name = "current_level",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Current level"),
    .help = N_("What the matrix says; nothing while an estimate is missing"),
    .scale = "risk_level",
    .expression = ANNEX_RISK_LEVEL_SQL ("current"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "current_knowledge",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Current knowledge"),
    .help = N_("How sure the estimate is"),
    .choices = knowledge,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "current_rationale",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Current rationale"),
    .help = N_("Why these levels and not the ones beside them"),
  },
  {
    .name = "inherent_likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent likelihood"),
    .help = N_("As if there were no controls"),
    .group = N_("Inherent risk"),
    .scale = "likelihood",
  },
  {
    .name = "inherent_impact_financial",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent financial consequence"),
    .help = N_("The worst of the areas judged is the consequence"),
    .scale = "consequence",
  },
  {
    .name = "inherent_impact_operational",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent operational consequence"),
    .scale = "consequence",
  },
  {
    .name = "inherent_impact_legal",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent legal consequence"),
    .scale = "consequence",
  },
  {
    .name = "inherent_impact_reputation",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent consequence for reputation"),
    .scale = "consequence",
  },
  {
    .name = "inherent_impact_people",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent consequence for people"),
    .scale = "consequence",
  },
  {
    .name = "inherent_consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Inherent consequence"),
    .help = N_("As if there were no controls"),
    .scale = "consequence",
  },
  {
    .name = "inherent_deciding_area",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Inherent deciding area"),
    .help = N_("The area whose consequence is the worst"),
    .choices = areas,
    .expression = DECIDING_AREA ("inherent_"),
  },
  {
    .name = "inherent_level",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Inherent level"),
    .scale = "risk_level",
    .expression = ANNEX_RISK_LEVEL_SQL ("inherent"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "inherent_knowledge",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Inherent knowledge"),
    .help = N_("How sure the estimate is"),
    .choices = knowledge,
  },
  {
    .name = "inherent_rationale",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Inherent rationale"),
  },
  {
    .name = "treatment",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Decision"),
    .help = N_("Treat changes it, tolerate keeps it, transfer shares it, terminate ends what brings it"),
    .group = N_("Treatment"),
    .choices = treatments,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "identified",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "supplier",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Transferred to"),
    .help = N_("The insurer or supplier who takes a share of it"),
    .target = "supplier",
    .inverse = N_("Risks taken over"),
  },
  {
    .name = "contract",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Contract"),
    .help = N_("The policy or clause that says so"),
  },
  {
    .name = "measures",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Measures"),
    .help = N_("How many measures are meant to reduce it"),
    .expression = MEASURES,
  },
  {
    .name = "target_likelihood",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual likelihood"),
    .help = N_("Expected when treatment is done"),
    .group = N_("Residual risk"),
    .scale = "likelihood",
  },
  {
    .name = "target_impact_financial",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual financial consequence"),
    .help = N_("The worst of the areas judged is the consequence"),
    .scale = "consequence",
  },
  {
    .name = "target_impact_operational",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual operational consequence"),
    .scale = "consequence",
  },
  {
    .name = "target_impact_legal",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual legal consequence"),
    .scale = "consequence",
  },
  {
    .name = "target_impact_reputation",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual consequence for reputation"),
    .scale = "consequence",
  },
  {
    .name = "target_impact_people",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual consequence for people"),
    .scale = "consequence",
  },
  {
    .name = "target_consequence",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Residual consequence"),
    .help = N_("Expected when treatment is done"),
    .scale = "consequence",
  },
  {
    .name = "target_deciding_area",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Residual deciding area"),
    .help = N_("The area whose consequence is the worst"),
    .choices = areas,
    .expression = DECIDING_AREA ("target_"),
  },
  {
    .name = "target_level",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Residual level"),
    .scale = "risk_level",
    .expression = ANNEX_RISK_LEVEL_SQL ("target"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "target_knowledge",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Residual knowledge"),
    .help = N_("How sure the estimate is"),
    .choices = knowledge,
  },
  {
    .name = "target_rationale",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Residual rationale"),
  },
  {
    .name = "acceptance",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Acceptance"),
    .help = N_("Whether an owner’s acceptance stands for the risk as it is rated today"),
    .choices = acceptances,
    .expression = ANNEX_RISK_ACCEPTANCE_SQL,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "assessed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Assessed on"),
    .help = N_("When its estimates were last changed or confirmed"),
    .group = N_("Review"),
  },
  {
    .name = "assessed_under",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Methodology version"),
    .help = N_("The version of the methodology that was in force then"),
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .help = N_("Follows from the level when an estimate changes; may be set by hand"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
};

/* What the heat map counts by, without a look at the table. */
static const char *const indexes[] = {
  "inherent_likelihood, inherent_consequence, target_likelihood, target_consequence, status",
  "current_likelihood, current_consequence, status",
  "target_likelihood, target_consequence, status",
  NULL,
};

const char *
annex_risk_stage_get_name (AnnexRiskStage stage)
{
  g_return_val_if_fail (stage < G_N_ELEMENTS (stages), NULL);
  return stages[stage];
}

const char *
annex_risk_stage_get_label (AnnexRiskStage stage)
{
  static const char *const labels[] = { N_("Inherent"), N_("Current"), N_("Residual") };

  g_return_val_if_fail (stage < G_N_ELEMENTS (labels), NULL);
  return _(labels[stage]);
}

gboolean
annex_risk_stage_parse (const char *name, AnnexRiskStage *stage)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (g_ascii_strcasecmp (name, stages[i]) == 0)
      {
        *stage = (AnnexRiskStage) i;
        return TRUE;
      }
  if (g_ascii_strcasecmp (name, "residual") == 0)
    {
      *stage = ANNEX_RISK_TARGET;
      return TRUE;
    }
  return FALSE;
}

static int
get_number (AnnexRecord *record, const char *stage, const char *what)
{
  g_autofree char *name = g_strconcat (stage, "_", what, NULL);
  const char *value = annex_record_get_value (record, name);

  return value != NULL ? atoi (value) : 0;
}

AnnexRiskRating
annex_risk_get_rating (AnnexRecord *risk, AnnexRiskStage stage)
{
  const char *name = annex_risk_stage_get_name (stage);

  return (AnnexRiskRating) {
    .likelihood = get_number (risk, name, "likelihood"),
    .consequence = get_number (risk, name, "consequence"),
    .level = get_number (risk, name, "level"),
  };
}

gboolean
annex_risk_set_rating (AnnexTransaction *transaction, gint64 risk, AnnexRiskStage stage, int likelihood, int consequence, const char *rationale,
                       GError **error)
{
  const char *name = annex_risk_stage_get_name (stage);
  g_autofree char *likelihood_field = g_strconcat (name, "_likelihood", NULL);
  g_autofree char *consequence_field = g_strconcat (name, "_consequence", NULL);
  g_autofree char *rationale_field = g_strconcat (name, "_rationale", NULL);
  g_autofree char *likelihood_text = g_strdup_printf ("%d", likelihood);
  g_autofree char *consequence_text = g_strdup_printf ("%d", consequence);

  return annex_transaction_set (transaction, risk, likelihood_field, likelihood_text, error) &&
         annex_transaction_set (transaction, risk, consequence_field, consequence_text, error) &&
         (rationale == NULL || *rationale == '\0' || annex_transaction_set (transaction, risk, rationale_field, rationale, error));
}

AnnexRiskStage
annex_risk_get_accepted_stage (AnnexRecord *risk)
{
  const char *treatment = annex_record_get_value (risk, "treatment");
  gboolean changes = g_strcmp0 (treatment, "treat") == 0 || g_strcmp0 (treatment, "transfer") == 0;

  return changes && annex_risk_get_rating (risk, ANNEX_RISK_TARGET).level > 0 ? ANNEX_RISK_TARGET : ANNEX_RISK_CURRENT;
}

/* The areas of the current rating came first, and their fields have no stage in their names. */
static const char *const impact_fields[][G_N_ELEMENTS (areas)] = {
  { "inherent_impact_financial", "inherent_impact_operational", "inherent_impact_legal", "inherent_impact_reputation",
    "inherent_impact_people" },
  { "impact_financial", "impact_operational", "impact_legal", "impact_reputation", "impact_people" },
  { "target_impact_financial", "target_impact_operational", "target_impact_legal", "target_impact_reputation",
    "target_impact_people" },
};

/* The worst area decides, once areas are judged. */
static void
complete_consequence (AnnexDraft *draft, AnnexRiskStage stage)
{
  gboolean changed = FALSE;
  int worst = 0;

  for (const char *const *field = impact_fields[stage]; *field != NULL; field++)
    {
      const char *name = *field;
      const char *value = annex_draft_get (draft, name);

      changed = changed || annex_draft_has_changed (draft, name);
      worst = MAX (worst, value != NULL ? atoi (value) : 0);
    }
  if (changed && worst > 0)
    {
      g_autofree char *name = g_strconcat (stages[stage], "_consequence", NULL);
      g_autofree char *value = g_strdup_printf ("%d", worst);

      annex_draft_set (draft, name, value);
    }
}

static gboolean
was_assessed (AnnexDraft *draft)
{
  static const char *const estimates[] = { "inherent_likelihood", "inherent_consequence", "current_likelihood",
                                           "current_consequence", "target_likelihood", "target_consequence" };

  for (guint i = 0; i < G_N_ELEMENTS (estimates); i++)
    if (annex_draft_has_changed (draft, estimates[i]))
      return TRUE;
  return FALSE;
}

/* The worse the level now, the sooner it is looked at again. */
static gboolean
complete_review (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *review_date = NULL;
  guint months;

  if (!annex_methodology_find_review_months (store, get_number (record, "current", "likelihood"), get_number (record, "current", "consequence"),
                                             &months, error))
    return FALSE;
  if (months > 0)
    review_date = annex_date_rules_dup_later (annex_draft_get (draft, "assessed_on"), months);
  if (review_date != NULL)
    annex_draft_set (draft, "review_date", review_date);
  return TRUE;
}

/* An estimate is worth what is known of when, and by which rules, it was made. */
static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autofree char *version = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    complete_consequence (draft, (AnnexRiskStage) i);
  if (!was_assessed (draft))
    return TRUE;
  if (!annex_draft_has_changed (draft, "assessed_on"))
    {
      g_autofree char *today = annex_clock_dup_today ();

      annex_draft_set (draft, "assessed_on", today);
    }
  if (!annex_draft_has_changed (draft, "assessed_under"))
    {
      if (!annex_methodology_find_version (store, &version, error))
        return FALSE;
      if (version != NULL)
        annex_draft_set (draft, "assessed_under", version);
    }
  return annex_draft_has_changed (draft, "review_date") || complete_review (draft, store, record, error);
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "assessed_on", error);
}

static const char *const over_states[] = { "closed", NULL };

const AnnexType annex_risk_type = {
  .name = "risk",
  .label = N_("Risk"),
  .label_plural = N_("Risks"),
  .description = N_("Write down what could happen, judge how likely and how bad it is, and decide what to do about it."),
  .prefix = "R",
  .digits = 3,
  .icon = "dialog-warning-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .indexes = indexes,
  .validate = validate,
  .complete = complete,
  .attention = "status IS NOT 'closed' AND "
               "(review_date < annex_today () OR "
               "NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner'))",
};
