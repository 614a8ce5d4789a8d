/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-methodology-view.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "annex-view.h"
#include "core/annex-change-set.h"
#include "core/annex-log.h"
#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "isms/annex-embedded-table.h"
#include "isms/annex-isms.h"
#include "isms/plan/methodology-preview.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-heat-map.h"
#include "widgets/annex-progress.h"
#include "widgets/annex-record-form.h"

#define MOST_LEVELS 7

struct _AnnexMethodologyView
{
  AdwBreakpointBin parent_instance;

  AdwOverlaySplitView *split_view;
  GtkStack *stack;
  AdwToggleGroup *brushes;
  AdwBin *map_bin;
  AnnexHeatMap *heat_map;
  GtkBox *draft_bar;
  GtkLabel *moves;
  GtkLabel *faults;
  AdwPreferencesGroup *likelihood_group;
  AdwPreferencesGroup *consequence_group;
  AdwPreferencesGroup *level_group;
  AnnexRecordForm *form;

  AnnexStore *store;
  AnnexStore *draft; /* scales and matrix as they are being changed; NULL without a methodology */
  AnnexMatrix *matrix; /* of the draft */
  AnnexRecord *text_before; /* the methodology as the draft began with it */
  GCancellable *previewing; /* what the draft would move is being counted; NULL while it is not */
  gboolean form_shows_draft;
  guint reload_source;
  GPtrArray *rows; /* of the three groups, each with its group */
  GStrv brush_labels;
};

static void view_iface_init (AnnexViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexMethodologyView, annex_methodology_view, ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_VIEW, view_iface_init))

/* ---- What would move ---- */

#define MOST_LINES 12

static void
append_changes (GPtrArray *changes, GString *text)
{
  for (guint i = 0; i < MIN (changes->len, MOST_LINES); i++)
    g_string_append_printf (text, "%s\n", (const char *) changes->pdata[i]);
  if (changes->len > MOST_LINES)
    g_string_append (text, "…\n");
}

static void
show_faults (AnnexMethodologyView *self)
{
  g_autoptr (GPtrArray) faults = annex_matrix_list_faults (self->matrix, self->draft, ANNEX_TOLD_BY_STORE);
  g_autofree char *text = NULL;

  if (faults == NULL)
    return;
  g_ptr_array_add (faults, NULL);
  text = g_strjoinv ("\n", (char **) faults->pdata);
  gtk_label_set_text (self->faults, text);
  gtk_widget_set_visible (GTK_WIDGET (self->faults), faults->len > 1);
}

/* Taken over from elsewhere: the text of this engagement is written in the engagement itself. */
static gboolean
has_other_text (AnnexMethodologyView *self)
{
  g_autoptr (AnnexRecord) methodology =
    self->text_before != NULL ? annex_methodology_get (self->draft, ANNEX_TOLD_BY_STORE) : NULL;

  return methodology != NULL && annex_methodology_text_differs (self->text_before, methodology);
}

static void
show_changes (AnnexMethodologyView *self, AnnexMethodologyPreview *preview)
{
  g_autoptr (GPtrArray) changes = annex_methodology_list_changes (self->store, self->draft, ANNEX_TOLD_BY_STORE);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *moves = annex_methodology_preview_dup_text (preview, self->store, self->draft);

  if (changes == NULL)
    return;
  if (has_other_text (self))
    g_ptr_array_add (changes, g_strdup (_("The text of the methodology")));
  append_changes (changes, text);
  g_string_append (text, moves);
  gtk_label_set_text (self->moves, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->draft_bar), changes->len > 0);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexMethodologyView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexMethodologyPreview) preview = annex_methodology_preview_count_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->previewing);
  if (preview == NULL)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Risks Could Not Be Judged"), error);
      return;
    }
  annex_heat_map_show (self->heat_map, preview->map, ANNEX_RISK_CURRENT, FALSE);
  show_changes (self, preview);
}

