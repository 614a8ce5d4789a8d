/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* SQL over the row alias r of table risk, for the description and the rules of risks. */

/* A risk has a level only where both estimates are given and the matrix has a painted cell for them. */
#define ANNEX_RISK_LEVEL_SQL(stage) \
  "(SELECT m.level FROM matrix_cell m WHERE m.likelihood = r." stage "_likelihood AND m.consequence = r." stage "_consequence)"

/* What counts is each person's last word, and only for the rating that it was said about. */
#define ANNEX_RISK_ACCEPTANCE_SQL \
  "(SELECT CASE WHEN count (*) = 0 THEN NULL WHEN sum (holds) > 0 AND sum (refuses) > 0 THEN 'conflict' " \
  "WHEN sum (holds) > 0 THEN 'valid' WHEN sum (refuses) > 0 THEN 'refused' WHEN sum (fresh) > 0 THEN 'expired' " \
  "ELSE 'stale' END FROM (SELECT a.decision = 'accepted' AND s.fresh AND " \
  "coalesce (a.valid_until >= annex_today (), TRUE) AS holds, " \
  "a.decision = 'refused' AND s.fresh AS refuses, a.decision = 'accepted' AND s.fresh AS fresh " \
  "FROM link k JOIN acceptance a ON a.id = k.source JOIN (SELECT b.id, " \
  "b.likelihood IS iif (b.stage = 'target', r.target_likelihood, r.current_likelihood) AND " \
  "b.consequence IS iif (b.stage = 'target', r.target_consequence, r.current_consequence) AND " \
  "b.level IS (SELECT m.level FROM matrix_cell m WHERE m.likelihood = b.likelihood AND m.consequence = b.consequence) AS fresh " \
  "FROM acceptance b) s ON s.id = a.id " \
  "WHERE k.target = r.id AND k.field = 'risk' AND NOT EXISTS (SELECT 1 FROM link p JOIN link q ON q.target = p.target " \
  "AND q.field = 'accepted_by' JOIN acceptance later ON later.id = q.source JOIN link o ON o.source = later.id AND o.field = 'risk' " \
  "WHERE p.source = a.id AND p.field = 'accepted_by' AND o.target = r.id AND (later.decided_on > a.decided_on OR " \
  "later.decided_on = a.decided_on AND (SELECT number FROM record WHERE id = later.id) > (SELECT number FROM record WHERE id = a.id)))))"
