/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-register-totals.h"

#include <glib/gi18n.h>

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
