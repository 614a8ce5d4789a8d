/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "evidence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-draft.h"
#include "isms/annex-date-rules.h"
#include "isms/annex-isms.h"

static const AnnexChoice kinds[] = {
  { "record", N_("Record of work done") },
  { "report", N_("Report") },
  { "document", N_("Document") },
  { "configuration", N_("Configuration") },
  { "log", N_("Log or export") },
  { "observation", N_("Observation") },
  { "attestation", N_("Certificate or attestation") },
  { NULL, NULL },
};

static const AnnexField fields[] = {
  {
    .name = "title",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Evidence"),
    .help = N_("What it shows, in a few words"),
    .group = N_("Evidence"),
    .flags = ANNEX_FIELD_TITLE | ANNEX_FIELD_REQUIRED | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "kind",
    .kind = ANNEX_FIELD_CHOICE,
    .label = N_("Kind"),
    .choices = kinds,
    .initial = "record",
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "files",
    .kind = ANNEX_FIELD_FILE,
    .label = N_("Files"),
    .help = N_("Kept in the engagement itself, each with its checksum"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN,
  },
  {
    .name = "location",
    .kind = ANNEX_FIELD_TEXT,
    .label = N_("Where it is kept"),
    .help = N_("For what lives elsewhere"),
  },
  {
    .name = "remark",
    .kind = ANNEX_FIELD_LONG_TEXT,
    .label = N_("Remark"),
  },
  {
    .name = "controls",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Controls it proves"),
    .group = N_("Proof"),
    .target = "control",
    .inverse = N_("Evidence"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "measures",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Measures it proves"),
    .target = "treatment",
    .inverse = N_("Evidence"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "clauses",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Clauses it proves"),
    .target = "clause",
    .inverse = N_("Evidence"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "workshops",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Workshops it records"),
    .help = N_("Those that were held; their minutes are a report that can be attached"),
    .target = "workshop",
    .inverse = N_("Evidence"),
    .flags = ANNEX_FIELD_MANY | ANNEX_FIELD_FILTER,
  },
  {
    .name = "about",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Is about"),
    .help = N_("The day on which it was so; for a period its last day"),
    .group = N_("Dates"),
    .flags = ANNEX_FIELD_COLUMN,
  },
  {
    .name = "collected_on",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Collected on"),
  },
  {
    .name = "collected_by",
    .kind = ANNEX_FIELD_LINK,
    .label = N_("Collected by"),
    .target = "person",
    .inverse = N_("Evidence collected"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
  {
    .name = "valid_until",
    .kind = ANNEX_FIELD_DATE,
    .label = N_("Proves until"),
    .help = N_("After that day newer evidence is needed"),
    .flags = ANNEX_FIELD_COLUMN | ANNEX_FIELD_FILTER,
  },
};

static gboolean
validate (AnnexStore *store, AnnexRecord *record, GError **error)
{
  return annex_date_rules_check_past (record, "about", error) && annex_date_rules_check_past (record, "collected_on", error) &&
         annex_date_rules_check_order (record, "about", "collected_on", error) &&
         annex_date_rules_check_order (record, "about", "valid_until", error);
}

/* Whoever attaches a file has collected it, today. */
static gboolean
complete (AnnexDraft *draft, AnnexStore *store, AnnexRecord *record, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gint64 collector;
  g_autofree char *today = NULL;
  g_autofree char *value = NULL;

  if (annex_record_get_value (record, "files") == NULL || !annex_draft_has_changed (draft, "files") ||
      annex_record_get_value (record, "collected_on") != NULL)
    return TRUE;
  today = annex_clock_dup_today ();
  annex_draft_set (draft, "collected_on", today);
  collector = annex_store_find_id (store, &annex_person_type, annex_store_get_author (store), &failure);
  if (annex_error_pass (&failure, error))
    return FALSE;
  if (collector == 0 || annex_record_get_value (record, "collected_by") != NULL)
    return TRUE;
  value = g_strdup_printf ("%" G_GINT64_FORMAT, collector);
  annex_draft_set (draft, "collected_by", value);
  return TRUE;
}

static char *
dup_title (const char *name)
{
  const char *dot = strrchr (name, '.');
  g_autofree char *title = dot != NULL && dot != name ? g_strndup (name, (gsize) (dot - name)) : g_strdup (name);

  return g_strdup (*g_strstrip (title) != '\0' ? title : name);
}

gint64
annex_evidence_add_file (AnnexTransaction *transaction, AnnexStagedFile *staged, GError **error)
{
  g_autofree char *title = dup_title (annex_staged_file_get_attachment (staged)->name);
  g_autofree char *today = annex_clock_dup_today ();
  GDateTime *modified = annex_staged_file_get_modified (staged);
  g_autoptr (GDateTime) local = modified != NULL ? g_date_time_to_local (modified) : NULL;
  g_autofree char *written = local != NULL ? g_date_time_format (local, "%Y-%m-%d") : NULL;
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  gint64 id;

  /* The clock of a camera may be ahead; what is not yet cannot be shown. */
  id = annex_transaction_add (transaction, &annex_evidence_type, error, "title", title, "about",
                              written != NULL && strcmp (written, today) <= 0 ? written : NULL, NULL);
  g_ptr_array_add (one, staged);
  return id != 0 && annex_attaching_add (transaction, id, "files", one, error) ? id : 0;
}

const AnnexType annex_evidence_type = {
  .name = "evidence",
  .label = N_("Evidence"),
  .label_plural = N_("Evidence"),
  .description = N_("What shows that controls operate: records, reports, configurations, each with the day it is about."),
  .prefix = "EV",
  .digits = 4,
  .icon = "mail-attachment-symbolic",
  .phase = ANNEX_PHASE_DO,
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .validate = validate,
  .complete = complete,
};
