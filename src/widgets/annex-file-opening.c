/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-file-opening.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "annex-feedback.h"
#include "core/annex-content.h"
#include "core/annex-worker.h"

typedef struct
{
  AnnexAttachment *attachment;
  char *path;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  annex_attachment_free (order->attachment);
  g_free (order->path);
  g_free (order);
}

static Order *
order_new (const AnnexAttachment *attachment, const char *path)
{
  Order *order = g_new0 (Order, 1);

  order->attachment = annex_attachment_copy (attachment);
  order->path = g_strdup (path);
  return order;
}

/* ---- Opening ---- */

static char *
dup_copies_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "annex", "opened", NULL);
}

void
annex_file_opening_clean_up (void)
{
  g_autofree char *folder = dup_copies_folder ();
  g_autoptr (GDir) copies = g_dir_open (folder, 0, NULL);
  const char *name;

  while (copies != NULL && (name = g_dir_read_name (copies)) != NULL)
    {
      g_autofree char *copy = g_build_filename (folder, name, NULL);
      g_autoptr (GDir) inner = g_dir_open (copy, 0, NULL);
      const char *file;

      while (inner != NULL && (file = g_dir_read_name (inner)) != NULL)
        {
          g_autofree char *path = g_build_filename (copy, file, NULL);

          g_unlink (path);
        }
      g_rmdir (copy);
    }
}

static gpointer
copy_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;
  g_autofree char *folder = dup_copies_folder ();
  g_autofree char *own = g_build_filename (folder, "XXXXXX", NULL);
  g_autofree char *name = NULL, *path = NULL;

  if (g_mkdir_with_parents (folder, 0700) != 0 || g_mkdtemp_full (own, 0700) == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("There is no place for a copy of the file: %s."), folder);
      return NULL;
    }
  name = annex_attachment_dup_file_name (order->attachment->name, ANNEX_ATTACHMENT_MAX_NAME);
  path = g_build_filename (own, name, NULL);
  if (!annex_content_save (store, order->attachment->hash, path, cancellable, error))
    return NULL;
  /* What is changed in a copy would be lost: programs then ask where to save. */
  g_chmod (path, 0400);
  return g_steal_pointer (&path);
}

/* The desktop may know no program for it; somebody may. */
static void
refuse_launch (GtkWidget *widget, GFile *file, const GError *cause)
{
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GError) error = NULL;

  if (g_file_query_exists (file, NULL))
    g_set_error (&error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The desktop found no way to open it: %s. The file is here: %s"), cause->message, name);
  else
    g_set_error (&error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no file here any more: %s"), name);
  annex_feedback_refuse (widget, _("The File Could Not Be Opened"), error);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    refuse_launch (widget, gtk_file_launcher_get_file (GTK_FILE_LAUNCHER (source)), error);
}

void
annex_file_opening_launch (GtkWidget *widget, GFile *file, gboolean ask)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (file);

  gtk_file_launcher_set_always_ask (launcher, ask);
  gtk_file_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, launched_cb, g_object_ref (widget));
}

typedef struct
{
  GtkWidget *widget;
  gboolean ask;
} Launch;

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Launch *order = user_data;
  g_autoptr (GtkWidget) widget = order->widget;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = annex_worker_finish (result, &error);
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  if (file != NULL)
    annex_file_opening_launch (widget, file, order->ask);
  else
    annex_feedback_refuse (widget, _("The File Could Not Be Opened"), error);
}

void
annex_file_opening_show (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment)
{
  gboolean ask = attachment->claimed_type != NULL;

  if (annex_attachment_is_program (attachment))
    {
      g_autoptr (GError) error = g_error_new (ANNEX_ERROR, ANNEX_ERROR_INVALID,
                                              _("“%s” is a program or a script, and Annex opens none. Save it, and look at it with a tool made for that."),
                                              attachment->name);

      annex_feedback_refuse (widget, _("Programs Are Not Opened"), error);
    }
  else if (attachment->location != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_uri (attachment->location);

      annex_file_opening_launch (widget, file, ask);
    }
  else
    {
      Launch *order = g_new0 (Launch, 1);

      order->widget = g_object_ref (widget);
      /* A file that is not what its name says may be meant for another program than the name's. */
      order->ask = ask;
      annex_worker_run (store, copy_worker, order_new (attachment, NULL), order_free, g_free, NULL, copied_cb, order);
    }
}

