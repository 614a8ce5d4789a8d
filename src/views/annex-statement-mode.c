/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-statement-mode.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-register-mode.h"
#include "annex-statement-row.h"
#include "core/annex-change-set.h"
#include "isms/annex-isms.h"
#include "isms/plan/control.h"
#include "isms/plan/soa.h"

/* A line of the list: a control that is read anew when something about it changes. */
#define ANNEX_TYPE_STATEMENT_LINE (annex_statement_line_get_type ())
G_DECLARE_FINAL_TYPE (AnnexStatementLine, annex_statement_line, ANNEX, STATEMENT_LINE, GObject)

struct _AnnexStatementLine
{
  GObject parent_instance;

  AnnexRecord *control;
  char *key; /* to sort by, with numbers as numbers */
};

G_DEFINE_FINAL_TYPE (AnnexStatementLine, annex_statement_line, G_TYPE_OBJECT)

struct _AnnexStatementMode
{
  AdwBin parent_instance;

  AnnexStore *store;
  AnnexQuery *query;
  GListStore *lines;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  GHashTable *bound;   /* GtkListItem */
  GHashTable *headers; /* GtkListHeader */
  gboolean filling;
  gboolean outdated; /* changed while nobody saw it */
  guint wanted;      /* the position that was asked for last */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexStatementMode, annex_statement_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
annex_statement_line_finalize (GObject *object)
{
  g_object_unref (ANNEX_STATEMENT_LINE (object)->control);
  g_free (ANNEX_STATEMENT_LINE (object)->key);
  G_OBJECT_CLASS (annex_statement_line_parent_class)->finalize (object);
}

static void
annex_statement_line_class_init (AnnexStatementLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_statement_line_finalize;
}

static void
annex_statement_line_init (AnnexStatementLine *self)
{
}

/* ---- Order ---- */

/* After the themes. */
#define OWN_SECTION 100
#define OTHER_SECTION 101

static int
get_section (AnnexRecord *control)
{
  const char *theme = annex_record_get_value (control, "theme");

  for (int i = 0; annex_control_themes[i].key != NULL; i++)
    if (g_strcmp0 (annex_control_themes[i].key, theme) == 0)
      return i;
  return g_strcmp0 (annex_record_get_value (control, "library"), "other") == 0 ? OTHER_SECTION : OWN_SECTION;
}

static int
compare_sections (gconstpointer a, gconstpointer b, gpointer data)
{
  int x = get_section (ANNEX_STATEMENT_LINE ((gpointer) a)->control), y = get_section (ANNEX_STATEMENT_LINE ((gpointer) b)->control);

  return (x > y) - (x < y);
}

/* A.5.10 stands after A.5.9. */
static int
compare_lines (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (ANNEX_STATEMENT_LINE ((gpointer) a)->key, ANNEX_STATEMENT_LINE ((gpointer) b)->key);
}

/* ---- Reading ---- */

static gboolean
add_record (AnnexRecord *control, gpointer data)
{
  AnnexStatementLine *line = g_object_new (ANNEX_TYPE_STATEMENT_LINE, NULL);

  line->control = g_object_ref (control);
  line->key = g_utf8_collate_key_for_filename (annex_record_get_reference (control), -1);
  g_ptr_array_add (data, line);
  return TRUE;
}

static void
show_bound (AnnexStatementMode *self, GtkListItem *item)
{
  AnnexStatementLine *line = gtk_list_item_get_item (item);
  AnnexStatementRow *row = ANNEX_STATEMENT_ROW (gtk_list_item_get_child (item));
  g_autofree char *spoken = g_strjoin (", ", annex_record_get_reference (line->control), annex_record_get_title (line->control),
                                       annex_record_get_text (line->control, "decision"), NULL);

  annex_statement_row_show (row, line->control);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
show_header (AnnexStatementMode *self, GtkListHeader *header)
{
  GtkWidget *box = gtk_list_header_get_child (header);
  GtkLabel *label = GTK_LABEL (gtk_widget_get_first_child (box));
  GtkWidget *bar = gtk_widget_get_last_child (box);
  AnnexStatementLine *first = gtk_list_header_get_item (header);
  int section = first != NULL ? get_section (first->control) : 0;
  guint n = 0, decided = 0, applies = 0, implemented = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (AnnexStatementLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);
      const char *decision = annex_record_get_value (line->control, "decision");

      if (get_section (line->control) != section)
        continue;
      n++;
      decided += g_strcmp0 (decision, "undecided") != 0;
      if (g_strcmp0 (decision, "applicable") == 0 || g_strcmp0 (decision, "inherited") == 0)
        {
          applies++;
          implemented += g_strcmp0 (annex_record_get_value (line->control, "status"), "implemented") == 0;
        }
    }
  text = g_strdup_printf (_("%s: %u of %u decided, %u of %u implemented"),
                          section < OWN_SECTION ? _(annex_control_themes[section].label) : section == OWN_SECTION ? _("Own Controls") : _("Other Libraries"), decided, n, implemented, applies);
  gtk_label_set_text (label, text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), applies > 0 ? (double) implemented / applies : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void
show_again (AnnexStatementMode *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_bound (self, item);
  g_hash_table_iter_init (&iter, self->headers);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_header (self, item);
}

static gboolean
is_same (AnnexStatementMode *self, GPtrArray *lines)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->lines)) != lines->len)
    return FALSE;
  for (guint i = 0; i < lines->len; i++)
    {
      g_autoptr (AnnexStatementLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

      if (annex_record_get_id (line->control) != annex_record_get_id (ANNEX_STATEMENT_LINE (lines->pdata[i])->control))
        return FALSE;
    }
  return TRUE;
}

