/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-statement.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

#define OF_THIS_AUDIT(table) table " x JOIN link l ON l.source = x.id AND l.field = 'audit' WHERE l.target = r.id"

#define PROGRESS "(SELECT sum (x.result <> 'open') || ' / ' || count (*) FROM " OF_THIS_AUDIT ("audit_item") " HAVING count (*) > 0)"

static const AnnexChoice kinds[] = {
  { "internal", N_("Internal audit") },
  { "supplier", N_("Audit of a supplier") },
  { "follow_up", N_("Follow-up") },
  { "stage1", N_("Certification, stage 1") },
  { "stage2", N_("Certification, stage 2") },
  { "surveillance", N_("Surveillance") },
  { "recertification", N_("Recertification") },
  { NULL, NULL },
};

static const AnnexChoice states[] = {
  { "planned", N_("Planned") },
  { "fieldwork", N_("In fieldwork") },
  { "finished", N_("Finished") },
  { "cancelled", N_("Cancelled") },
  { NULL, NULL },
};

static const AnnexChoice methods[] = {
  { "on_site", N_("On site") },
  { "remote", N_("Remote") },
  { "mixed", N_("On site and remote") },
  { NULL, NULL },
};

static const AnnexChoice verdicts[] = {
  { "conforms", N_("Conforms and is effective") },
  { "except", N_("Conforms but for the findings") },
  { "fails", N_("Does not conform") },
  { NULL, NULL },
};

