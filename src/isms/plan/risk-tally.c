/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "risk-tally.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  guint n_columns;
  gboolean with_closed;
  sqlite3_stmt *first[ANNEX_RISK_TALLY_MAX_COLUMNS]; /* the lowest value of a column, after those of the columns before it */
  sqlite3_stmt *next[ANNEX_RISK_TALLY_MAX_COLUMNS];  /* the one above */
  sqlite3_stmt *all;
  sqlite3_stmt *closed;
  sqlite3_value *values[ANNEX_RISK_TALLY_MAX_COLUMNS];
  AnnexRiskTallyFunc func;
  gpointer user_data;
} Tally;

static sqlite3_stmt *
prepare (AnnexStore *store, const char *what, const char *group, const char *condition, const char *order, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM risk WHERE %s%s%s", what, group, condition, order);
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL) != SQLITE_OK)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The risks could not be read: %s"), sqlite3_errmsg (annex_store_get_database (store)));
  return statement;
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
bind (Tally *self, sqlite3_stmt *statement, guint n)
{
  for (guint i = 0; i < n; i++)
    sqlite3_bind_value (statement, (int) i + 1, self->values[i]);
}

static guint
count (Tally *self, sqlite3_stmt *statement)
{
  guint result = 0;

  bind (self, statement, self->n_columns);
  if (sqlite3_step (statement) == SQLITE_ROW)
    result = (guint) sqlite3_column_int (statement, 0);
  sqlite3_reset (statement);
  return result;
}

/* Takes the value found for the column; returns whether there was one. */
static gboolean
find (Tally *self, guint column, sqlite3_stmt *statement, guint n_bound)
{
  gboolean found;

  bind (self, statement, n_bound);
  found = sqlite3_step (statement) == SQLITE_ROW;
  if (found)
    {
      sqlite3_value_free (self->values[column]);
      self->values[column] = sqlite3_value_dup (sqlite3_column_value (statement, 0));
    }
  sqlite3_reset (statement);
  return found;
}

static void
walk (Tally *self, guint column)
{
  if (column == self->n_columns)
    {
      int values[ANNEX_RISK_TALLY_MAX_COLUMNS];
      guint n = count (self, self->all) - (self->with_closed ? 0 : count (self, self->closed));

      for (guint i = 0; i < self->n_columns; i++)
        values[i] = sqlite3_value_int (self->values[i]);
      if (n > 0)
        self->func (values, n, self->user_data);
      return;
    }
  for (gboolean found = find (self, column, self->first[column], column); found; found = find (self, column, self->next[column], column + 1))
    walk (self, column + 1);
}

gboolean
annex_risk_tally (AnnexStore *store, const char *const *columns, guint n_columns, gboolean with_closed, AnnexRiskTallyFunc func,
                  gpointer user_data, GError **error)
{
  Tally self = { .n_columns = n_columns, .with_closed = with_closed, .func = func, .user_data = user_data };
  gboolean prepared;

  g_return_val_if_fail (n_columns <= ANNEX_RISK_TALLY_MAX_COLUMNS, FALSE);
  prepared = prepare_all (&self, store, columns, error);
  if (prepared)
    walk (&self, 0);
  for (guint i = 0; i < n_columns; i++)
    {
      sqlite3_finalize (self.first[i]);
      sqlite3_finalize (self.next[i]);
      sqlite3_value_free (self.values[i]);
    }
  sqlite3_finalize (self.all);
  sqlite3_finalize (self.closed);
  return prepared;
}
