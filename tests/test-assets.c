/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <string.h>

#include "core/annex-check.h"
#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "isms/annex-attention.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "engagement-fixture.h"
#include "isms/plan/asset.h"

static void
assert_source (AnnexStore *store, gint64 id, const char *property, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *source = annex_asset_dup_need_source (store, id, property, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (source, ==, expected);
}

/* Portal needs database needs server; the report needs the server too. */
static void
test_inheritance (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 server = fixture_add (store, &annex_asset_type, "name", "Server", "confidentiality", "1", "integrity", "2", NULL);
  gint64 database =
    fixture_add (store, &annex_asset_type, "name", "Database", "confidentiality", "3", "integrity", "2", "depends_on", "Server", NULL);
  gint64 portal =
    fixture_add (store, &annex_asset_type, "name", "Portal", "confidentiality", "3", "availability", "4", "depends_on", "A-0002", NULL);
  gint64 report = fixture_add (store, &annex_asset_type, "name", "Report", "integrity", "4", "depends_on", "Server", NULL);

  fixture_assert_value (store, server, "inherited_confidentiality", "3");
  fixture_assert_value (store, server, "inherited_integrity", "4");
  fixture_assert_value (store, server, "inherited_availability", "4");
  fixture_assert_value (store, server, "confidentiality", "1");
  fixture_assert_value (store, database, "inherited_availability", "4");
  fixture_assert_value (store, portal, "inherited_integrity", NULL);

  /* Of two with the same need the nearer is the source. */
  assert_source (store, server, "confidentiality", "A-0002");
  assert_source (store, server, "integrity", "A-0004");
  assert_source (store, server, "availability", "A-0003");
  assert_source (store, database, "confidentiality", NULL);
  assert_source (store, portal, "integrity", NULL);

  fixture_assert_set (store, report, "depends_on", "");
  fixture_assert_value (store, server, "inherited_integrity", "2");
  assert_source (store, server, "integrity", NULL);
}

/* Many ways from top to bottom: the walk visits each asset once. */
static void
test_inheritance_of_a_wide_net (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 first = 0, last = 0;
  g_autofree char *below = NULL;

  for (int layer = 0; layer < 30; layer++)
    {
      g_autofree char *left = g_strdup_printf ("L%d", layer);
      g_autofree char *right = g_strdup_printf ("R%d", layer);

      last = fixture_add (store, &annex_asset_type, "name", left, "depends_on", below != NULL ? below : "", NULL);
      fixture_add (store, &annex_asset_type, "name", right, "depends_on", below != NULL ? below : "", NULL);
      if (first == 0)
        first = last;
      g_free (below);
      below = g_strdup_printf ("%s; %s", left, right);
    }
  fixture_assert_set (store, last, "confidentiality", "4");
  fixture_assert_value (store, first, "inherited_confidentiality", "4");
  assert_source (store, first, "confidentiality", "A-0059");
}

static void
test_loops (Fixture *fixture, gconstpointer data)
{
  static const char *const link_fields[] = { "depends_on", "contains" };
  AnnexStore *store = fixture->store;
  gint64 a = fixture_add (store, &annex_asset_type, "name", "a", NULL);
  gint64 b = fixture_add (store, &annex_asset_type, "name", "b", NULL);
  gint64 c = fixture_add (store, &annex_asset_type, "name", "c", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (link_fields); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) own_error = NULL;

      fixture_assert_set (store, a, link_fields[i], "b");
      fixture_assert_set (store, b, link_fields[i], "c");
      g_assert_false (fixture_set (store, c, link_fields[i], "a", &error));
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE);
      g_assert_nonnull (strstr (error->message, "A-0003 → A-0001 → A-0002 → A-0003"));
      fixture_assert_value (store, c, link_fields[i], NULL);
      g_assert_false (fixture_set (store, c, link_fields[i], "c", &own_error));
      g_assert_error (own_error, ANNEX_ERROR, ANNEX_ERROR_CYCLE);
    }
}

