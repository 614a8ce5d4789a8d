/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-timeline-row.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdio.h>

#define ROW_HEIGHT 36
#define BAR_HEIGHT 16
#define DIAMOND 8.0
#define NAME_MARGIN 6
#define STACKED_BAR_HEIGHT 28
#define GAP 8
#define STRIPE_STEP 6.0

/* How near to the end of a bar one has to take it, in pixels. */
#define GRIP 9.0

struct _AnnexTimelineRow
{
  GtkWidget parent_instance;

  GtkWidget *name;
  GtkLabel *reference;
  GtkLabel *title;

  AnnexTimeScale *scale;
  const AnnexTimelineFields *fields;
  gint64 id;
  guint start; /* Julian days, 0 for none */
  guint due;
  guint end;
  gboolean over;
  gboolean late;
  gboolean editable;
  gboolean stacked;
  char *word;
  char *description;
  guint dragged; /* the day under the pointer while dragging */
};

static guint due_moved_signal;

G_DEFINE_FINAL_TYPE (AnnexTimelineRow, annex_timeline_row, GTK_TYPE_WIDGET)

char *
annex_timeline_dup_date (guint day)
{
  GDate date;
  char text[128];

  g_date_clear (&date, 1);
  g_date_set_julian (&date, day);
  /* Translators: a date as people say it, as strftime(3) has it: 15 December 2026. */
  g_date_strftime (text, sizeof text, C_("date", "%-d %B %Y"), &date);
  return g_strdup (text);
}

guint
annex_timeline_parse_day (const char *value)
{
  GDate date;
  int year, month, day;

  if (value == NULL || sscanf (value, "%4d-%2d-%2d", &year, &month, &day) != 3 || !g_date_valid_dmy (day, month, year))
    return 0;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  return g_date_get_julian (&date);
}

static guint
get_day (AnnexRecord *record, const AnnexField *field)
{
  return field != NULL ? annex_timeline_parse_day (annex_record_get_value (record, field->name)) : 0;
}

/* Where bars begin: beside the names, or under them. */
static double
get_left (AnnexTimelineRow *self)
{
  return annex_time_scale_get_stacked (self->scale) ? 0 : ANNEX_TIMELINE_NAME_WIDTH;
}

static double
get_top (AnnexTimelineRow *self)
{
  return annex_time_scale_get_stacked (self->scale) ? gtk_widget_get_height (GTK_WIDGET (self)) - STACKED_BAR_HEIGHT : 0;
}

static double
get_x (AnnexTimelineRow *self, guint day)
{
  return get_left (self) + annex_time_scale_get_x (self->scale, day);
}

static void
draw_stripes (GtkSnapshot *snapshot, const graphene_rect_t *place, const GdkRGBA *colour)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskStroke) stroke = gsk_stroke_new (1.5);
  g_autoptr (GskPath) path = NULL;

  for (double x = place->origin.x - place->size.height; x < place->origin.x + place->size.width; x += STRIPE_STEP)
    {
      gsk_path_builder_move_to (builder, x, place->origin.y + place->size.height);
      gsk_path_builder_line_to (builder, x + place->size.height, place->origin.y);
    }
  path = gsk_path_builder_free_to_path (builder);
  gtk_snapshot_append_stroke (snapshot, path, stroke, colour);
}

static void
draw_bar (AnnexTimelineRow *self, GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double end, double y)
{
  GskRoundedRect outline;
  GdkRGBA fill = *colour;

  gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (x, y, MAX (end - x, 4), BAR_HEIGHT), 4);
  fill.alpha *= self->late ? 0.15 : self->over ? 0.2 : 0.75;
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &fill, &outline.bounds);
  if (self->late)
    draw_stripes (snapshot, &outline.bounds, colour);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_border (snapshot, &outline, (float[4]) { 1, 1, 1, 1 }, (GdkRGBA[4]) { *colour, *colour, *colour, *colour });
}

