/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-nothing-stated.h"

#include <adwaita.h>
#include <glib/gi18n.h>

GtkWidget *
annex_nothing_stated_new (void)
{
  GtkWidget *page = adw_status_page_new ();

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "edit-find-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _("Nothing Found"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _("No control of Annex A or of your own matches the search and the filters. Those of other libraries stand in the table."));
  gtk_widget_set_vexpand (page, TRUE);
  gtk_widget_set_visible (page, FALSE);
  return page;
}
