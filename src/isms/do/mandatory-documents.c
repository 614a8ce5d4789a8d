/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mandatory-documents.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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
read_row (sqlite3_stmt *statement)
{
  AnnexMandatoryDocument *asked = g_new0 (AnnexMandatoryDocument, 1);

  asked->asked_by = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  asked->asking = sqlite3_column_int64 (statement, 1);
  /* A clause says itself what it asks for. */
  asked->name = g_strdup (sqlite3_column_text (statement, 2) != NULL ? (const char *) sqlite3_column_text (statement, 2) : find_name (asked->asked_by));
  asked->document = sqlite3_column_int64 (statement, 3);
  asked->is_overdue = sqlite3_column_int (statement, 4) != 0;
  asked->draft = asked->document == 0 ? sqlite3_column_int64 (statement, 5) : 0;
  asked->kept_here = sqlite3_column_int64 (statement, 6);
  asked->evidence = sqlite3_column_int64 (statement, 7);
  asked->is_evidence_good = sqlite3_column_int (statement, 8) != 0;
  asked->needs_approval = sqlite3_column_int (statement, 9) != 0;
  return asked;
}

GPtrArray *
annex_mandatory_documents_list (AnnexStore *store, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (mandatory_document_free);
  sqlite3 *database = annex_store_get_database (store);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *statement = NULL;
      int status = sqlite3_prepare_v2 (database, queries[i], -1, &statement, NULL);

      if (status == SQLITE_OK)
        while ((status = sqlite3_step (statement)) == SQLITE_ROW)
          g_ptr_array_add (all, read_row (statement));
      sqlite3_finalize (statement);
      if (status != SQLITE_DONE)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("What has to be documented could not be read: %s"), sqlite3_errmsg (database));
          return NULL;
        }
    }
  return g_steal_pointer (&all);
}
