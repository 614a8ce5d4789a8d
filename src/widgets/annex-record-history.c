/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-history.h"

#include <glib/gi18n.h>

#include "annex-feedback.h"
#include "core/annex-log.h"

#define MAX_SHOWN 100

struct _AnnexRecordHistory
{
  AdwBin parent_instance;

  AdwExpanderRow *expander;
  GPtrArray *rows;
  AnnexStore *store;
  gint64 id;
};

G_DEFINE_FINAL_TYPE (AnnexRecordHistory, annex_record_history, ADW_TYPE_BIN)

static char *
describe (AnnexRecordHistory *self, AnnexLogEntry *entry)
{
  const AnnexType *type = annex_store_get_type_of (self->store, self->id, ANNEX_TOLD_BY_STORE);
  const AnnexField *field = NULL;

  if (g_strcmp0 (entry->operation, "create") == 0)
    return g_strdup (_("Added"));
  if (g_strcmp0 (entry->operation, "delete") == 0)
    return g_strdup (_("Deleted"));

  if (type != NULL && entry->field != NULL)
    field = annex_store_find_field (self->store, type, entry->field);

  /* Translators: the name of a field, its value before and after. */
  return g_strdup_printf (_("%s: %s → %s"), field != NULL ? annex_field_get_label (field) : entry->field,
                          entry->old != NULL && *entry->old != '\0' ? entry->old : "–",
                          entry->new != NULL && *entry->new != '\0' ? entry->new : "–");
}

static void
clear (AnnexRecordHistory *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_expander_row_remove (self->expander, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
}

static void
fill (AnnexRecordHistory *self)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) entries = annex_log_list_record (self->store, self->id, &failure);

  clear (self);
  if (entries == NULL)
    {
      GtkWidget *row = annex_feedback_new_unreadable_row (failure);

      adw_expander_row_add_row (self->expander, row);
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; entries != NULL && i < MIN (entries->len, MAX_SHOWN); i++)
    {
      AnnexLogEntry *entry = g_ptr_array_index (entries, i);
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *text = describe (self, entry);
      g_autofree char *time = annex_record_history_dup_time (entry->time);
      g_autofree char *subtitle = g_strdup_printf ("%s · %s", time, entry->author);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_expander_row_add_row (self->expander, row);
      g_ptr_array_add (self->rows, row);
    }
}

static void
expanded_cb (AnnexRecordHistory *self)
{
  if (self->store != NULL && adw_expander_row_get_expanded (self->expander))
    fill (self);
}

static void
annex_record_history_dispose (GObject *object)
{
  AnnexRecordHistory *self = ANNEX_RECORD_HISTORY (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_record_history_parent_class)->dispose (object);
}

static void
annex_record_history_class_init (AnnexRecordHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_record_history_dispose;
}

static void
annex_record_history_init (AnnexRecordHistory *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->rows = g_ptr_array_new ();
  self->expander = ADW_EXPANDER_ROW (adw_expander_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->expander), _("History"));
  g_signal_connect_object (self->expander, "notify::expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->expander));
  adw_bin_set_child (ADW_BIN (self), group);
}

void
annex_record_history_show (AnnexRecordHistory *self, AnnexStore *store, gint64 id)
{
  g_set_object (&self->store, store);
  self->id = id;
  if (adw_expander_row_get_expanded (self->expander))
    fill (self);
}

char *
annex_record_history_dup_time (const char *time)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) then = time != NULL ? g_date_time_new_from_iso8601 (time, utc) : NULL;
  g_autoptr (GDateTime) here = then != NULL ? g_date_time_to_local (then) : NULL;

  return here != NULL ? g_date_time_format (here, "%x, %R") : g_strdup (time != NULL ? time : "");
}
