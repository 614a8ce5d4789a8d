/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "annex-field.h"

G_BEGIN_DECLS

typedef struct _AnnexStore AnnexStore;
typedef struct _AnnexRecord AnnexRecord;
typedef struct _AnnexTransaction AnnexTransaction;
typedef struct _AnnexDraft AnnexDraft;

/**
 * AnnexPhase: where a record type stands in Plan, Do, Check, Act.
 * @ANNEX_PHASE_NONE: has no room of its own in the sidebar
 */
typedef enum
{
  ANNEX_PHASE_NONE,
  ANNEX_PHASE_PLAN,
  ANNEX_PHASE_DO,
  ANNEX_PHASE_CHECK,
  ANNEX_PHASE_ACT
} AnnexPhase;

/**
 * AnnexType:
 * @name: SQL table and name on the command line
 * @label: untranslated singular
 * @label_plural: untranslated plural, also the room's title
 * @description: untranslated sentence for the empty state: what to keep here and why
 * @prefix: of references; "A" gives A-0001
 * @digits: of the number in references
 * @natural_order: references stand as people count, 4.2 before 4.10 and AC-2 before AC-2(1), where
 *   they are not made of prefix and number
 * @icon: symbolic icon name
 * @phase: its place in the sidebar
 * @beside: (nullable): name of the type under whose room its own stands; of the same phase
 * @fields: the fields in the order of the form
 * @n_fields: how many
 * @state_field: (nullable): the choice that says whether a record still asks anything of anybody
 * @over_states: (nullable): NULL-terminated; its keys for those that no longer do
 * @urgency_field: (nullable): a field by which tables, boards and timelines stand while nobody asks for another order
 * @repeated_field: (nullable): a link to one record; a row of a table that names several in it, between
 *   semicolons, stands for as many records, and one that names none for none
 * @key_fields: (nullable): NULL-terminated; links to one record each by which a row of a table without a
 *   reference is known to mean a record that is there
 * @indexes: (nullable): NULL-terminated; the columns of each index beside the table, as SQL lists them
 * @aside_field: (nullable): the choice by which records may be kept aside: its room shows them only to
 *   those who ask for them, and they ask for nobody's attention
 * @aside_key: (nullable): its key for those
 * @validate: (nullable): rules between fields, run before a record is written
 * @complete: (nullable): sets in a draft of the record what follows from its values, so that it is written with them: a
 *   new record is completed before it is made, one that was changed before the commit. @record shows the draft.
 *   Not for undo and redo
 * @follow: (nullable): what a change of a record asks of others, or what refuses it, in the same transaction: run once a
 *   record before the commit, when it is complete, and not for undo and redo
 * @check_deletion: (nullable): refuses, with @error set, to delete a record that must stay; not asked for undo and redo
 * @attention: (nullable): SQL over "r", a row of the table: whether the record needs somebody; by default it does
 *   without an owner, and where its day is past
 *
 * A record type, described once: table, form, columns, search, exchange and log derive from it.
 */
typedef struct
{
  const char *name;
  const char *label;
  const char *label_plural;
  const char *description;
  const char *prefix;
  guint digits;
  gboolean natural_order;
  const char *icon;
  AnnexPhase phase;
  const char *beside;
  const AnnexField *fields;
  guint n_fields;
  const char *state_field;
  const char *const *over_states;
  const char *aside_field;
  const char *aside_key;
  const char *urgency_field;
  const char *repeated_field;
  const char *const *key_fields;
  const char *const *indexes;
  gboolean (*validate) (AnnexStore *store, AnnexRecord *record, GError **error);
  gboolean (*complete) (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error);
  gboolean (*follow) (AnnexTransaction *transaction, AnnexStore *store, AnnexRecord *record, GError **error);
  gboolean (*check_deletion) (AnnexStore *store, AnnexRecord *record, GError **error);
  const char *attention;
} AnnexType;

/**
 * annex_type_register:
 *
 * Makes a static description known and registers a subclass of #AnnexRecord with one string
 * property a field ("depends_on" becomes "depends-on"). Call before the first store is opened.
 */
void annex_type_register (const AnnexType *type);

/** annex_type_find: Returns: (nullable): the registered type of that name. */
const AnnexType *annex_type_find (const char *name);

/** annex_type_list: Returns: (transfer none) (element-type AnnexType): all, in order of registration. */
GPtrArray *annex_type_list (void);

/** annex_type_get_gtype: Returns: the subclass of #AnnexRecord. */
GType annex_type_get_gtype (const AnnexType *type);

/** annex_type_get_reference_field: Returns: the field "reference" that all types share and that comes first. */
const AnnexField *annex_type_get_reference_field (void);

/** annex_type_get_title_field: Returns: the field flagged #ANNEX_FIELD_TITLE. */
const AnnexField *annex_type_get_title_field (const AnnexType *type);

/**
 * annex_type_complete_reference:
 * @text: what a person or a file calls a record
 *
 * Returns: (transfer full) (nullable): the whole reference where @text is one that counts by points and lacks its
 *   prefix: "CL.4.1" of "4.1"; NULL for all else.
 */
char *annex_type_complete_reference (const AnnexType *type, const char *text);

/** annex_type_find_field: Returns: (nullable): the static field of that name, "reference" included. */
const AnnexField *annex_type_find_field (const AnnexType *type, const char *name);

G_END_DECLS
