/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "workshop-session.h"

static void
colour_level (AnnexReportDocument *document, AnnexStore *store, guint column, AnnexRecord *item, const char *field_name)
{
  const char *level = annex_record_get_value (item, field_name);

  if (level != NULL)
    annex_report_document_colour_cell (document, column, annex_report_get_colour (store, atoi (level)));
}

static void
add_attendance (AnnexReportDocument *document, GPtrArray *attendance)
{
  const AnnexReportColumn columns[] = { { _("Name"), 2, ANNEX_REPORT_TEXT }, { _("Role"), 3, ANNEX_REPORT_TEXT } };

  annex_report_document_add_heading (document, 1, _("Participants"));
  if (attendance->len == 0)
    {
      annex_report_document_add_paragraph (document, _("Nobody was recorded."));
      return;
    }
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < attendance->len; i++)
    {
      const char *cells[] = { annex_record_get_text (attendance->pdata[i], "name"), annex_record_get_text (attendance->pdata[i], "role") };

      annex_report_document_add_row (document, cells);
    }
}

static char *
dup_change (AnnexRecord *item, const char *before, const char *after)
{
  const char *old_level = annex_record_get_text (item, before);
  const char *new_level = annex_record_get_text (item, after);

  return g_str_equal (old_level, new_level) || *old_level == '\0' ? g_strdup (new_level) : g_strdup_printf ("%s → %s", old_level, new_level);
}

/* What was decided, and what that changed. */
static gboolean
add_decisions (AnnexReportDocument *document, AnnexStore *store, GPtrArray *agenda, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Risk"), 1, ANNEX_REPORT_TEXT },        { _("Scenario"), 3.2, ANNEX_REPORT_TEXT }, { _("Likelihood"), 1.6, ANNEX_REPORT_TEXT },
    { _("Consequence"), 1.6, ANNEX_REPORT_TEXT }, { _("Level"), 1.4, ANNEX_REPORT_TEXT },    { _("Decision"), 1.4, ANNEX_REPORT_TEXT },
    { _("Why"), 3, ANNEX_REPORT_TEXT },
  };
  gboolean begun = FALSE;

  annex_report_document_add_heading (document, 1, _("Decisions"));
  for (guint i = 0; i < agenda->len; i++)
    {
      AnnexRecord *item = agenda->pdata[i];
      g_autofree char *risk = annex_report_dup_references (store, item, "risk", error);
      g_autofree char *likelihood = dup_change (item, "likelihood_before", "likelihood");
      g_autofree char *consequence = dup_change (item, "consequence_before", "consequence");
      g_autofree char *level = dup_change (item, "level_before", "level");
      g_autofree char *decision = dup_change (item, "decision_before", "decision");
      const char *cells[] = { risk, annex_record_get_title (item), likelihood, consequence, level, decision, annex_record_get_text (item, "reason") };

      if (risk == NULL)
        return FALSE;
      if (g_strcmp0 (annex_record_get_value (item, "outcome"), "agreed") != 0 && annex_record_get_value (item, "decision") == NULL)
        continue;
      if (!begun)
        annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
      begun = TRUE;
      annex_report_document_add_row (document, cells);
      colour_level (document, store, 4, item, "level");
    }
  if (!begun)
    annex_report_document_add_paragraph (document, _("Nothing was agreed on."));
  return TRUE;
}

static char *
dup_level (int level)
{
  return level > 0 ? g_strdup_printf ("%d", level) : g_strdup ("");
}

static char *
dup_spread (const AnnexWorkshopSpread *spread)
{
  if (spread->n == 0)
    return g_strdup ("");
  return spread->lowest == spread->highest ? g_strdup_printf ("%d", spread->lowest)
                                           : g_strdup_printf (_("%d to %d, median %g"), spread->lowest, spread->highest, spread->median);
}

