/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "isms/plan/risk-map.h"

G_BEGIN_DECLS

/**
 * AnnexRiskMapView:
 *
 * What a picture shows: one rating, all three beside one another, or the residual one with the ways that led there
 * from the inherent one. Ratings have the numbers of their stages.
 */
typedef enum
{
  ANNEX_RISK_MAP_INHERENT = ANNEX_RISK_INHERENT,
  ANNEX_RISK_MAP_CURRENT = ANNEX_RISK_CURRENT,
  ANNEX_RISK_MAP_TARGET = ANNEX_RISK_TARGET,
  ANNEX_RISK_MAP_SIDE_BY_SIDE = ANNEX_RISK_N_STAGES,
  ANNEX_RISK_MAP_MOVEMENT
} AnnexRiskMapView;

/** annex_risk_map_picture_get_aspect: Returns: width by height of a picture. */
double annex_risk_map_picture_get_aspect (AnnexRiskMapView view);

/**
 * annex_risk_map_picture_draw_cell:
 * @level: (nullable): NULL draws a cell that is not painted
 *
 * Fills a rectangle with a level's colour and, over it, its pattern, so that colour is not the only sign.
 * Lengths are in the units of @cairo.
 */
void annex_risk_map_picture_draw_cell (cairo_t *cairo, const AnnexRiskMapLevel *level, double x, double y, double width, double height);

/** annex_risk_map_picture_draw_map_cell: Draws a cell of @map with how many risks are in it and, where they fit, which. */
void annex_risk_map_picture_draw_map_cell (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskStage stage, int likelihood, int consequence,
                                           double x, double y, double width, double height);

/** annex_risk_map_picture_draw: Draws the map with axes, names, counts, references and a key, as large as a rectangle at the origin allows. */
void annex_risk_map_picture_draw (cairo_t *cairo, AnnexRiskMap *map, AnnexRiskMapView view, double width, double height);

/**
 * annex_risk_map_picture_draw_arrows:
 * @x: left of the cells
 * @y: top of the cells
 *
 * Draws how risks go from the inherent to the residual rating over cells of that size; thicker is more.
 */
void annex_risk_map_picture_draw_arrows (cairo_t *cairo, AnnexRiskMap *map, double x, double y, double cell_width, double cell_height);

/**
 * annex_risk_map_picture_draw_trail:
 * @ratings: (array fixed-size=3): of one risk, by stage; those without an estimate are left out
 * @trail: (element-type AnnexRiskRating): how it was rated before, oldest first; the last may be as now
 *
 * Draws one risk on the matrix: ○ inherent, ● current with the way by which it came there, ◇ residual.
 */
void annex_risk_map_picture_draw_trail (cairo_t *cairo, AnnexRiskMap *map, const AnnexRiskRating *ratings, GArray *trail, double width, double height);

/** annex_risk_map_picture_write: Writes the picture to @path, as SVG or PNG by its ending; replaces the file at once or not at all. */
gboolean annex_risk_map_picture_write (AnnexRiskMap *map, AnnexRiskMapView view, const char *path, GError **error);

G_END_DECLS
