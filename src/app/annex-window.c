/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-window.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-escalations.h"
#include "annex-room-list.h"
#include "annex-window-actions.h"
#include "annex-window-exchange.h"
#include "core/annex-change-set.h"
#include "core/annex-check.h"
#include "core/annex-file-handle.h"
#include "core/annex-store-opening.h"
#include "isms/annex-engagement-setup.h"
#include "isms/annex-isms.h"
#include "views/annex-calendar-view.h"
#include "views/annex-methodology-view.h"
#include "views/annex-overview-view.h"
#include "views/annex-register-view.h"
#include "views/annex-waiting-page.h"
#include "views/annex-welcome-page.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-stack-turn.h"
#include "widgets/annex-tooltip.h"

/* Milliseconds until an engagement that is not open yet is waited for in sight; until then the first frame is of it. */
#define SLOW_AFTER 300

/* Milliseconds after which work that was cancelled and does not end, as where a server does not answer, is left to
 * itself. */
#define GIVE_UP_AFTER 2000

/* An engagement that is being made or opened. */
typedef struct
{
  AnnexWindow *window;      /* kept until the work has ended, though it may be closed */
  GApplication *application; /* (nullable): does not end before the work has */
  GCancellable *cancellable;
  char *path;
  gboolean quietly; /* that the file is not there needs no word */
  gboolean given_up;
  guint give_up_source;
} Wait;

struct _AnnexWindow
{
  AdwApplicationWindow parent_instance;

  AnnexStore *store;
  Wait *wait;
  GCancellable *trying; /* (nullable): to write to what is only read */
  guint slow_source;

  GtkStack *stack;
  AnnexWelcomePage *welcome_page;
  AnnexWaitingPage *waiting_page;
  AdwNavigationSplitView *split_view;
  AdwNavigationPage *sidebar_page;
  AdwWindowTitle *sidebar_title;
  GtkLabel *find_keys;
  AnnexRoomList *room_list;
  AdwNavigationPage *content_page;
  AdwBanner *banner;
  gboolean remark_read;
  GtkStack *view_stack;

};

G_DEFINE_FINAL_TYPE (AnnexWindow, annex_window, ADW_TYPE_APPLICATION_WINDOW)

static void
update_titles (AnnexWindow *self)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (self->store, ANNEX_TOLD_BY_STORE);
  g_autofree char *name = g_path_get_basename (annex_store_get_path (self->store));
  const char *title = engagement != NULL ? annex_record_get_title (engagement) : name;
  const char *organization = engagement != NULL ? annex_record_get_text (engagement, "organization") : "";

  adw_window_title_set_title (self->sidebar_title, title);
  adw_window_title_set_subtitle (self->sidebar_title, g_str_equal (organization, title) ? "" : organization);
  annex_tooltip_set (GTK_WIDGET (self->sidebar_title), title);
  adw_navigation_page_set_title (self->sidebar_page, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
store_changed_cb (AnnexStore *store, AnnexChangeSet *changes, AnnexWindow *self)
{
  update_titles (self);
  annex_window_update_actions (self);
}

/* A reason that may pass has a button that asks whether it has. What lay beside the file is told until somebody has
 * read it. */
static void
update_banner (AnnexWindow *self)
{
  const char *reason = annex_store_get_read_only_reason (self->store);
  const char *remark = self->remark_read ? NULL : annex_store_get_opening_remark (self->store);

  adw_banner_set_use_markup (self->banner, FALSE);
  if (reason == NULL && remark != NULL)
    adw_banner_set_button_label (self->banner, _("Dismiss"));
  else
    adw_banner_set_button_label (self->banner, annex_store_can_try_writing (self->store) ? _("Try to Edit") : NULL);
  adw_banner_set_title (self->banner, reason != NULL ? reason : remark != NULL ? remark : "");
  adw_banner_set_revealed (self->banner, reason != NULL || remark != NULL);
}

/* Every view is made again where it was, with what can be edited now. */
static void
renew_views (AnnexWindow *self)
{
  g_autofree char *room = g_strdup (gtk_stack_get_visible_child_name (self->view_stack));
  GtkWidget *view;

  while ((view = gtk_widget_get_first_child (GTK_WIDGET (self->view_stack))) != NULL)
    gtk_stack_remove (self->view_stack, view);
  update_titles (self);
  annex_window_show_room (self, annex_room_list_find_room (room));
}

static void
read_only_cb (AnnexWindow *self)
{
  update_banner (self);
  annex_window_update_actions (self);
}

/* A window that is waited for is there for as long, but not seen any more. */
static gboolean
is_closed (AnnexWindow *self)
{
  return gtk_window_get_application (GTK_WINDOW (self)) == NULL;
}

static void
tried_writing_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) self = user_data;
  g_autoptr (GError) fault = NULL, error = NULL;
  gboolean done = annex_store_try_writing_finish (ANNEX_STORE (source), result, &fault, &error);

  g_clear_object (&self->trying);
  if (is_closed (self))
    return;
  gtk_widget_set_sensitive (GTK_WIDGET (self->banner), TRUE);
  update_banner (self);
  if (!done)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Engagement Cannot Be Edited Yet"), error);
      return;
    }
  if (fault != NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("The Catalogues Could Not Be Loaded"), fault);
  annex_application_remember (ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))),
                              annex_store_get_path (self->store));
  renew_views (self);
}

