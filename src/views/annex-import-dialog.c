/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-import-dialog.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-import-work.h"
#include "widgets/annex-dialog-focus.h"
#include "widgets/annex-feedback.h"

#define PREVIEW_ROWS 4
#define MAX_PROBLEMS 200
#define MAX_CHANGES 300

struct _AnnexImportDialog
{
  AdwDialog parent_instance;

  AnnexStore *store;
  const AnnexType *type;
  AnnexImport *import;
  AnnexImportReport *report; /* of the choices shown; NULL while it is worked out */
  GCancellable *cancellable;
  char *path;
  char *reading; /* (nullable): path of the file that is being read */
  char *library; /* with which the file was read; what the row says holds once it is applied */
  GPtrArray *rows; /* of the groups that are filled anew */
  gboolean filling;
  gboolean importing;

  GtkButton *import_button;
  GtkProgressBar *progress;
  AdwPreferencesGroup *file_group;
  AdwEntryRow *file_row;
  AdwEntryRow *library_row;
  AdwComboRow *sheet_row;
  AdwComboRow *delimiter_row;
  AdwComboRow *encoding_row;
  AdwPreferencesGroup *preview_group;
  GtkGrid *preview;
  AdwPreferencesGroup *result_group;
  AdwActionRow *result_row;
  AdwSwitchRow *leave_out_row;
  AdwPreferencesGroup *problem_group;
  AdwPreferencesGroup *change_group;
  AdwPreferencesGroup *option_group;
  AdwComboRow *existing_row;
  AdwSwitchRow *create_row;
  AdwPreferencesGroup *column_group;
};

G_DEFINE_FINAL_TYPE (AnnexImportDialog, annex_import_dialog, ADW_TYPE_DIALOG)

/* How the file is to be read, where that was corrected by hand; the names are static. */
static AnnexTableOptions
get_options (AnnexImportDialog *self)
{
  static const char delimiters[] = { 0, ',', ';', '\t', '|' };
  static const char *const encodings[] = { NULL, "UTF-8", "UTF-16", "WINDOWS-1252", "ISO-8859-1" };
  guint sheet = adw_combo_row_get_selected (self->sheet_row);

  return (AnnexTableOptions) {
    .delimiter = delimiters[adw_combo_row_get_selected (self->delimiter_row)],
    .encoding = encodings[adw_combo_row_get_selected (self->encoding_row)],
    .sheet = sheet != GTK_INVALID_LIST_POSITION ? sheet : 0,
  };
}

/* Controls may be those of a library, and a table of mappings may name controls of one. */
static gboolean
takes_library (AnnexImportDialog *self)
{
  return g_str_equal (self->type->name, "control") || g_str_equal (self->type->name, "mapping");
}

static char *
dup_library (AnnexImportDialog *self)
{
  return g_strstrip (g_strdup (takes_library (self) ? gtk_editable_get_text (GTK_EDITABLE (self->library_row)) : ""));
}

static void
add_row (AnnexImportDialog *self, AdwPreferencesGroup *group, GtkWidget *row)
{
  adw_preferences_group_add (group, row);
  g_object_set_data (G_OBJECT (row), "annex-group", group);
  g_ptr_array_add (self->rows, row);
}

static void
remove_rows_of (AnnexImportDialog *self, AdwPreferencesGroup *group)
{
  for (guint i = 0; i < self->rows->len;)
    {
      GtkWidget *row = self->rows->pdata[i];

      if (g_object_get_data (G_OBJECT (row), "annex-group") != group)
        {
          i++;
          continue;
        }
      adw_preferences_group_remove (group, row);
      g_ptr_array_remove_index (self->rows, i);
    }
}

static GtkWidget *
plain_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  return row;
}

static void
accepted_cb (GtkCheckButton *check, AnnexImportChange *change)
{
  change->accepted = gtk_check_button_get_active (check);
}

static void
show_changes (AnnexImportDialog *self)
{
  GPtrArray *changes = self->report->changes;

  for (guint i = 0; i < MIN (changes->len, MAX_CHANGES); i++)
    {
      AnnexImportChange *change = changes->pdata[i];
      g_autofree char *title = g_strdup_printf ("%s · %s", change->reference, change->label);
      g_autofree char *subtitle = g_strdup_printf (_("%s → %s"), *change->old != '\0' ? change->old : _("(empty)"),
                                                   *change->new != '\0' ? change->new : _("(empty)"));
      GtkWidget *row = plain_row (title, subtitle);
      GtkWidget *check = gtk_check_button_new ();

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
      gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
      g_signal_connect (check, "toggled", G_CALLBACK (accepted_cb), change);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
      add_row (self, self->change_group, row);
    }
  if (changes->len > MAX_CHANGES)
    {
      g_autofree char *more = g_strdup_printf (_("%u more changes, which are all made"), changes->len - MAX_CHANGES);
      add_row (self, self->change_group, plain_row (more, ""));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->change_group), changes->len > 0);
}

