/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-view.h"

#include <glib/gi18n.h>

#include "annex-calendar-chips.h"
#include "annex-calendar-export.h"
#include "annex-calendar-kind-menu.h"
#include "annex-calendar-load.h"
#include "annex-calendar-printing.h"
#include "annex-new-record-dialog.h"
#include "annex-other-calendars-dialog.h"
#include "annex-view.h"
#include "core/annex-worker.h"
#include "exchange/annex-icalendar-export.h"
#include "isms/annex-calendar-days.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "widgets/annex-calendar-agenda.h"
#include "widgets/annex-calendar-month.h"
#include "widgets/annex-calendar-span.h"
#include "widgets/annex-calendar-year.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-form.h"
#include "widgets/annex-stack-turn.h"

#define MODE_SETTING "calendar.mode"

/* Of a day: what a cell can show and a list is read for. */
#define PER_DAY 60

/* Months that an agenda lists. */
#define AGENDA_MONTHS 3
#define SPAN_YEARS 3

const AnnexType annex_calendar_room = {
  .name = "calendar",
  .label = N_("Calendar"),
  .label_plural = N_("Calendar"),
  .icon = "x-office-calendar-symbolic",
  .phase = ANNEX_PHASE_NONE,
};

struct _AnnexCalendarView
{
  AdwBreakpointBin parent_instance;

  AdwOverlaySplitView *split_view;
  AdwWindowTitle *window_title;
  GtkLabel *narrow_title;
  GtkMenuButton *new_button;
  AdwToggleGroup *mode_group;
  GtkSearchEntry *search_entry;
  AnnexCalendarChips *chips;
  AdwBanner *banner;
  GtkStack *stack;
  GtkBox *day_agenda_box;
  AnnexRecordForm *form;

  AnnexCalendarMonth *month;
  AnnexCalendarYear *year;
  AnnexCalendarAgenda *agenda;
  AnnexCalendarSpan *span;
  AnnexCalendarAgenda *day_agenda;

  AnnexStore *store;
  AnnexOtherCalendars *others;
  guint day;
  guint agenda_first; /* first day that the agenda was scrolled for */
  AnnexCalendarEntries *entries; /* nullable until something was read */
  GCancellable *loading;
  gboolean outdated;
  gboolean print_pending;
  gboolean focus_pending; /* the keyboard is wanted where nothing is yet */
};

static void view_iface_init (AnnexViewInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexCalendarView, annex_calendar_view, ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_VIEW, view_iface_init))

/* ---- Reading ---- */

static const char *
get_mode (AnnexCalendarView *self)
{
  const char *name = adw_toggle_group_get_active_name (self->mode_group);

  return name != NULL ? name : "month";
}

static gboolean
is_mode (AnnexCalendarView *self, const char *name)
{
  return g_str_equal (get_mode (self), name);
}

static void
get_range (AnnexCalendarView *self, guint *first, guint *last)
{
  if (is_mode (self, "year"))
    {
      *first = annex_calendar_begin_year (self->day);
      *last = annex_calendar_shift_months (*first, 12) - 1;
    }
  else if (is_mode (self, "agenda"))
    {
      *first = annex_calendar_begin_month (self->day, 0);
      *last = annex_calendar_begin_month (self->day, AGENDA_MONTHS) - 1;
    }
  else if (is_mode (self, "years"))
    {
      *first = annex_calendar_begin_year (self->day);
      *last = annex_calendar_shift_months (*first, 12 * SPAN_YEARS) - 1;
    }
  else
    annex_calendar_month_get_range (self->day, first, last);
}

static void
update_title (AnnexCalendarView *self)
{
  g_autofree char *month = annex_calendar_dup_month (self->day);
  g_autofree char *text = NULL;
  guint year = annex_calendar_get_year (self->day);

  if (is_mode (self, "year"))
    text = g_strdup_printf ("%u", year);
  else if (is_mode (self, "years"))
    text = g_strdup_printf ("%u–%u", year, year + SPAN_YEARS - 1);
  else if (is_mode (self, "agenda"))
    {
      g_autofree char *last = annex_calendar_dup_month (annex_calendar_begin_month (self->day, AGENDA_MONTHS - 1));

      text = g_strdup_printf ("%s – %s", month, last);
    }
  else
    text = g_strdup (month);
  adw_window_title_set_title (self->window_title, text);
  gtk_label_set_text (self->narrow_title, text);
}

static void
show_day_agenda (AnnexCalendarView *self)
{
  if (self->entries != NULL && is_mode (self, "month"))
    annex_calendar_agenda_show (self->day_agenda, self->entries, self->day, self->day);
}

