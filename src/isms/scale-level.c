/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "annex-isms.h"
#include "core/annex-statement.h"
#include "plan/methodology.h"

static const AnnexChoice scales[] = {
  { "classification", N_("Classification") },
  { "need", N_("Protection need") },
  { "likelihood", N_("Likelihood") },
  { "consequence", N_("Consequence") },
  { "risk_level", N_("Level of risk") },
  { "incident_severity", N_("Severity of incidents") },
  { "cause_category", N_("Categories of causes") },
  { NULL, NULL },
};

static const AnnexChoice marks[] = {
  { "plain", N_("Plain") },
  { "dots", N_("Dots") },
  { "diagonal", N_("Diagonal lines") },
  { "cross", N_("Crossed lines") },
  { "bars", N_("Upright bars") },
  { "waves", N_("Waves") },
  { "grid", N_("Grid") },
  { NULL, NULL },
};

static const AnnexChoice acceptances[] = {
  { "accept", N_("May be accepted by the risk owner") },
  { "sign_off", N_("May be accepted with sign-off") },
  { "treat", N_("Must be treated") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "scale",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Scale"),
    .help = N_("The scale that this level belongs to"),
    .group = N_("Level"),
    .choices = scales,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "level",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Level"),
    .help = N_("A whole number; higher means more protection"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("The word people will read and say"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Meaning"),
    .help = N_("What has to be true for this level, so that two people choose the same one"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "frequency",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Frequency"),
    .help = N_("How often, for a likelihood"),
    .group = N_("Criteria"),
  },
  {
    .name = "financial",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Financial"),
    .help = N_("Money, for a consequence"),
  },
  {
    .name = "operational",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Operational"),
    .help = N_("What stops, and for how long"),
  },
  {
    .name = "legal",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Legal"),
  },
  {
    .name = "reputation",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Reputation"),
  },
  {
    .name = "people",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("People"),
    .help = N_("Harm to life, health or rights"),
  },
  {
    .name = "colour",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Colour"),
    .help = N_("Red, green and blue as six hexadecimal digits"),
    .group = N_("Level of risk"),
  },
  {
    .name = "mark",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Pattern"),
    .help = N_("Drawn over the colour, so that colour is not the only sign"),
    .choices = marks,
  },
  {
    .name = "acceptance",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Acceptance"),
    .choices = acceptances,
  },
  {
    .name = "sign_off",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Signed off by"),
    .help = N_("The role that may accept a risk of this level"),
  },
  {
    .name = "review_months",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Months between reviews"),
    .help = N_("Empty takes the methodology’s own period"),
  },
};

/* The level of a scale is its key. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *scale = annex_record_get_value (record, "scale");
  const char *text = annex_record_get_value (record, "level");
  double level = text != NULL ? g_ascii_strtod (text, NULL) : 0;
  const char *colour = annex_record_get_value (record, "colour");
  const char *months = annex_record_get_value (record, "review_months");
  g_autoptr (AnnexStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean taken;

  if (level != floor (level) || level < 0 || level > 100)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A level is a whole number from 0 to 100, not %s."), text);
      return FALSE;
    }
  if (colour != NULL && (strlen (colour) != 6 || strspn (colour, "0123456789abcdefABCDEF") != 6))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A colour is six hexadecimal digits such as c01c28, not “%s”."), colour);
      return FALSE;
    }
  if (months != NULL && (atoi (months) < 1 || atoi (months) > 120))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The months between reviews are 1 to 120, not %s."), months);
      return FALSE;
    }
  statement = annex_statement_new (store, "SELECT 1 FROM scale_level WHERE scale = ?1 AND level = ?2 AND id <> ?3", error);
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, scale);
  annex_statement_bind_double (statement, 2, level);
  annex_statement_bind_int64 (statement, 3, annex_record_get_id (record));
  taken = annex_statement_read_number (statement, &failure) != 0;
  if (annex_error_pass (&failure, error))
    return FALSE;
  if (taken)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The scale already has a level %s. Change that one or take another number."), text);
  return !taken;
}

/* Another scale for judging risk is another version of the methodology. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *scale = annex_record_get_value (record, "scale");

  if (g_strcmp0 (scale, "likelihood") != 0 && g_strcmp0 (scale, "consequence") != 0 && g_strcmp0 (scale, "risk_level") != 0)
    return TRUE;
  return annex_methodology_begin_version (transaction, store, error);
}

const AnnexType annex_scale_level_type = {
  .name = "scale_level",
  .label = N_("Scale level"),
  .label_plural = N_("Scale levels"),
  .description = N_("The levels of the engagement's own scales, so that everyone judges with the same words."),
  .prefix = "SL",
  .digits = 2,
  .icon = "view-sort-ascending-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .follow = follow,
};
