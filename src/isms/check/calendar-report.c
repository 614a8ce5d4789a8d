/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "certification.h"
#include "core/annex-query.h"
#include "core/annex-statement.h"
#include "isms/annex-calendar-days.h"
#include "isms/annex-calendar-entries.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-reports.h"
#include "isms/do/activity.h"
#include "report/annex-calendar-picture.h"

/* Months that are told, each also as a page for the wall. */
#define MONTHS 12

/* Months of recurring activities that lie behind. */
#define MONTHS_BEHIND 6

/* Of a day, what is read; more than the pictures and tables name. */
#define PER_DAY 500

/* Of one kind on one day. */
#define MOST_NAMED 5

/* ---- Certification ---- */

static const char *
get_audit_state (AnnexRecord *certification, const AnnexField *field, guint today)
{
  guint planned = annex_clock_parse_day (annex_record_get_value (certification, field->name));
  AnnexCertificationWindow window;

  if (annex_record_get_value (certification, field->settled_by) != NULL)
    return _("Held");
  if (planned != 0 && planned < today)
    return _("Overdue");
  if (!annex_certification_find_window (certification, field->name, &window))
    return planned != 0 ? _("Planned") : _("Not planned");
  return window.last < today                                     ? _("Window missed")
         : planned == 0                                          ? _("Not planned")
         : planned < window.first || planned > window.last       ? _("Outside its window")
                                                                 : _("Planned");
}

static void
add_audit_of_cycle (AnnexReportDocument *document, AnnexRecord *certification, const AnnexField *field, guint today)
{
  AnnexCertificationWindow window;
  gboolean has_window = annex_certification_find_window (certification, field->name, &window);
  g_autofree char *first = has_window ? annex_clock_dup_day (window.first) : g_strdup ("");
  g_autofree char *last = has_window ? annex_clock_dup_day (window.last) : g_strdup ("");
  const char *planned = annex_record_get_value (certification, field->name), *held = annex_record_get_value (certification, field->settled_by);
  const char *cells[] = { annex_field_get_label (field), planned != NULL ? planned : "", first, last, held != NULL ? held : "",
                          get_audit_state (certification, field, today) };

  annex_report_document_add_row (document, cells);
}

typedef struct
{
  AnnexReportDocument *document;
  AnnexStore *store;
  guint begin;
  gboolean begun;
} Telling;

static gboolean
add_certification (AnnexRecord *certification, gpointer user_data)
{
  const AnnexReportColumn columns[] = { { _("What"), 20, ANNEX_REPORT_TEXT },           { _("Planned"), 12, ANNEX_REPORT_DATE },
                                        { _("Window Opens"), 12, ANNEX_REPORT_DATE },   { _("Window Closes"), 12, ANNEX_REPORT_DATE },
                                        { _("Held On"), 12, ANNEX_REPORT_DATE },        { _("State"), 16, ANNEX_REPORT_TEXT } };
  Telling *self = user_data;
  const AnnexType *type = annex_record_get_record_type (certification);
  g_autofree char *heading = g_strdup_printf ("%s %s", annex_record_get_reference (certification), annex_record_get_title (certification));

  if (g_strcmp0 (annex_record_get_value (certification, "status"), "ended") == 0)
    return TRUE;
  annex_report_document_add_heading (self->document, 1, heading);
  annex_report_document_add_fact (self->document, _("Certification body"), annex_record_get_value (certification, "body"));
  annex_report_document_add_fact (self->document, _("Certificate number"), annex_record_get_value (certification, "number"));
  annex_report_document_begin_table (self->document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < type->n_fields; i++)
    if (type->fields[i].settled_by != NULL)
      add_audit_of_cycle (self->document, certification, &type->fields[i], annex_clock_get_today ());
  return TRUE;
}

/* ---- Lists ---- */

