/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "readiness.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-statement.h"
#include "isms/annex-isms.h"
#include "isms/do/mandatory-documents.h"
#include "isms/plan/control-private.h"
#include "isms/plan/methodology.h"
#include "isms/plan/risk-private.h"
#include "isms/plan/soa.h"
#include "review.h"

#define TODAY "annex_today ()"
#define YEAR_AGO "date (annex_today (), '-12 months')"

/* The latest evidence for a row r by that link field, or for what is confirmed to meet it: its id, and whether it is still good. */
#define LATEST_EVIDENCE(field, what) \
  "(SELECT " what " FROM link l JOIN evidence e ON e.id = l.source WHERE (l.target = r.id AND l.field = '" field "' OR " \
  "l.target IN " ANNEX_CONTROL_MET_BY_SQL ("z.target", "TRUE") " AND l.field = 'controls') " \
  "ORDER BY coalesce (e.valid_until >= " TODAY ", TRUE) DESC, e.about DESC, e.id LIMIT 1)"

static void
point_free (gpointer data)
{
  AnnexReadinessPoint *point = data;

  g_free (point->clause);
  g_free (point->what);
  g_free (point->detail);
  g_free (point->reference);
  g_free (point);
}

/* What has been found so far. After a read that failed nothing more is read, and what was found is worth nothing. */
typedef struct
{
  AnnexStore *store;
  GPtrArray *points;
  GError *failure;
} Check;

static void
add (Check *self, const char *clause, const char *what, AnnexReadinessState state, const char *detail, gint64 record)
{
  static const char *const names[] = { "reference", NULL };
  g_autoptr (AnnexRecord) of = record != 0 && self->failure == NULL ? annex_store_load_fields (self->store, record, names, &self->failure) : NULL;
  AnnexReadinessPoint *point = g_new0 (AnnexReadinessPoint, 1);

  point->clause = g_strdup (clause);
  point->what = g_strdup (what);
  point->state = state;
  point->detail = g_strdup (detail);
  point->record = record;
  point->reference = of != NULL ? g_strdup (annex_record_get_reference (of)) : NULL;
  g_ptr_array_add (self->points, point);
}

/* A number and the first record that it counts. */
typedef struct
{
  guint n;
  gint64 first;
} Counted;

static Counted
count (Check *self, const char *sql)
{
  g_autoptr (AnnexStatement) statement = self->failure == NULL ? annex_statement_new (self->store, sql, &self->failure) : NULL;
  Counted counted = { 0, 0 };

  if (statement == NULL)
    return counted;
  while (annex_statement_next (statement))
    if (counted.n++ == 0)
      counted.first = annex_statement_get_int64 (statement, 0);
  annex_statement_finish (statement, &self->failure);
  return counted;
}

static void
add_scope (Check *self)
{
  g_autoptr (AnnexRecord) engagement = NULL;
  const char *scope;

  if (self->failure != NULL || !annex_store_get_engagement_if_there (self->store, &engagement, &self->failure))
    return;
  scope = engagement != NULL ? annex_record_get_value (engagement, "scope") : NULL;
  add (self, "4.3", _("Scope"), scope != NULL ? ANNEX_READINESS_READY : ANNEX_READINESS_MISSING,
       scope != NULL ? scope : _("Write the scope in one sentence, in the properties of the engagement."), 0);
}

static void
add_methodology (Check *self)
{
  g_autoptr (AnnexRecord) methodology = self->failure == NULL ? annex_methodology_get (self->store, &self->failure) : NULL;
  gboolean approved = methodology != NULL && annex_record_get_value (methodology, "approved_on") != NULL;

  add (self, "6.1.2", _("Risk assessment methodology"), approved ? ANNEX_READINESS_READY : ANNEX_READINESS_MISSING,
       approved ? _("Approved.") : _("The methodology is not approved. Note who approved it, and when."),
       methodology != NULL ? annex_record_get_id (methodology) : 0);
}

