/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "action-request.h"

#include <glib/gi18n-lib.h>

#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/check/indicator.h"

/* The corrective action that answers the latest value of an indicator; earlier ones are past. */
static gint64
find_action_of_indicator (AnnexStore *store, gint64 indicator, GError **error)
{
  return annex_store_read_number (store, "SELECT " ANNEX_INDICATOR_ACTION_SQL ("r", "max (c.id)") " FROM indicator r WHERE r.id = ?1", &indicator, 1, error);
}

/* The corrective action that belongs to the record, whichever of the two has the link; 0 for none, or with @error set. */
static gint64
find_action (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const AnnexType *type = annex_record_get_record_type (record);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (record));
  g_autoptr (GArray) ids = NULL;

  if (type == &annex_exception_type)
    return annex_record_get_link (record, "corrective_action");
  if (type == &annex_review_decision_type)
    return annex_record_get_link (record, "corrective_actions");
  if (type == &annex_indicator_type)
    return find_action_of_indicator (store, annex_record_get_id (record), error);
  annex_query_add_filter (query, type->name, ANNEX_FILTER_IS, id);
  ids = annex_query_run (query, store, error);
  return ids != NULL && ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
}

/* Left out, or due before today and still open. */
static gboolean
was_missed (AnnexRecord *occurrence)
{
  const char *state = annex_record_get_value (occurrence, "state");
  g_autofree char *today = annex_clock_dup_today ();

  return g_strcmp0 (state, "skipped") == 0 ||
         (g_strcmp0 (state, "open") == 0 && g_strcmp0 (annex_record_get_value (occurrence, "due"), today) < 0);
}

/* Whether it is something that a corrective action may begin with. */
static gboolean
asks_for_action (AnnexRecord *record)
{
  const AnnexType *type = annex_record_get_record_type (record);

  return (type == &annex_incident_type || (type == &annex_occurrence_type && was_missed (record)) ||
          (type == &annex_indicator_type && g_strcmp0 (annex_record_get_value (record, "state"), "active") == 0 &&
           g_strcmp0 (annex_record_get_value (record, "status"), "out") == 0) ||
          (type == &annex_review_decision_type && g_strcmp0 (annex_record_get_value (record, "status"), "open") == 0) ||
          (type == &annex_exception_type && g_strcmp0 (annex_record_get_value (record, "validity"), "expired") == 0));
}

gboolean
annex_action_request_is_due (AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (GError) failure = NULL;

  return asks_for_action (record) && find_action (store, record, &failure) == 0 && !annex_error_pass (&failure, error);
}

static gint64
add_of_incident (AnnexTransaction *transaction, AnnexRecord *incident, const char *id, const char *today, GError **error)
{
  return annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", annex_record_get_title (incident), "source", "incident",
                                "incident", id, "supplier", annex_record_get_value (incident, "supplier"), "controls",
                                annex_record_get_value (incident, "controls_failed"), "observed", annex_record_get_value (incident, "description"),
                                "extent", annex_record_get_value (incident, "effect"), "correction", annex_record_get_value (incident, "containment"),
                                "raised_by", annex_record_get_value (incident, "noticed_by"), "owner", annex_record_get_value (incident, "owner"),
                                "risks", annex_record_get_value (incident, "risks"), "raised_on", today, NULL);
}

static gint64
add_of_occurrence (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *occurrence, const char *id, const char *today, GError **error)
{
  g_autoptr (AnnexRecord) activity = NULL;
  g_autofree char *title = g_strdup_printf (_("Not done: %s"), annex_record_get_title (occurrence));
  const char *result = annex_record_get_value (occurrence, "result");
  g_autofree char *observed =
    g_strdup_printf (_("%s was due on %s. %s"), annex_record_get_reference (occurrence), annex_record_get_text (occurrence, "due"),
                     result != NULL ? result : _("Nothing shows that it was done."));

  if (!annex_store_load_if_there (store, annex_record_get_link (occurrence, "activity"), &activity, error))
    return 0;
  return annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", title, "source", "activity", "occurrence", id, "clauses",
                                activity != NULL ? annex_record_get_value (activity, "clauses") : NULL, "controls",
                                activity != NULL ? annex_record_get_value (activity, "controls") : NULL, "owner",
                                activity != NULL ? annex_record_get_value (activity, "owner") : NULL, "observed", observed, "raised_on", today, NULL);
}

