/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-entry-control.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-tooltip.h"

/* Of what stands before the time of day, in a value that has one. */
#define DATE_LENGTH 10

struct _AnnexEntryControl
{
  AnnexFieldControl parent_instance;

  AdwEntryRow *row;
  GtkCalendar *calendar;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (AnnexEntryControl, annex_entry_control, ANNEX_TYPE_FIELD_CONTROL)

static void
confirm_cb (AnnexEntryControl *self)
{
  annex_field_control_flush (ANNEX_FIELD_CONTROL (self));
}

static gboolean
has_typed (AnnexEntryControl *self)
{
  AnnexFieldControl *control = ANNEX_FIELD_CONTROL (self);
  g_autofree char *held =
    annex_store_format (annex_field_control_get_store (control), annex_field_control_get_field (control),
                        annex_field_control_get_value (control));

  return g_strcmp0 (held, gtk_editable_get_text (GTK_EDITABLE (self->row))) != 0;
}

/* Only what was typed is offered: focus also leaves on its way in, and that confirms nothing. */
static void
leave_cb (AnnexEntryControl *self)
{
  if (has_typed (self))
    annex_field_control_flush (ANNEX_FIELD_CONTROL (self));
}

static void
day_selected_cb (AnnexEntryControl *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  const char *held = annex_field_control_get_value (ANNEX_FIELD_CONTROL (self));
  g_autofree char *date = g_date_time_format (day, "%Y-%m-%d");
  g_autofree char *value = g_strconcat (date, held != NULL && strlen (held) > DATE_LENGTH ? held + DATE_LENGTH : "", NULL);
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (self->calendar), GTK_TYPE_POPOVER);

  if (self->showing)
    return;

  gtk_popover_popdown (GTK_POPOVER (popover));
  annex_field_control_offer_value (ANNEX_FIELD_CONTROL (self), value);
}

static void
calendar_opened_cb (AnnexEntryControl *self)
{
  const char *value = annex_field_control_get_value (ANNEX_FIELD_CONTROL (self));
  g_autofree char *stamp = g_strdup_printf ("%.*sT00:00:00Z", DATE_LENGTH, value != NULL ? value : "");
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (stamp, NULL);

  if (day == NULL)
    return;

  self->showing = TRUE;
  g_object_set (self->calendar, "day", 1, "year", g_date_time_get_year (day), "month", g_date_time_get_month (day) - 1,
                "day", g_date_time_get_day_of_month (day), NULL);
  self->showing = FALSE;
}

static void
add_calendar (AnnexEntryControl *self, const char *label)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  g_autofree char *tooltip = g_strdup_printf (_("Choose a day: %s"), label);

  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  gtk_popover_set_child (GTK_POPOVER (popover), GTK_WIDGET (self->calendar));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  annex_tooltip_set (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect_object (popover, "show", G_CALLBACK (calendar_opened_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (day_selected_cb), self, G_CONNECT_SWAPPED);
  adw_entry_row_add_suffix (self->row, button);
}

static GtkWidget *
annex_entry_control_build (AnnexFieldControl *control)
{
  AnnexEntryControl *self = ANNEX_ENTRY_CONTROL (control);
  const AnnexField *field = annex_field_control_get_field (control);
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->row = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), annex_field_get_label (field));
  if (field->kind == ANNEX_FIELD_NUMBER || field->kind == ANNEX_FIELD_MONEY)
    adw_entry_row_set_input_purpose (self->row, GTK_INPUT_PURPOSE_NUMBER);
  if (field->kind == ANNEX_FIELD_DATE || field->kind == ANNEX_FIELD_TIME)
    add_calendar (self, annex_field_get_label (field));
  g_signal_connect_object (self->row, "entry-activated", G_CALLBACK (confirm_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->row), focus);
  g_object_set_data (G_OBJECT (self->row), "annex-entry-control", self);

  return GTK_WIDGET (self->row);
}

static void
annex_entry_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexEntryControl *self = ANNEX_ENTRY_CONTROL (control);
  g_autofree char *text =
    annex_store_format (annex_field_control_get_store (control), annex_field_control_get_field (control), value);

  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->row)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->row), text);
}

static void
annex_entry_control_flush (AnnexFieldControl *control)
{
  annex_field_control_offer_text (control, gtk_editable_get_text (GTK_EDITABLE (ANNEX_ENTRY_CONTROL (control)->row)));
}

static void
annex_entry_control_focus (AnnexFieldControl *control)
{
  GtkEditable *entry = GTK_EDITABLE (ANNEX_ENTRY_CONTROL (control)->row);

  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_select_region (entry, 0, -1);
}

static void
annex_entry_control_class_init (AnnexEntryControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  control_class->build = annex_entry_control_build;
  control_class->show = annex_entry_control_show;
  control_class->flush = annex_entry_control_flush;
  control_class->focus = annex_entry_control_focus;
}

static void
annex_entry_control_init (AnnexEntryControl *self)
{
}

gboolean
annex_entry_control_has_typed (GtkWidget *text)
{
  GtkWidget *row = text != NULL ? gtk_widget_get_ancestor (text, ADW_TYPE_ENTRY_ROW) : NULL;
  AnnexEntryControl *self = row != NULL ? g_object_get_data (G_OBJECT (row), "annex-entry-control") : NULL;

  return self != NULL && has_typed (self);
}
