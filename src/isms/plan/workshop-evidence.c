/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "workshop-evidence.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/annex-attaching.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"

/* Risk assessments are performed, and what came of them is kept. */
#define CLAUSE "8.2"

GBytes *
annex_workshop_evidence_print (AnnexStore *store, gint64 workshop, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_workshop_minutes_report_make (store, workshop, cancellable, error);
  g_autofree char *path = NULL;
  char *content = NULL;
  gsize length;
  gboolean read;
  int descriptor = document != NULL ? g_file_open_tmp ("annex-XXXXXX.pdf", &path, error) : -1;

  if (descriptor < 0)
    return NULL;
  g_close (descriptor, NULL);
  read = annex_report_document_write (document, path, cancellable, error) && g_file_get_contents (path, &content, &length, error);
  g_unlink (path);
  return read ? g_bytes_new_take (content, length) : NULL;
}

static gint64
add (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *workshop, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 clause = annex_store_find_id (store, &annex_clause_type, CLAUSE, &failure);
  g_autofree char *workshops = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (workshop));
  g_autofree char *clauses = clause != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, clause) : NULL;
  g_autofree char *title = g_strdup_printf (_("Workshop: %s"), annex_record_get_title (workshop));

  if (annex_error_pass (&failure, error))
    return 0;
  return annex_transaction_add (transaction, &annex_evidence_type, error, "title", title, "about", annex_record_get_value (workshop, "held_on"),
                                "workshops", workshops, "clauses", clauses, NULL);
}

gint64
annex_workshop_evidence_keep (AnnexStore *store, gint64 workshop, GBytes *minutes, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, workshop, error);
  g_autoptr (GPtrArray) present = record != NULL ? annex_store_load_linking (store, &annex_evidence_type, "workshops", workshop, error) : NULL;
  g_autofree char *label = record != NULL ? g_strdup_printf (_("Keep %s as evidence"), annex_record_get_reference (record)) : NULL;
  g_autofree char *name = record != NULL ? g_strdup_printf (_("Minutes of %s.pdf"), annex_record_get_reference (record)) : NULL;
  g_autoptr (AnnexTransaction) transaction = present != NULL ? annex_transaction_begin (store, label, error) : NULL;
  gint64 id;

  if (transaction == NULL)
    return 0;
  id = present->len > 0 ? annex_record_get_id (present->pdata[0]) : add (transaction, store, record, error);
  return id != 0 && annex_attaching_add_bytes (transaction, id, "files", name, minutes, error) && annex_transaction_commit (transaction, error)
           ? id : 0;
}
