/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-window-actions.h"

#include <glib/gi18n.h>

#include "annex-room-list.h"
#include "annex-window-exchange.h"
#include "core/annex-check.h"
#include "core/annex-log.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "views/annex-history-view.h"
#include "views/annex-incident-report.h"
#include "views/annex-new-record-dialog.h"
#include "views/annex-palette.h"
#include "views/annex-preferences.h"
#include "views/annex-reports-dialog.h"
#include "views/annex-shortcuts.h"
#include "views/annex-fieldwork-dialog.h"
#include "views/annex-fieldwork-window.h"
#include "views/annex-workshop-dialog.h"
#include "views/annex-workshop-window.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-progress.h"
#include "widgets/annex-reversal.h"

static gboolean
can_reverse (AnnexStore *store, const char *property)
{
  g_autofree char *label = NULL;

  if (store != NULL && !annex_store_is_read_only (store))
    g_object_get (store, property, &label, NULL);
  return label != NULL;
}

/* What is being tried on the screen has its own steps, and they are the later ones. */
static AnnexStore *
find_reversible (AnnexWindow *self, const char *property)
{
  AnnexView *view = annex_window_get_view (self);
  AnnexStore *draft = view != NULL ? annex_view_get_draft (view) : NULL;

  return can_reverse (draft, property) ? draft : annex_window_get_store (self);
}

static void
undo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  annex_reversal_run (user_data, find_reversible (user_data, "undo-label"), TRUE);
}

static void
redo_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  annex_reversal_run (user_data, find_reversible (user_data, "redo-label"), FALSE);
}

/* What has no room of its own is shown with what it belongs to. */
static gint64
find_shown (AnnexStore *store, gint64 id)
{
  const AnnexType *type = annex_store_get_type_of (store, id, ANNEX_TOLD_BY_STORE);

  while (type != NULL && type->phase == ANNEX_PHASE_NONE)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
      const AnnexField *belongs = NULL;

      for (guint i = 0; i < type->n_fields && belongs == NULL; i++)
        if (type->fields[i].kind == ANNEX_FIELD_LINK && (type->fields[i].flags & ANNEX_FIELD_REQUIRED) != 0)
          belongs = &type->fields[i];
      if (record == NULL || belongs == NULL || annex_record_get_value (record, belongs->name) == NULL)
        return 0;
      id = g_ascii_strtoll (annex_record_get_value (record, belongs->name), NULL, 10);
      type = annex_store_get_type_of (store, id, ANNEX_TOLD_BY_STORE);
    }
  return id;
}

static void
show_record (AnnexWindow *self, gint64 linked)
{
  gint64 id = find_shown (annex_window_get_store (self), linked);
  const AnnexType *type = annex_store_get_type_of (annex_window_get_store (self), id, ANNEX_TOLD_BY_STORE);
  AnnexView *view = type != NULL ? annex_window_show_room (self, type) : NULL;

  if (view != NULL)
    annex_view_show_record (view, id);
}

static void
show_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  show_record (user_data, g_variant_get_int64 (parameter));
}

static void
show_query_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name, *text;
  const AnnexType *type;
  AnnexView *view;

  g_variant_get (parameter, "(&s&s)", &name, &text);
  type = annex_type_find (name);
  g_return_if_fail (type != NULL);
  g_autoptr (AnnexQuery) query = annex_query_from_string (type, text);
  view = annex_window_show_room (user_data, type);
  if (view != NULL && query != NULL)
    annex_view_show_query (view, query);
}

static void
add_linked_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  const char *name, *field;
  gint64 target;

  g_variant_get (parameter, "(&s&sx)", &name, &field, &target);
  g_return_if_fail (annex_type_find (name) != NULL);
  adw_dialog_present (annex_new_record_dialog_new (annex_window_get_store (user_data), annex_type_find (name), field, target), user_data);
}

static void
record_chosen_cb (AnnexPalette *palette, gint64 id, AnnexWindow *self)
{
  show_record (self, id);
  annex_view_focus_content (annex_window_get_view (self));
}

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *palette = annex_palette_new (annex_window_get_store (user_data));

  g_signal_connect_object (palette, "record-chosen", G_CALLBACK (record_chosen_cb), user_data, 0);
  adw_dialog_present (palette, user_data);
}

