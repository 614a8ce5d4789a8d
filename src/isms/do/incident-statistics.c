/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "incident-statistics.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "isms/annex-isms.h"

#define MAX_MONTHS 24
#define MAX_SEVERITY 100

static const char *const hour_fields[ANNEX_INCIDENT_N_STEPS] = { "hours_to_triage", "hours_to_contain", "hours_to_recover" };

/* What is known of one month. */
typedef struct
{
  char name[8];
  GHashTable *severities; /* level → number */
  double hours[ANNEX_INCIDENT_N_STEPS];
  guint n_hours[ANNEX_INCIDENT_N_STEPS];
} Month;

struct _AnnexIncidentStatistics
{
  guint n_incidents;
  GPtrArray *months;      /* Month, in order */
  GHashTable *by_name;    /* "2026-03" → Month, while loading and after */
  GHashTable *categories; /* key → number */
};

static void
month_free (gpointer data)
{
  Month *month = data;

  g_hash_table_unref (month->severities);
  g_free (month);
}

static Month *
get_month (AnnexIncidentStatistics *self, const char *name)
{
  Month *month = g_hash_table_lookup (self->by_name, name);

  if (month != NULL)
    return month;
  month = g_new0 (Month, 1);
  g_strlcpy (month->name, name, sizeof month->name);
  month->severities = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (self->by_name, month->name, month);
  return month;
}

static void
count_one (GHashTable *table, gpointer key)
{
  g_hash_table_insert (table, key, GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (table, key)) + 1));
}

static gboolean
count_incident (AnnexRecord *incident, gpointer data)
{
  AnnexIncidentStatistics *self = data;
  const char *noticed_at = annex_record_get_value (incident, "noticed_at");
  const char *severity = annex_record_get_value (incident, "severity");
  const char *category = annex_record_get_value (incident, "category");
  g_autofree char *day = NULL;
  Month *month;

  self->n_incidents++;
  count_one (self->categories, (gpointer) g_intern_string (category != NULL ? category : ""));
  if (noticed_at != NULL)
    day = g_strndup (noticed_at, strlen ("2026-03-01"));
  if (day == NULL || !annex_date_is_valid (day))
    return TRUE;
  day[strlen ("2026-03")] = '\0';
  month = get_month (self, day);
  count_one (month->severities, GINT_TO_POINTER (severity != NULL ? atoi (severity) : 0));
  for (guint i = 0; i < ANNEX_INCIDENT_N_STEPS; i++)
    {
      const char *hours = annex_record_get_value (incident, hour_fields[i]);

      if (hours == NULL)
        continue;
      month->hours[i] += g_ascii_strtod (hours, NULL);
      month->n_hours[i]++;
    }
  return TRUE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

/* From the last month back to the first, and a month without any incident is a month, too. */
static void
line_up_months (AnnexIncidentStatistics *self)
{
  g_autoptr (GPtrArray) names = g_hash_table_get_keys_as_ptr_array (self->by_name);
  GDate day;
  const char *first, *last;

  if (names->len == 0)
    return;
  g_ptr_array_sort (names, compare_names);
  first = names->pdata[0];
  last = names->pdata[names->len - 1];
  g_date_set_dmy (&day, 1, (GDateMonth) atoi (last + 5), (GDateYear) atoi (last));
  while (self->months->len < MAX_MONTHS)
    {
      char name[8];

      g_date_strftime (name, sizeof name, "%Y-%m", &day);
      g_ptr_array_insert (self->months, 0, get_month (self, name));
      if (strcmp (name, first) <= 0)
        break;
      g_date_subtract_months (&day, 1);
    }
}

AnnexIncidentStatistics *
annex_incident_statistics_load (AnnexStore *store, const AnnexQuery *query, GError **error)
{
  g_autoptr (AnnexIncidentStatistics) self = g_new0 (AnnexIncidentStatistics, 1);
  g_autoptr (AnnexQuery) all = annex_query_new (&annex_incident_type);

  self->months = g_ptr_array_new ();
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, month_free);
  self->categories = g_hash_table_new (g_str_hash, g_str_equal);
  if (!annex_query_foreach (query != NULL ? query : all, store, count_incident, self, error))
    return NULL;
  line_up_months (self);
  return g_steal_pointer (&self);
}

void
annex_incident_statistics_free (AnnexIncidentStatistics *self)
{
  g_clear_pointer (&self->months, g_ptr_array_unref);
  g_clear_pointer (&self->by_name, g_hash_table_unref);
  g_clear_pointer (&self->categories, g_hash_table_unref);
  g_free (self);
}

