/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cause-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-change-set.h"
#include "isms/annex-isms.h"
#include "report/annex-cause-picture.h"
#include "widgets/annex-cause-diagram.h"
#include "widgets/annex-cause-outline.h"
#include "widgets/annex-feedback.h"
#include "widgets/annex-passing-popover.h"
#include "widgets/annex-prompt.h"
#include "widgets/annex-record-commands.h"

struct _AnnexCauseDialog
{
  AdwDialog parent_instance;

  AdwWindowTitle *window_title;
  AdwToggleGroup *switch_group;
  GtkStack *stack;
  GMenuModel *cause_menu;
  AnnexCauseDiagram *fishbone;
  AnnexCauseDiagram *whys;
  AnnexCauseOutline *outline;

  AnnexStore *store;
  gint64 corrective_action;
  AnnexCauseTree *tree;
  GSimpleActionGroup *actions;
  gint64 cause; /* what has the keyboard: 0 for a category, or for the nonconformity where that is 0, too */
  int category;
};

G_DEFINE_FINAL_TYPE (AnnexCauseDialog, annex_cause_dialog, ADW_TYPE_DIALOG)

static const AnnexCause *
get_cause (AnnexCauseDialog *self)
{
  int index = self->cause != 0 ? annex_cause_tree_find (self->tree, self->cause) : -1;

  return index >= 0 ? annex_cause_tree_get_cause (self->tree, index) : NULL;
}

/* Where new causes of the nonconformity itself go: to the rib at hand, or else to the first. */
static int
get_category (AnnexCauseDialog *self)
{
  return self->category != 0 || annex_cause_tree_get_n_categories (self->tree) == 0 ? self->category
                                                                                   : annex_cause_tree_get_category (self->tree, 0)->level;
}

static gint64
get_parent (AnnexCauseDialog *self, const AnnexCause *cause)
{
  return cause != NULL && cause->parent >= 0 ? annex_cause_tree_get_cause (self->tree, cause->parent)->id : 0;
}

static void
enable (AnnexCauseDialog *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name)), enabled);
}

static void
update_actions (AnnexCauseDialog *self)
{
  static const char *const need_cause[] = { "edit", "remove", "kind", "evidence", "move-up", "move-down", "move-in", "move-out" };
  const AnnexCause *cause = get_cause (self);
  gboolean writable = !annex_store_is_read_only (self->store);

  for (guint i = 0; i < G_N_ELEMENTS (need_cause); i++)
    enable (self, need_cause[i], writable && cause != NULL);
  enable (self, "add-sibling", writable);
  enable (self, "add-deeper", writable);
  if (cause != NULL)
    g_action_change_state (g_action_map_lookup_action (G_ACTION_MAP (self->actions), "kind"),
                           g_variant_new_string (annex_cause_kinds[cause->kind].key));
}

static void
selected_cb (AnnexCauseDialog *self, gint64 cause, int category)
{
  self->cause = cause;
  self->category = category;
  update_actions (self);
}

/* The same cause has the keyboard in whatever form it is looked at. */
static void
select_everywhere (AnnexCauseDialog *self)
{
  annex_cause_diagram_select (self->fishbone, self->cause, self->category);
  annex_cause_diagram_select (self->whys, self->cause, self->category);
  annex_cause_outline_select (self->outline, self->cause, self->category);
}

static void
focus_view (AnnexCauseDialog *self)
{
  GtkWidget *view = gtk_stack_get_visible_child (self->stack);

  if (view == GTK_WIDGET (self->outline))
    annex_cause_outline_focus (self->outline, self->cause, self->category);
  else if (view != NULL)
    annex_cause_diagram_focus (g_str_equal (gtk_stack_get_visible_child_name (self->stack), "whys") ? self->whys : self->fishbone, self->cause,
                               self->category);
}

static void
focus_later_cb (gpointer data)
{
  g_autoptr (AnnexCauseDialog) self = data;

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    focus_view (self);
}

/* A popover that closes gives the keyboard back to where it was first. */
static void
focus_later (AnnexCauseDialog *self, gint64 cause, int category)
{
  self->cause = cause;
  self->category = category;
  g_idle_add_once (focus_later_cb, g_object_ref (self));
}

