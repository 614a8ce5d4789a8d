/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "isms/annex-engagement-setup.h"

CliStatus
cli_new (const char *const *arguments)
{
  gboolean sample = FALSE;
  g_autofree char *title = NULL, *organization = NULL, *scope = NULL, *edition = NULL, *template = NULL, *areas = NULL, *author = NULL;
  const GOptionEntry entries[] = {
    { "sample", 0, 0, G_OPTION_ARG_NONE, &sample, N_("Fill it with the sample engagement"), NULL },
    { "title", 0, 0, G_OPTION_ARG_FILENAME, &title, N_("Title of the engagement; the file's name without it"), N_("TITLE") },
    { "organization", 0, 0, G_OPTION_ARG_FILENAME, &organization, N_("Name of the organization"), N_("NAME") },
    { "scope", 0, 0, G_OPTION_ARG_FILENAME, &scope, N_("Scope in a sentence"), N_("TEXT") },
    { "edition", 0, 0, G_OPTION_ARG_FILENAME, &edition, N_("Edition of ISO/IEC 27001: 2022 or 2013"), N_("YEAR") },
    { "template", 0, 0, G_OPTION_ARG_FILENAME, &template, N_("Take over from another engagement, without its results"), N_("FILE") },
    { "areas", 0, 0, G_OPTION_ARG_FILENAME, &areas, N_("What to take over: record types separated by commas"), N_("TYPES") },
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes it"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("new", entries, arguments, 1, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexStore) store = NULL;
  gboolean done;

  if (rest == NULL)
    return CLI_USAGE;
  if (sample && template != NULL)
    {
      cli_complain (_("--sample and --template exclude each other"));
      return CLI_USAGE;
    }
  if (title == NULL)
    {
      g_autofree char *name = g_path_get_basename (rest[0]);

      title = g_filename_display_name (name);
      if (g_str_has_suffix (title, ".annex") && strlen (title) > strlen (".annex"))
        title[strlen (title) - strlen (".annex")] = '\0';
    }

  store = annex_store_create (rest[0], &error);
  if (store == NULL)
    return cli_refuse (error);
  annex_store_set_author (store, author);
  if (sample)
    done = annex_engagement_load_sample (store, &error);
  else if (template != NULL)
    {
      g_auto (GStrv) names = areas != NULL ? g_strsplit (areas, ",", -1) : NULL;

      done = annex_engagement_from_template (store, template, (const char *const *) names, title, organization, scope, &error);
    }
  else
    done = annex_engagement_setup (store, title, organization, scope, edition, &error);
  if (done)
    return CLI_DONE;
  annex_store_close (store);
  g_unlink (rest[0]);
  return cli_refuse (error);
}

static const char *
get_kind_name (const AnnexField *field)
{
  static const char *const names[] = {
    [ANNEX_FIELD_TEXT] = "text",     [ANNEX_FIELD_LONG_TEXT] = "long_text", [ANNEX_FIELD_NUMBER] = "number",
    [ANNEX_FIELD_MONEY] = "money",   [ANNEX_FIELD_DATE] = "date",           [ANNEX_FIELD_CHOICE] = "choice",
    [ANNEX_FIELD_SCALE] = "scale",   [ANNEX_FIELD_BOOLEAN] = "boolean",     [ANNEX_FIELD_TAGS] = "tags",
    [ANNEX_FIELD_LINK] = "link",     [ANNEX_FIELD_FILE] = "file",           [ANNEX_FIELD_COMPUTED] = "computed",
    [ANNEX_FIELD_TIME] = "time",
  };

  return names[field->kind];
}

static const char *
get_phase_name (const AnnexType *type)
{
  static const char *const names[] = {
    [ANNEX_PHASE_NONE] = "", [ANNEX_PHASE_PLAN] = "plan",   [ANNEX_PHASE_DO] = "do",
    [ANNEX_PHASE_CHECK] = "check", [ANNEX_PHASE_ACT] = "act",
  };

  return names[type->phase];
}

/* Into @builder, or as a line of TSV where there is none. */
static void
print_row (JsonBuilder *builder, const char *const *names, const char *const *values, guint n)
{
  if (builder != NULL)
    json_builder_begin_object (builder);
  for (guint i = 0; i < n; i++)
    if (builder != NULL)
      json_builder_add_string_value (json_builder_set_member_name (builder, names[i]), values[i]);
    else
      cli_print_cell (values[i], i + 1 < n ? '\t' : '\n');
  if (builder != NULL)
    json_builder_end_object (builder);
}

CliStatus
cli_types (const char *const *arguments)
{
  gboolean json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("types", entries, arguments, 0, 0);
  GPtrArray *types = annex_type_list ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (rest == NULL)
    return CLI_USAGE;
  if (!json)
    puts ("name\tlabel\tprefix\tphase\tdescription");
  json_builder_begin_array (builder);
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      const char *const names[] = { "name", "label", "prefix", "phase", "description" };
      const char *const values[] = { type->name, _(type->label), type->prefix, get_phase_name (type), _(type->description) };

      print_row (json ? builder : NULL, names, values, G_N_ELEMENTS (names));
    }
  json_builder_end_array (builder);
  if (json)
    cli_print_json (g_steal_pointer (&builder));
  return CLI_DONE;
}

