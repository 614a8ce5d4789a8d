/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

G_BEGIN_DECLS

/**
 * AnnexCertificationWindow:
 * @first: first day that will do
 * @last: last day that will do
 * @proposed: a working day in between, where there is one
 *
 * When an audit of the cycle has to be held, in Julian days as in GDate.
 */
typedef struct
{
  guint first;
  guint last;
  guint proposed;
} AnnexCertificationWindow;

/**
 * AnnexCertificationCycle:
 * @surveillance1: in the calendar year after the decision, and not later than twelve months after it
 * @surveillance2: in the calendar year after that
 * @recertification: three to four months before the certificate expires
 * @expires: the day before the third anniversary of the decision
 *
 * The three years that follow a decision to certify: ISO/IEC 17021-1:2015, 9.1.3.3 and 9.6.3.
 */
typedef struct
{
  AnnexCertificationWindow surveillance1;
  AnnexCertificationWindow surveillance2;
  AnnexCertificationWindow recertification;
  guint expires;
} AnnexCertificationCycle;

/** annex_certification_plan_cycle: @decision: Julian day of the decision; 29 February counts as the 28th in common years. */
AnnexCertificationCycle annex_certification_plan_cycle (guint decision);

/**
 * annex_certification_find_window:
 * @certification: a record of type "certification"
 * @field_name: of the date of an audit in the cycle
 *
 * Returns: whether that audit has a window, by the decision made or expected, which is then in @window.
 */
gboolean annex_certification_find_window (AnnexRecord *certification, const char *field_name, AnnexCertificationWindow *window);

G_END_DECLS
