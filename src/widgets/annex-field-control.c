/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-field-control.h"

#include "annex-choice-control.h"
#include "annex-computed-control.h"
#include "annex-entry-control.h"
#include "annex-files-control.h"
#include "annex-link-control.h"
#include "annex-links-control.h"
#include "annex-switch-control.h"
#include "annex-text-control.h"
#include "annex-tooltip.h"

typedef struct
{
  AnnexStore *store;
  const AnnexField *field;
  GtkWidget *widget;
  char *value;
  gint64 record;
  GtkWidget *message; /* the row below, while something was refused */
} AnnexFieldControlPrivate;

enum
{
  SIGNAL_COMMITTED,
  SIGNAL_UNCHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AnnexFieldControl, annex_field_control, G_TYPE_OBJECT)

#define GET_PRIVATE(self) ((AnnexFieldControlPrivate *) annex_field_control_get_instance_private (self))

static GType
find_class (const AnnexField *field)
{
  switch (field->kind)
    {
    case ANNEX_FIELD_LONG_TEXT:
      return ANNEX_TYPE_TEXT_CONTROL;
    case ANNEX_FIELD_CHOICE:
    case ANNEX_FIELD_SCALE:
      return ANNEX_TYPE_CHOICE_CONTROL;
    case ANNEX_FIELD_BOOLEAN:
      return ANNEX_TYPE_SWITCH_CONTROL;
    case ANNEX_FIELD_LINK:
      return field->flags & ANNEX_FIELD_MANY ? ANNEX_TYPE_LINKS_CONTROL : ANNEX_TYPE_LINK_CONTROL;
    case ANNEX_FIELD_COMPUTED:
      return ANNEX_TYPE_COMPUTED_CONTROL;
    case ANNEX_FIELD_FILE:
      return ANNEX_TYPE_FILES_CONTROL;
    case ANNEX_FIELD_TEXT:
    case ANNEX_FIELD_NUMBER:
    case ANNEX_FIELD_MONEY:
    case ANNEX_FIELD_DATE:
    case ANNEX_FIELD_TIME:
    case ANNEX_FIELD_TAGS:
    default:
      return ANNEX_TYPE_ENTRY_CONTROL;
    }
}

static void
remove_message (AnnexFieldControlPrivate *priv)
{
  GtkWidget *message = priv->message;

  if (message == NULL)
    return;

  g_clear_weak_pointer (&priv->message);
  gtk_list_box_remove (GTK_LIST_BOX (gtk_widget_get_parent (message)), message);
}

/* Once it has its place, for it may be below what the form shows. */
static gboolean
scroll_to_cb (GtkWidget *message, GdkFrameClock *clock, gpointer user_data)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (message, GTK_TYPE_VIEWPORT);

  if (gtk_widget_get_height (message) == 0)
    return G_SOURCE_CONTINUE;

  if (viewport != NULL)
    gtk_viewport_scroll_to (GTK_VIEWPORT (viewport), message, NULL);

  return G_SOURCE_REMOVE;
}

/* A row of its own below the control's, with room for all of the message. */
static void
add_message (AnnexFieldControlPrivate *priv, const char *message)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (message);
  GtkWidget *list = gtk_widget_get_parent (priv->widget);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (row, "refusal");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  if (ADW_IS_PREFERENCES_GROUP (priv->widget))
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (priv->widget), row);
  else if (GTK_IS_LIST_BOX (list))
    gtk_list_box_insert (GTK_LIST_BOX (list), row, gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (priv->widget)) + 1);
  else
    {
      g_object_unref (g_object_ref_sink (row));
      return;
    }
  g_set_weak_pointer (&priv->message, row);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (priv->widget), GTK_ACCESSIBLE_RELATION_ERROR_MESSAGE, label, NULL, -1);
  gtk_widget_add_tick_callback (row, scroll_to_cb, NULL, NULL);
}

static void
annex_field_control_dispose (GObject *object)
{
  AnnexFieldControlPrivate *priv = GET_PRIVATE (ANNEX_FIELD_CONTROL (object));

  g_clear_weak_pointer (&priv->message);
  if (priv->widget != NULL)
    g_signal_handlers_disconnect_by_data (priv->widget, object);
  g_clear_object (&priv->widget);
  g_clear_object (&priv->store);
  g_clear_pointer (&priv->value, g_free);

  G_OBJECT_CLASS (annex_field_control_parent_class)->dispose (object);
}

