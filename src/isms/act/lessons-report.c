/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

typedef struct
{
  AnnexReportDocument *document;
  AnnexStore *store;
  GCancellable *cancellable;
  guint n;
} Lessons;

static void
add_fact (Lessons *lessons, AnnexRecord *record, const char *field_name)
{
  annex_report_document_add_fact (lessons->document,
                                  annex_field_get_label (annex_type_find_field (annex_record_get_record_type (record), field_name)),
                                  annex_record_get_text (record, field_name));
}

static void
add_heading (Lessons *lessons, AnnexRecord *record)
{
  g_autofree char *heading = g_strdup_printf ("%s %s", annex_record_get_reference (record), annex_record_get_title (record));

  annex_report_document_add_heading (lessons->document, 2, heading);
  lessons->n++;
}

/* What is known about the cause can be learned from before the action is at its end. */
static gboolean
add_action (AnnexRecord *record, gpointer data, GError **error)
{
  Lessons *lessons = data;
  g_auto (GStrv) links = NULL;

  if (g_cancellable_set_error_if_cancelled (lessons->cancellable, error))
    return FALSE;
  if (annex_record_get_value (record, "root_cause") == NULL)
    return TRUE;
  links = annex_report_list_references (lessons->store, record, (const char *const[]) { "changed_controls", "risks", "documents", "trainings", NULL }, error);
  if (links == NULL)
    return FALSE;
  add_heading (lessons, record);
  add_fact (lessons, record, "observed");
  add_fact (lessons, record, "root_cause");
  add_fact (lessons, record, "plan");
  add_fact (lessons, record, "similar_cases");
  annex_report_document_add_fact (lessons->document, _("Controls changed"), links[0]);
  annex_report_document_add_fact (lessons->document, _("Risks reassessed"), links[1]);
  annex_report_document_add_fact (lessons->document, _("Documents revised"), links[2]);
  annex_report_document_add_fact (lessons->document, _("Training given"), links[3]);
  add_fact (lessons, record, "other_changes");
  add_fact (lessons, record, "verification");
  add_fact (lessons, record, "effect");
  add_fact (lessons, record, "came_back");
  return TRUE;
}

static gboolean
add_incident (AnnexRecord *record, gpointer data, GError **error)
{
  Lessons *lessons = data;
  g_auto (GStrv) links = NULL;

  if (g_cancellable_set_error_if_cancelled (lessons->cancellable, error))
    return FALSE;
  if (annex_record_get_value (record, "lessons") == NULL)
    return TRUE;
  links = annex_report_list_references (lessons->store, record, (const char *const[]) { "controls_failed", "risks", NULL }, error);
  if (links == NULL)
    return FALSE;
  add_heading (lessons, record);
  add_fact (lessons, record, "effect");
  add_fact (lessons, record, "lessons");
  add_fact (lessons, record, "lessons_owner");
  annex_report_document_add_fact (lessons->document, _("Controls that failed"), links[0]);
  annex_report_document_add_fact (lessons->document, _("Risks that came true"), links[1]);
  return TRUE;
}

static gboolean
add_section (Lessons *lessons, const AnnexType *type, const char *heading, AnnexQueryTryFunc add, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);

  lessons->n = 0;
  annex_report_document_add_heading (lessons->document, 1, heading);
  if (!annex_query_try_foreach (query, lessons->store, add, lessons, error))
    return FALSE;
  if (lessons->n == 0)
    annex_report_document_add_paragraph (lessons->document, _("Nothing was written down yet."));
  return TRUE;
}

AnnexReportDocument *
annex_lessons_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_begin (store, _("Lessons Learned"), NULL, error);
  Lessons lessons = { document, store, cancellable, 0 };

  if (document == NULL)
    return NULL;
  if (!add_section (&lessons, &annex_corrective_action_type, _("From Corrective Actions"), add_action, error) ||
      !add_section (&lessons, &annex_incident_type, _("From Incidents"), add_incident, error))
    return NULL;
  return g_steal_pointer (&document);
}
