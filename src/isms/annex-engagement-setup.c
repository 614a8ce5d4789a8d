/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-engagement-setup.h"
#include "annex-calendar-days.h"
#include "annex-embedded-table.h"
#include "annex-isms.h"
#include "annex-sample-days.h"
#include "annex-sample-resources.h"
#include "core/annex-attaching.h"
#include "core/annex-query.h"
#include "core/annex-log.h"
#include "core/annex-statement.h"
#include "core/annex-store-opening.h"
#include "core/annex-transaction.h"
#include "do/activity.h"
#include "plan/methodology.h"

static const struct
{
  const char *scale;
  const char *level;
  const char *name;
  const char *description;
} default_levels[] = {
  { "classification", "1", N_("Public"), N_("Meant for everyone, or no harm if everyone knew.") },
  { "classification", "2", N_("Internal"), N_("For staff and those who work with them.") },
  { "classification", "3", N_("Confidential"), N_("For those whose work needs it; harm if others see it.") },
  { "classification", "4", N_("Restricted"), N_("For named people only; serious harm if others see it.") },
  { "need", "1", N_("Low"), N_("A loss would be noticed but hardly felt.") },
  { "need", "2", N_("Medium"), N_("A loss would cost time and some money, and be over within days.") },
  { "need", "3", N_("High"), N_("A loss would hurt customers, break a promise or a law, or cost a lot.") },
  { "need", "4", N_("Very high"), N_("A loss would put the organization itself or people in danger.") },
  { "incident_severity", "1", N_("Low"), N_("Dealt with in passing; nobody outside notices.") },
  { "incident_severity", "2", N_("Medium"), N_("Some work stops for hours, or a few people or customers have to be told.") },
  { "incident_severity", "3", N_("High"), N_("Customers, the law or the business are hurt; management is told at once.") },
  { "incident_severity", "4", N_("Critical"), N_("The organization itself or people are in danger; everything else waits.") },
  { "cause_category", "1", N_("People"), N_("What they know, can and want; how many there are, and what keeps them busy.") },
  { "cause_category", "2", N_("Method"), N_("Rules and ways of working: missing, unclear, unknown or not followed.") },
  { "cause_category", "3", N_("Technology and tools"), N_("Systems, programs and devices, and how they are set up.") },
  { "cause_category", "4", N_("Environment"), N_("Place, time, pressure, law and market.") },
  { "cause_category", "5", N_("Suppliers and material"), N_("What comes from others: services, parts, data.") },
  { "cause_category", "6", N_("Measurement and management"), N_("Goals, owners, figures and alarms: how one would have noticed.") },
};

/* What came out of the work for one client says nothing about the next. */
static const struct
{
  const char *type;
  const char *field;
} results[] = {
  { "issue", "review_date" },
  { "party", "review_date" },
  { "requirement", "review_date" },
  { "objective", "status" },
  { "objective", "result" },
  { "objective", "due" },
  { "asset", "review_date" },
  { "supplier", "assurance" },
  { "supplier", "rating" },
  { "supplier", "last_review" },
  { "supplier", "review_date" },
  { "methodology", "version" },
  { "methodology", "approved_by" },
  { "methodology", "approved_on" },
  { "risk", "status" },
  { "risk", "assessed_on" },
  { "risk", "assessed_under" },
  { "risk", "review_date" },
  { "workshop", "status" },
  { "workshop", "held_on" },
  { "workshop", "started_at" },
  { "workshop", "ended_at" },
  { "control", "decided_on" },
  { "control", "status" },
  { "control", "percent" },
  { "control", "implemented_on" },
  { "control", "verified_on" },
  { "control", "review_date" },
  { "clause", "status" },
  { "clause", "verified_on" },
  { "clause", "review_date" },
  { "treatment", "status" },
  { "treatment", "starts_on" },
  { "treatment", "due" },
  { "treatment", "done_on" },
  { "document", "status" },
  { "document", "version" },
  { "document", "approved_by" },
  { "document", "approved_on" },
  { "document", "change_note" },
  { "document", "reviewed_on" },
  { "document", "next_review" },
  { "training", "status" },
  { "training", "held_on" },
  { "training", "effect" },
  { "training", "effect_note" },
  { "indicator", "since" },
  { "activity", "until" },
  { "audit", "status" },
  { "audit", "starts_on" },
  { "audit", "ends_on" },
  { "audit", "verdict" },
  { "audit", "conclusion" },
  { "audit", "not_covered" },
  { "audit", "disagreements" },
  { "audit", "finished_on" },
};

