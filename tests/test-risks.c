/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-store-private.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/plan/methodology.h"
#include "isms/plan/risk-trail.h"

/* A risk with which nothing is wrong, and what it leans on. */
static gint64
add_sound_risk (AnnexStore *store)
{
  fixture_add (store, &annex_person_type, "name", "Ann", NULL);
  fixture_add (store, &annex_person_type, "name", "Bob", NULL);
  fixture_add (store, &annex_asset_type, "name", "Database", "owner", "Ann", NULL);
  return fixture_add (store, &annex_risk_type, "title", "Leak", "owner", "Ann", "assets", "Database", "controls", "A.8.3",
                      "inherent_likelihood", "4", "inherent_consequence", "5", "current_likelihood", "4", "current_consequence", "4",
                      "treatment", "treat", "target_likelihood", "1", "target_consequence", "4", "status", "treating", NULL);
}

static gboolean
is_broken (AnnexStore *store, const char *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_rules_check (store, 0, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((AnnexFinding *) findings->pdata[i])->rule, rule) == 0)
      return TRUE;
  return FALSE;
}

static char *
dup_day (int days_from_today)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autoptr (GDateTime) day = g_date_time_add_days (now, days_from_today);

  return g_date_time_format (day, "%F");
}

/* Each rule keeps still about a sound risk and speaks up after one change. */
static void
test_rules (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *rule;
    const char *changes[6];
  } cases[] = {
    { "risk-without-owner", { "owner", "" } },
    { "risk-without-asset", { "assets", "" } },
    { "risk-not-rated", { "current_likelihood", "" } },
    { "risk-residual-above-inherent", { "target_likelihood", "5" } },
    { "risk-undecided", { "treatment", "" } },
    { "risk-treated-without-control", { "controls", "" } },
    { "risk-tolerated-above-criteria", { "treatment", "tolerate" } },
    { "risk-residual-not-accepted", { "target_likelihood", "3" } },
    { "risk-transferred-without-contract", { "treatment", "transfer" } },
    { "risk-terminated-still-linked", { "treatment", "terminate" } },
    { "risk-review-overdue", { "review_date", "2020-01-01" } },
  };
  AnnexStore *store = fixture->store;
  gint64 risk = add_sound_risk (store);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (is_broken (store, cases[i].rule));
      fixture_assert_set (store, risk, cases[i].changes[0], cases[i].changes[1]);
      g_assert_true (is_broken (store, cases[i].rule));
      g_assert_true (annex_log_undo (store, NULL, &error));
      g_assert_no_error (error);
    }
  /* What is closed is nobody's business any more. */
  fixture_assert_set (store, risk, "review_date", "2020-01-01");
  fixture_assert_set (store, risk, "status", "closed");
  g_assert_false (is_broken (store, "risk-review-overdue"));
}

static void
test_rules_of_treatment (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *yesterday = dup_day (-1);
  g_autofree char *today = dup_day (0);
  gint64 risk = add_sound_risk (store);
  gint64 measure = fixture_add (store, &annex_treatment_type, "title", "Lock it", "owner", "Ann", "risks", "R-001", "due", today,
                                "reduces_likelihood", "2", NULL);

  g_assert_false (is_broken (store, "treatment-late"));
  fixture_assert_set (store, measure, "due", yesterday);
  g_assert_true (is_broken (store, "treatment-late"));
  g_assert_false (is_broken (store, "treatment-without-due-date"));
  fixture_assert_set (store, measure, "due", "");
  g_assert_true (is_broken (store, "treatment-without-due-date"));
  fixture_assert_set (store, measure, "owner", "");
  g_assert_true (is_broken (store, "treatment-without-owner"));
  g_assert_false (is_broken (store, "treatment-without-risk"));
  fixture_assert_set (store, measure, "risks", "");
  g_assert_true (is_broken (store, "treatment-without-risk"));

  /* Done today is dated today; judged before that, the risk is to be judged again. */
  fixture_assert_set (store, measure, "risks", "R-001");
  fixture_assert_set (store, measure, "status", "done");
  fixture_assert_value (store, measure, "done_on", today);
  g_assert_false (is_broken (store, "treatment-not-reassessed"));
  fixture_assert_set (store, risk, "assessed_on", yesterday);
  g_assert_true (is_broken (store, "treatment-not-reassessed"));
  g_assert_false (is_broken (store, "treatment-without-due-date"));
}

