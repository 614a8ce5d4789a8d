/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/annex-query.h"
#include "core/annex-store.h"

G_BEGIN_DECLS

/** CliStatus: what annex-cli tells the shell. */
typedef enum
{
  CLI_DONE = 0,
  CLI_REFUSED = 1,
  CLI_USAGE = 2
} CliStatus;

/**
 * CliCommand:
 * @name: as typed
 * @arguments: what follows, for the usage line
 * @summary: untranslated line for the list of commands
 * @run: gets what follows the name
 */
typedef struct
{
  const char *name;
  const char *arguments;
  const char *summary;
  CliStatus (*run) (const char *const *arguments);
} CliCommand;

/** cli_find_command: Returns: (nullable): the command of that name. */
const CliCommand *cli_find_command (const char *name);

/* The commands, by the file that holds them. */
CliStatus cli_new (const char *const *arguments);
CliStatus cli_types (const char *const *arguments);
CliStatus cli_fields (const char *const *arguments);
CliStatus cli_check (const char *const *arguments);
CliStatus cli_list (const char *const *arguments);
CliStatus cli_show (const char *const *arguments);
CliStatus cli_add (const char *const *arguments);
CliStatus cli_set (const char *const *arguments);
CliStatus cli_delete (const char *const *arguments);
CliStatus cli_link (const char *const *arguments);
CliStatus cli_undo (const char *const *arguments);
CliStatus cli_redo (const char *const *arguments);
CliStatus cli_history (const char *const *arguments);
CliStatus cli_import (const char *const *arguments);
CliStatus cli_export (const char *const *arguments);
CliStatus cli_methodology (const char *const *arguments);
CliStatus cli_advance (const char *const *arguments);
CliStatus cli_measure (const char *const *arguments);
CliStatus cli_report (const char *const *arguments);
CliStatus cli_diagram (const char *const *arguments);
CliStatus cli_attach (const char *const *arguments);
CliStatus cli_extract (const char *const *arguments);
CliStatus cli_clean (const char *const *arguments);
CliStatus cli_salvage (const char *const *arguments);
CliStatus cli_heatmap (const char *const *arguments);

/* ---- Arguments ---- */

/**
 * cli_parse:
 * @command: the name of the command
 * @entries: its options; texts as G_OPTION_ARG_FILENAME, which are not converted from the locale
 * @arguments: what followed the name
 * @minimum: how many arguments must remain
 * @maximum: how many may remain; -1 for any number
 *
 * Takes the options out. Prints help and ends the program on --help; complains on stderr.
 *
 * Returns: (nullable) (transfer full): the remaining arguments, NULL on a usage error.
 */
char **cli_parse (const char *command, const GOptionEntry *entries, const char *const *arguments, int minimum, int maximum);

/** cli_get_patience: Returns: for how many microseconds to wait for a lock, as --wait says. */
gint64 cli_get_patience (void);

/** cli_find_type: Returns: (nullable): the type; complains on stderr. */
const AnnexType *cli_find_type (const char *name);

/** cli_find_field: Returns: (nullable): the field. Errors: ANNEX_ERROR_NOT_FOUND. */
const AnnexField *cli_find_field (AnnexStore *store, const AnnexType *type, const char *name, GError **error);

/** cli_split_assignment: Splits "FIELD=VALUE". Complains on stderr. */
gboolean cli_split_assignment (const char *assignment, char **name, char **value);

/**
 * cli_build_query:
 * @where: (nullable): conditions such as "kind=hardware", "review_date<today" or "owner="
 * @sort: (nullable): a field, with "-" before it for descending order
 */
AnnexQuery *cli_build_query (AnnexStore *store, const AnnexType *type, const char *const *where, const char *search,
                             const char *sort, GError **error);

/* ---- Engagements ---- */

/** cli_open_for_reading: Opens without a lock. Complains on stderr. */
AnnexStore *cli_open_for_reading (const char *path);

/** cli_begin_as_of: Shows the engagement as it stood on @date, and says on stderr what is odd about that. Complains on stderr. */
gboolean cli_begin_as_of (AnnexStore *store, const char *date);

/** cli_open_for_writing: Opens with the lock, or says why not. @author: (nullable). */
AnnexStore *cli_open_for_writing (const char *path, const char *author);

/** cli_close_stores: At the end of a command: complains about what could not be read, and closes. Returns: @status, or CLI_REFUSED in place of CLI_DONE. */
CliStatus cli_close_stores (CliStatus status);

/* ---- Output ---- */

/** cli_complain: Prints "annex-cli: …" to stderr. */
void cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);

/** cli_refuse: Prints the error. Returns: %CLI_REFUSED. */
CliStatus cli_refuse (const GError *error);

/** cli_print_cell: Prints text for a TSV file, with tabs and line breaks as spaces, and then @end. */
void cli_print_cell (const char *text, char end);

/** cli_print_json: Prints what was built and frees the builder. */
void cli_print_json (JsonBuilder *builder);

/** cli_dup_reference: Returns: (nullable) (transfer full): the reference of a record. */
char *cli_dup_reference (AnnexStore *store, gint64 id);

/**
 * cli_add_record:
 * @fields: (element-type AnnexField): which fields
 *
 * Adds a record as a JSON object: the id as text, for it is longer than many readers' numbers;
 * choices by key, numbers and scales as numbers, links as references, lists as arrays.
 */
void cli_add_record (JsonBuilder *builder, AnnexStore *store, AnnexRecord *record, GPtrArray *fields);

G_END_DECLS