guint
annex_incident_statistics_get_n_incidents (const AnnexIncidentStatistics *self)
{
  return self->n_incidents;
}

guint
annex_incident_statistics_get_n_months (const AnnexIncidentStatistics *self)
{
  return self->months->len;
}

const char *
annex_incident_statistics_get_month (const AnnexIncidentStatistics *self, guint month)
{
  return ((const Month *) self->months->pdata[month])->name;
}

guint
annex_incident_statistics_count (const AnnexIncidentStatistics *self, guint month, int severity)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (((const Month *) self->months->pdata[month])->severities, GINT_TO_POINTER (severity)));
}

guint
annex_incident_statistics_count_category (const AnnexIncidentStatistics *self, const char *category)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->categories, category));
}

gboolean
annex_incident_statistics_get_mean_hours (const AnnexIncidentStatistics *self, guint month, AnnexIncidentStep step, double *hours)
{
  const Month *counted = self->months->pdata[month];

  *hours = counted->n_hours[step] > 0 ? counted->hours[step] / counted->n_hours[step] : 0;
  return counted->n_hours[step] > 0;
}

static guint
count_severity (const AnnexIncidentStatistics *self, int severity)
{
  guint count = 0;

  for (guint i = 0; i < self->months->len; i++)
    count += annex_incident_statistics_count (self, i, severity);
  return count;
}

AnnexChart *
annex_incident_statistics_create_month_chart (const AnnexIncidentStatistics *self, AnnexStore *store)
{
  AnnexChart *chart = annex_chart_new (ANNEX_CHART_COLUMNS, _("Incidents by month and severity"));

  annex_chart_set_stacked (chart, TRUE);
  for (guint i = 0; i < self->months->len; i++)
    annex_chart_add_category (chart, annex_incident_statistics_get_month (self, i));
  for (int severity = 0; severity <= MAX_SEVERITY; severity++)
    {
      const char *name = severity > 0 ? annex_store_get_scale_label (store, "incident_severity", severity) : _("Not judged");
      guint series;

      if (count_severity (self, severity) == 0)
        continue;
      series = annex_chart_add_series (chart, name != NULL ? name : _("Not judged"), ANNEX_CHART_ANY_COLOUR, NULL);
      for (guint i = 0; i < self->months->len; i++)
        annex_chart_set_value (chart, i, series, annex_incident_statistics_count (self, i, severity));
    }
  return chart;
}

AnnexChart *
annex_incident_statistics_create_category_chart (const AnnexIncidentStatistics *self)
{
  AnnexChart *chart = annex_chart_new (ANNEX_CHART_BARS, _("Incidents by category"));
  const AnnexField *field = annex_type_find_field (&annex_incident_type, "category");
  guint series = annex_chart_add_series (chart, _("Incidents"), ANNEX_CHART_ANY_COLOUR, "plain");

  for (const AnnexChoice *choice = field->choices; choice->key != NULL; choice++)
    if (annex_incident_statistics_count_category (self, choice->key) > 0)
      annex_chart_set_value (chart, annex_chart_add_category (chart, _(choice->label)), series,
                             annex_incident_statistics_count_category (self, choice->key));
  if (annex_incident_statistics_count_category (self, "") > 0)
    annex_chart_set_value (chart, annex_chart_add_category (chart, _("None given")), series, annex_incident_statistics_count_category (self, ""));
  return chart;
}

AnnexChart *
annex_incident_statistics_create_time_chart (const AnnexIncidentStatistics *self)
{
  AnnexChart *chart = annex_chart_new (ANNEX_CHART_LINES, _("Mean hours from noticing an incident"));
  const char *const names[ANNEX_INCIDENT_N_STEPS] = { _("To triage"), _("To containment"), _("To recovery") };

  for (guint i = 0; i < self->months->len; i++)
    annex_chart_add_category (chart, annex_incident_statistics_get_month (self, i));
  for (guint step = 0; step < ANNEX_INCIDENT_N_STEPS; step++)
    {
      guint series = annex_chart_add_series (chart, names[step], ANNEX_CHART_ANY_COLOUR, NULL);

      for (guint i = 0; i < self->months->len; i++)
        {
          double hours;

          if (annex_incident_statistics_get_mean_hours (self, i, (AnnexIncidentStep) step, &hours))
            annex_chart_set_value (chart, i, series, hours);
        }
    }
  return chart;
}
