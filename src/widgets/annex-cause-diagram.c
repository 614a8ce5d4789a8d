/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cause-diagram.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "report/annex-cause-picture.h"

#define MARGIN 18
#define FRAME 2.0f

/* ---- A node: what the keyboard and a screen reader find; its words are drawn below it ---- */

#define ANNEX_TYPE_CAUSE_NODE (annex_cause_node_get_type ())
G_DECLARE_FINAL_TYPE (AnnexCauseNode, annex_cause_node, ANNEX, CAUSE_NODE, GtkWidget)

struct _AnnexCauseNode
{
  GtkWidget parent_instance;

  guint box; /* index in the layout */
  gboolean is_drop_target;
};

G_DEFINE_FINAL_TYPE (AnnexCauseNode, annex_cause_node, GTK_TYPE_WIDGET)

static void
annex_cause_node_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexCauseNode *self = ANNEX_CAUSE_NODE (widget);
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget), out = 4;
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  GdkRGBA fill = *accent;
  GskRoundedRect outline;

  if (!gtk_widget_has_focus (widget) && !self->is_drop_target)
    return;
  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (-out, -out, width + 2 * out, height + 2 * out), 6);
  fill.alpha = 0.15f;
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { FRAME, FRAME, FRAME, FRAME },
                              (GdkRGBA[4]) { *accent, *accent, *accent, *accent });
}

static void
annex_cause_node_state_flags_changed (GtkWidget *widget, GtkStateFlags previous)
{
  GTK_WIDGET_CLASS (annex_cause_node_parent_class)->state_flags_changed (widget, previous);
  gtk_widget_queue_draw (widget);
}

static void
annex_cause_node_class_init (AnnexCauseNodeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = annex_cause_node_snapshot;
  widget_class->state_flags_changed = annex_cause_node_state_flags_changed;
  gtk_widget_class_set_css_name (widget_class, "cause-node");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST_ITEM);
}

static void
annex_cause_node_init (AnnexCauseNode *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
}

/* ---- The drawing ---- */

struct _AnnexCauseDiagram
{
  GtkWidget parent_instance;

  AnnexCauseDrawing drawing;
  AnnexCauseTree *tree;
  AnnexCauseLayout *layout;
  GPtrArray *nodes; /* AnnexCauseNode */
  gint64 cause;     /* where the keyboard was last */
  int category;
  int width; /* for which it is laid out */
  int left;
  int top;
};

G_DEFINE_FINAL_TYPE (AnnexCauseDiagram, annex_cause_diagram, GTK_TYPE_WIDGET)

enum
{
  SELECTED,
  MOVED,
  ACTIVATED,
  MENU_ASKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const AnnexCauseBox *
get_box (AnnexCauseDiagram *self, AnnexCauseNode *node)
{
  return annex_cause_layout_get_box (self->layout, node->box);
}

/* What a box stands for: a cause, else a rib, else the nonconformity. */
static void
get_place (AnnexCauseDiagram *self, const AnnexCauseBox *box, gint64 *cause, int *category)
{
  *cause = box->kind == ANNEX_CAUSE_BOX_CAUSE ? annex_cause_tree_get_cause (self->tree, box->index)->id : 0;
  *category = box->kind == ANNEX_CAUSE_BOX_CAUSE      ? annex_cause_tree_get_cause (self->tree, box->index)->category
              : box->kind == ANNEX_CAUSE_BOX_CATEGORY ? annex_cause_tree_get_category (self->tree, box->index)->level
                                                      : 0;
}

static char *
dup_label (AnnexCauseDiagram *self, const AnnexCauseBox *box)
{
  if (box->kind == ANNEX_CAUSE_BOX_CAUSE)
    return annex_cause_tree_dup_text (self->tree, box->index);
  if (box->kind == ANNEX_CAUSE_BOX_CATEGORY)
    return g_strdup_printf (_("Category: %s"), annex_cause_tree_get_category (self->tree, box->index)->name);
  return g_strdup_printf (_("Nonconformity: %s"), annex_cause_tree_get_problem (self->tree));
}

static void
focus_entered_cb (GtkEventController *controller, AnnexCauseDiagram *self)
{
  AnnexCauseNode *node = ANNEX_CAUSE_NODE (gtk_event_controller_get_widget (controller));

  get_place (self, get_box (self, node), &self->cause, &self->category);
  g_signal_emit (self, signals[SELECTED], 0, self->cause, self->category);
}

static GdkContentProvider *
drag_cb (GtkDragSource *source, double x, double y, AnnexCauseDiagram *self)
{
  AnnexCauseNode *node = ANNEX_CAUSE_NODE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (source)));
  gint64 cause;
  int category;
  g_autofree char *text = NULL;

  get_place (self, get_box (self, node), &cause, &category);
  if (cause == 0)
    return NULL;
  text = g_strdup_printf ("%" G_GINT64_FORMAT, cause);
  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

