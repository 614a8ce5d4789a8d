/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-columns.h"

#include <glib/gi18n.h>

#include "annex-record-cell.h"

#define SAVE_DELAY_MS 400
#define SORT_ARROW_WIDTH 34 /* with the margins of a title */
#define MAX_TITLE_WIDTH 180

struct _AnnexRecordColumns
{
  GObject parent_instance;

  GtkColumnView *view;
  AnnexStore *store;
  const AnnexType *type;
  GPtrArray *fields;
  GSimpleActionGroup *actions;
  GMenu *menu;
  gulong reordered_handler;
  guint save_source;
};

G_DEFINE_FINAL_TYPE (AnnexRecordColumns, annex_record_columns, G_TYPE_OBJECT)

static char *
dup_setting_key (AnnexRecordColumns *self)
{
  return g_strdup_printf ("columns/%s", self->type->name);
}

/* Action names may not hold the underscores of field names. */
static char *
dup_action_name (const AnnexField *field)
{
  return g_strdelimit (g_strdup (field->name), "_", '-');
}

static GtkColumnViewColumn *
find_column (AnnexRecordColumns *self, const char *name)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_id (column), name) == 0)
        return column;
    }

  return NULL;
}

static void
save (AnnexRecordColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *key = dup_setting_key (self);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      g_string_append_printf (text, "%s:%d:%d;", gtk_column_view_column_get_id (column),
                              gtk_column_view_column_get_fixed_width (column),
                              gtk_column_view_column_get_visible (column));
    }
  annex_store_set_setting_later (self->store, key, text->str);
}

static void
save_cb (gpointer user_data)
{
  AnnexRecordColumns *self = user_data;

  self->save_source = 0;
  save (self);
}

static void
column_changed_cb (AnnexRecordColumns *self)
{
  g_clear_handle_id (&self->save_source, g_source_remove);
  self->save_source = g_timeout_add_once (SAVE_DELAY_MS, save_cb, self);
}

/* The widest of a few words, within reason. */
static int
choice_width (const AnnexField *field)
{
  glong longest = 0;

  for (const AnnexChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    longest = MAX (longest, g_utf8_strlen (annex_field_find_choice (field, choice->key), -1));
  return CLAMP ((int) longest * 8 + 20, 106, 128);
}

/* Widths in pixels that show what a field of the kind usually holds; people change them as they like. */
static int
default_width (const AnnexField *field)
{
  if ((field->flags & ANNEX_FIELD_TITLE) != 0)
    return 210;
  if (field == annex_type_get_reference_field ())
    return 90;
  switch (field->kind)
    {
    case ANNEX_FIELD_LINK:
    case ANNEX_FIELD_LONG_TEXT:
    case ANNEX_FIELD_TAGS:
      return 150;
    case ANNEX_FIELD_DATE:
      return 128;
    case ANNEX_FIELD_TIME:
      return 150;
    case ANNEX_FIELD_BOOLEAN:
      return 80;
    default:
      return choice_width (field);
    }
}

/* Short values may stand under a long title, which is then wider than they are, within reason. */
static int
title_width (AnnexRecordColumns *self, const AnnexField *field)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self->view), annex_field_get_label (field));
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_scale_new (PANGO_SCALE_SMALL));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return MIN (width + SORT_ARROW_WIDTH, MAX_TITLE_WIDTH);
}

static GtkLabel *
find_label (GtkWidget *widget)
{
  GtkLabel *label = GTK_IS_LABEL (widget) ? GTK_LABEL (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); label == NULL && child != NULL; child = gtk_widget_get_next_sibling (child))
    label = find_label (child);
  return label;
}

static gboolean
query_title_cb (GtkWidget *title, int x, int y, gboolean keyboard, GtkTooltip *tooltip, GtkLabel *label)
{
  gtk_tooltip_set_text (tooltip, gtk_label_get_text (label));
  return TRUE;
}

/* A title that does not fit ends in dots, and is told whole to whoever rests on it; GtkColumnView itself cuts it off.
 * Its header is its first child, and holds a title a column. */
static void
ellipsize_titles (AnnexRecordColumns *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->view));

  for (GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL; title != NULL; title = gtk_widget_get_next_sibling (title))
    {
      GtkLabel *label = find_label (title);

      if (label == NULL)
        continue;
      gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_END);
      /* To set its text would ask the display where the pointer is, for each. */
      gtk_widget_set_has_tooltip (title, TRUE);
      g_signal_connect_object (title, "query-tooltip", G_CALLBACK (query_title_cb), label, 0);
    }
}

