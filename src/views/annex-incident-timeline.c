/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-incident-timeline.h"

#include <glib/gi18n.h>

#include "isms/annex-isms.h"
#include "isms/do/incident.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-field-control.h"
#include "widgets/annex-record-commands.h"
#include "widgets/annex-record-part.h"

/* So many of the newest entries are in sight; the rest is asked for. */
#define N_SHOWN 5u

struct _AnnexIncidentTimeline
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  AdwEntryRow *entry_row;
  GtkWidget *more_row;
  GPtrArray *rows;

  AnnexStore *store;
  gint64 incident;
  gint64 expanded; /* the entry that is being edited, 0 for none */
  gboolean shows_all;
  guint rebuilding;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexIncidentTimeline, annex_incident_timeline, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
entry_added_cb (AnnexIncidentTimeline *self)
{
  g_autofree char *line = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry_row)));
  g_autoptr (GError) error = NULL;

  if (*g_strstrip (line) == '\0')
    return;
  if (annex_incident_add_entry (self->store, self->incident, line, &error) == 0)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Entry Could Not Be Added"), error);
      return;
    }
  gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->entry_row));
}

static void
committed_cb (AnnexFieldControl *control, const char *value, AnnexIncidentTimeline *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *kept = g_strdup (value);
  g_autoptr (GError) error = NULL;
  gint64 id = annex_field_control_get_record (control);

  g_array_append_val (ids, id);
  if (!annex_record_commands_set (self->store, ids, annex_field_control_get_field (control), kept, &error))
    annex_field_control_show_error (control, error->message);
}

static void
deleted_cb (AnnexIncidentTimeline *self)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *done = NULL;
  g_autoptr (GError) error = NULL;

  g_array_append_val (ids, self->expanded);
  if (!annex_record_commands_delete (self->store, ids, &done, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Entry Could Not Be Deleted"), error);
      return;
    }
  self->expanded = 0;
  annex_feedback_say_undoable (GTK_WIDGET (self), done);
}

static void
add_editors (AnnexIncidentTimeline *self, AdwExpanderRow *row, AnnexRecord *entry)
{
  static const char *const names[] = { "title", "at", "author" };
  GtkWidget *delete_row = adw_button_row_new ();

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      AnnexFieldControl *control = annex_field_control_new (self->store, annex_type_find_field (&annex_incident_entry_type, names[i]));

      annex_field_control_set_record (control, annex_record_get_id (entry));
      annex_field_control_set_value (control, annex_record_get_value (entry, names[i]));
      g_signal_connect_object (control, "committed", G_CALLBACK (committed_cb), self, 0);
      adw_expander_row_add_row (row, annex_field_control_get_widget (control));
      g_object_set_data_full (G_OBJECT (annex_field_control_get_widget (control)), "annex-control", control, g_object_unref);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (delete_row), _("Delete This Entry"));
  gtk_widget_add_css_class (delete_row, "destructive-action");
  g_signal_connect_object (delete_row, "activated", G_CALLBACK (deleted_cb), self, G_CONNECT_SWAPPED);
  adw_expander_row_add_row (row, delete_row);
}

/* One entry is edited at a time. */
static void
expanded_cb (AdwExpanderRow *row, GParamSpec *pspec, AnnexIncidentTimeline *self)
{
  gint64 id = *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id");

  if (!adw_expander_row_get_expanded (row))
    {
      if (self->expanded == id)
        self->expanded = 0;
      return;
    }
  if (self->expanded != id)
    {
      g_autoptr (AnnexRecord) entry = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);

      self->expanded = id;
      for (guint i = 0; i < self->rows->len; i++)
        if (self->rows->pdata[i] != row)
          adw_expander_row_set_expanded (self->rows->pdata[i], FALSE);
      if (entry != NULL && g_object_get_data (G_OBJECT (row), "annex-edits") == NULL)
        add_editors (self, row, entry);
      g_object_set_data (G_OBJECT (row), "annex-edits", row);
    }
}

