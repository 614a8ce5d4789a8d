/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-entries.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "annex-calendar-conflicts.h"
#include "annex-calendar-days.h"
#include "annex-date-rules.h"
#include "annex-isms.h"
#include "core/annex-statement.h"
#include "do/activity.h"

/* A file of periods without end, or a query over centuries, keeps this much and no more. */
#define MOST_KEPT 50000

/* A day says at most so many names; there are others behind it. */
#define MOST_SPOKEN 12

/* How a date of a type stands on the calendar. */
typedef struct
{
  const AnnexType *type;
  const AnnexField *field;
  const AnnexField *start; /* moves along, and is where a bar begins */
  const AnnexField *lead;  /* the work begins */
  const AnnexField *begins;
  const AnnexField *ends;
  AnnexCalendarFlags flags;
} Kind;

struct _AnnexCalendarEntries
{
  int references;
  guint first;
  guint last;
  guint per_day;
  GPtrArray *entries;
  AnnexCalendarDay *days;
};

static const AnnexField *
find_date (const AnnexType *type, const char *name)
{
  const AnnexField *field = annex_type_find_field (type, name);

  return field != NULL && field->kind == ANNEX_FIELD_DATE ? field : NULL;
}

static const AnnexField *
find_time (const AnnexType *type, const char *name)
{
  const AnnexField *field = annex_type_find_field (type, name);

  return field != NULL && (field->kind == ANNEX_FIELD_TEXT || field->kind == ANNEX_FIELD_TIME) ? field : NULL;
}

static gboolean
is_due_day (const AnnexField *field)
{
  return (field->kind == ANNEX_FIELD_DATE && (field->flags & ANNEX_FIELD_FILTER) != 0) || (field->flags & ANNEX_FIELD_DAY) != 0;
}

static void
add_kind (GArray *kinds, const AnnexType *type, const AnnexField *field, AnnexCalendarFlags flags)
{
  Kind kind = { .type = type, .field = field, .flags = flags };

  if (field->settled_by != NULL)
    kind.flags |= ANNEX_CALENDAR_APPOINTMENT;
  if (strcmp (field->name, "due") == 0)
    kind.lead = find_date (type, "starts_on");
  g_array_append_val (kinds, kind);
}

/* The kinds of a type, that of a new record first. */
static void
find_kinds (const AnnexType *type, GArray *kinds)
{
  const AnnexField *start = find_date (type, "starts_on"), *end = find_date (type, "ends_on"), *held = find_date (type, "held_on");

  if (type == &annex_holiday_type)
    {
      add_kind (kinds, type, annex_type_find_field (type, "day"), ANNEX_CALENDAR_HOLIDAY);
      return;
    }
  if (start != NULL && end != NULL)
    {
      Kind kind = { .type = type, .field = end, .start = start, .flags = ANNEX_CALENDAR_APPOINTMENT };

      g_array_append_val (kinds, kind);
    }
  /* What is only noted down to have been held is nothing to come to. */
  if (held != NULL && ((held->flags & ANNEX_FIELD_FILTER) != 0 || find_time (type, "starts_at") != NULL))
    {
      Kind kind = { .type = type, .field = held, .flags = ANNEX_CALENDAR_APPOINTMENT, .begins = find_time (type, "starts_at"),
                    .ends = find_time (type, "ends_at") };

      g_array_append_val (kinds, kind);
    }
  for (guint i = 0; i < type->n_fields; i++)
    {
      const AnnexField *field = &type->fields[i];

      if (is_due_day (field) && (field->flags & ANNEX_FIELD_INTERNAL) == 0 && field != held && (end == NULL || field != start) && (start == NULL || field != end))
        add_kind (kinds, type, field, 0);
    }
}

/* ---- Reading ---- */

static gboolean
is_hidden (const AnnexCalendarQuery *query, const AnnexType *type)
{
  return query->hidden != NULL && g_hash_table_contains (query->hidden, type->name);
}

static void
append_column (GString *sql, const char *name)
{
  if (name != NULL)
    g_string_append_printf (sql, ", r.\"%s\"", name);
  else
    g_string_append (sql, ", NULL");
}

