/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-record-page.h"

#include <glib/gi18n.h>

#include "isms/annex-isms.h"
#include "widgets/annex-record-form.h"

struct _AnnexFieldworkRecordPage
{
  AdwNavigationPage parent_instance;

  AnnexRecordForm *form;
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkRecordPage, annex_fieldwork_record_page, ADW_TYPE_NAVIGATION_PAGE)

static void
annex_fieldwork_record_page_hiding (AdwNavigationPage *page)
{
  annex_record_form_flush (ANNEX_FIELDWORK_RECORD_PAGE (page)->form);
}

static void
annex_fieldwork_record_page_class_init (AnnexFieldworkRecordPageClass *klass)
{
  ADW_NAVIGATION_PAGE_CLASS (klass)->hiding = annex_fieldwork_record_page_hiding;
}

static void
annex_fieldwork_record_page_init (AnnexFieldworkRecordPage *self)
{
  self->form = g_object_new (ANNEX_TYPE_RECORD_FORM, NULL);
}

/* What can be done from here: a label and an action that takes the record's id. */
static GtkWidget *
create_button (const AnnexType *type, gint64 id)
{
  gboolean thread = type == &annex_risk_type || type == &annex_control_type || type == &annex_clause_type;
  GtkWidget *button;

  if (!thread && type != &annex_finding_type)
    return NULL;
  button = gtk_button_new_with_label (thread ? _("Ask about This") : _("Corrective Action"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), thread ? "fieldwork.ask-about" : "fieldwork.request-action");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", id);
  return button;
}

AdwNavigationPage *
annex_fieldwork_record_page_new (AnnexStore *store, gint64 id)
{
  AnnexFieldworkRecordPage *self = g_object_new (ANNEX_TYPE_FIELDWORK_RECORD_PAGE, NULL);
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, ANNEX_TOLD_BY_STORE);
  GtkWidget *toolbar = adw_toolbar_view_new ();
  GtkWidget *header = adw_header_bar_new ();
  const AnnexType *type = annex_store_get_type_of (store, id, ANNEX_TOLD_BY_STORE);
  GtkWidget *button = create_button (type, id);

  if (button != NULL)
    adw_header_bar_pack_end (ADW_HEADER_BAR (header), button);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (toolbar), header);
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (toolbar), GTK_WIDGET (self->form));
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), toolbar);
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self), record != NULL ? annex_record_get_reference (record) : _(type->label));
  annex_record_form_show (self->form, store, id, 0);
  return ADW_NAVIGATION_PAGE (self);
}
