/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-fieldwork-window-private.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#include "annex-fieldwork-record-page.h"
#include "annex-fieldwork-row.h"
#include "annex-fieldwork-sample-page.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"
#include "isms/check/audit-fieldwork.h"
#include "isms/check/audit.h"
#include "widgets/annex-feedback.h"

struct _AnnexFieldworkWindow
{
  AdwWindow parent_instance;

  AdwNavigationSplitView *split;
  AdwWindowTitle *window_title;
  AdwToggleGroup *filter;
  GtkListBox *checklist;
  GtkWidget *menu_button;
  AdwNavigationView *pages;
  AdwWindowTitle *question_title;
  GtkStack *stack;
  AnnexFieldworkQuestion *question;

  AnnexStore *store;
  gint64 audit_id;
  AnnexRecord *audit;
  GPtrArray *sessions;  /* of type audit_session, by date and time */
  GPtrArray *items;     /* of type audit_item, by session and then in their order */
  gint64 current;       /* id of the question shown, 0 while there is none */
  char *today;
};

G_DEFINE_FINAL_TYPE (AnnexFieldworkWindow, annex_fieldwork_window, ADW_TYPE_WINDOW)

/* ---- The checklist ---- */

static gint64
get_session_of (AnnexRecord *item)
{
  const char *session = annex_record_get_value (item, "session");

  return session != NULL ? g_ascii_strtoll (session, NULL, 10) : 0;
}

static AnnexRecord *
find_session (AnnexFieldworkWindow *self, gint64 id)
{
  for (guint i = 0; i < self->sessions->len; i++)
    if (annex_record_get_id (self->sessions->pdata[i]) == id)
      return self->sessions->pdata[i];
  return NULL;
}

static void
append_items (GPtrArray *items, GPtrArray *all, gint64 session)
{
  for (guint i = 0; i < all->len; i++)
    if (get_session_of (all->pdata[i]) == session)
      g_ptr_array_add (items, g_object_ref (all->pdata[i]));
}

/* By session as the day goes on; what no session covers comes last. What was there before stays where it cannot be read. */
static void
load (AnnexFieldworkWindow *self)
{
  g_autoptr (GPtrArray) all = annex_audit_dup_items (self->store, self->audit_id, 0, ANNEX_TOLD_BY_STORE);
  g_autoptr (GPtrArray) sessions = annex_audit_dup_sessions (self->store, self->audit_id, NULL, ANNEX_TOLD_BY_STORE);

  if ((all == NULL || sessions == NULL) && self->items != NULL)
    return;
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  self->sessions = sessions != NULL ? g_steal_pointer (&sessions) : g_ptr_array_new ();
  if (all == NULL)
    all = g_ptr_array_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < self->sessions->len; i++)
    append_items (self->items, all, annex_record_get_id (self->sessions->pdata[i]));
  append_items (self->items, all, 0);
}

static char *
dup_session_heading (AnnexFieldworkWindow *self, gint64 id)
{
  AnnexRecord *session = find_session (self, id);
  const char *day;
  const char *place;

  if (session == NULL)
    return g_strdup (self->sessions->len > 0 ? _("Without a session") : _("Checklist"));
  day = annex_record_get_value (session, "held_on");
  place = annex_record_get_text (session, "place");
  return g_strdup_printf ("%s %s–%s · %s%s%s", g_strcmp0 (day, self->today) == 0 ? _("Today") : annex_record_get_text (session, "held_on"),
                          annex_record_get_text (session, "starts_at"), annex_record_get_text (session, "ends_at"),
                          annex_record_get_title (session), *place != '\0' ? " · " : "", place);
}

