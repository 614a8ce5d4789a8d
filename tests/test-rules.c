/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <malloc.h>
#include <string.h>

#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

/* How many there are of each type of record that grows, and that ten times. */
#define FEW 200
#define MANY (10 * FEW)

/* So often SQLite tells what it does, in steps of its machine; less than that many times is nothing to compare. */
#define STEPS 100
#define MIN_COST 50

/* Of these no engagement has ten times as many: all others lean on the first few of them. */
static const char *const few_types[] = {
  "engagement", "methodology", "scale_level", "matrix_cell", "action_rule", "control", "clause", "person", "audit",
};
#define FEW_TARGETS 5

/* A multiple of all numbers up to twelve. */
#define ROUND (G_GINT64_CONSTANT (27720) * 100)

static gboolean
is_few (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (few_types); i++)
    if (g_str_equal (few_types[i], type))
      return TRUE;
  return FALSE;
}

static int
collect_cb (gpointer data, int n, char **values, char **names)
{
  g_array_append_val ((GArray *) data, ((gint64[]) { g_ascii_strtoll (values[0], NULL, 10) })[0]);
  return 0;
}

static GArray *
list_ids (AnnexStore *store, const char *sql)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_assert_cmpint (sqlite3_exec (annex_store_get_database (store), sql, collect_cb, ids, NULL), ==, SQLITE_OK);
  return ids;
}

static char *
make_value (const AnnexField *field, GRand *random)
{
  guint n = 0;

  switch (field->kind)
    {
    case ANNEX_FIELD_CHOICE:
      while (field->choices != NULL && field->choices[n].key != NULL)
        n++;
      return n > 0 ? g_strdup_printf ("'%s'", field->choices[g_rand_int_range (random, 0, n)].key) : g_strdup ("NULL");
    case ANNEX_FIELD_DATE:
      return g_strdup_printf ("date ('2022-01-01', '+%d days')", g_rand_int_range (random, 0, 2000));
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
    case ANNEX_FIELD_SCALE:
    case ANNEX_FIELD_BOOLEAN:
      return g_strdup_printf ("%d", g_rand_int_range (random, 0, field->kind == ANNEX_FIELD_BOOLEAN ? 2 : 6));
    case ANNEX_FIELD_TEXT:
      return g_strdup_printf ("'%c'", 'A' + g_rand_int_range (random, 0, 20));
    default:
      return g_strdup ("'x'");
    }
}

static void
add_link (GString *sql, AnnexStore *store, GHashTable *targets, const AnnexField *field, gint64 id, GRand *random)
{
  GArray *ids = g_hash_table_lookup (targets, field->target);
  guint n = ids != NULL ? ids->len : 0;

  if (n > 0 && is_few (field->target))
    n = MIN (n, FEW_TARGETS);
  if (n > 0 && g_rand_boolean (random))
    g_string_append_printf (sql, "INSERT OR IGNORE INTO link (source, field, target) "
                                 "SELECT %" G_GINT64_FORMAT ", '%s', t FROM (SELECT %" G_GINT64_FORMAT " AS t) WHERE t < %" G_GINT64_FORMAT ";",
                            id, field->name, g_array_index (ids, gint64, g_rand_int_range (random, 0, n)), id);
}

static void
add_record (GString *sql, const AnnexType *type, gint64 id, GRand *random)
{
  g_autoptr (GString) names = g_string_new ("id"), values = g_string_new (NULL);

  g_string_append_printf (values, "%" G_GINT64_FORMAT, id);
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];
      g_autofree char *value = NULL;

      if (field->kind == ANNEX_FIELD_LINK || field->kind == ANNEX_FIELD_COMPUTED || g_rand_int_range (random, 0, 5) == 0)
        continue;
      value = make_value (field, random);
      g_string_append_printf (names, ", %s", field->name);
      g_string_append_printf (values, ", %s", value);
    }
  g_string_append_printf (sql, "INSERT INTO record (id, type, reference, number, title) VALUES (%" G_GINT64_FORMAT ", '%s', 'G-%" G_GINT64_FORMAT
                               "', %" G_GINT64_FORMAT ", 'Grown'); INSERT INTO %s (%s) VALUES (%s);",
                          id, type->name, id, id, type->name, names->str, values->str);
}

