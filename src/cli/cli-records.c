/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "core/annex-attachment.h"
#include "core/annex-transaction.h"
#include "exchange/annex-json-writer.h"
#include "isms/annex-rules.h"

/* One field to be changed, as given on the command line. */
typedef struct
{
  const AnnexField *field;
  char *value; /* canonical, NULL when empty */
} Assignment;

static void
free_assignment (gpointer data)
{
  Assignment *assignment = data;

  g_free (assignment->value);
  g_free (assignment);
}

/* Returns NULL with @status set after a complaint. */
static GPtrArray *
parse_assignments (AnnexStore *store, const AnnexType *type, char **texts, CliStatus *status)
{
  g_autoptr (GPtrArray) assignments = g_ptr_array_new_with_free_func (free_assignment);

  for (; *texts != NULL; texts++)
    {
      g_autofree char *name = NULL;
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      Assignment *assignment;
      const AnnexField *field;
      char *value;

      if (!cli_split_assignment (*texts, &name, &text))
        {
          *status = CLI_USAGE;
          return NULL;
        }
      field = cli_find_field (store, type, name, &error);
      if (field != NULL && !annex_field_is_stored (field))
        {
          field = NULL;
          g_set_error (&error, ANNEX_ERROR, ANNEX_ERROR_INVALID, _("“%s” is worked out by Annex and cannot be set."), name);
        }
      value = field != NULL ? annex_store_parse (store, field, text, &error) : NULL;
      if (error != NULL)
        {
          *status = cli_refuse (error);
          return NULL;
        }
      assignment = g_new0 (Assignment, 1);
      assignment->field = field;
      assignment->value = value;
      g_ptr_array_add (assignments, assignment);
    }
  return g_steal_pointer (&assignments);
}

static GPtrArray *
choose_fields (AnnexStore *store, const AnnexType *type, const char *names, GError **error)
{
  GPtrArray *all = annex_store_get_fields (store, type);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();

  if (names == NULL)
    for (guint i = 0; i < all->len; i++)
      {
        if ((((const AnnexField *) all->pdata[i])->flags & ANNEX_FIELD_INTERNAL) == 0)
          g_ptr_array_add (fields, all->pdata[i]);
      }
  else
    {
      g_auto (GStrv) parts = g_strsplit (names, ",", -1);

      for (char **part = parts; *part != NULL; part++)
        {
          const AnnexField *field = cli_find_field (store, type, g_strstrip (*part), error);

          if (field == NULL)
            return NULL;
          g_ptr_array_add (fields, (gpointer) field);
        }
    }
  return g_steal_pointer (&fields);
}

typedef struct
{
  AnnexStore *store;
  GPtrArray *fields;
  AnnexJsonWriter *writer; /* NULL for a table */
} Listing;

static void
write_record (AnnexJsonWriter *writer, AnnexStore *store, AnnexRecord *record, GPtrArray *fields)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, annex_record_get_id (record));

  annex_json_writer_begin_record (writer);
  annex_json_writer_add_string (writer, "id", id);
  for (guint i = 0; i < fields->len; i++)
    {
      AnnexField field = *(const AnnexField *) fields->pdata[i];
      const char *value = annex_record_get_value (record, field.name);
      g_autoptr (GString) references = NULL;

      if (field.kind == ANNEX_FIELD_LINK && value != NULL)
        {
          g_autoptr (GArray) ids = annex_link_ids_parse (value);

          references = g_string_new (NULL);
          for (guint j = 0; j < ids->len; j++)
            {
              g_autofree char *reference = cli_dup_reference (store, g_array_index (ids, gint64, j));
              g_string_append_printf (references, "%s%s", j > 0 ? "; " : "", reference);
            }
          value = references->str;
        }
      /* A level is a number, entered or worked out. */
      if (field.scale != NULL)
        field.kind = ANNEX_FIELD_SCALE;
      annex_json_writer_add_value (writer, &field, value);
    }
  annex_json_writer_end_record (writer);
}

/* Rows are printed as they are read: a long list costs no memory. */
static gboolean
print_row (AnnexRecord *record, gpointer user_data)
{
  Listing *listing = user_data;

  if (listing->writer != NULL)
    write_record (listing->writer, listing->store, record, listing->fields);
  else
    for (guint i = 0; i < listing->fields->len; i++)
      {
        const AnnexField *field = listing->fields->pdata[i];

        cli_print_cell (annex_record_get_text (record, field->name), i + 1 < listing->fields->len ? '\t' : '\n');
      }
  return !ferror (stdout);
}

