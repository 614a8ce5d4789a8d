/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-load.h"

#include "exchange/annex-icalendar-reader.h"

void
annex_calendar_load_free (gpointer data)
{
  AnnexCalendarLoad *load = data;

  g_free (load->search);
  g_clear_pointer (&load->only, g_hash_table_unref);
  g_clear_pointer (&load->others, g_ptr_array_unref);
  g_free (load);
}

void
annex_calendar_loaded_free (gpointer data)
{
  AnnexCalendarLoaded *loaded = data;

  g_clear_pointer (&loaded->lanes, g_ptr_array_unref);
  annex_calendar_entries_unref (loaded->entries);
  g_free (loaded);
}

/* Holidays are told of whatever is shown. */
static GHashTable *
dup_hidden (const AnnexCalendarLoad *load)
{
  g_autoptr (GPtrArray) types = annex_calendar_list_types ();
  GHashTable *hidden = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; load->only != NULL && i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (!g_hash_table_contains (load->only, type->name) && !g_str_equal (type->name, "holiday"))
        g_hash_table_add (hidden, (gpointer) type->name);
    }
  return hidden;
}

static gboolean
matches (const AnnexCalendarEntry *entry, const char *search)
{
  g_autofree char *title = g_utf8_casefold (entry->title, -1);
  g_autofree char *words = search != NULL ? g_utf8_casefold (search, -1) : g_strdup ("");

  return strstr (title, words) != NULL;
}

static void
add_other (AnnexCalendarLoaded *loaded, const AnnexICalendarContents *contents, const char *search)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (guint i = 0; i < contents->entries->len; i++)
    if (matches (contents->entries->pdata[i], search))
      g_ptr_array_add (wanted, contents->entries->pdata[i]);
  annex_calendar_entries_add (loaded->entries, wanted);
}

gpointer
annex_calendar_load_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const AnnexCalendarLoad *load = data;
  g_autoptr (GHashTable) hidden = dup_hidden (load);
  AnnexCalendarQuery query = { load->first, load->last, load->per_day, load->search, hidden };
  AnnexCalendarEntries *entries = annex_calendar_entries_load (store, &query, cancellable, error);
  AnnexCalendarLoaded *loaded;

  if (entries == NULL)
    return NULL;
  loaded = g_new0 (AnnexCalendarLoaded, 1);
  loaded->entries = entries;
  for (guint i = 0; load->others != NULL && i < load->others->len; i++)
    add_other (loaded, load->others->pdata[i], load->search);
  if (load->with_lanes)
    loaded->lanes = annex_calendar_lanes_make (store, entries, error);
  if (load->with_lanes && loaded->lanes == NULL)
    g_clear_pointer (&loaded, annex_calendar_loaded_free);
  return loaded;
}
