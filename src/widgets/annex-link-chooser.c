/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-link-chooser.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "annex-feedback.h"
#include "annex-record-commands.h"
#include "core/annex-query.h"
#include "core/annex-statement.h"

#define MAX_SHOWN 50

struct _AnnexLinkChooser
{
  GtkPopover parent_instance;

  GtkSearchEntry *entry;
  GtkListBox *list;
  GtkStack *stack;
  GtkButton *create_button;

  AnnexStore *store;
  const AnnexType *type;
  GArray *excluded;
  const char *fitting;
  gint64 fitting_id;
};

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AnnexLinkChooser, annex_link_chooser, GTK_TYPE_POPOVER)

static gboolean
is_excluded (AnnexLinkChooser *self, gint64 id)
{
  for (guint i = 0; self->excluded != NULL && i < self->excluded->len; i++)
    if (g_array_index (self->excluded, gint64, i) == id)
      return TRUE;

  return FALSE;
}

static void
choose (AnnexLinkChooser *self, gint64 id)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, id);
}

/* Those that fit the record, as a set; NULL where the field does not say what fits. */
static GHashTable *
find_fitting (AnnexLinkChooser *self)
{
  g_autofree char *sql = NULL;
  GHashTable *fitting;
  g_autoptr (AnnexStatement) statement = NULL;

  if (self->fitting == NULL || self->fitting_id == 0)
    return NULL;

  sql = g_strdup_printf ("SELECT c.id FROM %s c WHERE %s", self->type->name, self->fitting);
  fitting = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  statement = annex_statement_new_once (self->store, sql, ANNEX_TOLD_BY_STORE);
  if (statement == NULL)
    return fitting;
  annex_statement_bind_int64 (statement, 1, self->fitting_id);
  while (annex_statement_next (statement))
    {
      gint64 id = annex_statement_get_int64 (statement, 0);
      g_hash_table_add (fitting, g_memdup2 (&id, sizeof id));
    }
  return fitting;
}

static void
update_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = g_object_get_data (G_OBJECT (row), "annex-group");
  GtkWidget *label;

  if (group == NULL || (before != NULL && g_object_get_data (G_OBJECT (before), "annex-group") == group))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "phase-heading");
  gtk_list_box_row_set_header (row, label);
}

static void
append_row (AnnexLinkChooser *self, AnnexRecord *record, const char *group)
{
  GtkWidget *row = adw_action_row_new ();
  gint64 id = annex_record_get_id (record);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), annex_record_get_title (record));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), annex_record_get_reference (record));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_object_set_data (G_OBJECT (row), "annex-group", (gpointer) group);
  g_object_set_data_full (G_OBJECT (row), "annex-id", g_memdup2 (&id, sizeof id), g_free);
  gtk_list_box_append (self->list, row);
}

static void
search_cb (AnnexLinkChooser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  const AnnexField *title = annex_type_get_title_field (self->type);
  g_autoptr (AnnexQuery) query = annex_query_new (self->type);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GHashTable) fitting = find_fitting (self);
  g_autofree char *create = NULL;
  guint shown = 0;

  annex_query_set_search (query, text);
  annex_query_set_sort (query, title->name, FALSE);
  ids = annex_query_run (query, self->store, ANNEX_TOLD_BY_STORE);

  gtk_list_box_remove_all (self->list);
  for (guint pass = fitting != NULL ? 0 : 1; pass < 2; pass++)
    for (guint i = 0; ids != NULL && i < ids->len && shown < MAX_SHOWN; i++)
      {
        gint64 id = g_array_index (ids, gint64, i);
        gboolean fits = fitting != NULL && g_hash_table_contains (fitting, &id);
        g_autoptr (AnnexRecord) record = NULL;

        if (is_excluded (self, id) || fits != (pass == 0))
          continue;
        record = annex_store_load (self->store, id, ANNEX_TOLD_BY_STORE);
        if (record == NULL)
          continue;
        append_row (self, record, fitting == NULL || g_hash_table_size (fitting) == 0 ? NULL : fits ? _("Fitting") : _("Others"));
        shown++;
      }

  /* Translators: makes a record of the name that was typed. */
  create = g_strdup_printf (_("Add “%s”"), text);
  gtk_button_set_label (self->create_button, create);
  gtk_widget_set_visible (GTK_WIDGET (self->create_button),
                          *text != '\0' &&
                            annex_store_find_id (self->store, self->type, text, ANNEX_TOLD_BY_STORE) == 0);
  gtk_stack_set_visible_child_name (self->stack, shown > 0 ? "found" : "nothing");
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

static void
create_cb (AnnexLinkChooser *self)
{
  g_autoptr (GError) error = NULL;
  gint64 id = annex_record_commands_create (self->store, self->type, gtk_editable_get_text (GTK_EDITABLE (self->entry)), &error);

  if (id == 0)
    annex_feedback_refuse (GTK_WIDGET (self), _("Could Not Add the Record"), error);
  else
    choose (self, id);
}

static void
activate_cb (AnnexLinkChooser *self)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, 0);

  if (row != NULL)
    choose (self, *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id"));
  else if (gtk_widget_get_visible (GTK_WIDGET (self->create_button)))
    create_cb (self);
}

static void
row_activated_cb (AnnexLinkChooser *self, GtkListBoxRow *row)
{
  choose (self, *(gint64 *) g_object_get_data (G_OBJECT (row), "annex-id"));
}

static void
show_cb (AnnexLinkChooser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  search_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
}

static void
annex_link_chooser_dispose (GObject *object)
{
  AnnexLinkChooser *self = ANNEX_LINK_CHOOSER (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->excluded, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_LINK_CHOOSER);

  G_OBJECT_CLASS (annex_link_chooser_parent_class)->dispose (object);
}

static void
annex_link_chooser_class_init (AnnexLinkChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_link_chooser_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", ANNEX_TYPE_LINK_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT64);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-link-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexLinkChooser, entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexLinkChooser, list);
  gtk_widget_class_bind_template_child (widget_class, AnnexLinkChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexLinkChooser, create_button);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, create_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_cb);
}

static void
annex_link_chooser_init (AnnexLinkChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header_cb, NULL, NULL);
}

GtkWidget *
annex_link_chooser_new (AnnexStore *store, const AnnexType *type)
{
  AnnexLinkChooser *self = g_object_new (ANNEX_TYPE_LINK_CHOOSER, NULL);

  self->store = g_object_ref (store);
  self->type = type;

  return GTK_WIDGET (self);
}

void
annex_link_chooser_set_excluded (AnnexLinkChooser *self, GArray *ids)
{
  g_clear_pointer (&self->excluded, g_array_unref);
  if (ids != NULL)
    self->excluded = g_array_copy (ids);
}

void
annex_link_chooser_set_fitting (AnnexLinkChooser *self, const char *condition, gint64 id)
{
  self->fitting = condition;
  self->fitting_id = id;
}