static AnnexCauseNode *
create_node (AnnexCauseDiagram *self)
{
  AnnexCauseNode *node = g_object_new (ANNEX_TYPE_CAUSE_NODE, NULL);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkDragSource *drag = gtk_drag_source_new ();

  g_signal_connect (focus, "enter", G_CALLBACK (focus_entered_cb), self);
  g_signal_connect (drag, "prepare", G_CALLBACK (drag_cb), self);
  gtk_drag_source_set_actions (drag, GDK_ACTION_MOVE);
  gtk_widget_add_controller (GTK_WIDGET (node), focus);
  gtk_widget_add_controller (GTK_WIDGET (node), GTK_EVENT_CONTROLLER (drag));
  gtk_widget_set_parent (GTK_WIDGET (node), GTK_WIDGET (self));
  return node;
}

/* Widgets are kept and given another box, so that what has the keyboard keeps it. */
static void
update_nodes (AnnexCauseDiagram *self)
{
  guint n = 0;

  for (guint i = 0; i < annex_cause_layout_get_n_boxes (self->layout); i++)
    {
      const AnnexCauseBox *box = annex_cause_layout_get_box (self->layout, i);
      g_autofree char *label = NULL;
      AnnexCauseNode *node;

      if (box->kind == ANNEX_CAUSE_BOX_NOTE)
        continue;
      if (n == self->nodes->len)
        g_ptr_array_add (self->nodes, create_node (self));
      node = self->nodes->pdata[n++];
      node->box = i;
      label = dup_label (self, box);
      gtk_accessible_update_property (GTK_ACCESSIBLE (node), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      gtk_widget_set_tooltip_text (GTK_WIDGET (node), box->kind == ANNEX_CAUSE_BOX_CAUSE ? annex_cause_tree_get_cause (self->tree, box->index)->evidence : NULL);
    }
  while (self->nodes->len > n)
    gtk_widget_unparent (g_ptr_array_steal_index (self->nodes, self->nodes->len - 1));
}

static double
get_font_size (AnnexCauseDiagram *self, const char **family)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  double resolution = pango_cairo_context_get_resolution (context);

  *family = pango_font_description_get_family (font);
  return pango_font_description_get_size_is_absolute (font) ? size : size * (resolution > 0 ? resolution : 96) / 72;
}

static AnnexCauseLayout *
create_layout (AnnexCauseDiagram *self, int width)
{
  const char *family;
  double size = get_font_size (self, &family);

  return annex_cause_layout_new_for_width (self->tree, self->drawing, family, size, width - 2 * MARGIN);
}

static void
lay_out (AnnexCauseDiagram *self, int width)
{
  g_clear_pointer (&self->layout, annex_cause_layout_free);
  self->width = width;
  if (self->tree == NULL)
    return;
  self->layout = create_layout (self, width);
  update_nodes (self);
}

