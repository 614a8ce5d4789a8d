/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "exchange/annex-export.h"
#include "exchange/annex-import.h"
#include "exchange/annex-oscal-writer.h"

/* "HEADING=FIELD" or "3=FIELD"; without FIELD the column is ignored. */
static gboolean
apply_mapping (AnnexImport *import, AnnexStore *store, const AnnexType *type, const char *text, GError **error)
{
  const char *mark = strrchr (text, '=');
  g_autofree char *heading = mark != NULL ? g_strndup (text, mark - text) : NULL;
  const AnnexField *field = NULL;
  guint64 number;
  int column;

  if (heading == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("“%s” is not of the form COLUMN=FIELD"), text);
      return FALSE;
    }
  column = annex_import_find_column (import, heading);
  if (column < 0 && g_ascii_string_to_unsigned (heading, 10, 1, annex_import_get_n_columns (import), &number, NULL))
    column = number - 1;
  if (column < 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s has no column “%s”."),
                   annex_table_source_get_name (annex_import_get_source (import)), heading);
      return FALSE;
    }
  if (mark[1] != '\0')
    {
      field = cli_find_field (store, type, mark + 1, error);
      if (field == NULL)
        return FALSE;
    }
  return annex_import_set_mapping (import, column, field != NULL ? field->name : NULL, error);
}

static gboolean
find_sheet (const char *path, const char *name, AnnexTableOptions *options, GError **error)
{
  g_autoptr (AnnexTableSource) source = annex_table_source_open (path, NULL, error);
  const char *const *sheets;
  guint64 number;

  if (source == NULL)
    return FALSE;
  sheets = annex_table_source_get_sheets (source);
  for (guint i = 0; sheets != NULL && sheets[i] != NULL; i++)
    if (g_strcmp0 (sheets[i], name) == 0)
      {
        options->sheet = i;
        return TRUE;
      }
  if (sheets != NULL && g_ascii_string_to_unsigned (name, 10, 1, g_strv_length ((char **) sheets), &number, NULL))
    {
      options->sheet = number - 1;
      return TRUE;
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s has no sheet “%s”."), annex_table_source_get_name (source), name);
  return FALSE;
}

static gboolean
parse_delimiter (const char *text, AnnexTableOptions *options, GError **error)
{
  if (g_ascii_strcasecmp (text, "tab") == 0 || strcmp (text, "\\t") == 0)
    options->delimiter = '\t';
  else if (strlen (text) == 1)
    options->delimiter = *text;
  else
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("A delimiter is one character or “tab”, not “%s”"), text);
      return FALSE;
    }
  return TRUE;
}

static gboolean
parse_policy (const char *text, AnnexImportPolicy *policy, GError **error)
{
  static const char *const names[] = {
    [ANNEX_IMPORT_UPDATE] = "update", [ANNEX_IMPORT_SKIP] = "skip", [ANNEX_IMPORT_ADD] = "add",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i], text) == 0)
      {
        *policy = i;
        return TRUE;
      }
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--existing is update, skip or add, not “%s”"), text);
  return FALSE;
}

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  json_builder_set_member_name (builder, name);
  if (text != NULL)
    json_builder_add_string_value (builder, text);
  else
    json_builder_add_null_value (builder);
}

static void
add_count (JsonBuilder *builder, const char *name, guint64 count)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, count);
}

