/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-attention.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/plan/soa.h"

static guint
count (AnnexStore *store, const char *field, const char *value)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_control_type);
  g_autoptr (GError) error = NULL;
  guint n;

  annex_query_add_filter (query, field, ANNEX_FILTER_IS, value);
  annex_query_add_filter (query, "library", ANNEX_FILTER_IS, "annex_a");
  n = annex_query_count (query, store, &error);
  g_assert_no_error (error);
  return n;
}

static void
test_catalogue (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *theme;
    guint n;
  } themes[] = { { "organizational", 37 }, { "people", 8 }, { "physical", 14 }, { "technological", 34 } };
  g_autoptr (AnnexQuery) without = annex_query_new (&annex_control_type);

  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    g_assert_cmpuint (count (fixture->store, "theme", themes[i].theme), ==, themes[i].n);
  annex_query_add_filter (without, "description", ANNEX_FILTER_IS_EMPTY, NULL);
  g_assert_cmpuint (annex_query_count (without, fixture->store, NULL), ==, 0);
  annex_query_clear_filters (without);
  annex_query_add_filter (without, "audit_hint", ANNEX_FILTER_IS_EMPTY, NULL);
  g_assert_cmpuint (annex_query_count (without, fixture->store, NULL), ==, 0);
}

static gint64
get_control (AnnexStore *store, const char *code)
{
  gint64 id = annex_store_find_id (store, &annex_control_type, code, NULL);

  g_assert_cmpint (id, !=, 0);
  return id;
}

/* The rule is broken before that field is set, and holds afterwards. */
static void
assert_mended (AnnexStore *store, gint64 id, const char *rule, const char *field, const char *value)
{
  g_assert_true (fixture_is_found (store, id, rule));
  fixture_assert_set (store, id, field, value);
  g_assert_false (fixture_is_found (store, id, rule));
}

static void
test_rules_of_decision (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.30");

  g_assert_false (fixture_is_found (store, id, "soa-undecided"));
  fixture_assert_set (store, get_control (store, "A.5.1"), "decision", "Applicable");
  assert_mended (store, id, "soa-undecided", "decision", "Excluded");
  assert_mended (store, id, "soa-without-justification", "justification", "Not applicable.");
  assert_mended (store, id, "soa-generic-exclusion", "justification",
                 "All development is done by our own employees; no outside party writes software for us.");
  g_assert_false (fixture_is_found (store, id, "soa-excluded-but-needed"));
  fixture_add (store, &annex_risk_type, "title", "Backdoor", "controls", "A.8.30", NULL);
  g_assert_true (fixture_is_found (store, id, "soa-excluded-but-needed"));
  fixture_assert_set (store, id, "decision", "Applicable");
  g_assert_false (fixture_is_found (store, id, "soa-excluded-but-needed"));
}

static void
test_excluded_but_needed (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 by_law = get_control (store, "A.5.34"), by_contract = get_control (store, "A.5.20"), by_measure = get_control (store, "A.8.30");
  const gint64 all[] = { by_law, by_contract, by_measure };
  gint64 measure;

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      fixture_assert_set (store, all[i], "decision", "Excluded");
      g_assert_false (fixture_is_found (store, all[i], "soa-excluded-but-needed"));
    }
  fixture_add (store, &annex_requirement_type, "title", "Privacy", "kind", "Legal", NULL);
  fixture_add (store, &annex_requirement_type, "title", "Master agreement", "kind", "Contract", NULL);
  fixture_assert_set (store, by_law, "requirements", "Privacy");
  fixture_assert_set (store, by_contract, "requirements", "Master agreement");
  measure = fixture_add (store, &annex_treatment_type, "title", "Review of code from outside", "controls", "A.8.30", NULL);
  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    g_assert_true (fixture_is_found (store, all[i], "soa-excluded-but-needed"));
  fixture_assert_set (store, by_law, "requirements", NULL);
  g_assert_false (fixture_is_found (store, by_law, "soa-excluded-but-needed"));
  fixture_assert_set (store, measure, "status", "Dropped");
  g_assert_false (fixture_is_found (store, by_measure, "soa-excluded-but-needed"));
}

