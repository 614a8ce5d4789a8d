/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdlib.h>

#include "annex-level-mark.h"
#include "isms/annex-date-rules.h"

struct _AnnexRecordCard
{
  GtkWidget parent_instance;

  GtkLabel *reference;
  GtkLabel *age;
  GtkWidget *level;
  GtkLabel *title;
  GtkWidget *footer;
  GtkLabel *owner;
  GtkLabel *stuck;
  GtkLabel *date; /* with the word that it is past */

  AnnexStore *store;
  const AnnexType *type;
  const AnnexField *owner_field; /* each of these may be missing */
  const AnnexField *date_field;
  const AnnexField *level_field;
  const AnnexField *age_field;
  const AnnexField *stuck_field;
  gint64 id;
  char *description;
};

G_DEFINE_FINAL_TYPE (AnnexRecordCard, annex_record_card, GTK_TYPE_WIDGET)

static gboolean
is_due_date (const AnnexField *field)
{
  return field->kind == ANNEX_FIELD_DATE && (field->flags & ANNEX_FIELD_FILTER) != 0;
}

static gboolean
is_level (const AnnexField *field)
{
  return g_strcmp0 (field->scale, "risk_level") == 0 && (field->flags & ANNEX_FIELD_COLUMN) != 0;
}

static const AnnexField *
find_field (const AnnexType *type, gboolean (*matches) (const AnnexField *field))
{
  for (guint i = 0; i < type->n_fields; i++)
    if (matches (&type->fields[i]))
      return &type->fields[i];
  return NULL;
}

static gboolean
is_late (AnnexRecordCard *self, AnnexRecord *record)
{
  const char *date = self->date_field != NULL ? annex_record_get_value (record, self->date_field->name) : NULL;
  const char *state = self->type->state_field != NULL ? annex_record_get_value (record, self->type->state_field) : NULL;
  g_autofree char *today = annex_date_rules_dup_today ();

  return date != NULL && g_strcmp0 (date, today) < 0 &&
         (state == NULL || self->type->over_states == NULL || !g_strv_contains (self->type->over_states, state));
}

static const char *
get_text (AnnexRecord *record, const AnnexField *field)
{
  return field != NULL ? annex_record_get_text (record, field->name) : "";
}

static void
append (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

static char *
dup_age (const char *days)
{
  int n = atoi (days);

  return g_strdup_printf (ngettext ("%d day", "%d days", n), n);
}

static char *
dup_description (AnnexRecordCard *self, AnnexRecord *record, gboolean late)
{
  GString *text = g_string_new (annex_record_get_reference (record));
  const char *date = get_text (record, self->date_field);

  append (text, annex_record_get_title (record));
  append (text, get_text (record, self->owner_field));
  if (*date != '\0')
    {
      /* Translators: the name of a date and the date, as in “Due 2026-12-15”. */
      g_autofree char *when = g_strdup_printf (_("%s %s"), annex_field_get_label (self->date_field), date);

      append (text, when);
    }
  if (late)
    append (text, _("late"));
  append (text, get_text (record, self->stuck_field));
  if (*get_text (record, self->age_field) != '\0')
    {
      g_autofree char *age = dup_age (get_text (record, self->age_field));

      append (text, age);
    }
  append (text, get_text (record, self->level_field));
  return g_string_free (text, FALSE);
}

static GtkLabel *
make_label (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  return GTK_LABEL (label);
}

static void
annex_record_card_dispose (GObject *object)
{
  AnnexRecordCard *self = ANNEX_RECORD_CARD (object);

  for (GtkWidget *child; (child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL;)
    gtk_widget_unparent (child);
  g_clear_object (&self->store);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (annex_record_card_parent_class)->dispose (object);
}

static void
annex_record_card_class_init (AnnexRecordCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_record_card_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "recordcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
annex_record_card_init (AnnexRecordCard *self)
{
  GtkBoxLayout *layout = GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self)));
  GtkWidget *header = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new (NULL);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (layout, 3);

  gtk_widget_set_parent (header, GTK_WIDGET (self));
  self->reference = make_label ("caption");
  gtk_widget_set_hexpand (GTK_WIDGET (self->reference), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->reference), "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->reference), "numeric");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->reference));
  self->age = make_label ("caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->age), "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->age), "numeric");
  gtk_box_append (GTK_BOX (header), GTK_WIDGET (self->age));
  self->level = annex_level_mark_new ();
  gtk_widget_add_css_class (self->level, "caption");
  gtk_box_append (GTK_BOX (header), self->level);

  self->title = GTK_LABEL (title);
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_label_set_wrap_mode (self->title, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (self->title, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_lines (self->title, 3);
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (self->title, 12);
  gtk_label_set_max_width_chars (self->title, 12);
  gtk_widget_set_parent (title, GTK_WIDGET (self));

  /* Where both have no room in one line, the date takes the next. */
  self->footer = adw_wrap_box_new ();
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (self->footer), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (self->footer), 3);
  adw_wrap_box_set_justify (ADW_WRAP_BOX (self->footer), ADW_JUSTIFY_SPREAD);
  adw_wrap_box_set_justify_last_line (ADW_WRAP_BOX (self->footer), TRUE);
  gtk_widget_set_parent (self->footer, GTK_WIDGET (self));
  self->owner = make_label ("caption");
  adw_wrap_box_append (ADW_WRAP_BOX (self->footer), GTK_WIDGET (self->owner));
  self->stuck = make_label ("caption");
  gtk_label_set_text (self->stuck, _("⚠ Stuck"));
  gtk_widget_add_css_class (GTK_WIDGET (self->stuck), "overdue");
  adw_wrap_box_append (ADW_WRAP_BOX (self->footer), GTK_WIDGET (self->stuck));
  self->date = make_label ("caption");
  gtk_label_set_ellipsize (self->date, PANGO_ELLIPSIZE_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->date), "numeric");
  adw_wrap_box_append (ADW_WRAP_BOX (self->footer), GTK_WIDGET (self->date));
}

