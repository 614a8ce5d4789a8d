/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-sample-dialog.h"

#include <glib/gi18n.h>

#include "isms/check/audit-fieldwork.h"
#include "isms/check/sampling.h"
#include "widgets/annex-feedback.h"

/* What there is of the population, and what is enough of it. */
typedef enum
{
  RULE_SHARE,
  RULE_DISCOVERY_FIVE,
  RULE_DISCOVERY_TEN,
  RULE_SITES,
  RULE_FREQUENCY,
  RULE_ALL,
  RULE_OWN
} Rule;

static const struct
{
  Rule rule;
  AnnexSamplingFrequency frequency;
  const char *basis;
  const char *label;
} rules[] = {
  { RULE_SHARE, 0, "share", N_("Share of the population") },
  { RULE_DISCOVERY_FIVE, 0, "discovery", N_("95 % sure that fewer than 5 % are wrong") },
  { RULE_DISCOVERY_TEN, 0, "discovery", N_("90 % sure that fewer than 10 % are wrong") },
  { RULE_SITES, 0, "sites", N_("Sites that work alike") },
  { RULE_FREQUENCY, ANNEX_SAMPLING_QUARTERLY, "frequency", N_("Done every quarter") },
  { RULE_FREQUENCY, ANNEX_SAMPLING_MONTHLY, "frequency", N_("Done every month") },
  { RULE_FREQUENCY, ANNEX_SAMPLING_WEEKLY, "frequency", N_("Done every week") },
  { RULE_FREQUENCY, ANNEX_SAMPLING_DAILY, "frequency", N_("Done every day") },
  { RULE_FREQUENCY, ANNEX_SAMPLING_OFTEN, "frequency", N_("Done many times a day") },
  { RULE_ALL, 0, "all", N_("All of them") },
  { RULE_OWN, 0, "own", N_("A number of my own") },
};

struct _AnnexSampleDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *title_row;
  AdwEntryRow *source_row;
  GtkLabel *list_label;
  GtkTextView *list;
  AdwSpinRow *population_row;
  AdwComboRow *method_row;
  AdwComboRow *rule_row;
  AdwSpinRow *size_row;
  AdwEntryRow *seed_row;
  AdwEntryRow *reason_row;

  AnnexStore *store;
  gint64 audit;
  gint64 item;
};

G_DEFINE_FINAL_TYPE (AnnexSampleDialog, annex_sample_dialog, ADW_TYPE_DIALOG)

static guint drawn_signal;

static char *
dup_list (AnnexSampleDialog *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->list);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += *g_strstrip (lines[i]) != '\0';
  return n;
}

static gboolean
is_by_judgement (AnnexSampleDialog *self)
{
  return adw_combo_row_get_selected (self->method_row) == 1;
}

static guint
propose_size (guint rule, guint population)
{
  guint least, most;

  switch (rules[rule].rule)
    {
    case RULE_SHARE:
      return annex_sampling_size_for_population (population);
    case RULE_DISCOVERY_FIVE:
      return annex_sampling_size_for_discovery (0.95, 0.05, population);
    case RULE_DISCOVERY_TEN:
      return annex_sampling_size_for_discovery (0.90, 0.10, population);
    case RULE_SITES:
      return annex_sampling_size_for_sites (population, ANNEX_SAMPLING_INITIAL);
    case RULE_FREQUENCY:
      annex_sampling_size_for_frequency (rules[rule].frequency, &least, &most);
      return least;
    case RULE_ALL:
      return population;
    default:
      return 0;
    }
}

/* What follows from list and rule; a size of one's own stays as it was entered. */
static void
changed_cb (AnnexSampleDialog *self)
{
  g_autofree char *list = dup_list (self);
  guint lines = count_lines (list);
  guint population = lines > 0 ? lines : (guint) adw_spin_row_get_value (self->population_row);
  guint rule = adw_combo_row_get_selected (self->rule_row);
  gboolean picked = is_by_judgement (self);
  g_autofree char *counted = lines > 0 ? g_strdup_printf (ngettext ("%u identifier, one a line", "%u identifiers, one a line", lines), lines)
                                       : g_strdup (picked ? _("What I picked, one identifier a line") : _("The list to draw from, one identifier a line"));

  gtk_label_set_text (self->list_label, counted);
  gtk_widget_set_sensitive (GTK_WIDGET (self->population_row), lines == 0 || picked);
  gtk_widget_set_sensitive (GTK_WIDGET (self->rule_row), !picked);
  gtk_widget_set_sensitive (GTK_WIDGET (self->size_row), !picked && rule < G_N_ELEMENTS (rules) && rules[rule].rule == RULE_OWN);
  gtk_widget_set_sensitive (GTK_WIDGET (self->seed_row), !picked);
  if (picked)
    adw_spin_row_set_value (self->size_row, MAX (lines, 1));
  else if (rule < G_N_ELEMENTS (rules) && rules[rule].rule != RULE_OWN && population > 0)
    adw_spin_row_set_value (self->size_row, MAX (1, MIN (propose_size (rule, population), population)));
}

static const char *
get_text (AdwEntryRow *row)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (row));

  return *text != '\0' ? text : NULL;
}

static void
draw_cb (AnnexSampleDialog *self)
{
  g_autofree char *list = dup_list (self);
  const char *seed = get_text (self->seed_row);
  AnnexSamplePlan plan = {
    .title = get_text (self->title_row),
    .source = get_text (self->source_row),
    .identifiers = *list != '\0' ? list : NULL,
    .population = (guint) adw_spin_row_get_value (self->population_row),
    .size = (guint) adw_spin_row_get_value (self->size_row),
    .basis = is_by_judgement (self) ? "own" : rules[adw_combo_row_get_selected (self->rule_row)].basis,
    .by_judgement = is_by_judgement (self),
    .reason = get_text (self->reason_row),
    .seed = seed != NULL ? (guint) g_ascii_strtoull (seed, NULL, 10) : 0,
  };
  g_autoptr (GError) error = NULL;
  gint64 sample;

  sample = annex_audit_draw_sample (self->store, self->audit, self->item, &plan, &error);
  if (sample == 0)
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Sample Could Not Be Drawn"), error);
      return;
    }
  g_object_ref (self);
  adw_dialog_close (ADW_DIALOG (self));
  g_signal_emit (self, drawn_signal, 0, sample);
  g_object_unref (self);
}

static void
annex_sample_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_SAMPLE_DIALOG);
  g_clear_object (&ANNEX_SAMPLE_DIALOG (object)->store);
  G_OBJECT_CLASS (annex_sample_dialog_parent_class)->dispose (object);
}

static void
annex_sample_dialog_class_init (AnnexSampleDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_sample_dialog_dispose;
  drawn_signal = g_signal_new ("drawn", ANNEX_TYPE_SAMPLE_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-sample-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, title_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, source_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, list_label);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, list);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, population_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, method_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, rule_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, size_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, seed_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSampleDialog, reason_row);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, draw_cb);
}

static void
annex_sample_dialog_init (AnnexSampleDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    gtk_string_list_append (names, _(rules[i].label));
  adw_combo_row_set_model (self->rule_row, G_LIST_MODEL (names));
  g_signal_connect_object (gtk_text_view_get_buffer (self->list), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  changed_cb (self);
}

AdwDialog *
annex_sample_dialog_new (AnnexStore *store, gint64 audit, gint64 item)
{
  AnnexSampleDialog *self = g_object_new (ANNEX_TYPE_SAMPLE_DIALOG, NULL);

  self->store = g_object_ref (store);
  self->audit = audit;
  self->item = item;
  return ADW_DIALOG (self);
}
