/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "methodology.h"

typedef struct
{
  guint size; /* of the preset; 0 belongs to each */
  const char *scale;
  const char *level;
  const char *name;
  const char *description;
  const char *frequency;
  const char *financial;
  const char *operational;
  const char *legal;
  const char *reputation;
  const char *people;
  const char *colour;
  const char *mark;
  const char *acceptance;
  const char *sign_off;
  const char *review_months;
} Level;

static const Level levels[] = {
  { 5, "likelihood", "1", N_("Very unlikely"), N_("Nobody here has seen it, and nothing points to it."), .frequency = N_("less than once in 50 years") },
  { 5, "likelihood", "2", N_("Unlikely"), N_("It has happened elsewhere, and would take several things going wrong."), .frequency = N_("once in 10 to 50 years") },
  { 5, "likelihood", "3", N_("Possible"), N_("It has happened to others like us, or nearly to us."), .frequency = N_("once in 2 to 10 years") },
  { 5, "likelihood", "4", N_("Likely"), N_("It has happened here, and little has changed since."), .frequency = N_("once in half a year to 2 years") },
  { 5, "likelihood", "5", N_("Very likely"), N_("It happens, or is about to."), .frequency = N_("more than twice a year") },
  { 4, "likelihood", "1", N_("Unlikely"), N_("Nobody here has seen it, and nothing points to it."), .frequency = N_("less than once in 20 years") },
  { 4, "likelihood", "2", N_("Possible"), N_("It has happened to others like us."), .frequency = N_("once in 5 to 20 years") },
  { 4, "likelihood", "3", N_("Likely"), N_("It has happened here, or nearly."), .frequency = N_("once in 1 to 5 years") },
  { 4, "likelihood", "4", N_("Very likely"), N_("It happens, or is about to."), .frequency = N_("more than once a year") },
  { 3, "likelihood", "1", N_("Unlikely"), N_("Nothing points to it."), .frequency = N_("less than once in 10 years") },
  { 3, "likelihood", "2", N_("Possible"), N_("It has happened to others like us, or nearly to us."), .frequency = N_("once in 1 to 10 years") },
  { 3, "likelihood", "3", N_("Likely"), N_("It happens, or is about to."), .frequency = N_("more than once a year") },
  { 5, "consequence", "1", N_("Negligible"), N_("Noticed inside only, and over within the day."), .financial = N_("under 0.1 % of yearly revenue"), .operational = N_("unnoticed by customers"), .legal = N_("none"), .reputation = N_("talk inside the team"), .people = N_("none") },
  { 5, "consequence", "2", N_("Minor"), N_("A nuisance that the line handles by itself."), .financial = N_("0.1 to 0.5 % of yearly revenue"), .operational = N_("hours of poorer service"), .legal = N_("a question from a customer"), .reputation = N_("single complaints"), .people = N_("inconvenience") },
  { 5, "consequence", "3", N_("Moderate"), N_("Customers feel it, and management has to act."), .financial = N_("0.5 to 2 % of yearly revenue"), .operational = N_("a day of outage, or limited disclosure"), .legal = N_("a contract is broken"), .reputation = N_("several customers ask for an explanation"), .people = N_("distress, or data of few people exposed") },
  { 5, "consequence", "4", N_("Major"), N_("The year's goals are missed."), .financial = N_("2 to 5 % of yearly revenue"), .operational = N_("several days of outage"), .legal = N_("a breach that must be notified, a fine"), .reputation = N_("in the trade press; customers leave"), .people = N_("injury, or data of many people exposed") },
  { 5, "consequence", "5", N_("Severe"), N_("The organization itself is in danger."), .financial = N_("over 5 % of yearly revenue"), .operational = N_("weeks of outage, or data lost for good"), .legal = N_("licence to operate, or criminal charges"), .reputation = N_("in the national news; trust is gone"), .people = N_("lives, or lasting harm to many") },
  { 4, "consequence", "1", N_("Minor"), N_("A nuisance that the line handles by itself."), .financial = N_("under 0.5 % of yearly revenue"), .operational = N_("hours of poorer service"), .legal = N_("none"), .reputation = N_("single complaints"), .people = N_("inconvenience") },
  { 4, "consequence", "2", N_("Moderate"), N_("Customers feel it, and management has to act."), .financial = N_("0.5 to 2 % of yearly revenue"), .operational = N_("a day of outage"), .legal = N_("a contract is broken"), .reputation = N_("several customers ask for an explanation"), .people = N_("data of few people exposed") },
  { 4, "consequence", "3", N_("Major"), N_("The year's goals are missed."), .financial = N_("2 to 5 % of yearly revenue"), .operational = N_("several days of outage"), .legal = N_("a breach that must be notified, a fine"), .reputation = N_("in the trade press; customers leave"), .people = N_("injury, or data of many people exposed") },
  { 4, "consequence", "4", N_("Severe"), N_("The organization itself is in danger."), .financial = N_("over 5 % of yearly revenue"), .operational = N_("weeks of outage, or data lost for good"), .legal = N_("licence to operate, or criminal charges"), .reputation = N_("in the national news; trust is gone"), .people = N_("lives, or lasting harm to many") },
  { 3, "consequence", "1", N_("Minor"), N_("The line handles it by itself."), .financial = N_("under 1 % of yearly revenue"), .operational = N_("hours of poorer service"), .legal = N_("none"), .reputation = N_("single complaints"), .people = N_("inconvenience") },
  { 3, "consequence", "2", N_("Moderate"), N_("Customers feel it, and management has to act."), .financial = N_("1 to 5 % of yearly revenue"), .operational = N_("a day of outage"), .legal = N_("a contract is broken, or a breach must be notified"), .reputation = N_("several customers ask for an explanation"), .people = N_("data of some people exposed") },
  { 3, "consequence", "3", N_("Severe"), N_("The organization itself is in danger."), .financial = N_("over 5 % of yearly revenue"), .operational = N_("days of outage, or data lost for good"), .legal = N_("licence to operate, or criminal charges"), .reputation = N_("in the news; customers leave"), .people = N_("injury, or data of many people exposed") },
  { 0, "risk_level", "1", N_("Low"), N_("May stay as it is; watch it."), .colour = "2ec27e", .mark = "plain", .acceptance = "accept", .review_months = "12" },
  { 0, "risk_level", "2", N_("Medium"), N_("May stay with a reason or a plan."), .colour = "f6d32d", .mark = "dots", .acceptance = "accept", .review_months = "12" },
  { 0, "risk_level", "3", N_("High"), N_("Is brought down, or kept only for a time and with sign-off."), .colour = "ff7800", .mark = "diagonal", .acceptance = "sign_off", .sign_off = N_("Security steering group"), .review_months = "6" },
  { 0, "risk_level", "4", N_("Critical"), N_("Is brought down now."), .colour = "c01c28", .mark = "cross", .acceptance = "treat", .sign_off = N_("Top management"), .review_months = "3" },
};