static void
stop_preview (AnnexMethodologyView *self)
{
  g_cancellable_cancel (self->previewing);
  g_clear_object (&self->previewing);
}

/* What the risks would become is counted elsewhere, however many there are. */
static void
show_draft (AnnexMethodologyView *self)
{
  stop_preview (self);
  self->previewing = g_cancellable_new ();
  annex_methodology_preview_count (self->store, self->draft, self->previewing, previewed_cb, g_object_ref (self));
  show_faults (self);
}

/* ---- Painting ---- */

static void
paint (AnnexMethodologyView *self, int likelihood, int consequence, int level)
{
  g_autoptr (AnnexTransaction) transaction = NULL;

  if (annex_store_is_read_only (self->store) || annex_matrix_get_n_likelihoods (self->matrix) == 0)
    return;
  annex_matrix_set_level (self->matrix, likelihood, consequence, level);
  transaction = annex_transaction_begin (self->draft, _("Paint the risk matrix"), NULL);
  if (transaction != NULL && annex_methodology_set_matrix (transaction, self->draft, self->matrix, NULL))
    annex_transaction_commit (transaction, NULL);
}

static void
cell_chosen_cb (AnnexMethodologyView *self, int likelihood, int consequence)
{
  const char *brush = adw_toggle_group_get_active_name (self->brushes);

  if (brush != NULL)
    paint (self, likelihood, consequence, atoi (brush));
}

static gboolean
key_pressed_cb (AnnexMethodologyView *self, guint keyval, guint keycode, GdkModifierType state)
{
  int level = (int) gdk_keyval_to_unicode (keyval) - '0';
  int likelihood, consequence;

  if (keyval == GDK_KEY_Delete)
    level = 0;
  if (level < 0 || level > 9 || !annex_heat_map_get_focused (self->heat_map, &likelihood, &consequence) ||
      (level > 0 && annex_store_get_scale_label (self->draft, "risk_level", level) == NULL))
    return GDK_EVENT_PROPAGATE;
  paint (self, likelihood, consequence, level);

  return GDK_EVENT_STOP;
}

/* Only when the scale has changed: a toggle is dear to make. */
static void
fill_brushes (AnnexMethodologyView *self)
{
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (self->draft, "risk_level", ANNEX_TOLD_BY_STORE);
  g_autofree char *active = g_strdup (adw_toggle_group_get_active_name (self->brushes));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) labels = NULL;

  for (guint i = 0; levels != NULL && i < levels->len; i++)
    g_strv_builder_add (builder, annex_store_get_scale_label (self->draft, "risk_level", g_array_index (levels, int, i)));
  g_strv_builder_add (builder, _("Wipe"));
  labels = g_strv_builder_end (builder);
  if (self->brush_labels != NULL && g_strv_equal ((const char *const *) labels, (const char *const *) self->brush_labels))
    return;
  adw_toggle_group_remove_all (self->brushes);
  for (guint i = 0; i <= levels->len; i++)
    {
      g_autofree char *name = g_strdup_printf ("%d", i < levels->len ? g_array_index (levels, int, i) : 0);
      AdwToggle *toggle = adw_toggle_new ();

      adw_toggle_set_name (toggle, name);
      adw_toggle_set_label (toggle, labels[i]);
      adw_toggle_group_add (self->brushes, toggle);
    }
  if (active != NULL && adw_toggle_group_get_toggle_by_name (self->brushes, active) != NULL)
    adw_toggle_group_set_active_name (self->brushes, active);
  g_strfreev (self->brush_labels);
  self->brush_labels = g_steal_pointer (&labels);
}

/* ---- The draft ---- */

static void show_all (AnnexMethodologyView *self);
static void draft_changed_cb (AnnexMethodologyView *self, AnnexChangeSet *changes);

