/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

/* An engagement in a fresh folder for g_test_add(), and the few things that most tests do to one. */
typedef struct
{
  char *folder;
  AnnexStore *store;
} Fixture;

/* A file without anything, with what every engagement has, and with the sample. */
void fixture_set_up_empty (Fixture *fixture, gconstpointer data);
void fixture_set_up (Fixture *fixture, gconstpointer data);
void fixture_set_up_sample (Fixture *fixture, gconstpointer data);
void fixture_tear_down (Fixture *fixture, gconstpointer data);

/* Another file in the same folder. */
AnnexStore *fixture_create (Fixture *fixture, const char *name);

/* Names of fields and values as people write them alternate, ended by NULL. */
gint64 fixture_add (AnnexStore *store, const AnnexType *type, ...) G_GNUC_NULL_TERMINATED;

/* The same, expected to be refused with ANNEX_ERROR_INVALID and these words. */
void fixture_assert_refused (AnnexStore *store, const AnnexType *type, const char *part_of_message, ...) G_GNUC_NULL_TERMINATED;

gboolean fixture_set (AnnexStore *store, gint64 id, const char *name, const char *text, GError **error);
void fixture_assert_set (AnnexStore *store, gint64 id, const char *name, const char *text);
void fixture_assert_value (AnnexStore *store, gint64 id, const char *name, const char *expected);

/* The record with that reference, which is there. */
gint64 fixture_find (AnnexStore *store, const char *reference);

/* Whether the record breaks the rule of that id; and that it does, or does not. */
gboolean fixture_is_found (AnnexStore *store, gint64 id, const char *rule);
void fixture_assert_found (AnnexStore *store, gint64 id, const char *rule, gboolean expected);

/* That it breaks the rule until the field has the value. */
void fixture_assert_settled (AnnexStore *store, gint64 id, const char *rule, const char *field, const char *text);

/* Changes the file behind the back of the store. */
void fixture_run_sql (AnnexStore *store, const char *sql);
guint fixture_count (AnnexStore *store, const char *type_name);
