/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "core/annex-transaction.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/check/audit-fieldwork.h"
#include "isms/check/audit-programme.h"
#include "isms/check/readiness.h"
#include "isms/check/sampling.h"

/* ---- Samples ---- */

static void
test_discovery (void)
{
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.05, 0), ==, 59);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.10, 0), ==, 29);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.01, 0), ==, 299);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.90, 0.05, 0), ==, 45);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.90, 0.10, 0), ==, 22);
  /* Hypergeometric, counted with fractions. */
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.05, 50), ==, 31);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.05, 100), ==, 45);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.05, 500), ==, 56);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.90, 0.10, 100), ==, 20);
  g_assert_cmpuint (annex_sampling_size_for_discovery (0.95, 0.05, 10), ==, 10);
}

static void
test_sizes (void)
{
  const guint populations[][2] = { { 1, 1 }, { 5, 5 }, { 6, 5 }, { 20, 5 }, { 21, 5 }, { 60, 6 }, { 100, 10 }, { 101, 11 }, { 250, 25 }, { 9000, 25 } };
  guint least, most;

  g_assert_cmpuint (annex_sampling_size_for_sites (25, ANNEX_SAMPLING_INITIAL), ==, 5);
  g_assert_cmpuint (annex_sampling_size_for_sites (25, ANNEX_SAMPLING_SURVEILLANCE), ==, 3);
  g_assert_cmpuint (annex_sampling_size_for_sites (25, ANNEX_SAMPLING_RECERTIFICATION), ==, 4);
  g_assert_cmpuint (annex_sampling_size_for_sites (10, ANNEX_SAMPLING_INITIAL), ==, 4);
  g_assert_cmpuint (annex_sampling_size_for_sites (10, ANNEX_SAMPLING_SURVEILLANCE), ==, 2);
  g_assert_cmpuint (annex_sampling_size_for_sites (10, ANNEX_SAMPLING_RECERTIFICATION), ==, 3);
  g_assert_cmpuint (annex_sampling_size_for_sites (1, ANNEX_SAMPLING_SURVEILLANCE), ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (populations); i++)
    g_assert_cmpuint (annex_sampling_size_for_population (populations[i][0]), ==, populations[i][1]);
  annex_sampling_size_for_frequency (ANNEX_SAMPLING_WEEKLY, &least, &most);
  g_assert_cmpuint (least, ==, 5);
  g_assert_cmpuint (most, ==, 15);
}

static void
assert_picked (guint population, guint size, guint64 seed, const guint *expected, guint n_expected)
{
  g_autoptr (GArray) positions = annex_sampling_pick (population, size, seed);

  g_assert_cmpuint (positions->len, ==, size);
  for (guint i = 0; i < n_expected; i++)
    g_assert_cmpuint (g_array_index (positions, guint, i), ==, expected[i]);
}

/* Against the same method written down anew in another language. */
static void
test_pick (void)
{
  g_autoptr (GArray) everything = annex_sampling_pick (3, 3, 1);
  g_autoptr (GArray) more = annex_sampling_pick (3, 9, 1);

  assert_picked (20, 5, 42, (guint[]) { 3, 5, 9, 16, 18 }, 5);
  assert_picked (400, 25, 7, (guint[]) { 55, 59, 64, 65, 86, 91 }, 6);
  assert_picked (1000, 3, G_GUINT64_CONSTANT (1) << 40, (guint[]) { 229, 787, 852 }, 3);
  g_assert_cmpuint (everything->len, ==, 3);
  g_assert_cmpuint (more->len, ==, 3);
}

/* ---- An audit ---- */

static gint64
add_audit (AnnexStore *store)
{
  gint64 audit = fixture_add (store, &annex_audit_type, "title", "Spring", "starts_on", "2026-03-02", "ends_on", "2026-03-03", "clauses", "CL.7.2; CL.6.2",
                              "controls", "A.5.10; A.5.9", NULL);

  fixture_add (store, &annex_audit_session_type, "topic", "Objectives", "audit", "Spring", "held_on", "2026-03-03", "starts_at", "09:00", "ends_at",
               "10:00", "place", "Room 4", "clauses", "CL.6.2", NULL);
  return audit;
}

static gint64
begin (AnnexStore *store)
{
  g_autoptr (GError) error = NULL;
  gint64 audit = add_audit (store);

  g_assert_true (annex_audit_begin (store, audit, &error));
  g_assert_no_error (error);
  return audit;
}

static gint64
find_item (AnnexStore *store, gint64 audit, const char *about)
{
  g_autoptr (GPtrArray) items = annex_audit_dup_items (store, audit, 0, NULL);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, fixture_find (store, about));

  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (annex_record_get_value (items->pdata[i], "clauses"), id) == 0 ||
        g_strcmp0 (annex_record_get_value (items->pdata[i], "controls"), id) == 0)
      return annex_record_get_id (items->pdata[i]);
  g_assert_not_reached ();
}

