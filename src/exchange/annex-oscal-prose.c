/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-oscal-prose.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-error.h"

/* Parameters inserted into parameters; no catalogue goes beyond two. */
#define MAX_INSERTIONS 8

/* Parameters that insert parameters many times over could fill any memory. */
#define MAX_TEXT (256 * 1024)

/* Parts within parts. */
#define MAX_PARTS 30

static gboolean render (GString *text, const char *prose, GHashTable *parameters, guint depth, GError **error);

const char *
annex_oscal_get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node) : NULL;
}

JsonArray *
annex_oscal_get_array (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

JsonObject *
annex_oscal_get_object_at (JsonArray *array, guint index)
{
  JsonNode *node = json_array_get_element (array, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

const char *
annex_oscal_find_property (JsonObject *object, const char *name)
{
  JsonArray *properties = annex_oscal_get_array (object, "props");
  const char *classed = NULL;

  for (guint i = 0; properties != NULL && i < json_array_get_length (properties); i++)
    {
      JsonObject *property = annex_oscal_get_object_at (properties, i);

      if (property == NULL || g_strcmp0 (annex_oscal_get_text (property, "name"), name) != 0)
        continue;
      if (!json_object_has_member (property, "class"))
        return annex_oscal_get_text (property, "value");
      if (classed == NULL)
        classed = annex_oscal_get_text (property, "value");
    }
  return classed;
}

static void
append_choices (GString *text, JsonObject *select, GHashTable *parameters, guint depth, GError **error)
{
  JsonArray *choices = annex_oscal_get_array (select, "choice");

  g_string_append (text, g_strcmp0 (annex_oscal_get_text (select, "how-many"), "one-or-more") == 0 ? _("one or more of: ") : _("one of: "));
  for (guint i = 0; choices != NULL && i < json_array_get_length (choices); i++)
    {
      JsonNode *choice = json_array_get_element (choices, i);

      g_string_append (text, i > 0 ? "; " : "");
      if (JSON_NODE_HOLDS_VALUE (choice) && !render (text, json_node_get_string (choice), parameters, depth + 1, error))
        return;
    }
}

/* Set by its author, chosen from a list, or only called something. */
static gboolean
append_parameter (GString *text, JsonObject *parameter, GHashTable *parameters, guint depth, GError **error)
{
  JsonArray *values = annex_oscal_get_array (parameter, "values");
  JsonNode *select = json_object_get_member (parameter, "select");
  const char *label = annex_oscal_get_text (parameter, "label");
  g_autoptr (GError) cause = NULL;

  if (depth > MAX_INSERTIONS)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE, _("The parameter “%s” is inserted into itself."), annex_oscal_get_text (parameter, "id"));
      return FALSE;
    }
  if (text->len > MAX_TEXT)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("Its text grows beyond %d KiB with what is inserted."), MAX_TEXT / 1024);
      return FALSE;
    }
  if (values != NULL && json_array_get_length (values) > 0)
    for (guint i = 0; i < json_array_get_length (values); i++)
      {
        JsonNode *value = json_array_get_element (values, i);

        g_string_append (text, i > 0 ? ", " : "");
        g_string_append (text, JSON_NODE_HOLDS_VALUE (value) && json_node_get_string (value) != NULL ? json_node_get_string (value) : "");
      }
  else if (select != NULL && JSON_NODE_HOLDS_OBJECT (select))
    append_choices (text, json_node_get_object (select), parameters, depth, &cause);
  else if (!render (text, label != NULL ? label : annex_oscal_get_text (parameter, "id"), parameters, depth + 1, &cause))
    g_assert (cause != NULL);
  if (cause == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}

static gboolean
is_set (JsonObject *parameter)
{
  JsonArray *values = annex_oscal_get_array (parameter, "values");

  return values != NULL && json_array_get_length (values) > 0;
}

/* “insert: param, ac-1_prm_4”, or the name alone as the first editions wrote it. A name that nobody declares stays to be read. */
static gboolean
append_insertion (GString *text, const char *inside, gsize length, GHashTable *parameters, guint depth, GError **error)
{
  g_autofree char *name = g_strstrip (g_strndup (inside, length));
  const char *comma = strchr (name, ',');
  JsonObject *parameter;

  if (g_str_has_prefix (name, "insert:") && comma != NULL)
    memmove (name, comma + 1, strlen (comma));
  g_strstrip (name);
  parameter = g_hash_table_lookup (parameters, name);
  if (parameter != NULL && is_set (parameter))
    return append_parameter (text, parameter, parameters, depth, error);
  g_string_append_c (text, '[');
  if (parameter == NULL)
    g_string_append (text, name);
  else if (!append_parameter (text, parameter, parameters, depth, error))
    return FALSE;
  g_string_append_c (text, ']');
  return TRUE;
}

/* What a browser would run has no place in the words of a control. */
static gboolean
check_harmless (const char *prose, GError **error)
{
  static const char *const harmful[] = { "<script", "<iframe", "<object", "<embed", "<svg", "<style", "javascript:", "onerror=", "onload=", "onclick=" };
  g_autofree char *folded = NULL;

  if (strchr (prose, '<') == NULL && strchr (prose, ':') == NULL)
    return TRUE;
  folded = g_ascii_strdown (prose, -1);
  for (guint i = 0; i < G_N_ELEMENTS (harmful); i++)
    if (strstr (folded, harmful[i]) != NULL && (harmful[i][0] == '<' || harmful[i][0] == 'j' || strchr (prose, '<') != NULL))
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Its text holds “%s”, which a program would run. No catalogue needs that."), harmful[i]);
        return FALSE;
      }
  return TRUE;
}

