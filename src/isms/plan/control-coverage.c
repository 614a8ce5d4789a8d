/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "control-coverage.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#include "control.h"
#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "soa.h"

const AnnexControlView annex_control_views[] = {
  { "theme", N_("Theme") },
  { "control_type", N_("Control Type") },
  { "properties", N_("Information Security Properties") },
  { "concepts", N_("Cybersecurity Concepts") },
  { "capabilities", N_("Operational Capabilities") },
  { "domains", N_("Security Domains") },
  { "predecessors", N_("Edition of 2013") },
  { NULL, NULL },
};

/* The order in which the standard lists the values of its attributes. */
static const char *const order[] = {
  "Preventive", "Detective", "Corrective",
  "Confidentiality", "Integrity", "Availability",
  "Identify", "Protect", "Detect", "Respond", "Recover",
  "Governance", "Asset management", "Information protection", "Human resource security", "Physical security", "System and network security",
  "Application security", "Secure configuration", "Identity and access management", "Threat and vulnerability management", "Continuity",
  "Supplier relationships security", "Legal and compliance", "Information security event management", "Information security assurance",
  "Governance and ecosystem", "Protection", "Defence", "Resilience",
};

/* The clauses of Annex A of 2013, from A.5 on. */
static const char *const domains_2013[] = {
  N_("Information security policies"),
  N_("Organization of information security"),
  N_("Human resource security"),
  N_("Asset management"),
  N_("Access control"),
  N_("Cryptography"),
  N_("Physical and environmental security"),
  N_("Operations security"),
  N_("Communications security"),
  N_("System acquisition, development and maintenance"),
  N_("Supplier relationships"),
  N_("Information security incident management"),
  N_("Business continuity management"),
  N_("Compliance"),
};

#define FIRST_2013 5

static const struct
{
  const char *label;
  int rgb;
} states[ANNEX_CONTROL_N_STATES] = {
  [ANNEX_CONTROL_IMPLEMENTED] = { N_("Implemented"), 0x26a269 },
  [ANNEX_CONTROL_PARTIAL] = { N_("Partly implemented"), 0x8bd5a8 },
  [ANNEX_CONTROL_PLANNED] = { N_("Planned"), 0x62a0ea },
  [ANNEX_CONTROL_NOT_STARTED] = { N_("Not started"), 0xe5a50a },
  [ANNEX_CONTROL_EXCLUDED] = { N_("Excluded"), 0x9a9996 },
  [ANNEX_CONTROL_UNDECIDED] = { N_("Undecided"), 0xdeddda },
};

/* A group while it is counted. */
typedef struct
{
  AnnexControlGroup group;
  guint rank;
} Counted;

typedef struct
{
  const AnnexControlView *view;
  GHashTable *groups; /* filter → Counted */
} Count;

static void
group_free (gpointer data)
{
  AnnexControlGroup *group = data;

  g_free (group->name);
  g_free (group->filter);
  g_free (group);
}

static AnnexControlState
find_state (const char *decision, const char *status)
{
  if (g_strcmp0 (decision, "excluded") == 0)
    return ANNEX_CONTROL_EXCLUDED;
  if (g_strcmp0 (decision, "applicable") != 0 && g_strcmp0 (decision, "inherited") != 0)
    return ANNEX_CONTROL_UNDECIDED;
  if (g_strcmp0 (status, "implemented") == 0)
    return ANNEX_CONTROL_IMPLEMENTED;
  if (g_strcmp0 (status, "partial") == 0)
    return ANNEX_CONTROL_PARTIAL;
  return g_strcmp0 (status, "planned") == 0 ? ANNEX_CONTROL_PLANNED : ANNEX_CONTROL_NOT_STARTED;
}

AnnexControlState
annex_control_get_state (AnnexRecord *control)
{
  return find_state (annex_record_get_value (control, "decision"), annex_record_get_value (control, "status"));
}

