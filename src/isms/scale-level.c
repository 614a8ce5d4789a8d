/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "annex-isms.h"
#include "core/annex-store.h"

static const AnnexChoice scales[] = {
  { "classification", N_("Classification") },
  { "need", N_("Protection need") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "scale",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Scale"),
    .help = N_("The scale that this level belongs to"),
    .group = N_("Level"),
    .choices = scales,
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "level",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Level"),
    .help = N_("A whole number; higher means more protection"),
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("The word people will read and say"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Meaning"),
    .help = N_("What has to be true for this level, so that two people choose the same one"),
    .flags = ANNEX_FIELD_COLUMN,
  },
};

/* The level of a scale is its key. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *scale = annex_record_get_value (record, "scale");
  const char *text = annex_record_get_value (record, "level");
  double level = text != NULL ? g_ascii_strtod (text, NULL) : 0;
  sqlite3_stmt *statement = NULL;
  gboolean taken = FALSE;

  if (level != floor (level) || level < 0 || level > 100)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("A level is a whole number from 0 to 100, not %s."), text);
      return FALSE;
    }
  if (sqlite3_prepare_v2 (annex_store_get_database (store),
                          "SELECT 1 FROM scale_level WHERE scale = ?1 AND level = ?2 AND id <> ?3", -1, &statement,
                          NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, scale, -1, SQLITE_STATIC);
      sqlite3_bind_double (statement, 2, level);
      sqlite3_bind_int64 (statement, 3, annex_record_get_id (record));
      taken = sqlite3_step (statement) == SQLITE_ROW;
    }
  sqlite3_finalize (statement);
  if (taken)
    g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("The scale already has a level %s. Change that one or take another number."), text);
  return !taken;
}

const AnnexType annex_scale_level_type = {
  .name = "scale_level",
  .label = N_("Scale level"),
  .label_plural = N_("Scale levels"),
  .description = N_("The levels of the engagement's own scales, so that everyone judges with the same words."),
  .prefix = "SL",
  .digits = 2,
  .icon = "view-sort-ascending-symbolic",
  .phase = ANNEX_PHASE_NONE,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
