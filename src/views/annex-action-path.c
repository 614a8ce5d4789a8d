/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-action-path.h"

#include <glib/gi18n.h>
#include <string.h>

#include "annex-gate-dialog.h"
#include "widgets/annex-link-row.h"
#include "widgets/annex-record-part.h"

struct _AnnexActionPath
{
  AdwBin parent_instance;

  GtkBox *box;

  AnnexStore *store;
  gint64 id;
};

static void part_iface_init (AnnexRecordPartInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AnnexActionPath, annex_action_path, ADW_TYPE_BIN, G_IMPLEMENT_INTERFACE (ANNEX_TYPE_RECORD_PART, part_iface_init))

/* ---- Commands ---- */

static GArray *
dup_ids (AnnexActionPath *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, self->id);
  return ids;
}

static void
pass_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexActionPath *self = ANNEX_ACTION_PATH (widget);
  g_autoptr (AnnexRecord) record = annex_store_load (self->store, self->id, ANNEX_TOLD_BY_STORE);
  g_autoptr (GArray) ids = dup_ids (self);

  if (record != NULL)
    annex_gate_dialog_present (widget, self->store, ids, annex_corrective_action_get_position (record) + 1);
}

static void
skip_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexActionPath *self = ANNEX_ACTION_PATH (widget);

  annex_gate_dialog_skip (widget, self->store, self->id);
}

static void
send_back_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  AnnexActionPath *self = ANNEX_ACTION_PATH (widget);
  g_autoptr (GArray) ids = dup_ids (self);

  annex_gate_dialog_send_back (widget, self->store, ids, g_variant_get_int32 (parameter));
}

/* ---- Showing ---- */

static char *
dup_gate_subtitle (AnnexRecord *record, AnnexGate gate, AnnexGateState state)
{
  const char *owner = annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_OWNER));
  const char *due = annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_DUE));
  const char *done_on = annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_DONE_ON));
  GString *text = g_string_new (NULL);

  if (*owner == '\0' && gate != ANNEX_GATE_VERIFICATION)
    owner = annex_record_get_text (record, "owner");
  if (state == ANNEX_GATE_SKIPPED)
    g_string_append_printf (text, _("Skipped: %s"), annex_record_get_text (record, annex_gate_get_field (gate, ANNEX_GATE_REASON)));
  else if (state == ANNEX_GATE_PASSED)
    g_string_append_printf (text, _("Done on %s"), done_on);
  else if (*due != '\0')
    g_string_append_printf (text, _("Due %s"), due);
  if (*owner != '\0' && state != ANNEX_GATE_SKIPPED)
    g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", owner);
  return g_string_free_and_steal (text);
}

static GtkWidget *
create_mark (AnnexGate gate, AnnexGateState state)
{
  static const char *const icons[] = {
    [ANNEX_GATE_NEXT] = "go-next-symbolic", [ANNEX_GATE_PASSED] = "object-select-symbolic", [ANNEX_GATE_SKIPPED] = "action-unavailable-symbolic",
    [ANNEX_GATE_AHEAD] = "content-loading-symbolic"
  };
  const char *const words[] = {
    [ANNEX_GATE_NEXT] = _("Next"), [ANNEX_GATE_PASSED] = _("Passed"), [ANNEX_GATE_SKIPPED] = _("Skipped"), [ANNEX_GATE_AHEAD] = _("Ahead")
  };
  GtkWidget *icon = gtk_image_new_from_icon_name (icons[state]);

  gtk_widget_set_tooltip_text (icon, words[state]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (icon), GTK_ACCESSIBLE_PROPERTY_LABEL, words[state], -1);
  gtk_widget_add_css_class (icon, state == ANNEX_GATE_NEXT ? "accent" : state == ANNEX_GATE_PASSED ? "success" : "dimmed");
  return icon;
}

static GtkWidget *
create_gate_row (AnnexRecord *record, AnnexGate gate)
{
  AnnexGateState state = annex_corrective_action_get_state (record, gate);
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *title = g_strdup_printf ("%d. %s", gate + 1, annex_gate_get_label (gate));
  g_autofree char *subtitle = dup_gate_subtitle (record, gate, state);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), create_mark (gate, state));
  if (state == ANNEX_GATE_AHEAD)
    gtk_widget_add_css_class (row, "dimmed");
  return row;
}

/* What the next gate needs, and the ways on. */
static GtkWidget *
create_next_row (AnnexActionPath *self, AnnexRecord *record, AnnexGate gate)
{
  g_autoptr (GPtrArray) needs =
    annex_corrective_action_list_needs (self->store, record, gate, NULL, ANNEX_TOLD_BY_STORE);
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = adw_wrap_box_new ();
  GtkWidget *pass = gtk_button_new_with_mnemonic (_("_Pass…"));

  for (guint i = 0; needs != NULL && i < needs->len; i++)
    {
      GtkWidget *label = gtk_label_new (needs->pdata[i]);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "caption");
      gtk_box_append (GTK_BOX (box), label);
    }
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (buttons), 6);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (buttons), 6);
  gtk_widget_add_css_class (pass, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (pass), "path.pass");
  adw_wrap_box_append (ADW_WRAP_BOX (buttons), pass);
  if (annex_corrective_action_may_skip (record, gate))
    {
      GtkWidget *skip = gtk_button_new_with_mnemonic (_("_Skip…"));

      gtk_actionable_set_action_name (GTK_ACTIONABLE (skip), "path.skip");
      adw_wrap_box_append (ADW_WRAP_BOX (buttons), skip);
    }
  if (gate == ANNEX_GATE_PLAN || gate == ANNEX_GATE_IMPLEMENTATION)
    {
      GtkWidget *step = gtk_button_new_with_mnemonic (_("_Add Step…"));

      gtk_actionable_set_action_target (GTK_ACTIONABLE (step), "(ssx)", "action_step", "corrective_action", self->id);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (step), "win.add-linked");
      adw_wrap_box_append (ADW_WRAP_BOX (buttons), step);
    }
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 12);
  gtk_widget_set_margin_top (box, 9);
  gtk_widget_set_margin_bottom (box, 9);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static GtkWidget *
