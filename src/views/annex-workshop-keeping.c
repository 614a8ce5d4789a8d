/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-keeping.h"

#include <glib/gi18n.h>

#include "core/annex-worker.h"
#include "isms/plan/workshop-evidence.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-progress.h"

typedef struct
{
  GtkWidget *widget;
  AnnexProgress *progress;
  gint64 workshop;
} Keeping;

static gpointer
print_worker (AnnexStore *store, gpointer workshop, GCancellable *cancellable, GError **error)
{
  return annex_workshop_evidence_print (store, *(gint64 *) workshop, cancellable, error);
}

static void
keep (Keeping *keeping, AnnexStore *store, GBytes *minutes)
{
  g_autoptr (GError) error = NULL;
  gint64 id = annex_workshop_evidence_keep (store, keeping->workshop, minutes, &error);
  g_autoptr (AnnexRecord) evidence = id != 0 ? annex_store_load (store, id, &error) : NULL;
  g_autofree char *text = NULL;

  if (evidence == NULL)
    {
      annex_feedback_refuse (keeping->widget, _("The Workshop Could Not Be Kept as Evidence"), error);
      return;
    }
  text = g_strdup_printf (_("Kept as %s, with the minutes"), annex_record_get_reference (evidence));
  annex_feedback_say_undoable (keeping->widget, text);
}

static void
printed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keeping *keeping = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) minutes = annex_worker_finish (result, &error);

  annex_progress_free (keeping->progress);
  if (minutes != NULL)
    keep (keeping, ANNEX_STORE (source), minutes);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    annex_feedback_refuse (keeping->widget, _("The Minutes Could Not Be Written"), error);
  g_object_unref (keeping->widget);
  g_free (keeping);
}

void
annex_workshop_keeping_run (GtkWidget *widget, AnnexStore *store, gint64 workshop)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Keeping *keeping = g_new0 (Keeping, 1);

  keeping->widget = g_object_ref (widget);
  keeping->workshop = workshop;
  keeping->progress = annex_progress_new (widget, _("Keeping the Workshop as Evidence"), NULL, cancellable);
  annex_worker_run (store, print_worker, g_memdup2 (&workshop, sizeof workshop), g_free, (GDestroyNotify) g_bytes_unref, cancellable, printed_cb,
                    keeping);
}
