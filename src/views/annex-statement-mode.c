/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-statement-mode.h"

#include <glib/gi18n.h>

#include "annex-compare-dialog.h"
#include "annex-nothing-stated.h"
#include "annex-register-mode.h"
#include "annex-replace-dialog.h"
#include "annex-report-printing.h"
#include "annex-signing-dialog.h"
#include "annex-statement-line.h"
#include "annex-statement-row.h"
#include "core/annex-change-set.h"
#include "isms/annex-isms.h"
#include "isms/plan/control-coverage.h"
#include "isms/plan/control.h"
#include "isms/plan/soa.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-record-commands.h"

#define GROUPING_SETTING "statement.grouping"

/* About as many lines as are seen at first, and as are made in less than a frame. */
#define FIRST_LINES 10
#define LINES_PER_STEP 3

/* In milliseconds between two steps, and in microseconds for which lines are shown anew at a time. */
#define STEP_INTERVAL 16
#define SHOW_SLICE 4000

struct _AnnexStatementMode
{
  AdwBin parent_instance;

  AnnexStore *store;
  AnnexQuery *query;
  GListStore *lines;
  GtkWidget *scroller;
  GtkWidget *none; /* instead */
  GtkListView *list_view;
  GtkSliceListModel *revealed; /* a line is dear to make, and a list makes some hundred */
  GtkMultiSelection *selection;
  GtkDropDown *grouping;
  GtkWidget *edit_button;
  GHashTable *bound;   /* GtkListItem */
  GHashTable *headers; /* GtkListHeader */
  GHashTable *stale;   /* those of the bound items that are still to be shown anew */
  guint show_source;
  guint reveal_source;
  gboolean filling;
  gboolean outdated; /* changed while nobody saw it */
  guint wanted;      /* the position that was asked for last */
  guint frames;      /* until the list is left where it is */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexStatementMode, annex_statement_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

/* ---- Reading ---- */

typedef struct
{
  GPtrArray *lines;
  AnnexStatementGrouping grouping;
} Reading;

static gboolean
add_record (AnnexRecord *control, gpointer data)
{
  const Reading *reading = data;

  annex_statement_line_add (reading->lines, control, reading->grouping);
  return TRUE;
}

static void
show_bound (AnnexStatementMode *self, GtkListItem *item)
{
  AnnexStatementLine *line = gtk_list_item_get_item (item);
  AnnexRecord *control = annex_statement_line_get_control (line);
  g_autofree char *spoken = g_strjoin (", ", annex_record_get_reference (control), annex_record_get_title (control),
                                       annex_record_get_text (control, "decision"), NULL);

  annex_statement_row_show (ANNEX_STATEMENT_ROW (gtk_list_item_get_child (item)), control, annex_statement_line_get_note (line));
  gtk_list_item_set_accessible_label (item, spoken);
}

/* By the edition of 2013 a control can stand under a heading twice. */
static void
show_header (AnnexStatementMode *self, GtkListHeader *header)
{
  GtkWidget *box = gtk_list_header_get_child (header);
  GtkLabel *label = GTK_LABEL (gtk_widget_get_first_child (box));
  GtkWidget *bar = gtk_widget_get_last_child (box);
  AnnexStatementLine *first = gtk_list_header_get_item (header);
  const char *section = first != NULL ? annex_statement_line_get_section (first) : "";
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  guint decided = 0, applies = 0, implemented = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->lines)); i++)
    {
      g_autoptr (AnnexStatementLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);
      AnnexRecord *control = annex_statement_line_get_control (line);
      AnnexControlState state = annex_control_get_state (control);
      gint64 id = annex_record_get_id (control);

      if (g_strcmp0 (annex_statement_line_get_section (line), section) != 0 || !g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        continue;
      decided += state != ANNEX_CONTROL_UNDECIDED;
      applies += state < ANNEX_CONTROL_EXCLUDED;
      implemented += state == ANNEX_CONTROL_IMPLEMENTED;
    }
  text = g_strdup_printf (_("%s: %u of %u decided, %u of %u implemented"), section, decided, g_hash_table_size (seen), implemented, applies);
  gtk_label_set_text (label, text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (bar), applies > 0 ? (double) implemented / applies : 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static gboolean
show_stale_cb (gpointer user_data)
{
  AnnexStatementMode *self = user_data;
  gint64 end = g_get_monotonic_time () + SHOW_SLICE;
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->stale);
  while (g_get_monotonic_time () < end && g_hash_table_iter_next (&iter, &item, NULL))
    {
      g_hash_table_iter_remove (&iter);
      show_bound (self, item);
    }
  if (g_hash_table_size (self->stale) > 0)
    return G_SOURCE_CONTINUE;
  self->show_source = 0;
  return G_SOURCE_REMOVE;
}

/* The lines whose controls changed are shown at once; the others, whose rules may look at what changed, as there is
 * time. @changes: (nullable). */
static void
show_again (AnnexStatementMode *self, AnnexChangeSet *changes)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    {
      AnnexRecord *control = annex_statement_line_get_control (gtk_list_item_get_item (item));

      if (changes != NULL && annex_change_set_touches (changes, annex_record_get_id (control)))
        show_bound (self, item);
      else
        g_hash_table_add (self->stale, item);
    }
  if (self->show_source == 0)
    self->show_source = g_idle_add (show_stale_cb, self);
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

      if (!annex_statement_line_is_same (line, lines->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static void
reveal (AnnexStatementMode *self, guint n_lines)
{
  gtk_slice_list_model_set_size (self->revealed, n_lines);
  if (n_lines == G_MAXUINT)
    g_clear_handle_id (&self->reveal_source, g_source_remove);
}

static gboolean
reveal_cb (gpointer user_data)
{
  AnnexStatementMode *self = user_data;
  guint shown = gtk_slice_list_model_get_size (self->revealed);

  if (shown < g_list_model_get_n_items (G_LIST_MODEL (self->lines)))
    {
      reveal (self, shown + LINES_PER_STEP);
      return G_SOURCE_CONTINUE;
    }
  self->reveal_source = 0;
  reveal (self, G_MAXUINT);
  return G_SOURCE_REMOVE;
}

static void
fill (AnnexStatementMode *self, GPtrArray *lines)
{
  reveal (self, FIRST_LINES);
  if (self->reveal_source == 0)
    self->reveal_source = g_timeout_add_full (G_PRIORITY_DEFAULT_IDLE, STEP_INTERVAL, reveal_cb, self, NULL);
  g_list_store_splice (self->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)), lines->pdata, lines->len);
}

/* The same lines stay where they are, so that the keyboard stays where it is. */
static void
load (AnnexStatementMode *self, AnnexChangeSet *changes)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexQuery) query = NULL;
  Reading reading = { lines, gtk_drop_down_get_selected (self->grouping) };

  if (self->query == NULL)
    return;
  query = annex_query_copy (self->query);
  annex_soa_limit_query (query);
  if (!annex_query_foreach (query, self->store, add_record, &reading, ANNEX_TOLD_BY_STORE))
    return;
  self->filling = TRUE;
  if (is_same (self, lines))
    {
      for (guint i = 0; i < lines->len; i++)
        {
          g_autoptr (AnnexStatementLine) line = g_list_model_get_item (G_LIST_MODEL (self->lines), i);

          annex_statement_line_set_control (line, annex_statement_line_get_control (lines->pdata[i]));
        }
      show_again (self, changes);
    }
  else
    fill (self, lines);
  gtk_widget_set_visible (self->scroller, lines->len > 0);
  gtk_widget_set_visible (self->none, lines->len == 0);
  self->filling = FALSE;
  self->outdated = FALSE;
}

