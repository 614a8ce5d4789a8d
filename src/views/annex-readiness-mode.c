/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-readiness-mode.h"

#include <glib/gi18n.h>

#include "annex-register-mode.h"
#include "core/annex-worker.h"
#include "isms/check/readiness.h"

/* A line of the list: a point of what was read. */
#define ANNEX_TYPE_READINESS_ITEM (annex_readiness_item_get_type ())
G_DECLARE_FINAL_TYPE (AnnexReadinessItem, annex_readiness_item, ANNEX, READINESS_ITEM, GObject)

struct _AnnexReadinessItem
{
  GObject parent_instance;

  GPtrArray *points; /* keeps the point */
  const AnnexReadinessPoint *point;
};

struct _AnnexReadinessMode
{
  AdwBin parent_instance;

  AdwToggleGroup *stages;
  GtkLabel *summary;
  GtkListView *view;

  AnnexStore *store;
  GListStore *items;
  GPtrArray *points; /* AnnexReadinessPoint; NULL until they are read */
  AnnexQuery *query; /* for its search */
  gboolean loaded;
  gboolean loading;
  gboolean again;
  gboolean outdated; /* changed while nobody saw it */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE (AnnexReadinessItem, annex_readiness_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexReadinessMode, annex_readiness_mode, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
annex_readiness_item_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_READINESS_ITEM (object)->points);
  G_OBJECT_CLASS (annex_readiness_item_parent_class)->finalize (object);
}

static void
annex_readiness_item_class_init (AnnexReadinessItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_readiness_item_finalize;
}

static void
annex_readiness_item_init (AnnexReadinessItem *self)
{
}

/* ---- Reading ---- */

static gpointer
load_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  return annex_readiness_check (store, GPOINTER_TO_INT (data), error);
}

static gboolean
is_found (AnnexReadinessMode *self, const AnnexReadinessPoint *point)
{
  g_autofree char *text =
    g_strdup_printf ("%s %s %s %s", point->clause, point->what, point->detail, point->reference != NULL ? point->reference : "");

  return self->query == NULL || annex_query_finds_text (self->query, text);
}

/* What is missing comes first, then what is out of date. */
static void
fill (AnnexReadinessMode *self)
{
  GPtrArray *points = self->points;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *summary =
    g_strdup_printf (_("%u of %u points are ready. Missing: %u. Out of date: %u."), annex_readiness_count (points, ANNEX_READINESS_READY), points->len,
                     annex_readiness_count (points, ANNEX_READINESS_MISSING), annex_readiness_count (points, ANNEX_READINESS_OLD));

  for (AnnexReadinessState state = ANNEX_READINESS_MISSING; state <= ANNEX_READINESS_READY; state++)
    for (guint i = 0; i < points->len; i++)
      {
        const AnnexReadinessPoint *point = points->pdata[i];
        AnnexReadinessItem *item;

        if (point->state != state || !is_found (self, point))
          continue;
        item = g_object_new (ANNEX_TYPE_READINESS_ITEM, NULL);
        item->points = g_ptr_array_ref (points);
        item->point = point;
        g_ptr_array_add (items, item);
      }
  g_list_store_splice (self->items, 0, g_list_model_get_n_items (G_LIST_MODEL (self->items)), items->pdata, items->len);
  gtk_label_set_text (self->summary, summary);
}

static void start_loading (AnnexReadinessMode *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexReadinessMode) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) points = annex_worker_finish (result, &error);

  self->loading = FALSE;
  if (points == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  if (self->store == NULL)
    return;
  g_clear_pointer (&self->points, g_ptr_array_unref);
  self->points = g_steal_pointer (&points);
  fill (self);
  if (self->again)
    start_loading (self);
}

/* Changes that come while it is read are read once, afterwards. */
static void
start_loading (AnnexReadinessMode *self)
{
  int stage = (int) adw_toggle_group_get_active (self->stages) + 1;

  self->again = self->loading;
  if (self->loading || self->store == NULL)
    return;
  self->loading = self->loaded = TRUE;
  annex_worker_run (self->store, load_worker, GINT_TO_POINTER (stage), NULL, (GDestroyNotify) g_ptr_array_unref, NULL, loaded_cb, g_object_ref (self));
}