static void
show (AnnexCalendarView *self, GPtrArray *lanes)
{
  guint first, last;

  get_range (self, &first, &last);
  if (is_mode (self, "year"))
    annex_calendar_year_show (self->year, self->entries, self->day);
  else if (is_mode (self, "agenda"))
    {
      annex_calendar_agenda_show (self->agenda, self->entries, first, last);
      if (self->agenda_first != first)
        annex_calendar_agenda_reveal (self->agenda, self->day);
      self->agenda_first = first;
    }
  else if (is_mode (self, "years") && lanes != NULL)
    annex_calendar_span_show (self->span, lanes, first, last);
  else if (is_mode (self, "month"))
    annex_calendar_month_show (self->month, self->entries, self->day);
  show_day_agenda (self);
  if (self->print_pending && is_mode (self, "month"))
    annex_calendar_printing_run (GTK_WIDGET (self), self->entries, self->day);
  self->print_pending = FALSE;
  if (self->focus_pending)
    annex_view_focus_content (ANNEX_VIEW (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexCalendarView) self = user_data;
  g_autoptr (GError) error = NULL;
  AnnexCalendarLoaded *loaded = annex_worker_finish (result, &error);

  if (loaded == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && self->store != NULL)
        annex_feedback_say (GTK_WIDGET (self), error->message);
      return;
    }
  if (self->store != NULL)
    {
      g_clear_pointer (&self->entries, annex_calendar_entries_unref);
      self->entries = annex_calendar_entries_ref (loaded->entries);
      show (self, loaded->lanes);
    }
  annex_calendar_loaded_free (loaded);
}

/* How reading the calendars of others goes on, or what they lack. */
static void
update_banner (AnnexCalendarView *self)
{
  g_autofree char *progress = annex_other_calendars_dup_progress (self->others);
  g_autofree char *text = progress != NULL ? g_strdup (progress) : annex_other_calendars_dup_problems (self->others);

  if (text != NULL)
    adw_banner_set_title (self->banner, text);
  adw_banner_set_button_label (self->banner, progress != NULL ? _("_Stop") : _("_Calendars…"));
  adw_banner_set_revealed (self->banner, text != NULL);
}

static GPtrArray *
list_others (AnnexCalendarView *self, const AnnexCalendarLoad *load)
{
  GPtrArray *others = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_icalendar_contents_unref);

  for (guint i = 0; i < annex_other_calendars_get_n (self->others); i++)
    {
      AnnexICalendarContents *contents = annex_other_calendars_get_contents (self->others, i, load->first, load->last);

      if (contents == NULL)
        continue;
      if (load->only == NULL || g_hash_table_contains (load->only, annex_other_calendars_get_path (self->others, i)))
        g_ptr_array_add (others, contents);
      else
        annex_icalendar_contents_unref (contents);
    }
  return others;
}

/* What is shown stays until the new is there; a request that another overtakes is given up. Nothing is read that nobody sees. */
static void
reload (AnnexCalendarView *self)
{
  AnnexCalendarLoad *load;

  update_title (self);
  self->outdated = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->outdated)
    return;
  load = g_new0 (AnnexCalendarLoad, 1);
  get_range (self, &load->first, &load->last);
  load->per_day = is_mode (self, "year") ? 1 : is_mode (self, "years") ? G_MAXUINT : PER_DAY;
  load->with_lanes = is_mode (self, "years");
  load->search = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  load->only = annex_calendar_chips_dup_chosen (self->chips);
  load->others = list_others (self, load);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  annex_worker_run (self->store, annex_calendar_load_worker, load, annex_calendar_load_free, annex_calendar_loaded_free, self->loading, loaded_cb,
                    g_object_ref (self));
}

static void
update (AnnexCalendarView *self)
{
  annex_calendar_chips_update (self->chips, self->store, self->others);
  update_banner (self);
  reload (self);
}

static void
map_cb (AnnexCalendarView *self)
{
  if (self->outdated)
    update (self);
}

/* ---- Going about ---- */

static void
go_to_day (AnnexCalendarView *self, guint day)
{
  gboolean same = self->entries != NULL && is_mode (self, "month") &&
                  annex_calendar_begin_month (day, 0) == annex_calendar_begin_month (self->day, 0);

  self->day = day;
  /* Within the month all is there. */
  if (same)
    show_day_agenda (self);
  else
    reload (self);
}

