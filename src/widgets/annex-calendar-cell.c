/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-cell.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "isms/annex-calendar-days.h"

#define NUMBER_HEIGHT 26
#define LINE_HEIGHT 20
#define LINE_GAP 2
#define MARGIN 3
#define RADIUS 4

/* Narrower than this there are dots. */
#define LEAST_LINE_WIDTH 72
#define DOT 3.0
#define MOST_DOTS 3

struct _AnnexCalendarCell
{
  GtkWidget parent_instance;

  AnnexCalendarEntries *entries;
  guint day;
  GPtrArray *lanes;
  gboolean in_month;
  gboolean selected;
  const AnnexCalendarEntry *marked;
};

G_DEFINE_FINAL_TYPE (AnnexCalendarCell, annex_calendar_cell, GTK_TYPE_WIDGET)

const char *
annex_calendar_sign (const AnnexCalendarEntry *entry)
{
  return entry->conflict != NULL                               ? "⚠ "
         : (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0  ? "! "
         : (entry->flags & ANNEX_CALENDAR_OVER) != 0     ? "✓ "
         : (entry->flags & ANNEX_CALENDAR_EXPECTED) != 0 ? "↻ "
         : (entry->flags & ANNEX_CALENDAR_EXTERNAL) != 0 ? "◦ "
                                                         : "";
}

static GdkRGBA
get_red (void)
{
  return adw_style_manager_get_dark (adw_style_manager_get_default ()) ? (GdkRGBA) { 1, 0.48, 0.4, 1 } : (GdkRGBA) { 0.75, 0.11, 0.16, 1 };
}

static gboolean
has_lines (AnnexCalendarCell *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) >= LEAST_LINE_WIDTH;
}

/* How many lines fit; where not all do, the last says how many more there are. */
static guint
count_lines (AnnexCalendarCell *self)
{
  int room = gtk_widget_get_height (GTK_WIDGET (self)) - NUMBER_HEIGHT - MARGIN;

  return has_lines (self) && room > 0 ? (guint) room / (LINE_HEIGHT + LINE_GAP) : 0;
}

static guint
count_shown_lanes (AnnexCalendarCell *self)
{
  guint lines = count_lines (self);
  const AnnexCalendarDay *day = annex_calendar_entries_get_day (self->entries, self->day);
  guint hidden = day->count > day->entries->len ? 1 : 0;

  return self->lanes->len + hidden > lines ? MAX (lines, 1) - 1 : self->lanes->len;
}

static void
draw_text (AnnexCalendarCell *self, GtkSnapshot *snapshot, const char *text, PangoAttrList *attributes, const graphene_rect_t *place,
           const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  int height;

  pango_layout_set_width (layout, (int) (MAX (place->size.width, 1) * PANGO_SCALE));
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (place->origin.x, place->origin.y + (place->size.height - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static PangoAttrList *
new_attributes (PangoWeight weight, PangoStyle style, double scale)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_attr_list_insert (attributes, pango_attr_style_new (style));
  pango_attr_list_insert (attributes, pango_attr_scale_new (scale));
  return attributes;
}

static void
append_frame (GtkSnapshot *snapshot, const graphene_rect_t *place, float radius, float thickness, const GdkRGBA *colour)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, place, radius);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { thickness, thickness, thickness, thickness },
                              (GdkRGBA[4]) { *colour, *colour, *colour, *colour });
}

static void
fill_rounded (GtkSnapshot *snapshot, const graphene_rect_t *place, float radius, const GdkRGBA *colour)
{
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, place, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, colour, place);
  gtk_snapshot_pop (snapshot);
}

