/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-oscal-prose.h"
#include "annex-oscal-writer.h"

typedef struct
{
  AnnexStore *store;
  GPtrArray *controls;
  GHashTable *by_id;      /* OSCAL id → AnnexRecord */
  GHashTable *parsed;     /* AnnexRecord → JsonNode: what it came in as */
  GHashTable *parameters; /* id → JsonObject */
  GHashTable *written;    /* AnnexRecord */
  gboolean changed;       /* against what came in */
} Writer;

/* ---- A control that came from OSCAL ---- */

static void
note_parameters (Writer *self, JsonObject *owner)
{
  JsonArray *parameters = annex_oscal_get_array (owner, "params");

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = annex_oscal_get_object_at (parameters, i);
      const char *id = parameter != NULL ? annex_oscal_get_text (parameter, "id") : NULL;

      if (id != NULL)
        g_hash_table_insert (self->parameters, (gpointer) id, parameter);
    }
}

static void
read_controls (Writer *self)
{
  for (guint i = 0; i < self->controls->len; i++)
    {
      AnnexRecord *control = self->controls->pdata[i];
      const char *id = annex_record_get_value (control, "oscal_id"), *text = annex_record_get_value (control, "oscal");
      JsonNode *node = text != NULL ? json_from_string (text, NULL) : NULL;

      if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
        {
          g_clear_pointer (&node, json_node_unref);
          continue;
        }
      g_hash_table_insert (self->parsed, control, node);
      if (id != NULL)
        g_hash_table_insert (self->by_id, (gpointer) id, control);
      note_parameters (self, json_node_get_object (node));
    }
}

static JsonObject *
make_part (const char *control_id, const char *suffix, const char *name, const char *prose)
{
  JsonObject *part = json_object_new ();
  g_autofree char *id = g_strconcat (control_id, suffix, NULL);

  json_object_set_string_member (part, "id", id);
  json_object_set_string_member (part, "name", name);
  json_object_set_string_member (part, "prose", prose);
  return part;
}

/* Words that were rewritten take the place of statement and guidance; all other parts stay. */
static void
replace_text (JsonObject *object, const char *text)
{
  JsonArray *parts = annex_oscal_get_array (object, "parts");
  JsonArray *kept = json_array_new ();

  if (text != NULL)
    json_array_add_object_element (kept, make_part (annex_oscal_get_text (object, "id"), "_smt", "statement", text));
  for (guint i = 0; parts != NULL && i < json_array_get_length (parts); i++)
    {
      JsonObject *part = annex_oscal_get_object_at (parts, i);
      const char *name = part != NULL ? annex_oscal_get_text (part, "name") : NULL;
      static const char *const rewritten[] = { "statement", "guidance", "overview", NULL };

      if (name != NULL && !g_strv_contains (rewritten, name))
        json_array_add_object_element (kept, json_object_ref (part));
    }
  json_object_set_array_member (object, "parts", kept);
}

/* “ac-1_prm_4 = every year” */
static gboolean
set_parameters (JsonObject *object, const char *lines)
{
  JsonArray *parameters = annex_oscal_get_array (object, "params");
  g_auto (GStrv) all = g_strsplit (lines != NULL ? lines : "", "\n", -1);
  gboolean changed = FALSE;

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = annex_oscal_get_object_at (parameters, i);
      const char *id = parameter != NULL ? annex_oscal_get_text (parameter, "id") : NULL;

      for (char **line = all; id != NULL && !json_object_has_member (parameter, "values") && *line != NULL; line++)
        {
          g_autofree char *begin = g_strconcat (id, " = ", NULL);
          JsonArray *values;

          if (!g_str_has_prefix (*line, begin) || (*line)[strlen (begin)] == '\0')
            continue;
          values = json_array_new ();
          json_array_add_string_element (values, *line + strlen (begin));
          json_object_remove_member (parameter, "select");
          json_object_set_array_member (parameter, "values", values);
          changed = TRUE;
        }
    }
  return changed;
}

