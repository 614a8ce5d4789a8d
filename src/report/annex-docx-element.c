/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-docx-template-private.h"

gboolean
annex_docx_is_element (const xmlNode *node, const char *name)
{
  return node->type == XML_ELEMENT_NODE && xmlStrEqual (node->name, (const xmlChar *) name) && node->ns != NULL &&
         xmlStrEqual (node->ns->href, (const xmlChar *) ANNEX_DOCX_WORD);
}

xmlNode *
annex_docx_find_child (xmlNode *node, const char *name)
{
  for (xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    if (annex_docx_is_element (child, name))
      return child;
  return NULL;
}

char *
annex_docx_dup_value (xmlNode *node, const char *name)
{
  xmlChar *value = node != NULL ? xmlGetNsProp (node, (const xmlChar *) name, (const xmlChar *) ANNEX_DOCX_WORD) : NULL;
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

gboolean
annex_docx_is_on (xmlNode *node)
{
  g_autofree char *value = annex_docx_dup_value (node, "val");

  return node != NULL && (value == NULL || (!g_str_equal (value, "0") && !g_str_equal (value, "false") && !g_str_equal (value, "off")));
}