/* What was found at one client is none of the next one's business: a template never brings these along. */
static const char *const outcomes[] = {
  "acceptance", "soa_version", "evidence", "incident", "corrective_action", "exception", "finding", "measurement", "occurrence", "certification", "review", "review_decision",
};

static gboolean
is_outcome (const AnnexType *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (strcmp (outcomes[i], type->name) == 0)
      return TRUE;
  return FALSE;
}

/* What people can choose to take from a template, or leave. The methodology always comes along, as the scales do. */
static gboolean
is_area (const AnnexType *type)
{
  return type->phase != ANNEX_PHASE_NONE && type != &annex_methodology_type && !is_outcome (type);
}

/* An array of values for annex_transaction_create(), which stands in the order of the fields. */
static char **
new_values (AnnexStore *store, const AnnexType *type)
{
  return g_new0 (char *, annex_store_get_fields (store, type)->len + 1);
}

static void
set_value (AnnexStore *store, const AnnexType *type, char **values, const char *field_name, const char *value)
{
  int index = annex_store_find_field_index (store, type, field_name);

  g_return_if_fail (index >= 0);
  g_free (values[index]);
  values[index] = g_strdup (value);
}

static void
free_values (AnnexStore *store, const AnnexType *type, char **values)
{
  for (guint i = 0; i < annex_store_get_fields (store, type)->len; i++)
    g_free (values[i]);
  g_free (values);
}

static gboolean
has_levels (AnnexStore *store, const char *scale, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT 1 FROM scale_level WHERE scale = ?1", error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, scale);
  return annex_statement_read_number (statement, error) != 0;
}

/* For the scales that have no level yet: a template may be older than one of them. */
static gboolean
create_levels (AnnexTransaction *transaction, AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gboolean missing = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (default_levels); i++)
    {
      char **values;
      gint64 id;

      if (i == 0 || strcmp (default_levels[i].scale, default_levels[i - 1].scale) != 0)
        missing = !has_levels (store, default_levels[i].scale, &failure);
      if (annex_error_pass (&failure, error))
        return FALSE;
      if (!missing)
        continue;
      values = new_values (store, &annex_scale_level_type);
      set_value (store, &annex_scale_level_type, values, "scale", default_levels[i].scale);
      set_value (store, &annex_scale_level_type, values, "level", default_levels[i].level);
      set_value (store, &annex_scale_level_type, values, "name", _(default_levels[i].name));
      set_value (store, &annex_scale_level_type, values, "description", _(default_levels[i].description));
      id = annex_transaction_create (transaction, &annex_scale_level_type, (const char *const *) values, error);
      free_values (store, &annex_scale_level_type, values);
      if (id == 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_title (const char *title, GError **error)
{
  if (title != NULL && *title != '\0')
    return TRUE;
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("An engagement needs a title."));
  return FALSE;
}

gboolean
annex_engagement_setup (AnnexStore *store, const char *title, const char *organization, const char *scope, const char *edition,
                        GError **error)
{
  const AnnexType *type = &annex_engagement_type;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  char **values;
  gint64 id;

  if (!check_title (title, error))
    return FALSE;
  label = g_strdup_printf (_("Begin engagement %s"), title);
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return FALSE;

  values = new_values (store, type);
  set_value (store, type, values, "title", title);
  set_value (store, type, values, "organization", organization);
  set_value (store, type, values, "scope", scope);
  set_value (store, type, values, "edition", edition);
  id = annex_transaction_create (transaction, type, (const char *const *) values, error);
  free_values (store, type, values);
  if (id == 0 || !create_levels (transaction, store, error) || !annex_methodology_set_preset (transaction, store, 5, error) ||
      !annex_transaction_commit (transaction, error))
    return FALSE;
  g_clear_pointer (&transaction, annex_transaction_free);
  return annex_catalogue_load (store, error) && annex_log_mark_start (store, label, error);
}

gboolean
annex_engagement_bring_up_to_date (AnnexStore *store, GError **error)
{
  return annex_store_is_read_only (store) || annex_catalogue_load_missing (store, error);
}

char **
annex_engagement_template_areas (void)
{
  GPtrArray *types = annex_type_list ();
  GStrvBuilder *areas = g_strv_builder_new ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (is_area (type))
        g_strv_builder_add (areas, type->name);
    }
  return g_strv_builder_unref_to_strv (areas);
}

