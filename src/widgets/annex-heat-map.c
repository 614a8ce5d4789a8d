/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-heat-map.h"

#include <glib/gi18n.h>

#include "annex-tooltip.h"
#include "report/annex-risk-map-picture.h"

/* ---- A cell ---- */

#define ANNEX_TYPE_HEAT_MAP_CELL (annex_heat_map_cell_get_type ())
G_DECLARE_FINAL_TYPE (AnnexHeatMapCell, annex_heat_map_cell, ANNEX, HEAT_MAP_CELL, GtkButton)

struct _AnnexHeatMapCell
{
  GtkButton parent_instance;

  AnnexRiskMap *map;
  AnnexRiskStage stage;
  int likelihood;
  int consequence;
  gboolean marked;
};

G_DEFINE_FINAL_TYPE (AnnexHeatMapCell, annex_heat_map_cell, GTK_TYPE_BUTTON)

static void
append_frame (GtkSnapshot *snapshot, int width, int height, float inset, float thickness, const GdkRGBA *colour)
{
  GskRoundedRect outline;
  float widths[4] = { thickness, thickness, thickness, thickness };
  GdkRGBA colours[4] = { *colour, *colour, *colour, *colour };

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (inset, inset, width - 2 * inset, height - 2 * inset), 3);
  gtk_snapshot_append_border (snapshot, &outline, widths, colours);
}

/* Two frames, dark and light, are seen on any colour. */
static void
annex_heat_map_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexHeatMapCell *self = ANNEX_HEAT_MAP_CELL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  const GdkRGBA dark = { 0, 0, 0, 1 }, light = { 1, 1, 1, 1 };
  gboolean focused = gtk_widget_has_visible_focus (widget);
  cairo_t *cairo;

  if (self->map == NULL)
    return;
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  annex_risk_map_picture_draw_map_cell (cairo, self->map, self->stage, self->likelihood, self->consequence, 0, 0, width, height);
  cairo_destroy (cairo);
  if (self->marked || focused)
    {
      append_frame (snapshot, width, height, 0, focused ? 4 : 3, &dark);
      append_frame (snapshot, width, height, focused ? 4 : 3, 2, &light);
    }
}

static void
annex_heat_map_cell_finalize (GObject *object)
{
  g_clear_pointer (&ANNEX_HEAT_MAP_CELL (object)->map, annex_risk_map_unref);
  G_OBJECT_CLASS (annex_heat_map_cell_parent_class)->finalize (object);
}

static void
annex_heat_map_cell_class_init (AnnexHeatMapCellClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_heat_map_cell_finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = annex_heat_map_cell_snapshot;
}

static void
annex_heat_map_cell_init (AnnexHeatMapCell *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "heat-map-cell");
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

/* ---- The map ---- */

struct _AnnexHeatMap
{
  AdwBin parent_instance;

  GtkOverlay *overlay;
  GtkGrid *grid;
  GtkDrawingArea *arrows;
  AnnexRiskMap *map;
  AnnexRiskStage stage;
  gboolean accepts_drops;
  int marked_likelihood;
  int marked_consequence;
};

G_DEFINE_FINAL_TYPE (AnnexHeatMap, annex_heat_map, ADW_TYPE_BIN)

static guint cell_chosen_signal, risks_dropped_signal;

static void
clicked_cb (AnnexHeatMap *self, AnnexHeatMapCell *cell)
{
  g_signal_emit (self, cell_chosen_signal, 0, cell->likelihood, cell->consequence);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, AnnexHeatMap *self)
{
  AnnexHeatMapCell *cell = ANNEX_HEAT_MAP_CELL (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (target)));
  const char *text = g_value_get_string (value);
  g_autoptr (GArray) ids = annex_link_ids_parse (text);

  if (!self->accepts_drops || ids->len == 0)
    return FALSE;
  g_signal_emit (self, risks_dropped_signal, 0, cell->likelihood, cell->consequence, text);

  return TRUE;
}

static GtkWidget *
create_label (const char *text, gboolean heading, float xalign)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 3);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 15);
  annex_tooltip_set (label, text);
  gtk_widget_add_css_class (label, heading ? "caption-heading" : "caption");

  return label;
}

/* The number comes first, for it is what is left of the name where there is little room. */
static GtkWidget *
create_level_label (int level, const char *name, float xalign)
{
  g_autofree char *text = g_strdup_printf ("%d %s", level, name);

  return create_label (text, FALSE, xalign);
}

