/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-escalations.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/annex-query.h"
#include "core/annex-worker.h"
#include "isms/annex-attention.h"
#include "isms/annex-isms.h"

/* View state in the file: "<id>:<level>" separated by spaces, of what is late now and was told. */
#define TOLD_KEY "escalations-told"

/* Deadlines pass at midnight; an hour later is soon enough. */
#define INTERVAL_SECONDS 3600

/* More than so many at once are told in one notification. */
#define MAX_SINGLE 3

/* What a look has found. Records are many and take long to free, so only those that are told one by one are read. */
typedef struct
{
  char *told;       /* what was told before, as TOLD_KEY keeps it */
  char *now;        /* what is late now, in the same way */
  guint n_fresh;    /* how many are late, or concern somebody else, since then */
  GPtrArray *fresh; /* AnnexRecord: these, unless they are more than MAX_SINGLE */
} Delays;

static void
delays_free (Delays *delays)
{
  g_free (delays->told);
  g_free (delays->now);
  g_ptr_array_unref (delays->fresh);
  g_free (delays);
}

static gpointer
find_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Delays *delays = g_new0 (Delays, 1);
  char *told = annex_store_get_setting (store, TOLD_KEY);
  g_auto (GStrv) before = g_strsplit (told != NULL ? told : "", " ", -1);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GString) now = g_string_new (NULL);
  const AnnexField *field = annex_type_find_field (&annex_corrective_action_type, "escalation");

  delays->told = told;
  delays->fresh = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; before[i] != NULL; i++)
    g_hash_table_add (known, before[i]);
  for (const AnnexChoice *level = field->choices; level->key != NULL; level++)
    {
      g_autoptr (AnnexQuery) query = annex_query_new (&annex_corrective_action_type);
      g_autoptr (GArray) ids = NULL;

      annex_query_add_filter (query, field->name, ANNEX_FILTER_IS, level->key);
      ids = annex_query_run (query, store, error);
      for (guint i = 0; ids != NULL && i < ids->len; i++)
        {
          gint64 id = g_array_index (ids, gint64, i);
          g_autofree char *key = g_strdup_printf ("%" G_GINT64_FORMAT ":%s", id, level->key);
          AnnexRecord *record;

          g_string_append_printf (now, "%s%s", now->len > 0 ? " " : "", key);
          if (g_hash_table_contains (known, key) || delays->n_fresh++ >= MAX_SINGLE)
            continue;
          record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
          if (record != NULL)
            g_ptr_array_add (delays->fresh, record);
        }
      if (ids == NULL)
        {
          delays_free (delays);
          return NULL;
        }
    }
  delays->now = g_string_free_and_steal (g_steal_pointer (&now));
  return delays;
}

static void
send (const char *id, GNotification *notification)
{
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_NORMAL);
  g_application_send_notification (g_application_get_default (), id, notification);
}

static void
tell_one (AnnexRecord *record)
{
  /* Translators: the reference of a corrective action; who is concerned, such as “ISMS manager”. */
  g_autofree char *title =
    g_strdup_printf (_("%s Is Late and Concerns: %s"), annex_record_get_reference (record), annex_record_get_text (record, "escalation"));
  g_autofree char *id = g_strdup_printf ("escalation-%" G_GINT64_FORMAT, annex_record_get_id (record));
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, annex_record_get_title (record));
  g_notification_set_default_action_and_target (notification, "app.show-record", "x", annex_record_get_id (record));
  send (id, notification);
}

static void
tell_many (AnnexStore *store, guint n)
{
  g_autofree char *title = g_strdup_printf (ngettext ("%u Corrective Action Is Late", "%u Corrective Actions Are Late", n), n);
  g_autofree char *file = g_path_get_basename (annex_store_get_path (store));
  g_autoptr (GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, file);
  send ("escalations", notification);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AnnexStore *store = ANNEX_STORE (source);
  Delays *delays = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);
  g_autofree char *told = annex_store_is_open (store) ? annex_store_get_setting (store, TOLD_KEY) : NULL;

  if (delays == NULL)
    return;
  /* Another look may have told it meanwhile. */
  if (annex_store_is_open (store) && g_strcmp0 (told, delays->told) == 0 &&
      g_strcmp0 (delays->now, told != NULL ? told : "") != 0)
    {
      annex_store_set_setting (store, TOLD_KEY, delays->now);
      for (guint i = 0; delays->n_fresh <= MAX_SINGLE && i < delays->fresh->len; i++)
        tell_one (delays->fresh->pdata[i]);
      if (delays->n_fresh > MAX_SINGLE)
        tell_many (store, delays->n_fresh);
    }
  delays_free (delays);
}

/* What was not told for being switched off is told when it is switched on again. */
static void
look (AnnexStore *store)
{
  g_autoptr (GSettings) settings = g_settings_new (ANNEX_APPLICATION_ID);

  if (g_settings_get_boolean (settings, "notify-delays") && annex_store_is_open (store) && !annex_store_is_read_only (store))
    annex_worker_run (store, find_worker, NULL, NULL, (GDestroyNotify) delays_free, NULL, found_cb, NULL);
}

static gboolean
hour_cb (gpointer user_data)
{
  look (user_data);
  return G_SOURCE_CONTINUE;
}

static void
stop_timer (gpointer data)
{
  g_source_remove (GPOINTER_TO_UINT (data));
}

void
annex_escalations_watch (AnnexStore *store)
{
  guint timer = g_timeout_add_seconds (INTERVAL_SECONDS, hour_cb, store);

  g_object_set_data_full (G_OBJECT (store), "annex-escalations", GUINT_TO_POINTER (timer), stop_timer);
  g_signal_connect_object (annex_attention_get (store), "changed", G_CALLBACK (look), store, G_CONNECT_SWAPPED);
}
