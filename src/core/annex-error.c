/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-error.h"

G_DEFINE_QUARK (annex-error-quark, annex_error)
