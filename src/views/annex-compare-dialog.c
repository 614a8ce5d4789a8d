/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-compare-dialog.h"

#include <glib/gi18n.h>

#include "annex-moment-chooser.h"
#include "core/annex-query.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/plan/soa.h"

struct _AnnexCompareDialog
{
  AdwDialog parent_instance;

  AdwComboRow *version_row;
  AdwPreferencesGroup *since_group;
  AdwPreferencesGroup *changes_group;
  AnnexMomentChooser *since;

  AnnexStore *store;
  GArray *versions; /* ids, after the statement as it stands now */
  GPtrArray *rows;
  GCancellable *comparing;
};

G_DEFINE_FINAL_TYPE (AnnexCompareDialog, annex_compare_dialog, ADW_TYPE_DIALOG)

/* What to compare. */
typedef struct
{
  gint64 version;
  char *since;
} Task;

static void
task_free (gpointer data)
{
  g_free (((Task *) data)->since);
  g_free (data);
}

static gpointer
compare_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Task *task = data;

  return annex_soa_compare_since (store, task->version, task->since, NULL, error);
}

static void
show_control_cb (AnnexCompareDialog *self, GtkWidget *row)
{
  gint64 id = annex_store_find_id (self->store, &annex_control_type, g_object_get_data (G_OBJECT (row), "annex-code"),
                                   ANNEX_TOLD_BY_STORE);

  if (id == 0)
    return;
  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", id);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
add_change (AnnexCompareDialog *self, const AnnexSoaChange *change)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf ("%s %s", change->code, change->title);
  g_autofree char *subtitle = g_strdup_printf ("%s: %s → %s", change->what, *change->before != '\0' ? change->before : _("nothing"),
                                               *change->after != '\0' ? change->after : _("nothing"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "annex-code", g_strdup (change->code), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (show_control_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->changes_group, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_changes (AnnexCompareDialog *self, const char *description)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->changes_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  adw_preferences_group_set_description (self->changes_group, description);
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexCompareDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) changes = annex_worker_finish (result, &error);
  g_autofree char *description = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store == NULL)
    return;
  if (changes == NULL)
    description = g_strdup (error->message);
  else if (changes->len == 0)
    description = g_strdup (_("Both say the same."));
  else
    description = g_strdup_printf (ngettext ("%u change", "%u changes", changes->len), changes->len);
  clear_changes (self, description);
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    add_change (self, changes->pdata[i]);
}

static void
compare_cb (AnnexCompareDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->version_row);
  Task *task;

  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  if (self->since == NULL || self->versions == NULL)
    return;
  if (!annex_moment_chooser_is_complete (self->since))
    {
      clear_changes (self, _("Choose a day first."));
      return;
    }
  task = g_new0 (Task, 1);
  task->version = selected > 0 && selected <= self->versions->len ? g_array_index (self->versions, gint64, selected - 1) : 0;
  task->since = annex_moment_chooser_dup_moment (self->since);
  self->comparing = g_cancellable_new ();
  annex_worker_run (self->store, compare_worker, task, task_free, (GDestroyNotify) g_ptr_array_unref, self->comparing, compared_cb, g_object_ref (self));
}

typedef struct
{
  GArray *ids;
  GtkStringList *names;
} Versions;

static gboolean
add_version (AnnexRecord *version, gpointer data)
{
  Versions *versions = data;
  gint64 id = annex_record_get_id (version);
  g_autofree char *name = g_strdup_printf (_("Version %s of %s"), annex_record_get_title (version), annex_record_get_text (version, "approved_on"));

  g_array_append_val (versions->ids, id);
  gtk_string_list_append (versions->names, name);
  return TRUE;
}

static void
annex_compare_dialog_dispose (GObject *object)
{
  AnnexCompareDialog *self = ANNEX_COMPARE_DIALOG (object);

  g_cancellable_cancel (self->comparing);
  g_clear_object (&self->comparing);
  g_clear_object (&self->store);
  self->since = NULL;
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_COMPARE_DIALOG);
  G_OBJECT_CLASS (annex_compare_dialog_parent_class)->dispose (object);
}

static void
annex_compare_dialog_finalize (GObject *object)
{
  g_array_unref (ANNEX_COMPARE_DIALOG (object)->versions);
  g_ptr_array_unref (ANNEX_COMPARE_DIALOG (object)->rows);
  G_OBJECT_CLASS (annex_compare_dialog_parent_class)->finalize (object);
}

static void
annex_compare_dialog_class_init (AnnexCompareDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_compare_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_compare_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexCompareDialog, version_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexCompareDialog, since_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexCompareDialog, changes_group);
  gtk_widget_class_bind_template_callback (widget_class, compare_cb);
}

static void
annex_compare_dialog_init (AnnexCompareDialog *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  self->versions = g_array_new (FALSE, FALSE, sizeof (gint64));
}

AdwDialog *
annex_compare_dialog_new (AnnexStore *store, gint64 version)
{
  AnnexCompareDialog *self = g_object_new (ANNEX_TYPE_COMPARE_DIALOG, NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_soa_version_type);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  Versions versions = { self->versions, names };

  self->store = g_object_ref (store);
  gtk_string_list_append (names, _("As It Stands Now"));
  annex_query_add_filter (query, "state", ANNEX_FILTER_IS, "approved");
  annex_query_set_sort (query, "approved_on", TRUE);
  annex_query_foreach (query, store, add_version, &versions, ANNEX_TOLD_BY_STORE);
  adw_combo_row_set_model (self->version_row, G_LIST_MODEL (names));
  for (guint i = 0; i < self->versions->len; i++)
    if (g_array_index (self->versions, gint64, i) == version)
      adw_combo_row_set_selected (self->version_row, i + 1);
  self->since = ANNEX_MOMENT_CHOOSER (annex_moment_chooser_new (store));
  adw_preferences_group_add (self->since_group, GTK_WIDGET (self->since));
  g_signal_connect_object (self->since, "changed", G_CALLBACK (compare_cb), self, G_CONNECT_SWAPPED);
  compare_cb (self);
  return ADW_DIALOG (self);
}
