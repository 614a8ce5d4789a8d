/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexReportSpool:
 *
 * What a document holds, piece by piece in the order in which it was added, to be read from the beginning as often as
 * it is needed. Little of it stays in memory; much goes to a nameless file. The first failure is kept: afterwards
 * nothing more is added, and whoever reads is at the end.
 */
typedef struct _AnnexReportSpool AnnexReportSpool;

/**
 * AnnexReportPiece:
 * @kind: what it is
 * @number: depends on @kind
 * @data: (transfer none): valid until the next piece is read
 * @size: of @data, in bytes
 */
typedef struct
{
  guint kind;
  guint number;
  const char *data;
  gsize size;
} AnnexReportPiece;

/** AnnexReportCursor: a place in a spool; zeroed but for @spool, it is the beginning. To be cleared. */
typedef struct
{
  AnnexReportSpool *spool;
  guint64 position;
  GByteArray *window; /* (nullable): what was read of the file last */
  guint64 window_position;
  gsize step; /* how much is read of it at once: little where only the next few pieces are looked at */
} AnnexReportCursor;

AnnexReportSpool *annex_report_spool_new (void);
void annex_report_spool_free (AnnexReportSpool *self);

/** annex_report_spool_set_limit: @limit: bytes from which on what is in memory goes to the file. */
void annex_report_spool_set_limit (AnnexReportSpool *self, gsize limit);

/** annex_report_spool_begin: Begins a piece without data. */
void annex_report_spool_begin (AnnexReportSpool *self, guint kind, guint number);

/** annex_report_spool_extend: Adds to the data of the piece that was begun last. */
void annex_report_spool_extend (AnnexReportSpool *self, gconstpointer data, gsize size);

/** annex_report_spool_check: Returns: whether all of it could be kept, and read so far. Errors: %ANNEX_ERROR_STORAGE. */
gboolean annex_report_spool_check (const AnnexReportSpool *self, GError **error);

/** annex_report_cursor_read: Returns: whether there is another piece, and moves behind it. */
gboolean annex_report_cursor_read (AnnexReportCursor *cursor, AnnexReportPiece *piece);
void annex_report_cursor_clear (AnnexReportCursor *cursor);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AnnexReportSpool, annex_report_spool_free)

G_END_DECLS