static void
test_rules_of_reasons (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.5.34");

  fixture_assert_set (store, id, "decision", "Applicable");
  fixture_assert_value (store, id, "risk_reason", "no");
  assert_mended (store, id, "soa-without-reason", "reason_legal", "yes");
  fixture_add (store, &annex_requirement_type, "title", "Privacy", "kind", "Legal", NULL);
  assert_mended (store, id, "soa-reason-unsupported", "requirements", "Privacy");
  fixture_assert_set (store, id, "reason_legal", "no");
  /* What is linked is a reason by itself. */
  g_assert_false (fixture_is_found (store, id, "soa-without-reason"));
  fixture_assert_value (store, id, "legal_reason", "yes");
  fixture_assert_value (store, id, "contract_reason", "no");
  fixture_assert_set (store, id, "requirements", NULL);
  fixture_assert_value (store, id, "legal_reason", "no");
  g_assert_true (fixture_is_found (store, id, "soa-without-reason"));
  fixture_add (store, &annex_treatment_type, "title", "Register of processing", "controls", "A.5.34", NULL);
  g_assert_false (fixture_is_found (store, id, "soa-without-reason"));
  fixture_assert_value (store, id, "risk_reason", "yes");
  fixture_add (store, &annex_requirement_type, "title", "Master agreement", "kind", "Contract", NULL);
  fixture_assert_set (store, id, "reason_contract", "yes");
  assert_mended (store, id, "soa-reason-unsupported", "requirements", "Master agreement");
}

static void
test_rules_of_operation (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.13"), measure;

  fixture_add (store, &annex_person_type, "name", "Ana", NULL);
  fixture_assert_set (store, id, "decision", "Applicable");
  assert_mended (store, id, "soa-without-owner", "owner", "Ana");
  assert_mended (store, id, "soa-planned-without-measure", "implemented_on", "2099-01-31");
  fixture_assert_set (store, id, "implemented_on", NULL);
  measure = fixture_add (store, &annex_treatment_type, "title", "Second site", "controls", "A.8.13", NULL);
  g_assert_true (fixture_is_found (store, id, "soa-planned-without-measure"));
  fixture_assert_set (store, measure, "due", "2099-01-31");
  g_assert_false (fixture_is_found (store, id, "soa-planned-without-measure"));
  fixture_assert_set (store, id, "review_date", "2026-01-31");
  assert_mended (store, id, "soa-verification-overdue", "review_date", "2099-01-31");
  fixture_assert_set (store, id, "status", "Implemented");
  g_assert_true (fixture_is_found (store, id, "soa-implemented-without-evidence"));
  fixture_assert_value (store, id, "agreement", "ahead");
  fixture_add (store, &annex_evidence_type, "title", "Restore test", "controls", "A.8.13", "about", "2026-01-10", NULL);
  g_assert_false (fixture_is_found (store, id, "soa-implemented-without-evidence"));
}

static void
test_documents (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.5.37"), record;
  g_autoptr (GPtrArray) lines = NULL;

  fixture_assert_set (store, id, "decision", "Applicable");
  fixture_assert_value (store, id, "gap", "open");
  fixture_assert_set (store, id, "status", "Implemented");
  fixture_assert_value (store, id, "recorded_status", "not_started");
  fixture_assert_value (store, id, "gap", "unproved");
  /* A rule shows that something was begun, a record that it operates. */
  fixture_add (store, &annex_document_type, "title", "Operating procedures", "kind", "Procedure", "status", "In use", "controls", "A.5.37", NULL);
  fixture_assert_value (store, id, "recorded_status", "partial");
  g_assert_true (fixture_is_found (store, id, "soa-implemented-without-evidence"));
  record = fixture_add (store, &annex_document_type, "title", "Shift book", "kind", "Record", "status", "In use", "controls", "A.5.37",
                        "next_review", "2099-01-01", NULL);
  g_assert_false (fixture_is_found (store, id, "soa-implemented-without-evidence"));
  fixture_assert_value (store, id, "recorded_status", "implemented");
  fixture_assert_value (store, id, "gap", "none");
  lines = annex_soa_load (store, 0, NULL);
  g_assert_nonnull (strchr (((AnnexSoaLine *) lines->pdata[36])->evidence, ','));
  fixture_assert_set (store, record, "status", "Withdrawn");
  g_assert_true (fixture_is_found (store, id, "soa-implemented-without-evidence"));
}

