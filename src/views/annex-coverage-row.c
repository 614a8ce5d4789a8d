/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-coverage-row.h"

#include <glib/gi18n.h>

#define CELL_WIDTH 160
#define NARROW_CELL_WIDTH 44

struct _AnnexCoverageRow
{
  GtkBox parent_instance;

  GtkLabel *reference;
  GtkLabel *title;
  GtkWidget *cells; /* a box of labels */
  GtkLabel *last;
  GtkLabel *open;
  GtkLabel *weight;
};

G_DEFINE_FINAL_TYPE (AnnexCoverageRow, annex_coverage_row, GTK_TYPE_BOX)

static const char *const classes[] = { "coverage-none", "coverage-left-out", "coverage-planned", "coverage-audited" };

static GtkLabel *
append_label (GtkWidget *box, double xalign, int width, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), (float) xalign);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_size_request (label, width, -1);
  /* Columns stand under their headings whatever is in them. */
  if (width > 0)
    gtk_label_set_max_width_chars (GTK_LABEL (label), 1);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

int
annex_coverage_row_get_cell_width (guint n_cells, gboolean narrow)
{
  if (narrow)
    return NARROW_CELL_WIDTH;
  return MAX (CELL_WIDTH, (int) (ANNEX_PROGRAMME_YEARS * CELL_WIDTH / MAX (n_cells, 1)));
}

static void
show_cell (GtkWidget *label, const AnnexCoverageCell *cell, int width, gboolean narrow)
{
  g_autofree char *text = annex_coverage_cell_dup_text (cell);
  g_autofree char *tooltip = g_strdup_printf ("%s: %s", annex_coverage_get_label (cell->state), text);

  /* The sign stands first; where there is room for no more it is enough. */
  if (narrow)
    *g_utf8_offset_to_pointer (text, 1) = '\0';
  gtk_label_set_text (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, tooltip);
  gtk_widget_set_size_request (label, width, -1);
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (label, classes[i]);
  gtk_widget_add_css_class (label, classes[cell->state]);
}

void
annex_coverage_row_show (AnnexCoverageRow *self, const AnnexCoverageLine *line, gboolean narrow)
{
  g_autofree char *open = line->n_open > 0 ? g_strdup_printf ("%u", line->n_open) : NULL;
  g_autofree char *weight = line->weight > 0 ? g_strdup_printf ("%u", line->weight) : NULL;
  GtkWidget *cell = gtk_widget_get_first_child (self->cells);

  gtk_label_set_text (self->reference, line->reference);
  gtk_label_set_text (self->title, line->title);
  for (guint i = 0; i < line->n_cells; i++)
    {
      if (cell == NULL)
        cell = GTK_WIDGET (append_label (self->cells, 0, CELL_WIDTH, "coverage-cell"));
      show_cell (cell, &line->cells[i], annex_coverage_row_get_cell_width (line->n_cells, narrow), narrow);
      cell = gtk_widget_get_next_sibling (cell);
    }
  while (cell != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (cell);

      gtk_box_remove (GTK_BOX (self->cells), cell);
      cell = next;
    }
  gtk_label_set_text (self->last, line->last_audited != NULL ? line->last_audited : "");
  gtk_label_set_text (self->open, open != NULL ? open : "");
  gtk_label_set_text (self->weight, weight != NULL ? weight : "");
  gtk_widget_set_visible (GTK_WIDGET (self->last), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->open), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->weight), !narrow);
}

char *
annex_coverage_row_dup_description (const AnnexCoverageLine *line, const char *const *headings)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s", line->reference, line->title);
  for (guint i = 0; i < line->n_cells; i++)
    {
      const AnnexCoverageCell *cell = &line->cells[i];

      g_string_append_printf (text, ", %s: %s", headings[i], annex_coverage_get_label (cell->state));
      if (cell->audits != NULL)
        g_string_append_printf (text, " %s", cell->audits);
    }
  if (line->last_audited != NULL)
    g_string_append_printf (text, _(", last audited on %s"), line->last_audited);
  if (line->n_open > 0)
    g_string_append_printf (text, ngettext (", %u open finding", ", %u open findings", line->n_open), line->n_open);
  if (line->level > 0)
    g_string_append_printf (text, _(", risk level %d"), line->level);
  g_string_append_printf (text, _(", weight %u"), line->weight);
  return g_string_free_and_steal (text);
}

static void
annex_coverage_row_class_init (AnnexCoverageRowClass *klass)
{
}

static void
annex_coverage_row_init (AnnexCoverageRow *self)
{
  GtkWidget *box = GTK_WIDGET (self);
  GtkWidget *names = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_widget_set_hexpand (names, TRUE);
  gtk_box_append (GTK_BOX (self), names);
  self->reference = append_label (names, 0, 48, "numeric");
  self->title = append_label (names, 0, -1, NULL);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  self->cells = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (box), self->cells);
  self->last = append_label (box, 0, 90, "numeric");
  self->open = append_label (box, 1, 48, "numeric");
  self->weight = append_label (box, 1, 54, "numeric");
}

GtkWidget *
annex_coverage_row_new (void)
{
  return g_object_new (ANNEX_TYPE_COVERAGE_ROW, NULL);
}
