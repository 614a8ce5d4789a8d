/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cause-tree.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "core/annex-query.h"
#include "core/annex-transaction.h"
#include "isms/annex-isms.h"

const AnnexChoice annex_cause_kinds[] = {
  { "contributing", N_("Contributing cause") },
  { "trigger", N_("Trigger") },
  { "systemic", N_("Systemic cause") },
  { NULL, NULL },
};

struct _AnnexCauseTree
{
  gatomicrefcount references;
  char *problem;
  GPtrArray *causes;     /* AnnexCause, each before those that explain it */
  GPtrArray *categories; /* AnnexCauseCategory */
};

const char *
annex_cause_kind_get_label (AnnexCauseKind kind)
{
  return _(annex_cause_kinds[kind].label);
}

static void
cause_free (gpointer data)
{
  AnnexCause *cause = data;

  g_free (cause->text);
  g_free (cause->evidence);
  g_free (cause);
}

static void
category_free (gpointer data)
{
  AnnexCauseCategory *category = data;

  g_free (category->name);
  g_free (category);
}

static gint64
get_link (AnnexRecord *record, const char *field_name)
{
  const char *value = annex_record_get_value (record, field_name);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

static double
get_number (AnnexRecord *record, const char *field_name)
{
  const char *value = annex_record_get_value (record, field_name);

  return value != NULL ? g_ascii_strtod (value, NULL) : 0;
}

static AnnexCauseKind
get_kind (AnnexRecord *record)
{
  for (guint i = 0; annex_cause_kinds[i].key != NULL; i++)
    if (g_strcmp0 (annex_cause_kinds[i].key, annex_record_get_value (record, "kind")) == 0)
      return (AnnexCauseKind) i;
  return ANNEX_CAUSE_CONTRIBUTING;
}

static gboolean
collect (AnnexRecord *record, gpointer records)
{
  g_ptr_array_add (records, g_object_ref (record));
  return TRUE;
}

static GPtrArray *
dup_records (AnnexStore *store, gint64 corrective_action, GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (AnnexQuery) query = annex_query_new (&annex_cause_type);
  g_autofree char *of = g_strdup_printf ("%" G_GINT64_FORMAT, corrective_action);

  annex_query_add_filter (query, "corrective_action", ANNEX_FILTER_IS, of);
  annex_query_set_sort (query, "position", FALSE);
  return annex_query_foreach (query, store, collect, records, error) ? g_steal_pointer (&records) : NULL;
}

/* Adds what explains @parent (0 for the nonconformity) with all below it. */
static void
add_below (AnnexCauseTree *self, GPtrArray *records, gint64 parent, int parent_index, int category, gboolean any_category)
{
  guint place = 0, n_siblings = 0;

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < records->len; i++)
      {
        AnnexRecord *record = records->pdata[i];
        AnnexCause *cause;

        if (get_link (record, "parent") != parent || (!any_category && (int) get_number (record, "category") != category))
          continue;
        if (pass == 0)
          {
            n_siblings++;
            continue;
          }
        cause = g_new0 (AnnexCause, 1);
        cause->id = annex_record_get_id (record);
        cause->text = g_strdup (annex_record_get_title (record));
        cause->evidence = g_strdup (annex_record_get_value (record, "evidence"));
        cause->kind = get_kind (record);
        cause->category = category;
        cause->parent = parent_index;
        cause->depth = parent_index >= 0 ? annex_cause_tree_get_cause (self, parent_index)->depth + 1 : 0;
        cause->place = ++place;
        cause->n_siblings = n_siblings;
        g_ptr_array_add (self->causes, cause);
        add_below (self, records, cause->id, (int) self->causes->len - 1, category, TRUE);
      }
}

static void
add_category (AnnexCauseTree *self, GPtrArray *records, int level, const char *name)
{
  AnnexCauseCategory *category = g_new0 (AnnexCauseCategory, 1);

  category->level = level;
  category->name = g_strdup (name);
  g_ptr_array_add (self->categories, category);
  add_below (self, records, 0, -1, level, FALSE);
}

/* The scale may have lost a level that causes still have: those stand with the ones that never had any. */
static void
find_strays (GPtrArray *records, GArray *levels, GHashTable *strays)
{
  for (guint i = 0; i < records->len; i++)
    {
      int level = (int) get_number (records->pdata[i], "category");
      gboolean known = FALSE;

      for (guint j = 0; j < levels->len && !known; j++)
        known = g_array_index (levels, int, j) == level;
      if (!known && get_link (records->pdata[i], "parent") == 0)
        g_hash_table_add (strays, GINT_TO_POINTER (level));
    }
}

