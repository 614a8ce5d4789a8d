/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-palette.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/annex-query.h"
#include "widgets/annex-gradual-filling.h"

#define MAX_RESULTS 40

/* As many rows as are in sight. */
#define SCREENFUL 12

struct _AnnexPalette
{
  AdwDialog parent_instance;

  AnnexStore *store;
  GtkSearchEntry *entry;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (AnnexPalette, annex_palette, ADW_TYPE_DIALOG)

static guint record_chosen_signal;

static const struct
{
  const char *label;
  const char *icon;
  const char *action;
} commands[] = {
  { N_("New Record Here"), "list-add-symbolic", "win.new-record" },
  { N_("Import"), "document-open-symbolic", "win.import" },
  { N_("Export"), "document-save-symbolic", "win.export" },
  { N_("Undo"), "edit-undo-symbolic", "win.undo" },
  { N_("Redo"), "edit-redo-symbolic", "win.redo" },
  { N_("Reports"), "x-office-document-symbolic", "win.reports" },
  { N_("Workshop"), "system-users-symbolic", "win.start-workshop" },
  { N_("Fieldwork"), "checkbox-checked-symbolic", "win.start-fieldwork" },
  { N_("Report an Incident"), "dialog-error-symbolic", "win.report-incident" },
  { N_("History"), "document-open-recent-symbolic", "win.history" },
  { N_("Check the File"), "object-select-symbolic", "win.check" },
  { N_("Save a Copy"), "document-save-as-symbolic", "win.save-copy" },
  { N_("Preferences"), "preferences-system-symbolic", "win.preferences" },
  { N_("Keyboard Shortcuts"), "preferences-desktop-keyboard-symbolic", "win.shortcuts" },
  { N_("New Engagement"), "document-new-symbolic", "app.new" },
  { N_("Open Engagement"), "folder-open-symbolic", "app.open" },
};

/* One of a record, a room and a command. */
typedef struct
{
  gint64 id;
  const AnnexType *room;
  int command; /* -1 for none */
} Hit;

/* What cannot be done now is not offered. */
static gboolean
is_enabled (AnnexPalette *self, const char *action)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  return !g_str_has_prefix (action, "win.") || !G_IS_ACTION_GROUP (root) ||
         g_action_group_get_action_enabled (G_ACTION_GROUP (root), action + strlen ("win."));
}

static gboolean
is_found (const char *label, const char *folded)
{
  g_autofree char *text = g_utf8_casefold (label, -1);

  return strstr (text, folded) != NULL;
}

static void
add_hit (GArray *hits, Hit hit)
{
  g_array_append_val (hits, hit);
}

static void
add_rooms (GArray *hits, const char *folded)
{
  GPtrArray *types = annex_type_list ();

  for (guint i = 0; i < types->len; i++)
    {
      const AnnexType *type = types->pdata[i];

      if (type->phase != ANNEX_PHASE_NONE && is_found (_(type->label_plural), folded))
        add_hit (hits, (Hit) { .room = type, .command = -1 });
    }
}

/* What has no room is nowhere to be shown. */
static void
add_records (GArray *hits, AnnexStore *store, const char *text)
{
  g_autoptr (GArray) ids = annex_search_everything (store, text, MAX_RESULTS, ANNEX_TOLD_BY_STORE);

  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      const AnnexType *type = annex_store_get_type_of (store, id, ANNEX_TOLD_BY_STORE);

      if (type != NULL && type->phase != ANNEX_PHASE_NONE)
        add_hit (hits, (Hit) { .id = id, .command = -1 });
    }
}

static void
add_row (AnnexPalette *self, const Hit *hit, const char *icon, const char *title, const char *detail)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (title);
  GtkWidget *detail_label = gtk_label_new (detail);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (detail_label, "dim-label");
  gtk_widget_add_css_class (detail_label, "caption");
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), detail_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_object_set_data_full (G_OBJECT (row), "annex-hit", g_memdup2 (hit, sizeof *hit), g_free);
  gtk_list_box_append (self->list, row);
}

/* Read for its name alone. */
static void
add_record_row (AnnexPalette *self, const Hit *hit)
{
  const AnnexType *type = annex_store_get_type_of (self->store, hit->id, ANNEX_TOLD_BY_STORE);
  g_autoptr (AnnexRecord) record = NULL;
  g_autofree char *detail = NULL;

  if (type == NULL)
    return;
  record = annex_store_load_fields (self->store, hit->id,
                                    (const char *const[]){ "reference", annex_type_get_title_field (type)->name, NULL },
                                    ANNEX_TOLD_BY_STORE);
  if (record == NULL)
    return;
  detail = g_strdup_printf ("%s · %s", _(type->label), annex_record_get_reference (record));
  add_row (self, hit, type->icon, annex_record_get_title (record), detail);
}

