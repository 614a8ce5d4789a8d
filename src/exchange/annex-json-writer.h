/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "core/annex-field.h"

G_BEGIN_DECLS

/**
 * AnnexJsonWriter:
 *
 * Writes an array of objects, one record a line, without holding them.
 */
typedef struct _AnnexJsonWriter AnnexJsonWriter;

/** annex_json_writer_new: @file stays the caller's, who also finds out whether writing succeeded. */
AnnexJsonWriter *annex_json_writer_new (FILE *file);
void annex_json_writer_begin_record (AnnexJsonWriter *self);

/** annex_json_writer_add_string: @text: (nullable): NULL writes null. */
void annex_json_writer_add_string (AnnexJsonWriter *self, const char *name, const char *text);

/**
 * annex_json_writer_add_value:
 * @value: (nullable): canonical; the references separated by "; " for a link
 *
 * Writes a field by its kind: numbers and scale values as numbers, booleans as such, tags and links
 * to many as arrays, files as an array of objects with name, hash and size, all else as strings.
 */
void annex_json_writer_add_value (AnnexJsonWriter *self, const AnnexField *field, const char *value);
void annex_json_writer_end_record (AnnexJsonWriter *self);

/** annex_json_writer_finish: Ends the array. */
void annex_json_writer_finish (AnnexJsonWriter *self);
void annex_json_writer_free (AnnexJsonWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexJsonWriter, annex_json_writer_free)

G_END_DECLS
