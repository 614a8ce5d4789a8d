/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-risk-move-popover.h"

#include <glib/gi18n.h>

#include "annex-feedback.h"
#include "annex-passing-popover.h"
#include "isms/plan/risk-map.h"

struct _AnnexRiskMovePopover
{
  GtkPopover parent_instance;

  GtkLabel *heading;
  GtkDropDown *likelihood;
  GtkDropDown *consequence;
  GtkEntry *rationale;

  AnnexStore *store;
  GArray *ids;
  AnnexRiskStage stage;
};

G_DEFINE_FINAL_TYPE (AnnexRiskMovePopover, annex_risk_move_popover, GTK_TYPE_POPOVER)

static int
get_chosen (AnnexStore *store, GtkDropDown *chooser, const char *scale)
{
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (store, scale, ANNEX_TOLD_BY_STORE);
  guint position = gtk_drop_down_get_selected (chooser);

  return levels != NULL && position < levels->len ? g_array_index (levels, int, position) : 0;
}

static void
move_cb (AnnexRiskMovePopover *self)
{
  int likelihood = get_chosen (self->store, self->likelihood, "likelihood");
  int consequence = get_chosen (self->store, self->consequence, "consequence");
  GtkWidget *parent = gtk_widget_get_parent (GTK_WIDGET (self));
  g_autoptr (GError) error = NULL;

  if (annex_risk_map_move_risks (self->store, self->ids, self->stage, likelihood, consequence,
                                 gtk_editable_get_text (GTK_EDITABLE (self->rationale)), &error))
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u risk moved", "%u risks moved", self->ids->len), self->ids->len);

      annex_feedback_say_undoable (parent, text);
    }
  else
    annex_feedback_refuse (parent, _("The Risk Could Not Be Moved"), error);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
fill (AnnexStore *store, GtkDropDown *chooser, const char *scale, int value)
{
  g_autoptr (GArray) levels = annex_store_dup_scale_levels (store, scale, ANNEX_TOLD_BY_STORE);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; levels != NULL && i < levels->len; i++)
    {
      int level = g_array_index (levels, int, i);
      g_autofree char *name = g_strdup_printf ("%d · %s", level, annex_store_get_scale_label (store, scale, level));

      gtk_string_list_append (names, name);
    }
  gtk_drop_down_set_model (chooser, G_LIST_MODEL (names));
  for (guint i = 0; levels != NULL && i < levels->len; i++)
    if (g_array_index (levels, int, i) == value)
      gtk_drop_down_set_selected (chooser, i);
}

static void
annex_risk_move_popover_dispose (GObject *object)
{
  AnnexRiskMovePopover *self = ANNEX_RISK_MOVE_POPOVER (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_RISK_MOVE_POPOVER);
  g_clear_object (&self->store);
  g_clear_pointer (&self->ids, g_array_unref);
  G_OBJECT_CLASS (annex_risk_move_popover_parent_class)->dispose (object);
}

static void
annex_risk_move_popover_class_init (AnnexRiskMovePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_risk_move_popover_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-risk-move-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMovePopover, heading);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMovePopover, likelihood);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMovePopover, consequence);
  gtk_widget_class_bind_template_child (widget_class, AnnexRiskMovePopover, rationale);
  gtk_widget_class_bind_template_callback (widget_class, move_cb);
}

static void
annex_risk_move_popover_init (AnnexRiskMovePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
annex_risk_move_popover_present (GtkWidget *parent, AnnexStore *store, GArray *ids, AnnexRiskStage stage, int likelihood, int consequence)
{
  AnnexRiskMovePopover *self;
  g_autoptr (AnnexRecord) first =
    ids->len > 0 ? annex_store_load (store, g_array_index (ids, gint64, 0), ANNEX_TOLD_BY_STORE) : NULL;
  AnnexRiskRating rating;
  g_autofree char *heading = NULL;

  if (first == NULL)
    return;

  self = g_object_new (ANNEX_TYPE_RISK_MOVE_POPOVER, NULL);
  rating = annex_risk_get_rating (first, stage);
  self->store = g_object_ref (store);
  self->ids = g_array_ref (ids);
  self->stage = stage;
  heading = ids->len == 1 ? g_strdup_printf (_("%s: %s rating"), annex_record_get_reference (first), annex_risk_stage_get_label (stage))
                          : g_strdup_printf (ngettext ("%u risk: %s rating", "%u risks: %s rating", ids->len), ids->len,
                                             annex_risk_stage_get_label (stage));
  gtk_label_set_text (self->heading, heading);
  fill (store, self->likelihood, "likelihood", likelihood > 0 ? likelihood : rating.likelihood);
  fill (store, self->consequence, "consequence", consequence > 0 ? consequence : rating.consequence);
  annex_passing_popover_show (GTK_POPOVER (self), parent);
  gtk_widget_grab_focus (likelihood > 0 ? GTK_WIDGET (self->rationale) : GTK_WIDGET (self->likelihood));
}