static void
finish (AnnexStore *store, gint64 audit)
{
  g_autoptr (GError) error = NULL;

  fixture_assert_set (store, audit, "conclusion", "All in all as it should be.");
  g_assert_true (annex_audit_finish (store, audit, &error));
  g_assert_no_error (error);
}

static void
test_checklist (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  g_autoptr (GPtrArray) items = annex_audit_dup_items (store, audit, 0, NULL);
  g_autoptr (GPtrArray) of_session = NULL;
  g_autoptr (GPtrArray) sessions = annex_audit_dup_sessions (store, audit, "2026-03-03", NULL);
  guint n_added = 99;

  fixture_assert_value (store, audit, "status", "fieldwork");
  g_assert_cmpuint (items->len, >=, 5);
  /* Clauses first, and as people count: 6.2 before 7.2, A.5.9 before A.5.10. */
  g_assert_cmpstr (annex_record_get_text (items->pdata[0], "clauses"), ==, "Information security objectives and planning to achieve them");
  g_assert_cmpstr (annex_record_get_value (items->pdata[items->len - 1], "look_for"), !=, NULL);
  g_assert_cmpstr (annex_record_get_text (items->pdata[items->len - 1], "controls"), ==, "Acceptable use of information and other associated assets");
  g_assert_cmpuint (sessions->len, ==, 1);
  of_session = annex_audit_dup_items (store, audit, annex_record_get_id (sessions->pdata[0]), NULL);
  g_assert_cmpuint (of_session->len, ==, 1);

  g_assert_true (annex_audit_make_checklist (store, audit, &n_added, &error));
  g_assert_cmpuint (n_added, ==, 0);
  fixture_assert_set (store, audit, "controls", "A.5.9; A.5.10; A.6.6");
  g_assert_true (annex_audit_make_checklist (store, audit, &n_added, &error));
  g_assert_cmpuint (n_added, ==, 1);
  g_assert_no_error (error);
}

static void
test_own_control_and_risk (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = NULL;
  gint64 audit;

  fixture_add (store, &annex_control_type, "title", "Badges are worn", "reference", "C-007", NULL);
  fixture_add (store, &annex_risk_type, "title", "Leak", "controls", "A.5.9", NULL);
  audit = fixture_add (store, &annex_audit_type, "title", "Thread", "controls", "C-007", "risks", "Leak", NULL);
  g_assert_true (annex_audit_make_checklist (store, audit, NULL, &error));
  g_assert_no_error (error);
  items = annex_audit_dup_items (store, audit, 0, NULL);
  g_assert_cmpuint (items->len, ==, 2);
  g_assert_nonnull (strstr (annex_record_get_title (items->pdata[0]), "Badges are worn"));
  g_assert_nonnull (strstr (annex_record_get_title (items->pdata[1]), "Leak"));
  g_assert_cmpstr (annex_record_get_text (items->pdata[1], "controls"), ==, "Inventory of information and other associated assets");
}

