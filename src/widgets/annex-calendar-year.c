/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-year.h"

#include <glib/gi18n.h>

#include "isms/annex-calendar-days.h"

#define MONTHS 12
#define DAYS 7
#define WEEKS 6
#define TITLE_HEIGHT 28
#define DAY_HEIGHT 24
#define WIDTH 224

/* So many entries on one day fill its bar. */
#define FULL_LOAD 6.0

/* ---- A month ---- */

#define ANNEX_TYPE_CALENDAR_YEAR_MONTH (annex_calendar_year_month_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCalendarYearMonth, annex_calendar_year_month, ANNEX, CALENDAR_YEAR_MONTH, GtkWidget)

struct _AnnexCalendarYearMonth
{
  GtkWidget parent_instance;

  AnnexCalendarEntries *entries;
  guint first; /* day of the month */
};

G_DEFINE_FINAL_TYPE (AnnexCalendarYearMonth, annex_calendar_year_month, GTK_TYPE_WIDGET)

static void
draw_text (GtkWidget *widget, GtkSnapshot *snapshot, const char *text, PangoWeight weight, gboolean underlined, double x, double y, double width,
           const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  int text_width;

  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_attr_list_insert (attributes, pango_attr_scale_new (width > 0 ? 0.85 : 1));
  pango_attr_list_insert (attributes, pango_attr_underline_new (underlined ? PANGO_UNDERLINE_DOUBLE : PANGO_UNDERLINE_NONE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &text_width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width > 0 ? x + (width - text_width) / 2 : x, y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

/* A bar under the number is as long as the day is full, and thick with "!" where something is overdue, with "⚠" where something is at odds. A holiday is underlined. */
static void
draw_day (AnnexCalendarYearMonth *self, GtkSnapshot *snapshot, guint day, double x, double y, double width, const GdkRGBA *ink,
          const GdkRGBA *accent)
{
  const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (self->entries, day);
  gboolean today = day == annex_clock_get_today ();
  gboolean warned = of_day->overdue > 0 || of_day->conflicts > 0;
  const char *sign = of_day->overdue > 0 ? "!" : of_day->conflicts > 0 ? "⚠" : "";
  g_autofree char *number = g_strdup_printf ("%u%s", annex_calendar_get_day_of_month (day), sign);
  double length = (width - 6) * MIN (of_day->count / FULL_LOAD, 1);
  GdkRGBA colour = *ink, bar = warned ? (GdkRGBA) { 0.88, 0.11, 0.14, 1 } : *accent;

  if (of_day->holiday != NULL || annex_calendar_is_weekend (day))
    {
      GdkRGBA shade = *ink;

      shade.alpha *= of_day->holiday != NULL ? 0.12 : 0.05;
      gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (x, y, width, DAY_HEIGHT));
    }
  colour.alpha *= of_day->count > 0 || today ? 1 : 0.6;
  draw_text (GTK_WIDGET (self), snapshot, number, today || warned ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, of_day->holiday != NULL, x, y + 2, width, &colour);
  if (of_day->count > 0)
    gtk_snapshot_append_color (snapshot, &bar, &GRAPHENE_RECT_INIT (x + 3, y + DAY_HEIGHT - 4, MAX (length, 3), warned ? 3 : 2));
  if (today)
    {
      GskRoundedRect outline;

      gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x + 1, y, width - 2, DAY_HEIGHT), 4);
      gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 2, 2, 2, 2 }, (GdkRGBA[4]) { *accent, *accent, *accent, *accent });
    }
}

static void
annex_calendar_year_month_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexCalendarYearMonth *self = ANNEX_CALENDAR_YEAR_MONTH (widget);
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  double step = gtk_widget_get_width (widget) / (double) DAYS;
  guint begin = annex_calendar_begin_week (self->first), end = annex_calendar_begin_month (self->first, 1);
  g_autofree char *name = annex_calendar_dup_text (self->first, "%OB");
  GdkRGBA ink;

  if (self->entries == NULL)
    return;
  gtk_widget_get_color (widget, &ink);
  draw_text (widget, snapshot, name, PANGO_WEIGHT_BOLD, FALSE, 4, 2, 0, &ink);
  for (guint day = self->first; day < end; day++)
    draw_day (self, snapshot, day, (day - begin) % DAYS * step, TITLE_HEIGHT + (day - begin) / DAYS * DAY_HEIGHT, step, &ink, accent);
}

static void
annex_calendar_year_month_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                                   int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : TITLE_HEIGHT + WEEKS * DAY_HEIGHT;
}

static void
annex_calendar_year_month_dispose (GObject *object)
{
  g_clear_pointer (&ANNEX_CALENDAR_YEAR_MONTH (object)->entries, annex_calendar_entries_unref);
  G_OBJECT_CLASS (annex_calendar_year_month_parent_class)->dispose (object);
}

