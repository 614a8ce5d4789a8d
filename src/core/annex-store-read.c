/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "annex-attachment.h"
#include "annex-record-private.h"
#include "annex-statement-private.h"
#include "annex-store-private.h"

/* What the engagement adds to its types and how it names levels are records themselves; these two
 * types are the only ones the core knows by name. */
#define CUSTOM_FIELD_TYPE "custom_field"
#define SCALE_LEVEL_TYPE "scale_level"

/* The kind of an own field that is one more property of information. */
#define CUSTOM_PROPERTY "property"

/* Up to here a double holds every whole number. */
#define MAX_WHOLE 9007199254740992.0

static void
free_field (gpointer data)
{
  AnnexField *field = data;

  if ((field->flags & ANNEX_FIELD_CUSTOM) == 0)
    return;
  g_free ((char *) field->name);
  g_free ((char *) field->label);
  g_free (field);
}

static AnnexFieldKind
custom_kind (const char *name)
{
  static const struct
  {
    const char *name;
    AnnexFieldKind kind;
  } kinds[] = { { "long_text", ANNEX_FIELD_LONG_TEXT },
                { "number", ANNEX_FIELD_NUMBER },
                { "date", ANNEX_FIELD_DATE },
                { "boolean", ANNEX_FIELD_BOOLEAN } };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (name, kinds[i].name) == 0)
      return kinds[i].kind;
  return ANNEX_FIELD_TEXT;
}

/* Where the properties of information stand in @type, another one joins them. Elsewhere it is a text. */
static void
join_properties (AnnexField *field, const AnnexType *type)
{
  const char *group = NULL;
  gboolean first = TRUE;

  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *model = &type->fields[i];

      group = model->group != NULL ? model->group : group;
      if ((model->flags & ANNEX_FIELD_PROPERTY) == 0)
        continue;
      field->kind = model->kind;
      field->scale = model->scale;
      field->group = group;
      /* What is said of one property alone does not fit another. */
      field->help = first || g_strcmp0 (field->help, model->help) == 0 ? model->help : NULL;
      field->flags |= ANNEX_FIELD_PROPERTY;
      first = FALSE;
    }
}

static void
keep_fields_failure (AnnexStore *self, const GError *failure)
{
  if (self->fields_failure == NULL)
    self->fields_failure = g_error_copy (failure);
}

static void
add_custom_fields (AnnexStore *self, const AnnexType *type, GPtrArray *fields)
{
  gboolean began_group = FALSE;
  g_autoptr (AnnexStatement) statement = NULL;
  g_autoptr (GError) failure = NULL;

  if (annex_type_find (CUSTOM_FIELD_TYPE) == NULL)
    return;
  statement = annex_statement_new (self,
                                   "SELECT r.id, r.label, r.kind FROM custom_field r JOIN record x ON x.id = r.id "
                                   "WHERE r.record_type = ?1 ORDER BY r.kind <> 'property', x.number, x.reference",
                                   &failure);
  if (statement == NULL)
    {
      keep_fields_failure (self, failure);
      return;
    }
  annex_statement_bind_text (statement, 1, type->name);
  while (annex_statement_next (statement))
    {
      AnnexField *field = g_new0 (AnnexField, 1);
      const char *kind = annex_statement_get_text (statement, 2);

      field->name = g_strdup_printf ("custom_%" G_GINT64_FORMAT, annex_statement_get_int64 (statement, 0));
      field->label = g_strdup (annex_statement_get_string (statement, 1));
      field->kind = custom_kind (kind);
      field->flags = ANNEX_FIELD_CUSTOM;
      if (g_strcmp0 (kind, CUSTOM_PROPERTY) == 0)
        join_properties (field, type);
      if ((field->flags & ANNEX_FIELD_PROPERTY) == 0 && !began_group)
        {
          field->group = N_("Fields of this engagement");
          began_group = TRUE;
        }
      g_ptr_array_add (fields, field);
    }
  if (!annex_statement_finish (statement, &failure))
    keep_fields_failure (self, failure);
}

gboolean
annex_store_check_fields (AnnexStore *self, GError **error)
{
  if (self->fields_failure == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->fields_failure));
  return FALSE;
}