static GtkColumnViewColumn *
make_column (AnnexRecordColumns *self, const AnnexField *field, gboolean tree)
{
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (NULL, NULL, NULL));
  gboolean is_title = (field->flags & ANNEX_FIELD_TITLE) != 0;
  GtkColumnViewColumn *column =
    gtk_column_view_column_new (annex_field_get_label (field),
                                annex_record_cell_new_factory (self->store, self->type, field, tree && is_title));

  gtk_column_view_column_set_id (column, field->name);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_fixed_width (column, MAX (default_width (field), title_width (self, field)));
  gtk_column_view_column_set_expand (column, is_title);
  gtk_column_view_column_set_visible (column, is_title || g_str_equal (field->name, "reference") || (field->flags & ANNEX_FIELD_COLUMN));
  gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (self->menu));
  gtk_column_view_column_set_sorter (column, sorter);
  g_object_set_data (G_OBJECT (column), "annex-field", (gpointer) field);

  return column;
}

static void
restore (AnnexRecordColumns *self)
{
  g_autofree char *key = dup_setting_key (self);
  g_autofree char *text = annex_store_get_setting (self->store, key);
  g_auto (GStrv) entries = NULL;
  guint position = 0;

  if (text == NULL)
    return;

  entries = g_strsplit (text, ";", -1);
  for (guint i = 0; entries[i] != NULL; i++)
    {
      g_auto (GStrv) parts = g_strsplit (entries[i], ":", 3);
      g_autoptr (GtkColumnViewColumn) column = NULL;

      if (g_strv_length (parts) != 3)
        continue;
      column = find_column (self, parts[0]);
      if (column == NULL)
        continue;

      g_object_ref (column);
      gtk_column_view_insert_column (self->view, position++, column);
      gtk_column_view_column_set_fixed_width (column, CLAMP (atoi (parts[1]), -1, 2000));
      gtk_column_view_column_set_visible (column, atoi (parts[2]) != 0);
    }
}

static void
fill (AnnexRecordColumns *self, gboolean tree)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const AnnexField *field = g_ptr_array_index (self->fields, i);
      g_autoptr (GtkColumnViewColumn) column = NULL;
      g_autoptr (GPropertyAction) action = NULL;
      g_autofree char *name = NULL;
      g_autofree char *detailed = NULL;

      if ((field->flags & ANNEX_FIELD_INTERNAL) != 0)
        continue;
      column = make_column (self, field, tree);
      name = dup_action_name (field);
      detailed = g_strdup_printf ("column.%s", name);
      action = g_property_action_new (name, column, "visible");
      gtk_column_view_append_column (self->view, column);
      g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
      g_menu_append (self->menu, annex_field_get_label (field), detailed);
    }

  restore (self);
  ellipsize_titles (self);

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      g_signal_connect_object (column, "notify::fixed-width", G_CALLBACK (column_changed_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (column, "notify::visible", G_CALLBACK (column_changed_cb), self, G_CONNECT_SWAPPED);
    }
  self->reordered_handler =
    g_signal_connect_object (columns, "items-changed", G_CALLBACK (column_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
annex_record_columns_dispose (GObject *object)
{
  AnnexRecordColumns *self = ANNEX_RECORD_COLUMNS (object);

  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_object (&self->view);
  g_clear_object (&self->store);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->fields, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_record_columns_parent_class)->dispose (object);
}

static void
annex_record_columns_class_init (AnnexRecordColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_record_columns_dispose;
}

static void
annex_record_columns_init (AnnexRecordColumns *self)
{
  self->actions = g_simple_action_group_new ();
  self->menu = g_menu_new ();
}

AnnexRecordColumns *
annex_record_columns_new (GtkColumnView *view, AnnexStore *store, const AnnexType *type, gboolean tree)
{
  AnnexRecordColumns *self = g_object_new (ANNEX_TYPE_RECORD_COLUMNS, NULL);

  self->view = g_object_ref (view);
  self->store = g_object_ref (store);
  self->type = type;
  self->fields = g_ptr_array_ref (annex_store_get_fields (store, type));
  fill (self, tree);

  return self;
}

void
annex_record_columns_remove (AnnexRecordColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (self->save_source != 0)
    save (self);
  g_clear_handle_id (&self->save_source, g_source_remove);
  g_clear_signal_handler (&self->reordered_handler, columns);

  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      g_signal_handlers_disconnect_by_func (column, column_changed_cb, self);
      gtk_column_view_remove_column (self->view, column);
    }
}

gboolean
annex_record_columns_is_current (AnnexRecordColumns *self)
{
  return annex_store_get_fields (self->store, self->type) == self->fields;
}

GActionGroup *
annex_record_columns_get_actions (AnnexRecordColumns *self)
{
  return G_ACTION_GROUP (self->actions);
}

GMenuModel *
annex_record_columns_get_menu (AnnexRecordColumns *self)
{
  return G_MENU_MODEL (self->menu);
}

GPtrArray *
annex_record_columns_dup_shown_fields (AnnexRecordColumns *self)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);
  GPtrArray *fields = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (gtk_column_view_column_get_visible (column))
        g_ptr_array_add (fields, (gpointer) annex_record_columns_get_field (column));
    }

  return fields;
}

const AnnexField *
annex_record_columns_get_field (GtkColumnViewColumn *column)
{
  return g_object_get_data (G_OBJECT (column), "annex-field");
}
