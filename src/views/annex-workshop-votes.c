/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-workshop-votes.h"

#include <glib/gi18n.h>

static const char *const scales[] = { "likelihood", "consequence" };

/* One line: a participant, or at last what is to be agreed on. */
typedef struct
{
  gint64 participant; /* 0 for what is to be agreed on */
  char *name;
  int levels[2];
  gboolean covered;
  GtkWidget *cells[2];
} Line;

struct _AnnexWorkshopVotes
{
  AdwBin parent_instance;

  GtkGrid *grid;
  GtkLabel *spreads[2];
  GtkLabel *legend_title;
  GtkWidget *legend; /* a button a level of the scale that the keyboard is on */
  AnnexStore *store;
  GPtrArray *lines;
  guint current_line;
  guint current_axis;
  int legend_axis; /* -1 before there is one */
};

G_DEFINE_FINAL_TYPE (AnnexWorkshopVotes, annex_workshop_votes, ADW_TYPE_BIN)

static guint estimated_signal;

static void
line_free (gpointer data)
{
  g_free (((Line *) data)->name);
  g_free (data);
}

static const char *
get_scale_title (guint axis)
{
  return axis == ANNEX_WORKSHOP_LIKELIHOOD ? _("Likelihood") : _("Consequence");
}

/* ---- The legend, which also serves those without a keyboard ---- */

static void
legend_cb (AnnexWorkshopVotes *self, GtkWidget *button)
{
  annex_workshop_votes_enter (self, GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "annex-level")));
}

static void
show_legend (AnnexWorkshopVotes *self)
{
  g_autoptr (GArray) levels = NULL;
  GtkWidget *child;

  if (self->legend_axis == (int) self->current_axis || self->store == NULL)
    return;
  self->legend_axis = (int) self->current_axis;
  gtk_label_set_text (self->legend_title, get_scale_title (self->current_axis));
  while ((child = gtk_widget_get_first_child (self->legend)) != NULL)
    adw_wrap_box_remove (ADW_WRAP_BOX (self->legend), child);
  levels = annex_store_dup_scale_levels (self->store, scales[self->current_axis], ANNEX_TOLD_BY_STORE);
  for (guint i = 0; levels != NULL && i < levels->len; i++)
    {
      int level = g_array_index (levels, int, i);
      g_autofree char *text = g_strdup_printf ("%d %s", level, annex_store_get_scale_label (self->store, scales[self->current_axis], level));
      GtkWidget *button = gtk_button_new_with_label (text);

      gtk_widget_set_focusable (button, FALSE);
      gtk_widget_set_focus_on_click (button, FALSE);
      g_object_set_data (G_OBJECT (button), "annex-level", GINT_TO_POINTER (level));
      g_signal_connect_object (button, "clicked", G_CALLBACK (legend_cb), self, G_CONNECT_SWAPPED);
      adw_wrap_box_append (ADW_WRAP_BOX (self->legend), button);
    }
}

/* ---- Cells ---- */

static void
mark_current (AnnexWorkshopVotes *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    for (guint axis = 0; axis < 2; axis++)
      {
        GtkWidget *cell = ((Line *) self->lines->pdata[i])->cells[axis];

        if (i == self->current_line && axis == self->current_axis)
          gtk_widget_add_css_class (cell, "current");
        else
          gtk_widget_remove_css_class (cell, "current");
      }
  show_legend (self);
}

static void
set_current (AnnexWorkshopVotes *self, guint line, guint axis)
{
  self->current_line = line;
  self->current_axis = axis;
  mark_current (self);
}

static void
focus_cb (GtkEventControllerFocus *controller, AnnexWorkshopVotes *self)
{
  GtkWidget *cell = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));

  for (guint i = 0; i < self->lines->len; i++)
    for (guint axis = 0; axis < 2; axis++)
      if (((Line *) self->lines->pdata[i])->cells[axis] == cell)
        set_current (self, i, axis);
}

static GtkWidget *
create_cell (AnnexWorkshopVotes *self)
{
  GtkWidget *cell = gtk_button_new_with_label ("");
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_widget_add_css_class (cell, "vote");
  gtk_widget_add_css_class (cell, "numeric");
  gtk_widget_set_hexpand (cell, TRUE);
  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_cb), self, 0);
  gtk_widget_add_controller (cell, focus);
  return cell;
}

