/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** AnnexImportProblem: @column: (nullable): its heading; @message: a sentence. */
typedef struct
{
  guint64 line;
  char *column;
  char *message;
} AnnexImportProblem;

/**
 * AnnexImportChange:
 * @line: of the file
 * @reference: of the record as it is now
 * @field: name of the field
 * @label: its name for people
 * @old: as people read it
 * @new: as people read it
 * @accepted: clear it, and the change is not made
 */
typedef struct
{
  guint64 line;
  char *reference;
  char *field;
  char *label;
  char *old;
  char *new;
  gboolean accepted;
} AnnexImportChange;

/** AnnexImportNewTarget: a record of another type that a link asks for and that will be made. */
typedef struct
{
  guint64 line;
  char *type;
  char *title;
} AnnexImportNewTarget;

/**
 * AnnexImportReport:
 * @n_rows: rows read, empty ones left out
 * @n_add: rows that become new records
 * @n_update: rows that change a record
 * @n_unchanged: rows that say what is there already
 * @n_skip: rows whose record exists and stays as it is
 * @n_bad: rows that are left out because of a problem
 * @n_problems: all problems; @problems keeps the first 10,000
 * @n_changes: all changes; @changes keeps the first 100,000, and the rest are made
 * @problems: (element-type AnnexImportProblem)
 * @changes: (element-type AnnexImportChange)
 * @new_targets: (element-type AnnexImportNewTarget)
 * @remark: (nullable): what else is to be known of the file, as a sentence
 * @states: private: what becomes of each row
 * @is_mixed: private: some rows have a reference and some have none
 *
 * What an import will do, or has done.
 */
typedef struct
{
  guint64 n_rows;
  guint64 n_add;
  guint64 n_update;
  guint64 n_unchanged;
  guint64 n_skip;
  guint64 n_bad;
  guint64 n_problems;
  guint64 n_changes;
  GPtrArray *problems;
  GPtrArray *changes;
  GPtrArray *new_targets;
  char *remark;
  GByteArray *states;
  gboolean is_mixed;
} AnnexImportReport;

/** AnnexImportState: what becomes of a row. */
typedef enum
{
  ANNEX_IMPORT_ROW_ADD,
  ANNEX_IMPORT_ROW_UPDATE,
  ANNEX_IMPORT_ROW_UNCHANGED,
  ANNEX_IMPORT_ROW_SKIP,
  ANNEX_IMPORT_ROW_BAD
} AnnexImportState;

AnnexImportReport *annex_import_report_new (void);

/** annex_import_report_add_problem: @column: (nullable). @message: (transfer full). */
void annex_import_report_add_problem (AnnexImportReport *self, guint64 line, const char *column, char *message);

/** annex_import_report_add_change: Notes a change, accepted. */
void annex_import_report_add_change (AnnexImportReport *self, guint64 line, const char *reference, const char *field, const char *label,
                                     const char *old_text, const char *new_text);

/** annex_import_report_remove_changes: Forgets the changes of a row that is left out. */
void annex_import_report_remove_changes (AnnexImportReport *self, guint64 line);

/** annex_import_report_set_state: Notes, or changes, what becomes of row number @ordinal (from 0). */
void annex_import_report_set_state (AnnexImportReport *self, guint64 ordinal, AnnexImportState state);
AnnexImportState annex_import_report_get_state (AnnexImportReport *self, guint64 ordinal);

/** annex_import_report_sort: Puts problems and changes in the order of the file. */
void annex_import_report_sort (AnnexImportReport *self);

/** annex_import_report_summarize: Returns: (transfer full): how many rows are added, changed, left out, and the remark. */
char *annex_import_report_summarize (AnnexImportReport *self);
void annex_import_report_free (AnnexImportReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexImportReport, annex_import_report_free)

G_END_DECLS