/* Columns: id, reference, title, last day, first day, lead, begins, ends, state, settled. */
static char *
dup_sql (const Kind *kind, gboolean search)
{
  GString *sql = g_string_new ("SELECT r.id, x.reference, x.title");
  g_autofree char *day = annex_field_is_stored (kind->field) ? g_strdup_printf ("r.\"%s\"", kind->field->name) : g_strdup_printf ("(%s)", kind->field->expression);

  if (kind->start != NULL)
    g_string_append_printf (sql, ", coalesce (r.\"%s\", r.\"%s\"), coalesce (r.\"%s\", r.\"%s\")", kind->field->name, kind->start->name,
                            kind->start->name, kind->field->name);
  else
    g_string_append_printf (sql, ", %s, %s", day, day);
  append_column (sql, kind->lead != NULL ? kind->lead->name : NULL);
  append_column (sql, kind->begins != NULL ? kind->begins->name : NULL);
  append_column (sql, kind->ends != NULL ? kind->ends->name : NULL);
  append_column (sql, kind->type->state_field);
  append_column (sql, kind->field->settled_by);
  g_string_append_printf (sql, " FROM \"%s\" r JOIN record x ON x.id = r.id WHERE ", kind->type->name);
  if (kind->start != NULL)
    g_string_append_printf (sql, "coalesce (r.\"%s\", r.\"%s\") >= ?1 AND coalesce (r.\"%s\", r.\"%s\") <= ?2", kind->field->name,
                            kind->start->name, kind->start->name, kind->field->name);
  else
    g_string_append_printf (sql, "%s BETWEEN ?1 AND ?2", day);
  if (search)
    g_string_append (sql, " AND (instr (lower (x.title), lower (?3)) > 0 OR instr (lower (x.reference), lower (?3)) > 0)");
  g_string_append (sql, " ORDER BY 4, x.number");
  return g_string_free_and_steal (sql);
}

/* "09:30", or the end of "2026-10-21 09:30". */
static int
parse_minutes (const char *text)
{
  const char *time = text != NULL && strlen (text) > 10 ? text + 11 : text;
  int hours, minutes;

  if (time == NULL || sscanf (time, "%2d:%2d", &hours, &minutes) != 2 || hours < 0 || hours > 24 || minutes < 0 || minutes > 59)
    return -1;
  return hours * 60 + minutes;
}

static AnnexCalendarFlags
get_flags (const Kind *kind, AnnexStatement *statement, guint last, guint today)
{
  const char *state = annex_statement_get_text (statement, 8);
  gboolean over = annex_statement_get_text (statement, 9) != NULL ||
                  (state != NULL && kind->type->over_states != NULL && g_strv_contains (kind->type->over_states, state));
  gboolean is_due = is_due_day (kind->field) && (kind->flags & ANNEX_CALENDAR_HOLIDAY) == 0;
  AnnexCalendarFlags flags = kind->flags;

  if (over)
    flags |= ANNEX_CALENDAR_OVER;
  else if (annex_field_is_stored (kind->field))
    flags |= ANNEX_CALENDAR_MOVABLE;
  if (!over && is_due && last < today)
    flags |= ANNEX_CALENDAR_OVERDUE;
  return flags;
}

static AnnexCalendarEntry *
new_entry (const Kind *kind, AnnexStatement *statement, guint first, guint last, AnnexCalendarFlags flags)
{
  AnnexCalendarEntry *entry = annex_calendar_entry_new (annex_statement_get_string (statement, 2), first);

  g_set_str (&entry->reference, annex_statement_get_string (statement, 1));
  entry->record = annex_statement_get_int64 (statement, 0);
  entry->type = kind->type;
  entry->field = kind->field;
  entry->start_field = kind->start;
  entry->last = last;
  entry->lead = annex_clock_parse_day (annex_statement_get_text (statement, 5));
  entry->begins = parse_minutes (annex_statement_get_text (statement, 6));
  entry->ends = parse_minutes (annex_statement_get_text (statement, 7));
  entry->flags = flags;
  return entry;
}

static void
count (AnnexCalendarEntries *self, guint first, guint last, AnnexCalendarFlags flags)
{
  if ((flags & ANNEX_CALENDAR_HOLIDAY) != 0)
    return;
  for (guint day = MAX (first, self->first); day <= MIN (last, self->last); day++)
    {
      self->days[day - self->first].count++;
      self->days[day - self->first].overdue += (flags & ANNEX_CALENDAR_OVERDUE) != 0;
    }
}

/* Appointments and holidays are few, and all of them are needed to tell conflicts. */
static gboolean
is_kept (AnnexCalendarEntries *self, guint first, AnnexCalendarFlags flags)
{
  if (self->entries->len >= MOST_KEPT)
    return FALSE;
  return (flags & (ANNEX_CALENDAR_APPOINTMENT | ANNEX_CALENDAR_HOLIDAY)) != 0 ||
         (first >= self->first && self->days[first - self->first].count <= self->per_day);
}

