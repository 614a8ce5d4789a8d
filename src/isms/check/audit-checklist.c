/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-checklist.h"

#include <glib/gi18n-lib.h>

#include "audit.h"
#include "core/annex-statement.h"
#include "isms/annex-isms.h"

/* What a checklist is being made with. */
typedef struct
{
  AnnexTransaction *transaction;
  AnnexStore *store;
  gint64 audit;
  char *of;
  guint position;
  guint n_added;
} Making;

gboolean
annex_audit_checklist_get_last (AnnexStore *store, gint64 audit, guint *last, GError **error)
{
  g_autoptr (GError) failure = NULL;

  *last = (guint) annex_store_read_number (store,
                                           "SELECT max (i.position) FROM link l JOIN audit_item i ON i.id = l.source WHERE l.target = ?1 AND l.field = 'audit'",
                                           &audit, 1, &failure);
  return !annex_error_pass (&failure, error);
}

/* Whether the audit asks about it already, in words of its own perhaps. */
static gboolean
is_asked (Making *making, gint64 subject, GError **error)
{
  return annex_store_read_number (making->store,
                                  "SELECT 1 FROM link l JOIN audit_item i ON i.id = l.source JOIN link s ON s.source = i.id "
                                  "AND s.field IN ('clauses', 'controls', 'risks', 'finding') AND s.target = ?2 WHERE l.target = ?1 AND l.field = 'audit'",
                                  (const gint64[]) { making->audit, subject }, 2, error) != 0;
}

/* The first session that covers it. */
static gint64
find_session (Making *making, gint64 subject, GError **error)
{
  return annex_store_read_number (making->store,
                                  "SELECT s.id FROM link l JOIN audit_session s ON s.id = l.source JOIN link c ON c.source = s.id "
                                  "AND c.field IN ('clauses', 'controls') AND c.target = ?2 WHERE l.target = ?1 AND l.field = 'audit' "
                                  "ORDER BY s.held_on, s.starts_at, s.id LIMIT 1",
                                  (const gint64[]) { making->audit, subject }, 2, error);
}

static gboolean
add (Making *making, const char *field_name, AnnexRecord *subject, const char *question, const char *look_for, const char *controls, GError **error)
{
  g_autofree char *about = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (subject));
  g_autofree char *position = g_strdup_printf ("%u", ++making->position);
  g_autoptr (GError) failure = NULL;
  gint64 session = find_session (making, annex_record_get_id (subject), &failure);
  g_autofree char *in = session != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, session) : NULL;

  if (annex_error_pass (&failure, error))
    return FALSE;
  making->n_added++;
  return annex_transaction_add (making->transaction, &annex_audit_item_type, error, "question", question, "audit", making->of, "session", in,
                                "position", position, "look_for", look_for, "origin", "scope", field_name, about,
                                controls != NULL ? "controls" : NULL, controls, NULL) != 0;
}

static gboolean
add_standard_questions (Making *making, const char *field_name, AnnexRecord *subject, GError **error)
{
  g_autoptr (GPtrArray) questions = annex_store_load_linking (making->store, &annex_audit_question_type, field_name, annex_record_get_id (subject), error);
  const char *hint = annex_record_get_value (subject, "audit_hint");
  g_autofree char *plain = g_strdup_printf (_("%s: how is it done here, and what shows it?"), annex_record_get_title (subject));

  if (questions == NULL)
    return FALSE;
  for (guint i = 0; i < questions->len; i++)
    {
      const char *look_for = annex_record_get_value (questions->pdata[i], "look_for");

      if (!add (making, field_name, subject, annex_record_get_title (questions->pdata[i]), look_for != NULL ? look_for : hint, NULL, error))
        return FALSE;
    }
  return questions->len > 0 || add (making, field_name, subject, plain, hint, NULL, error);
}

/* One thread is worth a list of questions: from the risk to the controls that answer it, and to what shows that they work. */
static gboolean
add_thread (Making *making, AnnexRecord *risk, GError **error)
{
  g_autofree char *question = g_strdup_printf (_("%s, “%s”: what keeps it down, and what shows that it does?"), annex_record_get_reference (risk),
                                               annex_record_get_title (risk));

  return add (making, "risks", risk, question, _("The treatment, the controls, and the latest evidence of each"),
              annex_record_get_value (risk, "controls"), error);
}

static gboolean
add_scope (Making *making, const char *field_name, GError **error)
{
  g_autoptr (GPtrArray) subjects = g_ptr_array_new_with_free_func (g_object_unref);
  const AnnexType *type = annex_type_find (annex_type_find_field (&annex_audit_type, field_name)->target);
  g_autofree char *sql = g_strdup_printf ("SELECT x.id FROM link l JOIN record x ON x.id = l.target WHERE l.source = ?1 AND l.field = '%s' "
                                          "ORDER BY x.reference COLLATE as_counted",
                                          field_name);
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (making->store, sql, error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, making->audit);
  while (annex_statement_next (statement))
    {
      AnnexRecord *subject = annex_store_load (making->store, annex_statement_get_int64 (statement, 0), error);

      if (subject == NULL)
        return FALSE;
      g_ptr_array_add (subjects, subject);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < subjects->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      gboolean asked = is_asked (making, annex_record_get_id (subjects->pdata[i]), &failure);

      if (annex_error_pass (&failure, error) ||
          (!asked && !(type == &annex_risk_type ? add_thread (making, subjects->pdata[i], error)
                                                : add_standard_questions (making, field_name, subjects->pdata[i], error))))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_open_findings (Making *making, AnnexRecord *audit, GError **error)
{
  g_autoptr (GPtrArray) findings =
    annex_store_load_linking (making->store, &annex_finding_type, "audit", annex_record_get_link (audit, "previous"), error);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      AnnexRecord *finding = findings->pdata[i];
      g_autofree char *question = g_strdup_printf (_("%s, “%s”: what was done about it, and does it hold?"), annex_record_get_reference (finding),
                                                   annex_record_get_title (finding));

      if (g_strcmp0 (annex_record_get_value (finding, "status"), "open") != 0 || g_strcmp0 (annex_record_get_value (finding, "grade"), "strength") == 0 ||
          is_asked (making, annex_record_get_id (finding), &failure))
        continue;
      if (annex_error_pass (&failure, error) ||
          !add (making, "finding", finding, question, NULL, annex_record_get_value (finding, "controls"), error))
        return FALSE;
    }
  return findings != NULL;
}

gboolean
annex_audit_checklist_extend (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *audit, guint *n_added, GError **error)
{
  gint64 id = annex_record_get_id (audit);
  g_autofree char *of = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  Making making = { .transaction = transaction, .store = store, .audit = id, .of = of };

  if (!annex_audit_checklist_get_last (store, id, &making.position, error) ||
      !add_scope (&making, "clauses", error) || !add_scope (&making, "controls", error) ||
      !add_scope (&making, "risks", error) || !add_open_findings (&making, audit, error))
    return FALSE;
  if (n_added != NULL)
    *n_added = making.n_added;
  return TRUE;
}
