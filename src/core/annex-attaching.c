/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-attaching.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-content.h"
#include "annex-store-private.h"
#include "annex-transaction-private.h"

#define MEGABYTE 1000000
/* How long a step of writing may take, in microseconds, and how often progress is told, in milliseconds. */
#define STEP_TIME 5000
#define PROGRESS_INTERVAL 100
#define RETRY_INTERVAL 50

gint64
annex_attaching_get_limit (AnnexStore *store)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  const char *value = engagement != NULL ? annex_record_get_value (engagement, "attachment_limit") : NULL;

  return value != NULL ? (gint64) (g_ascii_strtod (value, NULL) * MEGABYTE) : ANNEX_ATTACHING_DEFAULT_LIMIT;
}

const AnnexField *
annex_attaching_find_field (const AnnexType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == ANNEX_FIELD_FILE)
      return &type->fields[i];
  return NULL;
}

/* ---- One file ---- */

static const AnnexAttachment *
find_name (GPtrArray *attachments, const char *name)
{
  for (guint i = 0; i < attachments->len; i++)
    if (strcmp (((const AnnexAttachment *) attachments->pdata[i])->name, name) == 0)
      return attachments->pdata[i];
  return NULL;
}

static gboolean
write_content (AnnexStore *store, AnnexStagedFile *staged, GError **error)
{
  gboolean done = FALSE;

  for (gint64 position = 0; !done; position++)
    if (!annex_content_write_step (store, staged, position, &done, error))
      return FALSE;
  return TRUE;
}

/* Adds to what the field holds. Returns whether that changes anything. */
static gboolean
add_to_list (GPtrArray *attachments, const AnnexAttachment *attachment, gboolean many)
{
  g_autoptr (AnnexAttachment) added = annex_attachment_copy (attachment);
  const AnnexAttachment *other = find_name (attachments, added->name);

  if (other != NULL && strcmp (other->hash, added->hash) == 0 && g_strcmp0 (other->location, added->location) == 0)
    return FALSE;
  if (!many)
    g_ptr_array_set_size (attachments, 0);
  for (guint number = 2; added->location == NULL && find_name (attachments, added->name) != NULL; number++)
    {
      g_free (added->name);
      added->name = annex_attachment_number_name (attachment->name, number, ANNEX_ATTACHMENT_MAX_NAME);
    }
  g_ptr_array_add (attachments, g_steal_pointer (&added));
  return TRUE;
}

/* The field and what it holds; NULL with @error set where it is none for files. */
static GPtrArray *
load_list (AnnexTransaction *transaction, gint64 id, const char *field_name, gboolean *many, GError **error)
{
  AnnexStore *store = annex_transaction_get_store (transaction);
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, error);
  const AnnexField *field;

  if (record == NULL)
    return NULL;
  field = annex_store_find_field (store, annex_record_get_record_type (record), field_name);
  if (field == NULL || field->kind != ANNEX_FIELD_FILE)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s” for files."),
                   _(annex_record_get_record_type (record)->label_plural), field_name);
      return NULL;
    }
  *many = (field->flags & ANNEX_FIELD_MANY) != 0;
  return annex_attachment_parse_list (annex_record_get_value (record, field_name));
}

gboolean
annex_attaching_add (AnnexTransaction *transaction, gint64 id, const char *field_name, GPtrArray *staged, GError **error)
{
  AnnexStore *store = annex_transaction_get_store (transaction);
  gboolean many, done = TRUE;
  g_autoptr (GPtrArray) attachments = load_list (transaction, id, field_name, &many, error);
  g_autofree char *value = NULL;

  /* What is refused leaves no content behind, whatever else the transaction does. */
  if (attachments == NULL || !annex_transaction_check_open (store, error) || !annex_store_execute (store, "SAVEPOINT attach", error))
    return FALSE;
  for (guint i = 0; done && i < staged->len; i++)
    if (add_to_list (attachments, annex_staged_file_get_attachment (staged->pdata[i]), many))
      done = write_content (store, staged->pdata[i], error);
  value = annex_attachment_format_list (attachments);
  if (done && annex_transaction_set (transaction, id, field_name, value, error))
    return annex_store_execute (store, "RELEASE attach", error);
  annex_store_settle (store, NULL);
  if (!sqlite3_get_autocommit (store->database))
    sqlite3_exec (store->database, "ROLLBACK TO attach; RELEASE attach", NULL, NULL, NULL);
  return FALSE;
}