/* Whatever changed: the rules of a line look at more than what it links to. */
static void
changed_cb (AnnexStore *store, AnnexChangeSet *changes, AnnexStatementMode *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    load (self, changes);
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
edit_selected (AnnexStatementMode *self, AnnexRecord *control)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (gtk_list_item_get_selected (item) && annex_statement_line_get_control (gtk_list_item_get_item (item)) == control)
      {
        annex_statement_row_edit (ANNEX_STATEMENT_ROW (gtk_list_item_get_child (item)));
        return;
      }
}

/* Whoever comes to a line by Tab means that line. */
static void
select_focused (AnnexStatementMode *self)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GHashTableIter iter;
  gpointer item;

  if (focus == NULL || !gtk_bitset_is_empty (selected))
    return;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    if (gtk_widget_get_parent (gtk_list_item_get_child (item)) == focus)
      {
        gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->selection), gtk_list_item_get_position (item), TRUE);
        return;
      }
}

/* The controls of the selected lines, each once, in their order. */
static GPtrArray *
list_selected (AnnexStatementMode *self)
{
  GPtrArray *controls = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->selection));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more; more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (AnnexStatementLine) line = g_list_model_get_item (G_LIST_MODEL (self->selection), position);
      AnnexRecord *control = annex_statement_line_get_control (line);
      gint64 id = annex_record_get_id (control);

      if (g_hash_table_add (seen, g_memdup2 (&id, sizeof id)))
        g_ptr_array_add (controls, g_object_ref (control));
    }
  return controls;
}

