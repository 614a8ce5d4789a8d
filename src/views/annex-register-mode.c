/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-register-mode.h"

#include <glib/gi18n.h>

#include "annex-attribute-mode.h"
#include "annex-action-figures-mode.h"
#include "annex-board-mode.h"
#include "annex-incident-statistics-mode.h"
#include "annex-coverage-mode.h"
#include "annex-readiness-mode.h"
#include "annex-risk-map-mode.h"
#include "annex-statement-mode.h"
#include "annex-timeline-mode.h"
#include "annex-treatment-plan-mode.h"

G_DEFINE_INTERFACE (AnnexRegisterMode, annex_register_mode, GTK_TYPE_WIDGET)

static guint record_chosen_signal;
static guint records_chosen_signal;
static guint query_chosen_signal;

/* Every mode there is, in the order of the switch. */
static const AnnexRegisterModeKind kinds[] = {
  { "risk", "map", N_("Map"), annex_risk_map_mode_new },
  { "risk", "board", N_("Board"), annex_board_mode_new },
  { "treatment", "plan", N_("Plan"), annex_treatment_plan_mode_new },
  { "treatment", "board", N_("Board"), annex_board_mode_new },
  { "treatment", "timeline", N_("Timeline"), annex_timeline_mode_new },
  { "control", "statement", N_("Statement"), annex_statement_mode_new },
  { "control", "attributes", N_("Attributes"), annex_attribute_mode_new },
  { "control", "board", N_("Board"), annex_board_mode_new },
  { "document", "board", N_("Board"), annex_board_mode_new },
  { "incident", "board", N_("Board"), annex_board_mode_new },
  { "incident", "statistics", N_("Statistics"), annex_incident_statistics_mode_new },
  { "audit", "coverage", N_("Coverage"), annex_coverage_mode_new, TRUE },
  { "audit", "readiness", N_("Readiness"), annex_readiness_mode_new, TRUE },
  { "corrective_action", "board", N_("Board"), annex_board_mode_new },
  { "corrective_action", "timeline", N_("Timeline"), annex_timeline_mode_new },
  { "corrective_action", "figures", N_("Figures"), annex_action_figures_mode_new },
};

static void
annex_register_mode_default_init (AnnexRegisterModeInterface *iface)
{
  record_chosen_signal = g_signal_new ("record-chosen", ANNEX_TYPE_REGISTER_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  records_chosen_signal = g_signal_new ("records-chosen", ANNEX_TYPE_REGISTER_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ARRAY);
  query_chosen_signal = g_signal_new ("query-chosen", ANNEX_TYPE_REGISTER_MODE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                      G_TYPE_NONE, 1, annex_query_get_type () | G_SIGNAL_TYPE_STATIC_SCOPE);
}

void
annex_register_mode_set_query (AnnexRegisterMode *self, const AnnexQuery *query)
{
  ANNEX_REGISTER_MODE_GET_IFACE (self)->set_query (self, query);
}

gboolean
annex_register_mode_reveal (AnnexRegisterMode *self, gint64 id)
{
  return ANNEX_REGISTER_MODE_GET_IFACE (self)->reveal (self, id);
}

void
annex_register_mode_choose (AnnexRegisterMode *self, gint64 id, gboolean open)
{
  g_signal_emit (self, record_chosen_signal, 0, id, open);
}

void
annex_register_mode_choose_many (AnnexRegisterMode *self, GArray *ids)
{
  g_signal_emit (self, records_chosen_signal, 0, ids);
}

void
annex_register_mode_ask (AnnexRegisterMode *self, const AnnexQuery *query)
{
  g_signal_emit (self, query_chosen_signal, 0, query);
}

GPtrArray *
annex_register_mode_list (const AnnexType *type)
{
  GPtrArray *modes = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].type, type->name) == 0)
      g_ptr_array_add (modes, (gpointer) &kinds[i]);
  return modes;
}
