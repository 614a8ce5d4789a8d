/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-kind-menu.h"

#include <glib/gi18n.h>

#include "isms/annex-calendar-entries.h"
#include "isms/annex-isms.h"

/* What people add from a calendar; all others stand below. */
static const char *const first_kinds[] = { "audit",    "review",    "workshop",          "training", "treatment",
                                          "activity", "objective", "corrective_action", "holiday" };

static void
append_kind (GMenu *menu, const AnnexType *type)
{
  g_autofree char *action = g_strdup_printf ("calendar.add::%s", type->name);

  g_menu_append (menu, g_dgettext (GETTEXT_PACKAGE, type->label), action);
}

GMenuModel *
annex_calendar_kind_menu_new (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) first = g_menu_new (), others = g_menu_new ();
  g_autoptr (GPtrArray) types = annex_calendar_list_types ();

  for (guint i = 0; i < G_N_ELEMENTS (first_kinds); i++)
    if (annex_type_find (first_kinds[i]) != NULL)
      append_kind (first, annex_type_find (first_kinds[i]));
  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];
      gboolean common = FALSE;

      for (guint j = 0; j < G_N_ELEMENTS (first_kinds); j++)
        common = common || g_str_equal (first_kinds[j], type->name);
      /* Occurrences follow from activities; what stands inside another is added there; a day that is computed can't be given. */
      if (!common && annex_calendar_find_date_field (type) != NULL && type->phase != ANNEX_PHASE_NONE && type != &annex_occurrence_type)
        append_kind (others, type);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (first));
  g_menu_append_submenu (menu, _("_Other"), G_MENU_MODEL (others));
  return G_MENU_MODEL (menu);
}
