/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-links.h"

#include <glib/gi18n.h>

#include "annex-link-row.h"
#include "core/annex-query.h"

#define MAX_SHOWN 30

struct _AnnexRecordLinks
{
  AdwBin parent_instance;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (AnnexRecordLinks, annex_record_links, ADW_TYPE_BIN)

/* The menu offers what can be made anew and linked to this record. */
static void
add_menu_item (GMenu *menu, const AnnexType *type, const AnnexField *field, gint64 id)
{
  const char *inverse = g_dgettext (GETTEXT_PACKAGE, field->inverse);
  const char *label = g_dgettext (GETTEXT_PACKAGE, type->label);
  /* Translators: the kind of record and what it will be to the one shown, such as “Asset (Assets owned)”. */
  g_autofree char *text = g_strdup_printf (_("%s (%s)"), label, inverse);
  g_autoptr (GMenuItem) item = g_menu_item_new (text, NULL);

  g_menu_item_set_action_and_target (item, "win.add-linked", "(ssx)", type->name, field->name, id);
  g_menu_append_item (menu, item);
}

/* Not before somebody looks for it: few records are opened to add something. */
static void
create_menu_cb (GtkMenuButton *button, gpointer menu)
{
  if (gtk_menu_button_get_menu_model (button) == NULL)
    gtk_menu_button_set_menu_model (button, menu);
}

static void
add_menu (AnnexRecordLinks *self, GMenu *menu)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Add Linked Record"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_menu_cb, g_object_ref (menu), g_object_unref);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (self->box, button);
}

static void
add_group (AnnexRecordLinks *self, AnnexStore *store, const AnnexType *type, const AnnexField *field, gint64 id)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (GArray) ids = NULL;
  GtkWidget *group;

  annex_query_add_filter (query, field->name, ANNEX_FILTER_IS, value);
  ids = annex_query_run (query, store, NULL);
  if (ids == NULL || ids->len == 0)
    return;

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), g_dgettext (GETTEXT_PACKAGE, field->inverse));
  for (guint i = 0; i < MIN (ids->len, MAX_SHOWN); i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), NULL);

      if (record != NULL)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), annex_link_row_new (record, FALSE));
    }
  if (ids->len > MAX_SHOWN)
    {
      g_autofree char *text = g_strdup_printf (_("All %u"), ids->len);
      g_autofree char *list = annex_query_to_string (query);
      GtkWidget *row = adw_button_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-query");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", type->name, list);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_box_append (self->box, group);
}

static void
annex_record_links_class_init (AnnexRecordLinksClass *klass)
{
}

static void
annex_record_links_init (AnnexRecordLinks *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

void
annex_record_links_show (AnnexRecordLinks *self, AnnexStore *store, AnnexRecord *record)
{
  GPtrArray *types = annex_type_list ();
  g_autoptr (GMenu) menu = g_menu_new ();
  const char *target = annex_record_get_record_type (record)->name;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = g_ptr_array_index (types, i);

      for (guint j = 0; j < type->n_fields; j++)
        if (type->fields[j].kind == ANNEX_FIELD_LINK && type->fields[j].inverse != NULL &&
            g_str_equal (type->fields[j].target, target))
          {
            add_group (self, store, type, &type->fields[j], annex_record_get_id (record));
            if (type->phase != ANNEX_PHASE_NONE)
              add_menu_item (menu, type, &type->fields[j], annex_record_get_id (record));
          }
    }
  if (g_menu_model_get_n_items (G_MENU_MODEL (menu)) > 0 && !annex_store_is_read_only (store))
    add_menu (self, menu);
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self->box)) != NULL);
}
