/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "cli.h"
#include "core/annex-transaction.h"
#include "isms/plan/methodology.h"

static void
print_moves (AnnexStore *store, GArray *moves)
{
  puts ("stage\tlikelihood\tconsequence\tbefore\tafter\trisks");
  for (guint i = 0; i < moves->len; i++)
    {
      const AnnexMethodologyMove *move = &g_array_index (moves, AnnexMethodologyMove, i);
      const char *before = annex_store_get_scale_label (store, "risk_level", move->level_before);
      const char *after = annex_store_get_scale_label (store, "risk_level", move->level_after);

      printf ("%s\t%d\t%d\t%s\t%s\t%u\n", move->stage, move->likelihood, move->consequence, before != NULL ? before : "", after != NULL ? after : "",
              move->n_risks);
    }
}

static gboolean
apply (AnnexStore *store, AnnexStore *source, guint preset, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, _("Change the methodology"), error);

  return transaction != NULL &&
         (source != NULL ? annex_methodology_take_over (transaction, store, source, error)
                         : annex_methodology_set_preset (transaction, store, preset, error)) &&
         annex_transaction_commit (transaction, error);
}

CliStatus
cli_methodology (const char *const *arguments)
{
  gboolean dry_run = FALSE;
  int preset = 0;
  g_autofree char *from = NULL, *author = NULL;
  const GOptionEntry entries[] = {
    { "preset", 0, 0, G_OPTION_ARG_INT, &preset, N_("Take over a preset: 3, 4 or 5 levels on either scale"), N_("N") },
    { "from", 0, 0, G_OPTION_ARG_FILENAME, &from, N_("Take over the methodology of another engagement"), N_("FILE") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Say what would move, and write nothing"), NULL },
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("methodology", entries, arguments, 1, 1);
  g_autoptr (AnnexStore) source = NULL;
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexMatrix) matrix = NULL;
  g_autoptr (GArray) moves = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  if ((from == NULL) == (preset == 0) || (from == NULL && (preset < 3 || preset > 5)))
    {
      cli_complain (_("methodology takes either --preset with 3, 4 or 5, or --from"));
      return CLI_USAGE;
    }
  if (from != NULL)
    {
      source = annex_store_open_source (from, &error);
      if (source == NULL)
        return cli_refuse (error);
    }
  store = dry_run ? cli_open_for_reading (rest[0]) : cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  matrix = source != NULL ? annex_methodology_load_matrix_of (source, &error) : annex_matrix_new_preset ((guint) preset);
  moves = matrix != NULL ? annex_methodology_list_moves (store, matrix, &error) : NULL;
  if (moves == NULL)
    return cli_refuse (error);
  print_moves (store, moves);
  return dry_run || apply (store, source, (guint) preset, &error) ? CLI_DONE : cli_refuse (error);
}
