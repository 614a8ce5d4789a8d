/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "control-private.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"

#define END(of, field) "(SELECT target FROM link WHERE source = " of ".id AND field = '" field "')"
#define MET(of) "(SELECT target FROM link WHERE source = " of ".id AND field IN ('meets', 'meets_clause'))"

const AnnexRule annex_library_rules[] = {
  { "annex-a-incomplete", "6.1.3 c)", &annex_engagement_type, "(SELECT count (*) FROM control WHERE library = 'annex_a') NOT IN (0, 93)",
    N_("has not all 93 controls of Annex A, without which nobody can tell that none was forgotten. Undo the deletion, or import them again.") },
  /* Said only where people do prove Annex A by another library. */
  { "soa-unmet", "6.1.3 c)", &annex_control_type,
    "r.library = 'annex_a' AND r.decision = 'applicable' AND EXISTS (SELECT 1 FROM link l JOIN mapping m ON m.id = l.source "
    "AND m.state = 'confirmed' WHERE l.field = 'meets') "
    "AND NOT " ANNEX_CONTROL_MET_SQL ("TRUE") " AND NOT " ANNEX_CONTROL_ANSWERS_RISK_SQL " AND NOT " ANNEX_CONTROL_HAS_EVIDENCE_SQL
    " AND r.implementation IS NULL",
    N_("is met by no control of the library that you work by, and by nothing else. Confirm a mapping, or say how it is met.") },
  { "soa-met-partly", "9.1", &annex_control_type,
    "r.library = 'annex_a' AND r.decision = 'applicable' AND r.status = 'implemented' AND coalesce (" ANNEX_CONTROL_COVERAGE_SQL
    ", 'wholly') <> 'wholly' AND NOT " ANNEX_CONTROL_EVIDENCE_SQL ("count (*) > 0", "TRUE"),
    N_("is said to be implemented, but the controls that meet it do so only in part, and no evidence of its own fills the rest.") },
  { "mapping-to-withdrawn", "6.1.3 c)", &annex_mapping_type,
    "r.state = 'confirmed' AND EXISTS (SELECT 1 FROM control c WHERE c.id = " END ("r", "met_by") " AND c.withdrawn)",
    N_("rests on a control that its publisher has withdrawn. Map to the one that took its place.") },
  { "mapping-to-excluded", "6.1.3 c)", &annex_mapping_type,
    "r.state = 'confirmed' AND EXISTS (SELECT 1 FROM control c WHERE c.id = " END ("r", "met_by") " AND c.decision = 'excluded')",
    N_("rests on a control that does not apply here, and so does not count.") },
  { "mapping-twice", "6.1.3 c)", &annex_mapping_type,
    "EXISTS (SELECT 1 FROM link l JOIN mapping o ON o.id = l.source AND o.id < r.id WHERE l.field IN ('meets', 'meets_clause') AND l.target = " MET ("r")
    " AND " END ("o", "met_by") " = " END ("r", "met_by") ")",
    N_("maps what is mapped already. Keep one of the two."),
    /* Many mappings may meet one control: the first of each pair is found in one go, not again for each. */
    .condition_of_all = "r.id IN (SELECT id FROM (SELECT o.id, l.target IS " MET ("o") " AS own, " END ("o", "met_by") " AS by, "
                        "min (o.id) OVER (PARTITION BY l.target, " END ("o", "met_by") ") AS first "
                        "FROM mapping o CROSS JOIN link l ON l.source = o.id AND l.field IN ('meets', 'meets_clause')) "
                        "WHERE own AND by IS NOT NULL AND first < id)" },
  { "library-unnamed", "7.5.3", &annex_control_type,
    "r.library = 'other' AND NOT EXISTS (SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'from_library')",
    N_("belongs to another library. Say which.") },
  { NULL },
};