static gboolean
add_estimates_of (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *item, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Round"), 1, ANNEX_REPORT_NUMBER },
    { _("Participant"), 3, ANNEX_REPORT_TEXT },
    { _("Likelihood"), 2, ANNEX_REPORT_TEXT },
    { _("Consequence"), 2, ANNEX_REPORT_TEXT },
  };
  int n_rounds = annex_workshop_get_round (item);
  gboolean begun = FALSE;

  /* A round that was never revealed stays what it was. */
  if (g_strcmp0 (annex_record_get_value (item, "secret"), "1") == 0)
    n_rounds--;
  for (int round = 1; round <= n_rounds; round++)
    {
      g_autoptr (GPtrArray) votes = annex_workshop_dup_votes (store, annex_record_get_id (item), round, error);
      g_autofree char *number = g_strdup_printf ("%d", round);
      g_autofree char *likelihood = NULL;
      g_autofree char *consequence = NULL;
      AnnexWorkshopSpread spreads[2];

      if (votes == NULL)
        return FALSE;
      spreads[0] = annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_LIKELIHOOD);
      spreads[1] = annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_CONSEQUENCE);
      likelihood = dup_spread (&spreads[0]);
      consequence = dup_spread (&spreads[1]);
      if (spreads[0].n == 0 && spreads[1].n == 0)
        continue;
      if (!begun)
        {
          g_autofree char *risk = annex_report_dup_references (store, item, "risk", error);
          g_autofree char *title = risk == NULL ? NULL : *risk != '\0' ? g_strdup_printf ("%s %s", risk, annex_record_get_title (item)) : g_strdup (annex_record_get_title (item));

          if (title == NULL)
            return FALSE;
          annex_report_document_add_heading (document, 2, title);
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
          begun = TRUE;
        }
      for (guint i = 0; i < votes->len; i++)
        {
          const AnnexWorkshopVote *vote = votes->pdata[i];
          g_autofree char *level = dup_level (vote->levels[ANNEX_WORKSHOP_LIKELIHOOD]);
          g_autofree char *other = dup_level (vote->levels[ANNEX_WORKSHOP_CONSEQUENCE]);

          if (*level != '\0' || *other != '\0')
            annex_report_document_add_row (document, (const char *const[]) { number, vote->name, level, other });
        }
      annex_report_document_add_row (document, (const char *const[]) { number, _("Spread"), likelihood, consequence });
    }
  return TRUE;
}

static gboolean
find_estimates (AnnexStore *store, AnnexRecord *item, gboolean *found, GError **error)
{
  *found = FALSE;
  for (int round = 1; !*found && round <= annex_workshop_get_round (item); round++)
    {
      g_autoptr (GPtrArray) votes = annex_workshop_dup_votes (store, annex_record_get_id (item), round, error);

      if (votes == NULL)
        return FALSE;
      *found = annex_workshop_measure_spread (votes, ANNEX_WORKSHOP_LIKELIHOOD).n > 0;
    }
  return TRUE;
}

static gboolean
add_estimates (AnnexReportDocument *document, AnnexStore *store, GPtrArray *agenda, GError **error)
{
  gboolean begun = FALSE;

  for (guint i = 0; i < agenda->len; i++)
    {
      gboolean found;

      if (!find_estimates (store, agenda->pdata[i], &found, error))
        return FALSE;
      if (!found)
        continue;
      if (!begun)
        annex_report_document_add_heading (document, 1, _("Estimates"));
      begun = TRUE;
      if (!add_estimates_of (document, store, agenda->pdata[i], error))
        return FALSE;
    }
  return TRUE;
}

/* Those with that outcome, as a table of what they are and why. */
static gboolean
add_outcome (AnnexReportDocument *document, AnnexStore *store, GPtrArray *agenda, const char *outcome, const char *heading, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Risk"), 1, ANNEX_REPORT_TEXT },
    { _("Topic"), 4, ANNEX_REPORT_TEXT },
    { _("Remark"), 4, ANNEX_REPORT_TEXT },
  };
  gboolean begun = FALSE;

  for (guint i = 0; i < agenda->len; i++)
    {
      AnnexRecord *item = agenda->pdata[i];
      g_autofree char *risk = annex_report_dup_references (store, item, "risk", error);
      const char *cells[] = { risk, annex_record_get_title (item), annex_record_get_text (item, "reason") };

      if (risk == NULL)
        return FALSE;
      if (g_strcmp0 (annex_record_get_value (item, "outcome"), outcome) != 0)
        continue;
      if (!begun)
        {
          annex_report_document_add_heading (document, 1, heading);
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
          begun = TRUE;
        }
      annex_report_document_add_row (document, cells);
    }
  return TRUE;
}

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  gboolean begun;
} Actions;