gboolean
annex_attaching_add_bytes (AnnexTransaction *transaction, gint64 id, const char *field_name, const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_staged_file_free);
  AnnexStagedFile *staged =
    annex_staged_file_new_from_bytes (name, bytes, annex_attaching_get_limit (annex_transaction_get_store (transaction)), error);

  if (staged == NULL)
    return FALSE;
  g_ptr_array_add (one, staged);
  return annex_attaching_add (transaction, id, field_name, one, error);
}

gboolean
annex_attaching_remove (AnnexTransaction *transaction, gint64 id, const char *field_name, const AnnexAttachment *attachment, GError **error)
{
  gboolean many;
  g_autoptr (GPtrArray) attachments = load_list (transaction, id, field_name, &many, error);
  g_autofree char *value = NULL;

  if (attachments == NULL)
    return FALSE;
  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];

      if (strcmp (at->hash, attachment->hash) == 0 && strcmp (at->name, attachment->name) == 0)
        {
          g_ptr_array_remove_index (attachments, i);
          break;
        }
    }
  value = annex_attachment_format_list (attachments);
  return annex_transaction_set (transaction, id, field_name, value, error);
}

/* ---- Many files, without holding anybody up ---- */

typedef struct
{
  AnnexStore *store;
  GPtrArray *sources;
  char *label;
  AnnexAttachingFunc func;
  AnnexAttachingProgress progress;
  gpointer data;
  GDestroyNotify free_data;

  gint64 limit;
  gint64 total;      /* bytes of all sources, as far as known */
  gint64 before;     /* bytes of the sources that are read */
  int permille;      /* read by the main thread while the other reads files */
  guint progress_source;

  GPtrArray *staged;
  GPtrArray *refusals;

  AnnexTransaction *transaction;
  guint writing_source;
  guint current; /* index in staged */
  gint64 position;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_handle_id (&job->progress_source, g_source_remove);
  g_clear_handle_id (&job->writing_source, g_source_remove);
  g_clear_pointer (&job->transaction, annex_transaction_free);
  g_object_unref (job->store);
  g_ptr_array_unref (job->sources);
  g_ptr_array_unref (job->staged);
  g_ptr_array_unref (job->refusals);
  g_free (job->label);
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_free (job);
}

static void
count_progress (gint64 done, gpointer data)
{
  Job *job = data;

  if (job->total > 0)
    g_atomic_int_set (&job->permille, (int) MIN ((job->before + done) * 1000 / job->total, 1000));
}

static gint64
get_size (GFile *source, GCancellable *cancellable)
{
  g_autoptr (GFileInfo) info = g_file_query_info (source, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, cancellable, NULL);

  return info != NULL ? g_file_info_get_size (info) : 0;
}

static void
read_thread (GTask *reading, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Job *job = task_data;

  for (guint i = 0; i < job->sources->len; i++)
    job->total += get_size (job->sources->pdata[i], cancellable);
  for (guint i = 0; i < job->sources->len; i++)
    {
      g_autoptr (GError) error = NULL;
      AnnexStagedFile *staged = annex_staged_file_read (job->sources->pdata[i], job->limit, count_progress, job, cancellable, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_task_return_error (reading, g_steal_pointer (&error));
          return;
        }
      if (staged == NULL)
        {
          g_ptr_array_add (job->refusals, g_strdup (error->message));
          continue;
        }
      job->before += annex_staged_file_get_attachment (staged)->size;
      g_ptr_array_add (job->staged, staged);
    }
  g_task_return_boolean (reading, TRUE);
}

static gboolean
tell_progress_cb (gpointer user_data)
{
  Job *job = user_data;

  if (job->progress != NULL)
    job->progress (g_atomic_int_get (&job->permille) / 1000.0, job->data);
  return G_SOURCE_CONTINUE;
}