/* Whatever may be chosen, dated or linked is, at random, of @type or of all types that grow. */
static void
grow (AnnexStore *store, const char *only, guint n, GRand *random)
{
  g_autoptr (GHashTable) targets = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  g_autoptr (GArray) last = list_ids (store, "SELECT max (id) FROM record");
  g_autoptr (GString) sql = g_string_new ("BEGIN;");
  GPtrArray *types = annex_type_list ();
  /* Ids are drawn at random: what is derived from those that follow is to be the same each time. */
  gint64 first = (g_array_index (last, gint64, 0) / ROUND + 1) * ROUND, id = first;

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      g_autofree char *list = g_strdup_printf ("SELECT id FROM %s ORDER BY id", type->name);
      GArray *ids = list_ids (store, list);

      for (guint k = 0; k < n && !is_few (type->name) && (only == NULL || g_str_equal (only, type->name)); k++, id++)
        {
          add_record (sql, type, id, random);
          g_array_append_val (ids, id);
        }
      g_hash_table_insert (targets, (char *) type->name, ids);
    }
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      GArray *ids = g_hash_table_lookup (targets, type->name);

      for (guint k = 0; k < ids->len; k++)
        for (guint j = 0; j < type->n_fields && g_array_index (ids, gint64, k) >= first; j++)
          if (type->fields[j].kind == ANNEX_FIELD_LINK)
            add_link (sql, store, targets, &type->fields[j], g_array_index (ids, gint64, k), random);
    }
  /* What takes place within minutes ends no earlier than it begins. */
  g_string_append (sql, "UPDATE audit_session SET held_on = date ('2027-01-01', '+' || (id % 20) || ' days'), "
                        "starts_at = printf ('%02d:%02d', 8 + id * 7 % 9, id * 13 % 4 * 15), place = iif (id % 5, 'Room ' || (id % 3), 'Video call') "
                        "WHERE id IN (SELECT id FROM record WHERE title = 'Grown');"
                        "UPDATE audit_session SET ends_at = strftime ('%H:%M', starts_at, '+' || (id * 11 % 5 * 15) || ' minutes') "
                        "WHERE id IN (SELECT id FROM record WHERE title = 'Grown'); COMMIT;");
  fixture_run_sql (store, sql->str);
}

static void
add_few (AnnexStore *store)
{
  for (guint i = 0; i < FEW_TARGETS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);
      g_autofree char *title = g_strdup_printf ("Audit %u", i);

      fixture_add (store, &annex_person_type, "name", name, NULL);
      fixture_add (store, &annex_audit_type, "title", title, NULL);
    }
}

/* As "rule reference", in order. */
static GHashTable *
find_broken (AnnexStore *store, gint64 record, GHashTable *broken)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_rules_check (store, record, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      AnnexFinding *finding = findings->pdata[i];

      if (finding->record != 0 && !g_str_equal (finding->rule, "calendar-conflict") &&
          !g_str_equal (finding->rule, "methodology-incomplete"))
        g_assert_true (g_hash_table_add (broken, g_strdup_printf ("%s %s", finding->rule, finding->reference)));
    }
  return broken;
}

static void
assert_same (AnnexStore *store)
{
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) each = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) ids = list_ids (store, "SELECT id FROM record");
  GHashTableIter iter;
  gpointer key;

  find_broken (store, 0, all);
  for (guint i = 0; i < ids->len; i++)
    find_broken (store, g_array_index (ids, gint64, i), each);
  g_hash_table_iter_init (&iter, all);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (each, key))
      g_error ("%s is found among all, but not alone", (char *) key);
  g_hash_table_iter_init (&iter, each);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    if (!g_hash_table_contains (all, key))
      g_error ("%s is found alone, but not among all", (char *) key);
}

static guint
count_broken (AnnexStore *store, const char *rule)
{
  g_autoptr (GPtrArray) findings = annex_rules_check (store, 0, NULL, NULL);
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += g_str_equal (((AnnexFinding *) findings->pdata[i])->rule, rule);
  return n;
}

