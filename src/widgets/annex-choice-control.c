/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-choice-control.h"

#include <glib/gi18n.h>

struct _AnnexChoiceControl
{
  AnnexFieldControl parent_instance;

  AdwComboRow *row;
  GPtrArray *values; /* canonical, by position; the first is NULL unless the field is required */
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (AnnexChoiceControl, annex_choice_control, ANNEX_TYPE_FIELD_CONTROL)

static void
selected_cb (AnnexChoiceControl *self)
{
  guint position = adw_combo_row_get_selected (self->row);

  if (!self->showing && position < self->values->len)
    annex_field_control_offer_value (ANNEX_FIELD_CONTROL (self), g_ptr_array_index (self->values, position));
}

static void
append (AnnexChoiceControl *self, GtkStringList *labels, const char *value, const char *label)
{
  g_ptr_array_add (self->values, g_strdup (value));
  gtk_string_list_append (labels, label);
}

static gboolean
shows (AnnexChoiceControl *self, GtkStringList *labels)
{
  GListModel *shown = adw_combo_row_get_model (self->row);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (labels));

  if (shown == NULL || g_list_model_get_n_items (shown) != n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (gtk_string_list_get_string (GTK_STRING_LIST (shown), i), gtk_string_list_get_string (labels, i)))
      return FALSE;
  return TRUE;
}

/* The engagement may rename its levels at any time: they are read each time a value is shown. */
static void
fill (AnnexChoiceControl *self)
{
  AnnexStore *store = annex_field_control_get_store (ANNEX_FIELD_CONTROL (self));
  const AnnexField *field = annex_field_control_get_field (ANNEX_FIELD_CONTROL (self));
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->values, 0);
  if (!(field->flags & ANNEX_FIELD_REQUIRED))
    append (self, labels, NULL, _("Not given"));

  if (field->kind == ANNEX_FIELD_SCALE)
    {
      g_autoptr (GArray) levels = annex_store_dup_scale_levels (store, field->scale, ANNEX_TOLD_BY_STORE);

      for (guint i = 0; levels != NULL && i < levels->len; i++)
        {
          g_autofree char *value = g_strdup_printf ("%d", g_array_index (levels, int, i));
          const char *label = annex_store_get_scale_label (store, field->scale, g_array_index (levels, int, i));

          append (self, labels, value, label != NULL ? label : value);
        }
    }
  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    append (self, labels, choice->key, annex_field_find_choice (field, choice->key));

  if (!shows (self, labels))
    adw_combo_row_set_model (self->row, G_LIST_MODEL (labels));
}

static GtkWidget *
annex_choice_control_build (AnnexFieldControl *control)
{
  AnnexChoiceControl *self = ANNEX_CHOICE_CONTROL (control);

  self->row = ADW_COMBO_ROW (adw_combo_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), annex_field_get_label (annex_field_control_get_field (control)));
  fill (self);
  g_signal_connect_object (self->row, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self->row);
}

static void
annex_choice_control_show (AnnexFieldControl *control, const char *value)
{
  AnnexChoiceControl *self = ANNEX_CHOICE_CONTROL (control);
  guint position = GTK_INVALID_LIST_POSITION;

  self->showing = TRUE;
  fill (self);
  for (guint i = 0; i < self->values->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->values, i), value) == 0)
      position = i;
  adw_combo_row_set_selected (self->row, position);
  self->showing = FALSE;
}

static void
annex_choice_control_focus (AnnexFieldControl *control)
{
  gtk_widget_grab_focus (GTK_WIDGET (ANNEX_CHOICE_CONTROL (control)->row));
}

static void
annex_choice_control_dispose (GObject *object)
{
  g_clear_pointer (&ANNEX_CHOICE_CONTROL (object)->values, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_choice_control_parent_class)->dispose (object);
}

static void
annex_choice_control_class_init (AnnexChoiceControlClass *klass)
{
  AnnexFieldControlClass *control_class = ANNEX_FIELD_CONTROL_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_choice_control_dispose;
  control_class->build = annex_choice_control_build;
  control_class->show = annex_choice_control_show;
  control_class->focus = annex_choice_control_focus;
}

static void
annex_choice_control_init (AnnexChoiceControl *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
}