static void
add_entry (AnnexIncidentTimeline *self, AnnexRecord *entry)
{
  GtkWidget *row = adw_expander_row_new ();
  gint64 id = annex_record_get_id (entry);
  const char *author = annex_record_get_text (entry, "author");
  g_autofree char *subtitle = *author != '\0' ? g_strdup_printf ("%s · %s", annex_record_get_text (entry, "at"), author)
                                             : g_strdup (annex_record_get_text (entry, "at"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), annex_record_get_title (entry));
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (row), subtitle);
  g_object_set_data_full (G_OBJECT (row), "annex-id", g_memdup2 (&id, sizeof id), g_free);
  if (self->expanded == id)
    {
      add_editors (self, ADW_EXPANDER_ROW (row), entry);
      g_object_set_data (G_OBJECT (row), "annex-edits", row);
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (row), TRUE);
    }
  adw_expander_row_set_enable_expansion (ADW_EXPANDER_ROW (row), !annex_store_is_read_only (self->store));
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, 0);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
}

static void
clear_entries (AnnexIncidentTimeline *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
}

static void
rebuild (AnnexIncidentTimeline *self)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GPtrArray) entries = annex_incident_dup_entries (self->store, self->incident, &failure);
  guint n_entries = entries != NULL ? entries->len : 0;
  guint n = self->shows_all ? n_entries : MIN (n_entries, N_SHOWN);
  g_autofree char *all = g_strdup_printf (_("Show All %u"), n_entries);

  clear_entries (self);
  adw_preferences_group_remove (self->group, self->more_row);
  if (entries == NULL)
    {
      g_ptr_array_add (self->rows, annex_feedback_new_unreadable_row (failure));
      adw_preferences_group_add (self->group, self->rows->pdata[0]);
    }
  for (guint i = 0; i < n; i++)
    add_entry (self, entries->pdata[n_entries - 1 - i]);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more_row), all);
  gtk_widget_set_visible (self->more_row, n < n_entries);
  adw_preferences_group_add (self->group, self->more_row);
  gtk_widget_set_visible (GTK_WIDGET (self->entry_row), !annex_store_is_read_only (self->store));
}

static void
rebuild_cb (gpointer data)
{
  AnnexIncidentTimeline *self = data;

  self->rebuilding = 0;
  rebuild (self);
}

/* A row must not go while one of its own handlers runs. */
static void
queue_rebuild (AnnexIncidentTimeline *self)
{
  if (self->rebuilding == 0)
    self->rebuilding = g_idle_add_once (rebuild_cb, self);
}

static void
more_cb (AnnexIncidentTimeline *self)
{
  guint n_before = self->rows->len;

  self->shows_all = TRUE;
  rebuild (self);
  if (n_before < self->rows->len)
    gtk_widget_grab_focus (self->rows->pdata[n_before]);
}

static void
annex_incident_timeline_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexIncidentTimeline *self = ANNEX_INCIDENT_TIMELINE (part);

  if (self->incident != annex_record_get_id (record))
    {
      self->shows_all = FALSE;
      self->expanded = 0;
      gtk_editable_set_text (GTK_EDITABLE (self->entry_row), "");
    }
  g_set_object (&self->store, store);
  self->incident = annex_record_get_id (record);
  queue_rebuild (self);
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_incident_timeline_show;
}

static void
annex_incident_timeline_dispose (GObject *object)
{
  AnnexIncidentTimeline *self = ANNEX_INCIDENT_TIMELINE (object);

  g_clear_handle_id (&self->rebuilding, g_source_remove);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_object (&self->more_row);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (annex_incident_timeline_parent_class)->dispose (object);
}

static void
annex_incident_timeline_class_init (AnnexIncidentTimelineClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_incident_timeline_dispose;
}

static void
annex_incident_timeline_init (AnnexIncidentTimeline *self)
{
  self->rows = g_ptr_array_new ();
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->entry_row = ADW_ENTRY_ROW (adw_entry_row_new ());
  self->more_row = g_object_ref_sink (adw_button_row_new ());
  adw_preferences_group_set_title (self->group, _("Timeline"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->entry_row), _("What Happened Now"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->entry_row), _("A time before it says when, such as “14:05 Account locked”"));
  adw_entry_row_set_show_apply_button (self->entry_row, TRUE);
  g_signal_connect_object (self->entry_row, "apply", G_CALLBACK (entry_added_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->more_row, "activated", G_CALLBACK (more_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, GTK_WIDGET (self->entry_row));
  adw_preferences_group_add (self->group, self->more_row);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->group));
}

GtkWidget *
annex_incident_timeline_new (void)
{
  return g_object_new (ANNEX_TYPE_INCIDENT_TIMELINE, NULL);
}