const char *
annex_control_state_get_label (AnnexControlState state)
{
  return _(states[state].label);
}

static guint
get_2013_number (const char *predecessor)
{
  return (guint) strtoul (predecessor + (g_str_has_prefix (predecessor, "A.") ? 2 : 0), NULL, 10);
}

char *
annex_control_dup_2013_domain (const char *predecessor)
{
  guint number = get_2013_number (predecessor);

  if (number < FIRST_2013 || number >= FIRST_2013 + G_N_ELEMENTS (domains_2013))
    return g_strdup (g_str_equal (predecessor, "new") ? _("New in 2022") : predecessor);
  return g_strdup_printf ("A.%u %s", number, _(domains_2013[number - FIRST_2013]));
}

static guint
get_rank (const Count *count, const char *value)
{
  if (g_str_equal (count->view->field, "predecessors"))
    return get_2013_number (value) > 0 ? get_2013_number (value) : G_MAXUINT;
  if (g_str_equal (count->view->field, "theme"))
    for (guint i = 0; annex_control_themes[i].key != NULL; i++)
      if (g_str_equal (annex_control_themes[i].key, value))
        return i;
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    if (g_str_equal (order[i], value))
      return i;
  return G_N_ELEMENTS (order);
}

static char *
dup_name (const Count *count, const char *value)
{
  if (g_str_equal (count->view->field, "predecessors"))
    return annex_control_dup_2013_domain (value);
  if (g_str_equal (count->view->field, "theme"))
    {
      const char *label = annex_field_find_choice (annex_type_find_field (&annex_control_type, "theme"), value);

      return g_strdup (label != NULL ? label : value);
    }
  return g_strdup (value);
}

/* All controls of 2013 in one clause are one group: "A.9." stands in "A.9.2.1", and not in "A.19.2.1". */
static char *
dup_filter (const Count *count, const char *value)
{
  if (g_str_equal (count->view->field, "predecessors") && get_2013_number (value) > 0)
    return g_strdup_printf ("A.%u.", get_2013_number (value));
  return g_strdup (value);
}

static Counted *
get_group (Count *count, const char *value)
{
  g_autofree char *filter = dup_filter (count, value);
  Counted *counted = g_hash_table_lookup (count->groups, filter);

  if (counted != NULL)
    return counted;
  counted = g_new0 (Counted, 1);
  counted->group.name = *value != '\0' ? dup_name (count, value) : g_strdup (_("None given"));
  counted->group.op = *value == '\0' ? ANNEX_FILTER_IS_EMPTY : g_str_equal (count->view->field, "theme") ? ANNEX_FILTER_IS : ANNEX_FILTER_CONTAINS;
  counted->rank = *value != '\0' ? get_rank (count, value) : G_MAXUINT;
  counted->group.filter = g_strdup (filter);
  g_hash_table_insert (count->groups, g_steal_pointer (&filter), counted);
  return counted;
}