static void
reload (AnnexCauseDialog *self)
{
  g_autoptr (AnnexCauseTree) tree = annex_cause_tree_load (self->store, self->corrective_action, ANNEX_TOLD_BY_STORE);
  gint64 cause = self->cause;
  int category = self->category;

  if (tree == NULL)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }
  g_clear_pointer (&self->tree, annex_cause_tree_unref);
  self->tree = annex_cause_tree_ref (tree);
  adw_window_title_set_subtitle (self->window_title, annex_cause_tree_get_problem (tree));
  annex_cause_diagram_set_tree (self->fishbone, tree);
  annex_cause_diagram_set_tree (self->whys, tree);
  annex_cause_outline_set_tree (self->outline, tree);
  self->cause = cause;
  self->category = category;
  update_actions (self);
}

static void
store_changed_cb (AnnexCauseDialog *self, AnnexChangeSet *changes)
{
  if (annex_change_set_touches_type (changes, &annex_cause_type) || annex_change_set_touches_type (changes, &annex_corrective_action_type) ||
      annex_change_set_touches_type (changes, &annex_scale_level_type))
    reload (self);
}

/* Asks at what has the keyboard. */
static AnnexPrompt *
ask (AnnexCauseDialog *self, const char *heading, const char *label, const char *confirm, gboolean required, GCallback answered)
{
  const char *const labels[] = { label, NULL };
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  AnnexPrompt *prompt;
  graphene_rect_t bounds;

  prompt = annex_prompt_present (GTK_WIDGET (self->stack), heading, labels, confirm, required);
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->stack)) &&
      gtk_widget_compute_bounds (focus, GTK_WIDGET (self->stack), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (prompt), &(GdkRectangle) { (int) bounds.origin.x, (int) bounds.origin.y, (int) bounds.size.width,
                                                                         (int) bounds.size.height });
  gtk_popover_present (GTK_POPOVER (prompt));
  g_signal_connect_object (prompt, "answered", answered, self, G_CONNECT_SWAPPED);
  return prompt;
}

static void
add (AnnexCauseDialog *self, gint64 parent, gint64 after, const char *text)
{
  g_autoptr (GError) error = NULL;
  int category = get_category (self);
  gint64 id = annex_cause_add (self->store, self->corrective_action, parent, category, after, text, &error);

  if (id == 0)
    annex_feedback_refuse (GTK_WIDGET (self), _("The Cause Could Not Be Added"), error);
  else
    focus_later (self, id, category);
}

static void
sibling_answered_cb (AnnexCauseDialog *self, const char *const *answers)
{
  add (self, get_parent (self, get_cause (self)), self->cause, answers[0]);
}

static void
deeper_answered_cb (AnnexCauseDialog *self, const char *const *answers)
{
  add (self, self->cause, 0, answers[0]);
}

static void
add_sibling_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);
  const char *explained = cause == NULL || cause->parent < 0 ? annex_cause_tree_get_problem (self->tree)
                                                             : annex_cause_tree_get_cause (self->tree, cause->parent)->text;
  g_autofree char *heading = g_strdup_printf (_("Why else: %s"), explained);

  ask (self, heading, _("Because"), _("_Add"), TRUE, G_CALLBACK (sibling_answered_cb));
}

static void
add_deeper_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);
  g_autofree char *heading = g_strdup_printf (_("Why: %s"), cause != NULL ? cause->text : annex_cause_tree_get_problem (self->tree));

  ask (self, heading, _("Because"), _("_Add"), TRUE, G_CALLBACK (deeper_answered_cb));
}

