/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "core/annex-attaching.h"
#include "core/annex-content.h"

/* All of them or none. */
static GPtrArray *
stage (char **paths, gint64 limit, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_staged_file_free);

  for (char **path = paths; *path != NULL; path++)
    {
      g_autoptr (GFile) source = g_file_new_for_commandline_arg (*path);
      AnnexStagedFile *staged = annex_staged_file_read (source, limit, NULL, NULL, NULL, error);

      if (staged == NULL)
        return NULL;
      g_ptr_array_add (all, staged);
    }
  return g_steal_pointer (&all);
}

CliStatus
cli_attach (const char *const *arguments)
{
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("attach", entries, arguments, 4, -1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) record = NULL, after = NULL;
  g_autoptr (GPtrArray) staged = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  record = annex_store_find (store, rest[1], &error);
  if (record == NULL || cli_find_field (store, annex_record_get_record_type (record), rest[2], &error) == NULL)
    return cli_refuse (error);
  label = g_strdup_printf (_("Attach files to %s"), annex_record_get_title (record));
  staged = stage (rest + 3, annex_attaching_get_limit (store), &error);
  transaction = staged != NULL ? annex_transaction_begin (store, label, &error) : NULL;
  if (transaction == NULL || !annex_attaching_add (transaction, annex_record_get_id (record), rest[2], staged, &error) ||
      !annex_transaction_commit (transaction, &error))
    return cli_refuse (error);

  after = annex_store_load (store, annex_record_get_id (record), &error);
  if (after == NULL)
    return cli_refuse (error);
  cli_print_cell (annex_record_get_text (after, rest[2]), '\n');
  return CLI_DONE;
}

/* A name that is free in the folder: what is there stays. */
static char *
find_free_path (const char *folder, const char *kept)
{
  long longest = pathconf (folder, _PC_NAME_MAX);
  gsize room = longest > 40 && longest < ANNEX_ATTACHMENT_MAX_NAME ? (gsize) longest : ANNEX_ATTACHMENT_MAX_NAME;
  g_autofree char *name = annex_attachment_dup_file_name (kept, room);
  char *path = g_build_filename (folder, name, NULL);

  for (guint number = 2; g_file_test (path, G_FILE_TEST_EXISTS | G_FILE_TEST_IS_SYMLINK); number++)
    {
      g_autofree char *other = annex_attachment_number_name (name, number, room);

      g_free (path);
      path = g_build_filename (folder, other, NULL);
    }
  return path;
}

/* One that is damaged does not keep the others back. */
static CliStatus
extract (AnnexStore *store, const char *value, const char *folder)
{
  CliStatus status = CLI_DONE;
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (value);

  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];
      g_autofree char *path = NULL;
      g_autoptr (GError) error = NULL;

      if (at->location != NULL)
        {
          cli_complain (_("“%s” is linked to and not kept in the engagement: %s"), at->name, at->location);
          continue;
        }
      path = find_free_path (folder, at->name);
      if (annex_content_save (store, at->hash, path, NULL, &error))
        cli_print_cell (path, '\n');
      else
        status = cli_refuse (error);
    }
  return status;
}

CliStatus
cli_extract (const char *const *arguments)
{
  const GOptionEntry entries[] = { { NULL } };
  g_auto (GStrv) rest = cli_parse ("extract", entries, arguments, 3, 4);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  const AnnexField *only = NULL;
  CliStatus status = CLI_DONE;
  const char *folder;
  GPtrArray *fields;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  record = annex_store_find (store, rest[1], &error);
  if (record == NULL)
    return cli_refuse (error);
  folder = rest[3] != NULL ? rest[3] : rest[2];
  if (rest[3] != NULL)
    {
      only = cli_find_field (store, annex_record_get_record_type (record), rest[2], &error);
      if (only == NULL)
        return cli_refuse (error);
    }
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      cli_complain (_("the folder “%s” cannot be made: %s"), folder, g_strerror (errno));
      return CLI_REFUSED;
    }
  fields = annex_store_get_fields (store, annex_record_get_record_type (record));
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if (field->kind == ANNEX_FIELD_FILE && (only == NULL || only == field) &&
          extract (store, annex_record_get_value_at (record, i), folder) != CLI_DONE)
        status = CLI_REFUSED;
    }
  return status;
}

CliStatus
cli_clean (const char *const *arguments)
{
  const GOptionEntry entries[] = { { NULL } };
  g_auto (GStrv) rest = cli_parse ("clean", entries, arguments, 1, 1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (GError) error = NULL;
  guint n_removed;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], NULL);
  if (store == NULL)
    return CLI_REFUSED;
  if (!annex_content_clean_up (store, &n_removed, &error))
    return cli_refuse (error);
  printf (ngettext ("%u content removed\n", "%u contents removed\n", n_removed), n_removed);
  return CLI_DONE;
}
