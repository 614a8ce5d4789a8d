/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-statement.h"
#include "annex-oscal-prose.h"
#include "annex-oscal-writer.h"

typedef struct
{
  AnnexStore *store;
  JsonArray *implementations;
  JsonArray *resources;
  GHashTable *requirements; /* library → JsonArray */
  GHashTable *evidence;     /* ids that stand in the back matter, gint64 */
} Writer;

/* Annex A has no document of its own that a link could lead to; the others may. */
static char *
add_source (Writer *self, const char *title, const char *what, gint64 number)
{
  JsonObject *resource = json_object_new ();
  g_autofree char *uuid = annex_oscal_make_uuid (what, number);

  json_object_set_string_member (resource, "uuid", uuid);
  json_object_set_string_member (resource, "title", title);
  json_array_add_object_element (self->resources, resource);
  return g_strconcat ("#", uuid, NULL);
}

static JsonArray *
find_requirements (Writer *self, AnnexRecord *control)
{
  const char *library = annex_record_get_value (control, "from_library");
  const char *key = library != NULL ? library : annex_record_get_value (control, "library");
  JsonArray *requirements = g_hash_table_lookup (self->requirements, key);
  g_autofree char *source = NULL, *uuid = NULL;
  const char *title = library != NULL ? annex_record_get_text (control, "from_library") : annex_record_get_text (control, "library");
  gint64 number = library != NULL ? g_ascii_strtoll (library, NULL, 10) : 0;
  JsonObject *implementation;

  if (requirements != NULL)
    return requirements;
  requirements = json_array_new ();
  implementation = json_object_new ();
  source = add_source (self, title, key, number);
  uuid = annex_oscal_make_uuid ("implementation", (gint64) g_str_hash (key));
  json_object_set_string_member (implementation, "uuid", uuid);
  json_object_set_string_member (implementation, "source", source);
  json_object_set_string_member (implementation, "description", title);
  json_object_set_array_member (implementation, "implemented-requirements", requirements);
  json_array_add_object_element (self->implementations, implementation);
  g_hash_table_insert (self->requirements, g_strdup (key), requirements);
  return requirements;
}

/* OSCAL has no word for what is decided on and not begun. */
static const char *
get_status (AnnexRecord *control)
{
  const char *status = annex_record_get_value (control, "status");

  if (g_strcmp0 (annex_record_get_value (control, "decision"), "excluded") == 0)
    return "not-applicable";
  return g_strcmp0 (status, "not_started") == 0 ? NULL : status;
}

static void
add_link (JsonObject *requirement, const char *uuid, const char *text)
{
  JsonArray *links = annex_oscal_get_array (requirement, "links");
  JsonObject *link = json_object_new ();
  g_autofree char *href = g_strconcat ("#", uuid, NULL);

  if (links == NULL)
    {
      links = json_array_new ();
      json_object_set_array_member (requirement, "links", links);
    }
  json_object_set_string_member (link, "href", href);
  json_object_set_string_member (link, "rel", "reference");
  json_object_set_string_member (link, "text", text);
  json_array_add_object_element (links, link);
}

static gboolean
add_evidence (Writer *self, gint64 control, JsonObject *requirement, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (self->store,
                         "SELECT x.id, x.reference, x.title, e.location FROM link l JOIN evidence e ON e.id = l.source "
                         "JOIN record x ON x.id = e.id WHERE l.target = ?1 AND l.field = 'controls' ORDER BY x.number, x.reference",
                         error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, control);
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);
      g_autofree char *uuid = annex_oscal_make_uuid ("evidence", id);
      g_autofree char *title = g_strdup_printf ("%s %s", annex_statement_get_string (statement, 1), annex_statement_get_string (statement, 2));
      JsonObject *resource;

      add_link (requirement, uuid, title);
      if (!g_hash_table_add (self->evidence, g_memdup2 (&id, sizeof id)))
        continue;
      resource = json_object_new ();
      json_object_set_string_member (resource, "uuid", uuid);
      json_object_set_string_member (resource, "title", title);
      if (!annex_statement_is_null (statement, 3))
        json_object_set_string_member (resource, "description", annex_statement_get_text (statement, 3));
      json_array_add_object_element (self->resources, resource);
    }
  return annex_statement_finish (statement, error);
}

