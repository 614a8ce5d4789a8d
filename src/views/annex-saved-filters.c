/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-saved-filters.h"

#include <glib/gi18n.h>

#include "core/annex-transaction.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-commands.h"

struct _AnnexSavedFilters
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkPopover *popover;
  GtkWidget *hint;
  GtkListBox *list;
  GtkWidget *save_box;
  GtkEntry *name_entry;

  AnnexStore *store;
  const AnnexType *type;
  char *query;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexSavedFilters, annex_saved_filters, ADW_TYPE_BIN)

static void
remove_cb (AnnexSavedFilters *self, GtkButton *button)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;

  g_array_append_vals (ids, g_object_get_data (G_OBJECT (button), "annex-id"), 1);
  gtk_popover_popdown (self->popover);
  if (annex_record_commands_delete (self->store, ids, &done, &error))
    annex_feedback_say_undoable (GTK_WIDGET (self), done);
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Remove the Filter"), error);
}

static void
append_row (AnnexSavedFilters *self, AnnexRecord *record)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-delete-symbolic");
  gint64 id = annex_record_get_id (record);
  g_autofree char *tooltip = g_strdup_printf (_("Remove filter “%s”"), annex_record_get_title (record));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), annex_record_get_title (record));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data_full (G_OBJECT (row), "annex-query", g_strdup (annex_record_get_value (record, "query")), g_free);
  g_object_set_data_full (G_OBJECT (button), "annex-id", g_memdup2 (&id, sizeof id), g_free);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_visible (button, !annex_store_is_read_only (self->store));
  g_signal_connect_object (button, "clicked", G_CALLBACK (remove_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  gtk_list_box_append (self->list, row);
}

/* Filled before it is shown, so that the focus finds its place. */
static void
fill_cb (GtkMenuButton *button, gpointer user_data)
{
  AnnexSavedFilters *self = user_data;
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("saved_filter"));
  g_autoptr (GArray) ids = NULL;

  annex_query_add_filter (query, "record_type", ANNEX_FILTER_IS, self->type->name);
  annex_query_set_sort (query, "name", FALSE);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  gtk_list_box_remove_all (self->list);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record =
        annex_store_load (self->store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);

      if (record != NULL)
        append_row (self, record);
    }
  gtk_widget_set_visible (self->hint, gtk_list_box_get_row_at_index (self->list, 0) == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->list), gtk_list_box_get_row_at_index (self->list, 0) != NULL);
  gtk_widget_set_visible (self->save_box, !annex_store_is_read_only (self->store) && *self->query != '\0');
}

static void
row_activated_cb (AnnexSavedFilters *self, GtkListBoxRow *row)
{
  g_autofree char *query = g_strdup (g_object_get_data (G_OBJECT (row), "annex-query"));

  gtk_popover_popdown (self->popover);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, query);
}

/* Returns: the filter of that name in this register, 0 for none. */
static gint64
find_named (AnnexSavedFilters *self, const char *name)
{
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("saved_filter"));
  g_autoptr (GArray) ids = NULL;

  annex_query_add_filter (query, "record_type", ANNEX_FILTER_IS, self->type->name);
  annex_query_add_filter (query, "name", ANNEX_FILTER_IS, name);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);

  return ids != NULL && ids->len > 0 ? g_array_index (ids, gint64, 0) : 0;
}

static gboolean
save (AnnexSavedFilters *self, const char *name, GError **error)
{
  const AnnexType *type = annex_type_find ("saved_filter");
  gint64 id = find_named (self, name);
  GPtrArray *fields = annex_store_get_fields (self->store, type);
  g_autofree const char **values = g_new0 (const char *, fields->len + 1);
  g_autofree char *label = g_strdup_printf (_("Save filter “%s”"), name);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (self->store, label, error);

  if (transaction == NULL)
    return FALSE;

  if (id != 0)
    return annex_transaction_set (transaction, id, "query", self->query, error) && annex_transaction_commit (transaction, error);

  values[annex_store_find_field_index (self->store, type, "record_type")] = self->type->name;
  values[annex_store_find_field_index (self->store, type, "name")] = name;
  values[annex_store_find_field_index (self->store, type, "query")] = self->query;

  return annex_transaction_create (transaction, type, values, error) != 0 && annex_transaction_commit (transaction, error);
}

static void
save_cb (AnnexSavedFilters *self)
{
  g_autoptr (GError) error = NULL;
  const char *name = gtk_editable_get_text (GTK_EDITABLE (self->name_entry));

  if (*name == '\0')
    return;

  gtk_popover_popdown (self->popover);
  if (save (self, name, &error))
    annex_feedback_say (GTK_WIDGET (self), _("Filter saved"));
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Save the Filter"), error);
  gtk_editable_set_text (GTK_EDITABLE (self->name_entry), "");
}

static void
annex_saved_filters_dispose (GObject *object)
{
  AnnexSavedFilters *self = ANNEX_SAVED_FILTERS (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->query, g_free);

  G_OBJECT_CLASS (annex_saved_filters_parent_class)->dispose (object);
}

static void
annex_saved_filters_class_init (AnnexSavedFiltersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_saved_filters_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ANNEX_TYPE_SAVED_FILTERS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-saved-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexSavedFilters, button);
  gtk_widget_class_bind_template_child (widget_class, AnnexSavedFilters, popover);
  gtk_widget_class_bind_template_child (widget_class, AnnexSavedFilters, hint);
  gtk_widget_class_bind_template_child (widget_class, AnnexSavedFilters, list);
  gtk_widget_class_bind_template_child (widget_class, AnnexSavedFilters, save_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexSavedFilters, name_entry);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
}

static void
annex_saved_filters_init (AnnexSavedFilters *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->button, fill_cb, self, NULL);
}

void
annex_saved_filters_set_type (AnnexSavedFilters *self, AnnexStore *store, const AnnexType *type)
{
  g_set_object (&self->store, store);
  self->type = type;
}

void
annex_saved_filters_set_query (AnnexSavedFilters *self, const AnnexQuery *query)
{
  g_free (self->query);
  self->query = annex_query_to_string (query);
}
