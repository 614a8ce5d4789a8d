/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-printing.h"

#include <glib/gi18n.h>

#include "isms/annex-calendar-days.h"
#include "report/annex-calendar-picture.h"
#include "widgets/annex-printing.h"

typedef struct
{
  AnnexCalendarEntries *entries;
  guint day;
} Printing;

static void
printing_free (gpointer data)
{
  Printing *printing = data;

  annex_calendar_entries_unref (printing->entries);
  g_free (printing);
}

static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printing *printing)
{
  annex_calendar_picture_draw (gtk_print_context_get_cairo_context (context), printing->entries, printing->day,
                               gtk_print_context_get_width (context), gtk_print_context_get_height (context));
}

void
annex_calendar_printing_run (GtkWidget *parent, AnnexCalendarEntries *entries, guint day)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  g_autofree char *month = annex_calendar_dup_month (day);
  Printing *printing = g_new0 (Printing, 1);

  printing->entries = annex_calendar_entries_ref (entries);
  printing->day = day;
  g_object_set_data_full (G_OBJECT (operation), "annex-printing", printing, printing_free);
  gtk_page_setup_set_orientation (setup, GTK_PAGE_ORIENTATION_LANDSCAPE);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_job_name (operation, month);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printing);
  annex_printing_run (operation, parent, _("The Month Could Not Be Printed"));
}
