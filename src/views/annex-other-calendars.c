/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-other-calendars.h"

#include <glib/gi18n.h>

#include "isms/annex-calendar-days.h"

/* A file that is written to in pieces is read once. */
#define REREAD_DELAY_MS 500

#define PROGRESS_INTERVAL_MS 150

/* Read around what is looked at, so that going back and forth finds it read. */
#define MONTHS_BEFORE 3
#define MONTHS_AFTER 12

/* Shared by the thread that reads and the one that shows. */
typedef struct
{
  char *path;
  guint first;
  guint last;
  int percent; /* atomic */
} Job;

typedef struct
{
  char *path;
  GFileMonitor *monitor; /* nullable */
  AnnexICalendarContents *contents; /* nullable until it was read */
  char *error; /* nullable */
  GCancellable *reading; /* nullable */
  Job *job; /* nullable: while it is read */
  guint first; /* days that were read, 0 for none */
  guint last;
  gboolean stopped;
} Calendar;

struct _AnnexOtherCalendars
{
  GObject parent_instance;

  AnnexStore *store;
  GPtrArray *calendars;
  guint reread_source;
  guint progress_source;
};

static guint changed_signal, progress_signal;

G_DEFINE_FINAL_TYPE (AnnexOtherCalendars, annex_other_calendars, G_TYPE_OBJECT)

static void
job_clear (gpointer data)
{
  g_free (((Job *) data)->path);
}

static void
job_unref (gpointer job)
{
  g_atomic_rc_box_release_full (job, job_clear);
}

static void
stop_reading (Calendar *calendar)
{
  g_cancellable_cancel (calendar->reading);
  g_clear_object (&calendar->reading);
  g_clear_pointer (&calendar->job, job_unref);
}

static void
calendar_free (gpointer data)
{
  Calendar *calendar = data;

  stop_reading (calendar);
  if (calendar->monitor != NULL)
    g_file_monitor_cancel (calendar->monitor);
  g_clear_object (&calendar->monitor);
  g_clear_pointer (&calendar->contents, annex_icalendar_contents_unref);
  g_free (calendar->error);
  g_free (calendar->path);
  g_free (calendar);
}

static Calendar *
get_calendar (AnnexOtherCalendars *self, guint position)
{
  return self->calendars->pdata[position];
}

/* ---- Reading ---- */

static void
progress_cb (goffset done, goffset size, gpointer user_data)
{
  g_atomic_int_set (&((Job *) user_data)->percent, size > 0 ? (int) (done * 100 / size) : 0);
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Job *job = data;
  GError *error = NULL;
  AnnexICalendarContents *contents = annex_icalendar_read (job->path, job->first, job->last, progress_cb, job, cancellable, &error);

  if (contents != NULL)
    g_task_return_pointer (task, contents, (GDestroyNotify) annex_icalendar_contents_unref);
  else
    g_task_return_error (task, error);
}

static Calendar *
find_by_job (AnnexOtherCalendars *self, gpointer job)
{
  for (guint i = 0; i < self->calendars->len; i++)
    if (get_calendar (self, i)->job == job)
      return get_calendar (self, i);
  return NULL;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AnnexOtherCalendars *self = ANNEX_OTHER_CALENDARS (source);
  Job *job = g_task_get_task_data (G_TASK (result));
  Calendar *calendar = find_by_job (self, job);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexICalendarContents) contents = g_task_propagate_pointer (G_TASK (result), &error);

  /* Stopped, gone, or overtaken. */
  if (calendar == NULL)
    return;
  g_clear_pointer (&calendar->contents, annex_icalendar_contents_unref);
  calendar->contents = g_steal_pointer (&contents);
  g_clear_pointer (&calendar->error, g_free);
  calendar->error = error != NULL ? g_strdup (error->message) : NULL;
  calendar->first = job->first;
  calendar->last = job->last;
  stop_reading (calendar);
  g_signal_emit (self, changed_signal, 0);
}

