/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-oscal-catalogue.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-statement.h"
#include "annex-oscal-prose.h"
#include "annex-table-source.h"

enum
{
  REFERENCE,
  TITLE,
  LIBRARY,
  FROM_LIBRARY,
  FAMILY,
  ENHANCES,
  WITHDRAWN,
  STANDARD_TEXT,
  AUDIT_HINT,
  PARAMETERS,
  OSCAL_ID,
  OSCAL,
  N_CELLS
};

static const char *const headers[] = {
  [REFERENCE] = "reference",   [TITLE] = "title",         [LIBRARY] = "library",
  [FROM_LIBRARY] = "from_library", [FAMILY] = "family",   [ENHANCES] = "enhances",
  [WITHDRAWN] = "withdrawn",   [STANDARD_TEXT] = "standard_text", [AUDIT_HINT] = "audit_hint",
  [PARAMETERS] = "parameters", [OSCAL_ID] = "oscal_id",   [OSCAL] = "oscal",
  [N_CELLS] = NULL,
};

typedef struct
{
  JsonObject *object;  /* of the document */
  const char *id;      /* (nullable) of the document */
  const char *family;  /* (nullable) of the document */
  int parent;          /* index of the control that it enhances, or -1 */
  char *reference;
  char *problem;       /* found while the file was read */
} Control;

struct _AnnexOscalCatalogue
{
  JsonParser *parser;
  JsonObject *catalogue;
  char *name;
  char *title;
  GArray *controls;
  GHashTable *by_id;      /* id → index + 1 */
  GHashTable *parameters; /* id → JsonObject */
  guint next;
  char *cells[N_CELLS];
  char *problem;
  GPtrArray *row;
};

static void
clear_control (gpointer data)
{
  g_free (((Control *) data)->reference);
  g_free (((Control *) data)->problem);
}

/* ---- The file ---- */

static gboolean
refuse (GError **error, int code, const char *format, ...) G_GNUC_PRINTF (3, 4);

static gboolean
refuse (GError **error, int code, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (ANNEX_ERROR, code, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* A parser goes as deep into itself as the file does, and looks for a name that it has had among all that an object
 * has, so that these are counted before it is let at it. */
static gboolean
check_shape (const char *text, gsize length, const char *name, GError **error)
{
  guint depth = 0, line = 1;
  guint n_members[ANNEX_OSCAL_MAX_DEPTH + 1] = { 0 };
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      char c = text[i];

      line += c == '\n';
      if (in_string)
        {
          i += c == '\\';
          in_string = c != '"';
        }
      else if (c == '"')
        in_string = TRUE;
      else if (c == ':' && ++n_members[depth] > ANNEX_OSCAL_MAX_MEMBERS)
        return refuse (error, ANNEX_ERROR_TOO_LARGE, _("“%s”, line %u: an object has more than %d members. Nothing was imported."), name, line,
                       ANNEX_OSCAL_MAX_MEMBERS);
      else if ((c == '{' || c == '[') && ++depth > ANNEX_OSCAL_MAX_DEPTH)
        return refuse (error, ANNEX_ERROR_TOO_LARGE, _("“%s”, line %u: brackets are nested more than %d deep. Nothing was imported."), name, line,
                       ANNEX_OSCAL_MAX_DEPTH);
      else if (c == '{' || c == '[')
        n_members[depth] = 0;
      else if ((c == '}' || c == ']') && depth > 0)
        depth--;
    }
  return TRUE;
}

/* Which name an object has twice; the parser keeps what stands under it the second time and drops the rest. */
typedef struct
{
  GHashTable *n_members; /* of the objects that are being read */
  char *twice;
} Names;

static void
count_member (JsonParser *parser, JsonObject *object, const char *member, gpointer user_data)
{
  Names *names = user_data;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (names->n_members, object)) + 1;

  g_hash_table_insert (names->n_members, object, GUINT_TO_POINTER (n));
  if (n > json_object_get_size (object) && names->twice == NULL)
    names->twice = g_strdup (member);
}

