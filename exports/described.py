"""What the columns of a table hold, for programs.

https://www.w3.org/TR/tabular-metadata/, under the address at which readers of CSV on the web look
for it: that of the file and “-metadata.json”.
"""

from .answers import LICENCE
from .tables import ADDRESS, CODES, DATE, DAY, MARKUP, NUMBER, WHOLE_NUMBER, YES_NO

CONTENT_TYPE = "application/csvm+json"
PARTIAL_DATE = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
DATATYPES = {
    ADDRESS: "anyURI",
    DATE: {"base": "string", "format": PARTIAL_DATE},
    DAY: "date",
    MARKUP: "html",
    NUMBER: "decimal",
    WHOLE_NUMBER: "integer",
    YES_NO: {"base": "boolean", "format": "yes|no"},
}


def description_of(table):
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{table.name}.csv",
        "dc:title": str(table.title),
        "dc:license": {"@id": LICENCE},
        "dialect": {"encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]},
        "tableSchema": {
            "primaryKey": "identifier",
            "columns": [described(column) for column in table.columns],
        },
    }


def described(column):
    """Of several values the separator is told where no value can hold it."""
    found = {
        "name": column.name,
        "titles": column.name,
        "dc:description": str(column.help),
        "datatype": DATATYPES.get(column.sort, "string"),
    }
    return {**found, "separator": "; "} if column.sort == CODES else found
