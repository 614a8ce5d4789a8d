/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "audit-programme.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "audit-private.h"
#include "core/annex-statement.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"
#include "isms/plan/risk-private.h"

#define COUNTED "a.kind IN " ANNEX_AUDIT_OWN_KINDS_SQL " AND a.status <> 'cancelled' AND (?2 IS NULL OR instr ('; ' || a.sites || ';', '; ' || ?2 || ';') > 0)"

#define SUBJECTS \
  "SELECT r.id, 0, x.reference, x.title FROM clause r JOIN record x ON x.id = r.id UNION ALL " \
  "SELECT r.id, 1, x.reference, x.title FROM control r JOIN record x ON x.id = r.id WHERE r.decision <> 'excluded' AND r.library <> 'other' " \
  "ORDER BY 2, 3 COLLATE as_counted"

/* Every audit that has a subject in its scope or on its checklist; whether anybody gave an answer there. */
#define PAIRS \
  "SELECT subject, audit, max (answered) AS answered, max (day) AS day FROM (" \
  "SELECT l.target AS subject, a.id AS audit, 0 AS answered, NULL AS day FROM link l JOIN audit a ON a.id = l.source " \
  "WHERE l.field IN ('clauses', 'controls') UNION ALL " \
  "SELECT l.target, a.id, i.result NOT IN ('open', 'not_audited'), iif (i.result NOT IN ('open', 'not_audited'), " \
  "coalesce (substr (i.answered_at, 1, 10), a.ends_on), NULL) FROM link l JOIN audit_item i ON i.id = l.source " \
  "JOIN link o ON o.source = i.id AND o.field = 'audit' JOIN audit a ON a.id = o.target WHERE l.field IN ('clauses', 'controls')) GROUP BY subject, audit"

#define COVERAGE \
  "SELECT p.subject, x.reference, " ANNEX_AUDIT_YEAR_SQL ("a.starts_on") " - ?1, a.status = 'finished', p.answered, p.day, a.sites " \
  "FROM (" PAIRS ") p JOIN audit a ON a.id = p.audit JOIN record x ON x.id = a.id WHERE a.starts_on IS NOT NULL AND " COUNTED " ORDER BY a.starts_on, x.number"

#define FINDINGS \
  "SELECT l.target, " ANNEX_AUDIT_YEAR_SQL ("a.starts_on") " - ?1, f.status = 'open', f.grade, " COUNTED ", a.sites FROM link l JOIN finding f ON f.id = l.source " \
  "JOIN link o ON o.source = f.id AND o.field = 'audit' JOIN audit a ON a.id = o.target WHERE l.field IN ('clauses', 'controls') AND f.grade <> 'strength'"

#define RISKS "(SELECT r.id, " ANNEX_RISK_LEVEL_SQL ("current") " AS level FROM risk r WHERE r.status IS NOT 'closed')"

/* By the risk itself or by a measure against it. */
#define LEVELS \
  "SELECT subject, max (level) FROM (SELECT l.target AS subject, k.level FROM link l JOIN " RISKS " k ON k.id = l.source WHERE l.field = 'controls' " \
  "UNION ALL SELECT l.target, k.level FROM link l JOIN treatment t ON t.id = l.source AND t.status <> 'dropped' " \
  "JOIN link m ON m.source = t.id AND m.field = 'risks' JOIN " RISKS " k ON k.id = m.target WHERE l.field = 'controls') GROUP BY subject"

static void
line_free (gpointer data)
{
  AnnexCoverageLine *line = data;

  for (guint i = 0; i < line->n_cells; i++)
    g_free (line->cells[i].audits);
  g_free (line->cells);
  g_free (line->reference);
  g_free (line->title);
  g_free (line->last_audited);
  g_free (line);
}

/* What is read, and the lines by the id of what they are about. With sites, cells are about those, and the last one about none. */
typedef struct
{
  AnnexStore *store;
  int first_year;
  const char *site;
  char **sites;
  guint n_cells;
  GPtrArray *lines;
  GHashTable *by_id;
} Loading;

typedef void (*ReadRow) (Loading *loading, AnnexStatement *statement);

/* @n_parameters: how many of the first year and the site the text asks for. */
static gboolean
read_rows (Loading *loading, const char *sql, guint n_parameters, ReadRow read, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (loading->store, sql, error);

  if (statement == NULL)
    return FALSE;
  if (n_parameters > 0)
    annex_statement_bind_int64 (statement, 1, loading->first_year);
  if (n_parameters > 1)
    annex_statement_bind_text (statement, 2, loading->site);
  while (annex_statement_next (statement))
    read (loading, statement);
  return annex_statement_finish (statement, error);
}

