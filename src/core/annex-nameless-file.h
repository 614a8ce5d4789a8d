/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A file for what is too much for memory: only we can read it, it has no name, and a crash leaves nothing of it. */

/** annex_nameless_file_open: Returns: a descriptor, to be closed; -1 with errno set. */
int annex_nameless_file_open (void);

/** annex_nameless_file_dup_folder: Returns: (transfer full): where such files are, for messages. */
char *annex_nameless_file_dup_folder (void);

/** annex_nameless_file_write: Returns: FALSE with errno set; part of @data may be there then. */
gboolean annex_nameless_file_write (int fd, gconstpointer data, gsize length);

/** annex_nameless_file_read: Returns: bytes read, fewer than @length at the end of the file only; -1 with errno set. */
gssize annex_nameless_file_read (int fd, gpointer buffer, gsize length, gint64 position);

G_END_DECLS
