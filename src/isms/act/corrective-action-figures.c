/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "corrective-action-figures.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "action-rule.h"
#include "core/annex-statement.h"
#include "corrective-action-private.h"
#include "isms/annex-isms.h"

/* How many, at the most, are told apart by grading; the last one is "not graded". */
#define N_GRADINGS 5

static const char *const grading_keys[N_GRADINGS] = { "major", "minor", "observation", "opportunity", NULL };

static void
add_gradings (AnnexChart *chart)
{
  const AnnexField *field = annex_type_find_field (&annex_corrective_action_type, "grading");

  for (guint i = 0; i < N_GRADINGS; i++)
    annex_chart_add_series (chart, grading_keys[i] != NULL ? annex_field_find_choice (field, grading_keys[i]) : _("Not graded"),
                            ANNEX_CHART_ANY_COLOUR, NULL);
}

static guint
find_grading (const char *key)
{
  guint i = 0;

  while (i < N_GRADINGS - 1 && g_strcmp0 (key, grading_keys[i]) != 0)
    i++;
  return i;
}

/* Which of the ages that are told apart an open one has, over its age in days. */
#define AGE_BUCKET "(age > 30) + (age > 60) + (age > 90) + (age > 180)"
#define OPEN_WITH_AGE \
  "(SELECT julianday (" ANNEX_ACTION_TODAY ") - julianday (r.raised_on) AS age, r.grading, coalesce (r.source, '') AS source " \
  "FROM corrective_action r WHERE " ANNEX_ACTION_IS_OPEN " AND r.raised_on IS NOT NULL)"
#define N_AGES 5

static const char *
get_age_name (guint bucket)
{
  const char *const names[N_AGES] = { _("to 30 days"), _("31 to 60"), _("61 to 90"), _("91 to 180"), _("over 180") };

  return names[bucket];
}

/* A day that is none has no age, and counts as the youngest. */
static guint
get_bucket (AnnexStatement *statement, int column)
{
  return (guint) CLAMP (annex_statement_get_int (statement, column), 0, N_AGES - 1);
}

static const char *
get_source_name (const char *source)
{
  const char *name = annex_field_find_choice (annex_type_find_field (&annex_corrective_action_type, "source"), source);

  return name != NULL ? name : _("Source not given");
}

AnnexChart *
annex_action_figures_make_age_chart (AnnexStore *store, GError **error)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_COLUMNS, _("Age of open corrective actions"));
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT " AGE_BUCKET ", grading, count (*) FROM " OPEN_WITH_AGE " GROUP BY 1, 2", error);

  if (statement == NULL)
    return NULL;
  annex_chart_set_stacked (chart, TRUE);
  for (guint i = 0; i < N_AGES; i++)
    annex_chart_add_category (chart, get_age_name (i));
  add_gradings (chart);
  while (annex_statement_next (statement))
    annex_chart_set_value (chart, get_bucket (statement, 0), find_grading (annex_statement_get_text (statement, 1)), annex_statement_get_int (statement, 2));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&chart) : NULL;
}

AnnexChart *
annex_action_figures_make_source_chart (AnnexStore *store, GError **error)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_BARS, _("Open corrective actions by source and age"));
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT source, " AGE_BUCKET ", count (*) FROM " OPEN_WITH_AGE " GROUP BY 1, 2 ORDER BY 1, 2", error);
  g_autofree char *last = NULL;
  guint category = 0;

  if (statement == NULL)
    return NULL;
  annex_chart_set_stacked (chart, TRUE);
  for (guint i = 0; i < N_AGES; i++)
    annex_chart_add_series (chart, get_age_name (i), ANNEX_CHART_ANY_COLOUR, NULL);
  while (annex_statement_next (statement))
    {
      const char *source = annex_statement_get_string (statement, 0);

      if (g_strcmp0 (last, source) != 0)
        category = annex_chart_add_category (chart, get_source_name (source));
      g_set_str (&last, source);
      annex_chart_set_value (chart, category, get_bucket (statement, 1), annex_statement_get_int (statement, 2));
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&chart) : NULL;
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  int x = *(const int *) a, y = *(const int *) b;

  return (x > y) - (x < y);
}

/* @days: (element-type int): at least one; sorted by it. */
static double
find_median (GArray *days)
{
  g_array_sort (days, compare_days);
  return (g_array_index (days, int, (days->len - 1) / 2) + g_array_index (days, int, days->len / 2)) / 2.0;
}