/* Somewhere to try what the file does not know of until it is applied. */
static AnnexStore *
make_draft (AnnexMethodologyView *self, GError **error)
{
  g_autoptr (AnnexStore) draft = annex_store_new_in_memory (error);
  g_autoptr (AnnexTransaction) transaction = draft != NULL ? annex_transaction_begin (draft, _("Begin a draft"), error) : NULL;

  if (transaction == NULL || !annex_methodology_copy_own_fields (transaction, self->store, error) || !annex_transaction_commit (transaction, error))
    return NULL;
  g_clear_pointer (&transaction, annex_transaction_free);
  transaction = annex_transaction_begin (draft, _("Begin a draft"), error);
  return transaction != NULL && annex_methodology_copy_scales (transaction, draft, self->store, error) &&
                 annex_transaction_commit (transaction, error) && annex_log_mark_start (draft, _("Begin a draft"), error)
           ? g_steal_pointer (&draft)
           : NULL;
}

static void
drop_draft (AnnexMethodologyView *self)
{
  stop_preview (self);
  if (self->draft != NULL && self->draft != self->store)
    g_signal_handlers_disconnect_by_data (self->draft, self);
  g_clear_object (&self->draft);
  g_clear_object (&self->text_before);
  g_clear_pointer (&self->matrix, annex_matrix_free);
}

/* Without opening the details. */
static void
show_document (AnnexMethodologyView *self)
{
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (self->store, ANNEX_TOLD_BY_STORE);

  self->form_shows_draft = FALSE;
  annex_record_form_show (self->form, self->store, methodology != NULL ? annex_record_get_id (methodology) : 0, 1);
}

static void
discard_cb (AnnexMethodologyView *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) draft = annex_store_is_read_only (self->store) ? g_object_ref (self->store) : make_draft (self, &error);

  if (draft == NULL)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Methodology Cannot Be Changed"), error);
      return;
    }
  if (self->form_shows_draft || annex_record_form_get_id (self->form) == 0)
    show_document (self);
  drop_draft (self);
  self->draft = g_steal_pointer (&draft);
  if (self->draft != self->store)
    {
      g_signal_connect_object (self->draft, "changed", G_CALLBACK (draft_changed_cb), self, G_CONNECT_SWAPPED);
      self->text_before = annex_methodology_get (self->draft, ANNEX_TOLD_BY_STORE);
    }
  show_all (self);
  g_signal_emit_by_name (self, "draft-changed");
}

static void
put_in_force (AnnexMethodologyView *self, AnnexMethodologyPreview *preview)
{
  guint n = annex_methodology_preview_get_n_ratings (preview);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->store, _("Change the methodology"), &error);
  g_autofree char *text = NULL;

  if (transaction == NULL || !annex_methodology_copy_scales (transaction, self->store, self->draft, &error) ||
      (has_other_text (self) && !annex_methodology_copy_text (transaction, self->store, self->draft, &error)) ||
      !annex_transaction_commit (transaction, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Methodology Could Not Be Changed"), error);
      return;
    }
  text = n > 0 ? g_strdup_printf (ngettext ("In force as a new version of the methodology; %u rating moved",
                                            "In force as a new version of the methodology; %u ratings moved", n), n)
               : g_strdup (_("In force as a new version of the methodology; no rating moved"));
  annex_feedback_say_undoable (GTK_WIDGET (self), text);
}

typedef struct
{
  AnnexMethodologyView *view;
  AnnexProgress *progress;
} Applying;

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Applying *applying = user_data;
  g_autoptr (AnnexMethodologyView) self = applying->view;
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexMethodologyPreview) preview = annex_methodology_preview_count_finish (result, &error);

  annex_progress_free (applying->progress);
  gtk_widget_set_sensitive (GTK_WIDGET (self), TRUE);
  if (preview != NULL && self->draft != NULL)
    put_in_force (self, preview);
  else if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Methodology Could Not Be Changed"), error);
  /* The button that was pressed is gone; the keyboard goes on at the matrix. */
  if (gtk_widget_get_root (GTK_WIDGET (self)) != NULL && gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->heat_map), GTK_DIR_TAB_FORWARD);
}

