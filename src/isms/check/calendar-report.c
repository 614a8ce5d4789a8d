/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-calendar-days.h"
#include "isms/annex-calendar-entries.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-reports.h"
#include "report/annex-calendar-picture.h"

/* Months that are told; the first of them also as a picture. */
#define MONTHS 12

/* Rows of one day. */
#define PER_DAY 200

typedef struct
{
  AnnexCalendarEntries *entries;
  guint day;
} Figure;

static void
figure_free (gpointer data)
{
  Figure *figure = data;

  annex_calendar_entries_unref (figure->entries);
  g_free (figure);
}

static void
draw (cairo_t *cairo, double width, double height, gpointer data)
{
  Figure *figure = data;

  annex_calendar_picture_draw (cairo, figure->entries, figure->day, width, height);
}

static void
add_figure (AnnexReportDocument *document, AnnexCalendarEntries *entries, guint day)
{
  Figure *figure = g_new0 (Figure, 1);
  g_autofree char *month = annex_calendar_dup_month (day);
  g_autofree char *alternative = g_strdup_printf (_("%s as a calendar; the table of the month says the same."), month);

  figure->entries = annex_calendar_entries_ref (entries);
  figure->day = day;
  annex_report_document_add_figure (document, draw, figure, figure_free, ANNEX_CALENDAR_PICTURE_ASPECT, month, alternative);
}

static const char *
get_state (const AnnexCalendarEntry *entry)
{
  return (entry->flags & ANNEX_CALENDAR_OVERDUE) != 0 ? _("Overdue")
         : (entry->flags & ANNEX_CALENDAR_OVER) != 0  ? _("Done")
         : (entry->flags & ANNEX_CALENDAR_EXPECTED) != 0 ? _("Expected")
                                                         : _("Planned");
}

static void
add_entry (AnnexReportDocument *document, const AnnexCalendarEntry *entry)
{
  g_autofree char *first = annex_date_rules_dup_day (entry->first);
  g_autofree char *last = entry->last > entry->first ? annex_date_rules_dup_day (entry->last) : g_strdup ("");
  g_autofree char *name = annex_calendar_entry_dup_name (entry);
  const char *cells[] = { first, last, name, g_dgettext (GETTEXT_PACKAGE, entry->type->label), get_state (entry),
                          entry->conflict != NULL ? entry->conflict : "" };

  annex_report_document_add_row (document, cells);
}

/* What runs over several days is told in the month that it begins in. */
static void
add_month (AnnexReportDocument *document, AnnexCalendarEntries *entries, guint first, guint last)
{
  const AnnexReportColumn columns[] = { { _("From"), 10, ANNEX_REPORT_DATE }, { _("To"), 10, ANNEX_REPORT_DATE }, { _("What"), 42, ANNEX_REPORT_TEXT },
                                        { _("Kind"), 14, ANNEX_REPORT_TEXT },  { _("State"), 10, ANNEX_REPORT_TEXT }, { _("At odds"), 18, ANNEX_REPORT_TEXT } };
  g_autofree char *month = annex_calendar_dup_month (first);
  gboolean begun = FALSE;

  for (guint i = 0; i < annex_calendar_entries_get (entries)->len; i++)
    {
      const AnnexCalendarEntry *entry = annex_calendar_entries_get (entries)->pdata[i];

      if (entry->first < first || entry->first > last || (entry->flags & ANNEX_CALENDAR_HOLIDAY) != 0)
        continue;
      if (!begun)
        {
          annex_report_document_add_heading (document, 1, month);
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
        }
      begun = TRUE;
      add_entry (document, entry);
    }
}

AnnexReportDocument *
annex_calendar_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  guint today = annex_calendar_get_today (), begin = annex_calendar_begin_month (today, 0);
  AnnexCalendarQuery query = { .first = annex_calendar_begin_week (begin), .last = annex_calendar_begin_month (today, MONTHS) - 1, .per_day = PER_DAY };
  g_autoptr (AnnexCalendarEntries) entries = annex_calendar_entries_load (store, &query, cancellable, error);
  AnnexReportDocument *document;

  if (entries == NULL)
    return NULL;
  document = annex_report_begin (store, _("Calendar"), NULL);
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  add_figure (document, entries, begin);
  for (int i = 0; i < MONTHS; i++)
    add_month (document, entries, annex_calendar_begin_month (today, i), annex_calendar_begin_month (today, i + 1) - 1);
  return document;
}
