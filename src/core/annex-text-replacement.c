/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-query.h"
#include "annex-text-replacement.h"
#include "annex-transaction.h"

#define CONTEXT_CHARACTERS 40

typedef struct
{
  AnnexStore *store;
  const char *const *field_names;
  const char *text;
  gboolean match_case;
  gboolean whole_words;
  GPtrArray *hits;
} Search;

static void
hit_free (gpointer data)
{
  AnnexTextHit *hit = data;

  g_free (hit->reference);
  g_free (hit->before);
  g_free (hit->text);
  g_free (hit->after);
  g_free (hit);
}

/* Returns: how many bytes at @place say what is looked for; 0 when they do not. Character by character, for the case of
 * letters may change their length in bytes. */
static gsize
match (const Search *search, const char *place)
{
  const char *end = place;

  for (const char *c = search->text; *c != '\0'; c = g_utf8_next_char (c), end = g_utf8_next_char (end))
    {
      gunichar wanted = g_utf8_get_char (c), found = *end != '\0' ? g_utf8_get_char (end) : 0;

      if (found == 0 || (wanted != found && (search->match_case || g_unichar_tolower (wanted) != g_unichar_tolower (found))))
        return 0;
    }
  return (gsize) (end - place);
}

static gboolean
is_word (const char *value, const char *place, gsize length)
{
  const char *before = g_utf8_find_prev_char (value, place);

  return (before == NULL || !g_unichar_isalnum (g_utf8_get_char (before))) &&
         (place[length] == '\0' || !g_unichar_isalnum (g_utf8_get_char (place + length)));
}

static char *
dup_before (const char *value, const char *place)
{
  const char *start = place;
  guint n = 0;

  while (start > value && start[-1] != '\n' && n++ < CONTEXT_CHARACTERS)
    start = g_utf8_prev_char (start);
  return start > value && start[-1] != '\n' ? g_strdup_printf ("…%.*s", (int) (place - start), start) : g_strndup (start, (gsize) (place - start));
}

static char *
dup_after (const char *place)
{
  const char *end = place;
  guint n = 0;

  while (*end != '\0' && *end != '\n' && n++ < CONTEXT_CHARACTERS)
    end = g_utf8_next_char (end);
  return *end != '\0' && *end != '\n' ? g_strdup_printf ("%.*s…", (int) (end - place), place) : g_strndup (place, (gsize) (end - place));
}

static void
search_value (const Search *search, AnnexRecord *record, const AnnexField *field, const char *value)
{
  for (const char *place = value; *place != '\0';)
    {
      gsize length = match (search, place);
      AnnexTextHit *hit;

      if (length == 0 || (search->whole_words && !is_word (value, place, length)))
        {
          place = g_utf8_next_char (place);
          continue;
        }
      hit = g_new0 (AnnexTextHit, 1);
      hit->record = annex_record_get_id (record);
      hit->reference = g_strdup (annex_record_get_reference (record));
      hit->field = field;
      hit->offset = (gsize) (place - value);
      hit->before = dup_before (value, place);
      hit->text = g_strndup (place, length);
      hit->after = dup_after (place + length);
      g_ptr_array_add (search->hits, hit);
      place += length;
    }
}

static gboolean
search_record (AnnexRecord *record, gpointer data)
{
  const Search *search = data;

  for (guint i = 0; search->field_names[i] != NULL; i++)
    {
      const AnnexField *field = annex_store_find_field (search->store, annex_record_get_record_type (record), search->field_names[i]);
      const char *value = annex_record_get_value (record, search->field_names[i]);

      if (field != NULL && value != NULL)
        search_value (search, record, field, value);
    }
  return TRUE;
}

GPtrArray *
annex_text_find (AnnexStore *store, const AnnexType *type, const char *const *field_names, const char *text, gboolean match_case,
                 gboolean whole_words, GError **error)
{
  g_autoptr (GPtrArray) hits = g_ptr_array_new_with_free_func (hit_free);
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  Search search = { store, field_names, text, match_case, whole_words, hits };

  if (*text == '\0')
    return g_steal_pointer (&hits);
  annex_query_set_stored_only (query, TRUE);
  return annex_query_foreach (query, store, search_record, &search, error) ? g_steal_pointer (&hits) : NULL;
}

/* Replaces the hits from @first on that stand in the same value. Returns: how many; 0 with @error set. */
static guint
replace_value (AnnexTransaction *transaction, AnnexStore *store, GPtrArray *hits, guint first, const char *replacement, GError **error)
{
  const AnnexTextHit *hit = hits->pdata[first];
  g_autoptr (AnnexRecord) record = annex_store_load (store, hit->record, error);
  const char *value = record != NULL ? annex_record_get_value (record, hit->field->name) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  gsize length, from = 0;
  guint n = 0;

  if (record == NULL)
    return 0;
  value = value != NULL ? value : "";
  length = strlen (value);
  for (; first + n < hits->len; n++)
    {
      const AnnexTextHit *next = hits->pdata[first + n];

      if (next->record != hit->record || next->field != hit->field)
        break;
      if (next->offset < from || next->offset > length || strncmp (value + next->offset, next->text, strlen (next->text)) != 0)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                       _("%s has changed since it was searched. Nothing was replaced; search again."), hit->reference);
          return 0;
        }
      g_string_append_len (text, value + from, (gssize) (next->offset - from));
      g_string_append (text, replacement);
      from = next->offset + strlen (next->text);
    }
  g_string_append (text, value + from);
  return annex_transaction_set (transaction, hit->record, hit->field->name, text->len > 0 ? text->str : NULL, error) ? n : 0;
}

gboolean
annex_text_replace (AnnexStore *store, GPtrArray *hits, const char *replacement, GError **error)
{
  g_autofree char *label = g_strdup_printf (ngettext ("Replace text with “%s” in %u place", "Replace text with “%s” in %u places", hits->len),
                                            replacement, hits->len);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);

  if (transaction == NULL)
    return FALSE;
  for (guint i = 0; i < hits->len;)
    {
      guint n = replace_value (transaction, store, hits, i, replacement, error);

      if (n == 0)
        return FALSE;
      i += n;
    }
  return annex_transaction_commit (transaction, error);
}
