/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-record-card.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <stdlib.h>
#include <string.h>

#include "annex-level-swatch.h"
#include "isms/annex-date-rules.h"

/* In pixels; between texts of a line, and between lines. */
#define SPACING 6
#define LINE_SPACING 3

#define TITLE_LINES 3
#define NARROWEST_TITLE 12 /* characters */

typedef enum
{
  REFERENCE,
  AGE,
  LEVEL,
  TITLE,
  OWNER,
  STUCK,
  DATE, /* with the word that it is past */
  N_TEXTS
} Text;

/* A board keeps hundreds of cards in each column, and GTK asks each widget's style again: a card draws its texts itself. */
struct _AnnexRecordCard
{
  GtkWidget parent_instance;

  PangoLayout *layouts[N_TEXTS];
  int widths[N_TEXTS];  /* in pixels, each in one line */
  int heights[N_TEXTS]; /* the same */
  int narrowest;
  guint measured;       /* the serial of the font that these were measured by; 0 when they were not */
  int level;
  gboolean late;

  AnnexStore *store;
  const AnnexType *type;
  const AnnexField *owner_field; /* each of these may be missing */
  const AnnexField *date_field;
  const AnnexField *level_field;
  const AnnexField *age_field;
  const AnnexField *stuck_field;
  gint64 id;
  char *description;
};

G_DEFINE_FINAL_TYPE (AnnexRecordCard, annex_record_card, GTK_TYPE_WIDGET)

static gboolean
is_due_date (const AnnexField *field)
{
  return field->kind == ANNEX_FIELD_DATE && (field->flags & ANNEX_FIELD_FILTER) != 0;
}

static gboolean
is_level (const AnnexField *field)
{
  return g_strcmp0 (field->scale, "risk_level") == 0 && (field->flags & ANNEX_FIELD_COLUMN) != 0;
}

static const AnnexField *
find_field (const AnnexType *type, gboolean (*matches) (const AnnexField *field))
{
  for (guint i = 0; i < type->n_fields; i++)
    if (matches (&type->fields[i]))
      return &type->fields[i];
  return NULL;
}

static gboolean
is_late (AnnexRecordCard *self, AnnexRecord *record)
{
  const char *date = self->date_field != NULL ? annex_record_get_value (record, self->date_field->name) : NULL;
  const char *state = self->type->state_field != NULL ? annex_record_get_value (record, self->type->state_field) : NULL;
  g_autofree char *today = annex_clock_dup_today ();

  return date != NULL && g_strcmp0 (date, today) < 0 &&
         (state == NULL || self->type->over_states == NULL || !g_strv_contains (self->type->over_states, state));
}

static const char *
get_text (AnnexRecord *record, const AnnexField *field)
{
  return field != NULL ? annex_record_get_text (record, field->name) : "";
}

static void
append (GString *text, const char *part)
{
  if (*part != '\0')
    g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
}

static char *
dup_age (const char *days)
{
  int n = atoi (days);

  return g_strdup_printf (ngettext ("%d day", "%d days", n), n);
}

static char *
dup_description (AnnexRecordCard *self, AnnexRecord *record, gboolean late)
{
  GString *text = g_string_new (annex_record_get_reference (record));
  const char *date = get_text (record, self->date_field);

  append (text, annex_record_get_title (record));
  append (text, get_text (record, self->owner_field));
  if (*date != '\0')
    {
      /* Translators: the name of a date and the date, as in “Due 2026-12-15”. */
      g_autofree char *when = g_strdup_printf (_("%s %s"), annex_field_get_label (self->date_field), date);

      append (text, when);
    }
  if (late)
    append (text, _("late"));
  append (text, get_text (record, self->stuck_field));
  if (*get_text (record, self->age_field) != '\0')
    {
      g_autofree char *age = dup_age (get_text (record, self->age_field));

      append (text, age);
    }
  append (text, get_text (record, self->level_field));
  return g_string_free (text, FALSE);
}

static gboolean
says (AnnexRecordCard *self, Text text)
{
  return *pango_layout_get_text (self->layouts[text]) != '\0';
}

static void
measure_texts (AnnexRecordCard *self)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  guint serial = pango_context_get_serial (context);
  PangoFontMetrics *metrics;

  if (self->measured == serial)
    return;
  for (Text text = 0; text < N_TEXTS; text++)
    if (text != TITLE)
      {
        pango_layout_set_width (self->layouts[text], -1);
        pango_layout_get_pixel_size (self->layouts[text], &self->widths[text], &self->heights[text]);
      }
  if (says (self, LEVEL))
    self->widths[LEVEL] += ANNEX_LEVEL_SWATCH_WIDTH + SPACING;
  metrics = pango_context_get_metrics (context, NULL, NULL);
  self->narrowest = PANGO_PIXELS_CEIL (NARROWEST_TITLE * pango_font_metrics_get_approximate_char_width (metrics));
  pango_font_metrics_unref (metrics);
  self->measured = serial;
}

