/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>

#include "core/annex-statement.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "methodology.h"
#include "risk-tally.h"
#include "risk.h"

static const AnnexChoice approaches[] = {
  { "asset", N_("Asset-based") },
  { "event", N_("Event-based") },
  { "both", N_("Asset-based and event-based") },
  { NULL, NULL },
};

static const AnnexChoice axes[] = {
  { "consequence", N_("Consequence") },
  { "likelihood", N_("Likelihood") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Title"),
    .help = N_("What the document is called"),
    .group = N_("Methodology"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "version",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Version"),
    .help = N_("Counts up with each change of the scales, the matrix or the criteria; every assessment keeps the one it was made under"),
    .initial = "1",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "approach",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Approach"),
    .help = N_("From the assets up, from the events that would hurt most, or both"),
    .choices = approaches,
    .initial = "both",
    .flags = ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "procedure",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Procedure"),
    .help = N_("Who assesses, when, how deeply, and what starts an assessment out of turn"),
  },
  {
    .name = "residual",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Residual risk"),
    .help = N_("How what is left after treatment is judged, and by whom"),
  },
  {
    .name = "review_months",
    .kind = ANNEX_FIELD_NUMBER,
    .label = N_("Months between reviews"),
    .help = N_("For risks whose level names no period of its own"),
    .initial = "12",
  },
  {
    .name = "horizontal_axis",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Across the matrix"),
    .help = N_("The other scale runs up the side"),
    .group = N_("Matrix"),
    .choices = axes,
    .initial = "consequence",
    .flags = ANNEX_FIELD_REQUIRED,
  },
  {
    .name = "invert_horizontal",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Highest on the left"),
    .initial = "0",
  },
  {
    .name = "invert_vertical",
    .kind = ANNEX_FIELD_BOOLEAN,
    .label = N_("Highest at the bottom"),
    .initial = "0",
  },
  {
    .name = "approved_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Approved by"),
    .group = N_("Approval"),
    .target = "person",
    .inverse = N_("Methodologies approved"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "approved_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Approved on"),
    .flags = ANNEX_FIELD_COLUMN,
  },
};

AnnexRecord *
annex_methodology_get (AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 id = annex_store_read_number (store, "SELECT id FROM methodology ORDER BY id LIMIT 1", NULL, 0, &failure);

  return annex_error_pass (&failure, error) || id == 0 ? NULL : annex_store_load (store, id, error);
}

AnnexRecord *
annex_methodology_require (AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  AnnexRecord *methodology = annex_methodology_get (store, &failure);

  if (methodology == NULL && !annex_error_pass (&failure, error))
    g_set_error_literal (error, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND, _("This engagement has no methodology yet. Choose scales and a matrix first."));
  return methodology;
}

gboolean
annex_methodology_find_version (AnnexStore *store, char **version, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 number = annex_store_ask_number (store, (const AnnexType *const[]) { &annex_methodology_type, NULL },
                                          "SELECT version FROM methodology ORDER BY id LIMIT 1", NULL, 0, &failure);

  *version = number != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;
  return !annex_error_pass (&failure, error);
}

gboolean
annex_methodology_find_review_months (AnnexStore *store, int likelihood, int consequence, guint *months, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 number = annex_store_ask_number (
    store,
    (const AnnexType *const[]){ &annex_matrix_cell_type, &annex_scale_level_type, &annex_methodology_type, NULL },
    "SELECT coalesce ((SELECT s.review_months FROM matrix_cell m JOIN scale_level s "
    "ON s.scale = 'risk_level' AND s.level = m.level WHERE m.likelihood = ?1 AND m.consequence = ?2), "
    "(SELECT review_months FROM methodology LIMIT 1), 0)",
    (const gint64[]){ likelihood, consequence }, 2, &failure);

  *months = (guint) CLAMP (number, 0, G_MAXINT);
  return !annex_error_pass (&failure, error);
}

gboolean
annex_methodology_begin_version (AnnexTransaction *transaction, AnnexStore *store, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) methodology = annex_methodology_get (store, &failure);
  g_autofree char *version = NULL;
  const char *present;
  gint64 id;

  if (methodology == NULL)
    return !annex_error_pass (&failure, error);
  id = annex_record_get_id (methodology);
  if (annex_transaction_has_changed (transaction, id, "version"))
    return TRUE;
  present = annex_record_get_value (methodology, "version");
  version = g_strdup_printf ("%d", present != NULL ? atoi (present) + 1 : 1);
  return annex_transaction_set (transaction, id, "version", version, error);
}

static gint64
create_cell (AnnexTransaction *transaction, AnnexStore *store, int likelihood, int consequence, int level, GError **error)
{
  g_autofree char *likelihood_text = g_strdup_printf ("%d", likelihood);
  g_autofree char *consequence_text = g_strdup_printf ("%d", consequence);
  g_autofree char *level_text = level > 0 ? g_strdup_printf ("%d", level) : NULL;
  g_autofree const char **values = g_new0 (const char *, annex_store_get_fields (store, &annex_matrix_cell_type)->len + 1);

  values[annex_store_find_field_index (store, &annex_matrix_cell_type, "likelihood")] = likelihood_text;
  values[annex_store_find_field_index (store, &annex_matrix_cell_type, "consequence")] = consequence_text;
  values[annex_store_find_field_index (store, &annex_matrix_cell_type, "level")] = level_text;
  return annex_transaction_create (transaction, &annex_matrix_cell_type, values, error);
}

static gint64
find_cell (AnnexStore *store, int likelihood, int consequence, GError **error)
{
  return annex_store_read_number (store, "SELECT id FROM matrix_cell WHERE likelihood = ?1 AND consequence = ?2",
                                  (const gint64[]) { likelihood, consequence }, 2, error);
}