void
annex_store_read_fields_again (AnnexStore *self)
{
  if (self->fields_failure != NULL)
    g_hash_table_remove_all (self->fields);
  g_clear_error (&self->fields_failure);
}

GPtrArray *
annex_store_get_fields (AnnexStore *self, const AnnexType *type)
{
  GPtrArray *fields = g_hash_table_lookup (self->fields, type);

  if (fields != NULL)
    return fields;
  fields = g_ptr_array_new_with_free_func (free_field);
  g_ptr_array_add (fields, (gpointer) annex_type_get_reference_field ());
  for (guint i = 0; i < type->n_fields; i++)
    g_ptr_array_add (fields, (gpointer) &type->fields[i]);
  add_custom_fields (self, type, fields);
  g_hash_table_insert (self->fields, (gpointer) type, fields);
  return fields;
}

const AnnexField *
annex_store_find_field (AnnexStore *self, const AnnexType *type, const char *name)
{
  int index = annex_store_find_field_index (self, type, name);

  return index < 0 ? NULL : g_ptr_array_index (annex_store_get_fields (self, type), index);
}

int
annex_store_find_field_index (AnnexStore *self, const AnnexType *type, const char *name)
{
  GPtrArray *fields = annex_store_get_fields (self, type);

  for (guint i = 0; name != NULL && i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (strcmp (field->name, name) == 0)
        return i;
    }
  return -1;
}

char *
annex_store_dup_value_sql (const AnnexField *field, gboolean of_all)
{
  if (field == annex_type_get_reference_field ())
    return g_strdup ("x.reference");
  if ((field->flags & ANNEX_FIELD_CUSTOM) != 0)
    return g_strdup_printf ("(r.extra ->> '$.%s')", field->name);
  if (field->kind == ANNEX_FIELD_COMPUTED)
    return g_strdup_printf ("(%s)",
                            of_all && field->expression_of_all != NULL ? field->expression_of_all : field->expression);
  if (field->kind == ANNEX_FIELD_LINK)
    return g_strdup_printf ("(SELECT group_concat (target, ' ') FROM "
                            "(SELECT target FROM link WHERE source = r.id AND field = '%s' ORDER BY target))",
                            field->name);
  return g_strdup_printf ("r.%s", field->name);
}

typedef gboolean (*FieldFunc) (const AnnexField *field, gconstpointer data);

static gboolean
is_any (const AnnexField *field, gconstpointer data)
{
  return TRUE;
}

static gboolean
is_stored (const AnnexField *field, gconstpointer data)
{
  return annex_field_is_stored (field);
}

static gboolean
is_named (const AnnexField *field, gconstpointer names)
{
  return g_strv_contains (names, field->name);
}

/* All others read as empty. */
static char *
select_columns (AnnexStore *self, const AnnexType *type, gboolean of_all, FieldFunc is_read, gconstpointer data)
{
  GPtrArray *fields = annex_store_get_fields (self, type);
  GString *sql = g_string_new ("x.id");

  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];
      g_autofree char *value = NULL;

      if (!is_read (field, data))
        {
          g_string_append (sql, field->kind == ANNEX_FIELD_LINK ? ", NULL, NULL" : ", NULL");
          continue;
        }
      value = annex_store_dup_value_sql (field, of_all);
      g_string_append_printf (sql, ", %s", value);
      if (field->kind == ANNEX_FIELD_LINK)
        g_string_append_printf (sql,
                                ", (SELECT group_concat (title, '; ') FROM "
                                "(SELECT CASE t.title WHEN '' THEN t.reference ELSE t.title END AS title "
                                "FROM link l JOIN record t ON t.id = l.target "
                                "WHERE l.source = r.id AND l.field = '%s' ORDER BY t.number, t.reference))",
                                field->name);
    }
  return g_string_free_and_steal (sql);
}

char *
annex_store_select_columns (AnnexStore *self, const AnnexType *type, gboolean stored_only, gboolean of_all)
{
  return select_columns (self, type, of_all, stored_only ? is_stored : is_any, NULL);
}