static void
test_old_evidence (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.13");
  gint64 evidence =
    fixture_add (store, &annex_evidence_type, "title", "Restore test", "controls", "A.8.13", "about", "2025-01-10", "valid_until", "2025-07-10", NULL);

  fixture_assert_set (store, id, "decision", "Applicable");
  fixture_assert_set (store, id, "status", "Implemented");
  g_assert_true (fixture_is_found (store, id, "soa-evidence-old"));
  fixture_assert_value (store, id, "recorded_status", "not_started");
  fixture_assert_set (store, evidence, "valid_until", "2099-01-10");
  g_assert_false (fixture_is_found (store, id, "soa-evidence-old"));
  fixture_assert_value (store, id, "recorded_status", "implemented");
  fixture_assert_value (store, id, "agreement", "agrees");
  /* What is still to be done says that it is not all there. */
  fixture_add (store, &annex_treatment_type, "title", "Second site", "controls", "A.8.13", "status", "In progress", NULL);
  fixture_assert_value (store, id, "recorded_status", "partial");
  fixture_assert_value (store, id, "agreement", "ahead");
}

static void
test_inherited (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.17");

  fixture_add (store, &annex_supplier_type, "name", "Cloud", NULL);
  fixture_assert_set (store, id, "decision", "inherited");
  fixture_assert_set (store, id, "provider", "Cloud");
  fixture_assert_set (store, id, "provider_contract", "Master agreement");
  assert_mended (store, id, "soa-inherited-without-provider", "provider_proof", "SOC 2 report");
}

static void
test_older_than_risk (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.3");

  fixture_assert_set (store, id, "decision", "Applicable");
  fixture_assert_set (store, id, "decided_on", "2026-01-10");
  fixture_add (store, &annex_risk_type, "title", "Leak", "controls", "A.8.3", "current_likelihood", "3", "current_consequence", "3", "assessed_on",
               "2026-02-01", NULL);
  g_assert_true (fixture_is_found (store, id, "soa-decision-older-than-risk"));
  /* Looking at it again says so by itself. */
  fixture_assert_set (store, id, "justification", "Still needed");
  g_assert_false (fixture_is_found (store, id, "soa-decision-older-than-risk"));
}

static void
test_older_than_rewritten_risk (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.3");
  gint64 risk = fixture_add (store, &annex_risk_type, "title", "Leak", NULL);

  fixture_assert_set (store, id, "decision", "Applicable");
  fixture_assert_set (store, id, "decided_on", "2026-01-10");
  fixture_add (store, &annex_treatment_type, "title", "Roles", "controls", "A.8.3", "risks", "Leak", NULL);
  g_assert_false (fixture_is_found (store, id, "soa-decision-older-than-risk"));
  fixture_assert_set (store, risk, "event", "A developer copies the customers");
  g_assert_true (fixture_is_found (store, id, "soa-decision-older-than-risk"));
  fixture_assert_set (store, id, "justification", "Still needed");
  g_assert_false (fixture_is_found (store, id, "soa-decision-older-than-risk"));
}

static guint
count_rule (GPtrArray *findings, const char *rule, gint64 *record)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((AnnexFinding *) findings->pdata[i])->rule, rule))
      {
        *record = ((AnnexFinding *) findings->pdata[i])->record;
        n++;
      }
  return n;
}

static void
add_finding (const AnnexFinding *finding, gpointer findings)
{
  g_ptr_array_add (findings, annex_finding_copy (finding));
}

static GPtrArray *
summarize (AnnexStore *store)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);

  g_assert_true (annex_rules_foreach (store, add_finding, findings, NULL, NULL));
  return findings;
}

