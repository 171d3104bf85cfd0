"""What an undone import leaves: what was there before, and what somebody changed since."""

import pytest
from django.core.exceptions import PermissionDenied

from imports.models import Question, Run, Said
from imports.running import Orders, run_import
from imports.undoing import undo
from publishing.actions import publish_version
from publishing.drafts import save_draft
from publishing.models import Version
from publishing.rights import Refused
from publishing.snapshots import take
from tests.factories import make_theme, make_user
from tests.imports.themes import importer_of
from themes.models import Theme

pytestmark = pytest.mark.django_db


def run(*rows, by=None, publishes=True, **options):
    return run_import(importer_of(*rows, **options), Orders(by=by, publishes=publishes))


def edit(theme, **fields):
    content = take(theme)
    content["fields"] |= fields
    publish_version(save_draft(theme, content, by=make_user("Authors"), minor=True), by=None)


def magnets(description, **more):
    return {"name": "Magnets", "description": description, **more}


def test_what_was_made_leaves_publication_and_keeps_its_address():
    done = run(magnets("Coils."))

    undone = undo(done, by=None)

    theme = Theme.objects.get()
    assert (theme.editorial_state, theme.slug) == ("unpublished", "magnets")
    assert (undone.state, undone.left) == (Run.State.UNDONE, [])
    assert not Said.objects.exists()


def test_records_that_name_each_other_leave_together():
    done = run({"name": "Magnets"}, {"name": "Coils", "above": "Magnets"})

    undo(done, by=None)

    assert not Theme.objects.published().exists()


def test_what_was_changed_is_as_it_was():
    theme = make_theme(name="Magnets", description="")
    content = take(theme)
    done = run(magnets("Coils."))

    undo(done, by=None)

    now = take(theme)
    assert now["fields"] == content["fields"]
    assert now["children"] == content["children"]


def test_what_the_source_said_is_what_it_had_said():
    run(magnets("Coils."))
    second = run(magnets("Large coils."))

    undo(second, by=None)

    assert Theme.objects.get().description == "Coils."
    assert Said.objects.get().values["fields"]["description"] == "Coils."
    assert run(magnets("Coils.")).tally == {"unchanged": 1}


def test_what_somebody_changed_since_stays_and_is_said():
    done = run(magnets("Coils."), {"name": "Divertor"})
    edit(Theme.objects.get(name="Magnets"), description="Ours.")

    undone = undo(done, by=None)

    assert [theme.name for theme in Theme.objects.published()] == ["Magnets"]
    assert undone.left == [{"record": "Magnets", "row": 2, "reason": "It was changed since."}]


def test_what_others_name_by_now_stays_and_is_said():
    done = run({"name": "Magnets"})
    make_theme(name="Coils", parent=Theme.objects.get())

    undone = undo(done, by=None)

    assert Theme.objects.published().count() == 2
    assert "Coils" in undone.left[0]["reason"]


def test_an_import_that_was_undone_can_be_made_again():
    undo(run(magnets("Coils.")), by=None)

    again = run(magnets("Coils."))

    assert again.tally == {"created": 1}
    assert [theme.name for theme in Theme.objects.published()] == ["Magnets"]
    undo(again, by=None)
    assert not Theme.objects.published().exists()


def test_drafts_that_were_made_are_deleted():
    author = make_user("Authors")
    done = run(magnets("Coils."), by=author, publishes=False)

    undo(done, by=author)

    assert not Theme.objects.exists()
    assert run(magnets("Coils."), by=author, publishes=False).tally == {"created": 1}


def test_a_draft_of_a_live_record_goes_and_an_older_one_comes_back():
    author = make_user("Authors")
    theme, other = make_theme(name="Magnets", description=""), make_theme(name="Divertor")
    content = take(other)
    content["fields"]["position"] = 7
    save_draft(other, content, by=author)
    rows = magnets("Coils."), {"name": "Divertor", "description": "Below."}
    done = run(*rows, by=author, publishes=False)

    undo(done, by=author)

    assert not Version.objects.of(theme).open().exists()
    assert Version.objects.of(other).open().get().snapshot["fields"] == content["fields"]


def test_open_questions_of_the_import_are_closed():
    make_theme(name="Magnets", description="Ours.")
    done = run(magnets("Theirs."))

    undo(done, by=None)

    assert Question.objects.get().answer == Question.Answer.UNDONE


def test_a_record_that_named_what_was_refused_is_undone_too(monkeypatch):
    monkeypatch.setattr("imports.running.BATCH", 1)
    magnets = {"name": "Magnets", "description": "x" * 301}
    done = run({"name": "Coils", "above": "Magnets"}, magnets)

    undone = undo(done, by=None)

    assert undone.left == []
    assert not Theme.objects.published().exists()


def test_what_was_let_go_of_is_taken_up_when_it_can_be(monkeypatch):
    monkeypatch.setattr("imports.running.BATCH", 1)
    coils, magnets = {"name": "Coils", "above": "Magnets"}, {"name": "Magnets"}
    run(coils, {"name": "Magnets", "description": "x" * 301})

    done = run(coils, magnets)

    assert done.tally == {"updated": 1, "created": 1}
    assert Theme.objects.get(name="Coils").parent.name == "Magnets"


def test_a_content_of_an_older_schema_comes_back():
    make_theme(name="Magnets", description="")
    done = run(magnets("Coils."))
    (touch,) = done.touches.all()
    older = touch.before.snapshot
    older["fields"]["a_field_that_was_dropped"] = "Gone."
    Version.objects.filter(pk=touch.before_id).update(snapshot=older)

    undone = undo(done, by=None)

    assert (undone.left, Theme.objects.get().description) == ([], "")


def test_an_import_is_undone_once():
    done = run(magnets("Coils."))
    undo(done, by=None)

    with pytest.raises(Refused, match="only once"):
        undo(done, by=None)


@pytest.mark.parametrize(("group", "publishes"), [("Authors", True), (None, False)])
def test_nobody_undoes_what_they_may_not_do(group, publishes):
    done = run(magnets("Coils."), publishes=publishes)
    user = make_user(*filter(None, [group]))

    with pytest.raises(PermissionDenied):
        undo(done, by=user)

    assert Theme.objects.get().was_public == publishes


def test_a_publisher_undoes_what_was_published():
    done = run(magnets("Coils."))

    assert undo(done, by=make_user("Publishers")).state == Run.State.UNDONE
