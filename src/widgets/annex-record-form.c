/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-form.h"

#include <glib/gi18n.h>

#include "annex-attach.h"
#include "annex-computed-control.h"
#include "annex-field-control.h"
#include "annex-files-control.h"
#include "annex-record-commands.h"
#include "annex-record-history.h"
#include "annex-record-links.h"
#include "annex-stack-turn.h"
#include "core/annex-change-set.h"
#include "isms/annex-rules.h"

/* Microseconds that the form of the records to come is built for at a time. */
#define PREPARE_SLICE 4000

/* After other events, such as one by which another record is shown, and before the next frame. */
#define REFRESH_PRIORITY G_PRIORITY_HIGH_IDLE

struct _AnnexRecordForm
{
  AdwBin parent_instance;

  GtkStack *stack;
  AdwStatusPage *failed_page;
  AdwStatusPage *many_page;
  GtkLabel *reference;
  GtkLabel *title;
  GtkBox *findings;
  GtkBox *parts;
  GtkBox *groups;
  AnnexRecordLinks *links;
  AnnexRecordHistory *history;
  GtkScrolledWindow *scroller;

  AnnexStore *store;
  const AnnexType *type;
  GPtrArray *fields;
  GPtrArray *controls;
  guint n_built;    /* of the fields */
  GtkWidget *group; /* that the next field may join */
  guint prepare_source;
  GHashTable *filled;   /* set of the groups with something that the record has */
  guint n_shown;        /* of the groups: each frame shows one more, the first time */
  guint show_more_tick;
  guint refresh_source;
  gint64 id;
  AnnexSourceFunc source_func;
  AnnexRecordPartsFunc parts_func;
  gboolean outdated; /* changed while nobody saw it */
};

G_DEFINE_FINAL_TYPE (AnnexRecordForm, annex_record_form, ADW_TYPE_BIN)

static void
committed_cb (AnnexRecordForm *self, const char *value, AnnexFieldControl *control)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;
  gint64 id = annex_field_control_get_record (control);
  g_autofree char *kept = g_strdup (value);

  g_array_append_val (ids, id);
  if (!annex_record_commands_set (self->store, ids, annex_field_control_get_field (control), kept, &error))
    annex_field_control_show_error (control, error->message);
  else
    annex_field_control_show_error (control, NULL);
}

static void
build_parts (AnnexRecordForm *self)
{
  g_autoptr (GPtrArray) parts = self->parts_func != NULL ? self->parts_func (self->type) : g_ptr_array_new ();
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->parts))) != NULL)
    gtk_box_remove (self->parts, child);
  for (guint i = 0; i < parts->len; i++)
    gtk_box_append (self->parts, g_ptr_array_index (parts, i));
  gtk_widget_set_visible (GTK_WIDGET (self->parts), parts->len > 0);
}

static GtkWidget *
find_group (AnnexRecordForm *self, const char *title)
{
  for (GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); group != NULL;
       group = gtk_widget_get_next_sibling (group))
    if (g_strcmp0 (adw_preferences_group_get_title (ADW_PREFERENCES_GROUP (group)), title) == 0)
      return group;
  return NULL;
}

static void
begin_groups (AnnexRecordForm *self)
{
  GtkWidget *child;

  g_clear_pointer (&self->fields, g_ptr_array_unref);
  self->fields = g_ptr_array_ref (annex_store_get_fields (self->store, self->type));
  g_ptr_array_set_size (self->controls, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
  g_hash_table_remove_all (self->filled);
  self->group = NULL;
  self->n_built = 1;
  self->n_shown = 0;
}

/* Links to many records are groups of their own; the fields after one go on in a group without a title. */
static void
build_field (AnnexRecordForm *self, const AnnexField *field)
{
  AnnexFieldControl *control = annex_field_control_new (self->store, field);
  GtkWidget *widget = annex_field_control_get_widget (control);

  g_ptr_array_add (self->controls, control);
  g_signal_connect_object (control, "committed", G_CALLBACK (committed_cb), self, G_CONNECT_SWAPPED);
  if (ADW_IS_PREFERENCES_GROUP (widget))
    {
      gtk_box_append (self->groups, widget);
      self->group = NULL;
      return;
    }
  /* An own property joins those that Annex brings. */
  if ((field->flags & ANNEX_FIELD_CUSTOM) != 0 && field->group != NULL)
    self->group = find_group (self, g_dgettext (GETTEXT_PACKAGE, field->group));
  if (self->group == NULL || (field->group != NULL && (field->flags & ANNEX_FIELD_CUSTOM) == 0))
    {
      self->group = adw_preferences_group_new ();
      if (field->group != NULL)
        adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (self->group), g_dgettext (GETTEXT_PACKAGE, field->group));
      gtk_box_append (self->groups, self->group);
    }
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group), widget);
}

