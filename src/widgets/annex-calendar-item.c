/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-item.h"

struct _AnnexCalendarItem
{
  GObject parent_instance;

  AnnexCalendarEntries *entries;
  guint day;
  const AnnexCalendarEntry *entry;
  guint more;
};

G_DEFINE_FINAL_TYPE (AnnexCalendarItem, annex_calendar_item, G_TYPE_OBJECT)

static void
annex_calendar_item_finalize (GObject *object)
{
  annex_calendar_entries_unref (ANNEX_CALENDAR_ITEM (object)->entries);
  G_OBJECT_CLASS (annex_calendar_item_parent_class)->finalize (object);
}

static void
annex_calendar_item_class_init (AnnexCalendarItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_calendar_item_finalize;
}

static void
annex_calendar_item_init (AnnexCalendarItem *self)
{
}

AnnexCalendarItem *
annex_calendar_item_new (AnnexCalendarEntries *entries, guint day, const AnnexCalendarEntry *entry, guint more)
{
  AnnexCalendarItem *self = g_object_new (ANNEX_TYPE_CALENDAR_ITEM, NULL);

  self->entries = annex_calendar_entries_ref (entries);
  self->day = day;
  self->entry = entry;
  self->more = more;
  return self;
}

guint
annex_calendar_item_get_day (AnnexCalendarItem *self)
{
  return self->day;
}

const AnnexCalendarEntry *
annex_calendar_item_get_entry (AnnexCalendarItem *self)
{
  return self->entry;
}

guint
annex_calendar_item_get_more (AnnexCalendarItem *self)
{
  return self->more;
}

AnnexCalendarEntries *
annex_calendar_item_get_entries (AnnexCalendarItem *self)
{
  return self->entries;
}
