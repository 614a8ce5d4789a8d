/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-export.h"
#include "annex-import-mapping.h"

/* "title" stands for the field that names the record. The first field that the type has is taken. */
static const struct
{
  const char *heading;
  const char *fields;
} synonyms[] = {
  { "id", "reference" },
  { "ref", "reference" },
  { "identifier", "reference" },
  { "number", "reference" },
  { "no", "reference" },
  { "nr", "reference" },
  { "key", "reference" },
  { "uid", "reference" },
  { "code", "reference" },
  { "inventory number", "reference" },
  { "name", "title" },
  { "title", "title" },
  { "description", "description notes" },
  { "label", "title" },
  { "designation", "title" },
  { "full name", "title" },
  { "type", "kind" },
  { "category", "kind" },
  { "class", "classification kind" },
  { "group", "kind" },
  { "note", "description notes" },
  { "notes", "notes description" },
  { "comment", "description notes" },
  { "comments", "description notes" },
  { "remark", "description notes" },
  { "remarks", "description notes" },
  { "details", "description" },
  { "summary", "description" },
  { "purpose", "description" },
  { "c", "confidentiality" },
  { "i", "integrity" },
  { "a", "availability" },
  { "conf", "confidentiality" },
  { "integ", "integrity" },
  { "avail", "availability" },
  { "responsible", "owner" },
  { "responsible person", "owner" },
  { "owned by", "owner" },
  { "accountable", "owner" },
  { "administrator", "custodian" },
  { "admin", "custodian" },
  { "maintainer", "custodian" },
  { "operated by", "custodian" },
  { "site", "location" },
  { "place", "location" },
  { "where", "location" },
  { "sensitivity", "classification" },
  { "security class", "classification" },
  { "classification level", "classification" },
  { "information classification", "classification" },
  { "pii", "personal_data" },
  { "gdpr", "personal_data" },
  { "personal information", "personal_data" },
  { "contains personal data", "personal_data" },
  { "status", "status lifecycle" },
  { "state", "status lifecycle" },
  { "life cycle", "lifecycle" },
  { "lifecycle status", "lifecycle" },
  { "start", "introduced start_date" },
  { "in use since", "introduced" },
  { "acquired", "introduced" },
  { "purchase date", "introduced" },
  { "retired", "retired_on" },
  { "disposed", "disposed_on" },
  { "review", "review_date" },
  { "review on", "review_date" },
  { "review date", "review_date" },
  { "next review date", "review_date" },
  { "vendor", "supplier" },
  { "provider", "supplier" },
  { "manufacturer", "supplier" },
  { "dependencies", "depends_on" },
  { "dependency", "depends_on" },
  { "depends", "depends_on" },
  { "requires", "depends_on" },
  { "parts", "contains" },
  { "components", "contains" },
  { "tag", "tags" },
  { "keywords", "tags" },
  { "labels", "tags" },
  { "mail", "email" },
  { "e mail", "email" },
  { "e mail address", "email" },
  { "telephone", "phone" },
  { "job", "role" },
  { "position", "role" },
};

/* Small letters, with single spaces for whatever is neither letter nor digit. */
static char *
simplify (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  GString *simple = g_string_new (NULL);

  for (const char *c = folded; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      if (g_unichar_isalnum (character) || g_unichar_ismark (character))
        g_string_append_unichar (simple, character);
      else if (simple->len > 0 && simple->str[simple->len - 1] != ' ')
        g_string_append_c (simple, ' ');
    }
  if (simple->len > 0 && simple->str[simple->len - 1] == ' ')
    g_string_truncate (simple, simple->len - 1);
  return g_string_free_and_steal (simple);
}

static gboolean
is_named (const char *simple, const char *name)
{
  g_autofree char *other = simplify (name);

  return strcmp (simple, other) == 0;
}

static int
find_by_name (AnnexStore *store, const AnnexType *type, const char *heading, const char *simple)
{
  GPtrArray *fields = annex_store_get_fields (store, type);

  if (strcmp (heading, ANNEX_EXCHANGE_ID_HEADING) == 0)
    return ANNEX_IMPORT_RECORD_ID;
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      g_autofree char *both = g_strdup_printf ("%s (%s)", annex_field_get_label (field), field->name);

      if (strcmp (heading, both) == 0)
        return i;
    }
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (is_named (simple, field->name) || is_named (simple, field->label) || is_named (simple, annex_field_get_label (field)))
        return i;
    }
  return ANNEX_IMPORT_IGNORE;
}

static int
find_first_field (AnnexStore *store, const AnnexType *type, const char *names)
{
  g_auto (GStrv) list = g_strsplit (names, " ", -1);

  for (char **name = list; *name != NULL; name++)
    {
      int index = annex_store_find_field_index (store, type, strcmp (*name, "title") == 0 ? annex_type_get_title_field (type)->name : *name);

      if (index >= 0)
        return index;
    }
  return ANNEX_IMPORT_IGNORE;
}

/* "Asset ID" and "Asset" among assets mean the ID and the name. */
static int
find_by_synonym (AnnexStore *store, const AnnexType *type, const char *simple)
{
  g_autofree char *type_name = simplify (type->label);
  g_autofree char *translated = simplify (_(type->label));
  const char *rest = simple;

  if (strcmp (simple, type_name) == 0 || strcmp (simple, translated) == 0)
    return find_first_field (store, type, "title");
  if (g_str_has_prefix (simple, type_name) && simple[strlen (type_name)] == ' ')
    rest = simple + strlen (type_name) + 1;
  else if (g_str_has_prefix (simple, translated) && simple[strlen (translated)] == ' ')
    rest = simple + strlen (translated) + 1;
  if (rest != simple)
    {
      int index = find_by_name (store, type, rest, rest);

      if (index != ANNEX_IMPORT_IGNORE)
        return index;
    }
  for (guint i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (strcmp (rest, synonyms[i].heading) == 0)
      return find_first_field (store, type, synonyms[i].fields);
  return ANNEX_IMPORT_IGNORE;
}

static gboolean
is_taken (GArray *columns, int index)
{
  for (guint i = 0; i < columns->len; i++)
    if (g_array_index (columns, int, i) == index)
      return TRUE;
  return FALSE;
}

static gboolean
can_be_imported (AnnexStore *store, const AnnexType *type, int index)
{
  return index < 0 || annex_field_is_written (g_ptr_array_index (annex_store_get_fields (store, type), index));
}

GArray *
annex_import_guess_columns (AnnexStore *store, const AnnexType *type, const char *const *headers)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (int));
  guint n_columns = g_strv_length ((char **) headers);

  for (guint i = 0; i < n_columns; i++)
    {
      int nothing = ANNEX_IMPORT_IGNORE;

      g_array_append_val (columns, nothing);
    }
  /* Exact names first, so that a synonym never takes a field from the column that bears its name. */
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n_columns; i++)
      {
        const char *heading = headers[i];
        g_autofree char *simple = simplify (heading);
        int index;

        if (g_array_index (columns, int, i) != ANNEX_IMPORT_IGNORE)
          continue;
        index = pass == 0 ? find_by_name (store, type, heading, simple) : find_by_synonym (store, type, simple);
        if (index != ANNEX_IMPORT_IGNORE && can_be_imported (store, type, index) && !is_taken (columns, index))
          g_array_index (columns, int, i) = index;
      }
  return columns;
}
