/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

/* Several fields in one step, as the form and the command line do; names and values alternate. */
static void
change (AnnexStore *store, gint64 id, ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Change", &error);
  const AnnexType *type = annex_store_get_type_of (store, id, NULL);
  const char *name;
  va_list arguments;

  va_start (arguments, id);
  while ((name = va_arg (arguments, const char *)) != NULL)
    {
      const AnnexField *field = annex_type_find_field (type, name);
      g_autofree char *value = annex_store_parse (store, field, va_arg (arguments, const char *), &error);

      g_assert_no_error (error);
      g_assert_true (annex_transaction_set (transaction, id, name, value, &error));
    }
  va_end (arguments);
  annex_transaction_commit (transaction, &error);
  g_assert_no_error (error);
}

/* ---- Versions ---- */

static void
test_approval_freezes (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 person = fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  gint64 document = fixture_add (store, &annex_document_type, "title", "Access policy", "owner", "Ida", NULL);
  g_autoptr (GError) error = NULL;

  fixture_assert_value (store, document, "status", "draft");
  fixture_assert_value (store, document, "version", "1.0");
  change (store, document, "status", "approved", "approved_by", "Ida", "approved_on", "2026-01-31", "review_months", "1", NULL);
  fixture_assert_value (store, document, "in_force", "1.0");
  fixture_assert_value (store, document, "next_review", "2026-02-28");
  fixture_assert_value (store, fixture_find (store, "DV-0001"), "name", "Access policy");

  /* What it says of itself besides is no new version; a review without one moves the next on. */
  fixture_assert_set (store, document, "audience", "Everybody");
  fixture_assert_set (store, document, "reviewed_on", "2026-03-15");
  fixture_assert_value (store, document, "status", "approved");
  fixture_assert_value (store, document, "next_review", "2026-04-15");

  fixture_assert_set (store, document, "title", "Access control policy");
  fixture_assert_value (store, document, "status", "draft");
  fixture_assert_value (store, document, "version", "1.1");
  fixture_assert_value (store, document, "approved_by", NULL);
  fixture_assert_value (store, document, "approved_on", NULL);
  fixture_assert_value (store, document, "in_force", "1.0");
  fixture_assert_value (store, fixture_find (store, "DV-0001"), "name", "Access policy");
  fixture_assert_value (store, fixture_find (store, "DV-0001"), "approved_on", "2026-01-31");

  g_assert_false (fixture_set (store, fixture_find (store, "DV-0001"), "title", "2", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);

  change (store, document, "status", "approved", "approved_by", "Ida", NULL);
  fixture_assert_value (store, document, "in_force", "1.1");
  g_assert_cmpuint (fixture_count (store, "document_version"), ==, 2);
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, document, "in_force", "1.0");
  g_assert_cmpuint (fixture_count (store, "document_version"), ==, 1);
  fixture_assert_set (store, document, "status", "withdrawn");
  fixture_assert_value (store, document, "in_force", NULL);
  g_assert_cmpint (person, !=, 0);
}

