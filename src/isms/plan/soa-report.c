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

/* By themes, and by operational capabilities. */
static const guint charted[] = { 0, 4 };

/* Of controls: all, applicable, inherited, excluded, undecided, implemented. */
typedef struct
{
  guint counts[6];
} Tally;

/* What stands in the report before its lines. */
typedef struct
{
  GPtrArray *themes;    /* their names, where another one begins */
  GHashTable *tallies;  /* name → Tally */
  Tally all;
  AnnexControlCoverage *coverage[G_N_ELEMENTS (charted)]; /* (nullable): NULL where it is not charted */
  guint n_named;        /* justifications that name internal records */
  GString *named;
  GRegex *reference;    /* (nullable): NULL where these do not matter */
} Summary;

static void
count_line (Tally *tally, const AnnexSoaLine *line)
{
  tally->counts[0]++;
  tally->counts[1] += is_decided (line, "applicable");
  tally->counts[2] += is_decided (line, "inherited");
  tally->counts[3] += is_decided (line, "excluded");
  tally->counts[4] += is_decided (line, "undecided");
  tally->counts[5] += !is_decided (line, "excluded") && g_strcmp0 (line->status, "implemented") == 0;
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

      if (type != &annex_control_type && type != &annex_clause_type && type->prefix != NULL &&
          strlen (type->prefix) == size && strncmp (type->prefix, reference, size) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Which controls are justified by what only the organization itself knows. What somebody wrote is theirs to reword. */
static void
note_internal_names (Summary *summary, const AnnexSoaLine *line)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GString) names = g_string_new (NULL);

  for (g_regex_match (summary->reference, text (line->justification), 0, &match); g_match_info_matches (match);
       g_match_info_next (match, NULL))
    {
      g_autofree char *name = g_match_info_fetch (match, 0);

      if (names_internal_record (name))
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name);
    }
  if (names->len > 0 && summary->n_named++ < MOST_NAMED)
    g_string_append_printf (summary->named, "%s%s (%s)", summary->named->len > 0 ? "; " : "", line->code, names->str);
}

static void
sum_up_line (const AnnexSoaLine *line, gpointer data)
{
  Summary *summary = data;
  const char *theme = get_theme (line);
  Tally *tally = g_hash_table_lookup (summary->tallies, theme);

  if (tally == NULL)
    {
      tally = g_new0 (Tally, 1);
      g_hash_table_insert (summary->tallies, (gpointer) theme, tally);
    }
  count_line (tally, line);
  count_line (&summary->all, line);
  if (summary->themes->len == 0 || strcmp (summary->themes->pdata[summary->themes->len - 1], theme) != 0)
    g_ptr_array_add (summary->themes, (gpointer) theme);
  if (summary->reference != NULL)
    note_internal_names (summary, line);
  for (guint i = 0; i < G_N_ELEMENTS (summary->coverage) && summary->coverage[i] != NULL; i++)
    annex_control_coverage_add_line (summary->coverage[i], line);
}

static void
add_summary_row (AnnexReportDocument *document, const char *name, const Tally *tally)
{
  char texts[G_N_ELEMENTS (tally->counts)][16];
  const char *cells[G_N_ELEMENTS (texts) + 1] = { name };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_snprintf (texts[i], sizeof texts[i], "%u", tally->counts[i]);
      cells[i + 1] = texts[i];
    }
  annex_report_document_add_row (document, cells);
}