static void
draw_number (AnnexCalendarCell *self, GtkSnapshot *snapshot, const GdkRGBA *ink, const GdkRGBA *accent)
{
  const AnnexCalendarDay *day = annex_calendar_entries_get_day (self->entries, self->day);
  gboolean today = self->day == annex_clock_get_today ();
  g_autofree char *number = g_strdup_printf ("%u", annex_calendar_get_day_of_month (self->day));
  g_autoptr (PangoAttrList) attributes = new_attributes (today ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0.92);
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), number);
  GdkRGBA colour = *ink;
  int text_width, text_height;

  /* Where its name has no room. */
  if (day->holiday != NULL && !has_lines (self))
    pango_attr_list_insert (attributes, pango_attr_underline_new (PANGO_UNDERLINE_DOUBLE));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  if (!self->in_month)
    colour.alpha *= 0.55;
  if (today)
    {
      graphene_rect_t disc = GRAPHENE_RECT_INIT (2, 2, MAX (text_width + 10, 22), 22);

      fill_rounded (snapshot, &disc, 11, accent);
      colour = (GdkRGBA) { 1, 1, 1, 1 };
    }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (2 + (MAX (text_width + 10, 22) - text_width) / 2.0, 2 + (22 - text_height) / 2.0));
  gtk_snapshot_append_layout (snapshot, layout, &colour);
  gtk_snapshot_restore (snapshot);

  if (has_lines (self) && day->holiday != NULL)
    {
      g_autoptr (PangoAttrList) italic = new_attributes (PANGO_WEIGHT_NORMAL, PANGO_STYLE_ITALIC, 0.82);

      draw_text (self, snapshot, day->holiday, italic, &GRAPHENE_RECT_INIT (30, 2, width - 32, 22), &colour);
    }
}

