/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cause-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "annex-picture.h"
#include "core/annex-path-check.h"

#define FONT_SIZE 12.0
#define TEXT_WIDTH 170.0
/* On a page there is less room. */
#define PAPER_FONT_SIZE 11.0
#define PAPER_TEXT_WIDTH 118.0
#define MARGIN 16.0

const AnnexCauseColours ANNEX_CAUSE_COLOURS_PAPER = {
  .text = { 0.1, 0.1, 0.1 },
  .line = { 0.5, 0.5, 0.5 },
  .trigger = { 0.78, 0.27, 0 },
  .systemic = { 0.38, 0.21, 0.51 },
};

const AnnexCauseColours ANNEX_CAUSE_COLOURS_DARK = {
  .text = { 1, 1, 1 },
  .line = { 0.6, 0.6, 0.6 },
  .trigger = { 1, 0.64, 0.28 },
  .systemic = { 0.86, 0.54, 0.87 },
};

/* Corners of the mark of a kind about the origin, in heights of the text; a contributing cause has a ring. */
static guint
get_mark (AnnexCauseKind kind, const double (**corners)[2])
{
  static const double triangle[][2] = { { 0, -0.45 }, { 0.5, 0.4 }, { -0.5, 0.4 } };
  static const double diamond[][2] = { { 0, -0.55 }, { 0.55, 0 }, { 0, 0.55 }, { -0.55, 0 } };

  *corners = kind == ANNEX_CAUSE_TRIGGER ? triangle : diamond;
  return kind == ANNEX_CAUSE_TRIGGER ? G_N_ELEMENTS (triangle) : kind == ANNEX_CAUSE_SYSTEMIC ? G_N_ELEMENTS (diamond) : 0;
}

static const double *
get_mark_colour (const AnnexCauseColours *colours, AnnexCauseKind kind)
{
  return kind == ANNEX_CAUSE_TRIGGER ? colours->trigger : kind == ANNEX_CAUSE_SYSTEMIC ? colours->systemic : colours->text;
}

static void
get_mark_place (const AnnexCauseLayout *layout, const AnnexCauseBox *box, double *x, double *y)
{
  double size = annex_cause_layout_get_font_size (layout);

  *x = box->text_x - 0.8 * size;
  *y = box->text_y + 0.7 * size;
}

static gboolean
has_frame (const AnnexCauseLayout *layout, const AnnexCauseBox *box)
{
  return box->kind == ANNEX_CAUSE_BOX_PROBLEM || box->kind == ANNEX_CAUSE_BOX_CATEGORY ||
         (box->kind == ANNEX_CAUSE_BOX_CAUSE && annex_cause_layout_get_drawing (layout) == ANNEX_CAUSE_WHYS);
}

static double
get_frame_thickness (const AnnexCauseBox *box)
{
  return box->kind == ANNEX_CAUSE_BOX_PROBLEM || (box->kind == ANNEX_CAUSE_BOX_CAUSE && box->mark == ANNEX_CAUSE_SYSTEMIC) ? 2 : 1;
}

static void
set_colour (cairo_t *cairo, const double *colour)
{
  cairo_set_source_rgb (cairo, colour[0], colour[1], colour[2]);
}

static void
trace_frame (cairo_t *cairo, const cairo_rectangle_t *area, double radius)
{
  double right = area->x + area->width, bottom = area->y + area->height;

  cairo_new_sub_path (cairo);
  cairo_arc (cairo, right - radius, area->y + radius, radius, -G_PI_2, 0);
  cairo_arc (cairo, right - radius, bottom - radius, radius, 0, G_PI_2);
  cairo_arc (cairo, area->x + radius, bottom - radius, radius, G_PI_2, G_PI);
  cairo_arc (cairo, area->x + radius, area->y + radius, radius, G_PI, 3 * G_PI_2);
  cairo_close_path (cairo);
}

static void
draw_mark (cairo_t *cairo, const AnnexCauseLayout *layout, const AnnexCauseBox *box, const AnnexCauseColours *colours)
{
  const double (*corners)[2];
  guint n = get_mark (box->mark, &corners);
  double size = annex_cause_layout_get_font_size (layout), x, y;

  get_mark_place (layout, box, &x, &y);
  set_colour (cairo, get_mark_colour (colours, box->mark));
  cairo_new_path (cairo);
  if (n == 0)
    {
      cairo_arc (cairo, x, y, 0.22 * size, 0, 2 * G_PI);
      cairo_set_line_width (cairo, 1.2);
      cairo_stroke (cairo);
      return;
    }
  for (guint i = 0; i < n; i++)
    cairo_line_to (cairo, x + corners[i][0] * size, y + corners[i][1] * size);
  cairo_close_path (cairo);
  cairo_fill (cairo);
}

