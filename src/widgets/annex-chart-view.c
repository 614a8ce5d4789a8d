/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-chart-view.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "annex-feedback.h"

#define LEAST_WIDTH 200
#define NATURAL_WIDTH 480
#define FRAME 3

/* ---- A bar or point: what the keyboard and a screen reader find; the chart itself is drawn below it ---- */

#define ANNEX_TYPE_CHART_MARK (annex_chart_mark_get_type ())
G_DECLARE_FINAL_TYPE (AnnexChartMark, annex_chart_mark, ANNEX, CHART_MARK, GtkButton)

struct _AnnexChartMark
{
  GtkButton parent_instance;

  guint category;
  guint series;
};

G_DEFINE_FINAL_TYPE (AnnexChartMark, annex_chart_mark, GTK_TYPE_BUTTON)

/* Two frames, dark and light, are seen on any colour. */
static void
annex_chart_mark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  const GdkRGBA dark = { 0, 0, 0, 1 }, light = { 1, 1, 1, 1 };
  float width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (!gtk_widget_has_visible_focus (widget))
    return;
  for (int i = 0; i < 2; i++)
    {
      const GdkRGBA *colour = i == 0 ? &light : &dark;
      float out = i == 0 ? FRAME : FRAME - 1, thickness = i == 0 ? FRAME : 1.5f;
      GskRoundedRect outline;

      gsk_rounded_rect_init_from_rect (&outline, &GRAPHENE_RECT_INIT (-out, -out, width + 2 * out, height + 2 * out), 3);
      gtk_snapshot_append_border (snapshot, &outline, (float[4]) { thickness, thickness, thickness, thickness },
                                  (GdkRGBA[4]) { *colour, *colour, *colour, *colour });
    }
}

/* Without a style that changes with the focus, nothing else would draw the frame. */
static void
annex_chart_mark_state_flags_changed (GtkWidget *widget, GtkStateFlags previous)
{
  GTK_WIDGET_CLASS (annex_chart_mark_parent_class)->state_flags_changed (widget, previous);
  gtk_widget_queue_draw (widget);
}

static void
annex_chart_mark_class_init (AnnexChartMarkClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = annex_chart_mark_snapshot;
  widget_class->state_flags_changed = annex_chart_mark_state_flags_changed;
  /* A name without style: nothing but the place that the chart gives it. */
  gtk_widget_class_set_css_name (widget_class, "chart-mark");
}

static void
annex_chart_mark_init (AnnexChartMark *self)
{
  /* The pointer is the chart's business: it also finds what lies close by. */
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* ---- The chart ---- */

struct _AnnexChartView
{
  GtkWidget parent_instance;

  AnnexChart *chart;
  GPtrArray *marks; /* AnnexChartMark, by category and then by series */
  GtkWidget *menu;
  guint last_focused;
};

G_DEFINE_FINAL_TYPE (AnnexChartView, annex_chart_view, GTK_TYPE_WIDGET)

static guint activated_signal;

static AnnexChartStyle
get_style (AnnexChartView *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  GdkRGBA colour;

  gtk_widget_get_color (GTK_WIDGET (self), &colour);
  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) > 0 ? pango_cairo_context_get_resolution (context) / 72 : 96 / 72.0;
  return (AnnexChartStyle) {
    .font = pango_font_description_get_family (font),
    .size = size * 0.9,
    .red = colour.red,
    .green = colour.green,
    .blue = colour.blue,
    .high_contrast = adw_style_manager_get_high_contrast (adw_style_manager_get_default ()),
  };
}

static void
annex_chart_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                          int *natural_baseline)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (widget);
  AnnexChartStyle style = get_style (self);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = LEAST_WIDTH;
      *natural = NATURAL_WIDTH;
    }
  else
    *minimum = *natural =
      self->chart != NULL ? (int) annex_chart_get_height (self->chart, &style, for_size >= 0 ? for_size : NATURAL_WIDTH) : 0;
}

static void
annex_chart_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (widget);
  AnnexChartStyle style = get_style (self);
  g_autofree cairo_rectangle_t *all = self->chart != NULL ? annex_chart_list_bounds (self->chart, &style, width, height) : NULL;

  for (guint i = 0; i < self->marks->len; i++)
    {
      AnnexChartMark *mark = self->marks->pdata[i];
      const cairo_rectangle_t *bounds = &all[mark->category * annex_chart_get_n_series (self->chart) + mark->series];

      gtk_widget_set_child_visible (GTK_WIDGET (mark), bounds->width >= 0);
      if (bounds->width >= 0)
        gtk_widget_size_allocate (GTK_WIDGET (mark),
                                  &(GtkAllocation) { (int) bounds->x, (int) bounds->y, MAX ((int) bounds->width, 1), MAX ((int) bounds->height, 1) }, -1);
    }
  if (self->menu != NULL)
    gtk_popover_present (GTK_POPOVER (self->menu));
}

