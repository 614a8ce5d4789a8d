/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "control-coverage.h"
#include "control.h"
#include "core/annex-query.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "soa.h"

/* Controls of which a note says that they name what is internal. */
#define MOST_NAMED 30

/* ---- The statement ---- */

static const char *
text (const char *value)
{
  return value != NULL ? value : "";
}

/* What is neither in Annex A nor has a theme of its own. */
static const char *
get_theme (const AnnexSoaLine *line)
{
  for (guint i = 0; annex_control_themes[i].key != NULL; i++)
    if (g_strcmp0 (annex_control_themes[i].key, line->theme) == 0)
      return _(annex_control_themes[i].label);
  return _("Own controls");
}

static gboolean
is_decided (const AnnexSoaLine *line, const char *decision)
{
  return g_strcmp0 (line->decision, decision) == 0;
}

static void
add_summary_row (AnnexReportDocument *document, GPtrArray *lines, const char *theme)
{
  guint counts[6] = { 0 };

  for (guint i = 0; i < lines->len; i++)
    {
      const AnnexSoaLine *line = lines->pdata[i];

      if (theme != NULL && strcmp (get_theme (line), theme) != 0)
        continue;
      counts[0]++;
      counts[1] += is_decided (line, "applicable");
      counts[2] += is_decided (line, "inherited");
      counts[3] += is_decided (line, "excluded");
      counts[4] += is_decided (line, "undecided");
      counts[5] += !is_decided (line, "excluded") && g_strcmp0 (line->status, "implemented") == 0;
    }
  {
    g_autofree char *all = g_strdup_printf ("%u", counts[0]);
    g_autofree char *applicable = g_strdup_printf ("%u", counts[1]);
    g_autofree char *inherited = g_strdup_printf ("%u", counts[2]);
    g_autofree char *excluded = g_strdup_printf ("%u", counts[3]);
    g_autofree char *undecided = g_strdup_printf ("%u", counts[4]);
    g_autofree char *implemented = g_strdup_printf ("%u", counts[5]);

    annex_report_document_add_row (document, (const char *const[]) { theme != NULL ? theme : _("All"), all, applicable, inherited, excluded,
                                                                     undecided, implemented });
  }
}

