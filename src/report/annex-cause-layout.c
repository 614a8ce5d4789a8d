/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-cause-layout.h"

#include <glib/gi18n-lib.h>

/* Lengths in heights of the text. */
#define INDENT 1.2
#define MARK 1.5
#define GAP 0.6
#define SLANT 4.0
#define PADDING 0.6
#define LEAST_TEXT_WIDTH 9.5
#define MOST_TEXT_WIDTH 15.0

/* Deeper ones stand as far in as these, so that there is room for their words. */
#define MAX_INDENTS 5u

struct _AnnexCauseLayout
{
  AnnexCauseTree *tree;
  AnnexCauseDrawing drawing;
  PangoContext *context;
  PangoFontDescription *font;
  double size;
  double text_width;
  double width;
  double height;
  GArray *boxes;
  GArray *lines;
};

static void
clear_box (gpointer data)
{
  g_clear_object (&((AnnexCauseBox *) data)->text);
}

static PangoLayout *
shape (AnnexCauseLayout *self, const char *text, double width, gboolean bold, double *height)
{
  PangoLayout *layout = pango_layout_new (self->context);
  PangoFontDescription *font = pango_font_description_copy (self->font);
  int pixels;

  if (bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_set_text (layout, text, -1);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_get_pixel_size (layout, NULL, &pixels);
  *height = pixels;
  return layout;
}

static void
add_line (AnnexCauseLayout *self, double x1, double y1, double x2, double y2, double thickness)
{
  const AnnexCauseLine line = { x1, y1, x2, y2, thickness };

  g_array_append_val (self->lines, line);
}

/* A box with its text inside, as wide as asked and as high as the text. Returns its height. */
static double
add_box (AnnexCauseLayout *self, AnnexCauseBoxKind kind, int index, const char *text, double x, double y, double width, double padding)
{
  const AnnexCause *cause = kind == ANNEX_CAUSE_BOX_CAUSE ? annex_cause_tree_get_cause (self->tree, index) : NULL;
  AnnexCauseBox box = { .kind = kind, .index = index, .has_mark = cause != NULL, .mark = cause != NULL ? cause->kind : ANNEX_CAUSE_CONTRIBUTING };
  double indent = cause != NULL ? MARK * self->size : 0;
  gboolean bold = kind == ANNEX_CAUSE_BOX_PROBLEM || kind == ANNEX_CAUSE_BOX_CATEGORY || (cause != NULL && cause->kind == ANNEX_CAUSE_SYSTEMIC);
  double height;

  box.text = shape (self, text, width - 2 * padding - indent, bold, &height);
  box.area = (cairo_rectangle_t) { x, y, width, height + 2 * padding };
  box.text_x = x + padding + indent;
  box.text_y = y + padding;
  g_array_append_val (self->boxes, box);
  return box.area.height;
}

static AnnexCauseBox *
get_last (AnnexCauseLayout *self)
{
  return &g_array_index (self->boxes, AnnexCauseBox, self->boxes->len - 1);
}

static void
move_boxes (AnnexCauseLayout *self, guint first, double y)
{
  for (guint i = first; i < self->boxes->len; i++)
    {
      AnnexCauseBox *box = &g_array_index (self->boxes, AnnexCauseBox, i);

      box->area.y += y;
      box->text_y += y;
    }
}

static void
move_lines (AnnexCauseLayout *self, guint first, double y)
{
  for (guint i = first; i < self->lines->len; i++)
    {
      AnnexCauseLine *line = &g_array_index (self->lines, AnnexCauseLine, i);

      line->y1 += y;
      line->y2 += y;
    }
}

/* A key of the marks, from @x on. Returns its height. */
static double
add_key (AnnexCauseLayout *self, double x, double y)
{
  double height = 0;

  for (guint i = 0; i < 3; i++)
    {
      AnnexCauseKind kind = (AnnexCauseKind) i;
      AnnexCauseBox *box;
      int pixels;

      add_box (self, ANNEX_CAUSE_BOX_NOTE, -1, annex_cause_kind_get_label (kind), x, y, self->text_width + MARK * self->size, 0);
      box = get_last (self);
      box->has_mark = TRUE;
      box->mark = kind;
      box->text_x += MARK * self->size;
      pango_layout_get_pixel_size (box->text, &pixels, NULL);
      box->area.width = MARK * self->size + pixels;
      x += box->area.width + 1.5 * self->size;
      height = MAX (height, box->area.height);
      self->width = MAX (self->width, x);
    }
  return height;
}

/* ---- The fishbone ---- */

/* A rib with its causes, as an outline that stands left of it. */
typedef struct
{
  guint category;
  guint first; /* of its causes among the boxes */
  guint n;
  guint n_groups;
  double height;
} Rib;

static double
get_indent (AnnexCauseLayout *self, guint depth)
{
  return MIN (depth, MAX_INDENTS) * INDENT * self->size;
}

/* Adds the causes of a category from @x and the height 0 on. */
static Rib
stack_causes (AnnexCauseLayout *self, guint category, double x)
{
  Rib rib = { .category = category, .first = self->boxes->len };
  int level = annex_cause_tree_get_category (self->tree, category)->level;

  for (guint i = 0; i < annex_cause_tree_get_n_causes (self->tree); i++)
    {
      const AnnexCause *cause = annex_cause_tree_get_cause (self->tree, i);
      double indent = get_indent (self, cause->depth);

      if (cause->category != level)
        continue;
      if (rib.n > 0)
        rib.height += GAP * self->size * (cause->depth == 0 ? 1.5 : 0.7);
      rib.height += add_box (self, ANNEX_CAUSE_BOX_CAUSE, (int) i, cause->text, x + indent, rib.height, self->text_width - indent, 0);
      rib.n_groups += cause->depth == 0;
      rib.n++;
    }
  return rib;
}

/* What is left of the height is shared out between the causes of the first degree. */
static void
spread_causes (AnnexCauseLayout *self, const Rib *rib, double y, double height)
{
  double extra = rib->n_groups > 0 ? (height - rib->height) / rib->n_groups : 0;
  double shift = y - extra;

  for (guint i = rib->first; i < rib->first + rib->n; i++)
    {
      AnnexCauseBox *box = &g_array_index (self->boxes, AnnexCauseBox, i);

      if (annex_cause_tree_get_cause (self->tree, box->index)->depth == 0)
        shift += extra;
      box->area.y += shift;
      box->text_y += shift;
    }
}

static AnnexCauseBox *
find_box (AnnexCauseLayout *self, guint first, guint n, int cause)
{
  for (guint i = first; i < first + n; i++)
    if (g_array_index (self->boxes, AnnexCauseBox, i).index == cause)
      return &g_array_index (self->boxes, AnnexCauseBox, i);
  return NULL;
}

/* From a cause of the first degree a twig goes to the rib; deeper ones hang on what they explain. */
static void
add_twigs (AnnexCauseLayout *self, const Rib *rib, double x1, double y1, double x2, double y2)
{
  for (guint i = rib->first; i < rib->first + rib->n; i++)
    {
      const AnnexCauseBox *box = &g_array_index (self->boxes, AnnexCauseBox, i);
      const AnnexCause *cause = annex_cause_tree_get_cause (self->tree, box->index);
      double bottom = box->area.y + box->area.height + 1;

      if (cause->parent < 0)
        add_line (self, box->area.x, bottom, x1 + (x2 - x1) * (bottom - y1) / (y2 - y1), bottom, 1);
      else
        {
          const AnnexCauseBox *above = find_box (self, rib->first, rib->n, cause->parent);
          double x = box->area.x - 0.7 * INDENT * self->size;
          double y = box->area.y + 0.7 * self->size;

          if (above == NULL || cause->depth > MAX_INDENTS)
            continue;
          add_line (self, x, above->area.y + above->area.height + 1, x, y, 1);
          add_line (self, x, y, box->area.x + 0.2 * self->size, y, 1);
        }
    }
}

static void
lay_out_fishbone (AnnexCauseLayout *self)
{
  guint n_ribs = annex_cause_tree_get_n_categories (self->tree);
  guint n_columns = (n_ribs + 1) / 2;
  g_autofree Rib *ribs = g_new0 (Rib, MAX (n_ribs, 1));
  double gap = self->size, slant = SLANT * self->size, tail = 2 * self->size;
  double column_width = self->text_width + gap + slant + 1.5 * self->size;
  double label_height = 0, upper = 3 * self->size, lower = 3 * self->size;
  double head_width = self->text_width + 2 * self->size, spine, head_height, head_x = tail + n_columns * column_width + self->size, top = 0;

  for (guint i = 0; i < n_ribs; i++)
    {
      ribs[i] = stack_causes (self, i, tail + (i % MAX (n_columns, 1)) * column_width);
      if (i < n_columns)
        upper = MAX (upper, ribs[i].height);
      else
        lower = MAX (lower, ribs[i].height);
    }
  for (guint i = 0; i < n_ribs; i++)
    {
      double right = tail + (i % n_columns + 1) * column_width - 1.5 * self->size;

      double height = add_box (self, ANNEX_CAUSE_BOX_CATEGORY, (int) i, annex_cause_tree_get_category (self->tree, i)->name,
                               right - slant - self->text_width / 2, 0, self->text_width / 2 + slant, PADDING * self->size);

      label_height = MAX (label_height, height);
    }
  head_height = add_box (self, ANNEX_CAUSE_BOX_PROBLEM, -1, annex_cause_tree_get_problem (self->tree), head_x, 0, head_width, self->size);
  upper += 2.5 * gap;
  lower += 2.5 * gap;
  /* A head that is higher than the ribs moves the spine down. */
  top = MAX (0, head_height / 2 - upper - label_height);
  spine = top + label_height + upper;
  move_boxes (self, self->boxes->len - 1, spine - head_height / 2);
  for (guint i = 0; i < n_ribs; i++)
    {
      gboolean above = i < n_columns;
      double x = tail + (i % n_columns) * column_width, join = x + self->text_width + gap + slant, end = x + self->text_width + gap;
      double end_y = above ? top + label_height : spine + lower;
      AnnexCauseBox *label = find_box (self, self->boxes->len - 1 - n_ribs, n_ribs, (int) i);

      label->area.y += above ? end_y - label->area.height : end_y;
      label->text_y += above ? end_y - label->area.height : end_y;
      spread_causes (self, &ribs[i], above ? end_y + gap : spine + 1.2 * gap, (above ? upper : lower) - 2.5 * gap);
      add_line (self, end, end_y, join, spine, 2);
      if (above)
        add_twigs (self, &ribs[i], end, end_y, join, spine);
      else
        add_twigs (self, &ribs[i], join, spine, end, end_y);
    }
  add_line (self, tail / 2, spine, head_x, spine, 3);
  add_line (self, 0, spine - self->size, tail / 2, spine, 3);
  add_line (self, 0, spine + self->size, tail / 2, spine, 3);
  self->width = head_x + head_width;
  self->height = MAX (spine + lower + label_height, spine + head_height / 2) + self->size;
  self->height += add_key (self, tail, self->height);
}

/* ---- The tree of whys ---- */

/* Lays out what explains @parent below @y. Returns how much height it takes. */
static double
lay_out_whys (AnnexCauseLayout *self, int parent, double x, double y, GArray *middles)
{
  double step = self->text_width + 3 * self->size, gap = GAP * self->size * 1.5, height = 0;

  for (guint i = (guint) (parent + 1); i < annex_cause_tree_get_n_causes (self->tree); i++)
    {
      const AnnexCause *cause = annex_cause_tree_get_cause (self->tree, i);
      g_autoptr (GArray) below = NULL;
      guint box, first_line = self->lines->len;
      double own, deeper, used, middle;

      if (cause->parent != parent)
        continue;
      below = g_array_new (FALSE, FALSE, sizeof (double));
      if (height > 0)
        height += gap;
      box = self->boxes->len;
      own = add_box (self, ANNEX_CAUSE_BOX_CAUSE, (int) i, cause->text, x, y + height, self->text_width, PADDING * self->size);
      deeper = lay_out_whys (self, (int) i, x + step, y + height, below);
      used = MAX (own, deeper);
      g_array_index (self->boxes, AnnexCauseBox, box).area.y += (used - own) / 2;
      g_array_index (self->boxes, AnnexCauseBox, box).text_y += (used - own) / 2;
      /* Fewer words than one why takes stand in the middle of it. */
      if (deeper < own)
        {
          move_boxes (self, box + 1, (own - deeper) / 2);
          move_lines (self, first_line, (own - deeper) / 2);
          for (guint j = 0; j < below->len; j++)
            g_array_index (below, double, j) += (own - deeper) / 2;
        }
      middle = y + height + used / 2;
      for (guint j = 0; j < below->len; j++)
        {
          double elbow = x + self->text_width + 1.5 * self->size, other = g_array_index (below, double, j);

          add_line (self, x + self->text_width, middle, elbow, middle, 1);
          add_line (self, elbow, middle, elbow, other, 1);
          add_line (self, elbow, other, x + step, other, 1);
        }
      g_array_append_val (middles, middle);
      height += used;
      self->width = MAX (self->width, x + self->text_width);
    }
  return height;
}

static void
add_headings (AnnexCauseLayout *self, double x)
{
  double step = self->text_width + 3 * self->size;
  guint n_columns = 0;

  for (guint i = 0; i < annex_cause_tree_get_n_causes (self->tree); i++)
    n_columns = MAX (n_columns, annex_cause_tree_get_cause (self->tree, i)->depth + 1);
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *heading = g_strdup_printf (_("Why? (%u)"), i + 1);

      add_box (self, ANNEX_CAUSE_BOX_NOTE, -1, heading, x + i * step, 0, self->text_width, 0);
    }
}

