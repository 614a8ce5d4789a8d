/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-query.h"
#include "annex-store-private.h"

typedef struct
{
  char *field_name;
  AnnexFilterOperator op;
  char *value;
} Filter;

struct _AnnexQuery
{
  const AnnexType *type;
  char *search;
  GPtrArray *filters;
  char *sort;
  const char *usual_sort;
  gboolean descending;
  gboolean stored_only;
};

G_DEFINE_BOXED_TYPE (AnnexQuery, annex_query, annex_query_copy, annex_query_free)

/* How an operator is written, in saved filters and on the command line. */
static const char *const operator_marks[] = {
  [ANNEX_FILTER_IS] = "=",     [ANNEX_FILTER_IS_NOT] = "!=",  [ANNEX_FILTER_IS_EMPTY] = "empty", [ANNEX_FILTER_IS_NOT_EMPTY] = "set",
  [ANNEX_FILTER_BELOW] = "<",  [ANNEX_FILTER_ABOVE] = ">",    [ANNEX_FILTER_CONTAINS] = "~",
};

static void
free_filter (gpointer data)
{
  Filter *filter = data;

  g_free (filter->field_name);
  g_free (filter->value);
  g_free (filter);
}

AnnexQuery *
annex_query_new (const AnnexType *type)
{
  AnnexQuery *self = g_new0 (AnnexQuery, 1);

  self->type = type;
  self->filters = g_ptr_array_new_with_free_func (free_filter);
  return self;
}

AnnexQuery *
annex_query_copy (const AnnexQuery *self)
{
  AnnexQuery *copy = annex_query_new (self->type);

  copy->search = g_strdup (self->search);
  copy->sort = g_strdup (self->sort);
  copy->usual_sort = self->usual_sort;
  copy->descending = self->descending;
  copy->stored_only = self->stored_only;
  for (guint i = 0; i < self->filters->len; i++)
    {
      Filter *filter = self->filters->pdata[i];

      annex_query_add_filter (copy, filter->field_name, filter->op, filter->value);
    }
  return copy;
}

void
annex_query_free (AnnexQuery *self)
{
  g_free (self->search);
  g_free (self->sort);
  g_ptr_array_unref (self->filters);
  g_free (self);
}

const AnnexType *
annex_query_get_record_type (const AnnexQuery *self)
{
  return self->type;
}

void
annex_query_set_search (AnnexQuery *self, const char *text)
{
  g_set_str (&self->search, text != NULL && *text != '\0' ? text : NULL);
}

const char *
annex_query_get_search (const AnnexQuery *self)
{
  return self->search;
}

static gboolean
begins_a_word (const char *text, const char *start)
{
  for (const char *at = strstr (text, start); at != NULL; at = strstr (at + 1, start))
    if (at == text || !g_unichar_isalnum (g_utf8_get_char (g_utf8_prev_char (at))))
      return TRUE;
  return FALSE;
}

gboolean
annex_query_finds_text (const AnnexQuery *self, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *search = g_utf8_casefold (self->search != NULL ? self->search : "", -1);
  g_auto (GStrv) words = g_strsplit_set (search, " \t", -1);

  for (guint i = 0; words[i] != NULL; i++)
    if (!begins_a_word (folded, words[i]))
      return FALSE;
  return TRUE;
}

void
annex_query_add_filter (AnnexQuery *self, const char *field_name, AnnexFilterOperator op, const char *value)
{
  Filter *filter = g_new0 (Filter, 1);

  filter->field_name = g_strdup (field_name);
  filter->op = op;
  filter->value = g_strdup (value != NULL ? value : "");
  g_ptr_array_add (self->filters, filter);
}

void
annex_query_remove_filter (AnnexQuery *self, guint index)
{
  g_ptr_array_remove_index (self->filters, index);
}

void
annex_query_clear_filters (AnnexQuery *self)
{
  g_ptr_array_set_size (self->filters, 0);
}

guint
annex_query_get_n_filters (const AnnexQuery *self)
{
  return self->filters->len;
}

