/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Library"),
    .help = N_("As its publisher calls it"),
    .group = N_("Library"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "version",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Version"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "publisher",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Publisher"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "source",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Source"),
    .help = N_("The file or place that it came from"),
  },
  {
    .name = "imported_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Imported on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "n_controls",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Controls"),
    .expression = "(SELECT count (*) FROM link l WHERE l.target = r.id AND l.field = 'from_library')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "n_mapped",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Annex A controls that it meets"),
    .help = N_("By mappings that somebody confirmed"),
    .expression = "(SELECT count (DISTINCT t.target) FROM link l JOIN link s ON s.target = l.source AND s.field = 'met_by' "
                  "JOIN mapping m ON m.id = s.source AND m.state = 'confirmed' JOIN link t ON t.source = m.id AND t.field = 'meets' "
                  "JOIN control c ON c.id = t.target AND c.library = 'annex_a' WHERE l.target = r.id AND l.field = 'from_library')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "n_clauses",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Clauses that it meets"),
    .help = N_("By mappings that somebody confirmed"),
    .expression = "(SELECT count (DISTINCT t.target) FROM link l JOIN link s ON s.target = l.source AND s.field = 'met_by' "
                  "JOIN mapping m ON m.id = s.source AND m.state = 'confirmed' JOIN link t ON t.source = m.id AND t.field = 'meets_clause' "
                  "WHERE l.target = r.id AND l.field = 'from_library')",
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Remark"),
    .help = N_("Such as who may use it, and for what"),
  },
  {
    .name = "oscal_uuid",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("OSCAL identifier"),
    .flags = ANNEX_FIELD_INTERNAL,
  },
  {
    .name = "oscal",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("OSCAL frame"),
    .flags = ANNEX_FIELD_INTERNAL,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "imported_on", error);
}

const AnnexType annex_library_type = {
  .name = "library",
  .label = N_("Library"),
  .label_plural = N_("Libraries"),
  .description = N_("Catalogues of controls beside Annex A, such as NIST SP 800-53 or the CIS Controls. Import one into Applicability."),
  .prefix = "LIB",
  .digits = 2,
  .icon = "accessories-dictionary-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "control",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
