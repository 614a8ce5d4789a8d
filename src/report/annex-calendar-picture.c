/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-picture.h"

#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#include "isms/annex-calendar-days.h"

#define DAYS 7

/* Heights as shares of the height of the whole. */
#define TITLE_SHARE 0.06
#define HEADING_SHARE 0.035

/* Lines of a day, its number included. */
#define LINES 7.0

static void
draw_text (cairo_t *cairo, PangoLayout *layout, const char *text, double x, double y, double width, double size, gboolean bold)
{
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();

  pango_font_description_set_family (font, "Sans");
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cairo, x, y);
  pango_cairo_show_layout (cairo, layout);
}

static const char *
get_sign (const AnnexCalendarEntry *entry)
{
  return (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0 ? "! " : (entry->flags & ANNEX_CALENDAR_OVER) != 0 ? "✓ " : entry->conflict != NULL ? "⚠ " : "";
}

static void
draw_day (cairo_t *cairo, PangoLayout *layout, AnnexCalendarEntries *entries, guint day, gboolean in_month, double x, double y, double width,
          double height)
{
  const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (entries, day);
  g_autofree char *number = g_strdup_printf ("%u", annex_calendar_get_day_of_month (day));
  double line = height / LINES, size = line * 0.72;
  guint shown = 0;

  if (annex_calendar_is_weekend (day) || of_day->holiday != NULL)
    {
      cairo_set_source_rgb (cairo, 0.93, 0.93, 0.93);
      cairo_rectangle (cairo, x, y, width, height);
      cairo_fill (cairo);
    }
  cairo_set_source_rgb (cairo, 0.6, 0.6, 0.6);
  cairo_rectangle (cairo, x, y, width, height);
  cairo_stroke (cairo);
  cairo_set_source_rgb (cairo, in_month ? 0 : 0.5, in_month ? 0 : 0.5, in_month ? 0 : 0.5);
  draw_text (cairo, layout, number, x + 3, y + 1, width / 4, size, in_month);
  if (of_day->holiday != NULL)
    draw_text (cairo, layout, of_day->holiday, x + width / 4, y + 1, width * 0.75 - 3, size * 0.85, FALSE);
  for (guint i = 0; i < of_day->entries->len; i++)
    {
      const AnnexCalendarEntry *entry = of_day->entries->pdata[i];
      g_autofree char *name = annex_calendar_entry_dup_name (entry);
      g_autofree char *time = annex_calendar_entry_dup_time (entry);
      g_autofree char *text = g_strdup_printf ("%s%s%s%s", get_sign (entry), time != NULL ? time : "", time != NULL ? " " : "", name);

      if ((entry->flags & ANNEX_CALENDAR_HOLIDAY) != 0)
        continue;
      /* The last line says how many more there are, unless it is just one. */
      if (shown + 2 >= (guint) LINES && of_day->count > shown + 1)
        break;
      draw_text (cairo, layout, text, x + 3, y + (shown + 1) * line, width - 6, size, (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0);
      shown++;
    }
  if (of_day->count > shown)
    {
      g_autofree char *more = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "+%u more", "+%u more", of_day->count - shown), of_day->count - shown);

      draw_text (cairo, layout, more, x + 3, y + (shown + 1) * line, width - 6, size, FALSE);
    }
}

void
annex_calendar_picture_draw (cairo_t *cairo, AnnexCalendarEntries *entries, guint day, double width, double height)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cairo);
  g_autofree char *month = annex_calendar_dup_month (day);
  guint first = annex_calendar_begin_month (day, 0), next = annex_calendar_begin_month (day, 1), begin = annex_calendar_begin_week (first);
  guint weeks = (next - begin + DAYS - 1) / DAYS;
  double title = height * TITLE_SHARE, heading = height * HEADING_SHARE;
  double column = width / DAYS, row = (height - title - heading) / weeks;

  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  cairo_set_line_width (cairo, 0.5);
  cairo_set_source_rgb (cairo, 0, 0, 0);
  draw_text (cairo, layout, month, 0, 0, width, title * 0.6, TRUE);
  for (guint i = 0; i < DAYS; i++)
    {
      g_autofree char *name = annex_calendar_dup_text (begin + i, "%A");

      draw_text (cairo, layout, name, i * column + 3, title, column - 6, heading * 0.6, FALSE);
    }
  for (guint i = 0; i < weeks * DAYS; i++)
    draw_day (cairo, layout, entries, begin + i, begin + i >= first && begin + i < next, i % DAYS * column, title + heading + i / DAYS * row, column, row);
}