static void
draw_diamond (AnnexTimelineRow *self, GtkSnapshot *snapshot, const GdkRGBA *colour, double x, double y)
{
  GskPathBuilder *builder = gsk_path_builder_new ();
  g_autoptr (GskStroke) stroke = gsk_stroke_new (1.5);
  g_autoptr (GskPath) path = NULL;
  GdkRGBA fill = *colour;

  gsk_path_builder_move_to (builder, x, y - DIAMOND);
  gsk_path_builder_line_to (builder, x + DIAMOND, y);
  gsk_path_builder_line_to (builder, x, y + DIAMOND);
  gsk_path_builder_line_to (builder, x - DIAMOND, y);
  gsk_path_builder_close (builder);
  path = gsk_path_builder_free_to_path (builder);
  fill.alpha *= self->late ? 0.15 : self->over ? 0.2 : 0.75;
  gtk_snapshot_push_fill (snapshot, path, GSK_FILL_RULE_WINDING);
  gtk_snapshot_append_color (snapshot, &fill, &GRAPHENE_RECT_INIT (x - DIAMOND, y - DIAMOND, 2 * DIAMOND, 2 * DIAMOND));
  if (self->late)
    draw_stripes (snapshot, &GRAPHENE_RECT_INIT (x - DIAMOND, y - DIAMOND, 2 * DIAMOND, 2 * DIAMOND), colour);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_append_stroke (snapshot, path, stroke, colour);
}

/* The word about a bar that is out of sight stands on the side where the bar is. */
static void
draw_word (AnnexTimelineRow *self, GtkSnapshot *snapshot, const GdkRGBA *colour, const char *word, double x, double middle)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), word);
  double left = get_left (self) + GAP;
  int width, height;
  double right;

  if (x < left)
    {
      g_autofree char *pointing = g_strdup_printf ("‹ %s", word);

      pango_layout_set_text (layout, pointing, -1);
    }
  pango_layout_get_pixel_size (layout, &width, &height);
  right = gtk_widget_get_width (GTK_WIDGET (self)) - GAP - width;
  if (x > right + GAP + width)
    {
      g_autofree char *pointing = g_strdup_printf ("%s ›", word);

      pango_layout_set_text (layout, pointing, -1);
      pango_layout_get_pixel_size (layout, &width, NULL);
      right = gtk_widget_get_width (GTK_WIDGET (self)) - GAP - width;
    }
  x = CLAMP (x, left, MAX (left, right));
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, middle - height / 2.0));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

/* What may be fainter than the rest, unless contrast is asked for. */
static GdkRGBA
fade (const GdkRGBA *ink, float strength)
{
  GdkRGBA colour = *ink;

  if (!adw_style_manager_get_high_contrast (adw_style_manager_get_default ()))
    colour.alpha *= strength;
  return colour;
}

static void
draw_record (AnnexTimelineRow *self, GtkSnapshot *snapshot, const GdkRGBA *ink, const GdkRGBA *accent, double middle)
{
  guint day = self->dragged != 0 ? self->dragged : self->end;
  double end = get_x (self, day + 1);
  g_autofree char *date = self->dragged != 0 ? annex_timeline_dup_date (self->dragged) : NULL;
  GdkRGBA red = { 0.75, 0.11, 0.16, 1 };
  GdkRGBA colour = *ink;

  if (adw_style_manager_get_dark (adw_style_manager_get_default ()))
    red = (GdkRGBA) { 1, 0.48, 0.4, 1 };
  if (day == 0)
    {
      colour = fade (ink, 0.55f);
      draw_word (self, snapshot, &colour, self->word, get_left (self) + GAP, middle);
      return;
    }
  if (self->late)
    colour = red;
  else if (!self->over)
    colour = *accent;
  else
    colour = fade (ink, 0.55f);
  if (self->start != 0 && self->start <= day)
    draw_bar (self, snapshot, &colour, get_x (self, self->start), end, middle - BAR_HEIGHT / 2.0);
  else
    {
      end = get_x (self, day) + DIAMOND;
      draw_diamond (self, snapshot, &colour, get_x (self, day), middle);
    }
  if (!self->late)
    colour = fade (ink, 0.75f);
  draw_word (self, snapshot, &colour, date != NULL ? date : self->word, end + GAP, middle);
}

