/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"

static const AnnexChoice relations[] = {
  { "equal", N_("Equal: each asks for the same") },
  { "superset", N_("Superset: it asks for all of it, and more") },
  { "subset", N_("Subset: it asks for a part of it") },
  { "intersects", N_("Intersects: they share a part") },
  { NULL, NULL },
};

static const AnnexChoice states[] = {
  { "suggested", N_("Suggested") },
  { "confirmed", N_("Confirmed") },
  { "rejected", N_("Rejected") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Mapping"),
    .help = N_("Made from its two ends when left empty"),
    .group = N_("Mapping"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "meets",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Control that is met"),
    .help = N_("Mostly one of Annex A"),
    .target = "control",
    .inverse = N_("Met through"),
    .fitting = "c.id IN (SELECT id FROM control WHERE library = 'annex_a')",
    .otherwise = "meets_clause",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "meets_clause",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clause that is met"),
    .help = N_("In place of a control"),
    .target = "clause",
    .inverse = N_("Met through"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "met_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Control that meets it"),
    .help = N_("One of the library that you work by"),
    .target = "control",
    .inverse = N_("Meets"),
    .fitting = "c.id IN (SELECT id FROM control WHERE library <> 'annex_a')",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "relation",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Relation"),
    .help = N_("Of the control that meets to what is met"),
    .choices = relations,
    .initial = "intersects",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "state",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("State"),
    .help = N_("Only what is confirmed counts"),
    .choices = states,
    .initial = "suggested",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "origin",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Origin"),
    .help = N_("Who says so, and where"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "note",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Note"),
    .help = N_("What the one asks for and the other does not"),
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *meets = annex_record_get_value (record, "meets"), *met_by = annex_record_get_value (record, "met_by");

  if (meets != NULL && g_strcmp0 (meets, met_by) == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A control cannot be mapped to itself. Choose another for one of the two."));
      return FALSE;
    }
  if (meets == NULL && annex_record_get_value (record, "meets_clause") == NULL)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Say which control or which clause is met."));
      return FALSE;
    }
  return TRUE;
}

/* Read alone: a whole control comes with all that is computed of it, and a table of mappings has hundreds. */
static char *
dup_reference (AnnexStore *store, AnnexRecord *record, const char *field_name, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT reference FROM record WHERE id = ?1", error);
  g_autofree char *reference = NULL;

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, annex_record_get_link (record, field_name));
  reference = g_strdup (annex_statement_next (statement) ? annex_statement_get_string (statement, 0) : "");
  return annex_statement_finish (statement, error) ? g_steal_pointer (&reference) : NULL;
}

/*
 * Either a control is met or a clause: the newer of the two takes the other's place. The mapping is called by its
 * two ends, and keeps being so when they change; a title of one's own stays.
 */
static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  gboolean has_control = annex_record_get_value (record, "meets") != NULL, has_clause = annex_record_get_value (record, "meets_clause") != NULL;
  gboolean new_control = annex_transaction_has_changed (transaction, id, "meets");
  gboolean new_clause = annex_transaction_has_changed (transaction, id, "meets_clause");
  gboolean is_clause = has_clause && (!has_control || new_clause);
  g_autofree char *met_by = NULL, *meets = NULL, *title = NULL;

  if (has_control && has_clause && new_control && new_clause)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                           _("A mapping says of one control or one clause what meets it, not of both. Make two of it."));
      return FALSE;
    }
  if (has_control && has_clause && !annex_transaction_set (transaction, id, is_clause ? "meets" : "meets_clause", NULL, error))
    return FALSE;
  if (annex_transaction_has_changed (transaction, id, "title") ||
      (!new_control && !new_clause && !annex_transaction_has_changed (transaction, id, "met_by")))
    return TRUE;
  met_by = dup_reference (store, record, "met_by", error);
  meets = met_by != NULL ? dup_reference (store, record, is_clause ? "meets_clause" : "meets", error) : NULL;
  if (meets == NULL)
    return FALSE;
  title = g_strdup_printf ("%s → %s", met_by, meets);
  return annex_transaction_set (transaction, id, "title", title, error);
}

static const char *const key_fields[] = { "meets", "met_by", NULL };
static const char *const over_states[] = { "confirmed", "rejected", NULL };

const AnnexType annex_mapping_type = {
  .name = "mapping",
  .label = N_("Mapping"),
  .label_plural = N_("Mappings"),
  .description = N_("Which controls of another library meet which control of Annex A or which clause: suggested by a table, confirmed by you."),
  .prefix = "MAP",
  .digits = 4,
  .icon = "send-to-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "control",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "state",
  .over_states = over_states,
  .repeated_field = "met_by",
  .key_fields = key_fields,
  .validate = validate,
  .follow = follow,
};