/* “ac-1_prm_4 = every year” */
static void
add_parameters (AnnexRecord *control, JsonObject *requirement)
{
  const char *text = annex_record_get_value (control, "parameters");
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  JsonArray *settings = json_array_new ();

  for (char **line = lines; *line != NULL; line++)
    {
      const char *mark = strstr (*line, " = ");
      g_autofree char *id = mark != NULL ? g_strndup (*line, (gsize) (mark - *line)) : NULL;
      g_autofree char *value = mark != NULL ? g_strstrip (g_strdup (mark + strlen (" = "))) : NULL;
      JsonObject *setting;
      JsonArray *values;

      if (id == NULL || *value == '\0' || strpbrk (id, " :") != NULL)
        continue;
      setting = json_object_new ();
      values = json_array_new ();
      json_array_add_string_element (values, value);
      json_object_set_string_member (setting, "param-id", id);
      json_object_set_array_member (setting, "values", values);
      json_array_add_object_element (settings, setting);
    }
  if (json_array_get_length (settings) > 0)
    json_object_set_array_member (requirement, "set-parameters", settings);
  else
    json_array_unref (settings);
}

static gboolean
add_requirement (Writer *self, AnnexRecord *control, GError **error)
{
  JsonObject *requirement;
  const char *justification = annex_record_get_value (control, "justification"), *how = annex_record_get_value (control, "implementation");
  g_autofree char *id = NULL, *uuid = NULL;

  if (g_strcmp0 (annex_record_get_value (control, "decision"), "undecided") == 0 &&
      g_strcmp0 (annex_record_get_value (control, "status"), "not_started") == 0)
    return TRUE;
  requirement = json_object_new ();
  id = annex_oscal_get_control_id (control);
  uuid = annex_oscal_make_uuid ("requirement", annex_record_get_id (control));
  json_object_set_string_member (requirement, "uuid", uuid);
  json_object_set_string_member (requirement, "control-id", id);
  json_object_set_string_member (requirement, "description", how != NULL ? how : justification != NULL ? justification : annex_record_get_title (control));
  annex_oscal_add_property (requirement, "label", ANNEX_OSCAL_NAMESPACE, annex_record_get_reference (control));
  annex_oscal_add_property (requirement, "implementation-status", NULL, get_status (control));
  annex_oscal_add_property (requirement, "decision", ANNEX_OSCAL_NAMESPACE, annex_record_get_value (control, "decision"));
  annex_oscal_add_property (requirement, "status", ANNEX_OSCAL_NAMESPACE, annex_record_get_value (control, "status"));
  annex_oscal_add_property (requirement, "owner", ANNEX_OSCAL_NAMESPACE, annex_record_get_text (control, "owner"));
  annex_oscal_add_property (requirement, "provider", ANNEX_OSCAL_NAMESPACE, annex_record_get_text (control, "provider"));
  add_parameters (control, requirement);
  if (justification != NULL)
    json_object_set_string_member (requirement, "remarks", justification);
  json_array_add_object_element (find_requirements (self, control), requirement);
  return add_evidence (self, annex_record_get_id (control), requirement, error);
}

static JsonNode *
finish (Writer *self)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (self->store, NULL);
  const char *title = engagement != NULL ? annex_record_get_title (engagement) : _("Controls");
  const char *scope = engagement != NULL ? annex_record_get_value (engagement, "scope") : NULL;
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *component_uuid = annex_oscal_make_uuid ("component", engagement != NULL ? annex_record_get_id (engagement) : 0);
  JsonObject *definition = json_object_new (), *component = json_object_new (), *back_matter = json_object_new (), *document = json_object_new ();
  JsonArray *components = json_array_new ();
  JsonNode *root = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (definition, "uuid", uuid);
  annex_oscal_add_metadata (definition, self->store, title);
  json_object_set_string_member (component, "uuid", component_uuid);
  json_object_set_string_member (component, "type", "process-procedure");
  json_object_set_string_member (component, "title", title);
  json_object_set_string_member (component, "description", scope != NULL ? scope : title);
  json_object_set_array_member (component, "control-implementations", json_array_ref (self->implementations));
  json_array_add_object_element (components, component);
  json_object_set_array_member (definition, "components", components);
  json_object_set_array_member (back_matter, "resources", json_array_ref (self->resources));
  json_object_set_object_member (definition, "back-matter", back_matter);
  json_object_set_object_member (document, "component-definition", definition);
  json_node_take_object (root, document);
  return root;
}

JsonNode *
annex_oscal_make_implementation (AnnexStore *store, GPtrArray *controls, GError **error)
{
  g_autoptr (JsonArray) implementations = json_array_new ();
  g_autoptr (JsonArray) resources = json_array_new ();
  g_autoptr (GHashTable) requirements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) evidence = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  Writer self = { store, implementations, resources, requirements, evidence };

  for (guint i = 0; i < controls->len; i++)
    if (!add_requirement (&self, controls->pdata[i], error))
      return NULL;
  if (json_array_get_length (implementations) == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("Nothing has been decided on these controls yet, so there is nothing to write."));
      return NULL;
    }
  return finish (&self);
}