/* REAL columns hand back "4.0"; the canonical text is "4". */
static char *
column_text (AnnexStatement *statement, int column)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  double value;

  if (sqlite3_column_type (annex_statement_get_handle (statement), column) != SQLITE_FLOAT)
    return annex_statement_dup_text (statement, column);
  value = annex_statement_get_double (statement, column);
  if (value >= -MAX_WHOLE && value <= MAX_WHOLE && value == (gint64) value)
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
  return g_strdup (g_ascii_formatd (buffer, sizeof buffer, "%.15g", value));
}

/* What people read, where that differs from the value; NULL where it is the same. */
static char *
dup_label (AnnexStore *self, const AnnexField *field, const char *value)
{
  const char *label = NULL;

  if (value == NULL)
    return NULL;
  if (field->scale != NULL)
    label = annex_store_get_scale_label (self, field->scale, (int) g_ascii_strtod (value, NULL));
  else if (field->choices != NULL)
    label = annex_field_find_choice (field, value);
  else if (field->kind == ANNEX_FIELD_BOOLEAN)
    label = strcmp (value, "1") == 0 ? _("Yes") : _("No");
  else if (field->kind == ANNEX_FIELD_FILE)
    return annex_attachment_format_names (value);
  return g_strdup (label);
}

AnnexRecord *
annex_store_read_row (AnnexStore *self, const AnnexType *type, AnnexStatement *statement)
{
  GPtrArray *fields = annex_store_get_fields (self, type);
  char **values = g_new0 (char *, fields->len);
  char **texts = g_new0 (char *, fields->len);
  int column = 1;

  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      values[i] = column_text (statement, column++);
      texts[i] = field->kind == ANNEX_FIELD_LINK ? column_text (statement, column++) : dup_label (self, field, values[i]);
    }
  return annex_record_new (type, fields, annex_statement_get_int64 (statement, 0), values, texts);
}

const AnnexType *
annex_store_get_type_of (AnnexStore *self, gint64 id, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, "SELECT type FROM record WHERE id = ?1", error);
  const AnnexType *type = NULL;

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, id);
  if (annex_statement_next (statement))
    type = annex_type_find (annex_statement_get_text (statement, 0));
  if (!annex_statement_finish (statement, error))
    return NULL;
  if (type == NULL)
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("That record is not there any more."));
  return type;
}

static AnnexRecord *
load (AnnexStore *self, gint64 id, FieldFunc is_read, gconstpointer data, GError **error)
{
  const AnnexType *type = annex_store_get_type_of (self, id, error);
  g_autofree char *columns = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (AnnexStatement) statement = NULL;

  if (type == NULL)
    return NULL;
  columns = select_columns (self, type, FALSE, is_read, data);
  sql = g_strdup_printf ("SELECT %s FROM %s r JOIN record x ON x.id = r.id WHERE r.id = ?1", columns, type->name);
  statement = annex_statement_new (self, sql, error);
  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, id);
  if (annex_statement_next (statement))
    record = annex_store_read_row (self, type, statement);
  if (!annex_statement_finish (statement, error))
    return NULL;
  if (record == NULL)
    annex_store_miss_content (self, id, error);
  return g_steal_pointer (&record);
}

AnnexRecord *
annex_store_load (AnnexStore *self, gint64 id, GError **error)
{
  return load (self, id, is_any, NULL, error);
}

/* @failure: (transfer full) (nullable). That something is not there is an answer, too. */
static gboolean
was_looked_up (GError *failure, GError **error)
{
  if (failure != NULL && !g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_clear_error (&failure);
  return TRUE;
}

gboolean
annex_store_load_if_there (AnnexStore *self, gint64 id, AnnexRecord **record, GError **error)
{
  GError *failure = NULL;

  *record = id != 0 ? annex_store_load (self, id, &failure) : NULL;
  return was_looked_up (failure, error);
}

AnnexRecord *
annex_store_load_stored (AnnexStore *self, gint64 id, GError **error)
{
  return load (self, id, is_stored, NULL, error);
}

AnnexRecord *
annex_store_load_fields (AnnexStore *self, gint64 id, const char *const *field_names, GError **error)
{
  return load (self, id, is_named, field_names, error);
}

GPtrArray *
annex_store_load_linking (AnnexStore *self, const AnnexType *type, const char *field_name, gint64 target, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *columns = annex_store_select_columns (self, type, FALSE, FALSE);
  g_autofree char *sql = g_strdup_printf ("SELECT %s FROM link k JOIN %s r ON r.id = k.source JOIN record x ON x.id = r.id "
                                          "WHERE k.target = ?1 AND k.field = ?2 ORDER BY x.number, x.reference",
                                          columns, type->name);
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, sql, error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, target);
  annex_statement_bind_text (statement, 2, field_name);
  while (annex_statement_next (statement))
    g_ptr_array_add (records, annex_store_read_row (self, type, statement));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&records) : NULL;
}

