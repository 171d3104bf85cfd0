"""What a large agreement costs an editor, in questions to the database."""

import pytest

from publishing.actions import publish
from publishing.models import Change, Step, Version
from tests.admin_forms import address, read_form
from tests.factories import (
    add_link,
    add_signatory,
    cite,
    make_agreement,
    make_organisation,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
FACTS = ("kind", "level", "summary", "body", "place", "legal_character", "amount", "themes", "slug")


@pytest.fixture
def author(client):
    client.force_login(make_user("Authors"))
    return client


@pytest.fixture
def agreement():
    """With 10 parties, 5 links and 10 citations, live."""
    parties = [make_organisation() for _number in range(10)]
    agreement = make_agreement(parties=parties, published=False)
    add_signatory(agreement, agreement.parties.first(), office="Minister")
    for _number in range(5):
        add_link(agreement, "builds_on", make_agreement())
    for fact in FACTS:
        cite(agreement, fact=fact)
    publish(agreement, by=None)
    return agreement


def change(author, agreement, number):
    sent = read_form(author, address(agreement)) | {"change_note": "New."}
    return sent | {
        "title": f"Title {number}",
        "parties-0-note": f"Note {number}",
        "links-0-note": f"Note {number}",
    }


@pytest.mark.drill
def test_a_form_opens_in_sixty_queries(author, agreement, django_assert_max_num_queries):
    with django_assert_max_num_queries(60):
        author.get(address(agreement))
    author.post(address(agreement), change(author, agreement, 1))
    with django_assert_max_num_queries(60):
        author.get(address(agreement))


@pytest.mark.drill
def test_a_draft_is_saved_in_eighty_queries(author, agreement, django_assert_max_num_queries):
    for number in range(2):
        sent = change(author, agreement, number)
        with django_assert_max_num_queries(80):
            author.post(address(agreement), sent)
    assert Version.objects.of(agreement).open().get().snapshot["fields"]["title"] == "Title 1"


@pytest.mark.drill
def test_a_history_of_a_thousand_versions_reads_no_snapshot(
    author, agreement, django_assert_max_num_queries
):
    base = Version.objects.of(agreement).get()
    versions = [
        Version(
            record=agreement,
            state="past",
            number=number,
            snapshot=base.snapshot,
            digest=str(number),
            published_at=base.published_at,
        )
        for number in range(2, 1002)
    ]
    Version.objects.bulk_create(versions)
    Step.objects.bulk_create(
        Step(record=agreement, verb="published", road="form", version=v) for v in versions
    )
    Change.objects.bulk_create(
        Change(record=agreement, kind="changed", version=v, at=v.published_at) for v in versions
    )
    for page in (address(agreement, "history"), f"{agreement.get_absolute_url()}history/"):
        with django_assert_max_num_queries(16) as queries:
            assert author.get(page).status_code == 200
        assert not any('"snapshot"' in query["sql"] for query in queries.captured_queries), page
