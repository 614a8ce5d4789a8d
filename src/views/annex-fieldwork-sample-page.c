/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-sample-page.h"

#include <glib/gi18n.h>

#include "annex-fieldwork-sample-row.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-fieldwork.h"
#include "widgets/annex-feedback.h"

struct _AnnexFieldworkSamplePage
{
  AdwNavigationPage parent_instance;

  AnnexStore *store;
  gint64 sample;
  GtkLabel *title;
  GtkLabel *facts;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkSamplePage, annex_fieldwork_sample_page, ADW_TYPE_NAVIGATION_PAGE)

static void
noted_cb (AnnexFieldworkSamplePage *self, const char *result, const char *remark, AnnexFieldworkSampleRow *row)
{
  g_autoptr (GError) error = NULL;

  if (!annex_sample_set_result (self->store, annex_fieldwork_sample_row_get_id (row), result, remark, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Result Could Not Be Noted"), error);
}

static void
append_fact (GString *text, AnnexRecord *record, const char *field)
{
  const char *value = annex_record_get_text (record, field);

  if (*value != '\0')
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", annex_field_get_label (annex_type_find_field (&annex_sample_type, field)), value);
}

static void
show_all (AnnexFieldworkSamplePage *self)
{
  static const char *const facts[] = { "source", "population", "method", "size", "seed", "reason", "looked_at", "exceptions" };
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, self->sample, ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) items = annex_sample_dup_items (self->store, self->sample, ANNEX_TOLD_BY_STORE);
  g_autoptr (GString) text = g_string_new (NULL);
  GtkListBoxRow *row;

  if (record == NULL || items == NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
      return;
    }
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), annex_record_get_reference (record));
  gtk_label_set_text (self->title, annex_record_get_title (record));
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    append_fact (text, record, facts[i]);
  gtk_label_set_text (self->facts, text->str);
  for (guint i = 0; i < items->len; i++)
    {
      row = gtk_list_box_get_row_at_index (self->list, (int) i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (annex_fieldwork_sample_row_new ());
          g_signal_connect_object (row, "noted", G_CALLBACK (noted_cb), self, G_CONNECT_SWAPPED);
          gtk_list_box_append (self->list, GTK_WIDGET (row));
        }
      annex_fieldwork_sample_row_show (ANNEX_FIELDWORK_SAMPLE_ROW (row), items->pdata[i]);
    }
  while ((row = gtk_list_box_get_row_at_index (self->list, (int) items->len)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
}

static void
annex_fieldwork_sample_page_hiding (AdwNavigationPage *page)
{
  AnnexFieldworkSamplePage *self = ANNEX_FIELDWORK_SAMPLE_PAGE (page);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    annex_fieldwork_sample_row_flush (ANNEX_FIELDWORK_SAMPLE_ROW (row));
}

static void
annex_fieldwork_sample_page_dispose (GObject *object)
{
  g_clear_object (&ANNEX_FIELDWORK_SAMPLE_PAGE (object)->store);
  G_OBJECT_CLASS (annex_fieldwork_sample_page_parent_class)->dispose (object);
}

static void
annex_fieldwork_sample_page_class_init (AnnexFieldworkSamplePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_fieldwork_sample_page_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->hiding = annex_fieldwork_sample_page_hiding;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-fieldwork-sample-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkSamplePage, title);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkSamplePage, facts);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkSamplePage, list);
}

static void
annex_fieldwork_sample_page_init (AnnexFieldworkSamplePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
annex_fieldwork_sample_page_new (AnnexStore *store, gint64 sample)
{
  AnnexFieldworkSamplePage *self = g_object_new (ANNEX_TYPE_FIELDWORK_SAMPLE_PAGE, NULL);

  self->store = g_object_ref (store);
  self->sample = sample;
  show_all (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  return ADW_NAVIGATION_PAGE (self);
}