static void
end_object (JsonParser *parser, JsonObject *object, gpointer user_data)
{
  g_hash_table_remove (((Names *) user_data)->n_members, object);
}

static gboolean
parse (AnnexOscalCatalogue *self, const char *path, GError **error)
{
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GHashTable) n_members = NULL;
  Names names = { 0 };
  gboolean good;
  g_autoptr (GError) cause = NULL;
  const char *text, *end;
  gsize length;

  file = g_mapped_file_new (path, FALSE, &cause);
  if (file == NULL)
    return refuse (error, ANNEX_ERROR_STORAGE, _("“%s” could not be read: %s"), self->name, cause->message);
  text = g_mapped_file_get_contents (file);
  length = g_mapped_file_get_length (file);
  if (length > ANNEX_OSCAL_MAX_SIZE)
    return refuse (error, ANNEX_ERROR_TOO_LARGE, _("“%s” has more than %d MB, which no catalogue has. Nothing was imported."), self->name,
                   ANNEX_OSCAL_MAX_SIZE / 1024 / 1024);
  if (length >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    text += 3, length -= 3;
  if (!g_utf8_validate (text, (gssize) length, &end))
    return refuse (error, ANNEX_ERROR_FORMAT, _("“%s” is no JSON: byte %lu is not UTF-8. Nothing was imported."), self->name, (gulong) (end - text + 1));
  if (!check_shape (text, length, self->name, error))
    return FALSE;
  self->parser = json_parser_new_immutable ();
  n_members = g_hash_table_new (NULL, NULL);
  names.n_members = n_members;
  g_signal_connect (self->parser, "object-member", G_CALLBACK (count_member), &names);
  g_signal_connect (self->parser, "object-end", G_CALLBACK (end_object), &names);
  if (!json_parser_load_from_data (self->parser, text, (gssize) length, &cause))
    refuse (error, ANNEX_ERROR_FORMAT, _("“%s” is no JSON that can be read: %s. Nothing was imported."), self->name, cause->message);
  else if (names.twice != NULL)
    refuse (error, ANNEX_ERROR_FORMAT, _("“%s” says “%s” twice of one object, and it is not clear which of them holds. Nothing was imported."), self->name,
            names.twice);
  g_signal_handlers_disconnect_by_data (self->parser, &names);
  good = cause == NULL && names.twice == NULL;
  g_free (names.twice);
  return good;
}

/* What else OSCAL knows is named, for the file may be right and only the wrong one of several. */
static gboolean
find_catalogue (AnnexOscalCatalogue *self, GError **error)
{
  static const char *const others[] = { "profile", "component-definition", "system-security-plan", "assessment-plan", "assessment-results",
                                        "plan-of-action-and-milestones", "mapping-collection" };
  JsonNode *root = json_parser_get_root (self->parser);
  JsonObject *document = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  JsonNode *catalogue = document != NULL ? json_object_get_member (document, "catalog") : NULL;

  for (guint i = 0; document != NULL && i < G_N_ELEMENTS (others); i++)
    if (json_object_has_member (document, others[i]))
      return refuse (error, ANNEX_ERROR_FORMAT, _("“%s” is an OSCAL document of the kind “%s”, not a catalogue. Choose the catalogue, or one that was resolved from it."),
                     self->name, others[i]);
  if (catalogue == NULL || !JSON_NODE_HOLDS_OBJECT (catalogue))
    return refuse (error, ANNEX_ERROR_FORMAT, _("“%s” is JSON, but holds no OSCAL catalogue: there is no object “catalog” in it."), self->name);
  self->catalogue = json_node_get_object (catalogue);
  return TRUE;
}

/* ---- Going over it ---- */

static void
note_parameters (AnnexOscalCatalogue *self, JsonObject *owner)
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

static const char *
get_label (const Control *control)
{
  const char *label = annex_oscal_find_property (control->object, "label");

  return label != NULL && *label != '\0' ? label : control->id;
}

