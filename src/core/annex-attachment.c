/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-attachment.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_NAME_LENGTH ANNEX_ATTACHMENT_MAX_NAME
#define MAX_ENDING_LENGTH 20
#define MAX_LOCATION_LENGTH 4096
#define MAX_TYPE_LENGTH 127
#define CLAIM ";named="

AnnexAttachment *
annex_attachment_copy (const AnnexAttachment *self)
{
  AnnexAttachment *copy = g_memdup2 (self, sizeof *self);

  copy->hash = g_strdup (self->hash);
  copy->type = g_strdup (self->type);
  copy->claimed_type = g_strdup (self->claimed_type);
  copy->name = g_strdup (self->name);
  copy->location = g_strdup (self->location);
  return copy;
}

void
annex_attachment_free (AnnexAttachment *self)
{
  g_free (self->hash);
  g_free (self->type);
  g_free (self->claimed_type);
  g_free (self->name);
  g_free (self->location);
  g_free (self);
}

static gboolean
is_hash (const char *text, gsize length)
{
  return length == ANNEX_ATTACHMENT_HASH_LENGTH && strspn (text, "0123456789abcdef") >= length;
}

static gboolean
is_media_type (const char *text)
{
  gsize length = strspn (text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&-^_.+/");

  return length > 0 && length <= MAX_TYPE_LENGTH && text[length] == '\0';
}

/* Characters that would make a name look like another: those that turn the direction of writing, and breaks. */
static gboolean
is_deceptive (gunichar character)
{
  return g_unichar_iscntrl (character) || character == 0x2028 || character == 0x2029 || (character >= 0x202A && character <= 0x202E) ||
         (character >= 0x2066 && character <= 0x2069) || character == 0x200E || character == 0x200F || character == 0xFEFF;
}

static gboolean
is_name (const char *name)
{
  if (*name == '\0' || strlen (name) > MAX_NAME_LENGTH || strchr (name, '/') != NULL || strcmp (name, ".") == 0 || strcmp (name, "..") == 0)
    return FALSE;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (is_deceptive (g_utf8_get_char (c)))
      return FALSE;
  return TRUE;
}

/* The bytes before the ending, ".jpg"; all of them where there is none. */
static gsize
get_stem_length (const char *name)
{
  const char *dot = strrchr (name, '.');

  return dot != NULL && dot != name && strlen (dot) <= MAX_ENDING_LENGTH ? (gsize) (dot - name) : strlen (name);
}

/* How much of a text fits into @room bytes: whole letters, with all the marks that belong to them. */
static gsize
fit (const char *text, gsize length, gsize room)
{
  const char *end = text + room;

  if (length <= room)
    return length;
  while (end > text && (((guchar) *end & 0xc0) == 0x80 || g_unichar_ismark (g_utf8_get_char (end)) || g_unichar_iszerowidth (g_utf8_get_char (end))))
    end--;
  return (gsize) (end - text);
}

/* What is inserted before the ending stays whole, and so does the ending. */
static char *
shorten (const char *name, const char *insertion, gsize room)
{
  gsize stem = get_stem_length (name);
  gsize fixed = strlen (insertion) + strlen (name + stem);

  return g_strdup_printf ("%.*s%s%s", (int) fit (name, stem, room - fixed), name, insertion, name + stem);
}

char *
annex_attachment_clean_name (const char *name)
{
  g_autofree char *shown = g_filename_display_name (name);
  g_autoptr (GString) clean = g_string_new (NULL);
  g_autofree char *short_name = NULL;

  for (const char *c = shown; *c != '\0'; c = g_utf8_next_char (c))
    {
      gunichar character = g_utf8_get_char (c);

      g_string_append_unichar (clean, character == '/' || is_deceptive (character) ? '_' : character);
    }
  g_strstrip (clean->str);
  short_name = shorten (clean->str, "", MAX_NAME_LENGTH);
  return is_name (short_name) ? g_steal_pointer (&short_name) : g_strdup (_("unnamed"));
}

char *
annex_attachment_number_name (const char *name, guint number, gsize room)
{
  g_autofree char *insertion = g_strdup_printf (" (%u)", number);

  return shorten (name, insertion, room);
}

/* Whether Windows takes it for a device, whatever its ending. */
static gboolean
is_reserved (const char *name)
{
  static const char *const devices[] = { "con", "prn", "aux", "nul", NULL };
  g_autofree char *stem = g_ascii_strdown (name, (gssize) strcspn (name, "."));

  return g_strv_contains (devices, stem) ||
         ((g_str_has_prefix (stem, "com") || g_str_has_prefix (stem, "lpt")) && strlen (stem) == 4 && g_ascii_isdigit (stem[3]));
}

char *
annex_attachment_dup_file_name (const char *name, gsize room)
{
  g_autofree char *visible = g_strconcat (is_reserved (name) ? "_" : "", name, NULL);

  for (char *c = visible; *c == '.'; c++)
    *c = '_';
  return shorten (visible, "", room);
}

static char *
dup_name_of_location (const char *location)
{
  g_autoptr (GFile) file = g_file_new_for_uri (location);
  g_autofree char *name = g_file_get_basename (file);

  return annex_attachment_clean_name (name != NULL ? name : location);
}

static AnnexAttachment *
parse_line (const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, " ", 4);
  g_autoptr (AnnexAttachment) self = NULL;
  char *claim;

  if (g_strv_length (parts) != 4 || !is_hash (parts[0], strlen (parts[0])) || !g_utf8_validate (line, -1, NULL))
    return NULL;
  self = g_new0 (AnnexAttachment, 1);
  self->hash = g_strdup (parts[0]);
  if (!g_ascii_string_to_unsigned (parts[1], 10, 1, G_GINT64_CONSTANT (1) << 50, (guint64 *) &self->size, NULL))
    return NULL;
  claim = strstr (parts[2], CLAIM);
  if (claim != NULL)
    {
      self->claimed_type = g_strdup (claim + strlen (CLAIM));
      *claim = '\0';
    }
  self->type = g_strdup (parts[2]);
  if (!is_media_type (self->type) || (self->claimed_type != NULL && !is_media_type (self->claimed_type)))
    return NULL;
  if (strchr (parts[3], '/') == NULL)
    self->name = g_strdup (parts[3]);
  else if (strlen (parts[3]) <= MAX_LOCATION_LENGTH && g_uri_is_valid (parts[3], G_URI_FLAGS_NONE, NULL))
    {
      self->location = g_strdup (parts[3]);
      self->name = dup_name_of_location (self->location);
    }
  return self->name != NULL && is_name (self->name) ? g_steal_pointer (&self) : NULL;
}