static gint64
find_level (AnnexStore *store, const Level *level, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id FROM scale_level WHERE scale = ?1 AND level = ?2", error);
  gint64 id = 0;

  if (statement == NULL)
    return 0;
  annex_statement_bind_text (statement, 1, level->scale);
  annex_statement_bind_int64 (statement, 2, level->level[0] - '0');
  if (annex_statement_next (statement))
    id = annex_statement_get_int64 (statement, 0);
  return annex_statement_finish (statement, error) ? id : 0;
}

/* A level that is there keeps its identity and history. */
static gboolean
write_level (AnnexTransaction *transaction, AnnexStore *store, const Level *level, GError **error)
{
  const struct
  {
    const char *name;
    const char *value;
    gboolean is_text;
  } parts[] = {
    { "scale", level->scale, FALSE },          { "level", level->level, FALSE },
    { "name", level->name, TRUE },             { "description", level->description, TRUE },
    { "frequency", level->frequency, TRUE },   { "financial", level->financial, TRUE },
    { "operational", level->operational, TRUE }, { "legal", level->legal, TRUE },
    { "reputation", level->reputation, TRUE }, { "people", level->people, TRUE },
    { "colour", level->colour, FALSE },        { "mark", level->mark, FALSE },
    { "acceptance", level->acceptance, FALSE }, { "sign_off", level->sign_off, TRUE },
    { "review_months", level->review_months, FALSE },
  };
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (store, &annex_scale_level_type)->len + 1);
  g_autoptr (GError) failure = NULL;
  gint64 id = find_level (store, level, &failure);

  if (annex_error_pass (&failure, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *value = parts[i].value != NULL && parts[i].is_text ? _(parts[i].value) : parts[i].value;

      if (id == 0)
        values[annex_store_find_field_index (store, &annex_scale_level_type, parts[i].name)] = value != NULL ? value : "";
      else if (!annex_transaction_set (transaction, id, parts[i].name, value, error))
        return FALSE;
    }
  return id != 0 || annex_transaction_create (transaction, &annex_scale_level_type, values, error) != 0;
}

static gboolean
remove_levels_above (AnnexTransaction *transaction, AnnexStore *store, const char *scale, guint greatest, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT id FROM scale_level WHERE scale = ?1 AND (level > ?2 OR level < 1)", error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, scale);
  annex_statement_bind_int64 (statement, 2, greatest);
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!annex_transaction_delete (transaction, g_array_index (ids, gint64, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
create_methodology (AnnexTransaction *transaction, AnnexStore *store, GError **error)
{
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (store, &annex_methodology_type)->len + 1);

  values[annex_store_find_field_index (store, &annex_methodology_type, "title")] = _("Risk assessment methodology");
  values[annex_store_find_field_index (store, &annex_methodology_type, "procedure")] =
    _("Risks are assessed once a year and whenever something important changes: a new or altered asset, threat or supplier, an "
      "incident, a new law, a control that failed its test. The risk owner judges with the people who know the work; two people "
      "with the same facts should come to the same level.");
  values[annex_store_find_field_index (store, &annex_methodology_type, "residual")] =
    _("What is left after treatment is estimated on the same scales before the plan is approved, and reassessed when its "
      "measures are done. The risk owner accepts it within the criteria of its level.");
  return annex_transaction_create (transaction, &annex_methodology_type, values, error) != 0;
}

gboolean
annex_methodology_set_preset (AnnexTransaction *transaction, AnnexStore *store, guint size, GError **error)
{
  g_autoptr (AnnexMatrix) matrix = annex_matrix_new_preset (size);
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, &failure);

  g_return_val_if_fail (matrix != NULL, FALSE);

  if (annex_error_pass (&failure, error) || (methodology == NULL && !create_methodology (transaction, store, error)) ||
      !remove_levels_above (transaction, store, "likelihood", size, error) ||
      !remove_levels_above (transaction, store, "consequence", size, error) ||
      !remove_levels_above (transaction, store, "risk_level", 4, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (levels); i++)
    if ((levels[i].size == 0 || levels[i].size == size) && !write_level (transaction, store, &levels[i], error))
      return FALSE;
  return annex_methodology_set_matrix (transaction, store, matrix, error);
}
