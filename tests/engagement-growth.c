/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engagement-growth.h"

#include <string.h>

#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"

static const char *const few_types[] = {
  "engagement", "methodology", "scale_level", "matrix_cell", "action_rule",
  "control",    "clause",      "person",      "audit",       "custom_field",
};

/* A multiple of all numbers up to twelve. */
#define ROUND (G_GINT64_CONSTANT (27720) * 100)

/* So often SQLite tells what it does, in steps of its machine. */
#define STEPS 100

static gboolean
is_few (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (few_types); i++)
    if (g_str_equal (few_types[i], type))
      return TRUE;
  return FALSE;
}

void
growth_add_few (AnnexStore *store)
{
  for (guint i = 0; i < GROWTH_FEW; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);
      g_autofree char *title = g_strdup_printf ("Audit %u", i);

      fixture_add (store, &annex_person_type, "name", name, NULL);
      fixture_add (store, &annex_audit_type, "title", title, NULL);
    }
}

/* pick (n): one of the whole numbers from 0 that are below n. */
static void
pick_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3_result_int (context, g_rand_int_range (sqlite3_user_data (context), 0, sqlite3_value_int (values[0])));
}

static gint64
read_number (AnnexStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  gint64 number = annex_store_read_number (store, sql, NULL, 0, &error);

  g_assert_no_error (error);
  return number;
}

static void
append_value (GString *sql, const AnnexField *field)
{
  guint n = 0;

  switch (field->kind)
    {
    case ANNEX_FIELD_CHOICE:
      while (field->choices != NULL && field->choices[n].key != NULL)
        n++;
      g_string_append_printf (sql, "CASE pick (%u)", MAX (n, 1));
      for (guint i = 0; i < n; i++)
        g_string_append_printf (sql, " WHEN %u THEN '%s'", i, field->choices[i].key);
      g_string_append (sql, n > 0 ? " END" : " WHEN 0 THEN NULL END");
      break;
    case ANNEX_FIELD_DATE:
      g_string_append (sql, "date (2459580.5 + pick (2000))"); /* from the beginning of 2022 */
      break;
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
    case ANNEX_FIELD_SCALE:
      g_string_append (sql, "pick (6)");
      break;
    case ANNEX_FIELD_BOOLEAN:
      g_string_append (sql, "pick (2)");
      break;
    case ANNEX_FIELD_TEXT:
      g_string_append (sql, "char (65 + pick (20))");
      break;
    default:
      g_string_append (sql, "'x'");
    }
}

/* The ids of the type from @first on. */
static void
append_records (GString *sql, const AnnexType *type, gint64 first, guint n)
{
  g_autoptr (GString) names = g_string_new ("id"), values = g_string_new ("id");

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];

      if (field->kind == ANNEX_FIELD_LINK || field->kind == ANNEX_FIELD_COMPUTED)
        continue;
      g_string_append_printf (names, ", \"%s\"", field->name);
      g_string_append (values, ", iif (pick (5), ");
      append_value (values, field);
      g_string_append (values, ", NULL)");
    }
  g_string_append_printf (
    sql,
    "WITH RECURSIVE one (id) AS (VALUES (%" G_GINT64_FORMAT ") UNION ALL SELECT id + 1 FROM one LIMIT %u) "
    "INSERT INTO record (id, type, reference, number, title) SELECT id, '%s', 'G-' || id, id, 'Grown' FROM one;"
    "INSERT INTO %s (%s) SELECT %s FROM record WHERE id >= %" G_GINT64_FORMAT ";",
    first, n, type->name, type->name, names->str, values->str, first);
}

/* Within a type a record links to an earlier one, so that there is no loop. What is picked names the record, or it
 * would be picked once for all. */
static void
append_links (GString *sql, AnnexStore *store, const AnnexType *type, gint64 first)
{
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];
      g_autofree char *count = NULL;
      gint64 n;

      if (field->kind != ANNEX_FIELD_LINK)
        continue;
      count = g_strdup_printf ("SELECT count (*) FROM pool WHERE type = '%s'", field->target);
      n = read_number (store, count);
      if (is_few (field->target))
        n = MIN (n, GROWTH_FEW);
      if (n > 0)
        g_string_append_printf (
          sql,
          "INSERT OR IGNORE INTO link (source, field, target) "
          "SELECT source, '%s', target FROM (SELECT o.id AS source, (SELECT id FROM pool WHERE type = '%s' "
          "AND place = 1 + pick (o.id - o.id + %" G_GINT64_FORMAT
          ")) AS target FROM %s o WHERE o.id >= %" G_GINT64_FORMAT " AND pick (2)) WHERE %s;",
          field->name, field->target, n, type->name, first,
          g_str_equal (field->target, type->name) ? "target < source" : "TRUE");
    }
}

