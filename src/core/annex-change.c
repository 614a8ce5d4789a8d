/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-change.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-error.h"

/* More commits than any engagement will see, and far from where numbers overflow. */
#define MAX_COMMIT (G_GINT64_CONSTANT (1) << 53)

static gboolean
refuse (const AnnexChange *change, const char *what, GError **error)
{
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
               _("The history is damaged or was altered: change %ld of commit %ld %s."),
               (long) change->position, (long) change->commit, what);
  return FALSE;
}

gboolean
annex_change_check_commit (gint64 commit, GError **error)
{
  if (commit >= 0 && commit <= MAX_COMMIT)
    return TRUE;
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED,
               _("The history is damaged or was altered: there can be no commit %ld."),
               (long) commit);
  return FALSE;
}

gboolean
annex_change_read_text (sqlite3_stmt *statement, int column, const char **text)
{
  int type = sqlite3_column_type (statement, column);
  gsize length;

  *text = NULL;
  if (type == SQLITE_NULL)
    return TRUE;
  if (type != SQLITE_TEXT)
    return FALSE;
  *text = (const char *) sqlite3_column_text (statement, column);
  length = (gsize) sqlite3_column_bytes (statement, column);
  return *text != NULL && g_utf8_validate (*text, (gssize) length, NULL);
}

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

gboolean
annex_change_read (sqlite3_stmt *statement, AnnexChange *change, GError **error)
{
  const char *type_name;
  const struct
  {
    const char **text;
    const char *column;
    gboolean required;
  } texts[] = { { &type_name, "type", TRUE },
                { &change->reference, "reference", TRUE },
                { &change->operation, "operation", TRUE },
                { &change->field, "field", FALSE },
                { &change->old, "old", FALSE },
                { &change->new, "new", FALSE } };
  gboolean creates, deletes, updates;

  memset (change, 0, sizeof *change);
  change->commit = sqlite3_column_int64 (statement, 0);
  change->position = sqlite3_column_int64 (statement, 1);
  change->record = sqlite3_column_int64 (statement, 2);
  if (!annex_change_check_commit (change->commit, error))
    return FALSE;
  for (int column = 0; column <= 2; column++)
    if (sqlite3_column_type (statement, column) != SQLITE_INTEGER)
      return refuse (change, _("has no number where one belongs"), error);
  if (change->record <= 0)
    return refuse (change, _("concerns a record that cannot be"), error);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (!annex_change_read_text (statement, 3 + (int) i, texts[i].text) || (texts[i].required && (*texts[i].text == NULL || **texts[i].text == '\0')))
        {
          g_autofree char *what = g_strdup_printf (_("has no proper text in “%s”"), texts[i].column);

          return refuse (change, what, error);
        }
    }
  change->type = annex_type_find (type_name);
  if (change->type == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_NEW, _("Commit %ld concerns “%s”, which this Annex does not know."),
                   (long) change->commit, type_name);
      return FALSE;
    }
  creates = strcmp (change->operation, "create") == 0;
  deletes = strcmp (change->operation, "delete") == 0;
  updates = strcmp (change->operation, "update") == 0;
  if (!creates && !deletes && !updates)
    return refuse (change, _("is none that Annex makes"), error);
  if (updates != (change->field != NULL) || (creates && (change->new == NULL || change->old != NULL)) ||
      (deletes && (change->old == NULL || change->new != NULL)))
    return refuse (change, _("does not say what was changed"), error);
  /* A record is never without one. */
  if (updates && strcmp (change->field, "reference") == 0 && (is_empty (change->old) || is_empty (change->new)))
    return refuse (change, _("leaves a record without a reference"), error);
  return TRUE;
}
