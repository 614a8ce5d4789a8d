/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "core/annex-attachment.h"
#include "core/annex-statement.h"

void
cli_complain (const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list list;

  va_start (list, format);
  message = g_strdup_vprintf (format, list);
  va_end (list);
  fflush (stdout);
  fprintf (stderr, "annex-cli: %s\n", message);
}

CliStatus
cli_refuse (const GError *error)
{
  static char *last;

  /* A read that fails is told by who reads, and again when the store is closed. */
  if (g_strcmp0 (last, error->message) != 0)
    cli_complain ("%s", error->message);
  g_set_str (&last, error->message);
  return error->domain == G_OPTION_ERROR ? CLI_USAGE : CLI_REFUSED;
}

void
cli_print_cell (const char *text, char end)
{
  for (const char *c = text != NULL ? text : ""; *c != '\0'; c++)
    putchar (*c == '\t' || *c == '\n' || *c == '\r' ? ' ' : *c);
  putchar (end);
}

void
cli_print_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  g_autofree char *text = json_to_string (root, TRUE);

  puts (text);
  g_object_unref (builder);
}

char *
cli_dup_reference (AnnexStore *store, gint64 id)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT reference FROM record WHERE id = ?1", NULL);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, id);
  return annex_statement_next (statement) ? annex_statement_dup_text (statement, 0) : NULL;
}

static void
add_links (JsonBuilder *builder, AnnexStore *store, const AnnexField *field, const char *value)
{
  g_autoptr (GArray) ids = annex_link_ids_parse (value);
  gboolean many = (field->flags & ANNEX_FIELD_MANY) != 0;

  if (many)
    json_builder_begin_array (builder);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *reference = cli_dup_reference (store, g_array_index (ids, gint64, i));

      json_builder_add_string_value (builder, reference);
      if (!many)
        return;
    }
  if (many)
    json_builder_end_array (builder);
  else
    json_builder_add_null_value (builder);
}

static void
add_tags (JsonBuilder *builder, const char *value)
{
  g_auto (GStrv) tags = g_strsplit (value != NULL ? value : "", "; ", -1);

  json_builder_begin_array (builder);
  for (char **tag = tags; *tag != NULL; tag++)
    if (**tag != '\0')
      json_builder_add_string_value (builder, *tag);
  json_builder_end_array (builder);
}

static void
add_number (JsonBuilder *builder, const char *value)
{
  double number = g_ascii_strtod (value, NULL);

  if (number == (gint64) number)
    json_builder_add_int_value (builder, (gint64) number);
  else
    json_builder_add_double_value (builder, number);
}

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

static void
add_files (JsonBuilder *builder, const char *value)
{
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (value);

  json_builder_begin_array (builder);
  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];

      json_builder_begin_object (builder);
      add_member (builder, "name", at->name);
      add_member (builder, "hash", at->hash);
      json_builder_set_member_name (builder, "size");
      json_builder_add_int_value (builder, at->size);
      add_member (builder, "type", at->type);
      add_member (builder, "claimed_type", at->claimed_type);
      add_member (builder, "location", at->location);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_value (JsonBuilder *builder, AnnexStore *store, const AnnexField *field, const char *value)
{
  if (field->kind == ANNEX_FIELD_LINK)
    add_links (builder, store, field, value);
  else if (field->kind == ANNEX_FIELD_TAGS)
    add_tags (builder, value);
  else if (field->kind == ANNEX_FIELD_FILE)
    add_files (builder, value);
  else if (value == NULL)
    json_builder_add_null_value (builder);
  else if (field->kind == ANNEX_FIELD_BOOLEAN)
    json_builder_add_boolean_value (builder, strcmp (value, "1") == 0);
  else if (field->kind == ANNEX_FIELD_NUMBER || field->kind == ANNEX_FIELD_MONEY || field->scale != NULL)
    add_number (builder, value);
  else
    json_builder_add_string_value (builder, value);
}

void
cli_add_record (JsonBuilder *builder, AnnexStore *store, AnnexRecord *record, GPtrArray *fields)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (record));

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, id);
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      json_builder_set_member_name (builder, field->name);
      add_value (builder, store, field, annex_record_get_value (record, field->name));
    }
  json_builder_end_object (builder);
}
