/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-commands.h"

#include <glib/gi18n.h>

#include "core/annex-transaction.h"

static char *
describe (AnnexStore *store, GArray *ids, const char *one, const char *many)
{
  g_autoptr (AnnexRecord) record = NULL;

  if (ids->len == 1)
    {
      record = annex_store_load (store, g_array_index (ids, gint64, 0), ANNEX_TOLD_BY_STORE);

      return g_strdup_printf (one, record != NULL ? annex_record_get_reference (record) : "");
    }

  return g_strdup_printf (many, ids->len);
}

gboolean
annex_record_commands_set (AnnexStore *store, GArray *ids, const AnnexField *field, const char *value, GError **error)
{
  g_autofree char *what = describe (store, ids, "%s", ngettext ("%u record", "%u records", ids->len));
  /* Translators: the name of a field, then the reference of a record or a number of records. */
  g_autofree char *label = g_strdup_printf (_("Change “%s” of %s"), annex_field_get_label (field), what);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);

  if (transaction == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!annex_transaction_set (transaction, g_array_index (ids, gint64, i), field->name, value, error))
      return FALSE;

  return annex_transaction_commit (transaction, error);
}

gint64
annex_record_commands_create (AnnexStore *store, const AnnexType *type, const char *title, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Add %s"), title);
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  GPtrArray *fields = annex_store_get_fields (store, type);
  g_autofree const char **values = g_new0 (const char *, fields->len + 1);
  int index = annex_store_find_field_index (store, type, annex_type_get_title_field (type)->name);
  gint64 id;

  if (transaction == NULL)
    return 0;

  if (index >= 0)
    values[index] = title;
  id = annex_transaction_create (transaction, type, values, error);
  if (id == 0 || !annex_transaction_commit (transaction, error))
    return 0;

  return id;
}

gboolean
annex_record_commands_delete (AnnexStore *store, GArray *ids, char **label, GError **error)
{
  g_autofree char *doing =
    describe (store, ids, _("Delete %s"), ngettext ("Delete %u record", "Delete %u records", ids->len));
  g_autofree char *done =
    describe (store, ids, _("%s deleted"), ngettext ("%u record deleted", "%u records deleted", ids->len));
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, doing, error);
  guint n_broken;

  if (transaction == NULL)
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    if (!annex_transaction_delete (transaction, g_array_index (ids, gint64, i), error))
      return FALSE;

  n_broken = annex_transaction_count_broken (transaction);
  if (!annex_transaction_commit (transaction, error))
    return FALSE;

  /* Nobody sees that from here. Translators: the first is "A-0001 deleted". */
  if (label != NULL)
    *label = n_broken > 0 ? g_strdup_printf (ngettext ("%s; %u record lost a link", "%s; %u records lost a link", n_broken), done, n_broken)
                          : g_steal_pointer (&done);

  return TRUE;
}

GArray *
annex_record_commands_duplicate (AnnexStore *store, GArray *ids, GError **error)
{
  g_autofree char *label =
    describe (store, ids, _("Duplicate %s"), ngettext ("Duplicate %u record", "Duplicate %u records", ids->len));
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (transaction == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (AnnexRecord) record = annex_store_load (store, g_array_index (ids, gint64, i), error);
      const AnnexType *type = record != NULL ? annex_record_get_record_type (record) : NULL;
      GPtrArray *fields = type != NULL ? annex_store_get_fields (store, type) : NULL;
      g_autofree const char **values = NULL;
      g_autofree char *title = NULL;
      gint64 id;

      if (record == NULL)
        return NULL;

      title = g_strdup_printf (_("%s (copy)"), annex_record_get_title (record));
      values = g_new0 (const char *, fields->len + 1);
      for (guint j = 1; j < fields->len; j++)
        {
          const AnnexField *field = g_ptr_array_index (fields, j);
          const char *value = annex_record_get_value_at (record, j);

          if (field->flags & ANNEX_FIELD_TITLE)
            values[j] = title;
          else if (annex_field_is_stored (field))
            values[j] = value != NULL ? value : "";
        }

      id = annex_transaction_create (transaction, type, values, error);
      if (id == 0)
        return NULL;
      g_array_append_val (copies, id);
    }

  if (!annex_transaction_commit (transaction, error))
    return NULL;

  return g_steal_pointer (&copies);
}