/* ---- Saving ---- */

static gpointer
save_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;

  return annex_content_save (store, order->attachment->hash, order->path, cancellable, error) ? g_path_get_basename (order->path) : NULL;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = annex_worker_finish (result, &error);

  if (name != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Saved as “%s”"), name);

      annex_feedback_say (widget, text);
    }
  else
    annex_feedback_refuse (widget, _("The File Could Not Be Saved"), error);
}

typedef struct
{
  GtkWidget *widget;
  AnnexStore *store;
  AnnexAttachment *attachment;
} Saving;

static void
place_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Saving *saving = user_data;
  g_autoptr (GtkWidget) widget = saving->widget;
  g_autoptr (AnnexStore) store = saving->store;
  g_autoptr (AnnexAttachment) attachment = saving->attachment;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file != NULL)
    annex_worker_run (store, save_worker, order_new (attachment, g_file_peek_path (file)), order_free, g_free, NULL, saved_cb,
                      g_object_ref (widget));
}

void
annex_file_opening_save (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = annex_attachment_dup_file_name (attachment->name, ANNEX_ATTACHMENT_MAX_NAME);
  Saving *saving = g_new0 (Saving, 1);

  saving->widget = g_object_ref (widget);
  saving->store = g_object_ref (store);
  saving->attachment = annex_attachment_copy (attachment);
  gtk_file_dialog_set_title (dialog, _("Save a Copy"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, place_chosen_cb, saving);
}

/* ---- Telling ---- */

static gpointer
verify_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Order *order = data;
  g_autoptr (AnnexStagedFile) staged = NULL;
  g_autoptr (GFile) file = NULL;

  if (order->attachment->location == NULL)
    return annex_content_verify (store, order->attachment->hash, cancellable, error) ? g_strdup (_("The content in the engagement is unchanged.")) : NULL;
  file = g_file_new_for_uri (order->attachment->location);
  staged = annex_staged_file_read (file, 0, NULL, NULL, cancellable, error);
  if (staged == NULL)
    return NULL;
  if (g_str_equal (annex_staged_file_get_attachment (staged)->hash, order->attachment->hash))
    return g_strdup (_("The file is where it was, and unchanged."));
  g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("The file was changed since it was linked to: its checksum is another one."));
  return NULL;
}

static void
verified_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkLabel) label = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = annex_worker_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_label_set_text (label, text != NULL ? text : error->message);
  if (text == NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error");
  gtk_accessible_announce (GTK_ACCESSIBLE (label), gtk_label_get_text (label), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static GtkWidget *
add_label (GtkWidget *box, const char *text, gboolean selectable)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_CHAR);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_label_set_selectable (GTK_LABEL (label), selectable);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
told_cb (AdwAlertDialog *dialog, const char *response, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
  if (g_str_equal (response, "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), g_object_get_data (G_OBJECT (dialog), "annex-hash"));
}

void
annex_file_opening_tell (GtkWidget *widget, AnnexStore *store, const AnnexAttachment *attachment)
{
  g_autofree char *description = annex_attachment_dup_description (attachment);
  AdwDialog *dialog = adw_alert_dialog_new (attachment->name, description);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9), *label;
  GCancellable *cancellable = g_cancellable_new ();

  if (attachment->location != NULL)
    add_label (box, attachment->location, TRUE);
  add_label (box, _("Checksum (SHA-256)"), FALSE);
  label = add_label (box, attachment->hash, TRUE);
  gtk_widget_add_css_class (label, "monospace");
  label = add_label (box, _("Being verified…"), FALSE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), box);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _("_Close"), "copy", _("Copy _Checksum"), NULL);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "close");
  g_object_set_data_full (G_OBJECT (dialog), "annex-hash", g_strdup (attachment->hash), g_free);
  g_signal_connect_data (dialog, "response", G_CALLBACK (told_cb), cancellable, (GClosureNotify) g_object_unref, 0);
  annex_worker_run (store, verify_worker, order_new (attachment, NULL), order_free, g_free, cancellable, verified_cb, g_object_ref (label));
  adw_dialog_present (dialog, widget);
}
