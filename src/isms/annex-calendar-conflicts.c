/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-conflicts.h"

#include <glib/gi18n-lib.h>

#include "annex-calendar-days.h"
#include "annex-calendar-entries.h"
#include "annex-isms.h"
#include "check/certification.h"

/* Nobody reads more; and comparing each with each has its price. */
#define MOST_APPOINTMENTS 3000

/* So far ahead the check looks: a cycle of certification. */
#define MONTHS_AHEAD 36

/* A longer period holds a weekend in any case. */
#define LONGEST_WITHOUT_WEEKEND 5

static void
add_conflict (AnnexCalendarEntry *entry, char *text)
{
  g_autofree char *before = entry->conflict;

  entry->conflict = before != NULL ? g_strdup_printf ("%s; %s", before, text) : g_strdup (text);
  g_free (text);
}

/* What has passed cannot be helped. */
static gboolean
is_ahead (const AnnexCalendarEntry *entry, guint today)
{
  return entry->last >= today && (entry->flags & ANNEX_CALENDAR_APPOINTMENT) != 0 && (entry->flags & ANNEX_CALENDAR_OVER) == 0;
}

static void
check_free_days (AnnexCalendarEntry *entry, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const AnnexCalendarEntry *holiday = entries->pdata[i];

      if ((holiday->flags & ANNEX_CALENDAR_HOLIDAY) != 0 && holiday->first <= entry->last && holiday->last >= entry->first)
        {
          /* Translators: the name of a holiday. */
          add_conflict (entry, g_strdup_printf (_("on a holiday: %s"), holiday->title));
          return;
        }
    }
  for (guint day = entry->first; day <= entry->last && entry->last - entry->first < LONGEST_WITHOUT_WEEKEND; day++)
    if (annex_calendar_is_weekend (day))
      {
        add_conflict (entry, g_strdup (_("on a weekend")));
        return;
      }
}

static void
check_window (AnnexStore *store, AnnexCalendarEntry *entry)
{
  g_autoptr (AnnexRecord) record = entry->type == &annex_certification_type ? annex_store_load (store, entry->record, NULL) : NULL;
  AnnexCertificationWindow window;
  g_autofree char *first = NULL, *last = NULL;

  if (record == NULL || !annex_certification_find_window (record, entry->field->name, &window) ||
      (entry->first >= window.first && entry->first <= window.last))
    return;
  first = annex_calendar_dup_date (window.first);
  last = annex_calendar_dup_date (window.last);
  add_conflict (entry, g_strdup_printf (_("outside its window from %s to %s"), first, last));
}

static gboolean
overlap (const AnnexCalendarEntry *a, const AnnexCalendarEntry *b)
{
  if (a->first > b->last || b->first > a->last)
    return FALSE;
  /* Two with times on the same day can follow one another; a whole day excludes all. */
  if (a->begins < 0 || b->begins < 0 || a->first != a->last || b->first != b->last || a->ends < 0 || b->ends < 0)
    return TRUE;
  return a->begins < b->ends && b->begins < a->ends;
}

/* Somebody who is linked to both, but not as the one who answers for it; a part and its whole are no conflict. */
static char *
dup_shared_person (sqlite3_stmt *statement, gint64 a, gint64 b)
{
  char *name = NULL;

  sqlite3_bind_int64 (statement, 1, a);
  sqlite3_bind_int64 (statement, 2, b);
  if (sqlite3_step (statement) == SQLITE_ROW)
    name = g_strdup ((const char *) sqlite3_column_text (statement, 0));
  sqlite3_reset (statement);
  return name;
}

static void
check_people (AnnexStore *store, GPtrArray *appointments)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT x.title FROM link p JOIN link q ON q.target = p.target JOIN person n ON n.id = p.target JOIN record x ON x.id = n.id "
                          "WHERE p.source = ?1 AND q.source = ?2 AND p.field != 'owner' AND q.field != 'owner' AND NOT EXISTS (SELECT 1 FROM link "
                          "WHERE (source = ?1 AND target = ?2) OR (source = ?2 AND target = ?1)) LIMIT 1",
                          -1, &statement, NULL) != SQLITE_OK)
    return;
  for (guint i = 0; i < appointments->len; i++)
    for (guint j = i + 1; j < appointments->len; j++)
      {
        AnnexCalendarEntry *a = appointments->pdata[i], *b = appointments->pdata[j];
        g_autofree char *name = NULL;

        if (b->first > a->last)
          break;
        if (a->record == b->record || !overlap (a, b) || (name = dup_shared_person (statement, a->record, b->record)) == NULL)
          continue;
        /* Translators: the name of a person, then the reference of a record. */
        add_conflict (a, g_strdup_printf (_("%s is needed in %s as well"), name, b->reference));
        add_conflict (b, g_strdup_printf (_("%s is needed in %s as well"), name, a->reference));
      }
  sqlite3_finalize (statement);
}

void
annex_calendar_conflicts_find (AnnexStore *store, GPtrArray *entries)
{
  g_autoptr (GPtrArray) appointments = g_ptr_array_new ();
  guint today = annex_clock_get_today ();

  for (guint i = 0; i < entries->len && appointments->len < MOST_APPOINTMENTS; i++)
    {
      AnnexCalendarEntry *entry = entries->pdata[i];

      if (!is_ahead (entry, today))
        continue;
      check_free_days (entry, entries);
      check_window (store, entry);
      g_ptr_array_add (appointments, entry);
    }
  check_people (store, appointments);
}

GPtrArray *
annex_calendar_conflicts_check (AnnexStore *store, GCancellable *cancellable, GError **error)
{
  guint today = annex_clock_get_today ();
  /* None kept but appointments and holidays, which always are. */
  AnnexCalendarQuery query = { .first = today, .last = annex_calendar_shift_months (today, MONTHS_AHEAD) };
  g_autoptr (AnnexCalendarEntries) entries = annex_calendar_entries_load (store, &query, cancellable, error);
  GPtrArray *found;

  if (entries == NULL)
    return NULL;
  found = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_calendar_entry_free);
  for (guint i = 0; i < annex_calendar_entries_get (entries)->len; i++)
    {
      const AnnexCalendarEntry *entry = annex_calendar_entries_get (entries)->pdata[i];

      if (entry->conflict != NULL && entry->last >= today)
        g_ptr_array_add (found, annex_calendar_entry_copy (entry));
    }
  return found;
}