static void
lay_out_tree (AnnexCauseLayout *self)
{
  g_autoptr (GArray) middles = g_array_new (FALSE, FALSE, sizeof (double));
  double x = self->text_width + 3 * self->size, top = 2.2 * self->size, height, head_height, total, elbow = x - 1.5 * self->size;
  guint head;

  self->width = self->text_width;
  height = lay_out_whys (self, -1, x, 0, middles);
  head = self->boxes->len;
  head_height = add_box (self, ANNEX_CAUSE_BOX_PROBLEM, -1, annex_cause_tree_get_problem (self->tree), 0, 0, self->text_width, self->size);
  total = MAX (height, head_height);
  for (guint i = 0; i < head; i++)
    {
      AnnexCauseBox *box = &g_array_index (self->boxes, AnnexCauseBox, i);

      box->area.y += top + (total - height) / 2;
      box->text_y += top + (total - height) / 2;
    }
  move_lines (self, 0, top + (total - height) / 2);
  move_boxes (self, head, top + (total - head_height) / 2);
  for (guint i = 0; i < middles->len; i++)
    {
      double middle = top + total / 2, other = top + (total - height) / 2 + g_array_index (middles, double, i);

      add_line (self, self->text_width, middle, elbow, middle, 1);
      add_line (self, elbow, middle, elbow, other, 1);
      add_line (self, elbow, other, x, other, 1);
    }
  add_headings (self, x);
  self->height = top + total + self->size;
  self->height += add_key (self, 0, self->height);
}