static GtkSizeRequestMode
annex_cause_diagram_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
annex_cause_diagram_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline)
{
  AnnexCauseDiagram *self = ANNEX_CAUSE_DIAGRAM (widget);
  g_autoptr (AnnexCauseLayout) narrow = NULL;
  double width = 0, height = 0;

  if (self->tree != NULL)
    {
      narrow = create_layout (self, orientation == GTK_ORIENTATION_VERTICAL ? for_size : 0);
      annex_cause_layout_get_size (narrow, &width, &height);
    }
  *minimum = *natural = (int) ceil (orientation == GTK_ORIENTATION_HORIZONTAL ? width : height) + 2 * MARGIN;
}

static void
annex_cause_diagram_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnexCauseDiagram *self = ANNEX_CAUSE_DIAGRAM (widget);
  double drawn_width = 0, drawn_height = 0;

  if (width != self->width)
    lay_out (self, width);
  if (self->layout != NULL)
    annex_cause_layout_get_size (self->layout, &drawn_width, &drawn_height);
  self->left = MAX (MARGIN, (int) (width - drawn_width) / 2);
  self->top = MAX (MARGIN, (int) (height - drawn_height) / 2);
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const cairo_rectangle_t *area = &get_box (self, self->nodes->pdata[i])->area;
      const GtkAllocation allocation = { self->left + (int) area->x, self->top + (int) area->y, (int) area->width, (int) area->height };

      gtk_widget_measure (self->nodes->pdata[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
      gtk_widget_size_allocate (self->nodes->pdata[i], &allocation, -1);
    }
}

static void
annex_cause_diagram_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexCauseDiagram *self = ANNEX_CAUSE_DIAGRAM (widget);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  AnnexCauseColours colours = adw_style_manager_get_dark (manager) ? ANNEX_CAUSE_COLOURS_DARK : ANNEX_CAUSE_COLOURS_PAPER;
  GdkRGBA text;
  cairo_t *cairo;

  if (self->layout == NULL)
    return;
  gtk_widget_get_color (widget, &text);
  colours.text[0] = text.red;
  colours.text[1] = text.green;
  colours.text[2] = text.blue;
  colours.high_contrast = adw_style_manager_get_high_contrast (manager);
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
  cairo_translate (cairo, self->left, self->top);
  annex_cause_picture_draw (cairo, self->layout, &colours);
  cairo_destroy (cairo);
  for (guint i = 0; i < self->nodes->len; i++)
    gtk_widget_snapshot_child (widget, self->nodes->pdata[i], snapshot);
}

/* What lies that way, the nearest first; what lies aside counts double. */
static AnnexCauseNode *
find_towards (AnnexCauseDiagram *self, AnnexCauseNode *from, int across, int down)
{
  const cairo_rectangle_t *start = &get_box (self, from)->area;
  AnnexCauseNode *best = NULL;
  double best_distance = G_MAXDOUBLE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      const cairo_rectangle_t *area = &get_box (self, self->nodes->pdata[i])->area;
      double x = area->x + area->width / 2 - start->x - start->width / 2, y = area->y + area->height / 2 - start->y - start->height / 2;
      double ahead = across != 0 ? x * across : y * down, aside = fabs (across != 0 ? y : x);

      if (self->nodes->pdata[i] == from || ahead <= 1)
        continue;
      if (ahead + 2 * aside < best_distance)
        {
          best_distance = ahead + 2 * aside;
          best = self->nodes->pdata[i];
        }
    }
  return best;
}

static gboolean
key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, AnnexCauseDiagram *self)
{
  static const struct
  {
    guint key, keypad;
    int across, down;
  } arrows[] = {
    { GDK_KEY_Left, GDK_KEY_KP_Left, -1, 0 },
    { GDK_KEY_Right, GDK_KEY_KP_Right, 1, 0 },
    { GDK_KEY_Up, GDK_KEY_KP_Up, 0, -1 },
    { GDK_KEY_Down, GDK_KEY_KP_Down, 0, 1 },
  };
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));

  if (!ANNEX_IS_CAUSE_NODE (focus) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK)) != 0)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (arrows); i++)
    if (key == arrows[i].key || key == arrows[i].keypad)
      {
        AnnexCauseNode *next = find_towards (self, ANNEX_CAUSE_NODE (focus), arrows[i].across, arrows[i].down);

        if (next == NULL)
          gtk_widget_error_bell (GTK_WIDGET (self));
        else
          gtk_widget_grab_focus (GTK_WIDGET (next));
        return TRUE;
      }
  return FALSE;
}