/* What is not there once is not looked for again from every place after it. */
static const char *
find_end (const char *at, const char *mark, gboolean *none)
{
  const char *end = *none ? NULL : strstr (at, mark);

  *none = end == NULL;
  return end;
}

/* Returns: the end of a tag that begins at @at, or NULL where "<" is a sign of its own. */
static const char *
find_tag_end (const char *at, gboolean *none)
{
  if (at[0] != '<' || !(g_ascii_isalpha (at[1]) || (at[1] == '/' && g_ascii_isalpha (at[2])) || at[1] == '!'))
    return NULL;
  return find_end (at, ">", none);
}

static gboolean
render (GString *text, const char *prose, GHashTable *parameters, guint depth, GError **error)
{
  gboolean no_insertion_ends = FALSE, no_tag_ends = FALSE;

  if (prose == NULL)
    return TRUE;
  if (!check_harmless (prose, error))
    return FALSE;
  while (*prose != '\0')
    {
      const char *end = NULL;

      if (prose[0] == '{' && prose[1] == '{' && (end = find_end (prose, "}}", &no_insertion_ends)) != NULL)
        {
          if (!append_insertion (text, prose + 2, (gsize) (end - prose - 2), parameters, depth, error))
            return FALSE;
          prose = end + 2;
        }
      else if ((end = find_tag_end (prose, &no_tag_ends)) != NULL)
        prose = end + 1;
      else
        g_string_append_c (text, *prose++);
    }
  return TRUE;
}

char *
annex_oscal_prose_render (const char *prose, GHashTable *parameters, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!render (text, prose, parameters, 0, error))
    return NULL;
  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&text)));
}

char *
annex_oscal_prose_describe_parameter (JsonObject *parameter, GHashTable *parameters, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!append_parameter (text, parameter, parameters, 0, error))
    return NULL;
  g_string_replace (text, "\n", " ", 0);
  return g_strstrip (g_string_free_and_steal (g_steal_pointer (&text)));
}

static gboolean
append_part (GString *text, JsonObject *part, GHashTable *parameters, guint depth, GError **error)
{
  const char *label = annex_oscal_find_property (part, "label");
  JsonArray *parts = annex_oscal_get_array (part, "parts");
  g_autofree char *prose = annex_oscal_prose_render (annex_oscal_get_text (part, "prose"), parameters, error);

  if (prose == NULL)
    return FALSE;
  if (depth > MAX_PARTS)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("Its parts are nested more than %d deep."), MAX_PARTS);
      return FALSE;
    }
  if (*prose != '\0')
    {
      if (text->len > 0)
        g_string_append_c (text, '\n');
      for (guint i = 1; i < depth; i++)
        g_string_append (text, "   ");
      if (depth > 0 && label != NULL)
        g_string_append_printf (text, "%s ", label);
      g_string_append (text, prose);
    }
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *inner = annex_oscal_get_object_at (parts, i);

      if (inner != NULL && !append_part (text, inner, parameters, depth + 1, error))
        return FALSE;
    }
  return TRUE;
}

char *
annex_oscal_prose_render_part (JsonObject *part, GHashTable *parameters, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (!append_part (text, part, parameters, 0, error))
    return NULL;
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
append_text (JsonObject *part, const char *heading, GHashTable *parameters, GString *text, GError **error)
{
  g_autofree char *words = annex_oscal_prose_render_part (part, parameters, error);

  if (words == NULL)
    return FALSE;
  if (*words != '\0')
    g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? "\n\n" : "", heading, *heading != '\0' ? "\n" : "", words);
  return TRUE;
}

/* What an assessor looks at, which 800-53A lists apart by empty lines. */
static gboolean
append_hint (JsonObject *part, GHashTable *parameters, GString *text, GError **error)
{
  g_autofree char *words = NULL;

  if (g_strcmp0 (annex_oscal_find_property (part, "method"), "EXAMINE") != 0)
    return TRUE;
  words = annex_oscal_prose_render_part (part, parameters, error);
  if (words == NULL)
    return FALSE;
  g_string_append (text, words);
  g_string_replace (text, "\n\n", "; ", 0);
  return TRUE;
}

gboolean
annex_oscal_prose_render_control (JsonObject *control, GHashTable *parameters, char **text_out, char **hint_out, GError **error)
{
  JsonArray *parts = annex_oscal_get_array (control, "parts");
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) hint = g_string_new (NULL);

  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = annex_oscal_get_object_at (parts, i);
      const char *name = part != NULL ? annex_oscal_get_text (part, "name") : NULL;

      if (g_strcmp0 (name, "statement") == 0 ? !append_text (part, "", parameters, text, error)
          : g_strcmp0 (name, "guidance") == 0 || g_strcmp0 (name, "overview") == 0
            ? !append_text (part, _("Guidance"), parameters, text, error)
            : g_strcmp0 (name, "assessment-method") == 0 && !append_hint (part, parameters, hint, error))
        return FALSE;
    }
  *text_out = g_string_free_and_steal (g_steal_pointer (&text));
  *hint_out = g_string_free_and_steal (g_steal_pointer (&hint));
  return TRUE;
}
