/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-new-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-store-opening.h"
#include "isms/annex-engagement-setup.h"
#include "widgets/annex-dialog-focus.h"
#include "widgets/annex-feedback.h"

struct _AnnexNewDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *organization_row;
  AdwEntryRow *scope_row;
  AdwComboRow *edition_row;
  AdwSwitchRow *sample_row;
  AdwExpanderRow *template_row;
  GPtrArray *area_rows;
  char *template_path;
  GtkWidget *choices_page;
  GtkStack *create_stack;
  GtkButton *create_button;
  char *making; /* (nullable): the path of what is being made */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AnnexNewDialog, annex_new_dialog, ADW_TYPE_DIALOG)

static guint created_signal;

static const char *const editions[] = { "2022", "2013" };

/* The types whose rows are switched on. */
static char **
dup_areas (AnnexNewDialog *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->area_rows->len; i++)
    if (adw_switch_row_get_active (self->area_rows->pdata[i]))
      g_strv_builder_add (builder, g_object_get_data (self->area_rows->pdata[i], "annex-area"));
  return g_strv_builder_end (builder);
}

/* What was asked for, for the thread that makes it. */
typedef struct
{
  gboolean sample;
  char *template_path; /* (nullable) */
  char **areas;
  char *organization;
  char *scope;
  const char *edition;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->template_path);
  g_strfreev (order->areas);
  g_free (order->organization);
  g_free (order->scope);
  g_free (order);
}

static Order *
make_order (AnnexNewDialog *self)
{
  Order *order = g_new0 (Order, 1);

  order->sample = adw_switch_row_get_active (self->sample_row);
  if (adw_expander_row_get_enable_expansion (self->template_row))
    order->template_path = g_strdup (self->template_path);
  order->areas = dup_areas (self);
  order->organization = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->organization_row)));
  order->scope = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->scope_row)));
  order->edition = editions[adw_combo_row_get_selected (self->edition_row)];
  return order;
}

static gboolean
fill (AnnexStore *store, gpointer data, GError **error)
{
  Order *order = data;

  if (order->sample)
    return annex_engagement_load_sample (store, error);
  if (order->template_path != NULL)
    return annex_engagement_from_template (store, order->template_path, (const char *const *) order->areas,
                                           order->organization, order->organization, order->scope, error);
  return annex_engagement_setup (store, order->organization, order->organization, order->scope, order->edition, error);
}

/* While it is made nothing can be chosen any more, but it can be cancelled. */
static void
set_making (AnnexNewDialog *self, gboolean making)
{
  gtk_widget_set_sensitive (self->choices_page, !making);
  gtk_stack_set_visible_child_name (self->create_stack, making ? "making" : "create");
}

static void
created_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexNewDialog) self = user_data;
  g_autofree char *path = g_steal_pointer (&self->making);
  g_autoptr (GError) error = NULL;
  gboolean made = annex_store_create_finish (result, &error);

  g_clear_object (&self->cancellable);
  g_application_release (g_application_get_default ());
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  set_making (self, FALSE);
  if (!made)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Engagement Could Not Be Made"), error);
      return;
    }
  g_signal_emit (self, created_signal, 0, path);
  adw_dialog_close (ADW_DIALOG (self));
}

/* The file chooser has asked already whether to replace. */
static void
save_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexNewDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL || gtk_widget_get_root (GTK_WIDGET (self)) == NULL || self->cancellable != NULL)
    return;
  self->making = g_steal_pointer (&path);
  self->cancellable = g_cancellable_new ();
  set_making (self, TRUE);
  /* Closing the last window leaves no half of it behind. */
  g_application_hold (g_application_get_default ());
  annex_store_create_async (self->making, NULL, fill, make_order (self), order_free, self->cancellable, NULL,
                            created_cb, g_object_ref (self));
}

/* Closed by itself or with its window, and there for as long as it is waited for. */
static void
root_cb (AnnexNewDialog *self)
{
  if (gtk_widget_get_root (GTK_WIDGET (self)) == NULL && self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
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

  if (sample)
    adw_expander_row_set_enable_expansion (self->template_row, FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->organization_row), !sample);
  gtk_widget_set_sensitive (GTK_WIDGET (self->scope_row), !sample);
  gtk_widget_set_sensitive (GTK_WIDGET (self->edition_row), !sample);
  gtk_widget_set_sensitive (GTK_WIDGET (self->create_button),
                            sample || *gtk_editable_get_text (GTK_EDITABLE (self->organization_row)) != '\0');
}

static void
template_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexNewDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *name = NULL;

  if (file == NULL)
    {
      adw_expander_row_set_enable_expansion (self->template_row, FALSE);
      return;
    }
  g_free (self->template_path);
  self->template_path = g_file_get_path (file);
  name = g_file_get_basename (file);
  adw_expander_row_set_subtitle (self->template_row, name);
  adw_expander_row_set_expanded (self->template_row, TRUE);
}

static void
template_cb (AnnexNewDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = NULL;

  if (!adw_expander_row_get_enable_expansion (self->template_row))
    {
      g_clear_pointer (&self->template_path, g_free);
      return;
    }
  adw_switch_row_set_active (self->sample_row, FALSE);
  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _("Choose the Engagement to Start From"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, template_chosen_cb, g_object_ref (self));
}

static void
add_area_rows (AnnexNewDialog *self)
{
  g_auto (GStrv) areas = annex_engagement_template_areas ();

  for (char **area = areas; *area != NULL; area++)
    {
      GtkWidget *row = adw_switch_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(annex_type_find (*area)->label_plural));
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "annex-area", g_strdup (*area), g_free);
      adw_expander_row_add_row (self->template_row, row);
      g_ptr_array_add (self->area_rows, row);
    }
}

static void
annex_new_dialog_finalize (GObject *object)
{
  AnnexNewDialog *self = ANNEX_NEW_DIALOG (object);

  g_free (self->making);
  g_free (self->template_path);
  g_ptr_array_unref (self->area_rows);
  G_OBJECT_CLASS (annex_new_dialog_parent_class)->finalize (object);
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
  G_OBJECT_CLASS (klass)->finalize = annex_new_dialog_finalize;
  created_signal = g_signal_new ("created", ANNEX_TYPE_NEW_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-new-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, organization_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, scope_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, edition_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, sample_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, template_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, create_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, choices_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexNewDialog, create_stack);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, template_cb);
  gtk_widget_class_bind_template_callback (widget_class, validate_cb);
}

static void
annex_new_dialog_init (AnnexNewDialog *self)
{
  self->area_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  add_area_rows (self);
  g_signal_connect (self, "notify::root", G_CALLBACK (root_cb), NULL);
  annex_dialog_focus_begin_at (ADW_DIALOG (self), GTK_WIDGET (self->organization_row));
}

AdwDialog *
annex_new_dialog_new (void)
{
  return g_object_new (ANNEX_TYPE_NEW_DIALOG, NULL);
}