AnnexCauseTree *
annex_cause_tree_load (AnnexStore *store, gint64 corrective_action, GError **error)
{
  g_autoptr (AnnexRecord) action = annex_store_load (store, corrective_action, error);
  g_autoptr (GPtrArray) records = action != NULL ? dup_records (store, corrective_action, error) : NULL;
  g_autoptr (GArray) levels = records != NULL ? annex_store_dup_scale_levels (store, "cause_category", error) : NULL;
  g_autoptr (GHashTable) strays = g_hash_table_new (NULL, NULL);
  AnnexCauseTree *self;
  GHashTableIter iter;
  gpointer level;

  if (records == NULL || levels == NULL)
    return NULL;
  self = g_new0 (AnnexCauseTree, 1);
  g_atomic_ref_count_init (&self->references);
  self->problem = g_strdup_printf ("%s %s", annex_record_get_reference (action), annex_record_get_title (action));
  self->causes = g_ptr_array_new_with_free_func (cause_free);
  self->categories = g_ptr_array_new_with_free_func (category_free);
  for (guint i = 0; i < levels->len; i++)
    add_category (self, records, g_array_index (levels, int, i),
                  annex_store_get_scale_label (store, "cause_category", g_array_index (levels, int, i)));
  find_strays (records, levels, strays);
  g_hash_table_iter_init (&iter, strays);
  while (g_hash_table_iter_next (&iter, &level, NULL))
    add_category (self, records, GPOINTER_TO_INT (level), _("Not sorted yet"));
  return self;
}

AnnexCauseTree *
annex_cause_tree_ref (AnnexCauseTree *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
annex_cause_tree_unref (AnnexCauseTree *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->problem);
  g_ptr_array_unref (self->causes);
  g_ptr_array_unref (self->categories);
  g_free (self);
}

const char *
annex_cause_tree_get_problem (const AnnexCauseTree *self)
{
  return self->problem;
}

guint
annex_cause_tree_get_n_causes (const AnnexCauseTree *self)
{
  return self->causes->len;
}

const AnnexCause *
annex_cause_tree_get_cause (const AnnexCauseTree *self, guint index)
{
  return self->causes->pdata[index];
}

int
annex_cause_tree_find (const AnnexCauseTree *self, gint64 id)
{
  for (guint i = 0; i < self->causes->len; i++)
    if (annex_cause_tree_get_cause (self, i)->id == id)
      return (int) i;
  return -1;
}

guint
annex_cause_tree_get_n_categories (const AnnexCauseTree *self)
{
  return self->categories->len;
}

const AnnexCauseCategory *
annex_cause_tree_get_category (const AnnexCauseTree *self, guint index)
{
  return self->categories->pdata[index];
}

static const char *
get_category_name (const AnnexCauseTree *self, int level)
{
  for (guint i = 0; i < self->categories->len; i++)
    if (annex_cause_tree_get_category (self, i)->level == level)
      return annex_cause_tree_get_category (self, i)->name;
  return "";
}

char *
annex_cause_tree_dup_text (const AnnexCauseTree *self, guint index)
{
  const AnnexCause *cause = annex_cause_tree_get_cause (self, index);
  const char *above = cause->parent >= 0 ? annex_cause_tree_get_cause (self, cause->parent)->text : get_category_name (self, cause->category);
  /* Translators: category or cause, what explains it, and its place, such as “People: nobody reviewed access, cause 2 of 3”. */
  g_autofree char *text = g_strdup_printf (cause->parent >= 0 ? _("Why “%s”? %s, cause %u of %u") : _("%s: %s, cause %u of %u"), above,
                                           cause->text, cause->place, cause->n_siblings);

  return cause->kind != ANNEX_CAUSE_CONTRIBUTING ? g_strdup_printf (_("%s, %s"), text, annex_cause_kind_get_label (cause->kind))
                                                 : g_steal_pointer (&text);
}

char *
annex_cause_tree_dup_outline (const AnnexCauseTree *self)
{
  GString *outline = g_string_new (self->problem);
  int category = G_MININT;

  for (guint i = 0; i < self->causes->len; i++)
    {
      const AnnexCause *cause = annex_cause_tree_get_cause (self, i);

      if (cause->category != category)
        g_string_append_printf (outline, "\n%s", get_category_name (self, cause->category));
      category = cause->category;
      g_string_append_printf (outline, "\n%*s– %s", (int) (cause->depth + 1) * 2, "", cause->text);
      if (cause->kind != ANNEX_CAUSE_CONTRIBUTING)
        g_string_append_printf (outline, " (%s)", annex_cause_kind_get_label (cause->kind));
    }
  return g_string_free_and_steal (outline);
}

static char *
dup_id (gint64 id)
{
  return id != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, id) : NULL;
}

static char *
dup_level (int level)
{
  return level != 0 ? g_strdup_printf ("%d", level) : NULL;
}