/* "" for none. */
static char *
dup_owner (AnnexStore *store, const AnnexCalendarEntry *entry, GError **error)
{
  g_autoptr (AnnexRecord) record = NULL;

  if (annex_type_find_field (entry->type, "owner") == NULL)
    return g_strdup ("");
  record = annex_store_load (store, entry->record, error);
  return record != NULL ? g_strdup (annex_record_get_text (record, "owner")) : NULL;
}

static void
keep_overdue (const AnnexCalendarEntry *entry, gpointer overdue)
{
  if ((entry->flags & ANNEX_CALENDAR_OVERDUE) != 0)
    g_ptr_array_add (overdue, annex_calendar_entry_copy (entry));
}

static int
compare_days (gconstpointer a, gconstpointer b)
{
  const AnnexCalendarEntry *x = *(AnnexCalendarEntry *const *) a, *y = *(AnnexCalendarEntry *const *) b;

  return (x->last > y->last) - (x->last < y->last);
}

static gboolean
add_overdue (AnnexReportDocument *document, AnnexStore *store, GPtrArray *overdue, guint today, GError **error)
{
  const AnnexReportColumn columns[] = { { _("Due"), 11, ANNEX_REPORT_DATE },  { _("What"), 46, ANNEX_REPORT_TEXT }, { _("Kind"), 16, ANNEX_REPORT_TEXT },
                                        { _("Owner"), 18, ANNEX_REPORT_TEXT }, { _("Days Late"), 9, ANNEX_REPORT_NUMBER } };

  if (overdue->len == 0)
    return TRUE;
  annex_report_document_add_heading (document, 1, _("Overdue"));
  annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
  for (guint i = 0; i < overdue->len; i++)
    {
      const AnnexCalendarEntry *entry = overdue->pdata[i];
      g_autofree char *day = annex_clock_dup_day (entry->last);
      g_autofree char *name = annex_calendar_entry_dup_name (entry);
      g_autofree char *owner = dup_owner (store, entry, error);
      g_autofree char *late = g_strdup_printf ("%u", today - entry->last);
      const char *cells[] = { day, name, g_dgettext (GETTEXT_PACKAGE, entry->type->label), owner, late };

      if (owner == NULL)
        return FALSE;
      annex_report_document_add_row (document, cells);
    }
  return TRUE;
}

/* Sessions stand in the plan of their audit, occurrences in the table of activities. */
static gboolean
is_ahead (const AnnexCalendarEntry *entry, guint today)
{
  return entry->last >= today && entry->type->phase != ANNEX_PHASE_NONE && entry->type != &annex_occurrence_type &&
         (entry->flags & (ANNEX_CALENDAR_OVER | ANNEX_CALENDAR_EXPECTED | ANNEX_CALENDAR_HOLIDAY)) == 0;
}

static gboolean
add_appointments (AnnexReportDocument *document, AnnexStore *store, AnnexCalendarEntries *entries, GError **error)
{
  const AnnexReportColumn columns[] = { { _("From"), 11, ANNEX_REPORT_DATE }, { _("To"), 11, ANNEX_REPORT_DATE },   { _("What"), 40, ANNEX_REPORT_TEXT },
                                        { _("Kind"), 14, ANNEX_REPORT_TEXT }, { _("Owner"), 16, ANNEX_REPORT_TEXT }, { _("At Odds"), 20, ANNEX_REPORT_TEXT } };
  guint today = annex_clock_get_today ();
  gboolean begun = FALSE;

  for (guint i = 0; i < annex_calendar_entries_get (entries)->len; i++)
    {
      const AnnexCalendarEntry *entry = annex_calendar_entries_get (entries)->pdata[i];
      g_autofree char *first = annex_clock_dup_day (entry->first);
      g_autofree char *last = entry->last > entry->first ? annex_clock_dup_day (entry->last) : g_strdup ("");
      g_autofree char *name = NULL, *owner = NULL;

      if (!is_ahead (entry, today) || (entry->flags & ANNEX_CALENDAR_APPOINTMENT) == 0)
        continue;
      if (!begun)
        {
          annex_report_document_add_heading (document, 1, _("Audits, Reviews and Other Appointments"));
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
          begun = TRUE;
        }
      name = annex_calendar_entry_dup_name (entry);
      owner = dup_owner (store, entry, error);
      if (owner == NULL)
        return FALSE;
      annex_report_document_add_row (document, (const char *[]) { first, last, name, g_dgettext (GETTEXT_PACKAGE, entry->type->label), owner,
                                                                  entry->conflict != NULL ? entry->conflict : "" });
    }
  return TRUE;
}