/* Judging the risks is what takes long, and can be cancelled; then it is written in one step. */
static void
apply_cb (AnnexMethodologyView *self)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Applying *applying = g_new0 (Applying, 1);

  annex_record_form_flush (self->form);
  applying->view = g_object_ref (self);
  applying->progress = annex_progress_new (GTK_WIDGET (self), _("Changing the Methodology"), _("Every risk is reassessed."), cancellable);
  gtk_widget_set_sensitive (GTK_WIDGET (self), FALSE);
  annex_methodology_preview_count (self->store, self->draft, cancellable, judged_cb, applying);
}

static gboolean
has_changes (AnnexMethodologyView *self)
{
  g_autoptr (GPtrArray) changes = annex_methodology_list_changes (self->store, self->draft, ANNEX_TOLD_BY_STORE);

  return changes == NULL || changes->len > 0 || has_other_text (self);
}

/* ---- Presets ---- */

static gboolean
set_preset (AnnexStore *store, guint size, const char *label, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);

  return transaction != NULL && annex_methodology_set_preset (transaction, store, size, error) && annex_transaction_commit (transaction, error);
}

/* Where there is none yet, nothing can move, and there is no need to draft it. */
static void
preset_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexMethodologyView *self = ANNEX_METHODOLOGY_VIEW (widget);
  guint size = (guint) atoi (g_variant_get_string (parameter, NULL));
  g_autofree char *label = g_strdup_printf (_("Take over the preset %u × %u"), size, size);
  g_autoptr (GError) error = NULL;
  gboolean first = self->draft == NULL;

  if (!set_preset (first ? self->store : self->draft, size, label, &error))
    {
      annex_feedback_refuse (widget, _("The Methodology Could Not Be Changed"), error);
      return;
    }
  if (!first)
    return;
  annex_feedback_say_undoable (widget, label);
  if (!annex_catalogue_load (self->store, &error))
    annex_feedback_refuse (widget, _("The Catalogues Could Not Be Loaded"), error);
}

static gboolean
take_over (AnnexMethodologyView *self, AnnexStore *source, const char *label, GError **error)
{
  AnnexStore *store = self->draft != NULL ? self->draft : self->store;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);

  return transaction != NULL && annex_methodology_take_over (transaction, store, source, error) && annex_transaction_commit (transaction, error);
}

static void
source_chosen_cb (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexMethodologyView) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (object), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autofree char *name = path != NULL ? g_path_get_basename (path) : NULL;
  g_autofree char *label = g_strdup_printf (_("Take over the methodology of %s"), name);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) source = NULL;
  gboolean first = self->draft == NULL;

  if (path == NULL || self->store == NULL)
    return;
  source = annex_store_open_source (path, &error);
  if (source == NULL || !take_over (self, source, label, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Methodology Could Not Be Taken Over"), error);
  else if (first)
    annex_feedback_say_undoable (GTK_WIDGET (self), label);
  else if (!has_changes (self))
    {
      g_autofree char *text = g_strdup_printf (_("“%s” judges risks as it is done here; nothing would change"), name);

      annex_feedback_say (GTK_WIDGET (self), text);
    }
}

static void
take_over_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Take Over the Methodology From"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL, source_chosen_cb, g_object_ref (widget));
}

/* ---- Scales ---- */

static void
show_in_form (AnnexMethodologyView *self, AnnexStore *store, gint64 id)
{
  self->form_shows_draft = store == self->draft;
  annex_record_form_show (self->form, store, id, 1);
  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
}

static void
document_cb (AnnexMethodologyView *self)
{
  show_document (self);
  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
}