static void
step (AnnexCalendarView *self, int direction)
{
  go_to_day (self, annex_calendar_shift_months (self->day, direction * (is_mode (self, "month")    ? 1
                                                                         : is_mode (self, "agenda") ? AGENDA_MONTHS
                                                                                                    : 12)));
}

static void
previous_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (ANNEX_CALENDAR_VIEW (widget), -1);
}

static void
next_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (ANNEX_CALENDAR_VIEW (widget), 1);
}

static void
today_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexCalendarView *self = ANNEX_CALENDAR_VIEW (widget);

  self->day = annex_clock_get_today ();
  reload (self);
}

static void
mode_toggled_cb (AnnexCalendarView *self)
{
  if (self->store == NULL)
    return;
  annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, get_mode (self)));
  gtk_widget_set_visible (GTK_WIDGET (self->day_agenda), is_mode (self, "month"));
  gtk_widget_set_vexpand (GTK_WIDGET (self->day_agenda_box), is_mode (self, "month"));
  annex_store_set_setting_later (self->store, MODE_SETTING, get_mode (self));
  reload (self);
}

static void
day_activated_cb (AnnexCalendarView *self, guint day)
{
  self->day = day;
  adw_toggle_group_set_active_name (self->mode_group, "month");
}

static void
search_cb (AnnexCalendarView *self)
{
  reload (self);
}

static void
stop_search_cb (AnnexCalendarView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

/* ---- Entries ---- */

/* A split view that has no size yet would begin its animation from nowhere. */
static void
show_detail (AnnexCalendarView *self, gint64 id)
{
  annex_record_form_show (self->form, self->store, id, 1);
  adw_overlay_split_view_set_show_sidebar (self->split_view, TRUE);
}

static void
entry_chosen_cb (AnnexCalendarView *self, gpointer data)
{
  const AnnexCalendarEntry *entry = data;
  g_autofree char *text = annex_calendar_entry_dup_text (entry);

  if (entry->record != 0)
    show_detail (self, entry->record);
  else
    annex_feedback_say (GTK_WIDGET (self), text);
}

static void
entry_moved_cb (AnnexCalendarView *self, gpointer data, int days)
{
  const AnnexCalendarEntry *entry = data;
  guint day = entry->first + days;
  g_autofree char *date = annex_calendar_dup_date (day);
  /* Translators: the reference of a record, then the day that it was moved to. */
  g_autofree char *text = g_strdup_printf (_("%s moved to %s"), entry->reference, date);
  g_autoptr (GError) error = NULL;

  if (!annex_calendar_entry_move (self->store, entry, days, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Move"), error);
      return;
    }
  /* The keyboard goes along with what it moves. */
  if (is_mode (self, "month") && self->day == entry->first)
    self->day = day;
  annex_feedback_say_undoable (GTK_WIDGET (self), text);
}

/* ---- Adding ---- */

static void
created_cb (AnnexCalendarView *self, gint64 id)
{
  show_detail (self, id);
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexCalendarView *self = ANNEX_CALENDAR_VIEW (widget);
  const AnnexType *type = annex_type_find (g_variant_get_string (parameter, NULL));
  const AnnexField *field = type != NULL ? annex_calendar_find_date_field (type) : NULL;
  g_autofree char *value = annex_clock_dup_day (self->day);
  AdwDialog *dialog;

  g_return_if_fail (field != NULL);
  dialog = annex_new_record_dialog_new (self->store, type, NULL, 0);
  annex_new_record_dialog_set_value (ANNEX_NEW_RECORD_DIALOG (dialog), field->name, value);
  /* A period of one day at first. */
  if (g_str_equal (field->name, "starts_on") && annex_type_find_field (type, "ends_on") != NULL)
    annex_new_record_dialog_set_value (ANNEX_NEW_RECORD_DIALOG (dialog), "ends_on", value);
  g_signal_connect_object (dialog, "created", G_CALLBACK (created_cb), self, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
add_requested_cb (AnnexCalendarView *self, guint day)
{
  self->day = day;
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->new_button)))
    gtk_menu_button_popup (self->new_button);
}

/* ---- A day ---- */

static void
day_entry_chosen_cb (AdwDialog *dialog, gpointer entry)
{
  AnnexCalendarView *self = g_object_get_data (G_OBJECT (dialog), "annex-view");

  entry_chosen_cb (self, entry);
  adw_dialog_close (dialog);
}

static void
add_on_day_cb (AdwDialog *dialog)
{
  AnnexCalendarView *self = g_object_get_data (G_OBJECT (dialog), "annex-view");

  adw_dialog_close (dialog);
  add_requested_cb (self, self->day);
}

/* All that stands on a day, where a cell has room for a few. */
static void
month_day_activated_cb (AnnexCalendarView *self, guint day)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *toolbar = adw_toolbar_view_new (), *header = adw_header_bar_new ();
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");
  GtkWidget *agenda = annex_calendar_agenda_new (_("Nothing stands on this day."));
  g_autofree char *date = annex_calendar_dup_date (day);

  if (self->entries == NULL)
    return;
  self->day = day;
  gtk_widget_set_tooltip_text (add, _("Add on This Day"));
  gtk_widget_set_visible (add, !annex_store_is_read_only (self->store));
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), add);
  annex_calendar_agenda_show (ANNEX_CALENDAR_AGENDA (agenda), self->entries, day, day);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), agenda);
  adw_dialog_set_title (dialog, date);
  adw_dialog_set_content_width (dialog, 420);
  adw_dialog_set_child (dialog, toolbar);
  g_object_set_data_full (G_OBJECT (dialog), "annex-view", g_object_ref (self), g_object_unref);
  g_signal_connect_object (agenda, "entry-chosen", G_CALLBACK (day_entry_chosen_cb), dialog, G_CONNECT_SWAPPED);
  g_signal_connect_object (add, "clicked", G_CALLBACK (add_on_day_cb), dialog, G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* ---- Calendars of others, export, print ---- */

static void
banner_clicked_cb (AnnexCalendarView *self)
{
  g_autofree char *progress = annex_other_calendars_dup_progress (self->others);

  if (progress != NULL)
    annex_other_calendars_stop (self->others);
  else
    annex_other_calendars_dialog_present (GTK_WIDGET (self), self->others);
}

static void
others_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annex_other_calendars_dialog_present (widget, ANNEX_CALENDAR_VIEW (widget)->others);
}