static void
draw_box (cairo_t *cairo, const AnnexCauseLayout *layout, const AnnexCauseBox *box, const AnnexCauseColours *colours)
{
  if (has_frame (layout, box))
    {
      trace_frame (cairo, &box->area, 5);
      set_colour (cairo, box->kind == ANNEX_CAUSE_BOX_CAUSE && box->mark != ANNEX_CAUSE_SYSTEMIC && !colours->high_contrast ? colours->line : colours->text);
      cairo_set_line_width (cairo, get_frame_thickness (box));
      cairo_stroke (cairo);
    }
  if (box->has_mark)
    draw_mark (cairo, layout, box, colours);
  set_colour (cairo, colours->text);
  cairo_move_to (cairo, box->text_x, box->text_y);
  pango_cairo_update_layout (cairo, box->text);
  pango_cairo_show_layout (cairo, box->text);
}

void
annex_cause_picture_draw (cairo_t *cairo, const AnnexCauseLayout *layout, const AnnexCauseColours *colours)
{
  /* Nothing can be drawn where the file could not be made; whoever made it says so. */
  if (cairo_status (cairo) != CAIRO_STATUS_SUCCESS)
    return;
  cairo_save (cairo);
  cairo_set_line_cap (cairo, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < annex_cause_layout_get_n_lines (layout); i++)
    {
      const AnnexCauseLine *line = annex_cause_layout_get_line (layout, i);

      set_colour (cairo, line->thickness > 1 || colours->high_contrast ? colours->text : colours->line);
      cairo_set_line_width (cairo, line->thickness);
      cairo_move_to (cairo, line->x1, line->y1);
      cairo_line_to (cairo, line->x2, line->y2);
      cairo_stroke (cairo);
    }
  for (guint i = 0; i < annex_cause_layout_get_n_boxes (layout); i++)
    draw_box (cairo, layout, annex_cause_layout_get_box (layout, i), colours);
  cairo_restore (cairo);
}

/* ---- SVG, in which words stay words, to be found, read aloud and changed ---- */

static void
append_number (GString *svg, const char *name, double value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (svg, " %s=\"%s\"", name, g_ascii_formatd (text, sizeof text, "%.2f", value));
}

static char *
dup_colour (const double *colour)
{
  return g_strdup_printf ("#%02x%02x%02x", (guint) lround (colour[0] * 255), (guint) lround (colour[1] * 255), (guint) lround (colour[2] * 255));
}

static void
append_line (GString *svg, const AnnexCauseLine *line)
{
  g_autofree char *colour = dup_colour (line->thickness > 1 ? ANNEX_CAUSE_COLOURS_PAPER.text : ANNEX_CAUSE_COLOURS_PAPER.line);

  g_string_append (svg, "<line");
  append_number (svg, "x1", line->x1);
  append_number (svg, "y1", line->y1);
  append_number (svg, "x2", line->x2);
  append_number (svg, "y2", line->y2);
  append_number (svg, "stroke-width", line->thickness);
  g_string_append_printf (svg, " stroke=\"%s\" stroke-linecap=\"round\"/>\n", colour);
}

