/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "methodology-preview.h"

#include <glib/gi18n-lib.h>

#include "core/annex-worker.h"

#define MOST_LINES 12

static gpointer
count_thread (AnnexStore *store, gpointer bare, GCancellable *cancellable, GError **error)
{
  g_autoptr (AnnexMethodologyPreview) self = g_new0 (AnnexMethodologyPreview, 1);

  self->map = annex_risk_map_new_counted (bare, store, cancellable, error);
  if (self->map == NULL)
    return NULL;
  self->moves = annex_methodology_list_moves (store, annex_risk_map_get_matrix (bare), error);
  return self->moves != NULL ? g_steal_pointer (&self) : NULL;
}

void
annex_methodology_preview_count (AnnexStore *store, AnnexStore *draft, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  AnnexRiskMap *bare = annex_risk_map_new_bare (NULL, draft, &error);

  if (bare == NULL)
    g_task_report_error (store, callback, user_data, annex_methodology_preview_count, error);
  else
    annex_worker_run (store, count_thread, bare, (GDestroyNotify) annex_risk_map_unref, (GDestroyNotify) annex_methodology_preview_free,
                      cancellable, callback, user_data);
}

AnnexMethodologyPreview *
annex_methodology_preview_count_finish (GAsyncResult *result, GError **error)
{
  return annex_worker_finish (result, error);
}

guint
annex_methodology_preview_get_n_ratings (AnnexMethodologyPreview *self)
{
  guint n = 0;

  for (guint i = 0; i < self->moves->len; i++)
    n += g_array_index (self->moves, AnnexMethodologyMove, i).n_risks;
  return n;
}

char *
annex_methodology_preview_dup_text (AnnexMethodologyPreview *self, AnnexStore *store, AnnexStore *draft)
{
  GString *text = g_string_new (NULL);
  guint n = annex_methodology_preview_get_n_ratings (self);

  g_string_append_printf (text, n > 0 ? ngettext ("%u rating moves; its estimate stays.", "%u ratings move; their estimates stay.", n)
                                      : _("No rating moves."), n);
  for (guint i = 0; i < self->moves->len; i++)
    {
      const AnnexMethodologyMove *move = &g_array_index (self->moves, AnnexMethodologyMove, i);
      const char *before = annex_store_get_scale_label (store, "risk_level", move->level_before);
      const char *after = annex_store_get_scale_label (draft, "risk_level", move->level_after);
      AnnexRiskStage stage = ANNEX_RISK_CURRENT;

      if (i == MOST_LINES)
        {
          g_string_append (text, "\n…");
          break;
        }
      annex_risk_stage_parse (move->stage, &stage);
      g_string_append_printf (text, "\n%s, %d × %d: %s → %s (%u)", annex_risk_stage_get_label (stage), move->likelihood, move->consequence,
                              before != NULL ? before : _("no level"), after != NULL ? after : _("no level"), move->n_risks);
    }
  return g_string_free_and_steal (text);
}

void
annex_methodology_preview_free (AnnexMethodologyPreview *self)
{
  g_clear_pointer (&self->map, annex_risk_map_unref);
  g_clear_pointer (&self->moves, g_array_unref);
  g_free (self);
}
