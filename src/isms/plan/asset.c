/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "asset.h"
#include "core/annex-statement.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/annex-tags.h"

/* The asset itself and all that depends on it, however far. */
#define WITH_ABOVE \
  "WITH RECURSIVE above (id) AS (SELECT r.id UNION " \
  "SELECT l.source FROM above JOIN link l ON l.target = above.id AND l.field = 'depends_on') "

/* Most assets of a large inventory carry nothing, and are spared the walk. */
#define CARRIES_NOTHING "NOT EXISTS (SELECT 1 FROM link l WHERE l.target = r.id AND l.field = 'depends_on')"

#define INHERITED(need) \
  "CASE WHEN " CARRIES_NOTHING " THEN r." need " ELSE (" WITH_ABOVE \
  "SELECT max (a." need ") FROM above JOIN asset a ON a.id = above.id) END"

/* A need that is not given takes no part, and the weights of the others share the whole. The tiny
 * addition keeps a half that is a little short in binary a half. */
#define VALUE_OF_NEEDS \
  "CASE WHEN coalesce (c, i, a) IS NULL THEN NULL WHEN e.valuation = 'weighted' THEN " \
  "CAST ((coalesce (c * e.weight_confidentiality, 0) + coalesce (i * e.weight_integrity, 0) + " \
  "coalesce (a * e.weight_availability, 0)) / nullif (" \
  "iif (c IS NULL, 0, coalesce (e.weight_confidentiality, 0)) + iif (i IS NULL, 0, coalesce (e.weight_integrity, 0)) + " \
  "iif (a IS NULL, 0, coalesce (e.weight_availability, 0)), 0) + 0.500000001 AS INTEGER) " \
  "ELSE max (coalesce (c, -1), coalesce (i, -1), coalesce (a, -1)) END"

#define VALUE \
  "CASE WHEN " CARRIES_NOTHING " THEN (SELECT " VALUE_OF_NEEDS " FROM " \
  "(SELECT r.confidentiality AS c, r.integrity AS i, r.availability AS a) LEFT JOIN engagement e ON TRUE LIMIT 1) " \
  "ELSE (" WITH_ABOVE "SELECT " VALUE_OF_NEEDS " FROM " \
  "(SELECT max (s.confidentiality) AS c, max (s.integrity) AS i, max (s.availability) AS a " \
  "FROM above JOIN asset s ON s.id = above.id) LEFT JOIN engagement e ON TRUE LIMIT 1) END"

static const AnnexChoice kinds[] = {
  { "information", N_("Information") },
  { "software", N_("Software") },
  { "hardware", N_("Hardware") },
  { "service", N_("Service") },
  { "people", N_("People") },
  { "site", N_("Site") },
  { "process", N_("Process") },
  { "intangible", N_("Intangible") },
  { NULL, NULL },
};

