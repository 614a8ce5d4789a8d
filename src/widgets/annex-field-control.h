/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "core/annex-store.h"

G_BEGIN_DECLS

#define ANNEX_TYPE_FIELD_CONTROL (annex_field_control_get_type ())
G_DECLARE_DERIVABLE_TYPE (AnnexFieldControl, annex_field_control, ANNEX, FIELD_CONTROL, GObject)

/**
 * AnnexFieldControlClass:
 * @build: (transfer full): makes the row, or a group of rows for links to many records
 * @show: shows a canonical value
 * @flush: (nullable): offers what was typed and not yet offered
 * @focus: (nullable): begins typing
 */
struct _AnnexFieldControlClass
{
  GObjectClass parent_class;

  GtkWidget *(*build) (AnnexFieldControl *self);
  void (*show) (AnnexFieldControl *self, const char *value);
  void (*flush) (AnnexFieldControl *self);
  void (*focus) (AnnexFieldControl *self);
};

/*
 * Edits one field. The form, the cell editor and the dialog for many records show the same
 * controls; each field kind has a class.
 *
 * Signals: "committed" (const char *value) when a person entered another value, canonical and
 * nullable; "unchanged" when they confirmed the one that was there.
 */

/** annex_field_control_new: Returns: (transfer full): the control for the field's kind. */
AnnexFieldControl *annex_field_control_new (AnnexStore *store, const AnnexField *field);

AnnexStore *annex_field_control_get_store (AnnexFieldControl *self);
const AnnexField *annex_field_control_get_field (AnnexFieldControl *self);
GtkWidget *annex_field_control_get_widget (AnnexFieldControl *self);
const char *annex_field_control_get_value (AnnexFieldControl *self);

/** annex_field_control_set_value: Shows @value (nullable, canonical); what was typed is dropped. */
void annex_field_control_set_value (AnnexFieldControl *self, const char *value);

/** annex_field_control_set_record: The record whose field this is, 0 for none; links leave it out of what can be chosen. */
void annex_field_control_set_record (AnnexFieldControl *self, gint64 id);
gint64 annex_field_control_get_record (AnnexFieldControl *self);

/** annex_field_control_show_error: Says below the control why a value was refused, and keeps that value for correction; NULL takes it back. */
void annex_field_control_show_error (AnnexFieldControl *self, const char *message);

gboolean annex_field_control_is_refused (AnnexFieldControl *self);

/** annex_field_control_flush: Offers what was typed and not yet confirmed, as when focus leaves. */
void annex_field_control_flush (AnnexFieldControl *self);
void annex_field_control_focus (AnnexFieldControl *self);

/** annex_field_control_offer_text: For the classes: a person wrote @text. */
void annex_field_control_offer_text (AnnexFieldControl *self, const char *text);

/** annex_field_control_offer_value: For the classes: a person chose the canonical @value. */
void annex_field_control_offer_value (AnnexFieldControl *self, const char *value);

G_END_DECLS
