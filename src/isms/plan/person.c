/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-store.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("The person's name, or the role's where one stands for several people"),
    .group = N_("Person"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "role",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Role"),
    .help = N_("What they answer for in the management system"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "department",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Department"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "email",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("E-mail"),
    .help = N_("Used in reports and calendars; Annex itself sends nothing"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "responsibilities",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Responsibilities and authority"),
    .help = N_("What this person decides, does and reports"),
    .group = N_("Duties"),
  },
  {
    .name = "deputy",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Deputy"),
    .help = N_("Who stands in during absence"),
    .target = "person",
    .inverse = N_("Deputy of"),
  },
  {
    .name = "active",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Active"),
    .help = N_("Clear it when the person has left; what they owned stays visible and can be handed over"),
    .initial = "1",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  ANNEX_TAGS_FIELD,
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *email = annex_record_get_value (record, "email");
  g_autoptr (GArray) deputies = annex_record_dup_link_ids (record, "deputy");
  const char *at = email != NULL ? strchr (email, '@') : NULL;

  if (email != NULL && *email != '\0' && (at == NULL || at == email || at[1] == '\0' || strchr (at + 1, '@') != NULL || strchr (email, ' ') != NULL))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is not an e-mail address."), email);
      return FALSE;
    }
  if (deputies->len > 0 && g_array_index (deputies, gint64, 0) == annex_record_get_id (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s cannot be their own deputy."), annex_record_get_title (record));
      return FALSE;
    }
  return TRUE;
}

const AnnexType annex_person_type = {
  .name = "person",
  .label = N_("Person"),
  .label_plural = N_("People and roles"),
  .description = N_("Name the people and roles that own assets, risks and actions, so that every duty has a face."),
  .prefix = "P",
  .digits = 3,
  .icon = "avatar-default-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "issue",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