static void
test_summary (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *theme;
    guint n;
  } decided[] = { { "A.5", 37 }, { "A.7", 14 }, { "A.8", 34 } };
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) each = NULL;
  g_autoptr (GPtrArray) many = NULL;
  g_autoptr (GPtrArray) few = NULL;
  gint64 record = 0;

  fixture_assert_set (store, get_control (store, "A.5.1"), "decision", "Applicable");
  each = annex_rules_check (store, 0, NULL, NULL);
  g_assert_cmpuint (count_rule (each, "soa-undecided", &record), ==, 92);
  many = summarize (store);
  g_assert_cmpuint (count_rule (many, "soa-undecided", &record), ==, 1);
  g_assert_cmpint (record, ==, 0);
  g_assert_cmpuint (count_rule (many, "soa-without-owner", &record), ==, 1);
  g_assert_cmpint (record, ==, get_control (store, "A.5.1"));

  for (guint i = 0; i < G_N_ELEMENTS (decided); i++)
    for (guint j = 1; j <= decided[i].n; j++)
      {
        g_autofree char *code = g_strdup_printf ("%s.%u", decided[i].theme, j);

        fixture_assert_set (store, get_control (store, code), "decision", "Applicable");
      }
  few = summarize (store);
  g_assert_cmpuint (count_rule (few, "soa-undecided", &record), ==, 8);
  g_assert_cmpint (record, ==, get_control (store, "A.6.8"));
}

static gboolean
append_reference (AnnexRecord *control, gpointer references)
{
  g_string_append_printf (references, "%s ", annex_record_get_reference (control));
  return TRUE;
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_control_type);
  g_autoptr (GString) references = g_string_new (NULL);

  fixture_add (fixture->store, &annex_control_type, "title", "Own control", NULL);
  g_assert_true (annex_query_foreach (query, fixture->store, append_reference, references, NULL));
  g_assert_true (g_str_has_prefix (references->str, "A.5.1 A.5.2 A.5.3 "));
  g_assert_nonnull (strstr (references->str, " A.5.9 A.5.10 "));
  g_assert_nonnull (strstr (references->str, " A.5.37 A.6.1 "));
  /* Those of the standard are not counted among our own. */
  g_assert_true (g_str_has_suffix (references->str, " A.8.34 C-001 "));
}

static void
test_freeze (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) frozen = NULL;
  g_autoptr (GPtrArray) now = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  const AnnexSoaChange *change;
  gint64 version = fixture_add (store, &annex_soa_version_type, "title", "1.0", NULL);
  gint64 id = get_control (store, "A.8.3");

  fixture_assert_set (store, id, "decision", "Applicable");
  g_assert_false (fixture_set (store, version, "state", "Approved", &error));
  g_assert_nonnull (strstr (error->message, "Name who reviewed it"));
  g_clear_error (&error);
  fixture_add (store, &annex_person_type, "name", "Ana", "role", "Security Manager", NULL);
  fixture_assert_set (store, version, "approved_by", "Ana");
  g_assert_false (fixture_set (store, version, "state", "Approved", &error));
  g_assert_nonnull (strstr (error->message, "before it was reviewed"));
  g_clear_error (&error);
  fixture_assert_set (store, version, "reviewed_by", "Ana");
  fixture_assert_set (store, version, "state", "Approved");
  fixture_assert_value (store, version, "reviewed_as", "Security Manager");
  fixture_assert_value (store, version, "approved_as", "Security Manager");
  g_assert_false (fixture_is_found (store, version, "soa-approved-without-review"));
  fixture_assert_value (store, version, "lines", "93");
  g_assert_cmpint (annex_soa_find_latest (store, 0, NULL), ==, version);
  g_assert_cmpint (annex_soa_find_latest (store, version, NULL), ==, 0);

  fixture_assert_set (store, id, "decision", "Excluded");
  frozen = annex_soa_load (store, version, &error);
  now = annex_soa_load (store, 0, &error);
  g_assert_cmpuint (frozen->len, ==, 93);
  g_assert_cmpstr (((AnnexSoaLine *) frozen->pdata[8])->code, ==, "A.5.9");
  g_assert_cmpstr (((AnnexSoaLine *) frozen->pdata[9])->code, ==, "A.5.10");
  changes = annex_soa_compare (frozen, now);
  g_assert_cmpuint (changes->len, ==, 2);
  change = changes->pdata[0];
  g_assert_cmpstr (change->code, ==, "A.8.3");
  g_assert_cmpstr (change->before, ==, "Applicable");
  g_assert_cmpstr (change->after, ==, "Excluded");

  g_assert_false (fixture_set (store, version, "title", "1.1", &error));
  g_clear_error (&error);
  g_assert_false (fixture_set (store, version, "state", "Draft", &error));
  g_clear_error (&error);
  g_assert_false (fixture_set (store, annex_store_find_id (store, &annex_soa_line_type, "SOL-0001", NULL), "justification", "Other", &error));
  g_assert_nonnull (strstr (error->message, "frozen"));
}

