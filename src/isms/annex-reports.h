/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"
#include "report/annex-report-document.h"

G_BEGIN_DECLS

/**
 * AnnexReportKind:
 * @name: what scripts call it, such as "risk-assessment"
 * @label: untranslated: its title in lists
 * @description: untranslated: a sentence on what it says and for whom
 * @subject: (nullable): name of the record type that it is about one record of
 * @make: reads the engagement; with many records it takes longer than a frame. @record: of @subject, 0
 *   for the one that people would expect
 * @columns: (nullable): NULL-terminated, untranslated: titles of the columns that may be left out
 * @compare: (nullable): as @make, for what changed since a version (by reference or name) or a day (YYYY-MM-DD);
 *   the store may show that day meanwhile
 *
 * A report that the engagement can give.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *description;
  const char *subject;
  AnnexReportDocument *(*make) (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
  const char *const *columns;
  AnnexReportDocument *(*compare) (AnnexStore *store, gint64 record, const char *since, GCancellable *cancellable, GError **error);
} AnnexReportKind;

/** annex_report_kind_list: Returns: (transfer none): every kind; @n_kinds: (out). */
const AnnexReportKind *annex_report_kind_list (guint *n_kinds);

/** annex_report_kind_find: Returns: (nullable) (transfer none): the kind of that name. */
const AnnexReportKind *annex_report_kind_find (const char *name);

/**
 * annex_report_begin:
 * @version: (nullable): of what is reported, shown in the block that identifies the document
 *
 * Returns: (transfer full) (nullable): a document with the engagement's name, scope, the day and the author.
 */
AnnexReportDocument *annex_report_begin (AnnexStore *store, const char *title, const char *version, GError **error);

/** annex_report_get_colour: Returns: 0xRRGGBB of a level of risk; light grey where it has none, and where it cannot be read, which annex_report_order_make() finds out. */
guint annex_report_get_colour (AnnexStore *store, int level);

/** annex_report_dup_references: Returns: (transfer full) (nullable): the references of the records that a field links to, "R-001, R-004"; NULL with @error set. */
char *annex_report_dup_references (AnnexStore *store, AnnexRecord *record, const char *field_name, GError **error);

/** annex_report_list_references: Returns: (transfer full) (nullable): as annex_report_dup_references(), of each of @field_names (NULL-terminated) in turn. */
char **annex_report_list_references (AnnexStore *store, AnnexRecord *record, const char *const *field_names, GError **error);

/** annex_report_join_references: Returns: (transfer full) (nullable): those of all @field_names (NULL-terminated) one after the other, "A.5.1, R-004". */
char *annex_report_join_references (AnnexStore *store, AnnexRecord *record, const char *const *field_names, GError **error);

/** annex_report_add_signatures: Adds a heading, @text and a place to sign for each of @names (element-type utf8), in their order. */
void annex_report_add_signatures (AnnexReportDocument *document, GHashTable *names, const char *role, const char *text);

/* The reports, one file each. */
AnnexReportDocument *annex_asset_inventory_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_calendar_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_risk_assessment_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_treatment_plan_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_methodology_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_soa_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_soa_customer_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_soa_changes_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_soa_changes_report_compare (AnnexStore *store, gint64 record, const char *since, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_evidence_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_document_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_training_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_management_review_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_gap_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_incident_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_incident_register_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_workshop_minutes_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_audit_programme_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_audit_plan_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_audit_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_stage1_readiness_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_stage2_readiness_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_finding_list_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_car_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_car_register_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_exception_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_effectiveness_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);
AnnexReportDocument *annex_lessons_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);

G_END_DECLS