void
annex_query_get_filter (const AnnexQuery *self, guint index, const char **field_name, AnnexFilterOperator *op, const char **value)
{
  Filter *filter = self->filters->pdata[index];

  if (field_name != NULL)
    *field_name = filter->field_name;
  if (op != NULL)
    *op = filter->op;
  if (value != NULL)
    *value = filter->value;
}

void
annex_query_set_sort (AnnexQuery *self, const char *field_name, gboolean descending)
{
  g_set_str (&self->sort, field_name);
  self->descending = descending;
}

void
annex_query_set_stored_only (AnnexQuery *self, gboolean stored_only)
{
  self->stored_only = stored_only;
}

void
annex_query_set_usual_sort (AnnexQuery *self, const char *field_name)
{
  const AnnexField *field = field_name != NULL ? annex_type_find_field (self->type, field_name) : NULL;

  self->usual_sort = field != NULL ? field->name : NULL;
}

const char *
annex_query_get_sort (const AnnexQuery *self, gboolean *descending)
{
  if (descending != NULL)
    *descending = self->descending;
  return self->sort;
}

gboolean
annex_query_equal_but_search (const AnnexQuery *self, const AnnexQuery *other)
{
  if (self->type != other->type || self->descending != other->descending || g_strcmp0 (self->sort, other->sort) != 0 ||
      g_strcmp0 (self->usual_sort, other->usual_sort) != 0 || self->filters->len != other->filters->len)
    return FALSE;
  for (guint i = 0; i < self->filters->len; i++)
    {
      const Filter *a = self->filters->pdata[i], *b = other->filters->pdata[i];

      if (a->op != b->op || strcmp (a->field_name, b->field_name) != 0 || strcmp (a->value, b->value) != 0)
        return FALSE;
    }
  return TRUE;
}

/* One line each: "filter <field> <mark> <value>", "search <text>", "sort <field>" or "sort -<field>". */
char *
annex_query_to_string (const AnnexQuery *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->filters->len; i++)
    {
      Filter *filter = self->filters->pdata[i];
      g_autofree char *value = g_strescape (filter->value, NULL);

      g_string_append_printf (text, "filter %s %s %s\n", filter->field_name, operator_marks[filter->op], value);
    }
  if (self->search != NULL)
    g_string_append_printf (text, "search %s\n", self->search);
  if (self->sort != NULL)
    g_string_append_printf (text, "sort %s%s\n", self->descending ? "-" : "", self->sort);
  return g_string_free_and_steal (text);
}

AnnexQuery *
annex_query_from_string (const AnnexType *type, const char *text)
{
  g_autoptr (AnnexQuery) self = annex_query_new (type);
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      if (g_str_has_prefix (*line, "filter "))
        {
          g_auto (GStrv) words = g_strsplit (*line + strlen ("filter "), " ", 3);
          guint op = 0;

          if (g_strv_length (words) < 2)
            return NULL;
          while (op < G_N_ELEMENTS (operator_marks) && strcmp (operator_marks[op], words[1]) != 0)
            op++;
          if (op == G_N_ELEMENTS (operator_marks))
            return NULL;
          g_autofree char *value = g_strcompress (words[2] != NULL ? words[2] : "");
          annex_query_add_filter (self, words[0], op, value);
        }
      else if (g_str_has_prefix (*line, "search "))
        annex_query_set_search (self, *line + strlen ("search "));
      else if (g_str_has_prefix (*line, "sort -"))
        annex_query_set_sort (self, *line + strlen ("sort -"), TRUE);
      else if (g_str_has_prefix (*line, "sort "))
        annex_query_set_sort (self, *line + strlen ("sort "), FALSE);
      else if (**line != '\0')
        return NULL;
    }
  return g_steal_pointer (&self);
}

