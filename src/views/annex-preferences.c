/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-preferences.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-field-control.h"
#include "widgets/annex-record-commands.h"

static AdwPreferencesGroup *
add_group (AdwPreferencesPage *page, const char *title, const char *description)
{
  AdwPreferencesGroup *group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());

  adw_preferences_group_set_title (group, title);
  adw_preferences_group_set_description (group, description);
  adw_preferences_page_add (page, group);
  return group;
}

static const char *const schemes[] = { "default", "light", "dark", NULL };

static gboolean
scheme_to_index (GValue *value, GVariant *variant, gpointer data)
{
  for (guint i = 0; schemes[i] != NULL; i++)
    if (g_strcmp0 (schemes[i], g_variant_get_string (variant, NULL)) == 0)
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
index_to_scheme (const GValue *value, const GVariantType *type, gpointer data)
{
  return g_variant_new_string (schemes[MIN (g_value_get_uint (value), 2)]);
}

static AdwPreferencesPage *
make_general_page (void)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group;
  g_autoptr (GSettings) settings = g_settings_new (ANNEX_APPLICATION_ID);
  const char *labels[] = { _("As the System"), _("Light"), _("Dark"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (labels);
  GtkWidget *name = adw_entry_row_new ();
  GtkWidget *scheme = adw_combo_row_new ();
  GtkWidget *delays = adw_switch_row_new ();

  adw_preferences_page_set_title (page, _("General"));
  adw_preferences_page_set_icon_name (page, "preferences-system-symbolic");
  group = add_group (page, _("You"), _("Each change is logged under this name; empty takes the account’s."));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (name), _("Name"));
  g_settings_bind (settings, "author-name", name, "text", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (group, name);

  group = add_group (page, _("Appearance"), NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (scheme), _("Colors"));
  adw_combo_row_set_model (ADW_COMBO_ROW (scheme), G_LIST_MODEL (model));
  g_settings_bind_with_mapping (settings, "color-scheme", scheme, "selected", G_SETTINGS_BIND_DEFAULT,
                                scheme_to_index, index_to_scheme, NULL, NULL);
  adw_preferences_group_add (group, scheme);

  group = add_group (page, _("Notifications"), NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (delays), _("Delays of Corrective Actions"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (delays), _("Told by the desktop when a delay begins to concern somebody else"));
  g_settings_bind (settings, "notify-delays", delays, "active", G_SETTINGS_BIND_DEFAULT);
  adw_preferences_group_add (group, delays);
  return page;
}

static void
committed_cb (AnnexFieldControl *control, const char *value, gpointer data)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 id = annex_field_control_get_record (control);

  g_array_append_val (ids, id);
  if (annex_record_commands_set (annex_field_control_get_store (control), ids, annex_field_control_get_field (control), value, &error))
    annex_field_control_show_error (control, NULL);
  else
    annex_field_control_show_error (control, error->message);
}

/* A row that edits one field of a record; @title takes the place of the field's own label. */
static GtkWidget *
make_field_row (AnnexStore *store, AnnexRecord *record, const AnnexField *field, const char *title)
{
  AnnexFieldControl *control = annex_field_control_new (store, field);
  GtkWidget *row = annex_field_control_get_widget (control);

  annex_field_control_set_record (control, annex_record_get_id (record));
  annex_field_control_set_value (control, annex_record_get_value (record, field->name));
  if (title != NULL && ADW_IS_PREFERENCES_ROW (row))
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  g_signal_connect (control, "committed", G_CALLBACK (committed_cb), NULL);
  g_object_set_data_full (G_OBJECT (row), "annex-control", control, g_object_unref);
  gtk_widget_set_sensitive (row, !annex_store_is_read_only (store));
  return row;
}

typedef struct
{
  AnnexStore *store;
  AdwPreferencesGroup *group;
} LevelRows;

static gboolean
add_level_row (AnnexRecord *record, gpointer user_data)
{
  LevelRows *rows = user_data;
  const AnnexField *field = annex_type_get_title_field (annex_record_get_record_type (record));
  g_autofree char *title = g_strdup_printf (_("Level %s"), annex_record_get_text (record, "level"));

  adw_preferences_group_add (rows->group, make_field_row (rows->store, record, field, title));
  return TRUE;
}

static void
add_scale (AdwPreferencesPage *page, AnnexStore *store, const char *scale, const char *title)
{
  LevelRows rows = { store, add_group (page, title, NULL) };
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("scale_level"));

  annex_query_add_filter (query, "scale", ANNEX_FILTER_IS, scale);
  annex_query_set_sort (query, "level", FALSE);
  annex_query_foreach (query, store, add_level_row, &rows, ANNEX_TOLD_BY_STORE);
}

typedef struct
{
  AnnexStore *store;
  AdwPreferencesGroup *group;
  AdwComboRow *type_row;
  AdwComboRow *kind_row;
} OwnFields;

static void
remove_own_field_cb (GtkButton *button, OwnFields *own)
{
  GtkWidget *row = gtk_widget_get_ancestor (GTK_WIDGET (button), ADW_TYPE_ACTION_ROW);
  gint64 *id = g_object_get_data (G_OBJECT (row), "annex-id");
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  g_autofree char *done = NULL;

  g_array_append_val (ids, *id);
  if (annex_record_commands_delete (own->store, ids, &done, &error))
    adw_preferences_group_remove (own->group, row);
  else
    annex_feedback_refuse (row, _("Could Not Delete"), error);
}

static gboolean
add_own_field_row (AnnexRecord *record, gpointer user_data)
{
  OwnFields *own = user_data;
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_from_icon_name ("user-trash-symbolic");
  gint64 id = annex_record_get_id (record);
  g_autofree char *subtitle =
    g_strdup_printf ("%s · %s", annex_record_get_text (record, "record_type"), annex_record_get_text (record, "kind"));

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), annex_record_get_title (record));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  g_object_set_data_full (G_OBJECT (row), "annex-id", g_memdup2 (&id, sizeof id), g_free);
  gtk_widget_set_tooltip_text (button, _("Delete This Field"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  g_signal_connect (button, "clicked", G_CALLBACK (remove_own_field_cb), own);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (own->group, row);
  return TRUE;
}

static const char *
get_choice (AdwComboRow *row, const char *field_name)
{
  return annex_type_find_field (annex_type_find ("custom_field"), field_name)->choices[adw_combo_row_get_selected (row)].key;
}

static void
add_own_field_cb (AdwEntryRow *row, OwnFields *own)
{
  const AnnexType *type = annex_type_find ("custom_field");
  GPtrArray *fields = annex_store_get_fields (own->store, type);
  g_autofree const char **values = g_new0 (const char *, fields->len);
  g_autofree char *label = g_strdup (gtk_editable_get_text (GTK_EDITABLE (row)));
  g_autofree char *what = g_strdup_printf (_("Add the own field “%s”"), label);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (own->store, what, &error);
  g_autoptr (AnnexRecord) record = NULL;
  gint64 id = 0;

  values[annex_store_find_field_index (own->store, type, "record_type")] = get_choice (own->type_row, "record_type");
  values[annex_store_find_field_index (own->store, type, "label")] = label;
  values[annex_store_find_field_index (own->store, type, "kind")] = get_choice (own->kind_row, "kind");
  if (transaction != NULL)
    id = annex_transaction_create (transaction, type, values, &error);
  if (id == 0 || !annex_transaction_commit (transaction, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (row), _("Could Not Add the Field"), error);
      return;
    }
  record = annex_store_load (own->store, id, ANNEX_TOLD_BY_STORE);
  add_own_field_row (record, own);
  gtk_editable_set_text (GTK_EDITABLE (row), "");
}

/* What the next field added will be. */
static AdwComboRow *
add_choice_row (OwnFields *own, const char *title, const char *field_name, const char *selected)
{
  const AnnexField *field = annex_type_find_field (annex_type_find ("custom_field"), field_name);
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *row = adw_combo_row_new ();

  for (const AnnexChoice *choice = field->choices; choice->key != NULL; choice++)
    gtk_string_list_append (labels, _(choice->label));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  for (guint i = 0; field->choices[i].key != NULL; i++)
    if (g_str_equal (field->choices[i].key, selected))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  adw_preferences_group_add (own->group, row);
  return ADW_COMBO_ROW (row);
}

static void
add_custom_fields (AdwPreferencesPage *page, AnnexStore *store)
{
  OwnFields *own = g_new0 (OwnFields, 1);
  g_autoptr (AnnexQuery) query = annex_query_new (annex_type_find ("custom_field"));
  GtkWidget *entry = adw_entry_row_new ();

  own->store = store;
  own->group = add_group (page, _("Own Fields"), _("Fields that this engagement adds to a register: in its form, its table’s columns, import and export. "
                           "An information security property, such as authenticity, stands with confidentiality, integrity and "
                           "availability: in a risk with the reason why it is affected, in an asset with its need."));
  g_object_set_data_full (G_OBJECT (own->group), "annex-own", own, g_free);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Add a Field"));
  adw_entry_row_set_show_apply_button (ADW_ENTRY_ROW (entry), TRUE);
  g_signal_connect (entry, "apply", G_CALLBACK (add_own_field_cb), own);
  gtk_widget_set_sensitive (entry, !annex_store_is_read_only (store));
  adw_preferences_group_add (own->group, entry);
  own->type_row = add_choice_row (own, _("Register of the New Field"), "record_type", "asset");
  own->kind_row = add_choice_row (own, _("Kind of the New Field"), "kind", "text");
  annex_query_foreach (query, store, add_own_field_row, own, ANNEX_TOLD_BY_STORE);
}

static AdwPreferencesPage *
make_engagement_page (AnnexStore *store)
{
  AdwPreferencesPage *page = ADW_PREFERENCES_PAGE (adw_preferences_page_new ());
  AdwPreferencesGroup *group = add_group (page, _("Engagement"), NULL);
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, ANNEX_TOLD_BY_STORE);

  adw_preferences_page_set_title (page, _("Engagement"));
  adw_preferences_page_set_icon_name (page, "x-office-document-symbolic");
  if (engagement != NULL)
    {
      const AnnexType *type = annex_record_get_record_type (engagement);

      for (guint i = 0; i < type->n_fields; i++)
        if (annex_field_is_stored (&type->fields[i]))
          adw_preferences_group_add (group, make_field_row (store, engagement, &type->fields[i], NULL));
    }
  add_scale (page, store, "classification", _("Classification"));
  add_scale (page, store, "need", _("Protection Needs"));
  add_scale (page, store, "incident_severity", _("Severity of Incidents"));
  add_scale (page, store, "cause_category", _("Categories of Causes"));
  add_custom_fields (page, store);
  return page;
}

AdwDialog *
annex_preferences_new (AnnexStore *store)
{
  AdwDialog *dialog = adw_preferences_dialog_new ();

  adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), make_general_page ());
  if (store != NULL)
    {
      g_object_set_data_full (G_OBJECT (dialog), "annex-store", g_object_ref (store), g_object_unref);
      adw_preferences_dialog_add (ADW_PREFERENCES_DIALOG (dialog), make_engagement_page (store));
    }
  return dialog;
}
