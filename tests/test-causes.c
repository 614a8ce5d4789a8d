/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "core/annex-log.h"
#include "engagement-fixture.h"
#include "isms/annex-isms.h"
#include "isms/act/cause-tree.h"
#include "report/annex-cause-layout.h"
#include "report/annex-cause-picture.h"

static gint64
add_action (AnnexStore *store)
{
  return fixture_add (store, &annex_corrective_action_type, "title", "Backups cannot be restored", NULL);
}

static gint64
add (AnnexStore *store, gint64 action, gint64 parent, int category, const char *text)
{
  g_autoptr (GError) error = NULL;
  gint64 id = annex_cause_add (store, action, parent, category, 0, text, &error);

  g_assert_no_error (error);
  return id;
}

static AnnexCauseTree *
load (AnnexStore *store, gint64 action)
{
  g_autoptr (GError) error = NULL;
  AnnexCauseTree *tree = annex_cause_tree_load (store, action, &error);

  g_assert_no_error (error);
  return tree;
}

/* The causes in their order, by their first words, with their depth before them. */
static void
assert_order (AnnexStore *store, gint64 action, const char *expected)
{
  g_autoptr (AnnexCauseTree) tree = load (store, action);
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < annex_cause_tree_get_n_causes (tree); i++)
    {
      const AnnexCause *cause = annex_cause_tree_get_cause (tree, i);

      g_string_append_printf (order, "%s%u%s", i > 0 ? " " : "", cause->depth, cause->text);
    }
  g_assert_cmpstr (order->str, ==, expected);
}

static void
test_tree (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = add_action (store);
  gint64 b = add (store, action, 0, 2, "B");
  gint64 a = add (store, action, 0, 1, "A");
  gint64 a1 = add (store, action, a, 0, "A1");
  gint64 a2 = add (store, action, a, 0, "A2");
  gint64 a11 = add (store, action, a1, 0, "A11");
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;

  assert_order (store, action, "0A 1A1 2A11 1A2 0B");
  g_assert_true (annex_cause_move (store, a2, a, 0, 0, NULL));
  assert_order (store, action, "0A 1A1 2A11 1A2 0B");
  g_assert_true (annex_cause_move (store, a1, a, 0, a2, NULL));
  assert_order (store, action, "0A 1A2 1A1 2A11 0B");
  g_assert_true (annex_cause_move (store, a1, a, 0, ANNEX_CAUSE_FIRST, NULL));
  assert_order (store, action, "0A 1A1 2A11 1A2 0B");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  g_assert_true (annex_cause_move (store, a1, 0, 2, b, NULL));
  assert_order (store, action, "0A 1A2 0B 0A1 1A11");
  g_assert_true (annex_log_undo (store, NULL, NULL));
  assert_order (store, action, "0A 1A2 1A1 2A11 0B");

  /* What explains it may not be explained by it. */
  g_assert_false (annex_cause_move (store, a, a11, 0, 0, &error));
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_CYCLE);
  g_assert_nonnull (strstr (error->message, "CS-0002 → CS-0005 → CS-0003 → CS-0002"));
  assert_order (store, action, "0A 1A2 1A1 2A11 0B");

  g_assert_true (annex_cause_remove (store, a1, NULL));
  assert_order (store, action, "0A 1A2 0B");
  g_assert_true (annex_log_undo (store, &label, NULL));
  g_assert_cmpstr (label, ==, "Delete cause “A1”");
  assert_order (store, action, "0A 1A2 1A1 2A11 0B");

}

