/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/annex-query.h"
#include "core/annex-store-private.h"
#include "engagement-fixture.h"
#include "engagement-growth.h"
#include "isms/act/corrective-action-private.h"
#include "isms/annex-attention.h"
#include "isms/annex-isms.h"

/* How many there are of each type of record that grows, and that twice. */
#define FEW 5000
#define MANY (2 * FEW)

/* Fewer steps of SQLite's machine are nothing to compare. */
#define MIN_COST 20000

/* Of what grows with the records, three times the steps is more than enough for twice as many; the square would be
 * four. */
#define MOST_TIMES 3

/* What is asked of all records of a type: to stand in the order of a computed field, or, without one, to be counted as
 * the sidebar and the overview do. */
typedef struct
{
  const AnnexType *type;
  const AnnexField *field;
  char *name;
  guint64 few;
} Question;

static void
clear_question (gpointer question)
{
  g_free (((Question *) question)->name);
}

static void
add_question (GArray *questions, const AnnexType *type, const AnnexField *field)
{
  Question question = { type, field, g_strdup_printf ("%s %s", type->name, field != NULL ? field->name : "counts"), 0 };

  g_array_append_val (questions, question);
}

static GArray *
list_questions (void)
{
  GArray *questions = g_array_new (FALSE, FALSE, sizeof (Question));
  GPtrArray *types = annex_type_list ();

  g_array_set_clear_func (questions, clear_question);
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      add_question (questions, type, NULL);
      for (guint k = 0; k < type->n_fields; k++)
        if (type->fields[k].kind == ANNEX_FIELD_COMPUTED)
          add_question (questions, type, &type->fields[k]);
    }
  return questions;
}

static void
count (AnnexStore *store, AnnexQuery *query)
{
  g_autoptr (AnnexQuery) owned = query;
  g_autoptr (GError) error = NULL;

  if (owned != NULL)
    annex_query_count (owned, store, &error);
  g_assert_no_error (error);
}

static void
ask (AnnexStore *store, const Question *question)
{
  g_autoptr (AnnexQuery) query = annex_query_new (question->type);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) error = NULL;

  if (question->field == NULL)
    {
      annex_store_count (store, question->type, &error);
      g_assert_no_error (error);
      annex_attention_count (store, question->type, &error);
      count (store, annex_attention_query_unowned (question->type));
      count (store, annex_attention_query_overdue (question->type));
    }
  else
    {
      annex_query_set_sort (query, question->field->name, FALSE);
      ids = annex_query_run (query, store, &error);
    }
  g_assert_no_error (error);
}

static guint64
measure (AnnexStore *store, const Question *question)
{
  growth_begin_counting (store);
  ask (store, question);
  return growth_end_counting (store);
}

/* Twice the records take some twice the steps, and not four times as many. */
static void
test_costs_grow_with_records (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GArray) questions = list_questions ();

  growth_add_few (store);
  growth_add (store, NULL, FEW);
  for (guint i = 0; i < questions->len; i++)
    g_array_index (questions, Question, i).few = measure (store, &g_array_index (questions, Question, i));
  growth_add (store, NULL, MANY - FEW);
  for (guint i = 0; i < questions->len; i++)
    {
      const Question *question = &g_array_index (questions, Question, i);
      guint64 many = measure (store, question);

      g_test_message ("%s: %" G_GUINT64_FORMAT ", %" G_GUINT64_FORMAT, question->name, question->few, many);
      if (many >= MOST_TIMES * MAX (question->few, MIN_COST))
        g_test_fail_printf ("%s: %" G_GUINT64_FORMAT " steps for %u records of each type and %" G_GUINT64_FORMAT
                            " for %u",
                            question->name, question->few, FEW, many, MANY);
    }
}

/* What may be gone through for each record, because it is no longer for many records. */
static const struct
{
  const char *question; /* NULL for any */
  const char *step;
} excused[] = {
  { NULL, "SCAN CONSTANT ROW" },
  /* What was selected for the record, a step at a time. */
  { NULL, "SCAN (subquery-" },
  { "asset inherited_confidentiality", "SCAN above" },
  { "asset inherited_integrity", "SCAN above" },
  { "asset inherited_availability", "SCAN above" },
  { "asset value", "SCAN above" },
  /* The one engagement, its own fields, and the rules for gradings. */
  { "asset value", "SCAN e LEFT-JOIN" },
  { "risk properties", "SCAN f" },
  { "corrective_action counts", "SCAN a" },
  { "corrective_action days_late", "SCAN a" },
  { "corrective_action escalation", "SCAN a" },
  { "corrective_action stuck", "SCAN a" },
  { "corrective_action urgency", "SCAN a" },
  /* The tables and their indexes are made once for all records, which a plan does not tell, and the costs do. */
  { "corrective_action repeats", "S" },
  { "corrective_action came_back", "S" },
};