static AnnexCoverageLine *
find_line (Loading *loading, AnnexStatement *statement)
{
  gint64 id = annex_statement_get_int64 (statement, 0);

  return g_hash_table_lookup (loading->by_id, &id);
}

static void
read_subject (Loading *loading, AnnexStatement *statement)
{
  AnnexCoverageLine *line = g_new0 (AnnexCoverageLine, 1);
  const char *reference = annex_statement_get_string (statement, 2);

  line->cells = g_new0 (AnnexCoverageCell, loading->n_cells);
  line->n_cells = loading->n_cells;
  line->id = annex_statement_get_int64 (statement, 0);
  line->is_control = annex_statement_get_boolean (statement, 1);
  line->reference = g_strdup (g_str_has_prefix (reference, "CL.") ? reference + strlen ("CL.") : reference);
  line->title = annex_statement_dup_text (statement, 3);
  g_ptr_array_add (loading->lines, line);
  g_hash_table_insert (loading->by_id, &line->id, line);
}

/* Whether an audit of the year, counted from the first one, at these sites (nullable) belongs into a cell. */
static gboolean
belongs (Loading *loading, guint cell, int year, const char *sites)
{
  g_auto (GStrv) named = sites != NULL ? g_strsplit (sites, "; ", -1) : NULL;

  if (loading->sites == NULL)
    return year == (int) cell;
  if (year < 0 || year >= ANNEX_PROGRAMME_YEARS)
    return FALSE;
  if (cell == loading->n_cells - 1)
    return named == NULL;
  return named != NULL && g_strv_contains ((const char *const *) named, loading->sites[cell]);
}

static void
read_coverage (Loading *loading, AnnexStatement *statement)
{
  AnnexCoverageLine *line = find_line (loading, statement);
  const char *audit = annex_statement_get_string (statement, 1);
  int year = annex_statement_get_int (statement, 2);
  gboolean finished = annex_statement_get_boolean (statement, 3);
  gboolean answered = annex_statement_get_boolean (statement, 4);
  const char *day = annex_statement_get_text (statement, 5);
  AnnexCoverage state = answered ? ANNEX_COVERAGE_AUDITED : finished ? ANNEX_COVERAGE_LEFT_OUT : ANNEX_COVERAGE_PLANNED;

  if (line == NULL)
    return;
  if (day != NULL && g_strcmp0 (day, line->last_audited) > 0)
    g_set_str (&line->last_audited, day);
  for (guint i = 0; i < line->n_cells; i++)
    if (belongs (loading, i, year, annex_statement_get_text (statement, 6)))
      {
        AnnexCoverageCell *cell = &line->cells[i];
        g_autofree char *before = g_steal_pointer (&cell->audits);
        g_autofree char *named = loading->sites != NULL ? g_strdup_printf ("%s %d", audit, loading->first_year + year) : g_strdup (audit);

        cell->audits = before != NULL ? g_strdup_printf ("%s, %s", before, named) : g_steal_pointer (&named);
        cell->state = MAX (cell->state, state);
      }
}

static void
read_finding (Loading *loading, AnnexStatement *statement)
{
  AnnexCoverageLine *line = find_line (loading, statement);
  int year = annex_statement_get_int (statement, 1);
  const char *grade = annex_statement_get_string (statement, 3);

  if (line == NULL)
    return;
  line->n_past++;
  line->n_open += annex_statement_get_boolean (statement, 2);
  line->weight += strcmp (grade, "major") == 0 ? 3 : strcmp (grade, "minor") == 0 ? 2 : 1;
  for (guint i = 0; annex_statement_get_boolean (statement, 4) && i < line->n_cells; i++)
    line->cells[i].n_findings += belongs (loading, i, year, annex_statement_get_text (statement, 5));
}

static void
read_level (Loading *loading, AnnexStatement *statement)
{
  AnnexCoverageLine *line = find_line (loading, statement);

  if (line == NULL)
    return;
  line->level = annex_statement_get_int (statement, 1);
  line->weight += (guint) line->level;
}

int
annex_programme_get_first_year (AnnexStore *store, GError **error)
{
  return (int) annex_store_read_number (store, "SELECT " ANNEX_AUDIT_CYCLE_SQL, NULL, 0, error);
}

