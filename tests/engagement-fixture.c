/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engagement-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "core/annex-store-private.h"
#include "core/annex-transaction.h"
#include "engagement-folder.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-rules.h"

/* Tests run on the day that the sample is told for, or on another one that the environment names. */
static void __attribute__ ((constructor))
choose_day (void)
{
  g_autoptr (GError) error = NULL;

  if (!annex_clock_read_environment (&error))
    g_error ("%s", error->message);
}

AnnexStore *
fixture_create (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  AnnexStore *store = annex_store_create (path, &error);

  g_assert_no_error (error);
  return store;
}

void
fixture_set_up_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("annex-test-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->store = fixture_create (fixture, "test.annex");
}

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up_empty (fixture, data);
  annex_engagement_setup (fixture->store, "Test", "Test & Sons", "All we do", NULL, &error);
  g_assert_no_error (error);
}

void
fixture_set_up_sample (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_set_up_empty (fixture, data);
  annex_engagement_load_sample (fixture->store, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_object (&fixture->store);
  engagement_folder_remove (fixture->folder);
}

/* Fields and values alternate, ended by NULL; values are as people write them. */
static gint64
try_add (AnnexStore *store, const AnnexType *type, GError **error, va_list list)
{
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (store, type)->len);
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Add", NULL);
  const char *name;
  gint64 id;

  while ((name = va_arg (list, const char *)) != NULL)
    {
      const AnnexField *field = annex_store_find_field (store, type, name);
      g_autoptr (GError) parse_error = NULL;
      char *value;

      g_assert_nonnull (field);
      value = annex_store_parse (store, field, va_arg (list, const char *), &parse_error);
      g_assert_no_error (parse_error);
      g_ptr_array_add (kept, value);
      values[annex_store_find_field_index (store, type, name)] = value;
    }
  id = annex_transaction_create (transaction, type, values, error);
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

gint64
fixture_add (AnnexStore *store, const AnnexType *type, ...)
{
  g_autoptr (GError) error = NULL;
  va_list list;
  gint64 id;

  va_start (list, type);
  id = try_add (store, type, &error, list);
  va_end (list);
  g_assert_no_error (error);
  return id;
}

void
fixture_assert_refused (AnnexStore *store, const AnnexType *type, const char *part_of_message, ...)
{
  g_autoptr (GError) error = NULL;
  va_list list;
  gint64 id;

  va_start (list, part_of_message);
  id = try_add (store, type, &error, list);
  va_end (list);
  g_assert_cmpint (id, ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, part_of_message));
}

gboolean
fixture_set (AnnexStore *store, gint64 id, const char *name, const char *text, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, "Change", error);
  const AnnexField *field = annex_store_find_field (store, annex_store_get_type_of (store, id, NULL), name);
  g_autofree char *value = annex_store_parse (store, field, text, NULL);

  return annex_transaction_set (transaction, id, name, value, error) && annex_transaction_commit (transaction, error);
}

void
fixture_assert_set (AnnexStore *store, gint64 id, const char *name, const char *text)
{
  g_autoptr (GError) error = NULL;

  fixture_set (store, id, name, text, &error);
  g_assert_no_error (error);
}

void
fixture_assert_value (AnnexStore *store, gint64 id, const char *name, const char *expected)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, NULL);

  g_assert_cmpstr (annex_record_get_value (record, name), ==, expected);
}

guint
fixture_count (AnnexStore *store, const char *type_name)
{
  return annex_store_count (store, annex_type_find (type_name), NULL);
}

gboolean
fixture_is_found (AnnexStore *store, gint64 id, const char *rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_rules_check (store, id, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    if (g_str_equal (((AnnexFinding *) findings->pdata[i])->rule, rule))
      return TRUE;
  return FALSE;
}

gint64
fixture_find (AnnexStore *store, const char *reference)
{
  gint64 id = annex_store_find_id (store, NULL, reference, NULL);

  g_assert_cmpint (id, !=, 0);
  return id;
}

void
fixture_assert_found (AnnexStore *store, gint64 id, const char *rule, gboolean expected)
{
  if (fixture_is_found (store, id, rule) != expected)
    g_error ("%s should %sbe found", rule, expected ? "" : "not ");
}

void
fixture_assert_settled (AnnexStore *store, gint64 id, const char *rule, const char *field, const char *text)
{
  fixture_assert_found (store, id, rule, TRUE);
  fixture_assert_set (store, id, field, text);
  fixture_assert_found (store, id, rule, FALSE);
}

void
fixture_run_sql (AnnexStore *store, const char *sql)
{
  g_assert_cmpint (sqlite3_exec (annex_store_get_database (store), sql, NULL, NULL, NULL), ==, SQLITE_OK);
}
