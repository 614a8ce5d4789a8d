/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "annex-json-writer.h"

#include "core/annex-attachment.h"

#define FLUSH_AT (64 * 1024)

struct _AnnexJsonWriter
{
  FILE *file;
  GString *text;
  gboolean has_records;
  gboolean has_members;
};

static void
flush (AnnexJsonWriter *self)
{
  fwrite (self->text->str, 1, self->text->len, self->file);
  g_string_truncate (self->text, 0);
}

static void
append_string (GString *string, const char *text)
{
  g_string_append_c (string, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      switch (*c)
        {
        case '"':
          g_string_append (string, "\\\"");
          break;
        case '\\':
          g_string_append (string, "\\\\");
          break;
        case '\n':
          g_string_append (string, "\\n");
          break;
        case '\r':
          g_string_append (string, "\\r");
          break;
        case '\t':
          g_string_append (string, "\\t");
          break;
        default:
          if ((guchar) *c < 0x20)
            g_string_append_printf (string, "\\u%04x", *c);
          else
            g_string_append_c (string, *c);
        }
    }
  g_string_append_c (string, '"');
}

static void
append_name (AnnexJsonWriter *self, const char *name)
{
  if (self->has_members)
    g_string_append (self->text, ", ");
  self->has_members = TRUE;
  append_string (self->text, name);
  g_string_append (self->text, ": ");
}

static void
append_list (GString *string, const char *list)
{
  g_string_append_c (string, '[');
  while (list != NULL)
    {
      const char *end = strstr (list, "; ");
      g_autofree char *part = end != NULL ? g_strndup (list, end - list) : g_strdup (list);

      append_string (string, part);
      if (end != NULL)
        g_string_append (string, ", ");
      list = end != NULL ? end + 2 : NULL;
    }
  g_string_append_c (string, ']');
}

AnnexJsonWriter *
annex_json_writer_new (FILE *file)
{
  AnnexJsonWriter *self = g_new0 (AnnexJsonWriter, 1);

  self->file = file;
  self->text = g_string_sized_new (FLUSH_AT * 2);
  g_string_append_c (self->text, '[');
  return self;
}

void
annex_json_writer_begin_record (AnnexJsonWriter *self)
{
  g_string_append (self->text, self->has_records ? ",\n  {" : "\n  {");
  self->has_records = TRUE;
  self->has_members = FALSE;
}

void
annex_json_writer_add_string (AnnexJsonWriter *self, const char *name, const char *text)
{
  append_name (self, name);
  if (text == NULL)
    g_string_append (self->text, "null");
  else
    append_string (self->text, text);
}

static void
append_member (GString *text, const char *name, const char *value)
{
  if (value == NULL)
    return;
  g_string_append_printf (text, ", \"%s\": ", name);
  append_string (text, value);
}

static void
append_files (GString *text, const char *value)
{
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (value);

  g_string_append_c (text, '[');
  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];

      g_string_append (text, i > 0 ? ", {\"name\": " : "{\"name\": ");
      append_string (text, at->name);
      append_member (text, "hash", at->hash);
      g_string_append_printf (text, ", \"size\": %" G_GINT64_FORMAT, at->size);
      append_member (text, "type", at->type);
      append_member (text, "claimed_type", at->claimed_type);
      append_member (text, "location", at->location);
      g_string_append_c (text, '}');
    }
  g_string_append_c (text, ']');
}

void
annex_json_writer_add_value (AnnexJsonWriter *self, const AnnexField *field, const char *value)
{
  gboolean is_list = field->kind == ANNEX_FIELD_TAGS || (field->kind == ANNEX_FIELD_LINK && (field->flags & ANNEX_FIELD_MANY) != 0);

  append_name (self, field->name);
  if (field->kind == ANNEX_FIELD_FILE)
    append_files (self->text, value);
  else if (is_list)
    append_list (self->text, value);
  else if (value == NULL)
    g_string_append (self->text, "null");
  else if (field->kind == ANNEX_FIELD_BOOLEAN)
    g_string_append (self->text, strcmp (value, "1") == 0 ? "true" : "false");
  else if (field->kind == ANNEX_FIELD_NUMBER || field->kind == ANNEX_FIELD_MONEY || field->kind == ANNEX_FIELD_SCALE)
    g_string_append (self->text, value);
  else
    append_string (self->text, value);
}

void
annex_json_writer_end_record (AnnexJsonWriter *self)
{
  g_string_append_c (self->text, '}');
  if (self->text->len >= FLUSH_AT)
    flush (self);
}

void
annex_json_writer_finish (AnnexJsonWriter *self)
{
  g_string_append (self->text, self->has_records ? "\n]\n" : "]\n");
  flush (self);
}

void
annex_json_writer_free (AnnexJsonWriter *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}
