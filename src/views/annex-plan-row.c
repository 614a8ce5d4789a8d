/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-plan-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "isms/annex-isms.h"
#include "widgets/annex-level-mark.h"

enum
{
  CELL_NOW,
  CELL_WHEN_DONE,
  CELL_TARGET,
  N_CELLS
};

struct _AnnexPlanRow
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *names;
  GtkLabel *title;
  GtkWidget *details;
  GtkLabel *subtitle;
  GtkWidget *late;
  GtkWidget *levels;
  GtkWidget *cells[N_CELLS];
  GtkWidget *captions[N_CELLS];
  GtkWidget *marks[N_CELLS];
  GtkWidget *reach;
  GtkWidget *reach_icon;
  GtkLabel *reach_label;
  GtkCheckButton *check;

  AnnexStore *store;
  gint64 measure;
  gboolean showing;
  char *description;
};

static guint what_if_toggled_signal;

G_DEFINE_FINAL_TYPE (AnnexPlanRow, annex_plan_row, GTK_TYPE_WIDGET)

static void
check_toggled_cb (AnnexPlanRow *self)
{
  if (!self->showing && self->measure != 0)
    g_signal_emit (self, what_if_toggled_signal, 0, self->measure);
}

static const char *
get_level_name (AnnexPlanRow *self, int level)
{
  const char *name = level > 0 ? annex_store_get_scale_label (self->store, "risk_level", level) : NULL;

  return name != NULL ? name : _("no level");
}

static const char *
get_reach_name (AnnexPlanReach reach)
{
  static const char *const names[] = { N_("No target yet"), N_("Reached"), N_("Stays above") };

  return _(names[reach]);
}

static void
append_step (GString *text, const char *scale, guint steps)
{
  if (steps > 0)
    /* Translators: a scale of risk, and by how many levels it falls. */
    g_string_append_printf (text, _(" · %s −%u"), scale, steps);
}

static char *
dup_subtitle (const AnnexPlanMeasure *measure, AnnexPlanSteps steps)
{
  const AnnexField *status = annex_type_find_field (&annex_treatment_type, "status");
  GString *text = g_string_new (annex_field_find_choice (status, status->choices[measure->status].key));

  g_string_append_printf (text, " · %s", *measure->owner != '\0' ? measure->owner : _("no owner"));
  if (measure->due != NULL)
    g_string_append_printf (text, " · %s", measure->due);
  append_step (text, _("likelihood"), steps.likelihood);
  append_step (text, _("consequence"), steps.consequence);
  return g_string_free (text, FALSE);
}

static void
set_css_class (gpointer widget, const char *name, gboolean has)
{
  if (has)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* Nothing is set here to be set otherwise afterwards: a row that says what it said before costs no new layout. */
static void
begin_show (AnnexPlanRow *self, char *description, const AnnexPlanMeasure *measure, gboolean checkable, gboolean risk, gboolean dimmed)
{
  g_free (self->description);
  self->description = description;
  self->measure = measure != NULL ? measure->id : 0;
  gtk_widget_set_visible (self->levels, risk);
  gtk_widget_set_visible (GTK_WIDGET (self->check), checkable);
  gtk_widget_set_visible (self->details, measure != NULL);
  set_css_class (self->title, "heading", measure == NULL);
  set_css_class (self->title, "dimmed", dimmed);
  gtk_widget_set_margin_start (self->box, measure != NULL ? 36 : 12);
}

static GtkWidget *
make_cell (AnnexPlanRow *self, guint index)
{
  static const char *const captions[] = { N_("Now"), N_("When done"), N_("Target") };
  GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->captions[index] = gtk_label_new (_(captions[index]));
  gtk_label_set_xalign (GTK_LABEL (self->captions[index]), 0);
  gtk_widget_add_css_class (self->captions[index], "caption");
  gtk_widget_add_css_class (self->captions[index], "dimmed");
  self->marks[index] = annex_level_mark_new ();
  gtk_widget_set_valign (cell, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (cell, ANNEX_PLAN_CELL_WIDTH, -1);
  gtk_box_append (GTK_BOX (cell), self->captions[index]);
  gtk_box_append (GTK_BOX (cell), self->marks[index]);
  return cell;
}

static GtkWidget *
make_names (AnnexPlanRow *self)
{
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", "dialog-warning-symbolic", "pixel-size", 12, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->names = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap_mode (self->title, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (self->title, 2);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->title, 16);

  self->details = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->late = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  gtk_widget_add_css_class (self->late, "overdue");
  gtk_widget_add_css_class (self->late, "caption");
  gtk_box_append (GTK_BOX (self->late), icon);
  gtk_box_append (GTK_BOX (self->late), gtk_label_new (_("Late")));
  self->subtitle = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->subtitle, 0);
  gtk_label_set_ellipsize (self->subtitle, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->subtitle), "dimmed");
  gtk_box_append (GTK_BOX (self->details), self->late);
  gtk_box_append (GTK_BOX (self->details), GTK_WIDGET (self->subtitle));

  gtk_widget_set_hexpand (self->names, TRUE);
  gtk_widget_set_valign (self->names, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->names), GTK_WIDGET (self->title));
  gtk_box_append (GTK_BOX (self->names), self->details);
  return self->names;
}

