/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libxml/parser.h>

#include "annex-xml-guard.h"

G_BEGIN_DECLS

/**
 * AnnexXlsxPackage:
 *
 * The ZIP archive of a workbook, and its parts as streams. Nothing is unpacked to the disk, and a
 * part that unpacks to more than 512 MiB, or past 64 MiB to more than 200 times the size of the
 * file, is refused.
 */
typedef struct _AnnexXlsxPackage AnnexXlsxPackage;

/** AnnexXlsxPart: one part, being unpacked. */
typedef struct _AnnexXlsxPart AnnexXlsxPart;

/** annex_xlsx_package_open: Errors: ANNEX_ERROR_STORAGE, ANNEX_ERROR_FORMAT. */
AnnexXlsxPackage *annex_xlsx_package_open (const char *path, GError **error);

/** annex_xlsx_package_get_name: Returns: the file's name for messages. */
const char *annex_xlsx_package_get_name (AnnexXlsxPackage *self);

/** annex_xlsx_package_open_part: Returns: (nullable): NULL without @error set when there is no such part. */
AnnexXlsxPart *annex_xlsx_package_open_part (AnnexXlsxPackage *self, const char *part_name, GError **error);

/**
 * annex_xlsx_package_parse_part:
 * @found: (out) (optional): whether there is such a part; a missing one is no error
 * @failure: (nullable): where the handlers leave an error of their own, which ends the parsing
 *
 * Reads a whole part through SAX handlers.
 */
gboolean annex_xlsx_package_parse_part (AnnexXlsxPackage *self, const char *part_name, const xmlSAXHandler *handler, gpointer user_data,
                                        gboolean *found, GError **failure, GError **error);

void annex_xlsx_package_free (AnnexXlsxPackage *self);

/** annex_xlsx_part_read: Returns: the number of bytes unpacked, 0 at the end, -1 with @error set. */
gssize annex_xlsx_part_read (AnnexXlsxPart *self, char *buffer, gsize size, GError **error);

/** annex_xlsx_part_get_progress: Returns: from 0 to 1, as far as the part's size is known. */
double annex_xlsx_part_get_progress (AnnexXlsxPart *self);
void annex_xlsx_part_free (AnnexXlsxPart *self);

/**
 * annex_xlsx_parser_new:
 *
 * Returns: (transfer full): a push parser that reads no DTD, no entities of the file's own, and
 * nothing from the network. @handler gets what is missing filled in.
 */
xmlParserCtxtPtr annex_xlsx_parser_new (xmlSAXHandler *handler, gpointer user_data);

/** annex_xlsx_parser_feed: @guard: of this document; @size 0 ends it. Errors: ANNEX_ERROR_FORMAT. */
gboolean annex_xlsx_parser_feed (xmlParserCtxtPtr parser, AnnexXmlGuard *guard, const char *bytes, gsize size, const char *file_name, const char *part_name, GError **error);

/** annex_xlsx_dup_attribute: Returns: (transfer full) (nullable): the attribute, by its local name. */
char *annex_xlsx_dup_attribute (const xmlChar **attributes, int n_attributes, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexXlsxPackage, annex_xlsx_package_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexXlsxPart, annex_xlsx_part_free)

G_END_DECLS
