/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-filter-chip.h"

#include <glib/gi18n.h>

#include "annex-tooltip.h"

#define MAX_SHOWN 200

typedef struct
{
  char *field;
  AnnexFilterOperator op;
  char *value;
  char *label;
} ChipChoice;

struct _AnnexFilterChip
{
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkBox *choices_box; /* NULL until the choices are first asked for */

  AnnexStore *store;
  const AnnexType *type;
  const AnnexField *field;
  GPtrArray *active;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexFilterChip, annex_filter_chip, ADW_TYPE_BIN)

static void
chip_choice_free (gpointer data)
{
  ChipChoice *choice = data;

  g_free (choice->field);
  g_free (choice->value);
  g_free (choice->label);
  g_free (choice);
}

static void
add_choice (GPtrArray *choices, const AnnexField *field, AnnexFilterOperator op, const char *value, const char *label)
{
  ChipChoice *choice = g_new0 (ChipChoice, 1);

  choice->field = g_strdup (field->name);
  choice->op = op;
  choice->value = g_strdup (value);
  choice->label = g_strdup (label);
  g_ptr_array_add (choices, choice);
}

static void
add_records (AnnexFilterChip *self, GPtrArray *choices)
{
  const AnnexType *target = annex_type_find (self->field->target);
  g_autoptr (AnnexQuery) query = annex_query_new (target);
  g_autoptr (GArray) ids = NULL;

  annex_query_set_sort (query, annex_type_get_title_field (target)->name, FALSE);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  for (guint i = 0; ids != NULL && i < MIN (ids->len, MAX_SHOWN); i++)
    {
      g_autoptr (AnnexRecord) record =
        annex_store_load (self->store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, g_array_index (ids, gint64, i));

      if (record != NULL)
        add_choice (choices, self->field, ANNEX_FILTER_IS, id, annex_record_get_title (record));
    }
}

static void
add_tags (AnnexFilterChip *self, GPtrArray *choices)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (AnnexQuery) query = annex_query_new (self->type);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GList) tags = NULL;

  annex_query_add_filter (query, self->field->name, ANNEX_FILTER_IS_NOT_EMPTY, NULL);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);
  for (guint i = 0; ids != NULL && i < MIN (ids->len, 2000); i++)
    {
      g_autoptr (AnnexRecord) record =
        annex_store_load (self->store, g_array_index (ids, gint64, i), ANNEX_TOLD_BY_STORE);
      const char *value = record != NULL ? annex_record_get_value (record, self->field->name) : NULL;
      g_auto (GStrv) words = g_strsplit (value != NULL ? value : "", "; ", -1);

      for (guint j = 0; words[j] != NULL; j++)
        if (*words[j] != '\0')
          g_hash_table_add (seen, g_strdup (words[j]));
    }
  tags = g_list_sort (g_hash_table_get_keys (seen), (GCompareFunc) g_utf8_collate);
  for (GList *tag = tags; tag != NULL; tag = tag->next)
    add_choice (choices, self->field, ANNEX_FILTER_CONTAINS, tag->data, tag->data);
}

/* Those that the engagement adds among them. */
static void
add_properties (AnnexFilterChip *self, GPtrArray *choices)
{
  GPtrArray *fields = annex_store_get_fields (self->store, self->type);

  for (guint i = 0; i < fields->len; i++)
    if ((((const AnnexField *) fields->pdata[i])->flags & ANNEX_FIELD_PROPERTY) != 0)
      add_choice (choices, fields->pdata[i], ANNEX_FILTER_IS_NOT_EMPTY, NULL, annex_field_get_label (fields->pdata[i]));
}

static GPtrArray *
dup_choices (AnnexFilterChip *self)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func (chip_choice_free);

  switch (self->field->kind)
    {
    case ANNEX_FIELD_CHOICE:
    case ANNEX_FIELD_COMPUTED: /* by what it comes to, where that is one of a few */
      for (const AnnexChoice *choice = self->field->choices; choice != NULL && choice->key != NULL; choice++)
        add_choice (choices, self->field, ANNEX_FILTER_IS, choice->key, annex_field_find_choice (self->field, choice->key));
      if ((self->field->flags & ANNEX_FIELD_PROPERTIES) != 0)
        add_properties (self, choices);
      break;
    case ANNEX_FIELD_SCALE:
      {
        g_autoptr (GArray) levels = annex_store_dup_scale_levels (self->store, self->field->scale, ANNEX_TOLD_BY_STORE);

        for (guint i = 0; levels != NULL && i < levels->len; i++)
          {
            g_autofree char *level = g_strdup_printf ("%d", g_array_index (levels, int, i));

            add_choice (choices, self->field, ANNEX_FILTER_IS, level,
                        annex_store_get_scale_label (self->store, self->field->scale, g_array_index (levels, int, i)));
          }
        break;
      }
    case ANNEX_FIELD_BOOLEAN:
      add_choice (choices, self->field, ANNEX_FILTER_IS, "1", _("Yes"));
      add_choice (choices, self->field, ANNEX_FILTER_IS, "0", _("No"));
      return choices;
    case ANNEX_FIELD_DATE:
      add_choice (choices, self->field, ANNEX_FILTER_BELOW, "today", _("Overdue"));
      break;
    case ANNEX_FIELD_LINK:
      add_records (self, choices);
      break;
    case ANNEX_FIELD_TAGS:
      add_tags (self, choices);
      break;
    default:
      break;
    }
  add_choice (choices, self->field, ANNEX_FILTER_IS_EMPTY, NULL, _("None given"));

  return choices;
}

