/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-prompt.h"

#include "annex-passing-popover.h"

struct _AnnexPrompt
{
  GtkPopover parent_instance;

  GPtrArray *entries;
  gboolean required;
};

G_DEFINE_FINAL_TYPE (AnnexPrompt, annex_prompt, GTK_TYPE_POPOVER)

static guint answered_signal;

static void
answer_cb (AnnexPrompt *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) answers = NULL;

  for (guint i = 0; i < self->entries->len; i++)
    g_strv_builder_take (builder, g_strstrip (g_strdup (gtk_editable_get_text (self->entries->pdata[i]))));
  answers = g_strv_builder_end (builder);
  if (self->required && *answers[0] == '\0')
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      gtk_widget_grab_focus (self->entries->pdata[0]);
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, answered_signal, 0, answers);
}

static void
annex_prompt_finalize (GObject *object)
{
  g_ptr_array_unref (ANNEX_PROMPT (object)->entries);
  G_OBJECT_CLASS (annex_prompt_parent_class)->finalize (object);
}

static void
annex_prompt_class_init (AnnexPromptClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = annex_prompt_finalize;
  answered_signal = g_signal_new ("answered", ANNEX_TYPE_PROMPT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRV);
}

static void
annex_prompt_init (AnnexPrompt *self)
{
  self->entries = g_ptr_array_new ();
}

AnnexPrompt *
annex_prompt_present (GtkWidget *parent, const char *heading, const char *const *labels, const char *confirm, gboolean required)
{
  AnnexPrompt *self = g_object_new (ANNEX_TYPE_PROMPT, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *title = gtk_label_new (heading);
  GtkWidget *button = gtk_button_new_with_mnemonic (confirm);

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (title), 34);
  gtk_widget_add_css_class (title, "heading");
  gtk_box_append (GTK_BOX (box), title);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      GtkWidget *entry = gtk_entry_new ();

      gtk_entry_set_placeholder_text (GTK_ENTRY (entry), labels[i]);
      gtk_editable_set_width_chars (GTK_EDITABLE (entry), 28);
      gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, labels[i], -1);
      g_signal_connect_swapped (entry, "activate", G_CALLBACK (answer_cb), self);
      g_ptr_array_add (self->entries, entry);
      gtk_box_append (GTK_BOX (box), entry);
    }
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (answer_cb), self);
  gtk_box_append (GTK_BOX (box), button);
  gtk_widget_add_css_class (GTK_WIDGET (self), "prompt");
  gtk_popover_set_child (GTK_POPOVER (self), box);
  self->required = required;
  annex_passing_popover_show (GTK_POPOVER (self), parent);
  gtk_widget_grab_focus (self->entries->pdata[0]);
  return self;
}

void
annex_prompt_set_text (AnnexPrompt *self, const char *text)
{
  gtk_editable_set_text (self->entries->pdata[0], text);
  gtk_editable_set_position (self->entries->pdata[0], -1);
}