static void
banner_cb (AnnexWindow *self)
{
  if (self->store == NULL || self->trying != NULL)
    return;
  if (!annex_store_is_read_only (self->store))
    {
      self->remark_read = TRUE;
      update_banner (self);
      return;
    }
  self->trying = g_cancellable_new ();
  adw_banner_set_button_label (self->banner, _("Trying…"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->banner), FALSE);
  annex_store_try_writing_async (self->store, annex_engagement_bring_up_to_date, self->trying, tried_writing_cb,
                                 g_object_ref (self));
}

/* Damage is what the banner says. */
static void
read_failed_cb (AnnexStore *store, const GError *error, AnnexWindow *self)
{
  g_autofree char *text = g_strdup_printf (_("Not everything could be read. %s"), error->message);

  if (!annex_store_is_damaged (store))
    annex_feedback_say (GTK_WIDGET (self), text);
}

static void
room_chosen_cb (AnnexWindow *self, const AnnexType *type)
{
  annex_window_show_room (self, type);
  adw_navigation_split_view_set_show_content (self->split_view, TRUE);
}

/* By its name, or by what every engagement begins with. */
static gboolean
is_engagement (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  char magic[16] = "";
  gsize n_read;

  if (g_str_has_suffix (path, ".annex") || annex_file_handle_is_open (path))
    return TRUE;
  stream = g_file_test (path, G_FILE_TEST_IS_REGULAR) ? g_file_read (file, NULL, NULL) : NULL;
  return stream != NULL && g_input_stream_read_all (G_INPUT_STREAM (stream), magic, sizeof magic, &n_read, NULL, NULL) &&
         memcmp (magic, "SQLite format 3", sizeof magic) == 0;
}

/* What nobody below took: files that mean nothing here are answered, too. */
static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, AnnexWindow *self)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (g_value_get_boxed (value));
  GFile *file = files != NULL && files->next == NULL ? files->data : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  gboolean in_dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self)) != NULL;

  if (path != NULL && !in_dialog && annex_window_import_dropped (self, file))
    return TRUE;
  if (path == NULL || in_dialog || !is_engagement (path))
    {
      annex_feedback_say (GTK_WIDGET (self), _("Nothing here takes what was dropped. Nothing was changed."));
      return FALSE;
    }
  annex_application_open (ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), path, GTK_WINDOW (self));
  return TRUE;
}

static gboolean
close_request_cb (AnnexWindow *self)
{
  AnnexApplication *application = ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  const char *files[] = { self->store != NULL ? annex_store_get_path (self->store) : NULL, NULL };

  annex_window_save_state (self);
  if (gtk_application_get_windows (GTK_APPLICATION (application))->next == NULL)
    g_settings_set_strv (annex_application_get_settings (application), "last-files", files);
  return FALSE;
}

static void
show_welcome (AnnexWindow *self)
{
  annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "welcome"));
}

static void
let_go (Wait *wait)
{
  AnnexWindow *self = wait->window;

  if (self->wait == wait)
    {
      self->wait = NULL;
      g_clear_handle_id (&self->slow_source, g_source_remove);
    }
  if (wait->application != NULL)
    g_application_release (wait->application);
  g_clear_object (&wait->application);
}

