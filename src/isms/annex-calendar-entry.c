/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-calendar-entry.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "annex-calendar-days.h"
#include "annex-date-rules.h"
#include "core/annex-transaction.h"

AnnexCalendarEntry *
annex_calendar_entry_new (const char *title, guint day)
{
  AnnexCalendarEntry *entry = g_new0 (AnnexCalendarEntry, 1);

  entry->reference = g_strdup ("");
  entry->title = g_strdup (title);
  entry->first = entry->last = day;
  entry->begins = entry->ends = -1;
  return entry;
}

void
annex_calendar_entry_free (AnnexCalendarEntry *entry)
{
  g_free (entry->reference);
  g_free (entry->title);
  g_free (entry->conflict);
  g_free (entry);
}

AnnexCalendarEntry *
annex_calendar_entry_copy (const AnnexCalendarEntry *entry)
{
  AnnexCalendarEntry *copy = g_memdup2 (entry, sizeof *entry);

  copy->reference = g_strdup (entry->reference);
  copy->title = g_strdup (entry->title);
  copy->conflict = g_strdup (entry->conflict);
  return copy;
}

/* A type with one date needs no name for it, unless nobody entered that date. */
static const char *
find_date_label (const AnnexCalendarEntry *entry)
{
  guint n = 0;

  for (guint i = 0; entry->type != NULL && entry->start_field == NULL && i < entry->type->n_fields; i++)
    n += entry->type->fields[i].kind == ANNEX_FIELD_DATE && (entry->type->fields[i].flags & ANNEX_FIELD_FILTER) != 0;
  return entry->field != NULL && (n > 1 || !annex_field_is_stored (entry->field)) ? annex_field_get_label (entry->field) : NULL;
}

char *
annex_calendar_entry_dup_name (const AnnexCalendarEntry *entry)
{
  const char *label = find_date_label (entry);
  gboolean holiday = (entry->flags & ANNEX_CALENDAR_HOLIDAY) != 0;
  g_autofree char *title = label != NULL ? g_strdup_printf ("%s: %s", label, entry->title) : g_strdup (entry->title);

  return *entry->reference != '\0' && !holiday ? g_strdup_printf ("%s %s", entry->reference, title) : g_steal_pointer (&title);
}

char *
annex_calendar_entry_dup_time (const AnnexCalendarEntry *entry)
{
  if (entry->begins < 0)
    return NULL;
  if (entry->ends < 0)
    return g_strdup_printf ("%02d:%02d", entry->begins / 60, entry->begins % 60);
  return g_strdup_printf ("%02d:%02d–%02d:%02d", entry->begins / 60, entry->begins % 60, entry->ends / 60, entry->ends % 60);
}

char *
annex_calendar_entry_dup_text (const AnnexCalendarEntry *entry)
{
  g_autofree char *name = annex_calendar_entry_dup_name (entry);
  g_autofree char *time = annex_calendar_entry_dup_time (entry);
  GString *text = g_string_new (name);

  if (entry->type != NULL)
    g_string_append_printf (text, ", %s", g_dgettext (GETTEXT_PACKAGE, entry->type->label));
  if (time != NULL)
    g_string_append_printf (text, ", %s", time);
  if (entry->last > entry->first)
    {
      g_autofree char *until = annex_calendar_dup_date (entry->last);

      g_string_append (text, ", ");
      g_string_append_printf (text, _("until %s"), until);
    }
  if ((entry->flags & ANNEX_CALENDAR_OVERDUE) != 0)
    g_string_append_printf (text, ", %s", _("overdue"));
  if ((entry->flags & ANNEX_CALENDAR_OVER) != 0)
    g_string_append_printf (text, ", %s", _("done"));
  if ((entry->flags & ANNEX_CALENDAR_EXPECTED) != 0)
    g_string_append_printf (text, ", %s", _("expected"));
  if ((entry->flags & ANNEX_CALENDAR_EXTERNAL) != 0)
    g_string_append_printf (text, ", %s", _("from another calendar"));
  if (entry->conflict != NULL)
    g_string_append_printf (text, ", %s", entry->conflict);
  return g_string_free_and_steal (text);
}

static gboolean
set_day (AnnexTransaction *transaction, const AnnexCalendarEntry *entry, const AnnexField *field, guint day, GError **error)
{
  g_autofree char *value = annex_clock_dup_day (day);

  return field == NULL || annex_transaction_set (transaction, entry->record, field->name, value, error);
}

gboolean
annex_calendar_entry_move (AnnexStore *store, const AnnexCalendarEntry *entry, int days, GError **error)
{
  g_autofree char *name = annex_calendar_entry_dup_name (entry);
  g_autofree char *date = annex_calendar_dup_date (entry->first + days);
  g_autofree char *label = g_strdup_printf (_("Move %s to %s"), entry->reference, date);
  g_autoptr (AnnexTransaction) transaction = NULL;
  gboolean moved;

  if ((entry->flags & ANNEX_CALENDAR_MOVABLE) == 0)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   (entry->flags & ANNEX_CALENDAR_OVER) != 0       ? _("“%s” is over, so it stays on its day.")
                   : (entry->flags & ANNEX_CALENDAR_EXPECTED) != 0 ? _("“%s” follows from its recurrence. Move its next occurrence, or change the activity.")
                   : (entry->flags & ANNEX_CALENDAR_EXTERNAL) != 0 ? _("“%s” belongs to another calendar, which Annex only shows.")
                                                                   : _("“%s” cannot be moved: its day follows from something else."),
                   name);
      return FALSE;
    }
  transaction = annex_transaction_begin (store, label, error);
  if (transaction == NULL)
    return FALSE;
  /* A rule that one may not be before the other holds after each step. */
  moved = days > 0 ? set_day (transaction, entry, entry->field, entry->last + days, error) &&
                       set_day (transaction, entry, entry->start_field, entry->first + days, error)
                   : set_day (transaction, entry, entry->start_field, entry->first + days, error) &&
                       set_day (transaction, entry, entry->field, entry->last + days, error);
  return moved && annex_transaction_commit (transaction, error);
}
