/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-month.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-calendar-cell.h"
#include "isms/annex-calendar-days.h"

#define WEEKS 6
#define DAYS 7

/* A longer one would fill the month; it stands on its last day. */
#define LONGEST_BAR 14

/* Lines that a day can be high. */
#define MOST_LANES 60

struct _AnnexCalendarMonth
{
  AdwBin parent_instance;

  GtkGrid *grid;
  GtkLabel *weekdays[DAYS];
  GtkLabel *weeks[WEEKS];
  AnnexCalendarCell *cells[WEEKS * DAYS];

  AnnexCalendarEntries *entries;
  guint first;
  guint selected;
  guint marked; /* 1 and on: the entry of the selected day that keys act on */
};

enum
{
  DAY_SELECTED,
  DAY_ACTIVATED,
  ADD_REQUESTED,
  ENTRY_CHOSEN,
  ENTRY_MOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexCalendarMonth, annex_calendar_month, ADW_TYPE_BIN)

static const AnnexCalendarEntry *
get_marked (AnnexCalendarMonth *self)
{
  const AnnexCalendarDay *day = self->entries != NULL ? annex_calendar_entries_get_day (self->entries, self->selected) : NULL;

  return self->marked > 0 && day != NULL && self->marked <= day->entries->len ? day->entries->pdata[self->marked - 1] : NULL;
}

static void
update_selection (AnnexCalendarMonth *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->cells); i++)
    {
      gboolean selected = annex_calendar_cell_get_day (self->cells[i]) == self->selected;

      annex_calendar_cell_set_selected (self->cells[i], selected, selected ? get_marked (self) : NULL);
    }
}

static void
select_day (AnnexCalendarMonth *self, guint day)
{
  self->selected = day;
  self->marked = 0;
  update_selection (self);
  annex_calendar_month_focus (self);
  g_signal_emit (self, signals[DAY_SELECTED], 0, day);
}

/* ---- Keys ---- */

static void
mark_next (AnnexCalendarMonth *self)
{
  const AnnexCalendarDay *day = annex_calendar_entries_get_day (self->entries, self->selected);

  self->marked = day->entries->len > 0 ? self->marked % day->entries->len + 1 : 0;
  update_selection (self);
}

static void
move_marked (AnnexCalendarMonth *self, int days)
{
  const AnnexCalendarDay *day = annex_calendar_entries_get_day (self->entries, self->selected);

  /* A single one needs no choosing. */
  if (self->marked == 0 && day->entries->len == 1)
    mark_next (self);
  if (get_marked (self) != NULL)
    g_signal_emit (self, signals[ENTRY_MOVED], 0, get_marked (self), days);
  else if (day->entries->len > 1)
    mark_next (self);
}

static void
activate_day (AnnexCalendarMonth *self)
{
  if (get_marked (self) != NULL)
    g_signal_emit (self, signals[ENTRY_CHOSEN], 0, get_marked (self));
  else
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, self->selected);
}

