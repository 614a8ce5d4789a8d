/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-risk-trail-part.h"

#include <glib/gi18n.h>

#include "isms/annex-isms.h"
#include "isms/plan/risk-map.h"
#include "isms/plan/risk-trail.h"
#include "report/annex-risk-map-picture.h"
#include "widgets/annex-record-part.h"

#define HEIGHT 150

/* Older steps are in the history. */
#define MOST_LINES 8

struct _AnnexRiskTrailPart
{
  AdwBin parent_instance;

  GtkDrawingArea *picture;
  GtkLabel *ratings;
  GtkLabel *steps;

  AnnexRiskMap *map;
  GArray *trail; /* AnnexRiskRating */
  AnnexRiskRating now[ANNEX_RISK_N_STAGES];
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexRiskTrailPart, annex_risk_trail_part, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

static void
draw_cb (GtkDrawingArea *area, cairo_t *cairo, int width, int height, gpointer user_data)
{
  AnnexRiskTrailPart *self = user_data;

  if (self->map != NULL)
    annex_risk_map_picture_draw_trail (cairo, self->map, self->now, self->trail, width, height);
}

/* The signs are those of the picture. */
static void
append_rating (GString *text, const char *sign, AnnexRiskStage stage, const AnnexRiskRating *rating)
{
  if (rating->likelihood > 0 && rating->consequence > 0)
    /* Translators: a sign on a picture, the name of a rating of a risk ("Current"), its likelihood and its consequence. */
    g_string_append_printf (text, _("%s%s %s: likelihood %d, consequence %d"), text->len > 0 ? "\n" : "", sign, annex_risk_stage_get_label (stage),
                            rating->likelihood, rating->consequence);
}

static void
append_step (GString *text, const AnnexRiskTrailStep *step)
{
  /* Translators: a day, who, a likelihood and a consequence. */
  g_string_append_printf (text, _("%s%s, %s: likelihood %d, consequence %d"), text->len > 0 ? "\n" : "", step->day, step->author, step->likelihood,
                          step->consequence);
  if (step->methodology_version > 0)
    g_string_append_printf (text, _(" (methodology, version %d)"), step->methodology_version);
}

static void
show_steps (AnnexRiskTrailPart *self, GPtrArray *steps)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_array_set_size (self->trail, 0);
  for (guint i = 0; i < steps->len; i++)
    {
      const AnnexRiskTrailStep *step = steps->pdata[i];
      AnnexRiskRating rating = { .likelihood = step->likelihood, .consequence = step->consequence };

      g_array_append_val (self->trail, rating);
    }
  for (guint i = steps->len; steps->len > 1 && i > 0 && steps->len - i < MOST_LINES; i--)
    append_step (text, steps->pdata[i - 1]);
  gtk_label_set_text (self->steps, text->str);
  gtk_widget_set_visible (GTK_WIDGET (self->steps), text->len > 0);
}

static void
annex_risk_trail_part_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexRiskTrailPart *self = ANNEX_RISK_TRAIL_PART (part);
  g_autoptr (GPtrArray) steps =
    annex_risk_trail_load (store, annex_record_get_id (record), ANNEX_RISK_CURRENT, ANNEX_TOLD_BY_STORE);
  g_autoptr (GString) text = g_string_new (NULL);

  g_clear_pointer (&self->map, annex_risk_map_unref);
  self->map = annex_risk_map_new_bare (store, store, ANNEX_TOLD_BY_STORE);
  for (guint i = 0; i < ANNEX_RISK_N_STAGES; i++)
    self->now[i] = annex_risk_get_rating (record, (AnnexRiskStage) i);
  append_rating (text, "○", ANNEX_RISK_INHERENT, &self->now[ANNEX_RISK_INHERENT]);
  append_rating (text, "●", ANNEX_RISK_CURRENT, &self->now[ANNEX_RISK_CURRENT]);
  append_rating (text, "◇", ANNEX_RISK_TARGET, &self->now[ANNEX_RISK_TARGET]);
  gtk_label_set_text (self->ratings, text->str);
  if (steps != NULL)
    show_steps (self, steps);
  gtk_widget_set_visible (GTK_WIDGET (self), self->map != NULL && text->len > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self->picture));
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_risk_trail_part_show;
}

static void
annex_risk_trail_part_finalize (GObject *object)
{
  AnnexRiskTrailPart *self = ANNEX_RISK_TRAIL_PART (object);

  g_clear_pointer (&self->map, annex_risk_map_unref);
  g_array_unref (self->trail);
  G_OBJECT_CLASS (annex_risk_trail_part_parent_class)->finalize (object);
}

static void
annex_risk_trail_part_class_init (AnnexRiskTrailPartClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_risk_trail_part_finalize;
}

static GtkLabel *
add_label (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
annex_risk_trail_part_init (AnnexRiskTrailPart *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->trail = g_array_new (FALSE, FALSE, sizeof (AnnexRiskRating));
  self->picture = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, "content-height", HEIGHT, NULL);
  gtk_drawing_area_set_draw_func (self->picture, draw_cb, self, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->picture), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Trail on the Matrix"), -1);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->picture));
  self->ratings = add_label (box);
  self->steps = add_label (box);
  gtk_widget_add_css_class (GTK_WIDGET (self->steps), "dimmed");
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("On the Matrix"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), box);
  adw_bin_set_child (ADW_BIN (self), group);
}

GtkWidget *
annex_risk_trail_part_new (void)
{
  return g_object_new (ANNEX_TYPE_RISK_TRAIL_PART, NULL);
}
