/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-lanes.h"

#include <glib/gi18n-lib.h>

#include "annex-calendar-days.h"
#include "annex-isms.h"
#include "check/certification.h"

/* More records of a type than this share a lane. */
#define MOST_OWN_LANES 40

static void
lane_free (gpointer data)
{
  AnnexCalendarLane *lane = data;

  g_free (lane->title);
  g_ptr_array_unref (lane->entries);
  g_array_unref (lane->windows);
  annex_calendar_entries_unref (lane->source);
  g_free (lane);
}

static AnnexCalendarLane *
add_lane (GPtrArray *lanes, AnnexCalendarEntries *source, const AnnexType *type, char *title)
{
  AnnexCalendarLane *lane = g_new0 (AnnexCalendarLane, 1);

  lane->type = type;
  lane->title = title;
  lane->entries = g_ptr_array_new ();
  lane->windows = g_array_new (FALSE, FALSE, sizeof (AnnexCalendarWindow));
  lane->source = annex_calendar_entries_ref (source);
  g_ptr_array_add (lanes, lane);
  return lane;
}

static gboolean
add_windows (AnnexCalendarLane *lane, AnnexStore *store, gint64 id, GError **error)
{
  const AnnexType *type = lane->type;
  g_autoptr (AnnexRecord) record = NULL;
  guint today = annex_clock_get_today ();

  if (type != &annex_certification_type)
    return TRUE;
  record = annex_store_load (store, id, error);
  for (guint i = 0; record != NULL && i < type->n_fields; i++)
    {
      AnnexCertificationWindow window;
      AnnexCalendarWindow shown;

      if (type->fields[i].settled_by == NULL || !annex_certification_find_window (record, type->fields[i].name, &window))
        continue;
      shown.first = window.first;
      shown.last = window.last;
      shown.missed = window.last < today && annex_record_get_value (record, type->fields[i].settled_by) == NULL;
      for (guint j = 0; j < lane->entries->len; j++)
        {
          const AnnexCalendarEntry *entry = lane->entries->pdata[j];

          shown.missed = shown.missed || (entry->field == &type->fields[i] && (entry->flags & ANNEX_CALENDAR_OVER) == 0 &&
                                          (entry->first < window.first || entry->first > window.last));
        }
      g_array_append_val (lane->windows, shown);
    }
  return record != NULL;
}

/* What stands inside a record that has a lane needs none. */
static gboolean
may_have_own (const AnnexType *type, const AnnexCalendarEntry *entry)
{
  return type != NULL && type->phase != ANNEX_PHASE_NONE && (entry->flags & ANNEX_CALENDAR_APPOINTMENT) != 0;
}

static guint
count_records (GPtrArray *entries, const AnnexType *type)
{
  g_autoptr (GHashTable) ids = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      AnnexCalendarEntry *entry = entries->pdata[i];

      if (entry->type == type)
        g_hash_table_add (ids, &entry->record);
    }
  return g_hash_table_size (ids);
}

