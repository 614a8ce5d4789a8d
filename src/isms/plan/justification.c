/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "justification.h"

#include <glib/gi18n-lib.h>

#include "core/annex-statement.h"
#include "isms/annex-isms.h"

/* More than so many of one kind is a list, and lists stand in the columns beside. */
#define MAX_NAMED 3

/* Those that a control keeps down itself, and those that a measure keeps down by it. */
#define RISKS \
  "SELECT x.reference, x.title FROM record x JOIN risk k ON k.id = x.id WHERE k.status IS NOT 'closed' AND x.id IN (" \
  "SELECT l.source FROM link l WHERE l.target = ?1 AND l.field = 'controls' UNION SELECT m.target FROM link l " \
  "JOIN treatment t ON t.id = l.source AND t.status <> 'dropped' JOIN link m ON m.source = t.id AND m.field = 'risks' " \
  "WHERE l.target = ?1 AND l.field = 'controls') ORDER BY x.number, x.reference"

#define MEASURES(condition) \
  "SELECT x.reference, x.title, t.due FROM link l JOIN treatment t ON t.id = l.source JOIN record x ON x.id = t.id " \
  "WHERE l.target = ?1 AND l.field = 'controls' AND " condition " ORDER BY x.number, x.reference"

#define REQUIREMENTS \
  "SELECT x.reference, x.title FROM link l JOIN record x ON x.id = l.target WHERE l.source = ?1 AND l.field = 'requirements' " \
  "ORDER BY x.number, x.reference"

/* "R-004 (Ransomware), R-010 (Loss of a laptop) and 3 more", or with a day "TM-003 (Second site), due 2027-01-31". "" for none. */
static char *
dup_names (AnnexStore *store, const char *sql, gint64 control, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);
  g_autoptr (GString) names = g_string_new (NULL);
  guint n;

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, control);
  for (n = 0; annex_statement_next (statement); n++)
    {
      const char *day = annex_statement_get_n_columns (statement) > 2 ? annex_statement_get_text (statement, 2) : NULL;

      if (n >= MAX_NAMED)
        continue;
      g_string_append_printf (names, "%s%s (%s)", n > 0 ? ", " : "", annex_statement_get_string (statement, 0),
                              annex_statement_get_string (statement, 1));
      if (day != NULL)
        g_string_append_printf (names, _(", due %s"), day);
    }
  if (!annex_statement_finish (statement, error))
    return NULL;
  if (n > MAX_NAMED)
    g_string_append_printf (names, _(" and %u more"), n - MAX_NAMED);
  return g_string_free_and_steal (g_steal_pointer (&names));
}

static gboolean
suggest (GPtrArray *sentences, AnnexStore *store, gint64 control, const char *sql, const char *format, GError **error)
{
  g_autofree char *names = dup_names (store, sql, control, error);

  if (names != NULL && *names != '\0')
    g_ptr_array_add (sentences, g_strdup_printf (format, names));
  return names != NULL;
}

static void
suggest_provider (GPtrArray *sentences, AnnexRecord *control)
{
  const char *provider = annex_record_get_text (control, "provider");
  const char *contract = annex_record_get_text (control, "provider_contract");
  const char *proof = annex_record_get_text (control, "provider_proof");

  if (*provider != '\0' && *contract != '\0' && *proof != '\0')
    g_ptr_array_add (sentences, g_strdup_printf (_("Performed by %s under “%s”; shown by %s."), provider, contract, proof));
  else if (*provider != '\0')
    g_ptr_array_add (sentences, g_strdup_printf (_("Performed by %s."), provider));
}

/* The end is for people to write: until they do, the rule about generic exclusions holds. */
static gboolean
suggest_exclusion (GPtrArray *sentences, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, error);
  const char *organization;

  if (engagement == NULL)
    return FALSE;
  organization = annex_record_get_text (engagement, "organization");
  g_ptr_array_add (sentences, *organization != '\0' ? g_strdup_printf (_("In the scope of %s there is no …"), organization)
                                                    : g_strdup (_("In the scope there is no …")));
  g_ptr_array_add (sentences, g_strdup (_("Done outside the scope, by …")));
  return TRUE;
}

GPtrArray *
annex_justification_suggest (AnnexStore *store, gint64 control, GError **error)
{
  g_autoptr (GPtrArray) sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AnnexRecord) record = annex_store_load (store, control, error);
  const char *decision = record != NULL ? annex_record_get_value (record, "decision") : NULL;

  if (record == NULL)
    return NULL;
  if (g_strcmp0 (decision, "excluded") == 0)
    return suggest_exclusion (sentences, store, error) ? g_steal_pointer (&sentences) : NULL;
  if (!suggest (sentences, store, control, RISKS, _("Keeps down %s."), error) ||
      !suggest (sentences, store, control, REQUIREMENTS, _("Asked for by %s."), error) ||
      !suggest (sentences, store, control, MEASURES ("t.status = 'done'"), _("Put in place by %s."), error) ||
      !suggest (sentences, store, control, MEASURES ("t.status NOT IN ('done', 'dropped')"), _("Planned: %s."), error))
    return NULL;
  if (g_strcmp0 (decision, "inherited") == 0)
    suggest_provider (sentences, record);
  return g_steal_pointer (&sentences);
}
