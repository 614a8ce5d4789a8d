/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "audit.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice methods[] = {
  { "random", N_("At random, repeatable") },
  { "judgement", N_("By judgement") },
  { NULL, NULL },
};

static const AnnexChoice bases[] = {
  { "all", N_("All of them") },
  { "frequency", N_("By how often it is done") },
  { "discovery", N_("Discovery: none wrong expected") },
  { "share", N_("By the size of the population") },
  { "sites", N_("Sites: the square root") },
  { "own", N_("Chosen") },
  { NULL, NULL },
};

#define ITEMS(what) "(SELECT " what " FROM link l JOIN sample_item i ON i.id = l.source WHERE l.target = r.id AND l.field = 'sample')"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Sample"),
    .help = N_("What was looked at: accounts, changes, contracts"),
    .group = N_("Sample"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "audit",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Audit"),
    .target = "audit",
    .inverse = N_("Samples"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER | ANNEX_FIELD_PART,
  },
  {
    .name = "item",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Question"),
    .target = "audit_item",
    .inverse = N_("Samples"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses"),
    .target = "clause",
    .inverse = N_("Samples in audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls"),
    .target = "control",
    .inverse = N_("Samples in audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "source",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Population"),
    .help = N_("Which list, from which system, as of which day"),
    .group = N_("Population"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "population",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Size of the population"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "period_from",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Period from"),
  },
  {
    .name = "period_until",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Period until"),
  },
  {
    .name = "list",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("List"),
    .help = N_("One identifier a line, in the order of the system; what the sample is drawn from"),
  },
  {
    .name = "method",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Selection"),
    .group = N_("Selection"),
    .choices = methods,
    .initial = "random",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "basis",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Size chosen"),
    .choices = bases,
    .initial = "own",
  },
  {
    .name = "size",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Sample size"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "seed",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Seed"),
    .help = N_("With the same list, size and seed the same items are drawn again"),
  },
  {
    .name = "reason",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Why these"),
    .help = N_("For a sample by judgement; or why this size"),
  },
  {
    .name = "drawn_at",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Drawn at"),
  },
  {
    .name = "drawn_by",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Drawn by"),
  },
  {
    .name = "looked_at",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Looked at"),
    .group = N_("Result"),
    .expression = "nullif (" ITEMS ("sum (i.result <> 'open')") " || ' / ' || " ITEMS ("count (*)") ", ' / 0')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "exceptions",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Exceptions"),
    .expression = ITEMS ("sum (i.result = 'exception')"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "conclusion",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Conclusion"),
    .help = N_("What follows from it, and whether more was looked at"),
  },
};

static gboolean
check_count (AnnexRecord *record, const char *field_name, GError **error)
{
  const char *value = annex_record_get_value (record, field_name);
  double number = value != NULL ? g_ascii_strtod (value, NULL) : 1;

  if (number >= 1 && number == floor (number))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is a whole number from 1 on, not %s."),
               annex_field_get_label (annex_type_find_field (&annex_sample_type, field_name)), value);
  return FALSE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *population = annex_record_get_value (record, "population");
  const char *size = annex_record_get_value (record, "size");

  if (!check_count (record, "population", error) || !check_count (record, "size", error))
    return FALSE;
  if (population != NULL && size != NULL && g_ascii_strtod (size, NULL) > g_ascii_strtod (population, NULL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A sample of %s cannot be drawn from a population of %s."), size, population);
      return FALSE;
    }
  return annex_date_rules_check_order (record, "period_from", "period_until", error);
}

/* What a finished audit found stays as it was found. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_audit_check_part (transaction, store, record, NULL, error);
}

const AnnexType annex_sample_type = {
  .name = "sample",
  .label = N_("Sample"),
  .label_plural = N_("Samples"),
  .description = N_("What was picked from how many, how it was picked, and what each showed."),
  .prefix = "SM",
  .digits = 3,
  .icon = "view-grid-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .follow = follow,
  .check_deletion = annex_audit_check_part_kept,
};
