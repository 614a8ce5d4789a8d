/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-filter-bar.h"

#include <glib/gi18n.h>

#include "annex-filter-chip.h"

struct _AnnexFilterBar
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkButton *clear_button;

  AnnexStore *store;
  const AnnexType *type;
  AnnexQuery *query;
  GPtrArray *chips;
  guint n_seen; /* fields that have a chip or want none */
  guint chips_source;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexFilterBar, annex_filter_bar, ADW_TYPE_BIN)

static void
show_chips (AnnexFilterBar *self)
{
  for (guint i = 0; i < self->chips->len; i++)
    annex_filter_chip_show (g_ptr_array_index (self->chips, i), self->query);
  gtk_widget_set_visible (GTK_WIDGET (self->clear_button), annex_filter_bar_is_active (self));
}

static void
chip_changed_cb (AnnexFilterBar *self, const char *field, int op, const char *value, gboolean on)
{
  const char *name;
  const char *held;
  AnnexFilterOperator held_op;

  if (on)
    annex_query_add_filter (self->query, field, op, value);
  for (guint i = annex_query_get_n_filters (self->query); !on && i > 0; i--)
    {
      annex_query_get_filter (self->query, i - 1, &name, &held_op, &held);
      if (g_str_equal (name, field) && (int) held_op == op && g_strcmp0 (held, value) == 0)
        annex_query_remove_filter (self->query, i - 1);
    }

  show_chips (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
clear_cb (AnnexFilterBar *self)
{
  annex_filter_bar_clear (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
add_chip (AnnexFilterBar *self)
{
  const AnnexField *field;
  GtkWidget *chip;

  while (self->n_seen < self->type->n_fields && (self->type->fields[self->n_seen].flags & ANNEX_FIELD_FILTER) == 0)
    self->n_seen++;
  if (self->n_seen == self->type->n_fields)
    return FALSE;
  field = &self->type->fields[self->n_seen++];
  chip = annex_filter_chip_new (self->store, self->type, field);
  annex_filter_chip_show (ANNEX_FILTER_CHIP (chip), self->query);
  g_signal_connect_object (chip, "changed", G_CALLBACK (chip_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_box_insert_child_after (self->box, chip, self->chips->len > 0 ? self->chips->pdata[self->chips->len - 1] : NULL);
  g_ptr_array_add (self->chips, chip);
  return TRUE;
}

static void
add_chips_cb (gpointer user_data)
{
  AnnexFilterBar *self = user_data;

  self->chips_source = 0;
  while (add_chip (self))
    continue;
}

static void
annex_filter_bar_dispose (GObject *object)
{
  AnnexFilterBar *self = ANNEX_FILTER_BAR (object);

  g_clear_handle_id (&self->chips_source, g_source_remove);
  g_clear_object (&self->store);
  g_clear_pointer (&self->query, annex_query_free);
  g_clear_pointer (&self->chips, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_FILTER_BAR);

  G_OBJECT_CLASS (annex_filter_bar_parent_class)->dispose (object);
}

static void
annex_filter_bar_class_init (AnnexFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_filter_bar_dispose;
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", ANNEX_TYPE_FILTER_BAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFilterBar, box);
  gtk_widget_class_bind_template_child (widget_class, AnnexFilterBar, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
annex_filter_bar_init (AnnexFilterBar *self)
{
  self->chips = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
annex_filter_bar_set_type (AnnexFilterBar *self, AnnexStore *store, const AnnexType *type)
{
  g_set_object (&self->store, store);
  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_new (type);
  self->type = type;
  self->n_seen = 0;

  for (guint i = 0; i < self->chips->len; i++)
    gtk_box_remove (self->box, g_ptr_array_index (self->chips, i));
  g_ptr_array_set_size (self->chips, 0);

  /* The first gives the bar its height; the others would be a good part of the time until the room is seen. */
  add_chip (self);
  if (self->chips_source == 0)
    self->chips_source = g_idle_add_once (add_chips_cb, self);
  show_chips (self);
}

void
annex_filter_bar_set_query (AnnexFilterBar *self, const AnnexQuery *query)
{
  AnnexQuery *copy = annex_query_copy (query);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = copy;
  show_chips (self);
}

void
annex_filter_bar_apply (AnnexFilterBar *self, AnnexQuery *query)
{
  const char *name;
  const char *value;
  AnnexFilterOperator op;

  annex_query_clear_filters (query);
  for (guint i = 0; i < annex_query_get_n_filters (self->query); i++)
    {
      annex_query_get_filter (self->query, i, &name, &op, &value);
      annex_query_add_filter (query, name, op, value);
    }
}

gboolean
annex_filter_bar_is_active (AnnexFilterBar *self)
{
  return annex_query_get_n_filters (self->query) > 0;
}

void
annex_filter_bar_clear (AnnexFilterBar *self)
{
  annex_query_clear_filters (self->query);
  show_chips (self);
}
