/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-order.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/annex-attaching.h"
#include "core/annex-attachment.h"
#include "core/annex-content.h"
#include "core/annex-log-verify.h"
#include "core/annex-path-check.h"
#include "core/annex-transaction.h"

#define TEMPLATE_FIELD "report_template"
#define MAX_TEMPLATE (32 * 1024 * 1024)

AnnexReportOrder *
annex_report_order_new (const AnnexReportKind *kind)
{
  AnnexReportOrder *self = g_new0 (AnnexReportOrder, 1);

  self->kind = kind;
  self->left_out = g_ptr_array_new ();
  return self;
}

void
annex_report_order_free (AnnexReportOrder *self)
{
  g_free (self->since);
  g_ptr_array_unref (self->left_out);
  g_clear_pointer (&self->template, g_bytes_unref);
  g_free (self->template_name);
  g_free (self);
}

gboolean
annex_report_order_set_paper (AnnexReportOrder *self, const char *name, GError **error)
{
  if (g_ascii_strcasecmp (name, "a4") != 0 && g_ascii_strcasecmp (name, "letter") != 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("There is no paper “%s” here. Choose a4 or letter."), name);
      return FALSE;
    }
  self->paper = g_ascii_strcasecmp (name, "letter") == 0 ? ANNEX_REPORT_LETTER : ANNEX_REPORT_A4;
  return TRUE;
}

gboolean
annex_report_order_leave_out (AnnexReportOrder *self, const char *title, GError **error)
{
  const char *const *columns = self->kind->columns;
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; columns != NULL && columns[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (columns[i], title) == 0 || g_ascii_strcasecmp (_(columns[i]), title) == 0)
        {
          g_ptr_array_add (self->left_out, (gpointer) columns[i]);
          return TRUE;
        }
      g_string_append_printf (known, "%s“%s”", known->len > 0 ? ", " : "", _(columns[i]));
    }
  if (known->len > 0)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s has no column “%s” to leave out; it has %s."), _(self->kind->label), title, known->str);
  else
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s has no columns that could be left out."), _(self->kind->label));
  return FALSE;
}

static GBytes *
read_file (const char *path, const char *name, GError **error)
{
  g_autofree char *content = NULL;
  g_autoptr (GError) cause = NULL;
  GStatBuf info;
  gsize length;

  if (!annex_path_check_source (path, error))
    return NULL;
  if (g_stat (path, &info) == 0 && info.st_size > MAX_TEMPLATE)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” is larger than 32 MiB, which no template needs. It was not used."), name);
      return NULL;
    }
  if (!g_file_get_contents (path, &content, &length, &cause))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The template “%s” could not be read: %s"), name, cause->message);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&content), length);
}

gboolean
annex_report_order_load_template (AnnexReportOrder *self, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  GBytes *bytes = read_file (path, name, error);

  if (bytes == NULL)
    return FALSE;
  g_clear_pointer (&self->template, g_bytes_unref);
  self->template = bytes;
  g_set_str (&self->template_name, name);
  return TRUE;
}

GBytes *
annex_report_template_read (const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GBytes) bytes = read_file (path, name, error);
  g_autoptr (AnnexDocxTemplate) template = bytes != NULL ? annex_docx_template_load (bytes, name, error) : NULL;

  return template != NULL ? g_steal_pointer (&bytes) : NULL;
}

gboolean
annex_report_template_keep (AnnexStore *store, const char *name, GBytes *bytes, GError **error)
{
  g_autoptr (AnnexRecord) engagement = annex_store_get_engagement (store, error);
  g_autofree char *label = bytes != NULL ? g_strdup_printf (_("Use “%s” as the template of reports"), name) : g_strdup (_("Use no template for reports"));
  g_autoptr (AnnexTransaction) transaction = engagement != NULL ? annex_transaction_begin (store, label, error) : NULL;
  gint64 id = engagement != NULL ? annex_record_get_id (engagement) : 0;

  if (transaction == NULL)
    return FALSE;
  if (bytes != NULL ? !annex_attaching_add_bytes (transaction, id, TEMPLATE_FIELD, name, bytes, error)
                    : !annex_transaction_set (transaction, id, TEMPLATE_FIELD, NULL, error))
    return FALSE;
  return annex_transaction_commit (transaction, error);
}

