/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-scenario.h"

#include <glib/gi18n.h>

#include "isms/plan/workshop-session.h"

struct _AnnexWorkshopScenario
{
  AdwBin parent_instance;

  GtkLabel *reference;
  GtkLabel *topic;
  GtkLabel *story;
  GtkLabel *facts;
};

G_DEFINE_FINAL_TYPE (AnnexWorkshopScenario, annex_workshop_scenario, ADW_TYPE_BIN)

static AnnexRecord *
load_risk (AnnexStore *store, AnnexRecord *item)
{
  g_autoptr (GArray) ids = annex_record_dup_link_ids (item, "risk");

  return ids->len > 0 ? annex_store_load (store, g_array_index (ids, gint64, 0), ANNEX_TOLD_BY_STORE) : NULL;
}

static void
append_fact (GString *text, const char *name, const char *value)
{
  if (*value != '\0')
    g_string_append_printf (text, "%s%s: %s", text->len > 0 ? "\n" : "", name, value);
}

static GtkLabel *
add_label (GtkBox *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (box, label);
  return GTK_LABEL (label);
}

static void
annex_workshop_scenario_class_init (AnnexWorkshopScenarioClass *klass)
{
}

static void
annex_workshop_scenario_init (AnnexWorkshopScenario *self)
{
  GtkBox *box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 6));

  self->reference = add_label (box, "dimmed");
  self->topic = add_label (box, "title-1");
  self->story = add_label (box, NULL);
  self->facts = add_label (box, "dimmed");
  /* The estimates below must stay in sight. */
  gtk_label_set_lines (self->facts, 5);
  gtk_label_set_ellipsize (self->facts, PANGO_ELLIPSIZE_END);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (box));
}

void
annex_workshop_scenario_show (AnnexWorkshopScenario *self, AnnexStore *store, AnnexRecord *workshop, AnnexRecord *item)
{
  g_autoptr (AnnexRecord) risk = load_risk (store, item);
  g_autoptr (GString) story = g_string_new (NULL);
  g_autoptr (GString) facts = g_string_new (NULL);
  g_autofree char *head = NULL;

  gtk_label_set_text (self->topic, risk != NULL ? annex_record_get_title (risk) : annex_record_get_title (item));
  if (risk != NULL)
    {
      AnnexRiskStage stage = annex_workshop_get_stage (workshop);
      AnnexRiskRating rating = annex_risk_get_rating (risk, stage);
      const char *level = rating.level > 0 ? annex_store_get_scale_label (store, "risk_level", rating.level) : NULL;

      head = level != NULL ? g_strdup_printf (_("%s · %s: likelihood %d, consequence %d, %s"), annex_record_get_reference (risk),
                                              annex_risk_stage_get_label (stage), rating.likelihood, rating.consequence, level)
                           : g_strdup_printf (_("%s · %s: not rated yet"), annex_record_get_reference (risk), annex_risk_stage_get_label (stage));
      g_string_append (story, annex_record_get_text (risk, "event"));
      if (*annex_record_get_text (risk, "outcome") != '\0')
        g_string_append_printf (story, "%s%s", story->len > 0 ? "\n" : "", annex_record_get_text (risk, "outcome"));
      append_fact (facts, _("Source"), annex_record_get_text (risk, "source"));
      append_fact (facts, _("Assets"), annex_record_get_text (risk, "assets"));
      append_fact (facts, _("Owner"), annex_record_get_text (risk, "owner"));
      append_fact (facts, _("Existing controls"), annex_record_get_text (risk, "controls"));
    }
  else
    {
      head = g_strdup (_("Question"));
      g_string_append (story, annex_record_get_text (item, "reason"));
    }
  if (g_strcmp0 (annex_record_get_value (item, "outcome"), "parked") == 0)
    append_fact (facts, _("Parked"), *annex_record_get_text (item, "reason") != '\0' ? annex_record_get_text (item, "reason") : _("without a reason"));
  gtk_label_set_text (self->reference, head);
  gtk_label_set_text (self->story, story->str);
  gtk_label_set_text (self->facts, facts->str);
  gtk_widget_set_visible (GTK_WIDGET (self->story), story->len > 0);
  gtk_widget_set_visible (GTK_WIDGET (self->facts), facts->len > 0);
}
