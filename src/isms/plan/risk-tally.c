/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "risk-tally.h"

#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"

typedef struct
{
  AnnexStore *store;
  guint n_columns;
  gboolean with_closed;
  AnnexStatement *first[ANNEX_RISK_TALLY_MAX_COLUMNS]; /* the lowest value of a column, after those of the columns before it */
  AnnexStatement *next[ANNEX_RISK_TALLY_MAX_COLUMNS];  /* the one above */
  AnnexStatement *all;
  AnnexStatement *closed;
  gboolean is_empty[ANNEX_RISK_TALLY_MAX_COLUMNS];
  gint64 values[ANNEX_RISK_TALLY_MAX_COLUMNS]; /* 0 where empty */
  AnnexRiskTallyFunc func;
  gpointer user_data;
} Tally;

static AnnexStatement *
prepare (AnnexStore *store, const char *what, const char *group, const char *condition, const char *order, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM risk WHERE %s%s%s", what, group, condition, order);

  return annex_statement_new_once (store, sql, error);
}

static gboolean
prepare_all (Tally *self, AnnexStore *store, const char *const *columns, GError **error)
{
  g_autoptr (GString) group = g_string_new ("TRUE");

  for (guint i = 0; i < self->n_columns; i++)
    {
      g_autofree char *order = g_strdup_printf (" ORDER BY %s LIMIT 1", columns[i]);
      /* An empty value comes before all others. */
      g_autofree char *above = g_strdup_printf (" AND %s > coalesce (?%u, -1)", columns[i], i + 1);

      self->first[i] = prepare (store, columns[i], group->str, "", order, error);
      self->next[i] = self->first[i] != NULL ? prepare (store, columns[i], group->str, above, order, error) : NULL;
      if (self->next[i] == NULL)
        return FALSE;
      g_string_append_printf (group, " AND %s IS ?%u", columns[i], i + 1);
    }
  self->all = prepare (store, "count (*)", group->str, "", "", error);
  self->closed = self->all != NULL ? prepare (store, "count (*)", group->str, " AND status = 'closed'", "", error) : NULL;
  return self->closed != NULL;
}

static void
bind (Tally *self, AnnexStatement *statement, guint n)
{
  for (guint i = 0; i < n; i++)
    if (self->is_empty[i])
      annex_statement_bind_null (statement, (int) i + 1);
    else
      annex_statement_bind_int64 (statement, (int) i + 1, self->values[i]);
}

static gboolean
count (Tally *self, AnnexStatement *statement, int *n, GError **error)
{
  bind (self, statement, self->n_columns);
  *n = annex_statement_next (statement) ? annex_statement_get_int (statement, 0) : 0;
  return annex_statement_finish (statement, error);
}

/* Takes the value found for the column. @found: (out): whether there was one. */
static gboolean
find (Tally *self, guint column, AnnexStatement *statement, guint n_bound, gboolean *found, GError **error)
{
  gboolean was_empty = self->is_empty[column];
  gint64 before = self->values[column];

  bind (self, statement, n_bound);
  *found = annex_statement_next (statement);
  if (*found)
    {
      self->is_empty[column] = annex_statement_is_null (statement, 0);
      self->values[column] = annex_statement_get_int64 (statement, 0);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  /* An index out of order would lead in a circle. */
  if (*found && n_bound > column && (self->is_empty[column] || (!was_empty && self->values[column] <= before)))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("“%s” is damaged (%s). %s"), annex_store_get_path (self->store),
                   _("an index of the risks is out of order"), annex_store_get_damage_advice ());
      return FALSE;
    }
  return TRUE;
}

static gboolean
walk (Tally *self, guint column, GError **error)
{
  gboolean found;

  if (column == self->n_columns)
    {
      int values[ANNEX_RISK_TALLY_MAX_COLUMNS];
      int n_all, n_closed = 0;

      if (!count (self, self->all, &n_all, error) || (!self->with_closed && !count (self, self->closed, &n_closed, error)))
        return FALSE;
      for (guint i = 0; i < self->n_columns; i++)
        values[i] = (int) CLAMP (self->values[i], G_MININT, G_MAXINT);
      if (n_all > n_closed)
        self->func (values, (guint) (n_all - n_closed), self->user_data);
      return TRUE;
    }
  if (!find (self, column, self->first[column], column, &found, error))
    return FALSE;
  while (found)
    if (!walk (self, column + 1, error) || !find (self, column, self->next[column], column + 1, &found, error))
      return FALSE;
  return TRUE;
}

gboolean
annex_risk_tally (AnnexStore *store, const char *const *columns, guint n_columns, gboolean with_closed, AnnexRiskTallyFunc func,
                  gpointer user_data, GError **error)
{
  Tally self = { .store = store, .n_columns = n_columns, .with_closed = with_closed, .func = func, .user_data = user_data };
  gboolean done;

  g_return_val_if_fail (n_columns <= ANNEX_RISK_TALLY_MAX_COLUMNS, FALSE);
  done = prepare_all (&self, store, columns, error) && walk (&self, 0, error);
  for (guint i = 0; i < n_columns; i++)
    {
      annex_statement_free (self.first[i]);
      annex_statement_free (self.next[i]);
    }
  annex_statement_free (self.all);
  annex_statement_free (self.closed);
  return done;
}