/* What a person typed, as an FTS5 expression in which each word is a prefix; NULL without words. */
static char *
match_expression (const char *text)
{
  GString *match = g_string_new (NULL);
  const char *c = text;

  while (*c != '\0')
    {
      const char *start = c;

      while (*c != '\0' && (g_unichar_isalnum (g_utf8_get_char (c)) || g_unichar_ismark (g_utf8_get_char (c))))
        c = g_utf8_next_char (c);
      if (c > start)
        {
          g_string_append (match, match->len > 0 ? " \"" : "\"");
          g_string_append_len (match, start, c - start);
          g_string_append (match, "\"*");
        }
      else
        c = g_utf8_next_char (c);
    }
  if (match->len == 0)
    {
      g_string_free (match, TRUE);
      return NULL;
    }
  return g_string_free_and_steal (match);
}

/* A part of a reference finds its record too, which words alone would not; every reference has a digit. */
static gboolean
may_be_reference (const char *text)
{
  return strpbrk (text, "0123456789") != NULL;
}

/* The conditions of a query with the values to bind, gathered first so that they are bound in order. */
typedef struct
{
  GString *where;
  GPtrArray *values;
  gboolean few; /* the ids themselves are among the conditions */
  gboolean of_all; /* whatever else is asked, is asked of all records */
} Conditions;

static void
append_value (Conditions *conditions, const char *value)
{
  g_ptr_array_add (conditions->values, g_strdup (value));
}

