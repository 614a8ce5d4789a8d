/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-link-names.h"
#include "core/annex-statement.h"

struct _AnnexLinkNames
{
  AnnexStore *store;
  const AnnexType *type;
  GHashTable *references; /* id → reference */
  GHashTable *by_reference;
  GHashTable *by_title; /* NULL until a title is asked for */
  GHashTable *safe_titles; /* id → title, or "" where it would be misread */
  GError *failure;         /* of the first read that did not come to its end, since the references were read */
};

char *
annex_link_names_fold (const char *name)
{
  return g_str_is_ascii (name) ? g_ascii_strdown (name, -1) : g_utf8_casefold (name, -1);
}

static void
add_name (GHashTable *names, const char *name, gint64 id)
{
  g_autofree char *key = NULL;
  gint64 *known;

  if (name == NULL || *name == '\0')
    return;
  key = annex_link_names_fold (name);
  known = g_hash_table_lookup (names, key);
  if (known != NULL && *known != id)
    *known = ANNEX_LINK_AMBIGUOUS;
  else if (known == NULL)
    g_hash_table_insert (names, g_steal_pointer (&key), g_memdup2 (&id, sizeof id));
}

static gboolean
read_names (AnnexLinkNames *self, gboolean titles, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (self->store, titles ? "SELECT id, title FROM record WHERE type = ?1" : "SELECT id, reference FROM record WHERE type = ?1",
                         error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, self->type->name);
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);
      const char *name = annex_statement_get_text (statement, 1);

      add_name (titles ? self->by_title : self->by_reference, name, id);
      if (!titles)
        g_hash_table_insert (self->references, g_memdup2 (&id, sizeof id), g_strdup (name));
    }
  return annex_statement_finish (statement, error);
}

static GHashTable *
get_titles (AnnexLinkNames *self)
{
  if (self->by_title == NULL)
    {
      self->by_title = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      read_names (self, TRUE, self->failure == NULL ? &self->failure : NULL);
    }
  return self->by_title;
}

AnnexLinkNames *
annex_link_names_new (AnnexStore *store, const AnnexType *type, GError **error)
{
  g_autoptr (AnnexLinkNames) self = g_new0 (AnnexLinkNames, 1);

  self->store = g_object_ref (store);
  self->type = type;
  self->references = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->by_reference = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->safe_titles = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  if (!read_names (self, FALSE, error))
    return NULL;
  return g_steal_pointer (&self);
}

const AnnexType *
annex_link_names_get_record_type (AnnexLinkNames *self)
{
  return self->type;
}

void
annex_link_names_add (AnnexLinkNames *self, gint64 id, const char *reference, const char *title)
{
  if (reference != NULL && *reference != '\0')
    {
      g_autofree char *key = annex_link_names_fold (reference);

      /* The newest wins: what a file calls A-0001 is the file's A-0001. */
      g_hash_table_insert (self->by_reference, g_steal_pointer (&key), g_memdup2 (&id, sizeof id));
      g_hash_table_insert (self->references, g_memdup2 (&id, sizeof id), g_strdup (reference));
    }
  if (title != NULL)
    add_name (get_titles (self), title, id);
}

gint64
annex_link_names_find (AnnexLinkNames *self, const char *name)
{
  g_autofree char *key = annex_link_names_fold (name);
  g_autofree char *completed = annex_type_complete_reference (self->type, name);
  gint64 *id = g_hash_table_lookup (self->by_reference, key);

  if (id == NULL)
    id = g_hash_table_lookup (get_titles (self), key);
  if (id == NULL && completed != NULL)
    {
      g_autofree char *completed_key = annex_link_names_fold (completed);

      id = g_hash_table_lookup (self->by_reference, completed_key);
    }
  return id != NULL ? *id : 0;
}

gboolean
annex_link_names_has_reference (AnnexLinkNames *self, const char *reference)
{
  g_autofree char *key = annex_link_names_fold (reference);

  return g_hash_table_contains (self->by_reference, key);
}

gboolean
annex_link_names_confirm (AnnexLinkNames *self, GError **error)
{
  if (self->failure == NULL)
    return TRUE;
  g_propagate_error (error, g_error_copy (self->failure));
  return FALSE;
}

const char *
annex_link_names_get_reference (AnnexLinkNames *self, gint64 id)
{
  return g_hash_table_lookup (self->references, &id);
}

/* The title if it leads back to this record and to no other, else "". */
static const char *
get_safe_title (AnnexLinkNames *self, gint64 id)
{
  char *title = g_hash_table_lookup (self->safe_titles, &id);
  g_autoptr (AnnexRecord) record = NULL;

  if (title != NULL)
    return title;
  record = annex_store_load (self->store, id, self->failure == NULL ? &self->failure : NULL);
  title = g_strdup (record != NULL ? annex_record_get_title (record) : "");
  if (*title != '\0' && (strpbrk (title, ";,\r\n") != NULL || g_ascii_isspace (*title) ||
                         g_ascii_isspace (title[strlen (title) - 1]) || annex_link_names_find (self, title) != id))
    *title = '\0';
  g_hash_table_insert (self->safe_titles, g_memdup2 (&id, sizeof id), title);
  return title;
}

/* "A-9" before "A-10". */
static int
compare_names (gconstpointer a, gconstpointer b)
{
  const char *x = *(const char *const *) a, *y = *(const char *const *) b;
  guint64 m, n;

  while (*x != '\0' && *x == *y && !g_ascii_isdigit (*x))
    x++, y++;
  if (!g_ascii_isdigit (*x) || !g_ascii_isdigit (*y))
    return strcmp (x, y);
  m = g_ascii_strtoull (x, NULL, 10);
  n = g_ascii_strtoull (y, NULL, 10);
  return m != n ? (m > n) - (m < n) : strcmp (x, y);
}

char *
annex_link_names_format (AnnexLinkNames *self, const char *value, gboolean by_title)
{
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) names = NULL;

  if (value == NULL || *value == '\0')
    return g_strdup ("");
  ids = annex_link_ids_parse (value);
  names = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      const char *name = by_title ? get_safe_title (self, id) : "";

      if (*name == '\0')
        name = annex_link_names_get_reference (self, id);
      if (name != NULL)
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return g_strjoinv ("; ", (char **) names->pdata);
}

void
annex_link_names_free (AnnexLinkNames *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->references, g_hash_table_unref);
  g_clear_pointer (&self->by_reference, g_hash_table_unref);
  g_clear_pointer (&self->by_title, g_hash_table_unref);
  g_clear_pointer (&self->safe_titles, g_hash_table_unref);
  g_clear_error (&self->failure);
  g_free (self);
}