static void
test_approval_needs_a_name (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 document = fixture_add (store, &annex_document_type, "title", "Old list", "status", "approved", NULL);
  g_autoptr (GError) error = NULL;

  fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  fixture_assert_value (store, document, "in_force", NULL);
  fixture_assert_set (store, document, "approved_by", "Ida");
  fixture_assert_value (store, document, "in_force", NULL);
  fixture_assert_set (store, document, "approved_on", "2026-01-31");
  fixture_assert_value (store, document, "in_force", "1.0");
  fixture_assert_refused (store, &annex_document_type, "whole number", "title", "Endless", "review_months", "0", NULL);

  document = fixture_add (store, &annex_document_type, "title", "Without a number", NULL);
  fixture_assert_set (store, document, "version", "");
  g_assert_false (fixture_set (store, document, "status", "approved", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
}

static gboolean
try_to_delete (AnnexStore *store, gint64 id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Delete", &error);

  return annex_transaction_delete (transaction, id, &error) && annex_transaction_commit (transaction, &error);
}

static void
test_what_was_approved_stays (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 person = fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  gint64 approved = fixture_add (store, &annex_document_type, "title", "Policy", "status", "approved", "approved_by", "Ida", "approved_on", "2026-01-31", NULL);
  gint64 draft = fixture_add (store, &annex_document_type, "title", "Never approved", NULL);

  g_assert_false (try_to_delete (store, approved));
  g_assert_false (try_to_delete (store, fixture_find (store, "DV-0001")));
  fixture_assert_set (store, approved, "status", "withdrawn");
  g_assert_false (try_to_delete (store, approved));
  g_assert_true (try_to_delete (store, draft));
  g_assert_true (try_to_delete (store, person));
  fixture_assert_value (store, fixture_find (store, "DV-0001"), "approved_by", "Ida");
}

/* ---- Rules ---- */

static void
test_document_rules (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 person = fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  gint64 policy = fixture_add (store, &annex_document_type, "title", "Access policy", NULL);
  gint64 record = fixture_add (store, &annex_document_type, "title", "Visitors", "kind", "record", "status", "current", "owner", "Ida", "location", "Desk", NULL);
  gint64 later;

  fixture_assert_settled (store, policy, "document-without-owner", "owner", "Ida");
  fixture_assert_found (store, policy, "document-owner-left", FALSE);
  fixture_assert_set (store, person, "active", "no");
  fixture_assert_found (store, policy, "document-owner-left", TRUE);
  fixture_assert_set (store, person, "active", "yes");

  fixture_assert_set (store, policy, "status", "current");
  fixture_assert_found (store, policy, "document-used-without-approval", TRUE);
  fixture_assert_found (store, record, "document-used-without-approval", FALSE);
  fixture_assert_set (store, policy, "status", "approved");
  fixture_assert_found (store, policy, "document-used-without-approval", FALSE);
  fixture_assert_settled (store, policy, "document-approved-by-nobody", "approved_by", "Ida");

  fixture_assert_settled (store, policy, "document-kept-nowhere", "location", "Share");
  fixture_assert_found (store, record, "document-kept-nowhere", FALSE);

  fixture_assert_found (store, policy, "document-review-overdue", FALSE);
  fixture_assert_set (store, policy, "next_review", "2020-01-01");
  fixture_assert_found (store, policy, "document-review-overdue", TRUE);
  fixture_assert_set (store, policy, "reviewed_on", "2026-03-01");
  fixture_assert_set (store, policy, "next_review", "2999-01-01");
  fixture_assert_found (store, policy, "document-review-overdue", FALSE);

  later = fixture_add (store, &annex_document_type, "title", "New access policy", "replaces", "DOC-001", NULL);
  fixture_assert_found (store, policy, "document-replaced-in-use", FALSE);
  change (store, later, "status", "approved", "approved_by", "Ida", NULL);
  fixture_assert_settled (store, policy, "document-replaced-in-use", "status", "withdrawn");
}

/* A clause that asks for one thing takes what is linked to it; one that asks for several wants to know which. */
static void
test_mandatory_documents (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 policy_clause = fixture_find (store, "CL.5.2"), treatment_clause = fixture_find (store, "CL.6.1.3"), control = fixture_find (store, "A.8.9");
  gint64 policy, plan, baselines;

  fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  fixture_assert_found (store, policy_clause, "clause-document-missing", FALSE);
  fixture_assert_set (store, policy_clause, "status", "implemented");
  fixture_assert_found (store, policy_clause, "clause-document-missing", TRUE);
  policy = fixture_add (store, &annex_document_type, "title", "Policy", "clauses", "CL.5.2", NULL);
  fixture_assert_found (store, policy_clause, "clause-document-missing", FALSE);
  fixture_assert_found (store, policy_clause, "clause-document-draft", TRUE);
  change (store, policy, "status", "approved", "approved_by", "Ida", NULL);
  fixture_assert_found (store, policy_clause, "clause-document-draft", FALSE);
  /* The next version is being written, and the one before is in force. */
  fixture_assert_set (store, policy, "version", "1.1");
  fixture_assert_value (store, policy, "status", "draft");
  fixture_assert_found (store, policy_clause, "clause-document-draft", FALSE);
  fixture_assert_set (store, policy, "status", "withdrawn");
  fixture_assert_found (store, policy_clause, "clause-document-missing", TRUE);

  fixture_assert_found (store, treatment_clause, "clause-document-missing", TRUE);
  plan = fixture_add (store, &annex_document_type, "title", "All of it", "clauses", "CL.6.1.3", NULL);
  change (store, plan, "status", "approved", "approved_by", "Ida", NULL);
  fixture_assert_found (store, treatment_clause, "clause-document-missing", TRUE);
  fixture_assert_set (store, plan, "provides", "Risk treatment process; Statement of Applicability; Risk treatment plan; "
                                               "Approval of treatment plan and acceptance of residual risk");
  fixture_assert_found (store, treatment_clause, "clause-document-missing", FALSE);

  change (store, control, "decision", "applicable", "status", "implemented", NULL);
  fixture_assert_found (store, control, "control-document-missing", TRUE);
  baselines = fixture_add (store, &annex_document_type, "title", "Baselines", "controls", "A.8.9", NULL);
  fixture_assert_found (store, control, "control-document-missing", FALSE);
  fixture_assert_found (store, control, "control-document-draft", TRUE);
  change (store, baselines, "status", "approved", "approved_by", "Ida", NULL);
  fixture_assert_found (store, control, "control-document-draft", FALSE);
  fixture_assert_value (store, control, "documents", "DOC-003");
}

static void
test_training_rules (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 training = fixture_add (store, &annex_training_type, "title", "Phishing", "held_on", "2999-05-01", NULL);
  gint64 participant;

  fixture_add (store, &annex_person_type, "name", "Ida", NULL);
  fixture_assert_settled (store, training, "training-without-owner", "owner", "Ida");
  fixture_assert_found (store, training, "training-not-held", FALSE);
  fixture_assert_set (store, training, "held_on", "2026-01-15");
  fixture_assert_settled (store, training, "training-not-held", "status", "held");

  fixture_assert_found (store, training, "training-without-participants", TRUE);
  participant = fixture_add (store, &annex_participation_type, "name", "Ida", "training", "Phishing", NULL);
  fixture_assert_found (store, training, "training-without-participants", FALSE);
  fixture_assert_found (store, participant, "training-not-confirmed", TRUE);
  fixture_assert_value (store, training, "participants", "0 / 1");
  fixture_assert_set (store, participant, "result", "passed");
  fixture_assert_found (store, participant, "training-not-confirmed", FALSE);
  fixture_assert_value (store, training, "participants", "1 / 1");

  fixture_assert_settled (store, training, "training-effect-unknown", "effect", "effective");
  fixture_assert_refused (store, &annex_training_type, "Date", "title", "Held tomorrow", "status", "held", "held_on", "2999-01-01", NULL);
}

static gint64
find_engagement (AnnexStore *store)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);

  return annex_record_get_id (engagement);
}

