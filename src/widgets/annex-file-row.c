/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-file-row.h"

#include <glib/gi18n.h>

#include "annex-file-opening.h"
#include "core/annex-content.h"
#include "core/annex-worker.h"

#define THUMBNAIL_SIZE 48
/* A picture of more dots could take more memory than it is worth. */
#define MOST_DOTS (50.0 * 1000 * 1000)

struct _AnnexFileRow
{
  AdwActionRow parent_instance;

  AnnexStore *store;
  AnnexAttachment *attachment;
  GtkImage *image;
  GCancellable *drawing;
};

enum
{
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexFileRow, annex_file_row, ADW_TYPE_ACTION_ROW)

/* ---- The thumbnail ---- */

/* Decoded as small as it is shown, if the format allows. */
static void
size_prepared_cb (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  double scale = MIN (1, 2.0 * THUMBNAIL_SIZE / MAX (MAX (width, height), 1));

  *(gboolean *) user_data = (double) width * height > MOST_DOTS;
  gdk_pixbuf_loader_set_size (loader, MAX ((int) (width * scale), 1), MAX ((int) (height * scale), 1));
}

static gpointer
draw_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GInputStream) stream = annex_content_read (store, data, error);
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autofree guint8 *buffer = g_malloc (ANNEX_STAGED_FILE_STEP);
  gboolean too_large = FALSE, whole = stream != NULL;
  gssize n = 0;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &too_large);
  while (whole && !too_large && (n = g_input_stream_read (stream, buffer, ANNEX_STAGED_FILE_STEP, cancellable, error)) > 0)
    whole = gdk_pixbuf_loader_write (loader, buffer, (gsize) n, error);
  if (!gdk_pixbuf_loader_close (loader, whole && n == 0 && !too_large ? error : NULL) || !whole || n < 0 || too_large)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, "");
      return NULL;
    }
  return gdk_texture_new_for_pixbuf (gdk_pixbuf_loader_get_pixbuf (loader));
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexFileRow) self = user_data;
  g_autoptr (GdkTexture) texture = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);

  /* A picture that cannot be drawn keeps the symbol of its type. */
  if (texture == NULL || self->image == NULL)
    return;
  gtk_image_set_from_paintable (self->image, GDK_PAINTABLE (texture));
  gtk_image_set_pixel_size (self->image, THUMBNAIL_SIZE);
}

static gboolean
is_picture (const AnnexAttachment *attachment)
{
  static const char *const types[] = { "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/tiff", NULL };

  return attachment->location == NULL && g_strv_contains (types, attachment->type);
}

/* ---- What can be done ---- */

static void
open_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexFileRow *self = ANNEX_FILE_ROW (widget);

  annex_file_opening_show (widget, self->store, self->attachment);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexFileRow *self = ANNEX_FILE_ROW (widget);

  annex_file_opening_save (widget, self->store, self->attachment);
}

static void
tell_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexFileRow *self = ANNEX_FILE_ROW (widget);

  annex_file_opening_tell (widget, self->store, self->attachment);
}

static void
remove_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);
}

static void
annex_file_row_activate (AdwActionRow *row)
{
  open_action (GTK_WIDGET (row), NULL, NULL);
}

static void
annex_file_row_dispose (GObject *object)
{
  AnnexFileRow *self = ANNEX_FILE_ROW (object);

  g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  g_clear_object (&self->store);
  g_clear_pointer (&self->attachment, annex_attachment_free);
  self->image = NULL;
  G_OBJECT_CLASS (annex_file_row_parent_class)->dispose (object);
}

static void
annex_file_row_class_init (AnnexFileRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_file_row_dispose;
  ADW_ACTION_ROW_CLASS (klass)->activate = annex_file_row_activate;
  signals[SIGNAL_REMOVE] =
    g_signal_new ("remove", ANNEX_TYPE_FILE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "file.open", NULL, open_action);
  gtk_widget_class_install_action (widget_class, "file.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "file.tell", NULL, tell_action);
  gtk_widget_class_install_action (widget_class, "file.remove", NULL, remove_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "file.remove", NULL);
}

static void
annex_file_row_init (AnnexFileRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
}

static GtkWidget *
create_menu_button (AnnexFileRow *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) removal = g_menu_new ();
  g_autofree char *name = g_strdup_printf (_("What to do with %s"), self->attachment->name);

  g_menu_append (menu, _("_Open"), "file.open");
  g_menu_append (menu, _("_Save a Copy…"), "file.save");
  g_menu_append (menu, _("_Checksum…"), "file.tell");
  g_menu_append (removal, _("_Remove"), "file.remove");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (removal));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

GtkWidget *
annex_file_row_new (AnnexStore *store, const AnnexAttachment *attachment)
{
  AnnexFileRow *self = g_object_new (ANNEX_TYPE_FILE_ROW, NULL);
  g_autoptr (GIcon) icon = g_content_type_get_symbolic_icon (attachment->type);
  g_autofree char *description = annex_attachment_dup_description (attachment);
  gboolean odd = attachment->claimed_type != NULL;

  self->store = g_object_ref (store);
  self->attachment = annex_attachment_copy (attachment);
  self->image = GTK_IMAGE (gtk_image_new_from_gicon (icon));
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), attachment->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), description);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->image));
  if (odd || attachment->location != NULL)
    adw_action_row_add_suffix (ADW_ACTION_ROW (self),
                               gtk_image_new_from_icon_name (odd ? "dialog-warning-symbolic" : "insert-link-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), create_menu_button (self));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.save", attachment->location == NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "file.remove", !annex_store_is_read_only (store));
  if (is_picture (attachment))
    {
      self->drawing = g_cancellable_new ();
      annex_worker_run (store, draw_worker, g_strdup (attachment->hash), g_free, g_object_unref, self->drawing, drawn_cb, g_object_ref (self));
    }
  return GTK_WIDGET (self);
}

const AnnexAttachment *
annex_file_row_get_attachment (AnnexFileRow *self)
{
  return self->attachment;
}