static void
add_summary (AnnexReportDocument *document, const Summary *summary)
{
  const AnnexReportColumn columns[] = {
    { _("Theme"), 2, ANNEX_REPORT_TEXT },        { _("Controls"), 1, ANNEX_REPORT_NUMBER },  { _("Applicable"), 1, ANNEX_REPORT_NUMBER },
    { _("Inherited"), 1, ANNEX_REPORT_NUMBER },  { _("Excluded"), 1, ANNEX_REPORT_NUMBER },  { _("Undecided"), 1, ANNEX_REPORT_NUMBER },
    { _("Implemented"), 1.1, ANNEX_REPORT_NUMBER },
  };

  annex_report_document_add_heading (document, 1, _("Summary"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < summary->themes->len; i++)
    add_summary_row (document, summary->themes->pdata[i],
                     g_hash_table_lookup (summary->tallies, summary->themes->pdata[i]));
  add_summary_row (document, _("All"), &summary->all);
}

static void
add_coverage (AnnexReportDocument *document, Summary *summary)
{
  annex_report_document_add_heading (document, 1, _("Coverage"));
  for (guint i = 0; i < G_N_ELEMENTS (summary->coverage); i++)
    {
      g_autoptr (GPtrArray) groups = annex_control_coverage_finish (summary->coverage[i]);
      g_autoptr (AnnexChart) chart = annex_control_coverage_chart (&annex_control_views[charted[i]], groups);

      annex_chart_add_to_report (chart, document);
    }
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

typedef struct
{
  AnnexReportDocument *document;
  gboolean internal;
  const char *theme; /* (nullable): of the table that is being filled */
} Lines;

/* What concerns nobody outside is left out of what customers get. */
static void
add_line (const AnnexSoaLine *line, gpointer data)
{
  Lines *lines = data;
  g_autofree char *reasons = annex_soa_dup_reasons (line);
  const char *cells[] = { line->code,
                          line->title,
                          annex_soa_line_get_decision (line),
                          reasons,
                          text (line->justification),
                          annex_soa_line_get_status (line),
                          text (line->implementation),
                          text (line->owner),
                          text (line->risks),
                          text (line->documents),
                          text (line->evidence) };

  if (lines->theme == NULL || strcmp (lines->theme, get_theme (line)) != 0)
    {
      lines->theme = get_theme (line);
      begin_theme (lines->document, lines->theme, lines->internal);
    }
  annex_report_document_add_row (lines->document, cells);
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

/* Returns: (nullable) (transfer full): what to look at before customers get it. */
static char *
dup_note (const Summary *summary)
{
  if (summary->n_named == 0)
    return NULL;
  if (summary->n_named > MOST_NAMED)
    g_string_append (summary->named, "; …");
  return g_strdup_printf (
    ngettext ("%u justification names internal records: %s. Look at it before customers get this.",
              "%u justifications name internal records: %s. Look at them before customers get this.", summary->n_named),
    summary->n_named, summary->named->str);
}

static void
free_text (GString *text_to_free)
{
  g_string_free (text_to_free, TRUE);
}

static void
clear_summary (Summary *summary)
{
  g_clear_pointer (&summary->themes, g_ptr_array_unref);
  g_clear_pointer (&summary->tallies, g_hash_table_unref);
  g_clear_pointer (&summary->named, free_text);
  g_clear_pointer (&summary->reference, g_regex_unref);
  for (guint i = 0; i < G_N_ELEMENTS (summary->coverage); i++)
    g_clear_pointer (&summary->coverage[i], annex_control_coverage_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Summary, clear_summary)

static gboolean
sum_up (Summary *summary, AnnexStore *store, gint64 version, gboolean internal, GError **error)
{
  summary->themes = g_ptr_array_new ();
  summary->tallies = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  summary->named = g_string_new (NULL);
  if (!internal)
    summary->reference = g_regex_new ("\\b[A-Z]+-[0-9]+\\b", 0, 0, NULL);
  for (guint i = 0; internal && i < G_N_ELEMENTS (charted); i++)
    {
      summary->coverage[i] = annex_control_coverage_new (store, &annex_control_views[charted[i]], error);
      if (summary->coverage[i] == NULL)
        return FALSE;
    }
  return annex_soa_foreach (store, version, TRUE, sum_up_line, summary, error);
}

static AnnexReportDocument *
make (AnnexStore *store, gint64 record, gboolean internal, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 shown = record != 0 ? record : annex_soa_find_open (store, &failure);
  g_autoptr (AnnexRecord) version = shown != 0 ? annex_store_load (store, shown, &failure) : NULL;
  gint64 frozen = version != NULL && is_approved (version) ? shown : 0;
  g_auto (Summary) summary = { 0 };
  g_autoptr (AnnexReportDocument) document = NULL;
  Lines lines = { .internal = internal };
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;

  if (annex_error_pass (&failure, error) || !sum_up (&summary, store, frozen, internal, error))
    return NULL;
  name = dup_version_name (store, version, error);
  if (name == NULL)
    return NULL;
  note = dup_note (&summary);
  document = annex_report_begin (store, _("Statement of Applicability"), name, error);
  if (document == NULL)
    return NULL;
  annex_report_document_set_note (document, note);
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  if (version != NULL)
    add_signatories (document, version);
  add_summary (document, &summary);
  if (internal)
    add_coverage (document, &summary);
  lines.document = document;
  if (!annex_soa_foreach (store, frozen, FALSE, add_line, &lines, error) ||
      (internal && !add_versions (document, store, error)))
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