static void
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annex_calendar_export_ask (widget, ANNEX_CALENDAR_VIEW (widget)->store);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexCalendarView *self = ANNEX_CALENDAR_VIEW (widget);

  /* What is printed is seen, and may have to be read first. */
  self->print_pending = !is_mode (self, "month") || self->entries == NULL;
  if (self->print_pending)
    adw_toggle_group_set_active_name (self->mode_group, "month");
  else
    annex_calendar_printing_run (widget, self->entries, self->day);
}

static void
alarm_changed_cb (GSimpleAction *action, GVariant *value, AnnexCalendarView *self)
{
  annex_store_set_setting (self->store, ANNEX_ICALENDAR_ALARM_SETTING, g_variant_get_string (value, NULL));
  g_simple_action_set_state (action, value);
}

static void
add_options (AnnexCalendarView *self)
{
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autofree char *alarm = annex_store_get_setting (self->store, ANNEX_ICALENDAR_ALARM_SETTING);
  g_autoptr (GSimpleAction) action =
    g_simple_action_new_stateful ("alarm", G_VARIANT_TYPE_STRING, g_variant_new_string (alarm != NULL ? alarm : "-1"));

  g_signal_connect_object (action, "change-state", G_CALLBACK (alarm_changed_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (group), G_ACTION (action));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "options", G_ACTION_GROUP (group));
}

/* ---- The view ---- */

static const char *
annex_calendar_view_get_title (AnnexView *view)
{
  return _("Calendar");
}

static void
annex_calendar_view_focus_content (AnnexView *view)
{
  AnnexCalendarView *self = ANNEX_CALENDAR_VIEW (view);

  self->focus_pending = self->entries == NULL;
  if (is_mode (self, "month"))
    annex_calendar_month_focus (self->month);
  else if (is_mode (self, "year"))
    annex_calendar_year_focus (self->year, self->day);
  else
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->stack), GTK_DIR_TAB_FORWARD);
}

static void
annex_calendar_view_focus_search (AnnexView *view)
{
  GtkEditable *entry = GTK_EDITABLE (ANNEX_CALENDAR_VIEW (view)->search_entry);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_select_region (entry, 0, -1);
}

static void
annex_calendar_view_toggle_detail (AnnexView *view)
{
  AnnexCalendarView *self = ANNEX_CALENDAR_VIEW (view);

  adw_overlay_split_view_set_show_sidebar (self->split_view, !adw_overlay_split_view_get_show_sidebar (self->split_view));
}

static void
annex_calendar_view_flush (AnnexView *view)
{
  annex_record_form_flush (ANNEX_CALENDAR_VIEW (view)->form);
}

