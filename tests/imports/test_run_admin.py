"""The list of imports, the page of each, and its undoing on a page."""

import pytest

from imports.models import Question, Run
from imports.plans import keep_upload
from organisations.models import Organisation
from publishing.actions import publish_version
from tests.admin_forms import messages_in
from tests.factories import make_organisation, make_user
from tests.publishing.drafting import draft_of

from .importing import another_import, imported, text
from .making import make_run
from .tables import table

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LIST = "/admin/imports/run/"
ROW = ("Tokamak Energy", "GB", "https://one.example/")


def page_of(run, page="change"):
    return f"{LIST}{run.pk}/{page}/"


def test_the_list_says_when_from_what_by_whom_and_what_came_of_it(client, author):
    imported(author, ROW, ("", "GB", ""))
    page = text(client.get(LIST))
    for words in ("bodies.csv", "Organisations", "ann", "1 created, 1 refused", "Done"):
        assert words in page


def test_the_list_is_narrowed_by_kind_and_state(client, author):
    imported(author, ROW)
    make_run(source="commanded.csv", state=Run.State.BROKEN_OFF)

    def sources(query):
        return [run.source for run in client.get(f"{LIST}?{query}").context["cl"].result_list]

    assert sorted(sources("")) == ["bodies.csv", "commanded.csv"]
    assert sources("kind=organisations.organisation") == ["bodies.csv"]
    assert sources("state__exact=broken_off") == ["commanded.csv"]
    assert sources("q=bodies") == ["bodies.csv"]


def test_a_source_that_was_only_sent_is_not_in_the_list(client, author):
    keep_upload(Organisation, "sent.csv", table(ROW), by=author)
    assert "sent.csv" not in text(client.get(LIST))


def test_the_page_says_what_was_read_and_how(client, author):
    run = imported(author, ROW, ("", "GB", ""), source_title="The list", day_first=True)
    page = text(client.get(page_of(run)))
    for words in (run.sha256, "csv", "as drafts", "The list", "03/04/2025 is 3 April", "ann"):
        assert words in page
    assert "It is empty." in page
    made = Organisation.objects.get()
    assert f"/admin/organisations/organisation/{made.pk}/change/" in page
    assert "compare/?to=" in page


def test_rows_and_records_are_each_a_page_at_a_time(client, author, django_assert_max_num_queries):
    rows = [(f"Body{number}", "GB", "") for number in range(70)]
    run = imported(author, *rows, *[("", "GB", "")] * 3)
    with django_assert_max_num_queries(14):
        page = text(client.get(page_of(run)))
    assert page.count("compare/?to=") == 50
    assert text(client.get(f"{page_of(run)}?records=2")).count("compare/?to=") == 20


def test_the_list_asks_no_more_for_many(client, author, django_assert_max_num_queries):
    for _number in range(20):
        make_run(by=make_user("Authors"))
    with django_assert_max_num_queries(10):
        client.get(LIST)


def test_what_was_left_is_named(client, publisher):
    run = imported(publisher, ROW)
    publish_version(draft_of(Organisation.objects.get(), summary="Since."), by=publisher)
    page = text(client.get(page_of(run, "undo")))
    assert "1 record stays as it is" in page
    assert "Tokamak Energy: It was changed since." in page
    response = client.post(page_of(run, "undo"), follow=True)
    assert "What was left is named below." in messages_in(response)[0]
    assert "It was changed since." in text(response)


def test_an_import_is_undone_by_its_button(client, author):
    run = imported(author, ROW)
    assert "Undo this import…" in text(client.get(page_of(run)))
    assert "1 record was created." in text(client.get(page_of(run, "undo")))
    response = client.post(page_of(run, "undo"), follow=True)
    assert "everything is as it was before" in messages_in(response)[0]
    assert "Undo this import…" not in text(response)
    assert not Organisation.objects.exists()
    response = client.post(page_of(run, "undo"), follow=True)
    assert "undone already" in messages_in(response)[0]


def test_a_large_import_is_undone_by_the_operator(client, author, monkeypatch):
    monkeypatch.setattr("imports.admin.runs.MOST_UNDONE", 1)
    run = imported(author, ROW, ("Kyoto Fusioneering", "JP", ""))
    assert f"undo_import {run.pk}" in text(client.get(page_of(run, "undo")))
    client.post(page_of(run, "undo"))
    assert Organisation.objects.count() == 2


def test_while_an_import_is_at_work_none_is_undone(client, author):
    run = imported(author, ROW)
    with another_import():
        response = client.post(page_of(run, "undo"), follow=True)
    assert "Another import is at work" in messages_in(response)[0]
    assert Organisation.objects.exists()


def test_who_may_not_publish_does_not_take_back_what_is_public(client, author, publisher):
    run = imported(publisher, ROW)
    client.force_login(author)
    assert "Undo this import…" not in text(client.get(page_of(run)))
    assert client.get(page_of(run, "undo")).status_code == 403
    assert client.post(page_of(run, "undo")).status_code == 403
    assert Organisation.objects.get().is_published


def test_who_may_not_see_imports_sees_none(client, author):
    run = imported(author, ROW)
    client.force_login(make_user())
    assert client.get(LIST).status_code == 403
    assert client.get(page_of(run)).status_code == 302
    assert client.get(page_of(run, "undo")).status_code == 404


@pytest.mark.parametrize("key", ["999999", "99999999999999999999"])
def test_an_import_that_is_not_there(client, author, key):
    for page in ("change", "history"):
        assert client.get(f"{LIST}{key}/{page}/").status_code == 302
    for page in ("plan", "undo"):
        assert client.get(f"{LIST}{key}/{page}/").status_code == 404


@pytest.mark.parametrize(
    "asked", ["page=x", "records=99", "left=0", "outcome=created", "outcome=x"]
)
def test_odd_pages_are_answered(client, author, asked):
    run = imported(author, ROW)
    assert client.get(f"{page_of(run)}?{asked}").status_code == 200


def test_scripts_of_a_source_are_inert_on_every_page(client, publisher):
    script = "<script>alert(1)</script>"
    make_organisation(f"Body {script}", kind="company", website="https://ours.example/")
    theirs = f"https://theirs.example/{script}"
    run = imported(
        publisher, (f"Body {script}", "GB", theirs), ("Other", "GB", ""), ("", script, script)
    )
    question = Question.objects.first()
    undone = client.post(page_of(run, "undo"), follow=True)
    pages = [client.get(page_of(run)), undone, client.get(LIST)]
    pages.append(client.get(f"/admin/imports/question/{question.pk}/change/"))
    for response in pages:
        assert script not in text(response)