static void
annex_chart_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (widget);
  AnnexChartStyle style = get_style (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cairo;

  if (self->chart == NULL)
    return;
  cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  annex_chart_draw (self->chart, cairo, &style, width, height);
  cairo_destroy (cairo);
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_snapshot_child (widget, self->marks->pdata[i], snapshot);
}

/* ---- Keyboard ---- */

static AnnexChartMark *
find_mark (AnnexChartView *self, guint category, guint series)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      AnnexChartMark *mark = self->marks->pdata[i];

      if (mark->category == category && mark->series == series && gtk_widget_get_child_visible (GTK_WIDGET (mark)))
        return mark;
    }
  return NULL;
}

/* From @from on to the next mark in that direction; along the categories, or from series to series. */
static AnnexChartMark *
find_next (AnnexChartView *self, const AnnexChartMark *from, gboolean along, int step)
{
  guint category = from->category, series = from->series;

  for (;;)
    {
      guint *index = along ? &category : &series;
      guint end = along ? annex_chart_get_n_categories (self->chart) : annex_chart_get_n_series (self->chart);
      AnnexChartMark *mark;

      if ((step < 0 && *index == 0) || (step > 0 && *index + 1 >= end))
        return NULL;
      *index = (guint) ((int) *index + step);
      mark = find_mark (self, category, series);
      if (mark != NULL)
        return mark;
    }
}

static AnnexChartMark *
get_focused (AnnexChartView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && ANNEX_IS_CHART_MARK (focus) && gtk_widget_get_parent (focus) == GTK_WIDGET (self) ? ANNEX_CHART_MARK (focus) : NULL;
}

static gboolean
focus_mark (AnnexChartView *self, AnnexChartMark *mark)
{
  guint index;

  if (mark == NULL || !g_ptr_array_find (self->marks, mark, &index))
    return FALSE;
  self->last_focused = index;
  return gtk_widget_grab_focus (GTK_WIDGET (mark));
}

static AnnexChartMark *
get_end (AnnexChartView *self, gboolean last)
{
  for (guint i = 0; i < self->marks->len; i++)
    {
      GtkWidget *mark = self->marks->pdata[last ? self->marks->len - 1 - i : i];

      if (gtk_widget_get_child_visible (mark))
        return ANNEX_CHART_MARK (mark);
    }
  return NULL;
}

/* One stop on the way of Tab, at the mark where the keyboard was last. */
static gboolean
annex_chart_view_focus (GtkWidget *widget, GtkDirectionType direction)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (widget);
  AnnexChartMark *focused = get_focused (self);

  if (focused == NULL)
    return focus_mark (self, self->last_focused < self->marks->len ? self->marks->pdata[self->last_focused] : get_end (self, FALSE));
  return FALSE;
}

static gboolean
annex_chart_view_grab_focus (GtkWidget *widget)
{
  return annex_chart_view_focus (widget, GTK_DIR_TAB_FORWARD);
}

static gboolean
key_pressed_cb (AnnexChartView *self, guint keyval, guint keycode, GdkModifierType state)
{
  AnnexChartMark *focused = get_focused (self);
  gboolean across = keyval == GDK_KEY_Left || keyval == GDK_KEY_Right || keyval == GDK_KEY_KP_Left || keyval == GDK_KEY_KP_Right;
  gboolean forth = keyval == GDK_KEY_Right || keyval == GDK_KEY_Down || keyval == GDK_KEY_KP_Right || keyval == GDK_KEY_KP_Down;
  gboolean lying = self->chart != NULL && annex_chart_get_kind (self->chart) == ANNEX_CHART_BARS;

  if (focused == NULL || (state & gtk_accelerator_get_default_mod_mask ()) != 0)
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Home:
    case GDK_KEY_KP_Home:
      return focus_mark (self, get_end (self, FALSE));
    case GDK_KEY_End:
    case GDK_KEY_KP_End:
      return focus_mark (self, get_end (self, TRUE));
    case GDK_KEY_Left:
    case GDK_KEY_KP_Left:
    case GDK_KEY_Right:
    case GDK_KEY_KP_Right:
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (!focus_mark (self, find_next (self, focused, across != lying, forth ? 1 : -1)))
        gtk_widget_error_bell (GTK_WIDGET (self));
      return TRUE;
    default:
      return FALSE;
    }
}