/* An id, else a reference or a title. @id: (out): 0 when there is no such record. */
static gboolean
find_target (AnnexStore *store, const AnnexType *target, const char *value, gint64 *id, GError **error)
{
  g_autoptr (GError) failure = NULL;
  char *end;

  *id = g_ascii_strtoll (value, &end, 10);
  if (*value != '\0' && *end == '\0' && annex_store_get_type_of (store, *id, &failure) == target)
    return TRUE;
  if (failure == NULL || g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    {
      g_clear_error (&failure);
      *id = annex_store_find_id (store, target, value, &failure);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
names_records (const AnnexField *field, const Filter *filter)
{
  return field->kind == ANNEX_FIELD_LINK && (filter->op == ANNEX_FILTER_IS || filter->op == ANNEX_FILTER_IS_NOT);
}

static gboolean
asks_alike (const Filter *a, const Filter *b)
{
  return a->op == b->op && strcmp (a->field_name, b->field_name) == 0;
}

/* What links to a few records is found from there: the records of the type may be many more. All alternatives are one
 * look-up. */
static gboolean
append_linked (Conditions *conditions, AnnexStore *store, const AnnexField *field, GPtrArray *filters, guint first, GError **error)
{
  const Filter *filter = filters->pdata[first];
  const AnnexType *target = annex_type_find (field->target);

  g_string_append_printf (conditions->where,
                          "x.id %s (SELECT l.source FROM link l WHERE l.field = '%s' AND l.target IN (",
                          filter->op == ANNEX_FILTER_IS ? "IN" : "NOT IN", field->name);
  for (guint i = first; i < filters->len; i++)
    {
      const Filter *alike = filters->pdata[i];
      gint64 id;

      if (!asks_alike (alike, filter))
        continue;
      if (!find_target (store, target, alike->value, &id, error))
        return FALSE;
      g_string_append_printf (conditions->where, "%s%" G_GINT64_FORMAT, i > first ? ", " : "", id);
    }
  g_string_append (conditions->where, "))");
  conditions->few = conditions->few || filter->op == ANNEX_FILTER_IS;
  return TRUE;
}

static void
append_link_filter (Conditions *conditions, const AnnexField *field, const Filter *filter)
{
  g_string_append_printf (conditions->where,
                          "%s EXISTS (SELECT 1 FROM link l JOIN record t ON t.id = l.target WHERE l.source = r.id AND l.field = '%s'",
                          filter->op == ANNEX_FILTER_IS_EMPTY ? "NOT" : "", field->name);
  if (filter->op == ANNEX_FILTER_CONTAINS)
    {
      g_string_append (conditions->where, " AND instr (lower (t.title), lower (?)) > 0");
      append_value (conditions, filter->value);
    }
  g_string_append_c (conditions->where, ')');
}

static void
append_filter (Conditions *conditions, AnnexStore *store, const AnnexField *field, const Filter *filter)
{
  g_autofree char *sql = annex_store_dup_value_sql (field, conditions->of_all);
  gboolean number = field->kind == ANNEX_FIELD_NUMBER || field->kind == ANNEX_FIELD_MONEY || field->kind == ANNEX_FIELD_SCALE ||
                    field->kind == ANNEX_FIELD_BOOLEAN || (field->kind == ANNEX_FIELD_COMPUTED && field->scale != NULL);
  const char *mark = number ? "CAST (? AS REAL)" : "?";
  g_autofree char *today = NULL;
  const char *value = filter->value;

  if ((field->kind == ANNEX_FIELD_DATE || field->kind == ANNEX_FIELD_TIME) && strcmp (value, "today") == 0)
    value = today = annex_store_dup_today (store);
  if (field->kind == ANNEX_FIELD_LINK)
    {
      append_link_filter (conditions, field, filter);
      return;
    }

  switch (filter->op)
    {
    case ANNEX_FILTER_IS:
      if (field->kind == ANNEX_FIELD_TAGS)
        {
          g_string_append_printf (conditions->where, "instr ('; ' || %s || ';', '; ' || ? || ';') > 0", sql);
          append_value (conditions, value);
          return;
        }
      g_string_append_printf (conditions->where, "%s = %s%s", sql, mark, number ? "" : " COLLATE NOCASE");
      break;
    case ANNEX_FILTER_IS_NOT:
      g_string_append_printf (conditions->where, "%s IS NOT %s", sql, mark);
      break;
    case ANNEX_FILTER_IS_EMPTY:
      g_string_append_printf (conditions->where, "%s IS NULL", sql);
      return;
    case ANNEX_FILTER_IS_NOT_EMPTY:
      g_string_append_printf (conditions->where, "%s IS NOT NULL", sql);
      return;
    case ANNEX_FILTER_BELOW:
      g_string_append_printf (conditions->where, "%s < %s", sql, mark);
      break;
    case ANNEX_FILTER_ABOVE:
      g_string_append_printf (conditions->where, "%s > %s", sql, mark);
      break;
    case ANNEX_FILTER_CONTAINS:
      g_string_append_printf (conditions->where, "instr (lower (%s), lower (?)) > 0", sql);
      break;
    }
  append_value (conditions, value);
}

static gboolean
append_filters (Conditions *conditions, const AnnexQuery *self, AnnexStore *store, GError **error)
{
  for (guint i = 0; i < self->filters->len; i++)
    {
      const Filter *filter = self->filters->pdata[i];
      const AnnexField *field = annex_store_find_field (store, self->type, filter->field_name);
      gboolean seen = FALSE;

      if (field == NULL)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("%s have no field “%s”."), _(self->type->label_plural), filter->field_name);
          return FALSE;
        }
      for (guint j = 0; j < i && !seen; j++)
        seen = asks_alike (self->filters->pdata[j], filter);
      if (seen)
        continue;

      g_string_append (conditions->where, " AND (");
      if (names_records (field, filter) && !append_linked (conditions, store, field, self->filters, i, error))
        return FALSE;
      for (guint j = i; !names_records (field, filter) && j < self->filters->len; j++)
        {
          const Filter *later = self->filters->pdata[j];

          if (!asks_alike (later, filter))
            continue;
          if (j > i)
            g_string_append (conditions->where, filter->op == ANNEX_FILTER_IS_NOT ? " AND " : " OR ");
          append_filter (conditions, store, field, later);
        }
      g_string_append_c (conditions->where, ')');
    }
  return TRUE;
}

static const AnnexField *
get_order_field (const AnnexQuery *self, AnnexStore *store)
{
  return annex_store_find_field (store, self->type, self->sort != NULL ? self->sort : self->usual_sort);
}

static char *
dup_order (const AnnexQuery *self, AnnexStore *store, gboolean of_all)
{
  const AnnexField *field = get_order_field (self, store);
  const char *direction = self->descending ? " DESC" : "";
  g_autofree char *sql = NULL;

  if (field == NULL || field == annex_type_get_reference_field ())
    return self->type->natural_order ? g_strdup_printf ("x.reference COLLATE as_counted%s", direction)
                                     : g_strdup_printf ("x.number%s, x.reference%s", direction, direction);
  if ((field->flags & ANNEX_FIELD_TITLE) != 0)
    return g_strdup_printf ("x.title COLLATE NOCASE%s, x.number", direction);
  if (field->kind == ANNEX_FIELD_LINK)
    return g_strdup_printf ("(SELECT min (t.title COLLATE NOCASE) FROM link l JOIN record t ON t.id = l.target "
                            "WHERE l.source = r.id AND l.field = '%s') COLLATE NOCASE%s NULLS LAST, x.number",
                            field->name, direction);
  sql = annex_store_dup_value_sql (field, of_all);
  if (field->kind == ANNEX_FIELD_CHOICE)
    {
      /* Choices sort as they are listed, which is how people think of them. */
      GString *order = g_string_new ("CASE ");

      g_string_append (order, sql);
      for (guint i = 0; field->choices[i].key != NULL; i++)
        g_string_append_printf (order, " WHEN '%s' THEN %u", field->choices[i].key, i);
      g_string_append_printf (order, " END%s NULLS LAST, x.number", direction);
      return g_string_free_and_steal (order);
    }
  return g_strdup_printf ("%s%s%s NULLS LAST, x.number", sql, annex_field_is_text (field) ? " COLLATE NOCASE" : "", direction);
}

/* @among: (nullable): ids separated by commas, where only those are asked about. */
static AnnexStatement *
prepare (const AnnexQuery *self, AnnexStore *store, const char *columns, const char *among, gboolean whole_rows, gboolean ordered, GError **error)
{
  Conditions conditions = { g_string_new (NULL), g_ptr_array_new_with_free_func (g_free), among != NULL,
                            among == NULL };
  g_autofree char *order = ordered ? dup_order (self, store, among == NULL) : NULL;
  g_autofree char *match = self->search != NULL ? match_expression (self->search) : NULL;
  g_autofree char *join = NULL;
  g_autofree char *sql = NULL;
  AnnexStatement *statement = NULL;
  gboolean needs_row;

  if (among != NULL)
    g_string_append_printf (conditions.where, " AND x.id IN (%s)", among);
  if (match != NULL)
    {
      g_string_append (conditions.where, " AND (x.id IN (SELECT rowid FROM search WHERE search MATCH ?)");
      append_value (&conditions, match);
      if (may_be_reference (self->search))
        {
          g_string_append (conditions.where, " OR instr (upper (x.reference), upper (?)) > 0");
          append_value (&conditions, self->search);
        }
      g_string_append_c (conditions.where, ')');
    }
  if (append_filters (&conditions, self, store, error))
    {
      needs_row = whole_rows || self->filters->len > 0 || (order != NULL && strstr (order, "r.") != NULL);
      /* The registry leads: its index already has the usual order. Where a few records are named, that index is
       * hidden, for SQLite would rather go through all records of the type in order than sort the few. */
      join = needs_row ? g_strdup_printf (" CROSS JOIN %s r ON r.id = x.id", self->type->name) : g_strdup ("");
      sql = g_strdup_printf ("SELECT %s FROM record x%s WHERE %sx.type = '%s'%s%s%s", columns, join, conditions.few ? "+" : "",
                             self->type->name, conditions.where->str, order != NULL ? " ORDER BY " : "", order != NULL ? order : "");
      statement = annex_statement_new_once (store, sql, error);
      for (guint i = 0; statement != NULL && i < conditions.values->len; i++)
        annex_statement_bind_text (statement, (int) i + 1, conditions.values->pdata[i]);
    }
  g_string_free (conditions.where, TRUE);
  g_ptr_array_unref (conditions.values);
  return statement;
}

/* @statement: (transfer full) (nullable). Returns: (nullable) (transfer full): the ids in its first column. */
static GArray *
read_ids (AnnexStatement *statement, GError **error)
{
  g_autoptr (AnnexStatement) owned = statement;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);
      g_array_append_val (ids, id);
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&ids) : NULL;
}