/* Whatever of one kind is due on one day is one row, for reviews come by the dozen. */
static void
add_due_group (AnnexReportDocument *document, GPtrArray *entries, guint from, GHashTable *told)
{
  const AnnexCalendarEntry *first = entries->pdata[from];
  g_autofree char *day = annex_clock_dup_day (first->first), *number = NULL;
  g_autoptr (GString) names = g_string_new (NULL);
  guint n = 0;

  for (guint i = from; i < entries->len && ((const AnnexCalendarEntry *) entries->pdata[i])->first == first->first; i++)
    {
      const AnnexCalendarEntry *entry = entries->pdata[i];
      g_autofree char *name = annex_calendar_entry_dup_name (entry);

      if (entry->type != first->type || (entry->flags & ANNEX_CALENDAR_APPOINTMENT) != 0 || !is_ahead (entry, annex_clock_get_today ()))
        continue;
      g_hash_table_add (told, (gpointer) entry);
      if (n++ < MOST_NAMED)
        g_string_append_printf (names, "%s%s", names->len > 0 ? "; " : "", name);
    }
  if (n > MOST_NAMED)
    {
      g_string_append (names, "; ");
      g_string_append_printf (names, g_dngettext (GETTEXT_PACKAGE, "and %u more", "and %u more", n - MOST_NAMED), n - MOST_NAMED);
    }
  number = g_strdup_printf ("%u", n);
  annex_report_document_add_row (document, (const char *[]) { day, g_dgettext (GETTEXT_PACKAGE, first->type->label), number, names->str });
}

static void
add_due (AnnexReportDocument *document, AnnexCalendarEntries *entries)
{
  const AnnexReportColumn columns[] = { { _("Day"), 11, ANNEX_REPORT_DATE }, { _("Kind"), 16, ANNEX_REPORT_TEXT },
                                        { _("How Many"), 9, ANNEX_REPORT_NUMBER }, { _("What"), 66, ANNEX_REPORT_TEXT } };
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  GPtrArray *all = annex_calendar_entries_get (entries);

  for (guint i = 0; i < all->len; i++)
    {
      const AnnexCalendarEntry *entry = all->pdata[i];

      if (!is_ahead (entry, annex_clock_get_today ()) || (entry->flags & ANNEX_CALENDAR_APPOINTMENT) != 0 || g_hash_table_contains (told, entry))
        continue;
      if (g_hash_table_size (told) == 0)
        {
          annex_report_document_add_heading (document, 1, _("Due"));
          annex_report_document_begin_table (document, NULL, columns, G_N_ELEMENTS (columns));
        }
      add_due_group (document, all, i, told);
    }
}

/* ---- Recurring activities ---- */

typedef struct
{
  guint done;
  guint late;
  guint ahead;
  guint left_out;
} Times;

static void
append_sign (GString *cell, const char *sign, guint times)
{
  if (times == 0)
    return;
  g_string_append_printf (cell, "%s%s", cell->len > 0 ? " " : "", sign);
  if (times > 1)
    g_string_append_printf (cell, " %u", times);
}

static Times *
find_month (Times *months, guint begin, guint day)
{
  for (int i = 0; i < MONTHS; i++)
    if (day >= annex_calendar_begin_month (begin, i) && day < annex_calendar_begin_month (begin, i + 1))
      return &months[i];
  return NULL;
}

