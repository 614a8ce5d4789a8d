/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <malloc.h>
#include <string.h>

#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "engagement-growth.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

/* How many there are of each type of record that grows, and that ten times. */
#define FEW 1000
#define MANY (10 * FEW)

/* Fewer steps of SQLite's machine are nothing to compare. */
#define MIN_COST 5000

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

  growth_add_few (store);
  fixture_run_sql (store, "UPDATE audit SET status = iif ((SELECT count (*) FROM audit o WHERE o.id < audit.id) % 2, 'planned', 'finished')");
  for (guint n = 10; n <= 160; n *= 4)
    {
      growth_add (store, "corrective_action", n);
      growth_add (store, "audit_session", n);
      growth_add (store, "mapping", n);
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
is_excused (const char *step, gconstpointer data)
{
  const AnnexRule *rule = data;

  for (guint i = 0; i < G_N_ELEMENTS (excused); i++)
    if ((excused[i].rule == NULL || g_str_equal (excused[i].rule, rule->id)) &&
        g_str_has_prefix (step, excused[i].scan))
      return TRUE;
  return FALSE;
}

/* No rule, asked of all records, looks at a whole table or makes an index of it for each of them. */
static void
check_plans (AnnexStore *store)
{
  g_autoptr (GPtrArray) rules = annex_rules_list ();

  for (guint i = 0; i < rules->len; i++)
    {
      const AnnexRule *rule = rules->pdata[i];
      g_autofree char *sql = annex_rule_dup_sql (rule, FALSE);

      growth_check_plan (store, rule->id, sql, is_excused, rule);
    }
}

static guint64
measure (AnnexStore *store, const AnnexRule *rule)
{
  g_autofree char *sql = annex_rule_dup_sql (rule, FALSE);

  growth_begin_counting (store);
  g_array_unref (list_ids (store, sql));
  return growth_end_counting (store);
}

/* Ten times the records take some ten times the steps, and not the hundredfold. */
static void
test_costs_grow_with_records (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) rules = annex_rules_list ();
  g_autofree guint64 *before = g_new (guint64, rules->len);

  growth_add_few (store);
  growth_add (store, NULL, FEW);
  for (guint i = 0; i < rules->len; i++)
    before[i] = measure (store, rules->pdata[i]);
  growth_add (store, NULL, MANY - FEW);
  check_plans (store);
  for (guint i = 0; i < rules->len; i++)
    {
      const AnnexRule *rule = rules->pdata[i];
      guint64 after = measure (store, rule);

      g_test_message ("%s: %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT, rule->id, before[i], after);
      if (after >= 20 * MAX (before[i], MIN_COST))
        g_test_fail_printf ("%s takes %" G_GUINT64_FORMAT " steps for %u records of each type and %" G_GUINT64_FORMAT
                            " for %u",
                            rule->id, before[i], FEW, after, MANY);
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

static void
collect_finding (const AnnexFinding *finding, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup_printf ("%s %s", finding->rule, finding->reference));
}

/* Those of some rules are those that all rules find, one by one. */
static void
test_some_as_among_all (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) some = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) all = annex_rules_check (fixture->store, 0, NULL, NULL);
  guint n = 0;

  g_assert_true (annex_rules_foreach_of (fixture->store, "soa-", collect_finding, some, NULL, NULL));
  for (guint i = 0; i < all->len; i++)
    {
      const AnnexFinding *finding = all->pdata[i];
      g_autofree char *text = g_strdup_printf ("%s %s", finding->rule, finding->reference);

      if (!g_str_has_prefix (finding->rule, "soa-"))
        continue;
      g_assert_cmpuint (n, <, some->len);
      g_assert_cmpstr (some->pdata[n++], ==, text);
    }
  g_assert_cmpuint (n, ==, some->len);
  g_assert_cmpuint (n, >, 0);
}

/* A long list of findings is handed on while it is read, what is urgent first. */
static void
test_lists_without_holding (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) held = NULL;
  Usage usage = { .is_urgent_first = TRUE }, first = usage;
  gsize before, of_held;

  growth_add (store, "risk", 3000);
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
  ADD ("/rules/some-as-among-all", fixture_set_up_sample, test_some_as_among_all);
  ADD ("/rules/lists-without-holding", fixture_set_up_sample, test_lists_without_holding);
  ADD ("/rules/costs-grow-with-records-and-plans-do-not-scan", fixture_set_up, test_costs_grow_with_records);
  return g_test_run ();
}
