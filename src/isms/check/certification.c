/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "certification.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-draft.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

/* Months after the decision: what is proposed, a month before what is allowed. */
#define SURVEILLANCE1_MONTHS 11
#define SURVEILLANCE2_MONTHS 23
#define SURVEILLANCE1_LATEST_MONTHS 12
#define CYCLE_MONTHS 36

/* Months before the end in which the recertification audit is held, so that there is time to close what it finds. */
#define RECERTIFICATION_FIRST_MONTHS 4
#define RECERTIFICATION_LAST_MONTHS 3

static const AnnexChoice states[] = {
  { "preparing", N_("Preparing") },
  { "certified", N_("Certified") },
  { "suspended", N_("Suspended") },
  { "ended", N_("Ended") },
  { NULL, NULL },
};

#define IS_LATE(planned, settled) "(r." planned " < annex_today () AND r." settled " IS NULL)"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Certification"),
    .help = N_("To what and in which cycle"),
    .group = N_("Certification"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .choices = states,
    .initial = "preparing",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "body",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Certification body"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "scope",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Scope"),
    .help = N_("As it stands, or will stand, on the certificate"),
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who deals with the certification body"),
    .target = "person",
    .inverse = N_("Certifications"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "follows",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Follows"),
    .help = N_("The cycle before this one"),
    .target = "certification",
    .inverse = N_("Followed by"),
    .flags = ANNEX_FIELD_ACYCLIC,
  },
  {
    .name = "stage1_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Stage 1"),
    .help = N_("Is the management system ready: documents, scope, internal audit, management review"),
    .group = N_("Initial audit"),
    .settled_by = "stage1_held",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "stage1_held",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Stage 1 held on"),
  },
  {
    .name = "stage2_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Stage 2"),
    .help = N_("Is it put into practice, and does it work"),
    .settled_by = "stage2_held",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "stage2_held",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Stage 2 held on"),
  },
  {
    .name = "decision_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Decision expected"),
    .help = N_("The dates below are proposed from it"),
    .group = N_("Certificate"),
    .settled_by = "decided_on",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "decided_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Decided on"),
    .help = N_("The three years begin on this day"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "number",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Certificate number"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "issued_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Issued on"),
  },
  {
    .name = "expires_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Expires on"),
    .help = N_("At the latest the day before the third anniversary of the decision"),
    .settled_by = "recertification_held",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "surveillance1_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Surveillance 1"),
    .help = N_("In the year after the decision, within twelve months of it"),
    .group = N_("Cycle"),
    .settled_by = "surveillance1_held",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "surveillance1_held",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Surveillance 1 held on"),
  },
  {
    .name = "surveillance2_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Surveillance 2"),
    .help = N_("In the second year after the decision"),
    .settled_by = "surveillance2_held",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "surveillance2_held",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Surveillance 2 held on"),
  },
  {
    .name = "recertification_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Recertification"),
    .help = N_("Three to four months before the certificate expires"),
    .settled_by = "recertification_held",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "recertification_held",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Recertification held on"),
  },
};

static GDate
to_date (guint day)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  return date;
}

static guint
shift (guint day, int months)
{
  GDate date = to_date (day);

  if (months < 0)
    g_date_subtract_months (&date, -months);
  else
    g_date_add_months (&date, months);
  return g_date_get_julian (&date);
}

static guint
get_year_begin (guint year)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 1, G_DATE_JANUARY, year);
  return g_date_get_julian (&date);
}

/* A weekend moves on to Monday, or back to Friday where the window ends. */
static void
propose (AnnexCertificationWindow *window, guint day)
{
  GDate date;
  guint weekday;

  day = CLAMP (day, window->first, window->last);
  date = to_date (day);
  weekday = g_date_get_weekday (&date);
  if (weekday > G_DATE_FRIDAY)
    {
      guint monday = day + 8 - weekday, friday = day - (weekday - G_DATE_FRIDAY);

      day = monday <= window->last ? monday : friday >= window->first ? friday : day;
    }
  window->proposed = day;
}

