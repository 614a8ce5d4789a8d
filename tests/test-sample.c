/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sample is told for the week in which it is made: it looks the same on any day of any year. */
#include <string.h>

#include "engagement-fixture.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/annex-sample-days.h"

static void
assert_moved (const char *name, const char *text, const char *today, const char *expected)
{
  g_autofree char *moved = annex_sample_days_move (name, text, annex_clock_parse_day (today));

  g_assert_cmpstr (moved, ==, expected);
}

static void
test_days_move_by_weeks (void)
{
  static const char text[] = "2026-11-05 10:00; 5 November 2026, 3 and 17 November, 24 June; 2019-01-01";

  assert_moved ("x.csv", text, "2026-11-26", text);
  assert_moved ("x.csv", text, "2026-12-02", text);
  assert_moved ("x.csv", text, "2026-12-03", "2026-11-12 10:00; 12 November 2026, 10 and 24 November, 1 July; 2019-01-08");
  assert_moved ("x.csv", "3 and 17 November", "2026-12-24", "1 and 15 December");
  assert_moved ("x.csv", "3 and 17 November", "2026-12-10", "17 November and 1 December");
  assert_moved ("x.csv", "2026-11-26", "2028-02-29", "2028-02-24");
  assert_moved ("x.csv", "2026-11-26", "2026-11-25", "2026-11-19");
}

static void
test_months_seasons_and_years_follow (void)
{
  static const char text[] = "Audit programme 2026[02]–2028[02] of February 2026, from spring 2027 on, the third quarter, in May, access-2026-10.csv";

  assert_moved ("x.csv", text, "2026-11-26", "Audit programme 2026–2028 of February 2026, from spring 2027 on, the third quarter, in May, access-2026-10.csv");
  assert_moved ("x.csv", text, "2027-11-26", "Audit programme 2027–2029 of February 2027, from spring 2028 on, the third quarter, in May, access-2027-10.csv");
  assert_moved ("x.csv", text, "2027-02-25", "Audit programme 2026–2028 of May 2026, from summer 2027 on, the fourth quarter, in August, access-2027-01.csv");
  assert_moved ("x.csv", "ISO/IEC 27001:2022 with Amendment 1:2024, contract of 2021", "2031-05-05", "ISO/IEC 27001:2022 with Amendment 1:2024, contract of 2021");
}

static void
test_periods_stay_the_last_ones (void)
{
  static const char text[] = "MS-1,2026-10,2026-11-03;MS-2,2026-Q3,;MS-3,2026-11,2026-11-24";

  assert_moved ("measurements.csv", text, "2026-11-26", text);
  assert_moved ("measurements.csv", text, "2026-12-01", "MS-1,2026-11,2026-12-01;MS-2,2026-Q3,;MS-3,2026-12,2026-12-01");
  assert_moved ("measurements.csv", text, "2028-02-29", "MS-1,2028-01,2028-02-03;MS-2,2027-Q4,;MS-3,2028-02,2028-02-24");
}

static void
test_holidays_keep_to_their_law (void)
{
  static const char text[] = "2026-12-25[12-25] 2027-03-29[Easter+1] 2027-04-27[04-27 not Sunday] 2027-05-06[Easter+39]";

  assert_moved ("holidays.csv", text, "2026-11-26", "2026-12-25 2027-03-29 2027-04-27 2027-05-06");
  assert_moved ("holidays.csv", text, "2027-03-01", "2026-12-25 2027-03-29 2027-04-27 2027-05-06");
  assert_moved ("holidays.csv", text, "2027-11-25", "2027-12-25 2028-04-17 2028-04-27 2028-05-25");
  assert_moved ("holidays.csv", text, "2030-11-28", "2030-12-25 2031-04-14 2031-04-26 2031-05-22");
}

typedef struct
{
  GString *findings; /* rule and number, by rule */
  gint64 late[4];
} Look;

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static Look
look (Fixture *fixture, const char *day)
{
  g_autofree char *name = g_strconcat (day, ".annex", NULL);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (GPtrArray) findings = NULL, rules = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  static const char *const late[] = {
    "SELECT count (*) FROM treatment WHERE due < annex_today () AND status NOT IN ('done', 'dropped')",
    "SELECT count (*) FROM occurrence WHERE due < annex_today () AND state = 'open'",
    "SELECT count (*) FROM risk WHERE review_date < annex_today ()",
    "SELECT count (*) FROM document WHERE next_review < annex_today ()",
  };
  static const char at_rest[] = "SELECT count (*) FROM audit_session WHERE strftime ('%w', held_on) IN ('0', '6') OR held_on IN (SELECT day FROM holiday)";
  Look result = { g_string_new (NULL), { 0 } };

  g_assert_true (annex_clock_set_today (day, NULL));
  store = fixture_create (fixture, name);
  annex_engagement_load_sample (store, &error);
  g_assert_no_error (error);
  findings = annex_rules_check (store, 0, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_ptr_array_add (rules, (gpointer) ((AnnexFinding *) findings->pdata[i])->rule);
  g_ptr_array_sort (rules, compare_texts);
  for (guint i = 0; i < rules->len; i++)
    g_string_append_printf (result.findings, "%s\n", (const char *) rules->pdata[i]);
  for (guint i = 0; i < G_N_ELEMENTS (late); i++)
    result.late[i] = annex_store_read_number (store, late[i], NULL, 0, &error);
  g_assert_cmpint (annex_store_read_number (store, at_rest, NULL, 0, &error), ==, 0);
  g_assert_no_error (error);
  return result;
}

static void
test_any_day_finds_the_same (Fixture *fixture, gconstpointer data)
{
  static const char *const days[] = { "2026-11-27", "2026-11-30", "2026-12-02", "2026-12-31", "2027-01-01", "2027-02-28", "2027-03-28",
                                      "2027-03-31", "2028-02-29", "2029-12-26", "2031-04-28", "2034-07-15" };
  Look usual = look (fixture, "2026-11-26");

  g_assert_nonnull (strstr (usual.findings->str, "treatment-late"));
  for (guint i = 0; i < G_N_ELEMENTS (days); i++)
    {
      Look other = look (fixture, days[i]);

      g_test_message ("%s", days[i]);
      g_assert_cmpstr (other.findings->str, ==, usual.findings->str);
      for (guint j = 0; j < G_N_ELEMENTS (usual.late); j++)
        g_assert_cmpint (other.late[j], ==, usual.late[j]);
      g_string_free (other.findings, TRUE);
    }
  g_string_free (usual.findings, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
  g_test_add_func ("/sample/days_move_by_weeks", test_days_move_by_weeks);
  g_test_add_func ("/sample/months_seasons_and_years_follow", test_months_seasons_and_years_follow);
  g_test_add_func ("/sample/periods_stay_the_last_ones", test_periods_stay_the_last_ones);
  g_test_add_func ("/sample/holidays_keep_to_their_law", test_holidays_keep_to_their_law);
  g_test_add ("/sample/any_day_finds_the_same", Fixture, NULL, fixture_set_up_empty, test_any_day_finds_the_same, fixture_tear_down);
  return g_test_run ();
}
