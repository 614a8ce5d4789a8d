/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-options.h"

#include <glib/gi18n.h>

#include "annex-moment-chooser.h"
#include "core/annex-query.h"
#include "core/annex-worker.h"
#include "widgets/annex-feedback.h"

#define PAPER_SETTING "report.paper"

struct _AnnexReportOptions
{
  AdwNavigationPage parent_instance;

  AdwPreferencesGroup *subject_group;
  AdwPreferencesGroup *columns_group;
  AdwPreferencesGroup *since_group;
  AdwComboRow *subject_row;
  AdwComboRow *paper_row;
  AdwActionRow *template_row;
  GtkWidget *template_clear;
  AnnexMomentChooser *since; /* NULL for a kind that compares nothing */

  AnnexStore *store;
  const AnnexReportKind *kind;
  gint64 record;
  GArray *subjects;     /* ids, after the one that is usual */
  GPtrArray *switches;  /* one a column */
  char *template_name; /* of one that is being read */
};

enum
{
  SIGNAL_WRITE,
  SIGNAL_PRINT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexReportOptions, annex_report_options, ADW_TYPE_NAVIGATION_PAGE)

static char *
dup_columns_setting (AnnexReportOptions *self)
{
  return g_strdup_printf ("report.%s.without", self->kind->name);
}

static void
show_template (AnnexReportOptions *self)
{
  g_autofree char *name = annex_report_template_dup_name (self->store);

  adw_action_row_set_subtitle (self->template_row, name != NULL ? name : _("Styles, header, footer and page of a DOCX; Annex’s own without one"));
  gtk_widget_set_visible (self->template_clear, name != NULL && !annex_store_is_read_only (self->store));
}

static void
keep_template (AnnexReportOptions *self, const char *name, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  if (!annex_report_template_keep (self->store, name, bytes, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Template Could Not Be Used"), error);
  show_template (self);
}

static gpointer
read_worker (AnnexStore *store, gpointer path, GCancellable *cancellable, GError **error)
{
  return annex_report_template_read (path, error);
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexReportOptions) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = annex_worker_finish (result, &error);
  g_autofree char *name = g_steal_pointer (&self->template_name);

  gtk_widget_set_sensitive (GTK_WIDGET (self->template_row), TRUE);
  if (bytes != NULL && self->store != NULL)
    keep_template (self, name, bytes);
  else if (error != NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("The Template Could Not Be Used"), error);
}

static void
template_chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexReportOptions) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (file == NULL || self->store == NULL)
    return;
  g_free (self->template_name);
  self->template_name = g_file_get_basename (file);
  gtk_widget_set_sensitive (GTK_WIDGET (self->template_row), FALSE);
  annex_worker_run (self->store, read_worker, g_file_get_path (file), g_free, (GDestroyNotify) g_bytes_unref, NULL, read_cb, g_object_ref (self));
}

static void
choose_template_cb (AnnexReportOptions *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _("Word Documents and Templates"));
  gtk_file_filter_add_suffix (filter, "docx");
  gtk_file_filter_add_suffix (filter, "dotx");
  gtk_file_dialog_set_title (dialog, _("Choose a Word Template"));
  gtk_file_dialog_set_default_filter (dialog, filter);
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, template_chosen_cb, g_object_ref (self));
}

static void
clear_template_cb (AnnexReportOptions *self)
{
  keep_template (self, NULL, NULL);
}

static gboolean
is_complete (AnnexReportOptions *self)
{
  return self->since == NULL || annex_moment_chooser_is_complete (self->since);
}

static void
write_cb (AnnexReportOptions *self)
{
  if (is_complete (self))
    g_signal_emit (self, signals[SIGNAL_WRITE], 0);
}

static void
print_cb (AnnexReportOptions *self)
{
  if (is_complete (self))
    g_signal_emit (self, signals[SIGNAL_PRINT], 0);
}

static void
annex_report_options_dispose (GObject *object)
{
  AnnexReportOptions *self = ANNEX_REPORT_OPTIONS (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_REPORT_OPTIONS);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_report_options_parent_class)->dispose (object);
}

static void
annex_report_options_finalize (GObject *object)
{
  AnnexReportOptions *self = ANNEX_REPORT_OPTIONS (object);

  g_array_unref (self->subjects);
  g_ptr_array_unref (self->switches);
  g_free (self->template_name);
  G_OBJECT_CLASS (annex_report_options_parent_class)->finalize (object);
}

static void
annex_report_options_class_init (AnnexReportOptionsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_report_options_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_report_options_finalize;
  signals[SIGNAL_WRITE] = g_signal_new ("write", ANNEX_TYPE_REPORT_OPTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PRINT] = g_signal_new ("print", ANNEX_TYPE_REPORT_OPTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-report-options.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, since_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, subject_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, subject_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, columns_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, paper_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, template_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReportOptions, template_clear);
  gtk_widget_class_bind_template_callback (widget_class, choose_template_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_template_cb);
  gtk_widget_class_bind_template_callback (widget_class, print_cb);
  gtk_widget_class_bind_template_callback (widget_class, write_cb);
}