static void
give_up_cb (gpointer user_data)
{
  Wait *wait = user_data;
  AnnexWindow *self = wait->window;
  g_autofree char *name = g_path_get_basename (wait->path);
  g_autofree char *text = g_strdup_printf (_("The disk with “%s” does not answer."), name);

  wait->give_up_source = 0;
  wait->given_up = TRUE;
  let_go (wait);
  if (is_closed (self))
    return;
  show_welcome (self);
  annex_feedback_say (GTK_WIDGET (self), text);
}

static void
cancel_waiting (AnnexWindow *self)
{
  Wait *wait = self->wait;

  if (wait == NULL || wait->give_up_source != 0)
    return;
  wait->give_up_source = g_timeout_add_once (GIVE_UP_AFTER, give_up_cb, wait);
  g_cancellable_cancel (wait->cancellable);
}

static void
cancel_waiting_cb (AnnexWindow *self)
{
  annex_waiting_page_set_cancelling (self->waiting_page);
  cancel_waiting (self);
}

static void
application_cb (AnnexWindow *self)
{
  if (!is_closed (self))
    return;
  g_clear_handle_id (&self->slow_source, g_source_remove);
  cancel_waiting (self);
  if (self->trying != NULL)
    g_cancellable_cancel (self->trying);
}

static void
annex_window_dispose (GObject *object)
{
  AnnexWindow *self = ANNEX_WINDOW (object);

  /* Views hold the store; they go first, so that the lock is given back at once. */
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_WINDOW);
  if (self->store != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->store, self);
      annex_store_close (self->store);
      g_clear_object (&self->store);
    }
  G_OBJECT_CLASS (annex_window_parent_class)->dispose (object);
}

/* Wherever the focus is, unless a form has another group for it. */
static gboolean
group_key (GtkWidget *widget, GVariant *back, gpointer user_data)
{
  AnnexView *view = annex_window_get_view (ANNEX_WINDOW (widget));

  return view != NULL && gtk_widget_activate_action_variant (GTK_WIDGET (view), "register.focus-group", back);
}

static void
annex_window_class_init (AnnexWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_window_dispose;
  g_type_ensure (ANNEX_TYPE_ROOM_LIST);
  g_type_ensure (ANNEX_TYPE_WAITING_PAGE);
  g_type_ensure (ANNEX_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, welcome_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, waiting_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, split_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, sidebar_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, sidebar_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, find_keys);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, room_list);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, content_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, view_stack);
  gtk_widget_class_bind_template_callback (widget_class, room_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_waiting_cb);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, group_key, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, group_key, "b", TRUE);
}

static void
annex_window_init (AnnexWindow *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_autofree char *keys = gtk_accelerator_get_label (GDK_KEY_k, GDK_CONTROL_MASK);

  gtk_widget_init_template (GTK_WIDGET (self));
  annex_feedback_prepare (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self)));
  gtk_label_set_text (self->find_keys, keys);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect (self, "close-request", G_CALLBACK (close_request_cb), NULL);
  g_signal_connect (self, "notify::application", G_CALLBACK (application_cb), NULL);
  annex_window_install_actions (self);
  annex_window_update_actions (self);
}

AnnexWindow *
annex_window_new (AnnexApplication *application)
{
  GSettings *settings = annex_application_get_settings (application);
  AnnexWindow *self = g_object_new (ANNEX_TYPE_WINDOW,
                                    "application", application,
                                    "default-width", g_settings_get_int (settings, "window-width"),
                                    "default-height", g_settings_get_int (settings, "window-height"),
                                    NULL);

  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  annex_welcome_page_set_recent (self->welcome_page, settings);
  return self;
}

AnnexWindow *
annex_window_find_free (AnnexApplication *application, GtkWindow *window)
{
  if (ANNEX_IS_WINDOW (window) && ANNEX_WINDOW (window)->store == NULL && ANNEX_WINDOW (window)->wait == NULL)
    return ANNEX_WINDOW (window);
  return annex_window_new (application);
}

