"""A copy begins as the record stands, is never public, and claims nothing it has not read."""

import pytest
from django.core.exceptions import PermissionDenied

from agreements.models import Agreement, Identifier
from publishing import drafts
from publishing.copying import copy
from publishing.models import Step
from publishing.rights import Refused
from tests.admin_forms import address
from tests.factories import (
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
    make_user,
)
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def author():
    return make_user("Authors")


def make_whole_agreement():
    agreement = make_agreement("Pact", themes=[make_theme()], slug="pact")
    add_signatory(agreement, agreement.parties.first(), office="Director")
    Identifier.objects.create(agreement=agreement, scheme="doi", value="10.1000/1")
    cite(agreement, fact="kind")
    return agreement


def test_a_copy_has_rows_of_its_own_and_no_source_or_number(author):
    agreement = make_whole_agreement()
    made = copy(agreement, by=author)
    assert made.title == "Copy of Pact"
    assert (made.slug, made.published_at, made.identifier) == ("copy-of-pact", None, None)
    assert list(made.themes.all()) == list(agreement.themes.all())
    parties, signatory = made.parties.all(), made.signatories.get()
    assert {p.organisation for p in parties} == {p.organisation for p in agreement.parties.all()}
    assert signatory.party in parties
    assert not set(parties) & set(agreement.parties.all())
    assert (made.citations.count(), made.identifiers.count()) == (0, 0)
    assert agreement.identifiers.exists()


def test_a_copy_is_the_work_of_who_made_it(author):
    made = copy(make_article("Story"), by=author)
    version = drafts.open_version(made)
    assert list(version.writers.all()) == [author]
    assert Step.objects.of(made).get(verb="copied").remark == "From Story."


def test_the_draft_is_what_is_copied(author):
    article = make_article("Story")
    draft_of(article, by=author, summary="In the draft.")
    assert copy(article, by=author).summary == "In the draft."


def test_a_long_title_is_cut_where_it_would_not_fit(author):
    assert len(copy(make_article("S" * 300), by=author).title) == 300


def test_two_copies_have_addresses_of_their_own(author):
    organisation = make_organisation("Laboratory of Light")
    assert copy(organisation, by=author).slug != copy(organisation, by=author).slug


def test_who_may_not_add_may_not_copy():
    with pytest.raises(PermissionDenied):
        copy(make_article(), by=make_user())
    assert Agreement.objects.count() == 0


def test_a_page_with_an_address_of_its_own_is_not_copied(author):
    with pytest.raises(Refused):
        copy(make_page(), by=author)


def test_the_tool_leads_to_the_copy(client, author):
    client.force_login(author)
    agreement = make_agreement("Pact")
    assert "Copy…" in client.get(address(agreement)).content.decode()
    sent = client.post(address(agreement, "copy"), {"sure": "1"}, follow=True)
    made = Agreement.objects.get(title="Copy of Pact")
    assert sent.redirect_chain[-1][0] == address(made)
    assert "Copied" in sent.content.decode()