static void
add_risks (Check *self)
{
  Counted all = count (self, "SELECT id FROM risk");
  Counted unjudged = count (self, "SELECT r.id FROM risk r WHERE r.status IS NOT 'closed' AND " ANNEX_RISK_LEVEL_SQL ("current") " IS NULL");
  g_autofree char *detail = all.n == 0      ? g_strdup (_("No risk is recorded. Assess the risks first."))
                            : unjudged.n > 0 ? g_strdup_printf (ngettext ("%u risk has no level yet.", "%u risks have no level yet.", unjudged.n), unjudged.n)
                                             : g_strdup_printf (ngettext ("%u risk is assessed.", "%u risks are assessed.", all.n), all.n);

  add (self, "8.2", _("Results of the risk assessment"), all.n > 0 && unjudged.n == 0 ? ANNEX_READINESS_READY : ANNEX_READINESS_MISSING, detail,
       unjudged.first);
}

static void
add_statement (Check *self)
{
  gint64 version = self->failure == NULL ? annex_soa_find_latest (self->store, 0, &self->failure) : 0;
  g_autoptr (GPtrArray) then = version != 0 && self->failure == NULL ? annex_soa_load (self->store, version, &self->failure) : NULL;
  g_autoptr (GPtrArray) now = self->failure == NULL ? annex_soa_load (self->store, 0, &self->failure) : NULL;
  g_autoptr (GPtrArray) changes = then != NULL && now != NULL ? annex_soa_compare (then, now) : NULL;
  g_autofree char *detail = NULL;

  if (changes != NULL && changes->len > 0)
    detail = g_strdup_printf (ngettext ("%u thing has changed since it was approved. Approve a new version.",
                                        "%u things have changed since it was approved. Approve a new version.", changes->len),
                              changes->len);
  add (self, "6.1.3 d)", _("Statement of Applicability"),
       changes == NULL ? ANNEX_READINESS_MISSING : changes->len > 0 ? ANNEX_READINESS_OLD : ANNEX_READINESS_READY,
       changes == NULL ? _("No version is approved. Decide on every control, and approve a version.") : detail != NULL ? detail : _("Approved, and as it stands now."),
       version);
}

static void
add_treatment (Check *self)
{
  Counted all = count (self, "SELECT id FROM treatment WHERE status <> 'dropped'");
  Counted loose = count (self, "SELECT r.id FROM treatment r WHERE r.status IN ('planned', 'in_progress') AND (r.due IS NULL OR NOT EXISTS "
                                "(SELECT 1 FROM link l WHERE l.source = r.id AND l.field = 'owner'))");
  Counted refused = count (self, "SELECT r.id FROM risk r WHERE r.status IS NOT 'closed' AND r.treatment IS NOT NULL AND "
                                  ANNEX_RISK_ACCEPTANCE_SQL " IS NOT 'valid'");
  g_autofree char *loose_detail =
    g_strdup_printf (ngettext ("%u measure has no owner or no date.", "%u measures have no owner or no date.", loose.n), loose.n);
  g_autofree char *refused_detail = g_strdup_printf (ngettext ("The owner of %u risk has not accepted what is left of it, or not as it is rated now.",
                                                               "The owners of %u risks have not accepted what is left of them, or not as they are rated now.",
                                                               refused.n),
                                                     refused.n);

  add (self, "6.1.3 e)", _("Risk treatment plan"), all.n == 0 || loose.n > 0 ? ANNEX_READINESS_MISSING : ANNEX_READINESS_READY,
       all.n == 0 ? _("No measure is planned.") : loose.n > 0 ? loose_detail : _("Every measure has owner and date."), loose.first);
  add (self, "6.1.3 f)", _("Approval by the risk owners"), refused.n > 0 || all.n == 0 ? ANNEX_READINESS_MISSING : ANNEX_READINESS_READY,
       refused.n > 0 ? refused_detail : all.n == 0 ? _("There is no plan that they could approve.") : _("Every residual risk is accepted as it is rated."), refused.first);
}