static void
place (AnnexRecordCard *self, Text text, int x, int y, int width, GdkRectangle *places)
{
  int own = text == LEVEL ? width - ANNEX_LEVEL_SWATCH_WIDTH - SPACING : width;

  pango_layout_set_width (self->layouts[text], width < self->widths[text] ? MAX (own, 0) * PANGO_SCALE : -1);
  places[text] = (GdkRectangle) { x, y, width, self->heights[text] };
}

/* The reference begins the line, the others end it; what has no room ends in dots. */
static int
place_header (AnnexRecordCard *self, int width, GdkRectangle *places)
{
  int height = MAX (self->heights[REFERENCE], says (self, LEVEL) ? ANNEX_LEVEL_SWATCH_HEIGHT : 0);
  int right = width;

  for (Text text = LEVEL; text >= AGE; text--)
    if (says (self, text))
      {
        int room = MAX (right - self->widths[REFERENCE] - SPACING, text == LEVEL ? ANNEX_LEVEL_SWATCH_WIDTH : 0);
        int taken = MIN (self->widths[text], room);

        place (self, text, right - taken, 0, taken, places);
        right -= taken + SPACING;
      }
  place (self, REFERENCE, 0, 0, CLAMP (right, 0, self->widths[REFERENCE]), places);
  return height;
}

static int
place_title (AnnexRecordCard *self, int width, int y, GdkRectangle *places)
{
  int height;

  pango_layout_set_width (self->layouts[TITLE], width * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layouts[TITLE], NULL, &height);
  places[TITLE] = (GdkRectangle) { 0, y, width, height };
  return height;
}

/* Spread over the line; what has no room in it takes the next. Returns: where the last ends. */
static int
place_footer (AnnexRecordCard *self, int width, int y, GdkRectangle *places)
{
  for (Text first = OWNER; first < N_TEXTS;)
    {
      int n = 0, taken = 0, height = 0, x = 0;
      Text after;

      for (after = first; after < N_TEXTS; after++)
        if (says (self, after))
          {
            int needed = MIN (self->widths[after], width);

            if (n > 0 && taken + n * SPACING + needed > width)
              break;
            taken += needed;
            height = MAX (height, self->heights[after]);
            n++;
          }
      for (Text text = first; text < after; text++)
        if (says (self, text))
          {
            place (self, text, x, y, MIN (self->widths[text], width), places);
            x += places[text].width + (n > 1 ? (width - taken) / (n - 1) : 0);
          }
      y += n > 0 ? LINE_SPACING + height : 0;
      first = after;
    }
  return y;
}

/* Returns: the height of all. */
static int
place_texts (AnnexRecordCard *self, int width, GdkRectangle *places)
{
  int y;

  measure_texts (self);
  y = place_header (self, width, places) + LINE_SPACING;
  y += place_title (self, width, y, places) + LINE_SPACING;
  return place_footer (self, width, y, places) - LINE_SPACING;
}

static GtkSizeRequestMode
annex_record_card_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
annex_record_card_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
                           int *minimum_baseline, int *natural_baseline)
{
  AnnexRecordCard *self = ANNEX_RECORD_CARD (widget);
  GdkRectangle places[N_TEXTS];
  int narrowest;

  measure_texts (self);
  narrowest = MAX (self->narrowest, MAX (self->widths[STUCK], self->widths[DATE]));
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? narrowest : place_texts (self, MAX (for_size, narrowest), places);
}

static GdkRGBA
get_colour (AnnexRecordCard *self, Text text, const GdkRGBA *ink)
{
  gboolean dimmed = text == REFERENCE || text == AGE || (text == LEVEL && self->level == 0);
  GdkRGBA colour = *ink;

  if (text == STUCK || (text == DATE && self->late))
    gtk_widget_get_color (GTK_WIDGET (self), &colour);
  else if (dimmed)
    colour.alpha *= adw_style_manager_get_high_contrast (adw_style_manager_get_default ()) ? 0.9 : 0.55;
  return colour;
}

/* The style of a card gives the colour of what is late; the other texts have that of the row. */
static void
annex_record_card_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  AnnexRecordCard *self = ANNEX_RECORD_CARD (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int width = gtk_widget_get_width (widget);
  GdkRectangle places[N_TEXTS];
  GdkRGBA ink;

  gtk_widget_get_color (gtk_widget_get_parent (widget), &ink);
  place_texts (self, width, places);
  for (Text text = 0; text < N_TEXTS; text++)
    if (says (self, text))
      {
        GdkRGBA colour = get_colour (self, text, &ink);
        float x = rtl ? width - places[text].x - places[text].width : places[text].x;
        float y = places[text].y;

        if (text == LEVEL)
          {
            annex_level_swatch_snapshot (snapshot, self->store, self->level, rtl ? x + places[text].width - ANNEX_LEVEL_SWATCH_WIDTH : x,
                                         y + (places[text].height - ANNEX_LEVEL_SWATCH_HEIGHT) / 2, &ink);
            x += rtl ? 0 : ANNEX_LEVEL_SWATCH_WIDTH + SPACING;
          }
        gtk_snapshot_save (snapshot);
        gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
        gtk_snapshot_append_layout (snapshot, self->layouts[text], &colour);
        gtk_snapshot_restore (snapshot);
      }
}