/* For what stands in a control: what a person finds it by, even where the file left out its id. */
static const char *
get_name (const Control *control, const char *where)
{
  const char *title = annex_oscal_get_text (control->object, "title");

  return control->id != NULL ? control->id : title != NULL ? title : where;
}

static char *
find_problem (AnnexOscalCatalogue *self, const Control *control, const char *where, guint position)
{
  const char *title = annex_oscal_get_text (control->object, "title");
  guint first;

  if (control->id == NULL || *control->id == '\0')
    return g_strdup_printf (_("Control %u of “%s” has no id. Give it one that no other has."), position + 1, where);
  first = GPOINTER_TO_UINT (g_hash_table_lookup (self->by_id, control->id));
  if (first != 0)
    return g_strdup_printf (_("“%s” is the id of control %u already. Each control needs an id of its own."), control->id, first);
  if (title == NULL || *title == '\0')
    return g_strdup_printf (_("“%s” has no title."), control->id);
  return NULL;
}

static gboolean
add_controls (AnnexOscalCatalogue *self, JsonObject *owner, const char *where, const char *family, int parent, GError **error)
{
  JsonArray *controls = annex_oscal_get_array (owner, "controls");

  for (guint i = 0; controls != NULL && i < json_array_get_length (controls); i++)
    {
      Control control = { .object = annex_oscal_get_object_at (controls, i), .family = family, .parent = parent };
      int index = (int) self->controls->len;

      if (control.object == NULL)
        return refuse (error, ANNEX_ERROR_FORMAT, _("“%s”: control %u of “%s” is no object. Nothing was imported."), self->name, i + 1, where);
      if (index >= ANNEX_OSCAL_MAX_CONTROLS)
        return refuse (error, ANNEX_ERROR_TOO_LARGE, _("“%s” holds more than %d controls. Nothing was imported; take the part that you work by."),
                       self->name, ANNEX_OSCAL_MAX_CONTROLS);
      control.id = annex_oscal_get_text (control.object, "id");
      control.problem = find_problem (self, &control, where, i);
      g_array_append_val (self->controls, control);
      if (control.problem == NULL)
        g_hash_table_insert (self->by_id, (gpointer) control.id, GUINT_TO_POINTER (index + 1));
      note_parameters (self, control.object);
      if (!add_controls (self, control.object, get_name (&control, where), family, index, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
add_groups (AnnexOscalCatalogue *self, JsonObject *owner, const char *family, GError **error)
{
  JsonArray *groups = annex_oscal_get_array (owner, "groups");

  note_parameters (self, owner);
  if (!add_controls (self, owner, family != NULL ? family : self->title, family, -1, error))
    return FALSE;
  for (guint i = 0; groups != NULL && i < json_array_get_length (groups); i++)
    {
      JsonObject *group = annex_oscal_get_object_at (groups, i);
      const char *title = group != NULL ? annex_oscal_get_text (group, "title") : NULL;

      if (group == NULL)
        return refuse (error, ANNEX_ERROR_FORMAT, _("“%s”: group %u of “%s” is no object. Nothing was imported."), self->name, i + 1,
                       family != NULL ? family : self->title);
      if (!add_groups (self, group, title != NULL ? title : family, error))
        return FALSE;
    }
  return TRUE;
}

AnnexOscalCatalogue *
annex_oscal_catalogue_open (const char *path, const char *name, GError **error)
{
  g_autoptr (AnnexOscalCatalogue) self = g_new0 (AnnexOscalCatalogue, 1);
  JsonNode *metadata;
  const char *title = NULL;

  self->name = g_strdup (name);
  self->controls = g_array_new (FALSE, FALSE, sizeof (Control));
  g_array_set_clear_func (self->controls, clear_control);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->parameters = g_hash_table_new (g_str_hash, g_str_equal);
  if (!parse (self, path, error) || !find_catalogue (self, error))
    return NULL;
  metadata = json_object_get_member (self->catalogue, "metadata");
  if (metadata != NULL && JSON_NODE_HOLDS_OBJECT (metadata))
    title = annex_oscal_get_text (json_node_get_object (metadata), "title");
  self->title = g_strstrip (g_strdup (title != NULL ? title : name));
  if (!add_groups (self, self->catalogue, NULL, error))
    return NULL;
  if (self->controls->len == 0)
    {
      refuse (error, ANNEX_ERROR_FORMAT, _("“%s” is a catalogue without controls."), name);
      return NULL;
    }
  return g_steal_pointer (&self);
}

const char *const *
annex_oscal_catalogue_get_headers (void)
{
  return headers;
}

static const char *
get_metadata (AnnexOscalCatalogue *self, const char *member)
{
  JsonNode *metadata = json_object_get_member (self->catalogue, "metadata");

  return metadata != NULL && JSON_NODE_HOLDS_OBJECT (metadata) ? annex_oscal_get_text (json_node_get_object (metadata), member) : NULL;
}

char *
annex_oscal_catalogue_describe (AnnexOscalCatalogue *self)
{
  const char *version = get_metadata (self, "oscal-version");

  return g_strdup_printf (ngettext ("OSCAL %s, %u control", "OSCAL %s, %u controls", self->controls->len), version != NULL ? version : "",
                          self->controls->len);
}

const char *
annex_oscal_catalogue_get_title (AnnexOscalCatalogue *self)
{
  return self->title;
}

void
annex_oscal_catalogue_set_title (AnnexOscalCatalogue *self, const char *title)
{
  g_set_str (&self->title, title);
}

/* ---- References ---- */

/* OSCAL id → reference of what the library holds already. */
static GHashTable *
read_known (AnnexStore *store, gint64 library, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT c.oscal_id, x.reference FROM link l JOIN control c ON c.id = l.source JOIN record x ON x.id = c.id "
                         "WHERE l.target = ?1 AND l.field = 'from_library' AND c.oscal_id IS NOT NULL",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, library);
  while (annex_statement_next (statement))
    g_hash_table_insert (known, g_strdup (annex_statement_get_string (statement, 0)), g_strdup (annex_statement_get_string (statement, 1)));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&known) : NULL;
}

/* Whether any reference that the library does not have already belongs to somebody else. */
static gboolean
are_taken (AnnexOscalCatalogue *self, AnnexStore *store, GHashTable *known, const char *prefix, gboolean *taken, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT 1 FROM record WHERE reference = ?1", error);

  *taken = FALSE;
  for (guint i = 0; statement != NULL && !*taken && i < self->controls->len; i++)
    {
      const Control *control = &g_array_index (self->controls, Control, i);
      g_autofree char *reference = NULL;

      if (control->id == NULL || g_hash_table_contains (known, control->id))
        continue;
      reference = g_strconcat (prefix, get_label (control), NULL);
      annex_statement_bind_text (statement, 1, reference);
      *taken = annex_statement_next (statement);
      if (!annex_statement_finish (statement, error))
        return FALSE;
    }
  return statement != NULL;
}

/* The first word, and a number from the second try on: "", "NIST ", "NIST-2 ". */
static char *
make_prefix (AnnexOscalCatalogue *self, guint try)
{
  gsize length = strcspn (self->title, " :,;");
  g_autofree char *word = g_strndup (self->title, length > 0 ? length : strlen (self->title));

  return try == 0 ? g_strdup ("") : try == 1 ? g_strdup_printf ("%s ", word) : g_strdup_printf ("%s-%u ", word, try);
}

gboolean
annex_oscal_catalogue_choose_references (AnnexOscalCatalogue *self, AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 library = annex_store_find_id (store, annex_type_find ("library"), self->title, &failure);
  g_autoptr (GHashTable) known = failure == NULL ? read_known (store, library, &failure) : NULL;
  g_autofree char *prefix = NULL;
  gboolean taken = TRUE;

  if (known == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }

  for (guint try = 0; taken; try++)
    {
      g_free (prefix);
      prefix = make_prefix (self, try);
      if (!are_taken (self, store, known, prefix, &taken, error))
        return FALSE;
    }
  for (guint i = 0; i < self->controls->len; i++)
    {
      Control *control = &g_array_index (self->controls, Control, i);
      const char *there = control->id != NULL ? g_hash_table_lookup (known, control->id) : NULL;

      g_clear_pointer (&control->reference, g_free);
      if (control->id != NULL)
        control->reference = there != NULL ? g_strdup (there) : g_strconcat (prefix, get_label (control), NULL);
    }
  return TRUE;
}

/* ---- Rows ---- */

static gboolean
is_withdrawn (const Control *control)
{
  const char *status = annex_oscal_find_property (control->object, "status");

  return status != NULL && g_ascii_strcasecmp (status, "withdrawn") == 0;
}

static gboolean
add_parameters (AnnexOscalCatalogue *self, const Control *control, GString *text, GError **error)
{
  JsonArray *parameters = annex_oscal_get_array (control->object, "params");

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = annex_oscal_get_object_at (parameters, i);
      const char *id = parameter != NULL ? annex_oscal_get_text (parameter, "id") : NULL;
      g_autofree char *words = id != NULL ? annex_oscal_prose_describe_parameter (parameter, self->parameters, error) : NULL;

      if (id != NULL && words == NULL)
        return FALSE;
      if (id != NULL)
        g_string_append_printf (text, "%s%s%s %s", text->len > 0 ? "\n" : "", id, annex_oscal_get_array (parameter, "values") != NULL ? " =" : ":", words);
    }
  return TRUE;
}

static char *
to_text (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  json_node_set_object (node, object);
  json_generator_set_root (generator, node);
  return json_generator_to_data (generator, NULL);
}

/* A copy without those members. */
static JsonObject *
copy_without (JsonObject *object, const char *const *without)
{
  JsonObject *copy = json_object_new ();
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *member = members; member != NULL; member = member->next)
    if (!g_strv_contains (without, member->data))
      json_object_set_member (copy, member->data, json_node_copy (json_object_get_member (object, member->data)));
  return copy;
}