/* Copying from a template: records of the source by id, and what became of them. */
typedef struct
{
  AnnexStore *source;
  AnnexStore *store;
  AnnexTransaction *transaction;
  GHashTable *new_ids;     /* id in the template → id here */
  GHashTable *field_names; /* "custom_<id>" in the template → here */
  GPtrArray *linked;       /* records of the template whose links are to be made */
  GPtrArray *waiting;      /* those that cannot be without a link to what may be copied later */
  GError **error;
  gboolean failed;
} Copying;

static gboolean
is_result (const AnnexType *type, const char *field_name)
{
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    if (strcmp (results[i].type, type->name) == 0 && strcmp (results[i].field, field_name) == 0)
      return TRUE;
  return FALSE;
}

static const char *
find_field_name (Copying *copying, const AnnexField *field)
{
  return (field->flags & ANNEX_FIELD_CUSTOM) != 0 ? g_hash_table_lookup (copying->field_names, field->name) : field->name;
}

/* A saved filter may speak of an own field, which has another name here. */
static char *
rename_fields (Copying *copying, const char *query)
{
  g_autoptr (GString) renamed = g_string_new (query);
  GHashTableIter iter;
  const char *old_name, *new_name;

  g_hash_table_iter_init (&iter, copying->field_names);
  while (g_hash_table_iter_next (&iter, (gpointer *) &old_name, (gpointer *) &new_name))
    g_string_replace (renamed, old_name, new_name, 0);
  return g_strdup (renamed->str);
}

/* Returns: (nullable) (transfer full): a link's value here; what is not copied is left out, and said in @lacks. */
static char *
dup_targets (Copying *copying, AnnexRecord *record, const AnnexField *field, gboolean *lacks)
{
  g_autoptr (GArray) old_targets = annex_record_dup_link_ids (record, field->name);
  g_autoptr (GArray) targets = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < old_targets->len; i++)
    {
      gint64 *target = g_hash_table_lookup (copying->new_ids, &g_array_index (old_targets, gint64, i));

      if (target != NULL)
        g_array_append_val (targets, *target);
      else
        *lacks = TRUE;
    }
  return annex_link_ids_format (targets);
}

