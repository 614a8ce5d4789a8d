/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include <string.h>

#include "annex-import-private.h"
#include "core/annex-statement.h"

/* A walk along the links of one field that notices when it comes back to where it is. */
typedef struct
{
  AnnexImportRun *run;
  const AnnexField *field;
  int index;
  GHashTable *outgoing; /* from → GArray of positions in run->edges */
  GHashTable *colors;   /* id → 1 on the path, 2 done */
  GArray *path;         /* the edges walked, as positions in run->edges or -1 */
  GArray *path_ids;
} Walk;

static gboolean
is_left_out (AnnexImportRun *run, guint64 ordinal)
{
  return annex_import_report_get_state (run->report, ordinal) == ANNEX_IMPORT_ROW_BAD;
}

static char *
dup_name (AnnexImportRun *run, gint64 id)
{
  const char *reference = annex_link_names_get_reference (annex_import_run_get_names (run, run->import->type, NULL), id);

  if (reference != NULL)
    return g_strdup (reference);
  for (guint i = 0; i < run->edges->len; i++)
    {
      const AnnexImportEdge *edge = &g_array_index (run->edges, AnnexImportEdge, i);

      if (edge->from == id)
        return g_strdup_printf (_("line %" G_GUINT64_FORMAT), edge->line);
    }
  return g_strdup ("?");
}

/* Whether the file says what this record links to, so that the links it has do not count. */
static gboolean
is_overridden (Walk *walk, gint64 id)
{
  return g_hash_table_contains (walk->run->seen_ids, &id) && walk->run->import->policy == ANNEX_IMPORT_UPDATE;
}

/* The next steps from @id: edges of the file as positions, links of the engagement as targets. */
static GArray *
list_targets (Walk *walk, gint64 id, GArray *positions)
{
  GArray *targets = g_array_new (FALSE, FALSE, sizeof (gint64));
  GArray *own = g_hash_table_lookup (walk->outgoing, &id);
  g_autoptr (AnnexStatement) statement = NULL;
  GError *error = NULL;

  for (guint i = 0; own != NULL && i < own->len; i++)
    {
      int position = g_array_index (own, int, i);
      const AnnexImportEdge *edge = &g_array_index (walk->run->edges, AnnexImportEdge, position);

      if (is_left_out (walk->run, edge->ordinal))
        continue;
      g_array_append_val (targets, edge->to);
      g_array_append_val (positions, position);
    }
  if (id <= 0 || is_overridden (walk, id))
    return targets;
  statement = annex_statement_new (walk->run->import->store, "SELECT target FROM link WHERE source = ?1 AND field = ?2", &error);
  if (statement != NULL)
    {
      annex_statement_bind_int64 (statement, 1, id);
      annex_statement_bind_text (statement, 2, walk->field->name);
      while (annex_statement_next (statement))
        {
          gint64 target = annex_statement_get_int64 (statement, 0);
          int none = -1;

          g_array_append_val (targets, target);
          g_array_append_val (positions, none);
        }
      annex_statement_finish (statement, &error);
    }
  annex_import_run_keep_failure (walk->run, error);
  return targets;
}

/* Links of the engagement itself have no line and are never to blame. */
static guint64
get_line (AnnexImportRun *run, int position)
{
  return position >= 0 ? g_array_index (run->edges, AnnexImportEdge, position).line : 0;
}

/* The loop goes from where @id stands in the path to its end and back. The last of its rows is refused. */
static void
refuse_loop (Walk *walk, gint64 id, int closing)
{
  AnnexImportRun *run = walk->run;
  g_autoptr (GString) names = g_string_new (NULL);
  int culprit = closing;
  guint start = 0;
  g_autofree char *first = dup_name (run, id);

  for (guint i = 0; i < walk->path_ids->len; i++)
    if (g_array_index (walk->path_ids, gint64, i) == id)
      start = i;
  for (guint i = start; i < walk->path_ids->len; i++)
    {
      g_autofree char *name = dup_name (run, g_array_index (walk->path_ids, gint64, i));

      g_string_append_printf (names, "%s → ", name);
      /* path[i] is the edge that leads to path_ids[i]. */
      if (i > start && get_line (run, g_array_index (walk->path, int, i)) > get_line (run, culprit))
        culprit = g_array_index (walk->path, int, i);
    }
  g_string_append (names, first);
  if (culprit >= 0)
    {
      const AnnexImportEdge *edge = &g_array_index (run->edges, AnnexImportEdge, culprit);

      annex_import_run_add_problem (run, edge->ordinal, edge->line, edge->column,
                                    g_strdup_printf (_("“%s” would form a loop: %s."), annex_field_get_label (walk->field), names->str));
    }
}