AnnexCertificationCycle
annex_certification_plan_cycle (guint decision)
{
  GDate date = to_date (decision);
  guint year = g_date_get_year (&date);
  AnnexCertificationCycle cycle = { 0 };

  cycle.expires = shift (decision, CYCLE_MONTHS) - 1;
  cycle.surveillance1.first = get_year_begin (year + 1);
  cycle.surveillance1.last = shift (decision, SURVEILLANCE1_LATEST_MONTHS);
  /* A decision in January leaves a few days of the next, of which the first is none to audit on. */
  propose (&cycle.surveillance1, MAX (shift (decision, SURVEILLANCE1_MONTHS), cycle.surveillance1.first) == cycle.surveillance1.first
                                   ? (cycle.surveillance1.first + cycle.surveillance1.last) / 2
                                   : shift (decision, SURVEILLANCE1_MONTHS));
  cycle.surveillance2.first = get_year_begin (year + 2);
  cycle.surveillance2.last = get_year_begin (year + 3) - 1;
  propose (&cycle.surveillance2, shift (decision, SURVEILLANCE2_MONTHS));
  cycle.recertification.first = shift (cycle.expires, -RECERTIFICATION_FIRST_MONTHS);
  cycle.recertification.last = shift (cycle.expires, -RECERTIFICATION_LAST_MONTHS);
  propose (&cycle.recertification, cycle.recertification.last);
  return cycle;
}

static guint
get_day (AnnexRecord *record, const char *field_name)
{
  return annex_clock_parse_day (annex_record_get_value (record, field_name));
}

static guint
get_decision (AnnexRecord *record)
{
  guint decided = get_day (record, "decided_on");

  return decided != 0 ? decided : get_day (record, "decision_on");
}

gboolean
annex_certification_find_window (AnnexRecord *certification, const char *field_name, AnnexCertificationWindow *window)
{
  guint decision = get_decision (certification);
  AnnexCertificationCycle cycle;

  if (decision == 0)
    return FALSE;
  cycle = annex_certification_plan_cycle (decision);
  if (strcmp (field_name, "surveillance1_on") == 0)
    *window = cycle.surveillance1;
  else if (strcmp (field_name, "surveillance2_on") == 0)
    *window = cycle.surveillance2;
  else if (strcmp (field_name, "recertification_on") == 0)
    *window = cycle.recertification;
  else
    return FALSE;
  return TRUE;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const past[] = { "stage1_held", "stage2_held", "decided_on", "issued_on", "surveillance1_held", "surveillance2_held",
                                      "recertification_held" };
  static const char *const order[][2] = {
    { "stage1_on", "stage2_on" },       { "stage1_held", "stage2_held" },
    { "stage2_held", "decided_on" },    { "decided_on", "issued_on" },
    { "issued_on", "expires_on" },      { "decided_on", "expires_on" },
    { "decided_on", "surveillance1_held" }, { "surveillance1_held", "surveillance2_held" },
    { "surveillance2_held", "recertification_held" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (past); i++)
    if (!annex_date_rules_check_past (record, past[i], error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (!annex_date_rules_check_order (record, order[i][0], order[i][1], error))
      return FALSE;
  return TRUE;
}

/* Where the decision moves, dates that no longer fit are proposed anew; those of audits held stay. */
static void
propose_date (AnnexDraft *draft, AnnexRecord *record, const char *field_name)
{
  const AnnexField *field = annex_type_find_field (&annex_certification_type, field_name);
  guint planned = get_day (record, field_name);
  AnnexCertificationWindow window;
  g_autofree char *proposed = NULL;

  if (!annex_certification_find_window (record, field_name, &window) || get_day (record, field->settled_by) != 0 ||
      (planned >= window.first && planned <= window.last))
    return;
  proposed = annex_clock_dup_day (window.proposed);
  annex_draft_set (draft, field_name, proposed);
}

static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const proposed[] = { "surveillance1_on", "surveillance2_on", "recertification_on" };
  guint decision = get_decision (record);

  if (decision == 0 || (!annex_draft_has_changed (draft, "decided_on") && !annex_draft_has_changed (draft, "decision_on")))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (proposed); i++)
    propose_date (draft, record, proposed[i]);
  if (get_day (record, "issued_on") == 0 || get_day (record, "expires_on") == 0)
    {
      g_autofree char *expires = annex_clock_dup_day (annex_certification_plan_cycle (decision).expires);

      annex_draft_set (draft, "expires_on", expires);
    }
  return TRUE;
}

static const char *const over_states[] = { "ended", NULL };

const AnnexType annex_certification_type = {
  .name = "certification",
  .label = N_("Certification"),
  .label_plural = N_("Certification"),
  .description = N_("The cycle of three years: initial audit, certificate, surveillance and recertification."),
  .prefix = "CC",
  .digits = 2,
  .icon = "starred-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .complete = complete,
  .attention = "r.status IS NOT 'ended' AND (" IS_LATE ("stage1_on", "stage1_held") " OR " IS_LATE ("stage2_on", "stage2_held") " OR "
               IS_LATE ("decision_on", "decided_on") " OR " IS_LATE ("expires_on", "recertification_held") " OR "
               IS_LATE ("surveillance1_on", "surveillance1_held") " OR " IS_LATE ("surveillance2_on", "surveillance2_held") " OR "
               IS_LATE ("recertification_on", "recertification_held") ")",
};
