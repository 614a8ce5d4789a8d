/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-journal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "annex-error.h"

/* The formats of database and journal: https://www.sqlite.org/fileformat2.html */
#define DATABASE_HEADER 100
#define JOURNAL_HEADER 28
#define JOURNAL_ENDING 16 /* of a journal that names another: length, checksum and magic */

static const guint8 magic[8] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

typedef struct
{
  int fd;
  gint64 size;
  guint32 nonce;
  guint32 n_pages; /* of the file when the transaction began */
  guint32 sector;
  guint32 page_size;
} Journal;

static guint32
read_number (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

static gboolean
read_at (const Journal *journal, guint8 *buffer, gsize length, gint64 offset)
{
  return pread (journal->fd, buffer, length, offset) == (gssize) length;
}

static gboolean
read_header (Journal *journal, gint64 offset, guint32 *n_records)
{
  guint8 header[JOURNAL_HEADER];

  if (!read_at (journal, header, sizeof header, offset) || memcmp (header, magic, sizeof magic) != 0)
    return FALSE;
  *n_records = read_number (header + 8);
  journal->nonce = read_number (header + 12);
  if (offset > 0)
    return TRUE;
  journal->n_pages = read_number (header + 16);
  journal->sector = read_number (header + 20);
  journal->page_size = read_number (header + 24);
  return journal->sector >= 32 && journal->sector <= 65536 && (journal->sector & (journal->sector - 1)) == 0;
}

/* As SQLite sums a page of its journal up: every two hundredth byte from the end. */
static guint32
sum_page (const Journal *journal, const guint8 *page)
{
  guint32 sum = journal->nonce;

  for (gint64 i = (gint64) journal->page_size - 200; i > 0; i -= 200)
    sum += page[i];
  return sum;
}

/* @page: (out): the first page as it was when the transaction began, where the journal has it; @n_all: (out): of pages in all */
static gboolean
find_first_page (Journal *journal, guint8 *page, gint64 *n_all)
{
  gsize record = journal->page_size + 8;
  gint64 offset = 0;
  guint32 n_records;

  *n_all = 0;
  while (read_header (journal, offset, &n_records))
    {
      gint64 at = offset + journal->sector;
      gint64 most = (journal->size - at) / (gint64) record;
      gint64 n = n_records == G_MAXUINT32 ? most : MIN ((gint64) n_records, most);

      *n_all += MAX (n, 0);
      for (gint64 i = 0; i < n; i++, at += (gint64) record)
        {
          guint8 number[4], sum[4];

          if (!read_at (journal, number, 4, at) || read_number (number) != 1)
            continue;
          return read_at (journal, page, journal->page_size, at + 4) && read_at (journal, sum, 4, at + 4 + journal->page_size) &&
                 read_number (sum) == sum_page (journal, page);
        }
      if (n <= 0)
        return FALSE;
      offset = (at + journal->sector - 1) / journal->sector * journal->sector;
    }
  return FALSE;
}

static guint32
read_page_size (const guint8 *database)
{
  guint32 page_size = (guint32) database[16] << 8 | database[17];

  return page_size == 1 ? 65536 : page_size;
}

static AnnexJournal
compare (AnnexFileHandle *handle, Journal *journal)
{
  guint8 database[DATABASE_HEADER];
  guint8 ending[8];
  g_autofree guint8 *page = NULL;
  gint64 n_records, size = annex_file_handle_get_size (handle);
  guint32 unused;

  if (!annex_file_handle_read (handle, database, sizeof database, 0))
    return ANNEX_JOURNAL_FOREIGN;
  if (!read_header (journal, 0, &unused) || journal->page_size < 512 || journal->page_size != read_page_size (database))
    return ANNEX_JOURNAL_FOREIGN;
  /* A transaction over several files: SQLite would look for the others, and delete what the ending names. */
  if (journal->size > JOURNAL_HEADER + JOURNAL_ENDING && read_at (journal, ending, sizeof ending, journal->size - (gint64) sizeof ending) &&
      memcmp (ending, magic, sizeof magic) == 0)
    return ANNEX_JOURNAL_UNKNOWN;
  if (size < (gint64) journal->n_pages * journal->page_size)
    return ANNEX_JOURNAL_FOREIGN;

  page = g_malloc (journal->page_size);
  if (find_first_page (journal, page, &n_records))
    {
      guint32 before = read_number (page + 24), now = read_number (database + 24);

      if (memcmp (page, database, 24) != 0 || read_number (page + 28) != journal->n_pages)
        return ANNEX_JOURNAL_FOREIGN;
      /* The first page is written once, when the transaction ends, and its counter with it. */
      if (now == before)
        return memcmp (page, database, DATABASE_HEADER) == 0 ? ANNEX_JOURNAL_OWN : ANNEX_JOURNAL_FOREIGN;
      return now == before + 1 ? ANNEX_JOURNAL_OWN : ANNEX_JOURNAL_FOREIGN;
    }
  /* The transaction had not got to the first page; before it had written anything at all, the file has its old size. */
  if (read_number (database + 28) != journal->n_pages)
    return ANNEX_JOURNAL_FOREIGN;
  return n_records > 0 || size == (gint64) journal->n_pages * journal->page_size ? ANNEX_JOURNAL_OWN : ANNEX_JOURNAL_FOREIGN;
}

static AnnexJournal
examine_journal (AnnexFileHandle *handle, const char *path)
{
  g_autofree char *name = g_strconcat (path, "-journal", NULL);
  Journal journal = { 0 };
  AnnexJournal result;
  struct stat status;
  guint8 first;

  if (g_lstat (name, &status) != 0)
    return ANNEX_JOURNAL_NONE;
  if (!S_ISREG (status.st_mode))
    return ANNEX_JOURNAL_FOREIGN;
  journal.fd = g_open (name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (journal.fd < 0)
    return ANNEX_JOURNAL_UNKNOWN;
  journal.size = fstat (journal.fd, &status) == 0 ? (gint64) status.st_size : 0;
  /* One that SQLite left with a beginning of zeros is done with. */
  result = !read_at (&journal, &first, 1, 0) || first == 0 ? ANNEX_JOURNAL_NONE : compare (handle, &journal);
  close (journal.fd);
  return result;
}

/* SQLite reads a write-ahead log beside a file whether or not the file says that it has one. */
static AnnexJournal
examine_write_ahead_log (AnnexFileHandle *handle, const char *path)
{
  g_autofree char *name = g_strconcat (path, "-wal", NULL);
  guint8 database[DATABASE_HEADER];
  struct stat status;

  if (g_lstat (name, &status) != 0 || (S_ISREG (status.st_mode) && status.st_size == 0))
    return ANNEX_JOURNAL_NONE;
  if (!S_ISREG (status.st_mode) || !annex_file_handle_read (handle, database, sizeof database, 0) || database[18] < 2)
    return ANNEX_JOURNAL_FOREIGN;
  return ANNEX_JOURNAL_UNKNOWN;
}

gboolean
annex_journal_exists (const char *path)
{
  g_autofree char *journal = g_strconcat (path, "-journal", NULL);
  struct stat status;

  return g_lstat (journal, &status) == 0 && (status.st_size > 0 || !S_ISREG (status.st_mode));
}

AnnexJournal
annex_journal_examine (AnnexFileHandle *handle, const char *path)
{
  AnnexJournal log = examine_write_ahead_log (handle, path);
  AnnexJournal journal = examine_journal (handle, path);

  return MAX (log, journal);
}

AnnexJournal
annex_journal_find_left_behind (AnnexFileHandle *handle, const char *path)
{
  for (guint i = 0; i < 2; i++)
    if (annex_file_handle_is_written (handle) || annex_journal_examine (handle, path) == ANNEX_JOURNAL_NONE)
      return ANNEX_JOURNAL_NONE;
  return annex_file_handle_is_written (handle) ? ANNEX_JOURNAL_NONE : annex_journal_examine (handle, path);
}

void
annex_journal_set_unknown (const char *path, GError **error)
{
  g_set_error (
    error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
    _("Another program left a part of “%s” in a file beside it, with “-journal” or “-wal” at its end. Open the "
      "engagement with "
      "that program once and close it there. If the engagement was put back from a backup, move that file away first. "
      "Nothing was changed."),
    path);
}

gboolean
annex_journal_is_own (AnnexFileHandle *handle, const char *path)
{
  return examine_journal (handle, path) == ANNEX_JOURNAL_OWN;
}

static gboolean
set_one_aside (const char *path, const char *ending, GPtrArray *kept, GError **error)
{
  g_autofree char *name = g_strconcat (path, ending, NULL);
  struct stat status;

  if (g_lstat (name, &status) != 0)
    return TRUE;
  for (guint i = 1;; i++)
    {
      g_autofree char *aside = g_strdup_printf ("%s.foreign-%u", name, i);

      if (g_lstat (aside, &status) == 0)
        continue;
      if (g_rename (name, aside) == 0)
        {
          g_ptr_array_add (kept, g_strdup (aside));
          return TRUE;
        }
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE,
                   _("“%s” belongs to another file or to an earlier time, and cannot be moved away (%s). Move it away, then open “%s” again."),
                   name, g_strerror (errno), path);
      return FALSE;
    }
}

gboolean
annex_journal_set_aside (AnnexFileHandle *handle, const char *path, gboolean all, GPtrArray *kept, GError **error)
{
  if (examine_write_ahead_log (handle, path) == ANNEX_JOURNAL_FOREIGN &&
      (!set_one_aside (path, "-wal", kept, error) || !set_one_aside (path, "-shm", kept, error)))
    return FALSE;
  return (!all && examine_journal (handle, path) != ANNEX_JOURNAL_FOREIGN) ||
         set_one_aside (path, "-journal", kept, error);
}
