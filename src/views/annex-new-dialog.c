/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-new-dialog.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "isms/annex-engagement-setup.h"
#include "widgets/annex-feedback.h"

struct _AnnexNewDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *organization_row;
  AdwEntryRow *scope_row;
  AdwComboRow *edition_row;
  AdwSwitchRow *sample_row;
  GtkButton *create_button;
};

G_DEFINE_FINAL_TYPE (AnnexNewDialog, annex_new_dialog, ADW_TYPE_DIALOG)

static guint created_signal;

static const char *const editions[] = { "2022", "2013" };

/* The file chooser has asked already whether to replace; what is replaced stays until the new file is whole. */
static gboolean
make_engagement (AnnexNewDialog *self, const char *path, GError **error)
{
  g_autofree char *partial = g_strconcat (path, ".partial", NULL);
  g_autoptr (AnnexStore) store = NULL;
  const char *organization = gtk_editable_get_text (GTK_EDITABLE (self->organization_row));
  gboolean done;

  g_unlink (partial);
  store = annex_store_create (partial, error);
  if (store == NULL)
    return FALSE;
  if (adw_switch_row_get_active (self->sample_row))
    done = annex_engagement_load_sample (store, error);
  else
    done = annex_engagement_setup (store, organization, organization, gtk_editable_get_text (GTK_EDITABLE (self->scope_row)),
                                   editions[adw_combo_row_get_selected (self->edition_row)], error);
  annex_store_close (store);
  if (done && g_rename (partial, path) != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("“%s” could not be written."), path);
      done = FALSE;
    }
  if (!done)
    g_unlink (partial);
  return done;
}

static void
save_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexNewDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return;
  if (!make_engagement (self, path, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Engagement Could Not Be Made"), error);
      return;
    }
  g_signal_emit (self, created_signal, 0, path);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
cancel_cb (AnnexNewDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
create_cb (AnnexNewDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  const char *organization = gtk_editable_get_text (GTK_EDITABLE (self->organization_row));
  g_autofree char *name = g_strconcat (*organization != '\0' ? organization : _("Sample"), ".annex", NULL);

  g_strdelimit (name, "/", '-');
  gtk_file_dialog_set_title (dialog, _("Where to Keep the Engagement"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, save_finish_cb, g_object_ref (self));
}

static void
validate_cb (AnnexNewDialog *self)
{
  gboolean sample = adw_switch_row_get_active (self->sample_row);

  gtk_widget_set_sensitive (GTK_WIDGET (self->organization_row), !sample);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scope_row), !sample);
  gtk_widget_set_sensitive (GTK_WIDGET (self->edition_row), !sample);
  gtk_widget_set_sensitive (GTK_WIDGET (self->create_button),
                            sample || *gtk_editable_get_text (GTK_EDITABLE (self->organization_row)) != '\0');
}

static void
annex_new_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_NEW_DIALOG);
  G_OBJECT_CLASS (annex_new_dialog_parent_class)->dispose (object);
}

static void
annex_new_dialog_class_init (AnnexNewDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_new_dialog_dispose;
  created_signal = g_signal_new ("created", ANNEX_TYPE_NEW_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-new-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, organization_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, edition_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, sample_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, create_button);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, validate_cb);
}

static void
annex_new_dialog_init (AnnexNewDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
annex_new_dialog_new (void)
{
  return g_object_new (ANNEX_TYPE_NEW_DIALOG, NULL);
}