static void
level_activated_cb (AnnexMethodologyView *self, GtkWidget *row)
{
  show_in_form (self, self->draft, *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id"));
}

static void
remove_level_cb (GtkButton *button, AnnexMethodologyView *self)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);
  gint64 id = *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id");
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->draft, _("Remove a level"), &error);

  if (self->form_shows_draft && annex_record_form_get_id (self->form) == id)
    show_document (self);
  if (transaction == NULL || !annex_transaction_delete (transaction, id, &error) || !annex_transaction_commit (transaction, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Delete"), error);
}

static void
add_level_cb (GtkButton *button, AnnexMethodologyView *self)
{
  const char *scale = g_object_get_data (G_OBJECT (button), "annex-scale");
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (self->draft, scale, ANNEX_TOLD_BY_STORE);
  g_autofree char *level = g_strdup_printf ("%d", levels != NULL && levels->len > 0 ? g_array_index (levels, int, levels->len - 1) + 1 : 1);
  g_autofree char *name = g_strdup_printf (_("Level %s"), level);
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (self->draft, &annex_scale_level_type)->len + 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->draft, _("Add a level"), &error);
  gint64 id = 0;

  values[annex_store_find_field_index (self->draft, &annex_scale_level_type, "scale")] = scale;
  values[annex_store_find_field_index (self->draft, &annex_scale_level_type, "level")] = level;
  values[annex_store_find_field_index (self->draft, &annex_scale_level_type, "name")] = name;
  if (transaction != NULL)
    id = annex_transaction_create (transaction, &annex_scale_level_type, values, &error);
  if (id == 0 || !annex_transaction_commit (transaction, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Add a Level"), error);
  else
    show_in_form (self, self->draft, id);
}

typedef struct
{
  AnnexMethodologyView *view;
  AdwPreferencesGroup *group;
  guint n;
  GtkWidget *last;
} Rows;

static GtkWidget *
make_level_row (Rows *rows)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("document-edit-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "annex-group", rows->group);
  g_signal_connect_object (row, "activated", G_CALLBACK (level_activated_cb), rows->view, G_CONNECT_SWAPPED);
  adw_preferences_group_add (rows->group, row);
  g_ptr_array_add (rows->view->rows, row);
  return row;
}

/* Returns: (nullable): the row of that group at @position; rows stay, so that a change costs no more than what it changes. */
static GtkWidget *
find_level_row (Rows *rows, guint position)
{
  for (guint i = 0; i < rows->view->rows->len; i++)
    if (g_object_get_data (rows->view->rows->pdata[i], "annex-group") == rows->group && position-- == 0)
      return rows->view->rows->pdata[i];
  return NULL;
}

static gboolean
show_level (AnnexRecord *record, gpointer data)
{
  Rows *rows = data;
  GtkWidget *present = find_level_row (rows, rows->n++);
  GtkWidget *row = present != NULL ? present : make_level_row (rows);
  gint64 id = annex_record_get_id (record);
  const char *criterion = annex_record_get_text (record, "frequency");
  g_autofree char *title = g_strdup_printf ("%s · %s", annex_record_get_text (record, "level"), annex_record_get_title (record));
  g_autofree char *subtitle = g_strdup_printf ("%s%s%s", annex_record_get_text (record, "description"), *criterion != '\0' ? "\n" : "", criterion);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_object_set_data_full (G_OBJECT (row), "annex-id", g_memdup2 (&id, sizeof id), g_free);
  rows->last = row;

  return TRUE;
}

static GtkWidget *
create_button (AnnexMethodologyView *self, const char *icon, const char *tooltip, GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (button, "clicked", callback, self, 0);

  return button;
}

static void
set_removable (AnnexMethodologyView *self, GtkWidget *row, gboolean removable)
{
  GtkWidget *button = g_object_get_data (G_OBJECT (row), "annex-remove");

  if (removable == (button != NULL))
    return;
  if (removable)
    {
      button = create_button (self, "list-remove-symbolic", _("Remove the Highest Level"), G_CALLBACK (remove_level_cb));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
    }
  else
    adw_action_row_remove (ADW_ACTION_ROW (row), g_steal_pointer (&button));
  g_object_set_data (G_OBJECT (row), "annex-remove", button);
}

/* Only the highest level can go, so that a scale never has a gap. */
static void
fill_scale (AnnexMethodologyView *self, const char *scale, AdwPreferencesGroup *group)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_scale_level_type);
  Rows rows = { self, group, 0, NULL };
  gboolean writable = !annex_store_is_read_only (self->store);
  GtkWidget *add = adw_preferences_group_get_header_suffix (group);
  GtkWidget *row;

  if (add == NULL)
    {
      add = create_button (self, "list-add-symbolic", _("Add a Level"), G_CALLBACK (add_level_cb));
      g_object_set_data (G_OBJECT (add), "annex-scale", (gpointer) scale);
      adw_preferences_group_set_header_suffix (group, add);
    }
  annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scale);
  annex_query_set_sort (query, "level", FALSE);
  annex_query_foreach (query, self->draft, show_level, &rows, ANNEX_TOLD_BY_STORE);
  gtk_widget_set_sensitive (add, writable && rows.n < MOST_LEVELS);
  while ((row = find_level_row (&rows, rows.n)) != NULL)
    {
      g_ptr_array_remove (self->rows, row);
      adw_preferences_group_remove (group, row);
    }
  for (guint i = 0; i < rows.n; i++)
    {
      row = find_level_row (&rows, i);
      set_removable (self, row, row == rows.last && writable && rows.n > 3);
    }
}