static AnnexCauseNode *
find_node_at (AnnexCauseDiagram *self, double x, double y)
{
  GtkWidget *picked = gtk_widget_pick (GTK_WIDGET (self), x, y, GTK_PICK_DEFAULT);

  return ANNEX_IS_CAUSE_NODE (picked) ? ANNEX_CAUSE_NODE (picked) : NULL;
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, AnnexCauseDiagram *self)
{
  AnnexCauseNode *node = find_node_at (self, x, y);

  if (node == NULL)
    return;
  gtk_widget_grab_focus (GTK_WIDGET (node));
  if (gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY)
    g_signal_emit (self, signals[MENU_ASKED], 0, x, y);
  else if (n_press == 2)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static double
get_distance (const cairo_rectangle_t *area, double x, double y)
{
  double across = MAX (MAX (area->x - x, 0), x - area->x - area->width), down = MAX (MAX (area->y - y, 0), y - area->y - area->height);

  return hypot (across, down);
}

/* Where one lets go on paper counts as the rib of what lies nearest. */
static AnnexCauseNode *
find_drop_node (AnnexCauseDiagram *self, double x, double y)
{
  AnnexCauseNode *best = NULL;
  double best_distance = G_MAXDOUBLE;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      double distance = get_distance (&get_box (self, self->nodes->pdata[i])->area, x - self->left, y - self->top);

      if (distance < best_distance)
        {
          best_distance = distance;
          best = self->nodes->pdata[i];
        }
    }
  return best;
}

static void
mark_drop_target (AnnexCauseDiagram *self, AnnexCauseNode *target)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      AnnexCauseNode *node = self->nodes->pdata[i];

      if (node->is_drop_target != (node == target))
        gtk_widget_queue_draw (GTK_WIDGET (node));
      node->is_drop_target = node == target;
    }
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, AnnexCauseDiagram *self)
{
  mark_drop_target (self, find_drop_node (self, x, y));
  return GDK_ACTION_MOVE;
}

static void
leave_cb (GtkDropTarget *target, AnnexCauseDiagram *self)
{
  mark_drop_target (self, NULL);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, AnnexCauseDiagram *self)
{
  gint64 cause = g_ascii_strtoll (g_value_get_string (value), NULL, 10), parent;
  AnnexCauseNode *node = find_drop_node (self, x, y);
  int category;

  mark_drop_target (self, NULL);
  if (node == NULL || annex_cause_tree_find (self->tree, cause) < 0)
    return FALSE;
  get_place (self, get_box (self, node), &parent, &category);
  if (parent == cause)
    return FALSE;
  if (get_distance (&get_box (self, node)->area, x - self->left, y - self->top) > 0)
    parent = 0;
  g_signal_emit (self, signals[MOVED], 0, cause, parent, parent == 0 ? category : 0);
  return TRUE;
}

static void
annex_cause_diagram_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  AnnexCauseDiagram *self = ANNEX_CAUSE_DIAGRAM (widget);
  const char *family;

  GTK_WIDGET_CLASS (annex_cause_diagram_parent_class)->css_changed (widget, change);
  if (self->layout != NULL && get_font_size (self, &family) != annex_cause_layout_get_font_size (self->layout))
    {
      lay_out (self, self->width);
      gtk_widget_queue_resize (widget);
    }
  gtk_widget_queue_draw (widget);
}

/* Tab is taken for another purpose by whoever shows the drawing; what enters goes to where it was last, what leaves leaves. */
static gboolean
annex_cause_diagram_focus_widget (GtkWidget *widget, GtkDirectionType direction)
{
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (widget);
}