/* The same lines stay where they are, so that the keyboard stays where it is. */
static void
load (AnnexStatementMode *self)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexQuery) query = NULL;

  if (self->query == NULL)
    return;
  query = annex_query_copy (self->query);
  annex_soa_limit_query (query);
  if (!annex_query_foreach (query, self->store, add_record, lines, NULL))
    return;
  self->filling = TRUE;
  if (is_same (self, lines))
    {
      for (guint i = 0; i < lines->len; i++)
        {
          g_autoptr (AnnexStatementLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

          g_set_object (&line->control, ANNEX_STATEMENT_LINE (lines->pdata[i])->control);
        }
      show_again (self);
    }
  else
    g_list_store_splice (self->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)), lines->pdata, lines->len);
  self->filling = FALSE;
  self->outdated = FALSE;
}

static void
changed_cb (AnnexStore *store, AnnexChangeSet *changes, AnnexStatementMode *self)
{
  if (!annex_change_set_touches_type (changes, &annex_control_type) && !annex_change_set_touches_type (changes, &annex_evidence_type) &&
      !annex_change_set_touches_type (changes, &annex_treatment_type) && !annex_change_set_touches_type (changes, &annex_risk_type))
    return;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self);
  else
    self->outdated = TRUE;
}

/* ---- Keyboard ---- */

static gboolean
is_writing (AnnexStatementMode *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  return focus == NULL || GTK_IS_TEXT_VIEW (focus) || gtk_widget_get_ancestor (focus, GTK_TYPE_DROP_DOWN) != NULL;
}

static void
edit_selected (AnnexStatementMode *self, AnnexStatementLine *line)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (gtk_list_item_get_item (item) == line)
      annex_statement_row_edit (ANNEX_STATEMENT_ROW (gtk_list_item_get_child (item)));
}

static gboolean
key_cb (AnnexStatementMode *self, guint key, guint code, GdkModifierType state)
{
  AnnexStatementLine *line = gtk_single_selection_get_selected_item (self->selection);
  const char *decision = line != NULL ? annex_record_get_value (line->control, "decision") : NULL;

  if (line == NULL || is_writing (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_F2)
    {
      edit_selected (self, line);
      return GDK_EVENT_STOP;
    }
  if (annex_store_is_read_only (self->store))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_space)
    annex_statement_row_set (GTK_WIDGET (self), self->store, line->control, "decision",
                             g_strcmp0 (decision, "applicable") == 0 ? "excluded" : "applicable");
  else if (key == GDK_KEY_i)
    annex_statement_row_set (GTK_WIDGET (self), self->store, line->control, "decision", "inherited");
  else if (key >= GDK_KEY_1 && key <= GDK_KEY_4)
    annex_statement_row_set (GTK_WIDGET (self), self->store, line->control, "status", annex_control_statuses[key - GDK_KEY_1].key);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
selected_cb (AnnexStatementMode *self)
{
  AnnexStatementLine *line = gtk_single_selection_get_selected_item (self->selection);

  if (line != NULL && !self->filling)
    annex_register_mode_choose (ANNEX_REGISTER_MODE (self), annex_record_get_id (line->control), FALSE);
}

/* ---- Rows ---- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexStatementMode *self)
{
  gtk_list_item_set_child (item, annex_statement_row_new (self->store));
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexStatementMode *self)
{
  g_hash_table_add (self->bound, item);
  show_bound (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexStatementMode *self)
{
  g_hash_table_remove (self->bound, item);
  annex_statement_row_show (ANNEX_STATEMENT_ROW (gtk_list_item_get_child (item)), NULL);
}

static void
setup_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, AnnexStatementMode *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_progress_bar_new ());
  gtk_list_header_set_child (header, box);
}

static void
bind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, AnnexStatementMode *self)
{
  g_hash_table_add (self->headers, header);
  show_header (self, header);
}

static void
unbind_header_cb (GtkSignalListItemFactory *factory, GtkListHeader *header, AnnexStatementMode *self)
{
  g_hash_table_remove (self->headers, header);
}

/* ---- As a mode ---- */

static void
annex_statement_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexStatementMode *self = ANNEX_STATEMENT_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  load (self);
}

