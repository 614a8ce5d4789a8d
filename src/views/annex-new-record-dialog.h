/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_NEW_RECORD_DIALOG (annex_new_record_dialog_get_type ())
G_DECLARE_FINAL_TYPE (AnnexNewRecordDialog, annex_new_record_dialog, ANNEX, NEW_RECORD_DIALOG, AdwDialog)

/* Asks for what a new record cannot do without, and for what its table shows. Signal "created" (gint64 id). */

/**
 * annex_new_record_dialog_new:
 * @link_field: (nullable): a link field of @type that is set from the start
 * @target: the record it leads to, 0 for none
 *
 * A person who answers for @target is proposed for the first link to a person.
 */
AdwDialog *annex_new_record_dialog_new (AnnexStore *store, const AnnexType *type, const char *link_field, gint64 target);

/** AnnexPreset: a field of a new record, and what stands there from the start (canonical, nullable). */
typedef struct
{
  const char *field_name;
  const char *value;
} AnnexPreset;

/**
 * annex_new_record_dialog_new_short:
 * @title: of the dialog
 * @confirm: label of its button, with a mnemonic
 *
 * Asks for @presets and nothing else, for what has to go fast.
 */
AdwDialog *annex_new_record_dialog_new_short (AnnexStore *store, const AnnexType *type, const char *title, const char *confirm,
                                              const AnnexPreset *presets, guint n_presets);

/** annex_new_record_dialog_set_value: Fills a field in beforehand, and asks for it if it would not be asked for. @value: canonical. */
void annex_new_record_dialog_set_value (AnnexNewRecordDialog *self, const char *field_name, const char *value);

/** annex_new_record_dialog_is_needed: Returns: whether a record of @type needs more than a title. */
gboolean annex_new_record_dialog_is_needed (const AnnexType *type);

G_END_DECLS