GPtrArray *
annex_attachment_parse_list (const char *value)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_attachment_free);
  g_auto (GStrv) lines = g_strsplit (value != NULL ? value : "", "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      AnnexAttachment *attachment = parse_line (*line);

      if (attachment != NULL)
        g_ptr_array_add (list, attachment);
    }
  return list;
}

char *
annex_attachment_format_list (GPtrArray *attachments)
{
  GString *value;

  if (attachments->len == 0)
    return NULL;
  value = g_string_new (NULL);
  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];

      g_string_append_printf (value, "%s%s %" G_GINT64_FORMAT " %s%s%s %s", i > 0 ? "\n" : "", at->hash, at->size, at->type,
                              at->claimed_type != NULL ? CLAIM : "", at->claimed_type != NULL ? at->claimed_type : "",
                              at->location != NULL ? at->location : at->name);
    }
  return g_string_free_and_steal (value);
}

char *
annex_attachment_format_names (const char *value)
{
  g_autoptr (GPtrArray) list = annex_attachment_parse_list (value);
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    {
      const AnnexAttachment *at = list->pdata[i];

      g_string_append (names, i > 0 ? "; " : "");
      if (at->location != NULL)
        g_string_append_printf (names, _("%s (linked, not kept)"), at->name);
      else
        g_string_append (names, at->name);
    }
  return g_string_free_and_steal (names);
}

gboolean
annex_attachment_is_canonical (const char *value)
{
  g_autoptr (GPtrArray) list = annex_attachment_parse_list (value);
  g_autofree char *canonical = annex_attachment_format_list (list);

  return g_strcmp0 (canonical, value) == 0;
}

char *
annex_attachment_dup_description (const AnnexAttachment *self)
{
  g_autofree char *size = g_format_size (self->size);
  g_autofree char *type = g_content_type_get_description (self->type);
  g_autofree char *claimed = self->claimed_type != NULL ? g_content_type_get_description (self->claimed_type) : NULL;
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, _("%s, %s"), size, type);
  if (claimed != NULL)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, _("not what its name says (%s)"), claimed);
    }
  if (self->location != NULL)
    g_string_append_printf (text, " · %s", _("linked, not kept"));
  return g_string_free_and_steal (text);
}

gboolean
annex_attachment_is_program (const AnnexAttachment *self)
{
  static const char *const programs[] = { "application/x-executable", "application/x-sharedlib", "application/x-pie-executable",
                                          "application/x-shellscript", "application/x-desktop", "application/x-ms-dos-executable",
                                          "application/vnd.microsoft.portable-executable", "application/x-msi",
                                          "application/x-java-archive", "application/vnd.appimage", "text/x-python", "text/x-perl" };
  g_autofree char *named = g_content_type_guess (self->name, NULL, 0, NULL);

  /* Either will do: some desktops go by the content, others by the name. */
  for (guint i = 0; i < G_N_ELEMENTS (programs); i++)
    if (g_content_type_is_a (self->type, programs[i]) || g_content_type_is_a (named, programs[i]))
      return TRUE;
  return FALSE;
}
