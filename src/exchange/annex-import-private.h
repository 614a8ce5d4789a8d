/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "annex-import-mapping.h"
#include "annex-import.h"
#include "annex-link-names.h"
#include "core/annex-transaction.h"

G_BEGIN_DECLS

/*
 * The inside of an import. A run goes over the file once: to plan (transaction is NULL), to write what was planned,
 * or to do both at once, which gives up where a row is bad. A plan gives records that are not there yet ids below zero.
 */

struct _AnnexImport
{
  AnnexStore *store;
  const AnnexType *type;
  GPtrArray *fields;
  char *path;
  AnnexTableSource *source;
  GArray *columns; /* int: position of the field, or see annex-import-mapping.h */
  AnnexImportPolicy policy;
  gboolean create_missing_links;
  gboolean create_missing_tags;
  gboolean leave_out_bad;
  gboolean create_library; /* whatever else is created */
  char *library;           /* (nullable): where controls that a mapping names and nobody knows are made */
  char *label;
  gint64 size;
  gint64 modified;
};

/* A link within the type that leads to a row further down, or cannot be set before all rows are there. */
typedef struct
{
  guint64 ordinal;
  guint64 line;
  gint64 from;
  guint column;
  char *text;
} AnnexImportPending;

/* A link within the type, for finding loops and links to rows that are left out. */
typedef struct
{
  guint64 ordinal;
  guint64 line;
  gint64 from;
  gint64 to;
  guint column;
} AnnexImportEdge;

/* Which rows a run writes: all, or those with and those without a reference one after the other. */
typedef enum
{
  ANNEX_IMPORT_PASS_ALL,
  ANNEX_IMPORT_PASS_NUMBERED,
  ANNEX_IMPORT_PASS_UNNUMBERED
} AnnexImportPass;

typedef struct
{
  AnnexImport *import;
  AnnexImportReport *report;
  AnnexTransaction *transaction;
  gboolean reports;  /* what becomes of the rows: it was not planned before */
  gboolean gives_up; /* what is written at once has met a bad row, which only a plan tells all about */
  GHashTable *names;     /* AnnexType → AnnexLinkNames */
  GHashTable **memos;    /* a column: text → canonical value, "" for empty */
  GHashTable **tags;     /* a column: known tags, NULL where any is welcome */
  GHashTable *seen_references;
  GHashTable *seen_ids;
  GHashTable *original_ids; /* _id values that stand in a row with the record's own reference */
  GHashTable *refused;      /* changes that were not accepted: "line field" */
  GArray *pending;
  GArray *edges;
  gboolean has_own_links;
  GError *failure; /* of the first read that did not come to its end */
  AnnexImportPass pass;
  guint64 n_numbered;
  guint64 n_unnumbered;
  guint64 ordinal;
  gint64 next_target;
  char **values;   /* a field: canonical value of the row, NULL where no column says anything */
  char **existing; /* a field: what the record has */
} AnnexImportRun;

/** The id a plan gives to the new record of a row. */
#define ANNEX_IMPORT_NEW_ID(ordinal) (-2 - (gint64) (ordinal))
#define ANNEX_IMPORT_ORDINAL(id) ((guint64) (-2 - (id)))
#define ANNEX_IMPORT_FIRST_TARGET (-(G_GINT64_CONSTANT (1) << 48))

/** ANNEX_IMPORT_IS_NEW: Whether @id stands for a row that is not a record yet. */
#define ANNEX_IMPORT_IS_NEW(id) ((id) <= -2 && (id) > ANNEX_IMPORT_FIRST_TARGET)

/** annex_import_run_new: @transaction: (nullable): NULL plans; @reports: whether the report is to be filled. */
AnnexImportRun *annex_import_run_new (AnnexImport *import, AnnexImportReport *report, AnnexTransaction *transaction, gboolean reports,
                                      GError **error);
void annex_import_run_free (AnnexImportRun *run);

/** annex_import_run_keep_failure: Takes over what a read failed with, so that the run does not end well; NULL and ANNEX_ERROR_NOT_FOUND are no failures. */
void annex_import_run_keep_failure (AnnexImportRun *run, GError *error);

/** annex_import_run_confirm: Returns: whether every read came to its end so far. */
gboolean annex_import_run_confirm (AnnexImportRun *run, GError **error);

/** annex_import_run_get_field: Returns: (nullable): the field of a column. */
const AnnexField *annex_import_run_get_field (AnnexImportRun *run, guint column);

/** annex_import_run_add_problem: Notes what is wrong with a row, or gives up; @column -1 for the whole row. Takes @message over. */
void annex_import_run_add_problem (AnnexImportRun *run, guint64 ordinal, guint64 line, int column, char *message);

/** annex_import_run_get_names: Returns: (transfer none) (nullable): names of the records of @type. */
AnnexLinkNames *annex_import_run_get_names (AnnexImportRun *run, const AnnexType *type, GError **error);

/**
 * annex_import_run_parse:
 * @pending: (out): whether the cell is a link that must wait until all rows are there
 *
 * Returns: (transfer full) (nullable): the canonical value of a cell; NULL for empty, when pending, or with @error set.
 */
char *annex_import_run_parse (AnnexImportRun *run, guint column, const char *text, guint64 line, gboolean *pending, GError **error);

/** annex_import_run_resolve: Finds the records that a link names; where @waits is given, it may be set instead of an error. */
char *annex_import_run_resolve (AnnexImportRun *run, const AnnexField *field, const char *text, guint64 line, gboolean *waits, GError **error);

/** annex_import_run_row: Plans or writes a row. Errors end the run. */
gboolean annex_import_run_row (AnnexImportRun *run, const AnnexTableRow *row, GError **error);

/** annex_import_run_differs: Returns: whether the value of a cell is another than the record has. */
gboolean annex_import_run_differs (const AnnexField *field, const char *cell, const char *old_value, const char *new_value);

/** annex_import_run_describe: Returns: (transfer full): a canonical value for people; a link to a row is called as in @cell. */
char *annex_import_run_describe (AnnexImportRun *run, const AnnexField *field, const char *value, const char *cell);

/** annex_import_run_find_reference: Returns: the record with that reference, of the type imported if @same_type; 0 when none. */
gint64 annex_import_run_find_reference (AnnexImportRun *run, const char *reference, gboolean same_type);

/** annex_import_run_is_refused: Returns: whether the person does not want that change. */
gboolean annex_import_run_is_refused (AnnexImportRun *run, guint64 line, const AnnexField *field);

/** annex_import_run_add_edges: Notes the links of a row for the checks at the end. */
void annex_import_run_add_edges (AnnexImportRun *run, guint64 ordinal, guint64 line, gint64 from, guint column, const char *value);

/** annex_import_run_finish_links: Plans or writes the links that had to wait. */
gboolean annex_import_run_finish_links (AnnexImportRun *run, GError **error);

/** annex_import_run_check_graph: Refuses rows whose links close a loop or lead to rows that are left out. */
void annex_import_run_check_graph (AnnexImportRun *run);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexImportRun, annex_import_run_free)

G_END_DECLS
