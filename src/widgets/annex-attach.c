/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-attach.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "annex-feedback.h"
#include "annex-progress.h"

typedef struct
{
  GtkWidget *widget;
  AnnexAttachingFunc func;
  AnnexAttachDone done;
  gpointer data;
  GDestroyNotify free_data;
  guint n_linked;

  GCancellable *cancellable;
  AnnexProgress *progress;
} Attach;

static void
attach_free (gpointer data)
{
  Attach *attach = data;

  annex_progress_free (attach->progress);
  if (attach->free_data != NULL)
    attach->free_data (attach->data);
  g_object_unref (attach->cancellable);
  g_object_unref (attach->widget);
  g_free (attach);
}

static void
progress (double share, gpointer data)
{
  Attach *attach = data;

  annex_progress_set_share (attach->progress, share);
}

static gboolean
write_records (AnnexTransaction *transaction, GPtrArray *staged, gpointer data, GError **error)
{
  Attach *attach = data;

  for (guint i = 0; i < staged->len; i++)
    attach->n_linked += annex_staged_file_get_attachment (staged->pdata[i])->location != NULL;
  return attach->func (transaction, staged, attach->data, error);
}

static void
say_attached (Attach *attach, guint n_attached)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u file attached", "%u files attached", n_attached), n_attached);
  g_autofree char *linked = NULL, *both = NULL;

  if (attach->n_linked > 0)
    {
      linked = g_strdup_printf (ngettext ("%u of them is too large to be kept and only linked to", "%u of them are too large to be kept and only linked to",
                                          attach->n_linked), attach->n_linked);
      both = g_strdup_printf (_("%s; %s"), text, linked);
    }
  annex_feedback_say_undoable (attach->widget, both != NULL ? both : text);
}

static void
attached_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Attach *attach = user_data;
  g_autoptr (GError) error = NULL;
  guint n_attached;
  g_autoptr (GPtrArray) refusals = annex_attaching_finish (result, &n_attached, &error);

  g_clear_pointer (&attach->progress, annex_progress_free);
  if (refusals != NULL && n_attached > 0)
    {
      say_attached (attach, n_attached);
      if (attach->done != NULL)
        attach->done (attach->widget, attach->data);
    }
  if (refusals != NULL && refusals->len > 0)
    {
      g_autofree char *all = NULL;

      g_ptr_array_add (refusals, NULL);
      all = g_strjoinv ("\n\n", (char **) refusals->pdata);
      error = g_error_new_literal (ANNEX_ERROR, ANNEX_ERROR_INVALID, all);
    }
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    annex_feedback_refuse (attach->widget, n_attached > 0 && refusals != NULL ? _("Some Files Were Not Attached") : _("Nothing Was Attached"), error);
  attach_free (attach);
}

void
annex_attach_run (GtkWidget *widget, AnnexStore *store, GPtrArray *sources, const char *label, AnnexAttachingFunc func, AnnexAttachDone done,
                  gpointer data, GDestroyNotify free_data)
{
  Attach *attach = g_new0 (Attach, 1);

  attach->widget = g_object_ref (widget);
  attach->func = func;
  attach->done = done;
  attach->data = data;
  attach->free_data = free_data;
  attach->cancellable = g_cancellable_new ();
  attach->progress = annex_progress_new (widget, _("Attaching Files"), _("They are read, given a checksum and kept in the engagement."),
                                         attach->cancellable);
  annex_attaching_run (store, sources, label, write_records, progress, attach, NULL, attach->cancellable, attached_cb, attach);
}

/* ---- To a record ---- */

typedef struct
{
  AnnexStore *store;
  gint64 id;
  const AnnexField *field;
  GtkWidget *widget; /* only while people are asked */
} Target;

static void
target_free (gpointer data)
{
  Target *target = data;

  g_clear_object (&target->widget);
  g_object_unref (target->store);
  g_free (target);
}

static Target *
target_new (AnnexStore *store, gint64 id, const AnnexField *field, GtkWidget *widget)
{
  Target *target = g_new0 (Target, 1);

  target->store = g_object_ref (store);
  target->id = id;
  target->field = field;
  target->widget = widget != NULL ? g_object_ref (widget) : NULL;
  return target;
}

static gboolean
add_to_record (AnnexTransaction *transaction, GPtrArray *staged, gpointer data, GError **error)
{
  Target *target = data;

  return annex_attaching_add (transaction, target->id, target->field->name, staged, error);
}

