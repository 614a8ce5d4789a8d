/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-gradual-filling.h"

/* Microseconds for which parts are made at a time. */
#define SLICE 4000

typedef struct
{
  GtkWidget *widget; /* not owned: it owns this */
  guint next;
  guint n;
  AnnexFillFunc func;
  gpointer user_data;
  GDestroyNotify free_data;
  guint source;
} Filling;

static GQuark
filling_quark (void)
{
  return g_quark_from_static_string ("annex-gradual-filling");
}

static void
filling_free (gpointer data)
{
  Filling *filling = data;

  g_clear_handle_id (&filling->source, g_source_remove);
  if (filling->free_data != NULL)
    filling->free_data (filling->user_data);
  g_free (filling);
}

static void
fill_one (Filling *filling)
{
  filling->func (filling->widget, filling->next++, filling->user_data);
}

static void
stop (GtkWidget *widget)
{
  g_signal_handlers_disconnect_by_func (widget, stop, NULL);
  g_object_set_qdata (G_OBJECT (widget), filling_quark (), NULL);
}

static gboolean
fill_cb (gpointer user_data)
{
  Filling *filling = user_data;
  gint64 end = g_get_monotonic_time () + SLICE;

  while (filling->next < filling->n && g_get_monotonic_time () < end)
    fill_one (filling);
  if (filling->next < filling->n)
    return G_SOURCE_CONTINUE;
  filling->source = 0;
  stop (filling->widget);
  return G_SOURCE_REMOVE;
}

void
annex_gradual_filling_start (GtkWidget *widget, guint n, guint at_once, AnnexFillFunc func, gpointer user_data,
                             GDestroyNotify free_data)
{
  Filling *filling = g_new0 (Filling, 1);

  stop (widget);
  *filling = (Filling) { .widget = widget, .n = n, .func = func, .user_data = user_data, .free_data = free_data };
  while (filling->next < MIN (n, at_once))
    fill_one (filling);
  if (filling->next == n)
    {
      filling_free (filling);
      return;
    }
  /* After what is drawn. */
  filling->source = g_idle_add_full (G_PRIORITY_LOW, fill_cb, filling, NULL);
  g_object_set_qdata_full (G_OBJECT (widget), filling_quark (), filling, filling_free);
  g_signal_connect (widget, "destroy", G_CALLBACK (stop), NULL);
}
