/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-import-private.h"
#include "core/annex-statement.h"

#define MAX_MEMO 20000

static void
clear_pending (gpointer data)
{
  g_free (((AnnexImportPending *) data)->text);
}

static GHashTable *
read_known_tags (AnnexImport *import, const AnnexField *field, GError **error)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *sql = g_strdup_printf ("SELECT DISTINCT %s FROM %s WHERE %s IS NOT NULL", field->name, import->type->name, field->name);
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (import->store, sql, error);

  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    {
      g_auto (GStrv) tags = g_strsplit (annex_statement_get_string (statement, 0), "; ", -1);

      for (char **tag = tags; *tag != NULL; tag++)
        g_hash_table_add (known, g_strdup (*tag));
    }
  return annex_statement_finish (statement, error) ? g_steal_pointer (&known) : NULL;
}

AnnexImportRun *
annex_import_run_new (AnnexImport *import, AnnexImportReport *report, AnnexTransaction *transaction, gboolean reports, GError **error)
{
  g_autoptr (AnnexImportRun) run = g_new0 (AnnexImportRun, 1);

  run->import = import;
  run->report = report;
  run->transaction = transaction;
  run->reports = reports;
  run->names = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) annex_link_names_free);
  run->memos = g_new0 (GHashTable *, import->columns->len);
  run->tags = g_new0 (GHashTable *, import->columns->len);
  run->seen_references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->seen_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  run->original_ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  run->refused = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  run->pending = g_array_new (FALSE, FALSE, sizeof (AnnexImportPending));
  g_array_set_clear_func (run->pending, clear_pending);
  run->edges = g_array_new (FALSE, FALSE, sizeof (AnnexImportEdge));
  run->values = g_new0 (char *, import->fields->len);
  run->existing = g_new0 (char *, import->fields->len);
  run->next_target = ANNEX_IMPORT_FIRST_TARGET;

  for (guint i = 0; i < import->columns->len; i++)
    {
      const AnnexField *field = annex_import_run_get_field (run, i);

      if (field == NULL)
        continue;
      run->memos[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      if (field->kind == ANNEX_FIELD_TAGS && !import->create_missing_tags)
        {
          run->tags[i] = read_known_tags (import, field, error);
          if (run->tags[i] == NULL)
            return NULL;
        }
      if (field->kind == ANNEX_FIELD_LINK && strcmp (field->target, import->type->name) == 0)
        run->has_own_links = TRUE;
    }
  if (annex_import_run_get_names (run, import->type, error) == NULL)
    return NULL;
  return g_steal_pointer (&run);
}

void
annex_import_run_free (AnnexImportRun *run)
{
  for (guint i = 0; i < run->import->columns->len; i++)
    {
      g_clear_pointer (&run->memos[i], g_hash_table_unref);
      g_clear_pointer (&run->tags[i], g_hash_table_unref);
    }
  for (guint i = 0; i < run->import->fields->len; i++)
    {
      g_free (run->values[i]);
      g_free (run->existing[i]);
    }
  g_free (run->values);
  g_free (run->existing);
  g_free (run->memos);
  g_free (run->tags);
  g_clear_error (&run->failure);
  g_hash_table_unref (run->names);
  g_hash_table_unref (run->seen_references);
  g_hash_table_unref (run->seen_ids);
  g_hash_table_unref (run->original_ids);
  g_hash_table_unref (run->refused);
  g_array_unref (run->pending);
  g_array_unref (run->edges);
  g_free (run);
}

const AnnexField *
annex_import_run_get_field (AnnexImportRun *run, guint column)
{
  int index = g_array_index (run->import->columns, int, column);

  return index < 0 ? NULL : run->import->fields->pdata[index];
}

void
annex_import_run_add_problem (AnnexImportRun *run, guint64 ordinal, guint64 line, int column, char *message)
{
  const char *const *headers = annex_table_source_get_headers (run->import->source);

  if (run->reports && run->transaction != NULL)
    {
      run->gives_up = TRUE;
      g_free (message);
      return;
    }
  annex_import_report_add_problem (run->report, line, column >= 0 ? headers[column] : NULL, message);
  if (ordinal < run->report->states->len && annex_import_report_get_state (run->report, ordinal) == ANNEX_IMPORT_ROW_UPDATE)
    annex_import_report_remove_changes (run->report, line);
  annex_import_report_set_state (run->report, ordinal, ANNEX_IMPORT_ROW_BAD);
}