static void
count_values (Count *count, const char *value, AnnexControlState state)
{
  g_auto (GStrv) values = g_strsplit (value != NULL ? value : "", "; ", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  if (values[0] == NULL)
    get_group (count, "")->group.counts[state]++;
  for (guint i = 0; values[i] != NULL; i++)
    {
      Counted *counted = get_group (count, values[i]);

      /* Two predecessors may stand in the same clause. */
      if (g_hash_table_add (seen, counted))
        counted->group.counts[state]++;
    }
}

static gboolean
count_control (AnnexRecord *control, gpointer data)
{
  Count *count = data;

  count_values (count, annex_record_get_value (control, count->view->field), annex_control_get_state (control));
  return TRUE;
}

static int
compare_groups (gconstpointer a, gconstpointer b)
{
  const Counted *x = *(Counted *const *) a, *y = *(Counted *const *) b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return g_utf8_collate (x->group.name, y->group.name);
}

static GPtrArray *
list_groups (GHashTable *found)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  GHashTableIter iter;
  gpointer group;

  g_hash_table_iter_init (&iter, found);
  while (g_hash_table_iter_next (&iter, NULL, &group))
    g_ptr_array_add (groups, group);
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

GPtrArray *
annex_control_coverage_count (AnnexStore *store, const AnnexControlView *view, const AnnexQuery *query, GError **error)
{
  g_autoptr (GHashTable) found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (AnnexQuery) limited = query != NULL ? annex_query_copy (query) : annex_query_new (&annex_control_type);
  g_autoptr (GPtrArray) groups = NULL;
  Count count = { view, found };
  gboolean counted;

  annex_query_set_stored_only (limited, TRUE);
  annex_soa_limit_query (limited);
  counted = annex_query_foreach (limited, store, count_control, &count, error);
  groups = list_groups (found);
  return counted ? g_steal_pointer (&groups) : NULL;
}

/* What each control has in the field of the view, by its reference. */
static GHashTable *
dup_values (AnnexStore *store, const AnnexControlView *view, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *sql =
    g_strdup_printf ("SELECT x.reference, r.%s FROM control r JOIN record x ON x.id = r.id WHERE r.%s IS NOT NULL", view->field, view->field);
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, sql, error);

  if (statement == NULL)
    return NULL;
  while (annex_statement_next (statement))
    g_hash_table_insert (values, g_strdup (annex_statement_get_string (statement, 0)), annex_statement_dup_text (statement, 1));
  return annex_statement_finish (statement, error) ? g_steal_pointer (&values) : NULL;
}

struct _AnnexControlCoverage
{
  Count count;
  GHashTable *values; /* what each control has in the field of the view */
};

AnnexControlCoverage *
annex_control_coverage_new (AnnexStore *store, const AnnexControlView *view, GError **error)
{
  GHashTable *values = dup_values (store, view, error);
  AnnexControlCoverage *self;

  if (values == NULL)
    return NULL;
  self = g_new0 (AnnexControlCoverage, 1);
  self->count.view = view;
  self->count.groups = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->values = values;
  return self;
}

void
annex_control_coverage_free (AnnexControlCoverage *self)
{
  if (self->count.groups != NULL)
    g_ptr_array_unref (annex_control_coverage_finish (self));
  g_hash_table_unref (self->values);
  g_free (self);
}

/* The attributes of a control are the standard's and do not change; what was said of it stands in the line. */
void
annex_control_coverage_add_line (AnnexControlCoverage *self, const AnnexSoaLine *line)
{
  gboolean by_theme = g_str_equal (self->count.view->field, "theme");
  const char *value = by_theme ? line->theme : g_hash_table_lookup (self->values, line->code != NULL ? line->code : "");

  count_values (&self->count, value, find_state (line->decision, line->status));
}

GPtrArray *
annex_control_coverage_finish (AnnexControlCoverage *self)
{
  GPtrArray *groups = list_groups (self->count.groups);

  g_clear_pointer (&self->count.groups, g_hash_table_unref);
  return groups;
}

AnnexChart *
annex_control_coverage_chart (const AnnexControlView *view, GPtrArray *groups)
{
  g_autofree char *title = g_strdup_printf (_("Controls by: %s"), _(view->label));
  AnnexChart *chart = annex_chart_new (ANNEX_CHART_BARS, title);

  annex_chart_set_stacked (chart, TRUE);
  for (AnnexControlState state = 0; state < ANNEX_CONTROL_N_STATES; state++)
    annex_chart_add_series (chart, annex_control_state_get_label (state), states[state].rgb, NULL);
  for (guint i = 0; i < groups->len; i++)
    {
      const AnnexControlGroup *group = groups->pdata[i];
      guint category = annex_chart_add_category (chart, group->name);

      for (AnnexControlState state = 0; state < ANNEX_CONTROL_N_STATES; state++)
        if (group->counts[state] > 0)
          annex_chart_set_value (chart, category, state, group->counts[state]);
    }
  return chart;
}
