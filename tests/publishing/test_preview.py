"""A draft on the real pages, before anybody but its readers by link sees it."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from organisations.models import Organisation
from publishing import drafts, sharing
from publishing.models import IdentifierCounter, Step, Version
from publishing.snapshots import digest, take
from tests.admin_forms import address
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.files import read
from tests.publishing.drafting import content_with, draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGES = ["/", "/agreements/", "/agreements/the-pact/", "/organisations/partner/", "/countries/jp/"]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def author():
    return make_user("Authors")


@pytest.fixture
def pact():
    """A published agreement whose draft has another title."""
    parties = [make_organisation(country="GB"), make_organisation("Partner", country="JP")]
    agreement = make_agreement("The pact", parties=parties)
    draft_of(agreement, title="The drafted treaty")
    return agreement


@pytest.fixture
def link(pact, author):
    return sharing.share(pact, by=author)


def by_key(record):
    return f"/preview/{record._meta.label_lower}.{record.pk}"


def by_link(link):
    return f"/preview/{link.token}"


def text_of(response):
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("way", ["by link", pytest.param("signed in", marks=pytest.mark.drill)])
def test_every_page_that_names_the_record_shows_the_draft(client, pact, author, link, way, path):
    if way == "signed in":
        client.force_login(author)
    before = client.get(path).content
    prefix = by_key(pact) if way == "signed in" else by_link(link)
    assert "The drafted treaty" in text_of(client.get(prefix + path))
    assert client.get(path).content == before
    assert b"The drafted treaty" not in before


def test_a_draft_is_neither_cited_nor_taken_away_as_a_file(client, link):
    page = text_of(client.get(f"{by_link(link)}/agreements/the-pact/"))

    assert "A record is cited once it is published" in page
    assert "cite-as" not in page
    for ending in ("bib", "jsonld"):
        assert client.get(f"{by_link(link)}/agreements/the-pact.{ending}").status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_every_link_stays_in_the_preview_but_the_one_to_the_published_page(client, link, path):
    shown = text_of(client.get(by_link(link) + path))
    addresses = set(re.findall(r'(?:href|action|src)="(/[^"]*)"', shown))
    leaving = {
        found for found in addresses if not found.startswith((f"{by_link(link)}/", "/static/"))
    }
    assert f"{by_link(link)}/organisations/" in addresses
    assert leaving == {"/agreements/the-pact/"}


def test_the_draft_of_a_row_is_shown_where_it_leads(client, author):
    agreement, newcomer = make_agreement("The pact"), make_organisation("Newcomer")
    content = take(agreement)
    first, _second = content["children"]["parties"]
    content["children"]["parties"][first]["organisation"] = str(newcomer.pk)
    drafts.save_draft(agreement, content, by=author, note="A party.")
    client.force_login(author)
    assert "The pact" in text_of(client.get(by_key(agreement) + "/organisations/newcomer/"))
    assert "The pact" not in text_of(client.get("/organisations/newcomer/"))


def test_a_record_that_was_never_public_is_previewed_and_stays_unpublished(client, author):
    article = make_article("Tomorrow", published=False)
    client.force_login(author)
    for path in ("/", "/news/", article.get_absolute_url()):
        assert "Tomorrow" in text_of(client.get(by_key(article) + path))
    article.refresh_from_db()
    assert (article.published_at, article.identifier) == (None, None)
    assert not IdentifierCounter.objects.filter(prefix="NEWS", last__gt=0).exists()
    assert client.get(article.get_absolute_url()).status_code == 404


def test_a_new_address_is_that_of_the_preview(client, pact, link):
    draft_of(pact, slug="the-treaty")
    assert "Draft preview" in text_of(client.get(f"{by_link(link)}/agreements/the-treaty/"))
    assert client.get("/agreements/the-treaty/").status_code == 404


def test_the_banner_says_what_visitors_see_and_leads_an_editor_back(client, pact, author):
    client.force_login(author)
    shown = text_of(client.get(by_key(pact) + "/agreements/the-pact/"))
    assert "Draft preview: not published" in shown
    assert "Visitors still see version 1." in shown
    assert f'href="{address(pact)}"' in shown
    assert f'href="{address(pact, "compare")}"' in shown
    assert 'content="noindex"' in shown


def test_the_banner_tells_others_how_long_the_link_works(client, link):
    shown = text_of(client.get(by_link(link) + "/agreements/the-pact/"))
    day = timezone.localtime(link.expires_at).strftime("%-d %B %Y")
    assert f"This link works until {day} for anyone who has it." in shown
    assert "/admin/" not in shown


def test_the_banner_says_when_there_is_no_draft(client, author):
    organisation = make_organisation("Laboratory")
    client.force_login(author)
    assert "“Laboratory” has no draft at present." in text_of(
        client.get(by_key(organisation) + "/")
    )


def test_a_preview_is_kept_nowhere_found_nowhere_and_told_to_nobody(client, link):
    headers = client.get(by_link(link) + "/agreements/the-pact/").headers
    assert headers["Cache-Control"] == "no-store, private"
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Referrer-Policy"] == "no-referrer"


def test_a_link_works_for_seven_days(client, link, time_machine):
    time_machine.move_to(link.expires_at - timedelta(seconds=1), tick=False)
    assert client.get(by_link(link) + "/").status_code == 200
    time_machine.move_to(link.made_at + timedelta(days=7), tick=False)
    response = client.get(by_link(link) + "/")
    assert response.status_code == 410
    assert "has expired or was revoked" in response.content.decode()


def test_a_revoked_link_leads_nowhere_and_both_are_recorded(client, pact, link, author):
    sharing.revoke(link, by=author)
    assert client.get(by_link(link) + "/").status_code == 410
    steps = Step.objects.of(pact).filter(verb__in=["shared", "revoked"])
    assert {(step.verb, step.by) for step in steps} == {("shared", author), ("revoked", author)}


@pytest.mark.parametrize("name", ["x" * 43, "news.article.not-a-key", "accounts.user." + "0" * 36])
def test_an_unknown_link_is_not_found(client, author, name):
    client.force_login(author)
    assert client.get(f"/preview/{name}/").status_code == 404


def test_the_key_of_a_record_opens_nothing_for_who_may_not_see_it(client, pact):
    assert client.get(by_key(pact) + "/").status_code == 404
    client.force_login(make_user())
    assert client.get(by_key(pact) + "/").status_code == 404


def test_nothing_is_posted_to_a_preview(client, link):
    for path in ("/agreements/", "/admin/login/", "/no/"):
        assert client.post(by_link(link) + path).status_code == 405
    assert client.head(by_link(link) + "/agreements/").status_code == 200


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/login/", "/admin/r/1/2/", "/preview/x/", "/no/"]
)
def test_the_admin_and_other_previews_are_not_in_a_preview(client, link, author, path):
    client.force_login(author)
    assert client.get(by_link(link) + path).status_code == 404


def test_a_link_opens_the_draft_of_its_own_record_alone(client, link):
    other, hidden = make_agreement("Other pact"), make_agreement("Hidden", published=False)
    draft_of(other, title="The other draft")
    shown = text_of(client.get(by_link(link) + other.get_absolute_url()))
    assert "Other pact" in shown
    assert "The other draft" not in shown
    assert client.get(by_link(link) + hidden.get_absolute_url()).status_code == 404


@pytest.mark.drill
def test_sixty_pages_a_minute_are_shown_and_no_more(client, link, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    for _time in range(60):
        assert client.get(by_link(link) + "/news/").status_code == 200
    response = client.get(by_link(link) + "/news/")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")
    assert "Wait a minute." in response.content.decode()
    time_machine.move_to(timezone.now() + timedelta(minutes=1), tick=False)
    assert client.get(by_link(link) + "/news/").status_code == 200


def taken_address():
    organisation = make_organisation(slug="old-name")
    draft_of(organisation, slug="wanted")
    make_organisation(slug="wanted")
    return organisation


@pytest.mark.parametrize("path", ["form", "preview"])
def test_a_draft_whose_address_was_taken_is_shown_so_that_it_can_be_mended(client, author, path):
    client.force_login(author)
    organisation = taken_address()
    url = address(organisation) if path == "form" else by_key(organisation) + "/organisations/"
    assert client.get(url).status_code == 200


def test_a_preview_shows_what_publishing_would(client, author):
    organisation = make_organisation(acronym="OLD", slug="laboratory")
    draft_of(organisation, summary="In short.")
    Organisation.objects.filter(pk=organisation.pk).update(acronym="NEWER")
    client.force_login(author)
    assert "NEWER" in text_of(client.get(by_key(organisation) + "/organisations/laboratory/"))


def test_a_field_that_was_added_since_is_shown_as_it_is_live(client, author):
    organisation = make_organisation(acronym="ADDED", slug="laboratory")
    draft_of(organisation, summary="In short.")
    for version in Version.objects.of(organisation):
        del version.snapshot["fields"]["acronym"]
        version.digest = digest(version.snapshot)
        version.save()
    client.force_login(author)
    assert "ADDED" in text_of(client.get(by_key(organisation) + "/organisations/laboratory/"))


def test_a_document_of_the_draft_can_be_opened_from_its_preview(client, pact, link):
    name = default_storage.save("documents/treaty.pdf", ContentFile(b"%PDF-1.4"))
    content = content_with(pact)
    content["children"]["documents"]["11111111-1111-4111-8111-111111111111"] = {
        "position": 1, "kind": "text", "title": "Treaty text", "url": "", "file": name,
        "language": "en", "note": "",
    }  # fmt: skip
    drafts.save_draft(pact, content, by=None, note="Its text.")
    shown = text_of(client.get(by_link(link) + "/agreements/the-pact/"))
    document = re.search(r'href="([^"]*treaty[^"]*\.pdf)"', shown)[1]
    assert read(client.get(document)) == b"%PDF-1.4"