/* Links to what is copied only later follow in the end. */
static gboolean
copy_record (AnnexRecord *record, gpointer user_data)
{
  Copying *copying = user_data;
  const AnnexType *type = annex_record_get_record_type (record);
  GPtrArray *fields = annex_store_get_fields (copying->source, type);
  char **values = new_values (copying->store, type);
  g_autoptr (GError) error = NULL;
  gboolean lacks_links = FALSE;
  gint64 old_id = annex_record_get_id (record);
  gint64 id;

  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      const char *name = find_field_name (copying, field);
      const char *value = annex_record_get_value_at (record, i);

      if (name == NULL || !annex_field_is_stored (field) || is_result (type, field->name) ||
          field->kind == ANNEX_FIELD_FILE)
        continue;
      if (field->kind == ANNEX_FIELD_LINK)
        {
          g_autofree char *targets = dup_targets (copying, record, field, &lacks_links);

          set_value (copying->store, type, values, name, targets);
        }
      else if (type == &annex_activity_type && strcmp (name, "starts_on") == 0)
        {
          g_autofree char *start = annex_activity_dup_start_from (record, annex_clock_get_today ());
          set_value (copying->store, type, values, name, start != NULL ? start : value);
        }
      else if (type == &annex_saved_filter_type && strcmp (name, "query") == 0)
        {
          g_autofree char *query = rename_fields (copying, value);
          set_value (copying->store, type, values, name, query);
        }
      else
        set_value (copying->store, type, values, name, value != NULL ? value : "");
    }
  id = annex_transaction_create (copying->transaction, type, (const char *const *) values, &error);
  free_values (copying->store, type, values);
  if (id == 0 && lacks_links && g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_INVALID))
    {
      g_ptr_array_add (copying->waiting, g_object_ref (record));
      return TRUE;
    }
  if (id == 0)
    {
      g_propagate_error (copying->error, g_steal_pointer (&error));
      copying->failed = TRUE;
      return FALSE;
    }
  g_hash_table_insert (copying->new_ids, g_memdup2 (&old_id, sizeof old_id), g_memdup2 (&id, sizeof id));
  if (lacks_links)
    g_ptr_array_add (copying->linked, g_object_ref (record));
  return TRUE;
}

static gboolean
copy_type (Copying *copying, const AnnexType *type)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);

  return annex_query_foreach (query, copying->source, copy_record, copying, copying->error) && !copying->failed;
}

/* What cannot be without a link that leads out of the chosen areas stays behind with what it leads to. */
static gboolean
copy_waiting (Copying *copying)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&copying->waiting);

  copying->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < waiting->len; i++)
    if (!copy_record (waiting->pdata[i], copying))
      return FALSE;
  return TRUE;
}

/* Links follow when all records are there; those that lead out of the chosen areas are dropped. */
static gboolean
copy_links (Copying *copying)
{
  for (guint i = 0; i < copying->linked->len; i++)
    {
      AnnexRecord *record = copying->linked->pdata[i];
      const AnnexType *type = annex_record_get_record_type (record);
      gint64 old_id = annex_record_get_id (record);
      gint64 *id = g_hash_table_lookup (copying->new_ids, &old_id);

      for (guint j = 0; j < type->n_fields; j++)
        {
          const AnnexField *field = &type->fields[j];
          g_autofree char *value = NULL;
          gboolean lacks;

          if (field->kind != ANNEX_FIELD_LINK || is_result (type, field->name))
            continue;
          value = dup_targets (copying, record, field, &lacks);
          if (value != NULL && !annex_transaction_set (copying->transaction, *id, field->name, value, copying->error))
            return FALSE;
        }
    }
  return TRUE;
}

/* The own fields must be there before a value can be given to them. */
static gboolean
copy_rules (Copying *copying, const char *title, const char *organization, const char *scope, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Begin engagement %s"), title);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (copying->store, label, error);
  g_autoptr (AnnexRecord) engagement = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = NULL;
  gint64 old_id;
  gint64 *id;

  if (transaction == NULL || !annex_store_get_engagement_if_there (copying->source, &engagement, error))
    return FALSE;
  if (engagement == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("“%s” holds no engagement that could serve as template."),
                   annex_store_get_path (copying->source));
      return FALSE;
    }
  copying->transaction = transaction;
  if (!copy_type (copying, &annex_engagement_type) || !copy_type (copying, &annex_scale_level_type) ||
      !copy_type (copying, &annex_custom_field_type) || !copy_type (copying, &annex_methodology_type) ||
      !copy_type (copying, &annex_matrix_cell_type) || !create_levels (transaction, copying->store, error))
    return FALSE;
  methodology = annex_methodology_get (copying->store, &failure);
  if (annex_error_pass (&failure, error) || (methodology == NULL && !annex_methodology_set_preset (transaction, copying->store, 5, error)))
    return FALSE;
  old_id = annex_record_get_id (engagement);
  id = g_hash_table_lookup (copying->new_ids, &old_id);
  return annex_transaction_set (transaction, *id, "title", title, error) &&
         annex_transaction_set (transaction, *id, "organization", organization, error) &&
         annex_transaction_set (transaction, *id, "scope", scope, error) && annex_transaction_commit (transaction, error);
}