static void
annex_timeline_row_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexTimelineRow *self = ANNEX_TIMELINE_ROW (widget);
  double left = get_left (self);
  double top = get_top (self);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (adw_style_manager_get_default ());
  double today = get_x (self, annex_time_scale_get_today (self->scale));
  GdkRGBA ink;

  gtk_widget_snapshot_child (widget, self->name, snapshot);
  gtk_widget_get_color (widget, &ink);
  gtk_snapshot_push_clip (snapshot, &GRAPHENE_RECT_INIT (left, top, MAX (0, width - left), height - top));
  annex_time_scale_draw_grid (self->scale, snapshot, get_left (self), gtk_widget_get_width (GTK_WIDGET (self)), gtk_widget_get_height (GTK_WIDGET (self)), &ink);
  gtk_snapshot_append_color (snapshot, accent, &GRAPHENE_RECT_INIT (today, 0, 2, height));
  draw_record (self, snapshot, &ink, accent, (top + height) / 2);
  gtk_snapshot_pop (snapshot);
}

static void
annex_timeline_row_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                            int *minimum_baseline, int *natural_baseline)
{
  AnnexTimelineRow *self = ANNEX_TIMELINE_ROW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = *natural = 0;
      return;
    }
  gtk_widget_measure (self->name, orientation, -1, minimum, natural, NULL, NULL);
  *minimum = *natural = annex_time_scale_get_stacked (self->scale) ? *natural + NAME_MARGIN + STACKED_BAR_HEIGHT : MAX (*natural, ROW_HEIGHT);
}

static void
annex_timeline_row_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnexTimelineRow *self = ANNEX_TIMELINE_ROW (widget);
  gboolean stacked = annex_time_scale_get_stacked (self->scale);
  int natural;
  GtkAllocation place = { 12, 0, MAX (0, (stacked ? width : ANNEX_TIMELINE_NAME_WIDTH) - 24), height };

  gtk_widget_measure (self->name, GTK_ORIENTATION_VERTICAL, -1, NULL, &natural, NULL, NULL);
  if (stacked)
    {
      place.y = NAME_MARGIN;
      place.height = natural;
    }
  gtk_widget_size_allocate (self->name, &place, -1);
}

static gboolean
is_on_grip (AnnexTimelineRow *self, double x)
{
  double end = self->end != 0 ? get_x (self, self->start != 0 ? self->end + 1 : self->end) : 0;

  return self->editable && !self->over && self->id != 0 && self->end != 0 && x >= get_left (self) && ABS (x - end) <= GRIP;
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, AnnexTimelineRow *self)
{
  gboolean on_grip = is_on_grip (self, x);

  gtk_gesture_set_state (GTK_GESTURE (gesture), on_grip ? GTK_EVENT_SEQUENCE_CLAIMED : GTK_EVENT_SEQUENCE_DENIED);
  self->dragged = on_grip ? self->end : 0;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, AnnexTimelineRow *self)
{
  double from = get_x (self, self->end) - get_left (self);

  if (self->dragged == 0)
    return;
  self->dragged = annex_time_scale_get_day (self->scale, from + offset_x);
  if (self->start != 0)
    self->dragged = MAX (self->dragged, self->start);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
drag_end_cb (GtkGestureDrag *gesture, double offset_x, double offset_y, AnnexTimelineRow *self)
{
  guint day = self->dragged;

  self->dragged = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (day != 0 && day != self->end)
    g_signal_emit (self, due_moved_signal, 0, self->id, day);
}

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, AnnexTimelineRow *self)
{
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), is_on_grip (self, x) ? "ew-resize" : NULL);
}

static gboolean
query_tooltip_cb (AnnexTimelineRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, self->description);
  return self->id != 0;
}

