"""Writing thousands of new rows: the statement is Django's own, the values are prepared by column.

bulk_create asks seven methods for every value of every row, which takes longer than cleaning the
row and longer than the database.
"""

from django.db import connections, models, router
from django.db.models import sql

TEXT = (models.CharField.get_prep_value, models.TextField.get_prep_value)


def insert(model, rows):
    """Write unsaved rows that have keys, in one statement; as bulk_create in all else."""
    rows = list(rows)
    if not rows:
        return
    fields = model._meta.concrete_fields
    connection = connections[router.db_for_write(model)]
    columns = [column_of(f, rows, connection) for f in fields]
    statement, values = statement_for(model, fields, rows[:2], connection)
    with connection.cursor() as cursor:
        if len(rows) > 1 and len(values) == len(fields):
            # PostgreSQL takes each column as one list.
            cursor.execute(statement, columns)
        else:
            statement, _values = statement_for(model, fields, rows[:1], connection)
            cursor.executemany(statement, list(zip(*columns, strict=True)))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def statement_for(model, fields, rows, connection):
    query = sql.InsertQuery(model)
    query.insert_values(fields, rows)
    [statement] = query.get_compiler(connection=connection).as_sql()
    return statement


def column_of(f, rows, connection):
    """The values of a field in all rows, as the database takes them."""
    if type(f).pre_save is models.Field.pre_save:
        values = [getattr(row, f.attname) for row in rows]
    else:
        values = [f.pre_save(row, True) for row in rows]
    if is_plain_text(f) and all(type(value) is str for value in values):
        return values
    if all(value is values[0] for value in values):
        return [f.get_db_prep_save(values[0], connection)] * len(values)
    return [f.get_db_prep_save(value, connection) for value in values]


def is_plain_text(f):
    """Whether the field stores a text as it is."""
    kind = type(f)
    return (
        kind.get_prep_value in TEXT
        and kind.get_db_prep_value is models.Field.get_db_prep_value
        and kind.get_db_prep_save is models.Field.get_db_prep_save
    )