/* As many as until @end, on the monotonic clock, or all. Returns: whether some are left. */
static gboolean
build_groups (AnnexRecordForm *self, gint64 end)
{
  while (self->n_built < self->fields->len && g_get_monotonic_time () < end)
    {
      const AnnexField *field = self->fields->pdata[self->n_built++];

      if ((field->flags & ANNEX_FIELD_INTERNAL) == 0)
        build_field (self, field);
    }
  if (self->n_built == self->fields->len)
    g_clear_handle_id (&self->prepare_source, g_source_remove);
  return self->n_built < self->fields->len;
}

static gboolean
prepare_cb (gpointer user_data)
{
  AnnexRecordForm *self = user_data;

  return build_groups (self, g_get_monotonic_time () + PREPARE_SLICE);
}

static GtkWidget *
create_finding (const AnnexFinding *finding)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  g_autofree char *text = g_strdup_printf ("%s %s", finding->reference, finding->message);
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_tooltip_text (box, finding->clause);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "finding");

  return box;
}

static void
show_findings (AnnexRecordForm *self)
{
  g_autoptr (GPtrArray) findings = annex_rules_check (self->store, self->id, NULL, ANNEX_TOLD_BY_STORE);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->findings))) != NULL)
    gtk_box_remove (self->findings, child);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    gtk_box_append (self->findings, create_finding (g_ptr_array_index (findings, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->findings), findings != NULL && findings->len > 0);
}

static void
show_parts (AnnexRecordForm *self, AnnexRecord *record)
{
  for (GtkWidget *part = gtk_widget_get_first_child (GTK_WIDGET (self->parts)); part != NULL; part = gtk_widget_get_next_sibling (part))
    annex_record_part_show (ANNEX_RECORD_PART (part), self->store, record);
}

static GtkWidget *
get_group (AnnexFieldControl *control)
{
  return gtk_widget_get_ancestor (annex_field_control_get_widget (control), ADW_TYPE_PREFERENCES_GROUP);
}

/* A group that is not shown needs no style and no size yet. */
static void
show_groups (AnnexRecordForm *self)
{
  guint index = 0;

  for (GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups)); group != NULL;
       group = gtk_widget_get_next_sibling (group))
    gtk_widget_set_visible (group, g_hash_table_contains (self->filled, group) && index++ < self->n_shown);
}

static void
show_all_groups (AnnexRecordForm *self)
{
  if (self->show_more_tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->show_more_tick);
  self->show_more_tick = 0;
  self->n_shown = G_MAXUINT;
  show_groups (self);
}

static gboolean
show_more_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexRecordForm *self = ANNEX_RECORD_FORM (widget);

  self->n_shown++;
  if (self->n_shown < g_hash_table_size (self->filled))
    {
      show_groups (self);
      return G_SOURCE_CONTINUE;
    }
  self->show_more_tick = 0;
  show_all_groups (self);
  return G_SOURCE_REMOVE;
}

/* A field that the record does not have is not there, and nor is a heading with nothing under it. */
static void
show_applying (AnnexRecordForm *self)
{
  g_hash_table_remove_all (self->filled);
  for (guint i = 0; i < self->controls->len; i++)
    {
      AnnexFieldControl *control = self->controls->pdata[i];
      const AnnexField *field = annex_field_control_get_field (control);
      GtkWidget *widget = annex_field_control_get_widget (control), *group = get_group (control);
      gboolean applies = field->applies == NULL || annex_field_control_get_value (control) != NULL ||
                         annex_store_field_applies (self->store, self->id, field);

      if (widget != group)
        gtk_widget_set_visible (widget, applies);
      if (applies)
        g_hash_table_add (self->filled, group);
    }
  show_groups (self);
  if (self->n_shown != G_MAXUINT && self->show_more_tick == 0)
    self->show_more_tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), show_more_cb, NULL, NULL);
}

/* A record that could not be read must not look like none. */
static void
show_failure (AnnexRecordForm *self, const GError *failure)
{
  g_autofree char *text = g_markup_escape_text (failure->message, -1);

  adw_status_page_set_description (self->failed_page, text);
  annex_stack_turn_to (self->stack, GTK_WIDGET (self->failed_page));
}

