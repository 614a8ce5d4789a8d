/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** ANNEX_XML_MAX_ATTRIBUTES: of one element, declarations of namespaces included; Office writes some forty. */
#define ANNEX_XML_MAX_ATTRIBUTES 250

/** ANNEX_XML_MAX_NAMESPACES: declared by an element and those around it. */
#define ANNEX_XML_MAX_NAMESPACES 250

/** ANNEX_XML_MAX_DEPTH: of elements in each other. */
#define ANNEX_XML_MAX_DEPTH 250

/**
 * AnnexXmlGuard: all zero before the first byte
 *
 * Looks at the bytes of an XML file of others before libxml2 does, which compares each attribute of an element
 * with each other one, and looks for a namespace through all that are declared: what takes it long out of
 * all proportion does not reach it. Any text in UTF-8, UTF-16, or what has ASCII in it.
 */
typedef struct
{
  guint state;
  guint step;  /* bytes of a character: 2 in UTF-16, else 1; 0 before the first byte */
  guint where; /* of the byte of a character that says which it is, where it has two */
  guint at;    /* how far in a character */
  guint8 half; /* the byte before */
  char quote;
  char last[2];     /* the characters before this one, the latest first */
  gboolean closing; /* of the tag at hand */
  gboolean named;   /* whether the attribute's name is at its end */
  guint n_attributes;
  guint n_declared; /* namespaces, by the tag at hand */
  guint n_word;
  char word[8];     /* how a name begins, or what follows "<!" */
  gboolean has_head;
  guint n_head;
  char head[200];   /* what the file says of its encoding */
  guint n_namespaces;
  guint depth;
  guint8 declared[ANNEX_XML_MAX_DEPTH];
} AnnexXmlGuard;

/**
 * annex_xml_guard_feed:
 *
 * Returns: (nullable) (transfer none): what is wrong with it, to follow the name of the part: "has an element with
 *   more than 250 attributes"; NULL if all is well, and the bytes may go to the parser.
 */
const char *annex_xml_guard_feed (AnnexXmlGuard *self, const char *bytes, gsize size);

G_END_DECLS
