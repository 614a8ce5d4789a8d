/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <libical/ical.h>

G_BEGIN_DECLS

/*
 * What is looked at before libical is let at a calendar of others, since libical itself works through whatever
 * a rule says, however often that is.
 */

/** AnnexICalendarRepetition: how a rule of an event can be followed. */
typedef enum
{
  ANNEX_ICALENDAR_AS_IT_STANDS,
  ANNEX_ICALENDAR_ONCE_A_DAY, /* it repeats within the hour: what the rule says of the time of day was taken out */
  ANNEX_ICALENDAR_EVERY_DAY,  /* it counts in hours, minutes or seconds: the days are for the caller to count */
  ANNEX_ICALENDAR_BROKEN,     /* no such rule is allowed by RFC 5545 */
} AnnexICalendarRepetition;

/**
 * annex_icalendar_check_lines:
 * @part: an event or a time zone, its lines folded or not
 *
 * Returns: whether no line has more parameters than libical reads in good time.
 */
gboolean annex_icalendar_check_lines (const char *part);

/**
 * annex_icalendar_limit_rule:
 * @rule: of an event; changed so that following it takes well under a second
 */
AnnexICalendarRepetition annex_icalendar_limit_rule (struct icalrecurrencetype *rule);

/** annex_icalendar_count_days: Returns: on how many days at most something happens that repeats %ANNEX_ICALENDAR_EVERY_DAY; G_MAXUINT for no end. */
guint annex_icalendar_count_days (const struct icalrecurrencetype *rule);

/**
 * annex_icalendar_limit_zone:
 * @zone: a VTIMEZONE; its rules are ended where no day is shown any more
 * @last_year: the last one of which a time is asked for
 * @changes: (inout): how many changes of clocks the file may still tell; a rule counts as twenty
 *
 * Returns: whether the zone changes its clocks as seldom as clocks on earth do, so that libical may work it out.
 */
gboolean annex_icalendar_limit_zone (icalcomponent *zone, int last_year, guint *changes);

G_END_DECLS
