/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "annex-signing-dialog.h"

#include <glib/gi18n.h>

#include "core/annex-query.h"
#include "core/annex-worker.h"
#include "isms/annex-isms.h"
#include "isms/annex-rules.h"
#include "isms/plan/soa.h"
#include "widgets/annex-feedback.h"

/* So many faults are read one by one before one signs. */
#define MAX_SHOWN 8

struct _AnnexSigningDialog
{
  AdwDialog parent_instance;

  AdwComboRow *person_row;
  AdwEntryRow *role_row;
  AdwEntryRow *note_row;
  AdwPreferencesGroup *findings_group;
  GtkButton *sign_button;

  AnnexStore *store;
  AnnexRecord *version;
  GArray *people;   /* ids, in the order of the row */
  GPtrArray *roles; /* of the people */
};

G_DEFINE_FINAL_TYPE (AnnexSigningDialog, annex_signing_dialog, ADW_TYPE_DIALOG)

static gboolean
approves (AnnexSigningDialog *self)
{
  return g_strcmp0 (annex_record_get_value (self->version, "state"), "reviewed") == 0;
}

/* ---- What the rules find ---- */

typedef struct
{
  guint n;
  GPtrArray *first; /* the few that are shown */
} Faults;

static void
faults_free (Faults *faults)
{
  g_ptr_array_unref (faults->first);
  g_free (faults);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Faults, faults_free)

static void
add_fault (const AnnexFinding *finding, gpointer user_data)
{
  Faults *faults = user_data;

  if (faults->n++ < MAX_SHOWN)
    g_ptr_array_add (faults->first, annex_finding_copy (finding));
}

static gpointer
check_worker (AnnexStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (Faults) faults = g_new0 (Faults, 1);

  faults->first = g_ptr_array_new_with_free_func ((GDestroyNotify) annex_finding_free);
  if (!annex_rules_foreach_of (store, "soa-", add_fault, faults, cancellable, error))
    return NULL;
  return g_steal_pointer (&faults);
}

static char *
dup_description (const Faults *faults)
{
  GString *text;

  if (faults->n == 0)
    return g_strdup (_("Nothing: every control is decided, and each decision stands on records."));
  text = g_string_new (NULL);
  g_string_printf (text,
                   ngettext ("%u fault in the statement as it stands.", "%u faults in the statement as it stands.",
                             faults->n),
                   faults->n);
  if (faults->n > faults->first->len)
    g_string_append_printf (text, _(" The first %u are:"), faults->first->len);
  return g_string_free_and_steal (text);
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (AnnexSigningDialog) self = user_data;
  g_autoptr (Faults) faults = annex_worker_finish (result, ANNEX_TOLD_BY_STORE);
  g_autofree char *description = NULL;

  if (self->store == NULL)
    return;
  description = faults != NULL ? dup_description (faults) : g_strdup (_("This could not be read."));
  adw_preferences_group_set_description (self->findings_group, description);
  for (guint i = 0; faults != NULL && i < faults->first->len; i++)
    {
      const AnnexFinding *finding = faults->first->pdata[i];
      GtkWidget *row = adw_action_row_new ();
      g_autofree char *title = g_strdup_printf ("%s %s", finding->reference, finding->title);

      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), finding->message);
      adw_preferences_group_add (self->findings_group, row);
    }
}

/* ---- Signing ---- */

static void
person_cb (AnnexSigningDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->person_row);

  if (self->roles != NULL && selected < self->roles->len)
    gtk_editable_set_text (GTK_EDITABLE (self->role_row), self->roles->pdata[selected]);
}

static void
sign_cb (AnnexSigningDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->person_row);
  g_autoptr (GError) error = NULL;
  g_autofree char *done = g_strdup_printf (approves (self) ? _("Version %s approved and frozen") : _("Version %s reviewed"), annex_record_get_title (self->version));

  if (selected >= self->people->len)
    return;
  if (!annex_soa_sign (self->store, annex_record_get_id (self->version), g_array_index (self->people, gint64, selected),
                       gtk_editable_get_text (GTK_EDITABLE (self->role_row)), gtk_editable_get_text (GTK_EDITABLE (self->note_row)), &error))
    {
      annex_feedback_refuse (GTK_WIDGET (self), _("The Version Could Not Be Signed"), error);
      return;
    }
  annex_feedback_say_undoable (GTK_WIDGET (self), done);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
annex_signing_dialog_dispose (GObject *object)
{
  AnnexSigningDialog *self = ANNEX_SIGNING_DIALOG (object);

  g_clear_object (&self->store);
  g_clear_object (&self->version);
  gtk_widget_dispose_template (GTK_WIDGET (self), ANNEX_TYPE_SIGNING_DIALOG);
  G_OBJECT_CLASS (annex_signing_dialog_parent_class)->dispose (object);
}

