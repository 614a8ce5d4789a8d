/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "annex-matrix.h"
#include "core/annex-statement.h"

#define FEWEST_LEVELS 3
#define MOST_LEVELS 7

struct _AnnexMatrix
{
  GArray *likelihoods;
  GArray *consequences;
  int *levels; /* by index of likelihood, then of consequence */
};

G_DEFINE_BOXED_TYPE (AnnexMatrix, annex_matrix, annex_matrix_copy, annex_matrix_free)

static int
find (GArray *scale, int value)
{
  for (guint i = 0; i < scale->len; i++)
    if (g_array_index (scale, int, i) == value)
      return (int) i;
  return -1;
}

static int *
find_cell (const AnnexMatrix *self, int likelihood, int consequence)
{
  int row = find (self->likelihoods, likelihood);
  int column = find (self->consequences, consequence);

  return row < 0 || column < 0 ? NULL : &self->levels[row * (int) self->consequences->len + column];
}

static int
reduce (GArray *scale, int value, guint steps)
{
  int index = find (scale, value);

  return index < 0 ? value : g_array_index (scale, int, MAX (index - (int) MIN (steps, 100), 0));
}

AnnexMatrix *
annex_matrix_new (GArray *likelihoods, GArray *consequences)
{
  AnnexMatrix *self = g_new0 (AnnexMatrix, 1);

  self->likelihoods = g_array_copy (likelihoods);
  self->consequences = g_array_copy (consequences);
  self->levels = g_new0 (int, MAX (likelihoods->len * consequences->len, 1));
  return self;
}

AnnexMatrix *
annex_matrix_new_preset (guint size)
{
  /* The greatest products that are still low, medium and high. */
  static const int bounds[][3] = { { 2, 4, 6 }, { 3, 6, 9 }, { 4, 9, 14 } };
  g_autoptr (GArray) scale = g_array_new (FALSE, FALSE, sizeof (int));
  AnnexMatrix *self;

  g_return_val_if_fail (size >= 3 && size <= 5, NULL);

  for (int level = 1; level <= (int) size; level++)
    g_array_append_val (scale, level);
  self = annex_matrix_new (scale, scale);
  for (int likelihood = 1; likelihood <= (int) size; likelihood++)
    for (int consequence = 1; consequence <= (int) size; consequence++)
      {
        int level = 1;

        while (level <= 3 && likelihood * consequence > bounds[size - 3][level - 1])
          level++;
        annex_matrix_set_level (self, likelihood, consequence, level);
      }
  return self;
}

AnnexMatrix *
annex_matrix_load (AnnexStore *store, GError **error)
{
  g_autoptr (GArray) likelihoods = annex_store_dup_scale_levels (store, "likelihood", error);
  g_autoptr (GArray) consequences = likelihoods != NULL ? annex_store_dup_scale_levels (store, "consequence", error) : NULL;
  g_autoptr (AnnexStatement) statement =
    consequences != NULL ? annex_statement_new (store, "SELECT likelihood, consequence, level FROM matrix_cell", error) : NULL;
  g_autoptr (AnnexMatrix) self = NULL;

  if (statement == NULL)
    return NULL;
  self = annex_matrix_new (likelihoods, consequences);
  while (annex_statement_next (statement))
    annex_matrix_set_level (self, annex_statement_get_int (statement, 0), annex_statement_get_int (statement, 1),
                            annex_statement_get_int (statement, 2));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&self) : NULL;
}

AnnexMatrix *
annex_matrix_copy (const AnnexMatrix *self)
{
  AnnexMatrix *copy = annex_matrix_new (self->likelihoods, self->consequences);

  for (guint i = 0; i < self->likelihoods->len * self->consequences->len; i++)
    copy->levels[i] = self->levels[i];
  return copy;
}

void
annex_matrix_free (AnnexMatrix *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->likelihoods);
  g_array_unref (self->consequences);
  g_free (self->levels);
  g_free (self);
}

