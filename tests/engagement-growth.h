/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

/* Engagements with many records, and what SQLite takes to read them. Counted is what it does, and no clock. */

/* Of these no engagement has ten times as many: all others lean on the first few of them. */
#define GROWTH_FEW 5

/* Audits and persons to lean on. */
void growth_add_few (AnnexStore *store);

/* Adds @n records of the type of that name, or of each type that grows: whatever may be chosen, dated or linked is at
 * random, the same each time. */
void growth_add (AnnexStore *store, const char *only, guint n);

/* Adds up, until the function is called that ends it, the steps of SQLite's machine. */
void growth_begin_counting (AnnexStore *store);
guint64 growth_end_counting (AnnexStore *store);

/* Keeps the statements that run, each as a text of SQL, until the function is called that hands them over. */
void growth_begin_listening (AnnexStore *store);
GPtrArray *growth_end_listening (AnnexStore *store);

typedef gboolean (*GrowthExcuseFunc) (const char *step, gconstpointer data);

/* Fails the test, under @name, where SQLite would look at a whole table or make an index of it for each record, unless
 * @is_excused (nullable) says that it may. */
void growth_check_plan (AnnexStore *store,
                        const char *name,
                        const char *sql,
                        GrowthExcuseFunc is_excused,
                        gconstpointer data);
