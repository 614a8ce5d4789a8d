/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sampling.h"

#include <math.h>

/* A product such as 0.6 × 5 may come out a hair too large; the next whole number would be wrong then. */
#define HAIR 1e-9

void
annex_sampling_size_for_frequency (AnnexSamplingFrequency frequency, guint *least, guint *most)
{
  static const guint sizes[][2] = { { 1, 1 }, { 1, 2 }, { 2, 2 }, { 2, 5 }, { 5, 15 }, { 20, 40 }, { 25, 60 }, { 1, 1 } };

  *least = sizes[frequency][0];
  *most = sizes[frequency][1];
}

guint
annex_sampling_size_for_population (guint population)
{
  guint tenth = (population + 9) / 10;

  if (population <= 5)
    return population;
  if (population <= 20)
    return 5;
  return population <= 100 ? MAX (tenth, 5) : CLAMP (tenth, 10, 25);
}

guint
annex_sampling_size_for_discovery (double confidence, double tolerable, guint population)
{
  guint errors = (guint) ceil (population * tolerable - HAIR);
  double none = 1;
  guint n;

  g_return_val_if_fail (confidence > 0 && confidence < 1 && tolerable > 0 && tolerable < 1, 0);

  if (population == 0)
    return (guint) ceil (log (1 - confidence) / log (1 - tolerable) - HAIR);
  for (n = 0; n < population && none > 1 - confidence + 1e-12; n++)
    none *= population - n > errors ? (double) (population - errors - n) / (population - n) : 0;
  return n;
}

guint
annex_sampling_size_for_sites (guint sites, AnnexSamplingVisit visit)
{
  static const double factors[] = { 1, 0.6, 0.8 };

  return (guint) ceil (factors[visit] * sqrt (sites) - HAIR);
}

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static guint64
next_number (guint64 *state)
{
  guint64 z = *state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

static guint
number_below (guint64 *state, guint limit)
{
  guint64 rejected = -(guint64) limit % limit;
  guint64 number;

  do
    number = next_number (state);
  while (number < rejected);
  return (guint) (number % limit);
}

GArray *
annex_sampling_pick (guint population, guint size, guint64 seed)
{
  GArray *positions = g_array_new (FALSE, FALSE, sizeof (guint));
  guint64 state = seed;

  for (guint i = 1; i <= population && positions->len < size; i++)
    if (size >= population || number_below (&state, population - i + 1) < size - positions->len)
      g_array_append_val (positions, i);
  return positions;
}