static void
add_summary (AnnexReportDocument *document, GPtrArray *lines)
{
  const AnnexReportColumn columns[] = {
    { _("Theme"), 2, ANNEX_REPORT_TEXT },        { _("Controls"), 1, ANNEX_REPORT_NUMBER },  { _("Applicable"), 1, ANNEX_REPORT_NUMBER },
    { _("Inherited"), 1, ANNEX_REPORT_NUMBER },  { _("Excluded"), 1, ANNEX_REPORT_NUMBER },  { _("Undecided"), 1, ANNEX_REPORT_NUMBER },
    { _("Implemented"), 1.1, ANNEX_REPORT_NUMBER },
  };
  const char *theme = NULL;

  annex_report_document_add_heading (document, 1, _("Summary"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < lines->len; i++)
    if (theme == NULL || strcmp (theme, get_theme (lines->pdata[i])) != 0)
      {
        theme = get_theme (lines->pdata[i]);
        add_summary_row (document, lines, theme);
      }
  add_summary_row (document, lines, NULL);
}

static gboolean
add_coverage (AnnexReportDocument *document, AnnexStore *store, GPtrArray *lines, GError **error)
{
  static const guint shown[] = { 0, 4 }; /* themes and operational capabilities */

  annex_report_document_add_heading (document, 1, _("Coverage"));
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    {
      const AnnexControlView *view = &annex_control_views[shown[i]];
      g_autoptr (GPtrArray) groups = annex_control_coverage_count_lines (store, view, lines, error);
      g_autoptr (AnnexChart) chart = groups != NULL ? annex_control_coverage_chart (view, groups) : NULL;

      if (chart == NULL)
        return FALSE;
      annex_chart_add_to_report (chart, document);
    }
  return TRUE;
}

static void
begin_theme (AnnexReportDocument *document, const char *theme, gboolean internal)
{
  const AnnexReportColumn columns[] = {
    { _("Control"), 1.15, ANNEX_REPORT_TEXT }, { _("Title"), 2.2, ANNEX_REPORT_TEXT },         { _("Decision"), 1.3, ANNEX_REPORT_TEXT },
    { _("Reasons"), 1.5, ANNEX_REPORT_TEXT },  { _("Justification"), 3, ANNEX_REPORT_TEXT },   { _("Status"), 1.85, ANNEX_REPORT_TEXT },
    { _("How it is implemented"), 2.3, ANNEX_REPORT_TEXT }, { _("Owner"), 1.3, ANNEX_REPORT_TEXT }, { _("Risks"), 1.1, ANNEX_REPORT_TEXT },
    { _("Documents"), 1.4, ANNEX_REPORT_TEXT }, { _("Evidence"), 1.4, ANNEX_REPORT_TEXT },
  };

  annex_report_document_add_heading (document, 1, theme);
  annex_report_document_begin_table (document, NULL, columns, internal ? G_N_ELEMENTS (columns) : 6);
}

/* What concerns nobody outside is left out of what customers get. */
static void
add_lines (AnnexReportDocument *document, GPtrArray *lines, gboolean internal)
{
  const char *theme = NULL;

  for (guint i = 0; i < lines->len; i++)
    {
      const AnnexSoaLine *line = lines->pdata[i];
      g_autofree char *reasons = annex_soa_dup_reasons (line);
      const char *cells[] = { line->code, line->title, annex_soa_line_get_decision (line), reasons, text (line->justification),
                              annex_soa_line_get_status (line), text (line->implementation), text (line->owner), text (line->risks),
                              text (line->documents), text (line->evidence) };

      if (theme == NULL || strcmp (theme, get_theme (line)) != 0)
        {
          theme = get_theme (line);
          begin_theme (document, theme, internal);
        }
      annex_report_document_add_row (document, cells);
    }
}

static gboolean
is_approved (AnnexRecord *version)
{
  return g_strcmp0 (annex_record_get_value (version, "state"), "approved") == 0;
}

static gboolean
add_version (AnnexRecord *version, gpointer data)
{
  AnnexReportDocument *document = data;
  const char *cells[] = { annex_record_get_title (version), annex_record_get_text (version, "state"), annex_record_get_text (version, "reviewed_by"),
                          text (annex_record_get_value (version, "reviewed_on")), annex_record_get_text (version, "approved_by"),
                          text (annex_record_get_value (version, "approved_on")), annex_record_get_text (version, "change_note") };

  annex_report_document_add_row (document, cells);
  return TRUE;
}

static gboolean
add_versions (AnnexReportDocument *document, AnnexStore *store, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Version"), 1, ANNEX_REPORT_TEXT },       { _("State"), 1.2, ANNEX_REPORT_TEXT },       { _("Reviewed by"), 2, ANNEX_REPORT_TEXT },
    { _("Reviewed on"), 1.2, ANNEX_REPORT_DATE }, { _("Approved by"), 2, ANNEX_REPORT_TEXT },
    { _("Approved on"), 1.2, ANNEX_REPORT_DATE }, { _("What is new in it"), 5, ANNEX_REPORT_TEXT },
  };
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_soa_version_type);
  g_autoptr (GError) failure = NULL;

  if (annex_store_count (store, &annex_soa_version_type, &failure) == 0)
    return !annex_error_pass (&failure, error);
  annex_report_document_add_heading (document, 1, _("Versions"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  return annex_query_foreach (query, store, add_version, document, error);
}

/* What stands now is a draft of the version that is open, or else of the one after the version approved last. */
static char *
dup_version_name (AnnexStore *store, AnnexRecord *version, GError **error)
{
  g_autoptr (AnnexRecord) last = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 latest;

  if (version != NULL && is_approved (version))
    return g_strdup (annex_record_get_title (version));
  if (version != NULL)
    return g_strdup_printf ("%s (%s)", annex_record_get_title (version), annex_record_get_text (version, "state"));
  latest = annex_soa_find_latest (store, 0, &failure);
  last = latest != 0 ? annex_store_load (store, latest, &failure) : NULL;
  if (annex_error_pass (&failure, error))
    return NULL;
  return last != NULL ? g_strdup_printf (_("Draft after %s"), annex_record_get_title (last)) : g_strdup (_("Draft"));
}

/* Who reviewed and who approved, in which role and on which day. */
static void
add_signatories (AnnexReportDocument *document, AnnexRecord *version)
{
  const struct
  {
    const char *by_label, *by, *as_label, *as, *on_label, *on;
  } steps[] = { { _("Reviewed by"), "reviewed_by", _("In the role of"), "reviewed_as", _("Reviewed on"), "reviewed_on" },
                { _("Approved by"), "approved_by", _("In the role of"), "approved_as", _("Approved on"), "approved_on" } };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      /* Who is to do it is not who did. */
      if (annex_record_get_value (version, steps[i].on) == NULL)
        continue;
      annex_report_document_add_control (document, steps[i].by_label, annex_record_get_text (version, steps[i].by));
      annex_report_document_add_control (document, steps[i].as_label, annex_record_get_text (version, steps[i].as));
      annex_report_document_add_control (document, steps[i].on_label, annex_record_get_text (version, steps[i].on));
    }
  annex_report_document_add_control (document, _("What is new in it"), annex_record_get_text (version, "change_note"));
}

