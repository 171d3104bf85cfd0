"""Every record of the starter register as a file, read by programs of others."""

import json

import pytest
import rispy

from agreements.models import Agreement
from news.models import Article
from organisations.models import Organisation
from tests.linked_data import misspelt
from tests.plain_client import PlainClient
from tests.references import bibtex_in

pytestmark = [pytest.mark.django_db, pytest.mark.drill]


@pytest.fixture
def files(starter):
    """Gives (record, its file) of every public record."""
    client = PlainClient()

    def read(ending):
        for model in (Agreement, Organisation, Article):
            for record in model.objects.published():
                yield record, client.get(f"{record.get_absolute_url().rstrip('/')}.{ending}")

    return read


def test_bibtex_programs_read_every_record(files):
    text, titles = "", {}
    for record, response in files("bib"):
        text += response.text
        titles[record.identifier] = record.display_title

    assert {key: fields["title"] for key, fields in bibtex_in(text).items()} == titles
    assert len(titles) > 200


def test_programs_that_read_ris_read_every_record(files):
    text, titles = "", {}
    for record, response in files("ris"):
        text += response.text
        titles[record.identifier] = record.display_title

    assert {found["id"]: found["title"] for found in rispy.loads(text)} == titles


def test_every_record_is_told_in_words_of_the_vocabulary(files):
    told = {record: json.loads(response.content) for record, response in files("jsonld")}

    assert {record: wrong for record, facts in told.items() if (wrong := misspelt(facts))} == {}
    for record, facts in told.items():
        binds = getattr(record, "legal_character", None) == "binding"
        assert (facts["@type"] == "Legislation") is binds, record
        assert "legislationLegalForce" not in facts or binds, record