gboolean
annex_store_field_applies (AnnexStore *self, gint64 id, const AnnexField *field)
{
  const AnnexType *type = field->applies != NULL ? annex_store_get_type_of (self, id, NULL) : NULL;
  g_autofree char *sql = NULL;
  g_autoptr (AnnexStatement) statement = NULL;
  gboolean applies = TRUE;

  if (type == NULL)
    return TRUE;
  sql = g_strdup_printf ("SELECT %s FROM %s r WHERE r.id = ?1", field->applies, type->name);
  statement = annex_statement_new (self, sql, NULL);
  if (statement == NULL)
    return TRUE;
  annex_statement_bind_int64 (statement, 1, id);
  if (annex_statement_next (statement))
    applies = annex_statement_get_boolean (statement, 0);
  return applies;
}

AnnexRecord *
annex_store_find (AnnexStore *self, const char *reference, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, "SELECT id FROM record WHERE reference = ?1", error);
  gint64 id = 0;

  if (statement == NULL)
    return NULL;
  annex_statement_bind_text (statement, 1, reference);
  if (annex_statement_next (statement))
    id = annex_statement_get_int64 (statement, 0);
  if (!annex_statement_finish (statement, error))
    return NULL;
  if (id == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("There is no record “%s”."), reference);
      return NULL;
    }
  return annex_store_load (self, id, error);
}

gint64
annex_store_find_id (AnnexStore *self, const AnnexType *type, const char *reference_or_title, GError **error)
{
  static const char by_reference[] = "SELECT id FROM record WHERE reference = ?1 AND (?2 IS NULL OR type = ?2)";
  static const char by_title[] = "SELECT id FROM record WHERE title = ?1 AND (?2 IS NULL OR type = ?2) ORDER BY number, reference LIMIT 1";
  g_autofree char *completed = type != NULL ? annex_type_complete_reference (type, reference_or_title) : NULL;
  const struct
  {
    const char *sql;
    const char *name;
  } tries[] = { { by_reference, reference_or_title }, { by_title, reference_or_title }, { by_reference, completed } };
  gint64 id = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tries) && id == 0 && tries[i].name != NULL; i++)
    {
      g_autoptr (AnnexStatement) statement = annex_statement_new (self, tries[i].sql, error);

      if (statement == NULL)
        return 0;
      annex_statement_bind_text (statement, 1, tries[i].name);
      if (type != NULL)
        annex_statement_bind_text (statement, 2, type->name);
      if (annex_statement_next (statement))
        id = annex_statement_get_int64 (statement, 0);
      if (!annex_statement_finish (statement, error))
        return 0;
    }
  return id;
}

guint
annex_store_count (AnnexStore *self, const AnnexType *type, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, "SELECT count (*) FROM record WHERE type = ?1", error);
  guint count = 0;

  if (statement == NULL)
    return 0;
  annex_statement_bind_text (statement, 1, type->name);
  if (annex_statement_next (statement))
    count = (guint) annex_statement_get_int64 (statement, 0);
  return annex_statement_finish (statement, error) ? count : 0;
}

gint64
annex_store_read_number (AnnexStore *self, const char *sql, const gint64 *ids, guint n_ids, GError **error)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, sql, error);

  if (statement == NULL)
    return 0;
  for (guint i = 0; i < n_ids; i++)
    annex_statement_bind_int64 (statement, (int) i + 1, ids[i]);
  return annex_statement_read_number (statement, error);
}

void
annex_store_forget_answers (AnnexStore *self, const AnnexType *type)
{
  if (type == NULL || g_hash_table_contains (self->answering, type))
    g_hash_table_remove_all (self->answers);
}