static gboolean
is_excused (const char *step, gconstpointer question)
{
  for (guint i = 0; i < G_N_ELEMENTS (excused); i++)
    if ((excused[i].question == NULL || g_str_equal (excused[i].question, ((const Question *) question)->name)) &&
        g_str_has_prefix (step, excused[i].step))
      return TRUE;
  return FALSE;
}

/* None of them looks at a whole table or makes an index of it for each record. */
static void
test_plans_have_no_scan_within_another (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  g_autoptr (GArray) questions = list_questions ();

  for (guint i = 0; i < questions->len; i++)
    {
      const Question *question = &g_array_index (questions, Question, i);
      g_autoptr (GPtrArray) heard = NULL;

      growth_begin_listening (store);
      ask (store, question);
      heard = growth_end_listening (store);
      g_assert_cmpuint (heard->len, >, 0);
      for (guint k = 0; k < heard->len; k++)
        growth_check_plan (store, question->name, heard->pdata[k], is_excused, question);
    }
}

static void
assert_same (AnnexStore *store, const AnnexType *type, const AnnexField *field)
{
  g_autofree char *one = annex_store_dup_value_sql (field, FALSE);
  g_autofree char *all = annex_store_dup_value_sql (field, TRUE);
  g_autofree char *sql = g_strdup_printf ("SELECT count (*), sum (a IS NOT b), count (a) FROM (SELECT %s AS a, %s AS b "
                                          "FROM %s r JOIN record x ON x.id = r.id)",
                                          one, all, type->name);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (store, sql, &error);

  g_assert_no_error (error);
  g_assert_true (annex_statement_next (statement));
  g_test_message ("%s: %s of %s have one", field->name, annex_statement_get_text (statement, 2),
                  annex_statement_get_text (statement, 0));
  g_assert_cmpint (annex_statement_get_int64 (statement, 1), ==, 0);
  g_assert_cmpint (annex_statement_get_int64 (statement, 2), >, 0);
  g_assert_cmpint (annex_statement_get_int64 (statement, 2), <, annex_statement_get_int64 (statement, 0));
}

/* Asked of all at once, a field comes to what it comes to for each. */
static void
assert_all_same (AnnexStore *store)
{
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      for (guint k = 0; k < type->n_fields; k++)
        if (type->fields[k].expression_of_all != NULL)
          assert_same (store, type, &type->fields[k]);
    }
}

static void
test_all_as_each (Fixture *fixture, gconstpointer data)
{
  assert_all_same (fixture->store);
}

static void
test_all_as_each_at_random (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;

  /* Few relatives, and then more than are listed. */
  for (guint n = 10; n <= 640; n *= 4)
    {
      growth_add (store, "corrective_action", n);
      /* Some close and come up on one and the same day, to the year. */
      fixture_run_sql (
        store, "UPDATE corrective_action SET raised_on = date ('2024-02-27', '+' || (id % 5) || ' days', '+' || (id % "
               "3) || ' years'), "
               "closed_on = date ('2024-02-27', '+' || (id * 3 % 5) || ' days', '+' || (id % 2) || ' years'), "
               "effect = iif (id % 3, 'effective', effect), stage = iif (id % 4, 'closed', stage) WHERE id % 3");
      assert_all_same (store);
    }
  g_assert_cmpint (annex_store_read_number (store,
                                            "SELECT count (*) FROM corrective_action r WHERE " ANNEX_ACTION_REPEATED
                                            " LIKE '%, …'",
                                            NULL, 0, NULL),
                   >, 0);
  g_assert_cmpint (annex_store_read_number (store,
                                            "SELECT count (*) FROM corrective_action r WHERE " ANNEX_ACTION_CAME_BACK_AS
                                            " LIKE '%, …'",
                                            NULL, 0, NULL),
                   >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();

#define ADD(path, setup, function) g_test_add (path, Fixture, NULL, setup, function, fixture_tear_down)
  ADD ("/computed-fields/all-as-each", fixture_set_up_sample, test_all_as_each);
  ADD ("/computed-fields/all-as-each-at-random", fixture_set_up, test_all_as_each_at_random);
  ADD ("/computed-fields/plans-have-no-scan-within-another", fixture_set_up, test_plans_have_no_scan_within_another);
  ADD ("/computed-fields/costs-grow-with-records", fixture_set_up, test_costs_grow_with_records);
  return g_test_run ();
}
