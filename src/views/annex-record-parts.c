/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-parts.h"

#include "annex-action-path.h"
#include "annex-audit-part.h"
#include "annex-cause-part.h"
#include "annex-incident-timeline.h"
#include "annex-indicator-part.h"
#include "annex-request-part.h"
#include "annex-risk-trail-part.h"
#include "annex-version-part.h"

static const struct
{
  const char *type;
  GtkWidget *(*create) (void);
} kinds[] = {
  { "risk", annex_risk_trail_part_new },
  { "audit", annex_audit_part_new },
  { "audit_item", annex_audit_part_new },
  { "finding", annex_audit_part_new },
  { "corrective_action", annex_action_path_new },
  { "incident", annex_request_part_new },
  { "occurrence", annex_request_part_new },
  { "exception", annex_request_part_new },
  { "review_decision", annex_request_part_new },
  { "indicator", annex_request_part_new },
  { "indicator", annex_indicator_part_new },
  { "incident", annex_incident_timeline_new },
  { "corrective_action", annex_cause_part_new },
  { "soa_version", annex_version_part_new },
};

GPtrArray *
annex_record_parts_create (const AnnexType *type)
{
  GPtrArray *parts = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].type, type->name))
      g_ptr_array_add (parts, kinds[i].create ());
  return parts;
}
