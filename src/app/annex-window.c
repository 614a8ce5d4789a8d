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
#include "views/annex-welcome-page.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-stack-turn.h"
#include "widgets/annex-tooltip.h"

/* Milliseconds until an engagement that is not open yet is waited for in sight; until then the first frame is of it. */
#define SLOW_AFTER 300

struct _AnnexWindow
{
  AdwApplicationWindow parent_instance;

  AnnexStore *store;
  char *opening; /* the path of what is being opened */
  guint slow_source;

  GtkStack *stack;
  AnnexWelcomePage *welcome_page;
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
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (self->store, NULL);
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

/* A reason that may pass has a button that asks whether it has. What lay beside the file is told until somebody has read it. */
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

static void
banner_cb (AnnexWindow *self)
{
  AnnexApplication *application = ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autoptr (GError) error = NULL;

  if (self->store == NULL)
    return;
  if (!annex_store_is_read_only (self->store))
    {
      self->remark_read = TRUE;
      update_banner (self);
      return;
    }
  if (!annex_store_try_writing (self->store, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Engagement Cannot Be Edited Yet"), error);
      return;
    }
  if (!annex_engagement_bring_up_to_date (self->store, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Catalogues Could Not Be Loaded"), error);
  annex_application_remember (application, annex_store_get_path (self->store));
  renew_views (self);
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
annex_window_dispose (GObject *object)
{
  AnnexWindow *self = ANNEX_WINDOW (object);

  g_clear_handle_id (&self->slow_source, g_source_remove);
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
  g_type_ensure (ANNEX_TYPE_WELCOME_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexWindow, welcome_page);
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
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexWindow) self = user_data;
  g_autofree char *path = g_steal_pointer (&self->opening);
  g_autoptr (GError) error = NULL, fault = NULL;
  g_autoptr (AnnexStore) store = annex_store_open_finish (result, &fault, &error);

  g_clear_handle_id (&self->slow_source, g_source_remove);
  /* The window may have been closed meanwhile. */
  if (self->stack == NULL)
    return;
  if (store != NULL)
    take_store (self, store, path);
  else
    {
      annex_application_forget (ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))), path);
      annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "welcome"));
      annex_feedback_refuse (GTK_WIDGET (self), _("The Engagement Could Not Be Opened"), error);
    }
  if (fault != NULL)
    annex_feedback_refuse (GTK_WIDGET (self), _("The Catalogues Could Not Be Loaded"), fault);
  gtk_window_present (GTK_WINDOW (self));
}

static void
slow_cb (gpointer user_data)
{
  AnnexWindow *self = user_data;

  self->slow_source = 0;
  annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "opening"));
  gtk_window_present (GTK_WINDOW (self));
}

void
annex_window_open (AnnexWindow *self, const char *path)
{
  AnnexApplication *application = ANNEX_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  g_autofree char *author = g_settings_get_string (annex_application_get_settings (application), "author-name");

  g_return_if_fail (self->store == NULL && self->opening == NULL);
  self->opening = g_strdup (path);
  self->slow_source = g_timeout_add_once (SLOW_AFTER, slow_cb, self);
  annex_store_open_async (path, author, annex_engagement_bring_up_to_date, opened_cb, g_object_ref (self));
}

const char *
annex_window_get_opening (AnnexWindow *self)
{
  return self->opening;
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
