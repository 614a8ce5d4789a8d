/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-oscal-writer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-oscal-prose.h"
#include "core/annex-log.h"

gboolean
annex_oscal_find_kind (const char *path, AnnexOscalKind *kind)
{
  g_autofree char *folded = g_ascii_strdown (path, -1);

  if (g_str_has_suffix (folded, ".oscal.json"))
    *kind = ANNEX_OSCAL_CATALOGUE;
  else if (g_str_has_suffix (folded, ".component.json"))
    *kind = ANNEX_OSCAL_IMPLEMENTATION;
  else
    return FALSE;
  return TRUE;
}

/* Version 5 of RFC 9562, but for the name space, which is in the words. */
char *
annex_oscal_make_uuid (const char *what, gint64 number)
{
  g_autofree char *words = g_strdup_printf (ANNEX_OSCAL_NAMESPACE ":%s:%" G_GINT64_FORMAT, what, number);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA1);
  guint8 digest[20];
  gsize length = sizeof digest;

  g_checksum_update (checksum, (const guchar *) words, -1);
  g_checksum_get_digest (checksum, digest, &length);
  digest[6] = (digest[6] & 0x0f) | 0x50;
  digest[8] = (digest[8] & 0x3f) | 0x80;
  return g_strdup_printf ("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", digest[0], digest[1], digest[2], digest[3],
                          digest[4], digest[5], digest[6], digest[7], digest[8], digest[9], digest[10], digest[11], digest[12], digest[13],
                          digest[14], digest[15]);
}

char *
annex_oscal_make_id (const char *reference)
{
  g_autoptr (GString) id = g_string_new (NULL);

  for (const char *c = reference; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_unichar_tolower (g_utf8_get_char (c));

      if (g_unichar_isalpha (character) || character == '_' || (id->len > 0 && (g_unichar_isdigit (character) || character == '.' || character == '-')))
        g_string_append_unichar (id, character);
      else if (g_unichar_isdigit (character))
        g_string_append_printf (id, "c-%c", (char) character);
      else if (character == '(')
        g_string_append_c (id, '.');
      else if (id->len > 0 && character != ')')
        g_string_append_c (id, '-');
    }
  return id->len > 0 ? g_string_free_and_steal (g_steal_pointer (&id)) : g_strdup ("_");
}

char *
annex_oscal_get_control_id (AnnexRecord *control)
{
  const char *id = annex_record_get_value (control, "oscal_id");

  return id != NULL ? g_strdup (id) : annex_oscal_make_id (annex_record_get_reference (control));
}

void
annex_oscal_add_metadata (JsonObject *document, AnnexStore *store, const char *title)
{
  JsonObject *metadata = json_object_new ();
  g_autoptr (GDateTime) now = annex_clock_get_stamp ();
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
  g_autofree char *version = g_strdup_printf ("%" G_GINT64_FORMAT, annex_log_get_last (store));

  json_object_set_string_member (metadata, "title", title);
  json_object_set_string_member (metadata, "last-modified", time);
  json_object_set_string_member (metadata, "version", version);
  json_object_set_string_member (metadata, "oscal-version", ANNEX_OSCAL_VERSION);
  json_object_set_object_member (document, "metadata", metadata);
}

void
annex_oscal_add_property (JsonObject *owner, const char *name, const char *ns, const char *value)
{
  JsonObject *property;
  JsonArray *properties = annex_oscal_get_array (owner, "props");
  g_autofree char *line = value != NULL ? g_strstrip (g_strdelimit (g_strdup (value), "\r\n\t", ' ')) : NULL;

  if (line == NULL || *line == '\0')
    return;
  if (properties == NULL)
    {
      properties = json_array_new ();
      json_object_set_array_member (owner, "props", properties);
    }
  property = json_object_new ();
  json_object_set_string_member (property, "name", name);
  if (ns != NULL)
    json_object_set_string_member (property, "ns", ns);
  json_object_set_string_member (property, "value", line);
  json_array_add_object_element (properties, property);
}

static gboolean
collect (AnnexRecord *record, gpointer data)
{
  g_ptr_array_add (data, g_object_ref (record));
  return TRUE;
}

gboolean
annex_oscal_export (AnnexStore *store, const AnnexQuery *query, AnnexOscalKind kind, const char *path, GError **error)
{
  g_autoptr (GPtrArray) controls = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexQuery) lean = annex_query_copy (query);
  g_autoptr (JsonNode) document = NULL;
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;

  if (strcmp (annex_query_get_record_type (query)->name, "control") != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("OSCAL holds controls, not %s."), _(annex_query_get_record_type (query)->label_plural));
      return FALSE;
    }
  annex_query_set_stored_only (lean, TRUE);
  annex_store_confirm_reads (store, NULL);
  if (!annex_query_foreach (lean, store, collect, controls, error))
    return FALSE;
  if (controls->len == 0)
    {
      g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("No control is shown, so there is nothing to write."));
      return FALSE;
    }
  document = kind == ANNEX_OSCAL_CATALOGUE ? annex_oscal_make_catalogue (store, controls, error) : annex_oscal_make_implementation (store, controls, error);
  if (document == NULL || !annex_store_confirm_reads (store, error))
    return FALSE;
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, document);
  text = json_generator_to_data (generator, NULL);
  if (g_file_set_contents (path, text, -1, &cause))
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The export could not be written: %s"), cause->message);
  return FALSE;
}
