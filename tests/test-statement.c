/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-text-replacement.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/plan/control-coverage.h"
#include "isms/plan/justification.h"
#include "isms/plan/soa.h"

static const char *const searched[] = { "justification", "implementation", NULL };

static gint64
get_control (AnnexStore *store, const char *code)
{
  gint64 id = annex_store_find_id (store, &annex_control_type, code, NULL);

  g_assert_cmpint (id, !=, 0);
  return id;
}

static GPtrArray *
find (AnnexStore *store, const char *text, gboolean match_case, gboolean whole_words)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *hits = annex_text_find (store, &annex_control_type, searched, text, match_case, whole_words, &error);

  g_assert_no_error (error);
  return hits;
}

static void
assert_n_found (AnnexStore *store, const char *text, gboolean match_case, gboolean whole_words, guint n)
{
  g_autoptr (GPtrArray) hits = find (store, text, match_case, whole_words);

  g_assert_cmpuint (hits->len, ==, n);
}

static void
test_find (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) hits = NULL;
  const AnnexTextHit *hit;

  fixture_assert_set (store, get_control (store, "A.5.1"), "justification", "Policy of the group. POLICY, policies; Ärger mit ärger.");
  fixture_assert_set (store, get_control (store, "A.5.10"), "implementation", "A policy\nfor everybody who works here, whether employed or not, at any of the sites");
  assert_n_found (store, "policy", FALSE, FALSE, 3);
  assert_n_found (store, "policy", TRUE, FALSE, 1);
  assert_n_found (store, "polic", FALSE, FALSE, 4);
  assert_n_found (store, "polic", FALSE, TRUE, 0);
  assert_n_found (store, "ÄRGER", FALSE, TRUE, 2);
  assert_n_found (store, "ÄRGER", TRUE, TRUE, 0);
  assert_n_found (store, "100% _", FALSE, FALSE, 0);
  assert_n_found (store, "", FALSE, FALSE, 0);

  hits = find (store, "everybody", FALSE, FALSE);
  hit = hits->pdata[0];
  g_assert_cmpstr (hit->reference, ==, "A.5.10");
  g_assert_cmpstr (hit->field->name, ==, "implementation");
  g_assert_cmpstr (hit->before, ==, "for ");
  g_assert_cmpstr (hit->after, ==, " who works here, whether employed or not…");
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 first = get_control (store, "A.5.1"), second = get_control (store, "A.5.2");
  g_autoptr (GPtrArray) hits = NULL;
  g_autoptr (GError) error = NULL;

  fixture_assert_set (store, first, "justification", "cloud, Cloud and cloud");
  fixture_assert_set (store, second, "implementation", "the cloud");
  hits = find (store, "cloud", FALSE, FALSE);
  g_assert_cmpuint (hits->len, ==, 4);
  /* What was not ticked stays as it is. */
  g_ptr_array_remove_index (hits, 1);
  g_assert_true (annex_text_replace (store, hits, "data centre", &error));
  g_assert_no_error (error);
  fixture_assert_value (store, first, "justification", "data centre, Cloud and data centre");
  fixture_assert_value (store, second, "implementation", "the data centre");
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, first, "justification", "cloud, Cloud and cloud");
  fixture_assert_value (store, second, "implementation", "the cloud");

  /* Nothing is written in the wrong place. */
  fixture_assert_set (store, second, "implementation", "no more");
  g_assert_false (annex_text_replace (store, hits, "data centre", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "A.5.2"));
  fixture_assert_value (store, first, "justification", "cloud, Cloud and cloud");
}