static void
test_freezing_is_one_step (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 version;

  fixture_add (store, &annex_person_type, "name", "Ana", NULL);
  version = fixture_add (store, &annex_soa_version_type, "title", "1.0", "reviewed_by", "Ana", "approved_by", "Ana", NULL);
  fixture_assert_set (store, version, "state", "Approved");
  g_assert_true (annex_log_undo (store, NULL, &error));
  g_assert_cmpuint (fixture_count (store, "soa_line"), ==, 0);
  fixture_assert_value (store, version, "state", "draft");
}

static gboolean
delete (AnnexStore *store, gint64 id, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Delete", error);

  return annex_transaction_delete (transaction, id, error) && annex_transaction_commit (transaction, error);
}

static void
test_approved_stays (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 ana = fixture_add (store, &annex_person_type, "name", "Ana", NULL);
  gint64 version = fixture_add (store, &annex_soa_version_type, "title", "1.0", "reviewed_by", "Ana", "approved_by", "Ana", NULL);
  gint64 draft = fixture_add (store, &annex_soa_version_type, "title", "1.1", "reviewed_by", "Ana", NULL);
  g_autoptr (AnnexRecord) reviewed = NULL;
  g_autoptr (GError) error = NULL;

  fixture_assert_refused (store, &annex_soa_version_type, "already", "title", "1.0", NULL);
  fixture_assert_set (store, version, "state", "Approved");
  g_assert_false (delete (store, version, &error));
  g_assert_nonnull (strstr (error->message, "Only undo"));
  g_clear_error (&error);
  g_assert_false (delete (store, annex_store_find_id (store, &annex_soa_line_type, "SOL-0093", NULL), &error));
  g_clear_error (&error);
  g_assert_false (delete (store, ana, &error));
  g_assert_nonnull (strstr (error->message, "stays on file"));
  g_clear_error (&error);
  fixture_assert_set (store, draft, "state", "Reviewed");
  reviewed = annex_store_load (store, draft, NULL);
  g_assert_nonnull (annex_record_get_value (reviewed, "reviewed_on"));
  g_assert_true (delete (store, draft, &error));
  g_assert_no_error (error);
  /* Draft deleted, reviewed, approved: three steps back the first version is a draft again. */
  for (guint i = 0; i < 3; i++)
    g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, version, "state", "draft");
  g_assert_true (delete (store, version, &error));
}

