"""What the formats of a list say it holds: {name: function (client, section, query) → slugs}.

A further format adds its function to FORMATS; tests/exports/test_formats_agree.py compares all.
"""

import csv
import io
import json

from openpyxl import load_workbook


def on_the_page(client, section, query):
    """(the slugs on all pages of the list, the number that it states)."""
    page = client.get(f"/{section}/", query)
    paginator = page.context["paginator"]
    slugs = [row.slug for row in page.context["object_list"]]
    for number in range(2, paginator.num_pages + 1):
        page = client.get(f"/{section}/", [*query, ("page", number)])
        slugs += [row.slug for row in page.context["object_list"]]
    return slugs, paginator.count


def download(client, section, ending, query=()):
    """The bytes of a list as a file."""
    answer = client.get(f"/{section}.{ending}", query)
    assert answer.status_code == 200, answer.content
    return answer.getvalue()


def csv_rows(content):
    return list(csv.DictReader(io.StringIO(content.decode(), newline=""), strict=True))


def xlsx_rows(content):
    sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    names, *rows = sheet.iter_rows(values_only=True)
    # Empty cells at the end of a row are not there.
    return [dict.fromkeys(names) | dict(zip(names, row, strict=False)) for row in rows]


ROWS = {"csv": csv_rows, "json": json.loads, "xlsx": xlsx_rows}


def rows(client, section, ending, query=()):
    return ROWS[ending](download(client, section, ending, query))


def slugs_in(ending):
    return lambda client, section, query: [
        row["slug"] for row in rows(client, section, ending, query)
    ]


FORMATS = {ending: slugs_in(ending) for ending in ROWS}