static void
store_changed_cb (AnnexReadinessMode *self)
{
  self->outdated = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->outdated)
    start_loading (self);
}

static void
mapped_cb (AnnexReadinessMode *self)
{
  if (self->outdated)
    start_loading (self);
  self->outdated = FALSE;
}

/* ---- Rows ---- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexReadinessMode *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *title = gtk_label_new (NULL);
  GtkWidget *detail = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (detail), 0);
  gtk_label_set_wrap (GTK_LABEL (detail), TRUE);
  gtk_widget_add_css_class (detail, "dimmed");
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), title);
  gtk_box_append (GTK_BOX (texts), detail);
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), texts);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexReadinessMode *self)
{
  static const char *const icons[] = { "dialog-error-symbolic", "dialog-warning-symbolic", "object-select-symbolic" };
  static const char *const classes[] = { "error", "warning", "success" };
  const AnnexReadinessPoint *point = ANNEX_READINESS_ITEM (gtk_list_item_get_item (item))->point;
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *texts = gtk_widget_get_last_child (gtk_list_item_get_child (item));
  const char *state = annex_readiness_get_label (point->state);
  g_autofree char *title = g_strdup_printf ("%s · %s", point->clause, point->what);
  g_autofree char *detail = point->reference != NULL ? g_strdup_printf ("%s (%s)", point->detail, point->reference) : g_strdup (point->detail);
  g_autofree char *spoken = g_strdup_printf ("%s: %s, %s", state, title, detail);

  gtk_image_set_from_icon_name (GTK_IMAGE (icon), icons[point->state]);
  gtk_widget_set_tooltip_text (icon, state);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (icon, classes[i]);
  gtk_widget_add_css_class (icon, classes[point->state]);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (texts)), title);
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_last_child (texts)), detail);
  gtk_list_item_set_activatable (item, point->record != 0);
  gtk_list_item_set_accessible_label (item, spoken);
}

static void
activate_cb (AnnexReadinessMode *self, guint position)
{
  g_autoptr (AnnexReadinessItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  if (item->point->record != 0)
    gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", item->point->record);
}

static void
stage_cb (AnnexReadinessMode *self)
{
  start_loading (self);
}

/* ---- As a mode ---- */

/* It is about the whole engagement: the search is for its points, and filters of audits change nothing. */
static void
annex_readiness_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexReadinessMode *self = ANNEX_READINESS_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  if (!self->loaded)
    start_loading (self);
  else if (self->points != NULL)
    fill (self);
}

static gboolean
annex_readiness_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return FALSE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_readiness_mode_set_query;
  iface->reveal = annex_readiness_mode_reveal;
}

static void
annex_readiness_mode_dispose (GObject *object)
{
  AnnexReadinessMode *self = ANNEX_READINESS_MODE (object);

  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_READINESS_MODE);
  g_clear_object (&self->items);
  g_clear_pointer (&self->points, g_ptr_array_unref);
  g_clear_pointer (&self->query, annex_query_free);
  G_OBJECT_CLASS (annex_readiness_mode_parent_class)->dispose (object);
}

static void
annex_readiness_mode_class_init (AnnexReadinessModeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_readiness_mode_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-readiness-mode.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, AnnexReadinessMode, name)
  BIND (stages);
  BIND (summary);
  BIND (view);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, stage_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
annex_readiness_mode_init (AnnexReadinessMode *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkSingleSelection) selection = NULL;

  self->items = g_list_store_new (ANNEX_TYPE_READINESS_ITEM);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_single_selection_set_autoselect (selection, FALSE);
  gtk_single_selection_set_can_unselect (selection, TRUE);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

GtkWidget *
annex_readiness_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexReadinessMode *self = g_object_new (ANNEX_TYPE_READINESS_MODE, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