static void
edited_cb (AnnexCauseDialog *self, const char *const *answers)
{
  g_autoptr (GError) error = NULL;

  if (!annex_cause_set_text (self->store, self->cause, answers[0], &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Cause Could Not Be Reworded"), error);
  focus_later (self, self->cause, self->category);
}

static void
edit (AnnexCauseDialog *self, const char *text)
{
  annex_prompt_set_text (ask (self, _("Reword the Cause"), _("Cause"), _("_Reword"), TRUE, G_CALLBACK (edited_cb)), text);
}

static void
edit_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;

  edit (self, get_cause (self)->text);
}

static void
evidence_answered_cb (AnnexCauseDialog *self, const char *const *answers)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GError) error = NULL;

  g_array_append_val (ids, self->cause);
  if (!annex_record_commands_set (self->store, ids, annex_type_find_field (&annex_cause_type, "evidence"),
                                  *answers[0] != '\0' ? answers[0] : NULL, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Reason Could Not Be Kept"), error);
  focus_later (self, self->cause, self->category);
}

static void
evidence_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);
  g_autofree char *heading = g_strdup_printf (_("Why we believe: %s"), cause->text);
  AnnexPrompt *prompt = ask (self, heading, _("What shows it"), _("_Keep"), FALSE, G_CALLBACK (evidence_answered_cb));

  if (cause->evidence != NULL)
    annex_prompt_set_text (prompt, cause->evidence);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);
  gint64 parent = get_parent (self, cause);
  int category = cause->category;
  g_autofree char *done = g_strdup_printf (_("“%s” deleted"), cause->text);
  g_autoptr (GError) error = NULL;

  if (!annex_cause_remove (self->store, self->cause, &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Cause Could Not Be Deleted"), error);
      return;
    }
  focus_later (self, parent, category);
  annex_feedback_say_undoable (GTK_WIDGET (self->stack), done);
}

static void
set_kind (AnnexCauseDialog *self, AnnexCauseKind kind)
{
  g_autoptr (GError) error = NULL;

  if (get_cause (self) != NULL && !annex_cause_set_kind (self->store, self->cause, kind, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Kind Could Not Be Changed"), error);
}

static void
kind_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  for (guint i = 0; annex_cause_kinds[i].key != NULL; i++)
    if (g_str_equal (annex_cause_kinds[i].key, g_variant_get_string (parameter, NULL)))
      set_kind (user_data, (AnnexCauseKind) i);
}

static void
move (AnnexCauseDialog *self, gint64 cause, gint64 parent, int category, gint64 after)
{
  g_autoptr (GError) error = NULL;

  if (!annex_cause_move (self->store, cause, parent, category, after, &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Cause Could Not Be Moved"), error);
  else
    focus_later (self, cause, category);
}

static void
moved_cb (AnnexCauseDialog *self, gint64 cause, gint64 parent, int category)
{
  move (self, cause, parent, parent == 0 && category == 0 ? get_category (self) : category, 0);
}

/* @steps: before (-2, behind the one before the previous), or after (1). Returns: the cause so far off among its siblings, NULL for none. */
static const AnnexCause *
find_sibling (AnnexCauseDialog *self, const AnnexCause *cause, int steps)
{
  for (guint i = 0; i < annex_cause_tree_get_n_causes (self->tree); i++)
    {
      const AnnexCause *other = annex_cause_tree_get_cause (self->tree, i);

      if (other->parent == cause->parent && other->category == cause->category && (int) other->place == (int) cause->place + steps)
        return other;
    }
  return NULL;
}

static void
move_up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);
  const AnnexCause *behind = find_sibling (self, cause, -2);

  if (cause->place == 1)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    move (self, cause->id, get_parent (self, cause), cause->category, behind != NULL ? behind->id : ANNEX_CAUSE_FIRST);
}

static void
move_down_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);
  const AnnexCause *behind = find_sibling (self, cause, 1);

  if (behind == NULL)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    move (self, cause->id, get_parent (self, cause), cause->category, behind->id);
}

static void
move_in_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *above = find_sibling (self, get_cause (self), -1);

  if (above == NULL)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    move (self, self->cause, above->id, above->category, 0);
}

static void
move_out_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  const AnnexCause *cause = get_cause (self);

  if (cause->parent < 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
  else
    move (self, cause->id, get_parent (self, annex_cause_tree_get_cause (self->tree, cause->parent)), cause->category, get_parent (self, cause));
}

static AnnexCauseDrawing
get_drawing (AnnexCauseDialog *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "whys") == 0 ? ANNEX_CAUSE_WHYS : ANNEX_CAUSE_ISHIKAWA;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexCauseDialog) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GError) error = NULL;

  if (file == NULL)
    return;
  if (annex_cause_picture_write (self->tree, get_drawing (self), g_file_peek_path (file), &error))
    annex_feedback_say (GTK_WIDGET (self->stack), _("Drawing saved"));
  else
    annex_feedback_refuse (GTK_WIDGET (self), _("The Drawing Could Not Be Saved"), error);
}