void
growth_add (AnnexStore *store, const char *only, guint n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (17 + n);
  g_autoptr (GString) records = g_string_new (NULL), links = g_string_new (NULL);
  sqlite3 *database = annex_store_get_database (store);
  GPtrArray *types = annex_type_list ();
  /* Ids are drawn at random: what is derived from those that follow is to be the same each time. */
  gint64 first = (read_number (store, "SELECT max (id) FROM record") / ROUND + 1) * ROUND, id = first;

  g_assert_cmpint (sqlite3_create_function (database, "pick", 1, SQLITE_UTF8, random, pick_cb, NULL, NULL), ==,
                   SQLITE_OK);
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (!is_few (type->name) && (only == NULL || g_str_equal (only, type->name)))
        {
          append_records (records, type, id, n);
          id += n;
        }
    }
  /* Nobody cares whether this file outlives a power cut. */
  fixture_run_sql (store, "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; BEGIN;");
  fixture_run_sql (store, records->str);
  fixture_run_sql (store,
                   "CREATE TEMP TABLE pool (type, place, id, PRIMARY KEY (type, place)) WITHOUT ROWID;"
                   "INSERT INTO pool SELECT type, row_number () OVER (PARTITION BY type ORDER BY id), id FROM record");
  for (guint i = 0; i < types->len; i++)
    append_links (links, store, types->pdata[i], first);
  fixture_run_sql (store, links->str);
  fixture_run_sql (store, "DROP TABLE pool");
  /* What takes place within minutes ends no earlier than it begins. */
  fixture_run_sql (
    store, "UPDATE audit_session SET held_on = date ('2027-01-01', '+' || (id % 20) || ' days'), "
           "starts_at = printf ('%02d:%02d', 8 + id * 7 % 9, id * 13 % 4 * 15), place = iif (id % 5, 'Room ' || (id % "
           "3), 'Video call') "
           "WHERE id IN (SELECT id FROM record WHERE title = 'Grown');"
           "UPDATE audit_session SET ends_at = strftime ('%H:%M', starts_at, '+' || (id * 11 % 5 * 15) || ' minutes') "
           "WHERE id IN (SELECT id FROM record WHERE title = 'Grown'); COMMIT;");
  sqlite3_create_function (database, "pick", 1, SQLITE_UTF8, NULL, NULL, NULL, NULL);
}

static guint64 n_told;

static int
count_cb (gpointer user_data)
{
  n_told++;
  return 0;
}

void
growth_begin_counting (AnnexStore *store)
{
  n_told = 0;
  sqlite3_progress_handler (annex_store_get_database (store), STEPS, count_cb, NULL);
}

guint64
growth_end_counting (AnnexStore *store)
{
  sqlite3_progress_handler (annex_store_get_database (store), 0, NULL, NULL);
  return n_told * STEPS;
}

static GPtrArray *heard;

static int
hear_cb (unsigned kind, gpointer data, gpointer statement, gpointer text)
{
  char *sql = sqlite3_expanded_sql (statement);

  g_ptr_array_add (heard, g_strdup (sql));
  sqlite3_free (sql);
  return 0;
}

void
growth_begin_listening (AnnexStore *store)
{
  heard = g_ptr_array_new_with_free_func (g_free);
  sqlite3_trace_v2 (annex_store_get_database (store), SQLITE_TRACE_STMT, hear_cb, NULL);
}

GPtrArray *
growth_end_listening (AnnexStore *store)
{
  sqlite3_trace_v2 (annex_store_get_database (store), 0, NULL, NULL);
  return g_steal_pointer (&heard);
}

typedef struct
{
  int id;
  int parent;
  gboolean is_loop;
  gboolean repeats;
  char *text;
} Step;

static void
clear_step (gpointer step)
{
  g_free (((Step *) step)->text);
}

static int
add_step_cb (gpointer data, int n, char **values, char **names)
{
  GArray *steps = data;
  Step step = { .id = atoi (values[0]), .parent = atoi (values[1]), .text = g_strdup (values[3]) };

  step.is_loop = g_str_has_prefix (step.text, "SCAN ") || g_str_has_prefix (step.text, "SEARCH ");
  step.repeats = strstr (step.text, "CORRELATED") != NULL;
  for (guint i = 0; i < steps->len; i++)
    {
      Step *other = &g_array_index (steps, Step, i);

      /* What is below one that repeats does, and a loop within another one on the same level. */
      if ((other->id == step.parent && other->repeats) ||
          (other->parent == step.parent && other->is_loop && step.is_loop))
        step.repeats = TRUE;
    }
  g_array_append_val (steps, step);
  return 0;
}

void
growth_check_plan (AnnexStore *store,
                   const char *name,
                   const char *sql,
                   GrowthExcuseFunc is_excused,
                   gconstpointer data)
{
  g_autofree char *explained = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, clear_step);
  g_assert_cmpint (sqlite3_exec (annex_store_get_database (store), explained, add_step_cb, steps, NULL), ==, SQLITE_OK);
  g_assert_cmpuint (steps->len, >, 0);
  for (guint k = 0; k < steps->len; k++)
    {
      const Step *step = &g_array_index (steps, Step, k);

      if (step->repeats && step->is_loop &&
          (g_str_has_prefix (step->text, "SCAN ") || strstr (step->text, " AUTOMATIC ") != NULL) &&
          (is_excused == NULL || !is_excused (step->text, data)))
        {
          g_test_message ("%s: %s for each record", name, step->text);
          g_test_fail ();
        }
    }
}