GArray *
annex_query_run (const AnnexQuery *self, AnnexStore *store, GError **error)
{
  return read_ids (prepare (self, store, "x.id", NULL, FALSE, TRUE, error), error);
}

static gboolean
is_local_field (const AnnexField *field, AnnexChangeSet *changes, const AnnexType *type)
{
  if (field != NULL && (field->flags & ANNEX_FIELD_LOCAL) != 0)
    return annex_change_set_touches_only (changes, type);
  return field != NULL && annex_field_is_stored (field) && field->kind != ANNEX_FIELD_LINK;
}

gboolean
annex_query_is_local (const AnnexQuery *self, AnnexStore *store, AnnexChangeSet *changes)
{
  if (self->search != NULL ||
      ((self->sort != NULL || self->usual_sort != NULL) && !is_local_field (get_order_field (self, store), changes, self->type)))
    return FALSE;
  for (guint i = 0; i < self->filters->len; i++)
    if (!is_local_field (annex_store_find_field (store, self->type, ((Filter *) self->filters->pdata[i])->field_name), changes, self->type))
      return FALSE;
  return TRUE;
}

/* @id: (out): the first that the query gives among these; 0 when none. */
static gboolean
find_first (const AnnexQuery *self, AnnexStore *store, const char *among, gint64 *id, GError **error)
{
  g_autoptr (AnnexStatement) statement = prepare (self, store, "x.id", among, FALSE, TRUE, error);

  if (statement == NULL)
    return FALSE;
  *id = annex_statement_next (statement) ? annex_statement_get_int64 (statement, 0) : 0;
  return annex_statement_finish (statement, error);
}

