/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexRule:
 * @id: what scripts know it by, such as "risk-without-owner"
 * @clause: of ISO/IEC 27001:2022
 * @type: the record type whose records it looks at
 * @condition: SQL over the row alias r of that type's table; true where the rule is broken
 * @message: untranslated: what is wrong and what to do, to follow reference and title
 * @summary: (nullable): untranslated: the same of many records, with how many as %u, for a rule that work
 *   not yet begun breaks everywhere
 * @urgent: whether somebody has to hear of it before anything else, such as a delay that concerns top management
 * @wrong: whether what was entered is at fault, and not what is still to come, so that a new record is told of it, too
 * @condition_of_all: (nullable): the same as @condition, written so that it is cheap to ask of all records at once
 *
 * What must hold between the records of an engagement, beyond what a single record can be refused for.
 */
typedef struct
{
  const char *id;
  const char *clause;
  const AnnexType *type;
  const char *condition;
  const char *message;
  const char *summary;
  gboolean urgent;
  gboolean wrong;
  const char *condition_of_all;
} AnnexRule;

/**
 * AnnexFinding:
 * @rule: id of the rule
 * @clause: of ISO/IEC 27001:2022
 * @record: (nullable) 0 when no single record is to blame
 * @reference: (nullable): of the record
 * @title: (nullable): of the record
 * @message: a sentence for people
 * @urgent: as of the rule
 * @wrong: as of the rule
 *
 * Where a rule is broken.
 */
typedef struct
{
  const char *rule;
  const char *clause;
  gint64 record;
  char *reference;
  char *title;
  char *message;
  gboolean urgent;
  gboolean wrong;
} AnnexFinding;

AnnexFinding *annex_finding_copy (const AnnexFinding *finding);
void annex_finding_free (AnnexFinding *finding);

/** annex_rules_list: Returns: (transfer container) (element-type AnnexRule): the rules that are a condition on one table. */
GPtrArray *annex_rules_list (void);

/**
 * annex_rule_dup_sql:
 * @one: whether it is asked of one record, the parameter
 *
 * Returns: (transfer full): what lists id, reference and title of the records that break the rule
 */
char *annex_rule_dup_sql (const AnnexRule *rule, gboolean one);

/**
 * annex_rules_check:
 * @record: an id, or 0 for every record
 *
 * Returns: (transfer full) (element-type AnnexFinding): where rules are broken, by rule and then by
 * reference; empty when all is well, and for a record that is gone. Errors: as annex_statement_finish().
 */
GPtrArray *annex_rules_check (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error);

/** AnnexFindingFunc: @finding: (transfer none): valid during the call, in which the store may not be asked for rules */
typedef void (*AnnexFindingFunc) (const AnnexFinding *finding, gpointer user_data);

/** annex_rules_check_each: As annex_rules_check(), where there may be many findings: none is held. Before a failure
 * @func may have been called. */
gboolean annex_rules_check_each (AnnexStore *store,
                                 gint64 record,
                                 AnnexFindingFunc func,
                                 gpointer user_data,
                                 GCancellable *cancellable,
                                 GError **error);

/**
 * annex_rules_foreach:
 *
 * For lists of everything, which may be long: as annex_rules_check() of every record, but what is urgent comes
 * first, one finding stands in the place of more than ten of a rule that has a summary, and none is held.
 *
 * Returns: whether all rules were asked; before a failure @func may have been called
 */
gboolean annex_rules_foreach (AnnexStore *store, AnnexFindingFunc func, gpointer user_data, GCancellable *cancellable,
                              GError **error);

/**
 * annex_rules_foreach_of:
 * @prefix: what the ids of the rules begin with, such as "soa-"
 *
 * Every finding of some rules, each by itself; none is held. Returns: as annex_rules_foreach().
 */
gboolean annex_rules_foreach_of (AnnexStore *store, const char *prefix, AnnexFindingFunc func, gpointer user_data,
                                 GCancellable *cancellable, GError **error);

/* The rules, one table by what they are about. Each ends with a rule without an id. */
extern const AnnexRule annex_risk_rules[];
extern const AnnexRule annex_treatment_rules[];
extern const AnnexRule annex_soa_rules[];
extern const AnnexRule annex_activity_rules[];
extern const AnnexRule annex_certification_rules[];
extern const AnnexRule annex_clause_rules[];
extern const AnnexRule annex_document_rules[];
extern const AnnexRule annex_training_rules[];
extern const AnnexRule annex_incident_rules[];
extern const AnnexRule annex_library_rules[];
extern const AnnexRule annex_audit_rules[];
extern const AnnexRule annex_indicator_rules[];
extern const AnnexRule annex_review_rules[];
extern const AnnexRule annex_corrective_action_rules[];
extern const AnnexRule annex_exception_rules[];

G_END_DECLS