typedef void (*RowFunc) (const Kind *kind, AnnexStatement *statement, guint first, guint last, AnnexCalendarFlags flags, gpointer data);

static gboolean
walk_rows (AnnexStore *store, const Kind *kind, const char *from, const char *to, const char *search, RowFunc func, gpointer data,
           GCancellable *cancellable, GError **error)
{
  gboolean searching = search != NULL && *search != '\0' && (kind->flags & ANNEX_CALENDAR_HOLIDAY) == 0;
  g_autofree char *sql = dup_sql (kind, searching);
  guint today = annex_store_get_today (store);
  g_autoptr (AnnexStatement) statement = annex_statement_new_once (store, sql, error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, from);
  annex_statement_bind_text (statement, 2, to);
  if (searching)
    annex_statement_bind_text (statement, 3, search);
  while (annex_statement_next (statement))
    {
      guint last = annex_clock_parse_day (annex_statement_get_text (statement, 3));
      guint first = annex_clock_parse_day (annex_statement_get_text (statement, 4));

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (first != 0 && last >= first)
        func (kind, statement, first, last, get_flags (kind, statement, last, today), data);
    }
  return annex_statement_finish (statement, error) && !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
keep_row (const Kind *kind, AnnexStatement *statement, guint first, guint last, AnnexCalendarFlags flags, gpointer data)
{
  AnnexCalendarEntries *self = data;

  count (self, first, last, flags);
  if (is_kept (self, first, flags))
    g_ptr_array_add (self->entries, new_entry (kind, statement, first, last, flags));
}

static void
add_expected (AnnexCalendarEntries *self, AnnexRecord *activity, guint open)
{
  AnnexRecurrence recurrence;

  if (open == 0 || !annex_activity_get_recurrence (activity, &recurrence))
    return;
  for (guint day = annex_recurrence_get_next (&recurrence, MAX (open, self->first - 1)); day != 0 && day <= self->last;
       day = annex_recurrence_get_next (&recurrence, day))
    {
      AnnexCalendarEntry *entry;

      count (self, day, day, ANNEX_CALENDAR_EXPECTED);
      if (!is_kept (self, day, ANNEX_CALENDAR_EXPECTED))
        continue;
      entry = annex_calendar_entry_new (annex_record_get_title (activity), day);
      g_set_str (&entry->reference, annex_record_get_reference (activity));
      entry->record = annex_record_get_id (activity);
      entry->type = &annex_activity_type;
      entry->flags = ANNEX_CALENDAR_EXPECTED;
      g_ptr_array_add (self->entries, entry);
    }
}

/* The times that follow the one that is open. */
static gboolean
read_expected (AnnexCalendarEntries *self, AnnexStore *store, const AnnexCalendarQuery *query, GCancellable *cancellable, GError **error)
{
  g_autofree char *to = annex_clock_dup_day (self->last);
  g_autoptr (AnnexStatement) statement =
    annex_statement_new (store,
                         "SELECT r.id, max (o.due) FROM activity r JOIN record x ON x.id = r.id JOIN link l ON l.target = r.id AND l.field = 'activity' "
                         "JOIN occurrence o ON o.id = l.source WHERE r.state = 'active' AND o.state = 'open' AND r.starts_on <= ?1 AND "
                         "(?2 IS NULL OR instr (lower (x.title), lower (?2)) > 0) GROUP BY r.id",
                         error);

  if (statement == NULL)
    return FALSE;
  annex_statement_bind_text (statement, 1, to);
  if (query->search != NULL && *query->search != '\0')
    annex_statement_bind_text (statement, 2, query->search);
  while (annex_statement_next (statement))
    {
      g_autoptr (AnnexRecord) activity = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !annex_store_load_if_there (store, annex_statement_get_int64 (statement, 0), &activity, error))
        return FALSE;
      if (activity != NULL)
        add_expected (self, activity, annex_clock_parse_day (annex_statement_get_text (statement, 1)));
    }
  return annex_statement_finish (statement, error);
}

/* ---- Days ---- */

static int
compare_first_days (gconstpointer a, gconstpointer b)
{
  const AnnexCalendarEntry *x = *(AnnexCalendarEntry *const *) a, *y = *(AnnexCalendarEntry *const *) b;

  return x->first != y->first ? (x->first > y->first) - (x->first < y->first) : (x->last < y->last) - (x->last > y->last);
}

