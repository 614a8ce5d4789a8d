/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-contrast.h"

#include <math.h>

static double
linearize (double channel)
{
  return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

gboolean
annex_contrast_is_dark (double red, double green, double blue)
{
  return 0.2126 * linearize (red) + 0.7152 * linearize (green) + 0.0722 * linearize (blue) < 0.179;
}