static void
update_header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  gint64 session = get_session_of (annex_fieldwork_row_get_item (ANNEX_FIELDWORK_ROW (row)));
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (before != NULL && get_session_of (annex_fieldwork_row_get_item (ANNEX_FIELDWORK_ROW (before))) == session)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  text = dup_session_heading (data, session);
  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "phase-heading");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_wanted (AnnexFieldworkWindow *self, AnnexRecord *item)
{
  const char *filter = adw_toggle_group_get_active_name (self->filter);
  const char *result = annex_record_get_value (item, "result");

  if (g_strcmp0 (filter, "open") == 0)
    return g_strcmp0 (result, "open") == 0;
  if (g_strcmp0 (filter, "findings") == 0)
    return annex_audit_is_found (result);
  if (g_strcmp0 (filter, "today") == 0)
    {
      AnnexRecord *session = find_session (self, get_session_of (item));

      return session != NULL && g_strcmp0 (annex_record_get_value (session, "held_on"), self->today) == 0;
    }
  return TRUE;
}

static gboolean
is_shown_cb (GtkListBoxRow *row, gpointer data)
{
  return is_wanted (data, annex_fieldwork_row_get_item (ANNEX_FIELDWORK_ROW (row)));
}

static void
filter_cb (AnnexFieldworkWindow *self)
{
  gtk_list_box_invalidate_filter (self->checklist);
}

static gboolean
is_same (AnnexRecord *one, AnnexRecord *other)
{
  static const char *const shown[] = { "question", "result", "session", "clauses", "controls" };

  if (one == NULL || annex_record_get_id (one) != annex_record_get_id (other))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    if (g_strcmp0 (annex_record_get_value (one, shown[i]), annex_record_get_value (other, shown[i])) != 0)
      return FALSE;
  return TRUE;
}

/* Rows that say the same stay as they are: a long checklist must not be made anew with every answer. */
static void
show_checklist (AnnexFieldworkWindow *self)
{
  GtkListBoxRow *row;

  for (guint i = 0; i < self->items->len; i++)
    {
      AnnexRecord *item = self->items->pdata[i];

      row = gtk_list_box_get_row_at_index (self->checklist, (int) i);
      if (row == NULL)
        {
          row = GTK_LIST_BOX_ROW (annex_fieldwork_row_new ());
          annex_fieldwork_row_show (ANNEX_FIELDWORK_ROW (row), self->store, item, i + 1);
          gtk_list_box_append (self->checklist, GTK_WIDGET (row));
        }
      else if (!is_same (annex_fieldwork_row_get_item (ANNEX_FIELDWORK_ROW (row)), item))
        {
          annex_fieldwork_row_show (ANNEX_FIELDWORK_ROW (row), self->store, item, i + 1);
          gtk_list_box_row_changed (row);
        }
      if (annex_record_get_id (item) == self->current)
        gtk_list_box_select_row (self->checklist, row);
    }
  while ((row = gtk_list_box_get_row_at_index (self->checklist, (int) self->items->len)) != NULL)
    gtk_list_box_remove (self->checklist, GTK_WIDGET (row));
}

static void
show_titles (AnnexFieldworkWindow *self, AnnexRecord *item)
{
  guint answered = 0;
  guint found = 0;
  g_autofree char *done = NULL;
  g_autofree char *findings = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->items->len; i++)
    {
      const char *result = annex_record_get_value (self->items->pdata[i], "result");

      answered += g_strcmp0 (result, "open") != 0;
      found += annex_audit_is_found (result);
    }
  done = g_strdup_printf (ngettext ("%u of %u answered", "%u of %u answered", self->items->len), answered, self->items->len);
  findings = g_strdup_printf (ngettext ("%u found", "%u found", found), found);
  text = found > 0 ? g_strdup_printf ("%s · %s", done, findings) : g_strdup (done);
  gtk_window_set_title (GTK_WINDOW (self), annex_record_get_title (self->audit));
  adw_window_title_set_title (self->window_title, annex_record_get_title (self->audit));
  adw_window_title_set_subtitle (self->window_title, text);
  adw_window_title_set_title (self->question_title, item != NULL ? annex_record_get_reference (item) : _("Question"));
  adw_window_title_set_subtitle (self->question_title, text);
}

