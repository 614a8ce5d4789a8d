/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-sample-row.h"

#include <glib/gi18n.h>

#include "isms/annex-isms.h"

#define N_RESULTS 3

struct _AnnexFieldworkSampleRow
{
  GtkListBoxRow parent_instance;

  AnnexRecord *item;
  GtkLabel *name;
  GtkToggleButton *buttons[N_RESULTS];
  GtkEditable *remark;
  gboolean showing; /* what changes now was not done by a person */
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkSampleRow, annex_fieldwork_sample_row, GTK_TYPE_LIST_BOX_ROW)

static guint noted_signal;

static const char *const results[N_RESULTS][2] = {
  { "conform", "object-select-symbolic" },
  { "exception", "dialog-warning-symbolic" },
  { "missing", "action-unavailable-symbolic" },
};

static void
show_result (AnnexFieldworkSampleRow *self)
{
  const char *result = annex_record_get_value (self->item, "result");

  self->showing = TRUE;
  for (guint i = 0; i < N_RESULTS; i++)
    gtk_toggle_button_set_active (self->buttons[i], g_strcmp0 (result, results[i][0]) == 0);
  self->showing = FALSE;
}

/* The result that it has already is taken back. The buttons follow the record, not the finger. */
static void
toggled_cb (AnnexFieldworkSampleRow *self, GtkToggleButton *button)
{
  if (self->showing)
    return;
  for (guint i = 0; i < N_RESULTS; i++)
    if (self->buttons[i] == button)
      {
        gboolean given = g_strcmp0 (annex_record_get_value (self->item, "result"), results[i][0]) == 0;

        show_result (self);
        g_signal_emit (self, noted_signal, 0, given ? "open" : results[i][0], NULL);
        return;
      }
}

static gboolean
key_cb (AnnexFieldworkSampleRow *self, guint keyval)
{
  guint position = keyval - GDK_KEY_1;

  if (!gtk_widget_is_focus (GTK_WIDGET (self)) || position >= N_RESULTS)
    return GDK_EVENT_PROPAGATE;
  gtk_toggle_button_set_active (self->buttons[position], !gtk_toggle_button_get_active (self->buttons[position]));
  return GDK_EVENT_STOP;
}

static void
annex_fieldwork_sample_row_finalize (GObject *object)
{
  g_clear_object (&ANNEX_FIELDWORK_SAMPLE_ROW (object)->item);
  G_OBJECT_CLASS (annex_fieldwork_sample_row_parent_class)->finalize (object);
}

static void
annex_fieldwork_sample_row_class_init (AnnexFieldworkSampleRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_fieldwork_sample_row_finalize;
  noted_signal = g_signal_new ("noted", ANNEX_TYPE_FIELDWORK_SAMPLE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
annex_fieldwork_sample_row_init (AnnexFieldworkSampleRow *self)
{
  const AnnexField *field = annex_type_find_field (&annex_sample_item_type, "result");
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->name = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->name, 0);
  gtk_label_set_wrap (self->name, TRUE);
  gtk_label_set_wrap_mode (self->name, PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (GTK_WIDGET (self->name), TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->name));
  for (guint i = 0; i < N_RESULTS; i++)
    {
      GtkWidget *button = gtk_toggle_button_new ();
      const char *label = annex_field_find_choice (field, results[i][0]);

      self->buttons[i] = GTK_TOGGLE_BUTTON (button);
      gtk_button_set_icon_name (GTK_BUTTON (button), results[i][1]);
      gtk_widget_add_css_class (button, "big-target");
      gtk_widget_set_tooltip_text (button, label);
      gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_signal_connect_object (button, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), button);
    }
  self->remark = GTK_EDITABLE (gtk_entry_new ());
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->remark), _("Remark"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->remark), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Remark"), -1);
  g_signal_connect_object (self->remark, "activate", G_CALLBACK (annex_fieldwork_sample_row_flush), self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (annex_fieldwork_sample_row_flush), self);
  gtk_widget_add_controller (GTK_WIDGET (self->remark), focus);
  gtk_box_append (GTK_BOX (lines), box);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->remark));
  gtk_widget_add_css_class (lines, "fieldwork-sample");
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), lines);
}

GtkWidget *
annex_fieldwork_sample_row_new (void)
{
  return g_object_new (ANNEX_TYPE_FIELDWORK_SAMPLE_ROW, NULL);
}

void
annex_fieldwork_sample_row_show (AnnexFieldworkSampleRow *self, AnnexRecord *item)
{
  const char *before = self->item != NULL ? annex_record_get_text (self->item, "remark") : NULL;
  gboolean typing = before != NULL && g_strcmp0 (before, gtk_editable_get_text (self->remark)) != 0;
  g_autofree char *spoken = g_strdup_printf ("%s, %s", annex_record_get_title (item), annex_record_get_text (item, "result"));

  if (!typing)
    gtk_editable_set_text (self->remark, annex_record_get_text (item, "remark"));
  g_set_object (&self->item, item);
  gtk_label_set_text (self->name, annex_record_get_title (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  show_result (self);
}

gint64
annex_fieldwork_sample_row_get_id (AnnexFieldworkSampleRow *self)
{
  return annex_record_get_id (self->item);
}

void
annex_fieldwork_sample_row_flush (AnnexFieldworkSampleRow *self)
{
  if (self->item != NULL && g_strcmp0 (annex_record_get_text (self->item, "remark"), gtk_editable_get_text (self->remark)) != 0)
    g_signal_emit (self, noted_signal, 0, annex_record_get_value (self->item, "result"), gtk_editable_get_text (self->remark));
}
