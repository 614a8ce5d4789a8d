/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "isms/act/corrective-action-path.h"
#include "isms/annex-isms.h"

static gboolean
send_back (AnnexStore *store, gint64 id, const char *stage, const char *reason, GError **error)
{
  guint gate = annex_gate_find (stage);

  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, id);
  if (gate < ANNEX_N_GATES)
    return annex_corrective_action_send_back (store, ids, gate, reason, error);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
               _("“%s” is no step; steps are correction, cause, plan, implementation, evidence and verification"), stage);
  return FALSE;
}

CliStatus
cli_advance (const char *const *arguments)
{
  g_autofree char *author = NULL, *skip = NULL, *back = NULL, *reason = NULL, *on = NULL;
  const GOptionEntry entries[] = {
    { "on", 0, 0, G_OPTION_ARG_STRING, &on, N_("When the step was done; today by default"), N_("DATE") },
    { "skip", 0, 0, G_OPTION_ARG_STRING, &skip, N_("Leave the step out, for this reason"), N_("REASON") },
    { "back", 0, 0, G_OPTION_ARG_STRING, &back, N_("Go back to a step, with --reason"), N_("STEP") },
    { "reason", 0, 0, G_OPTION_ARG_STRING, &reason, N_("Why it goes back"), N_("REASON") },
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("advance", entries, arguments, 2, 2);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (AnnexRecord) moved = NULL;
  g_autofree char *date = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;
  gint64 id;

  if (rest == NULL)
    return CLI_USAGE;
  if ((skip != NULL) + (back != NULL) + (on != NULL) > 1 || (reason != NULL) != (back != NULL))
    {
      cli_complain (_("advance takes one of --on, --skip, and --back with --reason"));
      return CLI_USAGE;
    }
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  record = annex_store_find (store, rest[1], &error);
  if (record == NULL)
    return cli_refuse (error);
  id = annex_record_get_id (record);
  if (on != NULL)
    {
      date = annex_field_parse (annex_type_find_field (&annex_corrective_action_type, "closed_on"), on, &error);
      if (date == NULL)
        return cli_refuse (error);
    }
  if (back != NULL)
    done = send_back (store, id, back, reason, &error);
  else if (skip != NULL)
    done = annex_corrective_action_skip (store, id, skip, &error);
  else
    done = annex_corrective_action_pass (store, id, NULL, date, &error);
  if (!done)
    return cli_refuse (error);
  moved = annex_store_load (store, id, &error);
  if (moved == NULL)
    return cli_refuse (error);
  printf ("%s\t%s\n", annex_record_get_reference (moved), annex_record_get_value (moved, "stage"));
  return CLI_DONE;
}
