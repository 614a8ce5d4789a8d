/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-register-totals.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"

static guint
count (AnnexStore *store, const AnnexType *type, const AnnexField *field, AnnexFilterOperator op, const char *value)
{
  g_autoptr (AnnexQuery) query = annex_query_new (type);

  annex_query_add_filter (query, field->name, op, value);
  if (annex_type_find_field (type, "lifecycle") != NULL)
    annex_query_add_filter (query, "lifecycle", ANNEX_FILTER_IS_NOT, "disposed");

  return annex_query_count (query, store, NULL);
}

char *
annex_register_totals_dup_text (guint shown, guint all, guint unowned, guint overdue)
{
  GString *text = g_string_new (NULL);

  if (shown == all)
    g_string_append_printf (text, ngettext ("%u record", "%u records", all), all);
  else
    g_string_append_printf (text, _("%u of %u records"), shown, all);

  if (unowned > 0)
    g_string_append_printf (text, ngettext (" · %u without owner", " · %u without owner", unowned), unowned);
  if (overdue > 0)
    g_string_append_printf (text, ngettext (" · %u overdue", " · %u overdue", overdue), overdue);

  return g_string_free (text, FALSE);
}

const AnnexField *
annex_register_totals_find_due_field (const AnnexType *type)
{
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].kind == ANNEX_FIELD_DATE && (type->fields[i].flags & ANNEX_FIELD_FILTER))
      return &type->fields[i];

  return NULL;
}

void
annex_register_totals_count (AnnexStore *store, const AnnexType *type, guint *unowned, guint *overdue)
{
  const AnnexField *owner = annex_type_find_field (type, "owner");
  const AnnexField *due = annex_register_totals_find_due_field (type);

  *unowned = owner != NULL ? count (store, type, owner, ANNEX_FILTER_IS_EMPTY, NULL) : 0;
  *overdue = due != NULL ? count (store, type, due, ANNEX_FILTER_BELOW, "today") : 0;
}

guint
annex_register_totals_count_attention (AnnexStore *store, const AnnexType *type)
{
  guint unowned;
  guint overdue;

  if (type->count_attention != NULL)
    return type->count_attention (store);

  annex_register_totals_count (store, type, &unowned, &overdue);

  return unowned + overdue;
}
