/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-reports-dialog.h"

#include <glib/gi18n.h>

#include "annex-report-options.h"
#include "annex-report-printing.h"
#include "core/annex-worker.h"
#include "widgets/annex-feedback.h"

struct _AnnexReportsDialog
{
  AdwDialog parent_instance;

  GtkStack *stack;
  AdwNavigationView *navigation;
  AdwPreferencesGroup *group;
  AdwStatusPage *writing_page;

  AnnexStore *store;
  gint64 record; /* 0 for the whole engagement */
  GCancellable *writing;
};

G_DEFINE_FINAL_TYPE (AnnexReportsDialog, annex_reports_dialog, ADW_TYPE_DIALOG)

/* What to write, and where. */
typedef struct
{
  AnnexReportOrder *order;
  char *path;
} Task;

static void
task_free (gpointer data)
{
  Task *task = data;

  annex_report_order_free (task->order);
  g_free (task->path);
  g_free (task);
}

static gpointer
write_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Task *task = data;
  char *note = NULL;
  GFile *file;

  if (!annex_report_order_write (task->order, store, task->path, &note, cancellable, error))
    return NULL;
  file = g_file_new_for_path (task->path);
  g_object_set_data_full (G_OBJECT (file), "annex-note", note, g_free);
  return file;
}

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexReportsDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = annex_worker_finish (result, &error);

  g_clear_object (&self->writing);
  gtk_stack_set_visible_child_name (self->stack, "kinds");
  if (file != NULL)
    {
      g_autofree char *name = g_file_get_basename (file);
      g_autofree char *text = g_strdup_printf (_("Report written to “%s”"), name);

      const char *note = g_object_get_data (G_OBJECT (file), "annex-note");
      GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

      annex_feedback_say_openable (GTK_WIDGET (self), text, file);
      adw_dialog_close (ADW_DIALOG (self));
      if (note != NULL)
        annex_feedback_tell (window, _("Before You Hand It On"), note);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Report Could Not Be Written"), error);
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexReportOptions) options = user_data;
  AnnexReportsDialog *self = ANNEX_REPORTS_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (options), ANNEX_TYPE_REPORTS_DIALOG));
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  Task *task;

  if (file == NULL || self == NULL || self->writing != NULL)
    return;
  task = g_new0 (Task, 1);
  task->order = annex_report_options_make_order (options);
  task->path = g_file_get_path (file);
  self->writing = g_cancellable_new ();
  adw_status_page_set_description (self->writing_page, _(task->order->kind->label));
  gtk_stack_set_visible_child_name (self->stack, "writing");
  annex_worker_run (self->store, write_worker, task, task_free, g_object_unref, self->writing, written_cb, g_object_ref (self));
}

static void
write_cb (AnnexReportsDialog *self, AnnexReportOptions *options)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autofree char *name = g_strconcat (_(annex_report_options_get_kind (options)->label), ".pdf", NULL);
  static const struct
  {
    const char *label;
    const char *pattern;
  } formats[] = { { N_("Documents (PDF)"), "*.pdf" },
                  { N_("Word Processing (DOCX)"), "*.docx" },
                  { N_("Web Pages (HTML)"), "*.html" },
                  { N_("Workbooks (XLSX)"), "*.xlsx" },
                  { N_("Tables (CSV)"), "*.csv" } };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

      gtk_file_filter_set_name (filter, _(formats[i].label));
      gtk_file_filter_add_pattern (filter, formats[i].pattern);
      g_list_store_append (filters, filter);
    }
  gtk_file_dialog_set_title (dialog, _("Write the Report"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, chosen_cb, g_object_ref (options));
}

static void
print_cb (AnnexReportsDialog *self, AnnexReportOptions *options)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));

  annex_feedback_say (GTK_WIDGET (self), _("Preparing the pages…"));
  annex_report_printing_run (window, self->store, annex_report_options_make_order (options));
  adw_dialog_close (ADW_DIALOG (self));
}

static void
activated_cb (AnnexReportsDialog *self, GtkWidget *row)
{
  AdwNavigationPage *options = annex_report_options_new (self->store, g_object_get_data (G_OBJECT (row), "annex-kind"), self->record);

  g_signal_connect_object (options, "write", G_CALLBACK (write_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (options, "print", G_CALLBACK (print_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->navigation, options);
}

static void
cancel_cb (AnnexReportsDialog *self)
{
  g_cancellable_cancel (self->writing);
}

static void
annex_reports_dialog_dispose (GObject *object)
{
  AnnexReportsDialog *self = ANNEX_REPORTS_DIALOG (object);

  g_cancellable_cancel (self->writing);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_REPORTS_DIALOG);

  G_OBJECT_CLASS (annex_reports_dialog_parent_class)->dispose (object);
}

static void
annex_reports_dialog_class_init (AnnexReportsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_reports_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-reports-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexReportsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportsDialog, navigation);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportsDialog, group);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportsDialog, writing_page);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
}

static void
annex_reports_dialog_init (AnnexReportsDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill (AnnexReportsDialog *self)
{
  const AnnexType *type =
    self->record != 0 ? annex_store_get_type_of (self->store, self->record, ANNEX_TOLD_BY_STORE) : NULL;
  guint n_kinds;
  const AnnexReportKind *kinds = annex_report_kind_list (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      GtkWidget *row;

      if (type != NULL && g_strcmp0 (kinds[i].subject, type->name) != 0)
        continue;
      row = adw_action_row_new ();
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(kinds[i].label));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _(kinds[i].description));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), "annex-kind", (gpointer) &kinds[i]);
      g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (self->group, row);
    }
}

AdwDialog *
annex_reports_dialog_new (AnnexStore *store, gint64 record)
{
  AnnexReportsDialog *self = g_object_new (ANNEX_TYPE_REPORTS_DIALOG, NULL);

  self->store = g_object_ref (store);
  self->record = record;
  fill (self);

  return ADW_DIALOG (self);
}