static void
test_other_nonconformity (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = add_action (store);
  gint64 other = fixture_add (store, &annex_corrective_action_type, "title", "Badge lost", NULL);
  gint64 cause = add (store, action, 0, 1, "Nobody tried");
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (annex_cause_add (store, other, cause, 0, 0, "Too busy", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "belongs to another nonconformity"));
  g_clear_error (&error);
  g_assert_cmpint (annex_cause_add (store, action, 0, 1, 0, "", &error), ==, 0);
  g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
  g_assert_cmpuint (fixture_count (store, "cause"), ==, 1);
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = add_action (store);
  gint64 first = add (store, action, 0, 1, "Nobody tried");
  gint64 second = add (store, action, 0, 1, "Nobody asked");
  g_autoptr (AnnexCauseTree) tree = NULL;
  g_autofree char *text = NULL;
  g_autofree char *deeper = NULL;
  g_autofree char *outline = NULL;

  add (store, action, first, 0, "No time");
  g_assert_true (annex_cause_set_kind (store, second, ANNEX_CAUSE_SYSTEMIC, NULL));
  tree = load (store, action);
  text = annex_cause_tree_dup_text (tree, annex_cause_tree_find (tree, second));
  g_assert_cmpstr (text, ==, "People: Nobody asked, cause 2 of 2, Systemic cause");
  deeper = annex_cause_tree_dup_text (tree, 1);
  g_assert_cmpstr (deeper, ==, "Why “Nobody tried”? No time, cause 1 of 1");
  outline = annex_cause_tree_dup_outline (tree);
  g_assert_cmpstr (outline, ==,
                   "CAR-001 Backups cannot be restored\nPeople\n  – Nobody tried\n    – No time\n  – Nobody asked (Systemic cause)");
}

/* A category of one's own, and a cause whose category is no longer on the scale. */
static void
test_categories (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = add_action (store);
  g_autoptr (AnnexCauseTree) tree = NULL;
  guint n;

  add (store, action, 0, 0, "Nobody sorted this");
  fixture_assert_set (store, annex_store_find_id (store, &annex_scale_level_type, "Environment", NULL), "name", "Weather");
  tree = load (store, action);
  n = annex_cause_tree_get_n_categories (tree);
  g_assert_cmpuint (n, ==, 7);
  g_assert_cmpstr (annex_cause_tree_get_category (tree, 3)->name, ==, "Weather");
  g_assert_cmpstr (annex_cause_tree_get_category (tree, 6)->name, ==, "Not sorted yet");
  g_assert_cmpuint (annex_cause_tree_get_n_causes (tree), ==, 1);
}

static gboolean
overlap (const cairo_rectangle_t *a, const cairo_rectangle_t *b)
{
  return a->x < b->x + b->width && b->x < a->x + a->width && a->y < b->y + b->height && b->y < a->y + a->height;
}

/* Every cause is there with words that are not cut, inside the drawing, and on nothing else. */
static void
assert_readable (AnnexCauseTree *tree, AnnexCauseDrawing drawing, double text_width)
{
  g_autoptr (AnnexCauseLayout) layout = annex_cause_layout_new (tree, drawing, NULL, 12, text_width);
  guint n = annex_cause_layout_get_n_boxes (layout), n_causes = 0;
  double width, height;

  annex_cause_layout_get_size (layout, &width, &height);
  for (guint i = 0; i < n; i++)
    {
      const AnnexCauseBox *box = annex_cause_layout_get_box (layout, i);
      int text_width_pixels, text_height;

      pango_layout_get_pixel_size (box->text, &text_width_pixels, &text_height);
      g_assert_cmpfloat (box->area.x, >=, 0);
      g_assert_cmpfloat (box->area.y, >=, 0);
      g_assert_cmpfloat (box->area.x + box->area.width, <=, width + 0.01);
      g_assert_cmpfloat (box->area.y + box->area.height, <=, height + 0.01);
      g_assert_cmpfloat (box->text_x + text_width_pixels, <=, box->area.x + box->area.width + 1);
      g_assert_cmpfloat (box->text_y + text_height, <=, box->area.y + box->area.height + 0.01);
      for (guint j = 0; j < i; j++)
        g_assert_false (overlap (&box->area, &annex_cause_layout_get_box (layout, j)->area));
      if (box->kind == ANNEX_CAUSE_BOX_CAUSE)
        {
          g_assert_cmpstr (pango_layout_get_text (box->text), ==, annex_cause_tree_get_cause (tree, box->index)->text);
          n_causes++;
        }
    }
  g_assert_cmpuint (n_causes, ==, annex_cause_tree_get_n_causes (tree));
}

