/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-coverage-mode.h"

#include <glib/gi18n.h>

#include "annex-coverage-row.h"
#include "annex-register-mode.h"
#include "core/annex-change-set.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-programme.h"
#include "widgets/annex-feedback.h"

/* A line of the list: an index into what was read. */
#define ANNEX_TYPE_COVERAGE_ITEM (annex_coverage_item_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCoverageItem, annex_coverage_item, ANNEX, COVERAGE_ITEM, GObject)

struct _AnnexCoverageItem
{
  GObject parent_instance;

  const AnnexCoverageLine *line; /* in the mode's lines */
  gint64 id;
};

struct _AnnexCoverageMode
{
  AdwBreakpointBin parent_instance;

  GtkButton *years;
  GtkDropDown *sites;
  GtkToggleButton *gaps;
  GtkLabel *summary;
  GtkButton *plan_button;
  AdwToggleGroup *columns;
  GtkBox *headings_box;
  GtkStack *stack;
  GtkListView *view;

  AnnexStore *store;
  GPtrArray *lines; /* AnnexCoverageLine */
  char **headings;  /* of their cells */
  int shown_year;   /* the first of the three */
  AnnexQuery *query; /* for its search */
  GListStore *items;
  GtkSingleSelection *selection;
  GHashTable *bound; /* GtkListItem */
  gboolean loading;
  gboolean again;
  gboolean narrow;
  gboolean filling_sites;
  gboolean outdated; /* changed while nobody saw it */
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE (AnnexCoverageItem, annex_coverage_item, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexCoverageMode, annex_coverage_mode, ADW_TYPE_BREAKPOINT_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
annex_coverage_item_class_init (AnnexCoverageItemClass *klass)
{
}

static void
annex_coverage_item_init (AnnexCoverageItem *self)
{
}

/* ---- Showing ---- */

static void
show_item (AnnexCoverageMode *self, GtkListItem *item)
{
  AnnexCoverageItem *of = gtk_list_item_get_item (item);
  g_autofree char *description = annex_coverage_row_dup_description (of->line, (const char *const *) self->headings);

  annex_coverage_row_show (ANNEX_COVERAGE_ROW (gtk_list_item_get_child (item)), of->line, self->narrow);
  gtk_list_item_set_accessible_label (item, description);
}

static void
show_all_items (AnnexCoverageMode *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    show_item (self, item);
}

static void
show_headings (AnnexCoverageMode *self)
{
  g_autofree char *span = g_strdup_printf ("%d–%d", self->shown_year, self->shown_year + ANNEX_PROGRAMME_YEARS - 1);
  GtkWidget *child;

  gtk_button_set_label (self->years, span);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->headings_box))) != NULL)
    gtk_box_remove (self->headings_box, child);
  for (guint i = 0; self->headings != NULL && self->headings[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (self->headings[i]);

      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
      gtk_widget_set_tooltip_text (label, self->headings[i]);
      gtk_widget_set_size_request (label, annex_coverage_row_get_cell_width (g_strv_length (self->headings), self->narrow), -1);
      gtk_widget_add_css_class (label, "caption-heading");
      gtk_box_append (self->headings_box, label);
    }
}

static guint
count_gaps (AnnexCoverageMode *self)
{
  guint n = 0;

  for (guint i = 0; self->lines != NULL && i < self->lines->len; i++)
    n += !annex_coverage_line_is_covered (self->lines->pdata[i]);
  return n;
}

static gboolean
is_found (AnnexCoverageMode *self, const AnnexCoverageLine *line)
{
  g_autofree char *text = g_strdup_printf ("%s %s", line->reference, line->title);

  return self->query == NULL || annex_query_finds_text (self->query, text);
}

/* Lines that say the same are kept, so that neither the place nor the keyboard is lost by a change. */
static void
fill (AnnexCoverageMode *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean only_gaps = gtk_toggle_button_get_active (self->gaps);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->items));
  guint n_gaps = count_gaps (self);
  g_autofree char *summary =
    g_strdup_printf (ngettext ("%u of %u is in no audit of these years", "%u of %u are in no audit of these years", n_gaps), n_gaps, self->lines->len);
  gboolean same;

  for (guint i = 0; i < self->lines->len; i++)
    {
      AnnexCoverageItem *item;

      if ((only_gaps && annex_coverage_line_is_covered (self->lines->pdata[i])) || !is_found (self, self->lines->pdata[i]))
        continue;
      item = g_object_new (ANNEX_TYPE_COVERAGE_ITEM, NULL);
      item->line = self->lines->pdata[i];
      item->id = item->line->id;
      g_ptr_array_add (items, item);
    }
  same = n == items->len;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AnnexCoverageItem) old = g_list_model_get_item (G_LIST_MODEL (self->items), i);

      same = same && old->id == ANNEX_COVERAGE_ITEM (items->pdata[i])->id;
      if (same)
        old->line = ANNEX_COVERAGE_ITEM (items->pdata[i])->line;
    }
  if (!same)
    g_list_store_splice (self->items, 0, n, items->pdata, items->len);
  show_all_items (self);
  show_headings (self);
  gtk_label_set_text (self->summary, summary);
  gtk_widget_set_visible (GTK_WIDGET (self->plan_button), n_gaps > 0 && !annex_store_is_read_only (self->store));
  gtk_stack_set_visible_child_name (self->stack, items->len > 0 || self->lines->len == 0 ? "rows"
                                                 : only_gaps && n_gaps == 0              ? "empty"
                                                                                         : "no-match");
}

