/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-document.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "annex-contrast.h"
#include "annex-report-private.h"
#include "core/annex-error.h"
#include "core/annex-path-check.h"

static void
free_block (gpointer data)
{
  AnnexReportBlock *block = data;

  for (guint i = 0; i < block->n_columns; i++)
    g_free ((char *) block->columns[i].title);
  g_free (block->columns);
  g_free (block->sources);
  g_free (block->text);
  g_free (block->alternative);
  if (block->free_data != NULL)
    block->free_data (block->data);
  g_free (block);
}

static void
add_text (AnnexReportDocument *self, AnnexReportBlockKind kind, guint level, const char *text)
{
  annex_report_spool_begin (self->spool, kind, level);
  annex_report_spool_extend (self->spool, text, strlen (text) + 1);
  self->last_kind = kind;
  self->last = NULL;
}

static AnnexReportBlock *
keep_block (AnnexReportDocument *self, AnnexReportBlockKind kind, const char *text)
{
  AnnexReportBlock *block = g_new0 (AnnexReportBlock, 1);

  block->kind = kind;
  block->text = g_strdup (text);
  annex_report_spool_begin (self->spool, ANNEX_REPORT_PIECE_KEPT_BLOCK, self->kept->len);
  g_ptr_array_add (self->kept, block);
  self->last_kind = kind;
  self->last = block;
  return block;
}

static void
add_cells (AnnexReportDocument *self, const char *const *cells, guint n_cells)
{
  annex_report_spool_begin (self->spool, ANNEX_REPORT_PIECE_ROW, n_cells);
  for (guint i = 0; i < n_cells; i++)
    {
      const char *text = cells[i] != NULL ? cells[i] : "";

      annex_report_spool_extend (self->spool, text, strlen (text) + 1);
    }
  if (self->last != NULL)
    self->last->n_rows++;
}

AnnexReportDocument *
annex_report_document_new (const char *title, const char *subtitle)
{
  AnnexReportDocument *self = g_new0 (AnnexReportDocument, 1);

  self->title = g_strdup (title);
  self->subtitle = g_strdup (subtitle);
  self->control = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  self->spool = annex_report_spool_new ();
  self->kept = g_ptr_array_new_with_free_func (free_block);
  self->last_kind = ANNEX_REPORT_BLOCK_PARAGRAPH;
  return self;
}

void
annex_report_document_free (AnnexReportDocument *self)
{
  if (self == NULL)
    return;
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->note);
  g_free (self->origin);
  g_ptr_array_unref (self->control);
  annex_report_spool_free (self->spool);
  g_ptr_array_unref (self->kept);
  annex_docx_template_free (self->template);
  g_free (self);
}

void
annex_report_document_set_origin (AnnexReportDocument *self, const char *text)
{
  g_set_str (&self->origin, text);
  add_text (self, ANNEX_REPORT_BLOCK_ORIGIN, 0, text);
}

void
annex_report_document_set_note (AnnexReportDocument *self, const char *note)
{
  g_set_str (&self->note, note);
}

const char *
annex_report_document_get_note (const AnnexReportDocument *self)
{
  return self->note;
}

void
annex_report_document_set_page (AnnexReportDocument *self, AnnexReportPaper paper, gboolean landscape)
{
  self->paper = paper;
  self->landscape = landscape;
}

void
annex_report_document_set_paper (AnnexReportDocument *self, AnnexReportPaper paper)
{
  self->paper = paper;
}

void
annex_report_document_set_template (AnnexReportDocument *self, AnnexDocxTemplate *template)
{
  annex_docx_template_free (self->template);
  self->template = template;
}

static void
remove_column (AnnexReportBlock *block, guint column)
{
  guint behind = block->n_columns - column - 1;

  g_free ((char *) block->columns[column].title);
  memmove (block->columns + column, block->columns + column + 1, behind * sizeof *block->columns);
  memmove (block->sources + column, block->sources + column + 1, behind * sizeof *block->sources);
  block->n_columns--;
}