static GArray *
dup_ids (GPtrArray *controls)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < controls->len; i++)
    {
      gint64 id = annex_record_get_id (controls->pdata[i]);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* What is said of many is one step of undo. */
static void
set_all (AnnexStatementMode *self, GPtrArray *controls, const char *field_name, const char *value)
{
  g_autoptr (GArray) ids = dup_ids (controls);
  g_autoptr (GError) error = NULL;

  if (controls->len == 1)
    annex_statement_row_set (GTK_WIDGET (self), self->store, controls->pdata[0], field_name, value);
  else if (!annex_record_commands_set (self->store, ids, annex_type_find_field (&annex_control_type, field_name), value, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("That Could Not Be Written"), error);
}

/* Returns: (nullable): the reason of inclusion that a key stands for. */
static const char *
find_reason (guint key)
{
  static const struct
  {
    guint key;
    const char *field;
  } reasons[] = { { GDK_KEY_l, "reason_legal" }, { GDK_KEY_c, "reason_contract" }, { GDK_KEY_b, "reason_business" }, { GDK_KEY_p, "reason_practice" } };

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (reasons[i].key == key)
      return reasons[i].field;
  return NULL;
}

static gboolean
all_have (GPtrArray *controls, const char *field_name, const char *value)
{
  for (guint i = 0; i < controls->len; i++)
    if (g_strcmp0 (annex_record_get_value (controls->pdata[i], field_name), value) != 0)
      return FALSE;
  return TRUE;
}

static gboolean
key_cb (AnnexStatementMode *self, guint key, guint code, GdkModifierType state)
{
  g_autoptr (GPtrArray) controls = NULL;

  if (is_writing (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if (key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab)
    select_focused (self);
  controls = list_selected (self);
  if (controls->len == 0)
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter || key == GDK_KEY_F2)
    {
      edit_selected (self, controls->pdata[0]);
      return GDK_EVENT_STOP;
    }
  if (annex_store_is_read_only (self->store))
    return GDK_EVENT_PROPAGATE;
  if (key == GDK_KEY_space)
    set_all (self, controls, "decision", all_have (controls, "decision", "applicable") ? "excluded" : "applicable");
  else if (key == GDK_KEY_i)
    set_all (self, controls, "decision", "inherited");
  else if (find_reason (key) != NULL)
    set_all (self, controls, find_reason (key), all_have (controls, find_reason (key), "1") ? "0" : "1");
  else if (key >= GDK_KEY_1 && key <= GDK_KEY_4)
    set_all (self, controls, "status", annex_control_statuses[key - GDK_KEY_1].key);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
selected_cb (AnnexStatementMode *self)
{
  g_autoptr (GPtrArray) controls = NULL;
  g_autoptr (GArray) ids = NULL;

  if (self->filling)
    return;
  controls = list_selected (self);
  ids = dup_ids (controls);
  gtk_widget_set_visible (self->edit_button, ids->len > 1);
  if (ids->len > 1)
    annex_register_mode_choose_many (ANNEX_REGISTER_MODE (self), ids);
  else if (ids->len == 1)
    annex_register_mode_choose (ANNEX_REGISTER_MODE (self), g_array_index (ids, gint64, 0), FALSE);
}

/* ---- Tools ---- */

static void
grouping_cb (AnnexStatementMode *self)
{
  g_autofree char *grouping = g_strdup_printf ("%u", gtk_drop_down_get_selected (self->grouping));

  if (self->store == NULL)
    return;
  annex_store_set_setting (self->store, GROUPING_SETTING, grouping);
  load (self, NULL);
}

static void
replace_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  static const char *const fields[] = { "justification", "implementation", NULL };

  adw_dialog_present (annex_replace_dialog_new (ANNEX_STATEMENT_MODE (widget)->store, &annex_control_type, fields), widget);
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_dialog_present (annex_compare_dialog_new (ANNEX_STATEMENT_MODE (widget)->store, 0), widget);
}

static void
sign_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexStatementMode *self = ANNEX_STATEMENT_MODE (widget);
  g_autoptr (GError) error = NULL;
  gint64 version = annex_soa_get_open (self->store, &error);

  if (version != 0)
    adw_dialog_present (annex_signing_dialog_new (self->store, version), widget);
  else
    annex_feedback_refuse (widget, _("No Version Could Be Begun"), error);
}

static void
print_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annex_feedback_say (widget, _("Preparing the pages…"));
  annex_report_printing_run_kind (widget, ANNEX_STATEMENT_MODE (widget)->store, "soa", 0);
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
  g_hash_table_remove (self->stale, item);
  annex_statement_row_show (ANNEX_STATEMENT_ROW (gtk_list_item_get_child (item)), NULL, NULL);
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
  load (self, NULL);
}

static void
scroll_to_wanted (AnnexStatementMode *self)
{
  gtk_list_view_scroll_to (self->list_view, self->wanted, GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
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

  reveal (self, G_MAXUINT);
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    {
      g_autoptr (AnnexStatementLine) line = g_list_model_get_item (model, i);

      if (annex_record_get_id (annex_statement_line_get_control (line)) == id)
        {
          self->wanted = i;
          self->frames = 0;
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

/* The list shows its first line when it gets the focus, and with that hides the heading above. */
static gboolean
show_top_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexStatementMode *self = user_data;

  if (self->frames == 0)
    return G_SOURCE_REMOVE;
  self->frames -= gtk_widget_get_height (widget) > 0;
  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (widget)), 0);
  return G_SOURCE_CONTINUE;
}

static void
map_cb (AnnexStatementMode *self)
{
  if (self->outdated)
    load (self, NULL);
}

/* One comes here to write, not for the tools above. */
static gboolean
annex_statement_mode_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (ANNEX_STATEMENT_MODE (widget)->list_view));
}