static void
take_store (AnnexWindow *self, AnnexStore *store, const char *path)
{
  g_autofree char *room = annex_store_get_setting (store, "room");

  self->store = g_object_ref (store);
  annex_application_remember (ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), path);
  g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);

  g_signal_connect_object (store, "read-failed", G_CALLBACK (read_failed_cb), self, 0);
  g_signal_connect_object (store, "notify::read-only", G_CALLBACK (read_only_cb), self, G_CONNECT_SWAPPED);
  annex_check_in_background (store);
  annex_escalations_watch (store);

  annex_room_list_fill (self->room_list, store);
  update_titles (self);
  update_banner (self);
  annex_window_show_room (self, annex_room_list_find_room (room));
  annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "engagement"));
  annex_window_update_actions (self);
}

static void
slow_cb (gpointer user_data)
{
  AnnexWindow *self = user_data;

  self->slow_source = 0;
  annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "opening"));
  gtk_window_present (GTK_WINDOW (self));
}

static void
progress_cb (const char *step, double share, gpointer user_data)
{
  Wait *wait = user_data;

  if (!is_closed (wait->window))
    annex_waiting_page_report (wait->window->waiting_page, step, share);
}

/* @title: takes the engagement's name */
static Wait *
begin_waiting (AnnexWindow *self, const char *path, const char *title)
{
  Wait *wait = g_new0 (Wait, 1);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *shown = NULL;
  g_autofree char *heading = NULL;

  if (g_str_has_suffix (name, ".annex"))
    name[strlen (name) - strlen (".annex")] = '\0';
  shown = g_filename_display_name (name);
  heading = g_strdup_printf (title, shown);
  wait->window = g_object_ref (self);
  wait->application = g_object_ref (G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  g_application_hold (wait->application);
  wait->cancellable = g_cancellable_new ();
  wait->path = g_strdup (path);
  self->wait = wait;
  annex_waiting_page_begin (self->waiting_page, heading);
  self->slow_source = g_timeout_add_once (SLOW_AFTER, slow_cb, self);
  return wait;
}

/* Returns: whether the window, which is @self from here on, still wants to know how it ended. */
static gboolean
end_waiting (Wait *wait, AnnexWindow **self, char **path)
{
  gboolean wanted = !wait->given_up && !is_closed (wait->window);

  g_clear_handle_id (&wait->give_up_source, g_source_remove);
  let_go (wait);
  *self = wait->window;
  *path = wait->path;
  g_object_unref (wait->cancellable);
  g_free (wait);
  return wanted;
}

/* Returns: (nullable): the other window that shows the same file, by whatever path */
static GtkWindow *
find_other_window (AnnexWindow *self, AnnexStore *store)
{
  GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (GList *l = windows; l != NULL; l = l->next)
    if (l->data != self && ANNEX_IS_WINDOW (l->data) && annex_window_get_store (l->data) != NULL &&
        annex_store_shares_file (annex_window_get_store (l->data), store))
      return l->data;
  return NULL;
}

/* A window that shows nothing yet, because what it was made for came to nothing. */
static void
stay_or_go (AnnexWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)) && gtk_application_get_windows (application)->next != NULL)
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  show_welcome (self);
  gtk_window_present (GTK_WINDOW (self));
}

static void
refuse (AnnexWindow *self, const char *heading, const GError *error)
{
  show_welcome (self);
  gtk_window_present (GTK_WINDOW (self));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    annex_feedback_say (GTK_WIDGET (self), _("Cancelled. Nothing was changed."));
  else
    annex_feedback_refuse (GTK_WIDGET (self), heading, error);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Wait *wait = user_data;
  gboolean quietly = wait->quietly;
  g_autoptr (AnnexWindow) self = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL, fault = NULL;
  g_autoptr (AnnexStore) store = NULL;
  GtkWindow *other;

  if (!end_waiting (wait, &self, &path))
    return;
  store = annex_store_open_finish (result, &fault, &error);
  if (store == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        annex_application_forget (ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), path);
      if (quietly && g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
        stay_or_go (self);
      else
        refuse (self, _("The Engagement Could Not Be Opened"), error);
      return;
    }
  other = find_other_window (self, store);
  if (other != NULL)
    {
      stay_or_go (self);
      gtk_window_present (other);
      return;
    }
  take_store (self, store, path);
  if (fault != NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("The Catalogues Could Not Be Loaded"), fault);
  gtk_window_present (GTK_WINDOW (self));
}