static gboolean
is_catalogue (AnnexImportDialog *self)
{
  return annex_table_source_get_catalogue (annex_import_get_source (self->import)) != NULL;
}

static void
show_problems (AnnexImportDialog *self)
{
  GPtrArray *problems = self->report->problems;

  for (guint i = 0; i < MIN (problems->len, MAX_PROBLEMS); i++)
    {
      AnnexImportProblem *problem = problems->pdata[i];
      g_autofree char *place = g_strdup_printf (is_catalogue (self) ? _("Control %lu") : _("Line %lu"), (gulong) problem->line);

      add_row (self, self->problem_group, plain_row (place, problem->message));
    }
  if (self->report->n_problems > MAX_PROBLEMS)
    {
      g_autofree char *more = g_strdup_printf (_("%lu more"), (gulong) (self->report->n_problems - MAX_PROBLEMS));
      add_row (self, self->problem_group, plain_row (more, ""));
    }
  gtk_widget_set_visible (GTK_WIDGET (self->problem_group), problems->len > 0);
}

/* Why nothing can be imported as things are, or NULL. */
static char *
dup_obstacle (AnnexImportDialog *self)
{
  guint64 n_bad = self->report->n_bad;

  if (n_bad > 0 && !adw_switch_row_get_active (self->leave_out_row))
    return is_catalogue (self)
             ? g_strdup_printf (ngettext ("Nothing, for %lu control has an error", "Nothing, for %lu controls have errors", n_bad), (gulong) n_bad)
             : g_strdup_printf (ngettext ("Nothing, for %lu row has an error", "Nothing, for %lu rows have errors", n_bad), (gulong) n_bad);
  if (self->report->n_add + self->report->n_update == 0)
    return g_strdup (_("Nothing, for no row brings anything new"));
  return NULL;
}

/* What the rows with errors stand in the way of is shown beside the choice to do without them. */
static void
show_outcome (AnnexImportDialog *self)
{
  g_autofree char *summary = annex_import_report_summarize (self->report);
  g_autofree char *obstacle = dup_obstacle (self);
  guint64 n_bad = self->report->n_bad;
  g_autofree char *choice = g_strdup_printf (is_catalogue (self)
                                               ? ngettext ("Leave Out the %lu Control with Errors", "Leave Out the %lu Controls with Errors", n_bad)
                                               : ngettext ("Leave Out the %lu Row with Errors", "Leave Out the %lu Rows with Errors", n_bad),
                                             (gulong) n_bad);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), obstacle != NULL ? obstacle : summary);
  adw_action_row_set_subtitle (self->result_row, obstacle != NULL ? summary : "");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->leave_out_row), choice);
  gtk_widget_set_visible (GTK_WIDGET (self->leave_out_row), n_bad > 0 && self->report->n_add + self->report->n_update > 0);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), obstacle == NULL);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->import_button), obstacle);
}

static void
leave_out_cb (AnnexImportDialog *self)
{
  if (self->report != NULL)
    show_outcome (self);
}

static void
show_report (AnnexImportDialog *self)
{
  remove_rows_of (self, self->problem_group);
  remove_rows_of (self, self->change_group);
  show_problems (self);
  show_changes (self);
  show_outcome (self);
}

static void
plan_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  AnnexImportReport *report = annex_worker_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (report == NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), error->message);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->import_button), error->message);
      return;
    }
  self->report = report;
  show_report (self);
}

static void
drop_report (AnnexImportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  /* The rows hold changes of the report, so they go first. */
  remove_rows_of (self, self->problem_group);
  remove_rows_of (self, self->change_group);
  g_clear_pointer (&self->report, annex_import_report_free);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), FALSE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->import_button), NULL);
}