static void
annex_statement_mode_dispose (GObject *object)
{
  AnnexStatementMode *self = ANNEX_STATEMENT_MODE (object);

  g_clear_handle_id (&self->show_source, g_source_remove);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
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
  g_hash_table_unref (self->stale);
  g_object_unref (self->lines);
  G_OBJECT_CLASS (annex_statement_mode_parent_class)->finalize (object);
}

static void
annex_statement_mode_class_init (AnnexStatementModeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_statement_mode_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_statement_mode_finalize;
  GTK_WIDGET_CLASS (klass)->grab_focus = annex_statement_mode_grab_focus;

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "statement.replace", NULL, replace_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "statement.compare", NULL, compare_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "statement.sign", NULL, sign_action);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "statement.print", NULL, print_action);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "statement.compare", NULL);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_v, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "statement.sign", NULL);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_p, GDK_CONTROL_MASK, "statement.print", NULL);
  gtk_widget_class_add_binding_action (GTK_WIDGET_CLASS (klass), GDK_KEY_h, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "statement.replace", NULL);
}

static void
build_list (AnnexStatementMode *self)
{
  GtkListItemFactory *rows = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) headers = gtk_signal_list_item_factory_new ();
  GtkSortListModel *sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->lines)),
                                                      GTK_SORTER (gtk_custom_sorter_new (annex_statement_line_compare, NULL, NULL)));
  g_autoptr (GtkSorter) sections = GTK_SORTER (gtk_custom_sorter_new (annex_statement_line_compare_sections, NULL, NULL));

  gtk_sort_list_model_set_section_sorter (sorted, sections);
  self->revealed = gtk_slice_list_model_new (G_LIST_MODEL (sorted), 0, FIRST_LINES);
  self->selection = gtk_multi_selection_new (G_LIST_MODEL (self->revealed));
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
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

