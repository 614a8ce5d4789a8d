/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#include "annex-table-source.h"
#include "annex-xlsx-workbook.h"
#include "core/annex-error.h"

#define MAX_STRINGS_SIZE (256 * 1024 * 1024)
#define MAX_SHEETS 1000
#define MAX_STYLES 100000

struct _AnnexXlsxWorkbook
{
  xmlParserCtxtPtr parser; /* first, see annex_xlsx_parser_new() */
  AnnexXlsxPackage *package;
  GError *failure;

  GPtrArray *sheet_names;
  GPtrArray *sheet_parts;
  GPtrArray *sheet_relations;
  GHashTable *targets;
  char *workbook_part;
  char *strings_part;
  char *styles_part;
  gboolean counts_from_1904;

  GString *strings;
  GArray *string_starts;
  gboolean in_string;
  gboolean in_text;
  guint in_phonetic;

  GHashTable *date_formats;
  GByteArray *style_is_date;
  gboolean in_cell_formats;
};

static gboolean
is (const xmlChar *local_name, const char *name)
{
  return strcmp ((const char *) local_name, name) == 0;
}

/* "../theme.xml" seen from the folder of @base, as a name in the archive. */
static char *
resolve_target (const char *base, const char *target)
{
  g_autofree char *folder = g_path_get_dirname (base);
  g_autofree char *joined = NULL;
  char *absolute;

  if (*target == '/')
    return g_strdup (target + 1);
  joined = g_strdup_printf ("/%s/%s", strcmp (folder, ".") == 0 ? "" : folder, target);
  absolute = g_canonicalize_filename (joined, "/");
  memmove (absolute, absolute + 1, strlen (absolute));
  return absolute;
}

static void
relation_begins (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                 const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  AnnexXlsxWorkbook *self = user_data;
  g_autofree char *id = NULL, *target = NULL, *type = NULL, *mode = NULL, *part = NULL;
  const char *base = self->workbook_part != NULL ? self->workbook_part : "root";

  if (!is (name, "Relationship"))
    return;
  id = annex_xlsx_dup_attribute (attributes, n_attributes, "Id");
  target = annex_xlsx_dup_attribute (attributes, n_attributes, "Target");
  type = annex_xlsx_dup_attribute (attributes, n_attributes, "Type");
  mode = annex_xlsx_dup_attribute (attributes, n_attributes, "TargetMode");
  if (id == NULL || target == NULL || type == NULL || g_strcmp0 (mode, "External") == 0)
    return;
  part = resolve_target (base, target);
  if (g_str_has_suffix (type, "/sharedStrings"))
    g_set_str (&self->strings_part, part);
  else if (g_str_has_suffix (type, "/styles"))
    g_set_str (&self->styles_part, part);
  else if (g_str_has_suffix (type, "/officeDocument"))
    g_hash_table_insert (self->targets, g_strdup ("officeDocument"), g_strdup (part));
  if (g_hash_table_size (self->targets) < MAX_SHEETS * 2)
    g_hash_table_insert (self->targets, g_steal_pointer (&id), g_steal_pointer (&part));
}

static void
workbook_begins (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
                 const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  AnnexXlsxWorkbook *self = user_data;

  if (is (name, "workbookPr"))
    {
      g_autofree char *value = annex_xlsx_dup_attribute (attributes, n_attributes, "date1904");

      self->counts_from_1904 = g_strcmp0 (value, "1") == 0 || g_strcmp0 (value, "true") == 0;
    }
  else if (is (name, "sheet") && self->sheet_names->len < MAX_SHEETS)
    {
      g_autofree char *relation = annex_xlsx_dup_attribute (attributes, n_attributes, "id");
      char *title = annex_xlsx_dup_attribute (attributes, n_attributes, "name");

      g_ptr_array_add (self->sheet_names, title != NULL ? title : g_strdup (""));
      g_ptr_array_add (self->sheet_relations, g_strdup (relation != NULL ? relation : ""));
    }
}