/* What is found in a whole file is what is found record by record. */
static void
test_all_as_each (Fixture *fixture, gconstpointer data)
{
  assert_same (fixture->store);
}

static void
test_all_as_each_at_random (Fixture *fixture, gconstpointer data)
{
  static const char *const rules[] = { "action-repeats", "action-came-back", "audit-sessions-overlap", "mapping-twice" };
  AnnexStore *store = fixture->store;
  g_autoptr (GRand) random = g_rand_new_with_seed (17);

  add_few (store);
  fixture_run_sql (store, "UPDATE audit SET status = iif ((SELECT count (*) FROM audit o WHERE o.id < audit.id) % 2, 'planned', 'finished')");
  for (guint n = 10; n <= 160; n *= 4)
    {
      grow (store, "corrective_action", n, random);
      grow (store, "audit_session", n, random);
      grow (store, "mapping", n, random);
      /* Some close and come up on one and the same day, to the year. */
      fixture_run_sql (store, "UPDATE corrective_action SET raised_on = date ('2024-02-27', '+' || (id % 5) || ' days', '+' || (id % 3) || ' years'), "
                              "closed_on = date ('2024-02-27', '+' || (id * 3 % 5) || ' days', '+' || (id % 2) || ' years'), "
                              "effect = iif (id % 3, 'effective', effect), stage = iif (id % 4, 'closed', stage) WHERE id % 3");
      assert_same (store);
    }
  /* Neither none nor all of them, so that there is something to tell apart. */
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    {
      g_assert_cmpuint (count_broken (store, rules[i]), >, 10);
      g_assert_cmpuint (count_broken (store, rules[i]), <, 200);
    }
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

/* What may be gone through for each record, because it is no longer for many records. */
static const struct
{
  const char *rule; /* NULL for any */
  const char *scan;
} excused[] = {
  /* The levels of the scales, the rules for gradings, and one row that was reckoned. */
  { "risk-off-scale", "SCAN s" },
  { "risk-tolerated-above-criteria", "SCAN s" },
  { "risk-residual-not-accepted", "SCAN s" },
  { "action-late", "SCAN a" },
  { "action-late-manager", "SCAN a" },
  { "action-late-management", "SCAN a" },
  { "action-stuck", "SCAN a" },
  { "action-verified-early", "SCAN a" },
  { "soa-decision-older-than-risk", "SCAN z" },
  { "audit-clause-not-in-programme", "SCAN (subquery-" },
  { "audit-control-not-in-programme", "SCAN (subquery-" },
  { NULL, "SCAN CONSTANT ROW" },
  { NULL, "SCAN engagement" },
  /* Each asks, for its clause alone, whether there is any record of a kind. */
  { "clause-document-missing", "SCAN " },
  { "clause-document-draft", "SCAN " },
};

static gboolean
is_excused (const AnnexRule *rule, const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (excused); i++)
    if ((excused[i].rule == NULL || g_str_equal (excused[i].rule, rule->id)) && g_str_has_prefix (text, excused[i].scan))
      return TRUE;
  return FALSE;
}

/* No rule, asked of all records, looks at a whole table or makes an index of it for each of them. */
static void
test_plans_have_no_scan_within_another (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) rules = annex_rules_list ();

  for (guint i = 0; i < rules->len; i++)
    {
      const AnnexRule *rule = rules->pdata[i];
      g_autofree char *sql = annex_rule_dup_sql (rule, FALSE);
      g_autofree char *explained = g_strconcat ("EXPLAIN QUERY PLAN ", sql, NULL);
      g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));

      g_array_set_clear_func (steps, clear_step);
      g_assert_cmpint (sqlite3_exec (annex_store_get_database (fixture->store), explained, add_step_cb, steps, NULL), ==, SQLITE_OK);
      g_assert_cmpuint (steps->len, >, 1);
      for (guint k = 0; k < steps->len; k++)
        {
          const Step *step = &g_array_index (steps, Step, k);

          if (step->repeats && step->is_loop &&
              (g_str_has_prefix (step->text, "SCAN ") || strstr (step->text, " AUTOMATIC ") != NULL) &&
              !is_excused (rule, step->text))
            {
              g_test_message ("%s: %s for each record", rule->id, step->text);
              g_test_fail ();
            }
        }
    }
}

