/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "record-type-choices.h"

const AnnexChoice annex_record_type_choices[] = {
  { "issue", N_("Issue") },
  { "party", N_("Interested party") },
  { "requirement", N_("Requirement") },
  { "objective", N_("Objective") },
  { "person", N_("Person") },
  { "asset", N_("Asset") },
  { "methodology", N_("Methodology") },
  { "risk", N_("Risk") },
  { "treatment", N_("Measure") },
  { "reduction", N_("Reduction") },
  { "acceptance", N_("Acceptance") },
  { "soa_version", N_("Version of the Statement of Applicability") },
  { "workshop", N_("Workshop") },
  { "threat", N_("Threat") },
  { "vulnerability", N_("Vulnerability") },
  { "control", N_("Control") },
  { "clause", N_("Clause") },
  { "library", N_("Library") },
  { "mapping", N_("Mapping") },
  { "supplier", N_("Supplier") },
  { "evidence", N_("Evidence") },
  { "incident", N_("Incident") },
  { "audit", N_("Audit") },
  { "finding", N_("Finding") },
  { "audit_question", N_("Question of auditors") },
  { "activity", N_("Activity") },
  { "occurrence", N_("Occurrence") },
  { "certification", N_("Certification") },
  { "corrective_action", N_("Corrective action") },
  { "action_step", N_("Step of a corrective action") },
  { "exception", N_("Exception") },
  { NULL, NULL },
};