static void
print_report_as_json (const AnnexImportReport *report, gboolean applied)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "applied");
  json_builder_add_boolean_value (builder, applied);
  add_count (builder, "rows", report->n_rows);
  add_count (builder, "add", report->n_add);
  add_count (builder, "update", report->n_update);
  add_count (builder, "unchanged", report->n_unchanged);
  add_count (builder, "skip", report->n_skip);
  add_count (builder, "bad", report->n_bad);

  json_builder_set_member_name (builder, "problems");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->problems->len; i++)
    {
      const AnnexImportProblem *problem = report->problems->pdata[i];

      json_builder_begin_object (builder);
      add_count (builder, "line", problem->line);
      add_text (builder, "column", problem->column);
      add_text (builder, "message", problem->message);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->changes->len; i++)
    {
      const AnnexImportChange *change = report->changes->pdata[i];

      json_builder_begin_object (builder);
      add_count (builder, "line", change->line);
      add_text (builder, "reference", change->reference);
      add_text (builder, "field", change->field);
      add_text (builder, "old", change->old);
      add_text (builder, "new", change->new);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);

  add_text (builder, "remark", report->remark);
  json_builder_set_member_name (builder, "new_targets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < report->new_targets->len; i++)
    {
      const AnnexImportNewTarget *target = report->new_targets->pdata[i];

      json_builder_begin_object (builder);
      add_count (builder, "line", target->line);
      add_text (builder, "type", target->type);
      add_text (builder, "title", target->title);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  cli_print_json (builder);
}

/* Translators' texts cannot hold the format of a 64-bit number, which differs between machines. */
static const char *
format_count (char number[21], guint64 count)
{
  g_snprintf (number, 21, "%" G_GUINT64_FORMAT, count);
  return number;
}

/* A line each: what is wrong, what would change, what would be made; and the sum. */
static void
print_report (AnnexTableSource *source, AnnexImportReport *report, gboolean with_changes)
{
  g_autofree char *summary = annex_import_report_summarize (report);
  char number[21];

  for (guint i = 0; i < report->problems->len; i++)
    {
      const AnnexImportProblem *problem = report->problems->pdata[i];

      g_autofree char *place = annex_table_source_dup_place (source, problem->line);

      fputs (place, stdout);
      /* Most messages begin with the name of the field, as the column mostly is called. */
      if (problem->column != NULL && !g_str_has_prefix (problem->message, problem->column))
        printf (", %s", problem->column);
      fputs (": ", stdout);
      cli_print_cell (problem->message, '\n');
    }
  if (report->n_problems > report->problems->len)
    printf (_("… and %s more problems\n"), format_count (number, report->n_problems - report->problems->len));
  for (guint i = 0; with_changes && i < report->new_targets->len; i++)
    {
      const AnnexImportNewTarget *target = report->new_targets->pdata[i];
      const AnnexType *type = annex_type_find (target->type);
      g_autofree char *place = annex_table_source_dup_place (source, target->line);

      printf (_("%s: new %s “%s”\n"), place, type != NULL ? _(type->label) : target->type, target->title);
    }
  for (guint i = 0; with_changes && i < report->changes->len; i++)
    {
      const AnnexImportChange *change = report->changes->pdata[i];
      g_autofree char *place = annex_table_source_dup_place (source, change->line);
      g_autofree char *text = g_strdup_printf (_("%s: %s, %s: “%s” becomes “%s”"), place, change->reference, change->label, change->old, change->new);

      cli_print_cell (text, '\n');
    }
  cli_print_cell (summary, '\n');
}

CliStatus
cli_import (const char *const *arguments)
{
  gboolean dry_run = FALSE, json = FALSE, create_missing = FALSE, known_tags = FALSE, leave_out_bad = FALSE;
  g_auto (GStrv) map = NULL;
  g_autofree char *library = NULL;
  g_autofree char *existing = NULL, *delimiter = NULL, *encoding = NULL, *sheet = NULL, *author = NULL;
  const GOptionEntry entries[] = {
    { "map", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &map,
      N_("Which field a column is, where the guess is wrong; by heading or number, without a field to ignore it"), N_("COLUMN=FIELD") },
    { "existing", 0, 0, G_OPTION_ARG_FILENAME, &existing, N_("Rows whose record is there: update (the default), skip or add"), N_("WHAT") },
    { "library", 0, 0, G_OPTION_ARG_FILENAME, &library, N_("Controls become those of this library, which is made if it is not there"), N_("NAME") },
    { "create-missing", 0, 0, G_OPTION_ARG_NONE, &create_missing, N_("Make people, suppliers and others that a row names and nobody knows"), NULL },
    { "known-tags", 0, 0, G_OPTION_ARG_NONE, &known_tags, N_("Refuse tags that no record has yet"), NULL },
    { "leave-out-bad", 0, 0, G_OPTION_ARG_NONE, &leave_out_bad, N_("Take the good rows even if others are bad"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Say what would happen, and write nothing"), NULL },
    { "delimiter", 0, 0, G_OPTION_ARG_FILENAME, &delimiter, N_("Between the cells of a CSV file"), N_("CHARACTER") },
    { "encoding", 0, 0, G_OPTION_ARG_FILENAME, &encoding, N_("Of a CSV file"), N_("NAME") },
    { "sheet", 0, 0, G_OPTION_ARG_FILENAME, &sheet, N_("Which sheet of a workbook, by name or number"), N_("SHEET") },
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("import", entries, arguments, 3, 3);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexImport) import = NULL;
  g_autoptr (AnnexImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  AnnexTableOptions options = { 0 };
  AnnexImportPolicy policy = ANNEX_IMPORT_UPDATE;
  const AnnexType *type;
  gboolean applied;

  if (rest == NULL)
    return CLI_USAGE;
  type = cli_find_type (rest[1]);
  if (type == NULL)
    return CLI_USAGE;
  options.encoding = encoding;
  if ((delimiter != NULL && !parse_delimiter (delimiter, &options, &error)) ||
      (existing != NULL && !parse_policy (existing, &policy, &error)) ||
      (sheet != NULL && !find_sheet (rest[2], sheet, &options, &error)))
    return cli_refuse (error);

  store = dry_run ? cli_open_for_reading (rest[0]) : cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  import = annex_import_new (store, type, rest[2], &options, &error);
  if (import == NULL)
    return cli_refuse (error);
  annex_import_set_existing_policy (import, policy);
  annex_import_set_create_missing_links (import, create_missing);
  if (library != NULL && !annex_import_set_library (import, library, &error))
    return cli_refuse (error);
  annex_import_set_create_missing_tags (import, !known_tags);
  annex_import_set_leave_out_bad (import, leave_out_bad);
  for (guint i = 0; map != NULL && map[i] != NULL; i++)
    if (!apply_mapping (import, store, type, map[i], &error))
      return cli_refuse (error);

  if (dry_run)
    report = annex_import_plan (import, NULL, NULL, NULL, &error);
  applied = !dry_run && annex_import_carry_out (import, &report, NULL, NULL, NULL, &error);
  if (report == NULL)
    return cli_refuse (error);
  /* Bad rows, which may turn out to be bad only when they are written, are told of one by one. */
  if (error != NULL && report->n_bad == 0)
    return cli_refuse (error);

  if (json)
    print_report_as_json (report, applied);
  else
    print_report (annex_import_get_source (import), report, dry_run);
  if (report->n_bad == 0)
    return CLI_DONE;
  if (!dry_run && !applied)
    cli_complain (_("nothing was written, for rows are bad; mend them, or leave them out with --leave-out-bad"));
  return CLI_REFUSED;
}

CliStatus
cli_export (const char *const *arguments)
{
  g_auto (GStrv) where = NULL;
  g_autofree char *search = NULL, *sort = NULL, *as_of = NULL, *names = NULL, *oscal = NULL;
  const GOptionEntry entries[] = {
    { "oscal", 0, 0, G_OPTION_ARG_FILENAME, &oscal, N_("Controls as an OSCAL document, whatever the file is called: catalog or implementation"), N_("KIND") },
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where, N_("Only those; see “annex-cli list --help”"), N_("CONDITION") },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_("Only those with words that begin so"), N_("TEXT") },
    { "sort", 0, 0, G_OPTION_ARG_FILENAME, &sort, N_("Order by this field, with - before it from the end"), N_("FIELD") },
    { "as-of", 0, 0, G_OPTION_ARG_FILENAME, &as_of, N_("As it was at the end of this day"), N_("YYYY-MM-DD") },
    { "fields", 0, 0, G_OPTION_ARG_FILENAME, &names, N_("Only these fields, in this order"), N_("FIELD,…") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("export", entries, arguments, 3, 3);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexQuery) query = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) field_names = NULL;
  const AnnexType *type;

  if (rest == NULL)
    return CLI_USAGE;
  type = g_str_equal (rest[1], "calendar") ? NULL : cli_find_type (rest[1]);
  if (type == NULL && !g_str_equal (rest[1], "calendar"))
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  if (as_of != NULL && !cli_begin_as_of (store, as_of))
    return CLI_REFUSED;
  if (type == NULL)
    return annex_export_calendar (store, rest[2], NULL, &error) ? CLI_DONE : cli_refuse (error);
  query = cli_build_query (store, type, (const char *const *) where, search, sort, &error);
  if (query == NULL)
    return cli_refuse (error);
  if (names != NULL)
    {
      field_names = g_strsplit (names, ",", -1);
      for (char **name = field_names; *name != NULL; name++)
        {
          const AnnexField *field = cli_find_field (store, type, g_strstrip (*name), &error);

          if (field == NULL)
            return cli_refuse (error);
          g_set_str (name, field->name);
        }
    }
  if (oscal != NULL)
    {
      gboolean whole = strcmp (oscal, "catalog") == 0;

      if (!whole && strcmp (oscal, "implementation") != 0)
        g_set_error (&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _("--oscal is catalog or implementation, not “%s”"), oscal);
      else if (annex_oscal_export (store, query, whole ? ANNEX_OSCAL_CATALOGUE : ANNEX_OSCAL_IMPLEMENTATION, rest[2], &error))
        return CLI_DONE;
      return cli_refuse (error);
    }
  if (!annex_export_file (store, query, (const char *const *) field_names, rest[2], NULL, &error))
    return cli_refuse (error);
  return CLI_DONE;
}