static void
string_begins (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
               const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  AnnexXlsxWorkbook *self = user_data;

  /* A text within another would take the number of the next one, and every cell after it the wrong text. */
  if (is (name, "si") ? self->in_string : is (name, "t") && !self->in_string)
    {
      if (self->failure == NULL)
        g_set_error (&self->failure, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                     _("“%s” is damaged: in the texts of its cells, text %u begins within another one, or outside of all. "
                       "Open it in a spreadsheet program, look whether all is there, and save it again."),
                     annex_xlsx_package_get_name (self->package), self->string_starts->len + 1);
      xmlStopParser (self->parser);
    }
  else if (is (name, "si"))
    {
      guint32 start = self->strings->len;

      self->in_string = TRUE;
      g_array_append_val (self->string_starts, start);
    }
  else if (is (name, "rPh"))
    self->in_phonetic++;
  else if (is (name, "t"))
    self->in_text = self->in_phonetic == 0;
}

static void
string_ends (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  AnnexXlsxWorkbook *self = user_data;

  if (is (name, "t"))
    self->in_text = FALSE;
  else if (is (name, "rPh") && self->in_phonetic > 0)
    self->in_phonetic--;
  else if (is (name, "si") && self->in_string)
    {
      guint32 start = g_array_index (self->string_starts, guint32, self->string_starts->len - 1);

      self->in_string = FALSE;
      annex_xlsx_unescape (self->strings->str + start);
      g_string_truncate (self->strings, start + strlen (self->strings->str + start));
      g_string_append_c (self->strings, '\0');
    }
}

static void
string_text (void *user_data, const xmlChar *text, int length)
{
  AnnexXlsxWorkbook *self = user_data;
  guint32 start;

  if (!self->in_text)
    return;
  start = g_array_index (self->string_starts, guint32, self->string_starts->len - 1);
  if (self->strings->len - start + length > ANNEX_TABLE_MAX_CELL || self->strings->len + length > MAX_STRINGS_SIZE)
    {
      if (self->failure == NULL)
        g_set_error (&self->failure, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE,
                     self->strings->len + length > MAX_STRINGS_SIZE
                         ? _("“%s” holds more than 256 MiB of text. Divide it into smaller workbooks.")
                         : _("“%s” holds a cell of more than 1 MiB of text."),
                     annex_xlsx_package_get_name (self->package));
      xmlStopParser (self->parser);
      return;
    }
  g_string_append_len (self->strings, (const char *) text, length);
}

