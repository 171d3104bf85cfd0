"""Which rows a record has, told by the query that finds it: what is not there is not asked for."""

from functools import cache

from django.db.models import BooleanField, F, Func, prefetch_related_objects


class HasRows(Func):
    """Whether a record has any row of a relation, be it shown or not.

    Written out: to put an Exists() into SQL takes as long as the query that it saves.
    """

    output_field = BooleanField()

    def __init__(self, model, relation):
        super().__init__(F("pk"))
        self.table, self.column = table_and_column(model, relation)

    def as_sql(self, compiler, connection, **context):
        key, params = compiler.compile(self.source_expressions[0])
        table, column = map(connection.ops.quote_name, (self.table, self.column))
        rows = f"SELECT 1 FROM {table} theirs WHERE theirs.{column} = {key}"  # noqa: S608 - names of models
        return f"EXISTS ({rows})", params


@cache
def table_and_column(model, relation):
    """Where the keys of the records stand that have rows of the relation."""
    field = model._meta.get_field(relation)
    if field.many_to_many and field.auto_created:
        return field.through._meta.db_table, field.remote_field.m2m_reverse_name()
    if field.many_to_many:
        return field.remote_field.through._meta.db_table, field.m2m_column_name()
    return field.related_model._meta.db_table, field.remote_field.column


def telling_rows(records, *relations):
    """Each of a QuerySet with `has_<relation>`, of reverse and many-to-many relations."""
    told = {f"has_{each}": HasRows(records.model, each) for each in relations}
    return records.annotate(**told)


def may_have(record, relation):
    """Whether there are rows, or nobody has looked."""
    return getattr(record, f"has_{relation}", True)


def read_rows(record, *prefetches):
    """Prefetch those of the relations that have rows; nothing is asked about the others."""
    wanted = []
    for each in prefetches:
        name = getattr(each, "prefetch_to", each)
        if may_have(record, name):
            wanted.append(each)
        else:
            leave_empty(record, name)
    prefetch_related_objects([record], *wanted)


def leave_empty(record, relation):
    """As if prefetched, and nothing found."""
    rows = none_of(record._meta.get_field(relation).related_model)
    record.__dict__.setdefault("_prefetched_objects_cache", {})[relation] = rows


@cache
def none_of(model):
    """No rows, and looked up already."""
    rows = model._base_manager.none()
    len(rows)
    return rows