static void
test_assessment_is_dated (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *in_a_year = annex_date_rules_dup_later (today, 12);
  g_autofree char *in_a_quarter = annex_date_rules_dup_later (today, 3);
  gint64 risk = fixture_add (store, &annex_risk_type, "title", "Fire", NULL);

  fixture_assert_value (store, risk, "assessed_on", NULL);
  fixture_assert_value (store, risk, "current_level", NULL);
  fixture_assert_set (store, risk, "current_likelihood", "5");
  fixture_assert_value (store, risk, "current_level", NULL);
  fixture_assert_value (store, risk, "assessed_on", today);
  fixture_assert_value (store, risk, "assessed_under", "1");
  /* The worst of the areas decides. */
  fixture_assert_set (store, risk, "impact_financial", "1");
  fixture_assert_value (store, risk, "current_consequence", "1");
  fixture_assert_value (store, risk, "current_level", "2");
  fixture_assert_value (store, risk, "review_date", in_a_year);
  fixture_assert_set (store, risk, "impact_legal", "5");
  fixture_assert_value (store, risk, "current_consequence", "5");
  fixture_assert_value (store, risk, "deciding_area", "legal");
  fixture_assert_value (store, risk, "current_level", "4");
  fixture_assert_value (store, risk, "review_date", in_a_quarter);
  /* All of it is one step back. */
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, risk, "current_consequence", "1");
  fixture_assert_value (store, risk, "review_date", in_a_year);
  /* The other ratings have areas of their own. */
  fixture_assert_set (store, risk, "inherent_impact_people", "4");
  fixture_assert_set (store, risk, "inherent_impact_operational", "5");
  fixture_assert_set (store, risk, "target_impact_reputation", "2");
  fixture_assert_value (store, risk, "inherent_consequence", "5");
  fixture_assert_value (store, risk, "inherent_deciding_area", "operational");
  fixture_assert_value (store, risk, "target_consequence", "2");
  fixture_assert_value (store, risk, "target_deciding_area", "reputation");
  fixture_assert_value (store, risk, "current_consequence", "1");
  fixture_assert_value (store, risk, "deciding_area", "financial");
}