static void
test_valuation (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *needs[3];
    const char *weights[3];
    const char *highest;
    const char *weighted;
  } cases[] = {
    { { "1", "2", "4" }, { "1", "1", "1" }, "4", "2" },       /* 7/3 = 2.33 */
    { { "4", "3", "3" }, { "1", "1", "1" }, "4", "3" },       /* 10/3 = 3.33 */
    { { "4", "4", "3" }, { "1", "1", "1" }, "4", "4" },       /* 11/3 = 3.67 */
    { { "4", "1", "1" }, { "1", "0.5", "0.5" }, "4", "3" },   /* 5/2 = 2.5, half up */
    { { "3", "4", "1" }, { "0.1", "0.1", "0" }, "4", "4" },   /* 3.5, half up, though 0.1 is not exact */
    { { "1", "2", "" }, { "1", "1", "5" }, "2", "2" },        /* only what is given counts: 1.5 */
    { { "", "", "3" }, { "1", "1", "1" }, "3", "3" },
    { { "2", "", "" }, { "0", "1", "1" }, "2", NULL },        /* what is given has no weight */
    { { "", "", "" }, { "1", "1", "1" }, NULL, NULL },
  };
  static const char *const needs[] = { "confidentiality", "integrity", "availability" };
  static const char *const weights[] = { "weight_confidentiality", "weight_integrity", "weight_availability" };
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  gint64 rules = annex_record_get_id (engagement);
  gint64 asset = fixture_add (store, &annex_asset_type, "name", "Thing", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      fixture_assert_set (store, rules, "valuation", "highest");
      for (guint j = 0; j < 3; j++)
        {
          fixture_assert_set (store, asset, needs[j], cases[i].needs[j]);
          fixture_assert_set (store, rules, weights[j], cases[i].weights[j]);
        }
      fixture_assert_value (store, asset, "value", cases[i].highest);
      fixture_assert_set (store, rules, "valuation", "weighted");
      fixture_assert_value (store, asset, "value", cases[i].weighted);
    }

  /* The value is that of the needs with those of dependants. */
  fixture_assert_set (store, rules, "valuation", "highest");
  fixture_add (store, &annex_asset_type, "name", "User of the thing", "integrity", "4", "depends_on", "Thing", NULL);
  fixture_assert_value (store, asset, "value", "4");
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *today = annex_clock_dup_today ();

  fixture_assert_refused (store, &annex_asset_type, "Name", "kind", "hardware", NULL);
  fixture_assert_refused (store, &annex_asset_type, "may not be before", "name", "x", "introduced", "2024-02-02", "retired_on", "2024-02-01", NULL);
  fixture_assert_refused (store, &annex_asset_type, "may not be before", "name", "x", "retired_on", "2024-02-02", "disposed_on", "2024-02-01", NULL);
  fixture_assert_refused (store, &annex_asset_type, "may not be before", "name", "x", "introduced", "2024-02-02", "disposed_on", "2024-02-01", NULL);
  fixture_assert_refused (store, &annex_asset_type, "in the future", "name", "x", "lifecycle", "disposed", "disposed_on", "2999-01-01", NULL);
  fixture_assert_refused (store, &annex_asset_type, "in the future", "name", "x", "lifecycle", "retired", "retired_on", "2999-01-01", NULL);
  fixture_add (store, &annex_asset_type, "name", "Leaves later", "lifecycle", "in use", "retired_on", "2999-01-01", NULL);
  fixture_add (store, &annex_asset_type, "name", "Gone today", "lifecycle", "disposed", "disposed_on", today, NULL);

  fixture_assert_refused (store, &annex_person_type, "e-mail", "name", "Ann", "email", "ann at home", NULL);
  fixture_assert_refused (store, &annex_supplier_type, "may not be before", "name", "x", "contract_from", "2024-02-02", "contract_until", "2024-02-01", NULL);
  fixture_assert_refused (store, &annex_supplier_type, "in the future", "name", "x", "last_review", "2999-01-01", NULL);
  fixture_assert_refused (store, &annex_requirement_type, "may not be before", "title", "x", "kind", "legal", "effective_from", "2024-02-02",
                  "effective_until", "2024-02-01", NULL);
  fixture_assert_refused (store, &annex_engagement_type, "already holds", "title", "Second", NULL);
  fixture_assert_refused (store, &annex_scale_level_type, "already has", "scale", "need", "level", "4", "name", "Extreme", NULL);
  fixture_assert_refused (store, &annex_scale_level_type, "whole number", "scale", "need", "level", "4.5", "name", "Extreme", NULL);
  fixture_add (store, &annex_scale_level_type, "scale", "need", "level", "5", "name", "Extreme", NULL);
  fixture_add (store, &annex_asset_type, "name", "Extreme thing", "confidentiality", "Extreme", NULL);
}

