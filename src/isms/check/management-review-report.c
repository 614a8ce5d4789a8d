/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

/* The items of clause 9.3.2, as auditors count them. */
static const struct
{
  const char *item;
  const char *field;
} inputs[] = {
  { "a)", "input_actions" },      { "b)", "input_issues" }, { "c)", "input_parties" },    { "d) 1)", "input_nonconformities" },
  { "d) 2)", "input_measurements" }, { "d) 3)", "input_audits" }, { "d) 4)", "input_objectives" }, { "e)", "input_feedback" },
  { "f)", "input_risks" },        { "g)", "input_improvement" },
};

static const char *
get_label (const char *field_name)
{
  return annex_field_get_label (annex_type_find_field (&annex_review_type, field_name));
}

static void
add_meeting (AnnexReportDocument *document, AnnexRecord *review)
{
  static const char *const facts[] = { "status", "held_on", "place", "chair", "participants", "guests", "evidence" };
  const char *begins = annex_record_get_text (review, "starts_at"), *ends = annex_record_get_text (review, "ends_at");
  /* Translators: the times at which a meeting begins and ends. */
  g_autofree char *time = *begins != '\0' ? g_strdup_printf (_("%s to %s"), begins, ends) : NULL;

  annex_report_document_add_heading (document, 1, _("Meeting"));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      annex_report_document_add_fact (document, get_label (facts[i]), annex_record_get_text (review, facts[i]));
      if (strcmp (facts[i], "held_on") == 0 && time != NULL)
        annex_report_document_add_fact (document, _("Time"), time);
    }
}

static void
add_inputs (AnnexReportDocument *document, AnnexRecord *review)
{
  const AnnexReportColumn columns[] = { { _("9.3.2"), 0.7, ANNEX_REPORT_TEXT }, { _("Input"), 2.2, ANNEX_REPORT_TEXT }, { _("What was brought"), 6, ANNEX_REPORT_TEXT } };
  gboolean held = g_strcmp0 (annex_record_get_value (review, "status"), "held") == 0;

  annex_report_document_add_heading (document, 1, _("Inputs"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      const char *note = annex_record_get_value (review, inputs[i].field);

      annex_report_document_add_row (document, (const char *const[]) { inputs[i].item, get_label (inputs[i].field), note != NULL ? note : held ? _("Not considered.") : "" });
    }
}

typedef struct
{
  AnnexStore *store;
  AnnexReportDocument *document;
  const char *heading;
  gint64 review;
  const char *before; /* day of that review; NULL for its own decisions */
  guint n;
} Decisions;

static void
begin_decisions (Decisions *decisions)
{
  const AnnexReportColumn columns[] = {
    { _("Decision"), 1.25, ANNEX_REPORT_TEXT }, { _("What"), 3.2, ANNEX_REPORT_TEXT }, { _("Owner"), 1.3, ANNEX_REPORT_TEXT }, { _("Due"), 1.5, ANNEX_REPORT_DATE },
    { _("Status"), 1, ANNEX_REPORT_TEXT }, { _("Followed up in"), 1.4, ANNEX_REPORT_TEXT }, { _("Remark"), 1.8, ANNEX_REPORT_TEXT },
  };

  annex_report_document_add_heading (decisions->document, 1, decisions->heading);
  annex_report_document_begin_table (decisions->document, NULL, columns, G_N_ELEMENTS (columns));
}

static gboolean
add_decision (AnnexRecord *decision, gpointer data, GError **error)
{
  static const char *const followed_up_in[] = { "measures", "corrective_actions", "objectives", "documents", NULL };
  Decisions *decisions = data;
  g_autoptr (GArray) ids = annex_record_dup_link_ids (decision, "review");
  gint64 of = ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
  g_autofree char *follow_up = NULL;

  if ((of == decisions->review) != (decisions->before == NULL))
    return TRUE;
  if (decisions->before != NULL)
    {
      g_autoptr (AnnexRecord) review = NULL;
      const char *day;

      if (!annex_store_load_if_there (decisions->store, of, &review, error))
        return FALSE;
      day = review != NULL ? annex_record_get_value (review, "held_on") : NULL;
      if (day == NULL || strcmp (day, decisions->before) >= 0)
        return TRUE;
    }
  follow_up = annex_report_join_references (decisions->store, decision, followed_up_in, error);
  if (follow_up == NULL)
    return FALSE;
  if (decisions->n++ == 0)
    begin_decisions (decisions);
  annex_report_document_add_row (decisions->document,
                                 (const char *const[]) { annex_record_get_reference (decision), annex_record_get_title (decision),
                                                         annex_record_get_text (decision, "owner"), annex_record_get_text (decision, "due"),
                                                         annex_record_get_text (decision, "status"), follow_up, annex_record_get_text (decision, "remark") });
  return TRUE;
}

static gboolean
add_decisions (AnnexReportDocument *document, AnnexStore *store, AnnexRecord *review, const char *before, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_review_decision_type);
  Decisions decisions = { store, document, before != NULL ? _("Decisions of Earlier Reviews, as They Stand Now") : _("Decisions and Actions"),
                          annex_record_get_id (review), before, 0 };

  if (!annex_query_try_foreach (query, store, add_decision, &decisions, error))
    return FALSE;
  if (decisions.n == 0 && before == NULL && g_strcmp0 (annex_record_get_value (review, "status"), "held") == 0)
    {
      annex_report_document_add_heading (document, 1, decisions.heading);
      annex_report_document_add_paragraph (document, _("None is recorded."));
    }
  return TRUE;
}

/* Without a choice, the one held last; before the first, the one that comes next. */
static gint64
find_last (AnnexStore *store, GError **error)
{
  return annex_store_read_number (store,
                                  "SELECT id FROM review WHERE status <> 'cancelled' ORDER BY status <> 'held', "
                                  "iif (status = 'held', julianday (held_on), - julianday (held_on)) DESC, id LIMIT 1",
                                  NULL, 0, error);
}

AnnexReportDocument *
annex_management_review_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = record != 0 ? record : find_last (store, &failure);
  g_autoptr (AnnexRecord) review = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  const char *day;

  if (annex_error_pass (&failure, error))
    return NULL;
  if (id == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no management review yet. Plan the first one."));
      return NULL;
    }
  review = annex_store_load (store, id, error);
  if (review == NULL)
    return NULL;
  day = annex_record_get_value (review, "held_on");
  document = annex_report_begin (store, _("Minutes of the Management Review"), NULL, error);
  if (document == NULL)
    return NULL;
  annex_report_document_add_control (document, _("Management review"), annex_record_get_title (review));
  add_meeting (document, review);
  if (!add_decisions (document, store, review, day != NULL ? day : "9999", error))
    return NULL;
  add_inputs (document, review);
  if (annex_record_get_value (review, "conclusion") != NULL)
    {
      annex_report_document_add_heading (document, 1, get_label ("conclusion"));
      annex_report_document_add_paragraph (document, annex_record_get_text (review, "conclusion"));
    }
  if (!add_decisions (document, store, review, NULL, error))
    return NULL;
  annex_report_document_add_heading (document, 1, _("Signature"));
  annex_report_document_add_signature (document, get_label ("chair"), annex_record_get_text (review, "chair"));
  return g_steal_pointer (&document);
}