static gboolean
key_pressed_cb (AnnexCalendarMonth *self, guint keyval, guint keycode, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_SHIFT_MASK | GDK_ALT_MASK | GDK_CONTROL_MASK);
  int forward = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? -1 : 1;
  int days = 0, months = 0;

  if (self->entries == NULL || (held & GDK_ALT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;
  switch (keyval)
    {
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
      days = -forward;
      break;
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
      days = forward;
      break;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      days = -DAYS;
      break;
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      days = DAYS;
      break;
    case GDK_KEY_Page_Up:
    case GDK_KEY_KP_Page_Up:
      months = (held & GDK_SHIFT_MASK) != 0 ? -12 : -1;
      break;
    case GDK_KEY_Page_Down:
    case GDK_KEY_KP_Page_Down:
      months = (held & GDK_SHIFT_MASK) != 0 ? 12 : 1;
      break;
    default:
      break;
    }
  if (days != 0 && held == GDK_CONTROL_MASK)
    move_marked (self, days);
  else if (days != 0 && held == 0)
    select_day (self, self->selected + days);
  else if (months != 0 && (held & GDK_CONTROL_MASK) == 0)
    select_day (self, annex_calendar_shift_months (self->selected, months));
  else if (held != 0)
    return GDK_EVENT_PROPAGATE;
  else if (keyval == GDK_KEY_Home || keyval == GDK_KEY_KP_Home)
    select_day (self, annex_clock_get_today ());
  else if (keyval == GDK_KEY_space)
    mark_next (self);
  else if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    activate_day (self);
  else if (keyval == GDK_KEY_Insert || keyval == GDK_KEY_KP_Insert)
    g_signal_emit (self, signals[ADD_REQUESTED], 0, self->selected);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* ---- Pointer ---- */

static void
pressed_cb (AnnexCalendarMonth *self, int n_press, double x, double y, GtkGesture *gesture)
{
  AnnexCalendarCell *cell = ANNEX_CALENDAR_CELL (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));

  if (annex_calendar_cell_get_day (cell) != self->selected)
    select_day (self, annex_calendar_cell_get_day (cell));
  else
    annex_calendar_month_focus (self);
}

/* On an entry a click opens it; beside it a second click opens the day, where things can be added. */
static void
released_cb (AnnexCalendarMonth *self, int n_press, double x, double y, GtkGesture *gesture)
{
  AnnexCalendarCell *cell = ANNEX_CALENDAR_CELL (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
  const AnnexCalendarEntry *entry = annex_calendar_cell_find (cell, y);

  if (entry != NULL && n_press == 1)
    g_signal_emit (self, signals[ENTRY_CHOSEN], 0, entry);
  else if (entry == NULL && n_press == 2)
    g_signal_emit (self, signals[DAY_ACTIVATED], 0, annex_calendar_cell_get_day (cell));
}

/* What is dragged, as text: what tells it from others, and the day it was taken from. */
static GdkContentProvider *
drag_prepare_cb (AnnexCalendarMonth *self, double x, double y, GtkDragSource *source)
{
  AnnexCalendarCell *cell = ANNEX_CALENDAR_CELL (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  const AnnexCalendarEntry *entry = annex_calendar_cell_find (cell, y);
  g_autofree char *text = NULL;

  if (entry == NULL || entry->field == NULL)
    return NULL;
  text = g_strdup_printf ("calendar %" G_GINT64_FORMAT " %s %u", entry->record, entry->field->name, annex_calendar_cell_get_day (cell));
  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

static void
drag_begin_cb (AnnexCalendarMonth *self, GdkDrag *drag, GtkDragSource *source)
{
  GtkWidget *label = gtk_label_new (_("Move"));

  gtk_widget_add_css_class (label, "calendar-drag");
  gtk_drag_icon_set_child (GTK_DRAG_ICON (gtk_drag_icon_get_for_drag (drag)), label);
}

static const AnnexCalendarEntry *
find_dragged (AnnexCalendarMonth *self, const char *text, guint *from)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 4);
  GPtrArray *entries = annex_calendar_entries_get (self->entries);

  if (g_strv_length (words) != 4 || !g_str_equal (words[0], "calendar"))
    return NULL;
  *from = (guint) g_ascii_strtoull (words[3], NULL, 10);
  for (guint i = 0; i < entries->len; i++)
    {
      const AnnexCalendarEntry *entry = entries->pdata[i];

      if (entry->field != NULL && entry->record == g_ascii_strtoll (words[1], NULL, 10) && g_str_equal (entry->field->name, words[2]))
        return entry;
    }
  return NULL;
}

static gboolean
drop_cb (AnnexCalendarMonth *self, const GValue *value, double x, double y, GtkDropTarget *target)
{
  AnnexCalendarCell *cell = ANNEX_CALENDAR_CELL (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));
  guint from = 0, to = annex_calendar_cell_get_day (cell);
  const AnnexCalendarEntry *entry = self->entries != NULL ? find_dragged (self, g_value_get_string (value), &from) : NULL;

  if (entry == NULL || from == to)
    return FALSE;
  g_signal_emit (self, signals[ENTRY_MOVED], 0, entry, (int) to - (int) from);
  return TRUE;
}

static void
add_cell (AnnexCalendarMonth *self, guint index)
{
  GtkWidget *cell = annex_calendar_cell_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE);

  self->cells[index] = ANNEX_CALENDAR_CELL (cell);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (click, "released", G_CALLBACK (released_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (click));
  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_object (source, "prepare", G_CALLBACK (drag_prepare_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (source, "drag-begin", G_CALLBACK (drag_begin_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (source));
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (cell, GTK_EVENT_CONTROLLER (target));
  gtk_grid_attach (self->grid, cell, (int) (index % DAYS) + 1, (int) (index / DAYS) + 1, 1, 1);
}

/* ---- Lanes ---- */

static gboolean
is_bar (const AnnexCalendarEntry *entry)
{
  return entry->last > entry->first && entry->last - entry->first < LONGEST_BAR;
}

static guint
find_free_lane (GPtrArray *lanes)
{
  for (guint i = 0; i < lanes->len; i++)
    if (lanes->pdata[i] == NULL)
      return i;
  return lanes->len;
}

static void
put (GPtrArray *lanes, guint lane, const AnnexCalendarEntry *entry)
{
  while (lanes->len <= lane)
    g_ptr_array_add (lanes, NULL);
  lanes->pdata[lane] = (gpointer) entry;
}

/* A bar keeps its lane through the week; what stands on one day takes what is free. */
static void
fill_week (AnnexCalendarMonth *self, guint week, guint month)
{
  g_autoptr (GPtrArray) before = g_ptr_array_new ();

  for (guint i = 0; i < DAYS; i++)
    {
      guint day = self->first + week * DAYS + i;
      const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (self->entries, day);
      g_autoptr (GPtrArray) lanes = g_ptr_array_new ();

      for (guint j = 0; j < before->len; j++)
        {
          const AnnexCalendarEntry *entry = before->pdata[j];

          if (entry != NULL && is_bar (entry) && entry->last >= day)
            put (lanes, j, entry);
        }
      for (guint j = 0; j < of_day->entries->len && lanes->len < MOST_LANES; j++)
        {
          const AnnexCalendarEntry *entry = of_day->entries->pdata[j];

          if ((entry->flags & ANNEX_CALENDAR_HOLIDAY) != 0 || (!is_bar (entry) && entry->last != day) ||
              (is_bar (entry) && g_ptr_array_find (lanes, entry, NULL)))
            continue;
          put (lanes, find_free_lane (lanes), entry);
        }
      annex_calendar_cell_show (self->cells[week * DAYS + i], self->entries, day, lanes, annex_calendar_begin_month (day, 0) == month);
      g_ptr_array_set_size (before, 0);
      for (guint j = 0; j < lanes->len; j++)
        g_ptr_array_add (before, lanes->pdata[j]);
    }
}

static void
annex_calendar_month_dispose (GObject *object)
{
  g_clear_pointer (&ANNEX_CALENDAR_MONTH (object)->entries, annex_calendar_entries_unref);
  G_OBJECT_CLASS (annex_calendar_month_parent_class)->dispose (object);
}

static void
annex_calendar_month_class_init (AnnexCalendarMonthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_month_dispose;
  signals[DAY_SELECTED] = g_signal_new ("day-selected", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[DAY_ACTIVATED] = g_signal_new ("day-activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ADD_REQUESTED] = g_signal_new ("add-requested", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[ENTRY_CHOSEN] = g_signal_new ("entry-chosen", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ENTRY_MOVED] = g_signal_new ("entry-moved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_INT);
  gtk_widget_class_set_css_name (widget_class, "calendarmonth");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID);
}

static GtkLabel *
add_label (AnnexCalendarMonth *self, int column, int row)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_grid_attach (self->grid, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

static void
annex_calendar_month_init (AnnexCalendarMonth *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->grid = GTK_GRID (gtk_grid_new ());
  for (guint i = 0; i < DAYS; i++)
    self->weekdays[i] = add_label (self, (int) i + 1, 0);
  for (guint i = 0; i < WEEKS; i++)
    {
      self->weeks[i] = add_label (self, 0, (int) i + 1);
      gtk_widget_set_valign (GTK_WIDGET (self->weeks[i]), GTK_ALIGN_START);
      gtk_widget_set_margin_top (GTK_WIDGET (self->weeks[i]), 6);
      gtk_label_set_width_chars (self->weeks[i], 3);
      gtk_widget_add_css_class (GTK_WIDGET (self->weeks[i]), "numeric");
    }
  for (guint i = 0; i < G_N_ELEMENTS (self->cells); i++)
    add_cell (self, i);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->grid), keys);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->grid));
}

GtkWidget *
annex_calendar_month_new (void)
{
  return g_object_new (ANNEX_TYPE_CALENDAR_MONTH, NULL);
}

void
annex_calendar_month_get_range (guint day, guint *first, guint *last)
{
  *first = annex_calendar_begin_week (annex_calendar_begin_month (day, 0));
  *last = *first + WEEKS * DAYS - 1;
}

void
annex_calendar_month_show (AnnexCalendarMonth *self, AnnexCalendarEntries *entries, guint day)
{
  g_autofree char *month = annex_calendar_dup_month (day);
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self->grid)) != NULL;
  guint last;

  annex_calendar_entries_ref (entries);
  g_clear_pointer (&self->entries, annex_calendar_entries_unref);
  self->entries = entries;
  if (self->selected != day)
    self->marked = 0;
  self->selected = day;
  annex_calendar_month_get_range (day, &self->first, &last);
  for (guint i = 0; i < DAYS; i++)
    {
      g_autofree char *name = annex_calendar_dup_text (self->first + i, "%a");

      gtk_label_set_text (self->weekdays[i], name);
    }
  for (guint i = 0; i < WEEKS; i++)
    {
      /* A week's number is that of its Thursday. */
      g_autofree char *number = g_strdup_printf ("%u", annex_calendar_get_week (self->first + i * DAYS + 3));
      g_autofree char *tooltip = g_strdup_printf (_("Week %s"), number);

      gtk_label_set_text (self->weeks[i], number);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->weeks[i]), tooltip);
      fill_week (self, i, annex_calendar_begin_month (day, 0));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, month, -1);
  update_selection (self);
  if (had_focus)
    annex_calendar_month_focus (self);
}

void
annex_calendar_month_focus (AnnexCalendarMonth *self)
{
  GtkWidget *cell = annex_calendar_month_find_cell (self, self->selected);

  if (cell != NULL)
    gtk_widget_grab_focus (cell);
}

GtkWidget *
annex_calendar_month_find_cell (AnnexCalendarMonth *self, guint day)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->cells); i++)
    if (annex_calendar_cell_get_day (self->cells[i]) == day)
      return GTK_WIDGET (self->cells[i]);
  return NULL;
}