static void
add_audits (Check *self)
{
  Counted planned = count (self, "SELECT id FROM audit WHERE kind = 'internal' AND status <> 'cancelled'");
  Counted recent = count (self, "SELECT id FROM audit WHERE kind = 'internal' AND status = 'finished' AND finished_on >= " YEAR_AGO " ORDER BY finished_on DESC");
  Counted older = count (self, "SELECT id FROM audit WHERE kind = 'internal' AND status = 'finished' ORDER BY finished_on DESC");

  add (self, "9.2.2", _("Internal audit programme"), planned.n > 0 ? ANNEX_READINESS_READY : ANNEX_READINESS_MISSING,
       planned.n > 0 ? _("Planned; see what it covers in the programme.") : _("No internal audit is planned."), planned.first);
  add (self, "9.2.1", _("Internal audit"),
       recent.n > 0 ? ANNEX_READINESS_READY : older.n > 0 ? ANNEX_READINESS_OLD : ANNEX_READINESS_MISSING,
       recent.n > 0  ? _("Finished within the last twelve months.")
       : older.n > 0 ? _("The last one was finished more than twelve months ago.")
                     : _("No internal audit is finished."),
       recent.n > 0 ? recent.first : older.first);
}

/* What a clause or control wants documented: a document in force comes first, then what the registers hold, then evidence. */
static void
add_document (Check *self, const AnnexMandatoryDocument *asked)
{
  const char *clause = g_str_has_prefix (asked->asked_by, "CL.") ? asked->asked_by + strlen ("CL.") : asked->asked_by;

  if (asked->document != 0)
    add (self, clause, asked->name, asked->is_overdue ? ANNEX_READINESS_OLD : ANNEX_READINESS_READY,
         asked->is_overdue ? _("In force, but it should have been reviewed by now.") : _("In force."), asked->document);
  else if (asked->kept_here != 0)
    add (self, clause, asked->name, ANNEX_READINESS_READY, _("Kept in this engagement."), asked->kept_here);
  else if (asked->draft != 0)
    add (self, clause, asked->name, ANNEX_READINESS_MISSING, _("There is only a draft. Have it approved."), asked->draft);
  else if (asked->evidence == 0 || asked->needs_approval)
    add (self, clause, asked->name, ANNEX_READINESS_MISSING,
         asked->evidence != 0   ? _("Evidence shows it, but not which version is approved. Add it to the documents.")
         : asked->needs_approval ? _("Nothing is recorded. Add it to the documents, and have it approved.")
                                 : _("Nothing is recorded. Add it to the documents, or link evidence that shows where it is."),
         asked->asking);
  else
    add (self, clause, asked->name, asked->is_evidence_good ? ANNEX_READINESS_READY : ANNEX_READINESS_OLD,
         asked->is_evidence_good ? _("Shown by evidence.") : _("The evidence has become too old. Review it, and link the new version."), asked->evidence);
}

static void
add_documents (Check *self)
{
  /* These have points of their own, which look closer. */
  static const char *const told[] = { "Statement of Applicability", "Risk treatment plan", "Approval of treatment plan and acceptance of residual risk",
                                      "Results of risk assessments", "Internal audit programme", "Internal audit results", NULL };
  g_autoptr (GPtrArray) all = self->failure == NULL ? annex_mandatory_documents_list (self->store, &self->failure) : NULL;

  for (guint i = 0; all != NULL && i < all->len; i++)
    if (!g_strv_contains (told, ((AnnexMandatoryDocument *) all->pdata[i])->name))
      add_document (self, all->pdata[i]);
}