static GtkWidget *
add_tool (GtkWidget *box, const char *icon, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (box), button);
  return button;
}

static GtkWidget *
build_tools (AnnexStatementMode *self)
{
  /* In the order of AnnexStatementGrouping. */
  const char *const groupings[] = { _("By Theme"), _("By Status"), _("By Owner"), _("By Edition of 2013"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *grouping = gtk_drop_down_new_from_strings (groupings);

  self->grouping = GTK_DROP_DOWN (grouping);
  gtk_accessible_update_property (GTK_ACCESSIBLE (grouping), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Group"), -1);
  gtk_widget_add_css_class (grouping, "flat");
  gtk_widget_set_hexpand (grouping, TRUE);
  gtk_widget_set_halign (grouping, GTK_ALIGN_START);
  g_signal_connect_object (grouping, "notify::selected", G_CALLBACK (grouping_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), grouping);
  self->edit_button = add_tool (box, "document-edit-symbolic", _("Edit the Selected Controls"), "register.edit-many");
  gtk_widget_set_visible (self->edit_button, FALSE);
  add_tool (box, "edit-find-replace-symbolic", _("Find and Replace"), "statement.replace");
  add_tool (box, "view-dual-symbolic", _("Compare with a Version or Day"), "statement.compare");
  add_tool (box, "object-select-symbolic", _("Review or Approve"), "statement.sign");
  add_tool (box, "document-print-symbolic", _("Print the Statement"), "statement.print");
  gtk_widget_add_css_class (box, "toolbar");
  return box;
}

static void
annex_statement_mode_init (AnnexStatementMode *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->headers = g_hash_table_new (NULL, NULL);
  self->stale = g_hash_table_new (NULL, NULL);
  self->lines = g_list_store_new (ANNEX_TYPE_STATEMENT_LINE);
  build_list (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (key_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self->list_view), keys);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->list_view));
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (box), build_tools (self));
  gtk_box_append (GTK_BOX (box), self->scroller);
  self->none = annex_nothing_stated_new ();
  gtk_box_append (GTK_BOX (box), self->none);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
}

GtkWidget *
annex_statement_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexStatementMode *self = g_object_new (ANNEX_TYPE_STATEMENT_MODE, NULL);
  g_autofree char *grouping = annex_store_get_setting (store, GROUPING_SETTING);

  if (grouping != NULL)
    gtk_drop_down_set_selected (self->grouping, MIN ((guint) g_ascii_strtoull (grouping, NULL, 10), ANNEX_STATEMENT_BY_2013));
  self->store = g_object_ref (store);
  self->frames = 5;
  gtk_widget_add_tick_callback (GTK_WIDGET (self->list_view), show_top_cb, self, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "statement.sign", !annex_store_is_read_only (store));
  g_signal_connect_object (store, "changed", G_CALLBACK (changed_cb), self, 0);
  return GTK_WIDGET (self);
}
