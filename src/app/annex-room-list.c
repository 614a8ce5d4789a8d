/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-room-list.h"

#include <glib/gi18n.h>

#include "annex-room-row.h"
#include "isms/annex-attention.h"
#include "views/annex-calendar-view.h"

struct _AnnexRoomList
{
  AdwBin parent_instance;

  AnnexStore *store; /* unowned: the window's */
  GtkListBox *list;
  guint frames_to_reveal; /* until the selected room is scrolled to, 0 for none */
};

G_DEFINE_FINAL_TYPE (AnnexRoomList, annex_room_list, ADW_TYPE_BIN)

static guint room_chosen_signal;

static const char *
phase_label (AnnexPhase phase)
{
  switch (phase)
    {
    case ANNEX_PHASE_PLAN:
      return C_("phase", "Plan");
    case ANNEX_PHASE_DO:
      return C_("phase", "Do");
    case ANNEX_PHASE_CHECK:
      return C_("phase", "Check");
    case ANNEX_PHASE_ACT:
      return C_("phase", "Act");
    default:
      return NULL;
    }
}

static AnnexRoomRow *
get_row (AnnexRoomList *self, int index)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, index);

  return row != NULL ? ANNEX_ROOM_ROW (row) : NULL;
}

static AnnexRoomRow *
find_row (AnnexRoomList *self, const char *name)
{
  AnnexRoomRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const AnnexType *type = annex_room_row_get_record_type (row);

      if (g_strcmp0 (type != NULL ? type->name : NULL, name) == 0)
        return row;
    }
  return NULL;
}

/* A room that is folded up speaks for those under it as well. */
static void
update_counts (AnnexRoomList *self)
{
  AnnexAttention *attention = annex_attention_get (self->store);
  AnnexRoomRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const AnnexType *type = annex_room_row_get_record_type (row);
      guint count = type != NULL ? annex_attention_get_counts (attention, type).total : 0;

      if (annex_room_row_get_expandable (row) && !annex_room_row_get_expanded (row))
        {
          AnnexRoomRow *other;

          for (int j = i + 1; (other = get_row (self, j)) != NULL; j++)
            {
              const AnnexType *under = annex_room_row_get_record_type (other);

              if (g_strcmp0 (under->beside, type->name) != 0)
                break;
              count += annex_attention_get_counts (attention, under).total;
            }
        }
      annex_room_row_set_count (row, count);
    }
}

/* A row that is hidden, and not filtered out, costs no style before the first frame. */
static void
expanded_cb (AnnexRoomList *self)
{
  AnnexRoomRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      const AnnexType *type = annex_room_row_get_record_type (row);

      if (type != NULL && type->beside != NULL)
        gtk_widget_set_visible (GTK_WIDGET (row), annex_room_row_get_expanded (find_row (self, type->beside)));
    }
  update_counts (self);
}

static void
update_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const AnnexType *type = annex_room_row_get_record_type (ANNEX_ROOM_ROW (row));
  const AnnexType *previous = before != NULL ? annex_room_row_get_record_type (ANNEX_ROOM_ROW (before)) : NULL;
  GtkWidget *label;

  if (type == NULL || type->phase == ANNEX_PHASE_NONE || (previous != NULL && previous->phase == type->phase))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (phase_label (type->phase));
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "phase-heading");
  gtk_list_box_row_set_header (row, label);
}

static AnnexRoomRow *
add_row (AnnexRoomList *self, const AnnexType *type)
{
  GtkWidget *row = annex_room_row_new (type);

  gtk_widget_set_visible (row, type == NULL || type->beside == NULL);
  g_signal_connect_object (row, "notify::expanded", G_CALLBACK (expanded_cb), self, G_CONNECT_SWAPPED);
  gtk_list_box_append (self->list, row);
  return ANNEX_ROOM_ROW (row);
}

static void
row_activated_cb (AnnexRoomList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, room_chosen_signal, 0, annex_room_row_get_record_type (ANNEX_ROOM_ROW (row)));
}

