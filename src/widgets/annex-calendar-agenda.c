/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-agenda.h"

#include <glib/gi18n.h>

#include "annex-calendar-cell.h"
#include "annex-calendar-item.h"
#include "isms/annex-calendar-days.h"

#define WEEK 7

/* To lay out the list, and its end. */
#define FRAMES_TO_REVEAL 3

struct _AnnexCalendarAgenda
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkListView *view;
  GtkSingleSelection *selection;
  GListStore *items;
  guint revealed; /* day */
  guint reveal_source;
  guint frames_to_wait;
};

static guint entry_chosen_signal, entry_moved_signal;

G_DEFINE_FINAL_TYPE (AnnexCalendarAgenda, annex_calendar_agenda, ADW_TYPE_BIN)

/* ---- Rows ---- */

static GtkLabel *
append_label (GtkWidget *box, const char *class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (class != NULL)
    gtk_widget_add_css_class (label, class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

/* A row is a box with the time or icon beside two lines; a day has the first line only. */
static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9), *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *icon = gtk_image_new ();

  gtk_accessible_update_state (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  gtk_widget_add_css_class (row, "agenda-row");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (row), icon);
  append_label (lines, NULL);
  append_label (lines, "caption");
  gtk_box_append (GTK_BOX (row), lines);
  gtk_list_item_set_child (item, row);
}

static void
set_class (GtkWidget *widget, const char *class, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, class);
  else
    gtk_widget_remove_css_class (widget, class);
}

static char *
dup_second_line (const AnnexCalendarEntry *entry)
{
  g_autofree char *time = annex_calendar_entry_dup_time (entry);
  GString *text = g_string_new (time);

  if (entry->type != NULL)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", g_dgettext (GETTEXT_PACKAGE, entry->type->label));
  if ((entry->flags & ANNEX_CALENDAR_EXTERNAL) != 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", _("Other calendar"));
  if ((entry->flags & ANNEX_CALENDAR_OVERDUE) != 0)
    g_string_append_printf (text, " · %s", _("Overdue"));
  if ((entry->flags & ANNEX_CALENDAR_EXPECTED) != 0)
    g_string_append_printf (text, " · %s", _("Expected"));
  if (entry->conflict != NULL)
    g_string_append_printf (text, " · %s", entry->conflict);
  return g_string_free_and_steal (text);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, gpointer data)
{
  AnnexCalendarItem *item = gtk_list_item_get_item (list_item);
  const AnnexCalendarEntry *entry = annex_calendar_item_get_entry (item);
  guint day = annex_calendar_item_get_day (item), more = annex_calendar_item_get_more (item);
  GtkWidget *row = gtk_list_item_get_child (list_item), *icon = gtk_widget_get_first_child (row);
  GtkWidget *first = gtk_widget_get_first_child (gtk_widget_get_next_sibling (icon)), *second = gtk_widget_get_next_sibling (first);
  g_autofree char *spoken = entry != NULL ? annex_calendar_entry_dup_text (entry) : NULL;
  g_autofree char *text = NULL, *below = NULL;

  if (entry != NULL)
    {
      g_autofree char *name = annex_calendar_entry_dup_name (entry);

      text = g_strconcat (annex_calendar_sign (entry), name, NULL);
      below = dup_second_line (entry);
      gtk_image_set_from_icon_name (GTK_IMAGE (icon), entry->type != NULL ? entry->type->icon : "x-office-calendar-symbolic");
    }
  else if (more > 0)
    text = g_strdup_printf (ngettext ("+%u more", "+%u more", more), more);
  else
    {
      const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (annex_calendar_item_get_entries (item), day);
      g_autofree char *weekday = annex_calendar_dup_text (day, "%A");
      g_autofree char *date = annex_calendar_dup_date (day);

      text = day == annex_clock_get_today () ? g_strdup_printf (_("%s, %s (today)"), weekday, date) : g_strdup_printf ("%s, %s", weekday, date);
      below = g_strdup (of_day->holiday);
    }
  gtk_widget_set_visible (icon, entry != NULL);
  gtk_label_set_text (GTK_LABEL (first), text);
  gtk_label_set_text (GTK_LABEL (second), below);
  gtk_widget_set_visible (second, below != NULL && *below != '\0');
  set_class (first, "heading", entry == NULL && more == 0);
  set_class (row, "agenda-day", entry == NULL && more == 0);
  set_class (second, "overdue", entry != NULL && ((entry->flags & ANNEX_CALENDAR_OVERDUE) != 0 || entry->conflict != NULL));
  set_class (row, "dimmed", entry != NULL && (entry->flags & ANNEX_CALENDAR_OVER) != 0);
  gtk_list_item_set_activatable (list_item, entry != NULL);
  gtk_list_item_set_accessible_label (list_item, spoken != NULL ? spoken : text);
}

/* ---- Keys ---- */

static void
activate_cb (AnnexCalendarAgenda *self, guint position)
{
  g_autoptr (AnnexCalendarItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item != NULL && annex_calendar_item_get_entry (item) != NULL)
    g_signal_emit (self, entry_chosen_signal, 0, annex_calendar_item_get_entry (item));
}

static gboolean
key_pressed_cb (AnnexCalendarAgenda *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_CONTROL_MASK);
  AnnexCalendarItem *item = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (AnnexCalendarItem) kept = NULL;
  int days = keyval == GDK_KEY_Left ? -1 : keyval == GDK_KEY_Right ? 1 : keyval == GDK_KEY_Up ? -WEEK : keyval == GDK_KEY_Down ? WEEK : 0;

  if (days == 0 || held != GDK_CONTROL_MASK || item == NULL || annex_calendar_item_get_entry (item) == NULL)
    return GDK_EVENT_PROPAGATE;
  kept = g_object_ref (item);
  g_signal_emit (self, entry_moved_signal, 0, annex_calendar_item_get_entry (kept), days);
  return GDK_EVENT_STOP;
}