/* ---- Pointer ---- */

static gboolean
pick (AnnexChartView *self, double x, double y, guint *category, guint *series)
{
  AnnexChartStyle style = get_style (self);

  return self->chart != NULL && annex_chart_pick (self->chart, &style, gtk_widget_get_width (GTK_WIDGET (self)),
                                                  gtk_widget_get_height (GTK_WIDGET (self)), x, y, category, series);
}

static void
released_cb (AnnexChartView *self, int n_press, double x, double y)
{
  guint category, series;

  if (!pick (self, x, y, &category, &series))
    return;
  focus_mark (self, find_mark (self, category, series));
  g_signal_emit (self, activated_signal, 0, category, series);
}

static gboolean
annex_chart_view_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (widget);
  AnnexChartMark *focused = get_focused (self);
  g_autofree char *text = NULL;
  guint category, series;

  if (keyboard && focused != NULL)
    {
      category = focused->category;
      series = focused->series;
    }
  else if (keyboard || !pick (self, x, y, &category, &series))
    return FALSE;
  text = annex_chart_dup_value_text (self->chart, category, series);
  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
clicked_cb (AnnexChartView *self, AnnexChartMark *mark)
{
  g_signal_emit (self, activated_signal, 0, mark->category, mark->series);
}

/* ---- Taking it along ---- */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexChartView) self = user_data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GError) error = NULL;

  if (file == NULL || self->chart == NULL)
    return;
  if (!annex_chart_write (self->chart, g_file_peek_path (file), &error))
    annex_feedback_refuse (GTK_WIDGET (self), _("The Picture Could Not Be Written"), error);
  else
    annex_feedback_say (GTK_WIDGET (self), _("Picture saved"));
}

void
annex_chart_view_save (AnnexChartView *self)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name = NULL;

  if (self->chart == NULL)
    return;
  name = g_strconcat (annex_chart_get_title (self->chart) != NULL ? annex_chart_get_title (self->chart) : _("Chart"), ".svg", NULL);
  g_strdelimit (name, "/", '-');
  gtk_file_dialog_set_title (dialog, _("Save the Chart as Picture"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL, saved_cb, g_object_ref (self));
}

void
annex_chart_view_copy (AnnexChartView *self)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (self));
  g_autoptr (GdkTexture) picture = NULL;
  g_autoptr (GdkContentProvider) both = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  GdkContentProvider *providers[2];

  if (self->chart == NULL)
    return;
  bytes = annex_chart_draw_png (self->chart);
  picture = gdk_texture_new_from_bytes (bytes, NULL);
  text = annex_chart_dup_text (self->chart);
  providers[0] = gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, picture);
  providers[1] = gdk_content_provider_new_typed (G_TYPE_STRING, text);
  both = gdk_content_provider_new_union (providers, G_N_ELEMENTS (providers));
  gdk_clipboard_set_content (clipboard, both);
  annex_feedback_say (GTK_WIDGET (self), _("Chart copied"));
}

static void
copy_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annex_chart_view_copy (ANNEX_CHART_VIEW (widget));
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  annex_chart_view_save (ANNEX_CHART_VIEW (widget));
}

static void
show_menu_at (AnnexChartView *self, double x, double y)
{
  if (self->menu == NULL)
    {
      g_autoptr (GMenu) menu = g_menu_new ();

      g_menu_append (menu, _("Copy"), "chart.copy");
      g_menu_append (menu, _("Save as Picture…"), "chart.save");
      self->menu = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu), &(GdkRectangle) { (int) x, (int) y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
secondary_pressed_cb (AnnexChartView *self, int n_press, double x, double y)
{
  show_menu_at (self, x, y);
}

static gboolean
menu_key (GtkWidget *widget, GVariant *arguments, gpointer user_data)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (widget);
  AnnexChartMark *focused = get_focused (self);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, 0, 0);

  if (focused != NULL && !gtk_widget_compute_bounds (GTK_WIDGET (focused), widget, &bounds))
    return FALSE;
  show_menu_at (self, bounds.origin.x, bounds.origin.y);
  return TRUE;
}

/* ---- Making it ---- */

static void
remove_marks (AnnexChartView *self)
{
  for (guint i = 0; i < self->marks->len; i++)
    gtk_widget_unparent (self->marks->pdata[i]);
  g_ptr_array_set_size (self->marks, 0);
}

