/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-replace-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-text-replacement.h"
#include "widgets/annex-feedback.h"

/* Past these nobody ticks one by one; the text says that there are more. */
#define MAX_SHOWN 500

struct _AnnexReplaceDialog
{
  AdwDialog parent_instance;

  AdwEntryRow *find_row;
  AdwEntryRow *replace_row;
  AdwSwitchRow *case_row;
  AdwSwitchRow *words_row;
  AdwPreferencesGroup *hits_group;
  GtkCheckButton *all_check;
  GtkButton *replace_button;

  AnnexStore *store;
  const AnnexType *type;
  const char *const *field_names;
  GPtrArray *hits;   /* AnnexTextHit */
  GPtrArray *rows;   /* one a hit */
  GPtrArray *checks; /* one a hit */
  gboolean ticking;
};

G_DEFINE_FINAL_TYPE (AnnexReplaceDialog, annex_replace_dialog, ADW_TYPE_DIALOG)

static guint
count_ticked (AnnexReplaceDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n += gtk_check_button_get_active (self->checks->pdata[i]);
  return n;
}

static void
show_count (AnnexReplaceDialog *self)
{
  guint n = count_ticked (self);
  g_autofree char *label = g_strdup_printf (ngettext ("_Replace in %u Place", "_Replace in %u Places", n), n);

  gtk_button_set_label (self->replace_button, n > 0 ? label : _("_Replace"));
  gtk_widget_set_sensitive (GTK_WIDGET (self->replace_button), n > 0 && !annex_store_is_read_only (self->store));
}

static void
ticked_cb (AnnexReplaceDialog *self)
{
  if (self->ticking)
    return;
  self->ticking = TRUE;
  gtk_check_button_set_active (self->all_check, count_ticked (self) == self->checks->len);
  self->ticking = FALSE;
  show_count (self);
}

static void
all_cb (AnnexReplaceDialog *self)
{
  if (self->ticking)
    return;
  self->ticking = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    gtk_check_button_set_active (self->checks->pdata[i], gtk_check_button_get_active (self->all_check));
  self->ticking = FALSE;
  show_count (self);
}

static void
add_hit (AnnexReplaceDialog *self, const AnnexTextHit *hit)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title = g_markup_printf_escaped ("%s · %s", hit->reference, annex_field_get_label (hit->field));
  g_autofree char *context = g_markup_printf_escaped ("%s<b>%s</b>%s", hit->before, hit->text, hit->after);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_signal_connect_object (check, "toggled", G_CALLBACK (ticked_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), context);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  adw_preferences_group_add (self->hits_group, row);
  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->checks, check);
}

static void
search_cb (AnnexReplaceDialog *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->find_row));
  g_autofree char *description = NULL;

  if (self->store == NULL)
    return;
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->hits_group, self->rows->pdata[i]);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->checks, 0);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  self->hits = annex_text_find (self->store, self->type, self->field_names, text, adw_switch_row_get_active (self->case_row),
                                adw_switch_row_get_active (self->words_row), NULL);
  for (guint i = 0; self->hits != NULL && i < MIN (self->hits->len, MAX_SHOWN); i++)
    add_hit (self, self->hits->pdata[i]);
  if (self->hits == NULL || self->hits->len == 0)
    description = g_strdup (_("Nothing found"));
  else if (self->hits->len > MAX_SHOWN)
    description = g_strdup_printf (_("The first %u of %u"), MAX_SHOWN, self->hits->len);
  else
    description = g_strdup_printf (ngettext ("%u place", "%u places", self->hits->len), self->hits->len);
  adw_preferences_group_set_description (self->hits_group, description);
  gtk_widget_set_visible (GTK_WIDGET (self->hits_group), *text != '\0');
  gtk_widget_set_visible (GTK_WIDGET (self->all_check), self->checks->len > 1);
  ticked_cb (self);
}

static void
replace_cb (AnnexReplaceDialog *self)
{
  g_autoptr (GPtrArray) ticked = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (gtk_check_button_get_active (self->checks->pdata[i]))
      g_ptr_array_add (ticked, self->hits->pdata[i]);
  if (!annex_text_replace (self->store, ticked, gtk_editable_get_text (GTK_EDITABLE (self->replace_row)), &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("Nothing Was Replaced"), error);
      search_cb (self);
      return;
    }
  text = g_strdup_printf (ngettext ("Replaced in %u place", "Replaced in %u places", ticked->len), ticked->len);
  annex_feedback_say_undoable (GTK_WIDGET (self), text);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
annex_replace_dialog_dispose (GObject *object)
{
  AnnexReplaceDialog *self = ANNEX_REPLACE_DIALOG (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->hits, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_REPLACE_DIALOG);
  G_OBJECT_CLASS (annex_replace_dialog_parent_class)->dispose (object);
}

static void
annex_replace_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_REPLACE_DIALOG (object)->rows);
  g_ptr_array_unref (ANNEX_REPLACE_DIALOG (object)->checks);
  G_OBJECT_CLASS (annex_replace_dialog_parent_class)->finalize (object);
}

static void
annex_replace_dialog_class_init (AnnexReplaceDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_replace_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_replace_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-replace-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, find_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, replace_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, case_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, words_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, hits_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, all_check);
  gtk_widget_class_bind_template_child (widget_class, AnnexReplaceDialog, replace_button);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, all_cb);
  gtk_widget_class_bind_template_callback (widget_class, replace_cb);
}

static void
annex_replace_dialog_init (AnnexReplaceDialog *self)
{
  self->rows = g_ptr_array_new ();
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
annex_replace_dialog_new (AnnexStore *store, const AnnexType *type, const char *const *field_names)
{
  AnnexReplaceDialog *self = g_object_new (ANNEX_TYPE_REPLACE_DIALOG, NULL);

  self->store = g_object_ref (store);
  self->type = type;
  self->field_names = field_names;
  return ADW_DIALOG (self);
}