void
annex_report_document_leave_out (AnnexReportDocument *self, const char *column_title)
{
  for (guint i = 0; i < self->kept->len; i++)
    {
      AnnexReportBlock *block = self->kept->pdata[i];

      for (guint column = block->n_columns; column > 0 && block->n_columns > 1; column--)
        if (g_str_equal (block->columns[column - 1].title, column_title))
          remove_column (block, column - 1);
    }
}

void
annex_report_document_add_control (AnnexReportDocument *self, const char *name, const char *value)
{
  if (value != NULL && *value != '\0')
    g_ptr_array_add (self->control, g_strdupv ((char *[]) { (char *) name, (char *) value, NULL }));
}

void
annex_report_document_add_heading (AnnexReportDocument *self, guint level, const char *text)
{
  add_text (self, ANNEX_REPORT_BLOCK_HEADING, CLAMP (level, 1, 3), text);
}

void
annex_report_document_add_paragraph (AnnexReportDocument *self, const char *text)
{
  if (text != NULL && *text != '\0')
    add_text (self, ANNEX_REPORT_BLOCK_PARAGRAPH, 0, text);
}

void
annex_report_document_add_fact (AnnexReportDocument *self, const char *name, const char *value)
{
  if (value == NULL || *value == '\0')
    return;
  if (self->last_kind != ANNEX_REPORT_BLOCK_FACTS)
    add_text (self, ANNEX_REPORT_BLOCK_FACTS, 0, "");
  add_cells (self, (const char *const[]) { name, value }, 2);
}

void
annex_report_document_begin_table (AnnexReportDocument *self, const char *caption, const AnnexReportColumn *columns, guint n_columns)
{
  AnnexReportBlock *block = keep_block (self, ANNEX_REPORT_BLOCK_TABLE, caption);

  block->columns = g_memdup2 (columns, n_columns * sizeof *columns);
  block->sources = g_new (guint, n_columns);
  block->n_columns = block->n_stored = n_columns;
  for (guint i = 0; i < n_columns; i++)
    {
      block->columns[i].title = g_strdup (columns[i].title);
      block->sources[i] = i;
    }
}

void
annex_report_document_add_row (AnnexReportDocument *self, const char *const *cells)
{
  g_return_if_fail (self->last != NULL && self->last->kind == ANNEX_REPORT_BLOCK_TABLE);

  add_cells (self, cells, self->last->n_stored);
}

void
annex_report_document_colour_cell (AnnexReportDocument *self, guint column, guint rgb)
{
  const guint pair[] = { column, rgb };

  g_return_if_fail (self->last != NULL && self->last->n_rows > 0 && column < self->last->n_stored);

  annex_report_spool_extend (self->spool, pair, sizeof pair);
}

void
annex_report_document_add_figure (AnnexReportDocument *self, AnnexReportDraw draw, gpointer data, GDestroyNotify free_data, double aspect,
                                  const char *caption, const char *alternative)
{
  AnnexReportBlock *block = keep_block (self, ANNEX_REPORT_BLOCK_FIGURE, caption);

  block->draw = draw;
  block->data = data;
  block->free_data = free_data;
  block->aspect = aspect;
  block->alternative = g_strdup (alternative);
}

void
annex_report_document_fill_page (AnnexReportDocument *self)
{
  g_return_if_fail (self->last != NULL && self->last->kind == ANNEX_REPORT_BLOCK_FIGURE);
  self->last->fills_page = TRUE;
}

void
annex_report_document_add_signature (AnnexReportDocument *self, const char *role, const char *name)
{
  if (self->last_kind != ANNEX_REPORT_BLOCK_SIGNATURES)
    keep_block (self, ANNEX_REPORT_BLOCK_SIGNATURES, NULL);
  add_cells (self, (const char *const[]) { role, name }, 2);
}