/* ---- Reading ---- */

typedef struct
{
  int first_year;
  char *site;
  gboolean by_site;
} Wanted;

/* The matrix: its lines, and the headings of their cells. */
typedef struct
{
  GPtrArray *lines;
  char **headings;
} Matrix;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->site);
  g_free (wanted);
}

static void
matrix_free (gpointer data)
{
  Matrix *matrix = data;

  g_clear_pointer (&matrix->lines, g_ptr_array_unref);
  g_strfreev (matrix->headings);
  g_free (matrix);
}

static char **
name_years (int first_year)
{
  GStrvBuilder *years = g_strv_builder_new ();

  for (int i = 0; i < ANNEX_PROGRAMME_YEARS; i++)
    g_strv_builder_take (years, g_strdup_printf ("%d", first_year + i));
  return g_strv_builder_unref_to_strv (years);
}

static gpointer
load_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Wanted *wanted = data;
  Matrix *matrix = g_new0 (Matrix, 1);

  if (wanted->by_site)
    matrix->lines = annex_programme_load_by_site (store, wanted->first_year, &matrix->headings, error);
  else
    {
      matrix->lines = annex_programme_load (store, wanted->first_year, wanted->site, error);
      matrix->headings = name_years (wanted->first_year);
    }
  if (matrix->lines == NULL)
    g_clear_pointer (&matrix, matrix_free);
  return matrix;
}

static void start_loading (AnnexCoverageMode *self);

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexCoverageMode) self = user_data;
  g_autoptr (GError) error = NULL;
  Matrix *matrix = annex_worker_finish (result, &error);
  g_autoptr (GPtrArray) before = NULL;

  self->loading = FALSE;
  if (matrix == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  if (self->store != NULL)
    {
      /* Rows look at the old ones until they are filled anew. */
      before = self->lines;
      self->lines = g_steal_pointer (&matrix->lines);
      g_strfreev (self->headings);
      self->headings = g_steal_pointer (&matrix->headings);
      fill (self);
      if (self->again)
        start_loading (self);
    }
  matrix_free (matrix);
}

static gboolean
is_by_site (AnnexCoverageMode *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->columns), "sites") == 0;
}

static const char *
get_site (AnnexCoverageMode *self)
{
  GtkStringObject *site = gtk_drop_down_get_selected_item (self->sites);

  return site != NULL && gtk_drop_down_get_selected (self->sites) > 0 && !is_by_site (self) ? gtk_string_object_get_string (site) : NULL;
}

/* Changes that come while it is read are read once, afterwards. */
static void
start_loading (AnnexCoverageMode *self)
{
  Wanted *wanted;

  self->again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  wanted = g_new0 (Wanted, 1);
  wanted->first_year = self->shown_year;
  wanted->site = g_strdup (get_site (self));
  wanted->by_site = is_by_site (self);
  annex_worker_run (self->store, load_worker, wanted, wanted_free, matrix_free, NULL, loaded_cb, g_object_ref (self));
}

static void
fill_sites (AnnexCoverageMode *self)
{
  g_auto (GStrv) sites = annex_programme_dup_sites (self->store, ANNEX_TOLD_BY_STORE);
  g_autofree char *chosen = g_strdup (get_site (self));
  g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);
  guint selected = 0;

  if (sites == NULL)
    return;
  gtk_string_list_append (model, _("All sites"));
  for (guint i = 0; sites[i] != NULL; i++)
    {
      gtk_string_list_append (model, sites[i]);
      if (g_strcmp0 (sites[i], chosen) == 0)
        selected = i + 1;
    }
  self->filling_sites = TRUE;
  gtk_drop_down_set_model (self->sites, G_LIST_MODEL (model));
  gtk_drop_down_set_selected (self->sites, selected);
  gtk_widget_set_visible (GTK_WIDGET (self->columns), sites[0] != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sites), sites[0] != NULL && !is_by_site (self));
  self->filling_sites = FALSE;
}

static void
reload (AnnexCoverageMode *self)
{
  fill_sites (self);
  start_loading (self);
}

static void
store_changed_cb (AnnexCoverageMode *self, AnnexChangeSet *changes)
{
  self->outdated = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (!self->outdated)
    reload (self);
}

static void
mapped_cb (AnnexCoverageMode *self)
{
  if (self->outdated)
    reload (self);
  self->outdated = FALSE;
}

/* ---- Doing ---- */

static void
move_years (AnnexCoverageMode *self, int first_year)
{
  self->shown_year = first_year;
  start_loading (self);
}

static void
earlier_cb (AnnexCoverageMode *self)
{
  move_years (self, self->shown_year - ANNEX_PROGRAMME_YEARS);
}

