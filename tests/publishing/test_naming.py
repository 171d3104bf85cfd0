"""Before editors change or take back a record they see what names it."""

import pytest
from django.utils.html import escape

from agreements.models import Milestone
from publishing.naming import named_by, naming
from tests.admin_forms import add_address, address
from tests.factories import (
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
    make_user,
)
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_user("Authors"))
    return client


def test_a_form_of_an_organisation_leads_to_what_names_it(editor):
    organisation = make_organisation()
    agreement = make_agreement("UK–Japan", parties=[organisation])
    part = make_organisation("Naka Institute", parent=organisation, published=False)
    article = make_article("They met")
    article.organisations.add(organisation)

    page = editor.get(address(organisation)).content.decode()

    for record in (agreement, part, article):
        assert f'<a href="{address(record)}">' in page
        assert escape(str(record)) in page


def test_a_form_of_a_theme_leads_to_what_has_it(editor):
    theme = make_theme()
    agreement = make_agreement(themes=[theme])

    assert f'<a href="{address(agreement)}">' in editor.get(address(theme)).content.decode()


def test_a_form_of_a_source_leads_once_to_each_record_that_cites_it(editor):
    source, organisation = make_source(), make_organisation()
    cite(organisation, source, fact="name")
    cite(organisation, source, fact="acronym")

    page = editor.get(address(source)).content.decode()

    assert page.count(f'<a href="{address(organisation)}">') == 1


def test_a_new_organisation_is_named_by_none(editor):
    page = editor.get(add_address(type(make_organisation()))).content.decode()

    assert "No record names it." in page


def test_a_long_list_of_names_says_that_there_are_more(editor):
    organisation = make_organisation()
    for _number in range(31):
        make_organisation(parent=organisation, published=False)

    page = editor.get(address(organisation)).content.decode()

    assert page.count("/organisations/organisation/") >= 30
    assert "<li>and more</li>" in page


def test_a_milestone_counts_as_its_agreement_and_drafts_are_not_public():
    organisation = make_organisation()
    agreement = make_agreement(published=False)
    met = Milestone.objects.create(agreement=agreement, kind="meeting", text="They met")
    met.organisations.add(organisation)

    assert naming(organisation, 5) == [agreement]
    assert named_by(organisation) == []


def test_who_deletes_a_record_hears_which_drafts_name_it(client):
    client.force_login(make_user("Publishers"))
    named, other = (make_organisation(published=False) for _time in range(2))
    article = make_article("They met")
    draft_of(article, organisations=[str(named.pk)])

    assert "They met" in client.get(address(named, "delete")).content.decode()
    assert "They met" not in client.get(address(other, "delete")).content.decode()


def test_a_record_in_use_is_not_deleted_and_its_page_says_where(client):
    client.force_login(make_user("Publishers"))
    organisation = make_organisation(published=False)
    make_agreement("UK–Japan", parties=[organisation], published=False)

    assert "UK–Japan" in client.get(address(organisation, "delete")).content.decode()
    client.post(address(organisation, "delete"), {"post": "yes"})
    organisation.refresh_from_db()