static GtkWidget *
make_levels (AnnexPlanRow *self)
{
  self->levels = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->levels), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->levels), 6);
  gtk_widget_set_valign (self->levels, GTK_ALIGN_CENTER);
  for (guint i = 0; i < N_CELLS; i++)
    {
      self->cells[i] = make_cell (self, i);
      adw_wrap_box_append (ADW_WRAP_BOX (self->levels), self->cells[i]);
    }
  self->reach = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->reach_icon = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  self->reach_label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_set_size_request (self->reach, ANNEX_PLAN_CELL_WIDTH, -1);
  gtk_box_append (GTK_BOX (self->reach), self->reach_icon);
  gtk_box_append (GTK_BOX (self->reach), GTK_WIDGET (self->reach_label));
  adw_wrap_box_append (ADW_WRAP_BOX (self->levels), self->reach);
  return self->levels;
}

static void
annex_plan_row_dispose (GObject *object)
{
  AnnexPlanRow *self = ANNEX_PLAN_ROW (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->store);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (annex_plan_row_parent_class)->dispose (object);
}

static void
annex_plan_row_class_init (AnnexPlanRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_plan_row_dispose;
  what_if_toggled_signal =
    g_signal_new ("what-if-toggled", ANNEX_TYPE_PLAN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "planrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
annex_plan_row_init (AnnexPlanRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_box_append (GTK_BOX (self->box), make_names (self));
  gtk_box_append (GTK_BOX (self->box), make_levels (self));
  self->check = GTK_CHECK_BUTTON (gtk_check_button_new_with_label (_("Drop?")));
  /* GTK asks where the pointer is when what is seen gets a tooltip. */
  gtk_widget_set_visible (GTK_WIDGET (self->check), FALSE);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->check), _("What if it were dropped"));
  gtk_widget_set_valign (GTK_WIDGET (self->check), GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->check, "toggled", G_CALLBACK (check_toggled_cb), self);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->check));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
annex_plan_row_new (AnnexStore *store)
{
  AnnexPlanRow *self = g_object_new (ANNEX_TYPE_PLAN_ROW, NULL);

  self->store = g_object_ref (store);
  annex_plan_row_set_narrow (self, FALSE);
  return GTK_WIDGET (self);
}

void
annex_plan_row_show_risk (AnnexPlanRow *self, const AnnexPlanRisk *risk)
{
  AnnexPlanReach reach = annex_treatment_plan_compare (risk, &risk->without);
  gboolean changed = risk->without.likelihood != risk->when_done.likelihood || risk->without.consequence != risk->when_done.consequence;
  const int levels[] = { risk->now.level, risk->without.level, risk->target.level };
  static const char *const icons[] = { "dialog-question-symbolic", "object-select-symbolic", "dialog-warning-symbolic" };
  g_autofree char *title = g_strdup_printf ("%s %s", risk->reference, risk->title);

  begin_show (self,
              /* Translators: a risk, then the names of three levels, and whether the plan reaches the last. */
              g_strdup_printf (_("%s, now %s, when done %s, target %s, %s"), title, get_level_name (self, levels[CELL_NOW]),
                               get_level_name (self, levels[CELL_WHEN_DONE]), get_level_name (self, levels[CELL_TARGET]),
                               get_reach_name (reach)),
              NULL, FALSE, TRUE, FALSE);
  gtk_label_set_text (self->title, title);
  for (guint i = 0; i < N_CELLS; i++)
    annex_level_mark_set_level (ANNEX_LEVEL_MARK (self->marks[i]), self->store, levels[i]);
  set_css_class (self->cells[CELL_WHEN_DONE], "what-if", changed);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->reach_icon), icons[reach]);
  gtk_label_set_text (self->reach_label, get_reach_name (reach));
  set_css_class (self->reach, "overdue", reach == ANNEX_PLAN_ABOVE);
}

void
annex_plan_row_show_measure (AnnexPlanRow *self, const AnnexPlanMeasure *measure, AnnexPlanSteps steps, gboolean editable)
{
  g_autofree char *title = g_strdup_printf ("%s %s", measure->reference, measure->title);
  g_autofree char *subtitle = dup_subtitle (measure, steps);
  g_autofree char *question = g_strdup_printf (_("What if %s were dropped"), measure->reference);
  GString *description = g_string_new (title);

  g_string_append_printf (description, ", %s", subtitle);
  if (measure->late)
    g_string_append_printf (description, ", %s", _("late"));
  if (measure->left_out)
    g_string_append_printf (description, ", %s", _("left out"));
  self->showing = TRUE;
  begin_show (self, g_string_free (description, FALSE), measure, editable && annex_treatment_plan_is_open (measure), FALSE, measure->left_out);
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->subtitle, subtitle);
  gtk_widget_set_visible (self->late, measure->late);
  gtk_check_button_set_active (self->check, measure->left_out);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->check), GTK_ACCESSIBLE_PROPERTY_LABEL, question, -1);
  self->showing = FALSE;
}

void
annex_plan_row_show_heading (AnnexPlanRow *self, const char *title)
{
  begin_show (self, g_strdup (title), NULL, FALSE, FALSE, TRUE);
  gtk_label_set_text (self->title, title);
}

void
annex_plan_row_set_narrow (AnnexPlanRow *self, gboolean narrow)
{
  /* A measure keeps its check beside the title: only the levels go below. */
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box), narrow && gtk_widget_get_visible (self->levels)
                                                                ? GTK_ORIENTATION_VERTICAL
                                                                : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_valign (self->reach, narrow ? GTK_ALIGN_END : GTK_ALIGN_CENTER);
  for (guint i = 0; i < N_CELLS; i++)
    gtk_widget_set_visible (self->captions[i], narrow);
}

const char *
annex_plan_row_get_description (AnnexPlanRow *self)
{
  return self->description != NULL ? self->description : "";
}
