/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "risk-trail.h"

#include "core/annex-statement.h"

static void
step_free (gpointer data)
{
  AnnexRiskTrailStep *step = data;

  g_free (step->day);
  g_free (step->author);
  g_free (step);
}

static void
end_day (GPtrArray *steps, AnnexRiskTrailStep *now)
{
  const AnnexRiskTrailStep *last = steps->len > 0 ? steps->pdata[steps->len - 1] : NULL;
  AnnexRiskTrailStep *step;

  if (now->likelihood == 0 || now->consequence == 0 ||
      (last != NULL && last->likelihood == now->likelihood && last->consequence == now->consequence))
    return;
  step = g_memdup2 (now, sizeof *now);
  step->day = g_strdup (now->day);
  step->author = g_strdup (now->author);
  g_ptr_array_add (steps, step);
}

static void
read_row (AnnexStatement *row, const char *const *fields, int *const *values, guint n_fields)
{
  const char *field = annex_statement_get_text (row, 2);

  for (guint i = 0; i < n_fields; i++)
    if (field == NULL || *field == '\0')
      *values[i] = annex_statement_get_int (row, 4 + (int) i);
    else if (g_str_equal (field, fields[i]))
      *values[i] = annex_statement_get_int (row, 3);
}

/* A creation has all fields in one row; what is not of these fields is not read. */
GPtrArray *
annex_risk_trail_load (AnnexStore *store, gint64 risk, AnnexRiskStage stage, GError **error)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new_with_free_func (step_free);
  g_autofree char *likelihood = g_strconcat (annex_risk_stage_get_name (stage), "_likelihood", NULL);
  g_autofree char *consequence = g_strconcat (annex_risk_stage_get_name (stage), "_consequence", NULL);
  const char *const fields[] = { likelihood, consequence, "assessed_under" };
  AnnexRiskTrailStep now = { 0 };
  int *const values[] = { &now.likelihood, &now.consequence, &now.methodology_version };
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT substr (m.time, 1, 10), m.author, c.field, c.new, json_extract (made, '$.' || ?2), "
                         "json_extract (made, '$.' || ?3), json_extract (made, '$.' || ?4) FROM "
                         "(SELECT *, CASE operation WHEN 'create' THEN new END AS made FROM change WHERE record = ?1) c "
                         "JOIN \"commit\" m ON m.id = c.commit_id WHERE made IS NOT NULL OR c.field IN (?2, ?3, ?4) "
                         "ORDER BY c.commit_id, c.position",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, risk);
  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    annex_statement_bind_text (statement, (int) i + 2, fields[i]);
  while (annex_statement_next (statement))
    {
      const char *day = annex_statement_get_text (statement, 0);

      if (now.day != NULL && g_strcmp0 (now.day, day) != 0)
        end_day (steps, &now);
      g_set_str (&now.day, day);
      g_set_str (&now.author, annex_statement_get_text (statement, 1));
      read_row (statement, fields, values, G_N_ELEMENTS (fields));
    }
  end_day (steps, &now);
  g_free (now.day);
  g_free (now.author);
  return annex_statement_finish (statement, error) ? g_steal_pointer (&steps) : NULL;
}