static gboolean
tell_progress_cb (gpointer user_data)
{
  AnnexOtherCalendars *self = user_data;

  for (guint i = 0; i < self->calendars->len; i++)
    if (get_calendar (self, i)->reading != NULL)
      {
        g_signal_emit (self, progress_signal, 0);
        return G_SOURCE_CONTINUE;
      }
  self->progress_source = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_reading (AnnexOtherCalendars *self, Calendar *calendar, guint first, guint last)
{
  g_autoptr (GTask) task = NULL;

  stop_reading (calendar);
  calendar->reading = g_cancellable_new ();
  calendar->job = g_atomic_rc_box_new0 (Job);
  calendar->job->path = g_strdup (calendar->path);
  calendar->job->first = annex_calendar_shift_months (first, -MONTHS_BEFORE);
  calendar->job->last = annex_calendar_shift_months (last, MONTHS_AFTER);
  task = g_task_new (self, calendar->reading, read_cb, NULL);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (calendar->job), job_unref);
  g_task_run_in_thread (task, read_thread);
  if (self->progress_source == 0)
    self->progress_source = g_timeout_add (PROGRESS_INTERVAL_MS, tell_progress_cb, self);
}

static gboolean
reread_cb (gpointer user_data)
{
  AnnexOtherCalendars *self = user_data;

  self->reread_source = 0;
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (GFileMonitor *monitor, GFile *file, GFile *other, GFileMonitorEvent event, AnnexOtherCalendars *self)
{
  for (guint i = 0; i < self->calendars->len; i++)
    {
      Calendar *calendar = get_calendar (self, i);

      if (calendar->monitor != monitor)
        continue;
      stop_reading (calendar);
      calendar->first = 0;
      calendar->stopped = FALSE;
    }
  g_clear_handle_id (&self->reread_source, g_source_remove);
  self->reread_source = g_timeout_add (REREAD_DELAY_MS, reread_cb, self);
}

/* ---- Which ---- */

static void
append (AnnexOtherCalendars *self, const char *path)
{
  Calendar *calendar = g_new0 (Calendar, 1);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  calendar->path = g_strdup (path);
  calendar->monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);
  if (calendar->monitor != NULL)
    g_signal_connect_object (calendar->monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
  g_ptr_array_add (self->calendars, calendar);
}

static gboolean
find (AnnexOtherCalendars *self, const char *path, guint *position)
{
  for (*position = 0; *position < self->calendars->len; (*position)++)
    if (g_str_equal (get_calendar (self, *position)->path, path))
      return TRUE;
  return FALSE;
}

static void
keep (AnnexOtherCalendars *self)
{
  GString *paths = g_string_new (NULL);

  for (guint i = 0; i < self->calendars->len; i++)
    g_string_append_printf (paths, "%s%s", i > 0 ? "\n" : "", get_calendar (self, i)->path);
  annex_store_set_setting (self->store, ANNEX_OTHER_CALENDARS_SETTING, paths->len > 0 ? paths->str : NULL);
  g_string_free (paths, TRUE);
  g_signal_emit (self, changed_signal, 0);
}

static void
annex_other_calendars_dispose (GObject *object)
{
  AnnexOtherCalendars *self = ANNEX_OTHER_CALENDARS (object);

  g_clear_handle_id (&self->reread_source, g_source_remove);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_ptr_array_set_size (self->calendars, 0);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_other_calendars_parent_class)->dispose (object);
}

static void
annex_other_calendars_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_OTHER_CALENDARS (object)->calendars);
  G_OBJECT_CLASS (annex_other_calendars_parent_class)->finalize (object);
}

