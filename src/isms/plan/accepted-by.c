/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "accepted-by.h"

#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "risk-private.h"

#define SQL \
  "SELECT p.title, max (a.decided_on), count (DISTINCT r.id) FROM acceptance a " \
  "JOIN link k ON k.source = a.id AND k.field = 'risk' JOIN risk r ON r.id = k.target " \
  "JOIN link q ON q.source = a.id AND q.field = 'accepted_by' JOIN record p ON p.id = q.target " \
  "WHERE a.decision = 'accepted' AND r.status IS NOT 'closed' AND coalesce (a.valid_until >= annex_today (), TRUE) " \
  "AND a.likelihood IS iif (a.stage = 'target', r.target_likelihood, r.current_likelihood) " \
  "AND a.consequence IS iif (a.stage = 'target', r.target_consequence, r.current_consequence) " \
  "AND " ANNEX_RISK_ACCEPTANCE_SQL " = 'valid' GROUP BY p.id ORDER BY p.title COLLATE NOCASE"

gboolean
annex_accepted_by_add (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, SQL, error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      guint n = (guint) annex_statement_get_int (statement, 2);
      /* Translators: a person, a date, and how many risks that person accepted. */
      g_autofree char *text = g_strdup_printf (ngettext ("%s, %s (%u risk)", "%s, %s (%u risks)", n), annex_statement_get_string (statement, 0),
                                               annex_statement_get_string (statement, 1), n);

      annex_report_document_add_control (document, _("Accepted by"), text);
    }
  return annex_statement_finish (statement, error);
}