/* What was and what is due. @open: (out): the day of the occurrence that is open, 0 for none. */
static gboolean
count_occurrences (AnnexStore *store, gint64 activity, guint begin, Times *months, guint *open, GError **error)
{
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store, "SELECT o.due, o.state FROM link l JOIN occurrence o ON o.id = l.source WHERE l.target = ?1 AND l.field = 'activity'", error);
  guint today = annex_clock_get_today ();

  *open = 0;
  if (statement == NULL)
    return FALSE;
  annex_statement_bind_int64 (statement, 1, activity);
  while (annex_statement_next (statement))
    {
      guint due = annex_clock_parse_day (annex_statement_get_text (statement, 0));
      const char *state = annex_statement_get_text (statement, 1);
      Times *month = find_month (months, begin, due);
      gboolean is_open = g_strcmp0 (state, "open") == 0;

      if (is_open)
        *open = MAX (*open, due);
      if (month == NULL)
        continue;
      month->done += g_strcmp0 (state, "done") == 0;
      month->left_out += g_strcmp0 (state, "skipped") == 0;
      month->late += is_open && due < today;
      month->ahead += is_open && due >= today;
    }
  return annex_statement_finish (statement, error);
}

static void
begin_activities (Telling *self)
{
  AnnexReportColumn columns[MONTHS + 2] = { { _("Activity"), 34, ANNEX_REPORT_TEXT }, { _("Owner"), 16, ANNEX_REPORT_TEXT } };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (int i = 0; i < MONTHS; i++)
    {
      /* Translators: the head of a narrow column, as strftime(3) has it: a month and its year. */
      g_ptr_array_add (names, annex_calendar_dup_text (annex_calendar_begin_month (self->begin, i), C_("date", "%b %y")));
      columns[i + 2] = (AnnexReportColumn) { names->pdata[i], 5, ANNEX_REPORT_TEXT };
    }
  annex_report_document_add_heading (self->document, 1, _("Recurring Activities"));
  annex_report_document_add_paragraph (self->document, _("✓ done, ! overdue, ○ ahead, – left out; a number says how often in the month."));
  annex_report_document_begin_table (self->document, NULL, columns, G_N_ELEMENTS (columns));
  self->begun = TRUE;
}

static gboolean
add_activity (AnnexRecord *activity, gpointer user_data, GError **error)
{
  Telling *self = user_data;
  guint end = annex_calendar_begin_month (self->begin, MONTHS);
  g_autofree char *name = g_strdup_printf ("%s %s", annex_record_get_reference (activity), annex_record_get_title (activity));
  const char *owner = annex_record_get_text (activity, "owner");
  const char *cells[MONTHS + 2] = { name, owner != NULL ? owner : "" };
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  Times months[MONTHS] = { 0 };
  AnnexRecurrence recurrence;
  guint open;

  if (!count_occurrences (self->store, annex_record_get_id (activity), self->begin, months, &open, error))
    return FALSE;
  if (open != 0 && g_strcmp0 (annex_record_get_value (activity, "state"), "active") == 0 && annex_activity_get_recurrence (activity, &recurrence))
    for (guint day = annex_recurrence_get_next (&recurrence, MAX (open, annex_clock_get_today ())); day != 0 && day < end;
         day = annex_recurrence_get_next (&recurrence, day))
      find_month (months, self->begin, day)->ahead++;
  for (guint i = 0; i < MONTHS; i++)
    {
      GString *cell = g_string_new (NULL);

      append_sign (cell, "✓", months[i].done);
      append_sign (cell, "!", months[i].late);
      append_sign (cell, "–", months[i].left_out);
      append_sign (cell, "○", months[i].ahead);
      g_ptr_array_add (texts, g_string_free_and_steal (cell));
      cells[i + 2] = texts->pdata[i];
    }
  if (!self->begun)
    begin_activities (self);
  annex_report_document_add_row (self->document, cells);
  return TRUE;
}

