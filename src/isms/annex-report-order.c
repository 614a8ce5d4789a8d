/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-report-order.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

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

gboolean
annex_report_order_load_template (AnnexReportOrder *self, const char *path, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *content = NULL;
  g_autoptr (GError) cause = NULL;
  GStatBuf info;
  gsize length;

  if (g_stat (path, &info) == 0 && info.st_size > MAX_TEMPLATE)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_TOO_LARGE, _("“%s” is larger than 32 MiB, which no template needs. It was not used."), name);
      return FALSE;
    }
  if (!g_file_get_contents (path, &content, &length, &cause))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The template “%s” could not be read: %s"), name, cause->message);
      return FALSE;
    }
  g_clear_pointer (&self->template, g_bytes_unref);
  self->template = g_bytes_new_take (g_steal_pointer (&content), length);
  g_set_str (&self->template_name, name);
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

gboolean
annex_report_order_write (const AnnexReportOrder *self, AnnexStore *store, const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexReportDocument) document = make (self, store, cancellable, error);

  if (document == NULL)
    return FALSE;
  annex_report_document_set_paper (document, self->paper);
  for (guint i = 0; i < self->left_out->len; i++)
    annex_report_document_leave_out (document, _((const char *) self->left_out->pdata[i]));
  if (self->template != NULL)
    {
      AnnexDocxTemplate *template = annex_docx_template_load (self->template, self->template_name, error);

      if (template == NULL)
        return FALSE;
      annex_report_document_set_template (document, template);
    }
  return annex_report_document_write (document, path, cancellable, error);
}
