"""What else undoing minds: numbered records, drafts that are published since, the command."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command

from imports.models import Run
from imports.undoing import can_undo, changed_since, undo
from organisations.models import Organisation
from publishing import snapshots
from publishing.actions import publish, publish_version
from publishing.drafts import open_version, save_draft
from tests.factories import make_article, make_organisation, make_user
from tests.publishing.drafting import draft_of

from .importing import imported

pytestmark = pytest.mark.django_db
ROW = ("Tokamak Energy", "GB", "https://one.example/")


def here(**fields):
    return make_organisation("Tokamak Energy", kind="company", **fields)


def left_of(run):
    return [(left["record"], left["reason"]) for left in run.left]


def test_what_a_draft_was_that_is_not_public_comes_back(author):
    organisation = here(published=False, website="")
    draft_of(organisation, by=author)
    run = imported(author, ROW)
    organisation.refresh_from_db()
    assert organisation.website == "https://one.example/"
    assert undo(run, by=author).left == []
    organisation.refresh_from_db()
    assert organisation.website == ""


def test_a_draft_begun_since_holds_the_record(publisher):
    run = imported(publisher, ROW)
    draft_of(Organisation.objects.get(), by=make_user("Authors"), summary="Begun since.")
    assert left_of(undo(run, by=publisher)) == [("Tokamak Energy", "It was changed since.")]


def test_a_draft_that_somebody_published_since_stays_public(author, publisher):
    run = imported(author, ROW)
    made = Organisation.objects.get()
    publish_version(open_version(made), by=publisher)
    assert left_of(undo(run, by=author)) == [("Tokamak Energy", "It was published since.")]
    made.refresh_from_db()
    assert made.is_published


def test_what_was_deleted_since_is_said(author):
    run = imported(author, ROW)
    Organisation.objects.get().delete()
    assert left_of(undo(run, by=author)) == [("tokamak energy", "It was deleted since.")]


def test_what_another_record_names_by_now_is_left(publisher):
    run = imported(publisher, ROW)
    article = make_article(published=False)
    article.organisations.add(Organisation.objects.get())
    publish(article, by=None, note="First publication")
    run = undo(run, by=publisher)
    assert [name for name, _reason in left_of(run)] == ["Tokamak Energy"]
    assert Organisation.objects.get().is_published


def test_what_was_undone_can_be_imported_again_under_its_number(publisher):
    undo(imported(publisher, ROW), by=publisher)
    taken_back = Organisation.objects.get()
    imported(publisher, ROW)
    again = Organisation.objects.get()
    assert again.is_published
    assert again.identifier == taken_back.identifier


def test_who_may_undo(author, publisher):
    public, drafts = imported(publisher, ROW), imported(author, ("Kyoto Fusioneering", "JP", ""))
    stranger = make_user()
    assert [can_undo(run, author) for run in (public, drafts)] == [False, True]
    assert [can_undo(run, publisher) for run in (public, drafts)] == [True, True]
    assert [can_undo(run, stranger) for run in (public, drafts)] == [False, False]
    for run, user in ((public, author), (public, stranger), (drafts, stranger)):
        with pytest.raises(PermissionDenied):
            undo(run, by=user)
    assert not Run.objects.filter(state="undone").exists()


def test_looking_what_would_be_left_costs_no_more_for_many(publisher, django_assert_num_queries):
    few = imported(publisher, ROW)
    many = imported(publisher, *((f"Body{n}", "GB", "") for n in range(12)), name="many.csv")
    for run in (few, many):
        with django_assert_num_queries(4):
            assert changed_since(run) == []


def test_the_command_undoes_and_says_how_much(publisher, capsys):
    run = imported(publisher, ROW)
    call_command("undo_import", str(run.pk))
    assert capsys.readouterr().out == "1 undone, 0 left\n"
    assert Run.objects.get().undone_by is None


def test_the_command_names_what_it_leaves_and_ends_with_1(publisher, capsys):
    run = imported(publisher, ROW)
    save_draft(made := Organisation.objects.get(), snapshots.take(made), by=publisher)
    draft_of(made, by=publisher, summary="Written since.")
    with pytest.raises(CommandError) as ended:
        call_command("undo_import", str(run.pk))
    assert ended.value.returncode == 1
    assert "row 2, Tokamak Energy: It was changed since." in capsys.readouterr().err


@pytest.mark.parametrize("number", ["999999", None])
def test_the_command_ends_with_2_where_nothing_can_be_undone(publisher, number):
    run = imported(publisher, ROW)
    if number is None:
        undo(run, by=publisher)
    with pytest.raises(CommandError) as ended:
        call_command("undo_import", number or str(run.pk))
    assert ended.value.returncode == 2