CliStatus
cli_list (const char *const *arguments)
{
  gboolean json = FALSE;
  g_auto (GStrv) where = NULL;
  g_autofree char *search = NULL, *sort = NULL, *as_of = NULL, *names = NULL;
  const GOptionEntry entries[] = {
    { "where", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &where,
      N_("Only those: FIELD=VALUE, FIELD!=VALUE, FIELD<VALUE, FIELD>VALUE, FIELD~PART; FIELD= where empty, FIELD!= where not. "
         "Again for the same field: either; for another: both"),
      N_("CONDITION") },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_("Only those with words that begin so"), N_("TEXT") },
    { "sort", 0, 0, G_OPTION_ARG_FILENAME, &sort, N_("Order by this field, with - before it from the end"), N_("FIELD") },
    { "as-of", 0, 0, G_OPTION_ARG_FILENAME, &as_of, N_("As it was at the end of this day"), N_("YYYY-MM-DD") },
    { "fields", 0, 0, G_OPTION_ARG_FILENAME, &names, N_("Only these fields, in this order"), N_("FIELD,…") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("list", entries, arguments, 2, 2);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexQuery) query = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (AnnexJsonWriter) writer = NULL;
  g_autoptr (GError) error = NULL;
  const AnnexType *type;
  Listing listing = { 0 };

  if (rest == NULL)
    return CLI_USAGE;
  type = cli_find_type (rest[1]);
  if (type == NULL)
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  if (as_of != NULL && !cli_begin_as_of (store, as_of))
    return CLI_REFUSED;
  query = cli_build_query (store, type, (const char *const *) where, search, sort, &error);
  fields = query != NULL ? choose_fields (store, type, names, &error) : NULL;
  if (fields == NULL)
    return cli_refuse (error);

  listing.store = store;
  listing.fields = fields;
  if (json)
    writer = listing.writer = annex_json_writer_new (stdout);
  else
    for (guint i = 0; i < fields->len; i++)
      cli_print_cell (((const AnnexField *) fields->pdata[i])->name, i + 1 < fields->len ? '\t' : '\n');
  if (!annex_query_foreach (query, store, print_row, &listing, &error))
    return cli_refuse (error);
  if (json)
    annex_json_writer_finish (writer);
  return CLI_DONE;
}

/* With what they can be told by outside: the checksum and the size in bytes. */
static void
print_files (const char *value)
{
  g_autoptr (GPtrArray) attachments = annex_attachment_parse_list (value);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < attachments->len; i++)
    {
      const AnnexAttachment *at = attachments->pdata[i];

      g_string_append_printf (text, "%s%s (sha256:%s, %" G_GINT64_FORMAT ")", i > 0 ? "; " : "",
                              at->location != NULL ? at->location : at->name, at->hash, at->size);
    }
  cli_print_cell (text->str, '\n');
}

static void
print_record (AnnexStore *store, AnnexRecord *record, gboolean json)
{
  const AnnexType *type = annex_record_get_record_type (record);
  GPtrArray *fields = annex_store_get_fields (store, type);

  if (json)
    {
      JsonBuilder *builder = json_builder_new ();

      cli_add_record (builder, store, record, fields);
      cli_print_json (builder);
      return;
    }
  puts ("field\tvalue");
  for (guint i = 0; i < fields->len; i++)
    {
      const AnnexField *field = fields->pdata[i];

      if ((field->flags & ANNEX_FIELD_INTERNAL) != 0)
        continue;
      cli_print_cell (field->name, '\t');
      if (field->kind == ANNEX_FIELD_FILE)
        print_files (annex_record_get_value_at (record, i));
      else
        cli_print_cell (annex_record_get_text_at (record, i), '\n');
    }
}

CliStatus
cli_show (const char *const *arguments)
{
  gboolean json = FALSE;
  g_autofree char *as_of = NULL;
  const GOptionEntry entries[] = {
    { "as-of", 0, 0, G_OPTION_ARG_FILENAME, &as_of, N_("As it was at the end of this day"), N_("YYYY-MM-DD") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print JSON"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("show", entries, arguments, 2, 2);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_reading (rest[0]);
  if (store == NULL)
    return CLI_REFUSED;
  if (as_of != NULL && !cli_begin_as_of (store, as_of))
    return CLI_REFUSED;
  record = annex_store_find (store, rest[1], &error);
  if (record == NULL)
    return cli_refuse (error);
  print_record (store, record, json);
  return CLI_DONE;
}

/* What add and set print: the reference, or with --json the whole record. */
static CliStatus
print_written (AnnexStore *store, gint64 id, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AnnexRecord) record = annex_store_load (store, id, &error);

  if (record == NULL)
    return cli_refuse (error);
  if (json)
    print_record (store, record, TRUE);
  else
    puts (annex_record_get_reference (record));
  return CLI_DONE;
}

/* Which rules the change breaks that were not broken before, on stderr: it was made all the same. @before: NULL for a new record, which
 * is not asked for what is still to come. */
static void
tell_broken_rules (AnnexStore *store, gint64 id, GPtrArray *before)
{
  g_autoptr (GPtrArray) findings = annex_rules_check (store, id, NULL, NULL);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      const AnnexFinding *finding = findings->pdata[i];
      gboolean known = before == NULL && !finding->wrong;

      for (guint j = 0; before != NULL && j < before->len && !known; j++)
        known = ((const AnnexFinding *) before->pdata[j])->rule == finding->rule;
      if (!known)
        cli_complain ("%s %s", finding->reference, finding->message);
    }
}