/* The store says “changed” when a day begins, too. */
static gboolean
renew_day (AnnexFieldworkWindow *self)
{
  g_autofree char *today = annex_store_dup_today (self->store);

  return g_set_str (&self->today, today);
}

static void
show_all (AnnexFieldworkWindow *self)
{
  gboolean another_day = renew_day (self);
  AnnexRecord *item;

  g_clear_object (&self->audit);
  self->audit = annex_store_load (self->store, self->audit_id, ANNEX_TOLD_BY_STORE);
  if (self->audit == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  load (self);
  item = annex_fieldwork_window_get_item (self);
  if (item == NULL && self->items->len > 0)
    {
      item = self->items->pdata[0];
      self->current = annex_record_get_id (item);
    }
  show_titles (self, item);
  show_checklist (self);
  if (another_day)
    {
      gtk_list_box_invalidate_headers (self->checklist);
      gtk_list_box_invalidate_filter (self->checklist);
    }
  gtk_stack_set_visible_child_name (self->stack, item != NULL ? "question" : "empty");
  if (item != NULL)
    annex_fieldwork_question_show (self->question, self->store, item);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "fieldwork.finish", !annex_audit_is_finished (self->audit));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "fieldwork.question", !annex_audit_is_finished (self->audit));
}

static void
row_activated_cb (AnnexFieldworkWindow *self, GtkListBoxRow *row)
{
  annex_fieldwork_window_go_to (self, annex_record_get_id (annex_fieldwork_row_get_item (ANNEX_FIELDWORK_ROW (row))));
}

/* Who has found nothing wrong goes on; where there is something to write, the question stays. */
static void
answered_cb (AnnexFieldworkWindow *self)
{
  AnnexRecord *item = annex_fieldwork_window_get_item (self);
  const char *result = item != NULL ? annex_record_get_value (item, "result") : NULL;

  if (g_strcmp0 (result, "conform") == 0 || g_strcmp0 (result, "not_audited") == 0)
    annex_feedback_say_undoable (GTK_WIDGET (self->stack), annex_record_get_text (item, "result"));
}

/* ---- The window ---- */

/* What is going on now comes first, then what is still open today, then what is still open at all. */
static gint64
find_first (AnnexFieldworkWindow *self)
{
  g_autoptr (GDateTime) now = annex_clock_get_now ();
  g_autofree char *time = g_date_time_format (now, "%H:%M");
  gint64 found = 0;
  int best = -1;

  for (guint i = 0; i < self->items->len; i++)
    {
      AnnexRecord *item = self->items->pdata[i];
      AnnexRecord *session = find_session (self, get_session_of (item));
      gboolean open = g_strcmp0 (annex_record_get_value (item, "result"), "open") == 0;
      gboolean today = session != NULL && g_strcmp0 (annex_record_get_value (session, "held_on"), self->today) == 0;
      gboolean running = today && g_strcmp0 (annex_record_get_value (session, "starts_at"), time) <= 0 &&
                         g_strcmp0 (annex_record_get_value (session, "ends_at"), time) > 0;
      int worth = open ? 1 + today + running : 0;

      if (worth > best)
        {
          best = worth;
          found = annex_record_get_id (item);
        }
    }
  return found;
}

static void
annex_fieldwork_window_dispose (GObject *object)
{
  AnnexFieldworkWindow *self = ANNEX_FIELDWORK_WINDOW (object);

  if (self->question != NULL)
    annex_fieldwork_question_flush (self->question);
  /* Its rows go one by one, when the sessions are gone already. */
  if (self->checklist != NULL)
    gtk_list_box_set_header_func (self->checklist, NULL, NULL, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_FIELDWORK_WINDOW);
  g_clear_object (&self->audit);
  g_clear_pointer (&self->sessions, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->today, g_free);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (annex_fieldwork_window_parent_class)->dispose (object);
}

