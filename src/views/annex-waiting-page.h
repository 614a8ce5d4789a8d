/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define ANNEX_TYPE_WAITING_PAGE (annex_waiting_page_get_type ())

/**
 * AnnexWaitingPage:
 *
 * What a window shows while an engagement is opened or made: what is being done, how far it has come, and a button to
 * cancel it, as Esc does.
 *
 * Signals: "cancelled": it is to be stopped.
 */
G_DECLARE_FINAL_TYPE (AnnexWaitingPage, annex_waiting_page, ANNEX, WAITING_PAGE, AdwBin)

/** annex_waiting_page_begin: Restarts the page under the heading @title. */
void annex_waiting_page_begin (AnnexWaitingPage *self, const char *title);

/** annex_waiting_page_report: @step: what is being done; @share: of it, 0 to 1, or negative where it cannot be told. */
void annex_waiting_page_report (AnnexWaitingPage *self, const char *step, double share);

/** annex_waiting_page_set_cancelling: Says that it is being stopped. */
void annex_waiting_page_set_cancelling (AnnexWaitingPage *self);

G_END_DECLS