static const AnnexChoice lifecycles[] = {
  { "planned", N_("Planned") },
  { "in_use", N_("In use") },
  { "retired", N_("Retired") },
  { "disposed", N_("Disposed of") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "name",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Name"),
    .help = N_("What people call it"),
    .group = N_("Asset"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "description",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Description"),
    .help = N_("What it is, what it is for, and what belongs to it"),
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .help = N_("Information comes first; the other kinds hold, move or protect it"),
    .choices = kinds,
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "owner",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Owner"),
    .help = N_("Who answers for its protection and decides who may use it"),
    .group = N_("Responsibility"),
    .target = "person",
    .inverse = N_("Assets owned"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "custodian",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Custodian"),
    .help = N_("Who looks after it day by day on the owner's behalf"),
    .target = "person",
    .inverse = N_("Assets in custody"),
  },
  {
    .name = "location",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Location"),
    .help = N_("Building, region or account where it is found"),
  },
  {
    .name = "classification",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Classification"),
    .help = N_("Who may see it at most; decides labelling and handling"),
    .group = N_("Protection"),
    .scale = "classification",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "confidentiality",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Confidentiality"),
    .help = N_("How much harm it does if the wrong people see it"),
    .scale = "need",
    .flags = ANNEX_FIELD_PROPERTY,
  },
  {
    .name = "integrity",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Integrity"),
    .help = N_("How much harm it does if it is wrong or changed unnoticed"),
    .scale = "need",
    .flags = ANNEX_FIELD_PROPERTY,
  },
  {
    .name = "availability",
    .kind = ANNEX_FIELD_SCALE,
    .label = N_("Availability"),
    .help = N_("How much harm it does if it cannot be used when needed"),
    .scale = "need",
    .flags = ANNEX_FIELD_PROPERTY,
  },
  {
    .name = "inherited_confidentiality",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Confidentiality with dependants"),
    .help = N_("The highest need among the asset and all that depend on it"),
    .scale = "need",
    .expression = INHERITED ("confidentiality"),
  },
  {
    .name = "inherited_integrity",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Integrity with dependants"),
    .help = N_("The highest need among the asset and all that depend on it"),
    .scale = "need",
    .expression = INHERITED ("integrity"),
  },
  {
    .name = "inherited_availability",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Availability with dependants"),
    .help = N_("The highest need among the asset and all that depend on it"),
    .scale = "need",
    .expression = INHERITED ("availability"),
  },
  {
    .name = "value",
    .kind = ANNEX_FIELD_COMPUTED,
    .label = N_("Value"),
    .help = N_("The three needs, with those of dependants, added up by the engagement's rule"),
    .scale = "need",
    .expression = VALUE,
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "personal_data",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Personal data"),
    .help = N_("It holds or handles data about people who can be identified"),
    .initial = "0",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "lifecycle",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Lifecycle"),
    .help = N_("Keep what was disposed of: that it is gone is worth knowing too"),
    .group = N_("Lifecycle"),
    .choices = lifecycles,
    .initial = "in_use",
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "introduced",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Introduced on"),
    .help = N_("First day of use"),
  },
  {
    .name = "retired_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Retired on"),
    .help = N_("Last day of use; may lie ahead while it is still in use"),
  },
  {
    .name = "disposed_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Disposed of on"),
    .help = N_("When it was destroyed, erased or handed over"),
  },
  {
    .name = "review_date",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Next review"),
    .help = N_("When its owner next confirms that this entry is right"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "supplier",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Supplier"),
    .help = N_("Who provides or runs it for you"),
    .group = N_("Relations"),
    .target = "supplier",
    .inverse = N_("Assets supplied"),
    .flags = ANNEX_FIELD_FILTER,
  },
  {
    .name = "contains",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Contains"),
    .help = N_("Assets that are parts of this one"),
    .target = "asset",
    .inverse = N_("Contained in"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_ACYCLIC,
  },
  {
    .name = "depends_on",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Depends on"),
    .help = N_("Assets without which it does not work; they inherit its protection needs"),
    .target = "asset",
    .inverse = N_("Needed by"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_ACYCLIC,
  },
  ANNEX_TAGS_FIELD,
};

/* What has happened has happened: dates follow one another, and what is gone went in the past. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  const char *lifecycle = annex_record_get_value (record, "lifecycle");

  if (!annex_date_rules_check_order (record, "introduced", "retired_on", error) ||
      !annex_date_rules_check_order (record, "introduced", "disposed_on", error) ||
      !annex_date_rules_check_order (record, "retired_on", "disposed_on", error))
    return FALSE;
  if (g_strcmp0 (lifecycle, "retired") == 0)
    return annex_date_rules_check_past (record, "retired_on", error);
  if (g_strcmp0 (lifecycle, "disposed") == 0)
    return annex_date_rules_check_past (record, "retired_on", error) &&
           annex_date_rules_check_past (record, "disposed_on", error);
  return TRUE;
}

static const char *const over_states[] = { "disposed", NULL };

const AnnexType annex_asset_type = {
  .name = "asset",
  .label = N_("Asset"),
  .label_plural = N_("Assets"),
  .description = N_("List what is worth protecting, from the information itself to the people and machines it needs. Risks are judged on it."),
  .prefix = "A",
  .digits = 4,
  .icon = "package-x-generic-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .state_field = "lifecycle",
  .over_states = over_states,
  .validate = validate,
  .attention = "lifecycle IS NOT 'disposed' AND (review_date < annex_today () OR "
               "NOT EXISTS (SELECT 1 FROM link WHERE source = r.id AND field = 'owner'))",
};

char *
annex_asset_dup_need_source (AnnexStore *store, gint64 id, const char *property, GError **error)
{
  static const char *const properties[] = { "confidentiality", "integrity", "availability", NULL };
  g_autofree char *sql = NULL;
  g_autofree char *reference = NULL;
  g_autoptr (AnnexStatement) statement = NULL;

  g_return_val_if_fail (g_strv_contains (properties, property), NULL);

  /* The depth bounds the walk even where an altered file holds a loop. */
  sql = g_strdup_printf ("WITH RECURSIVE above (id, depth) AS (SELECT ?1, 0 UNION "
                         "SELECT l.source, depth + 1 FROM above JOIN link l ON l.target = above.id AND l.field = 'depends_on' "
                         "WHERE depth < 64) "
                         "SELECT x.id, x.reference FROM above JOIN asset a ON a.id = above.id JOIN record x ON x.id = a.id "
                         "WHERE a.%s IS NOT NULL ORDER BY a.%s DESC, above.depth, x.number, x.reference LIMIT 1",
                         property, property);
  statement = annex_statement_new (store, sql, error);
  if (statement == NULL)
    return NULL;
  annex_statement_bind_int64 (statement, 1, id);
  if (annex_statement_next (statement) && annex_statement_get_int64 (statement, 0) != id)
    reference = annex_statement_dup_text (statement, 1);
  return annex_statement_finish (statement, error) ? g_steal_pointer (&reference) : NULL;
}

void
annex_asset_total_free (AnnexAssetTotal *total)
{
  g_free (total->value);
  g_free (total->label);
  g_free (total);
}

/* Choices stand in the order they are described in, levels and booleans in their own. */
static int
get_rank (const AnnexField *field, const char *value)
{
  if (value == NULL)
    return G_MAXINT;
  if (field->kind != ANNEX_FIELD_CHOICE)
    return (int) g_ascii_strtoll (value, NULL, 10);
  for (int i = 0; field->choices[i].key != NULL; i++)
    if (strcmp (field->choices[i].key, value) == 0)
      return i;
  return G_MAXINT - 1;
}

static int
compare_totals (gconstpointer a, gconstpointer b, gpointer data)
{
  const AnnexAssetTotal *x = a, *y = b;
  int rank_x = get_rank (data, x->value), rank_y = get_rank (data, y->value);

  return (rank_x > rank_y) - (rank_x < rank_y);
}

GPtrArray *
annex_asset_totals (AnnexStore *store, const char *field_name, GError **error)
{
  g_autoptr (GPtrArray) totals = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_asset_total_free);
  const AnnexField *field = annex_type_find_field (&annex_asset_type, field_name);
  g_autofree char *sql = NULL;
  g_autoptr (AnnexStatement) statement = NULL;

  if (field == NULL || (field->kind != ANNEX_FIELD_CHOICE && field->kind != ANNEX_FIELD_SCALE && field->kind != ANNEX_FIELD_BOOLEAN))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("Assets cannot be counted by “%s”."), field_name);
      return NULL;
    }
  sql = g_strdup_printf ("SELECT %s, count (*) FROM asset %s GROUP BY 1", field_name,
                         strcmp (field_name, "lifecycle") == 0 ? "" : "WHERE lifecycle IS NOT 'disposed'");
  statement = annex_statement_new (store, sql, error);
  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    {
      AnnexAssetTotal *total = g_new0 (AnnexAssetTotal, 1);

      total->value = annex_statement_dup_text (statement, 0);
      total->label = total->value != NULL ? annex_store_format (store, field, total->value) : g_strdup (_("Not given"));
      total->count = (guint) annex_statement_get_int (statement, 1);
      g_ptr_array_add (totals, total);
    }
  if (!annex_statement_finish (statement, error))
    return NULL;
  g_ptr_array_sort_values_with_data (totals, compare_totals, (gpointer) field);
  return g_steal_pointer (&totals);
}