AnnexLinkNames *
annex_import_run_get_names (AnnexImportRun *run, const AnnexType *type, GError **error)
{
  AnnexLinkNames *names = g_hash_table_lookup (run->names, type);

  if (names == NULL)
    {
      names = annex_link_names_new (run->import->store, type, error);
      if (names != NULL)
        g_hash_table_insert (run->names, (gpointer) type, names);
    }
  return names;
}

/* Whether a name can only be meant as a reference, such as "P-004". */
static gboolean
looks_like_reference (const AnnexType *type, const char *name)
{
  gsize length = strlen (type->prefix);

  if (g_ascii_strncasecmp (name, type->prefix, length) != 0 || name[length] != '-' || name[length + 1] == '\0')
    return FALSE;
  for (const char *c = name + length + 1; *c != '\0'; c++)
    if (!g_ascii_isdigit (*c))
      return FALSE;
  return TRUE;
}

static gint64 create_target (AnnexImportRun *run, AnnexLinkNames *names, const char *title, guint64 line, GError **error);

/* The id of the library to which controls made by name belong, as a canonical link value. */
static char *
dup_library (AnnexImportRun *run, guint64 line, GError **error)
{
  AnnexLinkNames *libraries = annex_import_run_get_names (run, annex_type_find ("library"), error);
  gint64 id = libraries != NULL ? annex_link_names_find (libraries, run->import->library) : 0;

  if (libraries != NULL && id <= 0 && id > ANNEX_IMPORT_FIRST_TARGET)
    id = create_target (run, libraries, run->import->library, line, error);
  return id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;
}

static gint64
create_target (AnnexImportRun *run, AnnexLinkNames *names, const char *title, guint64 line, GError **error)
{
  const AnnexType *type = annex_link_names_get_record_type (names);
  const AnnexField *title_field = annex_type_get_title_field (type);
  gboolean is_control = run->import->library != NULL && strcmp (type->name, "control") == 0;
  g_autofree char *library = is_control ? dup_library (run, line, error) : NULL;
  GPtrArray *fields = annex_store_get_fields (run->import->store, type);
  gint64 id;

  if (is_control && library == NULL)
    return 0;
  if (run->reports)
    {
      AnnexImportNewTarget *target = g_new0 (AnnexImportNewTarget, 1);

      target->line = line;
      target->type = g_strdup (type->name);
      target->title = g_strdup (title);
      g_ptr_array_add (run->report->new_targets, target);
    }
  if (run->transaction == NULL)
    id = --run->next_target;
  else
    {
      g_autofree const char **values = g_new0 (const char *, fields->len);

      for (guint i = 0; i < fields->len; i++)
        {
          const AnnexField *field = fields->pdata[i];

          if (field == title_field || (is_control && i == 0))
            values[i] = title;
          else if (is_control && strcmp (field->name, "library") == 0)
            values[i] = "other";
          else if (is_control && strcmp (field->name, "from_library") == 0)
            values[i] = library;
        }
      id = annex_transaction_create (run->transaction, type, values, error);
    }
  if (id != 0)
    annex_link_names_add (names, id, NULL, title);
  return id;
}

static gboolean
may_create (const AnnexImport *import, const AnnexField *field, const AnnexType *type)
{
  /* What a mapping names by its number alone is no own control; of a library there are only those that meet others. */
  if (strcmp (type->name, "control") == 0 && strcmp (import->type->name, "mapping") == 0)
    return import->library != NULL && g_strcmp0 (field->name, import->type->repeated_field) == 0;
  return import->create_missing_links || (import->create_library && strcmp (type->name, "library") == 0);
}