static void
test_changing_opens_a_draft (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 id = get_control (store, "A.8.3");
  gint64 first, draft, document;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept_as = NULL;
  g_autoptr (AnnexRecord) reviewed = NULL;

  fixture_add (store, &annex_person_type, "name", "Ana", NULL);
  fixture_assert_set (store, id, "decision", "Applicable");
  g_assert_cmpuint (fixture_count (store, "soa_version"), ==, 0);
  document = fixture_add (store, &annex_document_type, "title", "Statement of Applicability", "kind", "Description", NULL);
  first = fixture_add (store, &annex_soa_version_type, "title", "1.9", "document", "Statement of Applicability", "reviewed_by", "Ana", "approved_by",
                       "Ana", "state", "Approved", NULL);
  g_assert_cmpint (annex_soa_find_open (store, NULL), ==, 0);
  /* Ana has no role in the register. */
  g_assert_true (fixture_is_found (store, first, "soa-approved-without-review"));

  fixture_assert_set (store, id, "verified_on", "2026-01-10");
  g_assert_cmpint (annex_soa_find_open (store, NULL), ==, 0);
  fixture_assert_set (store, id, "justification", "Asked for by every customer");
  draft = annex_soa_find_open (store, NULL);
  fixture_assert_value (store, draft, "title", "1.10");
  fixture_assert_value (store, draft, "state", "draft");
  kept_as = g_strdup_printf ("%" G_GINT64_FORMAT, document);
  fixture_assert_value (store, draft, "document", kept_as);
  g_assert_true (annex_log_undo (store, NULL, &error));
  g_assert_cmpuint (fixture_count (store, "soa_version"), ==, 1);
  g_assert_true (annex_log_redo (store, NULL, &error));

  draft = annex_soa_find_open (store, NULL);
  fixture_assert_set (store, id, "status", "Planned");
  g_assert_cmpuint (fixture_count (store, "soa_version"), ==, 2);
  fixture_assert_set (store, draft, "reviewed_by", "Ana");
  fixture_assert_set (store, draft, "state", "Reviewed");
  reviewed = annex_store_load (store, draft, NULL);
  g_assert_nonnull (annex_record_get_value (reviewed, "reviewed_on"));
  /* Nobody has reviewed what is written after the review. */
  fixture_assert_set (store, id, "status", "Implemented");
  fixture_assert_value (store, draft, "state", "draft");
  fixture_assert_value (store, draft, "reviewed_on", NULL);
}

static guint
count_overdue (AnnexStore *store, const AnnexType *type)
{
  g_autoptr (AnnexQuery) query = annex_attention_query_overdue (type);

  return annex_query_count (query, store, NULL);
}

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GPtrArray) findings = annex_rules_check (store, 0, NULL, NULL);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  gint64 latest = annex_soa_find_latest (store, 0, NULL);
  guint n = 0;

  g_assert_cmpuint (count (store, "decision", "undecided"), ==, 0);
  g_assert_cmpuint (count (store, "decision", "excluded"), ==, 5);
  for (guint i = 0; i < findings->len; i++)
    n += g_str_has_prefix (((AnnexFinding *) findings->pdata[i])->rule, "soa-");
  g_assert_cmpuint (n, ==, 3);
  /* A day that lies behind is not by itself one that was missed. */
  g_assert_cmpuint (count_overdue (store, &annex_evidence_type), ==, 0);
  g_assert_null (annex_attention_query_overdue (&annex_soa_version_type));
  second = annex_soa_load (store, latest, NULL);
  first = annex_soa_load (store, annex_soa_find_latest (store, latest, NULL), NULL);
  g_assert_cmpuint (first->len, ==, 93);
  g_assert_cmpuint (second->len, ==, 93);
  changes = annex_soa_compare (first, second);
  g_assert_cmpuint (changes->len, >, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(name, function) g_test_add ("/soa/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("catalogue_is_whole", test_catalogue);
  ADD ("rules_of_decision", test_rules_of_decision);
  ADD ("what_is_needed_is_not_excluded", test_excluded_but_needed);
  ADD ("decision_is_looked_at_when_its_risk_is_rewritten", test_older_than_rewritten_risk);
  ADD ("a_change_after_approval_opens_a_draft", test_changing_opens_a_draft);
  ADD ("rules_of_reasons", test_rules_of_reasons);
  ADD ("rules_of_operation", test_rules_of_operation);
  ADD ("documents_count_for_what_they_show", test_documents);
  ADD ("old_evidence_proves_nothing", test_old_evidence);
  ADD ("inherited_needs_a_provider", test_inherited);
  ADD ("decision_is_looked_at_after_its_risk", test_older_than_risk);
  ADD ("many_undecided_are_one_finding", test_summary);
  ADD ("references_sort_as_they_are_read", test_order);
  ADD ("approving_freezes", test_freeze);
  ADD ("what_was_approved_stays", test_approved_stays);
  ADD ("freezing_is_one_step", test_freezing_is_one_step);
  g_test_add ("/soa/sample_is_decided_with_three_mistakes", Fixture, NULL, fixture_set_up_sample, test_sample, fixture_tear_down);
  return g_test_run ();
}
