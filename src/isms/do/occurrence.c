/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "activity.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice states[] = {
  { "open", N_("Open") },
  { "done", N_("Done") },
  { "skipped", N_("Left out") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("What"),
    .group = N_("Occurrence"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "activity",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Activity"),
    .target = "activity",
    .inverse = N_("Occurrences"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "due",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Due"),
    .help = N_("Moving it does not move the times after it"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "state",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("State"),
    .help = N_("Done or left out, the next one is planned"),
    .choices = states,
    .initial = "open",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "done_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Done on"),
    .group = N_("Proof"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "done_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Done by"),
    .target = "person",
    .inverse = N_("Occurrences done"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "result",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Result"),
    .help = N_("What came out of it; or why it was left out"),
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .help = N_("What shows that it was done"),
    .target = "evidence",
    .inverse = N_("Occurrences"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "done_on", error);
}

static gboolean
follow (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error)
{
  gint64 id = annex_record_get_id (record);
  const char *state = annex_record_get_value (record, "state");
  const char *activity = annex_record_get_value (record, "activity");
  g_autofree char *today = annex_clock_dup_today ();

  if (!annex_transaction_has_changed (transaction, id, "state") || g_strcmp0 (state, "open") == 0)
    return TRUE;
  if (g_strcmp0 (state, "done") == 0 && annex_record_get_value (record, "done_on") == NULL &&
      !annex_transaction_set (transaction, id, "done_on", today, error))
    return FALSE;
  return activity == NULL || annex_activity_plan_next (transaction, store, g_ascii_strtoll (activity, NULL, 10), error);
}

static const char *const over_states[] = { "done", "skipped", NULL };

const AnnexType annex_occurrence_type = {
  .name = "occurrence",
  .label = N_("Occurrence"),
  .label_plural = N_("Occurrences"),
  .description = N_("Each time that an activity is due or was carried out. Doing one plans the next."),
  .prefix = "OC",
  .digits = 4,
  .icon = "checkbox-checked-symbolic",
  .phase = ANNEX_PHASE_DO,
  .beside = "activity",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "state",
  .over_states = over_states,
  .validate = validate,
  .follow = follow,
};