typedef struct
{
  gint64 id;
  GArray *targets;
  GArray *positions;
  guint next;
} Step;

static void
clear_step (gpointer data)
{
  Step *step = data;

  g_array_unref (step->targets);
  g_array_unref (step->positions);
}

static void
push_step (Walk *walk, GArray *steps, gint64 id, int position)
{
  Step step = { .id = id };

  step.positions = g_array_new (FALSE, FALSE, sizeof (int));
  step.targets = list_targets (walk, id, step.positions);
  g_array_append_val (steps, step);
  g_array_append_val (walk->path, position);
  g_array_append_val (walk->path_ids, id);
  g_hash_table_insert (walk->colors, g_memdup2 (&id, sizeof id), GINT_TO_POINTER (1));
}

/* Returns whether a loop was found and a row refused, so that the walk must begin anew. */
static gboolean
walk_from (Walk *walk, gint64 start)
{
  g_autoptr (GArray) steps = g_array_new (FALSE, FALSE, sizeof (Step));

  g_array_set_clear_func (steps, clear_step);
  g_array_set_size (walk->path, 0);
  g_array_set_size (walk->path_ids, 0);
  push_step (walk, steps, start, -1);
  while (steps->len > 0)
    {
      Step *step = &g_array_index (steps, Step, steps->len - 1);
      gint64 target;
      int position, color;

      if (step->next == step->targets->len)
        {
          g_hash_table_insert (walk->colors, g_memdup2 (&step->id, sizeof step->id), GINT_TO_POINTER (2));
          g_array_set_size (steps, steps->len - 1);
          g_array_set_size (walk->path, walk->path->len - 1);
          g_array_set_size (walk->path_ids, walk->path_ids->len - 1);
          continue;
        }
      target = g_array_index (step->targets, gint64, step->next);
      position = g_array_index (step->positions, int, step->next);
      step->next++;
      color = GPOINTER_TO_INT (g_hash_table_lookup (walk->colors, &target));
      if (color == 1)
        {
          refuse_loop (walk, target, position);
          return TRUE;
        }
      if (color == 0)
        push_step (walk, steps, target, position);
    }
  return FALSE;
}

/* New rows that link only to what stands above them or is there already cannot form a loop. */
static gboolean
could_loop (AnnexImportRun *run, guint column)
{
  for (guint i = 0; i < run->edges->len; i++)
    {
      const AnnexImportEdge *edge = &g_array_index (run->edges, AnnexImportEdge, i);

      if (edge->column == column && (!ANNEX_IMPORT_IS_NEW (edge->from) || (ANNEX_IMPORT_IS_NEW (edge->to) && edge->to <= edge->from)))
        return TRUE;
    }
  return FALSE;
}

static void
refuse_loops_of_column (AnnexImportRun *run, guint column)
{
  Walk walk = { .run = run, .field = annex_import_run_get_field (run, column) };
  gboolean again = TRUE;

  walk.outgoing = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) g_array_unref);
  walk.path = g_array_new (FALSE, FALSE, sizeof (int));
  walk.path_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < run->edges->len; i++)
    {
      const AnnexImportEdge *edge = &g_array_index (run->edges, AnnexImportEdge, i);
      GArray *positions = g_hash_table_lookup (walk.outgoing, &edge->from);
      int position = i;

      if (edge->column != column)
        continue;
      if (positions == NULL)
        {
          positions = g_array_new (FALSE, FALSE, sizeof (int));
          g_hash_table_insert (walk.outgoing, g_memdup2 (&edge->from, sizeof edge->from), positions);
        }
      g_array_append_val (positions, position);
    }
  while (again)
    {
      again = FALSE;
      walk.colors = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      for (guint i = 0; i < run->edges->len && !again; i++)
        {
          const AnnexImportEdge *edge = &g_array_index (run->edges, AnnexImportEdge, i);

          if (edge->column == column && !is_left_out (run, edge->ordinal) && !g_hash_table_contains (walk.colors, &edge->from))
            again = walk_from (&walk, edge->from);
        }
      g_hash_table_unref (walk.colors);
    }
  g_hash_table_unref (walk.outgoing);
  g_array_unref (walk.path);
  g_array_unref (walk.path_ids);
}