/* Words must be as wide on any surface, or they would break elsewhere than they were measured. */
static PangoContext *
create_context (void)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  cairo_font_options_t *options = cairo_font_options_create ();

  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options (context, options);
  pango_context_set_round_glyph_positions (context, FALSE);
  cairo_font_options_destroy (options);
  return context;
}

AnnexCauseLayout *
annex_cause_layout_new (AnnexCauseTree *tree, AnnexCauseDrawing drawing, const char *font, double size, double text_width)
{
  AnnexCauseLayout *self = g_new0 (AnnexCauseLayout, 1);

  self->tree = annex_cause_tree_ref (tree);
  self->drawing = drawing;
  self->size = size;
  self->text_width = text_width;
  self->context = create_context ();
  self->font = pango_font_description_from_string (font != NULL ? font : "Sans");
  pango_font_description_set_absolute_size (self->font, size * PANGO_SCALE);
  self->boxes = g_array_new (FALSE, FALSE, sizeof (AnnexCauseBox));
  g_array_set_clear_func (self->boxes, clear_box);
  self->lines = g_array_new (FALSE, FALSE, sizeof (AnnexCauseLine));
  if (drawing == ANNEX_CAUSE_ISHIKAWA)
    lay_out_fishbone (self);
  else
    lay_out_tree (self);
  return self;
}