char **
annex_programme_dup_sites (AnnexStore *store, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GStrvBuilder) sites = g_strv_builder_new ();
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT DISTINCT sites FROM audit WHERE sites IS NOT NULL ORDER BY sites", error);

  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    {
      g_auto (GStrv) parts = g_strsplit (annex_statement_get_string (statement, 0), "; ", -1);

      for (guint i = 0; parts[i] != NULL; i++)
        if (g_hash_table_add (seen, g_strdup (parts[i])))
          g_strv_builder_add (sites, parts[i]);
    }
  return annex_statement_finish (statement, error) ? g_strv_builder_end (sites) : NULL;
}

static GPtrArray *
load (AnnexStore *store, int first_year, const char *site, char **sites, guint n_cells, GError **error)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (line_free);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  Loading loading = { store, first_year, site, sites, n_cells, lines, by_id };

  if (!read_rows (&loading, SUBJECTS, 0, read_subject, error) || !read_rows (&loading, COVERAGE, 2, read_coverage, error) ||
      !read_rows (&loading, FINDINGS, 2, read_finding, error) || !read_rows (&loading, LEVELS, 0, read_level, error))
    return NULL;
  return g_steal_pointer (&lines);
}

GPtrArray *
annex_programme_load (AnnexStore *store, int first_year, const char *site, GError **error)
{
  return load (store, first_year, site, NULL, ANNEX_PROGRAMME_YEARS, error);
}

GPtrArray *
annex_programme_load_by_site (AnnexStore *store, int first_year, char ***sites, GError **error)
{
  g_auto (GStrv) named = annex_programme_dup_sites (store, error);
  guint n = named != NULL ? g_strv_length (named) : 0;
  GPtrArray *lines = named != NULL ? load (store, first_year, NULL, named, n + 1, error) : NULL;
  g_autoptr (GStrvBuilder) headings = g_strv_builder_new ();
  gboolean elsewhere = FALSE;

  if (lines == NULL)
    return NULL;
  for (guint i = 0; i < lines->len; i++)
    elsewhere = elsewhere || ((AnnexCoverageLine *) lines->pdata[i])->cells[n].state != ANNEX_COVERAGE_NONE;
  for (guint i = 0; i < lines->len && !elsewhere; i++)
    ((AnnexCoverageLine *) lines->pdata[i])->n_cells = n;
  g_strv_builder_addv (headings, (const char **) named);
  if (elsewhere)
    g_strv_builder_add (headings, _("No site"));
  *sites = g_strv_builder_end (headings);
  return lines;
}

gboolean
annex_coverage_line_is_covered (const AnnexCoverageLine *line)
{
  for (guint i = 0; i < line->n_cells; i++)
    if (line->cells[i].state >= ANNEX_COVERAGE_PLANNED)
      return TRUE;
  return FALSE;
}

gint64
annex_programme_plan_missing (AnnexStore *store, GPtrArray *lines, const char *site, GError **error)
{
  g_autoptr (GArray) clauses = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) controls = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *of_clauses = NULL;
  g_autofree char *of_controls = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  gint64 id;

  for (guint i = 0; i < lines->len; i++)
    {
      const AnnexCoverageLine *line = lines->pdata[i];

      if (!annex_coverage_line_is_covered (line))
        g_array_append_val (line->is_control ? controls : clauses, line->id);
    }
  of_clauses = annex_link_ids_format (clauses);
  of_controls = annex_link_ids_format (controls);
  transaction = annex_transaction_begin (store, _("Plan an audit of what is in none"), error);
  id = transaction == NULL ? 0
                           : annex_transaction_add (transaction, &annex_audit_type, error, "title", _("Internal audit of what is in no other"), "clauses", of_clauses,
                                                    "controls", of_controls, "sites", site, NULL);
  return id != 0 && annex_transaction_commit (transaction, error) ? id : 0;
}

const char *
annex_coverage_get_label (AnnexCoverage state)
{
  static const char *const labels[] = { N_("Not in any audit"), N_("Left out"), N_("Planned"), N_("Audited") };

  return _(labels[state]);
}

char *
annex_coverage_cell_dup_text (const AnnexCoverageCell *cell)
{
  static const char *const signs[] = { "–", "✗", "○", "✓" };
  g_autofree char *findings =
    cell->n_findings > 0 ? g_strdup_printf (ngettext ("%u finding", "%u findings", cell->n_findings), cell->n_findings) : NULL;

  return g_strconcat (signs[cell->state], cell->audits != NULL ? " " : "", cell->audits != NULL ? cell->audits : "", findings != NULL ? " · " : "",
                      findings, NULL);
}
