/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/annex-store.h"

/* Makes a folder and in it an engagement, closed. @path: (out) (transfer full): of the engagement; Returns: (transfer
 * full): of the folder */
char *engagement_folder_new (char **path);

/* Removes a folder with the files in it. @folder: (transfer full) */
void engagement_folder_remove (char *folder);

/* Removes a folder of such folders. */
void engagement_folder_remove_all (const char *folder);

/* That check --integrity finds nothing. */
void engagement_assert_whole (AnnexStore *store);
