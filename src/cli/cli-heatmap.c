/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "isms/annex-isms.h"
#include "report/annex-risk-map-picture.h"

static void
print_cell (JsonBuilder *builder, gboolean json, AnnexRiskMap *map, AnnexRiskStage stage, int likelihood, int consequence)
{
  const char *const names[] = { "likelihood", "consequence", "level", "count" };
  int values[] = { likelihood, consequence, annex_matrix_get_level (annex_risk_map_get_matrix (map), likelihood, consequence),
                   (int) annex_risk_map_get_count (map, stage, likelihood, consequence) };
  const AnnexRiskMapLevel *level = annex_risk_map_find_level (map, values[2]);

  if (!json)
    printf ("%d\t%d\t%s\t%d\n", values[0], values[1], level != NULL ? level->name : "", values[3]);
  json_builder_begin_object (builder);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      json_builder_set_member_name (builder, names[i]);
      json_builder_add_int_value (builder, values[i]);
    }
  json_builder_end_object (builder);
}

static void
print_map (AnnexRiskMap *map, AnnexRiskStage stage, gboolean json)
{
  const AnnexMatrix *matrix = annex_risk_map_get_matrix (map);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (!json)
    puts ("likelihood\tconsequence\tlevel\tcount");
  json_builder_begin_array (builder);
  for (guint row = 0; row < annex_matrix_get_n_likelihoods (matrix); row++)
    for (guint column = 0; column < annex_matrix_get_n_consequences (matrix); column++)
      print_cell (builder, json, map, stage, annex_matrix_get_likelihood (matrix, row), annex_matrix_get_consequence (matrix, column));
  json_builder_end_array (builder);
  if (json)
    cli_print_json (g_steal_pointer (&builder));
}

/* A picture can also show all three, or the ways between them. */
static gboolean
parse_view (const char *name, gboolean picture, AnnexRiskMapView *view)
{
  AnnexRiskStage stage = ANNEX_RISK_CURRENT;

  if (picture && g_strcmp0 (name, "all") == 0)
    *view = ANNEX_RISK_MAP_SIDE_BY_SIDE;
  else if (picture && g_strcmp0 (name, "movement") == 0)
    *view = ANNEX_RISK_MAP_MOVEMENT;
  else if (name == NULL || annex_risk_stage_parse (name, &stage))
    *view = (AnnexRiskMapView) stage;
  else
    {
      cli_complain (_("--stage is inherent, current or target, for a picture also all or movement, not “%s”"), name);
      return FALSE;
    }
  return TRUE;
}

CliStatus
cli_heatmap (const char *const *arguments)
{
  gboolean json = FALSE;
  g_autofree char *stage_name = NULL, *out = NULL, *as_of = NULL;
  g_auto (GStrv) where = NULL;
  const GOptionEntry entries[] = {
    { "stage", 0, 0, G_OPTION_ARG_FILENAME, &stage_name, N_("inherent, current (the default) or target; for a picture also all or movement"), N_("STAGE") },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where, N_("Only risks for which this holds"), N_("FIELD=VALUE") },
    { "as-of", 0, 0, G_OPTION_ARG_FILENAME, &as_of, N_("As it stood at the end of that day"), N_("DATE") },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("Write a picture, .svg or .png"), N_("PATH") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("heatmap", entries, arguments, 1, 1);
  AnnexRiskMapView view;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexQuery) query = NULL;
  g_autoptr (AnnexRiskMap) map = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  if (!parse_view (stage_name, out != NULL, &view))
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  if (as_of != NULL && !cli_begin_as_of (store, as_of))
    return CLI_REFUSED;
  query = cli_build_query (store, &annex_risk_type, (const char *const *) where, NULL, NULL, &error);
  if (query == NULL)
    return cli_refuse (error);
  map = annex_risk_map_new (store, query, NULL, &error);
  if (map == NULL || (out != NULL && (!annex_store_confirm_reads (store, &error) || !annex_risk_map_picture_write (map, view, out, &error))))
    return cli_refuse (error);
  if (out == NULL)
    print_map (map, (AnnexRiskStage) view, json);
  return CLI_DONE;
}