static JsonObject *
write_known (Writer *self, AnnexRecord *control, JsonNode *node)
{
  g_autoptr (JsonNode) copy = json_node_copy (node);
  JsonObject *object = json_node_get_object (copy);
  const char *title = annex_record_get_title (control), *text = annex_record_get_value (control, "standard_text");
  g_autofree char *came_title = annex_oscal_prose_render (annex_oscal_get_text (object, "title"), self->parameters, NULL);
  g_autofree char *came_text = NULL, *came_hint = NULL;

  annex_oscal_prose_render_control (object, self->parameters, &came_text, &came_hint, NULL);
  if (g_strcmp0 (came_title, title) != 0)
    {
      json_object_set_string_member (object, "title", title);
      self->changed = TRUE;
    }
  if (g_strcmp0 (came_text != NULL ? came_text : "", text != NULL ? text : "") != 0)
    {
      replace_text (object, text);
      self->changed = TRUE;
    }
  if (set_parameters (object, annex_record_get_value (control, "parameters")))
    self->changed = TRUE;
  return json_object_ref (object);
}

/* ---- A control of ours ---- */

static JsonObject *
write_own (AnnexRecord *control)
{
  JsonObject *object = json_object_new ();
  JsonArray *parts = json_array_new ();
  g_autofree char *id = annex_oscal_get_control_id (control);
  const struct
  {
    const char *field;
    const char *suffix;
    const char *name;
  } texts[] = { { "standard_text", "_smt", "statement" }, { "description", "_gdn", "guidance" }, { "audit_hint", "_obj", "assessment-objective" } };

  json_object_set_string_member (object, "id", id);
  json_object_set_string_member (object, "title", annex_record_get_title (control));
  annex_oscal_add_property (object, "label", NULL, annex_record_get_reference (control));
  if (g_strcmp0 (annex_record_get_value (control, "withdrawn"), "1") == 0)
    annex_oscal_add_property (object, "status", NULL, "withdrawn");
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (annex_record_get_value (control, texts[i].field) != NULL)
      json_array_add_object_element (parts, make_part (id, texts[i].suffix, texts[i].name, annex_record_get_value (control, texts[i].field)));
  if (json_array_get_length (parts) > 0)
    json_object_set_array_member (object, "parts", parts);
  else
    json_array_unref (parts);
  return object;
}

static JsonObject *
write_control (Writer *self, AnnexRecord *control)
{
  JsonNode *node = g_hash_table_lookup (self->parsed, control);

  g_hash_table_add (self->written, control);
  return node != NULL ? write_known (self, control, node) : write_own (control);
}

/* ---- The frame that it came in ---- */

/* A control that is gone leaves its enhancements where it stood. */
static void
fill_controls (Writer *self, JsonObject *stub_owner, JsonArray *list)
{
  JsonArray *stubs = annex_oscal_get_array (stub_owner, "controls");

  for (guint i = 0; stubs != NULL && i < json_array_get_length (stubs); i++)
    {
      JsonObject *stub = annex_oscal_get_object_at (stubs, i);
      const char *id = stub != NULL ? annex_oscal_get_text (stub, "id") : NULL;
      AnnexRecord *control = id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
      JsonArray *inner;
      JsonObject *object;

      if (stub == NULL)
        continue;
      if (control == NULL)
        {
          self->changed = TRUE;
          fill_controls (self, stub, list);
          continue;
        }
      object = write_control (self, control);
      inner = json_array_new ();
      fill_controls (self, stub, inner);
      if (json_array_get_length (inner) > 0)
        json_object_set_array_member (object, "controls", inner);
      else
        json_array_unref (inner);
      json_array_add_object_element (list, object);
    }
}

static void
fill_frame (Writer *self, JsonObject *frame)
{
  JsonArray *groups = annex_oscal_get_array (frame, "groups");

  for (guint i = 0; groups != NULL && i < json_array_get_length (groups); i++)
    {
      JsonObject *group = annex_oscal_get_object_at (groups, i);

      if (group != NULL)
        fill_frame (self, group);
    }
  if (annex_oscal_get_array (frame, "controls") != NULL)
    {
      JsonArray *list = json_array_new ();

      fill_controls (self, frame, list);
      if (json_array_get_length (list) > 0)
        json_object_set_array_member (frame, "controls", list);
      else
        {
          json_array_unref (list);
          json_object_remove_member (frame, "controls");
        }
    }
}

/* ---- Groups of ours ---- */

static const char *
get_group_title (AnnexRecord *control)
{
  const char *library = annex_record_get_value (control, "library");
  const char *titles[] = { annex_record_get_text (control, "family"), annex_record_get_text (control, "theme"),
                           annex_record_get_text (control, "from_library") };

  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    if (*titles[i] != '\0')
      return titles[i];
  return g_strcmp0 (library, "own") == 0 ? _("Own Controls") : _("Controls");
}

