/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-log-order.h"

#include <glib/gi18n-lib.h>

#include "annex-clock.h"
#include "annex-statement.h"

typedef struct
{
  gint64 id;
  gint64 time;    /* microseconds since 1970; G_MININT64 where it is none */
  guint rank;     /* of the time among all times, from 1 */
  gint64 weight;  /* of the best run of times that ends here */
  int before;     /* the one before in that run, -1 for none */
  gboolean fits;
} Moment;

struct _AnnexLogOrder
{
  GArray *moments; /* of Moment, by id */
  guint n_misdated;
};

static gint64
parse_time (const char *text)
{
  g_autoptr (GDateTime) time = text != NULL ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time != NULL ? g_date_time_to_unix (time) * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : G_MININT64;
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 x = (*(Moment *const *) a)->time, y = (*(Moment *const *) b)->time;

  return (x > y) - (x < y);
}

/* Returns the number of different times. */
static guint
rank_times (GArray *moments)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_sized_new (moments->len);
  guint rank = 0;

  for (guint i = 0; i < moments->len; i++)
    g_ptr_array_add (sorted, &g_array_index (moments, Moment, i));
  g_ptr_array_sort (sorted, compare_times);
  for (guint i = 0; i < sorted->len; i++)
    {
      Moment *moment = sorted->pdata[i];

      if (i == 0 || ((Moment *) sorted->pdata[i - 1])->time != moment->time)
        rank++;
      moment->rank = rank;
    }
  return rank;
}

/* Whether a run that ends at @a is to be preferred to one that ends at @b; the earlier one where both are alike. */
static gboolean
is_better (GArray *moments, int a, int b)
{
  if (b < 0 || a < 0)
    return a >= 0;
  return g_array_index (moments, Moment, a).weight > g_array_index (moments, Moment, b).weight;
}

/* Finds the run of times that never goes back and has most commits, in a tree of the best run up to each rank. Any
 * number of times still to come weighs less than one that has been. */
static void
find_fitting (AnnexLogOrder *self, gint64 now)
{
  GArray *moments = self->moments;
  guint n_ranks = rank_times (moments);
  g_autofree int *best = g_new (int, n_ranks + 1);
  int end = -1;

  for (guint i = 0; i <= n_ranks; i++)
    best[i] = -1;
  for (guint i = 0; i < moments->len; i++)
    {
      Moment *moment = &g_array_index (moments, Moment, i);

      moment->before = -1;
      for (guint rank = moment->rank; rank > 0; rank &= rank - 1)
        if (is_better (moments, best[rank], moment->before))
          moment->before = best[rank];
      moment->weight = moment->before >= 0 ? g_array_index (moments, Moment, moment->before).weight : 0;
      if (moment->time != G_MININT64)
        moment->weight += moment->time <= now ? (gint64) moments->len + 1 : 1;
      for (guint rank = moment->rank; rank <= n_ranks; rank += rank & -rank)
        if (is_better (moments, (int) i, best[rank]))
          best[rank] = (int) i;
      if (is_better (moments, (int) i, end))
        end = (int) i;
    }
  for (; end >= 0; end = g_array_index (moments, Moment, end).before)
    g_array_index (moments, Moment, end).fits = g_array_index (moments, Moment, end).time != G_MININT64;
  for (guint i = 0; i < moments->len; i++)
    self->n_misdated += !g_array_index (moments, Moment, i).fits;
}

AnnexLogOrder *
annex_log_order_read (AnnexStore *store, GError **error)
{
  g_autoptr (GDateTime) now = annex_clock_get_stamp ();
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id, time FROM \"commit\" ORDER BY id", error);
  g_autoptr (AnnexLogOrder) self = NULL;

  if (statement == NULL)
    return NULL;
  self = g_new0 (AnnexLogOrder, 1);
  self->moments = g_array_new (FALSE, FALSE, sizeof (Moment));
  while (annex_statement_next (statement))
    {
      Moment moment = { annex_statement_get_int64 (statement, 0), parse_time (annex_statement_get_text (statement, 1)), 0, 0, -1, FALSE };

      g_array_append_val (self->moments, moment);
    }
  if (!annex_statement_finish (statement, error))
    return NULL;
  find_fitting (self, g_date_time_to_unix_usec (now));
  return g_steal_pointer (&self);
}

void
annex_log_order_free (AnnexLogOrder *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->moments);
  g_free (self);
}

gint64
annex_log_order_find (AnnexLogOrder *self, const char *end)
{
  gint64 limit = parse_time (end);
  gint64 found = 0;

  for (guint i = 0; i < self->moments->len; i++)
    {
      const Moment *moment = &g_array_index (self->moments, Moment, i);

      if (moment->fits && moment->time > limit)
        break;
      /* What comes before the first time that fits came with it. */
      if (moment->fits || found > 0)
        found = moment->id;
    }
  return found;
}

guint
annex_log_order_get_n_misdated (AnnexLogOrder *self)
{
  return self->n_misdated;
}

char *
annex_log_order_dup_remark (AnnexLogOrder *self)
{
  for (guint i = 0; i < self->moments->len; i++)
    {
      const Moment *moment = &g_array_index (self->moments, Moment, i);

      if (!moment->fits)
        return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                             "The time of %u commit, number %ld, does not fit its place in the history: a clock was set back or forward. "
                                             "The order of the commits counts.",
                                             "The times of %u commits, the first number %ld, do not fit their place in the history: a clock was set back "
                                             "or forward. The order of the commits counts.",
                                             self->n_misdated),
                                self->n_misdated, (long) moment->id);
    }
  return NULL;
}