static gboolean
is_active (AnnexFilterChip *self, ChipChoice *choice)
{
  for (guint i = 0; i < self->active->len; i++)
    {
      ChipChoice *active = g_ptr_array_index (self->active, i);

      if (active->op == choice->op && g_str_equal (active->field, choice->field) && g_strcmp0 (active->value, choice->value) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
toggled_cb (AnnexFilterChip *self, GtkCheckButton *check)
{
  ChipChoice *choice = g_object_get_data (G_OBJECT (check), "annex-choice");

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0, choice->field, (int) choice->op, choice->value,
                 gtk_check_button_get_active (check));
}

static void
make_popover (AnnexFilterChip *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->choices_box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 0));
  gtk_widget_add_css_class (GTK_WIDGET (self->choices_box), "filter-choices");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_widget_set_focusable (scroller, FALSE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->choices_box));
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (self->button, popover);
}

/* Filled before it is shown, so that the first choice gets the focus. */
static void
fill_cb (GtkMenuButton *button, gpointer user_data)
{
  AnnexFilterChip *self = user_data;
  g_autoptr (GPtrArray) choices = dup_choices (self);
  GtkWidget *child;

  if (self->choices_box == NULL)
    make_popover (self);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices_box))) != NULL)
    gtk_box_remove (self->choices_box, child);

  g_ptr_array_set_free_func (choices, NULL);
  for (guint i = 0; i < choices->len; i++)
    {
      ChipChoice *choice = g_ptr_array_index (choices, i);
      GtkWidget *check = gtk_check_button_new_with_label (choice->label);

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), is_active (self, choice));
      g_object_set_data_full (G_OBJECT (check), "annex-choice", choice, chip_choice_free);
      g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
      gtk_box_append (self->choices_box, check);
    }
}

/* Returns: (nullable): the field of that name, if this chip is the one for it. */
static const AnnexField *
find_field (AnnexFilterChip *self, const char *name)
{
  const AnnexField *field = annex_store_find_field (self->store, self->type, name);

  return field == self->field || (field != NULL && (self->field->flags & ANNEX_FIELD_PROPERTIES) != 0 && (field->flags & ANNEX_FIELD_PROPERTY) != 0)
           ? field
           : NULL;
}

static char *
dup_choice_label (AnnexFilterChip *self, const AnnexField *field, AnnexFilterOperator op, const char *value)
{
  if (field != self->field && op == ANNEX_FILTER_IS_NOT_EMPTY)
    return g_strdup (annex_field_get_label (field));
  if (op == ANNEX_FILTER_IS_EMPTY)
    return g_strdup (_("none given"));
  if (op == ANNEX_FILTER_IS_NOT_EMPTY)
    return g_strdup (_("given"));
  if (op == ANNEX_FILTER_BELOW && g_strcmp0 (value, "today") == 0)
    return g_strdup (_("overdue"));
  if (op == ANNEX_FILTER_CONTAINS)
    return g_strdup (value);

  return annex_store_format (self->store, self->field, value);
}

static void
annex_filter_chip_dispose (GObject *object)
{
  AnnexFilterChip *self = ANNEX_FILTER_CHIP (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->active, g_ptr_array_unref);

  G_OBJECT_CLASS (annex_filter_chip_parent_class)->dispose (object);
}

static void
annex_filter_chip_class_init (AnnexFilterChipClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_filter_chip_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", ANNEX_TYPE_FILTER_CHIP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_INT, G_TYPE_STRING, G_TYPE_BOOLEAN);
}

static void
annex_filter_chip_init (AnnexFilterChip *self)
{
  self->active = g_ptr_array_new_with_free_func (chip_choice_free);
  self->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  gtk_menu_button_set_create_popup_func (self->button, fill_cb, self, NULL);
  gtk_menu_button_set_always_show_arrow (self->button, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->button), "filter-chip");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->button));
}

GtkWidget *
annex_filter_chip_new (AnnexStore *store, const AnnexType *type, const AnnexField *field)
{
  AnnexFilterChip *self = g_object_new (ANNEX_TYPE_FILTER_CHIP, NULL);
  /* Translators: the name of a field. */
  g_autofree char *tooltip = g_strdup_printf (_("Filter by: %s"), annex_field_get_label (field));

  self->store = g_object_ref (store);
  self->type = type;
  self->field = field;
  gtk_menu_button_set_label (self->button, annex_field_get_label (field));
  /* GTK asks where the pointer is when what is seen gets a tooltip. */
  gtk_widget_set_visible (GTK_WIDGET (self->button), FALSE);
  annex_tooltip_set (GTK_WIDGET (self->button), tooltip);
  gtk_widget_set_visible (GTK_WIDGET (self->button), TRUE);

  return GTK_WIDGET (self);
}

void
annex_filter_chip_show (AnnexFilterChip *self, const AnnexQuery *query)
{
  g_autoptr (GString) label = g_string_new (NULL);

  g_ptr_array_set_size (self->active, 0);
  for (guint i = 0; i < annex_query_get_n_filters (query); i++)
    {
      const char *name;
      const char *value;
      const AnnexField *field;
      AnnexFilterOperator op;
      g_autofree char *text = NULL;

      annex_query_get_filter (query, i, &name, &op, &value);
      field = find_field (self, name);
      if (field == NULL)
        continue;
      text = dup_choice_label (self, field, op, value);
      add_choice (self->active, field, op, value, text);
      if (self->active->len <= 2)
        g_string_append_printf (label, self->active->len == 1 ? "%s: %s" : "%s, %s",
                                self->active->len == 1 ? annex_field_get_label (self->field) : "", text);
    }

  if (self->active->len == 0)
    g_string_assign (label, annex_field_get_label (self->field));
  else if (self->active->len > 2)
    g_string_append_printf (label, " +%u", self->active->len - 2);
  gtk_menu_button_set_label (self->button, label->str);
  if (self->active->len > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->button), "active-filter");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->button), "active-filter");
}