static void
view_iface_init (AnnexViewInterface *iface)
{
  iface->get_title = annex_calendar_view_get_title;
  iface->focus_content = annex_calendar_view_focus_content;
  iface->focus_search = annex_calendar_view_focus_search;
  iface->toggle_detail = annex_calendar_view_toggle_detail;
  iface->flush = annex_calendar_view_flush;
}

static void
annex_calendar_view_dispose (GObject *object)
{
  AnnexCalendarView *self = ANNEX_CALENDAR_VIEW (object);

  if (self->others != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->others, self);
      annex_other_calendars_stop (self->others);
    }
  g_clear_object (&self->others);
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->entries, annex_calendar_entries_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_calendar_view_parent_class)->dispose (object);
}

static void
annex_calendar_view_class_init (AnnexCalendarViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_view_dispose;
  g_type_ensure (ANNEX_TYPE_CALENDAR_CHIPS);
  g_type_ensure (ANNEX_TYPE_RECORD_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-calendar-view.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, split_view);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, window_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, narrow_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, new_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, mode_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, search_entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, chips);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, banner);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, day_agenda_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexCalendarView, form);
  gtk_widget_class_bind_template_callback (widget_class, mode_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, banner_clicked_cb);
  gtk_widget_class_install_action (widget_class, "calendar.previous", NULL, previous_action);
  gtk_widget_class_install_action (widget_class, "calendar.next", NULL, next_action);
  gtk_widget_class_install_action (widget_class, "calendar.today", NULL, today_action);
  gtk_widget_class_install_action (widget_class, "calendar.add", "s", add_action);
  gtk_widget_class_install_action (widget_class, "calendar.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "calendar.print", NULL, print_action);
  gtk_widget_class_install_action (widget_class, "calendar.others", NULL, others_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "calendar.print", NULL);
}

static void
annex_calendar_view_init (AnnexCalendarView *self)
{
  self->day = annex_clock_get_today ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

static void
connect_entries (AnnexCalendarView *self, gpointer widget)
{
  g_signal_connect_object (widget, "entry-chosen", G_CALLBACK (entry_chosen_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (widget, "entry-moved", G_CALLBACK (entry_moved_cb), self, G_CONNECT_SWAPPED);
}

static void
add_pages (AnnexCalendarView *self)
{
  self->month = ANNEX_CALENDAR_MONTH (annex_calendar_month_new ());
  self->year = ANNEX_CALENDAR_YEAR (annex_calendar_year_new ());
  self->agenda = ANNEX_CALENDAR_AGENDA (annex_calendar_agenda_new (_("Nothing stands in these months.")));
  self->span = ANNEX_CALENDAR_SPAN (annex_calendar_span_new ());
  self->day_agenda = ANNEX_CALENDAR_AGENDA (annex_calendar_agenda_new (_("Nothing stands on this day.")));
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->month), "month");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->year), "year");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->agenda), "agenda");
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->span), "years");
  gtk_box_append (self->day_agenda_box, GTK_WIDGET (self->day_agenda));
  connect_entries (self, self->month);
  connect_entries (self, self->agenda);
  connect_entries (self, self->span);
  connect_entries (self, self->day_agenda);
  g_signal_connect_object (self->month, "day-selected", G_CALLBACK (go_to_day), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->month, "day-activated", G_CALLBACK (month_day_activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->month, "add-requested", G_CALLBACK (add_requested_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->year, "day-activated", G_CALLBACK (day_activated_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
annex_calendar_view_new (AnnexStore *store)
{
  AnnexCalendarView *self = g_object_new (ANNEX_TYPE_CALENDAR_VIEW, NULL);
  g_autofree char *mode = annex_store_get_setting (store, MODE_SETTING);
  g_autoptr (GMenuModel) kinds = annex_calendar_kind_menu_new ();

  self->store = g_object_ref (store);
  self->outdated = TRUE;
  add_pages (self);
  self->others = annex_other_calendars_new (store);
  add_options (self);
  gtk_menu_button_set_menu_model (self->new_button, kinds);
  gtk_widget_set_sensitive (GTK_WIDGET (self->new_button), !annex_store_is_read_only (store));
  g_signal_connect_object (store, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->others, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->others, "progress", G_CALLBACK (update_banner), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chips, "changed", G_CALLBACK (reload), self, G_CONNECT_SWAPPED);
  if (mode != NULL && adw_toggle_group_get_toggle_by_name (self->mode_group, mode) != NULL)
    adw_toggle_group_set_active_name (self->mode_group, mode);
  mode_toggled_cb (self);
  return GTK_WIDGET (self);
}
