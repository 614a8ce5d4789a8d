/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-import-report.h"

#define MAX_PROBLEMS 10000
#define MAX_CHANGES 100000

static void
problem_free (gpointer data)
{
  AnnexImportProblem *problem = data;

  g_free (problem->column);
  g_free (problem->message);
  g_free (problem);
}

static void
change_free (gpointer data)
{
  AnnexImportChange *change = data;

  g_free (change->reference);
  g_free (change->field);
  g_free (change->label);
  g_free (change->old);
  g_free (change->new);
  g_free (change);
}

static void
new_target_free (gpointer data)
{
  AnnexImportNewTarget *target = data;

  g_free (target->type);
  g_free (target->title);
  g_free (target);
}

static guint64 *
get_counter (AnnexImportReport *self, AnnexImportState state)
{
  switch (state)
    {
    case ANNEX_IMPORT_ROW_ADD:
      return &self->n_add;
    case ANNEX_IMPORT_ROW_UPDATE:
      return &self->n_update;
    case ANNEX_IMPORT_ROW_UNCHANGED:
      return &self->n_unchanged;
    case ANNEX_IMPORT_ROW_SKIP:
      return &self->n_skip;
    case ANNEX_IMPORT_ROW_BAD:
    default:
      return &self->n_bad;
    }
}

AnnexImportReport *
annex_import_report_new (void)
{
  AnnexImportReport *self = g_new0 (AnnexImportReport, 1);

  self->problems = g_ptr_array_new_with_free_func (problem_free);
  self->changes = g_ptr_array_new_with_free_func (change_free);
  self->new_targets = g_ptr_array_new_with_free_func (new_target_free);
  self->states = g_byte_array_new ();
  return self;
}

void
annex_import_report_add_problem (AnnexImportReport *self, guint64 line, const char *column, char *message)
{
  AnnexImportProblem *problem;

  if (self->n_problems++ >= MAX_PROBLEMS)
    {
      g_free (message);
      return;
    }
  problem = g_new0 (AnnexImportProblem, 1);
  problem->line = line;
  problem->column = g_strdup (column);
  problem->message = message;
  g_ptr_array_add (self->problems, problem);
}

void
annex_import_report_add_change (AnnexImportReport *self, guint64 line, const char *reference, const char *field, const char *label,
                                const char *old_text, const char *new_text)
{
  AnnexImportChange *change;

  if (self->n_changes++ >= MAX_CHANGES)
    return;
  change = g_new0 (AnnexImportChange, 1);
  change->line = line;
  change->reference = g_strdup (reference);
  change->field = g_strdup (field);
  change->label = g_strdup (label);
  change->old = g_strdup (old_text);
  change->new = g_strdup (new_text);
  change->accepted = TRUE;
  g_ptr_array_add (self->changes, change);
}

void
annex_import_report_remove_changes (AnnexImportReport *self, guint64 line)
{
  for (guint i = self->changes->len; i > 0; i--)
    if (((AnnexImportChange *) self->changes->pdata[i - 1])->line == line)
      {
        g_ptr_array_remove_index (self->changes, i - 1);
        self->n_changes--;
      }
}

void
annex_import_report_set_state (AnnexImportReport *self, guint64 ordinal, AnnexImportState state)
{
  if (ordinal < self->states->len)
    *get_counter (self, self->states->data[ordinal]) -= 1;
  else
    g_byte_array_set_size (self->states, ordinal + 1);
  self->states->data[ordinal] = state;
  *get_counter (self, state) += 1;
}

AnnexImportState
annex_import_report_get_state (AnnexImportReport *self, guint64 ordinal)
{
  return ordinal < self->states->len ? self->states->data[ordinal] : ANNEX_IMPORT_ROW_BAD;
}

static int
compare_problems (gconstpointer a, gconstpointer b)
{
  const AnnexImportProblem *x = *(const AnnexImportProblem *const *) a, *y = *(const AnnexImportProblem *const *) b;

  return (x->line > y->line) - (x->line < y->line);
}

static int
compare_changes (gconstpointer a, gconstpointer b)
{
  const AnnexImportChange *x = *(const AnnexImportChange *const *) a, *y = *(const AnnexImportChange *const *) b;

  return (x->line > y->line) - (x->line < y->line);
}

void
annex_import_report_sort (AnnexImportReport *self)
{
  g_ptr_array_sort (self->problems, compare_problems);
  g_ptr_array_sort (self->changes, compare_changes);
}

char *
annex_import_report_summarize (AnnexImportReport *self)
{
  const struct
  {
    const char *format;
    guint64 count;
  } parts[] = { { _("%lu added"), self->n_add },
                { _("%lu changed"), self->n_update },
                { _("%lu unchanged"), self->n_unchanged },
                { _("%lu skipped"), self->n_skip },
                { _("%lu left out"), self->n_bad } };
  GString *summary = g_string_new (NULL);
  guint n = 0;

  g_string_append_printf (summary, ngettext ("%lu row", "%lu rows", self->n_rows), (gulong) self->n_rows);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i].count > 0)
      {
        g_string_append (summary, n++ == 0 ? ": " : ", ");
        g_string_append_printf (summary, parts[i].format, (gulong) parts[i].count);
      }
  if (self->remark != NULL)
    g_string_append_printf (summary, ". %s", self->remark);
  return g_string_free_and_steal (summary);
}

void
annex_import_report_free (AnnexImportReport *self)
{
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->changes);
  g_ptr_array_unref (self->new_targets);
  g_free (self->remark);
  g_byte_array_unref (self->states);
  g_free (self);
}