static gboolean
matrix_has_cell (const AnnexMatrix *matrix, int likelihood, int consequence)
{
  gboolean has_row = FALSE, has_column = FALSE;

  for (guint i = 0; i < annex_matrix_get_n_likelihoods (matrix); i++)
    has_row = has_row || annex_matrix_get_likelihood (matrix, i) == likelihood;
  for (guint i = 0; i < annex_matrix_get_n_consequences (matrix); i++)
    has_column = has_column || annex_matrix_get_consequence (matrix, i) == consequence;
  return has_row && has_column;
}

static gboolean
remove_cells_outside (AnnexTransaction *transaction, AnnexStore *store, const AnnexMatrix *matrix, GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (AnnexStatement) statement = annex_statement_new (store, "SELECT id, likelihood, consequence FROM matrix_cell", error);

  if (statement == NULL)
    return FALSE;
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);

      if (!matrix_has_cell (matrix, annex_statement_get_int (statement, 1), annex_statement_get_int (statement, 2)))
        g_array_append_val (ids, id);
    }
  if (!annex_statement_finish (statement, error))
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    if (!annex_transaction_delete (transaction, g_array_index (ids, gint64, i), error))
      return FALSE;
  return ids->len == 0 || annex_methodology_begin_version (transaction, store, error);
}

gboolean
annex_methodology_set_matrix (AnnexTransaction *transaction, AnnexStore *store, const AnnexMatrix *matrix, GError **error)
{
  g_autoptr (GError) failure = NULL;

  if (!remove_cells_outside (transaction, store, matrix, error))
    return FALSE;
  for (guint row = 0; row < annex_matrix_get_n_likelihoods (matrix); row++)
    for (guint column = 0; column < annex_matrix_get_n_consequences (matrix); column++)
      {
        int likelihood = annex_matrix_get_likelihood (matrix, row);
        int consequence = annex_matrix_get_consequence (matrix, column);
        int level = annex_matrix_get_level (matrix, likelihood, consequence);
        gint64 id = find_cell (store, likelihood, consequence, &failure);
        g_autofree char *text = level > 0 ? g_strdup_printf ("%d", level) : NULL;

        if (annex_error_pass (&failure, error))
          return FALSE;
        if (id == 0 ? create_cell (transaction, store, likelihood, consequence, level, error) == 0
                    : !annex_transaction_set (transaction, id, "level", text, error))
          return FALSE;
      }
  return TRUE;
}

typedef struct
{
  const char *stage;
  const AnnexMatrix *before;
  const AnnexMatrix *after;
  GArray *moves;
} Moves;

static void
add_move_cb (const int *values, guint count, gpointer user_data)
{
  Moves *self = user_data;
  AnnexMethodologyMove move = {
    .stage = self->stage,
    .likelihood = values[0],
    .consequence = values[1],
    .level_before = annex_matrix_get_level (self->before, values[0], values[1]),
    .level_after = annex_matrix_get_level (self->after, values[0], values[1]),
    .n_risks = count,
  };

  if (move.level_before != move.level_after)
    g_array_append_val (self->moves, move);
}

/* One look at the index of each stage, however many risks there are. */
GArray *
annex_methodology_list_moves (AnnexStore *store, const AnnexMatrix *matrix, GError **error)
{
  g_autoptr (AnnexMatrix) present = annex_matrix_load (store, error);
  g_autoptr (GArray) moves = g_array_new (FALSE, TRUE, sizeof (AnnexMethodologyMove));

  if (present == NULL)
    return NULL;
  for (guint i = 0; i < ANNEX_RISK_N_STAGES; i++)
    {
      const char *stage = annex_risk_stage_get_name ((AnnexRiskStage) i);
      g_autofree char *likelihood = g_strconcat (stage, "_likelihood", NULL);
      g_autofree char *consequence = g_strconcat (stage, "_consequence", NULL);
      const char *const columns[] = { likelihood, consequence };
      Moves self = { stage, present, matrix, moves };

      if (!annex_risk_tally (store, columns, G_N_ELEMENTS (columns), TRUE, add_move_cb, &self, error))
        return NULL;
    }
  return g_steal_pointer (&moves);
}

/* A file holds one methodology, or no two people would judge by the same. */
static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  static const char *const whole_numbers[] = { "version", "review_months" };
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) existing = annex_methodology_get (store, &failure);

  if (annex_error_pass (&failure, error))
    return FALSE;
  if (existing != NULL && annex_record_get_id (existing) != annex_record_get_id (record))
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID,
                   _("This engagement already has the methodology “%s”. Change that one; each change makes a new version."),
                   annex_record_get_title (existing));
      return FALSE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (whole_numbers); i++)
    {
      const char *text = annex_record_get_value (record, whole_numbers[i]);
      double number = text != NULL ? g_ascii_strtod (text, NULL) : 1;

      if (number != floor (number) || number < 1 || number > 1000)
        {
          g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("%s is a whole number from 1 to 1000, not %s."),
                       annex_field_get_label (annex_type_find_field (&annex_methodology_type, whole_numbers[i])), text);
          return FALSE;
        }
    }
  return annex_date_rules_check_past (record, "approved_on", error);
}

const AnnexType annex_methodology_type = {
  .name = "methodology",
  .label = N_("Methodology"),
  .label_plural = N_("Methodology"),
  .description = N_("How risk is judged here: scales, matrix, criteria for acceptance and when to look again."),
  .prefix = "M",
  .digits = 1,
  .icon = "view-grid-symbolic",
  .phase = ANNEX_PHASE_PLAN,
  .beside = "risk",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
};