static void
annex_report_options_init (AnnexReportOptions *self)
{
  self->subjects = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->switches = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
fill_subjects (AnnexReportOptions *self)
{
  const AnnexType *type = self->kind->subject != NULL ? annex_type_find (self->kind->subject) : NULL;
  g_autoptr (AnnexQuery) query = type != NULL ? annex_query_new (type) : NULL;
  g_autoptr (GArray) ids =
    query != NULL && self->record == 0 ? annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE) : NULL;
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_set_visible (GTK_WIDGET (self->subject_group), ids != NULL && ids->len > 0);
  if (ids == NULL)
    return;
  gtk_string_list_append (names, _("The Latest"));
  for (guint i = ids->len; i > 0; i--)
    {
      g_autoptr (AnnexRecord) record =
        annex_store_load (self->store, g_array_index (ids, gint64, i - 1), ANNEX_TOLD_BY_STORE);
      g_autofree char *name = record != NULL ? g_strdup_printf ("%s %s", annex_record_get_reference (record), annex_record_get_title (record)) : NULL;

      if (record == NULL)
        continue;
      gtk_string_list_append (names, name);
      g_array_append_val (self->subjects, g_array_index (ids, gint64, i - 1));
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->subject_row), _("Report On"));
  adw_combo_row_set_model (self->subject_row, G_LIST_MODEL (names));
}

static void
fill_columns (AnnexReportOptions *self)
{
  g_autofree char *key = dup_columns_setting (self);
  g_autofree char *without = annex_store_get_setting (self->store, key);
  g_auto (GStrv) left_out = g_strsplit (without != NULL ? without : "", "\n", -1);

  gtk_widget_set_visible (GTK_WIDGET (self->columns_group), self->kind->columns != NULL);
  for (guint i = 0; self->kind->columns != NULL && self->kind->columns[i] != NULL; i++)
    {
      GtkWidget *row = adw_switch_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(self->kind->columns[i]));
      adw_switch_row_set_active (ADW_SWITCH_ROW (row), !g_strv_contains ((const char *const *) left_out, self->kind->columns[i]));
      adw_preferences_group_add (self->columns_group, row);
      g_ptr_array_add (self->switches, row);
    }
}

AnnexReportPaper
annex_report_options_get_paper (AnnexStore *store)
{
  g_autofree char *paper = annex_store_get_setting (store, PAPER_SETTING);

  return g_strcmp0 (paper, "letter") == 0 ? ANNEX_REPORT_LETTER : ANNEX_REPORT_A4;
}

AdwNavigationPage *
annex_report_options_new (AnnexStore *store, const AnnexReportKind *kind, gint64 record)
{
  AnnexReportOptions *self = g_object_new (ANNEX_TYPE_REPORT_OPTIONS, NULL);

  self->store = g_object_ref (store);
  self->kind = kind;
  self->record = record;
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), _(kind->label));
  adw_combo_row_set_selected (self->paper_row, annex_report_options_get_paper (store) == ANNEX_REPORT_LETTER);
  fill_subjects (self);
  gtk_widget_set_visible (GTK_WIDGET (self->since_group), kind->compare != NULL);
  if (kind->compare != NULL)
    {
      self->since = ANNEX_MOMENT_CHOOSER (annex_moment_chooser_new (store));
      adw_preferences_group_add (self->since_group, GTK_WIDGET (self->since));
    }
  fill_columns (self);
  show_template (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->template_row), !annex_store_is_read_only (store));
  return ADW_NAVIGATION_PAGE (self);
}

static void
remember (AnnexReportOptions *self, const AnnexReportOrder *order)
{
  g_autofree char *key = dup_columns_setting (self);
  g_autoptr (GString) without = g_string_new (NULL);

  for (guint i = 0; i < order->left_out->len; i++)
    g_string_append_printf (without, "%s%s", i > 0 ? "\n" : "", (const char *) order->left_out->pdata[i]);
  annex_store_set_setting (self->store, key, without->len > 0 ? without->str : NULL);
  annex_store_set_setting (self->store, PAPER_SETTING, order->paper == ANNEX_REPORT_LETTER ? "letter" : NULL);
}

AnnexReportOrder *
annex_report_options_make_order (AnnexReportOptions *self)
{
  g_autoptr (AnnexReportOrder) order = annex_report_order_new (self->kind);
  guint subject = self->subjects->len > 0 ? adw_combo_row_get_selected (self->subject_row) : 0;

  order->record = self->record;
  if (subject > 0 && subject <= self->subjects->len)
    order->record = g_array_index (self->subjects, gint64, subject - 1);
  if (self->since != NULL)
    order->since = annex_moment_chooser_dup_moment (self->since);
  order->paper = adw_combo_row_get_selected (self->paper_row) == 1 ? ANNEX_REPORT_LETTER : ANNEX_REPORT_A4;
  for (guint i = 0; i < self->switches->len; i++)
    if (!adw_switch_row_get_active (self->switches->pdata[i]))
      g_ptr_array_add (order->left_out, (gpointer) self->kind->columns[i]);
  remember (self, order);
  return g_steal_pointer (&order);
}

const AnnexReportKind *
annex_report_options_get_kind (AnnexReportOptions *self)
{
  return self->kind;
}