static gboolean
map_custom_fields (Copying *copying, GError **error)
{
  GHashTableIter iter;
  gint64 *old_id, *id;

  g_hash_table_iter_init (&iter, copying->new_ids);
  while (g_hash_table_iter_next (&iter, (gpointer *) &old_id, (gpointer *) &id))
    {
      const AnnexType *type = annex_store_get_type_of (copying->source, *old_id, error);

      if (type == NULL)
        return FALSE;
      if (type == &annex_custom_field_type)
        g_hash_table_insert (copying->field_names, g_strdup_printf ("custom_%" G_GINT64_FORMAT, *old_id),
                             g_strdup_printf ("custom_%" G_GINT64_FORMAT, *id));
    }
  return TRUE;
}

static gboolean
copy_areas (Copying *copying, const char *const *areas, GError **error)
{
  g_autofree char *name = g_path_get_basename (annex_store_get_path (copying->source));
  g_autofree char *label = g_strdup_printf (_("Take over from template %s"), name);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (copying->store, label, error);

  if (transaction == NULL)
    return FALSE;
  copying->transaction = transaction;
  for (guint i = 0; areas[i] != NULL; i++)
    {
      const AnnexType *type = annex_type_find (areas[i]);

      if (type == NULL || !is_area (type))
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("“%s” is no area that a template can bring along."), areas[i]);
          return FALSE;
        }
      if (!copy_type (copying, type))
        return FALSE;
    }
  return copy_waiting (copying) && copy_type (copying, &annex_saved_filter_type) && copy_links (copying) && annex_transaction_commit (transaction, error);
}

gboolean
annex_engagement_from_template (AnnexStore *store, const char *path, const char *const *areas, const char *title,
                                const char *organization, const char *scope, GError **error)
{
  g_autoptr (AnnexStore) source = NULL;
  g_autoptr (GHashTable) new_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (GHashTable) field_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) linked = g_ptr_array_new_with_free_func (g_object_unref);
  g_auto (GStrv) all = annex_engagement_template_areas ();
  Copying copying = { .store = store, .new_ids = new_ids, .field_names = field_names, .linked = linked, .error = error };
  gboolean done;

  if (!check_title (title, error))
    return FALSE;
  source = annex_store_open_source (path, error);
  if (source == NULL)
    return FALSE;
  copying.source = source;
  copying.waiting = g_ptr_array_new_with_free_func (g_object_unref);
  done = copy_rules (&copying, title, organization, scope, error);
  done = done && map_custom_fields (&copying, error) && copy_areas (&copying, areas != NULL ? areas : (const char *const *) all, error);
  /* What the source kept to itself is missing here. */
  done = done && annex_store_confirm_reads (source, error);
  g_ptr_array_unref (copying.waiting);
  return done && annex_catalogue_load (store, error) &&
         annex_log_mark_start (store, _("Begin with what the template brings"), error);
}