static void
draw_line (AnnexCalendarCell *self, GtkSnapshot *snapshot, const AnnexCalendarEntry *entry, double y, const GdkRGBA *ink, const GdkRGBA *accent)
{
  int width = gtk_widget_get_width (GTK_WIDGET (self));
  gboolean bar = entry->last > entry->first;
  gboolean begins = !bar || entry->first == self->day, ends = !bar || entry->last == self->day;
  gboolean week_begins = annex_calendar_begin_week (self->day) == self->day;
  double left = begins ? MARGIN : -RADIUS, right = ends ? width - MARGIN : width + RADIUS;
  graphene_rect_t place = GRAPHENE_RECT_INIT (left, y, right - left, LINE_HEIGHT);
  GdkRGBA colour = (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0 || entry->conflict != NULL ? get_red ()
                   : (entry->flags & (ANNEX_CALENDAR_APPOINTMENT | ANNEX_CALENDAR_EXTERNAL)) == ANNEX_CALENDAR_APPOINTMENT ? *accent
                                                                                                                              : *ink;
  gboolean faint = (entry->flags & (ANNEX_CALENDAR_OVER | ANNEX_CALENDAR_EXPECTED)) != 0;
  g_autoptr (PangoAttrList) attributes =
    new_attributes ((entry->flags & ANNEX_CALENDAR_OVERDUE) != 0 ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL,
                    (entry->flags & ANNEX_CALENDAR_EXTERNAL) != 0 ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL, 0.82);
  GdkRGBA fill = colour, line = colour, text = *ink;

  fill.alpha *= faint ? 0.04 : 0.13;
  line.alpha *= faint ? 0.2 : 0.6;
  text.alpha *= faint || !self->in_month ? 0.7 : 1;
  if ((entry->flags & (ANNEX_CALENDAR_EXTERNAL | ANNEX_CALENDAR_EXPECTED)) == 0)
    fill_rounded (snapshot, &place, RADIUS, &fill);
  append_frame (snapshot, &place, RADIUS, entry == self->marked ? 2.5 : 1, entry == self->marked ? ink : &line);
  if (begins || week_begins)
    {
      g_autofree char *time = begins ? annex_calendar_entry_dup_time (entry) : NULL;
      g_autofree char *name = annex_calendar_entry_dup_name (entry);
      g_autofree char *words = g_strdup_printf ("%s%s%s%s", annex_calendar_sign (entry), time != NULL ? time : "", time != NULL ? " " : "", name);

      draw_text (self, snapshot, words, attributes, &GRAPHENE_RECT_INIT (MAX (left, 0) + 5, y, MIN (right, width) - MAX (left, 0) - 8, LINE_HEIGHT), &text);
    }
}

static void
draw_more (AnnexCalendarCell *self, GtkSnapshot *snapshot, guint shown, guint line, const GdkRGBA *ink)
{
  const AnnexCalendarDay *day = annex_calendar_entries_get_day (self->entries, self->day);
  g_autoptr (PangoAttrList) attributes = new_attributes (PANGO_WEIGHT_NORMAL, PANGO_STYLE_NORMAL, 0.82);
  g_autofree char *text = NULL;

  if (day->count <= shown)
    return;
  text = g_strdup_printf (ngettext ("+%u more", "+%u more", day->count - shown), day->count - shown);
  draw_text (self, snapshot, text, attributes,
             &GRAPHENE_RECT_INIT (MARGIN + 5, NUMBER_HEIGHT + line * (LINE_HEIGHT + LINE_GAP), gtk_widget_get_width (GTK_WIDGET (self)) - 10, LINE_HEIGHT), ink);
}

static void
draw_lines (AnnexCalendarCell *self, GtkSnapshot *snapshot, const GdkRGBA *ink, const GdkRGBA *accent)
{
  guint n = count_shown_lanes (self), shown = 0;

  for (guint i = 0; i < n; i++)
    if (self->lanes->pdata[i] != NULL)
      {
        draw_line (self, snapshot, self->lanes->pdata[i], NUMBER_HEIGHT + i * (LINE_HEIGHT + LINE_GAP), ink, accent);
        shown++;
      }
  draw_more (self, snapshot, shown, n, ink);
}

/* An overdue one is a triangle. */
static void
draw_dots (AnnexCalendarCell *self, GtkSnapshot *snapshot, const GdkRGBA *ink)
{
  const AnnexCalendarDay *day = annex_calendar_entries_get_day (self->entries, self->day);
  guint n = MIN (day->count, MOST_DOTS), warned = MIN (day->overdue + day->conflicts, n);
  double step = 3 * DOT, x = gtk_widget_get_width (GTK_WIDGET (self)) / 2.0 - (n - 1) * step / 2, y = NUMBER_HEIGHT + 8;

  for (guint i = 0; i < n; i++, x += step)
    {
      GskPathBuilder *builder = gsk_path_builder_new ();
      g_autoptr (GskPath) path = NULL;
      GdkRGBA colour = i < warned ? get_red () : *ink;

      if (i < warned)
        {
          gsk_path_builder_move_to (builder, x - DOT - 1, y + DOT);
          gsk_path_builder_line_to (builder, x, y - DOT - 2);
          gsk_path_builder_line_to (builder, x + DOT + 1, y + DOT);
          gsk_path_builder_close (builder);
        }
      else
        gsk_path_builder_add_circle (builder, &GRAPHENE_POINT_INIT (x, y), DOT);
      path = gsk_path_builder_free_to_path (builder);
      colour.alpha *= 0.85;
      gtk_snapshot_append_fill (snapshot, path, GSK_FILL_RULE_WINDING, &colour);
    }
}

static void
annex_calendar_cell_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexCalendarCell *self = ANNEX_CALENDAR_CELL (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, width, height);
  GdkRGBA ink, shade;

  if (self->entries == NULL)
    return;
  gtk_widget_get_color (widget, &ink);
  shade = ink;
  shade.alpha *= annex_calendar_entries_get_day (self->entries, self->day)->holiday != NULL ? 0.09
                 : annex_calendar_is_weekend (self->day)                                   ? 0.045
                                                                                           : 0;
  gtk_snapshot_push_clip (snapshot, &all);
  gtk_snapshot_append_color (snapshot, &shade, &all);
  shade.alpha = ink.alpha * 0.14;
  gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (0, 0, width, 1));
  gtk_snapshot_append_color (snapshot, &shade, &GRAPHENE_RECT_INIT (0, 0, 1, height));
  draw_number (self, snapshot, &ink, accent);
  if (has_lines (self))
    draw_lines (self, snapshot, &ink, accent);
  else
    draw_dots (self, snapshot, &ink);
  if (self->selected)
    append_frame (snapshot, &GRAPHENE_RECT_INIT (1, 1, width - 1, height - 1), 6, gtk_widget_has_focus (widget) ? 3 : 1.5, accent);
  gtk_snapshot_pop (snapshot);
}

