/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-xlsx-closing.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-error.h"

#define SHEETS "xl/worksheets/sheet"
#define END "</worksheet>"
#define BUFFER_SIZE (64 * 1024)

/* Returns: 0, or why rows could not be put into a file. */
static int
find_lost_rows (lxw_workbook *workbook)
{
  lxw_worksheet *sheet;

  STAILQ_FOREACH (sheet, workbook->worksheets, list_pointers)
  {
    lxw_worksheet_write_single_row (sheet);
    errno = EIO;
    if (fflush (sheet->optimize_tmpfile) != 0 || ferror (sheet->optimize_tmpfile) != 0)
      return errno;
  }
  return 0;
}

/* Returns: whether the part of the archive can be read, and ends as a sheet does. */
static gboolean
is_whole (struct archive *archive, char *buffer)
{
  char end[] = END;
  la_ssize_t n;

  while ((n = archive_read_data (archive, buffer, BUFFER_SIZE)) > 0)
    {
      gsize taken = MIN ((gsize) n, strlen (END));

      memmove (end, end + taken, strlen (END) - taken);
      memcpy (end + strlen (END) - taken, buffer + n - taken, taken);
    }
  return n == 0 && g_str_equal (end, END);
}

static gboolean
are_sheets_whole (const char *path, guint n_sheets)
{
  struct archive *archive = archive_read_new ();
  g_autofree char *buffer = g_malloc (BUFFER_SIZE);
  struct archive_entry *entry;
  guint n_whole = 0;

  archive_read_support_format_zip (archive);
  if (archive_read_open_filename (archive, path, BUFFER_SIZE) == ARCHIVE_OK)
    while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
      n_whole += g_str_has_prefix (archive_entry_pathname (entry), SHEETS) && is_whole (archive, buffer);
  archive_read_free (archive);
  return n_whole == n_sheets;
}

gboolean
annex_xlsx_close (lxw_workbook *workbook, const char *path, GError **error)
{
  guint n_sheets = workbook->num_worksheets;
  int number = find_lost_rows (workbook);
  lxw_error status = workbook_close (workbook);

  if (number == 0 && status == LXW_NO_ERROR && are_sheets_whole (path, n_sheets))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The workbook could not be written: %s"),
               number != 0                ? g_strerror (number)
               : status != LXW_NO_ERROR ? lxw_strerror (status)
                                          : _("there may be no room for it in the folder for temporary files"));
  return FALSE;
}
