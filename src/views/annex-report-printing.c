/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-printing.h"

#include <glib/gi18n.h>

#include "annex-report-options.h"
#include "core/annex-worker.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-printing.h"

/* What is printed: the pages of a report. */
typedef struct
{
  GPtrArray *pages; /* cairo_surface_t */
  double width;     /* of a page, in points */
  double height;
  AnnexReportPaper paper;
  char *name;
  char *note; /* (nullable) */
} Printout;

static void
printout_free (gpointer data)
{
  Printout *printout = data;

  g_clear_pointer (&printout->pages, g_ptr_array_unref);
  g_free (printout->name);
  g_free (printout->note);
  g_free (printout);
}

static gpointer
draw_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const AnnexReportOrder *order = data;
  g_autoptr (AnnexReportDocument) document = annex_report_order_make (order, store, cancellable, error);
  Printout *printout;

  if (document == NULL)
    return NULL;
  printout = g_new0 (Printout, 1);
  printout->pages = annex_report_document_draw_pages (document, &printout->width, &printout->height, cancellable, error);
  printout->paper = order->paper;
  printout->name = g_strdup (_(order->kind->label));
  printout->note = g_strdup (annex_report_document_get_note (document));
  if (printout->pages == NULL)
    g_clear_pointer (&printout, printout_free);
  return printout;
}

/* Its margins are drawn already. */
static void
draw_page_cb (GtkPrintOperation *operation, GtkPrintContext *context, int page, Printout *printout)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  double scale = MIN (gtk_print_context_get_width (context) / printout->width, gtk_print_context_get_height (context) / printout->height);

  cairo_scale (cairo, scale, scale);
  cairo_set_source_surface (cairo, printout->pages->pdata[page], 0, 0);
  cairo_paint (cairo);
}

/* Takes @printout. */
static void
print (GtkWidget *parent, Printout *printout)
{
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GtkPageSetup) setup = gtk_page_setup_new ();
  GtkPaperSize *paper = gtk_paper_size_new (printout->paper == ANNEX_REPORT_LETTER ? GTK_PAPER_NAME_LETTER : GTK_PAPER_NAME_A4);

  gtk_page_setup_set_paper_size_and_default_margins (setup, paper);
  gtk_paper_size_free (paper);
  gtk_page_setup_set_orientation (setup, printout->width > printout->height ? GTK_PAGE_ORIENTATION_LANDSCAPE : GTK_PAGE_ORIENTATION_PORTRAIT);
  gtk_print_operation_set_default_page_setup (operation, setup);
  gtk_print_operation_set_use_full_page (operation, TRUE);
  gtk_print_operation_set_n_pages (operation, (int) printout->pages->len);
  gtk_print_operation_set_job_name (operation, printout->name);
  g_signal_connect (operation, "draw-page", G_CALLBACK (draw_page_cb), printout);
  g_object_set_data_full (G_OBJECT (operation), "annex-printout", printout, printout_free);
  annex_printing_run (operation, parent, _("The Report Could Not Be Printed"));
}

static void
drawn_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) parent = user_data;
  g_autoptr (GError) error = NULL;
  Printout *printout = annex_worker_finish (result, &error);

  if (gtk_widget_get_root (parent) == NULL)
    ; /* closed meanwhile */
  else if (printout != NULL)
    {
      if (printout->note != NULL)
        annex_feedback_tell (parent, _("Before You Hand It On"), printout->note);
      print (parent, g_steal_pointer (&printout));
    }
  else
    annex_feedback_refuse (parent, _("The Report Could Not Be Printed"), error);
  g_clear_pointer (&printout, printout_free);
}

void
annex_report_printing_run (GtkWidget *parent, AnnexStore *store, AnnexReportOrder *order)
{
  annex_worker_run (store, draw_worker, order, (GDestroyNotify) annex_report_order_free, printout_free, NULL, drawn_cb, g_object_ref (parent));
}

void
annex_report_printing_run_kind (GtkWidget *parent, AnnexStore *store, const char *kind, gint64 record)
{
  AnnexReportOrder *order = annex_report_order_new (annex_report_kind_find (kind));

  order->record = record;
  order->paper = annex_report_options_get_paper (store);
  annex_report_printing_run (parent, store, order);
}