const AnnexChoice annex_audit_results[] = {
  { "open", N_("Open") },
  { "conform", N_("Conform") },
  { "major", N_("Major nonconformity") },
  { "minor", N_("Minor nonconformity") },
  { "ofi", N_("Opportunity for improvement") },
  { "observation", N_("Observation") },
  { "not_audited", N_("Not audited") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Audit"),
    .group = N_("Audit"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("Auditors of a certification body propose neither causes nor fixes"),
    .choices = kinds,
    .initial = "internal",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .help = N_("Finishing it freezes everything that it found"),
    .choices = states,
    .initial = "planned",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "starts_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("From"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "ends_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Until"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "method",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Method"),
    .choices = methods,
    .initial = "on_site",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "objectives",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Objectives"),
    .help = N_("What one wants to know when it is over"),
    .group = N_("Scope"),
  },
  {
    .name = "criteria",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Criteria"),
    .help = N_("What it is judged against: standards, policies, contracts"),
  },
  {
    .name = "scope",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Scope"),
    .help = N_("In words; what is linked below makes the checklist"),
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses in scope"),
    .target = "clause",
    .inverse = N_("Audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls in scope"),
    .target = "control",
    .inverse = N_("Audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "assets",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Assets in scope"),
    .target = "asset",
    .inverse = N_("Audits"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "risks",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Risks to follow"),
    .help = N_("From the risk to the proof that it is kept down"),
    .target = "risk",
    .inverse = N_("Audits"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "suppliers",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Suppliers in scope"),
    .target = "supplier",
    .inverse = N_("Audits"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "processes",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Processes"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "sites",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Sites"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "minutes_each",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Minutes for each question"),
    .help = N_("What a session is taken to need; shorter ones are told"),
    .initial = "10",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "lead",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Lead auditor"),
    .group = N_("Team"),
    .target = "person",
    .inverse = N_("Audits led"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "team",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Team"),
    .target = "person",
    .inverse = N_("Audits in the team of"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "body",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Auditors from outside"),
    .help = N_("Certification body or firm, and names"),
  },
  {
    .name = "competence",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Competence of the team"),
    .help = N_("What each has learned and done that fits this audit"),
  },
  {
    .name = "impartiality",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Impartiality"),
    .help = N_("How it was seen to that nobody audits his or her own work"),
  },
  {
    .name = "previous",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Continues"),
    .help = N_("The audit that this one was made from or follows up"),
    .target = "audit",
    .inverse = N_("Continued by"),
    .flags = ANNEX_FIELD_ACYCLIC,
  },
  {
    .name = "certification",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Certification"),
    .help = N_("The cycle that it belongs to, for audits of a certification body"),
    .target = "certification",
    .inverse = N_("Audits"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "verdict",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Verdict"),
    .group = N_("Outcome"),
    .choices = verdicts,
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "conclusion",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Conclusion"),
    .help = N_("On conformity and on effectiveness"),
  },
  {
    .name = "not_covered",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Not covered"),
    .help = N_("What stood in the way, and what was left out"),
  },
  {
    .name = "disagreements",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Disagreements"),
    .help = N_("Opinions that auditors and auditees could not bring together"),
  },
  {
    .name = "distribution",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Distribution"),
    .help = N_("Who gets the report"),
  },
  {
    .name = "finished_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Finished on"),
  },
  {
    .name = "progress",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Answered"),
    .help = N_("Of the questions on its checklist"),
    .expression = PROGRESS,
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "findings",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Findings"),
    .expression = "nullif ((SELECT count (*) FROM " OF_THIS_AUDIT ("finding") "), 0)",
    .flags = ANNEX_FIELD_COLUMN,
  },
};

/* ---- What audits and their parts have in common ---- */

gboolean
annex_audit_get_of (AnnexStore *store, AnnexRecord *record, gint64 *audit, GError **error)
{
  g_autoptr (AnnexRecord) sample = NULL;
  gboolean is_item = annex_record_get_record_type (record) == &annex_sample_item_type;

  *audit = 0;
  if (is_item && !annex_store_load_if_there (store, annex_record_get_link (record, "sample"), &sample, error))
    return FALSE;
  if (!is_item || sample != NULL)
    *audit = annex_record_get_link (is_item ? sample : record, "audit");
  return TRUE;
}

gboolean
annex_audit_load_of (AnnexStore *store, AnnexRecord *record, AnnexRecord **audit, GError **error)
{
  gint64 id;

  *audit = NULL;
  return annex_audit_get_of (store, record, &id, error) && annex_store_load_if_there (store, id, audit, error);
}

gboolean
annex_audit_is_finished (AnnexRecord *audit)
{
  return g_strcmp0 (annex_record_get_value (audit, "status"), "finished") == 0;
}

gboolean
annex_audit_may_propose (AnnexRecord *audit)
{
  static const char *const own_kinds[] = { "internal", "supplier", "follow_up", NULL };

  const char *kind = annex_record_get_value (audit, "kind");

  return kind != NULL && g_strv_contains (own_kinds, kind);
}

/* The first field that changed and may not. A person or asset that is deleted leaves gaps, which are no changes of what was found. */
static const AnnexField *
find_changed (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *const *still_free)
{
  GPtrArray *fields_of_type = annex_store_get_fields (store, annex_record_get_record_type (record));
  gint64 id = annex_record_get_id (record);

  for (guint i = 0; i < fields_of_type->len; i++)
    {
      const AnnexField *field = fields_of_type->pdata[i];

      if (annex_field_is_stored (field) && (still_free == NULL || !g_strv_contains (still_free, field->name)) &&
          annex_transaction_has_changed (transaction, id, field->name) &&
          !(field->kind == ANNEX_FIELD_LINK && annex_transaction_has_only_lost (transaction, id, field->name)))
        return field;
    }
  return NULL;
}

gboolean
annex_audit_check_part (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *const *still_free, GError **error)
{
  gint64 id = annex_record_get_id (record);
  gboolean is_item = annex_record_get_record_type (record) == &annex_sample_item_type;
  g_autoptr (AnnexRecord) audit = NULL;

  if (!annex_audit_load_of (store, record, &audit, error))
    return FALSE;
  if (!annex_transaction_is_new (transaction, id) && annex_transaction_has_changed (transaction, id, is_item ? "sample" : "audit") &&
      !annex_transaction_has_only_lost (transaction, id, is_item ? "sample" : "audit"))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s stays with the audit that it was written for."), annex_record_get_reference (record));
      return FALSE;
    }
  if (audit == NULL || !annex_audit_is_finished (audit) || annex_transaction_has_changed (transaction, annex_record_get_id (audit), "status") ||
      find_changed (transaction, store, record, still_free) == NULL)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s belongs to “%s”, which is finished, so it cannot be changed. Plan a follow-up instead."),
               annex_record_get_reference (record), annex_record_get_title (audit));
  return FALSE;
}

gboolean
annex_audit_check_part_kept (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (AnnexRecord) audit = NULL;

  if (!annex_audit_load_of (store, record, &audit, error))
    return FALSE;
  if (audit == NULL || !annex_audit_is_finished (audit))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s belongs to “%s”, which is finished, so it stays."),
               annex_record_get_reference (record), annex_record_get_title (audit));
  return FALSE;
}

char *
annex_audit_dup_about (AnnexStore *store, gint64 record, GError **error)
{
  g_autoptr (GString) about = g_string_new (NULL);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT iif (l.field = 'clauses', replace (x.reference, 'CL.', ''), x.reference) FROM link l JOIN record x ON x.id = l.target "
                         "WHERE l.source = ?1 AND l.field IN ('clauses', 'controls') ORDER BY l.field, x.reference COLLATE as_counted",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, record);
  while (annex_statement_next (statement))
    g_string_append_printf (about, "%s%s", about->len > 0 ? ", " : "", annex_statement_get_string (statement, 0));
  return annex_statement_finish (statement, error) ? g_strdup (about->str) : NULL;
}

char *
annex_audit_dup_now (void)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();

  return g_date_time_format (now, "%Y-%m-%d %H:%M:%S");
}