static void
annex_calendar_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 36 : NUMBER_HEIGHT + 18;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : NUMBER_HEIGHT + 3 * (LINE_HEIGHT + LINE_GAP);
}

static gboolean
query_tooltip_cb (AnnexCalendarCell *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  const AnnexCalendarEntry *entry = self->entries != NULL && !keyboard ? annex_calendar_cell_find (self, y) : NULL;
  g_autofree char *text = entry != NULL ? annex_calendar_entry_dup_text (entry) : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
annex_calendar_cell_dispose (GObject *object)
{
  AnnexCalendarCell *self = ANNEX_CALENDAR_CELL (object);

  g_clear_pointer (&self->entries, annex_calendar_entries_unref);
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
  G_OBJECT_CLASS (annex_calendar_cell_parent_class)->dispose (object);
}

static void
annex_calendar_cell_class_init (AnnexCalendarCellClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_calendar_cell_dispose;
  widget_class->snapshot = annex_calendar_cell_snapshot;
  widget_class->measure = annex_calendar_cell_measure;
  gtk_widget_class_set_css_name (widget_class, "calendarcell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
annex_calendar_cell_init (AnnexCalendarCell *self)
{
  self->lanes = g_ptr_array_new ();
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect (self, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw), NULL);
}

GtkWidget *
annex_calendar_cell_new (void)
{
  return g_object_new (ANNEX_TYPE_CALENDAR_CELL, NULL);
}

static void
update_text (AnnexCalendarCell *self)
{
  g_autofree char *text = annex_calendar_entries_dup_day_text (self->entries, self->day);
  g_autofree char *name = self->marked != NULL ? annex_calendar_entry_dup_text (self->marked) : NULL;
  /* Translators: what stands on a day, then the entry of it that the keys act on. */
  g_autofree char *both = name != NULL ? g_strdup_printf (_("%s. Chosen: %s"), text, name) : NULL;

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, both != NULL ? both : text, -1);
}

void
annex_calendar_cell_show (AnnexCalendarCell *self, AnnexCalendarEntries *entries, guint day, GPtrArray *lanes, gboolean in_month)
{
  annex_calendar_entries_ref (entries);
  g_clear_pointer (&self->entries, annex_calendar_entries_unref);
  self->entries = entries;
  self->day = day;
  self->in_month = in_month;
  self->marked = NULL;
  g_ptr_array_set_size (self->lanes, 0);
  for (guint i = 0; i < lanes->len; i++)
    g_ptr_array_add (self->lanes, lanes->pdata[i]);
  update_text (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
annex_calendar_cell_set_selected (AnnexCalendarCell *self, gboolean selected, const AnnexCalendarEntry *marked)
{
  if (self->selected == selected && self->marked == marked)
    return;
  self->selected = selected;
  self->marked = marked;
  gtk_widget_set_focusable (GTK_WIDGET (self), selected);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_SELECTED, selected, -1);
  if (self->entries != NULL)
    update_text (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
annex_calendar_cell_get_day (AnnexCalendarCell *self)
{
  return self->day;
}

const AnnexCalendarEntry *
annex_calendar_cell_find (AnnexCalendarCell *self, double y)
{
  guint line;

  if (y < NUMBER_HEIGHT || self->entries == NULL || !has_lines (self))
    return NULL;
  line = (guint) (y - NUMBER_HEIGHT) / (LINE_HEIGHT + LINE_GAP);
  return line < count_shown_lanes (self) ? self->lanes->pdata[line] : NULL;
}