static void
append_mark (GString *svg, const AnnexCauseLayout *layout, const AnnexCauseBox *box)
{
  const double (*corners)[2];
  guint n = get_mark (box->mark, &corners);
  double size = annex_cause_layout_get_font_size (layout), x, y;
  g_autofree char *colour = dup_colour (get_mark_colour (&ANNEX_CAUSE_COLOURS_PAPER, box->mark));

  get_mark_place (layout, box, &x, &y);
  if (n == 0)
    {
      g_string_append (svg, "<circle");
      append_number (svg, "cx", x);
      append_number (svg, "cy", y);
      append_number (svg, "r", 0.22 * size);
      g_string_append_printf (svg, " fill=\"none\" stroke=\"%s\" stroke-width=\"1.2\"/>\n", colour);
      return;
    }
  g_string_append (svg, "<path d=\"");
  for (guint i = 0; i < n; i++)
    {
      char across[G_ASCII_DTOSTR_BUF_SIZE], down[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (svg, "%c%s %s", i == 0 ? 'M' : 'L', g_ascii_formatd (across, sizeof across, "%.2f", x + corners[i][0] * size),
                              g_ascii_formatd (down, sizeof down, "%.2f", y + corners[i][1] * size));
    }
  g_string_append_printf (svg, "Z\" fill=\"%s\"/>\n", colour);
}

/* Each line as wide as it was measured, so that another font does not let words overlap. */
static void
append_text (GString *svg, const AnnexCauseLayout *layout, const AnnexCauseBox *box)
{
  const char *text = pango_layout_get_text (box->text);
  PangoLayoutIter *iter = pango_layout_get_iter (box->text);
  gboolean bold = pango_font_description_get_weight (pango_layout_get_font_description (box->text)) == PANGO_WEIGHT_BOLD;
  g_autofree char *colour = dup_colour (ANNEX_CAUSE_COLOURS_PAPER.text);

  do
    {
      PangoLayoutLine *line = pango_layout_iter_get_line_readonly (iter);
      g_autofree char *words = g_strndup (text + pango_layout_line_get_start_index (line), pango_layout_line_get_length (line));
      g_autofree char *escaped = g_markup_escape_text (g_strchomp (words), -1);
      PangoRectangle rectangle;

      pango_layout_iter_get_line_extents (iter, NULL, &rectangle);
      if (*escaped == '\0')
        continue;
      g_string_append (svg, "<text");
      append_number (svg, "x", box->text_x);
      append_number (svg, "y", box->text_y + pango_layout_iter_get_baseline (iter) / (double) PANGO_SCALE);
      append_number (svg, "font-size", annex_cause_layout_get_font_size (layout));
      append_number (svg, "textLength", rectangle.width / (double) PANGO_SCALE);
      g_string_append_printf (svg, " lengthAdjust=\"spacingAndGlyphs\" fill=\"%s\"%s>%s</text>\n", colour, bold ? " font-weight=\"bold\"" : "", escaped);
    }
  while (pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
}

static void
append_box (GString *svg, const AnnexCauseLayout *layout, const AnnexCauseBox *box)
{
  if (has_frame (layout, box))
    {
      gboolean thin = box->kind == ANNEX_CAUSE_BOX_CAUSE && box->mark != ANNEX_CAUSE_SYSTEMIC;
      g_autofree char *colour = dup_colour (thin ? ANNEX_CAUSE_COLOURS_PAPER.line : ANNEX_CAUSE_COLOURS_PAPER.text);

      g_string_append (svg, "<rect");
      append_number (svg, "x", box->area.x);
      append_number (svg, "y", box->area.y);
      append_number (svg, "width", box->area.width);
      append_number (svg, "height", box->area.height);
      append_number (svg, "stroke-width", get_frame_thickness (box));
      g_string_append_printf (svg, " rx=\"5\" fill=\"none\" stroke=\"%s\"/>\n", colour);
    }
  if (box->has_mark)
    append_mark (svg, layout, box);
  append_text (svg, layout, box);
}

static char *
dup_svg (const AnnexCauseLayout *layout)
{
  GString *svg = g_string_new ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"");
  g_autofree char *title = g_markup_escape_text (annex_cause_tree_get_problem (annex_cause_layout_get_tree (layout)), -1);
  g_autofree char *outline = annex_cause_tree_dup_outline (annex_cause_layout_get_tree (layout));
  g_autofree char *description = g_markup_escape_text (outline, -1);
  double width, height;

  annex_cause_layout_get_size (layout, &width, &height);
  append_number (svg, "width", width + 2 * MARGIN);
  append_number (svg, "height", height + 2 * MARGIN);
  g_string_append_printf (svg, " font-family=\"sans-serif\">\n<title>%s</title>\n<desc>%s</desc>\n", title, description);
  g_string_append (svg, "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n<g transform=\"translate(16 16)\">\n");
  for (guint i = 0; i < annex_cause_layout_get_n_lines (layout); i++)
    append_line (svg, annex_cause_layout_get_line (layout, i));
  for (guint i = 0; i < annex_cause_layout_get_n_boxes (layout); i++)
    append_box (svg, layout, annex_cause_layout_get_box (layout, i));
  g_string_append (svg, "</g>\n</svg>\n");
  return g_string_free_and_steal (svg);
}

static void
draw_layout (cairo_t *cairo, double width, double height, gpointer data)
{
  const AnnexCauseLayout *layout = data;
  double own_width, own_height, scale;

  annex_cause_layout_get_size (layout, &own_width, &own_height);
  scale = MIN (width / own_width, height / own_height);
  cairo_save (cairo);
  cairo_scale (cairo, scale, scale);
  annex_cause_picture_draw (cairo, layout, &ANNEX_CAUSE_COLOURS_PAPER);
  cairo_restore (cairo);
}

gboolean
annex_cause_picture_write (AnnexCauseTree *tree, AnnexCauseDrawing drawing, const char *path, GError **error)
{
  g_autoptr (AnnexCauseLayout) layout = annex_cause_layout_new (tree, drawing, NULL, FONT_SIZE, TEXT_WIDTH);
  g_autofree char *svg = NULL;
  double width, height;

  annex_cause_layout_get_size (layout, &width, &height);
  if (!g_str_has_suffix (path, ".svg"))
    return annex_picture_write (draw_layout, layout, width, height, path, error);
  if (!annex_path_check_target (path, error))
    return FALSE;
  svg = dup_svg (layout);
  return g_file_set_contents (path, svg, -1, error);
}

void
annex_cause_picture_add_to_report (AnnexCauseTree *tree, AnnexCauseDrawing drawing, AnnexReportDocument *document)
{
  AnnexCauseLayout *layout = annex_cause_layout_new (tree, drawing, NULL, PAPER_FONT_SIZE, PAPER_TEXT_WIDTH);
  g_autofree char *outline = annex_cause_tree_dup_outline (tree);
  double width, height;

  annex_cause_layout_get_size (layout, &width, &height);
  annex_report_document_add_figure (document, draw_layout, layout, (GDestroyNotify) annex_cause_layout_free, width / height,
                                    drawing == ANNEX_CAUSE_ISHIKAWA ? _("Causes by category") : _("Whys"), outline);
}