static char *
dup_flags (const AnnexField *field)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  if ((field->flags & ANNEX_FIELD_REQUIRED) != 0)
    g_ptr_array_add (words, (gpointer) "required");
  if ((field->flags & ANNEX_FIELD_TITLE) != 0)
    g_ptr_array_add (words, (gpointer) "title");
  if ((field->flags & ANNEX_FIELD_MANY) != 0)
    g_ptr_array_add (words, (gpointer) "many");
  if ((field->flags & ANNEX_FIELD_ACYCLIC) != 0)
    g_ptr_array_add (words, (gpointer) "acyclic");
  if ((field->flags & ANNEX_FIELD_CUSTOM) != 0)
    g_ptr_array_add (words, (gpointer) "custom");
  g_ptr_array_add (words, NULL);
  return g_strjoinv (" ", (char **) words->pdata);
}

static char *
dup_values (const AnnexField *field)
{
  g_autoptr (GString) keys = g_string_new (field->scale != NULL ? field->scale : field->target != NULL ? field->target : "");

  for (guint i = 0; field->choices != NULL && field->choices[i].key != NULL; i++)
    g_string_append_printf (keys, "%s%s", i > 0 ? "," : "", field->choices[i].key);
  return g_strdup (keys->str);
}

CliStatus
cli_fields (const char *const *arguments)
{
  gboolean json = FALSE;
  g_autofree char *file = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { "file", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("Add the fields that this engagement has added itself"), N_("FILE") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("fields", entries, arguments, 1, 1);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const AnnexType *type;

  if (rest == NULL)
    return CLI_USAGE;
  type = cli_find_type (rest[0]);
  if (type == NULL)
    return CLI_USAGE;
  if (file != NULL)
    {
      store = cli_open_for_reading (file);
      if (store == NULL)
        return CLI_REFUSED;
      g_ptr_array_extend (fields, annex_store_get_fields (store, type), NULL, NULL);
    }
  else
    {
      g_ptr_array_add (fields, (gpointer) annex_type_get_reference_field ());
      for (guint i = 0; i < type->n_fields; i++)
        g_ptr_array_add (fields, (gpointer) &type->fields[i]);
    }

  if (!json)
    puts ("name\tkind\tlabel\tflags\tvalues\thelp");
  json_builder_begin_array (builder);
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      g_autofree char *flags = dup_flags (field);
      g_autofree char *accepted = dup_values (field);
      const char *const names[] = { "name", "kind", "label", "flags", "values", "help" };
      const char *const values[] = { field->name, get_kind_name (field), annex_field_get_label (field), flags, accepted,
                                     field->help != NULL ? _(field->help) : "" };

      print_row (json ? builder : NULL, names, values, G_N_ELEMENTS (names));
    }
  json_builder_end_array (builder);
  if (json)
    cli_print_json (g_steal_pointer (&builder));
  return CLI_DONE;
}