static void
later_cb (AnnexCoverageMode *self)
{
  move_years (self, self->shown_year + ANNEX_PROGRAMME_YEARS);
}

static void
today_cb (AnnexCoverageMode *self)
{
  int first_year = annex_programme_get_first_year (self->store, ANNEX_TOLD_BY_STORE);

  if (first_year != 0)
    move_years (self, first_year);
}

static void
columns_cb (AnnexCoverageMode *self)
{
  if (self->store == NULL)
    return;
  gtk_widget_set_visible (GTK_WIDGET (self->sites), !is_by_site (self));
  start_loading (self);
}

static void
site_cb (AnnexCoverageMode *self)
{
  if (!self->filling_sites)
    start_loading (self);
}

static void
gaps_cb (AnnexCoverageMode *self)
{
  if (self->lines != NULL)
    fill (self);
}

static void
plan_cb (AnnexCoverageMode *self)
{
  g_autoptr (GError) error = NULL;
  gint64 audit = annex_programme_plan_missing (self->store, self->lines, get_site (self), &error);

  if (audit == 0)
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Plan an Audit"), error);
  else
    {
      annex_feedback_say_undoable (GTK_WIDGET (self), _("Audit planned"));
      annex_register_mode_choose (ANNEX_REGISTER_MODE (self), audit, TRUE);
    }
}

static void
activate_cb (AnnexCoverageMode *self, guint position)
{
  g_autoptr (AnnexCoverageItem) item = g_list_model_get_item (G_LIST_MODEL (self->items), position);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.show-record", "x", item->id);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexCoverageMode *self)
{
  gtk_list_item_set_child (item, annex_coverage_row_new ());
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexCoverageMode *self)
{
  g_hash_table_add (self->bound, item);
  show_item (self, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, AnnexCoverageMode *self)
{
  g_hash_table_remove (self->bound, item);
}

static void
apply_cb (AnnexCoverageMode *self)
{
  self->narrow = TRUE;
  show_headings (self);
  show_all_items (self);
}

static void
unapply_cb (AnnexCoverageMode *self)
{
  self->narrow = FALSE;
  show_headings (self);
  show_all_items (self);
}

/* ---- As a mode ---- */

/* It is about clauses and controls: the search is for them, and filters of audits change nothing. */
static void
annex_coverage_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  AnnexCoverageMode *self = ANNEX_COVERAGE_MODE (mode);

  g_clear_pointer (&self->query, annex_query_free);
  self->query = annex_query_copy (query);
  if (self->lines == NULL)
    reload (self);
  else
    fill (self);
}

static gboolean
annex_coverage_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return FALSE;
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_coverage_mode_set_query;
  iface->reveal = annex_coverage_mode_reveal;
}

static void
annex_coverage_mode_dispose (GObject *object)
{
  AnnexCoverageMode *self = ANNEX_COVERAGE_MODE (object);

  if (self->view != NULL)
    gtk_list_view_set_model (self->view, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_COVERAGE_MODE);
  g_clear_object (&self->selection);
  g_clear_object (&self->items);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_coverage_mode_parent_class)->dispose (object);
}

static void
annex_coverage_mode_finalize (GObject *object)
{
  AnnexCoverageMode *self = ANNEX_COVERAGE_MODE (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->headings, g_strfreev);
  g_clear_pointer (&self->query, annex_query_free);
  g_hash_table_unref (self->bound);
  G_OBJECT_CLASS (annex_coverage_mode_parent_class)->finalize (object);
}

static void
annex_coverage_mode_class_init (AnnexCoverageModeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_coverage_mode_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_coverage_mode_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-coverage-mode.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, AnnexCoverageMode, name)
  BIND (years);
  BIND (sites);
  BIND (gaps);
  BIND (summary);
  BIND (plan_button);
  BIND (columns);
  BIND (headings_box);
  BIND (stack);
  BIND (view);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, apply_cb);
  gtk_widget_class_bind_template_callback (widget_class, unapply_cb);
  gtk_widget_class_bind_template_callback (widget_class, earlier_cb);
  gtk_widget_class_bind_template_callback (widget_class, later_cb);
  gtk_widget_class_bind_template_callback (widget_class, today_cb);
  gtk_widget_class_bind_template_callback (widget_class, columns_cb);
  gtk_widget_class_bind_template_callback (widget_class, site_cb);
  gtk_widget_class_bind_template_callback (widget_class, gaps_cb);
  gtk_widget_class_bind_template_callback (widget_class, plan_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
}

static void
annex_coverage_mode_init (AnnexCoverageMode *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  self->bound = g_hash_table_new (NULL, NULL);
  self->items = g_list_store_new (ANNEX_TYPE_COVERAGE_ITEM);
  self->filling_sites = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filling_sites = FALSE;
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->items)));
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
}

GtkWidget *
annex_coverage_mode_new (AnnexStore *store, const AnnexType *type)
{
  AnnexCoverageMode *self = g_object_new (ANNEX_TYPE_COVERAGE_MODE, NULL);

  self->store = g_object_ref (store);
  self->shown_year = annex_programme_get_first_year (store, ANNEX_TOLD_BY_STORE);
  show_headings (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