/* Bars first, so that they run on at one height; then ours before those of others; then by time, what is over last. */
static int
compare_on_day (gconstpointer a, gconstpointer b)
{
  const AnnexCalendarEntry *x = *(AnnexCalendarEntry *const *) a, *y = *(AnnexCalendarEntry *const *) b;
  gboolean x_bar = x->last > x->first, y_bar = y->last > y->first;
  gboolean x_over = (x->flags & ANNEX_CALENDAR_OVER) != 0, y_over = (y->flags & ANNEX_CALENDAR_OVER) != 0;
  gboolean x_other = (x->flags & ANNEX_CALENDAR_EXTERNAL) != 0, y_other = (y->flags & ANNEX_CALENDAR_EXTERNAL) != 0;

  if (x_bar != y_bar)
    return y_bar - x_bar;
  if (x_bar)
    return compare_first_days (a, b);
  if (x_other != y_other)
    return x_other - y_other;
  if (x_over != y_over)
    return x_over - y_over;
  if (x->begins != y->begins)
    return x->begins - y->begins;
  return g_strcmp0 (x->reference, y->reference);
}

static void
index_days (AnnexCalendarEntries *self)
{
  for (guint i = 0; i <= self->last - self->first; i++)
    {
      g_ptr_array_set_size (self->days[i].entries, 0);
      self->days[i].conflicts = 0;
      self->days[i].holiday = NULL;
    }
  g_ptr_array_sort (self->entries, compare_first_days);
  for (guint i = 0; i < self->entries->len; i++)
    {
      AnnexCalendarEntry *entry = self->entries->pdata[i];

      for (guint day = MAX (entry->first, self->first); day <= MIN (entry->last, self->last); day++)
        {
          AnnexCalendarDay *of_day = &self->days[day - self->first];

          if ((entry->flags & ANNEX_CALENDAR_HOLIDAY) != 0)
            of_day->holiday = entry->title;
          g_ptr_array_add (of_day->entries, entry);
          of_day->conflicts += entry->conflict != NULL;
        }
    }
  for (guint i = 0; i <= self->last - self->first; i++)
    g_ptr_array_sort (self->days[i].entries, compare_on_day);
}

AnnexCalendarEntries *
annex_calendar_entries_load (AnnexStore *store, const AnnexCalendarQuery *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexCalendarEntries) self = g_new0 (AnnexCalendarEntries, 1);
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (Kind));
  GPtrArray *types = annex_type_list ();
  g_autofree char *from = NULL, *to = NULL;
  gboolean read = TRUE;

  g_return_val_if_fail (query->first > 0 && query->first <= query->last, NULL);
  self->references = 1;
  self->first = query->first;
  self->last = query->last;
  self->per_day = query->per_day;
  self->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_calendar_entry_free);
  self->days = g_new0 (AnnexCalendarDay, query->last - query->first + 1);
  for (guint i = 0; i <= query->last - query->first; i++)
    self->days[i].entries = g_ptr_array_new ();
  for (guint i = 0; i < types->len; i++)
    if (!is_hidden (query, types->pdata[i]))
      find_kinds (types->pdata[i], kinds);
  from = annex_clock_dup_day (query->first);
  to = annex_clock_dup_day (query->last);
  for (guint i = 0; read && i < kinds->len; i++)
    read = walk_rows (store, &g_array_index (kinds, Kind, i), from, to, query->search, keep_row, self, cancellable, error);
  if (!read || (!is_hidden (query, &annex_activity_type) && !read_expected (self, store, query, cancellable, error)))
    return NULL;
  g_ptr_array_sort (self->entries, compare_first_days);
  if (!annex_calendar_conflicts_find (store, self->entries, error))
    return NULL;
  index_days (self);
  return g_steal_pointer (&self);
}

AnnexCalendarEntries *
annex_calendar_entries_ref (AnnexCalendarEntries *self)
{
  g_atomic_int_inc (&self->references);
  return self;
}

void
annex_calendar_entries_unref (AnnexCalendarEntries *self)
{
  if (!g_atomic_int_dec_and_test (&self->references))
    return;
  for (guint i = 0; i <= self->last - self->first; i++)
    g_ptr_array_unref (self->days[i].entries);
  g_free (self->days);
  g_ptr_array_unref (self->entries);
  g_free (self);
}

void
annex_calendar_entries_add (AnnexCalendarEntries *self, GPtrArray *entries)
{
  for (guint i = 0; i < entries->len; i++)
    {
      const AnnexCalendarEntry *entry = entries->pdata[i];

      if (entry->last < self->first || entry->first > self->last)
        continue;
      count (self, entry->first, entry->last, entry->flags);
      if (is_kept (self, MAX (entry->first, self->first), entry->flags))
        g_ptr_array_add (self->entries, annex_calendar_entry_copy (entry));
    }
  index_days (self);
}

