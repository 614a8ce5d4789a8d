/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* SQL over the row alias r of table incident, for the description and the rules of incidents. */

/* Hours between two times; none where one lacks its time of day. Both are in the zone of the people who wrote them. */
#define ANNEX_INCIDENT_HOURS_SQL(from, until) \
  "iif (length (" from ") > 10 AND length (" until ") > 10, " \
  "round ((julianday (" until ", 'utc') - julianday (" from ", 'utc')) * 24, 1), NULL)"

/* The clock of GDPR, article 33 (1) runs from the time at which one became aware of the breach. */
#define ANNEX_INCIDENT_AWARE_SQL "coalesce (r.aware_at, r.noticed_at)"
#define ANNEX_INCIDENT_HOURS_LEFT_SQL "(72 - (julianday (annex_now ('utc')) - julianday (" ANNEX_INCIDENT_AWARE_SQL ", 'utc')) * 24)"

/* As long as nobody has said no, personal data may be hit where an affected asset holds some. */
#define ANNEX_INCIDENT_MAY_HIT_PEOPLE_SQL \
  "coalesce (r.personal_data IN ('yes', 'unclear'), EXISTS (SELECT 1 FROM link l JOIN asset a ON a.id = l.target " \
  "WHERE l.source = r.id AND l.field = 'assets' AND a.personal_data = 1))"

/* Somebody still has to decide about telling the authority, or to tell it. */
#define ANNEX_INCIDENT_CLOCK_RUNS_SQL \
  "(" ANNEX_INCIDENT_MAY_HIT_PEOPLE_SQL " AND coalesce (r.kind, 'incident') = 'incident' AND r.notification IS NOT 'no' " \
  "AND r.notified_at IS NULL AND " ANNEX_INCIDENT_AWARE_SQL " IS NOT NULL)"

/* What came true tells more about a likelihood than any estimate made before it. */
#define ANNEX_INCIDENT_NOT_REJUDGED_SQL \
  "EXISTS (SELECT 1 FROM link l JOIN risk k ON k.id = l.target WHERE l.source = r.id AND l.field = 'risks' AND k.status IS NOT 'closed' " \
  "AND coalesce (k.assessed_on, '') < substr (coalesce (r.noticed_at, r.happened_at), 1, 10))"
