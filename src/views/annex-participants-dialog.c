/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-participants-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/plan/workshop-session.h"
#include "widgets/annex-feedback.h"

#define MAX_FOUND 6

struct _AnnexParticipantsDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *name_row;
  AdwEntryRow *role_row;
  AdwPreferencesGroup *found;
  AdwPreferencesGroup *present;

  GPtrArray *found_rows;
  GPtrArray *present_rows;
  AnnexStore *store;
  gint64 workshop;
};

G_DEFINE_FINAL_TYPE (AnnexParticipantsDialog, annex_participants_dialog, ADW_TYPE_DIALOG)

static void
clear_rows (AdwPreferencesGroup *group, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    adw_preferences_group_remove (group, rows->pdata[i]);
  g_ptr_array_set_size (rows, 0);
}

static AdwActionRow *
add_row (AdwPreferencesGroup *group, GPtrArray *rows, const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_preferences_group_add (group, row);
  g_ptr_array_add (rows, row);
  return ADW_ACTION_ROW (row);
}

static void show_all (AnnexParticipantsDialog *self);

static void
add (AnnexParticipantsDialog *self, const char *name, const char *role)
{
  g_autoptr (GError) error = NULL;

  if (annex_workshop_add_participant (self->store, self->workshop, name, role, &error) == 0)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Participant Could Not Be Added"), error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->name_row), "");
  gtk_editable_set_text (GTK_EDITABLE (self->role_row), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  show_all (self);
}

static void
add_cb (AnnexParticipantsDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  g_autofree char *role = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->role_row))));

  if (*name == '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->name_row));
  else
    add (self, name, role);
}

static void
found_cb (AnnexParticipantsDialog *self, AdwActionRow *row)
{
  g_autofree char *name = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  g_autofree char *role = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->role_row)));

  add (self, name, role);
}

static void
remove_cb (AnnexParticipantsDialog *self, GtkWidget *button)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "annex-id");
  g_autoptr (GError) error = NULL;

  if (!annex_workshop_remove_participant (self->store, *id, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Participant Could Not Be Removed"), error);
  show_all (self);
}

static gboolean
is_present (GPtrArray *attendance, const char *name)
{
  for (guint i = 0; i < attendance->len; i++)
    if (g_strcmp0 (annex_record_get_title (attendance->pdata[i]), name) == 0)
      return TRUE;
  return FALSE;
}

static void
show_found (AnnexParticipantsDialog *self, GPtrArray *attendance)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_person_type);
  g_autoptr (GArray) ids = NULL;

  clear_rows (self->found, self->found_rows);
  annex_query_set_search (query, gtk_editable_get_text (GTK_EDITABLE (self->name_row)));
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  for (guint i = 0; ids != NULL && i < ids->len && self->found_rows->len < MAX_FOUND; i++)
    {
      g_autoptr (AnnexRecord) person =
        annex_store_load (self->store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);
      AdwActionRow *row;

      if (person == NULL || is_present (attendance, annex_record_get_title (person)))
        continue;
      row = add_row (self->found, self->found_rows, annex_record_get_title (person), annex_record_get_text (person, "role"));
      adw_action_row_add_suffix (row, gtk_image_new_from_icon_name ("list-add-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_signal_connect_object (row, "activated", G_CALLBACK (found_cb), self, G_CONNECT_SWAPPED);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->found), self->found_rows->len > 0);
}

static void
show_present (AnnexParticipantsDialog *self, GPtrArray *attendance)
{
  clear_rows (self->present, self->present_rows);
  for (guint i = 0; i < attendance->len; i++)
    {
      AnnexRecord *record = attendance->pdata[i];
      AdwActionRow *row = add_row (self->present, self->present_rows, annex_record_get_title (record), annex_record_get_text (record, "role"));
      GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
      g_autofree char *label = g_strdup_printf (_("Remove %s"), annex_record_get_title (record));
      gint64 id = annex_record_get_id (record);

      gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
      gtk_widget_add_css_class (button, "flat");
      gtk_widget_set_tooltip_text (button, label);
      g_object_set_data_full (G_OBJECT (button), "annex-id", g_memdup2 (&id, sizeof id), g_free);
      g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
      adw_action_row_add_suffix (row, button);
    }
  if (attendance->len == 0)
    add_row (self->present, self->present_rows, _("Nobody yet"), _("Those who are here estimate, and stand in the minutes."));
}

static void
show_all (AnnexParticipantsDialog *self)
{
  g_autoptr (GPtrArray) attendance = annex_workshop_dup_attendance (self->store, self->workshop, ANNEX_TOLD_BY_STORE);

  if (attendance == NULL)
    return;
  show_found (self, attendance);
  show_present (self, attendance);
}

static void
name_changed_cb (AnnexParticipantsDialog *self)
{
  g_autoptr (GPtrArray) attendance = NULL;

  if (self->store == NULL)
    return;
  attendance = annex_workshop_dup_attendance (self->store, self->workshop, ANNEX_TOLD_BY_STORE);
  if (attendance != NULL)
    show_found (self, attendance);
}

static void
annex_participants_dialog_dispose (GObject *object)
{
  AnnexParticipantsDialog *self = ANNEX_PARTICIPANTS_DIALOG (object);

  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_PARTICIPANTS_DIALOG);
  G_OBJECT_CLASS (annex_participants_dialog_parent_class)->dispose (object);
}

static void
annex_participants_dialog_finalize (GObject *object)
{
  AnnexParticipantsDialog *self = ANNEX_PARTICIPANTS_DIALOG (object);

  g_ptr_array_unref (self->found_rows);
  g_ptr_array_unref (self->present_rows);
  G_OBJECT_CLASS (annex_participants_dialog_parent_class)->finalize (object);
}

static void
annex_participants_dialog_class_init (AnnexParticipantsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_participants_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_participants_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-participants-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexParticipantsDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexParticipantsDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexParticipantsDialog, found);
  gtk_widget_class_bind_template_child (widget_class, AnnexParticipantsDialog, present);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
}

static void
annex_participants_dialog_init (AnnexParticipantsDialog *self)
{
  self->found_rows = g_ptr_array_new ();
  self->present_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_dialog_set_focus (ADW_DIALOG (self), GTK_WIDGET (self->name_row));
}

AdwDialog *
annex_participants_dialog_new (AnnexStore *store, gint64 workshop)
{
  AnnexParticipantsDialog *self = g_object_new (ANNEX_TYPE_PARTICIPANTS_DIALOG, NULL);

  self->store = g_object_ref (store);
  self->workshop = workshop;
  show_all (self);
  return ADW_DIALOG (self);
}