static gboolean
refuse_orphan (AnnexImportRun *run, guint position)
{
  const AnnexImportEdge *edge = &g_array_index (run->edges, AnnexImportEdge, position);
  g_autofree char *name = NULL;

  if (!ANNEX_IMPORT_IS_NEW (edge->to) || !is_left_out (run, ANNEX_IMPORT_ORDINAL (edge->to)) || is_left_out (run, edge->ordinal))
    return FALSE;
  name = dup_name (run, edge->to);
  annex_import_run_add_problem (run, edge->ordinal, edge->line, edge->column,
                                g_strdup_printf (_("It links to “%s”, a row that is left out."), name));
  return TRUE;
}

void
annex_import_run_check_graph (AnnexImportRun *run)
{
  gboolean again = TRUE;

  for (guint i = 0; i < run->import->columns->len; i++)
    {
      const AnnexField *field = annex_import_run_get_field (run, i);

      if (field != NULL && (field->flags & ANNEX_FIELD_ACYCLIC) != 0 && could_loop (run, i))
        refuse_loops_of_column (run, i);
    }
  /* Up and down in turn, so that a chain of rows needs few rounds. */
  for (gboolean down = TRUE; again; down = !down)
    {
      again = FALSE;
      for (guint i = 0; i < run->edges->len; i++)
        again |= refuse_orphan (run, down ? i : run->edges->len - 1 - i);
    }
}

static gboolean
report_pending (AnnexImportRun *run, const AnnexImportPending *pending, const AnnexField *field, const char *value, GError **error)
{
  g_autoptr (AnnexRecord) record = NULL;

  annex_import_run_add_edges (run, pending->ordinal, pending->line, pending->from, pending->column, value);
  if (annex_import_report_get_state (run->report, pending->ordinal) == ANNEX_IMPORT_ROW_ADD)
    return TRUE;
  record = annex_store_load (run->import->store, pending->from, error);
  if (record == NULL)
    return FALSE;
  if (annex_import_run_differs (field, pending->text, annex_record_get_value (record, field->name), value))
    {
      g_autofree char *new_text = annex_import_run_describe (run, field, value, pending->text);

      annex_import_report_set_state (run->report, pending->ordinal, ANNEX_IMPORT_ROW_UPDATE);
      annex_import_report_add_change (run->report, pending->line, annex_record_get_reference (record), field->name,
                                      annex_field_get_label (field), annex_record_get_text (record, field->name), new_text);
    }
  return TRUE;
}

gboolean
annex_import_run_finish_links (AnnexImportRun *run, GError **error)
{
  for (guint i = 0; i < run->pending->len; i++)
    {
      const AnnexImportPending *pending = &g_array_index (run->pending, AnnexImportPending, i);
      const AnnexField *field = annex_import_run_get_field (run, pending->column);
      g_autoptr (GError) cause = NULL;
      g_autofree char *value = NULL;

      if (run->transaction == NULL && is_left_out (run, pending->ordinal))
        continue;
      value = annex_import_run_resolve (run, field, pending->text, pending->line, NULL, &cause);
      if (cause == NULL && run->reports && !report_pending (run, pending, field, value, error))
        return FALSE;
      if (cause == NULL && run->transaction != NULL && !annex_import_run_is_refused (run, pending->line, field))
        annex_transaction_set (run->transaction, pending->from, field->name, value, &cause);
      if (cause == NULL)
        continue;
      if (g_error_matches (cause, ANNEX_ERROR, ANNEX_ERROR_STORAGE))
        {
          g_propagate_error (error, g_steal_pointer (&cause));
          return FALSE;
        }
      if (run->reports)
        annex_import_run_add_problem (run, pending->ordinal, pending->line, pending->column, g_strdup (cause->message));
      else
        annex_import_report_add_problem (run->report, pending->line, annex_import_get_headers (run->import)[pending->column],
                                         g_strdup_printf (_("The record was written without this link: %s"), cause->message));
    }
  return TRUE;
}
