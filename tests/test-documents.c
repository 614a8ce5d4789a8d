/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <sqlite3.h>
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

static gint64
find (AnnexStore *store, const char *reference)
{
  gint64 id = annex_store_find_id (store, NULL, reference);

  g_assert_cmpint (id, !=, 0);
  return id;
}

/* Several fields in one step, as the form and the command line do; names and values alternate. */
static void
change (AnnexStore *store, gint64 id, ...)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Change", &error);
  const AnnexType *type = annex_store_get_type_of (store, id);
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
  fixture_assert_value (store, find (store, "DV-0001"), "name", "Access policy");

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
  fixture_assert_value (store, find (store, "DV-0001"), "name", "Access policy");
  fixture_assert_value (store, find (store, "DV-0001"), "approved_on", "2026-01-31");

  g_assert_false (fixture_set (store, find (store, "DV-0001"), "title", "2", &error));
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
  g_assert_false (try_to_delete (store, find (store, "DV-0001")));
  fixture_assert_set (store, approved, "status", "withdrawn");
  g_assert_false (try_to_delete (store, approved));
  g_assert_true (try_to_delete (store, draft));
  g_assert_true (try_to_delete (store, person));
  fixture_assert_value (store, find (store, "DV-0001"), "approved_by", "Ida");
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
                                 "DROP TABLE review_decision; ALTER TABLE soa_line DROP COLUMN documents; PRAGMA user_version = 3",
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
  g_test_add ("/documents/come_to_a_file_of_format_3", Fixture, NULL, fixture_set_up, test_format_3, fixture_tear_down);
  return g_test_run ();
}
