/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * AnnexFieldKind:
 *
 * What a field holds. Every value travels as canonical text, or NULL when empty:
 * numbers and money in the C locale ("12.5"), dates as ISO 8601 ("2026-11-24"),
 * times as the date and, where it is known, the time of day in the zone of the people who
 * wrote it ("2026-11-24 14:05"), so that they sort as text,
 * booleans as "1" or "0", choices by key, scale values as the number of the level,
 * tags separated by "; ", links as record ids separated by spaces in ascending order, files as
 * AnnexAttachment says: a line each with hash, size, type and name.
 */
typedef enum
{
  ANNEX_FIELD_TEXT,
  ANNEX_FIELD_LONG_TEXT,
  ANNEX_FIELD_NUMBER,
  ANNEX_FIELD_MONEY,
  ANNEX_FIELD_DATE,
  ANNEX_FIELD_TIME,
  ANNEX_FIELD_CHOICE,
  ANNEX_FIELD_SCALE,
  ANNEX_FIELD_BOOLEAN,
  ANNEX_FIELD_TAGS,
  ANNEX_FIELD_LINK,
  ANNEX_FIELD_FILE,
  ANNEX_FIELD_COMPUTED
} AnnexFieldKind;

/**
 * AnnexFieldFlags:
 * @ANNEX_FIELD_REQUIRED: may not be empty
 * @ANNEX_FIELD_TITLE: names the record to people; one text field of each type
 * @ANNEX_FIELD_MANY: a link to any number of records, or any number of files
 * @ANNEX_FIELD_ACYCLIC: a link within one type that may not form a loop
 * @ANNEX_FIELD_COLUMN: shown as a column by default
 * @ANNEX_FIELD_FILTER: offered as a filter chip; a date with it is one by which something is due, and
 *   tells when it has passed
 * @ANNEX_FIELD_INTERNAL: kept and logged as any other, but for the program: neither in the form nor a
 *   column, not searched, and exported only when asked for by name
 * @ANNEX_FIELD_CUSTOM: added by the engagement, kept in the type's "extra" column
 * @ANNEX_FIELD_PART: a link to the one record that this one is a part of: both are deleted together
 * @ANNEX_FIELD_PROPERTY: says how one of the properties of information is concerned; an own field of the kind
 *   "property" is another of them: of the same kind, on the same scale and in the same group of the form
 * @ANNEX_FIELD_PROPERTIES: computed from the properties of information, for which it stands in a filter
 * @ANNEX_FIELD_LOCAL: computed so that a change of other records of the type leaves it as it is
 * @ANNEX_FIELD_DAY: computed, and the date on which something is due: it stands on the calendar, where nobody moves it
 */
typedef enum
{
  ANNEX_FIELD_REQUIRED = 1 << 0,
  ANNEX_FIELD_TITLE = 1 << 1,
  ANNEX_FIELD_MANY = 1 << 2,
  ANNEX_FIELD_ACYCLIC = 1 << 3,
  ANNEX_FIELD_COLUMN = 1 << 4,
  ANNEX_FIELD_FILTER = 1 << 5,
  ANNEX_FIELD_CUSTOM = 1 << 6,
  ANNEX_FIELD_INTERNAL = 1 << 7,
  ANNEX_FIELD_PART = 1 << 8,
  ANNEX_FIELD_PROPERTY = 1 << 9,
  ANNEX_FIELD_LOCAL = 1 << 10,
  ANNEX_FIELD_PROPERTIES = 1 << 11,
  ANNEX_FIELD_DAY = 1 << 12
} AnnexFieldFlags;

/** AnnexChoice: one key of a choice field and its untranslated label. Lists end with a NULL key. */
typedef struct
{
  const char *key;
  const char *label;
} AnnexChoice;

/**
 * AnnexField:
 * @name: column in the file, property of the record, name on the command line
 * @kind: what it holds
 * @label: untranslated name for people (N_()); a custom field's is shown as it is
 * @help: (nullable): one untranslated sentence under the field
 * @group: (nullable): untranslated heading in the form; NULL continues the group above
 * @choices: (nullable): for choices
 * @scale: (nullable): for scale values, the name of the engagement's scale
 * @target: (nullable): for links, the name of the type linked to
 * @inverse: (nullable): for links, the untranslated heading on the target's side
 * @fitting: (nullable): for links, SQL over a candidate's row alias c that says whether it fits the
 *   record with the id ?1, so that it is offered first
 * @otherwise: (nullable): for links to one record, the name of another such field of the type, which takes what an
 *   import finds here but only there: a table may name the records of both in one column
 * @expression: (nullable): for computed fields, SQL over the row alias r
 * @expression_of_all: (nullable): the same as @expression, written so that it is cheap to ask of all records at once
 * @initial: (nullable): canonical value of a new record
 * @settled_by: (nullable): for a date by which something is due, the name of the date field that
 *   says when it was done; with it nothing is due any more
 * @applies: (nullable): SQL over the row alias r that says whether a record has the field; where it
 *   does not, people see the field only if something stands in it
 * @flags: see #AnnexFieldFlags
 *
 * One field of a record type, described once.
 */
typedef struct
{
  const char *name;
  AnnexFieldKind kind;
  const char *label;
  const char *help;
  const char *group;
  const AnnexChoice *choices;
  const char *scale;
  const char *target;
  const char *inverse;
  const char *fitting;
  const char *otherwise;
  const char *expression;
  const char *expression_of_all;
  const char *initial;
  const char *settled_by;
  const char *applies;
  AnnexFieldFlags flags;
} AnnexField;

/** annex_field_get_label: Returns: (transfer none): the label in the user's language. */
const char *annex_field_get_label (const AnnexField *field);

/** annex_field_is_stored: Returns: whether people enter it, that is, it is not computed. */
gboolean annex_field_is_stored (const AnnexField *field);

/** annex_field_is_written: Returns: whether its value can be written, in a cell or a table: it is stored, and not a file, which is attached. */
gboolean annex_field_is_written (const AnnexField *field);

/** annex_field_is_text: Returns: whether it is searched as words. */
gboolean annex_field_is_text (const AnnexField *field);

/**
 * annex_field_find_choice:
 * @key: (nullable): a key
 *
 * Returns: (nullable) (transfer none): the translated label of the choice.
 */
const char *annex_field_find_choice (const AnnexField *field, const char *key);

/**
 * annex_field_parse:
 * @text: (nullable): what a person or a spreadsheet wrote
 *
 * Turns text into the canonical value. Knows choices by key and by label, dates as ISO 8601, as
 * day.month.year and as day/month/year, yes/no in words, decimal comma. Links and scales need
 * the engagement: use annex_store_parse().
 *
 * Returns: (nullable) (transfer full): the canonical value, NULL for empty or with @error set.
 */
char *annex_field_parse (const AnnexField *field, const char *text, GError **error);

/** annex_field_check: Returns: whether @value is canonical for @field. Errors: ANNEX_ERROR_INVALID. */
gboolean annex_field_check (const AnnexField *field, const char *value, GError **error);

/** annex_date_is_valid: Returns: whether @text is a date that exists, as YYYY-MM-DD. */
gboolean annex_date_is_valid (const char *text);

/** annex_time_is_valid: Returns: whether @text is a moment that exists, as YYYY-MM-DD or YYYY-MM-DD HH:MM. */
gboolean annex_time_is_valid (const char *text);

G_END_DECLS
