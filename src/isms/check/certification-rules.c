/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define TODAY "annex_today ()"
#define RUNNING "r.status IS NOT 'ended' AND "
#define DECISION "coalesce (r.decided_on, r.decision_on)"

/* As GDate adds months: 29 February and 12 months are 28 February. */
#define LATER(date, months, next) \
  "min (date (" date ", '+" months " months'), date (" date ", 'start of month', '+" next " months', '-1 day'))"
#define YEAR(date) "CAST (strftime ('%Y', " date ") AS INTEGER)"

#define ON_FREE_DAY(date) \
  "(strftime ('%w', " date ") IN ('0', '6') OR EXISTS (SELECT 1 FROM holiday h WHERE h.day = " date "))"
#define PLANNED_ON_FREE_DAY(name) "(r." name "_held IS NULL AND r." name "_on >= " TODAY " AND " ON_FREE_DAY ("r." name "_on") ")"

/* Clauses of ISO/IEC 17021-1:2015, by which certification bodies work. */
const AnnexRule annex_certification_rules[] = {
  { "certification-stage-2-first", "ISO/IEC 17021-1, 9.3.1", &annex_certification_type, "r.stage2_held IS NOT NULL AND r.stage1_held IS NULL",
    N_("had stage 2, but no stage 1 before it.") },
  { "certification-stages-far-apart", "ISO/IEC 17021-1, 9.3.1.2.4", &annex_certification_type,
    RUNNING "coalesce (r.stage2_held, r.stage2_on) > " LATER ("coalesce (r.stage1_held, r.stage1_on)", "6", "7"),
    N_("has more than six months between the stages. Many certification bodies then repeat stage 1.") },
  { "certification-without-decision", "ISO/IEC 17021-1, 9.5", &annex_certification_type, "r.status = 'certified' AND r.decided_on IS NULL",
    N_("is certified, but the day of the decision is missing, from which all others are counted.") },
  { "certification-without-number", "ISO/IEC 17021-1, 8.2", &annex_certification_type,
    "r.status IN ('certified', 'suspended') AND r.number IS NULL", N_("has no certificate number.") },
  { "certification-too-long", "ISO/IEC 17021-1, 9.1.3.2", &annex_certification_type,
    RUNNING "r.expires_on > " LATER (DECISION, "36", "37"), N_("expires more than three years after the decision.") },
  { "certification-expired", "ISO/IEC 17021-1, 9.6.3.2", &annex_certification_type,
    "r.status IN ('certified', 'suspended') AND r.expires_on < " TODAY " AND r.recertification_held IS NULL",
    N_("has a certificate that has expired.") },
  { "certification-surveillance-1-late", "ISO/IEC 17021-1, 9.1.3.3", &annex_certification_type,
    RUNNING "coalesce (r.surveillance1_held, r.surveillance1_on) > " LATER (DECISION, "12", "13"),
    N_("has its first surveillance later than twelve months after the decision.") },
  { "certification-surveillance-1-missed", "ISO/IEC 17021-1, 9.1.3.3", &annex_certification_type,
    RUNNING "r.surveillance1_held IS NULL AND r.decided_on IS NOT NULL AND " LATER ("r.decided_on", "12", "13") " < " TODAY,
    N_("had no surveillance within twelve months of the decision. The certificate is at risk.") },
  { "certification-year-without-surveillance", "ISO/IEC 17021-1, 9.1.3.3", &annex_certification_type,
    RUNNING DECISION " IS NOT NULL AND ((r.surveillance1_on IS NOT NULL AND " YEAR ("coalesce (r.surveillance1_held, r.surveillance1_on)") " != "
    YEAR (DECISION) " + 1) OR (r.surveillance2_on IS NOT NULL AND " YEAR ("coalesce (r.surveillance2_held, r.surveillance2_on)") " != "
    YEAR (DECISION) " + 2))",
    N_("has a calendar year without surveillance. Each year after the decision needs one, but for the year of recertification.") },
  { "certification-surveillance-2-missed", "ISO/IEC 17021-1, 9.1.3.3", &annex_certification_type,
    RUNNING "r.surveillance2_held IS NULL AND r.decided_on IS NOT NULL AND " YEAR ("r.decided_on") " + 2 < " YEAR (TODAY),
    N_("had no surveillance in the second year after the decision. The certificate is at risk.") },
  { "certification-recertification-late", "ISO/IEC 17021-1, 9.6.3", &annex_certification_type,
    RUNNING "coalesce (r.recertification_held, r.recertification_on) > r.expires_on",
    N_("has its recertification after the certificate expires.") },
  { "certification-date-passed", "ISO/IEC 17021-1, 9.2", &annex_certification_type,
    RUNNING "((r.stage1_held IS NULL AND r.stage1_on < " TODAY ") OR (r.stage2_held IS NULL AND r.stage2_on < " TODAY
            ") OR (r.decided_on IS NULL AND r.decision_on < " TODAY ") OR (r.surveillance1_held IS NULL AND r.surveillance1_on < " TODAY
            ") OR (r.surveillance2_held IS NULL AND r.surveillance2_on < " TODAY
            ") OR (r.recertification_held IS NULL AND r.recertification_on < " TODAY "))",
    N_("has a planned day that has passed. Say when it was held, or plan it anew.") },
  { "certification-on-free-day", "ISO/IEC 17021-1, 9.2.3", &annex_certification_type,
    RUNNING "(" PLANNED_ON_FREE_DAY ("stage1") " OR " PLANNED_ON_FREE_DAY ("stage2") " OR " PLANNED_ON_FREE_DAY ("surveillance1") " OR "
    PLANNED_ON_FREE_DAY ("surveillance2") " OR " PLANNED_ON_FREE_DAY ("recertification") ")",
    N_("has an audit planned on a weekend or a holiday.") },
  { NULL },
};