gint64
annex_store_ask_number (AnnexStore *self,
                        const AnnexType *const *types,
                        const char *sql,
                        const gint64 *numbers,
                        guint n_numbers,
                        GError **error)
{
  g_autoptr (GString) question = g_string_new (sql);
  g_autoptr (GError) failure = NULL;
  gint64 *known, answer;

  for (guint i = 0; i < n_numbers; i++)
    g_string_append_printf (question, " %" G_GINT64_FORMAT, numbers[i]);
  known = g_hash_table_lookup (self->answers, question->str);
  if (known != NULL)
    return *known;
  answer = annex_store_read_number (self, sql, numbers, n_numbers, &failure);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return 0;
    }
  for (guint i = 0; types[i] != NULL; i++)
    g_hash_table_add (self->answering, (gpointer) types[i]);
  g_hash_table_insert (self->answers, g_strdup (question->str), g_memdup2 (&answer, sizeof answer));
  return answer;
}

gboolean
annex_store_has_had (AnnexStore *self, const AnnexType *type)
{
  g_autoptr (AnnexStatement) statement = annex_statement_new (self, "SELECT 1 FROM sequence WHERE type = ?1", NULL);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, type->name);
  return annex_statement_next (statement);
}

AnnexRecord *
annex_store_get_engagement (AnnexStore *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = annex_store_read_number (self, "SELECT id FROM record WHERE type = 'engagement' ORDER BY number LIMIT 1", NULL, 0, &failure);

  if (id != 0)
    return annex_store_load (self, id, error);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("The engagement has no record of itself."));
  return NULL;
}

gboolean
annex_store_get_engagement_if_there (AnnexStore *self, AnnexRecord **engagement, GError **error)
{
  GError *failure = NULL;

  *engagement = annex_store_get_engagement (self, &failure);
  return was_looked_up (failure, error);
}

/* "need/3" → "High" */
static GHashTable *
get_scales (AnnexStore *self, GError **error)
{
  g_autoptr (GHashTable) scales = NULL;
  g_autoptr (AnnexStatement) statement = NULL;

  if (self->scales != NULL)
    return self->scales;
  scales = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (annex_type_find (SCALE_LEVEL_TYPE) != NULL)
    {
      statement = annex_statement_new (self, "SELECT scale, level, name FROM scale_level", error);
      if (statement == NULL)
        return NULL;
      while (annex_statement_next (statement))
        g_hash_table_replace (scales, g_strdup_printf ("%s/%d", annex_statement_get_string (statement, 0), annex_statement_get_int (statement, 1)),
                              g_strdup (annex_statement_get_string (statement, 2)));
      if (!annex_statement_finish (statement, error))
        return NULL;
    }
  self->scales = g_steal_pointer (&scales);
  return self->scales;
}

const char *
annex_store_get_scale_label (AnnexStore *self, const char *scale, int value)
{
  GHashTable *scales = get_scales (self, NULL);
  char key[128];

  g_snprintf (key, sizeof key, "%s/%d", scale, value);
  return scales != NULL ? g_hash_table_lookup (scales, key) : NULL;
}

static int
compare_levels (gconstpointer a, gconstpointer b)
{
  int x = *(const int *) a, y = *(const int *) b;

  return (x > y) - (x < y);
}

GArray *
annex_store_dup_scale_levels (AnnexStore *self, const char *scale, GError **error)
{
  GHashTable *scales = get_scales (self, error);
  GHashTableIter iter;
  const char *key;
  GArray *levels;

  if (scales == NULL)
    return NULL;
  levels = g_array_new (FALSE, FALSE, sizeof (int));
  g_hash_table_iter_init (&iter, scales);
  while (g_hash_table_iter_next (&iter, (gpointer *) &key, NULL))
    {
      const char *slash = strrchr (key, '/');

      if ((gsize) (slash - key) == strlen (scale) && strncmp (key, scale, slash - key) == 0)
        {
          int level = atoi (slash + 1);
          g_array_append_val (levels, level);
        }
    }
  g_array_sort (levels, compare_levels);
  return levels;
}

