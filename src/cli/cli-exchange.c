/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "cli.h"

CliStatus
cli_import (const char *const *arguments)
{
  return CLI_USAGE;
}

CliStatus
cli_export (const char *const *arguments)
{
  return CLI_USAGE;
}
