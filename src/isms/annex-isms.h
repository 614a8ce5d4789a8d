/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-type.h"

G_BEGIN_DECLS

/**
 * annex_isms_register_types:
 *
 * Makes every record type known, in the order of the sidebar. Call before the first store is
 * opened; further calls do nothing.
 */
void annex_isms_register_types (void);

/* The descriptions, one file each. */
extern const AnnexType annex_engagement_type;
extern const AnnexType annex_scale_level_type;
extern const AnnexType annex_custom_field_type;
extern const AnnexType annex_saved_filter_type;
extern const AnnexType annex_issue_type;
extern const AnnexType annex_party_type;
extern const AnnexType annex_requirement_type;
extern const AnnexType annex_objective_type;
extern const AnnexType annex_person_type;
extern const AnnexType annex_asset_type;
extern const AnnexType annex_methodology_type;
extern const AnnexType annex_matrix_cell_type;
extern const AnnexType annex_risk_type;
extern const AnnexType annex_treatment_type;
extern const AnnexType annex_reduction_type;
extern const AnnexType annex_acceptance_type;
extern const AnnexType annex_soa_version_type;
extern const AnnexType annex_soa_line_type;
extern const AnnexType annex_workshop_type;
extern const AnnexType annex_attendance_type;
extern const AnnexType annex_agenda_item_type;
extern const AnnexType annex_estimate_type;
extern const AnnexType annex_threat_type;
extern const AnnexType annex_vulnerability_type;
extern const AnnexType annex_control_type;
extern const AnnexType annex_clause_type;
extern const AnnexType annex_library_type;
extern const AnnexType annex_mapping_type;
extern const AnnexType annex_supplier_type;
extern const AnnexType annex_evidence_type;
extern const AnnexType annex_activity_type;
extern const AnnexType annex_occurrence_type;
extern const AnnexType annex_certification_type;
extern const AnnexType annex_corrective_action_type;
extern const AnnexType annex_action_step_type;
extern const AnnexType annex_exception_type;
extern const AnnexType annex_action_rule_type;
extern const AnnexType annex_holiday_type;
extern const AnnexType annex_incident_type;
extern const AnnexType annex_incident_entry_type;
extern const AnnexType annex_cause_type;
extern const AnnexType annex_audit_type;
extern const AnnexType annex_audit_session_type;
extern const AnnexType annex_audit_item_type;
extern const AnnexType annex_audit_note_type;
extern const AnnexType annex_audit_question_type;
extern const AnnexType annex_interview_type;
extern const AnnexType annex_sample_type;
extern const AnnexType annex_sample_item_type;
extern const AnnexType annex_finding_type;
extern const AnnexType annex_document_type;
extern const AnnexType annex_document_version_type;
extern const AnnexType annex_training_type;
extern const AnnexType annex_participation_type;
extern const AnnexType annex_indicator_type;
extern const AnnexType annex_measurement_type;
extern const AnnexType annex_review_type;
extern const AnnexType annex_review_decision_type;

G_END_DECLS