static void
add_review (Check *self)
{
  Counted recent = count (self, "SELECT r.id FROM review r WHERE r.status = 'held' AND " ANNEX_REVIEW_NEXT_BY_SQL ("r") " >= " TODAY " ORDER BY r.held_on DESC");
  Counted whole = count (self, "SELECT r.id FROM review r WHERE r.status = 'held' AND " ANNEX_REVIEW_INPUTS_SQL ("r") " = 10 ORDER BY r.held_on DESC");
  Counted all = count (self, "SELECT id FROM review WHERE status = 'held' ORDER BY held_on DESC");

  add (self, "9.3.1", _("Management review"),
       all.n == 0 || whole.n == 0 ? ANNEX_READINESS_MISSING : recent.n == 0 ? ANNEX_READINESS_OLD : ANNEX_READINESS_READY,
       all.n == 0     ? _("No management review is recorded as held.")
       : whole.n == 0 ? _("None of them considered all of the ten inputs.")
       : recent.n == 0 ? _("The interval since the last one has passed.")
                       : _("Held within its interval."),
       recent.n > 0 ? recent.first : all.first);
}

/* Whether each control that applies is shown to operate. */
static void
add_controls (Check *self)
{
  g_autoptr (AnnexStatement) statement = NULL;

  if (self->failure == NULL)
    statement = annex_statement_new (self->store,
                                     "SELECT r.id, x.reference, x.title, " LATEST_EVIDENCE ("controls", "e.id") ", "
                                     LATEST_EVIDENCE ("controls", "coalesce (e.valid_until >= " TODAY ", TRUE)") ", r.status "
                                     "FROM control r JOIN record x ON x.id = r.id WHERE r.decision IN ('applicable', 'inherited') AND r.library <> 'other' "
                                     "ORDER BY x.reference COLLATE as_counted",
                                     &self->failure);
  if (statement == NULL)
    return;
  while (annex_statement_next (statement))
    {
      gint64 evidence = annex_statement_get_int64 (statement, 3);
      gboolean fresh = annex_statement_get_boolean (statement, 4);
      gboolean done = g_strcmp0 (annex_statement_get_text (statement, 5), "implemented") == 0;

      add (self, annex_statement_get_string (statement, 1), annex_statement_get_string (statement, 2),
           evidence == 0 ? ANNEX_READINESS_MISSING : fresh ? ANNEX_READINESS_READY : ANNEX_READINESS_OLD,
           evidence == 0 ? done ? _("Said to be implemented, and nothing shows that it operates.") : _("Not implemented yet, and nothing shows that it operates.")
           : fresh       ? _("Shown by evidence.")
                         : _("The evidence has become too old."),
           evidence != 0 && fresh ? evidence : annex_statement_get_int64 (statement, 0));
    }
  annex_statement_finish (statement, self->failure == NULL ? &self->failure : NULL);
}

static void
add_findings (Check *self)
{
  Counted open = count (self, "SELECT id FROM finding WHERE grade = 'major' AND status = 'open' ORDER BY raised_on");
  g_autofree char *detail = g_strdup_printf (ngettext ("%u is open.", "%u are open.", open.n), open.n);

  add (self, "10.2", _("Major nonconformities"), open.n > 0 ? ANNEX_READINESS_MISSING : ANNEX_READINESS_READY, open.n > 0 ? detail : _("None is open."),
       open.first);
}

GPtrArray *
annex_readiness_check (AnnexStore *store, int stage, GError **error)
{
  g_autoptr (GPtrArray) points = g_ptr_array_new_with_free_func (point_free);
  Check check = { store, points, NULL };

  if (stage == 2)
    {
      add_findings (&check);
      add_controls (&check);
    }
  else
    {
      add_scope (&check);
      add_methodology (&check);
      add_statement (&check);
      add_treatment (&check);
      add_risks (&check);
      add_audits (&check);
      add_review (&check);
      add_documents (&check);
    }
  return annex_error_pass (&check.failure, error) ? NULL : g_steal_pointer (&points);
}

guint
annex_readiness_count (GPtrArray *points, AnnexReadinessState state)
{
  guint n = 0;

  for (guint i = 0; i < points->len; i++)
    n += ((AnnexReadinessPoint *) points->pdata[i])->state == state;
  return n;
}

const char *
annex_readiness_get_label (AnnexReadinessState state)
{
  static const char *const labels[] = { N_("Missing"), N_("Out of date"), N_("Ready") };

  return _(labels[state]);
}