static void
test_answer (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "CL.6.2");
  g_autoptr (AnnexRecord) record = NULL;

  g_assert_true (annex_audit_answer (store, item, "conform", &error));
  record = annex_store_load (store, item, NULL);
  g_assert_cmpstr (annex_record_get_value (record, "answered_by"), ==, annex_store_get_author (store));
  g_assert_cmpuint (strlen (annex_record_get_value (record, "answered_at")), ==, strlen ("2026-09-15 10:42:07"));
  fixture_assert_value (store, audit, "progress", "1 / 5");
  g_assert_true (annex_audit_answer (store, item, "open", &error));
  fixture_assert_value (store, item, "answered_at", NULL);
  g_assert_false (annex_audit_answer (store, item, "splendid", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  fixture_assert_value (store, item, "result", "open");
}

static void
test_note (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "CL.6.2");
  gint64 note = annex_audit_add_note (store, audit, item, "O2 has no date.\nO6 neither.", &error);
  g_autoptr (GPtrArray) notes = annex_audit_item_dup_notes (store, item, NULL);
  g_autofree char *noted_at = NULL;

  g_assert_no_error (error);
  g_assert_cmpuint (notes->len, ==, 1);
  g_assert_cmpstr (annex_record_get_value (notes->pdata[0], "noted_by"), ==, annex_store_get_author (store));
  noted_at = g_strdup (annex_record_get_value (notes->pdata[0], "noted_at"));
  g_assert_true (annex_audit_change_note (store, note, "O2 and O6 have no date.", &error));
  fixture_assert_value (store, note, "noted_at", noted_at);
  g_assert_cmpint (annex_audit_add_note (store, audit, item, "", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (annex_audit_change_note (store, note, "", &error));
  g_assert_cmpuint (fixture_count (store, "audit_note"), ==, 0);
}

static void
test_interview (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  g_autoptr (GPtrArray) sessions = annex_audit_dup_sessions (store, audit, NULL, NULL);
  gint64 session = annex_record_get_id (sessions->pdata[0]);
  g_autoptr (GPtrArray) interviews = NULL;
  g_autoptr (AnnexRecord) question = NULL;
  gint64 ana, guest, item, asked;

  fixture_add (store, &annex_person_type, "name", "Ana", "role", "Head of IT", NULL);
  ana = annex_audit_add_interview (store, audit, 0, session, "Ana", NULL, NULL, "Objectives of IT", &error);
  guest = annex_audit_add_interview (store, audit, 0, 0, "Ben", "Temp", "Hall", "What to do with a badge", &error);
  g_assert_no_error (error);
  fixture_assert_value (store, ana, "role", "Head of IT");
  fixture_assert_value (store, ana, "place", "Room 4");
  fixture_assert_value (store, guest, "role", "Ben, Temp");
  fixture_assert_value (store, guest, "person", NULL);

  /* On a question of the checklist: topic, session and what it is about follow from it. */
  item = find_item (store, audit, "CL.6.2");
  asked = annex_audit_add_interview (store, audit, item, 0, "Ana", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  interviews = annex_audit_item_dup_interviews (store, item, NULL);
  g_assert_cmpuint (interviews->len, ==, 1);
  g_assert_cmpint (annex_record_get_id (interviews->pdata[0]), ==, asked);
  g_assert_cmpint (annex_record_get_link (interviews->pdata[0], "session"), ==, session);
  question = annex_store_load (store, item, NULL);
  g_assert_cmpstr (annex_record_get_title (interviews->pdata[0]), ==, annex_record_get_title (question));
  g_assert_cmpstr (annex_record_get_value (interviews->pdata[0], "clauses"), ==, annex_record_get_value (question, "clauses"));
}

/* An audit that is not finished goes with all that was written for it, and one step brings it all back. */
static void
test_delete (Fixture *fixture, gconstpointer data)
{
  static const char *const parts[] = { "audit_session", "audit_item", "audit_note", "interview", "sample", "sample_item", "finding" };
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "A.5.9");
  AnnexSamplePlan plan = { .title = "Accounts", .source = "List", .identifiers = "a\nb\nc", .size = 2, .seed = 42 };
  gint64 finding, action;
  guint counts[G_N_ELEMENTS (parts)];

  annex_audit_add_note (store, audit, item, "Seen", &error);
  annex_audit_add_interview (store, audit, item, 0, "Ana", NULL, NULL, NULL, &error);
  annex_audit_draw_sample (store, audit, item, &plan, &error);
  finding = annex_audit_raise_finding (store, item, "minor", "Gap", NULL, NULL, &error);
  action = annex_finding_request_action (store, finding, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    counts[i] = fixture_count (store, parts[i]);

  transaction = annex_transaction_begin (store, "Delete", &error);
  g_assert_true (annex_transaction_delete (transaction, audit, &error));
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_cmpuint (fixture_count (store, parts[i]), ==, 0);
  g_assert_nonnull (annex_store_get_type_of (store, action, NULL));

  g_assert_true (annex_log_undo (store, NULL, &error));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_cmpuint (fixture_count (store, parts[i]), ==, counts[i]);
  g_assert_cmpint (find_item (store, audit, "A.5.9"), ==, item);
}

static void
test_sample (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "A.5.9");
  AnnexSamplePlan plan = { .title = "Accounts", .source = "Identity provider, 2 March", .identifiers = "a\n\n b \nc\nd\ne\n", .size = 2, .seed = 42 };
  gint64 first = annex_audit_draw_sample (store, audit, item, &plan, &error);
  gint64 again = annex_audit_draw_sample (store, audit, item, &plan, &error);
  g_autoptr (GPtrArray) items = annex_sample_dup_items (store, first, NULL);
  g_autoptr (GPtrArray) same = annex_sample_dup_items (store, again, NULL);

  g_assert_no_error (error);
  fixture_assert_value (store, first, "population", "5");
  g_assert_cmpuint (items->len, ==, 2);
  for (guint i = 0; i < items->len; i++)
    g_assert_cmpstr (annex_record_get_title (items->pdata[i]), ==, annex_record_get_title (same->pdata[i]));
  g_assert_true (annex_sample_set_result (store, annex_record_get_id (items->pdata[0]), "exception", "No owner", &error));
  fixture_assert_value (store, first, "exceptions", "1");
  fixture_assert_value (store, first, "looked_at", "1 / 2");

  plan.size = 6;
  g_assert_cmpint (annex_audit_draw_sample (store, audit, item, &plan, &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_clear_error (&error);
  plan.by_judgement = TRUE;
  g_assert_cmpint (annex_audit_draw_sample (store, audit, item, &plan, &error), ==, 0);
  g_assert_nonnull (strstr (error->message, "reason"));
  g_clear_error (&error);
  plan.reason = "The newest ones";
  g_assert_cmpint (annex_audit_draw_sample (store, audit, item, &plan, &error), !=, 0);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture_count (store, "sample_item"), ==, 2 + 2 + 5);
}

static void
test_raise (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "CL.6.2");
  gint64 finding, action;
  g_autoptr (AnnexRecord) record = NULL;
  const char *text;

  annex_audit_add_note (store, audit, item, "O2 names no date.", &error);
  finding = annex_audit_raise_finding (store, item, "minor", "Objective without a date", "Nobody can tell whether it was reached.", "One of seven", &error);
  g_assert_no_error (error);
  fixture_assert_value (store, item, "result", "minor");
  record = annex_store_load (store, finding, NULL);
  text = annex_record_get_value (record, "text");
  g_assert_nonnull (strstr (text, "6.2, Information security objectives"));
  g_assert_nonnull (strstr (text, "O2 names no date."));
  g_assert_nonnull (strstr (text, "Room 4"));
  g_assert_nonnull (strstr (text, "Nobody can tell"));
  g_assert_nonnull (annex_record_get_value (record, "due"));
  g_assert_cmpstr (annex_record_get_value (record, "correction_due"), <, annex_record_get_value (record, "due"));
  /* One step back takes the finding and the result with it. */
  g_assert_true (annex_log_undo (store, NULL, &error));
  fixture_assert_value (store, item, "result", "open");
  g_assert_cmpuint (fixture_count (store, "finding"), ==, 0);
  g_assert_true (annex_log_redo (store, NULL, &error));

  action = annex_finding_request_action (store, finding, &error);
  g_assert_no_error (error);
  fixture_assert_value (store, action, "grading", "minor");
  fixture_assert_value (store, action, "source", "audit");
  fixture_assert_value (store, action, "requirement", "6.2");
  g_assert_cmpint (annex_finding_request_action (store, finding, &error), ==, action);
  g_assert_cmpuint (fixture_count (store, "corrective_action"), ==, 1);
}

static void
test_no_dates_for_opportunities (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 finding = annex_audit_raise_finding (store, find_item (store, audit, "A.5.9"), "ofi", NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  fixture_assert_value (store, finding, "due", NULL);
}

static void
assert_frozen (GError **error)
{
  g_assert_error (*error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr ((*error)->message, "finished"));
  g_clear_error (error);
}

static void
test_frozen (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "CL.6.2");
  gint64 untouched = find_item (store, audit, "A.5.9");
  gint64 finding = annex_audit_raise_finding (store, item, "minor", "No date", NULL, NULL, &error);
  g_autoptr (AnnexTransaction) transaction = NULL;

  g_assert_false (annex_audit_finish (store, audit, &error));
  g_assert_nonnull (strstr (error->message, "conclusion"));
  g_clear_error (&error);
  finish (store, audit);
  fixture_assert_value (store, untouched, "result", "not_audited");

  g_assert_false (annex_audit_answer (store, item, "conform", &error));
  assert_frozen (&error);
  g_assert_cmpint (annex_audit_add_note (store, audit, item, "Late", &error), ==, 0);
  assert_frozen (&error);
  g_assert_false (fixture_set (store, finding, "statement", "Other", &error));
  assert_frozen (&error);
  g_assert_false (fixture_set (store, audit, "scope", "Other", &error));
  assert_frozen (&error);
  g_assert_false (fixture_set (store, audit, "status", "Planned", &error));
  assert_frozen (&error);
  transaction = annex_transaction_begin (store, "Delete", &error);
  g_assert_false (annex_transaction_delete (transaction, item, &error));
  assert_frozen (&error);
  g_assert_false (annex_transaction_delete (transaction, audit, &error));
  assert_frozen (&error);
  g_clear_pointer (&transaction, annex_transaction_free);

  /* Whoever took part may leave the register. */
  transaction = annex_transaction_begin (store, "Delete", &error);
  g_assert_true (annex_transaction_delete (transaction, fixture_find (store, "A.5.9"), &error));
  g_assert_true (annex_transaction_commit (transaction, &error));
  g_assert_no_error (error);

  /* What happens to a finding afterwards goes on. */
  fixture_assert_set (store, finding, "answer", "Accepted");
  g_assert_cmpint (annex_finding_request_action (store, finding, &error), !=, 0);
  g_assert_no_error (error);
  fixture_assert_set (store, finding, "status", "Closed");
  fixture_assert_value (store, item, "result", "minor");
}

static void
test_kind_decides_on_proposals (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 own, theirs;

  fixture_add (store, &annex_audit_type, "title", "Ours", NULL);
  fixture_add (store, &annex_audit_type, "title", "Theirs", "kind", "Certification, stage 2", NULL);
  own = fixture_add (store, &annex_finding_type, "title", "One", "audit", "Ours", NULL);
  theirs = fixture_add (store, &annex_finding_type, "title", "Two", "audit", "Theirs", NULL);
  fixture_assert_set (store, own, "cause", "Nobody was asked");
  fixture_assert_set (store, own, "remedy", "Ask");
  g_assert_false (fixture_set (store, theirs, "cause", "Nobody was asked", &error));
  g_assert_nonnull (strstr (error->message, "17021-1"));
  g_clear_error (&error);
  g_assert_false (fixture_set (store, theirs, "remedy", "Ask", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_true (annex_store_field_applies (store, own, annex_type_find_field (&annex_finding_type, "cause")));
  g_assert_false (annex_store_field_applies (store, theirs, annex_type_find_field (&annex_finding_type, "cause")));
  g_assert_false (annex_store_field_applies (store, theirs, annex_type_find_field (&annex_finding_type, "remedy")));
  g_assert_true (annex_store_field_applies (store, theirs, annex_type_find_field (&annex_finding_type, "statement")));
}

static void
test_refusals (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;

  fixture_assert_refused (store, &annex_audit_type, "may not be before", "title", "A", "starts_on", "2026-03-03", "ends_on", "2026-03-02", NULL);
  fixture_add (store, &annex_audit_type, "title", "A", NULL);
  fixture_assert_refused (store, &annex_audit_session_type, "time of day", "topic", "S", "audit", "A", "held_on", "2026-03-02", "starts_at", "25:00", NULL);
  fixture_assert_refused (store, &annex_audit_session_type, "may not be before", "topic", "S", "audit", "A", "held_on", "2026-03-02", "starts_at",
                          "10:00", "ends_at", "09:00", NULL);
  fixture_assert_refused (store, &annex_sample_type, "population of 10", "title", "S", "audit", "A", "source", "List", "population", "10", "size", "11", NULL);
}

static void
test_next (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  gint64 audit = begin (store);
  gint64 item = find_item (store, audit, "CL.6.2");
  gint64 finding = annex_audit_raise_finding (store, item, "minor", "No date", NULL, NULL, &error);
  gint64 next;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GPtrArray) sessions = NULL;

  annex_audit_raise_finding (store, find_item (store, audit, "A.5.9"), "strength", "Owners know", NULL, NULL, &error);
  finish (store, audit);
  next = annex_audit_plan_next (store, audit, "Spring, a year later", "2027-03-01", &error);
  g_assert_no_error (error);
  fixture_assert_value (store, next, "status", "planned");
  fixture_assert_value (store, next, "ends_on", "2027-03-02");
  fixture_assert_value (store, next, "conclusion", NULL);
  sessions = annex_audit_dup_sessions (store, next, NULL, NULL);
  g_assert_cmpuint (sessions->len, ==, 1);
  g_assert_cmpstr (annex_record_get_value (sessions->pdata[0], "held_on"), ==, "2027-03-02");
  g_assert_cmpstr (annex_record_get_value (sessions->pdata[0], "starts_at"), ==, "09:00");
  items = annex_audit_dup_items (store, next, 0, NULL);
  /* The five of last year, and one after the finding. */
  g_assert_cmpuint (items->len, ==, 6);
  for (guint i = 0; i < items->len; i++)
    g_assert_cmpstr (annex_record_get_value (items->pdata[i], "result"), ==, "open");
  g_assert_cmpint (annex_record_get_link (items->pdata[0], "session"), ==, annex_record_get_id (sessions->pdata[0]));
  g_assert_cmpint (annex_record_get_link (items->pdata[5], "finding"), ==, finding);
  g_assert_cmpint (annex_audit_plan_next (store, audit, "Bad", "2027-02-30", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
}

/* ---- The programme ---- */

static const AnnexCoverageLine *
find_line (GPtrArray *lines, const char *reference)
{
  for (guint i = 0; i < lines->len; i++)
    if (strcmp (((AnnexCoverageLine *) lines->pdata[i])->reference, reference) == 0)
      return lines->pdata[i];
  g_assert_not_reached ();
}

/* Against a matrix made by hand: an audit of the first year that is done, one of the second planned, one of the third cancelled. */
static void
test_coverage (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) here = NULL;
  g_autoptr (GPtrArray) by_site = NULL;
  g_auto (GStrv) sites = NULL;
  const AnnexCoverageLine *line;
  gint64 done = fixture_add (store, &annex_audit_type, "title", "Done", "starts_on", "2020-03-02", "ends_on", "2020-03-03", "clauses", "CL.6.2", "controls",
                             "A.5.9; A.5.10", "sites", "Harbour", NULL);

  g_assert_true (annex_audit_begin (store, done, &error));
  annex_audit_answer (store, find_item (store, done, "CL.6.2"), "conform", &error);
  annex_audit_raise_finding (store, find_item (store, done, "A.5.9"), "minor", NULL, NULL, NULL, &error);
  annex_audit_raise_finding (store, find_item (store, done, "A.5.9"), "strength", NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  finish (store, done);
  fixture_add (store, &annex_audit_type, "title", "Ahead", "starts_on", "2021-03-02", "controls", "A.5.9; A.6.1", "sites", "Harbour; Hill", NULL);
  fixture_add (store, &annex_audit_type, "title", "Gone", "status", "Cancelled", "starts_on", "2022-03-02", "controls", "A.6.2", NULL);
  fixture_add (store, &annex_audit_type, "title", "Body", "kind", "Surveillance", "starts_on", "2022-03-02", "controls", "A.6.3", NULL);
  fixture_assert_set (store, fixture_find (store, "A.7.1"), "decision", "Excluded");
  fixture_add (store, &annex_risk_type, "title", "Leak", "controls", "A.6.1", "current_likelihood", "5", "current_consequence", "5", NULL);

  lines = annex_programme_load (store, 2020, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (lines->len, ==, fixture_count (store, "clause") + 92);
  g_assert_false (((AnnexCoverageLine *) lines->pdata[0])->is_control);

  line = find_line (lines, "6.2");
  g_assert_cmpint (line->cells[0].state, ==, ANNEX_COVERAGE_AUDITED);
  g_assert_cmpint (line->cells[1].state, ==, ANNEX_COVERAGE_NONE);
  g_assert_nonnull (line->last_audited);
  line = find_line (lines, "A.5.9");
  g_assert_cmpint (line->cells[0].state, ==, ANNEX_COVERAGE_AUDITED);
  g_assert_cmpint (line->cells[1].state, ==, ANNEX_COVERAGE_PLANNED);
  g_assert_cmpuint (line->cells[0].n_findings, ==, 1);
  g_assert_cmpuint (line->n_open, ==, 1);
  g_assert_cmpuint (line->weight, ==, 2);
  line = find_line (lines, "A.5.10");
  g_assert_cmpint (line->cells[0].state, ==, ANNEX_COVERAGE_LEFT_OUT);
  g_assert_false (annex_coverage_line_is_covered (line));
  g_assert_null (line->last_audited);
  line = find_line (lines, "A.6.1");
  g_assert_cmpint (line->cells[1].state, ==, ANNEX_COVERAGE_PLANNED);
  g_assert_cmpint (line->level, >, 0);
  g_assert_cmpuint (line->weight, ==, (guint) line->level);
  g_assert_true (annex_coverage_line_is_covered (line));
  g_assert_cmpint (find_line (lines, "A.6.2")->cells[2].state, ==, ANNEX_COVERAGE_NONE);
  g_assert_cmpint (find_line (lines, "A.6.3")->cells[2].state, ==, ANNEX_COVERAGE_NONE);

  here = annex_programme_load (store, 2020, "Hill", &error);
  g_assert_cmpint (find_line (here, "A.5.9")->cells[0].state, ==, ANNEX_COVERAGE_NONE);
  g_assert_cmpint (find_line (here, "A.5.9")->cells[1].state, ==, ANNEX_COVERAGE_PLANNED);

  /* By site: "Ahead" is at both, "Done" at one; of an audit that names none there is a column of its own. */
  by_site = annex_programme_load_by_site (store, 2020, &sites, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (sites), ==, 2);
  g_assert_cmpstr (sites[0], ==, "Harbour");
  g_assert_cmpstr (sites[1], ==, "Hill");
  line = find_line (by_site, "A.5.9");
  g_assert_cmpuint (line->n_cells, ==, 2);
  g_assert_cmpint (line->cells[0].state, ==, ANNEX_COVERAGE_AUDITED);
  g_assert_cmpstr (line->cells[0].audits, ==, "AU-001 2020, AU-002 2021");
  g_assert_cmpuint (line->cells[0].n_findings, ==, 1);
  g_assert_cmpint (line->cells[1].state, ==, ANNEX_COVERAGE_PLANNED);
  g_assert_cmpstr (line->cells[1].audits, ==, "AU-002 2021");
  g_assert_cmpuint (line->cells[1].n_findings, ==, 0);
  g_assert_cmpint (find_line (by_site, "6.2")->cells[1].state, ==, ANNEX_COVERAGE_NONE);
  g_clear_pointer (&by_site, g_ptr_array_unref);
  g_clear_pointer (&sites, g_strfreev);
  fixture_add (store, &annex_audit_type, "title", "Anywhere", "starts_on", "2022-03-02", "controls", "A.6.2", NULL);
  by_site = annex_programme_load_by_site (store, 2020, &sites, &error);
  g_assert_cmpuint (g_strv_length (sites), ==, 3);
  g_assert_cmpint (find_line (by_site, "A.6.2")->cells[2].state, ==, ANNEX_COVERAGE_PLANNED);

  /* The engagement may say when its three years began; further ones follow from there. */
  fixture_assert_set (store, annex_record_get_id (engagement), "audit_years_from", "2020");
  g_assert_cmpint ((annex_programme_get_first_year (store, NULL) - 2020) % 3, ==, 0);
  fixture_assert_set (store, annex_record_get_id (engagement), "audit_years_from", "2999");
  g_assert_cmpint (annex_programme_get_first_year (store, NULL), ==, 2999);
}

static gboolean
is_broken (AnnexStore *store, gint64 record, const char *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_rules_check (store, record, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    if (strcmp (((AnnexFinding *) findings->pdata[i])->rule, rule) == 0)
      return TRUE;
  return FALSE;
}

static void
test_rules (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 audit, one, two, finding;

  fixture_add (store, &annex_person_type, "name", "Ana", NULL);
  fixture_add (store, &annex_person_type, "name", "Ben", NULL);
  fixture_assert_set (store, fixture_find (store, "A.5.9"), "owner", "Ana");
  audit = fixture_add (store, &annex_audit_type, "title", "A", "starts_on", "2099-03-02", "ends_on", "2099-03-03", "controls", "A.5.9", "lead", "Ana", NULL);
  g_assert_true (is_broken (store, audit, "audit-of-own-work"));
  g_assert_true (is_broken (store, audit, "audit-without-competence"));
  fixture_assert_set (store, audit, "lead", "Ben");
  fixture_assert_set (store, audit, "competence", "Long");
  g_assert_false (is_broken (store, audit, "audit-of-own-work"));
  g_assert_false (is_broken (store, audit, "audit-without-competence"));
  fixture_assert_set (store, audit, "team", "Ana");
  g_assert_true (is_broken (store, audit, "audit-of-own-work"));

  one = fixture_add (store, &annex_audit_session_type, "topic", "One", "audit", "A", "held_on", "2099-03-02", "starts_at", "09:00", "ends_at", "10:00",
                     "auditors", "Ben", "controls", "A.5.9", NULL);
  two = fixture_add (store, &annex_audit_session_type, "topic", "Two", "audit", "A", "held_on", "2099-03-02", "starts_at", "09:30", "ends_at", "09:35",
                     "auditors", "Ben", "controls", "A.5.9", NULL);
  g_assert_true (is_broken (store, one, "audit-sessions-overlap"));
  g_assert_true (is_broken (store, two, "audit-sessions-overlap"));
  g_assert_false (is_broken (store, one, "audit-session-too-short"));
  g_assert_true (is_broken (store, two, "audit-session-too-short"));
  fixture_assert_set (store, audit, "minutes_each", "5");
  g_assert_false (is_broken (store, two, "audit-session-too-short"));
  fixture_assert_set (store, two, "auditors", "Ana");
  g_assert_false (is_broken (store, one, "audit-sessions-overlap"));
  fixture_assert_set (store, one, "place", "Hall");
  fixture_assert_set (store, two, "place", "Hall");
  g_assert_true (is_broken (store, one, "audit-sessions-overlap"));
  fixture_assert_set (store, two, "held_on", "2099-04-02");
  g_assert_false (is_broken (store, one, "audit-sessions-overlap"));
  g_assert_true (is_broken (store, two, "audit-session-outside"));

  /* What is stated as applicable is to be looked at; a control of another library is not stated. */
  g_assert_true (is_broken (store, fixture_add (store, &annex_control_type, "title", "Own", "reference", "C-001", "decision", "Applicable", NULL),
                            "audit-control-not-in-programme"));
  g_assert_false (is_broken (store, fixture_add (store, &annex_control_type, "title", "Theirs", "reference", "AC-1", "library", "Another library",
                                                 "decision", "Applicable", NULL),
                             "audit-control-not-in-programme"));

  finding = fixture_add (store, &annex_finding_type, "title", "F", "audit", "A", "grade", "Minor nonconformity", NULL);
  g_assert_true (is_broken (store, finding, "finding-without-reason"));
  g_assert_true (is_broken (store, finding, "finding-without-evidence"));
  g_assert_true (is_broken (store, finding, "finding-without-requirement"));
  fixture_assert_set (store, finding, "grade_reason", "Once");
  fixture_assert_set (store, finding, "observed", "One of two");
  fixture_assert_set (store, finding, "clauses", "CL.6.2");
  g_assert_false (is_broken (store, finding, "finding-without-reason"));
  g_assert_false (is_broken (store, finding, "finding-without-evidence"));
  g_assert_false (is_broken (store, finding, "finding-without-requirement"));
}

static AnnexReadinessState
get_readiness (AnnexStore *store, int stage, const char *clause)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = annex_readiness_check (store, stage, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < points->len; i++)
    {
      const AnnexReadinessPoint *point = points->pdata[i];

      if (strcmp (point->clause, clause) == 0)
        return point->state;
    }
  g_assert_not_reached ();
}

static void
test_readiness (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 audit;

  g_assert_cmpint (get_readiness (store, 1, "6.1.3 d)"), ==, ANNEX_READINESS_MISSING);
  g_assert_cmpint (get_readiness (store, 1, "9.2.1"), ==, ANNEX_READINESS_MISSING);
  audit = begin (store);
  finish (store, audit);
  g_assert_cmpint (get_readiness (store, 1, "9.2.1"), ==, ANNEX_READINESS_READY);

  /* Where no register holds it, evidence that is linked to the clause stands for it, as long as it is good. */
  g_assert_cmpint (get_readiness (store, 1, "9.3.3"), ==, ANNEX_READINESS_MISSING);
  fixture_add (store, &annex_evidence_type, "title", "Minutes", "clauses", "CL.9.3.3", "about", "2020-01-02", "valid_until", "2020-12-31", NULL);
  g_assert_cmpint (get_readiness (store, 1, "9.3.3"), ==, ANNEX_READINESS_OLD);
  fixture_add (store, &annex_evidence_type, "title", "Later minutes", "clauses", "CL.9.3.3", "about", "2021-01-02", "valid_until", "2999-12-31", NULL);
  g_assert_cmpint (get_readiness (store, 1, "9.3.3"), ==, ANNEX_READINESS_READY);

  fixture_assert_set (store, fixture_find (store, "A.5.9"), "decision", "Applicable");
  g_assert_cmpint (get_readiness (store, 2, "A.5.9"), ==, ANNEX_READINESS_MISSING);
  fixture_add (store, &annex_evidence_type, "title", "Inventory", "controls", "A.5.9", "about", "2021-01-02", NULL);
  g_assert_cmpint (get_readiness (store, 2, "A.5.9"), ==, ANNEX_READINESS_READY);
  g_assert_cmpint (get_readiness (store, 2, "10.2"), ==, ANNEX_READINESS_READY);
  fixture_add (store, &annex_audit_type, "title", "B", NULL);
  fixture_add (store, &annex_finding_type, "title", "F", "audit", "B", "grade", "Major nonconformity", NULL);
  g_assert_cmpint (get_readiness (store, 2, "10.2"), ==, ANNEX_READINESS_MISSING);
}

static void
test_sample_engagement (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 finding = fixture_find (store, "F-005");
  g_autoptr (GError) error = NULL;

  /* From the risk to the finding: R-001, its control, evidence for it, the question, what was found. */
  fixture_assert_value (store, fixture_find (store, "AU-002"), "status", "finished");
  fixture_assert_value (store, fixture_find (store, "AU-005"), "status", "fieldwork");
  g_assert_false (fixture_set (store, finding, "statement", "Other", &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_true (is_broken (store, fixture_find (store, "SE-028"), "audit-session-too-short"));
  g_assert_false (is_broken (store, fixture_find (store, "AU-006"), "audit-of-own-work"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add_func ("/audits/discovery_sampling", test_discovery);
  g_test_add_func ("/audits/sample_sizes", test_sizes);
  g_test_add_func ("/audits/the_same_seed_picks_the_same", test_pick);
#define ADD(name, function) g_test_add ("/audits/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("checklist_comes_from_the_scope_once", test_checklist);
  ADD ("what_has_no_question_gets_a_plain_one", test_own_control_and_risk);
  ADD ("answers_are_stamped", test_answer);
  ADD ("notes_keep_their_time", test_note);
  ADD ("interviews_know_who_and_where", test_interview);
  ADD ("an_audit_is_deleted_with_its_parts", test_delete);
  ADD ("samples_are_repeatable", test_sample);
  ADD ("finding_says_what_was_seen", test_raise);
  ADD ("opportunities_have_no_dates", test_no_dates_for_opportunities);
  ADD ("finished_audit_is_frozen", test_frozen);
  ADD ("certification_auditors_propose_nothing", test_kind_decides_on_proposals);
  ADD ("bad_input_is_refused", test_refusals);
  ADD ("next_audit_begins_with_the_last", test_next);
  ADD ("coverage_of_three_years", test_coverage);
  ADD ("rules_trigger_and_do_not", test_rules);
  ADD ("readiness_says_what_is_missing", test_readiness);
  g_test_add ("/audits/sample_engagement", Fixture, NULL, fixture_set_up_sample, test_sample_engagement, fixture_tear_down);
  return g_test_run ();
}