static void
annex_calendar_agenda_dispose (GObject *object)
{
  AnnexCalendarAgenda *self = ANNEX_CALENDAR_AGENDA (object);

  if (self->reveal_source != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->view), self->reveal_source);
  self->reveal_source = 0;
  g_clear_object (&self->items);
  G_OBJECT_CLASS (annex_calendar_agenda_parent_class)->dispose (object);
}

static void
annex_calendar_agenda_class_init (AnnexCalendarAgendaClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_agenda_dispose;
  entry_chosen_signal = g_signal_new ("entry-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  entry_moved_signal = g_signal_new ("entry-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT);
}

static void
annex_calendar_agenda_init (AnnexCalendarAgenda *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->items = g_list_store_new (ANNEX_TYPE_CALENDAR_ITEM);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), factory));
  gtk_list_view_set_single_click_activate (self->view, TRUE);
  gtk_list_view_set_tab_behavior (self->view, GTK_LIST_TAB_ITEM);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "agenda");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Agenda"), -1);
  g_signal_connect_object (self->view, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->view), keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, scroller, "list");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

GtkWidget *
annex_calendar_agenda_new (const char *placeholder)
{
  AnnexCalendarAgenda *self = g_object_new (ANNEX_TYPE_CALENDAR_AGENDA, NULL);
  GtkWidget *label = gtk_label_new (placeholder);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_set_margin_top (label, 18);
  gtk_widget_set_margin_bottom (label, 18);
  gtk_widget_set_margin_start (label, 12);
  gtk_widget_set_margin_end (label, 12);
  gtk_stack_add_named (self->stack, label, "empty");
  return GTK_WIDGET (self);
}

void
annex_calendar_agenda_show (AnnexCalendarAgenda *self, AnnexCalendarEntries *entries, guint first, guint last)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint day = first; day <= last; day++)
    {
      const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (entries, day);
      guint listed = 0;

      if (of_day->entries->len == 0 && of_day->count == 0)
        continue;
      g_ptr_array_add (items, annex_calendar_item_new (entries, day, NULL, 0));
      for (guint i = 0; i < of_day->entries->len; i++)
        if ((((const AnnexCalendarEntry *) of_day->entries->pdata[i])->flags & ANNEX_CALENDAR_HOLIDAY) == 0)
          {
            g_ptr_array_add (items, annex_calendar_item_new (entries, day, of_day->entries->pdata[i], 0));
            listed++;
          }
      if (of_day->count > listed)
        g_ptr_array_add (items, annex_calendar_item_new (entries, day, NULL, of_day->count - listed));
    }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 ? "list" : "empty");
}

static void
scroll_to_day (AnnexCalendarAgenda *self, guint day)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AnnexCalendarItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      if (annex_calendar_item_get_day (item) >= day)
        {
          gtk_list_view_scroll_to (self->view, i, GTK_LIST_SCROLL_NONE, NULL);
          return;
        }
    }
}

/* Frame by frame, for a list goes only where it was laid out: from its end, so that the day comes to stand at the top. */
static gboolean
reveal_cb (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  AnnexCalendarAgenda *self = user_data;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));

  if (gtk_widget_get_height (view) == 0 || self->frames_to_wait-- == FRAMES_TO_REVEAL)
    return G_SOURCE_CONTINUE;
  if (self->frames_to_wait > 0)
    {
      if (n > 0)
        gtk_list_view_scroll_to (self->view, n - 1, GTK_LIST_SCROLL_NONE, NULL);
      return G_SOURCE_CONTINUE;
    }
  scroll_to_day (self, self->revealed);
  self->reveal_source = 0;
  return G_SOURCE_REMOVE;
}

void
annex_calendar_agenda_reveal (AnnexCalendarAgenda *self, guint day)
{
  self->revealed = day;
  self->frames_to_wait = FRAMES_TO_REVEAL;
  if (self->reveal_source == 0)
    self->reveal_source = gtk_widget_add_tick_callback (GTK_WIDGET (self->view), reveal_cb, self, NULL);
}
