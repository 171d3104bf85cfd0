"""The report of links, and what editors do with it."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from publishing.models import LinkCheck, Source
from tests.admin_forms import messages_in
from tests.factories import cite, make_link, make_organisation, make_source, make_user

from .canary import answer

pytestmark = pytest.mark.django_db

LIST = "/admin/publishing/linkcheck/"
NOW = timezone.now()


@pytest.fixture(autouse=True)
def plain_addresses(settings):
    settings.FETCH_HTTP = True


@pytest.fixture
def editor(client):
    user = make_user("Authors", username="ann")
    client.force_login(user)
    return user


def link_of_a_source(address="http://lab.example/", **fields):
    source = make_source(url=address)
    return make_link(address, used_in=[source], **fields)


def text(response):
    return response.content.decode()


def addresses(response):
    return {link.address for link in response.context["cl"].result_list}


def page_of(link, page="change"):
    return f"{LIST}{link.pk}/{page}/"


def test_the_report_says_what_where_and_since_when(client, editor):
    organisation = make_organisation("Culham Laboratory", website="https://lab.example/")
    gone = NOW.replace(year=2025, month=6, day=1, hour=12, minute=0)
    make_link(
        "https://lab.example/",
        used_in=[organisation],
        state="broken",
        status=404,
        since=gone,
        last_good_at=gone.replace(day=2),
    )
    page = text(client.get(LIST))
    for words in ("Broken: Status 404", "1 Jun 2025", "2 Jun 2025", "Culham Laboratory"):
        assert words in page
    assert f"/admin/organisations/organisation/{organisation.pk}/change/" in page


@pytest.mark.parametrize("state", LinkCheck.State.values)
def test_the_report_is_filtered_by_what_links_say(client, editor, state):
    for other in LinkCheck.State.values:
        make_link(f"https://{other}.example/", state=other)
    assert addresses(client.get(f"{LIST}?state={state}")) == {f"https://{state}.example/"}


def test_what_is_kept_is_not_among_the_broken(client, editor):
    make_link("https://kept.example/", state="broken", kept_at=NOW, kept_reason="Archived.")
    assert addresses(client.get(f"{LIST}?state=broken")) == set()
    assert addresses(client.get(f"{LIST}?state=kept")) == {"https://kept.example/"}


def test_where_a_link_has_moved_is_said(client, editor):
    link = make_link(state="redirected", status=200, redirected_to="https://new.example/")
    assert "Has moved for good: https://new.example/" in text(client.get(LIST))
    assert 'href="https://new.example/"' in text(client.get(page_of(link)))


def test_a_link_is_found_by_its_address(client, editor):
    make_link("https://lab.example/news")
    make_link()
    assert addresses(client.get(f"{LIST}?q=lab.example")) == {"https://lab.example/news"}


def test_a_link_that_stands_in_hundreds_of_records_names_a_few(
    client, editor, django_assert_max_num_queries
):
    source = make_source()
    records = [make_organisation(published=False) for _number in range(40)]
    for record in records:
        cite(record, source, fact="acronym")
    for _number in range(20):
        make_link(used_in=[source, *records])
    with django_assert_max_num_queries(14):
        page = text(client.get(LIST))
    assert page.count("and more") == 20
    assert page.count("/change/") < 200
    one = LinkCheck.objects.first()
    with django_assert_max_num_queries(14):
        assert "and more" in text(client.get(page_of(one)))


def test_an_editor_keeps_a_link_with_a_reason(client, editor):
    link = make_link(state="broken")
    client.post(page_of(link), {"kept_reason": "The ministry closed its site."})
    assert not LinkCheck.objects.broken().exists()
    page = text(client.get(page_of(link)))
    assert "The ministry closed its site." in page
    assert "By ann" in page
    assert "Known, kept." in text(client.get(LIST))


def test_a_form_changes_nothing_but_the_reason(client, editor):
    link = make_link(state="broken")
    sent = {"kept_reason": "", "state": "good", "address": "https://x.example/", "failures": "0"}
    client.post(page_of(link), sent)
    link.refresh_from_db()
    assert (link.state, link.address.startswith("https://notices")) == ("broken", True)


def test_a_link_is_checked_now(client, editor, canary, network):
    canary.answers["/"] = answer(b"")
    link = link_of_a_source(state="broken")
    response = client.post(page_of(link, "recheck"), follow=True)
    assert messages_in(response) == ["Checked http://lab.example/. Good: Status 200."]
    link.refresh_from_db()
    assert link.state == "good"


def test_a_check_from_the_list_leads_back_to_the_list(client, editor, canary, network):
    link = link_of_a_source(state="broken")
    response = client.get(f"{LIST}?state=broken")
    button = f'formaction="/admin/publishing/linkcheck/{link.pk}/recheck/?_changelist_filters='
    assert button in text(response)
    back = client.post(f"{page_of(link, 'recheck')}?_changelist_filters=state%3Dbroken")
    assert back["Location"] == f"{LIST}?state=broken"


@pytest.mark.parametrize("filters", ["//evil.example", "%0d%0aX:1", "https://evil.example/"])
def test_a_check_leads_to_no_other_site(client, editor, filters):
    link = make_link()
    back = client.post(f"{page_of(link, 'recheck')}?_changelist_filters={filters}")
    assert back["Location"].startswith(f"{LIST}?")


def test_a_check_right_after_another_is_refused_with_a_sentence(client, editor, canary, network):
    link = make_link("http://lab.example/", last_checked_at=timezone.now())
    response = client.post(page_of(link, "recheck"), follow=True)
    assert "a moment ago" in messages_in(response)[0]
    assert canary.accepted == 0


def test_a_link_that_was_mended_is_off_the_list_at_once(client, editor, canary, network):
    link = link_of_a_source(state="broken")
    Source.objects.update(url="https://new.example/")
    response = client.post(page_of(link, "recheck"), follow=True)
    assert "Nothing leads to http://lab.example/ any more" in messages_in(response)[0]
    assert addresses(response) == {"https://new.example/"}
    assert not LinkCheck.objects.broken().exists()
    assert canary.accepted == 0


def test_who_may_only_look_has_no_buttons(client, canary, network):
    reader = make_user()
    reader.user_permissions.add(Permission.objects.get(codename="view_linkcheck"))
    client.force_login(reader)
    link = make_link("http://lab.example/", state="broken")
    assert "recheck" not in text(client.get(LIST)) + text(client.get(page_of(link)))
    assert client.post(page_of(link, "recheck")).status_code == 403
    assert client.post(page_of(link), {"kept_reason": "No."}).status_code == 403
    assert canary.accepted == 0


def test_a_link_that_is_gone_is_not_found(client, editor):
    assert client.post(f"{LIST}99/recheck/").status_code == 404
    assert client.post(f"{LIST}x/recheck/").status_code == 404
