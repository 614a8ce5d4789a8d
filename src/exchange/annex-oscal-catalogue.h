/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-transaction.h"

G_BEGIN_DECLS

/** ANNEX_OSCAL_MAX_SIZE: of a file in bytes; NIST SP 800-53, the largest that is about, has 10 MB. */
#define ANNEX_OSCAL_MAX_SIZE (64 * 1024 * 1024)

/** ANNEX_OSCAL_MAX_CONTROLS: of a catalogue, with their enhancements; NIST SP 800-53 has 1,196. */
#define ANNEX_OSCAL_MAX_CONTROLS 10000

/** ANNEX_OSCAL_MAX_MEMBERS: of an object; a control has some ten. */
#define ANNEX_OSCAL_MAX_MEMBERS 1000

/** ANNEX_OSCAL_MAX_DEPTH: of braces and brackets in each other. */
#define ANNEX_OSCAL_MAX_DEPTH 100

struct _AnnexTableRow;

/**
 * AnnexOscalCatalogue:
 *
 * An OSCAL catalogue (JSON) as a table: a row a control, in the order of the file, with the names of
 * the fields of controls as headings. So it comes in through the dry run, the report and the
 * transaction that every table comes in through.
 *
 * Words are taken from title, label, parts and parameters; the rest of a control and of the catalogue
 * (links, properties, back matter, identifiers) is kept as it is, so that it goes out again whole.
 */
typedef struct _AnnexOscalCatalogue AnnexOscalCatalogue;

/**
 * annex_oscal_catalogue_open:
 * @name: of the file, for messages
 *
 * Errors: ANNEX_ERROR_STORAGE; ANNEX_ERROR_FORMAT for what is no JSON or no catalogue; ANNEX_ERROR_TOO_LARGE
 * beyond the limits above.
 */
AnnexOscalCatalogue *annex_oscal_catalogue_open (const char *path, const char *name, GError **error);

/** annex_oscal_catalogue_get_headers: Returns: (transfer none): names of fields, NULL-terminated. */
const char *const *annex_oscal_catalogue_get_headers (void);

/** annex_oscal_catalogue_describe: Returns: (transfer full): "OSCAL 1.1.2, 1196 controls". */
char *annex_oscal_catalogue_describe (AnnexOscalCatalogue *self);

/** annex_oscal_catalogue_get_title: Returns: (transfer none): the name of the library that it becomes. */
const char *annex_oscal_catalogue_get_title (AnnexOscalCatalogue *self);

/** annex_oscal_catalogue_set_title: Has it become another library than the one that it is called by. */
void annex_oscal_catalogue_set_title (AnnexOscalCatalogue *self, const char *title);

/**
 * annex_oscal_catalogue_choose_references:
 *
 * Finds the references of its controls: those that controls of the library have there already; else
 * their labels ("AC-2(1)"); where other records are called so, all of them with a word of the title before ("NIST AC-2(1)").
 */
gboolean annex_oscal_catalogue_choose_references (AnnexOscalCatalogue *self, AnnexStore *store, GError **error);

/** annex_oscal_catalogue_next: As annex_table_source_next(). */
gboolean annex_oscal_catalogue_next (AnnexOscalCatalogue *self, struct _AnnexTableRow *row, gboolean *end);
void annex_oscal_catalogue_rewind (AnnexOscalCatalogue *self);
double annex_oscal_catalogue_get_progress (AnnexOscalCatalogue *self);

/** annex_oscal_catalogue_write_library: Completes the record of the library, which the rows have made or found. */
gboolean annex_oscal_catalogue_write_library (AnnexOscalCatalogue *self, AnnexStore *store, AnnexTransaction *transaction, GError **error);
void annex_oscal_catalogue_free (AnnexOscalCatalogue *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexOscalCatalogue, annex_oscal_catalogue_free)

G_END_DECLS