static void
annex_field_control_class_init (AnnexFieldControlClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = annex_field_control_dispose;

  signals[SIGNAL_COMMITTED] = g_signal_new ("committed", ANNEX_TYPE_FIELD_CONTROL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                            NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_UNCHANGED] =
    g_signal_new ("unchanged", ANNEX_TYPE_FIELD_CONTROL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
annex_field_control_init (AnnexFieldControl *self)
{
}

AnnexFieldControl *
annex_field_control_new (AnnexStore *store, const AnnexField *field)
{
  AnnexFieldControl *self = g_object_new (find_class (field), NULL);
  AnnexFieldControlPrivate *priv = GET_PRIVATE (self);

  priv->store = g_object_ref (store);
  priv->field = field;
  priv->widget = g_object_ref_sink (ANNEX_FIELD_CONTROL_GET_CLASS (self)->build (self));
  if (field->help != NULL)
    annex_tooltip_set (priv->widget, g_dgettext (GETTEXT_PACKAGE, field->help));

  return self;
}

AnnexStore *
annex_field_control_get_store (AnnexFieldControl *self)
{
  return GET_PRIVATE (self)->store;
}

const AnnexField *
annex_field_control_get_field (AnnexFieldControl *self)
{
  return GET_PRIVATE (self)->field;
}

GtkWidget *
annex_field_control_get_widget (AnnexFieldControl *self)
{
  return GET_PRIVATE (self)->widget;
}

const char *
annex_field_control_get_value (AnnexFieldControl *self)
{
  return GET_PRIVATE (self)->value;
}

void
annex_field_control_set_value (AnnexFieldControl *self, const char *value)
{
  g_set_str (&GET_PRIVATE (self)->value, value);
  annex_field_control_show_error (self, NULL);
  ANNEX_FIELD_CONTROL_GET_CLASS (self)->show (self, value);
}

void
annex_field_control_set_record (AnnexFieldControl *self, gint64 id)
{
  GET_PRIVATE (self)->record = id;
}

gint64
annex_field_control_get_record (AnnexFieldControl *self)
{
  return GET_PRIVATE (self)->record;
}

void
annex_field_control_show_error (AnnexFieldControl *self, const char *message)
{
  AnnexFieldControlPrivate *priv = GET_PRIVATE (self);

  remove_message (priv);
  if (message == NULL)
    {
      gtk_widget_remove_css_class (priv->widget, "error");
      gtk_accessible_reset_state (GTK_ACCESSIBLE (priv->widget), GTK_ACCESSIBLE_STATE_INVALID);
      return;
    }

  if (ADW_IS_PREFERENCES_ROW (priv->widget))
    gtk_widget_add_css_class (priv->widget, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (priv->widget), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  add_message (priv, message);
  gtk_accessible_announce (GTK_ACCESSIBLE (priv->widget), message, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

gboolean
annex_field_control_is_refused (AnnexFieldControl *self)
{
  return GET_PRIVATE (self)->message != NULL;
}

void
annex_field_control_flush (AnnexFieldControl *self)
{
  if (ANNEX_FIELD_CONTROL_GET_CLASS (self)->flush != NULL)
    ANNEX_FIELD_CONTROL_GET_CLASS (self)->flush (self);
}

void
annex_field_control_focus (AnnexFieldControl *self)
{
  if (ANNEX_FIELD_CONTROL_GET_CLASS (self)->focus != NULL)
    ANNEX_FIELD_CONTROL_GET_CLASS (self)->focus (self);
  else
    gtk_widget_child_focus (GET_PRIVATE (self)->widget, GTK_DIR_TAB_FORWARD);
}

void
annex_field_control_offer_text (AnnexFieldControl *self, const char *text)
{
  AnnexFieldControlPrivate *priv = GET_PRIVATE (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = annex_store_parse (priv->store, priv->field, text, &error);

  if (error != NULL)
    annex_field_control_show_error (self, error->message);
  else
    annex_field_control_offer_value (self, value);
}

void
annex_field_control_offer_value (AnnexFieldControl *self, const char *value)
{
  AnnexFieldControlPrivate *priv = GET_PRIVATE (self);
  g_autoptr (AnnexFieldControl) kept = g_object_ref (self);

  if (g_strcmp0 (value != NULL ? value : "", priv->value != NULL ? priv->value : "") == 0)
    {
      annex_field_control_show_error (self, NULL);
      g_signal_emit (self, signals[SIGNAL_UNCHANGED], 0);
    }
  else
    g_signal_emit (self, signals[SIGNAL_COMMITTED], 0, value);
}