static void
test_review_rules (Fixture *fixture, gconstpointer data)
{
  static const char *const inputs[] = { "actions", "issues", "parties", "nonconformities", "measurements", "audits", "objectives", "feedback", "risks", "improvement" };
  AnnexStore *store = fixture->store;
  gint64 engagement = find_engagement (store), person = fixture_add (store, &annex_person_type, "name", "Ida", NULL), review, decision;

  fixture_assert_found (store, engagement, "review-none", FALSE);
  fixture_add (store, &annex_risk_type, "title", "Fire", NULL);
  fixture_assert_found (store, engagement, "review-none", TRUE);
  review = fixture_add (store, &annex_review_type, "title", "Spring", "held_on", "2999-05-01", NULL);
  fixture_assert_found (store, engagement, "review-none", FALSE);
  fixture_assert_found (store, review, "review-not-held", FALSE);
  fixture_assert_set (store, review, "held_on", "2020-01-15");
  fixture_assert_settled (store, review, "review-not-held", "status", "held");

  fixture_assert_settled (store, review, "review-without-chair", "chair", "Ida");
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autofree char *name = g_strconcat ("input_", inputs[i], NULL);

      fixture_assert_found (store, review, "review-input-missing", TRUE);
      fixture_assert_set (store, review, name, "Looked at");
    }
  fixture_assert_found (store, review, "review-input-missing", FALSE);
  fixture_assert_value (store, review, "inputs", "10");

  fixture_assert_found (store, review, "review-without-results", TRUE);
  fixture_assert_set (store, review, "conclusion", "It works.");
  fixture_assert_found (store, review, "review-without-results", TRUE);
  decision = fixture_add (store, &annex_review_decision_type, "title", "Buy a safe", "review", "Spring", NULL);
  fixture_assert_found (store, review, "review-without-results", FALSE);

  /* Only the last one counts, and what was looked at later. */
  fixture_assert_found (store, review, "review-interval-passed", TRUE);
  fixture_add (store, &annex_review_type, "title", "Autumn", "status", "held", "held_on", "2021-01-15", "interval_months", "1200", NULL);
  fixture_assert_found (store, review, "review-interval-passed", FALSE);
  fixture_assert_found (store, fixture_find (store, "MR-02"), "review-interval-passed", FALSE);

  fixture_assert_settled (store, decision, "decision-without-owner", "owner", "Ida");
  fixture_assert_set (store, person, "active", "no");
  fixture_assert_found (store, decision, "decision-owner-left", TRUE);
  fixture_assert_set (store, decision, "due", "2021-01-01");
  fixture_assert_settled (store, decision, "decision-late", "status", "done");
  fixture_assert_found (store, decision, "decision-owner-left", FALSE);
}