/* The tables of the sample in the order in which they lean on one another. */
static const struct
{
  const AnnexType *type;
  const char *file_name;
} sample_tables[] = {
  { &annex_engagement_type, "engagement.csv" },
  { &annex_custom_field_type, "own-fields.csv" },
  { &annex_person_type, "people.csv" },
  { &annex_person_type, "people-deputies.csv" },
  { &annex_supplier_type, "suppliers.csv" },
  { &annex_issue_type, "issues.csv" },
  { &annex_party_type, "parties.csv" },
  { &annex_requirement_type, "requirements.csv" },
  { &annex_objective_type, "objectives.csv" },
  { &annex_asset_type, "assets.csv" },
  { &annex_asset_type, "asset-relations.csv" },
  { &annex_risk_type, "risks.csv" },
  { &annex_workshop_type, "workshops.csv" },
  { &annex_attendance_type, "attendances.csv" },
  { &annex_agenda_item_type, "agenda-items.csv" },
  { &annex_estimate_type, "estimates.csv" },
  { &annex_treatment_type, "treatments.csv" },
  { &annex_reduction_type, "reductions.csv" },
  { &annex_acceptance_type, "acceptances.csv" },
  { &annex_control_type, "applicability.csv" },
  { &annex_clause_type, "clauses.csv" },
  { &annex_document_type, "documents.csv" },
  { &annex_document_type, "documents-revised.csv" },
  { &annex_library_type, "libraries.csv" },
  { &annex_control_type, "library-controls.csv" },
  { &annex_mapping_type, "mappings.csv" },
  { &annex_evidence_type, "evidence.csv" },
  { &annex_activity_type, "activities.csv" },
  { &annex_occurrence_type, "occurrences-done.csv" },
  { &annex_occurrence_type, "occurrences-open.csv" },
  { &annex_certification_type, "certifications.csv" },
  { &annex_evidence_type, "clause-evidence.csv" },
  { &annex_training_type, "trainings.csv" },
  { &annex_participation_type, "participations.csv" },
  { &annex_evidence_type, "library-evidence.csv" },
  { &annex_soa_version_type, "soa-versions.csv" },
  { &annex_soa_line_type, "soa-lines.csv" },
  { &annex_soa_version_type, "soa-versions-approved.csv" },
  { &annex_incident_type, "incidents.csv" },
  { &annex_incident_entry_type, "incident-entries.csv" },
  { &annex_action_rule_type, "action-rules.csv" },
  { &annex_holiday_type, "holidays.csv" },
  { &annex_indicator_type, "indicators.csv" },
  { &annex_measurement_type, "measurements.csv" },
  { &annex_corrective_action_type, "corrective-actions.csv" },
  { &annex_action_step_type, "action-steps.csv" },
  { &annex_cause_type, "causes.csv" },
  { &annex_review_type, "reviews.csv" },
  { &annex_review_decision_type, "review-decisions.csv" },
  { &annex_audit_type, "audits.csv" },
  { &annex_audit_session_type, "audit-sessions.csv" },
  { &annex_audit_item_type, "audit-items.csv" },
  { &annex_sample_type, "samples.csv" },
  { &annex_sample_item_type, "sample-items.csv" },
  { &annex_interview_type, "interviews.csv" },
  { &annex_audit_note_type, "audit-notes.csv" },
  { &annex_finding_type, "findings.csv" },
  { &annex_audit_item_type, "audit-items-follow-up.csv" },
  { &annex_audit_type, "audits-finished.csv" },
  { &annex_exception_type, "exceptions.csv" },
};

/* Files of the sample, each with the evidence that it is attached to. */
static const struct
{
  const char *reference;
  const char *file_name;
} sample_files[] = {
  { "EV-0001", "access-review-2026-10.csv" },
  { "EV-0005", "restore-test-2026-11-05.txt" },
  { "EV-0018", "office-walk-through.png" },
  { "EV-0019", "deletion-proof-2026-11-04.txt" },
};