/* "R-027" and the like, but no control: those the reader has in hand. */
static gboolean
names_internal_record (const char *reference)
{
  GPtrArray *types = annex_type_list ();
  gsize size = strcspn (reference, "-");

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (type != &annex_control_type && type != &annex_clause_type && type->prefix != NULL && strlen (type->prefix) == size &&
          strncmp (type->prefix, reference, size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Returns: (nullable) (transfer full): which controls are justified by what only the organization itself knows. What somebody wrote is
 * theirs to reword. */
static char *
dup_internal_names (GPtrArray *lines)
{
  g_autoptr (GRegex) pattern = g_regex_new ("\\b[A-Z]+-[0-9]+\\b", 0, 0, NULL);
  g_autoptr (GString) found = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const AnnexSoaLine *line = lines->pdata[i];
      g_autoptr (GMatchInfo) match = NULL;
      g_autoptr (GString) names = g_string_new (NULL);

      for (g_regex_match (pattern, text (line->justification), 0, &match); g_match_info_matches (match); g_match_info_next (match, NULL))
        {
          g_autofree char *name = g_match_info_fetch (match, 0);

          if (names_internal_record (name))
            g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
        }
      if (names->len == 0)
        continue;
      if (n++ < MOST_NAMED)
        g_string_append_printf (found, "%s%s (%s)", found->len > 0 ? "; " : "", line->code, names->str);
    }
  if (n == 0)
    return NULL;
  if (n > MOST_NAMED)
    g_string_append (found, "; …");
  return g_strdup_printf (ngettext ("%u justification names internal records: %s. Look at it before customers get this.",
                                    "%u justifications name internal records: %s. Look at them before customers get this.", n),
                          n, found->str);
}

static AnnexReportDocument *
make (AnnexStore *store, gint64 record, gboolean internal, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 shown = record != 0 ? record : annex_soa_find_open (store, &failure);
  g_autoptr (AnnexRecord) version = shown != 0 ? annex_store_load (store, shown, &failure) : NULL;
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;

  if (annex_error_pass (&failure, error))
    return NULL;
  lines = annex_soa_load (store, version != NULL && is_approved (version) ? shown : 0, error);
  name = lines != NULL ? dup_version_name (store, version, error) : NULL;
  if (name == NULL)
    return NULL;
  note = internal ? NULL : dup_internal_names (lines);
  document = annex_report_begin (store, _("Statement of Applicability"), name, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_note (document, note);
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (version != NULL)
    add_signatories (document, version);
  add_summary (document, lines);
  if (internal && !add_coverage (document, store, lines, error))
    return NULL;
  add_lines (document, lines, internal);
  if (internal && !add_versions (document, store, error))
    return NULL;
  annex_report_document_add_heading (document, 1, _("Approval"));
  annex_report_document_add_signature (document, _("Top management"), version != NULL ? annex_record_get_text (version, "approved_by") : NULL);
  return g_steal_pointer (&document);
}

AnnexReportDocument *
annex_soa_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  return make (store, record, TRUE, error);
}

/* Customers get what was approved, where something was. */
AnnexReportDocument *
annex_soa_customer_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 version = record != 0 ? record : annex_soa_find_latest (store, 0, &failure);

  return annex_error_pass (&failure, error) ? NULL : make (store, version, FALSE, error);
}

/* ---- What changed ---- */

AnnexReportDocument *
annex_soa_changes_report_compare (AnnexStore *store, gint64 record, const char *since, GCancellable *cancellable, GError **error)
{
  const AnnexReportColumn columns[] = {
    { _("Control"), 1.1, ANNEX_REPORT_TEXT }, { _("Title"), 2.4, ANNEX_REPORT_TEXT }, { _("What"), 1.4, ANNEX_REPORT_TEXT },
    { _("Before"), 3, ANNEX_REPORT_TEXT },    { _("After"), 3, ANNEX_REPORT_TEXT },
  };
  g_autofree char *before_name = NULL;
  g_autoptr (GPtrArray) changes = annex_soa_compare_since (store, record, since, &before_name, error);
  g_autoptr (AnnexRecord) version = changes != NULL && record != 0 ? annex_store_load (store, record, error) : NULL;
  g_autofree char *name = NULL;
  AnnexReportDocument *document;

  if (changes == NULL || (record != 0 && version == NULL))
    return NULL;
  name = dup_version_name (store, version, error);
  if (name == NULL)
    return NULL;
  document = annex_report_begin (store, _("Changes to the Statement of Applicability"), name, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  annex_report_document_add_control (document, _("Compared with"), before_name);
  annex_report_document_add_heading (document, 1, _("Changes"));
  if (changes->len == 0)
    annex_report_document_add_paragraph (document, _("Both say the same."));
  else
    annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < changes->len; i++)
    {
      const AnnexSoaChange *change = changes->pdata[i];

      annex_report_document_add_row (document, (const char *const[]) { change->code, change->title, change->what, change->before, change->after });
    }
  return document;
}

AnnexReportDocument *
annex_soa_changes_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  return annex_soa_changes_report_compare (store, record, NULL, cancellable, error);
}
