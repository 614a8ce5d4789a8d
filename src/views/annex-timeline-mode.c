/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-timeline-mode.h"

#include "annex-register-mode.h"
#include "isms/annex-isms.h"
#include "widgets/annex-timeline.h"

struct _AnnexTimelineMode
{
  AdwBin parent_instance;

  AnnexTimeline *timeline;
};

static void mode_iface_init (AnnexRegisterModeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexTimelineMode, annex_timeline_mode, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (ANNEX_TYPE_REGISTER_MODE, mode_iface_init))

static void
record_chosen_cb (AnnexTimelineMode *self, gint64 id, gboolean open)
{
  annex_register_mode_choose (ANNEX_REGISTER_MODE (self), id, open);
}

static void
annex_timeline_mode_set_query (AnnexRegisterMode *mode, const AnnexQuery *query)
{
  annex_timeline_set_query (ANNEX_TIMELINE_MODE (mode)->timeline, query);
}

static gboolean
annex_timeline_mode_reveal (AnnexRegisterMode *mode, gint64 id)
{
  return annex_timeline_reveal (ANNEX_TIMELINE_MODE (mode)->timeline, id);
}

static void
mode_iface_init (AnnexRegisterModeInterface *iface)
{
  iface->set_query = annex_timeline_mode_set_query;
  iface->reveal = annex_timeline_mode_reveal;
}

static void
annex_timeline_mode_class_init (AnnexTimelineModeClass *klass)
{
}

static void
annex_timeline_mode_init (AnnexTimelineMode *self)
{
}

GtkWidget *
annex_timeline_mode_new (AnnexStore *store, const AnnexType *type)
{
  static const char *const of_measures[] = { "starts_on", "due", "done_on" };
  static const char *const of_actions[] = { "raised_on", "due", "closed_on" };
  const char *const *dates = type == &annex_corrective_action_type ? of_actions : of_measures;
  AnnexTimelineMode *self = g_object_new (ANNEX_TYPE_TIMELINE_MODE, NULL);

  self->timeline = ANNEX_TIMELINE (annex_timeline_new (store, type, dates[0], dates[1], dates[2]));
  g_signal_connect_object (self->timeline, "record-chosen", G_CALLBACK (record_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->timeline));
  return GTK_WIDGET (self);
}