static void
show_cell (AnnexWorkshopVotes *self, Line *line, guint axis)
{
  int level = line->levels[axis];
  const char *label = level > 0 ? annex_store_get_scale_label (self->store, scales[axis], level) : NULL;
  g_autofree char *text = level == 0 ? g_strdup ("–") : line->covered ? g_strdup ("•") : g_strdup_printf ("%d", level);
  g_autofree char *spoken =
    g_strdup_printf ("%s, %s: %s", line->name, get_scale_title (axis),
                     level == 0      ? _("not yet")
                     : line->covered ? _("covered")
                     : label != NULL ? label
                                     : text);

  gtk_button_set_label (GTK_BUTTON (line->cells[axis]), text);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (line->cells[axis]), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  gtk_widget_set_tooltip_text (line->cells[axis], level > 0 && !line->covered ? label : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (line->cells[axis]), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static GtkWidget *
create_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
add_line (AnnexWorkshopVotes *self, const AnnexWorkshopVote *vote, int row)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *name = create_label (vote != NULL ? vote->name : _("Agreed"), vote != NULL ? NULL : "heading");

  line->participant = vote != NULL ? vote->participant : 0;
  line->name = g_strdup (vote != NULL ? vote->name : _("Agreed"));
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_tooltip_text (name, vote != NULL ? vote->role : NULL);
  gtk_grid_attach (self->grid, name, 0, row, 1, 1);
  for (guint axis = 0; axis < 2; axis++)
    {
      line->cells[axis] = create_cell (self);
      if (vote == NULL)
        gtk_widget_add_css_class (line->cells[axis], "agreed");
      gtk_grid_attach (self->grid, line->cells[axis], (int) axis + 1, row, 1, 1);
    }
  g_ptr_array_add (self->lines, line);
}

static void
rebuild (AnnexWorkshopVotes *self, GPtrArray *votes)
{
  GtkWidget *child;
  GtkWidget *spread = create_label (_("Spread"), "dimmed");

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->grid))) != NULL)
    gtk_grid_remove (self->grid, child);
  g_ptr_array_set_size (self->lines, 0);
  gtk_label_set_xalign (GTK_LABEL (spread), 0);
  for (guint axis = 0; axis < 2; axis++)
    gtk_grid_attach (self->grid, create_label (get_scale_title (axis), "dimmed"), (int) axis + 1, 0, 1, 1);
  for (guint i = 0; i < votes->len; i++)
    add_line (self, votes->pdata[i], (int) i + 1);
  gtk_grid_attach (self->grid, spread, 0, (int) votes->len + 1, 1, 1);
  for (guint axis = 0; axis < 2; axis++)
    {
      self->spreads[axis] = GTK_LABEL (create_label ("", "numeric"));
      gtk_label_set_ellipsize (self->spreads[axis], PANGO_ELLIPSIZE_NONE);
      gtk_label_set_wrap (self->spreads[axis], TRUE);
      gtk_label_set_max_width_chars (self->spreads[axis], 9);
      gtk_label_set_justify (self->spreads[axis], GTK_JUSTIFY_CENTER);
      gtk_grid_attach (self->grid, GTK_WIDGET (self->spreads[axis]), (int) axis + 1, (int) votes->len + 1, 1, 1);
    }
  add_line (self, NULL, (int) votes->len + 2);
  set_current (self, MIN (self->current_line, self->lines->len - 1), self->current_axis);
}

