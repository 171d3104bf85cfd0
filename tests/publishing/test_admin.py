"""Who may change a record in the admin, and how saving leads to publication."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse

from publishing.models import Change, Citation, Page, Source, Step, Version
from tests.admin_forms import (
    add_address,
    add_row,
    address,
    errors_in,
    messages_in,
    read_form,
)
from tests.factories import (
    add_link,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_source,
    make_theme,
    make_user,
)
from tests.files import read

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CITATIONS = "publishing-citation-content_type-object_id"


@pytest.fixture
def author(client):
    client.force_login(make_user("Authors"))
    return client


@pytest.fixture
def publisher(client, settings):
    """Works alone, and may publish what they wrote."""
    settings.OWN_WORK = True
    client.force_login(make_user("Publishers", username="reviewer"))
    return client


def versions_of(record):
    return list(Version.objects.of(record).public().order_by("number"))


def test_author_saves_a_draft(author):
    page = make_page(published=False)
    sent = read_form(author, address(page)) | {"title": "About us", "_save": "Save draft"}
    response = author.post(address(page), sent, follow=True)
    page.refresh_from_db()
    assert (page.title, page.published_at) == ("About us", None)
    assert messages_in(response) == ["Draft saved: About us. Readers do not see it."]


def test_author_adds_a_draft_whose_address_is_made_from_its_title(author):
    theme = make_theme(published=False)
    sent = read_form(author, add_address(type(theme))) | {"name": "Fuel cycle", "position": "3"}
    author.post(add_address(type(theme)), sent)
    assert type(theme).objects.get(name="Fuel cycle").slug == "fuel_cycle"


def test_who_only_reads_sees_rich_text_as_readers_do_and_cannot_post(client):
    reader = make_user()
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    article = make_article("Live", body="<p>As <strong>printed</strong></p>")
    shown = client.get(address(article))
    assert "<strong>printed</strong>" in shown.content.decode()
    assert client.post(address(article), {"title": "Changed"}).status_code == 403
    article.refresh_from_db()
    assert article.title == "Live"


def test_author_cannot_publish_by_posting_the_button(author):
    page = make_page(published=False)
    sent = read_form(author, address(page)) | {"title": "Mine", "_publish": "Publish version 1"}
    assert author.post(address(page), sent).status_code == 403
    page.refresh_from_db()
    assert (page.title, page.published_at) == ("About", None)


@pytest.mark.parametrize("button", ["Save draft", "Publish version 1"])
def test_publisher_is_offered_both_buttons_on_a_draft(publisher, button):
    page = make_page(published=False)
    assert f'value="{button}"' in publisher.get(address(page)).content.decode()


def test_author_is_offered_no_button_to_publish(author):
    assert 'name="_publish"' not in author.get(address(make_page(published=False))).content.decode()


def test_publisher_publishes_version_1(publisher):
    page = make_page(published=False)
    sent = read_form(publisher, address(page)) | {"_publish": "Publish version 1"}
    response = publisher.post(address(page), sent, follow=True)
    assert messages_in(response) == ["Published version 1 of About."]
    assert [version.published_by.username for version in versions_of(page)] == ["reviewer"]


def test_publisher_publishes_while_adding(publisher):
    sent = read_form(publisher, add_address(Page))
    sent |= {"title": "Terms", "slug": "about/terms", "body": "<p>Words.</p>", "_publish": "1"}
    publisher.post(add_address(Page), sent)
    assert Page.objects.get(slug="about/terms").is_published


def test_a_new_record_sent_twice_is_made_once(publisher):
    sent = read_form(publisher, add_address(Page))
    sent |= {"title": "Terms", "slug": "about/terms", "body": "<p>Words.</p>", "_publish": "1"}
    publisher.post(add_address(Page), sent)
    response = publisher.post(add_address(Page), sent | {"slug": "about/terms-2"})
    assert "This form was sent twice." in errors_in(response)[0]
    assert Page.objects.count() == 1


def test_change_of_a_published_record_needs_a_note(publisher):
    page = make_page()
    sent = read_form(publisher, address(page)) | {"title": "About us"}
    response = publisher.post(address(page), sent | {"_publish": "1"})
    assert errors_in(response) == [
        "Say what changed in a sentence for readers, or tick “Minor change”."
    ]
    page.refresh_from_db()
    assert page.title == "About"


def test_change_with_a_note_is_the_next_version_and_names_itself_in_the_history(publisher):
    page = make_page()
    sent = read_form(publisher, address(page)) | {"title": "About us", "change_note": "New title."}
    response = publisher.post(address(page), sent | {"_publish": "1"}, follow=True)
    assert messages_in(response) == ["Published version 2 of About us."]
    assert [version.note for version in versions_of(page)][1] == "New title."
    assert "Title" in LogEntry.objects.get().get_change_message()


def test_minor_change_needs_no_note(publisher):
    page = make_page()
    sent = read_form(publisher, address(page)) | {"title": "About!", "minor_change": "on"}
    publisher.post(address(page), sent | {"_publish": "1"})
    assert [version.minor for version in versions_of(page)] == [False, True]


def test_the_same_post_twice_publishes_once(publisher):
    page = make_page()
    sent = read_form(publisher, address(page)) | {"title": "About us", "change_note": "Title."}
    publisher.post(address(page), sent | {"_publish": "1"})
    response = publisher.post(address(page), sent | {"_publish": "1"}, follow=True)
    assert messages_in(response)[-1] == "Nothing has changed."
    assert len(versions_of(page)) == 2
    assert Change.objects.of(page).count() == 2


def test_a_refused_publication_keeps_the_draft_and_says_what_is_missing(publisher):
    agreement = make_agreement("Pact", published=False, level="")
    sent = read_form(publisher, address(agreement))
    sent |= {"title": "Pact of steel", "kind": "", "_publish": "Publish version 1"}
    response = publisher.post(address(agreement), sent, follow=True)
    assert messages_in(response) == [
        "The draft is saved.",
        "Choose what kind of agreement it is.",
        "Choose the level.",
    ]
    agreement.refresh_from_db()
    assert (agreement.title, agreement.published_at) == ("Pact of steel", None)


def test_a_record_that_names_a_draft_is_refused_with_its_new_rows(publisher):
    agreement = make_agreement()
    draft = make_agreement("Draft", published=False)
    sent = add_row(
        read_form(publisher, address(agreement)), "links", kind="builds_on", to_agreement=draft.pk
    )
    sent |= {"change_note": "A link.", "_publish": "1"}
    response = publisher.post(address(agreement), sent, follow=True)
    assert "It names “Draft”, which is not public." in messages_in(response)[1]
    assert not agreement.links.exists()
    assert f'<a href="{address(draft)}">It names' in response.content.decode()


def test_a_save_over_somebody_elses_is_refused(publisher):
    page = make_page(published=False, summary="Ours.")
    sent = read_form(publisher, address(page)) | {"title": "Mine"}
    Page.objects.update(summary="Theirs.")
    response = publisher.post(address(page), sent)
    assert "Nothing is saved: what this form was opened with" in errors_in(response)[0]
    assert 'value="Mine"' in response.content.decode()
    page.refresh_from_db()
    assert (page.title, page.summary) == ("About", "Theirs.")


def test_a_save_over_somebody_elses_new_row_is_refused(publisher):
    page = make_page(published=False)
    sent = read_form(publisher, address(page)) | {"title": "Mine"}
    cite(page)
    publisher.post(address(page), sent)
    page.refresh_from_db()
    assert page.title == "About"


def test_a_post_without_the_hidden_digest_changes_nothing(publisher):
    page = make_page(published=False)
    sent = read_form(publisher, address(page)) | {"title": "Mine"}
    del sent["opened_as"]
    publisher.post(address(page), sent)
    page.refresh_from_db()
    assert page.title == "About"


def test_state_is_no_field_of_the_form(author):
    page = make_page(published=False)
    sent = read_form(author, address(page))
    forged = {"published_at": "2020-01-01", "identifier": "AG-0001", "withdrawn_at": "2020-01-01"}
    author.post(address(page), sent | forged)
    page.refresh_from_db()
    assert (page.published_at, page.withdrawn_at) == (None, None)


@pytest.mark.parametrize(
    ("tool", "state"), [("withdraw", "withdrawn"), ("unpublish", "unpublished")]
)
def test_publisher_withdraws_and_takes_back_with_a_reason(publisher, tool, state):
    article = make_article()
    publisher.post(address(article, tool), {"reason": "It was wrong."})
    article.refresh_from_db()
    assert article.editorial_state == state
    assert Change.objects.of(article).newest_first().first().note == "It was wrong."


def test_publisher_reinstates(publisher):
    article = make_article()
    publisher.post(address(article, "withdraw"), {"reason": "It was wrong."})
    publisher.post(address(article, "reinstate"), {"reason": "It was right."})
    article.refresh_from_db()
    assert article.editorial_state == "published"


def test_withdrawing_without_a_reason_shows_the_form_again(publisher):
    article = make_article()
    response = publisher.post(address(article, "withdraw"), {"reason": " "})
    assert "This field is required." in response.content.decode()
    article.refresh_from_db()
    assert article.editorial_state == "published"


def test_taking_back_what_others_name_says_who(publisher):
    organisation = make_organisation()
    make_agreement("Pact", parties=[organisation])
    response = publisher.post(address(organisation, "unpublish"), {"reason": "Wrong."})
    assert "It is still named by Pact." in response.content.decode()


def test_what_was_taken_back_is_published_again_by_its_form(publisher):
    article = make_article()
    publisher.post(address(article, "unpublish"), {"reason": "Too early."})
    sent = read_form(publisher, address(article)) | {"change_note": "Now it is time."}
    publisher.post(address(article), sent | {"_publish": "1"})
    article.refresh_from_db()
    assert article.editorial_state == "published"


@pytest.mark.parametrize("tool", ["withdraw", "reinstate", "unpublish"])
def test_author_may_not_use_the_tools(author, tool):
    article = make_article()
    assert author.get(address(article, tool)).status_code == 403
    assert author.post(address(article, tool), {"reason": "Mine."}).status_code == 403
    article.refresh_from_db()
    assert article.editorial_state == "published"


def test_publisher_deletes_a_draft_but_nothing_that_was_public(publisher):
    draft, live = make_article(published=False), make_article()
    assert publisher.post(address(draft, "delete"), {"post": "yes"}).status_code == 302
    assert publisher.post(address(live, "delete"), {"post": "yes"}).status_code == 403
    assert list(type(live).objects.all()) == [live]


def test_author_deletes_nothing(author):
    draft = make_article(published=False)
    assert author.post(address(draft, "delete"), {"post": "yes"}).status_code == 403


def test_bulk_deletion_is_off(publisher):
    article = make_article()
    url = reverse("admin:news_article_changelist")
    publisher.post(
        url, {"action": "delete_selected", "_selected_action": article.pk, "post": "yes"}
    )
    assert type(article).objects.filter(pk=article.pk).exists()


def test_the_bar_says_what_readers_see(publisher):
    page = make_page(published=False)
    assert "Never published" in publisher.get(address(page)).content.decode()
    article = make_article()
    shown = publisher.get(address(article)).content.decode()
    assert "Live since" in shown
    assert f"{article.get_absolute_url()}history/" in shown
    publisher.post(address(article, "withdraw"), {"reason": "It was wrong."})
    assert "It was wrong." in publisher.get(address(article)).content.decode()


def test_a_draft_has_no_link_to_the_site(publisher):
    assert (
        "viewsitelink" not in publisher.get(address(make_article(published=False))).content.decode()
    )


def test_the_list_of_states_filters(publisher):
    make_article("Live one")
    make_article("Draft one", published=False)
    url = reverse("admin:news_article_changelist")
    shown = publisher.get(url, {"state": "draft"}).content.decode()
    assert "Draft one" in shown
    assert "Live one" not in shown


def test_an_empty_search_says_so(publisher):
    shown = publisher.get(reverse("admin:news_article_changelist"), {"q": "nowhere"})
    assert "Nothing fits." in shown.content.decode()


def test_the_editor_runs_under_a_policy_with_a_nonce_and_one_hash(publisher):
    response = publisher.get(address(make_page(published=False)))
    policy = response.headers["Content-Security-Policy"]
    nonce = policy.split("'nonce-")[1].split("'")[0]
    assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
    assert "unsafe" not in policy


def test_other_pages_of_the_admin_keep_the_strict_policy(publisher):
    policy = publisher.get(reverse("admin:index")).headers["Content-Security-Policy"]
    assert "script-src 'self';" in f"{policy};"
    assert "sha256" not in policy


def test_citation_names_its_fact_and_who_checked_it(publisher):
    page, source = make_page(published=False), make_source()
    sent = read_form(publisher, address(page))
    row = {"source": source.pk, "fact": "title", "checked_on": "2026-01-02"}
    publisher.post(address(page), add_row(sent, CITATIONS, **row))
    citation = Citation.objects.get()
    assert (citation.fact, citation.position) == ("title", 1)
    assert citation.checked_by.username == "reviewer"


def test_citation_of_an_unknown_fact_is_refused_and_a_stored_one_kept(publisher):
    page = make_page(published=False)
    stored = cite(page, fact="events/gone/date")
    sent = read_form(publisher, address(page))
    forged = add_row(sent, CITATIONS, source=make_source().pk, fact="parties/1/name")
    assert errors_in(publisher.post(address(page), forged))
    publisher.post(address(page), sent | {"title": "About us"})
    assert list(Citation.objects.values_list("pk", "fact")) == [(stored.pk, "events/gone/date")]


def test_one_source_is_cited_once_for_one_fact(publisher):
    page, source = make_page(published=False), make_source()
    cite(page, source, fact="title")
    sent = add_row(read_form(publisher, address(page)), CITATIONS, source=source.pk, fact="title")
    response = publisher.post(address(page), sent)
    assert "The same source is cited twice for one fact." in errors_in(response)


def test_rows_that_exchange_their_facts_are_an_error_not_a_crash(publisher):
    page, source = make_page(published=False), make_source()
    cite(page, source, fact="title", position=1)
    cite(page, source, fact="body", position=2)
    sent = read_form(publisher, address(page))
    sent |= {f"{CITATIONS}-0-fact": "body", f"{CITATIONS}-1-fact": "title"}
    response = publisher.post(address(page), sent)
    assert "The database refused this" in errors_in(response)[0]
    assert list(Citation.objects.order_by("position").values_list("fact", flat=True)) == [
        "title",
        "body",
    ]


def test_a_value_needs_the_fact_that_it_contradicts(publisher):
    page = make_page(published=False)
    sent = read_form(publisher, address(page))
    row = {"source": make_source().pk, "value": "Aboot"}
    response = publisher.post(address(page), add_row(sent, CITATIONS, **row))
    assert "Choose the fact that this source gives differently." in errors_in(response)


def test_author_adds_a_source_with_a_date_as_typed_but_does_not_change_it(author):
    sent = read_form(author, add_address(Source)) | {"title": "Notice", "when": "by June 2025"}
    author.post(add_address(Source), sent)
    source = Source.objects.get()
    assert str(source.partial_date) == "by June 2025"
    assert author.post(address(source), sent).status_code == 403


def test_a_cited_source_is_not_deleted(client):
    client.force_login(make_user(is_superuser=True))
    cited, loose = make_source(), make_source()
    cite(make_page(), cited)
    assert client.post(address(cited, "delete"), {"post": "yes"}).status_code == 403
    assert client.post(address(loose, "delete"), {"post": "yes"}).status_code == 302


@pytest.mark.parametrize("query", ["%00", "%ED%A0%80", "%27%22%5C%25", "%F0%9F%A6%86", "x" * 3000])
def test_odd_searches_answer(publisher, query):
    autocomplete = "app_label=agreements&model_name=party&field_name=organisation"
    for url in (
        f"{reverse('admin:agreements_agreement_changelist')}?q={query}",
        f"{reverse('admin:organisations_organisation_changelist')}?q={query}",
        f"{reverse('admin:autocomplete')}?{autocomplete}&term={query}",
    ):
        assert publisher.get(url, follow=True).status_code in (200, 400)


@pytest.mark.parametrize("page", ["change", "delete", "history", "withdraw"])
def test_an_address_that_is_no_key_leads_back(publisher, page):
    url = reverse(f"admin:news_article_{page}", args=["not-a-key"])
    assert publisher.get(url).status_code == 302


def test_links_from_other_agreements_are_shown_with_where_to_edit_them(publisher):
    agreement, other = make_agreement(), make_agreement("Venture", published=False)
    add_link(other, "encouraged_by", agreement)
    shown = publisher.get(address(agreement)).content.decode()
    assert "Encouraged: Venture" in shown
    assert address(other) in shown


def test_what_a_publisher_changes_in_a_source_is_recorded_with_its_values(publisher):
    source = make_source(title="Notice", date="2025")
    sent = read_form(publisher, address(source)) | {"title": "Notice of 2025", "when": "June 2025"}

    publisher.post(address(source), sent)

    changes = Step.objects.of(source).get().changes
    assert [(c["what"], c["old"], c["new"]) for c in changes] == [
        ("Date", "2025", "2025-06"),
        ("Title", "Notice", "Notice of 2025"),
    ]
    history = publisher.get(address(source, "history")).content.decode()
    assert "from “Notice” to “Notice of 2025”" in history


def test_a_source_that_is_saved_as_it_was_leaves_no_trace(publisher):
    source = make_source()
    publisher.post(address(source), read_form(publisher, address(source)))
    assert not Step.objects.exists()


def test_a_draft_picture_is_for_editors_alone(client, publisher):
    name = default_storage.save("news/draft.png", ContentFile(b"picture"))
    address_of_picture = f"/media/{name}"
    shown = publisher.get(address_of_picture)
    assert read(shown) == b"picture"
    assert shown.headers["Cache-Control"] == "private, no-store"
    client.logout()
    assert client.get(address_of_picture).status_code == 404
