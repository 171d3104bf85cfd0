"""Writing thousands of new rows: the values are prepared by column, as Django prepares them.

bulk_create asks seven methods for every value of every row, which takes longer than cleaning the
row and longer than the database.
"""

from django.db import connections, models, router
from django.db.models import sql

from .hooks import unseen_write

TEXT = (models.CharField.get_prep_value, models.TextField.get_prep_value)


def insert(model, rows, *, derived=False):
    """Write unsaved rows that have keys, all together; as bulk_create in all else.

    `derived`: what follows from other fields is set already (cleaning.Columns), all but the time.
    """
    rows = list(rows)
    if not rows:
        return
    connection = connections[router.db_for_write(model)]
    fields = model._meta.concrete_fields
    values = zip(*(column_of(f, rows, connection, derived) for f in fields), strict=True)
    write = copy if connection.vendor == "postgresql" else execute
    write(model, fields, rows, values, connection)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def copy(model, fields, rows, values, connection):
    """By COPY: in a statement, the driver would look for quotes in every text of a list."""
    quoted = connection.ops.quote_name
    unseen_write(model._meta.db_table, connection.alias)
    columns = ", ".join(quoted(f.column) for f in fields)
    statement = f"COPY {quoted(model._meta.db_table)} ({columns}) FROM STDIN"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(statement) as lines,
    ):
        for line in values:
            lines.write_row(line)


def execute(model, fields, rows, values, connection):
    query = sql.InsertQuery(model)
    query.insert_values(fields, rows[:1])
    [(statement, _values)] = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(values))


def column_of(f, rows, connection, derived=False):
    """The values of a field in all rows, as the database takes them."""
    if derived and not is_clock(f):
        values = [row.__dict__[f.attname] for row in rows]
    elif type(f).pre_save is models.Field.pre_save:
        values = [getattr(row, f.attname) for row in rows]
    else:
        values = [f.pre_save(row, True) for row in rows]
    if is_plain_text(f) and all(type(value) is str for value in values):
        return values
    if all(value is values[0] for value in values):
        return [f.get_db_prep_save(values[0], connection)] * len(values)
    return [f.get_db_prep_save(value, connection) for value in values]


def is_clock(f):
    return getattr(f, "auto_now", False) or getattr(f, "auto_now_add", False)


def is_plain_text(f):
    """Whether the field stores a text as it is."""
    kind = type(f)
    return (
        kind.get_prep_value in TEXT
        and kind.get_db_prep_value is models.Field.get_db_prep_value
        and kind.get_db_prep_save is models.Field.get_db_prep_save
    )