static void
history_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (annex_history_view_new (annex_window_get_store (user_data)), user_data);
}

static void
preferences_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (annex_preferences_new (annex_window_get_store (user_data)), user_data);
}

static void
reports_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  adw_dialog_present (annex_reports_dialog_new (annex_window_get_store (user_data), 0), user_data);
}

static void
incident_reported_cb (AdwDialog *dialog, gint64 id, AnnexWindow *self)
{
  show_record (self, id);
}

static void
report_incident_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = annex_incident_report_new (annex_window_get_store (user_data));

  g_signal_connect_object (dialog, "created", G_CALLBACK (incident_reported_cb), user_data, 0);
  adw_dialog_present (dialog, user_data);
}

static void
workshop_chosen_cb (AnnexWorkshopDialog *dialog, gint64 workshop, AnnexWindow *self)
{
  gtk_window_present (annex_workshop_window_new (GTK_WINDOW (self), annex_window_get_store (self), workshop));
}

static void
fieldwork_chosen_cb (AdwDialog *dialog, gint64 audit, AnnexWindow *self)
{
  gtk_window_present (annex_fieldwork_window_new (GTK_WINDOW (self), annex_window_get_store (self), audit));
}

static void
start_fieldwork_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AdwDialog *dialog = annex_fieldwork_dialog_new (annex_window_get_store (user_data));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (fieldwork_chosen_cb), user_data, 0);
  adw_dialog_present (dialog, user_data);
}

/* What one looks at in the register is what one may want to talk about. */
static void
start_workshop_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexWindow *self = user_data;
  AnnexView *view = annex_window_get_view (self);
  const AnnexQuery *shown = view != NULL ? annex_view_get_query (view) : NULL;
  AdwDialog *dialog =
    annex_workshop_dialog_new (annex_window_get_store (self),
                               shown != NULL && annex_query_get_record_type (shown) == &annex_risk_type ? shown : NULL);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (workshop_chosen_cb), self, 0);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
shortcuts_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  annex_shortcuts_present (user_data);
}

static void
show_room_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexView *view = annex_window_show_room (user_data, annex_room_list_find_room (g_variant_get_string (parameter, NULL)));

  if (view != NULL)
    annex_view_focus_content (view);
}

static void
room_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexView *view;

  annex_window_show_room_at (user_data, g_variant_get_int32 (parameter) - 1);
  view = annex_window_get_view (user_data);
  if (view != NULL)
    annex_view_focus_content (view);
}

static void
search_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexView *view = annex_window_get_view (user_data);

  if (view != NULL)
    annex_view_focus_search (view);
}

static void
new_record_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexView *view = annex_window_get_view (user_data);

  if (view != NULL)
    annex_view_new_record (view);
}

static void
toggle_detail_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexView *view = annex_window_get_view (user_data);

  if (view != NULL)
    annex_view_toggle_detail (view);
}

typedef struct
{
  AnnexWindow *window;
  AnnexProgress *progress;
  char *path;
} Copying;

static gpointer
copy_worker (AnnexStore *store, gpointer path, GCancellable *cancellable, GError **error)
{
  return annex_store_save_copy (store, path, cancellable, error) ? g_path_get_basename (path) : NULL;
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Copying *copying = user_data;
  g_autoptr (AnnexWindow) window = copying->window;
  g_autofree char *path = copying->path;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = annex_worker_finish (result, &error);

  annex_progress_free (copying->progress);
  if (name != NULL)
    {
      g_autofree char *text = g_strdup_printf (_("Copy saved as “%s”"), name);

      annex_feedback_say (GTK_WIDGET (window), text);
    }
  /* A file that is not at its place any more can only be saved from here, whatever time that takes. */
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
           !annex_store_save_copy (ANNEX_STORE (source), path, NULL, NULL))
    annex_feedback_refuse (GTK_WIDGET (window), _("The Copy Could Not Be Saved"), error);
}