/* As in a tree: Right opens up, Left folds up, and from within goes to the room above. */
static gboolean
key_pressed_cb (AnnexRoomList *self, guint keyval, guint keycode, GdkModifierType modifiers)
{
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  AnnexRoomRow *row = ANNEX_IS_ROOM_ROW (focus) ? ANNEX_ROOM_ROW (focus) : NULL;
  gboolean forward = keyval == (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL ? GDK_KEY_Left : GDK_KEY_Right);
  const AnnexType *type;

  if (row == NULL || (keyval != GDK_KEY_Left && keyval != GDK_KEY_Right) || (modifiers & gtk_accelerator_get_default_mod_mask ()) != 0)
    return GDK_EVENT_PROPAGATE;
  type = annex_room_row_get_record_type (row);
  if (annex_room_row_get_expandable (row))
    annex_room_row_set_expanded (row, forward);
  else if (!forward && type != NULL && type->beside != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (find_row (self, type->beside)));
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

/* What was opened up for the room gets its place in the frame in which this is called first. */
static gboolean
reveal_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  AnnexRoomList *self = ANNEX_ROOM_LIST (widget);

  if (--self->frames_to_reveal > 0)
    return G_SOURCE_CONTINUE;
  gtk_viewport_scroll_to (GTK_VIEWPORT (gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT)),
                          GTK_WIDGET (gtk_list_box_get_selected_row (self->list)), NULL);
  return G_SOURCE_REMOVE;
}

static void
annex_room_list_class_init (AnnexRoomListClass *klass)
{
  room_chosen_signal = g_signal_new ("room-chosen", ANNEX_TYPE_ROOM_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
}

static void
annex_room_list_init (AnnexRoomList *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Rooms"), -1);
  gtk_list_box_set_header_func (self->list, update_header_cb, NULL, NULL);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

const AnnexType *
annex_room_list_find_room (const char *name)
{
  return g_strcmp0 (name, annex_calendar_room.name) == 0 ? &annex_calendar_room : annex_type_find (name);
}

void
annex_room_list_fill (AnnexRoomList *self, AnnexStore *store)
{
  GPtrArray *types = annex_type_list ();

  self->store = store;
  add_row (self, NULL);
  add_row (self, &annex_calendar_room);
  for (int phase = ANNEX_PHASE_PLAN; phase <= ANNEX_PHASE_ACT; phase++)
    for (guint i = 0; i < types->len; i++)
      {
        const AnnexType *type = types->pdata[i];
        AnnexRoomRow *row;

        if ((int) type->phase != phase || type->beside != NULL)
          continue;
        row = add_row (self, type);
        for (guint j = 0; j < types->len; j++)
          {
            const AnnexType *under = types->pdata[j];

            if ((int) under->phase != phase || g_strcmp0 (under->beside, type->name) != 0)
              continue;
            annex_room_row_set_expandable (row, TRUE);
            add_row (self, under);
          }
      }
  g_signal_connect_object (annex_attention_get (store), "changed", G_CALLBACK (update_counts), self, G_CONNECT_SWAPPED);
}

void
annex_room_list_select (AnnexRoomList *self, const AnnexType *type)
{
  AnnexRoomRow *row = find_row (self, type != NULL ? type->name : NULL);

  g_return_if_fail (row != NULL);
  if (type != NULL && type->beside != NULL)
    annex_room_row_set_expanded (find_row (self, type->beside), TRUE);
  gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
  if (self->frames_to_reveal == 0)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), reveal_cb, NULL, NULL);
  self->frames_to_reveal = 2;
}

gboolean
annex_room_list_get_nth (AnnexRoomList *self, guint position, const AnnexType **type)
{
  AnnexRoomRow *row;

  for (int i = 0; (row = get_row (self, i)) != NULL; i++)
    {
      *type = annex_room_row_get_record_type (row);
      if (*type != &annex_calendar_room && (*type == NULL || (*type)->beside == NULL) && position-- == 0)
        return TRUE;
    }
  return FALSE;
}
