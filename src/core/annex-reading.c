/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-reading.h"

#include "annex-store-private.h"

gboolean
annex_reading_begin (AnnexStore *store)
{
  return store->database != NULL && store->transaction == NULL && sqlite3_get_autocommit (store->database) &&
         annex_store_execute (store, "BEGIN", NULL);
}

void
annex_reading_end (AnnexStore *store)
{
  annex_store_execute (store, "COMMIT", NULL);
}