static void
test_weights_are_needed (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  gint64 id = annex_record_get_id (engagement);
  g_autoptr (GError) negative = NULL;
  g_autoptr (GError) none = NULL;

  g_assert_false (fixture_set (store, id, "weight_integrity", "-1", &negative));
  g_assert_error (negative, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  fixture_assert_set (store, id, "weight_confidentiality", "0");
  fixture_assert_set (store, id, "weight_integrity", "0");
  fixture_assert_set (store, id, "weight_availability", "0");
  g_assert_false (fixture_set (store, id, "valuation", "weighted", &none));
  g_assert_error (none, ANNEX_ERROR, ANNEX_ERROR_INVALID);
}

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  g_autoptr (AnnexQuery) overdue = annex_query_new (&annex_asset_type);
  g_autoptr (AnnexQuery) without_owner = annex_query_new (&annex_asset_type);
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (fixture_count (store, "asset"), ==, 40);
  g_assert_cmpint (fixture_count (store, "person"), ==, 13);
  g_assert_cmpint (fixture_count (store, "supplier"), ==, 12);
  g_assert_cmpint (fixture_count (store, "issue"), ==, 11);
  g_assert_cmpint (fixture_count (store, "party"), ==, 10);
  g_assert_cmpint (fixture_count (store, "requirement"), ==, 8);
  g_assert_cmpint (fixture_count (store, "objective"), ==, 7);
  g_assert_cmpint (fixture_count (store, "scale_level"), ==, 32);
  g_assert_cmpstr (annex_record_get_value (engagement, "organization"), ==, "Northquay Software");

  annex_query_add_filter (overdue, "review_date", ANNEX_FILTER_BELOW, "2026-11-24");
  g_assert_cmpint (annex_query_count (overdue, store, &error), >=, 5);
  annex_query_add_filter (without_owner, "owner", ANNEX_FILTER_IS_EMPTY, NULL);
  g_assert_cmpint (annex_query_count (without_owner, store, &error), ==, 2);
  g_assert_cmpint (annex_attention_count (store, &annex_asset_type, NULL), >=, 6);

  findings = annex_check_integrity (store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (findings->len, ==, 0);
}

static void
test_totals (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) kinds = annex_asset_totals (fixture->store, "kind", NULL);
  g_autoptr (GPtrArray) classes = annex_asset_totals (fixture->store, "classification", NULL);
  g_autoptr (GPtrArray) lifecycles = annex_asset_totals (fixture->store, "lifecycle", NULL);
  g_autoptr (GPtrArray) nothing = NULL;
  g_autoptr (GError) error = NULL;
  const AnnexAssetTotal *total = kinds->pdata[0];
  guint sum = 0;

  g_assert_cmpint (kinds->len, ==, 8);
  g_assert_cmpstr (total->value, ==, "information");
  g_assert_cmpint (total->count, ==, 14);
  for (guint i = 0; i < classes->len; i++)
    sum += ((const AnnexAssetTotal *) classes->pdata[i])->count;
  g_assert_cmpint (sum, ==, 39);
  total = classes->pdata[0];
  g_assert_cmpstr (total->label, ==, "Public");
  total = lifecycles->pdata[lifecycles->len - 1];
  g_assert_cmpstr (total->value, ==, "disposed");
  g_assert_cmpint (total->count, ==, 1);

  nothing = annex_asset_totals (fixture->store, "name", &error);
  g_assert_null (nothing);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
}

