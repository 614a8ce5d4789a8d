/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"
#include "treatment.h"

static const AnnexChoice states[] = {
  { "proposed", N_("Proposed") },
  { "planned", N_("Planned") },
  { "in_progress", N_("In progress") },
  { "done", N_("Done") },
  { "dropped", N_("Dropped") },
  { NULL, NULL },
};

static const AnnexChoice lateness[] = {
  { "late", N_("Late") },
  { "soon", N_("Due soon") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .help = N_("What will be done, as an order to somebody"),
    .group = N_("Measure"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .help = N_("How, and how one will see that it is done"),
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
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who gets it done"),
    .target = "person",
    .inverse = N_("Measures owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "starts_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Begins on"),
    .group = N_("Time and money"),
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Due"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "done_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Done on"),
  },
  {
    .name = "lateness",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Time left"),
    .help = N_("Soon is within 30 days"),
    .choices = lateness,
    .expression = "CASE WHEN r.status IN ('done', 'dropped') THEN NULL WHEN r.due < annex_today () THEN 'late' "
                  "WHEN r.due <= date (annex_today (), '+30 days') THEN 'soon' END",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "cost",
    .kind = ANNEX_FIELD_MONEY,
    .label = N_("Cost"),
    .help = N_("Once, in the engagement’s currency"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "yearly_cost",
    .kind = ANNEX_FIELD_MONEY,
    .label = N_("Cost a year"),
    .help = N_("For as long as it runs"),
  },
  {
    .name = "effort",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Effort in days"),
    .help = N_("Working days of one person"),
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks it reduces"),
    .group = N_("Effect"),
    .target = "risk",
    .inverse = N_("Measures"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "workshop",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Decided in"),
    .help = N_("The workshop that asked for it"),
    .target = "workshop",
    .inverse = N_("Measures decided"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "reduces_likelihood",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Takes off the likelihood"),
    .help = N_("By how many levels, once it is done, unless it is said otherwise for a risk"),
    .initial = "0",
  },
  {
    .name = "reduces_consequence",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Takes off the consequence"),
    .help = N_("By how many levels, once it is done, unless it is said otherwise for a risk"),
    .initial = "0",
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls it implements"),
    .target = "control",
    .inverse = N_("Measures"),
    .fitting = "EXISTS (SELECT 1 FROM link m JOIN link l ON l.source = m.target JOIN link k ON k.source = l.target WHERE m.source = ?1 "
               "AND m.field = 'risks' AND l.field IN ('threats', 'vulnerabilities') AND k.field = 'controls' AND k.target = c.id)",
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

gboolean
annex_treatment_check_reduction (AnnexRecord *record, const char *field_name, GError **error)
{
  const char *text = annex_record_get_value (record, field_name);
  double levels = text != NULL ? g_ascii_strtod (text, NULL) : 0;

  if (levels == floor (levels) && levels >= 0 && levels <= 6)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is a whole number of levels from 0 to 6, not %s."),
               annex_field_get_label (annex_type_find_field (annex_record_get_record_type (record), field_name)), text);
  return FALSE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_treatment_check_reduction (record, "reduces_likelihood", error) &&
         annex_treatment_check_reduction (record, "reduces_consequence", error) &&
         annex_date_rules_check_order (record, "starts_on", "due", error) &&
         annex_date_rules_check_past (record, "done_on", error);
}

static const char *const over_states[] = { "done", "dropped", NULL };

const AnnexType annex_treatment_type = {
  .name = "treatment",
  .label = N_("Measure"),
  .label_plural = N_("Treatment"),
  .description = N_("The plan: who does what by when to bring which risks down, and what it costs."),
  .prefix = "TM",
  .digits = 3,
  .icon = "checkbox-checked-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .complete = annex_date_rules_complete_done,
  .attention = "status NOT IN ('done', 'dropped') AND "
               "(due < annex_today () OR "
               "NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner'))",
};
