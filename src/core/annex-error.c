/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-error.h"

G_DEFINE_QUARK (annex-error-quark, annex_error)

gboolean
annex_error_pass (GError **failure, GError **error)
{
  if (*failure == NULL)
    return FALSE;
  g_propagate_error (error, g_steal_pointer (failure));
  return TRUE;
}