static gboolean
is_suggested (AnnexStore *store, gint64 control, const char *part)
{
  g_autoptr (GPtrArray) sentences = annex_justification_suggest (store, control, NULL);

  for (guint i = 0; i < sentences->len; i++)
    if (strstr (sentences->pdata[i], part) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_suggestions (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.13");

  g_assert_false (is_suggested (store, id, ""));
  fixture_add (store, &annex_risk_type, "title", "Ransomware", "controls", "A.8.13", NULL);
  fixture_add (store, &annex_treatment_type, "title", "Second site", "controls", "A.8.13", "status", "In progress", "due", "2099-01-31", NULL);
  fixture_add (store, &annex_requirement_type, "title", "Privacy law", "kind", "Legal", NULL);
  fixture_assert_set (store, id, "requirements", "Privacy law");
  g_assert_true (is_suggested (store, id, "Keeps down R-001 (Ransomware)."));
  g_assert_true (is_suggested (store, id, "(Second site), due 2099-01-31"));
  g_assert_true (is_suggested (store, id, "(Privacy law)"));
  for (guint i = 0; i < 4; i++)
    fixture_add (store, &annex_risk_type, "title", "Another", "controls", "A.8.13", NULL);
  g_assert_true (is_suggested (store, id, " and 2 more."));
}

static void
test_suggested_exclusion (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.30");
  static const char *const generic[] = { "n/a", "Not needed", "This control is not applicable to our organization.", "Too expensive for a company of our size",
                                         "In the scope of our organization there is no …" };

  fixture_assert_set (store, id, "decision", "Excluded");
  g_assert_true (is_suggested (store, id, "In the scope"));
  for (guint i = 0; i < G_N_ELEMENTS (generic); i++)
    {
      fixture_assert_set (store, id, "justification", generic[i]);
      g_assert_true (fixture_is_found (store, id, "soa-generic-exclusion"));
    }
  fixture_assert_set (store, id, "justification", "In the scope of our organization there is no outside party that writes software.");
  g_assert_false (fixture_is_found (store, id, "soa-generic-exclusion"));
}

static const AnnexControlGroup *
find_group (GPtrArray *groups, const char *name)
{
  for (guint i = 0; i < groups->len; i++)
    if (g_str_equal (((AnnexControlGroup *) groups->pdata[i])->name, name))
      return groups->pdata[i];
  return NULL;
}

static guint
count_group (const AnnexControlGroup *group)
{
  guint n = 0;

  for (guint i = 0; i < ANNEX_CONTROL_N_STATES; i++)
    n += group->counts[i];
  return n;
}

static void
test_coverage (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  static const guint n_groups[] = { 4, 3, 3, 5, 15, 4, 15 };

  fixture_assert_set (store, get_control (store, "A.5.1"), "decision", "Applicable");
  fixture_assert_set (store, get_control (store, "A.5.1"), "status", "Partly implemented");
  fixture_assert_set (store, get_control (store, "A.5.2"), "decision", "Excluded");
  for (guint i = 0; annex_control_views[i].field != NULL; i++)
    {
      g_autoptr (GPtrArray) groups = annex_control_coverage_count (store, &annex_control_views[i], NULL, NULL);

      g_assert_cmpuint (groups->len, ==, n_groups[i]);
      /* What a click asks for is what the bar counts. */
      for (guint j = 0; j < groups->len; j++)
        {
          const AnnexControlGroup *group = groups->pdata[j];
          g_autoptr (AnnexQuery) query = annex_query_new (&annex_control_type);

          annex_query_add_filter (query, annex_control_views[i].field, group->op, group->filter);
          g_assert_cmpuint (annex_query_count (query, store, NULL), ==, count_group (group));
        }
    }
  g_autoptr (GPtrArray) themes = annex_control_coverage_count (store, &annex_control_views[0], NULL, NULL);
  g_autoptr (GPtrArray) old = annex_control_coverage_count (store, &annex_control_views[6], NULL, NULL);
  const AnnexControlGroup *organizational = themes->pdata[0];

  g_assert_cmpstr (organizational->name, ==, "Organizational");
  g_assert_cmpuint (organizational->counts[ANNEX_CONTROL_PARTIAL], ==, 1);
  g_assert_cmpuint (organizational->counts[ANNEX_CONTROL_EXCLUDED], ==, 1);
  g_assert_cmpuint (organizational->counts[ANNEX_CONTROL_UNDECIDED], ==, 35);
  g_assert_cmpstr (((AnnexControlGroup *) old->pdata[0])->name, ==, "A.5 Information security policies");
  g_assert_cmpuint (count_group (find_group (old, "New in 2022")), ==, 11);
}

static void
test_as_it_was (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GDateTime) stamp = annex_clock_get_stamp ();
  g_autoptr (GDateTime) now = g_date_time_to_local (stamp);
  g_autofree char *today = g_date_time_format (now, "%F");
  g_autofree char *name = NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GError) error = NULL;

  fixture_assert_set (store, get_control (store, "A.5.1"), "decision", "Applicable");
  lines = annex_soa_load_at (store, today, &name, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, 93);
  g_assert_cmpstr (name, ==, today);
  g_assert_cmpstr (((AnnexSoaLine *) lines->pdata[0])->decision, ==, "applicable");
  g_assert_null (annex_soa_load_at (store, "1999-12-31", NULL, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  /* The store shows the present again. */
  fixture_assert_value (store, get_control (store, "A.5.1"), "decision", "applicable");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(name, function) g_test_add ("/statement/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("text_is_found_in_context", test_find);
  ADD ("text_is_replaced_where_ticked", test_replace);
  ADD ("justifications_come_from_records", test_suggestions);
  ADD ("exclusions_need_the_scope", test_suggested_exclusion);
  ADD ("bars_count_what_a_click_shows", test_coverage);
  ADD ("a_day_is_read_from_the_log", test_as_it_was);
  return g_test_run ();
}
