/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-log-replay.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-change.h"
#include "annex-statement-private.h"

static void
clear (AnnexReplayed *self)
{
  g_clear_pointer (&self->reference, g_free);
  g_clear_pointer (&self->row, annex_row_free);
  g_clear_pointer (&self->fault, g_free);
  memset (self, 0, sizeof *self);
}

static gboolean
is_field (const AnnexType *type, const char *name)
{
  const AnnexField *field = annex_type_find_field (type, name);

  return g_str_has_prefix (name, "custom_") || (field != NULL && annex_field_is_stored (field));
}

static gboolean
replay_change (AnnexReplayed *self, const AnnexChange *change, GError **error)
{
  const char *what;

  if (strcmp (change->operation, "create") == 0 && self->row == NULL)
    {
      self->row = annex_row_from_json (change->new, error);
      if (self->row == NULL)
        return FALSE;
      self->number = MAX (self->number, annex_reference_number (annex_row_get (self->row, "reference")));
      return TRUE;
    }
  if (strcmp (change->operation, "delete") == 0 && self->row != NULL)
    {
      g_clear_pointer (&self->row, annex_row_free);
      return TRUE;
    }
  if (strcmp (change->operation, "update") == 0 && self->row != NULL && is_field (change->type, change->field))
    {
      annex_row_set (self->row, change->field, change->new);
      return TRUE;
    }
  what = strcmp (change->operation, "create") == 0 ? _("makes a record that was there already")
         : self->row == NULL                       ? _("concerns a record that was not there")
                                                   : _("sets a field that there is not");
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("Commit %ld, change %ld, %s."), (long) change->commit, (long) change->position, what);
  return FALSE;
}

static void
follow (AnnexReplayed *self, sqlite3_stmt *row)
{
  g_autoptr (GError) fault = NULL;
  AnnexChange change;

  if (self->fault != NULL)
    return;
  if (annex_change_read (row, &change, &fault))
    {
      const char *reference = change.reference;

      if (self->type != NULL && self->type != change.type)
        g_set_error (&fault, ANNEX_ERROR, ANNEX_ERROR_DAMAGED, _("Commit %ld, change %ld, gives the record another type."), (long) change.commit,
                     (long) change.position);
      else if (replay_change (self, &change, &fault) && self->row != NULL)
        reference = annex_row_get (self->row, "reference");
      self->type = change.type;
      self->commit = change.commit;
      g_set_str (&self->reference, reference);
    }
  if (fault != NULL)
    self->fault = g_strdup (fault->message);
}

gboolean
annex_log_replay (AnnexStore *store, gint64 last, const char *records, AnnexLogReplayFunc func, gpointer data, GCancellable *cancellable,
                  GError **error)
{
  g_autofree char *sql =
    g_strdup_printf ("SELECT " ANNEX_CHANGE_COLUMNS " FROM %s%schange INDEXED BY change_by_record WHERE %s commit_id <= ?1 "
                     "ORDER BY record, commit_id, position",
                     records != NULL ? records : "", records != NULL ? " r CROSS JOIN " : "", records != NULL ? "record = r.id AND" : "");
  g_autoptr (AnnexStatement) statement = records == NULL ? annex_statement_new (store, sql, error) : annex_statement_new_once (store, sql, error);
  AnnexReplayed replayed = { 0 };
  gboolean done = TRUE, begun = FALSE;

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, last);
  while (done && annex_statement_next (statement))
    {
      gint64 record = annex_statement_get_int64 (statement, 2);

      if (begun && record != replayed.record)
        {
          done = !g_cancellable_set_error_if_cancelled (cancellable, error) && func (&replayed, data, error);
          clear (&replayed);
        }
      replayed.record = record;
      begun = TRUE;
      follow (&replayed, annex_statement_get_handle (statement));
    }
  done = done && annex_statement_finish (statement, error) && (!begun || func (&replayed, data, error));
  clear (&replayed);
  return done;
}
