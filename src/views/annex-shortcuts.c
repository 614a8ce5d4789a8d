/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-shortcuts.h"

#include <glib/gi18n.h>

static const struct
{
  const char *group; /* NULL: the group above goes on */
  const char *label;
  const char *keys;
} shortcuts[] = {
  { N_("Anywhere"), N_("Find any record or command"), "<Control>k" },
  { NULL, N_("Undo"), "<Control>z" },
  { NULL, N_("Redo"), "<Control><Shift>z" },
  { NULL, N_("Reports"), "<Control><Shift>r" },
  { NULL, N_("Workshop"), "<Control><Shift>w" },
  { NULL, N_("Report an incident"), "<Control><Alt>i" },
  { NULL, N_("History"), "<Control>h" },
  { NULL, N_("Calendar"), "<Control><Shift>c" },
  { NULL, N_("Go to a room"), "<Alt>1" },
  { NULL, N_("Main menu"), "F10" },
  { N_("Records"), N_("Search in the list"), "<Control>f" },
  { NULL, N_("New record"), "<Control><Shift>n" },
  { NULL, N_("Edit in place"), "F2" },
  { NULL, N_("Delete"), "Delete" },
  { NULL, N_("Duplicate"), "<Control>d" },
  { NULL, N_("Copy as table"), "<Control>c" },
  { NULL, N_("Attach what is on the clipboard"), "<Control>v" },
  { NULL, N_("Import"), "<Control>i" },
  { NULL, N_("Export"), "<Control>e" },
  { NULL, N_("Show or hide the details"), "F9" },
  { NULL, N_("Go to the next group of the details, or of links"), "F6" },
  { N_("Board, timeline and plan"), N_("Move the card to the next column"), "<Shift>Right" },
  { NULL, N_("Move the day by one"), "<Control>Right" },
  { NULL, N_("Move the day by a week"), "<Control><Shift>Right" },
  { NULL, N_("Zoom in"), "<Control>plus" },
  { NULL, N_("Zoom out"), "<Control>minus" },
  { NULL, N_("Back to today"), "<Control>0" },
  { NULL, N_("What if a measure were dropped"), "space" },
  { N_("Risk map"), N_("Go to the cell beside"), "Right" },
  { NULL, N_("List the risks of the cell"), "Return" },
  { NULL, N_("Print the map"), "<Control>p" },
  { N_("Calendar"), N_("Go to the next month"), "Page_Down" },
  { NULL, N_("Go to today"), "Home" },
  { NULL, N_("Open the day"), "Return" },
  { NULL, N_("Choose the next entry of the day"), "space" },
  { NULL, N_("Move the entry by a day"), "<Control>Right" },
  { NULL, N_("Move the entry by a week"), "<Control>Down" },
  { NULL, N_("Add on the day"), "Insert" },
  { NULL, N_("Print the month"), "<Control>p" },
  { N_("Statement of Applicability"), N_("Applicable or excluded"), "space" },
  { NULL, N_("Inherited"), "i" },
  { NULL, N_("Status"), "1" },
  { NULL, N_("Legal, contractual, business or best practice"), "l" },
  { NULL, N_("Write the justification"), "Return" },
  { NULL, N_("Take a suggested sentence into it"), "<Control>space" },
  { NULL, N_("Find and replace"), "<Control><Shift>h" },
  { NULL, N_("Compare with a version or day"), "<Control><Shift>d" },
  { NULL, N_("Review or approve"), "<Control><Shift>v" },
  { NULL, N_("Print the statement"), "<Control>p" },
  { N_("Root causes"), N_("Reword"), "F2" },
  { NULL, N_("A cause beside"), "Return" },
  { NULL, N_("A deeper why"), "Tab" },
  { NULL, N_("Move among its like"), "<Alt>Up" },
  { NULL, N_("Explain what is above"), "<Alt>Right" },
  { NULL, N_("Contributing, trigger or systemic"), "<Control>1" },
  { NULL, N_("Save the drawing"), "<Control>s" },
  { N_("Workshop"), N_("Estimate, at the marked place"), "1" },
  { NULL, N_("Take an estimate back"), "BackSpace" },
  { NULL, N_("Agree"), "a" },
  { NULL, N_("Secret round"), "s" },
  { NULL, N_("Reveal"), "r" },
  { NULL, N_("New scenario"), "n" },
  { NULL, N_("Measure"), "m" },
  { NULL, N_("Park, or take up again"), "p" },
  { NULL, N_("Question for the parking lot"), "q" },
  { NULL, N_("Participants"), "i" },
  { NULL, N_("Stop the timer, or let it go on"), "t" },
  { NULL, N_("Next"), "Page_Down" },
  { NULL, N_("Previous"), "Page_Up" },
  { NULL, N_("Full screen"), "F11" },
  { NULL, N_("Decide: treat, tolerate, transfer or terminate"), "d" },
  { NULL, N_("End the workshop"), "e" },
  { N_("Fieldwork"), N_("Begin or go on with an audit"), "<Control><Alt>f" },
  { NULL, N_("Give the first result, and so on to the sixth"), "1" },
  { NULL, N_("Next question"), "Page_Down" },
  { NULL, N_("Note"), "n" },
  { NULL, N_("Question of my own"), "q" },
  { NULL, N_("Finding"), "f" },
  { NULL, N_("Sample"), "s" },
  { NULL, N_("Interview"), "i" },
  { NULL, N_("Attach photographs and files"), "a" },
  { NULL, N_("Paste a picture or files"), "<Control>v" },
  { NULL, N_("Begin at a risk"), "r" },
  { NULL, N_("Begin at a control"), "c" },
  { NULL, N_("Note on the whole audit"), "w" },
  { N_("Engagements"), N_("New engagement"), "<Control>n" },
  { NULL, N_("Open"), "<Control>o" },
  { NULL, N_("Save a copy"), "<Control><Shift>s" },
  { NULL, N_("Preferences"), "<Control>comma" },
  { NULL, N_("Close window"), "<Control>w" },
  { NULL, N_("Quit"), "<Control>q" },
};

void
annex_shortcuts_present (GtkWidget *parent)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *toolbar = adw_toolbar_view_new ();
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (shortcuts); i++)
    {
      GtkWidget *row = adw_action_row_new ();
      guint key = 0;
      GdkModifierType modifiers = 0;
      g_autofree char *keys = NULL;
      GtkWidget *label;

      if (shortcuts[i].group != NULL)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _(shortcuts[i].group));
          adw_preferences_page_add (page, group);
        }
      gtk_accelerator_parse (shortcuts[i].keys, &key, &modifiers);
      keys = gtk_accelerator_get_label (key, modifiers);
      label = gtk_label_new (keys);
      gtk_widget_add_css_class (label, "dim-label");
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(shortcuts[i].label));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
      adw_preferences_group_add (group, row);
    }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), GTK_WIDGET (page));
  adw_dialog_set_title (dialog, _("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 420);
  adw_dialog_set_content_height (dialog, 600);
  adw_dialog_set_child (dialog, toolbar);
  adw_dialog_present (dialog, parent);
}