gboolean
annex_query_matches (const AnnexQuery *self, AnnexStore *store, gint64 id, GError **error)
{
  char among[24];
  gint64 first;

  g_snprintf (among, sizeof among, "%" G_GINT64_FORMAT, id);
  return find_first (self, store, among, &first, error) && first == id;
}

gboolean
annex_query_find_place (const AnnexQuery *self, AnnexStore *store, GArray *ids, gint64 id, guint *position, GError **error)
{
  guint low = 0, high = ids->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;
      char among[48];
      gint64 first;

      g_snprintf (among, sizeof among, "%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT, id, g_array_index (ids, gint64, middle));
      if (!find_first (self, store, among, &first, error))
        return FALSE;
      if (first == id)
        high = middle;
      else
        low = middle + 1;
    }
  *position = low;
  return TRUE;
}

/* The ids that match the search, of any type, ascending. */
static GArray *
run_search (const AnnexQuery *self, AnnexStore *store, const char *match, GError **error)
{
  gboolean by_reference = may_be_reference (self->search);
  AnnexStatement *statement =
    annex_statement_new (store,
                         by_reference ? "SELECT rowid FROM search WHERE search MATCH ?1 "
                                        "UNION SELECT id FROM record WHERE type = ?2 AND instr (upper (reference), upper (?3)) > 0 ORDER BY 1"
                                      : "SELECT rowid FROM search WHERE search MATCH ?1",
                         error);

  if (statement == NULL)
    return NULL;
  annex_statement_bind_text (statement, 1, match);
  if (by_reference)
    {
      annex_statement_bind_text (statement, 2, self->type->name);
      annex_statement_bind_text (statement, 3, self->search);
    }
  return read_ids (statement, error);
}

