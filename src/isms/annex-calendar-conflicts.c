/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-conflicts.h"

#include <glib/gi18n-lib.h>

#include "annex-calendar-days.h"
#include "annex-calendar-entries.h"
#include "annex-isms.h"
#include "check/certification.h"
#include "core/annex-statement.h"

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

static gboolean
check_window (AnnexStore *store, AnnexCalendarEntry *entry, GError **error)
{
  g_autoptr (AnnexRecord) record = NULL;
  AnnexCertificationWindow window;
  g_autofree char *first = NULL, *last = NULL;

  if (!annex_store_load_if_there (store, entry->type == &annex_certification_type ? entry->record : 0, &record, error))
    return FALSE;
  if (record == NULL || !annex_certification_find_window (record, entry->field->name, &window) ||
      (entry->first >= window.first && entry->first <= window.last))
    return TRUE;
  first = annex_calendar_dup_date (window.first);
  last = annex_calendar_dup_date (window.last);
  add_conflict (entry, g_strdup_printf (_("outside its window from %s to %s"), first, last));
  return TRUE;
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

/* Somebody who is linked to both, but not as the one who answers for it; a part and its whole are no conflict. @name: (out) (nullable). */
static gboolean
find_shared_person (AnnexStatement *statement, gint64 a, gint64 b, char **name, GError **error)
{
  annex_statement_bind_int64 (statement, 1, a);
  annex_statement_bind_int64 (statement, 2, b);
  *name = annex_statement_next (statement) ? g_strdup (annex_statement_get_string (statement, 0)) : NULL;
  return annex_statement_finish (statement, error);
}

static gboolean
check_people (AnnexStore *store, GPtrArray *appointments, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT x.title FROM link p JOIN link q ON q.target = p.target JOIN person n ON n.id = p.target JOIN record x ON x.id = n.id "
                         "WHERE p.source = ?1 AND q.source = ?2 AND p.field != 'owner' AND q.field != 'owner' AND NOT EXISTS (SELECT 1 FROM link "
                         "WHERE (source = ?1 AND target = ?2) OR (source = ?2 AND target = ?1)) LIMIT 1",
                         error);

  if (statement == NULL)
    return FALSE;
  for (guint i = 0; i < appointments->len; i++)
    for (guint j = i + 1; j < appointments->len; j++)
      {
        AnnexCalendarEntry *a = appointments->pdata[i], *b = appointments->pdata[j];
        g_autofree char *name = NULL;

        if (b->first > a->last)
          break;
        if (a->record == b->record || !overlap (a, b))
          continue;
        if (!find_shared_person (statement, a->record, b->record, &name, error))
          return FALSE;
        if (name == NULL)
          continue;
        /* Translators: the name of a person, then the reference of a record. */
        add_conflict (a, g_strdup_printf (_("%s is needed in %s as well"), name, b->reference));
        add_conflict (b, g_strdup_printf (_("%s is needed in %s as well"), name, a->reference));
      }
  return TRUE;
}

gboolean
annex_calendar_conflicts_find (AnnexStore *store, GPtrArray *entries, GError **error)
{
  g_autoptr (GPtrArray) appointments = g_ptr_array_new ();
  guint today = annex_clock_get_today ();

  for (guint i = 0; i < entries->len && appointments->len < MOST_APPOINTMENTS; i++)
    {
      AnnexCalendarEntry *entry = entries->pdata[i];

      if (!is_ahead (entry, today))
        continue;
      check_free_days (entry, entries);
      if (!check_window (store, entry, error))
        return FALSE;
      g_ptr_array_add (appointments, entry);
    }
  return check_people (store, appointments, error);
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