static void
annex_other_calendars_class_init (AnnexOtherCalendarsClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_other_calendars_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_other_calendars_finalize;
  changed_signal = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  progress_signal = g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_other_calendars_init (AnnexOtherCalendars *self)
{
  self->calendars = g_ptr_array_new_with_free_func (calendar_free);
}

AnnexOtherCalendars *
annex_other_calendars_new (AnnexStore *store)
{
  AnnexOtherCalendars *self = g_object_new (ANNEX_TYPE_OTHER_CALENDARS, NULL);
  g_autofree char *setting = annex_store_get_setting (store, ANNEX_OTHER_CALENDARS_SETTING);
  g_auto (GStrv) paths = g_strsplit (setting != NULL ? setting : "", "\n", -1);

  self->store = g_object_ref (store);
  for (guint i = 0; paths[i] != NULL; i++)
    if (*paths[i] != '\0')
      append (self, paths[i]);
  return self;
}

guint
annex_other_calendars_get_n (AnnexOtherCalendars *self)
{
  return self->calendars->len;
}

const char *
annex_other_calendars_get_path (AnnexOtherCalendars *self, guint position)
{
  return get_calendar (self, position)->path;
}

char *
annex_other_calendars_dup_name (AnnexOtherCalendars *self, guint position)
{
  char *name = g_filename_display_basename (get_calendar (self, position)->path);

  if (g_str_has_suffix (name, ".ics"))
    name[strlen (name) - strlen (".ics")] = '\0';
  return name;
}

char *
annex_other_calendars_dup_state (AnnexOtherCalendars *self, guint position)
{
  Calendar *calendar = get_calendar (self, position);
  GString *text;

  if (calendar->job != NULL)
    return g_strdup_printf (_("Being read: %d %%"), g_atomic_int_get (&calendar->job->percent));
  if (calendar->stopped)
    return g_strdup (_("Reading it was stopped. Remove it, or show it again to read it."));
  if (calendar->error != NULL)
    return g_strdup (calendar->error);
  if (calendar->contents == NULL)
    return g_strdup (_("Not read yet"));
  text = g_string_new (NULL);
  g_string_printf (text, ngettext ("%u event", "%u events", calendar->contents->n_events), calendar->contents->n_events);
  for (guint i = 0; i < calendar->contents->problems->len; i++)
    g_string_append_printf (text, "%s %s", i == 0 ? "." : "", (const char *) calendar->contents->problems->pdata[i]);
  return g_string_free_and_steal (text);
}

char *
annex_other_calendars_dup_problems (AnnexOtherCalendars *self)
{
  g_autoptr (GStrvBuilder) sentences = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;
  guint n;

  for (guint i = 0; i < self->calendars->len; i++)
    {
      Calendar *calendar = get_calendar (self, i);
      g_autofree char *name = annex_other_calendars_dup_name (self, i);

      if (calendar->error != NULL)
        g_strv_builder_add (sentences, calendar->error);
      for (guint j = 0; calendar->contents != NULL && j < calendar->contents->problems->len; j++)
        /* Translators: the name of a calendar, then a sentence on what it lacks. */
        g_strv_builder_take (sentences, g_strdup_printf (_("“%s”: %s"), name, (const char *) calendar->contents->problems->pdata[j]));
    }
  all = g_strv_builder_end (sentences);
  n = g_strv_length (all);
  if (n < 2)
    return g_strdup (all[0]);
  /* Translators: a sentence on what a calendar lacks, then how many more such sentences there are. */
  return g_strdup_printf (ngettext ("%s There is %u more remark.", "%s There are %u more remarks.", n - 1), all[0], n - 1);
}

char *
annex_other_calendars_dup_progress (AnnexOtherCalendars *self)
{
  for (guint i = 0; i < self->calendars->len; i++)
    {
      Calendar *calendar = get_calendar (self, i);
      g_autofree char *name = annex_other_calendars_dup_name (self, i);

      if (calendar->job != NULL)
        /* Translators: the name of a calendar, then how much of it was read. */
        return g_strdup_printf (_("Reading “%s”: %d %%"), name, g_atomic_int_get (&calendar->job->percent));
    }
  return NULL;
}

void
annex_other_calendars_add (AnnexOtherCalendars *self, const char *path)
{
  guint position;

  if (find (self, path, &position))
    {
      get_calendar (self, position)->first = 0;
      get_calendar (self, position)->stopped = FALSE;
    }
  else
    append (self, path);
  keep (self);
}

void
annex_other_calendars_remove (AnnexOtherCalendars *self, const char *path)
{
  guint position;

  if (!find (self, path, &position))
    return;
  g_ptr_array_remove_index (self->calendars, position);
  keep (self);
}

void
annex_other_calendars_stop (AnnexOtherCalendars *self)
{
  for (guint i = 0; i < self->calendars->len; i++)
    {
      Calendar *calendar = get_calendar (self, i);

      calendar->stopped = calendar->stopped || calendar->job != NULL;
      stop_reading (calendar);
    }
  g_signal_emit (self, changed_signal, 0);
}

AnnexICalendarContents *
annex_other_calendars_get_contents (AnnexOtherCalendars *self, guint position, guint first, guint last)
{
  Calendar *calendar = get_calendar (self, position);
  gboolean read = calendar->first != 0 && first >= calendar->first && last <= calendar->last;
  gboolean being_read = calendar->job != NULL && first >= calendar->job->first && last <= calendar->job->last;

  if (!read && !being_read && !calendar->stopped)
    begin_reading (self, calendar, first, last);
  return calendar->contents != NULL ? annex_icalendar_contents_ref (calendar->contents) : NULL;
}