static void
annex_signing_dialog_finalize (GObject *object)
{
  g_array_unref (ANNEX_SIGNING_DIALOG (object)->people);
  g_ptr_array_unref (ANNEX_SIGNING_DIALOG (object)->roles);
  G_OBJECT_CLASS (annex_signing_dialog_parent_class)->finalize (object);
}

static void
annex_signing_dialog_class_init (AnnexSigningDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = annex_signing_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = annex_signing_dialog_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/annex_isms/Annex/ui/annex-signing-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, AnnexSigningDialog, person_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSigningDialog, role_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSigningDialog, note_row);
  gtk_widget_class_bind_template_child (widget_class, AnnexSigningDialog, findings_group);
  gtk_widget_class_bind_template_child (widget_class, AnnexSigningDialog, sign_button);
  gtk_widget_class_bind_template_callback (widget_class, person_cb);
  gtk_widget_class_bind_template_callback (widget_class, sign_cb);
}

static void
annex_signing_dialog_init (AnnexSigningDialog *self)
{
  self->people = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->roles = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

typedef struct
{
  AnnexSigningDialog *dialog;
  GtkStringList *names;
} People;

static gboolean
add_person (AnnexRecord *person, gpointer data)
{
  const People *people = data;
  gint64 id = annex_record_get_id (person);

  if (g_strcmp0 (annex_record_get_value (person, "active"), "0") == 0)
    return TRUE;
  gtk_string_list_append (people->names, annex_record_get_title (person));
  g_array_append_val (people->dialog->people, id);
  g_ptr_array_add (people->dialog->roles, g_strdup (annex_record_get_text (person, "role")));
  return TRUE;
}

static gboolean
select_named (AnnexSigningDialog *self, AnnexRecord *version)
{
  g_autoptr (GArray) named = version != NULL ? annex_record_dup_link_ids (version, approves (self) ? "approved_by" : "reviewed_by") : NULL;

  for (guint i = 0; named != NULL && named->len > 0 && i < self->people->len; i++)
    if (g_array_index (self->people, gint64, i) == g_array_index (named, gint64, 0))
      {
        adw_combo_row_set_selected (self->person_row, i);
        return TRUE;
      }
  return FALSE;
}

/* Whoever is named already, or else whoever did it the last time. */
static void
select_person (AnnexSigningDialog *self)
{
  gint64 latest = annex_soa_find_latest (self->store, 0, ANNEX_TOLD_BY_STORE);
  g_autoptr (AnnexRecord) last = latest != 0 ? annex_store_load (self->store, latest, ANNEX_TOLD_BY_STORE) : NULL;

  if (!select_named (self, self->version))
    select_named (self, last);
}

static void
fill (AnnexSigningDialog *self)
{
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_person_type);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  People people = { self, names };
  const char *role = annex_record_get_value (self->version, approves (self) ? "approved_as" : "reviewed_as");

  annex_query_set_sort (query, "name", FALSE);
  annex_query_foreach (query, self->store, add_person, &people, ANNEX_TOLD_BY_STORE);
  adw_combo_row_set_model (self->person_row, G_LIST_MODEL (names));
  select_person (self);
  person_cb (self);
  if (role != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->role_row), role);
  gtk_editable_set_text (GTK_EDITABLE (self->note_row), annex_record_get_text (self->version, "change_note"));
}

AdwDialog *
annex_signing_dialog_new (AnnexStore *store, gint64 version)
{
  AnnexSigningDialog *self = g_object_new (ANNEX_TYPE_SIGNING_DIALOG, NULL);
  g_autofree char *title = NULL;

  self->store = g_object_ref (store);
  self->version = annex_store_load (store, version, ANNEX_TOLD_BY_STORE);
  g_return_val_if_fail (self->version != NULL, ADW_DIALOG (self));
  title = g_strdup_printf (approves (self) ? _("Approve Version %s") : _("Review Version %s"), annex_record_get_title (self->version));
  adw_dialog_set_title (ADW_DIALOG (self), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->person_row), approves (self) ? _("Approved by") : _("Reviewed by"));
  gtk_button_set_label (self->sign_button, approves (self) ? _("_Approve and Freeze") : _("_Reviewed Today"));
  fill (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->sign_button), self->people->len > 0);
  if (self->people->len == 0)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->person_row), _("Nobody is in the register of people yet."));
  annex_worker_run (store, check_worker, NULL, NULL, (GDestroyNotify) faults_free, NULL, checked_cb,
                    g_object_ref (self));
  return ADW_DIALOG (self);
}