static void
show_record (AnnexRecordForm *self, gboolean keep_typed)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, self->id, &failure);

  if (g_error_matches (failure, ANNEX_ERROR, ANNEX_ERROR_NOT_FOUND))
    annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "none"));
  else if (record == NULL)
    show_failure (self, failure);
  if (record == NULL)
    return;

  gtk_label_set_text (self->reference, annex_record_get_reference (record));
  gtk_label_set_text (self->title, annex_record_get_title (record));
  for (guint i = 0; i < self->controls->len; i++)
    {
      AnnexFieldControl *control = g_ptr_array_index (self->controls, i);
      const AnnexField *field = annex_field_control_get_field (control);
      const char *value = annex_record_get_value (record, field->name);

      annex_field_control_set_record (control, self->id);
      /* Files can be opened and saved where nothing can be written. */
      gtk_widget_set_sensitive (annex_field_control_get_widget (control),
                                field->kind == ANNEX_FIELD_FILE || !annex_store_is_read_only (self->store));
      /* A commit elsewhere must not take what is being typed or stands there to be corrected. */
      if (!keep_typed || field->kind == ANNEX_FIELD_LINK ||
          g_strcmp0 (value, annex_field_control_get_value (control)) != 0)
        annex_field_control_set_value (control, value);
      if (ANNEX_IS_COMPUTED_CONTROL (control) && self->source_func != NULL)
        {
          g_autoptr (AnnexRecord) source = self->source_func (self->store, self->id, field);

          annex_computed_control_set_source (ANNEX_COMPUTED_CONTROL (control), source);
        }
    }
  show_applying (self);
  show_findings (self);
  show_parts (self, record);
  annex_record_links_show (self->links, self->store, record);
  annex_record_history_show (self->history, self->store, self->id);
  annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, "record"));
}

static gboolean
refresh_cb (gpointer user_data)
{
  AnnexRecordForm *self = user_data;
  gboolean rebuilt = annex_store_get_fields (self->store, self->type) != self->fields;

  self->refresh_source = 0;
  if (rebuilt)
    {
      begin_groups (self);
      build_groups (self, G_MAXINT64);
    }
  show_record (self, !rebuilt);
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (AnnexRecordForm *self, AnnexChangeSet *changes)
{
  if (self->id == 0 || self->refresh_source != 0)
    return;

  /* What is computed, what contradicts itself and what parts show follow from other records, too. */
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) || annex_change_set_touches_type (changes, self->type) ||
      annex_store_get_fields (self->store, self->type) != self->fields)
    self->refresh_source = g_idle_add_full (REFRESH_PRIORITY, refresh_cb, self, NULL);
  else
    self->outdated = TRUE;
}

static void
mapped_cb (AnnexRecordForm *self)
{
  if (self->outdated && self->id != 0)
    show_record (self, TRUE);
  self->outdated = FALSE;
}

static void
set_store (AnnexRecordForm *self, AnnexStore *store)
{
  if (self->store == store)
    return;

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_func (self->store, store_changed_cb, self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_set_object (&self->store, store);
  if (store != NULL)
    g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->type = NULL;
}

/* The bin takes its child down itself; gtk_widget_dispose_template() would do so behind its back. */
static void
annex_record_form_dispose (GObject *object)
{
  AnnexRecordForm *self = ANNEX_RECORD_FORM (object);

  g_clear_handle_id (&self->prepare_source, g_source_remove);
  g_clear_pointer (&self->controls, g_ptr_array_unref);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_clear_pointer (&self->filled, g_hash_table_unref);
  set_store (self, NULL);

  G_OBJECT_CLASS (annex_record_form_parent_class)->dispose (object);
}

static AnnexFilesControl *
find_files_control (AnnexRecordForm *self)
{
  for (guint i = 0; self->id != 0 && i < self->controls->len; i++)
    if (ANNEX_IS_FILES_CONTROL (self->controls->pdata[i]))
      return self->controls->pdata[i];
  return NULL;
}

static gboolean
accept_cb (AnnexRecordForm *self, GdkDrop *drop)
{
  return find_files_control (self) != NULL && !annex_store_is_read_only (self->store) &&
         gdk_content_formats_contain_gtype (gdk_drop_get_formats (drop), GDK_TYPE_FILE_LIST);
}

static gboolean
drop_cb (AnnexRecordForm *self, const GValue *value)
{
  g_autoptr (GPtrArray) sources = annex_attach_dup_dropped (value);
  AnnexFilesControl *control = find_files_control (self);

  if (control != NULL)
    annex_files_control_add (control, sources);
  return control != NULL && sources->len > 0;
}

/* Where no text takes it: what is typed into has the key first. */
static gboolean
paste_cb (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  AnnexFilesControl *control = find_files_control (ANNEX_RECORD_FORM (widget));

  return control != NULL && annex_files_control_paste (control);
}

static void
add_children (GPtrArray *widgets, GtkWidget *parent)
{
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL; child = gtk_widget_get_next_sibling (child))
    g_ptr_array_add (widgets, child);
}

/* Where there is no other group the key is for whoever holds the form. */
static gboolean
group_key (GtkWidget *widget, GVariant *back, gpointer user_data)
{
  return annex_record_form_focus_group (ANNEX_RECORD_FORM (widget), g_variant_get_boolean (back));
}