static void
test_template (Fixture *fixture, gconstpointer data)
{
  static const char *const areas[] = { "person", "asset", NULL };
  AnnexStore *source = fixture->store;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) engagement = NULL;
  g_autoptr (AnnexRecord) asset = NULL;
  g_autoptr (GError) error = NULL;
  gint64 field = fixture_add (source, &annex_custom_field_type, "record_type", "asset", "label", "Cost centre", "kind", "text", NULL);
  g_autofree char *field_name = g_strdup_printf ("custom_%" G_GINT64_FORMAT, field);
  g_autofree char *query = g_strdup_printf ("filter %s = 4711\n", field_name);
  gboolean found = FALSE;

  fixture_assert_set (source, annex_store_find_id (source, NULL, "A-0001", NULL), field_name, "4711");
  fixture_add (source, &annex_saved_filter_type, "record_type", "asset", "name", "Centre 4711", "query", query, NULL);
  store = fixture_create (fixture, "next.annex");
  annex_engagement_from_template (store, annex_store_get_path (source), areas, "Next", "Next Ltd", NULL, &error);
  g_assert_no_error (error);

  engagement = annex_store_get_engagement (store, NULL);
  g_assert_cmpstr (annex_record_get_value (engagement, "organization"), ==, "Next Ltd");
  g_assert_cmpstr (annex_record_get_value (engagement, "scope"), ==, NULL);
  g_assert_cmpint (fixture_count (store, "asset"), ==, 40);
  g_assert_cmpint (fixture_count (store, "person"), ==, 13);
  g_assert_cmpint (fixture_count (store, "supplier"), ==, 0);
  g_assert_cmpint (fixture_count (store, "scale_level"), ==, 32);

  asset = annex_store_find (store, "A-0001", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (annex_record_get_text (asset, "owner"), ==, "Ruben de Wit");
  g_assert_cmpstr (annex_record_get_value (asset, "supplier"), ==, NULL);
  g_assert_cmpstr (annex_record_get_value (asset, "review_date"), ==, NULL);
  g_assert_nonnull (strstr (annex_record_get_text (asset, "depends_on"), "Cloud production account"));

  GPtrArray *fields = annex_store_get_fields (store, &annex_asset_type);
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *own = fields->pdata[i];

      if (strcmp (own->label, "Cost centre") == 0)
        {
          g_autoptr (AnnexRecord) filter = annex_store_find (store, "SF-01", &error);

          found = TRUE;
          g_assert_cmpstr (own->name, !=, field_name);
          g_assert_cmpstr (annex_record_get_value_at (asset, i), ==, "4711");
          g_assert_no_error (error);
          g_assert_nonnull (strstr (annex_record_get_value (filter, "query"), own->name));
        }
    }
  g_assert_true (found);
}

/* Every field has a label, and what people fill in is explained in the form of a sentence. */
static void
test_descriptions (void)
{
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      g_assert_nonnull (type->description);
      g_assert_true (g_str_has_suffix (type->description, "."));
      g_assert_nonnull (type->icon);
      g_assert_nonnull (type->fields[0].group);
      for (guint j = 0; j < type->n_fields; j++)
        {
          const AnnexField *field = &type->fields[j];

          g_assert_nonnull (field->label);
          if (field->kind == ANNEX_FIELD_CHOICE)
            g_assert_nonnull (field->choices);
          if (field->kind == ANNEX_FIELD_SCALE)
            g_assert_nonnull (field->scale);
          if (field->kind == ANNEX_FIELD_COMPUTED)
            g_assert_nonnull (field->expression);
          if (field->kind == ANNEX_FIELD_LINK)
            {
              g_assert_nonnull (annex_type_find (field->target));
              /* What has no room may be shown by the record that it belongs to in a way of its own. */
              g_assert_true (field->inverse != NULL || type->phase == ANNEX_PHASE_NONE);
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  annex_isms_register_types ();

  g_test_add_func ("/isms/descriptions", test_descriptions);
  g_test_add ("/assets/inheritance", Fixture, NULL, fixture_set_up, test_inheritance, fixture_tear_down);
  g_test_add ("/assets/inheritance-of-a-wide-net", Fixture, NULL, fixture_set_up, test_inheritance_of_a_wide_net, fixture_tear_down);
  g_test_add ("/assets/loops", Fixture, NULL, fixture_set_up, test_loops, fixture_tear_down);
  g_test_add ("/assets/valuation", Fixture, NULL, fixture_set_up, test_valuation, fixture_tear_down);
  g_test_add ("/isms/rules", Fixture, NULL, fixture_set_up, test_rules, fixture_tear_down);
  g_test_add ("/isms/weights-are-needed", Fixture, NULL, fixture_set_up, test_weights_are_needed, fixture_tear_down);
  g_test_add ("/engagement/sample", Fixture, NULL, fixture_set_up_sample, test_sample, fixture_tear_down);
  g_test_add ("/assets/totals", Fixture, NULL, fixture_set_up_sample, test_totals, fixture_tear_down);
  g_test_add ("/engagement/template", Fixture, NULL, fixture_set_up_sample, test_template, fixture_tear_down);
  return g_test_run ();
}