static void
save_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  AnnexCauseDialog *self = user_data;
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, self->corrective_action, ANNEX_TOLD_BY_STORE);
  g_autofree char *name = g_strdup_printf ("%s.svg", record != NULL ? annex_record_get_reference (record) : _("Causes"));

  gtk_file_dialog_set_title (dialog, _("Save the Drawing as SVG or PNG"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, saved_cb, g_object_ref (self));
}

static const GActionEntry entries[] = {
  { .name = "edit", .activate = edit_cb },
  { .name = "add-sibling", .activate = add_sibling_cb },
  { .name = "add-deeper", .activate = add_deeper_cb },
  { .name = "remove", .activate = remove_cb },
  { .name = "kind", .activate = kind_cb, .parameter_type = "s", .state = "'contributing'" },
  { .name = "evidence", .activate = evidence_cb },
  { .name = "move-up", .activate = move_up_cb },
  { .name = "move-down", .activate = move_down_cb },
  { .name = "move-in", .activate = move_in_cb },
  { .name = "move-out", .activate = move_out_cb },
  { .name = "save", .activate = save_cb },
};

static void
show_menu (AnnexCauseDialog *self, double x, double y)
{
  GtkWidget *menu = gtk_popover_menu_new_from_model (self->cause_menu);

  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_widget_set_halign (menu, GTK_ALIGN_START);
  gtk_popover_set_pointing_to (GTK_POPOVER (menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  annex_passing_popover_show (GTK_POPOVER (menu), GTK_WIDGET (self->stack));
}

static void
menu_asked_cb (AnnexCauseDialog *self, double x, double y, GtkWidget *diagram)
{
  graphene_point_t point;

  if (gtk_widget_compute_point (diagram, GTK_WIDGET (self->stack), &GRAPHENE_POINT_INIT ((float) x, (float) y), &point))
    show_menu (self, point.x, point.y);
}

static void
show_menu_at_focus (AnnexCauseDialog *self, GtkWidget *focus)
{
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (focus, GTK_WIDGET (self->stack), &bounds))
    show_menu (self, bounds.origin.x + 12, bounds.origin.y + bounds.size.height);
}

static void
activated_cb (AnnexCauseDialog *self)
{
  if (get_cause (self) != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), "edit", NULL);
}

/* Letters reword, as in a spreadsheet. */
static gboolean
begin_typing (AnnexCauseDialog *self, guint key)
{
  gunichar character = gdk_keyval_to_unicode (key);
  char text[7] = { 0 };

  if (!g_unichar_isalnum (character) || get_cause (self) == NULL || annex_store_is_read_only (self->store))
    return FALSE;
  g_unichar_to_utf8 (character, text);
  edit (self, text);
  return TRUE;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, AnnexCauseDialog *self)
{
  static const struct
  {
    guint key;
    GdkModifierType held;
    const char *action;
  } keys[] = {
    { GDK_KEY_Return, 0, "add-sibling" },        { GDK_KEY_KP_Enter, 0, "add-sibling" },      { GDK_KEY_Tab, 0, "add-deeper" },
    { GDK_KEY_Delete, 0, "remove" },             { GDK_KEY_KP_Delete, 0, "remove" },          { GDK_KEY_F2, 0, "edit" },
    { GDK_KEY_Up, GDK_ALT_MASK, "move-up" },     { GDK_KEY_Down, GDK_ALT_MASK, "move-down" }, { GDK_KEY_Right, GDK_ALT_MASK, "move-in" },
    { GDK_KEY_Left, GDK_ALT_MASK, "move-out" },  { GDK_KEY_s, GDK_CONTROL_MASK, "save" },
  };
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  /* What one types into a question is not for the drawing below it. */
  if (focus == NULL || gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL)
    return FALSE;
  if ((key == GDK_KEY_Menu && held == 0) || (key == GDK_KEY_F10 && held == GDK_SHIFT_MASK))
    {
      show_menu_at_focus (self, focus);
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (key == keys[i].key && held == keys[i].held)
      {
        if (g_action_group_get_action_enabled (G_ACTION_GROUP (self->actions), keys[i].action))
          g_action_group_activate_action (G_ACTION_GROUP (self->actions), keys[i].action, NULL);
        else
          gtk_widget_error_bell (GTK_WIDGET (self));
        return TRUE;
      }
  /* The window's own keys rest while a dialog is open. */
  if ((key == GDK_KEY_z && held == GDK_CONTROL_MASK) || (key == GDK_KEY_Z && held == (GDK_CONTROL_MASK | GDK_SHIFT_MASK)))
    return gtk_widget_activate_action (GTK_WIDGET (self), key == GDK_KEY_z ? "win.undo" : "win.redo", NULL);
  if (held == GDK_CONTROL_MASK && key >= GDK_KEY_1 && key <= GDK_KEY_3 && !annex_store_is_read_only (self->store))
    {
      set_kind (self, (AnnexCauseKind) (key - GDK_KEY_1));
      return TRUE;
    }
  return (held == 0 || held == GDK_SHIFT_MASK) && begin_typing (self, key);
}

static void
view_switched_cb (AnnexCauseDialog *self)
{
  const char *name = adw_toggle_group_get_active_name (self->switch_group);
  gint64 cause = self->cause;
  int category = self->category;

  if (name == NULL || gtk_stack_get_child_by_name (self->stack, name) == NULL)
    return;
  /* What goes gives the keyboard to what comes, which would begin anew. */
  select_everywhere (self);
  gtk_stack_set_visible_child_name (self->stack, name);
  selected_cb (self, cause, category);
}

static void
annex_cause_dialog_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (annex_cause_dialog_parent_class)->map (widget);
  focus_view (ANNEX_CAUSE_DIALOG (widget));
}