static void
fill_row (GtkWidget *widget, guint index, gpointer hits)
{
  AnnexPalette *self = ANNEX_PALETTE (widget);
  const Hit *hit = &g_array_index ((GArray *) hits, Hit, index);

  if (hit->room != NULL)
    add_row (self, hit, hit->room->icon, _(hit->room->label_plural), _("Room"));
  else if (hit->command >= 0)
    add_row (self, hit, commands[hit->command].icon, _(commands[hit->command].label), _("Command"));
  else
    add_record_row (self, hit);
}

static void
search_cb (AnnexPalette *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_autofree char *folded = g_utf8_casefold (text, -1);

  if (*folded != '\0')
    add_rooms (hits, folded);
  add_records (hits, self->store, text);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (is_found (_(commands[i].label), folded) && is_enabled (self, commands[i].action))
      add_hit (hits, (Hit) { .command = (int) i });
  if (*folded == '\0')
    add_rooms (hits, folded);

  gtk_list_box_remove_all (self->list);
  annex_gradual_filling_start (GTK_WIDGET (self), hits->len, SCREENFUL, fill_row, g_array_ref (hits),
                               (GDestroyNotify) g_array_unref);
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_stack_set_visible_child_name (self->stack,
                                    gtk_list_box_get_row_at_index (self->list, 0) != NULL ? "results" : "nothing");
}

static void
row_activated_cb (AnnexPalette *self, GtkListBoxRow *row)
{
  const Hit hit = *(Hit *) g_object_get_data (G_OBJECT (row), "annex-hit");
  g_autoptr (AnnexPalette) kept = g_object_ref (self);
  g_autoptr (GtkWidget) parent = g_object_ref (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (self))));

  /* This dialog goes first: it gives the focus back, and a command may open another dialog. */
  adw_dialog_close (ADW_DIALOG (self));
  if (hit.id != 0)
    g_signal_emit (self, record_chosen_signal, 0, hit.id);
  else if (hit.room != NULL)
    gtk_widget_activate_action (parent, "win.show-room", "s", hit.room->name);
  else
    gtk_widget_activate_action (parent, commands[hit.command].action, NULL);
}

static void
activate_first_cb (AnnexPalette *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);

  if (row != NULL)
    row_activated_cb (self, row);
}

static void
stop_cb (AnnexPalette *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* Arrow keys walk the results while typing goes on. */
static gboolean
key_cb (AnnexPalette *self, guint key)
{
  int step = key == GDK_KEY_Down ? 1 : key == GDK_KEY_Up ? -1 : 0;
  GtkListBoxRow *row = step != 0 ? gtk_list_box_get_selected_row (self->list) : NULL;

  if (row == NULL)
    return GDK_EVENT_PROPAGATE;
  row = gtk_list_box_get_row_at_index (self->list, MAX (0, gtk_list_box_row_get_index (row) + step));
  if (row != NULL)
    {
      gtk_list_box_select_row (self->list, row);
      gtk_viewport_scroll_to (GTK_VIEWPORT (gtk_widget_get_ancestor (GTK_WIDGET (row), GTK_TYPE_VIEWPORT)), GTK_WIDGET (row), NULL);
    }
  return GDK_EVENT_STOP;
}

static void
annex_palette_dispose (GObject *object)
{
  g_clear_object (&ANNEX_PALETTE (object)->store);
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_PALETTE);
  G_OBJECT_CLASS (annex_palette_parent_class)->dispose (object);
}

static void
annex_palette_class_init (AnnexPaletteClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_palette_dispose;
  record_chosen_signal = g_signal_new ("record-chosen", ANNEX_TYPE_PALETTE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-palette.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexPalette, entry);
  gtk_widget_class_bind_template_child (widget_class, AnnexPalette, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexPalette, scroller);
  gtk_widget_class_bind_template_child (widget_class, AnnexPalette, list);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, activate_first_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
}

static void
annex_palette_init (AnnexPalette *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
annex_palette_new (AnnexStore *store)
{
  AnnexPalette *self = g_object_new (ANNEX_TYPE_PALETTE, NULL);

  self->store = g_object_ref (store);
  return ADW_DIALOG (self);
}
