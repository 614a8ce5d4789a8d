/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-fieldwork.h"
#include "widgets/annex-feedback.h"

struct _AnnexFieldworkDialog
{
  AdwDialog parent_instance;

  GtkStack *stack;
  AdwPreferencesGroup *running_group;
  AdwPreferencesGroup *planned_group;

  AnnexStore *store;
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkDialog, annex_fieldwork_dialog, ADW_TYPE_DIALOG)

static guint chosen_signal;

static void
activated_cb (AnnexFieldworkDialog *self, GtkWidget *row)
{
  gint64 audit = *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id");
  g_autoptr (GError) error = NULL;

  if (!annex_audit_begin (self->store, audit, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Fieldwork Could Not Begin"), error);
      return;
    }
  g_object_ref (self);
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, chosen_signal, 0, audit);
  g_object_unref (self);
}

static void
close_cb (AnnexFieldworkDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static void
fill (AnnexFieldworkDialog *self, AdwPreferencesGroup *group, const char *status)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_audit_type);
  g_autoptr (GArray) ids = NULL;

  annex_query_add_filter (query, "status", ANNEX_FILTER_IS, status);
  annex_query_set_sort (query, "starts_on", FALSE);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      g_autoptr (AnnexRecord) audit = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);
      g_autofree char *subtitle = NULL;
      GtkWidget *row;

      if (audit == NULL)
        continue;
      row = adw_action_row_new ();
      subtitle = g_strjoin (" · ", annex_record_get_reference (audit), annex_record_get_text (audit, "kind"), annex_record_get_text (audit, "starts_on"), NULL);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), annex_record_get_title (audit));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "annex-id", g_memdup2 (&id, sizeof id), g_free);
      g_signal_connect_object (row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
      adw_preferences_group_add (group, row);
      gtk_stack_set_visible_child_name (self->stack, "audits");
    }
  gtk_widget_set_visible (GTK_WIDGET (group), ids != NULL && ids->len > 0);
}

static void
annex_fieldwork_dialog_dispose (GObject *object)
{
  g_clear_object (&ANNEX_FIELDWORK_DIALOG (object)->store);
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_FIELDWORK_DIALOG);
  G_OBJECT_CLASS (annex_fieldwork_dialog_parent_class)->dispose (object);
}

static void
annex_fieldwork_dialog_class_init (AnnexFieldworkDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_fieldwork_dialog_dispose;
  chosen_signal = g_signal_new ("chosen", ANNEX_TYPE_FIELDWORK_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-fieldwork-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkDialog, running_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkDialog, planned_group);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
}

static void
annex_fieldwork_dialog_init (AnnexFieldworkDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
annex_fieldwork_dialog_new (AnnexStore *store)
{
  AnnexFieldworkDialog *self = g_object_new (ANNEX_TYPE_FIELDWORK_DIALOG, NULL);

  self->store = g_object_ref (store);
  fill (self, self->running_group, "fieldwork");
  fill (self, self->planned_group, "planned");
  return ADW_DIALOG (self);
}
