/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <locale.h>

#include "annex-application.h"
#include "core/annex-clock.h"
#include "isms/annex-isms.h"

int
main (int argc, char *argv[])
{
  g_autoptr (AnnexApplication) application = NULL;
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  if (!annex_clock_read_environment (&error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  annex_isms_register_types ();
  application = annex_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
