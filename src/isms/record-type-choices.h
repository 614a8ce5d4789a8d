/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-field.h"

G_BEGIN_DECLS

/** annex_record_type_choices: The types that people keep registers of, as a list of choices. */
extern const AnnexChoice annex_record_type_choices[];

G_END_DECLS