static void
annex_calendar_year_month_class_init (AnnexCalendarYearMonthClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_year_month_dispose;
  widget_class->snapshot = annex_calendar_year_month_snapshot;
  widget_class->measure = annex_calendar_year_month_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
annex_calendar_year_month_init (AnnexCalendarYearMonth *self)
{
}

static char *
dup_text (AnnexCalendarYearMonth *self)
{
  guint end = annex_calendar_begin_month (self->first, 1), count = 0, overdue = 0, busiest = 0, most = 0;
  g_autofree char *name = annex_calendar_dup_month (self->first);
  GString *text = g_string_new (name);

  for (guint day = self->first; day < end; day++)
    {
      const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (self->entries, day);

      count += of_day->count;
      overdue += of_day->overdue;
      if (of_day->count > most)
        {
          most = of_day->count;
          busiest = day;
        }
    }
  g_string_append (text, ", ");
  g_string_append_printf (text, ngettext ("%u entry", "%u entries", count), count);
  if (overdue > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%u overdue", "%u overdue", overdue), overdue);
    }
  if (busiest != 0)
    {
      g_autofree char *date = annex_calendar_dup_date (busiest);

      g_string_append (text, ", ");
      /* Translators: a date, then how many entries it has. */
      g_string_append_printf (text, _("most on %s: %u"), date, most);
    }
  return g_string_free_and_steal (text);
}

/* ---- The year ---- */

struct _AnnexCalendarYear
{
  AdwBin parent_instance;

  GtkFlowBox *box;
  AnnexCalendarYearMonth *months[MONTHS];
};

static guint day_activated_signal;

G_DEFINE_FINAL_TYPE (AnnexCalendarYear, annex_calendar_year, ADW_TYPE_BIN)

static void
child_activated_cb (AnnexCalendarYear *self, GtkFlowBoxChild *child)
{
  g_signal_emit (self, day_activated_signal, 0, ANNEX_CALENDAR_YEAR_MONTH (gtk_flow_box_child_get_child (child))->first);
}

static gboolean
query_tooltip_cb (AnnexCalendarYearMonth *month, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  guint column = (guint) (x * DAYS / MAX (gtk_widget_get_width (GTK_WIDGET (month)), 1));
  guint day = annex_calendar_begin_week (month->first) + column + (guint) MAX (y - TITLE_HEIGHT, 0) / DAY_HEIGHT * DAYS;
  g_autofree char *text = NULL;

  if (keyboard || y < TITLE_HEIGHT || day < month->first || day >= annex_calendar_begin_month (month->first, 1))
    return FALSE;
  text = annex_calendar_entries_dup_day_text (month->entries, day);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
annex_calendar_year_class_init (AnnexCalendarYearClass *klass)
{
  day_activated_signal = g_signal_new ("day-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                       G_TYPE_UINT);
}

static void
annex_calendar_year_init (AnnexCalendarYear *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->box = GTK_FLOW_BOX (gtk_flow_box_new ());
  gtk_flow_box_set_min_children_per_line (self->box, 1);
  gtk_flow_box_set_max_children_per_line (self->box, 4);
  gtk_flow_box_set_homogeneous (self->box, TRUE);
  gtk_flow_box_set_row_spacing (self->box, 12);
  gtk_flow_box_set_column_spacing (self->box, 12);
  gtk_flow_box_set_activate_on_single_click (self->box, TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->box), GTK_ALIGN_START);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "calendar-year");
  g_signal_connect_object (self->box, "child-activated", G_CALLBACK (child_activated_cb), self, G_CONNECT_SWAPPED);
  for (guint i = 0; i < MONTHS; i++)
    {
      self->months[i] = g_object_new (ANNEX_TYPE_CALENDAR_YEAR_MONTH, NULL);
      gtk_widget_set_has_tooltip (GTK_WIDGET (self->months[i]), TRUE);
      g_signal_connect (self->months[i], "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
      gtk_flow_box_append (self->box, GTK_WIDGET (self->months[i]));
    }
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->box));
  adw_bin_set_child (ADW_BIN (self), scroller);
}

GtkWidget *
annex_calendar_year_new (void)
{
  return g_object_new (ANNEX_TYPE_CALENDAR_YEAR, NULL);
}

void
annex_calendar_year_focus (AnnexCalendarYear *self, guint day)
{
  for (guint i = 0; i < MONTHS; i++)
    if (self->months[i]->first == annex_calendar_begin_month (day, 0))
      gtk_widget_grab_focus (gtk_widget_get_parent (GTK_WIDGET (self->months[i])));
}

void
annex_calendar_year_show (AnnexCalendarYear *self, AnnexCalendarEntries *entries, guint day)
{
  guint first = annex_calendar_begin_year (day);

  for (guint i = 0; i < MONTHS; i++)
    {
      AnnexCalendarYearMonth *month = self->months[i];
      g_autofree char *text = NULL;

      annex_calendar_entries_ref (entries);
      g_clear_pointer (&month->entries, annex_calendar_entries_unref);
      month->entries = entries;
      month->first = annex_calendar_begin_month (first, (int) i);
      if (month->first == annex_calendar_begin_month (day, 0))
        gtk_flow_box_select_child (self->box, GTK_FLOW_BOX_CHILD (gtk_widget_get_parent (GTK_WIDGET (month))));
      text = dup_text (month);
      gtk_accessible_update_property (GTK_ACCESSIBLE (month), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (GTK_WIDGET (month))), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_widget_queue_draw (GTK_WIDGET (month));
    }
}