/* ---- Months for the wall ---- */

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
add_month (AnnexReportDocument *document, AnnexCalendarEntries *entries, guint day)
{
  Figure *figure = g_new0 (Figure, 1);
  g_autofree char *month = annex_calendar_dup_month (day);
  g_autofree char *alternative = g_strdup_printf (_("%s as a calendar; the tables before it say what stands there."), month);

  figure->entries = annex_calendar_entries_ref (entries);
  figure->day = day;
  annex_report_document_add_figure (document, draw, figure, figure_free, ANNEX_CALENDAR_PICTURE_ASPECT, month, alternative);
  annex_report_document_fill_page (document);
}

static char *
dup_summary (AnnexCalendarEntries *entries, guint overdue, guint begin)
{
  g_autofree char *first = annex_calendar_dup_month (begin), *last = annex_calendar_dup_month (annex_calendar_begin_month (begin, MONTHS - 1));
  guint today = annex_clock_get_today (), appointments = 0, conflicts = 0;
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < annex_calendar_entries_get (entries)->len; i++)
    {
      const AnnexCalendarEntry *entry = annex_calendar_entries_get (entries)->pdata[i];

      appointments += is_ahead (entry, today) && (entry->flags & ANNEX_CALENDAR_APPOINTMENT) != 0;
      conflicts += entry->conflict != NULL;
    }
  /* Translators: two months. */
  g_string_append_printf (text, _("From %s to %s."), first, last);
  g_string_append_c (text, ' ');
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u appointment stands ahead,", "%u appointments stand ahead,", appointments), appointments);
  g_string_append_c (text, ' ');
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u is at odds with something,", "%u are at odds with something,", conflicts), conflicts);
  g_string_append_c (text, ' ');
  g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "and %u entry is overdue.", "and %u entries are overdue.", overdue), overdue);
  return g_string_free_and_steal (text);
}

AnnexReportDocument *
annex_calendar_report_make (AnnexStore *store, gint64 record, GCancellable *cancellable, GError **error)
{
  guint today = annex_clock_get_today (), begin = annex_calendar_begin_month (today, 0);
  AnnexCalendarQuery query = { .first = annex_calendar_begin_week (begin), .last = annex_calendar_begin_month (today, MONTHS) + 6, .per_day = PER_DAY };
  g_autoptr (AnnexCalendarEntries) entries = annex_calendar_entries_load (store, &query, cancellable, error);
  g_autoptr (GPtrArray) overdue = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_calendar_entry_free);
  g_autoptr (AnnexQuery) certifications = annex_query_new (&annex_certification_type);
  g_autoptr (AnnexQuery) activities = annex_query_new (&annex_activity_type);
  g_autoptr (AnnexReportDocument) document = NULL;
  g_autofree char *summary = NULL;
  Telling telling = { .store = store, .begin = annex_calendar_begin_month (today, -MONTHS_BEHIND) };

  if (entries == NULL || !annex_calendar_foreach (store, NULL, keep_overdue, overdue, cancellable, error))
    return NULL;
  g_ptr_array_sort (overdue, compare_days);
  document = annex_report_begin (store, _("Calendar"), NULL, error);
  if (document == NULL)
    return NULL;
  telling.document = document;
  annex_report_document_set_page (document, ANNEX_REPORT_A4, TRUE);
  summary = dup_summary (entries, overdue->len, begin);
  annex_report_document_add_paragraph (document, summary);
  if (!annex_query_foreach (certifications, store, add_certification, &telling, error))
    return NULL;
  if (!add_appointments (document, store, entries, error) || !add_overdue (document, store, overdue, today, error) ||
      !annex_query_try_foreach (activities, store, add_activity, &telling, error))
    return NULL;
  add_due (document, entries);
  for (int i = 0; i < MONTHS; i++)
    add_month (document, entries, annex_calendar_begin_month (today, i));
  return g_steal_pointer (&document);
}