/* Ends the task, whose reference it takes. */
static void
finish (GTask *task, GError *error)
{
  Job *job = g_task_get_task_data (task);

  g_clear_handle_id (&job->writing_source, g_source_remove);
  g_clear_pointer (&job->transaction, annex_transaction_free);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_ptr_array_ref (job->refusals), (GDestroyNotify) g_ptr_array_unref);
  g_object_unref (task);
}

/* Returns whether there is more to write. */
static gboolean
write_one_step (Job *job, GError **error)
{
  gboolean done;

  if (!annex_content_write_step (job->store, job->staged->pdata[job->current], job->position, &done, error))
    return FALSE;
  job->position = done ? 0 : job->position + 1;
  job->current += done;
  return job->current < job->staged->len;
}

static void
write_rest (GTask *task)
{
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  while (job->current < job->staged->len && error == NULL)
    write_one_step (job, &error);
  annex_transaction_set_finisher (job->transaction, NULL, NULL);
  if (error == NULL && job->func (job->transaction, job->staged, job->data, &error))
    annex_transaction_commit (job->transaction, &error);
  finish (task, error);
}

static void
write_rest_now (gpointer data)
{
  write_rest (data);
}

static gboolean
write_cb (gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  gint64 end = g_get_monotonic_time () + STEP_TIME;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      job->writing_source = 0;
      finish (task, error);
      return G_SOURCE_REMOVE;
    }
  while (write_one_step (job, &error))
    if (g_get_monotonic_time () > end)
      return G_SOURCE_CONTINUE;
  job->writing_source = 0;
  if (error != NULL)
    finish (task, error);
  else
    write_rest (task);
  return G_SOURCE_REMOVE;
}

static gboolean
begin_cb (gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &error))
    {
      /* Whoever is writing comes first; the files can wait, for they are read already. */
      if (job->store->transaction != NULL)
        return G_SOURCE_CONTINUE;
      if (job->store->database == NULL)
        g_set_error_literal (&error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("The engagement was closed before the files were attached."));
      else
        job->transaction = annex_transaction_begin (job->store, job->label, &error);
    }
  job->writing_source = 0;
  if (job->transaction == NULL)
    finish (task, error);
  else
    {
      annex_transaction_set_finisher (job->transaction, write_rest_now, task);
      job->writing_source = g_idle_add (write_cb, task);
    }
  return G_SOURCE_REMOVE;
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  Job *job = g_task_get_task_data (task);
  GError *error = NULL;

  g_clear_handle_id (&job->progress_source, g_source_remove);
  if (!g_task_propagate_boolean (G_TASK (result), &error) || job->staged->len == 0)
    finish (task, error);
  else if (begin_cb (task))
    job->writing_source = g_timeout_add (RETRY_INTERVAL, begin_cb, task);
}

void
annex_attaching_run (AnnexStore *store, GPtrArray *sources, const char *label, AnnexAttachingFunc func, AnnexAttachingProgress progress,
                     gpointer data, GDestroyNotify free_data, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (store, cancellable, callback, user_data);
  g_autoptr (GTask) reading = g_task_new (store, cancellable, read_cb, task);
  Job *job = g_new0 (Job, 1);

  job->store = g_object_ref (store);
  job->sources = g_ptr_array_ref (sources);
  job->label = g_strdup (label);
  job->func = func;
  job->progress = progress;
  job->data = data;
  job->free_data = free_data;
  job->limit = annex_attaching_get_limit (store);
  job->staged = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_staged_file_free);
  job->refusals = g_ptr_array_new_with_free_func (g_free);
  job->progress_source = g_timeout_add (PROGRESS_INTERVAL, tell_progress_cb, job);
  g_task_set_task_data (task, job, job_free);
  /* What was written stays written, even if somebody cancels in the same moment. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (reading, job, NULL);
  g_task_run_in_thread (reading, read_thread);
}

GPtrArray *
annex_attaching_finish (GAsyncResult *result, guint *n_attached, GError **error)
{
  Job *job = g_task_get_task_data (G_TASK (result));

  *n_attached = job->staged->len;
  return g_task_propagate_pointer (G_TASK (result), error);
}