static GtkWidget *
create_cell (AnnexHeatMap *self, int likelihood, int consequence)
{
  AnnexHeatMapCell *cell = g_object_new (ANNEX_TYPE_HEAT_MAP_CELL, NULL);
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE | GDK_ACTION_COPY);

  cell->likelihood = likelihood;
  cell->consequence = consequence;
  g_signal_connect_object (cell, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (cell), GTK_EVENT_CONTROLLER (target));

  return GTK_WIDGET (cell);
}

static void
build (AnnexHeatMap *self)
{
  guint n_columns = annex_risk_map_get_n_columns (self->map), n_rows = annex_risk_map_get_n_rows (self->map);
  gboolean likelihood_across;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  gtk_grid_attach (self->grid, create_label (annex_risk_map_get_row_title (self->map), TRUE, 0), 0, 0, (int) n_columns + 1, 1);
  gtk_grid_attach (self->grid, create_label (annex_risk_map_get_column_title (self->map), TRUE, 0.5), 1, (int) n_rows + 2, (int) n_columns, 1);
  likelihood_across = g_str_equal (annex_risk_map_get_column_title (self->map), _("Likelihood"));
  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < n_columns; column++)
      {
        int likelihood, consequence;

        annex_risk_map_get_cell (self->map, column, row, &likelihood, &consequence);
        gtk_grid_attach (self->grid, create_cell (self, likelihood, consequence), (int) column + 1, (int) row + 1, 1, 1);
        if (column == 0)
          gtk_grid_attach (self->grid,
                           create_level_label (likelihood_across ? consequence : likelihood, annex_risk_map_get_row_label (self->map, row), 0), 0,
                           (int) row + 1, 1, 1);
        if (row == 0)
          gtk_grid_attach (self->grid,
                           create_level_label (likelihood_across ? likelihood : consequence, annex_risk_map_get_column_label (self->map, column), 0.5),
                           (int) column + 1, (int) n_rows + 1, 1, 1);
      }
}

/* Whether the buttons that are there stand for the same cells in the same places. */
static gboolean
is_built_for (AnnexHeatMap *self, AnnexRiskMap *map)
{
  guint n_columns = annex_risk_map_get_n_columns (map), n_rows = annex_risk_map_get_n_rows (map);

  if (self->map == NULL || annex_risk_map_get_n_columns (self->map) != n_columns || annex_risk_map_get_n_rows (self->map) != n_rows)
    return FALSE;
  for (guint row = 0; row < n_rows; row++)
    {
      if (g_strcmp0 (annex_risk_map_get_row_label (self->map, row), annex_risk_map_get_row_label (map, row)) != 0)
        return FALSE;
      for (guint column = 0; column < n_columns; column++)
        {
          AnnexHeatMapCell *cell = ANNEX_HEAT_MAP_CELL (gtk_grid_get_child_at (self->grid, (int) column + 1, (int) row + 1));
          int likelihood, consequence;

          annex_risk_map_get_cell (map, column, row, &likelihood, &consequence);
          if (cell->likelihood != likelihood || cell->consequence != consequence ||
              g_strcmp0 (annex_risk_map_get_column_label (self->map, column), annex_risk_map_get_column_label (map, column)) != 0)
            return FALSE;
        }
    }

  return TRUE;
}

static void
update_cells (AnnexHeatMap *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->grid)); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      AnnexHeatMapCell *cell;
      g_autofree char *text = NULL;

      if (!ANNEX_IS_HEAT_MAP_CELL (child))
        continue;
      cell = ANNEX_HEAT_MAP_CELL (child);
      g_clear_pointer (&cell->map, annex_risk_map_unref);
      cell->map = annex_risk_map_ref (self->map);
      cell->stage = self->stage;
      cell->marked = cell->likelihood == self->marked_likelihood && cell->consequence == self->marked_consequence;
      text = annex_risk_map_dup_cell_text (self->map, self->stage, cell->likelihood, cell->consequence);
      gtk_accessible_update_property (GTK_ACCESSIBLE (cell), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      annex_tooltip_set (child, text);
      gtk_widget_queue_draw (child);
    }
}

