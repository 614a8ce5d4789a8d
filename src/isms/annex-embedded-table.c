/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-embedded-table.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "annex-catalogues-resources.h"
#include "annex-isms.h"
#include "core/annex-log.h"
#include "core/annex-store-opening.h"
#include "exchange/annex-import.h"

static void
report (double share, gpointer user_data)
{
  annex_store_report_share (user_data, share);
}

/* @forgiving: rows that lean on what the engagement does not have are left out; they are of a catalogue, which takes
 * a while. */
static gboolean
import_file (AnnexStore *store, const AnnexType *type, const char *path, const char *label, gboolean forgiving, GError **error)
{
  g_autoptr (AnnexImport) import = annex_import_new (store, type, path, NULL, error);
  g_autoptr (AnnexImportReport) outcome = NULL;
  g_autoptr (GError) fault = NULL;
  g_autofree char *name = g_path_get_basename (path);
  gboolean imported;

  if (import == NULL)
    return FALSE;
  annex_import_set_create_missing_links (import, FALSE);
  annex_import_set_leave_out_bad (import, forgiving);
  annex_import_set_label (import, label);
  /* Headings are names of fields; own fields, which are named by an id, go by their label, as in any import. */
  for (guint i = 0; i < annex_import_get_n_columns (import); i++)
    {
      const char *heading = annex_import_get_headers (import)[i];
      const char *guess = annex_import_get_mapping (import, i);
      const AnnexField *field = guess != NULL ? annex_store_find_field (store, type, guess) : NULL;

      if (field != NULL && (field->flags & ANNEX_FIELD_CUSTOM) != 0 && g_str_equal (field->label, heading))
        continue;
      if (!annex_import_set_mapping (import, i, heading, error))
        return FALSE;
    }
  imported = annex_import_carry_out (import, &outcome, forgiving ? report : NULL, store,
                                     annex_store_get_cancellable (store), &fault);
  if (outcome != NULL && outcome->n_problems > 0 && !forgiving)
    {
      const AnnexImportProblem *problem = outcome->problems->pdata[0];

      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_FORMAT, _("A table that Annex brings along could not be loaded: %s, line %u: %s"), name,
                   (guint) problem->line, problem->message);
      return FALSE;
    }
  if (!imported)
    g_propagate_error (error, g_steal_pointer (&fault));
  return imported;
}

/* The tables travel inside the program; readers read files. */
static gboolean
import_text (AnnexStore *store, const AnnexType *type, const char *name, const char *text, gsize length, const char *label,
             gboolean forgiving, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("annex-table-XXXXXX", error);
  g_autofree char *path = NULL;
  gboolean imported;

  if (folder == NULL)
    return FALSE;
  path = g_build_filename (folder, name, NULL);
  imported = g_file_set_contents (path, text, (gssize) length, error) &&
             import_file (store, type, path, label, forgiving, error);
  g_unlink (path);
  g_rmdir (folder);
  return imported;
}

gboolean
annex_embedded_table_import (AnnexStore *store, const AnnexType *type, const char *name, const char *text, const char *label, GError **error)
{
  return import_text (store, type, name, text, strlen (text), label, FALSE, error);
}

/* Controls and clauses first: the others link to them. */
static const struct
{
  const AnnexType *type;
  const char *path;
  const char *label;
  gboolean late; /* came when files without it were about */
} catalogues[] = {
  { &annex_control_type, "/io/github/annex_isms/Annex/catalogues/controls.csv", N_("Load the controls of Annex A") },
  { &annex_clause_type, "/io/github/annex_isms/Annex/catalogues/clauses.csv", N_("Load the clauses 4 to 10"), TRUE },
  { &annex_threat_type, "/io/github/annex_isms/Annex/catalogues/threats.csv", N_("Load the catalogue of threats") },
  { &annex_vulnerability_type, "/io/github/annex_isms/Annex/catalogues/vulnerabilities.csv", N_("Load the catalogue of vulnerabilities") },
  { &annex_audit_question_type, "/io/github/annex_isms/Annex/catalogues/audit-questions.csv", N_("Load the questions of auditors"), TRUE },
};

static gboolean
load (AnnexStore *store, guint index, gboolean forgiving, GError **error)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (annex_catalogues_get_resource (), catalogues[index].path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  g_autofree char *name = g_path_get_basename (catalogues[index].path);

  return bytes != NULL && import_text (store, catalogues[index].type, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                       _(catalogues[index].label), forgiving, error);
}

gboolean
annex_catalogue_load (AnnexStore *store, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (catalogues); i++)
    {
      g_autoptr (GError) failure = NULL;
      guint n = annex_store_count (store, catalogues[i].type, &failure);

      if (annex_error_pass (&failure, error) || (n == 0 && !load (store, i, FALSE, error)))
        return FALSE;
    }
  return TRUE;
}

/* People may have deleted controls since: what speaks of them is not needed then. */
gboolean
annex_catalogue_load_missing (AnnexStore *store, GError **error)
{
  gint64 last = annex_log_get_last (store);

  for (guint i = 0; i < G_N_ELEMENTS (catalogues); i++)
    {
      if (!catalogues[i].late || annex_store_has_had (store, catalogues[i].type))
        continue;
      annex_store_report_step (store, _("Adding the catalogues that this version of Annex brings along…"));
      if (!load (store, i, TRUE, error))
        return FALSE;
    }
  return annex_log_get_last (store) == last || annex_log_mark_aside (store, last, _("Add what this version of Annex brings along"), error);
}