void
annex_window_open (AnnexWindow *self, const char *path, gboolean quietly)
{
  AnnexApplication *application = ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autofree char *author = g_settings_get_string (annex_application_get_settings (application), "author-name");
  Wait *wait;

  g_return_if_fail (self->store == NULL && self->wait == NULL);
  wait = begin_waiting (self, path, _("Opening “%s”"));
  wait->quietly = quietly;
  annex_store_open_async (path, author, annex_engagement_bring_up_to_date, wait->cancellable, progress_cb, opened_cb,
                          wait);
}

static gboolean
fill_with_sample (AnnexStore *store, gpointer data, GError **error)
{
  return annex_engagement_load_sample (store, error);
}

static void
sample_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) self = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  if (!end_waiting (user_data, &self, &path))
    return;
  if (annex_store_create_finish (result, &error))
    annex_window_open (self, path, FALSE);
  else
    refuse (self, _("The Sample Could Not Be Made"), error);
}

void
annex_window_open_sample (AnnexWindow *self, const char *path)
{
  Wait *wait;

  g_return_if_fail (self->store == NULL && self->wait == NULL);
  wait = begin_waiting (self, path, _("Making “%s”"));
  annex_store_create_async (path, NULL, fill_with_sample, NULL, NULL, wait->cancellable, progress_cb, sample_made_cb,
                            wait);
}

const char *
annex_window_get_opening (AnnexWindow *self)
{
  return self->wait != NULL ? self->wait->path : NULL;
}

void
annex_window_save_state (AnnexWindow *self)
{
  AnnexApplication *application = ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  GSettings *settings = annex_application_get_settings (application);
  AnnexView *view = annex_window_get_view (self);
  int width, height;

  if (view != NULL)
    annex_view_flush (view);
  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  if (!gtk_window_is_maximized (GTK_WINDOW (self)))
    {
      g_settings_set_int (settings, "window-width", width);
      g_settings_set_int (settings, "window-height", height);
    }
}

AnnexStore *
annex_window_get_store (AnnexWindow *self)
{
  return self->store;
}

AnnexView *
annex_window_get_view (AnnexWindow *self)
{
  GtkWidget *view = self->store != NULL ? gtk_stack_get_visible_child (self->view_stack) : NULL;

  return view != NULL ? ANNEX_VIEW (view) : NULL;
}

/* Most types have a register; what there is only one of has a screen of its own. */
static GtkWidget *
create_view (AnnexWindow *self, const AnnexType *type)
{
  if (type == NULL)
    return annex_overview_view_new (self->store);
  if (type == &annex_calendar_room)
    return annex_calendar_view_new (self->store);
  if (type == &annex_methodology_type)
    return annex_methodology_view_new (self->store);
  return annex_register_view_new (self->store, type);
}

AnnexView *
annex_window_show_room (AnnexWindow *self, const AnnexType *type)
{
  const char *name = type != NULL ? type->name : "overview";
  GtkWidget *view = gtk_stack_get_child_by_name (self->view_stack, name);
  AnnexView *before = annex_window_get_view (self);

  if (type != NULL && type->phase == ANNEX_PHASE_NONE && type != &annex_calendar_room)
    return NULL;
  if (view == NULL)
    {
      view = create_view (self, type);
      g_signal_connect_object (view, "draft-changed", G_CALLBACK (annex_window_update_actions), self, G_CONNECT_SWAPPED);
      gtk_stack_add_named (self->view_stack, view, name);
    }
  if (before != NULL && GTK_WIDGET (before) != view)
    annex_view_flush (before);
  annex_stack_turn_to (self->view_stack, view);
  adw_navigation_page_set_title (self->content_page, annex_view_get_title (ANNEX_VIEW (view)));
  annex_store_set_setting_later (self->store, "room", name);
  annex_room_list_select (self->room_list, type);
  annex_window_update_actions (self);
  return ANNEX_VIEW (view);
}

void
annex_window_show_room_at (AnnexWindow *self, guint position)
{
  const AnnexType *type;

  if (annex_room_list_get_nth (self->room_list, position, &type))
    room_chosen_cb (self, type);
}