create_back_button (AnnexRecord *record)
{
  guint position = annex_corrective_action_get_position (record);
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkWidget *button;

  if (position == 0)
    return NULL;
  for (guint gate = 0; gate < position; gate++)
    {
      g_autofree char *action = g_strdup_printf ("path.send-back(%u)", gate);
      g_autofree char *label = g_strdup_printf (_("To “%s”…"), annex_gate_get_label (gate));

      g_menu_append (menu, label, action);
    }
  button = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), position == ANNEX_N_GATES ? _("Reopen") : _("Send Back"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static char *
dup_summary (AnnexRecord *record)
{
  const char *age = annex_record_get_text (record, "age");
  const char *late = annex_record_get_text (record, "days_late");
  const char *concerns = annex_record_get_text (record, "escalation");
  const char *times = annex_record_get_value (record, "times_reopened");
  GString *text = g_string_new (NULL);

  if (*age != '\0')
    g_string_append_printf (text, _("%s days old"), age);
  if (*late != '\0')
    g_string_append_printf (text, _(" · %s days late"), late);
  if (*concerns != '\0')
    g_string_append_printf (text, _(" · concerns: %s"), concerns);
  if (annex_record_get_value (record, "stuck") != NULL)
    g_string_append_printf (text, _(" · nothing moved for %s days"), annex_record_get_text (record, "idle_days"));
  if (times != NULL && strcmp (times, "0") != 0)
    g_string_append_printf (text, _(" · sent back: %s"), annex_record_get_text (record, "reopened_because"));
  return g_string_free_and_steal (text);
}

/* The same again is shown with what it repeats, as a row that leads there. */
static void
add_relatives (AnnexActionPath *self, AnnexRecord *record, const char *field_name)
{
  g_auto (GStrv) references = g_strsplit (annex_record_get_text (record, field_name), ", ", -1);
  GtkWidget *group = NULL;

  for (guint i = 0; references[i] != NULL && *references[i] != '\0'; i++)
    {
      g_autoptr (AnnexRecord) relative = annex_store_find (self->store, references[i], ANNEX_TOLD_BY_STORE);

      if (relative == NULL && group != NULL && g_str_equal (references[i], "…"))
        adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), _("The nearest ones. There are more."));
      if (relative == NULL)
        continue;
      if (group == NULL)
        {
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                           annex_field_get_label (annex_type_find_field (annex_record_get_record_type (record), field_name)));
          gtk_box_append (self->box, group);
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), annex_link_row_new (relative, FALSE));
    }
}

static void
annex_action_path_show (AnnexRecordPart *part, AnnexStore *store, AnnexRecord *record)
{
  AnnexActionPath *self = ANNEX_ACTION_PATH (part);
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *summary = dup_summary (record);
  GtkWidget *back;
  GtkWidget *child;

  g_set_object (&self->store, store);
  self->id = annex_record_get_id (record);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Path"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), summary);
  for (AnnexGate gate = 0; gate < ANNEX_N_GATES; gate++)
    {
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_gate_row (record, gate));
      if (annex_corrective_action_get_state (record, gate) == ANNEX_GATE_NEXT && !annex_store_is_read_only (store))
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), create_next_row (self, record, gate));
    }
  back = annex_store_is_read_only (store) ? NULL : create_back_button (record);
  if (back != NULL)
    adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), back);
  gtk_box_append (self->box, group);
  add_relatives (self, record, "repeats");
  add_relatives (self, record, "came_back");
}

static void
part_iface_init (AnnexRecordPartInterface *iface)
{
  iface->show = annex_action_path_show;
}

static void
annex_action_path_dispose (GObject *object)
{
  g_clear_object (&ANNEX_ACTION_PATH (object)->store);
  G_OBJECT_CLASS (annex_action_path_parent_class)->dispose (object);
}

static void
annex_action_path_class_init (AnnexActionPathClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_action_path_dispose;
  gtk_widget_class_install_action (widget_class, "path.pass", NULL, pass_action);
  gtk_widget_class_install_action (widget_class, "path.skip", NULL, skip_action);
  gtk_widget_class_install_action (widget_class, "path.send-back", "i", send_back_action);
}

static void
annex_action_path_init (AnnexActionPath *self)
{
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 18));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}

GtkWidget *
annex_action_path_new (void)
{
  return g_object_new (ANNEX_TYPE_ACTION_PATH, NULL);
}
