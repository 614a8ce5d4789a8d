/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-row.h"

#include "isms/annex-reports.h"

struct _AnnexFieldworkRow
{
  GtkListBoxRow parent_instance;

  AnnexRecord *item;
  GtkImage *icon;
  GtkLabel *requirement;
  GtkLabel *question;
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkRow, annex_fieldwork_row, GTK_TYPE_LIST_BOX_ROW)

static void
annex_fieldwork_row_finalize (GObject *object)
{
  g_clear_object (&ANNEX_FIELDWORK_ROW (object)->item);
  G_OBJECT_CLASS (annex_fieldwork_row_parent_class)->finalize (object);
}

static void
annex_fieldwork_row_class_init (AnnexFieldworkRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_fieldwork_row_finalize;
}

static void
annex_fieldwork_row_init (AnnexFieldworkRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->icon = GTK_IMAGE (gtk_image_new ());
  self->requirement = GTK_LABEL (gtk_label_new (NULL));
  self->question = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->requirement, 0);
  gtk_label_set_ellipsize (self->requirement, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->requirement), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->requirement), "dimmed");
  gtk_label_set_xalign (self->question, 0);
  gtk_label_set_wrap (self->question, TRUE);
  gtk_label_set_lines (self->question, 2);
  gtk_label_set_ellipsize (self->question, PANGO_ELLIPSIZE_END);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->requirement));
  gtk_box_append (GTK_BOX (lines), GTK_WIDGET (self->question));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->icon));
  gtk_box_append (GTK_BOX (box), lines);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

const char *
annex_fieldwork_get_result_icon (const char *result)
{
  static const char *const icons[][2] = {
    { "conform", "object-select-symbolic" },   { "major", "dialog-error-symbolic" },
    { "minor", "dialog-warning-symbolic" },    { "ofi", "go-up-symbolic" },
    { "observation", "dialog-information-symbolic" }, { "not_audited", "action-unavailable-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    if (g_strcmp0 (icons[i][0], result) == 0)
      return icons[i][1];
  return "radio-symbolic";
}

char *
annex_fieldwork_dup_requirement (AnnexStore *store, AnnexRecord *item)
{
  char *requirement = annex_report_join_references (store, item, (const char *const[]){ "clauses", "controls", NULL },
                                                    ANNEX_TOLD_BY_STORE);

  return requirement != NULL ? requirement : g_strdup ("");
}

GtkWidget *
annex_fieldwork_row_new (void)
{
  return g_object_new (ANNEX_TYPE_FIELDWORK_ROW, NULL);
}

void
annex_fieldwork_row_show (AnnexFieldworkRow *self, AnnexStore *store, AnnexRecord *item, guint number)
{
  const char *result = annex_record_get_text (item, "result");
  g_autofree char *about = annex_fieldwork_dup_requirement (store, item);
  g_autofree char *requirement = g_strdup_printf ("%u%s%s", number, *about != '\0' ? " · " : "", about);
  g_autofree char *spoken = g_strdup_printf ("%s, %s, %s", requirement, annex_record_get_title (item), result);

  g_set_object (&self->item, item);
  gtk_image_set_from_icon_name (self->icon, annex_fieldwork_get_result_icon (annex_record_get_value (item, "result")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->icon), result);
  gtk_label_set_text (self->requirement, requirement);
  gtk_label_set_text (self->question, annex_record_get_title (item));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

AnnexRecord *
annex_fieldwork_row_get_item (AnnexFieldworkRow *self)
{
  return self->item;
}
