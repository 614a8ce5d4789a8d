/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "document.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

const AnnexChoice annex_document_kinds[] = {
  { "policy", N_("Policy") },
  { "procedure", N_("Procedure") },
  { "instruction", N_("Work instruction") },
  { "plan", N_("Plan") },
  { "description", N_("Description") },
  { "template", N_("Template or agreement") },
  { "register", N_("Register") },
  { "record", N_("Record") },
  { "external", N_("Of external origin") },
  { NULL, NULL },
};

const AnnexChoice annex_document_statuses[] = {
  { "draft", N_("Draft") },
  { "review", N_("In review") },
  { "approved", N_("Approved") },
  { "current", N_("In use") },
  { "withdrawn", N_("Withdrawn") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .group = N_("Document"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .choices = annex_document_kinds,
    .initial = "policy",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "status",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Status"),
    .help = N_("Approving freezes the version, and changing it afterwards begins the next draft. “In use” is what nobody has to approve: records, registers, documents of others."),
    .choices = annex_document_statuses,
    .initial = "draft",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "version",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Version"),
    .help = N_("Its number, such as 1.1"),
    .initial = "1.0",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who keeps it true"),
    .target = "person",
    .inverse = N_("Documents owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "purpose",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What it settles"),
    .help = N_("In a sentence or two, for those who wonder whether they need it"),
  },
  {
    .name = "audience",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("For whom"),
    .help = N_("Who works by it and has to know it"),
  },
  {
    .name = "classification",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Classification"),
    .scale = "classification",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "location",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Where it is kept"),
    .help = N_("Where people find the version that is in force"),
  },
  {
    .name = "files",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Files"),
    .help = N_("Kept in the engagement itself, each with its checksum"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses it answers"),
    .group = N_("What It Is For"),
    .target = "clause",
    .inverse = N_("Documents"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "provides",
    .kind = ANNEX_FIELD_TAGS,
    .label = N_("Documented information it is"),
    .help = N_("In the words of the clause; needed where a clause asks for more than one"),
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls it serves"),
    .target = "control",
    .inverse = N_("Documents"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "replaces",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Replaces"),
    .help = N_("Another document that nobody should work by any more"),
    .target = "document",
    .inverse = N_("Replaced by"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_ACYCLIC,
  },
  {
    .name = "approved_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Approved by"),
    .group = N_("Approval"),
    .target = "person",
    .inverse = N_("Documents approved"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "approved_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Approved on"),
    .help = N_("Empty takes the day on which the status says so"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "change_note",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What is new in it"),
  },
  {
    .name = "in_force",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Version in force"),
    .help = N_("The one approved last"),
    .expression = "iif (r.status <> 'withdrawn', " ANNEX_DOCUMENT_VERSION_SQL ("r", "v.title") ", NULL)",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "review_months",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Review every so many months"),
    .group = N_("Review"),
    .initial = "12",
  },
  {
    .name = "reviewed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Last reviewed"),
    .help = N_("Also where nothing had to be changed; moves the next review on"),
  },
  {
    .name = "next_review",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Remark"),
  },
  ANNEX_TAGS_FIELD,
};

#define HAS_ITS_NUMBER "v.title = d.version"

static gboolean
has_status (AnnexRecord *record, const char *status)
{
  return g_strcmp0 (annex_record_get_value (record, "status"), status) == 0;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *months = annex_record_get_value (record, "review_months");
  double n = months != NULL ? g_ascii_strtod (months, NULL) : 1;

  if (n < 1 || n > 1200 || n != (int) n)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“Review every so many months” is a whole number from 1 on, not %s. Leave it empty for no review."), months);
      return FALSE;
    }
  if (has_status (record, "approved") && annex_record_get_value (record, "version") == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s cannot be approved without a version number. Give it one first."),
                   annex_record_get_title (record));
      return FALSE;
    }
  return annex_date_rules_check_past (record, "approved_on", error) && annex_date_rules_check_past (record, "reviewed_on", error);
}

/* How many of the versions that were frozen fit the condition, over v and the document d; 0 with @error set on failure. */
static gint64
count_versions (AnnexStore *store, AnnexRecord *record, const char *condition, GError **error)
{
  g_autofree char *sql = g_strconcat ("SELECT count (*) FROM document d JOIN link l ON l.target = d.id AND l.field = 'document' "
                                      "JOIN document_version v ON v.id = l.source WHERE d.id = ?1 AND ", condition, NULL);
  gint64 id = annex_record_get_id (record);

  return annex_store_read_number (store, sql, &id, 1, error);
}

/* Keeps what was approved, and by whom, beside the document, which goes on changing. */
static gboolean
freeze (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *approved_on, GError **error)
{
  const char *version = annex_record_get_value (record, "version");
  g_autofree char *document = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (record));
  g_autoptr (GError) failure = NULL;
  gint64 n_versions = count_versions (store, record, HAS_ITS_NUMBER, &failure);

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (n_versions == 0)
    return annex_transaction_add (transaction, &annex_document_version_type, error, "title", version, "document", document, "name",
                                  annex_record_get_title (record), "approved_by", annex_record_get_text (record, "approved_by"), "approved_on",
                                  approved_on, "change_note", annex_record_get_value (record, "change_note"), "location",
                                  annex_record_get_value (record, "location"), "files", annex_record_get_value (record, "files"), NULL) != 0;
  if (count_versions (store, record, HAS_ITS_NUMBER " AND v.name IS d.title AND v.files IS d.files", &failure) > 0)
    return TRUE;
  if (annex_error_pass (&failure, error))
    return FALSE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s of %s was approved before, with another text. Give this one another number."), version,
               annex_record_get_title (record));
  return FALSE;
}