static int
count_cb (gpointer user_data)
{
  guint *n = user_data;

  (*n)++;
  return 0;
}

static guint
measure (AnnexStore *store, const AnnexRule *rule)
{
  g_autofree char *sql = annex_rule_dup_sql (rule, FALSE);
  guint cost = 0;

  sqlite3_progress_handler (annex_store_get_database (store), STEPS, count_cb, &cost);
  g_array_unref (list_ids (store, sql));
  sqlite3_progress_handler (annex_store_get_database (store), 0, NULL, NULL);
  return cost;
}

/* Ten times the records take some ten times the steps, and not the hundredfold. */
static void
test_costs_grow_with_records (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) rules = annex_rules_list ();
  g_autoptr (GRand) random = g_rand_new_with_seed (17);
  g_autofree guint *before = g_new (guint, rules->len);

  add_few (store);
  grow (store, NULL, FEW, random);
  for (guint i = 0; i < rules->len; i++)
    before[i] = measure (store, rules->pdata[i]);
  grow (store, NULL, MANY - FEW, random);
  for (guint i = 0; i < rules->len; i++)
    {
      const AnnexRule *rule = rules->pdata[i];
      guint after = measure (store, rule);

      g_test_message ("%s: %u, %u", rule->id, before[i], after);
      if (after >= 20 * MAX (before[i], MIN_COST))
        g_test_fail_printf ("%s takes %u steps for %u records of each type and %u for %u", rule->id,
                            before[i] * STEPS, FEW, after * STEPS, MANY);
    }
}

typedef struct
{
  gsize most; /* memory in use */
  guint n;
  guint n_urgent;
  gboolean is_urgent_first;
} Usage;

static gsize
get_usage (void)
{
  struct mallinfo2 info = mallinfo2 ();

  return info.uordblks + info.hblkhd;
}

static void
note_finding (const AnnexFinding *finding, gpointer user_data)
{
  Usage *usage = user_data;

  usage->most = MAX (usage->most, get_usage ());
  usage->is_urgent_first &= !finding->urgent || usage->n == usage->n_urgent;
  usage->n_urgent += finding->urgent;
  usage->n++;
}

/* A long list of findings is handed on while it is read, what is urgent first. */
static void
test_lists_without_holding (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GRand) random = g_rand_new_with_seed (17);
  g_autoptr (GPtrArray) held = NULL;
  Usage usage = { .is_urgent_first = TRUE }, first = usage;
  gsize before, of_held;

  grow (store, "risk", 3000, random);
  /* What the store keeps for the next time is not counted. */
  g_assert_true (annex_rules_foreach (store, note_finding, &first, NULL, NULL));
  before = get_usage ();
  held = annex_rules_check (store, 0, NULL, NULL);
  of_held = get_usage () - before;
  g_clear_pointer (&held, g_ptr_array_unref);
  before = get_usage ();
  g_assert_true (annex_rules_foreach (store, note_finding, &usage, NULL, NULL));
  g_assert_true (usage.is_urgent_first);
  g_assert_cmpuint (usage.n_urgent, >, 0);
  g_assert_cmpuint (usage.n, >, 1000);
  g_test_message ("%u findings: %zu bytes, held %zu", usage.n, usage.most - MIN (before, usage.most), of_held);
  if (before == 0)
    g_test_skip ("The allocator does not tell how much is in use");
  else
    g_assert_cmpuint (usage.most - MIN (before, usage.most), <, of_held / 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/rules/all-as-each", fixture_set_up_sample, test_all_as_each);
  ADD ("/rules/all-as-each-at-random", fixture_set_up, test_all_as_each_at_random);
  ADD ("/rules/lists-without-holding", fixture_set_up_sample, test_lists_without_holding);
  ADD ("/rules/plans-have-no-scan-within-another", fixture_set_up, test_plans_have_no_scan_within_another);
  ADD ("/rules/costs-grow-with-records", fixture_set_up, test_costs_grow_with_records);
  return g_test_run ();
}
