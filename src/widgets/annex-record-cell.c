/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-cell.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "annex-cell-text.h"
#include "annex-level-colour.h"
#include "annex-record-watch.h"

typedef struct
{
  AnnexStore *store;
  const AnnexType *type;
  const AnnexField *field;
  int index;
  gboolean expander;
} CellColumn;

static GQuark
column_quark (void)
{
  return g_quark_from_static_string ("annex-cell-column");
}

static GQuark
item_quark (void)
{
  return g_quark_from_static_string ("annex-cell-item");
}

static void
cell_column_free (gpointer data, GClosure *closure)
{
  CellColumn *column = data;

  g_object_unref (column->store);
  g_free (column);
}

static gboolean
is_overdue (CellColumn *column, AnnexRecord *record)
{
  const char *value, *state;
  g_autofree char *today = NULL;

  if (column->field->kind != ANNEX_FIELD_DATE || !(column->field->flags & ANNEX_FIELD_FILTER))
    return FALSE;

  value = annex_record_get_value_at (record, column->index);
  if (value == NULL)
    return FALSE;
  today = annex_store_dup_today (column->store);
  if (strcmp (value, today) >= 0)
    return FALSE;

  state = column->type->state_field != NULL ? annex_record_get_value (record, column->type->state_field) : NULL;

  return state == NULL || !g_strv_contains (column->type->over_states, state);
}

/* A level stands in its colour, with a little room on either side; the word says the same. */
static void
show_level (GtkWidget *cell, CellColumn *column, AnnexRecord *record)
{
  const char *value = record != NULL ? annex_record_get_value_at (record, column->index) : NULL;
  g_autoptr (PangoAttrList) attributes = value != NULL ? annex_level_colour_new_attributes (column->store, atoi (value)) : NULL;
  g_autofree char *text = value != NULL ? g_strdup_printf ("\u2002%s\u2002", annex_record_get_text_at (record, column->index)) : NULL;

  annex_cell_text_set_text (ANNEX_CELL_TEXT (cell), text, attributes);
}

static void
show_record (GtkWidget *cell, AnnexRecord *record, const char *instead, gpointer user_data)
{
  CellColumn *column = user_data;
  /* The first column is narrow, and either may be hidden. */
  gboolean names = column->index == 0 || (column->field->flags & ANNEX_FIELD_TITLE) != 0;
  const char *text = record != NULL ? annex_record_get_text_at (record, column->index) : names ? instead : "";

  if (g_strcmp0 (column->field->scale, "risk_level") == 0)
    {
      show_level (cell, column, record);
      return;
    }
  if (record != NULL && is_overdue (column, record))
    {
      /* Colour alone would tell nothing to many. */
      g_autofree char *marked = g_strdup_printf ("%s ⚠", text);

      annex_cell_text_set_text (ANNEX_CELL_TEXT (cell), marked, NULL);
      gtk_widget_add_css_class (cell, "overdue");
    }
  else
    {
      annex_cell_text_set_text (ANNEX_CELL_TEXT (cell), text, NULL);
      gtk_widget_remove_css_class (cell, "overdue");
    }
}

/* In characters. Cells do not measure what they show, so that a table never jumps. */
static guint
get_width (const AnnexField *field)
{
  if (field->flags & ANNEX_FIELD_TITLE)
    return 24;

  switch (field->kind)
    {
    case ANNEX_FIELD_LONG_TEXT:
      return 30;
    case ANNEX_FIELD_LINK:
    case ANNEX_FIELD_TIME:
      return 14;
    case ANNEX_FIELD_BOOLEAN:
      return 4;
    default:
      return 9;
    }
}

static void
setup_cb (GtkSignalListItemFactory *factory, GObject *item, CellColumn *column)
{
  gboolean number = column->field->kind == ANNEX_FIELD_NUMBER || column->field->kind == ANNEX_FIELD_MONEY;
  GtkWidget *cell = annex_cell_text_new (get_width (column->field), number ? 1 : 0);
  GtkWidget *child = cell;

  if (column->index == 0 || column->field->kind == ANNEX_FIELD_DATE || column->field->kind == ANNEX_FIELD_TIME)
    gtk_widget_add_css_class (cell, "numeric");
  if (column->index == 0)
    gtk_widget_add_css_class (cell, "dimmed");

  g_object_set_qdata (G_OBJECT (cell), column_quark (), column);
  g_object_set_qdata (G_OBJECT (cell), item_quark (), item);
  annex_record_watch_add (cell, show_record, column);

  if (column->expander)
    {
      child = gtk_tree_expander_new ();
      gtk_tree_expander_set_child (GTK_TREE_EXPANDER (child), cell);
      gtk_widget_set_hexpand (cell, TRUE);
    }
  gtk_column_view_cell_set_child (GTK_COLUMN_VIEW_CELL (item), child);
}

static void
set_item (GObject *cell, gpointer item)
{
  GtkWidget *child = gtk_column_view_cell_get_child (GTK_COLUMN_VIEW_CELL (cell));

  if (GTK_IS_TREE_EXPANDER (child))
    {
      gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (child), GTK_IS_TREE_LIST_ROW (item) ? item : NULL);
      child = gtk_tree_expander_get_child (GTK_TREE_EXPANDER (child));
    }
  annex_record_watch_set_item (child, item);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GObject *item)
{
  set_item (item, gtk_column_view_cell_get_item (GTK_COLUMN_VIEW_CELL (item)));
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GObject *item)
{
  set_item (item, NULL);
}

static gboolean
is_cell (GtkWidget *widget)
{
  return ANNEX_IS_CELL_TEXT (widget) && g_object_get_qdata (G_OBJECT (widget), column_quark ()) != NULL;
}

static GtkWidget *
find_inside (GtkWidget *widget, const AnnexField *field)
{
  if (is_cell (widget) && (field == NULL || annex_record_cell_get_field (widget) == field))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_inside (child, field);

      if (found != NULL)
        return found;
    }

  return NULL;
}

GtkListItemFactory *
annex_record_cell_new_factory (AnnexStore *store, const AnnexType *type, const AnnexField *field, gboolean expander)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  CellColumn *column = g_new0 (CellColumn, 1);

  column->store = g_object_ref (store);
  column->type = type;
  column->field = field;
  column->index = annex_store_find_field_index (store, type, field->name);
  column->expander = expander;

  g_signal_connect_data (factory, "setup", G_CALLBACK (setup_cb), column, cell_column_free, 0);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), NULL);

  return factory;
}

GtkWidget *
annex_record_cell_find (GtkWidget *widget, const AnnexField *field)
{
  /* The list inside the column view holds all rows: going up so far would find a cell of another row. */
  while (widget != NULL && !GTK_IS_SCROLLABLE (widget))
    {
      GtkWidget *found = find_inside (widget, field);

      if (found != NULL)
        return found;
      widget = gtk_widget_get_parent (widget);
    }

  return NULL;
}

const AnnexField *
annex_record_cell_get_field (GtkWidget *cell)
{
  CellColumn *column = g_object_get_qdata (G_OBJECT (cell), column_quark ());

  return column->field;
}

guint
annex_record_cell_get_position (GtkWidget *cell)
{
  return gtk_column_view_cell_get_position (g_object_get_qdata (G_OBJECT (cell), item_quark ()));
}