static void
test_layout (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = add_action (store);
  g_autoptr (AnnexCauseTree) empty = load (store, action);
  g_autoptr (AnnexCauseTree) full = NULL;
  gint64 last = 0;

  assert_readable (empty, ANNEX_CAUSE_ISHIKAWA, 170);
  assert_readable (empty, ANNEX_CAUSE_WHYS, 170);
  for (int i = 0; i < 40; i++)
    {
      g_autofree char *text = g_strdup_printf ("Cause %d%s", i, i % 3 == 0 ? " that takes more words than fit into a single line of the drawing"
                                                                : i % 7 == 0 ? ", Donaudampfschifffahrtsgesellschaftskapitänsmütze" : "");

      last = add (store, action, i % 9 < 4 || i % 9 == 6 ? 0 : last, i % 4 + 1, text);
    }
  full = load (store, action);
  g_assert_cmpuint (annex_cause_tree_get_n_causes (full), ==, 40);
  assert_readable (full, ANNEX_CAUSE_ISHIKAWA, 170);
  assert_readable (full, ANNEX_CAUSE_WHYS, 170);
  assert_readable (full, ANNEX_CAUSE_ISHIKAWA, 118);
}

static void
test_pictures (Fixture *fixture, gconstpointer data)
{
  AnnexStore *store = fixture->store;
  gint64 action = annex_store_find_id (store, &annex_corrective_action_type, "CAR-003", NULL);
  g_autoptr (AnnexCauseTree) tree = load (store, action);
  g_autofree char *svg_path = g_build_filename (fixture->folder, "causes.svg", NULL);
  g_autofree char *png_path = g_build_filename (fixture->folder, "causes.png", NULL);
  g_autofree char *other_path = g_build_filename (fixture->folder, "causes.bmp", NULL);

  for (guint drawing = 0; drawing < 2; drawing++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *svg = NULL;

      g_assert_true (annex_cause_picture_write (tree, (AnnexCauseDrawing) drawing, svg_path, &error));
      g_assert_no_error (error);
      g_assert_true (g_file_get_contents (svg_path, &svg, NULL, NULL));
      /* Every word of every cause is a word in the picture. */
      for (guint i = 0; i < annex_cause_tree_get_n_causes (tree); i++)
        {
          g_auto (GStrv) words = g_strsplit (annex_cause_tree_get_cause (tree, i)->text, " ", -1);

          for (guint j = 0; words[j] != NULL; j++)
            g_assert_nonnull (strstr (strstr (svg, "<text"), words[j]));
        }
      g_assert_true (annex_cause_picture_write (tree, (AnnexCauseDrawing) drawing, png_path, &error));
      g_assert_false (annex_cause_picture_write (tree, (AnnexCauseDrawing) drawing, other_path, &error));
      g_assert_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID);
    }
  assert_readable (tree, ANNEX_CAUSE_ISHIKAWA, 170);
  assert_readable (tree, ANNEX_CAUSE_WHYS, 170);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  annex_isms_register_types ();
#define ADD(name, function) g_test_add ("/causes/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("whys_answer_whys_without_a_circle", test_tree);
  ADD ("they_keep_to_their_nonconformity", test_other_nonconformity);
  ADD ("they_are_read_in_words", test_words);
  ADD ("the_engagement_names_its_categories", test_categories);
  ADD ("words_do_not_overlap", test_layout);
  g_test_add ("/causes/pictures_have_every_word", Fixture, NULL, fixture_set_up_sample, test_pictures, fixture_tear_down);
  return g_test_run ();
}
