/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-chips.h"

#include <glib/gi18n.h>

#include "isms/annex-calendar-entries.h"
#include "isms/annex-isms.h"

struct _AnnexCalendarChips
{
  AdwBin parent_instance;

  GtkBox *box;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (AnnexCalendarChips, annex_calendar_chips, ADW_TYPE_BIN)

static GtkWidget *
find_chip (AnnexCalendarChips *self, const char *key)
{
  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->box)); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    if (g_str_equal (gtk_widget_get_name (chip), key))
      return chip;
  return NULL;
}

static void
toggled_cb (AnnexCalendarChips *self)
{
  g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
new_chip (AnnexCalendarChips *self, const char *key, const char *label, const char *icon)
{
  GtkWidget *chip = gtk_toggle_button_new (), *content = adw_button_content_new ();

  adw_button_content_set_icon_name (ADW_BUTTON_CONTENT (content), icon);
  adw_button_content_set_label (ADW_BUTTON_CONTENT (content), label);
  gtk_button_set_child (GTK_BUTTON (chip), content);
  gtk_widget_set_name (chip, key);
  gtk_widget_add_css_class (chip, "kind-chip");
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (chip, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  return chip;
}

/* Puts the chip behind @before, and makes it if it lacks. Returns: the one to go on behind. */
static GtkWidget *
place_chip (AnnexCalendarChips *self, GtkWidget *before, const char *key, const char *label, const char *icon)
{
  GtkWidget *chip = find_chip (self, key);

  if (chip == NULL)
    {
      chip = new_chip (self, key, label, icon);
      gtk_box_insert_child_after (self->box, chip, before);
    }
  else
    gtk_box_reorder_child_after (self->box, chip, before);
  return chip;
}

static void
annex_calendar_chips_class_init (AnnexCalendarChipsClass *klass)
{
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_calendar_chips_init (AnnexCalendarChips *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Show Only"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

void
annex_calendar_chips_update (AnnexCalendarChips *self, AnnexStore *store, AnnexOtherCalendars *others)
{
  g_autoptr (GPtrArray) types = annex_calendar_list_types ();
  GtkWidget *last = NULL;

  for (guint i = 0; i < annex_other_calendars_get_n (others); i++)
    {
      g_autofree char *name = annex_other_calendars_dup_name (others, i);

      last = place_chip (self, last, annex_other_calendars_get_path (others, i), name, "x-office-calendar-symbolic");
    }
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      /* A kind whose last record is gone keeps its chip, for undo brings that back. */
      if (type != &annex_holiday_type &&
          (find_chip (self, type->name) != NULL || annex_store_count (store, type, ANNEX_TOLD_BY_STORE) > 0))
        last = place_chip (self, last, type->name, g_dgettext (GETTEXT_PACKAGE, type->label_plural), type->icon);
    }
  /* What was not placed is a calendar that is gone. */
  for (GtkWidget *chip = last != NULL ? gtk_widget_get_next_sibling (last) : gtk_widget_get_first_child (GTK_WIDGET (self->box)); chip != NULL;)
    {
      GtkWidget *gone = chip;

      chip = gtk_widget_get_next_sibling (chip);
      gtk_box_remove (self->box, gone);
    }
}

GHashTable *
annex_calendar_chips_dup_chosen (AnnexCalendarChips *self)
{
  GHashTable *chosen = NULL;

  for (GtkWidget *chip = gtk_widget_get_first_child (GTK_WIDGET (self->box)); chip != NULL; chip = gtk_widget_get_next_sibling (chip))
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (chip)))
      {
        if (chosen == NULL)
          chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_add (chosen, g_strdup (gtk_widget_get_name (chip)));
      }
  return chosen;
}
