/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts in lines: words that were shaped apart stand as Pango would set the whole text. */
#include <cairo-pdf.h>
#include <locale.h>

#include "report/annex-typesetter.h"

static const AnnexTypeface plain = { .size = 8.5 };

static PangoLayout *
create_layout (const char *text, double width)
{
  cairo_surface_t *surface = cairo_pdf_surface_create (NULL, 1, 1);
  cairo_t *cairo = cairo_create (surface);
  PangoLayout *layout = pango_cairo_create_layout (cairo);
  PangoFontDescription *font = pango_font_description_from_string ("Sans");
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  pango_context_set_round_glyph_positions (pango_layout_get_context (layout), FALSE);
  pango_font_description_set_absolute_size (font, plain.size * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_layout_set_width (layout, (int) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_text (layout, valid, -1);
  pango_font_description_free (font);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return layout;
}

static const char *const texts[] = {
  "",
  "word",
  "Why the control applies, in a sentence or two that say where it is met and by whom it is looked after",
  "A well-known, state-of-the-art back-up and/or fail-over of input/output (see A.5.1) [and §7], at 99.5 % of 1,000.50 €",
  "Confidentiality / integrity / availability – or none — as “agreed” with the ‘owner’; it’s 2026-12-28, 10:30!",
  "DOC-002, EV-0016, EV-0020, R-001, R-016; C-00001",
  "srv-db-production-01.rotterdam.northquay.example and https://northquay.example/policies/access?version=1.1#top",
  "Donaudampfschifffahrtsgesellschaftskapitänspatent",
  " spaces in front,  between and behind ",
  "one\ntwo\n\nfour\n",
  "carriage\r\nreturn, a\ttab, a soft hy\302\255phen, 100\302\240km, a zero\342\200\213width space, a line\342\200\250separator",
  "Überprüfung der Maßnahme naïve cafe\314\201 efficient office",
  "Политика информационной безопасности и управление доступом",
  "Πολιτική ασφάλειας πληροφοριών και διαχείριση πρόσβασης",
  "מדיניות אבטחת מידע with Latin and 123",
  "The word سياسة أمن المعلومات within a sentence",
  "信息安全策略和访问控制。情報セキュリティ方針",
  "นโยบายความมั่นคงปลอดภัยสารสนเทศ",
  "\360\235\204\236 and \360\237\224\222 beyond the first plane",
  "a mark \314\201behind a space, and \314\201 between two",
  "not UTF-8: \377\376 and \303",
};

static void
test_lines_are_those_of_pango (void)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    for (double width = 24; width < 400; width += 7)
      {
        g_autoptr (AnnexLines) lines = annex_typesetter_set (typesetter, texts[i], &plain, width);
        g_autoptr (PangoLayout) layout = create_layout (texts[i], width);
        int height;

        pango_layout_get_size (layout, NULL, &height);
        if (width == 24)
          g_test_message ("%s", texts[i]);
        g_assert_cmpuint (annex_lines_get_n_lines (lines), ==, pango_layout_get_line_count (layout));
        g_assert_cmpfloat_with_epsilon (annex_lines_get_height (lines), (double) height / PANGO_SCALE, 0.01);
        if (annex_lines_get_n_lines (lines) > 1)
          g_assert_cmpfloat (annex_lines_get_width (lines), <=, width);
      }
}

static cairo_rectangle_t
write (AnnexTypesetter *typesetter, const char *text, PangoAlignment alignment, double width)
{
  const AnnexTypeface face = { .size = plain.size, .alignment = alignment };
  g_autoptr (AnnexLines) lines = annex_typesetter_set (typesetter, text, &face, width);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (AnnexGlyphPen) pen = annex_glyph_pen_new (cairo);
  cairo_rectangle_t ink;

  annex_lines_write (lines, pen, 100, 200);
  annex_glyph_pen_flush (pen);
  g_assert_cmpint (cairo_status (cairo), ==, CAIRO_STATUS_SUCCESS);
  cairo_recording_surface_ink_extents (surface, &ink.x, &ink.y, &ink.width, &ink.height);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
  return ink;
}

static void
test_texts_stand_where_they_are_written (void)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();
  static const char *const written[] = { "1,250", "1,250 ", "ב־2026", "Three short words" };

  for (guint i = 0; i < G_N_ELEMENTS (written); i++)
    {
      cairo_rectangle_t left = write (typesetter, written[i], PANGO_ALIGN_LEFT, 150);
      cairo_rectangle_t right = write (typesetter, written[i], PANGO_ALIGN_RIGHT, 150);

      g_test_message ("%s", written[i]);
      g_assert_cmpfloat (left.y, >=, 200);
      g_assert_cmpfloat (left.y + left.height, <=, 200 + 12);
      g_assert_cmpfloat (left.width, >, 15);
      /* Pango turns what goes from right to left around. */
      if (i == 2)
        continue;
      g_assert_cmpfloat (left.x, >=, 98);
      g_assert_cmpfloat (left.x, <=, 103);
      g_assert_cmpfloat (right.x + right.width, >=, 246);
      g_assert_cmpfloat (right.x + right.width, <=, 252);
    }
}

static void
test_every_text_can_be_written (void)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();

  for (guint i = 1; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      g_assert_cmpfloat (write (typesetter, texts[i], PANGO_ALIGN_LEFT, 60).width, >, 10);
    }
}

static void
test_a_letter_with_any_number_of_marks (void)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();
  g_autoptr (GString) text = g_string_new ("a");

  for (guint i = 0; i < 40000; i++)
    g_string_append (text, "\314\201");
  g_assert_cmpfloat (write (typesetter, text->str, PANGO_ALIGN_LEFT, 60).width, >, 1);
}

/* More words than are remembered, while lines with the first of them are still there. */
static void
test_lines_outlive_what_is_forgotten (void)
{
  g_autoptr (AnnexTypesetter) typesetter = annex_typesetter_new ();
  g_autoptr (AnnexLines) first = annex_typesetter_set (typesetter, "The first words", &plain, 100);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cairo = cairo_create (surface);
  g_autoptr (AnnexGlyphPen) pen = annex_glyph_pen_new (cairo);
  double width;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *long_word = g_strnfill (10000, (char) ('a' + i % 26));
      g_autofree char *text = g_strdup_printf ("%u%s", i, long_word);
      g_autoptr (AnnexLines) lines = annex_typesetter_set (typesetter, text, &plain, G_MAXINT / PANGO_SCALE);

      g_assert_cmpuint (annex_lines_get_n_lines (lines), ==, 1);
    }
  annex_lines_write (first, pen, 0, 0);
  annex_glyph_pen_flush (pen);
  cairo_recording_surface_ink_extents (surface, NULL, NULL, &width, NULL);
  g_assert_cmpfloat (width, >, 50);
  cairo_destroy (cairo);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/typesetter/lines-are-those-of-pango", test_lines_are_those_of_pango);
  g_test_add_func ("/typesetter/texts-stand-where-they-are-written", test_texts_stand_where_they_are_written);
  g_test_add_func ("/typesetter/every-text-can-be-written", test_every_text_can_be_written);
  g_test_add_func ("/typesetter/a-letter-with-any-number-of-marks", test_a_letter_with_any_number_of_marks);
  g_test_add_func ("/typesetter/lines-outlive-what-is-forgotten", test_lines_outlive_what_is_forgotten);
  return g_test_run ();
}