static void
save_copy_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GCancellable) cancellable = NULL;
  Copying *copying;

  if (path == NULL || annex_window_get_store (self) == NULL)
    return;
  cancellable = g_cancellable_new ();
  copying = g_new0 (Copying, 1);
  copying->progress = annex_progress_new (GTK_WIDGET (self), _("Saving a Copy"), NULL, cancellable);
  copying->window = g_steal_pointer (&self);
  copying->path = g_strdup (path);
  annex_worker_run (annex_window_get_store (copying->window), copy_worker, g_steal_pointer (&path), g_free, g_free, cancellable, copied_cb,
                    copying);
}

static void
save_copy_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = g_path_get_basename (annex_store_get_path (annex_window_get_store (user_data)));

  gtk_file_dialog_set_title (dialog, _("Save a Copy"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, user_data, NULL, save_copy_finish_cb, g_object_ref (user_data));
}

static gpointer
check_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return annex_check_integrity (store, cancellable, error);
}

static void
check_finish_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = annex_worker_finish (result, &error);

  if (findings == NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("The File Could Not Be Checked"), error);
  else if (findings->len == 0)
    annex_feedback_say (GTK_WIDGET (self), _("The file and its history are whole"));
  else
    {
      g_ptr_array_add (findings, NULL);
      g_autofree char *text = g_strjoinv ("\n", (char **) findings->pdata);
      g_autoptr (GError) problem = g_error_new_literal (ANNEX_ERROR, ANNEX_ERROR_DAMAGED, text);

      annex_feedback_refuse (GTK_WIDGET (self), _("The File Is Not as Annex Left It"), problem);
    }
}

static void
check_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  annex_worker_run (annex_window_get_store (user_data), check_worker, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, NULL,
                    check_finish_cb, g_object_ref (user_data));
}

static const GActionEntry entries[] = {
  { .name = "undo", .activate = undo_cb },
  { .name = "redo", .activate = redo_cb },
  { .name = "find", .activate = find_cb },
  { .name = "history", .activate = history_cb },
  { .name = "check", .activate = check_cb },
  { .name = "reports", .activate = reports_cb },
  { .name = "start-workshop", .activate = start_workshop_cb },
  { .name = "start-fieldwork", .activate = start_fieldwork_cb },
  { .name = "report-incident", .activate = report_incident_cb },
  { .name = "preferences", .activate = preferences_cb },
  { .name = "shortcuts", .activate = shortcuts_cb },
  { .name = "save-copy", .activate = save_copy_cb },
  { .name = "show-record", .activate = show_record_cb, .parameter_type = "x" },
  { .name = "add-linked", .activate = add_linked_cb, .parameter_type = "(ssx)" },
  { .name = "show-query", .activate = show_query_cb, .parameter_type = "(ss)" },
  { .name = "show-room", .activate = show_room_cb, .parameter_type = "s" },
  { .name = "room", .activate = room_cb, .parameter_type = "i" },
  { .name = "search", .activate = search_cb },
  { .name = "new-record", .activate = new_record_cb },
  { .name = "toggle-detail", .activate = toggle_detail_cb },
  { .name = "import", .activate = annex_window_import },
  { .name = "export", .activate = annex_window_export },
};

static void
enable (AnnexWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self), name)), enabled);
}

void
annex_window_install_actions (AnnexWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

void
annex_window_update_actions (AnnexWindow *self)
{
  static const char *const need_engagement[] = { "find", "reports", "history", "check", "save-copy", "show-record", "show-query", "show-room", "room", "search", "toggle-detail" };
  AnnexView *view = annex_window_get_view (self);
  gboolean has_table = view != NULL && annex_view_get_query (view) != NULL;
  AnnexStore *store = annex_window_get_store (self);
  gboolean writable = store != NULL && !annex_store_is_read_only (store);

  for (guint i = 0; i < G_N_ELEMENTS (need_engagement); i++)
    enable (self, need_engagement[i], store != NULL);
  enable (self, "add-linked", writable);
  enable (self, "start-workshop", writable);
  enable (self, "start-fieldwork", writable);
  enable (self, "report-incident", writable);
  enable (self, "export", has_table);
  enable (self, "import", has_table && writable);
  enable (self, "new-record", has_table && writable);
  enable (self, "undo", can_reverse (find_reversible (self, "undo-label"), "undo-label"));
  enable (self, "redo", can_reverse (find_reversible (self, "redo-label"), "redo-label"));
}
