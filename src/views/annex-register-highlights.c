/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-register-highlights.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"
#include "core/annex-worker.h"
#include "isms/annex-attention.h"

struct _AnnexRegisterHighlights
{
  AdwBin parent_instance;

  AdwWrapBox *box;

  AnnexStore *store;
  const AnnexType *type;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (AnnexRegisterHighlights, annex_register_highlights, ADW_TYPE_BIN)

static guint chosen_signal;

/* Those with a value in a field, in the order in which they are shown. */
static const struct
{
  const char *type;
  const char *field;
  const char *value;
  const char *label;
} kinds[] = {
  { "corrective_action", "time_left", "late", N_("Late") },
  { "corrective_action", "stuck", "stuck", N_("Stuck") },
  { "corrective_action", "time_left", "this_week", N_("Due Within a Week") },
  { "corrective_action", "escalation", "management", N_("For Top Management") },
  { "corrective_action", "recurrence", "came_back", N_("Came Back") },
  { "exception", "validity", "expired", N_("Expired") },
  { "exception", "validity", "soon", N_("Expires Soon") },
  { "exception", "status", "submitted", N_("To Be Decided") },
};

static AnnexQuery *
new_query (guint kind)
{
  AnnexQuery *query = annex_query_new (annex_type_find (kinds[kind].type));

  annex_query_add_filter (query, kinds[kind].field, ANNEX_FILTER_IS, kinds[kind].value);
  return query;
}

static void
clicked_cb (AnnexRegisterHighlights *self, GtkWidget *button)
{
  g_autoptr (AnnexQuery) query = new_query (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "kind")));
  g_autofree char *text = annex_query_to_string (query);

  g_signal_emit (self, chosen_signal, 0, text);
}

static GtkWidget *
create_button (AnnexRegisterHighlights *self, guint kind, guint count)
{
  GtkWidget *button = gtk_button_new ();
  /* Translators: what is counted, such as “Late”, and how many there are. */
  g_autofree char *label = g_strdup_printf (_("%s: %u"), g_dgettext (GETTEXT_PACKAGE, kinds[kind].label), count);

  gtk_button_set_label (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "highlight");
  g_object_set_data (G_OBJECT (button), "kind", GUINT_TO_POINTER (kind));
  g_signal_connect_object (button, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  return button;
}

static gpointer
count_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  guint *counts = g_new0 (guint, G_N_ELEMENTS (kinds));

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, data) && !g_cancellable_is_cancelled (cancellable))
      {
        g_autoptr (AnnexQuery) query = new_query (i);

        counts[i] = annex_query_count (query, store, ANNEX_TOLD_BY_STORE);
      }
  return counts;
}

/* The buttons stay while their numbers do, and with them the keyboard. */
static void
counted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexRegisterHighlights) self = user_data;
  g_autofree guint *counts = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);
  GtkWidget *child;

  if (counts == NULL || self->store == NULL)
    return;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    adw_wrap_box_remove (self->box, child);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (counts[i] > 0)
      adw_wrap_box_append (self->box, create_button (self, i, counts[i]));
  gtk_widget_set_visible (GTK_WIDGET (self), gtk_widget_get_first_child (GTK_WIDGET (self->box)) != NULL);
}

static void
count (AnnexRegisterHighlights *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  annex_worker_run (self->store, count_worker, g_strdup (self->type->name), g_free, g_free, self->cancellable, counted_cb, g_object_ref (self));
}

static void
annex_register_highlights_dispose (GObject *object)
{
  AnnexRegisterHighlights *self = ANNEX_REGISTER_HIGHLIGHTS (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_register_highlights_parent_class)->dispose (object);
}

static void
annex_register_highlights_class_init (AnnexRegisterHighlightsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_register_highlights_dispose;
  chosen_signal = g_signal_new ("chosen", ANNEX_TYPE_REGISTER_HIGHLIGHTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
annex_register_highlights_init (AnnexRegisterHighlights *self)
{
  self->box = ADW_WRAP_BOX (adw_wrap_box_new ());
  adw_wrap_box_set_child_spacing (self->box, 6);
  adw_wrap_box_set_line_spacing (self->box, 6);
  gtk_widget_set_margin_start (GTK_WIDGET (self->box), 12);
  gtk_widget_set_margin_end (GTK_WIDGET (self->box), 12);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

void
annex_register_highlights_set_type (AnnexRegisterHighlights *self, AnnexStore *store, const AnnexType *type)
{
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    any = any || g_str_equal (kinds[i].type, type->name);
  if (!any)
    return;
  self->store = g_object_ref (store);
  self->type = type;
  g_signal_connect_object (annex_attention_get (store), "changed", G_CALLBACK (count), self, G_CONNECT_SWAPPED);
  count (self);
}
