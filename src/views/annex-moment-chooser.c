/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-moment-chooser.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "widgets/annex-field-control.h"

struct _AnnexMomentChooser
{
  AdwPreferencesGroup parent_instance;

  AdwComboRow *row;
  AnnexFieldControl *day;
  GPtrArray *references; /* of the versions in the list, between its first and its last line */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexMomentChooser, annex_moment_chooser, ADW_TYPE_PREFERENCES_GROUP)

static const AnnexField day_field = {
  .name = "day",
  .kind = ANNEX_FIELD_DATE,
  .label = N_("As It Was at the End of"),
};

static gboolean
wants_day (AnnexMomentChooser *self)
{
  return adw_combo_row_get_selected (self->row) == self->references->len + 1;
}

static void
chosen_cb (AnnexMomentChooser *self)
{
  gtk_widget_set_visible (annex_field_control_get_widget (self->day), wants_day (self));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
day_cb (AnnexMomentChooser *self, const char *value)
{
  annex_field_control_set_value (self->day, value);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

typedef struct
{
  GPtrArray *references;
  GtkStringList *names;
} Versions;

static gboolean
add_version (AnnexRecord *version, gpointer data)
{
  Versions *versions = data;
  g_autofree char *name = g_strdup_printf (_("Version %s of %s"), annex_record_get_title (version), annex_record_get_text (version, "approved_on"));

  g_ptr_array_add (versions->references, g_strdup (annex_record_get_reference (version)));
  gtk_string_list_append (versions->names, name);
  return TRUE;
}

static void
annex_moment_chooser_dispose (GObject *object)
{
  g_clear_object (&ANNEX_MOMENT_CHOOSER (object)->day);
  G_OBJECT_CLASS (annex_moment_chooser_parent_class)->dispose (object);
}

static void
annex_moment_chooser_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_MOMENT_CHOOSER (object)->references);
  G_OBJECT_CLASS (annex_moment_chooser_parent_class)->finalize (object);
}

static void
annex_moment_chooser_class_init (AnnexMomentChooserClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_moment_chooser_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_moment_chooser_finalize;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", ANNEX_TYPE_MOMENT_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_moment_chooser_init (AnnexMomentChooser *self)
{
  self->references = g_ptr_array_new_with_free_func (g_free);
  self->row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _("Compared With"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), GTK_WIDGET (self->row));
}

GtkWidget *
annex_moment_chooser_new (AnnexStore *store)
{
  AnnexMomentChooser *self = g_object_new (ANNEX_TYPE_MOMENT_CHOOSER, NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_soa_version_type);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  Versions versions = { self->references, names };

  gtk_string_list_append (names, _("The Version Before"));
  annex_query_add_filter (query, "state", ANNEX_FILTER_IS, "approved");
  annex_query_set_sort (query, "approved_on", TRUE);
  annex_query_foreach (query, store, add_version, &versions, ANNEX_TOLD_BY_STORE);
  gtk_string_list_append (names, _("A Day"));
  adw_combo_row_set_model (self->row, G_LIST_MODEL (names));

  self->day = annex_field_control_new (store, &day_field);
  annex_field_control_set_value (self->day, NULL);
  gtk_widget_set_visible (annex_field_control_get_widget (self->day), FALSE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self), annex_field_control_get_widget (self->day));
  g_signal_connect_object (self->day, "committed", G_CALLBACK (day_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->row, "notify::selected", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

char *
annex_moment_chooser_dup_moment (AnnexMomentChooser *self)
{
  guint selected = adw_combo_row_get_selected (self->row);

  if (wants_day (self))
    return g_strdup (annex_field_control_get_value (self->day));
  return selected > 0 && selected <= self->references->len ? g_strdup (self->references->pdata[selected - 1]) : NULL;
}

gboolean
annex_moment_chooser_is_complete (AnnexMomentChooser *self)
{
  annex_field_control_flush (self->day);
  return !wants_day (self) || (annex_field_control_get_value (self->day) != NULL && !annex_field_control_is_refused (self->day));
}
