/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-dialog.h"

#include <glib/gi18n.h>

#include "isms/annex-isms.h"
#include "isms/plan/workshop-session.h"
#include "widgets/annex-feedback.h"

/* More than that nobody judges in a day. */
#define MAX_AGENDA 100

struct _AnnexWorkshopDialog
{
  AdwDialog parent_instance;

  AdwPreferencesGroup *open_group;
  AdwEntryRow *title_row;
  AdwEntryRow *place_row;
  AdwComboRow *agenda_row;

  AnnexStore *store;
  GPtrArray *agendas; /* canonical link values, in the order of the choices */
};

G_DEFINE_FINAL_TYPE (AnnexWorkshopDialog, annex_workshop_dialog, ADW_TYPE_DIALOG)

static guint chosen_signal;

static void
choose (AnnexWorkshopDialog *self, gint64 workshop)
{
  g_autoptr (GError) error = NULL;

  if (!annex_workshop_begin (self->store, workshop, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Workshop Could Not Begin"), error);
      return;
    }
  g_object_ref (self);
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, chosen_signal, 0, workshop);
  g_object_unref (self);
}

static void
start_cb (AnnexWorkshopDialog *self)
{
  g_autofree char *title = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->title_row))));
  g_autofree char *place = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->place_row))));
  guint chosen = adw_combo_row_get_selected (self->agenda_row);
  g_autoptr (GError) error = NULL;
  gint64 workshop;

  if (*title == '\0')
    {
      gtk_widget_add_css_class (GTK_WIDGET (self->title_row), "error");
      gtk_widget_grab_focus (GTK_WIDGET (self->title_row));
      return;
    }
  workshop = annex_workshop_create (self->store, title, *place != '\0' ? place : NULL,
                                    chosen < self->agendas->len ? self->agendas->pdata[chosen] : NULL, &error);
  if (workshop == 0)
    annex_feedback_refuse (GTK_WIDGET (self), _("The Workshop Could Not Begin"), error);
  else
    choose (self, workshop);
}

static void
open_cb (AnnexWorkshopDialog *self, GtkWidget *row)
{
  choose (self, *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id"));
}

static gboolean
add_open (AnnexRecord *workshop, gpointer data)
{
  AnnexWorkshopDialog *self = data;
  GtkWidget *row = adw_action_row_new ();
  gint64 id = annex_record_get_id (workshop);
  g_autofree char *subtitle = g_strjoin (" · ", annex_record_get_text (workshop, "status"), annex_record_get_text (workshop, "held_on"), NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), annex_record_get_title (workshop));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "annex-id", g_memdup2 (&id, sizeof id), g_free);
  g_signal_connect_object (row, "activated", G_CALLBACK (open_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->open_group, row);
  gtk_widget_set_visible (GTK_WIDGET (self->open_group), TRUE);
  return TRUE;
}

/* An agenda is offered when somebody is on it, and it can be got through. */
static void
offer (AnnexWorkshopDialog *self, GtkStringList *names, AnnexQuery *query, const char *format)
{
  g_autoptr (GArray) ids = NULL;
  g_autofree char *name = NULL;

  annex_query_add_filter (query, "status", ANNEX_FILTER_IS_NOT, "closed");
  if (annex_query_count (query, self->store, ANNEX_TOLD_BY_STORE) == 0 ||
      annex_query_count (query, self->store, ANNEX_TOLD_BY_STORE) > MAX_AGENDA)
    return;
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  if (ids == NULL)
    return;
  name = g_strdup_printf ("%s (%u)", format, ids->len);
  gtk_string_list_append (names, name);
  g_ptr_array_add (self->agendas, annex_link_ids_format (ids));
}

static void
fill (AnnexWorkshopDialog *self, const AnnexQuery *shown)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autoptr (AnnexQuery) open = annex_query_new (&annex_workshop_type);
  g_autoptr (AnnexQuery) due = annex_query_new (&annex_risk_type);
  g_autoptr (AnnexQuery) unrated = annex_query_new (&annex_risk_type);
  g_autoptr (AnnexQuery) seen = shown != NULL ? annex_query_copy (shown) : NULL;

  annex_query_add_filter (open, "status", ANNEX_FILTER_IS_NOT, "held");
  annex_query_foreach (open, self->store, add_open, self, ANNEX_TOLD_BY_STORE);
  if (seen != NULL)
    offer (self, names, seen, _("The risks shown in the register"));
  annex_query_add_filter (unrated, "current_level", ANNEX_FILTER_IS_EMPTY, NULL);
  offer (self, names, unrated, _("Risks without a level"));
  annex_query_add_filter (due, "review_date", ANNEX_FILTER_BELOW, "today");
  offer (self, names, due, _("Risks whose review is due"));
  gtk_string_list_append (names, _("Empty, to be filled as we go"));
  adw_combo_row_set_model (self->agenda_row, G_LIST_MODEL (names));
}

static void
annex_workshop_dialog_dispose (GObject *object)
{
  AnnexWorkshopDialog *self = ANNEX_WORKSHOP_DIALOG (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->agendas, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_WORKSHOP_DIALOG);
  G_OBJECT_CLASS (annex_workshop_dialog_parent_class)->dispose (object);
}

static void
annex_workshop_dialog_class_init (AnnexWorkshopDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_workshop_dialog_dispose;
  chosen_signal = g_signal_new ("chosen", ANNEX_TYPE_WORKSHOP_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-workshop-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopDialog, open_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopDialog, place_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexWorkshopDialog, agenda_row);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
annex_workshop_dialog_init (AnnexWorkshopDialog *self)
{
  self->agendas = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self->open_group), FALSE);
}

AdwDialog *
annex_workshop_dialog_new (AnnexStore *store, const AnnexQuery *shown)
{
  AnnexWorkshopDialog *self = g_object_new (ANNEX_TYPE_WORKSHOP_DIALOG, NULL);

  self->store = g_object_ref (store);
  fill (self, shown);
  return ADW_DIALOG (self);
}
