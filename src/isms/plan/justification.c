/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "justification.h"

#include <glib/gi18n-lib.h>

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

/* "R-004 (Ransomware), R-010 (Loss of a laptop) and 3 more", or with a day "TM-003 (Second site), due 2027-01-31". NULL for none. */
static char *
dup_names (AnnexStore *store, const char *sql, gint64 control)
{
  g_autoptr (GString) names = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  if (sqlite3_prepare_v2 (annex_store_get_database (store), sql, -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, control);
      for (; sqlite3_step (statement) == SQLITE_ROW; n++)
        {
          const char *day = sqlite3_column_count (statement) > 2 ? (const char *) sqlite3_column_text (statement, 2) : NULL;

          if (n >= MAX_NAMED)
            continue;
          g_string_append_printf (names, "%s%s (%s)", n > 0 ? ", " : "", (const char *) sqlite3_column_text (statement, 0),
                                  (const char *) sqlite3_column_text (statement, 1));
          if (day != NULL)
            g_string_append_printf (names, _(", due %s"), day);
        }
    }
  sqlite3_finalize (statement);
  if (n > MAX_NAMED)
    g_string_append_printf (names, _(" and %u more"), n - MAX_NAMED);
  return n > 0 ? g_string_free_and_steal (g_steal_pointer (&names)) : NULL;
}

static void
suggest (GPtrArray *sentences, AnnexStore *store, gint64 control, const char *sql, const char *format)
{
  g_autofree char *names = dup_names (store, sql, control);

  if (names != NULL)
    g_ptr_array_add (sentences, g_strdup_printf (format, names));
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
static void
suggest_exclusion (GPtrArray *sentences, AnnexStore *store)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  const char *organization = engagement != NULL ? annex_record_get_text (engagement, "organization") : "";

  g_ptr_array_add (sentences, *organization != '\0' ? g_strdup_printf (_("In the scope of %s there is no …"), organization)
                                                    : g_strdup (_("In the scope there is no …")));
  g_ptr_array_add (sentences, g_strdup (_("Done outside the scope, by …")));
}

GPtrArray *
annex_justification_suggest (AnnexStore *store, gint64 control)
{
  GPtrArray *sentences = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (AnnexRecord) record = annex_store_load (store, control, NULL);
  const char *decision = record != NULL ? annex_record_get_value (record, "decision") : NULL;

  if (record == NULL)
    return sentences;
  if (g_strcmp0 (decision, "excluded") == 0)
    {
      suggest_exclusion (sentences, store);
      return sentences;
    }
  suggest (sentences, store, control, RISKS, _("Keeps down %s."));
  suggest (sentences, store, control, REQUIREMENTS, _("Asked for by %s."));
  suggest (sentences, store, control, MEASURES ("t.status = 'done'"), _("Put in place by %s."));
  suggest (sentences, store, control, MEASURES ("t.status NOT IN ('done', 'dropped')"), _("Planned: %s."));
  if (g_strcmp0 (decision, "inherited") == 0)
    suggest_provider (sentences, record);
  return sentences;
}