static gboolean
fill_cells (AnnexOscalCatalogue *self, const Control *control, GError **error)
{
  static const char *const inner[] = { "controls", NULL };
  g_autoptr (GString) parameters = g_string_new (NULL);
  g_autoptr (JsonObject) alone = copy_without (control->object, inner);
  const Control *parent = control->parent >= 0 ? &g_array_index (self->controls, Control, control->parent) : NULL;

  if (!annex_oscal_prose_render_control (control->object, self->parameters, &self->cells[STANDARD_TEXT], &self->cells[AUDIT_HINT], error) ||
      !add_parameters (self, control, parameters, error))
    return FALSE;
  self->cells[TITLE] = annex_oscal_prose_render (annex_oscal_get_text (control->object, "title"), self->parameters, error);
  if (self->cells[TITLE] == NULL)
    return FALSE;
  self->cells[REFERENCE] = g_strdup (control->reference != NULL ? control->reference : get_label (control));
  self->cells[LIBRARY] = g_strdup ("other");
  self->cells[FROM_LIBRARY] = g_strdup (self->title);
  self->cells[FAMILY] = g_strdup (control->family);
  self->cells[ENHANCES] = g_strdup (parent != NULL ? parent->reference : NULL);
  self->cells[WITHDRAWN] = g_strdup (is_withdrawn (control) ? "1" : "0");
  self->cells[PARAMETERS] = g_strdup (parameters->str);
  self->cells[OSCAL_ID] = g_strdup (control->id);
  self->cells[OSCAL] = to_text (alone);
  return TRUE;
}