static JsonArray *
find_group (JsonObject *catalogue, const char *title)
{
  JsonArray *groups = annex_oscal_get_array (catalogue, "groups");
  JsonObject *group;
  JsonArray *controls;
  g_autofree char *word = annex_oscal_make_id (title), *id = g_strconcat ("group-", word, NULL);

  if (groups == NULL)
    {
      groups = json_array_new ();
      json_object_set_array_member (catalogue, "groups", groups);
    }
  for (guint i = 0; i < json_array_get_length (groups); i++)
    {
      group = annex_oscal_get_object_at (groups, i);
      if (g_strcmp0 (annex_oscal_get_text (group, "id"), id) == 0)
        return annex_oscal_get_array (group, "controls");
    }
  group = json_object_new ();
  controls = json_array_new ();
  json_object_set_string_member (group, "id", id);
  json_object_set_string_member (group, "title", title);
  json_object_set_array_member (group, "controls", controls);
  json_array_add_object_element (groups, group);
  return controls;
}

/* The library that all of them came from in OSCAL, with its frame. */
static JsonNode *
find_frame (Writer *self)
{
  const char *common = annex_record_get_value (self->controls->pdata[0], "from_library");
  g_autoptr (AnnexRecord) library = NULL;
  const char *text;
  JsonNode *frame;

  for (guint i = 0; i < self->controls->len; i++)
    if (g_strcmp0 (annex_record_get_value (self->controls->pdata[i], "from_library"), common) != 0)
      return NULL;
  library = common != NULL ? annex_store_load (self->store, g_ascii_strtoll (common, NULL, 10), NULL) : NULL;
  text = library != NULL ? annex_record_get_value (library, "oscal") : NULL;
  frame = text != NULL ? json_from_string (text, NULL) : NULL;
  if (frame == NULL || JSON_NODE_HOLDS_OBJECT (frame))
    return frame;
  json_node_unref (frame);
  return NULL;
}

/* A document that says something else than the one it was is another, later one. */
static void
mark_changed (JsonObject *catalogue)
{
  JsonNode *metadata = json_object_get_member (catalogue, "metadata");
  g_autoptr (GDateTime) now = annex_clock_get_stamp ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ"), *uuid = g_uuid_string_random ();

  json_object_set_string_member (catalogue, "uuid", uuid);
  if (metadata != NULL && JSON_NODE_HOLDS_OBJECT (metadata))
    json_object_set_string_member (json_node_get_object (metadata), "last-modified", time);
}

JsonNode *
annex_oscal_make_catalogue (AnnexStore *store, GPtrArray *controls, GError **error)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) parsed = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) json_node_unref);
  g_autoptr (GHashTable) parameters = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) written = g_hash_table_new (NULL, NULL);
  Writer self = { .store = store, .controls = controls, .by_id = by_id, .parsed = parsed, .parameters = parameters, .written = written };
  g_autoptr (JsonNode) frame = NULL;
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, NULL);
  JsonObject *catalogue, *document = json_object_new ();
  JsonNode *root = json_node_new (JSON_NODE_OBJECT);

  read_controls (&self);
  frame = find_frame (&self);
  if (frame != NULL)
    {
      catalogue = json_object_ref (json_node_get_object (frame));
      note_parameters (&self, catalogue);
      fill_frame (&self, catalogue);
    }
  else
    {
      g_autofree char *uuid = g_uuid_string_random ();

      catalogue = json_object_new ();
      json_object_set_string_member (catalogue, "uuid", uuid);
      annex_oscal_add_metadata (catalogue, store, engagement != NULL ? annex_record_get_title (engagement) : _("Controls"));
    }
  for (guint i = 0; i < controls->len; i++)
    if (!g_hash_table_contains (written, controls->pdata[i]))
      {
        json_array_add_object_element (find_group (catalogue, get_group_title (controls->pdata[i])), write_control (&self, controls->pdata[i]));
        self.changed = TRUE;
      }
  if (frame != NULL && self.changed)
    mark_changed (catalogue);
  json_object_set_object_member (document, "catalog", catalogue);
  json_node_take_object (root, document);
  return root;
}