static void
annex_record_card_dispose (GObject *object)
{
  AnnexRecordCard *self = ANNEX_RECORD_CARD (object);

  for (Text text = 0; text < N_TEXTS; text++)
    g_clear_object (&self->layouts[text]);
  g_clear_object (&self->store);
  g_clear_pointer (&self->description, g_free);

  G_OBJECT_CLASS (annex_record_card_parent_class)->dispose (object);
}

static void
annex_record_card_class_init (AnnexRecordCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_record_card_dispose;
  widget_class->get_request_mode = annex_record_card_get_request_mode;
  widget_class->measure = annex_record_card_measure;
  widget_class->snapshot = annex_record_card_snapshot;
  gtk_widget_class_set_css_name (widget_class, "recordcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

/* As the style classes caption and numeric have it. */
static PangoAttrList *
make_caption_attributes (void)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  return attributes;
}

static void
annex_record_card_init (AnnexRecordCard *self)
{
  PangoAttrList *caption = make_caption_attributes ();

  for (Text text = 0; text < N_TEXTS; text++)
    {
      self->layouts[text] = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
      pango_layout_set_ellipsize (self->layouts[text], PANGO_ELLIPSIZE_END);
      if (text != TITLE)
        pango_layout_set_attributes (self->layouts[text], caption);
    }
  pango_layout_set_wrap (self->layouts[TITLE], PANGO_WRAP_WORD_CHAR);
  pango_layout_set_height (self->layouts[TITLE], -TITLE_LINES);
  pango_attr_list_unref (caption);
}

static void
set_text (AnnexRecordCard *self, Text text, const char *words)
{
  if (strcmp (pango_layout_get_text (self->layouts[text]), words) == 0)
    return;
  pango_layout_set_text (self->layouts[text], words, -1);
  self->measured = 0;
}

static void
set_level (AnnexRecordCard *self, AnnexRecord *record)
{
  const char *value = record != NULL ? annex_record_get_value (record, self->level_field->name) : NULL;
  const char *name;

  self->level = value != NULL ? atoi (value) : 0;
  name = self->level > 0 ? annex_store_get_scale_label (self->store, "risk_level", self->level) : NULL;
  set_text (self, LEVEL, name != NULL ? name : record != NULL ? _("No level") : "");
}

GtkWidget *
annex_record_card_new (AnnexStore *store, const AnnexType *type)
{
  AnnexRecordCard *self = g_object_new (ANNEX_TYPE_RECORD_CARD, NULL);

  self->store = g_object_ref (store);
  self->type = type;
  self->owner_field = annex_type_find_field (type, "owner");
  self->date_field = find_field (type, is_due_date);
  self->level_field = find_field (type, is_level);
  self->age_field = annex_type_find_field (type, "age");
  self->stuck_field = annex_type_find_field (type, "stuck");
  return GTK_WIDGET (self);
}

GStrv
annex_record_card_dup_field_names (const AnnexType *type)
{
  const AnnexField *fields[] = {
    annex_type_get_reference_field (), annex_type_get_title_field (type),   annex_type_find_field (type, "owner"),
    find_field (type, is_due_date),    find_field (type, is_level),         annex_type_find_field (type, "age"),
    annex_type_find_field (type, "stuck"),
  };
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    if (fields[i] != NULL)
      g_strv_builder_add (names, fields[i]->name);
  if (type->state_field != NULL)
    g_strv_builder_add (names, type->state_field);
  return g_strv_builder_end (names);
}

void
annex_record_card_set_record (AnnexRecordCard *self, AnnexRecord *record, const char *instead)
{
  const char *date = record != NULL ? get_text (record, self->date_field) : "";
  const char *age = record != NULL ? get_text (record, self->age_field) : "";
  g_autofree char *days = *age != '\0' ? dup_age (age) : NULL;
  g_autofree char *late_date = NULL;

  self->id = record != NULL ? annex_record_get_id (record) : 0;
  self->late = record != NULL && is_late (self, record);
  if (self->late)
    /* Translators: a date that is past. */
    late_date = g_strdup_printf (_("⚠ Late %s"), date);
  g_free (self->description);
  self->description = record != NULL ? dup_description (self, record, self->late) : g_strdup (instead);
  set_text (self, REFERENCE, record != NULL ? annex_record_get_reference (record) : "");
  set_text (self, TITLE, record != NULL ? annex_record_get_title (record) : instead);
  set_text (self, OWNER, record != NULL ? get_text (record, self->owner_field) : "");
  set_text (self, STUCK, record != NULL && *get_text (record, self->stuck_field) != '\0' ? _("⚠ Stuck") : "");
  set_text (self, DATE, late_date != NULL ? late_date : date);
  set_text (self, AGE, days != NULL ? days : "");
  if (self->level_field != NULL)
    set_level (self, record);
  if (self->measured == 0)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gint64
annex_record_card_get_id (AnnexRecordCard *self)
{
  return self->id;
}

const char *
annex_record_card_get_description (AnnexRecordCard *self)
{
  return self->description != NULL ? self->description : "";
}