gboolean
annex_oscal_catalogue_next (AnnexOscalCatalogue *self, AnnexTableRow *row, gboolean *end)
{
  const Control *control;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_CELLS; i++)
    g_clear_pointer (&self->cells[i], g_free);
  g_clear_pointer (&self->problem, g_free);
  *end = self->next >= self->controls->len;
  if (*end)
    return TRUE;
  control = &g_array_index (self->controls, Control, self->next++);
  if (control->problem != NULL)
    self->problem = g_strdup (control->problem);
  else if (!fill_cells (self, control, &error))
    self->problem = g_strdup_printf ("“%s”: %s", control->id, error->message);
  if (self->row == NULL)
    self->row = g_ptr_array_new ();
  g_ptr_array_set_size (self->row, 0);
  for (guint i = 0; i < N_CELLS; i++)
    g_ptr_array_add (self->row, self->cells[i] != NULL ? self->cells[i] : (char *) "");
  row->cells = (const char *const *) self->row->pdata;
  row->n_cells = N_CELLS;
  row->line = self->next;
  row->problem = self->problem;
  return TRUE;
}

void
annex_oscal_catalogue_rewind (AnnexOscalCatalogue *self)
{
  self->next = 0;
}

double
annex_oscal_catalogue_get_progress (AnnexOscalCatalogue *self)
{
  return (double) self->next / self->controls->len;
}