static void
start_plan (AnnexImportDialog *self)
{
  const AnnexImportChoices choices = {
    .options = get_options (self),
    .library = self->library,
    .policy = adw_combo_row_get_selected (self->existing_row),
    .create = adw_switch_row_get_active (self->create_row),
  };

  /* It follows of itself once the file is read. */
  if (self->reading != NULL)
    return;
  drop_report (self);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_progress_bar_pulse (self->progress);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), _("Looking at every row…"));
  adw_action_row_set_subtitle (self->result_row, "");
  gtk_widget_set_visible (GTK_WIDGET (self->leave_out_row), FALSE);
  /* Other rows may turn out to be bad than those that somebody wanted to do without. */
  adw_switch_row_set_active (self->leave_out_row, FALSE);

  self->cancellable = g_cancellable_new ();
  annex_import_work_plan (self->store, self->type, self->path, self->import, &choices, self->cancellable, plan_finish_cb, g_object_ref (self));
}

static void
option_cb (AnnexImportDialog *self)
{
  if (self->import != NULL && !self->filling)
    start_plan (self);
}

/* The fields that a column can fill, "_id" and nothing among them. */
static GPtrArray *
dup_choices (AnnexImportDialog *self, GtkStringList *labels)
{
  GPtrArray *fields = annex_store_get_fields (self->store, self->type);
  GPtrArray *names = g_ptr_array_new ();

  g_ptr_array_add (names, NULL);
  gtk_string_list_append (labels, _("Ignored"));
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (!annex_field_is_written (field) || (field->flags & ANNEX_FIELD_INTERNAL) != 0)
        continue;
      g_ptr_array_add (names, (gpointer) field->name);
      gtk_string_list_append (labels, annex_field_get_label (field));
    }
  return names;
}

static void show_mapping (AnnexImportDialog *self);

static void
mapping_cb (AdwComboRow *row, GParamSpec *pspec, AnnexImportDialog *self)
{
  GPtrArray *names = g_object_get_data (G_OBJECT (row), "annex-names");
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), "annex-column"));

  if (self->filling)
    return;
  annex_import_set_mapping (self->import, column, names->pdata[adw_combo_row_get_selected (row)], NULL);
  show_mapping (self);
  start_plan (self);
}

/* A field goes to one column, so that choosing it here may have taken it from another. */
static void
show_mapping (AnnexImportDialog *self)
{
  self->filling = TRUE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      GPtrArray *names = g_object_get_data (G_OBJECT (self->rows->pdata[i]), "annex-names");
      const char *mapped;
      guint column;

      if (names == NULL)
        continue;
      column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (self->rows->pdata[i]), "annex-column"));
      mapped = annex_import_get_mapping (self->import, column);
      for (guint j = 0; j < names->len; j++)
        if (g_strcmp0 (names->pdata[j], mapped) == 0)
          adw_combo_row_set_selected (ADW_COMBO_ROW (self->rows->pdata[i]), j);
    }
  self->filling = FALSE;
}

static void
fill_columns (AnnexImportDialog *self)
{
  const char *const *headers = annex_import_get_headers (self->import);

  remove_rows_of (self, self->column_group);
  for (guint column = 0; column < annex_import_get_n_columns (self->import); column++)
    {
      g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
      GPtrArray *names;
      GtkWidget *row;

      /* The hidden column by which records are found again is not for people. */
      if (g_strcmp0 (annex_import_get_mapping (self->import, column), "_id") == 0)
        continue;
      names = dup_choices (self, labels);
      row = adw_combo_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), headers[column]);
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
      g_object_set_data_full (G_OBJECT (row), "annex-names", names, (GDestroyNotify) g_ptr_array_unref);
      g_object_set_data (G_OBJECT (row), "annex-column", GUINT_TO_POINTER (column));
      g_signal_connect (row, "notify::selected", G_CALLBACK (mapping_cb), self);
      self->filling = TRUE;
      add_row (self, self->column_group, row);
      self->filling = FALSE;
    }
  show_mapping (self);
}

static void
attach_cell (AnnexImportDialog *self, const char *text, guint column, guint row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_single_line_mode (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), MIN (g_utf8_strlen (text, -1), 20));
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (label, row == 0 ? "caption-heading" : "caption");
  gtk_grid_attach (self->preview, label, column, row, 1, 1);
}

static gboolean
is_internal (AnnexImportDialog *self, guint column)
{
  const AnnexField *field = annex_store_find_field (self->store, self->type, annex_import_get_mapping (self->import, column));

  return field != NULL && (field->flags & ANNEX_FIELD_INTERNAL) != 0;
}

static void
fill_preview (AnnexImportDialog *self)
{
  const char *const *headers = annex_import_get_headers (self->import);
  g_autoptr (GPtrArray) rows = annex_import_preview (self->import, PREVIEW_ROWS, NULL);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->preview))) != NULL)
    gtk_grid_remove (self->preview, child);
  for (guint column = 0; headers[column] != NULL; column++)
    {
      if (is_internal (self, column))
        continue;
      attach_cell (self, headers[column], column, 0);
      for (guint row = 0; rows != NULL && row < rows->len; row++)
        attach_cell (self, ((char **) rows->pdata[row])[column], column, row + 1);
    }
}