static gboolean
add_own_lanes (GPtrArray *lanes, AnnexStore *store, AnnexCalendarEntries *source, const AnnexType *type, GError **error)
{
  GPtrArray *entries = annex_calendar_entries_get (source);
  g_autoptr (GHashTable) by_record = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < entries->len; i++)
    {
      AnnexCalendarEntry *entry = entries->pdata[i];
      AnnexCalendarLane *lane;

      if (entry->type != type)
        continue;
      lane = g_hash_table_lookup (by_record, &entry->record);
      if (lane == NULL)
        {
          lane = add_lane (lanes, source, type, g_strdup_printf ("%s %s", entry->reference, entry->title));
          g_hash_table_insert (by_record, &entry->record, lane);
        }
      g_ptr_array_add (lane->entries, entry);
    }
  for (guint i = 0; i < lanes->len; i++)
    {
      AnnexCalendarLane *lane = lanes->pdata[i];

      if (lane->type == type && lane->entries->len > 0 && lane->windows->len == 0 &&
          !add_windows (lane, store, ((AnnexCalendarEntry *) lane->entries->pdata[0])->record, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_shared_lane (GPtrArray *lanes, AnnexCalendarEntries *source, const AnnexType *type)
{
  GPtrArray *entries = annex_calendar_entries_get (source);
  AnnexCalendarLane *lane = NULL;

  for (guint i = 0; i < entries->len; i++)
    {
      AnnexCalendarEntry *entry = entries->pdata[i];

      if (entry->type != type)
        continue;
      if (lane == NULL)
        lane = add_lane (lanes, source, type, g_strdup (type != NULL ? g_dgettext (GETTEXT_PACKAGE, type->label_plural) : _("Other calendars")));
      g_ptr_array_add (lane->entries, entry);
    }
}

/* Certification comes first, then what else is to be checked; g_ptr_array_sort() keeps the order of all others. */
static int
get_weight (const AnnexType *type)
{
  return type == &annex_certification_type ? 0 : type->phase == ANNEX_PHASE_CHECK ? 1 : 2;
}

static int
compare_weight (gconstpointer a, gconstpointer b)
{
  return get_weight (*(const AnnexType *const *) a) - get_weight (*(const AnnexType *const *) b);
}

GPtrArray *
annex_calendar_lanes_make (AnnexStore *store, AnnexCalendarEntries *entries, GError **error)
{
  g_autoptr (GPtrArray) lanes = g_ptr_array_new_with_free_func (lane_free);
  g_autoptr (GPtrArray) types = annex_calendar_list_types ();
  g_autoptr (GHashTable) own = g_hash_table_new (NULL, NULL);
  GPtrArray *all = annex_calendar_entries_get (entries);

  for (guint i = 0; i < all->len; i++)
    {
      const AnnexCalendarEntry *entry = all->pdata[i];

      if (may_have_own (entry->type, entry))
        g_hash_table_add (own, (gpointer) entry->type);
    }
  g_ptr_array_sort (types, compare_weight);
  for (guint i = 0; i < types->len; i++)
    if (!g_hash_table_contains (own, types->pdata[i]) || count_records (all, types->pdata[i]) > MOST_OWN_LANES)
      g_hash_table_remove (own, types->pdata[i]);
    else if (!add_own_lanes (lanes, store, entries, types->pdata[i], error))
      return NULL;
  for (guint i = 0; i < types->len; i++)
    if (!g_hash_table_contains (own, types->pdata[i]))
      add_shared_lane (lanes, entries, types->pdata[i]);
  add_shared_lane (lanes, entries, NULL);
  return g_steal_pointer (&lanes);
}

char *
annex_calendar_lane_dup_text (const AnnexCalendarLane *lane)
{
  GString *text = g_string_new (lane->title);
  guint overdue = 0, missed = 0, today = annex_clock_get_today ();
  const AnnexCalendarEntry *next = NULL;

  for (guint i = 0; i < lane->entries->len; i++)
    {
      const AnnexCalendarEntry *entry = lane->entries->pdata[i];

      overdue += (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0;
      if (next == NULL && entry->first >= today && (entry->flags & ANNEX_CALENDAR_OVER) == 0)
        next = entry;
    }
  for (guint i = 0; i < lane->windows->len; i++)
    missed += g_array_index (lane->windows, AnnexCalendarWindow, i).missed;
  g_string_append (text, ", ");
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", lane->entries->len), lane->entries->len);
  if (overdue > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u overdue", "%u overdue", overdue), overdue);
    }
  if (missed > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u window missed", "%u windows missed", missed), missed);
    }
  if (next != NULL)
    {
      g_autofree char *date = annex_calendar_dup_date (next->first);
      g_autofree char *name = annex_calendar_entry_dup_name (next);

      g_string_append (text, ", ");
      /* Translators: a date, then what stands on it. */
      g_string_append_printf (text, _("next on %s: %s"), date, name);
    }
  return g_string_free_and_steal (text);
}
