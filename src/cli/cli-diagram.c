/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "isms/annex-isms.h"
#include "report/annex-cause-picture.h"

CliStatus
cli_diagram (const char *const *arguments)
{
  g_autofree char *kind = NULL;
  const GOptionEntry entries[] = {
    { "kind", 0, 0, G_OPTION_ARG_FILENAME, &kind, N_("ishikawa (the default), a fishbone, or whys, a tree"), N_("KIND") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("diagram", entries, arguments, 3, 3);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) action = NULL;
  g_autoptr (AnnexCauseTree) tree = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  if (kind != NULL && !g_str_equal (kind, "ishikawa") && !g_str_equal (kind, "whys"))
    {
      cli_complain (_("--kind is ishikawa or whys, not “%s”"), kind);
      return CLI_USAGE;
    }
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  action = annex_store_find (store, rest[1], &error);
  if (action == NULL)
    return cli_refuse (error);
  if (annex_record_get_record_type (action) != &annex_corrective_action_type)
    {
      cli_complain (_("%s is no nonconformity, and only those have causes to draw"), rest[1]);
      return CLI_REFUSED;
    }
  tree = annex_cause_tree_load (store, annex_record_get_id (action), &error);
  if (tree == NULL || !annex_store_confirm_reads (store, &error) ||
      !annex_cause_picture_write (tree, g_strcmp0 (kind, "whys") == 0 ? ANNEX_CAUSE_WHYS : ANNEX_CAUSE_ISHIKAWA, rest[2], &error))
    return cli_refuse (error);
  return CLI_DONE;
}