/* ---- The library ---- */

static const char *
get_publisher (AnnexOscalCatalogue *self)
{
  JsonNode *metadata = json_object_get_member (self->catalogue, "metadata");
  JsonArray *parties = metadata != NULL && JSON_NODE_HOLDS_OBJECT (metadata) ? annex_oscal_get_array (json_node_get_object (metadata), "parties") : NULL;
  JsonObject *first = parties != NULL && json_array_get_length (parties) > 0 ? annex_oscal_get_object_at (parties, 0) : NULL;

  return first != NULL ? annex_oscal_get_text (first, "name") : NULL;
}

static JsonObject *make_frame (JsonObject *object);

static void
frame_members (JsonObject *frame, JsonObject *object, const char *member)
{
  JsonArray *list = annex_oscal_get_array (object, member);
  JsonArray *framed;

  if (list == NULL)
    return;
  framed = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *inner = annex_oscal_get_object_at (list, i);
      JsonObject *stub;

      if (g_str_equal (member, "groups"))
        stub = make_frame (inner);
      else
        {
          stub = json_object_new ();
          json_object_set_string_member (stub, "id", annex_oscal_get_text (inner, "id"));
          frame_members (stub, inner, "controls");
        }
      json_array_add_object_element (framed, stub);
    }
  json_object_set_array_member (frame, member, framed);
}

/* The catalogue with nothing of its controls but where they stand. */
static JsonObject *
make_frame (JsonObject *object)
{
  static const char *const framed[] = { "groups", "controls", NULL };
  JsonObject *frame = copy_without (object, framed);

  frame_members (frame, object, "groups");
  frame_members (frame, object, "controls");
  return frame;
}

gboolean
annex_oscal_catalogue_write_library (AnnexOscalCatalogue *self, AnnexStore *store, AnnexTransaction *transaction, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 library = annex_store_find_id (store, annex_type_find ("library"), self->title, &failure);
  g_autoptr (JsonObject) frame = make_frame (self->catalogue);
  g_autofree char *text = to_text (frame);
  g_autofree char *today = annex_clock_dup_today ();
  const struct
  {
    const char *field;
    const char *value;
  } values[] = {
    { "version", get_metadata (self, "version") },
    { "publisher", get_publisher (self) },
    { "source", self->name },
    { "imported_on", today },
    { "oscal_uuid", annex_oscal_get_text (self->catalogue, "uuid") },
    { "oscal", text },
  };

  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  for (guint i = 0; library != 0 && i < G_N_ELEMENTS (values); i++)
    if (values[i].value != NULL && !annex_transaction_set (transaction, library, values[i].field, values[i].value, error))
      return FALSE;
  return TRUE;
}

void
annex_oscal_catalogue_free (AnnexOscalCatalogue *self)
{
  for (guint i = 0; i < N_CELLS; i++)
    g_free (self->cells[i]);
  g_free (self->problem);
  g_clear_pointer (&self->row, g_ptr_array_unref);
  g_clear_pointer (&self->controls, g_array_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->parameters, g_hash_table_unref);
  g_clear_object (&self->parser);
  g_free (self->name);
  g_free (self->title);
  g_free (self);
}
