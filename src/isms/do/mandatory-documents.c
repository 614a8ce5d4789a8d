/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mandatory-documents.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-statement.h"

/* The latest evidence for a row r by that link field. */
#define EVIDENCE(field, what) \
  "(SELECT " what " FROM link l JOIN evidence e ON e.id = l.source WHERE l.target = r.id AND l.field = '" field "' " \
  "ORDER BY coalesce (e.valid_until >= annex_today (), TRUE) DESC, e.about DESC, e.id LIMIT 1)"
#define IS_GOOD "coalesce (e.valid_until >= annex_today (), TRUE)"
#define IS_IN_FORCE ANNEX_DOCUMENT_IS_IN_FORCE_SQL ("d")
#define IS_OVERDUE ANNEX_DOCUMENT_IS_OVERDUE_SQL ("d")

/* What each of those controls asks for. */
static const struct
{
  const char *control;
  const char *name;
} asked_by_controls[] = {
  { "A.5.1", N_("Topic-specific policies") },       { "A.5.10", N_("Acceptable use and handling rules") }, { "A.5.26", N_("Incident response procedures") },
  { "A.5.37", N_("Operating procedures") },         { "A.6.6", N_("Confidentiality agreements") },         { "A.8.9", N_("Configuration baselines") },
  { "A.8.27", N_("Secure engineering principles") },
};

static const char *const queries[] = {
  "SELECT x.reference, r.id, i.value, " ANNEX_DOCUMENTS_PROVIDING_SQL ("d.id", IS_IN_FORCE) ", " ANNEX_DOCUMENTS_PROVIDING_SQL (IS_OVERDUE, IS_IN_FORCE) ", "
  ANNEX_DOCUMENTS_PROVIDING_SQL ("d.id", "TRUE") ", " ANNEX_DOCUMENTS_KEPT_HERE_SQL ", " EVIDENCE ("clauses", "e.id") ", " EVIDENCE ("clauses", IS_GOOD) ", "
  "i.value IN ('ISMS scope', 'Information security policy', 'Risk assessment process', 'Risk treatment process') "
  "FROM clause r JOIN record x ON x.id = r.id, " ANNEX_DOCUMENTS_ASKED_SQL " WHERE r.documents IS NOT NULL ORDER BY x.reference COLLATE as_counted, i.key",
  "SELECT x.reference, r.id, NULL, " ANNEX_DOCUMENTS_SERVING_SQL ("d.id", IS_IN_FORCE) ", " ANNEX_DOCUMENTS_SERVING_SQL (IS_OVERDUE, IS_IN_FORCE) ", "
  ANNEX_DOCUMENTS_SERVING_SQL ("d.id", "TRUE") ", NULL, " EVIDENCE ("controls", "e.id") ", " EVIDENCE ("controls", IS_GOOD) ", TRUE "
  "FROM control r JOIN record x ON x.id = r.id WHERE r.library = 'annex_a' AND r.decision IN ('applicable', 'inherited') AND "
  ANNEX_DOCUMENTS_ASKING_CONTROL_SQL " ORDER BY x.reference COLLATE as_counted",
};

static void
mandatory_document_free (gpointer data)
{
  AnnexMandatoryDocument *asked = data;

  g_free (asked->asked_by);
  g_free (asked->name);
  g_free (asked);
}

static const char *
find_name (const char *control)
{
  for (guint i = 0; i < G_N_ELEMENTS (asked_by_controls); i++)
    if (strcmp (asked_by_controls[i].control, control) == 0)
      return _(asked_by_controls[i].name);
  return control;
}

static AnnexMandatoryDocument *
read_row (AnnexStatement *statement)
{
  AnnexMandatoryDocument *asked = g_new0 (AnnexMandatoryDocument, 1);

  asked->asked_by = g_strdup (annex_statement_get_string (statement, 0));
  asked->asking = annex_statement_get_int64 (statement, 1);
  /* A clause says itself what it asks for. */
  asked->name = g_strdup (annex_statement_is_null (statement, 2) ? find_name (asked->asked_by) : annex_statement_get_text (statement, 2));
  asked->document = annex_statement_get_int64 (statement, 3);
  asked->is_overdue = annex_statement_get_boolean (statement, 4);
  asked->draft = asked->document == 0 ? annex_statement_get_int64 (statement, 5) : 0;
  asked->kept_here = annex_statement_get_int64 (statement, 6);
  asked->evidence = annex_statement_get_int64 (statement, 7);
  asked->is_evidence_good = annex_statement_get_boolean (statement, 8);
  asked->needs_approval = annex_statement_get_boolean (statement, 9);
  return asked;
}

GPtrArray *
annex_mandatory_documents_list (AnnexStore *store, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (mandatory_document_free);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (AnnexStatement) statement = annex_statement_new (store, queries[i], error);

      while (statement != NULL && annex_statement_next (statement))
        g_ptr_array_add (all, read_row (statement));
      if (statement == NULL || !annex_statement_finish (statement, error))
        return NULL;
    }
  return g_steal_pointer (&all);
}