/* Another file is read as it is found to be; only then can a person correct that. */
static void
show_reading (AnnexImportDialog *self, gboolean another_file)
{
  AnnexTableSource *source = annex_import_get_source (self->import);
  const char *const *sheets = annex_table_source_get_sheets (source);
  g_autoptr (GtkStringList) names = NULL;

  adw_preferences_group_set_description (self->file_group, annex_table_source_get_description (source));
  if (!another_file)
    return;
  names = gtk_string_list_new (sheets);
  self->filling = TRUE;
  adw_combo_row_set_model (self->sheet_row, G_LIST_MODEL (names));
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (self->sheet_row), g_list_model_get_n_items (G_LIST_MODEL (names)) > 1);
  gtk_widget_set_visible (GTK_WIDGET (self->delimiter_row), annex_table_source_is_csv (source));
  gtk_widget_set_visible (GTK_WIDGET (self->encoding_row), annex_table_source_is_csv (source));
  if (annex_table_source_get_catalogue (source) != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->library_row), annex_oscal_catalogue_get_title (annex_table_source_get_catalogue (source)));
}

static void
reset_reading (AnnexImportDialog *self)
{
  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->library_row), "");
  adw_combo_row_set_model (self->sheet_row, NULL);
  adw_combo_row_set_selected (self->delimiter_row, 0);
  adw_combo_row_set_selected (self->encoding_row, 0);
  self->filling = FALSE;
}

/* What was chosen for a column holds on when the same file is read anew, with another library, sheet or separator. */
static void
keep_mapping (AnnexImport *from, AnnexImport *to)
{
  const char *const *old = annex_import_get_headers (from);
  const char *const *headers = annex_import_get_headers (to);

  for (guint i = 0; i < annex_import_get_n_columns (to); i++)
    for (guint j = 0; j < annex_import_get_n_columns (from); j++)
      if (g_str_equal (headers[i], old[j]))
        annex_import_set_mapping (to, i, annex_import_get_mapping (from, j), NULL);
}

static void
read_finish_cb (GObject *source_object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexImportDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTableSource) source = annex_worker_finish (result, &error);
  g_autofree char *library = dup_library (self);
  gboolean another_file;
  AnnexImport *import;
  gboolean readable;

  /* Closed meanwhile, it has nobody to tell. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || gtk_widget_get_root (GTK_WIDGET (self)) == NULL)
    return;
  import = source != NULL ? annex_import_new_for_source (self->store, self->type, self->reading, g_steal_pointer (&source), &error) : NULL;
  if (import != NULL && *library != '\0' && !annex_import_set_library (import, library, &error))
    g_clear_pointer (&import, annex_import_free);
  readable = import != NULL;
  another_file = g_strcmp0 (self->reading, self->path) != 0;
  if (readable && !another_file && self->import != NULL)
    keep_mapping (self->import, import);
  /* What cannot be read must not leave another file to be imported in its place. */
  g_clear_pointer (&self->import, annex_import_free);
  self->import = import;
  g_free (self->path);
  self->path = g_steal_pointer (&self->reading);
  g_set_str (&self->library, library);
  if (!readable)
    {
      gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->problem_group), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->change_group), FALSE);
      adw_preferences_group_set_description (self->file_group, NULL);
      annex_feedback_refuse (GTK_WIDGET (self), _("The File Could Not Be Read"), error);
    }
  else
    {
      show_reading (self, another_file);
      fill_preview (self);
      fill_columns (self);
      start_plan (self);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->preview_group), readable);
  gtk_widget_set_visible (GTK_WIDGET (self->result_group), readable);
  gtk_widget_set_visible (GTK_WIDGET (self->option_group), readable);
  gtk_widget_set_visible (GTK_WIDGET (self->library_row), readable && takes_library (self));
  if (g_str_equal (self->type->name, "mapping"))
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->library_row), _("Library of Controls That Are New"));
  gtk_widget_set_visible (GTK_WIDGET (self->column_group), readable && !is_catalogue (self));
}

static void
open_file (AnnexImportDialog *self, const char *path)
{
  AnnexTableOptions options;

  if (g_strcmp0 (path, self->reading != NULL ? self->reading : self->path) != 0)
    reset_reading (self);
  options = get_options (self);
  drop_report (self);
  g_set_str (&self->reading, path);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_progress_bar_pulse (self->progress);
  self->cancellable = g_cancellable_new ();
  annex_import_work_read (self->store, path, &options, self->cancellable, read_finish_cb, g_object_ref (self));
}