/* The window says what could not be read; a matrix without cells judges nothing, and cannot be painted. */
static void
load_matrix (AnnexMethodologyView *self)
{
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (int));

  g_clear_pointer (&self->matrix, annex_matrix_free);
  self->matrix = annex_matrix_load (self->draft, ANNEX_TOLD_BY_STORE);
  if (self->matrix == NULL)
    self->matrix = annex_matrix_new (none, none);
}

/* Rows and brushes are those of the draft; so is the form, unless undo has taken its level away. */
static void
show_all (AnnexMethodologyView *self)
{
  if (self->form_shows_draft &&
      annex_store_get_type_of (self->draft, annex_record_form_get_id (self->form), ANNEX_TOLD_BY_STORE) == NULL)
    show_document (self);
  load_matrix (self);
  fill_scale (self, "likelihood", self->likelihood_group);
  fill_scale (self, "consequence", self->consequence_group);
  fill_scale (self, "risk_level", self->level_group);
  fill_brushes (self);
  show_draft (self);
}

static gboolean
show_all_cb (gpointer user_data)
{
  AnnexMethodologyView *self = user_data;

  self->reload_source = 0;
  show_all (self);

  return G_SOURCE_REMOVE;
}

/* Rows not at once, for what changes the draft may be a button in one of them. */
static void
draft_changed_cb (AnnexMethodologyView *self, AnnexChangeSet *changes)
{
  load_matrix (self);
  g_signal_emit_by_name (self, "draft-changed");
  if (!annex_change_set_touches_type (changes, &annex_scale_level_type))
    show_draft (self);
  else if (self->reload_source == 0)
    self->reload_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, show_all_cb, self, NULL);
}

static void
reload (AnnexMethodologyView *self)
{
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (self->store, ANNEX_TOLD_BY_STORE);

  gtk_stack_set_visible_child_name (self->stack, methodology != NULL ? "methodology" : "none");
  g_clear_handle_id (&self->reload_source, g_source_remove);
  if (methodology != NULL)
    discard_cb (self);
  else
    drop_draft (self);
}

static gboolean
is_untouched (AnnexMethodologyView *self)
{
  g_autofree char *step = NULL;

  g_object_get (self->draft, "undo-label", &step, NULL);
  return step == NULL;
}

