/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * How many to look at, and which. Sizes are conventions among auditors, not requirements of a
 * standard, apart from discovery sampling, which is arithmetic.
 */

/** AnnexSamplingFrequency: how often what is audited happens. */
typedef enum
{
  ANNEX_SAMPLING_YEARLY,
  ANNEX_SAMPLING_HALF_YEARLY,
  ANNEX_SAMPLING_QUARTERLY,
  ANNEX_SAMPLING_MONTHLY,
  ANNEX_SAMPLING_WEEKLY,
  ANNEX_SAMPLING_DAILY,
  ANNEX_SAMPLING_OFTEN,
  ANNEX_SAMPLING_AUTOMATED
} AnnexSamplingFrequency;

/** AnnexSamplingVisit: which audit of the certification cycle. */
typedef enum
{
  ANNEX_SAMPLING_INITIAL,
  ANNEX_SAMPLING_SURVEILLANCE,
  ANNEX_SAMPLING_RECERTIFICATION
} AnnexSamplingVisit;

/** annex_sampling_size_for_frequency: @least, @most: (out): the usual sample for something done that often. */
void annex_sampling_size_for_frequency (AnnexSamplingFrequency frequency, guint *least, guint *most);

/** annex_sampling_size_for_population: Returns: all of up to 5, 5 of up to 20, a tenth of up to 100 but at least 5, beyond that a tenth between 10 and 25. */
guint annex_sampling_size_for_population (guint population);

/**
 * annex_sampling_size_for_discovery:
 * @confidence: above 0, below 1: how sure one wants to be
 * @tolerable: above 0, below 1: the share of errors that one wants to notice
 * @population: 0 for a large one
 *
 * How many items without a single error let one say with that confidence that fewer than @tolerable are
 * wrong: ceil (ln (1 − c) / ln (1 − r)), and for a population of N with ceil (N × r) errors in it the
 * smallest n for which drawing none of them is less likely than 1 − c (hypergeometric).
 *
 * Returns: at most @population where that is given.
 */
guint annex_sampling_size_for_discovery (double confidence, double tolerable, guint population);

/** annex_sampling_size_for_sites: Returns: of @sites that work alike: ceil (√x), ceil (0.6 √x) or ceil (0.8 √x), the pattern of IAF MD 1. */
guint annex_sampling_size_for_sites (guint sites, AnnexSamplingVisit visit);

/**
 * annex_sampling_pick:
 *
 * Draws @size of the positions 1 to @population, each as likely as any other. Anybody can repeat it:
 * one goes through the positions in order and takes position i when a number below what is left,
 * population − i + 1, is below what is still wanted (Knuth, selection sampling); the numbers come from
 * SplitMix64 begun with @seed, by remainder, those below 2⁶⁴ mod the limit rejected.
 *
 * Returns: (transfer full) (element-type guint): ascending; all positions when @size is not smaller than @population.
 */
GArray *annex_sampling_pick (guint population, guint size, guint64 seed);

G_END_DECLS