static gboolean
has_same_people (AnnexWorkshopVotes *self, GPtrArray *votes)
{
  if (self->lines->len != votes->len + 1)
    return FALSE;
  for (guint i = 0; i < votes->len; i++)
    {
      const AnnexWorkshopVote *vote = votes->pdata[i];
      const Line *line = self->lines->pdata[i];

      if (line->participant != vote->participant || g_strcmp0 (line->name, vote->name) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
show_spread (AnnexWorkshopVotes *self, GPtrArray *votes, gboolean covered, guint axis)
{
  AnnexWorkshopSpread spread = annex_workshop_measure_spread (votes, (AnnexWorkshopAxis) axis);
  g_autofree char *text = NULL;

  if (covered || spread.n == 0)
    text = g_strdup_printf (_("%u of %u given"), spread.n, votes->len);
  else if (spread.lowest == spread.highest)
    text = g_strdup_printf (_("all %d"), spread.lowest);
  else
    text = g_strdup_printf (_("%d to %d, median %g"), spread.lowest, spread.highest, spread.median);
  gtk_label_set_text (self->spreads[axis], text);
  /* Two levels apart is more than a matter of taste: worth asking why. */
  if (!covered && spread.highest - spread.lowest >= 2)
    gtk_widget_add_css_class (GTK_WIDGET (self->spreads[axis]), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->spreads[axis]), "warning");
}

static void
go_on (AnnexWorkshopVotes *self)
{
  guint line = self->current_line;
  guint axis = self->current_axis;

  if (axis == ANNEX_WORKSHOP_LIKELIHOOD)
    axis = ANNEX_WORKSHOP_CONSEQUENCE;
  else if (line + 1 < self->lines->len)
    {
      line++;
      axis = ANNEX_WORKSHOP_LIKELIHOOD;
    }
  set_current (self, line, axis);
  gtk_widget_grab_focus (((Line *) self->lines->pdata[line])->cells[axis]);
}

static void
annex_workshop_votes_dispose (GObject *object)
{
  AnnexWorkshopVotes *self = ANNEX_WORKSHOP_VOTES (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_workshop_votes_parent_class)->dispose (object);
}

static void
annex_workshop_votes_class_init (AnnexWorkshopVotesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_workshop_votes_dispose;
  estimated_signal = g_signal_new ("estimated", ANNEX_TYPE_WORKSHOP_VOTES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                                   G_TYPE_INT64, G_TYPE_INT, G_TYPE_INT);
}

static void
annex_workshop_votes_init (AnnexWorkshopVotes *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);

  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->legend_axis = -1;
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_column_spacing (self->grid, 12);
  gtk_grid_set_row_spacing (self->grid, 6);
  self->legend_title = GTK_LABEL (create_label ("", "caption-heading"));
  gtk_label_set_xalign (self->legend_title, 0);
  self->legend = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->legend), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->legend), 6);
  gtk_widget_add_css_class (self->legend, "vote-legend");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->legend_title));
  gtk_box_append (GTK_BOX (box), self->legend);
  adw_bin_set_child (ADW_BIN (self), box);
}

void
annex_workshop_votes_show (AnnexWorkshopVotes *self, AnnexStore *store, GPtrArray *votes, gboolean covered, const int *agreed)
{
  g_set_object (&self->store, store);
  if (!has_same_people (self, votes))
    rebuild (self, votes);
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = self->lines->pdata[i];
      const int *levels = i < votes->len ? ((AnnexWorkshopVote *) votes->pdata[i])->levels : agreed;

      line->covered = covered && i < votes->len;
      for (guint axis = 0; axis < 2; axis++)
        {
          line->levels[axis] = levels[axis];
          show_cell (self, line, axis);
        }
    }
  for (guint axis = 0; axis < 2; axis++)
    show_spread (self, votes, covered, axis);
}

void
annex_workshop_votes_enter (AnnexWorkshopVotes *self, int level)
{
  Line *line = self->current_line < self->lines->len ? self->lines->pdata[self->current_line] : NULL;

  if (line == NULL || (level > 0 && annex_store_get_scale_label (self->store, scales[self->current_axis], level) == NULL))
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  g_signal_emit (self, estimated_signal, 0, line->participant, (int) self->current_axis, level);
  if (level > 0)
    go_on (self);
}

void
annex_workshop_votes_begin (AnnexWorkshopVotes *self)
{
  guint line = 0;

  while (line + 1 < self->lines->len && ((Line *) self->lines->pdata[line])->levels[0] > 0 && ((Line *) self->lines->pdata[line])->levels[1] > 0)
    line++;
  if (line < self->lines->len)
    {
      set_current (self, line, ANNEX_WORKSHOP_LIKELIHOOD);
      gtk_widget_grab_focus (((Line *) self->lines->pdata[line])->cells[ANNEX_WORKSHOP_LIKELIHOOD]);
    }
}