static void
draw_arrows_cb (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer user_data)
{
  AnnexHeatMap *self = user_data;
  GtkWidget *first = gtk_grid_get_child_at (self->grid, 1, 1);
  graphene_rect_t bounds;
  int spacing = (int) gtk_grid_get_column_spacing (self->grid);

  if (self->map == NULL || first == NULL || !gtk_widget_compute_bounds (first, GTK_WIDGET (area), &bounds))
    return;
  annex_risk_map_picture_draw_arrows (cairo, self->map, bounds.origin.x, bounds.origin.y, bounds.size.width + spacing,
                                      bounds.size.height + spacing);
}

static void
annex_heat_map_dispose (GObject *object)
{
  AnnexHeatMap *self = ANNEX_HEAT_MAP (object);

  g_clear_pointer (&self->map, annex_risk_map_unref);
  G_OBJECT_CLASS (annex_heat_map_parent_class)->dispose (object);
}

static void
annex_heat_map_class_init (AnnexHeatMapClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_heat_map_dispose;
  cell_chosen_signal = g_signal_new ("cell-chosen", ANNEX_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                     G_TYPE_INT, G_TYPE_INT);
  risks_dropped_signal = g_signal_new ("risks-dropped", ANNEX_TYPE_HEAT_MAP, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                       G_TYPE_INT, G_TYPE_INT, G_TYPE_STRING);
}

static void
annex_heat_map_init (AnnexHeatMap *self)
{
  self->overlay = GTK_OVERLAY (gtk_overlay_new ());
  self->grid = GTK_GRID (gtk_grid_new ());
  self->arrows = GTK_DRAWING_AREA (gtk_drawing_area_new ());
  gtk_grid_set_column_spacing (self->grid, 2);
  gtk_grid_set_row_spacing (self->grid, 2);
  gtk_grid_set_column_homogeneous (self->grid, TRUE);
  gtk_widget_set_can_target (GTK_WIDGET (self->arrows), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->arrows), FALSE);
  gtk_drawing_area_set_draw_func (self->arrows, draw_arrows_cb, self, NULL);
  gtk_overlay_set_child (self->overlay, GTK_WIDGET (self->grid));
  gtk_overlay_add_overlay (self->overlay, GTK_WIDGET (self->arrows));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->overlay));
}

GtkWidget *
annex_heat_map_new (void)
{
  return g_object_new (ANNEX_TYPE_HEAT_MAP, NULL);
}

void
annex_heat_map_show (AnnexHeatMap *self, AnnexRiskMap *map, AnnexRiskStage stage, gboolean arrows)
{
  gboolean built;

  if (map == NULL)
    return;
  built = is_built_for (self, map);
  annex_risk_map_ref (map);
  g_clear_pointer (&self->map, annex_risk_map_unref);
  self->map = map;
  self->stage = stage;
  if (!built)
    build (self);
  update_cells (self);
  gtk_widget_set_visible (GTK_WIDGET (self->arrows), arrows);
  gtk_widget_queue_draw (GTK_WIDGET (self->arrows));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, annex_risk_stage_get_label (stage), -1);
}

AnnexRiskStage
annex_heat_map_get_stage (AnnexHeatMap *self)
{
  return self->stage;
}

void
annex_heat_map_mark (AnnexHeatMap *self, int likelihood, int consequence)
{
  self->marked_likelihood = likelihood;
  self->marked_consequence = consequence;
  if (self->map != NULL)
    update_cells (self);
}

GtkWidget *
annex_heat_map_find (AnnexHeatMap *self, int likelihood, int consequence)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->grid)); child != NULL; child = gtk_widget_get_next_sibling (child))
    if (ANNEX_IS_HEAT_MAP_CELL (child) && ANNEX_HEAT_MAP_CELL (child)->likelihood == likelihood &&
        ANNEX_HEAT_MAP_CELL (child)->consequence == consequence)
      return child;

  return NULL;
}

void
annex_heat_map_set_accepts_drops (AnnexHeatMap *self, gboolean accepts)
{
  self->accepts_drops = accepts;
}

gboolean
annex_heat_map_get_focused (AnnexHeatMap *self, int *likelihood, int *consequence)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (focus == NULL || !ANNEX_IS_HEAT_MAP_CELL (focus) || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    return FALSE;
  *likelihood = ANNEX_HEAT_MAP_CELL (focus)->likelihood;
  *consequence = ANNEX_HEAT_MAP_CELL (focus)->consequence;

  return TRUE;
}