CliStatus
cli_add (const char *const *arguments)
{
  gboolean json = FALSE;
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the record as JSON instead of its reference"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("add", entries, arguments, 3, -1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (GPtrArray) assignments = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree const char **values = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;
  const AnnexType *type;
  const char *title = "";
  CliStatus status;
  gint64 id;

  if (rest == NULL)
    return CLI_USAGE;
  type = cli_find_type (rest[1]);
  if (type == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  assignments = parse_assignments (store, type, rest + 2, &status);
  if (assignments == NULL)
    return status;

  values = g_new0 (const char *, annex_store_get_fields (store, type)->len);
  for (guint i = 0; i < assignments->len; i++)
    {
      const Assignment *assignment = assignments->pdata[i];
      const char *value = assignment->value != NULL ? assignment->value : "";

      values[annex_store_find_field_index (store, type, assignment->field->name)] = value;
      if ((assignment->field->flags & ANNEX_FIELD_TITLE) != 0)
        title = value;
    }
  label = g_strdup_printf (_("Add %s %s"), _(type->label), title);
  transaction = annex_transaction_begin (store, label, &error);
  if (transaction == NULL)
    return cli_refuse (error);
  id = annex_transaction_create (transaction, type, values, &error);
  if (id == 0 || !annex_transaction_commit (transaction, &error))
    return cli_refuse (error);
  tell_broken_rules (store, id, NULL);
  return print_written (store, id, json);
}

/* Rules look at several fields together: a field that is refused before the others are changed may
 * be taken after them, so those refused are tried again as long as that helps. */
static gboolean
apply_assignments (AnnexTransaction *transaction, gint64 id, GPtrArray *assignments, GError **error)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  g_ptr_array_extend (waiting, assignments, NULL, NULL);
  while (waiting->len > 0)
    {
      guint before = waiting->len;
      g_autoptr (GError) first_error = NULL;

      for (guint i = 0; i < waiting->len;)
        {
          const Assignment *assignment = waiting->pdata[i];
          g_autoptr (GError) own_error = NULL;

          if (annex_transaction_set (transaction, id, assignment->field->name, assignment->value, &own_error))
            {
              g_ptr_array_remove_index (waiting, i);
              continue;
            }
          if (first_error == NULL)
            first_error = g_steal_pointer (&own_error);
          i++;
        }
      if (waiting->len == before)
        {
          g_propagate_error (error, g_steal_pointer (&first_error));
          return FALSE;
        }
    }
  return TRUE;
}

CliStatus
cli_set (const char *const *arguments)
{
  gboolean json = FALSE;
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the record as JSON instead of its reference"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("set", entries, arguments, 3, -1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (GPtrArray) assignments = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;
  CliStatus status;
  gint64 id;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  record = annex_store_find (store, rest[1], &error);
  if (record == NULL)
    return cli_refuse (error);
  id = annex_record_get_id (record);
  assignments = parse_assignments (store, annex_record_get_record_type (record), rest + 2, &status);
  if (assignments == NULL)
    return status;

  if (assignments->len == 1)
    {
      const Assignment *assignment = assignments->pdata[0];
      g_autofree char *text = annex_store_format (store, assignment->field, assignment->value);

      label = *text != '\0' ? g_strdup_printf (_("Set %s of %s to %s"), annex_field_get_label (assignment->field),
                                               annex_record_get_reference (record), text)
                            : g_strdup_printf (_("Clear %s of %s"), annex_field_get_label (assignment->field),
                                               annex_record_get_reference (record));
    }
  else
    label = g_strdup_printf (_("Change %s"), annex_record_get_reference (record));
  before = annex_rules_check (store, id, NULL, &error);
  transaction = before != NULL ? annex_transaction_begin (store, label, &error) : NULL;
  if (transaction == NULL || !apply_assignments (transaction, id, assignments, &error) ||
      !annex_transaction_commit (transaction, &error))
    return cli_refuse (error);
  tell_broken_rules (store, id, before);
  return print_written (store, id, json);
}