guint
annex_matrix_get_n_likelihoods (const AnnexMatrix *self)
{
  return self->likelihoods->len;
}

guint
annex_matrix_get_n_consequences (const AnnexMatrix *self)
{
  return self->consequences->len;
}

int
annex_matrix_get_likelihood (const AnnexMatrix *self, guint index)
{
  return g_array_index (self->likelihoods, int, index);
}

int
annex_matrix_get_consequence (const AnnexMatrix *self, guint index)
{
  return g_array_index (self->consequences, int, index);
}

int
annex_matrix_get_level (const AnnexMatrix *self, int likelihood, int consequence)
{
  const int *cell = find_cell (self, likelihood, consequence);

  return cell != NULL ? *cell : 0;
}

void
annex_matrix_set_level (AnnexMatrix *self, int likelihood, int consequence, int level)
{
  int *cell = find_cell (self, likelihood, consequence);

  if (cell != NULL)
    *cell = level;
}

int
annex_matrix_reduce_likelihood (const AnnexMatrix *self, int value, guint steps)
{
  return reduce (self->likelihoods, value, steps);
}

int
annex_matrix_reduce_consequence (const AnnexMatrix *self, int value, guint steps)
{
  return reduce (self->consequences, value, steps);
}

G_GNUC_PRINTF (2, 3)
static void
add_fault (GPtrArray *faults, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_ptr_array_add (faults, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static void
list_scale_faults (GPtrArray *faults, GArray *scale, const char *label)
{
  if (scale->len < FEWEST_LEVELS || scale->len > MOST_LEVELS)
    add_fault (faults, _("The scale %s has %u levels; a matrix takes 3 to 7."), label, scale->len);
  for (guint i = 0; i < scale->len; i++)
    {
      int level = g_array_index (scale, int, i);
      int expected = i > 0 ? g_array_index (scale, int, i - 1) + 1 : MIN (level, 1);

      if (level == expected + 1)
        add_fault (faults, _("The scale %s has no level %d."), label, expected);
      else if (level != expected)
        add_fault (faults, _("The scale %s has no levels %d to %d."), label, expected, level - 1);
    }
}

/* Whether a cell that is better than this one, by one step on either scale, has a higher level. */
static gboolean
is_below_a_better_one (const AnnexMatrix *self, guint row, guint column, int level)
{
  guint n = self->consequences->len;

  return (row > 0 && self->levels[(row - 1) * n + column] > level) || (column > 0 && self->levels[row * n + column - 1] > level);
}

GPtrArray *
annex_matrix_list_faults (const AnnexMatrix *self, AnnexStore *store, GError **error)
{
  GPtrArray *faults;
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (store, "risk_level", error);
  guint unpainted = 0;

  if (levels == NULL)
    return NULL;
  faults = g_ptr_array_new_with_free_func (g_free);
  list_scale_faults (faults, self->likelihoods, _("Likelihood"));
  list_scale_faults (faults, self->consequences, _("Consequence"));
  for (guint row = 0; row < self->likelihoods->len; row++)
    for (guint column = 0; column < self->consequences->len; column++)
      {
        int level = self->levels[row * self->consequences->len + column];
        int likelihood = annex_matrix_get_likelihood (self, row);
        int consequence = annex_matrix_get_consequence (self, column);

        if (level == 0)
          unpainted++;
        else if (find (levels, level) < 0)
          add_fault (faults, _("The cell for likelihood %d and consequence %d has level %d, which the scale of levels does not have."),
                     likelihood, consequence, level);
        else if (is_below_a_better_one (self, row, column, level))
          add_fault (faults, _("The cell for likelihood %d and consequence %d has a lower level than a cell beside it that is less bad."),
                     likelihood, consequence);
      }
  if (unpainted > 0)
    add_fault (faults, ngettext ("%u cell of the matrix is not painted: risks in it have no level.",
                                 "%u cells of the matrix are not painted: risks in them have no level.", unpainted),
               unpainted);
  return faults;
}