static void
annex_cause_dialog_dispose (GObject *object)
{
  AnnexCauseDialog *self = ANNEX_CAUSE_DIALOG (object);

  g_clear_pointer (&self->tree, annex_cause_tree_unref);
  g_clear_object (&self->actions);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_CAUSE_DIALOG);

  G_OBJECT_CLASS (annex_cause_dialog_parent_class)->dispose (object);
}

static void
annex_cause_dialog_class_init (AnnexCauseDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_cause_dialog_dispose;
  widget_class->map = annex_cause_dialog_map;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-cause-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexCauseDialog, window_title);
  gtk_widget_class_bind_template_child_full (widget_class, "switch", FALSE, G_STRUCT_OFFSET (AnnexCauseDialog, switch_group));
  gtk_widget_class_bind_template_child (widget_class, AnnexCauseDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexCauseDialog, cause_menu);
  gtk_widget_class_bind_template_callback (widget_class, view_switched_cb);
}

static AnnexCauseDiagram *
add_diagram (AnnexCauseDialog *self, AnnexCauseDrawing drawing, const char *name)
{
  GtkWidget *diagram = annex_cause_diagram_new (drawing);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), diagram);
  gtk_stack_add_named (self->stack, scroller, name);
  g_signal_connect_object (diagram, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (diagram, "moved", G_CALLBACK (moved_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (diagram, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (diagram, "menu-asked", G_CALLBACK (menu_asked_cb), self, G_CONNECT_SWAPPED);
  return ANNEX_CAUSE_DIAGRAM (diagram);
}

static void
annex_cause_dialog_init (AnnexCauseDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "cause", G_ACTION_GROUP (self->actions));
  self->fishbone = add_diagram (self, ANNEX_CAUSE_ISHIKAWA, "ishikawa");
  self->whys = add_diagram (self, ANNEX_CAUSE_WHYS, "whys");
  self->outline = ANNEX_CAUSE_OUTLINE (annex_cause_outline_new ());
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->outline), "outline");
  g_signal_connect_object (self->outline, "selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "activated", G_CALLBACK (activated_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->stack), keys);
}

AdwDialog *
annex_cause_dialog_new (AnnexStore *store, gint64 corrective_action)
{
  AnnexCauseDialog *self = g_object_new (ANNEX_TYPE_CAUSE_DIALOG, NULL);

  self->store = g_object_ref (store);
  self->corrective_action = corrective_action;
  g_signal_connect_object (store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  reload (self);
  return ADW_DIALOG (self);
}