static gint64
add_of_indicator (AnnexTransaction *transaction, AnnexRecord *indicator, const char *id, const char *today, GError **error)
{
  g_autofree char *title = g_strdup_printf (_("Out of bounds: %s"), annex_record_get_title (indicator));
  g_autofree char *observed =
    g_strdup_printf (_("%s is %s in %s; its limit is %s."), annex_record_get_reference (indicator), annex_record_get_text (indicator, "latest_value"),
                     annex_record_get_text (indicator, "latest_period"), annex_record_get_text (indicator, "bound"));

  return annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", title, "source", "indicator", "indicator", id, "clauses",
                                annex_record_get_value (indicator, "clauses"), "controls", annex_record_get_value (indicator, "controls"), "owner",
                                annex_record_get_value (indicator, "owner"), "risks", annex_record_get_value (indicator, "risks"), "observed", observed,
                                "raised_on", today, NULL);
}

/* The link from a record to the action that was made of it. Returns: the action; 0 with @error set, or where there is none. */
static gint64
link_back (AnnexTransaction *transaction, AnnexRecord *record, const char *field_name, gint64 made, GError **error)
{
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, made);

  return made != 0 && annex_transaction_set (transaction, annex_record_get_id (record), field_name, value, error) ? made : 0;
}

/* What management found not to be as it should. */
static gint64
add_of_decision (AnnexTransaction *transaction, AnnexRecord *decision, const char *today, GError **error)
{
  gint64 made = annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", annex_record_get_title (decision), "source", "review",
                                       "source_note", annex_record_get_reference (decision), "review", annex_record_get_value (decision, "review"), "owner",
                                       annex_record_get_value (decision, "owner"), "documents", annex_record_get_value (decision, "documents"),
                                       "raised_on", today, NULL);

  return link_back (transaction, decision, "corrective_actions", made, error);
}

/* What an exception allowed is a nonconformity once it has expired. */
static gint64
add_of_exception (AnnexTransaction *transaction, AnnexRecord *exception, const char *today, GError **error)
{
  g_autofree char *observed = g_strdup_printf (_("%s was accepted until %s and has neither ended nor been renewed."),
                                               annex_record_get_reference (exception), annex_record_get_text (exception, "expires_on"));
  gint64 made = annex_transaction_add (transaction, &annex_corrective_action_type, error, "title", annex_record_get_title (exception), "source",
                                       "exception", "requirement", annex_record_get_value (exception, "requirement"), "controls",
                                       annex_record_get_value (exception, "controls"), "observed", observed, "plan",
                                       annex_record_get_value (exception, "on_expiry"), "owner", annex_record_get_value (exception, "owner"), "risks",
                                       annex_record_get_value (exception, "risks"), "raised_on", today, NULL);

  return link_back (transaction, exception, "corrective_action", made, error);
}

gint64
annex_action_request_make (AnnexStore *store, gint64 source, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, source, error);
  const AnnexType *type = record != NULL ? annex_record_get_record_type (record) : NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, source);
  g_autofree char *today = annex_clock_dup_today ();
  g_autofree char *label = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 made;

  if (record == NULL)
    return 0;
  made = type == &annex_incident_type || type == &annex_occurrence_type || type == &annex_indicator_type || type == &annex_review_decision_type ||
             type == &annex_exception_type
           ? find_action (store, record, &failure)
           : 0;
  if (annex_error_pass (&failure, error) || made != 0)
    return made;
  if (!asks_for_action (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s asks for no corrective action: nothing about it was missed, is out of bounds, was decided or has expired."),
                   annex_record_get_reference (record));
      return 0;
    }
  label = g_strdup_printf (_("Request corrective action for %s"), annex_record_get_reference (record));
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return 0;
  if (type == &annex_incident_type)
    made = add_of_incident (transaction, record, id, today, error);
  else if (type == &annex_occurrence_type)
    made = add_of_occurrence (transaction, store, record, id, today, error);
  else if (type == &annex_indicator_type)
    made = add_of_indicator (transaction, record, id, today, error);
  else if (type == &annex_review_decision_type)
    made = add_of_decision (transaction, record, today, error);
  else
    made = add_of_exception (transaction, record, today, error);
  return made != 0 && annex_transaction_commit (transaction, error) ? made : 0;
}