/* What the sample says of days is told as of today. Returns: (nullable) (transfer full) */
static GBytes *
load_sample (const char *name, guint today, GError **error)
{
  g_autofree char *path = g_strconcat ("/io/github/annex_isms/Annex/sample/", name, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (annex_sample_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *text = NULL;
  char *moved;

  if (bytes == NULL || g_str_has_suffix (name, ".png"))
    return g_steal_pointer (&bytes);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  moved = annex_sample_days_move (name, text, today);
  return g_bytes_new_take (moved, strlen (moved));
}

/* By the name of a day alone, or in the days of an audit. */
static gboolean
is_planned (const char *others, const char *day)
{
  g_autoptr (GRegex) span = g_regex_new ("(\\d{4}-\\d\\d-\\d\\d),(\\d{4}-\\d\\d-\\d\\d),(?:on_site|remote|mixed)", G_REGEX_DEFAULT, 0, NULL);
  g_autoptr (GMatchInfo) info = NULL;

  if (strstr (others, day) != NULL)
    return TRUE;
  for (g_regex_match (span, others, 0, &info); g_match_info_matches (info); g_match_info_next (info, NULL))
    {
      g_autofree char *first = g_match_info_fetch (info, 1), *last = g_match_info_fetch (info, 2);

      if (strcmp (first, day) <= 0 && strcmp (day, last) <= 0)
        return TRUE;
    }
  return FALSE;
}

/* Holidays do not move with the rest: one on which something is planned now is no holiday in this engagement. */
static char *
leave_out_workdays (const char *holidays, const char *others)
{
  g_auto (GStrv) lines = g_strsplit (holidays, "\n", -1);
  g_autoptr (GStrvBuilder) kept = g_strv_builder_new ();
  g_auto (GStrv) rest = NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *comma = strrchr (lines[i], ',');

      if (i == 0 || comma == NULL || !is_planned (others, comma + 1))
        g_strv_builder_add (kept, lines[i]);
    }
  rest = g_strv_builder_end (kept);
  return g_strjoinv ("\n", rest);
}

static gboolean
load_sample_table (AnnexStore *store, const AnnexType *type, const char *name, const char *text, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Load %s of the sample engagement"), name);

  return annex_embedded_table_import (store, type, name, text, label, error);
}

static gboolean
load_sample_tables (AnnexStore *store, guint today, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) others = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (sample_tables); i++)
    {
      g_autoptr (GBytes) bytes = load_sample (sample_tables[i].file_name, today, error);

      if (bytes == NULL)
        return FALSE;
      g_ptr_array_add (texts, g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
      if (sample_tables[i].type != &annex_holiday_type)
        g_string_append (others, g_ptr_array_index (texts, i));
    }
  for (guint i = 0; i < G_N_ELEMENTS (sample_tables); i++)
    {
      const char *text = g_ptr_array_index (texts, i);
      g_autofree char *holidays = sample_tables[i].type == &annex_holiday_type ? leave_out_workdays (text, others->str) : NULL;

      annex_store_report_share (store, (double) i / G_N_ELEMENTS (sample_tables));
      if (!load_sample_table (store, sample_tables[i].type, sample_tables[i].file_name, holidays != NULL ? holidays : text, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
attach_sample_files (AnnexStore *store, guint today, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, _("Attach the files of the sample engagement"), error);

  for (guint i = 0; transaction != NULL && i < G_N_ELEMENTS (sample_files); i++)
    {
      g_autofree char *path = g_strconcat ("files/", sample_files[i].file_name, NULL);
      g_autofree char *name = annex_sample_days_move (path, sample_files[i].file_name, today);
      g_autoptr (GBytes) bytes = load_sample (path, today, error);
      g_autoptr (GError) failure = NULL;
      gint64 id = annex_store_find_id (store, &annex_evidence_type, sample_files[i].reference, bytes != NULL ? &failure : NULL);

      if (bytes == NULL || annex_error_pass (&failure, error) || !annex_attaching_add_bytes (transaction, id, "files", name, bytes, error))
        return FALSE;
    }
  return transaction != NULL && annex_transaction_commit (transaction, error);
}

static gboolean
begin_sample (AnnexStore *store, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, _("Begin the sample engagement"), error);

  return transaction != NULL && create_levels (transaction, store, error) &&
         annex_methodology_set_preset (transaction, store, 5, error) && annex_transaction_commit (transaction, error);
}

gboolean
annex_engagement_load_sample (AnnexStore *store, GError **error)
{
  guint today = annex_store_get_today (store);

  annex_store_report_step (store, _("Making the sample engagement…"));
  return begin_sample (store, error) && annex_catalogue_load (store, error) && load_sample_tables (store, today, error) &&
         attach_sample_files (store, today, error) && annex_log_mark_start (store, _("Begin with the sample engagement"), error);
}