static void
scroll_to_wanted (AnnexStatementMode *self)
{
  gtk_list_view_scroll_to (self->list_view, self->wanted, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
}

static gboolean
wanted_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexStatementMode *self = user_data;

  if (gtk_widget_get_height (widget) == 0)
    return G_SOURCE_CONTINUE;
  scroll_to_wanted (self);
  return G_SOURCE_REMOVE;
}

static gboolean
annex_statement_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  AnnexStatementMode *self = ANNEX_STATEMENT_MODE (mode);
  GListModel *model = G_LIST_MODEL (self->selection);

  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (AnnexStatementLine) line = g_list_model_get_item (model, i);

      if (annex_record_get_id (line->control) == id)
        {
          self->wanted = i;
          scroll_to_wanted (self);
          /* A list that was not laid out yet forgets it. */
          gtk_widget_add_tick_callback (GTK_WIDGET (self->list_view), wanted_cb, g_object_ref (self), g_object_unref);
          return TRUE;
        }
    }
  return FALSE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_statement_mode_set_query;
  iface->reveal = annex_statement_mode_reveal;
}

static void
map_cb (AnnexStatementMode *self)
{
  if (self->outdated)
    load (self);
}

static void
annex_statement_mode_dispose (GObject *object)
{
  AnnexStatementMode *self = ANNEX_STATEMENT_MODE (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_pointer (&self->query, annex_query_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_statement_mode_parent_class)->dispose (object);
}

static void
annex_statement_mode_finalize (GObject *object)
{
  AnnexStatementMode *self = ANNEX_STATEMENT_MODE (object);

  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->headers);
  g_object_unref (self->lines);
  G_OBJECT_CLASS (annex_statement_mode_parent_class)->finalize (object);
}

static void
annex_statement_mode_class_init (AnnexStatementModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_statement_mode_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_statement_mode_finalize;
}

static void
build_list (AnnexStatementMode *self)
{
  GtkListItemFactory *rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) headers = gtk_signal_list_item_factory_new ();
  GtkSortListModel *sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->lines)),
                                                      GTK_SORTER (gtk_custom_sorter_new (compare_lines, NULL, NULL)));
  g_autoptr (GtkSorter) sections = GTK_SORTER (gtk_custom_sorter_new (compare_sections, NULL, NULL));

  gtk_sort_list_model_set_section_sorter (sorted, sections);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (sorted));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (rows, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (rows, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (rows, "unbind", G_CALLBACK (unbind_cb), self, 0);
  g_signal_connect_object (headers, "setup", G_CALLBACK (setup_header_cb), self, 0);
  g_signal_connect_object (headers, "bind", G_CALLBACK (bind_header_cb), self, 0);
  g_signal_connect_object (headers, "unbind", G_CALLBACK (unbind_header_cb), self, 0);
  self->list_view = GTK_LIST_VIEW (gtk_list_view_new (GTK_SELECTION_MODEL (self->selection), rows));
  gtk_list_view_set_header_factory (self->list_view, headers);
  gtk_list_view_set_tab_behavior (self->list_view, GTK_LIST_TAB_ITEM);
  gtk_list_view_set_show_separators (self->list_view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "statement");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Statement of Applicability"), -1);
}

static void
annex_statement_mode_init (AnnexStatementMode *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->headers = g_hash_table_new (NULL, NULL);
  self->lines = g_list_store_new (ANNEX_TYPE_STATEMENT_LINE);
  build_list (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), keys);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->list_view));
  adw_bin_set_child (ADW_BIN (self), scroller);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWidget *
annex_statement_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexStatementMode *self = g_object_new (ANNEX_TYPE_STATEMENT_MODE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  return GTK_WIDGET (self);
}