static void
annex_fieldwork_window_class_init (AnnexFieldworkWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_fieldwork_window_dispose;
  g_type_ensure (ANNEX_TYPE_FIELDWORK_QUESTION);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-fieldwork-window.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, split);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, window_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, filter);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, checklist);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, pages);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, question_title);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, AnnexFieldworkWindow, question);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, answered_cb);
  annex_fieldwork_window_install_commands (widget_class);
}

static void
annex_fieldwork_window_init (AnnexFieldworkWindow *self)
{
  self->today = annex_clock_dup_today ();
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->checklist, update_header_cb, self, NULL);
  gtk_list_box_set_filter_func (self->checklist, is_shown_cb, self, NULL);
}

GtkWindow *
annex_fieldwork_window_new (GtkWindow *parent, AnnexStore *store, gint64 audit)
{
  AnnexFieldworkWindow *self = g_object_new (ANNEX_TYPE_FIELDWORK_WINDOW, "transient-for", parent, "destroy-with-parent", TRUE, NULL);
  int width, height;

  gtk_window_get_default_size (parent, &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  self->store = g_object_ref (store);
  self->audit_id = audit;
  annex_fieldwork_window_add_commands (self);
  load (self);
  self->current = find_first (self);
  show_all (self);
  g_signal_connect_object (store, "changed", G_CALLBACK (show_all), self, G_CONNECT_SWAPPED);
  return GTK_WINDOW (self);
}

AnnexStore *
annex_fieldwork_window_get_store (AnnexFieldworkWindow *self)
{
  return self->store;
}

AnnexRecord *
annex_fieldwork_window_get_audit (AnnexFieldworkWindow *self)
{
  return self->audit;
}

AnnexRecord *
annex_fieldwork_window_get_item (AnnexFieldworkWindow *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (annex_record_get_id (self->items->pdata[i]) == self->current)
      return self->items->pdata[i];
  return NULL;
}

gint64
annex_fieldwork_window_get_session (AnnexFieldworkWindow *self)
{
  AnnexRecord *item = annex_fieldwork_window_get_item (self);

  return item != NULL ? get_session_of (item) : 0;
}

AnnexFieldworkQuestion *
annex_fieldwork_window_get_question (AnnexFieldworkWindow *self)
{
  return self->question;
}

GtkWidget *
annex_fieldwork_window_get_anchor (AnnexFieldworkWindow *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self->question_title)) ? GTK_WIDGET (self->question_title) : self->menu_button;
}

void
annex_fieldwork_window_go_to (AnnexFieldworkWindow *self, gint64 item)
{
  self->current = item;
  adw_navigation_view_pop_to_tag (self->pages, "root");
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  show_all (self);
}

void
annex_fieldwork_window_step (AnnexFieldworkWindow *self, int by)
{
  int here = -1;

  for (guint i = 0; i < self->items->len; i++)
    if (annex_record_get_id (self->items->pdata[i]) == self->current)
      here = (int) i;
  for (int i = here + by; i >= 0 && i < (int) self->items->len; i += by)
    if (is_wanted (self, self->items->pdata[i]))
      {
        annex_fieldwork_window_go_to (self, annex_record_get_id (self->items->pdata[i]));
        return;
      }
  annex_feedback_say (GTK_WIDGET (self->stack), by > 0 ? _("That was the last question") : _("This is the first question"));
}

void
annex_fieldwork_window_show_record (AnnexFieldworkWindow *self, gint64 id)
{
  const AnnexType *type = annex_store_get_type_of (self->store, id, ANNEX_TOLD_BY_STORE);

  if (type == NULL)
    return;
  if (type == &annex_audit_item_type && id != self->current)
    {
      annex_fieldwork_window_go_to (self, id);
      return;
    }
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  adw_navigation_view_push (self->pages, type == &annex_sample_type ? annex_fieldwork_sample_page_new (self->store, id)
                                                                    : annex_fieldwork_record_page_new (self->store, id));
}
