/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-room-row.h"

#include <glib/gi18n.h>

#include "widgets/annex-tooltip.h"

struct _AnnexRoomRow
{
  GtkListBoxRow parent_instance;

  const AnnexType *type;
  gboolean expanded;

  GtkWidget *name_box;
  GtkImage *icon;
  GtkLabel *label;
  GtkLabel *badge;
  GtkButton *expander;
};

G_DEFINE_FINAL_TYPE (AnnexRoomRow, annex_room_row, GTK_TYPE_LIST_BOX_ROW)

enum
{
  PROP_0,
  PROP_EXPANDED,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

static void
describe_expander (AnnexRoomRow *self)
{
  const char *name = self->type != NULL ? _(self->type->label_plural) : "";
  g_autofree char *text = g_strdup_printf (self->expanded ? _("Hide What Stands under %s") : _("Show What Stands under %s"), name);

  gtk_button_set_icon_name (self->expander, self->expanded ? "pan-down-symbolic" : "pan-end-symbolic");
  annex_tooltip_set (GTK_WIDGET (self->expander), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->expander), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  if (annex_room_row_get_expandable (self))
    gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, self->expanded, -1);
}

static void
annex_room_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  g_value_set_boolean (value, annex_room_row_get_expanded (ANNEX_ROOM_ROW (object)));
}

static void
annex_room_row_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  annex_room_row_set_expanded (ANNEX_ROOM_ROW (object), g_value_get_boolean (value));
}

static void
annex_room_row_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), ANNEX_TYPE_ROOM_ROW);
  G_OBJECT_CLASS (annex_room_row_parent_class)->dispose (object);
}

static void
annex_room_row_class_init (AnnexRoomRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = annex_room_row_get_property;
  object_class->set_property = annex_room_row_set_property;
  object_class->dispose = annex_room_row_dispose;
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-room-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexRoomRow, name_box);
  gtk_widget_class_bind_template_child (widget_class, AnnexRoomRow, icon);
  gtk_widget_class_bind_template_child (widget_class, AnnexRoomRow, label);
  gtk_widget_class_bind_template_child (widget_class, AnnexRoomRow, badge);
  gtk_widget_class_bind_template_child (widget_class, AnnexRoomRow, expander);
}

static void
annex_room_row_init (AnnexRoomRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
annex_room_row_new (const AnnexType *type)
{
  AnnexRoomRow *self = g_object_new (ANNEX_TYPE_ROOM_ROW, NULL);

  self->type = type;
  gtk_image_set_from_icon_name (self->icon, type != NULL ? type->icon : "view-grid-symbolic");
  gtk_label_set_text (self->label, type != NULL ? _(type->label_plural) : _("Overview"));
  if (type != NULL && type->beside != NULL)
    gtk_widget_add_css_class (self->name_box, "room-under");
  describe_expander (self);
  return GTK_WIDGET (self);
}

const AnnexType *
annex_room_row_get_record_type (AnnexRoomRow *self)
{
  return self->type;
}

void
annex_room_row_set_count (AnnexRoomRow *self, guint count)
{
  g_autofree char *text = g_strdup_printf ("%u", count);
  g_autofree char *tooltip = g_strdup_printf (ngettext ("%u needs attention", "%u need attention", count), count);

  gtk_widget_set_visible (GTK_WIDGET (self->badge), count > 0);
  gtk_label_set_text (self->badge, text);
  annex_tooltip_set (GTK_WIDGET (self->badge), tooltip);
}

void
annex_room_row_set_expandable (AnnexRoomRow *self, gboolean expandable)
{
  gtk_widget_set_visible (GTK_WIDGET (self->expander), expandable);
  describe_expander (self);
}

gboolean
annex_room_row_get_expandable (AnnexRoomRow *self)
{
  return gtk_widget_get_visible (GTK_WIDGET (self->expander));
}

void
annex_room_row_set_expanded (AnnexRoomRow *self, gboolean expanded)
{
  if (self->expanded == expanded)
    return;
  self->expanded = expanded;
  describe_expander (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EXPANDED]);
}

gboolean
annex_room_row_get_expanded (AnnexRoomRow *self)
{
  return self->expanded;
}