static void
reading_cb (AnnexImportDialog *self)
{
  g_autofree char *path = g_strdup (self->reading != NULL ? self->reading : self->path);

  if (path != NULL && !self->filling)
    open_file (self, path);
}

static void
file_cb (AnnexImportDialog *self)
{
  open_file (self, gtk_editable_get_text (GTK_EDITABLE (self->file_row)));
}

gboolean
annex_import_dialog_take_file (AnnexImportDialog *self, GFile *file)
{
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path == NULL)
    return FALSE;
  gtk_editable_set_text (GTK_EDITABLE (self->file_row), path);
  open_file (self, path);
  return TRUE;
}

static void
chosen_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexImportDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);

  annex_import_dialog_take_file (self, file);
}

static gboolean
drop_cb (AnnexImportDialog *self, const GValue *value)
{
  return annex_import_dialog_take_file (self, g_value_get_object (value));
}

static void
choose_cb (AnnexImportDialog *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Choose a File to Import"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, chosen_cb, g_object_ref (self));
}

/* The import writes on the window's own connection, so it must run here; what is pending is let
 * through at every step. Nothing else can be written meanwhile. */
static void
progress_cb (double fraction, gpointer user_data)
{
  AnnexImportDialog *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, fraction);
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static void
import_cb (AnnexImportDialog *self)
{
  g_autoptr (AnnexImportDialog) guard = g_object_ref (self);
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autofree char *summary = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (self->report == NULL || self->importing || parent == NULL)
    return;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->importing = TRUE;
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->import_button), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  annex_import_work_choose (self->import, adw_combo_row_get_selected (self->existing_row), adw_switch_row_get_active (self->create_row));
  annex_import_set_leave_out_bad (self->import, adw_switch_row_get_active (self->leave_out_row));
  done = annex_import_apply (self->import, self->report, progress_cb, self, self->cancellable, &error);
  self->importing = FALSE;
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  if (!done)
    {
      show_report (self);
      annex_feedback_refuse (GTK_WIDGET (self), _("Nothing Was Imported"), error);
      return;
    }
  summary = annex_import_report_summarize (self->report);
  adw_dialog_force_close (ADW_DIALOG (self));
  annex_feedback_say_undoable (window, summary);
}

static void
cancel_cb (AnnexImportDialog *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  if (!self->importing)
    adw_dialog_force_close (ADW_DIALOG (self));
}

static void
annex_import_dialog_dispose (GObject *object)
{
  AnnexImportDialog *self = ANNEX_IMPORT_DIALOG (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_IMPORT_DIALOG);
  g_clear_pointer (&self->report, annex_import_report_free);
  g_clear_pointer (&self->import, annex_import_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_import_dialog_parent_class)->dispose (object);
}

static void
annex_import_dialog_finalize (GObject *object)
{
  AnnexImportDialog *self = ANNEX_IMPORT_DIALOG (object);

  g_free (self->path);
  g_free (self->reading);
  g_free (self->library);
  g_ptr_array_unref (self->rows);
  G_OBJECT_CLASS (annex_import_dialog_parent_class)->finalize (object);
}

static void
annex_import_dialog_class_init (AnnexImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_import_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, import_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, file_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, file_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, library_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, sheet_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, delimiter_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, encoding_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, preview_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, result_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, result_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, leave_out_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, problem_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, change_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, option_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, existing_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, create_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexImportDialog, column_group);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_cb);
  gtk_widget_class_bind_template_callback (widget_class, file_cb);
  gtk_widget_class_bind_template_callback (widget_class, reading_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, option_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_out_cb);
}

static void
annex_import_dialog_init (AnnexImportDialog *self)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  annex_dialog_focus_begin_at (ADW_DIALOG (self), GTK_WIDGET (self->file_row));
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  /* Before the entry takes the path of the file as text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

AdwDialog *
annex_import_dialog_new (AnnexStore *store, const AnnexType *type)
{
  AnnexImportDialog *self = g_object_new (ANNEX_TYPE_IMPORT_DIALOG, NULL);
  g_autofree char *title = g_strdup_printf (_("Import: %s"), _(type->label_plural));

  self->store = g_object_ref (store);
  self->type = type;
  adw_dialog_set_title (ADW_DIALOG (self), title);
  return ADW_DIALOG (self);
}
