/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-private.h"

#include <string.h>

AnnexReportReader *
annex_report_reader_new (const AnnexReportDocument *document)
{
  AnnexReportReader *self = g_new0 (AnnexReportReader, 1);

  self->document = document;
  self->cursor.spool = document->spool;
  self->stored = g_ptr_array_new ();
  self->cells = g_ptr_array_new ();
  self->colours = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

AnnexReportReader *
annex_report_reader_look_ahead (const AnnexReportReader *self)
{
  AnnexReportReader *ahead = annex_report_reader_new (self->document);

  ahead->cursor.position = self->cursor.position;
  ahead->current = self->current;
  return ahead;
}

void
annex_report_reader_free (AnnexReportReader *self)
{
  annex_report_cursor_clear (&self->cursor);
  g_ptr_array_unref (self->stored);
  g_ptr_array_unref (self->cells);
  g_array_unref (self->colours);
  g_free (self);
}

const AnnexReportBlock *
annex_report_reader_next_block (AnnexReportReader *self)
{
  AnnexReportPiece piece;

  self->current = NULL;
  do
    if (!annex_report_cursor_read (&self->cursor, &piece))
      return NULL;
  while (piece.kind == ANNEX_REPORT_PIECE_ROW);

  self->n_blocks++;
  if (piece.kind == ANNEX_REPORT_PIECE_KEPT_BLOCK)
    return self->current = self->document->kept->pdata[piece.number];
  self->block =
    (AnnexReportBlock){ .kind = (AnnexReportBlockKind) piece.kind, .level = piece.number, .text = (char *) piece.data };
  return self->current = &self->block;
}

/* Which of the cells that were stored are shown, and the colours that follow behind them as pairs of column and
 * colour. */
static void
take_row (AnnexReportReader *self, const AnnexReportPiece *piece)
{
  const AnnexReportBlock *block = self->current;
  guint n_cells = block->sources != NULL ? block->n_columns : piece->number;
  const char *text = piece->data, *end = piece->data + piece->size;

  g_ptr_array_set_size (self->stored, 0);
  for (guint i = 0; i < piece->number; i++)
    {
      g_ptr_array_add (self->stored, (gpointer) text);
      text += strlen (text) + 1;
    }
  g_ptr_array_set_size (self->cells, 0);
  for (guint i = 0; i < n_cells; i++)
    g_ptr_array_add (self->cells, self->stored->pdata[block->sources != NULL ? block->sources[i] : i]);
  self->row.cells = (const char *const *) self->cells->pdata;
  self->row.colours = NULL;
  if (text == end)
    return;
  g_array_set_size (self->colours, n_cells);
  self->row.colours = (const guint *) (gpointer) self->colours->data;
  for (guint i = 0; i < n_cells; i++)
    g_array_index (self->colours, guint, i) = ANNEX_REPORT_NO_COLOUR;
  for (; text < end; text += 2 * sizeof (guint))
    {
      guint pair[2];

      memcpy (pair, text, sizeof pair);
      for (guint i = 0; i < n_cells; i++)
        if (block->sources[i] == pair[0])
          g_array_index (self->colours, guint, i) = pair[1];
    }
}

const AnnexReportRow *
annex_report_reader_next_row (AnnexReportReader *self)
{
  guint64 position = self->cursor.position;
  AnnexReportPiece piece;

  if (self->current == NULL || !annex_report_cursor_read (&self->cursor, &piece))
    return NULL;
  if (piece.kind != ANNEX_REPORT_PIECE_ROW)
    {
      self->cursor.position = position;
      return NULL;
    }
  take_row (self, &piece);
  return &self->row;
}
