/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-isms.h"

void
annex_isms_register_types (void)
{
  static const AnnexType *const types[] = {
    /* The engagement itself: no room in the sidebar. */
    &annex_engagement_type,
    &annex_scale_level_type,
    &annex_custom_field_type,
    &annex_saved_filter_type,
    &annex_matrix_cell_type,
    /* Plan */
    &annex_issue_type,
    &annex_party_type,
    &annex_requirement_type,
    &annex_objective_type,
    &annex_person_type,
    &annex_asset_type,
    &annex_methodology_type,
    &annex_risk_type,
    &annex_treatment_type,
    &annex_reduction_type,
    &annex_acceptance_type,
    &annex_control_type,
    &annex_library_type,
    &annex_mapping_type,
    &annex_clause_type,
    &annex_soa_version_type,
    &annex_soa_line_type,
    &annex_workshop_type,
    &annex_attendance_type,
    &annex_agenda_item_type,
    &annex_estimate_type,
    &annex_threat_type,
    &annex_vulnerability_type,
    /* Do */
    &annex_document_type,
    &annex_document_version_type,
    &annex_evidence_type,
    &annex_activity_type,
    &annex_occurrence_type,
    &annex_holiday_type,
    &annex_supplier_type,
    &annex_training_type,
    &annex_participation_type,
    &annex_incident_type,
    &annex_incident_entry_type,
    /* Check */
    &annex_indicator_type,
    &annex_measurement_type,
    &annex_certification_type,
    &annex_audit_type,
    &annex_audit_session_type,
    &annex_audit_item_type,
    &annex_audit_note_type,
    &annex_interview_type,
    &annex_sample_type,
    &annex_sample_item_type,
    &annex_finding_type,
    &annex_audit_question_type,
    &annex_review_type,
    &annex_review_decision_type,
    /* Act */
    &annex_corrective_action_type,
    &annex_action_step_type,
    &annex_cause_type,
    &annex_exception_type,
    &annex_action_rule_type,
  };
  static gsize registered;

  if (!g_once_init_enter (&registered))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    annex_type_register (types[i]);
  g_once_init_leave (&registered, 1);
}