/* What a corrective action links to is followed up until a version is approved and the training held. */
static void
test_follow_up (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = fixture_find (store, "CAR-003"), policy = fixture_find (store, "DOC-005"), training;

  fixture_assert_found (store, action, "action-document-not-revised", FALSE);
  fixture_assert_set (store, action, "documents", "DOC-002");
  fixture_assert_found (store, action, "action-document-not-revised", TRUE);
  change (store, fixture_find (store, "DOC-002"), "status", "approved", "version", "2.1", "approved_by", "Marit Hoekstra", "approved_on", "2026-08-03", NULL);
  fixture_assert_found (store, action, "action-document-not-revised", FALSE);
  g_assert_cmpint (policy, !=, 0);

  training = fixture_add (store, &annex_training_type, "title", "Owners of access", NULL);
  fixture_assert_found (store, action, "action-training-not-given", FALSE);
  fixture_assert_set (store, action, "trainings", "Owners of access");
  fixture_assert_found (store, action, "action-training-not-given", TRUE);
  change (store, training, "status", "held", "held_on", "2026-01-02", NULL);
  fixture_assert_found (store, action, "action-training-not-given", TRUE);
  fixture_assert_set (store, training, "held_on", "2026-08-03");
  fixture_assert_found (store, action, "action-training-not-given", FALSE);
}

/* ---- Older files ---- */

/* Format 3 knew neither the types nor the links to them; what people wrote in their stead stays. */
static void
test_format_3 (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_strdup (annex_store_get_path (fixture->store));
  g_autofree char *backup = g_strconcat (path, ".format-3.backup", NULL);
  gint64 action = fixture_add (fixture->store, &annex_corrective_action_type, "title", "Rule not known", "other_changes", "Access policy, talk to the team", NULL);
  sqlite3 *database;

  annex_store_close (fixture->store);
  g_clear_object (&fixture->store);
  g_assert_cmpint (sqlite3_open (path, &database), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (database,
                                 "DROP TABLE document; DROP TABLE document_version; DROP TABLE training; DROP TABLE participation; DROP TABLE review; "
                                 "DROP TABLE review_decision; DROP TABLE indicator; DROP TABLE measurement; ALTER TABLE soa_line DROP COLUMN documents; PRAGMA user_version = 3",
                                 NULL, NULL, NULL),
                   ==, SQLITE_OK);
  sqlite3_close (database);

  fixture->store = annex_store_open (path, ANNEX_STORE_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (backup, G_FILE_TEST_EXISTS));
  fixture_assert_value (fixture->store, action, "other_changes", "Access policy, talk to the team");
  fixture_add (fixture->store, &annex_document_type, "title", "Access policy", NULL);
  fixture_add (fixture->store, &annex_training_type, "title", "Access", NULL);
  fixture_assert_set (fixture->store, action, "documents", "DOC-001");
  fixture_assert_set (fixture->store, action, "trainings", "TR-001");
  fixture_assert_value (fixture->store, action, "other_changes", "Access policy, talk to the team");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add ("/documents/approval_freezes_and_a_change_begins_the_next_draft", Fixture, NULL, fixture_set_up, test_approval_freezes, fixture_tear_down);
  g_test_add ("/documents/approval_needs_a_name_and_a_day", Fixture, NULL, fixture_set_up, test_approval_needs_a_name, fixture_tear_down);
  g_test_add ("/documents/what_was_approved_stays", Fixture, NULL, fixture_set_up, test_what_was_approved_stays, fixture_tear_down);
  g_test_add ("/documents/rules_trigger_and_do_not", Fixture, NULL, fixture_set_up, test_document_rules, fixture_tear_down);
  g_test_add ("/documents/what_the_standard_asks_for_is_found_or_missed", Fixture, NULL, fixture_set_up, test_mandatory_documents, fixture_tear_down);
  g_test_add ("/documents/training_rules_trigger_and_do_not", Fixture, NULL, fixture_set_up, test_training_rules, fixture_tear_down);
  g_test_add ("/documents/review_rules_trigger_and_do_not", Fixture, NULL, fixture_set_up, test_review_rules, fixture_tear_down);
  g_test_add ("/documents/actions_follow_up_what_they_link_to", Fixture, NULL, fixture_set_up_sample, test_follow_up, fixture_tear_down);
  g_test_add ("/documents/come_to_a_file_of_format_3", Fixture, NULL, fixture_set_up, test_format_3, fixture_tear_down);
  return g_test_run ();
}