CliStatus
cli_delete (const char *const *arguments)
{
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("delete", entries, arguments, 2, -1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autofree char *references = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GError) error = NULL;
  guint n_broken;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  references = g_strjoinv (", ", rest + 1);
  label = g_strdup_printf (_("Delete %s"), references);
  transaction = annex_transaction_begin (store, label, &error);
  if (transaction == NULL)
    return cli_refuse (error);
  for (char **reference = rest + 1; *reference != NULL; reference++)
    {
      g_autoptr (AnnexRecord) record = annex_store_find (store, *reference, &error);

      if (record == NULL || !annex_transaction_delete (transaction, annex_record_get_id (record), &error))
        return cli_refuse (error);
    }
  n_broken = annex_transaction_count_broken (transaction);
  if (!annex_transaction_commit (transaction, &error))
    return cli_refuse (error);
  if (n_broken > 0)
    printf (ngettext ("%u record lost a link\n", "%u records lost a link\n", n_broken), n_broken);
  return CLI_DONE;
}

static gboolean
contains_id (GArray *ids, gint64 id, guint *index)
{
  for (*index = 0; *index < ids->len; (*index)++)
    if (g_array_index (ids, gint64, *index) == id)
      return TRUE;
  return FALSE;
}

CliStatus
cli_link (const char *const *arguments)
{
  gboolean remove = FALSE, json = FALSE;
  g_autofree char *author = NULL;
  const GOptionEntry entries[] = {
    { "remove", 0, 0, G_OPTION_ARG_NONE, &remove, N_("Take the links away instead"), NULL },
    { "author", 0, 0, G_OPTION_ARG_FILENAME, &author, N_("Who makes the change"), N_("NAME") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("Print the record as JSON instead of its reference"), NULL },
    { NULL },
  };
  g_auto (GStrv) rest = cli_parse ("link", entries, arguments, 4, -1);
  g_autoptr (AnnexStore) store = NULL;
  g_autoptr (AnnexRecord) record = NULL;
  g_autoptr (AnnexTransaction) transaction = NULL;
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autofree char *references = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  g_autoptr (GError) error = NULL;
  const AnnexField *field;
  gint64 id;

  if (rest == NULL)
    return CLI_USAGE;
  store = cli_open_for_writing (rest[0], author);
  if (store == NULL)
    return CLI_REFUSED;
  record = annex_store_find (store, rest[1], &error);
  if (record == NULL)
    return cli_refuse (error);
  id = annex_record_get_id (record);
  field = cli_find_field (store, annex_record_get_record_type (record), rest[2], &error);
  if (field == NULL)
    return cli_refuse (error);
  if (field->kind != ANNEX_FIELD_LINK)
    {
      cli_complain (_("“%s” holds no links; use “annex-cli set”"), field->name);
      return CLI_REFUSED;
    }
  if ((field->flags & ANNEX_FIELD_MANY) == 0 && g_strv_length (rest) > 4)
    {
      cli_complain (_("“%s” takes one record only"), field->name);
      return CLI_REFUSED;
    }

  /* One record takes the place of another; to many it is added. */
  ids = (field->flags & ANNEX_FIELD_MANY) != 0 || remove ? annex_record_dup_link_ids (record, field->name)
                                                         : g_array_new (FALSE, FALSE, sizeof (gint64));
  for (char **reference = rest + 3; *reference != NULL; reference++)
    {
      g_autofree char *target_text = annex_store_parse (store, field, *reference, &error);
      gint64 target = target_text != NULL ? g_ascii_strtoll (target_text, NULL, 10) : 0;
      guint index;

      if (error != NULL)
        return cli_refuse (error);
      if (contains_id (ids, target, &index) && remove)
        g_array_remove_index (ids, index);
      else if (!remove && index == ids->len && target != 0)
        g_array_append_val (ids, target);
      else if (remove)
        {
          cli_complain (_("%s is not linked to %s by “%s”"), rest[1], *reference, field->name);
          return CLI_REFUSED;
        }
    }
  value = annex_link_ids_format (ids);

  references = g_strjoinv (", ", rest + 3);
  label = remove ? g_strdup_printf (_("Unlink %s from %s"), annex_record_get_reference (record), references)
                 : g_strdup_printf (_("Link %s to %s"), annex_record_get_reference (record), references);
  before = annex_rules_check (store, id, NULL, &error);
  transaction = before != NULL ? annex_transaction_begin (store, label, &error) : NULL;
  if (transaction == NULL || !annex_transaction_set (transaction, id, field->name, value, &error) ||
      !annex_transaction_commit (transaction, &error))
    return cli_refuse (error);
  tell_broken_rules (store, id, before);
  return print_written (store, id, json);
}
