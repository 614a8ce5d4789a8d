/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-natural-order.h"

#include <string.h>

typedef struct
{
  const char *at;
  const char *end;
} Rest;

static gboolean
is_at_number (const Rest *rest)
{
  return rest->at < rest->end && g_ascii_isdigit (*rest->at);
}

/* A number of any length, without the zeros before it. */
static Rest
take_number (Rest *rest)
{
  Rest number;

  while (is_at_number (rest) && *rest->at == '0')
    rest->at++;
  number.at = rest->at;
  while (is_at_number (rest))
    rest->at++;
  number.end = rest->at;
  return number;
}

static int
compare_numbers (Rest *a, Rest *b)
{
  Rest x = take_number (a), y = take_number (b);
  gsize n_x = (gsize) (x.end - x.at), n_y = (gsize) (y.end - y.at);

  return n_x != n_y ? (n_x > n_y) - (n_x < n_y) : memcmp (x.at, y.at, n_x);
}

int
annex_natural_order_compare (const char *a, gsize n_a, const char *b, gsize n_b)
{
  Rest x = { a, a + n_a }, y = { b, b + n_b };

  while (x.at < x.end && y.at < y.end)
    {
      int order = is_at_number (&x) && is_at_number (&y)
                    ? compare_numbers (&x, &y)
                    : (guchar) g_ascii_tolower (*x.at++) - (guchar) g_ascii_tolower (*y.at++);

      if (order != 0)
        return order;
    }
  return (x.at < x.end) - (y.at < y.end);
}

static int
collate (void *data, int n_a, const void *a, int n_b, const void *b)
{
  return annex_natural_order_compare (a, (gsize) n_a, b, (gsize) n_b);
}

void
annex_natural_order_register (sqlite3 *database)
{
  sqlite3_create_collation_v2 (database, "as_counted", SQLITE_UTF8, NULL, collate, NULL);
}