static char *
parse_scale (AnnexStore *self, const AnnexField *field, const char *text, GError **error)
{
  g_autoptr (GArray) levels = NULL;
  g_autofree char *folded = NULL;
  g_autoptr (GString) names = NULL;
  char *end;
  gint64 number = g_ascii_strtoll (text, &end, 10);

  if (*end == '\0' && number > 0 && number < G_MAXINT && annex_store_get_scale_label (self, field->scale, number) != NULL)
    return g_strdup_printf ("%d", (int) number);
  levels = annex_store_dup_scale_levels (self, field->scale, error);
  if (levels == NULL)
    return NULL;
  folded = g_utf8_casefold (text, -1);
  names = g_string_new (NULL);

  for (guint i = 0; i < levels->len; i++)
    {
      int level = g_array_index (levels, int, i);
      const char *name = annex_store_get_scale_label (self, field->scale, level);
      g_autofree char *folded_name = g_utf8_casefold (name, -1);

      if ((*end == '\0' && number == level) || strcmp (folded, folded_name) == 0)
        return g_strdup_printf ("%d", level);
      g_string_append_printf (names, "%s%d %s", i > 0 ? ", " : "", level, name);
    }
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s: “%s” is not on the scale (%s)."),
               annex_field_get_label (field), text, names->str);
  return NULL;
}

static gboolean
parse_link (AnnexStore *self, const AnnexField *field, const char *name, GArray *ids, GError **error)
{
  const AnnexType *target = annex_type_find (field->target);
  g_autoptr (GError) failure = NULL;
  gint64 id = annex_store_find_id (self, target, name, &failure);

  if (id != 0)
    g_array_append_val (ids, id);
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_UNKNOWN_LINK, _("%s: there is no “%s” of the kind “%s”."),
                 annex_field_get_label (field), name, _(target->label));
  return id != 0;
}

static char *
parse_links (AnnexStore *self, const AnnexField *field, const char *text, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) failure = NULL;

  /* A title may itself hold a comma or semicolon, so the whole text is tried first. */
  if (!parse_link (self, field, text, ids, &failure))
    {
      g_auto (GStrv) parts = NULL;

      if (!g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_UNKNOWN_LINK))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      parts = g_strsplit (text, strchr (text, ';') != NULL ? ";" : ",", -1);
      for (char **part = parts; *part != NULL; part++)
        {
          g_strstrip (*part);
          if (**part != '\0' && !parse_link (self, field, *part, ids, error))
            return NULL;
        }
    }
  if (ids->len > 1 && (field->flags & ANNEX_FIELD_MANY) == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s takes one record only, not “%s”."),
                   annex_field_get_label (field), text);
      return NULL;
    }
  return annex_link_ids_format (ids);
}

char *
annex_store_parse (AnnexStore *self, const AnnexField *field, const char *text, GError **error)
{
  g_autofree char *trimmed = NULL;

  if (field->kind != ANNEX_FIELD_SCALE && field->kind != ANNEX_FIELD_LINK)
    return annex_field_parse (field, text, error);
  if (text == NULL)
    return NULL;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s: the text is not valid UTF-8."), annex_field_get_label (field));
      return NULL;
    }
  trimmed = g_strstrip (g_strdup (text));
  if (*trimmed == '\0')
    return NULL;
  return field->kind == ANNEX_FIELD_SCALE ? parse_scale (self, field, trimmed, error) : parse_links (self, field, trimmed, error);
}

char *
annex_store_format (AnnexStore *self, const AnnexField *field, const char *value)
{
  char *label;

  if (value == NULL || *value == '\0')
    return g_strdup ("");
  if (field->kind == ANNEX_FIELD_LINK)
    {
      g_autoptr (GArray) ids = annex_link_ids_parse (value);
      GString *titles = g_string_new (NULL);

      for (guint i = 0; i < ids->len; i++)
        {
          g_autoptr (AnnexRecord) record = annex_store_load (self, g_array_index (ids, gint64, i), NULL);

          g_string_append_printf (titles, "%s%s", i > 0 ? "; " : "",
                                  record != NULL ? annex_record_get_title (record) : _("(deleted)"));
        }
      return g_string_free_and_steal (titles);
    }
  label = dup_label (self, field, value);
  return label != NULL ? label : g_strdup (value);
}