/* The width of the drawing grows evenly with that of the text. */
AnnexCauseLayout *
annex_cause_layout_new_for_width (AnnexCauseTree *tree, AnnexCauseDrawing drawing, const char *font, double size, double width)
{
  AnnexCauseLayout *narrow = annex_cause_layout_new (tree, drawing, font, size, LEAST_TEXT_WIDTH * size);
  AnnexCauseLayout *wide = annex_cause_layout_new (tree, drawing, font, size, MOST_TEXT_WIDTH * size);
  double part = (width - narrow->width) / MAX (wide->width - narrow->width, 1);
  double text_width = (LEAST_TEXT_WIDTH + CLAMP (part, 0, 1) * (MOST_TEXT_WIDTH - LEAST_TEXT_WIDTH)) * size;

  if (part <= 0)
    {
      annex_cause_layout_free (wide);
      return narrow;
    }
  annex_cause_layout_free (narrow);
  if (part >= 1)
    return wide;
  annex_cause_layout_free (wide);
  return annex_cause_layout_new (tree, drawing, font, size, text_width);
}

void
annex_cause_layout_free (AnnexCauseLayout *self)
{
  g_array_unref (self->boxes);
  g_array_unref (self->lines);
  pango_font_description_free (self->font);
  g_object_unref (self->context);
  annex_cause_tree_unref (self->tree);
  g_free (self);
}

AnnexCauseTree *
annex_cause_layout_get_tree (const AnnexCauseLayout *self)
{
  return self->tree;
}

AnnexCauseDrawing
annex_cause_layout_get_drawing (const AnnexCauseLayout *self)
{
  return self->drawing;
}

double
annex_cause_layout_get_font_size (const AnnexCauseLayout *self)
{
  return self->size;
}

void
annex_cause_layout_get_size (const AnnexCauseLayout *self, double *width, double *height)
{
  *width = self->width;
  *height = self->height;
}

guint
annex_cause_layout_get_n_boxes (const AnnexCauseLayout *self)
{
  return self->boxes->len;
}

const AnnexCauseBox *
annex_cause_layout_get_box (const AnnexCauseLayout *self, guint index)
{
  return &g_array_index (self->boxes, AnnexCauseBox, index);
}

guint
annex_cause_layout_get_n_lines (const AnnexCauseLayout *self)
{
  return self->lines->len;
}

const AnnexCauseLine *
annex_cause_layout_get_line (const AnnexCauseLayout *self, guint index)
{
  return &g_array_index (self->lines, AnnexCauseLine, index);
}