/* "1.0" gives "1.1", "2026-Q2" gives "2026-Q3": the number at the end is raised. */
static char *
dup_next_version (const char *version)
{
  gsize digits = strlen (version);

  while (digits > 0 && g_ascii_isdigit (version[digits - 1]))
    digits--;
  if (version[digits] == '\0' || strlen (version + digits) > 9)
    return g_strconcat (version, ".1", NULL);
  return g_strdup_printf ("%.*s%d", (int) digits, version, atoi (version + digits) + 1);
}

static void
take (GHashTable *values, const char *name, char *value)
{
  g_hash_table_insert (values, (gpointer) name, value);
}

/* What was approved has changed: it is the draft of the next version, which nobody has approved. */
static void
open_draft (AnnexTransaction *transaction, AnnexRecord *record, GHashTable *values)
{
  gint64 id = annex_record_get_id (record);

  take (values, "status", g_strdup ("draft"));
  if (!annex_transaction_has_changed (transaction, id, "version"))
    take (values, "version", dup_next_version (annex_record_get_value (record, "version")));
}

static void
move_review_on (AnnexRecord *record, GHashTable *values, const char *from)
{
  const char *months = annex_record_get_value (record, "review_months");

  if (months != NULL && from != NULL)
    take (values, "next_review", annex_date_rules_dup_later (from, (guint) atoi (months)));
}

static gboolean
has_new_content (AnnexTransaction *transaction, gint64 id)
{
  static const char *const content[] = { "title", "version", "files" };

  for (guint i = 0; i < G_N_ELEMENTS (content); i++)
    if (annex_transaction_has_changed (transaction, id, content[i]))
      return TRUE;
  return FALSE;
}

/* An approval without a name or a day is none yet: it is frozen when both are known. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  gboolean is_new = annex_transaction_is_new (transaction, id), approved = has_status (record, "approved");
  gboolean moved = annex_transaction_has_changed (transaction, id, "status");
  g_autoptr (GError) failure = NULL;
  /* A table may bring the next version with its approval. */
  gboolean is_approved_anew = approved && annex_transaction_has_changed (transaction, id, "version") && annex_transaction_has_changed (transaction, id, "approved_on");
  gboolean reopens = approved && !moved && !is_approved_anew && has_new_content (transaction, id) && count_versions (store, record, "TRUE", &failure) > 0;
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autofree char *today = annex_clock_dup_today ();
  const char *approved_on = annex_record_get_value (record, "approved_on");
  gboolean keeps_review = annex_transaction_has_changed (transaction, id, "next_review") && annex_record_get_value (record, "next_review") != NULL;
  gboolean approves = approved && !reopens && (moved || annex_transaction_has_changed (transaction, id, "approved_on"));

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (approves && approved_on == NULL && !is_new)
    {
      approved_on = today;
      take (values, "approved_on", g_strdup (today));
    }
  if (reopens)
    open_draft (transaction, record, values);
  /* Whoever approves the next version is named anew. */
  if (!is_new && (reopens || (moved && !approved && !has_status (record, "withdrawn"))))
    {
      if (!annex_transaction_has_changed (transaction, id, "approved_by"))
        take (values, "approved_by", NULL);
      if (!annex_transaction_has_changed (transaction, id, "approved_on"))
        take (values, "approved_on", NULL);
    }
  if (annex_transaction_has_changed (transaction, id, "reviewed_on") && !keeps_review)
    move_review_on (record, values, annex_record_get_value (record, "reviewed_on"));
  else if (approves && !keeps_review)
    move_review_on (record, values, approved_on);
  if (g_hash_table_size (values) > 0 && !annex_transaction_set_values (transaction, id, values, error))
    return FALSE;
  return !approved || reopens || approved_on == NULL || annex_record_get_value (record, "approved_by") == NULL ||
         freeze (transaction, store, record, approved_on, error);
}

static gboolean
check_deletion (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (count_versions (store, record, "TRUE", &failure) == 0)
    return !annex_error_pass (&failure, error);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s was approved and stays, so that one can always see what was in force. Withdraw it instead."),
               annex_record_get_title (record));
  return FALSE;
}

static const char *const over_states[] = { "withdrawn", NULL };

const AnnexType annex_document_type = {
  .name = "document",
  .label = N_("Document"),
  .label_plural = N_("Documents"),
  .description = N_("Policies, procedures, plans and records that the management system lives by: which version is in force, who approved it, when it is looked at again."),
  .prefix = "DOC",
  .digits = 3,
  .icon = "x-office-document-symbolic",
  .phase = ANNEX_PHASE_DO,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
  .check_deletion = check_deletion,
  .attention = "r.status <> 'withdrawn' AND (" ANNEX_DOCUMENT_IS_OVERDUE_SQL ("r")
               " OR NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner'))",
};
