/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-query.h"
#include "core/annex-transaction.h"

G_BEGIN_DECLS

/**
 * AnnexSoaLine:
 * @code: reference of the control
 * @title: of the control
 * @theme: (nullable): key
 * @decision: key
 * @reasons: keys out of risk, legal, contract, business and practice, separated by "; "
 * @justification: (nullable)
 * @status: key, as those who run it say
 * @implementation: (nullable)
 * @owner: (nullable): name
 * @risks: (nullable): references of the risks it keeps down, separated by ", "
 * @documents: (nullable): references of the documents that serve it, separated by ", "
 * @evidence: (nullable): references, separated by ", "
 *
 * What the Statement of Applicability says of one control.
 */
typedef struct
{
  char *code;
  char *title;
  char *theme;
  char *decision;
  char *reasons;
  char *justification;
  char *status;
  char *implementation;
  char *owner;
  char *risks;
  char *documents;
  char *evidence;
} AnnexSoaLine;

/**
 * annex_soa_load:
 * @version: of type "soa_version", frozen; 0 for the statement as it stands now
 *
 * Returns: (transfer full) (element-type AnnexSoaLine): Annex A first in its order, then own controls.
 */
GPtrArray *annex_soa_load (AnnexStore *store, gint64 version, GError **error);

/** AnnexSoaLineFunc: @line: (transfer none): valid during the call */
typedef void (*AnnexSoaLineFunc) (const AnnexSoaLine *line, gpointer user_data);

/**
 * annex_soa_foreach:
 * @briefly: where code, theme, decision, justification and status are enough; the rest may be empty
 *
 * As annex_soa_load(), and holds one line at a time. Before a failure @func may have been called.
 */
gboolean annex_soa_foreach (AnnexStore *store,
                            gint64 version,
                            gboolean briefly,
                            AnnexSoaLineFunc func,
                            gpointer user_data,
                            GError **error);

/**
 * annex_soa_load_at:
 * @moment: a version, by reference or name, or a day as YYYY-MM-DD, which is read from the change log
 * @name: (out) (optional) (transfer full): what to call it
 *
 * Returns: (transfer full) (element-type AnnexSoaLine): the statement as it was. The store shows that day
 * meanwhile, so it should be a worker's. Errors: %ANNEX_ERROR_NOT_FOUND, %ANNEX_ERROR_INVALID.
 */
GPtrArray *annex_soa_load_at (AnnexStore *store, const char *moment, char **name, GError **error);

/**
 * annex_soa_limit_query:
 * @query: for controls
 *
 * Leaves controls of other libraries out, which are not part of the statement, unless the query asks for a library itself.
 */
void annex_soa_limit_query (AnnexQuery *query);

/** annex_soa_freeze: Writes what the statement says now as the lines of @version. */
gboolean annex_soa_freeze (AnnexTransaction *transaction, AnnexStore *store, gint64 version, GError **error);

/** annex_soa_find_latest: Returns: the id of the version approved last, or of the one approved last before @before; 0 when there is none, or with @error set. */
gint64 annex_soa_find_latest (AnnexStore *store, gint64 before, GError **error);

/** annex_soa_find_open: Returns: the id of the version that is a draft or reviewed, the newest of them; 0 when there is none, or with @error set. */
gint64 annex_soa_find_open (AnnexStore *store, GError **error);

/**
 * annex_soa_open_draft:
 *
 * Once a version is approved, what the statement says belongs to the next one: begins it where none is open, numbered after the
 * one approved last ("1.1" is followed by "1.2"). One that was reviewed already is a draft again, for nobody has reviewed it as it is now.
 */
gboolean annex_soa_open_draft (AnnexTransaction *transaction, AnnexStore *store, GError **error);

/** annex_soa_get_open: As annex_soa_find_open(), but begins the next version, or the first one, where there is none. Returns: 0 with @error set. */
gint64 annex_soa_get_open (AnnexStore *store, GError **error);

/**
 * annex_soa_sign:
 * @version: a draft for its review, a reviewed one for its approval
 * @person: who did it; that it was done today is written too
 * @role: (nullable): in which role; that of the register of people without one
 * @note: (nullable): what is new in the version
 *
 * Reviews or approves, as one step of undo; approving freezes. Errors: %ANNEX_ERROR_INVALID.
 */
gboolean annex_soa_sign (AnnexStore *store, gint64 version, gint64 person, const char *role, const char *note, GError **error);

/** annex_soa_dup_reasons: Returns: (transfer full): the reasons of a line as people read them. */
char *annex_soa_dup_reasons (const AnnexSoaLine *line);

/**
 * annex_soa_dup_reasons_of:
 * @control: as it stands now
 *
 * Returns: (transfer full): why it applies, those reasons that follow from links with the records that they follow from:
 * "Risk treatment: R-001, TM-004; Business". Empty for none; NULL with @error set.
 */
char *annex_soa_dup_reasons_of (AnnexStore *store, AnnexRecord *control, GError **error);

/** annex_soa_line_get_decision: Returns: (transfer none): the decision in a word or two. */
const char *annex_soa_line_get_decision (const AnnexSoaLine *line);

/** annex_soa_line_get_status: Returns: (transfer none): the status; not applicable for what is excluded. */
const char *annex_soa_line_get_status (const AnnexSoaLine *line);

/**
 * AnnexSoaChange:
 * @code: of the control
 * @title: of the control
 * @what: (transfer none): what is different
 * @before: for people, "" for nothing
 * @after: for people, "" for nothing
 *
 * One difference between two statements.
 */
typedef struct
{
  char *code;
  char *title;
  const char *what;
  char *before;
  char *after;
} AnnexSoaChange;

/**
 * annex_soa_compare_since:
 * @version: 0, or one that is not approved yet, for the statement as it stands now
 * @since: (nullable): as in annex_soa_load_at(); NULL for the version approved before
 * @name: (out) (optional) (transfer full): what to call what it was compared with
 *
 * Returns: (transfer full) (element-type AnnexSoaChange): as annex_soa_compare(). Errors: those of annex_soa_load_at().
 */
GPtrArray *annex_soa_compare_since (AnnexStore *store, gint64 version, const char *since, char **name, GError **error);

/** annex_soa_compare: @before and @after: (element-type AnnexSoaLine). Returns: (transfer full) (element-type AnnexSoaChange): in the order of the controls; empty when they say the same. */
GPtrArray *annex_soa_compare (GPtrArray *before, GPtrArray *after);

G_END_DECLS