static gint64
resolve_name (AnnexImportRun *run, const AnnexField *field, AnnexLinkNames *names, const char *name, guint64 line, gboolean *waits, GError **error)
{
  const AnnexType *type = annex_link_names_get_record_type (names);
  gint64 id = annex_link_names_find (names, name);

  if (id == ANNEX_LINK_AMBIGUOUS)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_UNKNOWN_LINK, _("%s: “%s” is the name of more than one. Write the reference."),
                   annex_field_get_label (field), name);
      return 0;
    }
  if (id != 0)
    return id;
  if (type == run->import->type && waits != NULL)
    {
      *waits = TRUE;
      return 0;
    }
  if (type != run->import->type && may_create (run->import, field, type) && !looks_like_reference (type, name))
    return create_target (run, names, name, line, error);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_UNKNOWN_LINK,
               type == run->import->type ? _("%s: “%s” is neither in the engagement nor in the file.") : _("%s: “%s” is not in the engagement."),
               annex_field_get_label (field), name);
  return 0;
}

static gboolean
add_name (AnnexImportRun *run, const AnnexField *field, AnnexLinkNames *names, const char *name, GArray *ids, guint64 line, gboolean *waits,
          GError **error)
{
  g_autoptr (GError) cause = NULL;
  gint64 id = resolve_name (run, field, names, name, line, waits, &cause);

  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  if (id != 0)
    g_array_append_val (ids, id);
  return TRUE;
}

/* One part between semicolons: a name, or names between commas if each of them is known. */
static gboolean
add_part (AnnexImportRun *run, const AnnexField *field, AnnexLinkNames *names, const char *part, GArray *ids, guint64 line, gboolean *waits,
          GError **error)
{
  g_auto (GStrv) pieces = NULL;
  gboolean all_named = TRUE;

  if (strchr (part, ',') == NULL || annex_link_names_find (names, part) != 0)
    return add_name (run, field, names, part, ids, line, waits, error);
  pieces = g_strsplit (part, ",", -1);
  for (char **piece = pieces; *piece != NULL; piece++)
    {
      g_strstrip (*piece);
      if (**piece != '\0' && annex_link_names_find (names, *piece) == 0 &&
          !looks_like_reference (annex_link_names_get_record_type (names), *piece))
        all_named = FALSE;
    }
  if (!all_named)
    return add_name (run, field, names, part, ids, line, waits, error);
  for (char **piece = pieces; *piece != NULL; piece++)
    if (**piece != '\0' && !add_name (run, field, names, *piece, ids, line, waits, error))
      return FALSE;
  return TRUE;
}

static int
compare_ids (gconstpointer a, gconstpointer b)
{
  gint64 x = *(const gint64 *) a, y = *(const gint64 *) b;

  return (x > y) - (x < y);
}

/* As annex_link_ids_format(), each id once. */
static char *
format_ids (GArray *ids)
{
  g_array_sort (ids, compare_ids);
  for (guint i = ids->len; i > 1; i--)
    if (g_array_index (ids, gint64, i - 1) == g_array_index (ids, gint64, i - 2))
      g_array_remove_index (ids, i - 1);
  return annex_link_ids_format (ids);
}