static void
scale_changed_cb (AnnexTimelineRow *self)
{
  gboolean stacked = annex_time_scale_get_stacked (self->scale);

  if (stacked != self->stacked)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->stacked = stacked;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
annex_timeline_row_dispose (GObject *object)
{
  AnnexTimelineRow *self = ANNEX_TIMELINE_ROW (object);

  g_clear_pointer (&self->name, gtk_widget_unparent);
  g_clear_pointer (&self->word, g_free);
  g_clear_pointer (&self->description, g_free);
  if (self->scale != NULL)
    g_signal_handlers_disconnect_by_data (self->scale, self);
  g_clear_object (&self->scale);

  G_OBJECT_CLASS (annex_timeline_row_parent_class)->dispose (object);
}

static void
annex_timeline_row_class_init (AnnexTimelineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_timeline_row_dispose;
  widget_class->snapshot = annex_timeline_row_snapshot;
  widget_class->measure = annex_timeline_row_measure;
  widget_class->size_allocate = annex_timeline_row_size_allocate;
  due_moved_signal = g_signal_new ("due-moved", ANNEX_TYPE_TIMELINE_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                   G_TYPE_INT64, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "timelinerow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
annex_timeline_row_init (AnnexTimelineRow *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *motion = gtk_event_controller_motion_new ();

  self->name = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->reference = GTK_LABEL (gtk_label_new (NULL));
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->reference), "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->reference), "caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->reference), "numeric");
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_valign (GTK_WIDGET (self->reference), GTK_ALIGN_BASELINE_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->title), GTK_ALIGN_BASELINE_CENTER);
  gtk_box_append (GTK_BOX (self->name), GTK_WIDGET (self->reference));
  gtk_box_append (GTK_BOX (self->name), GTK_WIDGET (self->title));
  gtk_widget_set_parent (self->name, GTK_WIDGET (self));

  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_tooltip_cb), NULL);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), motion);
}

GtkWidget *
annex_timeline_row_new (AnnexTimeScale *scale, const AnnexTimelineFields *fields, gboolean editable)
{
  AnnexTimelineRow *self = g_object_new (ANNEX_TYPE_TIMELINE_ROW, NULL);

  self->scale = g_object_ref (scale);
  self->fields = fields;
  self->editable = editable;
  self->stacked = annex_time_scale_get_stacked (scale);
  g_signal_connect_swapped (scale, "changed", G_CALLBACK (scale_changed_cb), self);
  return GTK_WIDGET (self);
}

static char *
dup_description (AnnexTimelineRow *self, AnnexRecord *record, const char *state)
{
  GString *text = g_string_new (annex_record_get_title (record));

  if (self->end != 0)
    {
      g_autofree char *date = annex_timeline_dup_date (self->end);

      g_string_append (text, ", ");
      g_string_append_printf (text, self->end == self->due ? _("due %s") : _("done %s"), date);
    }
  else
    g_string_append_printf (text, ", %s", _("without a date"));
  if (*state != '\0')
    g_string_append_printf (text, ", %s", state);
  if (self->late)
    g_string_append_printf (text, ", %s", _("late"));
  return g_string_free (text, FALSE);
}

void
annex_timeline_row_set_record (AnnexTimelineRow *self, AnnexRecord *record, const char *instead)
{
  const AnnexType *type = self->fields->type;
  const char *state = record != NULL && type->state_field != NULL ? annex_record_get_value (record, type->state_field) : NULL;
  const char *state_text = state != NULL ? annex_record_get_text (record, type->state_field) : "";
  guint done = record != NULL ? get_day (record, self->fields->done) : 0;

  self->id = record != NULL ? annex_record_get_id (record) : 0;
  self->dragged = 0;
  self->start = record != NULL ? get_day (record, self->fields->start) : 0;
  self->due = record != NULL ? get_day (record, self->fields->due) : 0;
  self->over = state != NULL && type->over_states != NULL && g_strv_contains (type->over_states, state);
  self->end = self->over && done != 0 ? done : self->due;
  self->late = !self->over && self->due != 0 && self->due < annex_time_scale_get_today (self->scale);
  g_free (self->word);
  self->word = self->end == 0 ? g_strdup (_("No date")) : self->late ? g_strdup_printf ("⚠ %s", _("Late")) : g_strdup (state_text);
  g_free (self->description);
  self->description = record != NULL ? dup_description (self, record, state_text) : g_strdup (instead);
  gtk_label_set_text (self->reference, record != NULL ? annex_record_get_reference (record) : "");
  gtk_label_set_text (self->title, record != NULL ? annex_record_get_title (record) : instead);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gint64
annex_timeline_row_get_id (AnnexTimelineRow *self)
{
  return self->id;
}

const char *
annex_timeline_row_get_description (AnnexTimelineRow *self)
{
  return self->description != NULL ? self->description : "";
}