void
annex_report_document_set_limit (AnnexReportDocument *document, gsize limit)
{
  annex_report_spool_set_limit (document->spool, limit);
}

void
annex_report_get_page_size (const AnnexReportDocument *document, double *width, double *height)
{
  double narrow = document->paper == ANNEX_REPORT_A4 ? 595.28 : 612, wide = document->paper == ANNEX_REPORT_A4 ? 841.89 : 792;

  *width = document->landscape ? wide : narrow;
  *height = document->landscape ? narrow : wide;
}

void
annex_report_append_escaped (GString *xml, const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  for (const char *c = valid; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      switch (character)
        {
        case '<':
          g_string_append (xml, "&lt;");
          break;
        case '>':
          g_string_append (xml, "&gt;");
          break;
        case '&':
          g_string_append (xml, "&amp;");
          break;
        case '"':
          g_string_append (xml, "&quot;");
          break;
        default:
          if ((character >= ' ' || character == '\t' || character == '\n') && character != 0xfffe && character != 0xffff)
            g_string_append_unichar (xml, character);
        }
    }
}

gboolean
annex_report_is_dark (guint rgb)
{
  return annex_contrast_is_dark ((rgb >> 16 & 0xff) / 255.0, (rgb >> 8 & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

static double
estimate_letter (gunichar letter)
{
  switch (letter)
    {
    case 'f':
    case 'i':
    case 'j':
    case 'l':
    case 'r':
    case 't':
    case 'I':
    case '-':
    case '.':
    case ',':
    case ':':
    case ';':
    case '\'':
    case '|':
    case '(':
    case ')':
    case '[':
    case ']':
      return 0.33;
    case 'm':
    case 'w':
    case 'M':
    case 'W':
    case '@':
    case '%':
      return 0.88;
    default:
      if (letter < 0x80)
        return g_ascii_isupper (letter) ? 0.66 : g_ascii_isdigit (letter) ? 0.6 : 0.56;
      return g_unichar_iswide (letter) ? 1 : g_unichar_isupper (letter) ? 0.66 : 0.56;
    }
}

static double
estimate_word (const char *word, gsize size)
{
  double em = 0;

  for (const char *letter = word; letter < word + size; letter = g_utf8_next_char (letter))
    em += estimate_letter (g_utf8_get_char (letter));
  return em;
}

double
annex_report_estimate_width (const char *word)
{
  return estimate_word (word, strlen (word));
}

/* A longer word may be cut: it is a path, an address or a checksum. */
#define MOST_LETTERS 16
#define FEWEST_LETTERS 6

/* Of a column: the widest word of its cells for each number of letters. */
typedef struct
{
  char word[MOST_LETTERS + 1][4 * MOST_LETTERS + 1];
  double em[MOST_LETTERS + 1];
} ColumnWords;

static void
collect_words (ColumnWords *words, const char *text)
{
  while (*text != '\0')
    {
      gsize size = strcspn (text, " \n\t");
      glong letters = size <= 4 * MOST_LETTERS ? g_utf8_strlen (text, (gssize) size) : G_MAXLONG;
      double em = letters <= MOST_LETTERS ? estimate_word (text, size) : 0;

      if (em > 0 && em > words->em[letters])
        {
          memcpy (words->word[letters], text, size);
          words->word[letters][size] = '\0';
          words->em[letters] = em;
        }
      text += size + strspn (text + size, " \n\t");
    }
}

/* What holds the words of the heading, a date or a number, and the words of the cells of up to @letters letters. */
static double
get_least_width (const AnnexReportColumn *column, const ColumnWords *words, guint letters, AnnexReportMeasure measure, gpointer data)
{
  g_auto (GStrv) titles = g_strsplit (column->title, " ", -1);
  double least = column->kind == ANNEX_REPORT_DATE ? measure ("2026-12-28", data) : column->kind == ANNEX_REPORT_NUMBER ? measure ("1,000", data) : 0;
  guint widest = 0;

  for (guint i = 0; titles[i] != NULL; i++)
    least = MAX (least, measure (titles[i], data));
  for (guint i = 1; i <= letters; i++)
    if (words->em[i] > words->em[widest])
      widest = i;
  if (widest > 0)
    least = MAX (least, measure (words->word[widest], data));
  return least;
}

/* Returns: the sum. Where there is no room for all words, the shorter ones stay whole, or at least the headings. */
static double
get_least_widths (const AnnexReportReader *reader,
                  double width,
                  AnnexReportMeasure measure,
                  gpointer data,
                  double *least)
{
  const AnnexReportBlock *block = reader->current;
  g_autoptr (AnnexReportReader) ahead = annex_report_reader_look_ahead (reader);
  g_autofree ColumnWords *words = g_new0 (ColumnWords, block->n_columns);
  const AnnexReportRow *row;
  double needed = G_MAXDOUBLE;

  while ((row = annex_report_reader_next_row (ahead)) != NULL)
    for (guint j = 0; j < block->n_columns; j++)
      collect_words (&words[j], row->cells[j]);
  for (guint letters = MOST_LETTERS; needed > width; letters = letters > FEWEST_LETTERS ? letters - 1 : 0)
    {
      needed = 0;
      for (guint j = 0; j < block->n_columns; j++)
        needed += least[j] = get_least_width (&block->columns[j], &words[j], letters, measure, data);
      if (letters == 0)
        break;
    }
  return needed;
}

double *
annex_report_share_width (const AnnexReportReader *reader, double width, AnnexReportMeasure measure, gpointer data)
{
  const AnnexReportBlock *block = reader->current;
  g_autofree double *least = g_new (double, block->n_columns);
  double *widths = g_new0 (double, block->n_columns);
  double left = width, needed = get_least_widths (reader, width, measure, data, least), weights = 0;
  gboolean narrow;

  for (guint i = 0; i < block->n_columns; i++)
    weights += block->columns[i].weight;
  do
    {
      narrow = FALSE;
      for (guint i = 0; i < block->n_columns && needed <= width; i++)
        if (widths[i] == 0 && left * block->columns[i].weight / weights < least[i])
          {
            widths[i] = least[i];
            left -= least[i];
            weights -= block->columns[i].weight;
            narrow = TRUE;
          }
    }
  while (narrow);
  for (guint i = 0; i < block->n_columns; i++)
    if (widths[i] == 0)
      widths[i] = left * block->columns[i].weight / weights;
  return widths;
}

gboolean
annex_report_document_write (const AnnexReportDocument *self, const char *path, GCancellable *cancellable, GError **error)
{
  static const struct
  {
    const char *ending;
    AnnexReportWriter write;
  } writers[] = {
    { ".pdf", annex_report_write_pdf },
    { ".html", annex_report_write_html },
    { ".docx", annex_report_write_docx },
    { ".xlsx", annex_report_write_xlsx },
    { ".csv", annex_report_write_csv },
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *temporary = g_strdup_printf ("%s.%08x.part", path, g_random_int ());

  if (!annex_path_check_target (path, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (writers); i++)
    {
      if (!g_str_has_suffix (lower, writers[i].ending))
        continue;
      /* What could not be kept, or not be read again, is missing in what the writer wrote. */
      if (!annex_report_spool_check (self->spool, error) || !writers[i].write (self, temporary, cancellable, error) ||
          !annex_report_spool_check (self->spool, error))
        {
          g_unlink (temporary);
          return FALSE;
        }
      if (g_rename (temporary, path) == 0)
        return TRUE;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The report could not be written to “%s”: %s"), path, g_strerror (errno));
      g_unlink (temporary);
      return FALSE;
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
               _("“%s” ends in none of .pdf, .html, .docx, .xlsx and .csv, so it is not known what to write."), path);
  return FALSE;
}
