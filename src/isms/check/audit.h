/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/* What audits and the records of fieldwork have in common. */

/** annex_audit_results: What a question of the checklist came to; "open" until somebody has looked. */
extern const AnnexChoice annex_audit_results[];

/** annex_finding_grades: How bad a finding is, the worst first. */
extern const AnnexChoice annex_finding_grades[];

/** annex_audit_get_of: @audit: (out): id of the audit that a record belongs to by its field "audit" or, for an item of a sample, by its sample; 0 for none. Returns: whether it could be read. */
gboolean annex_audit_get_of (AnnexStore *store, AnnexRecord *record, gint64 *audit, GError **error);

/** annex_audit_load_of: @audit: (out) (transfer full) (nullable): that audit, NULL for none. Returns: whether it could be read. */
gboolean annex_audit_load_of (AnnexStore *store, AnnexRecord *record, AnnexRecord **audit, GError **error);

/** annex_audit_is_finished: Returns: whether the audit is over, so that what it found does not change any more. */
gboolean annex_audit_is_finished (AnnexRecord *audit);

/**
 * annex_audit_may_propose:
 *
 * Whether those who audit may say what caused a finding and how to mend it: in internal audits, audits
 * of suppliers and follow-ups of one's own; not where a certification body audits (ISO/IEC 17021-1, 9.4.5.3).
 */
gboolean annex_audit_may_propose (AnnexRecord *audit);

/**
 * annex_audit_check_part:
 * @record: something that belongs to an audit, as it will be
 * @still_free: (nullable): NULL-terminated; fields that change after the audit, such as what became of a finding
 *
 * For a type's complete: refuses what changes the records of a finished audit, and moves to another
 * audit. Errors: %ANNEX_ERROR_INVALID.
 */
gboolean annex_audit_check_part (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *const *still_free,
                                 GError **error);

/** annex_audit_check_part_kept: For a type's check_deletion: refuses to delete what belongs to a finished audit. */
gboolean annex_audit_check_part_kept (AnnexStore *store, AnnexRecord *record, GError **error);

/** annex_audit_dup_about: Returns: (transfer full) (nullable): the clauses and controls that a record is about, as auditors name them and count: "6.2, A.5.9, A.5.10"; NULL with @error set. */
char *annex_audit_dup_about (AnnexStore *store, gint64 record, GError **error);

/** annex_audit_is_found: Returns: whether a result (nullable) of a question wants a finding in the report. */
gboolean annex_audit_is_found (const char *result);

/** annex_audit_stamp_result: For a type's complete: notes in @at and @by when its "result" was given and by whom, unless it was brought along. */
gboolean annex_audit_stamp_result (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, const char *at, const char *by, GError **error);

/** annex_audit_dup_now: Returns: (transfer full): now in local time to the second, as stamps are written: "2026-09-15 10:42:07". */
char *annex_audit_dup_now (void);

G_END_DECLS