/* @kept: (out) (transfer full) (nullable): the engagement's template. */
static gboolean
find_kept (AnnexStore *store, AnnexAttachment **kept, GError **error)
{
  g_autoptr (AnnexRecord) engagement = NULL;
  g_autoptr (GPtrArray) attachments = NULL;

  if (!annex_store_get_engagement_if_there (store, &engagement, error))
    return FALSE;
  attachments = annex_attachment_parse_list (engagement != NULL ? annex_record_get_value (engagement, TEMPLATE_FIELD) : NULL);
  *kept = attachments->len > 0 ? annex_attachment_copy (attachments->pdata[0]) : NULL;
  return TRUE;
}

char *
annex_report_template_dup_name (AnnexStore *store)
{
  g_autoptr (AnnexAttachment) kept = NULL;

  find_kept (store, &kept, NULL);
  return kept != NULL ? g_strdup (kept->name) : NULL;
}

/* Where the file was too large to be kept, it is read from where it lies. */
static GBytes *
read_kept (AnnexStore *store, const AnnexAttachment *kept, GError **error)
{
  g_autoptr (GFile) file = kept->location != NULL ? g_file_new_for_uri (kept->location) : NULL;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  g_autoptr (GInputStream) content = path == NULL ? annex_content_read (store, kept->hash, error) : NULL;
  g_autoptr (GOutputStream) memory = NULL;

  if (path != NULL)
    return read_file (path, kept->name, error);
  if (content == NULL)
    return NULL;
  memory = g_memory_output_stream_new_resizable ();
  if (g_output_stream_splice (memory, content, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, error) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* What was given for this report goes before what the engagement has. */
static gboolean
set_template (const AnnexReportOrder *self, AnnexStore *store, AnnexReportDocument *document, GError **error)
{
  g_autoptr (AnnexAttachment) kept = NULL;
  g_autoptr (GBytes) bytes = self->template != NULL ? g_bytes_ref (self->template) : NULL;
  AnnexDocxTemplate *template;

  if (self->template == NULL && !self->plain && !find_kept (store, &kept, error))
    return FALSE;
  if (kept != NULL)
    {
      bytes = read_kept (store, kept, error);
      if (bytes == NULL)
        return FALSE;
    }
  if (bytes == NULL)
    return TRUE;
  template = annex_docx_template_load (bytes, kept != NULL ? kept->name : self->template_name, error);
  if (template == NULL)
    return FALSE;
  annex_report_document_set_template (document, template);
  return TRUE;
}

static AnnexReportDocument *
make (const AnnexReportOrder *self, AnnexStore *store, GCancellable *cancellable, GError **error)
{
  if (self->since == NULL)
    return self->kind->make (store, self->record, cancellable, error);
  if (self->kind->compare != NULL)
    return self->kind->compare (store, self->record, self->since, cancellable, error);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s compares nothing."), _(self->kind->label));
  return NULL;
}

/* A reader who keeps the report can tell later whether the history behind it was recomputed. */
static gboolean
add_head (AnnexStore *store, AnnexReportDocument *document, GError **error)
{
  gint64 n_commits;
  g_autofree char *head = annex_log_dup_head (store, &n_commits, error);
  g_autofree char *text = NULL;

  if (head == NULL)
    return FALSE;
  if (n_commits > 0)
    {
      text = g_strdup_printf (_("State of the engagement: commit %ld of its history, hash %s."), (long) n_commits, head);
      annex_report_document_set_origin (document, text);
    }
  return TRUE;
}

AnnexReportDocument *
annex_report_order_make (const AnnexReportOrder *self, AnnexStore *store, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = NULL;

  annex_store_confirm_reads (store, NULL);
  document = make (self, store, cancellable, error);
  if (document != NULL && !add_head (store, document, error))
    return NULL;
  /* A read that nobody asked about makes no report either. */
  if (document == NULL || !annex_store_confirm_reads (store, error))
    return NULL;
  annex_report_document_set_paper (document, self->paper);
  for (guint i = 0; i < self->left_out->len; i++)
    annex_report_document_leave_out (document, _((const char *) self->left_out->pdata[i]));
  return g_steal_pointer (&document);
}

gboolean
annex_report_order_write (const AnnexReportOrder *self, AnnexStore *store, const char *path, char **note, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = annex_report_order_make (self, store, cancellable, error);
  g_autofree char *lower = g_ascii_strdown (path, -1);

  if (document == NULL || (g_str_has_suffix (lower, ".docx") && !set_template (self, store, document, error)))
    return FALSE;
  if (!annex_report_document_write (document, path, cancellable, error))
    return FALSE;
  *note = g_strdup (annex_report_document_get_note (document));
  return TRUE;
}
