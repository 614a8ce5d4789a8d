/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "review.h"

#include <glib/gi18n-lib.h>

#include "isms/annex-appointment.h"
#include "isms/annex-isms.h"

#define DECISIONS "FROM link l JOIN review_decision p ON p.id = l.source WHERE l.target = r.id AND l.field = 'review'"

/* One of the inputs that clause 9.3.2 asks for. */
#define INPUT(field_name, heading, field_label, field_help) \
  { .name = "input_" field_name, .kind = ANNEX_FIELD_LONG_TEXT, .label = field_label, .help = field_help, .group = heading }

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Management review"),
    .group = N_("Management review"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  ANNEX_APPOINTMENT_FIELDS,
  {
    .name = "chair",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Chair"),
    .help = N_("Of top management, who cannot delegate it"),
    .target = "person",
    .inverse = N_("Management reviews chaired"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "participants",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Participants"),
    .target = "person",
    .inverse = N_("Management reviews attended"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "guests",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Others present"),
  },
  {
    .name = "interval_months",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Next one within so many months"),
    .initial = "12",
  },
  INPUT ("actions", N_("Inputs"), N_("Actions of earlier reviews"), N_("What became of what was decided then")),
  INPUT ("issues", NULL, N_("External and internal issues"), N_("What has changed in them, climate included")),
  INPUT ("parties", NULL, N_("Interested parties"), N_("What has changed in their needs and expectations")),
  INPUT ("nonconformities", NULL, N_("Nonconformities and corrective actions"), N_("Raised, closed, late, come back")),
  INPUT ("measurements", NULL, N_("Monitoring and measurement"), N_("Figures against their targets, and where they are heading")),
  INPUT ("audits", NULL, N_("Results of audits"), N_("Findings by grade, clause and control")),
  INPUT ("objectives", NULL, N_("Security objectives"), N_("Which were reached, which are on their way, which are not")),
  INPUT ("feedback", NULL, N_("Feedback of interested parties"), N_("Questionnaires, complaints, letters of authorities, staff")),
  INPUT ("risks", NULL, N_("Risks and their treatment"), N_("Results of the assessment, and how the plan is doing")),
  INPUT ("improvement", NULL, N_("Chances to improve"), N_("Proposals, with benefit and cost")),
  {
    .name = "inputs",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Inputs considered"),
    .help = N_("Of the ten that clause 9.3.2 asks for"),
    .expression = ANNEX_REVIEW_INPUTS_SQL ("r"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "conclusion",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Conclusion"),
    .help = N_("Does the management system still suit, suffice and work?"),
    .group = N_("Results"),
  },
  {
    .name = "decisions",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Decisions carried out"),
    .help = N_("Of how many"),
    .expression = "(SELECT sum (p.status <> 'open') || ' / ' || count (*) " DECISIONS " HAVING count (*) > 0)",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "evidence",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Evidence"),
    .target = "evidence",
    .inverse = N_("Management reviews"),
    .flags = ANNEX_FIELD_MANY,
  },
  {
    .name = "files",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Files"),
    .help = N_("Signed minutes, slides, figures"),
    .flags = ANNEX_FIELD_MANY,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *months = annex_record_get_value (record, "interval_months");
  double n = months != NULL ? g_ascii_strtod (months, NULL) : 1;

  if (n < 1 || n > 1200 || n != (int) n)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“Next one within so many months” is a whole number from 1 on, not %s."), months);
      return FALSE;
    }
  return annex_appointment_validate (store, record, error);
}

const AnnexType annex_review_type = {
  .name = "review",
  .label = N_("Management review"),
  .label_plural = N_("Management review"),
  .description = N_("Where top management looks at the whole system at set times: what was brought before it, what it concluded and decided."),
  .prefix = "MR",
  .digits = 2,
  .icon = "x-office-presentation-symbolic",
  .phase = ANNEX_PHASE_CHECK,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "status",
  .over_states = annex_appointment_over_states,
  .validate = validate,
  .complete = annex_appointment_complete,
  .attention = "r.status = 'planned' AND r.held_on < annex_today () OR r.status = 'held' AND "
               ANNEX_REVIEW_IS_LAST_SQL ("r") " AND " ANNEX_REVIEW_NEXT_BY_SQL ("r") " < annex_today ()",
};
