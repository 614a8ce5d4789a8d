/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-icalendar-export.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

#include "annex-icalendar-writer.h"
#include "core/annex-query.h"
#include "core/annex-statement.h"
#include "isms/annex-calendar-entries.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/do/activity.h"

typedef struct
{
  AnnexStore *store;
  AnnexICalendarWriter *writer;
  GHashTable *ids; /* nullable: gint64 */
  AnnexStatement *owners;
  GError *error; /* of the first entry that could not be read */
  const char *engagement;
} Export;

/* What it is, who sees to it, and which file it comes from. */
static char *
dup_description (Export *self, const AnnexCalendarEntry *entry)
{
  GString *text = g_string_new (entry->type != NULL ? g_dgettext (GETTEXT_PACKAGE, entry->type->label) : NULL);

  if (entry->field != NULL)
    g_string_append_printf (text, ": %s", annex_field_get_label (entry->field));
  annex_statement_bind_int64 (self->owners, 1, entry->record);
  if (annex_statement_next (self->owners) && !annex_statement_is_null (self->owners, 0))
    g_string_append_printf (text, "\n%s: %s", _("Owner"), annex_statement_get_text (self->owners, 0));
  annex_statement_finish (self->owners, self->error == NULL ? &self->error : NULL);
  g_string_append_printf (text, "\n%s", self->engagement);
  return g_string_free_and_steal (text);
}

static void
write_entry (const AnnexCalendarEntry *entry, gpointer user_data)
{
  Export *self = user_data;
  g_autofree char *description = NULL;

  if (self->ids != NULL && !g_hash_table_contains (self->ids, &entry->record))
    return;
  description = dup_description (self, entry);
  annex_icalendar_writer_add (self->writer, entry, description);
}

/* The day of the occurrence that is open, 0 for none. */
static guint
find_open_day (Export *self, gint64 activity)
{
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, activity, self->error == NULL ? &self->error : NULL);

  return record != NULL ? annex_clock_parse_day (annex_record_get_value (record, "next_due")) : 0;
}

typedef struct
{
  Export *export;
  gboolean whole;
} Activities;

static gboolean
write_activity (AnnexRecord *record, gpointer user_data)
{
  Activities *activities = user_data;
  Export *self = activities->export;
  gint64 id = annex_record_get_id (record);
  g_autoptr (AnnexCalendarEntry) entry = NULL;
  g_autofree char *description = NULL;
  AnnexRecurrence recurrence;
  guint open, first;

  if (g_strcmp0 (annex_record_get_value (record, "state"), "active") != 0 || !annex_activity_get_recurrence (record, &recurrence) ||
      (self->ids != NULL && !g_hash_table_contains (self->ids, &id)))
    return TRUE;
  open = activities->whole ? find_open_day (self, id) : 0;
  first = open != 0 ? annex_recurrence_get_next (&recurrence, open) : recurrence.first;
  if (first == 0)
    return TRUE;
  entry = annex_calendar_entry_new (annex_record_get_title (record), first);
  g_set_str (&entry->reference, annex_record_get_reference (record));
  entry->record = id;
  entry->type = &annex_activity_type;
  description = dup_description (self, entry);
  annex_icalendar_writer_add_recurring (self->writer, entry, description, &recurrence, first);
  return TRUE;
}

static gboolean
write_activities (Export *self, gboolean whole, GError **error)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_activity_type);
  Activities activities = { self, whole };

  annex_query_set_stored_only (query, TRUE);
  return annex_query_foreach (query, self->store, write_activity, &activities, error);
}

gboolean
annex_icalendar_export (AnnexStore *store, const AnnexType *type, GArray *ids, FILE *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, error);
  g_autoptr (AnnexStatement) owners =
    annex_statement_new (store, "SELECT group_concat (x.title, ', ') FROM link l JOIN record x ON x.id = l.target "
                                "WHERE l.source = ?1 AND l.field = 'owner'",
                         error);
  g_autofree char *alarm = annex_store_get_setting (store, ANNEX_ICALENDAR_ALARM_SETTING);
  g_autoptr (AnnexICalendarWriter) writer = NULL;
  g_autoptr (GHashTable) wanted = ids != NULL ? g_hash_table_new (g_int64_hash, g_int64_equal) : NULL;
  Export self = { .store = store, .ids = wanted, .owners = owners };
  gboolean written;

  if (engagement == NULL || owners == NULL)
    return FALSE;
  self.engagement = annex_record_get_title (engagement);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    g_hash_table_add (wanted, &g_array_index (ids, gint64, i));
  writer = annex_icalendar_writer_new (file, self.engagement, alarm != NULL ? atoi (alarm) : -1);
  self.writer = writer;
  written = annex_calendar_foreach (store, type, write_entry, &self, cancellable, error) &&
            ((type != NULL && type != &annex_activity_type) || write_activities (&self, type == NULL, error));
  annex_icalendar_writer_finish (writer);
  if (self.error == NULL)
    return written;
  if (written)
    g_propagate_error (error, g_steal_pointer (&self.error));
  g_clear_error (&self.error);
  return FALSE;
}
