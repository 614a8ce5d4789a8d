/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "soa.h"

static const AnnexChoice states[] = {
  { "draft", N_("Draft") },
  { "reviewed", N_("Reviewed") },
  { "approved", N_("Approved") },
  { NULL, NULL },
};

#define LINES "(SELECT count (*) FROM link l WHERE l.target = r.id AND l.field = 'version')"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Version"),
    .help = N_("Its number, such as 1.1"),
    .group = N_("Version"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "state",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("State"),
    .help = N_("Approving it freezes what every control says on that day"),
    .choices = states,
    .initial = "draft",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "change_note",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("What is new in it"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "document",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Kept as document"),
    .help = N_("In the register of documents"),
    .target = "document",
    .inverse = N_("Versions of the Statement of Applicability"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "reviewed_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Reviewed by"),
    .group = N_("Approval"),
    .target = "person",
    .inverse = N_("Statements of Applicability reviewed"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "reviewed_as",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Reviewed in the role of"),
  },
  {
    .name = "reviewed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Reviewed on"),
  },
  {
    .name = "approved_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Approved by"),
    .target = "person",
    .inverse = N_("Statements of Applicability approved"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "approved_as",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Approved in the role of"),
  },
  {
    .name = "approved_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Approved on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "lines",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Controls"),
    .help = N_("How many controls it speaks of"),
    .expression = "nullif (" LINES ", 0)",
    .flags = ANNEX_FIELD_COLUMN,
  },
};

static gboolean
has_state (AnnexRecord *record, const char *state)
{
  return g_strcmp0 (annex_record_get_value (record, "state"), state) == 0;
}

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 namesake = annex_store_find_id (store, &annex_soa_version_type, annex_record_get_title (record), &failure);

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (namesake != 0 && namesake != annex_record_get_id (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("There is a version %s already. Give this one another number."),
                   annex_record_get_title (record));
      return FALSE;
    }
  if (has_state (record, "reviewed") && annex_record_get_value (record, "reviewed_by") == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s cannot be reviewed by nobody. Name who reviewed it first."),
                   annex_record_get_title (record));
      return FALSE;
    }
  if (has_state (record, "approved") && annex_record_get_value (record, "reviewed_by") == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s cannot be approved before it was reviewed. Name who reviewed it first."),
                   annex_record_get_title (record));
      return FALSE;
    }
  if (has_state (record, "approved") && annex_record_get_value (record, "approved_by") == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s cannot be approved by nobody. Name who approved it first."),
                   annex_record_get_title (record));
      return FALSE;
    }
  return annex_date_rules_check_past (record, "reviewed_on", error) && annex_date_rules_check_past (record, "approved_on", error) &&
         annex_date_rules_check_order (record, "reviewed_on", "approved_on", error);
}

static gboolean
complete_when_empty (AnnexTransaction *transaction, AnnexRecord *record, const char *field_name, const char *value, GError **error)
{
  return annex_record_get_value (record, field_name) != NULL || value == NULL || *value == '\0' ||
         annex_transaction_set (transaction, annex_record_get_id (record), field_name, value, error);
}

/* Whoever reviews or approves does it today, in the role that the register of people knows, unless it is said otherwise. */
static gboolean
sign (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *step, GError **error)
{
  g_autofree char *by = g_strconcat (step, "_by", NULL);
  g_autofree char *as = g_strconcat (step, "_as", NULL);
  g_autofree char *on = g_strconcat (step, "_on", NULL);
  g_autofree char *today = annex_clock_dup_today ();
  gint64 id = annex_record_get_link (record, by);
  g_autoptr (AnnexRecord) person = id != 0 ? annex_store_load (store, id, error) : NULL;

  if (id != 0 && person == NULL)
    return FALSE;
  return complete_when_empty (transaction, record, as, person != NULL ? annex_record_get_value (person, "role") : NULL, error) &&
         complete_when_empty (transaction, record, on, today, error);
}

/* Approving freezes; what was frozen does not change any more. Versions from elsewhere bring their lines. */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);

  if (!has_state (record, "approved") && !annex_transaction_has_changed (transaction, id, "state"))
    return TRUE;
  if (has_state (record, "reviewed") && !sign (transaction, store, record, "reviewed", error))
    return FALSE;
  if (annex_transaction_has_changed (transaction, id, "state"))
    {
      if (!has_state (record, "approved"))
        {
          if (annex_transaction_is_new (transaction, id))
            return TRUE;
          /* What is a draft again must be reviewed again. */
          if (annex_record_get_value (record, "lines") == NULL)
            return has_state (record, "reviewed") || annex_transaction_set (transaction, id, "reviewed_on", NULL, error);
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s was approved and stays so. Begin the next version instead."),
                       annex_record_get_title (record));
          return FALSE;
        }
      return sign (transaction, store, record, "reviewed", error) && sign (transaction, store, record, "approved", error) &&
             (annex_record_get_value (record, "lines") != NULL || annex_soa_freeze (transaction, store, id, error));
    }
  if (annex_transaction_has_only_lost (transaction, id, "approved_by") || annex_transaction_has_only_lost (transaction, id, "reviewed_by"))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("Version %s of the Statement of Applicability was reviewed or approved by that person, who therefore stays on file."),
                   annex_record_get_title (record));
      return FALSE;
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s is approved, so it cannot be changed. Begin the next version instead."),
               annex_record_get_title (record));
  return FALSE;
}

gboolean
annex_soa_sign (AnnexStore *store, gint64 version, gint64 person, const char *role, const char *note, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, version, error);
  gboolean approves = record != NULL && has_state (record, "reviewed");
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *by = g_strdup_printf ("%" G_GINT64_FORMAT, person);
  g_autofree char *label = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;

  if (record == NULL)
    return FALSE;
  label = g_strdup_printf (approves ? _("Approve version %s of the statement") : _("Review version %s of the statement"), annex_record_get_title (record));
  transaction = annex_transaction_begin (store, label, error);
  g_hash_table_insert (values, (gpointer) "state", (gpointer) (approves ? "approved" : "reviewed"));
  g_hash_table_insert (values, (gpointer) (approves ? "approved_by" : "reviewed_by"), by);
  g_hash_table_insert (values, (gpointer) (approves ? "approved_as" : "reviewed_as"), (gpointer) role);
  g_hash_table_insert (values, (gpointer) "change_note", (gpointer) note);
  return transaction != NULL && annex_transaction_set_values (transaction, version, values, error) && annex_transaction_commit (transaction, error);
}

/* Undo takes an approval back that was a mistake; after that it is what customers and auditors hold in their hands. */
static gboolean
check_deletion (AnnexStore *store, AnnexRecord *record, GError **error)
{
  if (!has_state (record, "approved"))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Version %s is approved and stays, so that one can always see what was said. Only undo takes an approval back."),
               annex_record_get_title (record));
  return FALSE;
}

static const char *const over_states[] = { "approved", NULL };

const AnnexType annex_soa_version_type = {
  .name = "soa_version",
  .label = N_("Version of the Statement of Applicability"),
  .label_plural = N_("Versions"),
  .description = N_("The Statement of Applicability as it was reviewed and approved, frozen with the day, the name and the role."),
  .prefix = "SOA",
  .digits = 2,
  .icon = "x-office-document-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "control",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "state",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
  .check_deletion = check_deletion,
};