gboolean
annex_audit_is_found (const char *result)
{
  return result != NULL && g_strv_contains ((const char *const[]) { "major", "minor", "ofi", "observation", NULL }, result);
}

gboolean
annex_audit_stamp_result (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *at, const char *by, GError **error)
{
  gboolean answered = g_strcmp0 (annex_record_get_value (record, "result"), "open") != 0;
  gint64 id = annex_record_get_id (record);
  g_autofree char *now = annex_audit_dup_now ();

  if (!annex_transaction_has_changed (transaction, id, "result") || annex_transaction_has_changed (transaction, id, at))
    return TRUE;
  return annex_transaction_set (transaction, id, at, answered ? now : NULL, error) &&
         annex_transaction_set (transaction, id, by, answered ? annex_store_get_author (store) : NULL, error);
}

/* ---- The type ---- */

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *minutes = annex_record_get_value (record, "minutes_each");

  if (annex_record_get_value (record, "finished_on") != NULL && !annex_audit_is_finished (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” was finished on %s and stays so. Plan a follow-up instead."),
                   annex_record_get_title (record), annex_record_get_value (record, "finished_on"));
      return FALSE;
    }
  if (minutes != NULL && g_ascii_strtod (minutes, NULL) <= 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“Minutes for each question” must be more than nothing, not %s."), minutes);
      return FALSE;
    }
  /* It cannot be written afterwards. */
  if (annex_audit_is_finished (record) && annex_record_get_value (record, "conclusion") == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” has no conclusion yet. Write it first: a finished audit is frozen."),
                   annex_record_get_title (record));
      return FALSE;
    }
  return annex_date_rules_check_order (record, "starts_on", "ends_on", error) && annex_date_rules_check_past (record, "finished_on", error) &&
         annex_date_rules_check_order (record, "starts_on", "finished_on", error);
}

/* What nobody has looked at when an audit ends was not audited, and the report says so. */
static gboolean
close_questions (AnnexTransaction *transaction, AnnexStore *store, gint64 audit, GError **error)
{
  g_autoptr (GPtrArray) items = annex_store_load_linking (store, &annex_audit_item_type, "audit", audit, error);

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    if (g_strcmp0 (annex_record_get_value (items->pdata[i], "result"), "open") == 0 &&
        !annex_transaction_set (transaction, annex_record_get_id (items->pdata[i]), "result", "not_audited", error))
      return FALSE;
  return TRUE;
}

static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  /* To which certificate it belongs is no finding. */
  static const char *const still_free[] = { "certification", NULL };
  gint64 id = annex_record_get_id (record);
  g_autofree char *today = annex_clock_dup_today ();

  if (!annex_audit_is_finished (record))
    return TRUE;
  if (annex_transaction_has_changed (transaction, id, "status"))
    return close_questions (transaction, store, id, error) &&
           (annex_record_get_value (record, "finished_on") != NULL || annex_transaction_set (transaction, id, "finished_on", today, error));
  if (find_changed (transaction, store, record, still_free) == NULL)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is finished, so it cannot be changed. Plan a follow-up instead."),
               annex_record_get_title (record));
  return FALSE;
}

static gboolean
check_deletion (AnnexStore *store, AnnexRecord *record, GError **error)
{
  if (!annex_audit_is_finished (record))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is finished. It stays as the record of what was found."), annex_record_get_title (record));
  return FALSE;
}

static const char *const over_states[] = { "finished", "cancelled", NULL };

const AnnexType annex_audit_type = {
  .name = "audit",
  .label = N_("Audit"),
  .label_plural = N_("Audits"),
  .description = N_("Plan who audits what and when, so that over three years every clause and every control had its turn."),
  .prefix = "AU",
  .digits = 3,
  .icon = "edit-find-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
  .check_deletion = check_deletion,
};