/* Numbers the causes of the same thing anew, with @cause behind @after or at the end. */
static gboolean
place (AnnexTransaction *transaction, AnnexStore *store, gint64 corrective_action, gint64 cause, gint64 parent, int category, gint64 after,
       GError **error)
{
  g_autoptr (GPtrArray) records = dup_records (store, corrective_action, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean placed = after == ANNEX_CAUSE_FIRST;

  if (records == NULL)
    return FALSE;
  if (placed)
    g_array_append_val (ids, cause);
  for (guint i = 0; i < records->len; i++)
    {
      gint64 id = annex_record_get_id (records->pdata[i]);

      if (id == cause || get_link (records->pdata[i], "parent") != parent ||
          (parent == 0 && (int) get_number (records->pdata[i], "category") != category))
        continue;
      g_array_append_val (ids, id);
      if (id == after)
        {
          g_array_append_val (ids, cause);
          placed = TRUE;
        }
    }
  if (!placed)
    g_array_append_val (ids, cause);
  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *position = g_strdup_printf ("%u", i + 1);

      if (!annex_transaction_set (transaction, g_array_index (ids, gint64, i), "position", position, error))
        return FALSE;
    }
  return TRUE;
}

/* The transaction begins with a name of the cause in it, for undo and history. */
static AnnexTransaction *
begin (AnnexStore *store, const char *format, gint64 cause, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, cause, error);
  g_autofree char *label = record != NULL ? g_strdup_printf (format, annex_record_get_title (record)) : NULL;

  return record != NULL ? annex_transaction_begin (store, label, error) : NULL;
}

gint64
annex_cause_add (AnnexStore *store, gint64 corrective_action, gint64 parent, int category, gint64 after, const char *text, GError **error)
{
  g_autofree char *label = g_strdup_printf (_("Add cause “%s”"), text);
  g_autofree char *of = dup_id (corrective_action);
  g_autofree char *explains = dup_id (parent);
  g_autofree char *level = parent == 0 ? dup_level (category) : NULL;
  g_autoptr (AnnexTransaction) transaction = annex_transaction_begin (store, label, error);
  gint64 id = transaction != NULL ? annex_transaction_add (transaction, &annex_cause_type, error, "title", text, "corrective_action", of,
                                                           "parent", explains, "category", level, NULL)
                                  : 0;

  return id != 0 && place (transaction, store, corrective_action, id, parent, category, after, error) &&
             annex_transaction_commit (transaction, error)
           ? id
           : 0;
}

gboolean
annex_cause_move (AnnexStore *store, gint64 cause, gint64 parent, int category, gint64 after, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, cause, error);
  g_autofree char *explains = dup_id (parent);
  g_autofree char *level = parent == 0 ? dup_level (category) : NULL;
  g_autoptr (AnnexTransaction) transaction = record != NULL ? begin (store, _("Move cause “%s”"), cause, error) : NULL;

  return transaction != NULL && annex_transaction_set (transaction, cause, "parent", explains, error) &&
         annex_transaction_set (transaction, cause, "category", level, error) &&
         place (transaction, store, get_link (record, "corrective_action"), cause, parent, category, after, error) &&
         annex_transaction_commit (transaction, error);
}

gboolean
annex_cause_set_text (AnnexStore *store, gint64 cause, const char *text, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = begin (store, _("Reword cause “%s”"), cause, error);

  return transaction != NULL && annex_transaction_set (transaction, cause, "title", text, error) && annex_transaction_commit (transaction, error);
}

gboolean
annex_cause_set_kind (AnnexStore *store, gint64 cause, AnnexCauseKind kind, GError **error)
{
  g_autoptr (AnnexTransaction) transaction = begin (store, _("Say what kind of cause “%s” is"), cause, error);

  return transaction != NULL && annex_transaction_set (transaction, cause, "kind", annex_cause_kinds[kind].key, error) &&
         annex_transaction_commit (transaction, error);
}

gboolean
annex_cause_remove (AnnexStore *store, gint64 cause, GError **error)
{
  g_autoptr (AnnexRecord) record = annex_store_load (store, cause, error);
  g_autoptr (AnnexCauseTree) tree = record != NULL ? annex_cause_tree_load (store, get_link (record, "corrective_action"), error) : NULL;
  g_autoptr (AnnexTransaction) transaction = tree != NULL ? begin (store, _("Delete cause “%s”"), cause, error) : NULL;
  guint first = tree != NULL ? (guint) annex_cause_tree_find (tree, cause) : 0;
  guint last = first;

  if (transaction == NULL)
    return FALSE;
  while (last + 1 < tree->causes->len && annex_cause_tree_get_cause (tree, last + 1)->depth > annex_cause_tree_get_cause (tree, first)->depth)
    last++;
  for (guint i = last + 1; i > first; i--)
    if (!annex_transaction_delete (transaction, annex_cause_tree_get_cause (tree, i - 1)->id, error))
      return FALSE;
  return annex_transaction_commit (transaction, error);
}
