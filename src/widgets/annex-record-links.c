/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-links.h"

#include <glib/gi18n.h>

#include "annex-feedback.h"
#include "annex-gradual-filling.h"
#include "annex-link-row.h"
#include "core/annex-query.h"

#define MAX_SHOWN 30

struct _AnnexRecordLinks
{
  AdwBin parent_instance;

  gint64 id;  /* of the record that is shown */
  char *told; /* (nullable): what is told of it */
};

/* What is made little by little, and then shown in place of what was. */
typedef struct
{
  AnnexStore *store;
  AnnexRecord *record;
  GArray *kinds; /* of Kind */
  GtkBox *box;
  GMenu *menu;
  GString *told;
} Making;

/* The records of a type that link to one by a field. */
typedef struct
{
  const AnnexType *type;
  const AnnexField *field;
} Kind;

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
add_menu (Making *making)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _("Add Linked Record"));
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_menu_cb, g_object_ref (making->menu),
                                         g_object_unref);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_box_append (making->box, button);
  g_string_append (making->told, "+");
}

static void
add_unreadable (Making *making, GtkWidget *group, const GError *failure)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), annex_feedback_new_unreadable_row (failure));
  g_string_append_printf (making->told, "%s\n", failure->message);
}

static void
add_link (Making *making, GtkWidget *group, const AnnexType *type, gint64 id)
{
  const char *const fields[] = { "reference", annex_type_get_title_field (type)->name, NULL };
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) record = annex_store_load_fields (making->store, id, fields, &failure);

  if (record == NULL)
    {
      add_unreadable (making, group, failure);
      return;
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), annex_link_row_new (record, FALSE));
  g_string_append_printf (making->told, "%" G_GINT64_FORMAT " %s %s\n", id, annex_record_get_reference (record),
                          annex_record_get_title (record));
}

static void
add_group (Making *making, const AnnexType *type, const AnnexField *field)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (making->record));
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GError) failure = NULL;
  GtkWidget *group;

  annex_query_add_filter (query, field->name, ANNEX_FILTER_IS, value);
  ids = annex_query_run (query, making->store, &failure);
  if (ids != NULL && ids->len == 0)
    return;

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), g_dgettext (GETTEXT_PACKAGE, field->inverse));
  if (ids == NULL)
    add_unreadable (making, group, failure);
  else
    g_string_append_printf (making->told, "%s.%s %u\n", type->name, field->name, ids->len);
  for (guint i = 0; ids != NULL && i < MIN (ids->len, MAX_SHOWN); i++)
    add_link (making, group, type, g_array_index (ids, gint64, i));
  if (ids != NULL && ids->len > MAX_SHOWN)
    {
      g_autofree char *text = g_strdup_printf (_("All %u"), ids->len);
      g_autofree char *list = annex_query_to_string (query);
      GtkWidget *row = adw_button_row_new ();

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show-query");
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(ss)", type->name, list);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  gtk_box_append (making->box, group);
}

/* Widgets stay, and with them the focus, where they would say the same. */
static void
show_made (AnnexRecordLinks *self, Making *making)
{
  if (g_menu_model_get_n_items (G_MENU_MODEL (making->menu)) > 0 && !annex_store_is_read_only (making->store))
    add_menu (making);
  if (self->id != annex_record_get_id (making->record) || g_strcmp0 (self->told, making->told->str) != 0)
    adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (making->box));
  self->id = annex_record_get_id (making->record);
  g_set_str (&self->told, making->told->str);
  gtk_widget_set_visible (GTK_WIDGET (self), making->told->len > 0);
}

/* One more than there are kinds shows what was made. */
static void
make_cb (GtkWidget *widget, guint index, gpointer user_data)
{
  Making *making = user_data;
  const Kind *kind = index < making->kinds->len ? &g_array_index (making->kinds, Kind, index) : NULL;

  if (kind == NULL)
    {
      show_made (ANNEX_RECORD_LINKS (widget), making);
      return;
    }
  add_group (making, kind->type, kind->field);
  if (kind->type->phase != ANNEX_PHASE_NONE)
    add_menu_item (making->menu, kind->type, kind->field, annex_record_get_id (making->record));
}

static void
making_free (gpointer data)
{
  Making *making = data;

  g_object_unref (making->store);
  g_object_unref (making->record);
  g_array_unref (making->kinds);
  g_object_unref (making->box);
  g_object_unref (making->menu);
  g_string_free (making->told, TRUE);
  g_free (making);
}

static void
annex_record_links_finalize (GObject *object)
{
  g_free (ANNEX_RECORD_LINKS (object)->told);
  G_OBJECT_CLASS (annex_record_links_parent_class)->finalize (object);
}

static void
annex_record_links_class_init (AnnexRecordLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_record_links_finalize;
}

static void
annex_record_links_init (AnnexRecordLinks *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static GArray *
list_kinds (const char *target)
{
  GArray *kinds = g_array_new (FALSE, FALSE, sizeof (Kind));
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = g_ptr_array_index (types, i);

      for (guint j = 0; j < type->n_fields; j++)
        if (type->fields[j].kind == ANNEX_FIELD_LINK && type->fields[j].inverse != NULL &&
            g_str_equal (type->fields[j].target, target))
          {
            Kind kind = { type, &type->fields[j] };

            g_array_append_val (kinds, kind);
          }
    }
  return kinds;
}

void
annex_record_links_show (AnnexRecordLinks *self, AnnexStore *store, AnnexRecord *record)
{
  Making *making = g_new0 (Making, 1);

  making->store = g_object_ref (store);
  making->record = g_object_ref (record);
  making->kinds = list_kinds (annex_record_get_record_type (record)->name);
  making->box = g_object_ref_sink (GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18)));
  making->menu = g_menu_new ();
  making->told = g_string_new (NULL);
  if (self->id != annex_record_get_id (record))
    gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  annex_gradual_filling_start (GTK_WIDGET (self), making->kinds->len + 1, 0, make_cb, making, making_free);
}
