/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-register-totals.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"

char *
annex_register_totals_dup_parts (AnnexStore *store, const AnnexType *type)
{
  const AnnexField *field = type->aside_field != NULL ? annex_type_find_field (type, type->aside_field) : NULL;
  g_autoptr (AnnexQuery) query = annex_query_new (type);
  g_autoptr (GString) parts = g_string_new (NULL);
  guint n_parts = 0;

  for (const AnnexChoice *choice = field != NULL ? field->choices : NULL; choice != NULL && choice->key != NULL; choice++)
    {
      guint n;

      annex_query_clear_filters (query);
      annex_query_add_filter (query, field->name, ANNEX_FILTER_IS, choice->key);
      n = annex_query_count (query, store, ANNEX_TOLD_BY_STORE);
      if (n > 0)
        g_string_append_printf (parts, "%s%s %u", n_parts++ > 0 ? ", " : "", g_dgettext (GETTEXT_PACKAGE, choice->label), n);
    }
  return n_parts > 1 ? g_string_free_and_steal (g_steal_pointer (&parts)) : NULL;
}

char *
annex_register_totals_dup_text (guint shown, guint all, guint unowned, guint overdue, const char *parts)
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

  if (parts != NULL)
    g_string_append_printf (text, _(" · In all: %s"), parts);

  return g_string_free (text, FALSE);
}