/* Those of one source: a bar for each grading, and beside its name how many there are and how far they spread. */
static void
add_closed (AnnexChart *chart, const char *source, GArray *const *by_grading)
{
  int least = G_MAXINT, most = 0;
  guint n = 0;
  guint category;
  g_autofree char *name = NULL;

  for (guint i = 0; i < N_GRADINGS; i++)
    for (guint j = 0; j < by_grading[i]->len; j++, n++)
      {
        least = MIN (least, g_array_index (by_grading[i], int, j));
        most = MAX (most, g_array_index (by_grading[i], int, j));
      }
  if (n == 0)
    return;
  /* Translators: a source such as “Internal audit”, how many of it were closed, and in how many days, at least and at most. */
  name = least < most ? g_strdup_printf (ngettext ("%s (%u, in %d to %d days)", "%s (%u, in %d to %d days)", n), get_source_name (source), n, least, most)
                      : g_strdup_printf (_("%s (%u)"), get_source_name (source), n);
  category = annex_chart_add_category (chart, name);
  for (guint i = 0; i < N_GRADINGS; i++)
    if (by_grading[i]->len > 0)
      annex_chart_set_value (chart, category, i, find_median (by_grading[i]));
}

/* Reads those that are closed, by source, and adds each source when it is over. */
static gboolean
read_closed (AnnexStore *store, AnnexChart *chart, GArray *const *by_grading, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT coalesce (r.source, ''), r.grading, CAST (julianday (r.closed_on) - julianday (r.raised_on) AS INTEGER) "
                         "FROM corrective_action r WHERE r.stage = 'closed' AND r.raised_on IS NOT NULL AND r.closed_on IS NOT NULL ORDER BY 1",
                         error);
  g_autofree char *last = NULL;

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      const char *source = annex_statement_get_string (statement, 0);
      int days = annex_statement_get_int (statement, 2);

      if (last != NULL && strcmp (last, source) != 0)
        {
          add_closed (chart, last, by_grading);
          for (guint i = 0; i < N_GRADINGS; i++)
            g_array_set_size (by_grading[i], 0);
        }
      g_set_str (&last, source);
      g_array_append_val (by_grading[find_grading (annex_statement_get_text (statement, 1))], days);
    }
  if (last != NULL)
    add_closed (chart, last, by_grading);
  return annex_statement_finish (statement, error);
}

AnnexChart *
annex_action_figures_make_closing_chart (AnnexStore *store, GError **error)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_BARS, _("Days from raised to closed, median by source and grading"));
  GArray *by_grading[N_GRADINGS];
  gboolean read;

  add_gradings (chart);
  for (guint i = 0; i < N_GRADINGS; i++)
    by_grading[i] = g_array_new (FALSE, FALSE, sizeof (int));
  read = read_closed (store, chart, by_grading, error);
  for (guint i = 0; i < N_GRADINGS; i++)
    g_array_unref (by_grading[i]);
  return read ? g_steal_pointer (&chart) : NULL;
}

/* Who does the gate that is next: its own owner, else that of the whole; and whoever has a step to do. */
#define WAITING_FOR \
  "SELECT coalesce ((SELECT l.target FROM link l WHERE l.source = r.id AND l.field = r.stage || '_owner'), " \
  "(SELECT l.target FROM link l WHERE l.source = r.id AND l.field = 'owner')) AS person, r.due < " ANNEX_ACTION_TODAY " AS late " \
  "FROM corrective_action r WHERE " ANNEX_ACTION_IS_OPEN " UNION ALL " \
  "SELECT (SELECT l.target FROM link l WHERE l.source = s.id AND l.field = 'owner'), s.due < " ANNEX_ACTION_TODAY \
  " FROM action_step s WHERE s.status NOT IN ('done', 'dropped')"

AnnexChart *
annex_action_figures_make_load_chart (AnnexStore *store, guint limit, GError **error)
{
  g_autoptr (AnnexChart) chart = annex_chart_new (ANNEX_CHART_BARS, _("What waits for whom"));
  guint in_time = annex_chart_add_series (chart, _("In time"), ANNEX_CHART_ANY_COLOUR, NULL);
  guint late = annex_chart_add_series (chart, _("Late"), ANNEX_CHART_ANY_COLOUR, NULL);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT x.title, count (*) - total (w.late), total (w.late) FROM (" WAITING_FOR ") w LEFT JOIN record x ON x.id = w.person "
                         "GROUP BY w.person ORDER BY count (*) DESC, x.title LIMIT ?1",
                         error);

  if (statement == NULL)
    return NULL;
  annex_chart_set_stacked (chart, TRUE);
  annex_statement_bind_int64 (statement, 1, limit);
  while (annex_statement_next (statement))
    {
      const char *name = annex_statement_get_text (statement, 0);
      guint category = annex_chart_add_category (chart, name != NULL ? name : _("Nobody"));

      annex_chart_set_value (chart, category, in_time, annex_statement_get_double (statement, 1));
      annex_chart_set_value (chart, category, late, annex_statement_get_double (statement, 2));
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&chart) : NULL;
}

gboolean
annex_action_figures_add_count (AnnexReportDocument *document, AnnexStore *store, const char *name, const char *condition, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM corrective_action r WHERE %s", condition);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, annex_store_read_number (store, sql, NULL, 0, &failure));

  annex_report_document_add_fact (document, name, text);
  return !annex_error_pass (&failure, error);
}
