/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexAttachment:
 * @hash: SHA-256 of the content, 64 digits of small hexadecimal
 * @size: of the content in bytes
 * @type: the media type of the content, as its first bytes tell
 * @claimed_type: (nullable): the media type that the name claims, where the content is none such
 * @name: what people call it; no path, no control characters
 * @location: (nullable): the URI of a file that was too large to be kept in the engagement and is only
 *   linked to; NULL where the content is in the engagement
 *
 * One file in a field of kind %ANNEX_FIELD_FILE. The canonical value of such a field has a line for each:
 * hash, size in decimal, media type, and name, or the location, which alone has slashes; separated by one
 * space. A type that the name belies is written with the claim as a parameter:
 *
 *     9f86d081…b0f00a08 4 text/plain minutes.txt
 *     60303ae2…f6f7b52a 9012 application/x-executable;named=image/jpeg photo.jpg
 *     fcde2b2e…55a7b0b4 61000000 image/jpeg file:///media/camera/P1010001.JPG
 */
typedef struct
{
  char *hash;
  gint64 size;
  char *type;
  char *claimed_type;
  char *name;
  char *location;
} AnnexAttachment;

/** ANNEX_ATTACHMENT_HASH_LENGTH: digits of a hash. */
#define ANNEX_ATTACHMENT_HASH_LENGTH 64

AnnexAttachment *annex_attachment_copy (const AnnexAttachment *self);
void annex_attachment_free (AnnexAttachment *self);

/** annex_attachment_parse_list: Returns: (transfer full) (element-type AnnexAttachment): the files in a value (nullable); lines that are none are left out. */
GPtrArray *annex_attachment_parse_list (const char *value);

/** annex_attachment_format_list: Returns: (transfer full) (nullable): the canonical value. */
char *annex_attachment_format_list (GPtrArray *attachments);

/** annex_attachment_format_names: Returns: (transfer full): the names separated by "; ", with a word about those that are only linked to. */
char *annex_attachment_format_names (const char *value);

/** annex_attachment_is_canonical: Returns: whether @value is what annex_attachment_format_list() writes. */
gboolean annex_attachment_is_canonical (const char *value);

/** annex_attachment_dup_description: Returns: (transfer full): size, type, and what is odd about it, in a line. */
char *annex_attachment_dup_description (const AnnexAttachment *self);

/** annex_attachment_is_program: Returns: whether the content is of a kind that a desktop may run rather than show. */
gboolean annex_attachment_is_program (const AnnexAttachment *self);

/** annex_attachment_clean_name: Returns: (transfer full): @name made fit: no slashes, control or direction characters, 255 bytes at most, the ending kept. @name: in the file system's encoding. */
char *annex_attachment_clean_name (const char *name);

/** ANNEX_ATTACHMENT_MAX_NAME: bytes of a name. */
#define ANNEX_ATTACHMENT_MAX_NAME 255

/**
 * annex_attachment_number_name:
 * @room: how many bytes it may have, 40 at least
 *
 * Returns: (transfer full): "photo (2).jpg" from "photo.jpg" and 2, shortened between letters where it must be; another
 *   name for every number.
 */
char *annex_attachment_number_name (const char *name, guint number, gsize room);

/**
 * annex_attachment_dup_file_name:
 * @room: how many bytes a name may have in the folder, 40 at least
 *
 * Returns: (transfer full): a name for the file once it is outside of the engagement: seen by everybody, so without
 *   dots in front, and none that Windows keeps for a device.
 */
char *annex_attachment_dup_file_name (const char *name, gsize room);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexAttachment, annex_attachment_free)

G_END_DECLS