static void
add_mark (AnnexChartView *self, guint category, guint series)
{
  AnnexChartMark *mark = g_object_new (ANNEX_TYPE_CHART_MARK, NULL);

  mark->category = category;
  mark->series = series;
  g_signal_connect_object (mark, "clicked", G_CALLBACK (clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (mark), GTK_WIDGET (self));
  g_ptr_array_add (self->marks, mark);
}

/* Whether the marks that are there stand for the same values in the same places. */
static gboolean
has_marks_for (AnnexChartView *self, AnnexChart *chart)
{
  guint n_marks = 0;

  for (guint category = 0; category < annex_chart_get_n_categories (chart); category++)
    for (guint series = 0; series < annex_chart_get_n_series (chart); series++)
      if (annex_chart_get_value (chart, category, series, NULL))
        {
          AnnexChartMark *mark = n_marks < self->marks->len ? self->marks->pdata[n_marks] : NULL;

          if (mark == NULL || mark->category != category || mark->series != series)
            return FALSE;
          n_marks++;
        }
  return n_marks == self->marks->len;
}

static void
build (AnnexChartView *self)
{
  remove_marks (self);
  for (guint category = 0; category < annex_chart_get_n_categories (self->chart); category++)
    for (guint series = 0; series < annex_chart_get_n_series (self->chart); series++)
      if (annex_chart_get_value (self->chart, category, series, NULL))
        add_mark (self, category, series);
  self->last_focused = MIN (self->last_focused, MAX (self->marks->len, 1) - 1);
}

void
annex_chart_view_set_chart (AnnexChartView *self, AnnexChart *chart)
{
  gboolean had_focus = get_focused (self) != NULL;

  if (chart != NULL)
    annex_chart_ref (chart);
  g_clear_pointer (&self->chart, annex_chart_unref);
  self->chart = chart;
  if (chart == NULL)
    remove_marks (self);
  else if (!has_marks_for (self, chart))
    build (self);
  for (guint i = 0; i < self->marks->len; i++)
    {
      AnnexChartMark *mark = self->marks->pdata[i];
      g_autofree char *text = annex_chart_dup_value_text (chart, mark->category, mark->series);

      gtk_accessible_update_property (GTK_ACCESSIBLE (mark), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    }
  if (chart != NULL && annex_chart_get_title (chart) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, annex_chart_get_title (chart), -1);
  if (had_focus && self->marks->len > 0)
    focus_mark (self, self->marks->pdata[self->last_focused]);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
annex_chart_view_dispose (GObject *object)
{
  AnnexChartView *self = ANNEX_CHART_VIEW (object);

  remove_marks (self);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  g_clear_pointer (&self->chart, annex_chart_unref);
  G_OBJECT_CLASS (annex_chart_view_parent_class)->dispose (object);
}

static void
annex_chart_view_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_CHART_VIEW (object)->marks);
  G_OBJECT_CLASS (annex_chart_view_parent_class)->finalize (object);
}

static GtkSizeRequestMode
annex_chart_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
annex_chart_view_class_init (AnnexChartViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_chart_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_chart_view_finalize;
  widget_class->measure = annex_chart_view_measure;
  widget_class->get_request_mode = annex_chart_view_get_request_mode;
  widget_class->size_allocate = annex_chart_view_size_allocate;
  widget_class->snapshot = annex_chart_view_snapshot;
  widget_class->focus = annex_chart_view_focus;
  widget_class->grab_focus = annex_chart_view_grab_focus;
  widget_class->query_tooltip = annex_chart_view_query_tooltip;
  activated_signal = g_signal_new ("activated", ANNEX_TYPE_CHART_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT,
                                   G_TYPE_UINT);
  gtk_widget_class_install_action (widget_class, "chart.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "chart.save", NULL, save_action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Menu, 0, menu_key, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, menu_key, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "chart.copy", NULL);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "chart");
}

static void
annex_chart_view_init (AnnexChartView *self)
{
  AdwStyleManager *style_manager = adw_style_manager_get_default ();
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new (), *secondary = gtk_gesture_click_new ();

  self->marks = g_ptr_array_new ();
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  /* Before GTK takes arrow keys to move the focus by where widgets stand. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (secondary), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (secondary, "pressed", G_CALLBACK (secondary_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (secondary));
  g_signal_connect_object (style_manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

GtkWidget *
annex_chart_view_new (void)
{
  return g_object_new (ANNEX_TYPE_CHART_VIEW, NULL);
}
