/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "incident-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define OPEN "r.status <> 'closed' AND "
#define IS_INCIDENT "r.kind = 'incident' AND "
#define HAS_LINK(field) "EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = '" field "')"

const AnnexRule annex_incident_rules[] = {
  { "incident-clock-over", "A.5.34", &annex_incident_type, ANNEX_INCIDENT_CLOCK_RUNS_SQL " AND " ANNEX_INCIDENT_HOURS_LEFT_SQL " < 0",
    N_("may have hit personal data, and the 72 hours of GDPR, article 33, are over without a decision or a notice. Decide now, tell the authority "
       "if it must be told, and say why it is late. This is a reminder, not legal advice."),
    .urgent = TRUE },
  { "incident-clock-running", "A.5.34", &annex_incident_type, ANNEX_INCIDENT_CLOCK_RUNS_SQL " AND " ANNEX_INCIDENT_HOURS_LEFT_SQL " >= 0",
    N_("may have hit personal data, and the 72 hours of GDPR, article 33, are running. Decide whether to tell the authority, and say why. "
       "This is a reminder, not legal advice."),
    .urgent = TRUE },
  { "incident-notification-unexplained", "A.5.34", &annex_incident_type,
    IS_INCIDENT "r.personal_data = 'yes' AND r.notification IS NOT NULL AND r.notification_reason IS NULL",
    N_("says whether to tell the authority, but not why. The reason has to be on record, above all where nobody is told.") },
  { "incident-waits-for-triage", "A.5.25", &annex_incident_type,
    "r.status = 'reported' AND julianday (annex_now ('utc')) - julianday (r.noticed_at, 'utc') > 1",
    N_("was noticed more than a day ago, and nobody has judged it yet. Say whether it is an event, a weakness or an incident, and how severe.") },
  { "incident-without-owner", "A.5.26", &annex_incident_type, OPEN "NOT " HAS_LINK ("owner"),
    N_("has nobody who leads it. Name one person.") },
  { "incident-without-kind", "A.5.25", &annex_incident_type, "r.status <> 'reported' AND r.kind IS NULL",
    N_("is past triage, but nothing says whether it was an event, a weakness or an incident.") },
  { "incident-without-severity", "A.5.25", &annex_incident_type, "r.status <> 'reported' AND " IS_INCIDENT "r.severity IS NULL",
    N_("has no severity. Judge it by the scale of the engagement.") },
  { "incident-without-time", "A.6.8", &annex_incident_type, "r.noticed_at IS NULL",
    N_("does not say when it was noticed. The date is enough where nobody remembers the time.") },
  { "incident-without-lessons", "A.5.27", &annex_incident_type, "r.status = 'closed' AND " IS_INCIDENT "r.lessons IS NULL",
    N_("is closed, and nothing was learned from it. Write down what one would do otherwise.") },
  { "incident-lessons-without-owner", "A.5.27", &annex_incident_type, "r.lessons IS NOT NULL AND NOT " HAS_LINK ("lessons_owner"),
    N_("has lessons that nobody sees to. Name one person.") },
  { "incident-foreseen-without-risk", "8.2", &annex_incident_type, "r.foreseen = 'yes' AND NOT " HAS_LINK ("risks"),
    N_("is said to have been foreseen, but no risk is linked. Link the one that came true.") },
  { "incident-unforeseen-without-risk", "6.1.2 c)", &annex_incident_type, IS_INCIDENT "r.foreseen = 'no' AND NOT " HAS_LINK ("risks"),
    N_("was not foreseen, and is still in no risk. Write the risk down, and link it.") },
  { "incident-risk-not-rejudged", "8.2", &annex_incident_type, ANNEX_INCIDENT_NOT_REJUDGED_SQL,
    N_("made a risk come true that was last judged before. Judge its likelihood anew; confirming it counts, once the date of the assessment says so.") },
  { NULL },
};