char *
annex_import_run_resolve (AnnexImportRun *run, const AnnexField *field, const char *text, guint64 line, gboolean *waits, GError **error)
{
  AnnexLinkNames *names = annex_import_run_get_names (run, annex_type_find (field->target), error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *whole = g_strstrip (g_strdup (text));

  if (names == NULL)
    return NULL;
  if (*whole == '\0')
    return NULL;
  if ((field->flags & ANNEX_FIELD_MANY) == 0 || annex_link_names_find (names, whole) > 0)
    {
      if (!add_name (run, field, names, whole, ids, line, waits, error))
        return NULL;
    }
  else
    {
      g_auto (GStrv) parts = g_strsplit_set (whole, ";\n", -1);

      for (char **part = parts; *part != NULL; part++)
        if (*g_strstrip (*part) != '\0' && !add_part (run, field, names, *part, ids, line, waits, error))
          return NULL;
    }
  if (waits != NULL && *waits)
    return NULL;
  return ids->len > 0 ? format_ids (ids) : NULL;
}

static gboolean
check_tags (AnnexImportRun *run, guint column, const char *value, GError **error)
{
  g_auto (GStrv) tags = NULL;

  if (run->tags[column] == NULL || value == NULL)
    return TRUE;
  tags = g_strsplit (value, "; ", -1);
  for (char **tag = tags; *tag != NULL; tag++)
    if (!g_hash_table_contains (run->tags[column], *tag))
      {
        g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The tag “%s” is new, and new tags are not to be created."), *tag);
        return FALSE;
      }
  return TRUE;
}

char *
annex_import_run_parse (AnnexImportRun *run, guint column, const char *text, guint64 line, gboolean *pending, GError **error)
{
  const AnnexField *field = annex_import_run_get_field (run, column);
  gboolean is_own_link = field->kind == ANNEX_FIELD_LINK && strcmp (field->target, run->import->type->name) == 0;
  gboolean remember = !is_own_link && field->kind != ANNEX_FIELD_TEXT && field->kind != ANNEX_FIELD_LONG_TEXT;
  g_autoptr (GError) cause = NULL;
  const char *known;
  char *value;

  if (*text == '\0')
    return NULL;
  if (remember)
    {
      known = g_hash_table_lookup (run->memos[column], text);
      if (known != NULL)
        return *known != '\0' ? g_strdup (known) : NULL;
    }

  if (field->kind == ANNEX_FIELD_LINK)
    {
      /* A row that becomes another record may mean one further down by a reference that is there already. */
      if (is_own_link && run->import->policy == ANNEX_IMPORT_ADD)
        {
          *pending = TRUE;
          return NULL;
        }
      value = annex_import_run_resolve (run, field, text, line, is_own_link ? pending : NULL, &cause);
    }
  else
    value = annex_store_parse (run->import->store, field, text, &cause);

  if (cause == NULL && field->kind == ANNEX_FIELD_TAGS && !check_tags (run, column, value, &cause))
    g_clear_pointer (&value, g_free);
  if (cause != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }
  if (remember)
    {
      if (g_hash_table_size (run->memos[column]) >= MAX_MEMO)
        g_hash_table_remove_all (run->memos[column]);
      g_hash_table_insert (run->memos[column], g_strdup (text), g_strdup (value != NULL ? value : ""));
    }
  return value;
}

void
annex_import_run_keep_failure (AnnexImportRun *run, GError *error)
{
  if (error != NULL && run->failure == NULL && !g_error_matches (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    run->failure = error;
  else
    g_clear_error (&error);
}

gboolean
annex_import_run_confirm (AnnexImportRun *run, GError **error)
{
  GHashTableIter iter;
  AnnexLinkNames *names;

  if (run->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (run->failure));
      return FALSE;
    }
  g_hash_table_iter_init (&iter, run->names);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &names))
    if (!annex_link_names_confirm (names, error))
      return FALSE;
  return TRUE;
}

gint64
annex_import_run_find_reference (AnnexImportRun *run, const char *reference, gboolean same_type)
{
  AnnexLinkNames *names = annex_import_run_get_names (run, run->import->type, NULL);
  g_autoptr (AnnexStatement) statement = NULL;
  GError *error = NULL;
  gint64 id = 0;

  /* Those that this import makes stand in other rows, whose references are known to be others. */
  if (same_type && names != NULL && !annex_link_names_has_reference (names, reference))
    return 0;
  statement = annex_statement_new (run->import->store, "SELECT id, type FROM record WHERE reference = ?1", &error);
  if (statement != NULL)
    {
      annex_statement_bind_text (statement, 1, reference);
      if (annex_statement_next (statement) && (!same_type || strcmp (annex_statement_get_string (statement, 1), run->import->type->name) == 0))
        id = annex_statement_get_int64 (statement, 0);
      annex_statement_finish (statement, &error);
    }
  annex_import_run_keep_failure (run, error);
  return id;
}

gboolean
annex_import_run_is_refused (AnnexImportRun *run, guint64 line, const AnnexField *field)
{
  g_autofree char *key = NULL;

  if (g_hash_table_size (run->refused) == 0)
    return FALSE;
  key = g_strdup_printf ("%" G_GUINT64_FORMAT " %s", line, field->name);
  return g_hash_table_contains (run->refused, key);
}

void
annex_import_run_add_edges (AnnexImportRun *run, guint64 ordinal, guint64 line, gint64 from, guint column, const char *value)
{
  g_autoptr (GArray) ids = NULL;

  if (run->transaction != NULL || value == NULL)
    return;
  ids = annex_link_ids_parse (value);
  for (guint i = 0; i < ids->len; i++)
    {
      AnnexImportEdge edge = { ordinal, line, from, g_array_index (ids, gint64, i), column };

      g_array_append_val (run->edges, edge);
    }
}
