/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cause-part.h"

#include <glib/gi18n.h>

#include "annex-cause-dialog.h"
#include "isms/act/cause-tree.h"
#include "widgets/annex-record-part.h"

struct _AnnexCausePart
{
  AdwBin parent_instance;

  AdwActionRow *row;
  AnnexStore *store;
  gint64 corrective_action;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexCausePart, annex_cause_part, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
activated_cb (AnnexCausePart *self)
{
  adw_dialog_present (annex_cause_dialog_new (self->store, self->corrective_action), GTK_WIDGET (self));
}

/* How many there are, and which of them would let it happen again. */
static char *
dup_summary (const AnnexCauseTree *tree)
{
  guint n = annex_cause_tree_get_n_causes (tree);
  g_autoptr (GString) summary = g_string_new (NULL);

  if (n == 0)
    return g_strdup (_("Ask why, and draw a fishbone"));
  g_string_append_printf (summary, ngettext ("%u cause", "%u causes", n), n);
  for (guint i = 0; i < n; i++)
    {
      const AnnexCause *cause = annex_cause_tree_get_cause (tree, i);

      if (cause->kind == ANNEX_CAUSE_SYSTEMIC)
        g_string_append_printf (summary, "\n◆ %s", cause->text);
    }
  return g_string_free_and_steal (g_steal_pointer (&summary));
}

static void
annex_cause_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexCausePart *self = ANNEX_CAUSE_PART (part);
  g_autoptr (AnnexCauseTree) tree = annex_cause_tree_load (store, annex_record_get_id (record), ANNEX_TOLD_BY_STORE);
  g_autofree char *summary = tree != NULL ? dup_summary (tree) : NULL;

  g_set_object (&self->store, store);
  self->corrective_action = annex_record_get_id (record);
  adw_action_row_set_subtitle (self->row, summary);
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_cause_part_show;
}

static void
annex_cause_part_dispose (GObject *object)
{
  g_clear_object (&ANNEX_CAUSE_PART (object)->store);
  G_OBJECT_CLASS (annex_cause_part_parent_class)->dispose (object);
}

static void
annex_cause_part_class_init (AnnexCausePartClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_cause_part_dispose;
}

static void
annex_cause_part_init (AnnexCausePart *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  self->row = ADW_ACTION_ROW (adw_action_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), _("Root Causes"));
  adw_action_row_add_suffix (self->row, gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->row), TRUE);
  g_signal_connect_object (self->row, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), GTK_WIDGET (self->row));
  adw_bin_set_child (ADW_BIN (self), group);
}

GtkWidget *
annex_cause_part_new (void)
{
  return g_object_new (ANNEX_TYPE_CAUSE_PART, NULL);
}