/* Whether a number format writes a date: it has a letter of date or time outside quotes and brackets. */
static gboolean
format_is_date (const char *format)
{
  if (g_ascii_strcasecmp (format, "General") == 0)
    return FALSE;
  for (const char *c = format; *c != '\0' && *c != ';'; c++)
    {
      if (*c == '"' || *c == '[')
        {
          char closing = *c == '"' ? '"' : ']';
          const char *end = strchr (c + 1, closing);

          if (end == NULL)
            return FALSE;
          if (*c == '[' && strchr ("hHmMsS", c[1]) != NULL && c[1] != '\0')
            return TRUE;
          c = end;
        }
      else if ((*c == '\\' || *c == '_' || *c == '*') && c[1] != '\0')
        c++;
      else if (strchr ("dDmMyYhHsS", *c) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
built_in_format_is_date (guint format)
{
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36) || (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

static void
style_begins (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int n_namespaces,
              const xmlChar **namespaces, int n_attributes, int n_defaulted, const xmlChar **attributes)
{
  AnnexXlsxWorkbook *self = user_data;
  g_autofree char *id = NULL;
  guint format;
  gpointer is_date;

  if (is (name, "cellXfs"))
    self->in_cell_formats = TRUE;
  if (!is (name, "numFmt") && !(is (name, "xf") && self->in_cell_formats))
    return;
  id = annex_xlsx_dup_attribute (attributes, n_attributes, "numFmtId");
  format = id != NULL ? g_ascii_strtoull (id, NULL, 10) : 0;
  if (is (name, "numFmt"))
    {
      g_autofree char *code = annex_xlsx_dup_attribute (attributes, n_attributes, "formatCode");

      if (code != NULL && g_hash_table_size (self->date_formats) < MAX_STYLES)
        g_hash_table_insert (self->date_formats, GUINT_TO_POINTER (format), GINT_TO_POINTER (format_is_date (code)));
    }
  else if (self->style_is_date->len < MAX_STYLES)
    {
      guint8 flag = g_hash_table_lookup_extended (self->date_formats, GUINT_TO_POINTER (format), NULL, &is_date)
                        ? GPOINTER_TO_INT (is_date)
                        : built_in_format_is_date (format);

      g_byte_array_append (self->style_is_date, &flag, 1);
    }
}

static void
style_ends (void *user_data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
  AnnexXlsxWorkbook *self = user_data;

  if (is (name, "cellXfs"))
    self->in_cell_formats = FALSE;
}

static gboolean
read_relations (AnnexXlsxWorkbook *self, const char *part, GError **error)
{
  xmlSAXHandler handler = { .startElementNs = relation_begins };

  return annex_xlsx_package_parse_part (self->package, part, &handler, self, NULL, NULL, error);
}

static gboolean
read_sheets (AnnexXlsxWorkbook *self, GError **error)
{
  xmlSAXHandler handler = { .startElementNs = workbook_begins };
  g_autofree char *folder = NULL, *base = NULL, *relations = NULL;
  const char *target;
  gboolean found = FALSE, is_document = FALSE;
  xmlSAXHandler nothing = { 0 };

  if (!read_relations (self, "_rels/.rels", error))
    return FALSE;
  target = g_hash_table_lookup (self->targets, "officeDocument");
  self->workbook_part = g_strdup (target != NULL ? target : "xl/workbook.xml");
  g_hash_table_remove_all (self->targets);
  if (!annex_xlsx_package_parse_part (self->package, self->workbook_part, &handler, self, &found, NULL, error))
    return FALSE;
  if (!found || self->sheet_names->len == 0)
    {
      if (!annex_xlsx_package_parse_part (self->package, "content.xml", &nothing, self, &is_document, NULL, NULL))
        is_document = FALSE;
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT,
                   is_document ? _("“%s” is an OpenDocument file. Save it as .xlsx or .csv.") : _("“%s” is a ZIP archive, but not a workbook with sheets."),
                   annex_xlsx_package_get_name (self->package));
      return FALSE;
    }
  folder = g_path_get_dirname (self->workbook_part);
  base = g_path_get_basename (self->workbook_part);
  relations = strcmp (folder, ".") == 0 ? g_strdup_printf ("_rels/%s.rels", base) : g_strdup_printf ("%s/_rels/%s.rels", folder, base);
  if (!read_relations (self, relations, error))
    return FALSE;
  for (guint i = 0; i < self->sheet_relations->len; i++)
    {
      const char *part = g_hash_table_lookup (self->targets, self->sheet_relations->pdata[i]);

      g_ptr_array_add (self->sheet_parts, part != NULL ? g_strdup (part) : g_strdup_printf ("xl/worksheets/sheet%u.xml", i + 1));
    }
  g_ptr_array_add (self->sheet_names, NULL);
  return TRUE;
}

AnnexXlsxWorkbook *
annex_xlsx_workbook_read (AnnexXlsxPackage *package, GError **error)
{
  g_autoptr (AnnexXlsxWorkbook) self = g_new0 (AnnexXlsxWorkbook, 1);
  xmlSAXHandler strings = { .startElementNs = string_begins, .endElementNs = string_ends, .characters = string_text, .ignorableWhitespace = string_text,
                            .cdataBlock = string_text };
  xmlSAXHandler styles = { .startElementNs = style_begins, .endElementNs = style_ends };

  self->package = package;
  self->sheet_names = g_ptr_array_new_with_free_func (g_free);
  self->sheet_parts = g_ptr_array_new_with_free_func (g_free);
  self->sheet_relations = g_ptr_array_new_with_free_func (g_free);
  self->targets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->strings = g_string_new (NULL);
  self->string_starts = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->date_formats = g_hash_table_new (NULL, NULL);
  self->style_is_date = g_byte_array_new ();

  if (!read_sheets (self, error))
    return NULL;
  if (!annex_xlsx_package_parse_part (package, self->styles_part != NULL ? self->styles_part : "xl/styles.xml", &styles, self, NULL, NULL, error))
    return NULL;
  if (!annex_xlsx_package_parse_part (package, self->strings_part != NULL ? self->strings_part : "xl/sharedStrings.xml", &strings, self, NULL,
                                      &self->failure, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *const *
annex_xlsx_workbook_get_sheets (AnnexXlsxWorkbook *self)
{
  return (const char *const *) self->sheet_names->pdata;
}

guint
annex_xlsx_workbook_get_n_sheets (AnnexXlsxWorkbook *self)
{
  return self->sheet_parts->len;
}

const char *
annex_xlsx_workbook_get_sheet_part (AnnexXlsxWorkbook *self, guint sheet)
{
  return self->sheet_parts->pdata[sheet];
}

const char *
annex_xlsx_workbook_get_string (AnnexXlsxWorkbook *self, guint64 index)
{
  if (index >= self->string_starts->len)
    return NULL;
  return self->strings->str + g_array_index (self->string_starts, guint32, index);
}

void
annex_xlsx_workbook_format_number (AnnexXlsxWorkbook *self, const char *number, guint style, char *buffer, gsize size)
{
  char *end;
  double value = g_ascii_strtod (number, &end);

  if (end == number || !isfinite (value))
    {
      g_strlcpy (buffer, number, size);
      return;
    }
  if (style < self->style_is_date->len && self->style_is_date->data[style] != 0 && value >= 0 && value < 2958466)
    {
      int days = (int) value;
      int seconds = (int) lround ((value - days) * 86400);
      GDate date;

      if (seconds == 86400)
        {
          days++;
          seconds = 0;
        }
      if (days == 0 && !self->counts_from_1904)
        {
          g_snprintf (buffer, size, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
          return;
        }
      /* Day 60 of the 1900 calendar is a 29 February that never was. */
      g_date_clear (&date, 1);
      if (self->counts_from_1904)
        g_date_set_dmy (&date, 1, 1, 1904);
      else
        g_date_set_dmy (&date, days < 60 ? 31 : 30, 12, 1899);
      g_date_add_days (&date, days);
      if (seconds == 0)
        g_snprintf (buffer, size, "%04d-%02d-%02d", g_date_get_year (&date), g_date_get_month (&date), g_date_get_day (&date));
      else
        g_snprintf (buffer, size, "%04d-%02d-%02dT%02d:%02d:%02d", g_date_get_year (&date), g_date_get_month (&date),
                    g_date_get_day (&date), seconds / 3600, seconds / 60 % 60, seconds % 60);
      return;
    }
  if (value == floor (value) && fabs (value) < 1e15)
    g_snprintf (buffer, size, "%.0f", value == 0 ? 0.0 : value);
  else
    g_ascii_formatd (buffer, size, "%.15g", value);
}

void
annex_xlsx_workbook_free (AnnexXlsxWorkbook *self)
{
  g_ptr_array_unref (self->sheet_names);
  g_ptr_array_unref (self->sheet_parts);
  g_ptr_array_unref (self->sheet_relations);
  g_hash_table_unref (self->targets);
  g_free (self->workbook_part);
  g_free (self->strings_part);
  g_free (self->styles_part);
  g_string_free (self->strings, TRUE);
  g_array_unref (self->string_starts);
  g_hash_table_unref (self->date_formats);
  g_byte_array_unref (self->style_is_date);
  g_clear_error (&self->failure);
  g_free (self);
}

void
annex_xlsx_unescape (char *text)
{
  char *out = strstr (text, "_x");

  if (out == NULL)
    return;
  for (const char *in = out; *in != '\0';)
    {
      if (in[0] == '_' && in[1] == 'x' && g_ascii_isxdigit (in[2]) && g_ascii_isxdigit (in[3]) && g_ascii_isxdigit (in[4]) &&
          g_ascii_isxdigit (in[5]) && in[6] == '_')
        {
          gunichar character = g_ascii_xdigit_value (in[2]) << 12 | g_ascii_xdigit_value (in[3]) << 8 | g_ascii_xdigit_value (in[4]) << 4 |
                               g_ascii_xdigit_value (in[5]);

          if (character != 0 && (character < 0xd800 || character > 0xdfff))
            {
              out += g_unichar_to_utf8 (character, out);
              in += 7;
              continue;
            }
        }
      *out++ = *in++;
    }
  *out = '\0';
}