GtkWidget *
annex_record_card_new (AnnexStore *store, const AnnexType *type)
{
  AnnexRecordCard *self = g_object_new (ANNEX_TYPE_RECORD_CARD, NULL);

  self->store = g_object_ref (store);
  self->type = type;
  self->owner_field = annex_type_find_field (type, "owner");
  self->date_field = find_field (type, is_due_date);
  self->level_field = find_field (type, is_level);
  self->age_field = annex_type_find_field (type, "age");
  self->stuck_field = annex_type_find_field (type, "stuck");
  return GTK_WIDGET (self);
}

GStrv
annex_record_card_dup_field_names (const AnnexType *type)
{
  const AnnexField *fields[] = {
    annex_type_get_reference_field (), annex_type_get_title_field (type),   annex_type_find_field (type, "owner"),
    find_field (type, is_due_date),    find_field (type, is_level),         annex_type_find_field (type, "age"),
    annex_type_find_field (type, "stuck"),
  };
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i] != NULL)
      g_strv_builder_add (names, fields[i]->name);
  if (type->state_field != NULL)
    g_strv_builder_add (names, type->state_field);
  return g_strv_builder_end (names);
}

void
annex_record_card_set_record (AnnexRecordCard *self, AnnexRecord *record)
{
  const char *level = record != NULL && self->level_field != NULL ? annex_record_get_value (record, self->level_field->name) : NULL;
  const char *owner = record != NULL ? get_text (record, self->owner_field) : "";
  const char *date = record != NULL ? get_text (record, self->date_field) : "";
  const char *age = record != NULL ? get_text (record, self->age_field) : "";
  g_autofree char *days = *age != '\0' ? dup_age (age) : NULL;
  gboolean late = record != NULL && is_late (self, record);
  /* Translators: a date that is past. */
  g_autofree char *late_date = late ? g_strdup_printf (_("⚠ Late %s"), date) : NULL;
  gboolean stuck = record != NULL && *get_text (record, self->stuck_field) != '\0';

  self->id = record != NULL ? annex_record_get_id (record) : 0;
  g_free (self->description);
  self->description = record != NULL ? dup_description (self, record, late) : g_strdup ("");
  gtk_label_set_text (self->reference, record != NULL ? annex_record_get_reference (record) : "");
  gtk_label_set_text (self->title, record != NULL ? annex_record_get_title (record) : "");
  gtk_label_set_text (self->owner, owner);
  gtk_label_set_text (self->date, late_date != NULL ? late_date : date);
  gtk_label_set_text (self->age, days != NULL ? days : "");
  gtk_widget_set_visible (GTK_WIDGET (self->age), days != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->stuck), stuck);
  if (late)
    gtk_widget_add_css_class (GTK_WIDGET (self->date), "overdue");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->date), "overdue");
  gtk_widget_set_visible (self->footer, *owner != '\0' || *date != '\0' || stuck);
  gtk_widget_set_visible (self->level, self->level_field != NULL && record != NULL);
  if (self->level_field != NULL && record != NULL)
    annex_level_mark_set_level (ANNEX_LEVEL_MARK (self->level), self->store, level != NULL ? atoi (level) : 0);
}

gint64
annex_record_card_get_id (AnnexRecordCard *self)
{
  return self->id;
}

const char *
annex_record_card_get_description (AnnexRecordCard *self)
{
  return self->description != NULL ? self->description : "";
}