static gboolean
add_action (AnnexRecord *measure, gpointer data, GError **error)
{
  Actions *actions = data;
  const AnnexReportColumn columns[] = {
    { _("Measure"), 1, ANNEX_REPORT_TEXT }, { _("What"), 4, ANNEX_REPORT_TEXT },    { _("Risks"), 1.4, ANNEX_REPORT_TEXT },
    { _("Owner"), 2, ANNEX_REPORT_TEXT },   { _("Due"), 1.3, ANNEX_REPORT_DATE },
  };
  g_autofree char *risks = annex_report_dup_references (actions->store, measure, "risks", error);
  const char *due = annex_record_get_value (measure, "due");
  const char *cells[] = { annex_record_get_reference (measure), annex_record_get_title (measure), risks,
                          annex_record_get_text (measure, "owner"), due != NULL ? due : "" };

  if (!actions->begun)
    {
      annex_report_document_add_heading (actions->document, 1, _("Measures Decided"));
      annex_report_document_begin_table (actions->document, NULL, columns, G_N_ELEMENTS (columns));
      actions->begun = TRUE;
    }
  annex_report_document_add_row (actions->document, cells);
  return risks != NULL;
}

AnnexReportDocument *
annex_workshop_minutes_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = record != 0 ? record : annex_workshop_find_latest (store, &failure);
  g_autoptr (AnnexRecord) workshop = NULL;
  g_autoptr (GPtrArray) agenda = NULL;
  g_autoptr (GPtrArray) attendance = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autoptr (AnnexQuery) measures = annex_query_new (&annex_treatment_type);
  g_autoptr (GHashTable) signing = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *title = NULL;
  g_autofree char *of = NULL;
  Actions actions = { .store = store };
  const char *facilitator;

  if (annex_error_pass (&failure, error))
    return NULL;
  if (id == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("No workshop has been held yet, so there are no minutes. Start one first."));
      return NULL;
    }
  workshop = annex_store_load (store, id, error);
  if (workshop == NULL)
    return NULL;
  agenda = annex_workshop_dup_agenda (store, id, error);
  attendance = agenda != NULL ? annex_workshop_dup_attendance (store, id, error) : NULL;
  if (attendance == NULL)
    return NULL;
  title = g_strdup_printf (_("Minutes: %s"), annex_record_get_title (workshop));
  document = annex_report_begin (store, title, NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_fact (document, _("Workshop"), annex_record_get_reference (workshop));
  annex_report_document_add_fact (document, _("Date"), annex_record_get_text (workshop, "held_on"));
  annex_report_document_add_fact (document, _("Place"), annex_record_get_text (workshop, "place"));
  annex_report_document_add_fact (document, _("Facilitator"), annex_record_get_text (workshop, "facilitator"));
  annex_report_document_add_fact (document, _("Began at"), annex_record_get_text (workshop, "started_at"));
  annex_report_document_add_fact (document, _("Ended at"), annex_record_get_text (workshop, "ended_at"));
  annex_report_document_add_fact (document, _("Rating judged"), annex_record_get_text (workshop, "stage"));
  annex_report_document_add_paragraph (document, annex_record_get_text (workshop, "purpose"));
  add_attendance (document, attendance);
  if (!add_decisions (document, store, agenda, error))
    return NULL;
  actions.document = document;
  of = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  annex_query_add_filter (measures, "workshop", ANNEX_FILTER_IS, of);
  if (!annex_query_try_foreach (measures, store, add_action, &actions, error))
    return NULL;
  if (!add_outcome (document, store, agenda, "parked", _("Parked"), error) || !add_outcome (document, store, agenda, "open", _("Not Reached"), error))
    return NULL;
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !add_estimates (document, store, agenda, error))
    return NULL;
  if (*annex_record_get_text (workshop, "remarks") != '\0')
    {
      annex_report_document_add_heading (document, 1, _("Remarks"));
      annex_report_document_add_paragraph (document, annex_record_get_text (workshop, "remarks"));
    }
  facilitator = annex_record_get_text (workshop, "facilitator");
  if (*facilitator != '\0')
    g_hash_table_add (signing, (gpointer) facilitator);
  annex_report_add_signatures (document, signing, _("Facilitator"), _("The minutes say what was decided."));
  return g_steal_pointer (&document);
}