void
annex_attach_to_record (GtkWidget *widget, AnnexStore *store, gint64 id, const AnnexField *field, GPtrArray *sources)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
  g_autofree char *label = NULL;

  if (record == NULL || sources->len == 0)
    return;
  label = g_strdup_printf (_("Attach files to %s"), annex_record_get_title (record));
  annex_attach_run (widget, store, sources, label, add_to_record, NULL, target_new (store, id, field, NULL), target_free);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (sources, g_list_model_get_item (files, i));
  annex_attach_to_record (target->widget, target->store, target->id, target->field, sources);
  target_free (target);
}

void
annex_attach_choose (GtkWidget *widget, AnnexStore *store, gint64 id, const AnnexField *field)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Attach Files"));
  gtk_file_dialog_set_accept_label (dialog, _("_Attach"));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, chosen_cb, target_new (store, id, field, widget));
}

GPtrArray *
annex_attach_dup_dropped (const GValue *value)
{
  GPtrArray *sources = g_ptr_array_new_with_free_func (g_object_unref);
  GSList *files = G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST) ? gdk_file_list_get_files (g_value_get_boxed (value)) : NULL;

  for (GSList *l = files; l != NULL; l = l->next)
    g_ptr_array_add (sources, g_object_ref (l->data));
  g_slist_free (files);
  return sources;
}

/* ---- From the clipboard ---- */

static void
pasted_files_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GError) error = NULL;
  const GValue *value = gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source), result, &error);

  if (value != NULL)
    {
      g_autoptr (GPtrArray) sources = annex_attach_dup_dropped (value);

      annex_attach_to_record (target->widget, target->store, target->id, target->field, sources);
    }
  else
    annex_feedback_refuse (target->widget, _("The Clipboard Could Not Be Read"), error);
  target_free (target);
}

/* Writes the picture where it can be attached from; the file goes when that is done. */
static void
save_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autofree char *name = g_date_time_format (now, _("Pasted picture %Y-%m-%d %H.%M.%S.png"));
  g_autofree char *folder = NULL, *path = NULL;
  GError *error = NULL;

  folder = g_dir_make_tmp ("annex-paste-XXXXXX", &error);
  if (folder == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  path = g_build_filename (folder, name, NULL);
  if (gdk_texture_save_to_png (task_data, path))
    g_task_return_pointer (task, g_file_new_for_path (path), g_object_unref);
  else
    {
      g_rmdir (folder);
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED, _("The picture could not be written to “%s”."), path);
    }
}

typedef struct
{
  Target *target;
  GFile *file;
} Pasted;

static void
pasted_free (gpointer data)
{
  Pasted *pasted = data;
  g_autoptr (GFile) folder = g_file_get_parent (pasted->file);

  g_file_delete (pasted->file, NULL, NULL);
  g_file_delete (folder, NULL, NULL);
  g_object_unref (pasted->file);
  target_free (pasted->target);
  g_free (pasted);
}

static gboolean
add_pasted (AnnexTransaction *transaction, GPtrArray *staged, gpointer data, GError **error)
{
  return add_to_record (transaction, staged, ((Pasted *) data)->target, error);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GError) error = NULL;
  GFile *file = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (AnnexRecord) record = annex_store_load (target->store, target->id, ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) sources = g_ptr_array_new ();
  g_autofree char *label = NULL;
  Pasted *pasted;

  if (file == NULL)
    {
      annex_feedback_refuse (target->widget, _("Nothing Was Attached"), error);
      target_free (target);
      return;
    }
  pasted = g_new0 (Pasted, 1);
  pasted->target = target;
  pasted->file = file;
  g_ptr_array_add (sources, file);
  label = g_strdup_printf (_("Paste a picture into %s"), record != NULL ? annex_record_get_title (record) : "");
  annex_attach_run (target->widget, target->store, sources, label, add_pasted, NULL, pasted, pasted_free);
}

static void
pasted_picture_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Target *target = user_data;
  g_autoptr (GError) error = NULL;
  GdkTexture *picture = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, &error);
  g_autoptr (GTask) task = NULL;

  if (picture == NULL)
    {
      annex_feedback_refuse (target->widget, _("The Clipboard Could Not Be Read"), error);
      target_free (target);
      return;
    }
  task = g_task_new (NULL, NULL, saved_cb, target);
  g_task_set_task_data (task, picture, g_object_unref);
  g_task_run_in_thread (task, save_thread);
}

gboolean
annex_attach_paste (GtkWidget *widget, AnnexStore *store, gint64 id, const AnnexField *field)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (widget);
  GdkContentFormats *formats = gdk_clipboard_get_formats (clipboard);

  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) || gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL, pasted_files_cb, target_new (store, id, field, widget));
  else if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) || gdk_content_formats_contain_mime_type (formats, "image/png"))
    gdk_clipboard_read_texture_async (clipboard, NULL, pasted_picture_cb, target_new (store, id, field, widget));
  else
    return FALSE;
  return TRUE;
}