static void
annex_record_form_class_init (AnnexRecordFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_record_form_dispose;
  g_type_ensure (ANNEX_TYPE_RECORD_LINKS);
  g_type_ensure (ANNEX_TYPE_RECORD_HISTORY);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-record-form.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, failed_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, many_page);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, reference);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, title);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, findings);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, parts);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, groups);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, links);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, history);
  gtk_widget_class_bind_template_child (widget_class, AnnexRecordForm, scroller);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, paste_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, 0, group_key, "b", FALSE);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F6, GDK_SHIFT_MASK, group_key, "b", TRUE);
}

static void
annex_record_form_init (AnnexRecordForm *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  self->controls = g_ptr_array_new_with_free_func (g_object_unref);
  self->filled = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "map", G_CALLBACK (mapped_cb), NULL);
  g_signal_connect_object (target, "accept", G_CALLBACK (accept_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (target, "drop", G_CALLBACK (drop_cb), self, G_CONNECT_SWAPPED);
  /* Before an entry takes the path of the file as text. */
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (target), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

void
annex_record_form_set_source_func (AnnexRecordForm *self, AnnexSourceFunc func)
{
  self->source_func = func;
}

void
annex_record_form_set_parts_func (AnnexRecordForm *self, AnnexRecordPartsFunc func)
{
  self->parts_func = func;
}

static void
begin (AnnexRecordForm *self, AnnexStore *store, const AnnexType *type)
{
  set_store (self, store);
  if (type == self->type && self->fields == annex_store_get_fields (store, type))
    return;
  self->type = type;
  build_parts (self);
  begin_groups (self);
}

void
annex_record_form_prepare (AnnexRecordForm *self, AnnexStore *store, const AnnexType *type)
{
  begin (self, store, type);
  if (self->prepare_source == 0)
    self->prepare_source = g_idle_add_full (G_PRIORITY_LOW, prepare_cb, self, NULL);
}

void
annex_record_form_show (AnnexRecordForm *self, AnnexStore *store, gint64 id, guint n_selected)
{
  const AnnexType *type = id != 0 ? annex_store_get_type_of (store, id, ANNEX_TOLD_BY_STORE) : NULL;
  gboolean same = self->id == id;

  if (!same)
    annex_record_form_flush (self);
  g_clear_handle_id (&self->refresh_source, g_source_remove);
  self->id = type != NULL ? id : 0;
  if (type == NULL)
    {
      g_autofree char *text = g_strdup_printf (ngettext ("%u Record Selected", "%u Records Selected", n_selected), n_selected);

      adw_status_page_set_title (self->many_page, text);
      annex_stack_turn_to (self->stack, gtk_stack_get_child_by_name (self->stack, n_selected > 1 ? "many" : "none"));
      return;
    }

  begin (self, store, type);
  build_groups (self, G_MAXINT64);
  /* The same again, such as when a change moved its row: whoever fills it in stays where they are. */
  if (!same)
    gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  show_record (self, same);
}

gint64
annex_record_form_get_id (AnnexRecordForm *self)
{
  return self->id;
}

void
annex_record_form_focus_title (AnnexRecordForm *self)
{
  for (guint i = 0; i < self->controls->len; i++)
    {
      AnnexFieldControl *control = g_ptr_array_index (self->controls, i);

      if ((annex_field_control_get_field (control)->flags & ANNEX_FIELD_TITLE) == 0)
        continue;
      if (!gtk_widget_get_visible (get_group (control)))
        {
          self->n_shown = 1;
          show_groups (self);
        }
      annex_field_control_focus (control);
    }
}

gboolean
annex_record_form_focus_group (AnnexRecordForm *self, gboolean back)
{
  g_autoptr (GPtrArray) groups = g_ptr_array_new ();
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  int step = back ? -1 : 1;
  int position;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self->scroller)))
    return FALSE;
  show_all_groups (self);
  add_children (groups, GTK_WIDGET (self->parts));
  add_children (groups, GTK_WIDGET (self->groups));
  if (adw_bin_get_child (ADW_BIN (self->links)) != NULL)
    add_children (groups, adw_bin_get_child (ADW_BIN (self->links)));
  g_ptr_array_add (groups, self->history);

  position = back ? (int) groups->len : -1;
  for (guint i = 0; focus != NULL && i < groups->len; i++)
    if (gtk_widget_is_ancestor (focus, groups->pdata[i]))
      position = (int) i;
  for (position += step; position >= 0 && position < (int) groups->len; position += step)
    if (gtk_widget_child_focus (groups->pdata[position], GTK_DIR_TAB_FORWARD))
      return TRUE;
  return FALSE;
}

void
annex_record_form_flush (AnnexRecordForm *self)
{
  if (self->id == 0 || annex_store_is_read_only (self->store))
    return;

  for (guint i = 0; i < self->controls->len; i++)
    annex_field_control_flush (g_ptr_array_index (self->controls, i));
}