static void
test_later_dates (void)
{
  static const struct { const char *date; guint months; const char *later; } cases[] = {
    { "2026-01-31", 1, "2026-02-28" }, { "2024-01-31", 1, "2024-02-29" }, { "2024-02-29", 12, "2025-02-28" },
    { "2026-11-24", 3, "2027-02-24" }, { "2026-11-30", 3, "2027-02-28" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *later = annex_date_rules_dup_later (cases[i].date, cases[i].months);

      g_assert_cmpstr (later, ==, cases[i].later);
    }
  g_assert_null (annex_date_rules_dup_later ("soon", 1));
}

static void
test_acceptance (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autofree char *yesterday = dup_day (-1);
  gint64 risk = add_sound_risk (store);
  gint64 acceptance;
  g_autoptr (GError) error = NULL;

  fixture_assert_value (store, risk, "acceptance", NULL);
  acceptance = fixture_add (store, &annex_acceptance_type, "risk", "R-001", "accepted_by", "Ann", "statement", "We can live with it", NULL);
  fixture_assert_value (store, acceptance, "stage", "target");
  fixture_assert_value (store, acceptance, "likelihood", "1");
  fixture_assert_value (store, acceptance, "level", "1");
  fixture_assert_value (store, acceptance, "methodology_version", "1");
  fixture_assert_value (store, risk, "acceptance", "valid");

  /* It is about the rating of that day only. */
  fixture_assert_set (store, risk, "target_likelihood", "2");
  fixture_assert_value (store, risk, "acceptance", "stale");
  g_assert_true (is_broken (store, "risk-acceptance-stale"));
  fixture_assert_value (store, acceptance, "likelihood", "1");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, risk, "acceptance", "valid");

  /* And cannot be made to be about another. */
  g_assert_false (fixture_set (store, acceptance, "likelihood", "2", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Record a new decision"));
  fixture_assert_value (store, acceptance, "likelihood", "1");

  /* Two people who do not agree. */
  fixture_add (store, &annex_acceptance_type, "risk", "R-001", "accepted_by", "Bob", "decision", "refused", NULL);
  fixture_assert_value (store, risk, "acceptance", "conflict");
  g_assert_true (is_broken (store, "risk-acceptance-conflict"));
  fixture_add (store, &annex_acceptance_type, "risk", "R-001", "accepted_by", "Bob", NULL);
  fixture_assert_value (store, risk, "acceptance", "valid");
  g_assert_false (is_broken (store, "risk-acceptance-conflict"));

  fixture_assert_set (store, acceptance, "decided_on", yesterday);
  fixture_assert_set (store, acceptance, "valid_until", yesterday);
  fixture_assert_value (store, risk, "acceptance", "valid"); /* Bob's still holds */
  g_assert_false (is_broken (store, "risk-acceptance-expired"));
}

static void
test_acceptance_expires (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 risk = add_sound_risk (store);

  fixture_add (store, &annex_acceptance_type, "risk", "R-001", "accepted_by", "Ann", "decided_on", "2025-01-01", "valid_until", "2025-06-30", NULL);
  fixture_assert_value (store, risk, "acceptance", "expired");
  g_assert_true (is_broken (store, "risk-acceptance-expired"));
  g_assert_false (is_broken (store, "risk-acceptance-stale"));
  fixture_assert_set (store, risk, "current_likelihood", "");
  fixture_assert_set (store, risk, "target_likelihood", "");
  fixture_assert_refused (store, &annex_acceptance_type, "Estimate likelihood", "risk", "R-001", "accepted_by", "Ann", NULL);
}

/* A sign-off makes a tolerated risk above the criteria good, and a new matrix makes it bad again. */
static void
test_sign_off_and_matrix (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (AnnexMatrix) matrix = NULL;
  g_autoptr (GArray) moves = NULL;
  gint64 risk = add_sound_risk (store);

  fixture_assert_set (store, risk, "treatment", "tolerate");
  g_assert_true (is_broken (store, "risk-tolerated-above-criteria"));
  fixture_add (store, &annex_acceptance_type, "risk", "R-001", "accepted_by", "Bob", NULL);
  g_assert_false (is_broken (store, "risk-tolerated-above-criteria"));

  matrix = annex_matrix_load (store, NULL);
  annex_matrix_set_level (matrix, 4, 4, 3);
  moves = annex_methodology_list_moves (store, matrix, NULL);
  g_assert_cmpuint (moves->len, ==, 1);
  g_assert_cmpstr (g_array_index (moves, AnnexMethodologyMove, 0).stage, ==, "current");
  g_assert_cmpint (g_array_index (moves, AnnexMethodologyMove, 0).level_before, ==, 4);
  g_assert_cmpint (g_array_index (moves, AnnexMethodologyMove, 0).level_after, ==, 3);
  g_assert_cmpuint (g_array_index (moves, AnnexMethodologyMove, 0).n_risks, ==, 1);

  transaction = annex_transaction_begin (store, "Paint", NULL);
  g_assert_true (annex_methodology_set_matrix (transaction, store, matrix, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  fixture_assert_value (store, risk, "current_level", "3");
  fixture_assert_value (store, risk, "acceptance", "stale");
  fixture_assert_value (store, risk, "assessed_under", "1");
  {
    g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, NULL);
    g_assert_cmpstr (annex_record_get_value (methodology, "version"), ==, "2");
  }
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, risk, "current_level", "4");
  fixture_assert_value (store, risk, "acceptance", "valid");

  /* What would be left after treatment is not what is tolerated. */
  fixture_assert_set (store, risk, "current_likelihood", "5");
  fixture_add (store, &annex_acceptance_type, "risk", "R-001", "accepted_by", "Ann", "stage", "target", NULL);
  fixture_assert_value (store, risk, "acceptance", "valid");
  g_assert_true (is_broken (store, "risk-tolerated-above-criteria"));
}

/* Fewer levels lose no estimate, and bring it back when they come back. */
static void
test_smaller_scale_keeps_estimates (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 risk = add_sound_risk (store);

  for (guint size = 3; size <= 5; size += 2)
    {
      g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Choose a preset", NULL);

      g_assert_true (annex_methodology_set_preset (transaction, store, size, NULL));
      g_assert_true (annex_transaction_commit (transaction, NULL));
      fixture_assert_value (store, risk, "current_likelihood", "4");
      fixture_assert_value (store, risk, "current_level", size == 3 ? NULL : "4");
      g_assert_true (is_broken (store, "risk-off-scale") == (size == 3));
      g_assert_false (is_broken (store, "methodology-incomplete"));
    }
}

static void
test_take_over (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexStore) other = fixture_create (fixture, "other.annex");
  g_autoptr (AnnexStore) bare = fixture_create (fixture, "bare.annex");
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  gint64 risk = add_sound_risk (store);

  annex_engagement_setup (other, "Other", NULL, NULL, NULL, NULL);
  transaction = annex_transaction_begin (other, "Choose a preset", NULL);
  g_assert_true (annex_methodology_set_preset (transaction, other, 4, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  g_clear_pointer (&transaction, annex_transaction_free);

  g_assert_null (annex_methodology_load_matrix_of (bare, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND);
  transaction = annex_transaction_begin (store, "Take over", NULL);
  g_assert_true (annex_methodology_take_over (transaction, store, other, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  g_assert_cmpstr (annex_store_get_scale_label (store, "likelihood", 4), ==, "Very likely");
  g_assert_null (annex_store_get_scale_label (store, "likelihood", 5));
  g_assert_false (is_broken (store, "methodology-incomplete"));
  fixture_assert_value (store, risk, "inherent_consequence", "5");
  fixture_assert_value (store, risk, "inherent_level", NULL);
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, risk, "inherent_level", "4");

  /* One that does not judge every risk is no methodology to take over. */
  fixture_run_sql (other, "UPDATE matrix_cell SET level = NULL WHERE likelihood = 1");
  g_clear_error (&error);
  g_assert_null (annex_methodology_load_matrix_of (other, &error));
  g_assert_nonnull (strstr (error->message, "not painted"));
}

static void
age (AnnexStore *store)
{
  fixture_run_sql (store, "UPDATE \"commit\" SET time = strftime ('%Y-%m-%dT%H:%M:%fZ', time, '-10 days')");
}

/* A step for each day that the rating was another at the end of; what was undone the same day leaves none. */
static void
test_trail (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 risk = fixture_add (store, &annex_risk_type, "title", "Fire", NULL);
  g_autoptr (GPtrArray) steps = annex_risk_trail_load (store, risk, ANNEX_RISK_CURRENT, NULL);
  const AnnexRiskTrailStep *step;

  g_assert_cmpuint (steps->len, ==, 0);
  fixture_assert_set (store, risk, "current_likelihood", "4");
  age (store);
  fixture_assert_set (store, risk, "current_consequence", "5");
  age (store);
  fixture_assert_set (store, risk, "title", "Fire in the office");
  age (store);
  fixture_assert_set (store, risk, "current_likelihood", "1");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  age (store);
  fixture_assert_set (store, risk, "current_likelihood", "3");
  fixture_assert_set (store, risk, "current_likelihood", "2");

  g_clear_pointer (&steps, g_ptr_array_unref);
  steps = annex_risk_trail_load (store, risk, ANNEX_RISK_CURRENT, NULL);
  g_assert_cmpuint (steps->len, ==, 2);
  step = steps->pdata[0];
  g_assert_cmpint (step->likelihood, ==, 4);
  g_assert_cmpint (step->consequence, ==, 5);
  g_assert_cmpint (step->methodology_version, ==, 1);
  step = steps->pdata[1];
  g_assert_cmpint (step->likelihood, ==, 2);
  g_assert_cmpstr (step->day, >, ((AnnexRiskTrailStep *) steps->pdata[0])->day);

  /* A creation brings the whole rating in one row. */
  risk = fixture_add (store, &annex_risk_type, "title", "Flood", "inherent_likelihood", "2", "inherent_consequence", "3", NULL);
  g_clear_pointer (&steps, g_ptr_array_unref);
  steps = annex_risk_trail_load (store, risk, ANNEX_RISK_INHERENT, NULL);
  g_assert_cmpuint (steps->len, ==, 1);
  g_assert_cmpint (((AnnexRiskTrailStep *) steps->pdata[0])->consequence, ==, 3);
}

static int
get_format (const char *path)
{
  sqlite3 *database = NULL;
  sqlite3_stmt *statement = NULL;
  int format;

  g_assert_cmpint (sqlite3_open_v2 (path, &database, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (database, "PRAGMA user_version", -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  format = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (database);
  return format;
}

/* A file of an older edition is taken over from as it is, and stays so; one of a newer edition is refused by name. */
static void
test_take_over_from_other_edition (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexStore) other = fixture_create (fixture, "other.annex");
  g_autofree char *path = g_strdup (annex_store_get_path (other));
  g_autofree char *backup = g_strconcat (path, ".format-2.backup", NULL);
  g_autoptr (AnnexStore) source = NULL;
  g_autoptr (AnnexMatrix) matrix = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (annex_engagement_setup (other, "Other", NULL, NULL, NULL, NULL));
  fixture_run_sql (other, "PRAGMA user_version = 2");
  annex_store_close (other);
  g_clear_object (&other);

  source = annex_store_open_source (path, &error);
  g_assert_no_error (error);
  matrix = annex_methodology_load_matrix_of (source, &error);
  g_assert_no_error (error);
  g_assert_cmpint (annex_matrix_get_level (matrix, 4, 5), ==, 4);
  g_assert_cmpint (get_format (path), ==, 2);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));

  other = annex_store_open (path, ANNEX_STORE_DEFAULT, NULL);
  fixture_run_sql (other, "PRAGMA user_version = 99");
  annex_store_close (other);
  g_assert_null (annex_store_open_source (path, &error));
  g_assert_nonnull (strstr (error->message, "newer version of Annex"));
}

/* What is drafted elsewhere is told, and comes into force in one step; levels stay the records that they are. */
static void
test_draft (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexStore) draft = annex_store_new_in_memory (NULL);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (draft, "Begin", NULL);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (AnnexMatrix) matrix = NULL;
  gint64 level = annex_store_find_id (store, &annex_scale_level_type, "Unlikely", NULL);
  gint64 drafted;

  g_assert_true (annex_methodology_copy_scales (transaction, draft, store, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  changes = annex_methodology_list_changes (store, draft, NULL);
  g_assert_cmpuint (changes->len, ==, 0);
  g_clear_pointer (&changes, g_ptr_array_unref);

  drafted = annex_store_find_id (draft, &annex_scale_level_type, "Unlikely", NULL);
  g_assert_cmpint (drafted, !=, level);
  fixture_assert_set (draft, drafted, "name", "Seldom");
  fixture_assert_set (draft, drafted, "description", "Hardly ever");
  fixture_add (draft, &annex_scale_level_type, "scale", "consequence", "level", "6", "name", "The end", NULL);
  changes = annex_methodology_list_changes (store, draft, NULL);
  g_assert_cmpuint (changes->len, ==, 2);
  g_assert_cmpstr (changes->pdata[0], ==, "Likelihood 2, Seldom: Name, Meaning");
  g_assert_cmpstr (changes->pdata[1], ==, "Consequence 6, The end: new");
  fixture_assert_value (store, level, "name", "Unlikely");

  g_clear_pointer (&transaction, annex_transaction_free);
  transaction = annex_transaction_begin (store, "Apply", NULL);
  g_assert_true (annex_methodology_copy_scales (transaction, store, draft, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  fixture_assert_value (store, level, "name", "Seldom");
  matrix = annex_matrix_load (store, NULL);
  g_assert_cmpuint (annex_matrix_get_n_consequences (matrix), ==, 6);
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, level, "name", "Unlikely");
  g_assert_null (annex_store_get_scale_label (store, "consequence", 6));
}

/* An impact area of the engagement's own goes into a draft and out of it, and so do two that are called alike. */
static void
test_draft_of_own_fields (Fixture *fixture, gconstpointer data)
{
  static const char *const labels[] = { "Environment", "Neighbours", "Neighbours" };
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexStore) draft = annex_store_new_in_memory (NULL);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *names[G_N_ELEMENTS (labels)] = { NULL };
  const AnnexField *drafted;
  gint64 level = annex_store_find_id (store, &annex_scale_level_type, "Severe", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      gint64 id = fixture_add (store, &annex_custom_field_type, "record_type", "scale_level", "label", labels[i], "kind", "text", NULL);

      names[i] = g_strdup_printf ("custom_%" G_GINT64_FORMAT, id);
      fixture_assert_set (store, level, names[i], i == 0 ? "The river dies" : i == 1 ? "They move away" : "They sue");
    }
  transaction = annex_transaction_begin (draft, "Begin", NULL);
  g_assert_true (annex_methodology_copy_own_fields (transaction, store, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  g_clear_pointer (&transaction, annex_transaction_free);
  transaction = annex_transaction_begin (draft, "Begin", NULL);
  g_assert_true (annex_methodology_copy_scales (transaction, draft, store, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  g_clear_pointer (&transaction, annex_transaction_free);

  drafted = g_ptr_array_index (annex_store_get_fields (draft, &annex_scale_level_type), annex_scale_level_type.n_fields + 1);
  g_assert_cmpstr (annex_field_get_label (drafted), ==, "Environment");
  fixture_assert_set (draft, annex_store_find_id (draft, &annex_scale_level_type, "Severe", NULL), drafted->name, "The river is dead");
  changes = annex_methodology_list_changes (store, draft, NULL);
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_nonnull (strstr (changes->pdata[0], "Environment"));

  transaction = annex_transaction_begin (store, "Apply", NULL);
  g_assert_true (annex_methodology_copy_scales (transaction, store, draft, NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  fixture_assert_value (store, level, names[0], "The river is dead");
  fixture_assert_value (store, level, names[1], "They move away");
  fixture_assert_value (store, level, names[2], "They sue");
}

static void
test_matrix_presets (Fixture *fixture, gconstpointer data)
{
  static const guint expected[3][4] = { { 3, 3, 2, 1 }, { 5, 5, 3, 3 }, { 8, 7, 4, 6 } };

  for (guint size = 3; size <= 5; size++)
    {
      g_autoptr (AnnexMatrix) matrix = annex_matrix_new_preset (size);
      guint counts[5] = { 0 };

      for (int likelihood = 1; likelihood <= (int) size; likelihood++)
        for (int consequence = 1; consequence <= (int) size; consequence++)
          counts[annex_matrix_get_level (matrix, likelihood, consequence)]++;
      for (guint level = 1; level <= 4; level++)
        g_assert_cmpuint (counts[level], ==, expected[size - 3][level - 1]);
      g_assert_cmpint (annex_matrix_reduce_likelihood (matrix, 3, 1), ==, 2);
      g_assert_cmpint (annex_matrix_reduce_consequence (matrix, 3, 9), ==, 1);
      g_assert_cmpint (annex_matrix_get_level (matrix, 6, 1), ==, 0);
    }
}

static gboolean
has_fault (AnnexStore *store, const char *part)
{
  g_autoptr (AnnexMatrix) matrix = annex_matrix_load (store, NULL);
  g_autoptr (GPtrArray) faults = annex_matrix_list_faults (matrix, store, NULL);

  for (guint i = 0; i < faults->len; i++)
    if (strstr (faults->pdata[i], part) != NULL)
      return TRUE;
  return FALSE;
}

static void
test_matrix_faults (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GArray) ids = NULL;

  g_assert_false (is_broken (store, "methodology-incomplete"));
  fixture_assert_refused (store, &annex_matrix_cell_type, "already has a cell", "likelihood", "1", "consequence", "1", NULL);
  fixture_run_sql (store, "UPDATE matrix_cell SET level = NULL WHERE likelihood = 2 AND consequence < 3");
  g_assert_true (has_fault (store, "2 cells of the matrix are not painted"));
  fixture_run_sql (store, "UPDATE matrix_cell SET level = 9 WHERE likelihood = 5 AND consequence = 5");
  g_assert_true (has_fault (store, "level 9, which the scale"));
  fixture_run_sql (store, "UPDATE matrix_cell SET level = 1 WHERE likelihood = 4 AND consequence = 5");
  g_assert_true (has_fault (store, "lower level than a cell beside it"));

  annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, "likelihood");
  annex_query_add_filter (query, "level", ANNEX_FILTER_IS, "3");
  ids = annex_query_run (query, store, NULL);
  g_assert_cmpuint (ids->len, ==, 1);
  transaction = annex_transaction_begin (store, "Delete a level", NULL);
  g_assert_true (annex_transaction_delete (transaction, g_array_index (ids, gint64, 0), NULL));
  g_assert_true (annex_transaction_commit (transaction, NULL));
  g_assert_true (has_fault (store, "has no level 3"));
}

static void
test_deleted_asset (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 asset;

  add_sound_risk (store);
  asset = annex_store_find_id (store, NULL, "A-0001", NULL);
  g_assert_false (is_broken (store, "risk-without-asset"));
  {
    g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Delete", NULL);

    g_assert_true (annex_transaction_delete (transaction, asset, NULL));
    g_assert_true (annex_transaction_commit (transaction, NULL));
  }
  g_assert_true (is_broken (store, "risk-without-asset"));
  g_assert_true (annex_log_undo (store, NULL, NULL));
  g_assert_false (is_broken (store, "risk-without-asset"));
}

/* A property of the engagement's own stands with the three where it is given, has its reason, and goes with undo. */
static void
test_own_property (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 property = fixture_add (store, &annex_custom_field_type, "record_type", "risk", "label", "Authenticity", "kind", "property", NULL);
  gint64 need = fixture_add (store, &annex_custom_field_type, "record_type", "asset", "label", "Authenticity", "kind", "property", NULL);
  gint64 plain = fixture_add (store, &annex_custom_field_type, "record_type", "risk", "label", "Ticket", "kind", "text", NULL);
  g_autofree char *name = g_strdup_printf ("custom_%" G_GINT64_FORMAT, property);
  g_autofree char *need_name = g_strdup_printf ("custom_%" G_GINT64_FORMAT, need);
  g_autofree char *plain_name = g_strdup_printf ("custom_%" G_GINT64_FORMAT, plain);
  gint64 risk = fixture_add (store, &annex_risk_type, "title", "Forged orders", "integrity", "Orders are wrong", NULL);
  gint64 other = fixture_add (store, &annex_risk_type, "title", "Fire", "availability", "Nothing runs", NULL);
  gint64 asset = fixture_add (store, &annex_asset_type, "name", "Orders", NULL);
  const AnnexField *field = annex_store_find_field (store, &annex_risk_type, name);
  g_autofree char *level = NULL;

  g_assert_cmpstr (field->group, ==, "Properties affected");
  g_assert_cmpstr (annex_store_find_field (store, &annex_risk_type, plain_name)->group, ==, "Fields of this engagement");
  fixture_assert_set (store, risk, plain_name, "T-17");
  fixture_assert_value (store, risk, "properties", "I");
  fixture_assert_set (store, risk, name, "An order would be taken for a customer’s");
  fixture_assert_value (store, risk, "properties", "I, Authenticity");
  fixture_assert_value (store, other, "properties", "A");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  fixture_assert_value (store, risk, "properties", "I");

  field = annex_store_find_field (store, &annex_asset_type, need_name);
  level = annex_store_parse (store, field, "High", NULL);
  g_assert_cmpstr (level, ==, "3");
  g_assert_null (annex_store_parse (store, field, "Tremendous", NULL));
  fixture_assert_set (store, asset, need_name, level);
}

/* The thread that an auditor follows, from the asset to the acceptance. */
static void
test_sample_thread (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (AnnexRecord) risk = annex_store_find (store, "R-001", NULL);
  g_autoptr (AnnexRecord) review = annex_store_find (store, "TM-004", NULL);
  g_autoptr (GPtrArray) findings = annex_rules_check (store, annex_record_get_id (risk), NULL, NULL);
  g_autoptr (AnnexQuery) annex_a = annex_query_new (&annex_control_type);

  annex_query_add_filter (annex_a, "library", ANNEX_FILTER_IS, "annex_a");
  g_assert_cmpuint (fixture_count (store, "risk"), ==, 35);
  g_assert_cmpuint (annex_query_count (annex_a, store, NULL), ==, 93);
  g_assert_cmpuint (fixture_count (store, "threat"), ==, 62);
  g_assert_cmpuint (fixture_count (store, "vulnerability"), ==, 98);
  g_assert_cmpstr (annex_record_get_text (risk, "assets"), ==, "Customer production database (field-service data)");
  g_assert_cmpstr (annex_record_get_text (risk, "owner"), ==, "Ruben de Wit");
  g_assert_cmpstr (annex_record_get_text (risk, "current_level"), ==, "Critical");
  g_assert_cmpstr (annex_record_get_value (risk, "treatment"), ==, "treat");
  g_assert_cmpstr (annex_record_get_text (risk, "target_level"), ==, "Medium");
  g_assert_cmpstr (annex_record_get_value (risk, "acceptance"), ==, "valid");
  g_assert_nonnull (strstr (annex_record_get_text (review, "title"), "every quarter"));
  g_assert_nonnull (strstr (annex_record_get_text (review, "controls"), "Information access restriction"));
  g_assert_cmpuint (findings->len, ==, 0);
}

static guint
count_fitting (AnnexStore *store, const AnnexType *type, const char *field_name, gint64 id, const char *candidate)
{
  const AnnexField *field = annex_type_find_field (type, field_name);
  g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s c JOIN record x ON x.id = c.id WHERE (%s) AND x.reference LIKE ?2",
                                          field->target, field->fitting);
  sqlite3_stmt *statement = NULL;
  guint count;

  g_assert_cmpint (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL), ==, SQLITE_OK);
  sqlite3_bind_int64 (statement, 1, id);
  sqlite3_bind_text (statement, 2, candidate, -1, SQLITE_STATIC);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  count = (guint) sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  return count;
}

/* An office fits break-ins and not phishing; what answers a risk's threat fits the risk and its measures. */
static void
test_fitting (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 office = annex_store_find_id (store, NULL, "R-031", NULL);
  gint64 insider = annex_store_find_id (store, NULL, "R-001", NULL);
  gint64 review = annex_store_find_id (store, NULL, "TM-004", NULL);

  g_assert_cmpuint (count_fitting (store, &annex_risk_type, "threats", office, "T05"), ==, 1);
  g_assert_cmpuint (count_fitting (store, &annex_risk_type, "threats", office, "T22"), ==, 0);
  g_assert_cmpuint (count_fitting (store, &annex_risk_type, "vulnerabilities", office, "V85"), ==, 1);
  g_assert_cmpuint (count_fitting (store, &annex_risk_type, "controls", insider, "A.8.3"), ==, 1);
  g_assert_cmpuint (count_fitting (store, &annex_risk_type, "controls", insider, "A.7.%"), ==, 0);
  g_assert_cmpuint (count_fitting (store, &annex_treatment_type, "controls", review, "A.8.3"), ==, 1);
  g_assert_cmpuint (count_fitting (store, &annex_treatment_type, "controls", review, "A.7.%"), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/risk/rules", fixture_set_up, test_rules);
  ADD ("/risk/assessment-is-dated", fixture_set_up, test_assessment_is_dated);
  ADD ("/risk/trail", fixture_set_up, test_trail);
  ADD ("/risk/deleted-asset", fixture_set_up, test_deleted_asset);
  ADD ("/risk/own-property", fixture_set_up, test_own_property);
  ADD ("/risk/sample-thread", fixture_set_up_sample, test_sample_thread);
  ADD ("/risk/fitting-choices", fixture_set_up_sample, test_fitting);
  ADD ("/treatment/rules", fixture_set_up, test_rules_of_treatment);
  ADD ("/acceptance/freezes-the-rating", fixture_set_up, test_acceptance);
  ADD ("/acceptance/expires", fixture_set_up, test_acceptance_expires);
  ADD ("/acceptance/sign-off-and-matrix", fixture_set_up, test_sign_off_and_matrix);
  ADD ("/methodology/smaller-scale-keeps-estimates", fixture_set_up, test_smaller_scale_keeps_estimates);
  ADD ("/methodology/take-over", fixture_set_up, test_take_over);
  ADD ("/methodology/take-over-from-other-edition", fixture_set_up, test_take_over_from_other_edition);
  ADD ("/methodology/draft", fixture_set_up, test_draft);
  ADD ("/methodology/draft-of-own-fields", fixture_set_up, test_draft_of_own_fields);
  ADD ("/methodology/presets", fixture_set_up_empty, test_matrix_presets);
  ADD ("/methodology/faults", fixture_set_up, test_matrix_faults);
  g_test_add_func ("/dates/later", test_later_dates);
  return g_test_run ();
}
