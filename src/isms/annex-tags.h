/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "core/annex-type.h"

G_BEGIN_DECLS

/** ANNEX_TAGS_FIELD: People's own words for a record, the same in every type that has them; in the group of the field before. */
#define ANNEX_TAGS_FIELD \
  { \
    .name = "tags", \
    .kind = ANNEX_FIELD_TAGS, \
    .label = N_("Tags"), \
    .help = N_("Words of your own to group by"), \
    .flags = ANNEX_FIELD_FILTER, \
  }

G_END_DECLS
