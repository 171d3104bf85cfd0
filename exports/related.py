"""What belongs to the records of a portion, read with one query for each sort of rows."""

from collections import defaultdict

from django.conf import settings
from django.contrib.contenttypes.models import ContentType

from imports.columns import typed
from imports.source_cells import in_full
from publishing.facts import of_shown_rows
from publishing.models import Citation

FACTS = ("title", "url", "publisher", "date", "date_qualifier", "language", "note", "date_note")


def by_owner(rows, owner, *columns):
    """{key of the owner: its rows as named tuples}, in the order of the query."""
    found = defaultdict(list)
    for row in rows.values_list(owner, *columns, named=True):
        found[row[0]].append(row)
    return found


def in_position(rows):
    return rows.order_by("position", "pk")


def citations_of(model, keys):
    """{key of a record: its citations}, each with the facts of its source."""
    kind = ContentType.objects.get_for_model(model)
    rows = in_position(Citation.objects.filter(content_type=kind, object_id__in=keys))
    return by_owner(rows, "object_id", "fact", "source", *(f"source__{name}" for name in FACTS))


def source_values(citations, shown=None):
    """{column: value} of the first source, and `sources` in full where that does not say it all.

    `shown`: of rows of which some are left out, {name of the rows: keys of those that are not}.
    """
    sources = sources_among(citations if shown is None else of_shown_rows(citations, shown))
    title, url, publisher, date, qualifier, language, note, date_note = (
        sources[0] if sources else [""] * len(FACTS)
    )
    says_all = len(sources) < 2 and not note and not date_note and typed(date, qualifier) == date
    return {
        "source_url": url,
        "source_title": title,
        "source_publisher": publisher,
        "source_date": date,
        "source_language": language,
        "sources": [] if says_all else sources_in_full(sources),
    }


def sources_among(citations):
    """The facts of each source that is cited, in the order in which they first are."""
    return list({citation.source: citation[-len(FACTS) :] for citation in citations}.values())


def sources_in_full(sources):
    return [in_full(*facts) for facts in sources]


def address_of_slugs(model):
    """A function (slug) → address of the page of a record."""
    before, _zero, after = model(slug="0").get_absolute_url().rpartition("0")
    return lambda slug: f"{settings.SITE_URL}{before}{slug}{after}"
