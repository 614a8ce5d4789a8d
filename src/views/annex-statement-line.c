/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-statement-line.h"

#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "isms/plan/control-coverage.h"
#include "isms/plan/control.h"

/* After all other headings. */
#define LAST_RANK 1000

struct _AnnexStatementLine
{
  GObject parent_instance;

  AnnexRecord *control;
  char *section;
  guint rank; /* of the section */
  char *note;
  char *key; /* to sort by, with numbers as numbers */
};

G_DEFINE_FINAL_TYPE (AnnexStatementLine, annex_statement_line, G_TYPE_OBJECT)

static void
annex_statement_line_finalize (GObject *object)
{
  AnnexStatementLine *self = ANNEX_STATEMENT_LINE (object);

  g_object_unref (self->control);
  g_free (self->section);
  g_free (self->note);
  g_free (self->key);
  G_OBJECT_CLASS (annex_statement_line_parent_class)->finalize (object);
}

static void
annex_statement_line_class_init (AnnexStatementLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_statement_line_finalize;
}

static void
annex_statement_line_init (AnnexStatementLine *self)
{
}

static void
add_line (GPtrArray *lines, AnnexRecord *control, const char *section, guint rank, const char *note)
{
  AnnexStatementLine *self = g_object_new (ANNEX_TYPE_STATEMENT_LINE, NULL);
  g_autofree char *by = g_strjoin (" ", note != NULL ? note : "", annex_record_get_reference (control), NULL);

  self->control = g_object_ref (control);
  self->section = g_strdup (section);
  self->rank = rank;
  self->note = g_strdup (note);
  self->key = g_utf8_collate_key_for_filename (by, -1);
  g_ptr_array_add (lines, self);
}

static void
add_by_theme (GPtrArray *lines, AnnexRecord *control)
{
  const char *theme = annex_record_get_value (control, "theme");
  gboolean other = g_strcmp0 (annex_record_get_value (control, "library"), "other") == 0;

  for (guint i = 0; annex_control_themes[i].key != NULL; i++)
    if (g_strcmp0 (annex_control_themes[i].key, theme) == 0)
      {
        add_line (lines, control, _(annex_control_themes[i].label), i, NULL);
        return;
      }
  add_line (lines, control, other ? _("Other Libraries") : _("Own Controls"), LAST_RANK + other, NULL);
}

static void
add_by_2013 (GPtrArray *lines, AnnexRecord *control)
{
  const char *value = annex_record_get_value (control, "predecessors");
  g_auto (GStrv) predecessors = g_strsplit (value != NULL ? value : "", "; ", -1);

  if (predecessors[0] == NULL)
    add_line (lines, control, _("No Predecessor"), LAST_RANK + 1, NULL);
  for (guint i = 0; predecessors[i] != NULL; i++)
    {
      g_autofree char *domain = annex_control_dup_2013_domain (predecessors[i]);
      guint number = g_str_has_prefix (predecessors[i], "A.") ? (guint) strtoul (predecessors[i] + 2, NULL, 10) : 0;

      add_line (lines, control, domain, number > 0 ? number : LAST_RANK, number > 0 ? predecessors[i] : NULL);
    }
}

void
annex_statement_line_add (GPtrArray *lines, AnnexRecord *control, AnnexStatementGrouping grouping)
{
  const char *owner = annex_record_get_text (control, "owner");
  AnnexControlState state = annex_control_get_state (control);

  switch (grouping)
    {
    case ANNEX_STATEMENT_BY_THEME:
      add_by_theme (lines, control);
      break;
    case ANNEX_STATEMENT_BY_STATUS:
      add_line (lines, control, annex_control_state_get_label (state), state, NULL);
      break;
    case ANNEX_STATEMENT_BY_OWNER:
      add_line (lines, control, *owner != '\0' ? owner : _("No Owner"), *owner != '\0' ? 0 : LAST_RANK, NULL);
      break;
    case ANNEX_STATEMENT_BY_2013:
      add_by_2013 (lines, control);
      break;
    }
}

AnnexRecord *
annex_statement_line_get_control (AnnexStatementLine *self)
{
  return self->control;
}

void
annex_statement_line_set_control (AnnexStatementLine *self, AnnexRecord *control)
{
  g_set_object (&self->control, control);
}

const char *
annex_statement_line_get_section (AnnexStatementLine *self)
{
  return self->section;
}

const char *
annex_statement_line_get_note (AnnexStatementLine *self)
{
  return self->note;
}

int
annex_statement_line_compare_sections (gconstpointer a, gconstpointer b, gpointer data)
{
  const AnnexStatementLine *x = a, *y = b;

  if (x->rank != y->rank)
    return x->rank < y->rank ? -1 : 1;
  return g_utf8_collate (x->section, y->section);
}

int
annex_statement_line_compare (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp (((const AnnexStatementLine *) a)->key, ((const AnnexStatementLine *) b)->key);
}

gboolean
annex_statement_line_is_same (AnnexStatementLine *self, AnnexStatementLine *other)
{
  return annex_record_get_id (self->control) == annex_record_get_id (other->control) && strcmp (self->section, other->section) == 0 &&
         strcmp (self->key, other->key) == 0;
}