/* What was drafted stays while risks are judged or the text is edited, but not when what it was drafted on changes. */
static void
store_changed_cb (AnnexMethodologyView *self, AnnexChangeSet *changes)
{
  gboolean text = annex_change_set_touches_type (changes, &annex_methodology_type);

  if (annex_change_set_touches_type (changes, &annex_scale_level_type) || annex_change_set_touches_type (changes, &annex_matrix_cell_type) ||
      ((self->draft == NULL || is_untouched (self)) && (text || annex_change_set_touches_type (changes, &annex_custom_field_type))))
    reload (self);
  else if (self->draft != NULL && (text || annex_change_set_touches_type (changes, &annex_risk_type)))
    show_draft (self);
}

static const char *
annex_methodology_view_get_title (AnnexView *view)
{
  return _("Methodology");
}

static gboolean
annex_methodology_view_show_record (AnnexView *view, gint64 id)
{
  show_in_form (ANNEX_METHODOLOGY_VIEW (view), ANNEX_METHODOLOGY_VIEW (view)->store, id);

  return TRUE;
}

static void
annex_methodology_view_toggle_detail (AnnexView *view)
{
  AnnexMethodologyView *self = ANNEX_METHODOLOGY_VIEW (view);

  adw_overlay_split_view_set_show_sidebar (self->split_view, !adw_overlay_split_view_get_show_sidebar (self->split_view));
}

static void
annex_methodology_view_flush (AnnexView *view)
{
  annex_record_form_flush (ANNEX_METHODOLOGY_VIEW (view)->form);
}

static AnnexStore *
annex_methodology_view_get_draft (AnnexView *view)
{
  AnnexMethodologyView *self = ANNEX_METHODOLOGY_VIEW (view);

  return self->draft != self->store ? self->draft : NULL;
}

static void
view_iface_init (AnnexViewInterface *iface)
{
  iface->get_draft = annex_methodology_view_get_draft;
  iface->get_title = annex_methodology_view_get_title;
  iface->show_record = annex_methodology_view_show_record;
  iface->toggle_detail = annex_methodology_view_toggle_detail;
  iface->flush = annex_methodology_view_flush;
}

/* The bin takes its child down itself; gtk_widget_dispose_template() would do so behind its back. */
static void
annex_methodology_view_dispose (GObject *object)
{
  AnnexMethodologyView *self = ANNEX_METHODOLOGY_VIEW (object);

  g_clear_handle_id (&self->reload_source, g_source_remove);
  drop_draft (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->brush_labels, g_strfreev);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_methodology_view_parent_class)->dispose (object);
}

static void
annex_methodology_view_class_init (AnnexMethodologyViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_methodology_view_dispose;
  g_type_ensure (ANNEX_TYPE_RECORD_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-methodology-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, split_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, brushes);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, map_bin);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, draft_bar);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, moves);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, faults);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, likelihood_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, consequence_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, level_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexMethodologyView, form);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, document_cb);
  gtk_widget_class_install_action (widget_class, "methodology.preset", "s", preset_action);
  gtk_widget_class_install_action (widget_class, "methodology.take-over", NULL, take_over_action);
}

static void
annex_methodology_view_init (AnnexMethodologyView *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->heat_map = ANNEX_HEAT_MAP (annex_heat_map_new ());
  adw_bin_set_child (self->map_bin, GTK_WIDGET (self->heat_map));
  g_signal_connect_object (self->heat_map, "cell-chosen", G_CALLBACK (cell_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->heat_map), keys);
}

GtkWidget *
annex_methodology_view_new (AnnexStore *store)
{
  AnnexMethodologyView *self = g_object_new (ANNEX_TYPE_METHODOLOGY_VIEW, NULL);

  self->store = g_object_ref (store);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "methodology.preset", !annex_store_is_read_only (store));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "methodology.take-over", !annex_store_is_read_only (store));
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  reload (self);

  return GTK_WIDGET (self);
}