GPtrArray *
annex_calendar_entries_get (AnnexCalendarEntries *self)
{
  return self->entries;
}

const AnnexCalendarDay *
annex_calendar_entries_get_day (AnnexCalendarEntries *self, guint day)
{
  static AnnexCalendarDay nothing;

  if (day >= self->first && day <= self->last)
    return &self->days[day - self->first];
  if (g_once_init_enter_pointer (&nothing.entries))
    g_once_init_leave_pointer (&nothing.entries, g_ptr_array_new ());
  return &nothing;
}

guint
annex_calendar_entries_get_first (AnnexCalendarEntries *self)
{
  return self->first;
}

guint
annex_calendar_entries_get_last (AnnexCalendarEntries *self)
{
  return self->last;
}

char *
annex_calendar_entries_dup_day_text (AnnexCalendarEntries *self, guint day)
{
  const AnnexCalendarDay *of_day = annex_calendar_entries_get_day (self, day);
  g_autofree char *date = annex_calendar_dup_date (day);
  GString *text = g_string_new (date);
  guint n = 0;

  if (day == annex_clock_get_today ())
    g_string_append_printf (text, ", %s", _("today"));
  if (of_day->holiday != NULL)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, _("holiday: %s"), of_day->holiday);
    }
  g_string_append (text, ", ");
  if (of_day->count == 0)
    g_string_append (text, _("no entries"));
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u entry", "%u entries", of_day->count), of_day->count);
  if (of_day->overdue > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u overdue", "%u overdue", of_day->overdue), of_day->overdue);
    }
  if (of_day->conflicts > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u conflict", "%u conflicts", of_day->conflicts), of_day->conflicts);
    }
  for (guint i = 0; i < of_day->entries->len && n < MOST_SPOKEN; i++)
    {
      const AnnexCalendarEntry *entry = of_day->entries->pdata[i];
      g_autofree char *name = annex_calendar_entry_dup_name (entry);

      if ((entry->flags & ANNEX_CALENDAR_HOLIDAY) == 0)
        g_string_append_printf (text, "%s%s", n++ == 0 ? ": " : "; ", name);
    }
  return g_string_free_and_steal (text);
}

typedef struct
{
  AnnexCalendarFunc func;
  gpointer data;
} Walk;

static void
pass_row (const Kind *kind, AnnexStatement *statement, guint first, guint last, AnnexCalendarFlags flags, gpointer data)
{
  Walk *walk = data;
  g_autoptr (AnnexCalendarEntry) entry = new_entry (kind, statement, first, last, flags);

  walk->func (entry, walk->data);
}

gboolean
annex_calendar_foreach (AnnexStore *store, const AnnexType *type, AnnexCalendarFunc func, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (Kind));
  GPtrArray *types = annex_type_list ();
  Walk walk = { func, data };

  for (guint i = 0; i < types->len; i++)
    if (type == NULL || types->pdata[i] == type)
      find_kinds (types->pdata[i], kinds);
  for (guint i = 0; i < kinds->len; i++)
    if (!walk_rows (store, &g_array_index (kinds, Kind, i), "0001-01-01", "9999-12-31", NULL, pass_row, &walk, cancellable, error))
      return FALSE;
  return TRUE;
}

gboolean
annex_calendar_has_days (const AnnexType *type)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (Kind));

  find_kinds (type, kinds);
  return kinds->len > 0 || type == &annex_activity_type;
}

GPtrArray *
annex_calendar_list_types (void)
{
  GPtrArray *types = annex_type_list ();
  GPtrArray *found = g_ptr_array_new ();

  for (int phase = ANNEX_PHASE_NONE; phase <= ANNEX_PHASE_ACT; phase++)
    for (guint i = 0; i < types->len; i++)
      {
        const AnnexType *type = types->pdata[i];

        /* What stands only inside another comes last. */
        if ((int) type->phase == (phase + 1) % (ANNEX_PHASE_ACT + 1) && annex_calendar_has_days (type))
          g_ptr_array_add (found, (gpointer) type);
      }
  return found;
}

const AnnexField *
annex_calendar_find_date_field (const AnnexType *type)
{
  g_autoptr (GArray) kinds = g_array_new (FALSE, FALSE, sizeof (Kind));
  const Kind *kind;

  if (type == &annex_activity_type)
    return annex_type_find_field (type, "starts_on");
  find_kinds (type, kinds);
  if (kinds->len == 0)
    return NULL;
  kind = &g_array_index (kinds, Kind, 0);
  if (kind->start != NULL)
    return kind->start;
  return annex_field_is_stored (kind->field) ? kind->field : NULL;
}