static gboolean
annex_cause_diagram_grab_focus (GtkWidget *widget)
{
  AnnexCauseDiagram *self = ANNEX_CAUSE_DIAGRAM (widget);

  annex_cause_diagram_focus (self, self->cause, self->category);
  return self->nodes->len > 0;
}

static void
annex_cause_diagram_dispose (GObject *object)
{
  AnnexCauseDiagram *self = ANNEX_CAUSE_DIAGRAM (object);

  for (guint i = 0; self->nodes != NULL && i < self->nodes->len; i++)
    gtk_widget_unparent (self->nodes->pdata[i]);
  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->layout, annex_cause_layout_free);
  g_clear_pointer (&self->tree, annex_cause_tree_unref);

  G_OBJECT_CLASS (annex_cause_diagram_parent_class)->dispose (object);
}

static void
annex_cause_diagram_class_init (AnnexCauseDiagramClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_cause_diagram_dispose;
  widget_class->focus = annex_cause_diagram_focus_widget;
  widget_class->get_request_mode = annex_cause_diagram_get_request_mode;
  widget_class->measure = annex_cause_diagram_measure;
  widget_class->size_allocate = annex_cause_diagram_size_allocate;
  widget_class->snapshot = annex_cause_diagram_snapshot;
  widget_class->css_changed = annex_cause_diagram_css_changed;
  widget_class->grab_focus = annex_cause_diagram_grab_focus;
  gtk_widget_class_set_css_name (widget_class, "cause-diagram");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LIST);

  signals[SELECTED] = g_signal_new ("selected", ANNEX_TYPE_CAUSE_DIAGRAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_INT);
  signals[MOVED] = g_signal_new ("moved", ANNEX_TYPE_CAUSE_DIAGRAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_INT64, G_TYPE_INT64, G_TYPE_INT);
  signals[ACTIVATED] = g_signal_new ("activated", ANNEX_TYPE_CAUSE_DIAGRAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MENU_ASKED] = g_signal_new ("menu-asked", ANNEX_TYPE_CAUSE_DIAGRAM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_DOUBLE, G_TYPE_DOUBLE);
}

static void
annex_cause_diagram_init (AnnexCauseDiagram *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_STRING, GDK_ACTION_MOVE);

  self->nodes = g_ptr_array_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (drop, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (drop, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (drop, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
annex_cause_diagram_new (AnnexCauseDrawing drawing)
{
  AnnexCauseDiagram *self = g_object_new (ANNEX_TYPE_CAUSE_DIAGRAM, NULL);

  self->drawing = drawing;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  drawing == ANNEX_CAUSE_ISHIKAWA ? _("Fishbone of causes") : _("Tree of whys"), -1);
  return GTK_WIDGET (self);
}

void
annex_cause_diagram_set_tree (AnnexCauseDiagram *self, AnnexCauseTree *tree)
{
  gboolean had_focus = gtk_widget_get_focus_child (GTK_WIDGET (self)) != NULL;

  annex_cause_tree_ref (tree);
  g_clear_pointer (&self->tree, annex_cause_tree_unref);
  self->tree = tree;
  lay_out (self, self->width);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  if (had_focus)
    annex_cause_diagram_focus (self, self->cause, self->category);
}

void
annex_cause_diagram_select (AnnexCauseDiagram *self, gint64 cause, int category)
{
  self->cause = cause;
  self->category = category;
}

void
annex_cause_diagram_focus (AnnexCauseDiagram *self, gint64 cause, int category)
{
  AnnexCauseNode *fallback = NULL;

  for (guint i = 0; i < self->nodes->len; i++)
    {
      gint64 other;
      int level;

      get_place (self, get_box (self, self->nodes->pdata[i]), &other, &level);
      if (other == cause && (cause != 0 || level == category))
        {
          gtk_widget_grab_focus (self->nodes->pdata[i]);
          return;
        }
      if (fallback == NULL || (other == 0 && level == category))
        fallback = self->nodes->pdata[i];
    }
  if (fallback != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (fallback));
}
