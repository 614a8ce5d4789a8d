/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-picture.h"

#include <cairo-svg.h>
#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "core/annex-error.h"
#include "core/annex-path-check.h"

#define MARGIN 16

static cairo_surface_t *
create_image (double width, double height)
{
  return cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * (int) (width + 2 * MARGIN), 2 * (int) (height + 2 * MARGIN));
}

static cairo_surface_t *
create_surface (const char *path, const char *temporary, double width, double height)
{
  if (g_str_has_suffix (path, ".svg"))
    return cairo_svg_surface_create (temporary, width + 2 * MARGIN, height + 2 * MARGIN);
  return g_str_has_suffix (path, ".png") ? create_image (width, height) : NULL;
}

static cairo_status_t
draw_on (cairo_surface_t *surface, AnnexReportDraw draw, gpointer data, double width, double height)
{
  cairo_t *cairo = cairo_create (surface);
  cairo_status_t status;

  if (cairo_surface_get_type (surface) == CAIRO_SURFACE_TYPE_IMAGE)
    cairo_scale (cairo, 2, 2);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_paint (cairo);
  cairo_translate (cairo, MARGIN, MARGIN);
  draw (cairo, width, height, data);
  status = cairo_status (cairo);
  cairo_destroy (cairo);
  return status;
}

static cairo_status_t
append (void *bytes, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

GBytes *
annex_picture_draw_png (AnnexReportDraw draw, gpointer data, double width, double height)
{
  cairo_surface_t *surface = create_image (width, height);
  GByteArray *bytes = g_byte_array_new ();

  draw_on (surface, draw, data, width, height);
  cairo_surface_write_to_png_stream (surface, append, bytes);
  cairo_surface_destroy (surface);
  return g_byte_array_free_to_bytes (bytes);
}

gboolean
annex_picture_write (AnnexReportDraw draw, gpointer data, double width, double height, const char *path, GError **error)
{
  g_autofree char *temporary = g_strdup_printf ("%s.%08x.part", path, g_random_int ());
  cairo_surface_t *surface;
  cairo_status_t status;

  if (!annex_path_check_target (path, error))
    return FALSE;
  surface = create_surface (path, temporary, width, height);
  if (surface == NULL)
    {
      g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” ends neither in .svg nor in .png, so it is not known what to write."), path);
      return FALSE;
    }
  status = draw_on (surface, draw, data, width, height);
  if (status == CAIRO_STATUS_SUCCESS && g_str_has_suffix (path, ".png"))
    status = cairo_surface_write_to_png (surface, temporary);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS && g_rename (temporary, path) == 0)
    return TRUE;
  g_unlink (temporary);
  g_set_error (error, ANNEX_ERROR, ANNEX_ERROR_STORAGE, _("The picture could not be written to “%s”: %s"), path,
               status != CAIRO_STATUS_SUCCESS ? cairo_status_to_string (status) : g_strerror (errno));
  return FALSE;
}