/* Whether @ids, ascending, has @id; @hint goes along, for neighbours are mostly looked for in turn. */
static gboolean
contains_id (GArray *ids, gint64 id, guint *hint)
{
  guint low = 0, high = ids->len;

  if (*hint < ids->len && g_array_index (ids, gint64, *hint) == id)
    {
      (*hint)++;
      return TRUE;
    }
  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (ids, gint64, middle) < id)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == ids->len || g_array_index (ids, gint64, low) != id)
    return FALSE;
  *hint = low + 1;
  return TRUE;
}

GArray *
annex_query_run_in_order (const AnnexQuery *self, AnnexStore *store, GArray *order, GError **error)
{
  g_autofree char *match = self->search != NULL ? match_expression (self->search) : NULL;
  g_autoptr (GArray) matches = NULL;
  GArray *ids;
  guint hint = 0;

  if (match == NULL)
    return g_array_ref (order);
  matches = run_search (self, store, match, error);
  if (matches == NULL)
    return NULL;
  ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), MIN (order->len, matches->len));
  for (guint i = 0; i < order->len; i++)
    if (contains_id (matches, g_array_index (order, gint64, i), &hint))
      g_array_append_val (ids, g_array_index (order, gint64, i));
  return ids;
}

guint
annex_query_count (const AnnexQuery *self, AnnexStore *store, GError **error)
{
  g_autoptr (AnnexStatement) statement = prepare (self, store, "count (*)", NULL, FALSE, FALSE, error);
  guint count = 0;

  if (statement == NULL)
    return 0;
  if (annex_statement_next (statement))
    count = (guint) annex_statement_get_int64 (statement, 0);
  return annex_statement_finish (statement, error) ? count : 0;
}

gboolean
annex_query_foreach (const AnnexQuery *self, AnnexStore *store, AnnexQueryFunc func, gpointer user_data, GError **error)
{
  g_autofree char *columns = annex_store_select_columns (store, self->type, self->stored_only, TRUE);
  g_autoptr (AnnexStatement) statement = prepare (self, store, columns, NULL, TRUE, TRUE, error);
  gboolean go_on = TRUE;

  if (statement == NULL)
    return FALSE;
  while (go_on && annex_statement_next (statement))
    {
      g_autoptr (AnnexRecord) record = annex_store_read_row (store, self->type, statement);

      go_on = func (record, user_data);
    }
  return annex_statement_finish (statement, error);
}

gboolean
annex_query_try_foreach (const AnnexQuery *self, AnnexStore *store, AnnexQueryTryFunc func, gpointer user_data, GError **error)
{
  g_autofree char *columns = annex_store_select_columns (store, self->type, self->stored_only, TRUE);
  g_autoptr (AnnexStatement) statement = prepare (self, store, columns, NULL, TRUE, TRUE, error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      g_autoptr (AnnexRecord) record = annex_store_read_row (store, self->type, statement);

      if (!func (record, user_data, error))
        return FALSE;
    }
  return annex_statement_finish (statement, error);
}

GArray *
annex_search_everything (AnnexStore *store, const char *text, guint limit, GError **error)
{
  g_autofree char *match = match_expression (text);
  AnnexStatement *statement;

  if (match == NULL)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  /* References first, then titles that begin with what was typed. Broad words are cut off before
   * they are ordered: ranking all of them would take longer than a frame. */
  statement = annex_statement_new (store,
                                   "SELECT x.id FROM (SELECT id FROM record WHERE reference = ?2 "
                                   "UNION SELECT rowid FROM (SELECT rowid FROM search WHERE search MATCH ?1 LIMIT 2000)) f "
                                   "JOIN record x ON x.id = f.id "
                                   "ORDER BY x.reference = ?2 DESC, instr (lower (x.title), lower (?2)) = 1 DESC, "
                                   "instr (lower (x.title), lower (?2)) > 0 DESC, x.type, x.number LIMIT ?3",
                                   error);
  if (statement == NULL)
    return NULL;
  annex_statement_bind_text (statement, 1, match);
  annex_statement_bind_text (statement, 2, text);
  annex_statement_bind_int64 (statement, 3, limit);
  return read_ids (statement, error);
}
