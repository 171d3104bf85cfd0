"""An import from the first row to the last: what is written, what is kept, what stops it."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from imports.lines import Telling
from imports.models import Line, Question, Run, Said, Touch
from imports.running import Orders, PlanMoved, TooLargeAChange, run_import
from publishing.actions import publish_version
from publishing.drafts import save_draft
from publishing.models import Source, Version
from publishing.snapshots import take
from tests.factories import make_theme, make_user
from tests.imports.themes import importer_of
from themes.models import Theme

pytestmark = pytest.mark.django_db


def run(*rows, telling=None, by=None, options=None, **orders):
    importer = importer_of(*rows, **(options or {}))
    return run_import(importer, Orders(by=by, **orders), telling=telling)


def themes(count, **more):
    return [{"name": f"Theme {n}", "description": "Some.", **more} for n in range(count)]


def edit(theme, **fields):
    """Change a published theme as an editor and a publisher do."""
    content = take(theme)
    content["fields"] |= fields
    publish_version(save_draft(theme, content, by=make_user("Authors"), minor=True), by=None)


def counts():
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def test_what_is_new_is_published_with_its_source():
    done = run({"name": "Magnets", "description": "Coils."}, options={"source_title": "A list"})

    theme = Theme.objects.published().get()
    assert (theme.name, theme.description, theme.slug) == ("Magnets", "Coils.", "magnets")
    assert [str(citation) for citation in theme.citations.all()] == ["A list"]
    assert (done.state, done.tally) == (Run.State.DONE, {"created": 1})


def test_a_second_run_of_the_same_source_changes_nothing():
    run(*themes(3))
    before = counts()

    done = run(*themes(3))

    assert done.tally == {"unchanged": 3}
    assert counts() == {**before, "imports.Run": 2}


def test_what_the_source_changed_is_changed_under_a_new_version():
    run(*themes(2))

    done = run(
        {"name": "Theme 0", "description": "Other."}, {"name": "Theme 1", "description": "Some."}
    )

    assert done.tally == {"updated": 1, "unchanged": 1}
    theme = Theme.objects.get(name="Theme 0")
    assert theme.description == "Other."
    assert Version.objects.of(theme).public().count() == 2
    assert theme.citations.count() == 1


def test_what_an_editor_changed_stays_and_is_a_question():
    run(*themes(1))
    theme = Theme.objects.get()
    edit(theme, description="Ours.")

    done = run({"name": "Theme 0", "description": "Theirs."})

    assert Theme.objects.get().description == "Ours."
    assert done.tally == {"conflicts": 1}
    (question,) = Question.objects.open()
    assert (question.place, question.record) == ("description", theme)
    assert (question.ours, question.before, question.theirs) == (
        {"description": "Ours."},
        {"description": "Some."},
        {"description": "Theirs."},
    )


def test_a_question_is_asked_once_and_falls_away_when_both_agree():
    run(*themes(1))
    edit(Theme.objects.get(), description="Ours.")
    for theirs in ("Theirs.", "Theirs.", "Theirs again."):
        run({"name": "Theme 0", "description": theirs})
    asked = list(Question.objects.open())

    run({"name": "Theme 0", "description": "Ours."})

    assert [question.theirs["description"] for question in asked] == ["Theirs again."]
    assert not Question.objects.open().exists()


def test_a_record_that_is_here_is_matched_and_only_filled():
    theme = make_theme(name="Magnets", description="Ours.")

    done = run({"name": "Magnets", "description": "Ours."})

    assert done.tally == {"unchanged": 1}
    assert Theme.objects.get() == theme
    assert Said.objects.get().object_id == theme.pk


def test_two_rows_of_one_record_are_both_refused():
    done = run({"name": "Magnets"}, {"name": "magnets"}, {"name": "Divertor"})

    assert done.tally == {"refused": 2, "created": 1}
    assert [line.reason for line in done.lines.all()] == [
        "Row 3 has the same key.",
        "Row 2 has the same key.",
    ]


def test_a_row_that_is_refused_does_not_hold_the_others_up():
    done = run({"name": "Magnets"}, {"name": "", "description": "Nameless."})

    assert done.tally == {"created": 1, "refused": 1}
    (line,) = done.lines.all()
    assert (line.number, line.column, line.reason) == (3, "name", "It is empty.")


def test_rows_may_name_each_other_in_any_order():
    run({"name": "Coils", "above": "Magnets"}, {"name": "Magnets"})

    assert Theme.objects.get(name="Coils").parent.name == "Magnets"
    assert Version.objects.count() == 2


def test_in_batches_a_row_waits_for_the_one_that_it_names():
    rows = [{"name": "Coils", "above": "Magnets"}, {"name": "Divertor"}, {"name": "Magnets"}]

    done = run(*rows, batch=1)

    assert done.tally == {"created": 3}
    assert Theme.objects.get(name="Coils").parent.name == "Magnets"
    assert run(*rows).tally == {"unchanged": 3}
    assert Touch.objects.filter(run=done).count() == 3


def test_a_row_may_name_one_that_is_written_much_later_in_one_transaction(monkeypatch):
    monkeypatch.setattr("imports.running.BATCH", 1)

    done = run({"name": "Coils", "above": "Magnets"}, {"name": "Magnets"})

    assert done.tally == {"created": 2}
    assert Theme.objects.get(name="Coils").parent.name == "Magnets"


def test_a_dry_run_says_what_would_be_done_and_writes_nothing():
    make_theme(name="Theme 0", description="Ours.")
    before, told = counts(), []
    telling = Telling(everything=True, listeners=[told.append])

    done = run(*themes(2), {"name": ""}, telling=telling, dry_run=True)

    assert counts() == before
    assert done.tally == {"conflicts": 1, "created": 1, "refused": 1}
    assert [line.outcome for line in told] == ["conflict", "created", "refused"]
    assert told[1].changes[0] == {"what": "Name", "old": "", "new": "Theme 1"}


def test_a_run_does_what_its_plan_said():
    plan = Telling(everything=True)
    run(*themes(2), telling=plan, dry_run=True)

    done = run(*themes(2), telling=Telling(everything=True), expected=plan.digest)

    assert done.tally == {"created": 2}


def test_a_run_is_not_done_when_the_register_has_moved_since_the_plan():
    plan = Telling(everything=True)
    run(*themes(2), telling=plan, dry_run=True)
    make_theme(name="Theme 1")

    with pytest.raises(PlanMoved):
        run(*themes(2), telling=Telling(everything=True), expected=plan.digest)

    assert Theme.objects.count() == 1
    assert not Run.objects.exists()


def test_an_import_by_an_author_makes_drafts():
    author = make_user("Authors")

    done = run(*themes(1), by=author, publishes=False)

    theme = Theme.objects.get()
    assert not theme.was_public
    (version,) = Version.objects.of(theme)
    assert (version.state, list(version.writers.all())) == ("draft", [author])
    assert done.tally == {"created": 1}


def test_a_draft_of_a_live_record_is_where_an_authors_changes_go():
    run(*themes(1))

    run({"name": "Theme 0", "description": "Other."}, by=make_user("Authors"), publishes=False)

    theme = Theme.objects.get()
    assert theme.description == "Some."
    assert Version.objects.of(theme).open().get().snapshot["fields"]["description"] == "Other."


@pytest.mark.parametrize("rows", [themes(10, description="Other."), themes(10, description="")])
def test_more_change_than_usual_stops_the_run(rows):
    run(*themes(10))

    with pytest.raises(TooLargeAChange, match="10 of 10 known rows"):
        run(*rows)

    assert run(*rows, allow_large_change=True).state == Run.State.DONE


def test_the_run_keeps_what_it_was_made_of():
    author = make_user("Authors")

    done = run(*themes(1), by=author, publishes=False, options={"day_first": True})

    assert (done.source, done.sha256, done.format) == ("themes.csv", "0" * 64, "test")
    assert (done.by, done.options) == (
        author,
        {
            "day_first": True,
            "everything": False,
            "keep_identifiers": False,
        },
    )
    (touch,) = done.touches.all()
    assert (touch.outcome, touch.record, touch.version.state) == (
        "created",
        Theme.objects.get(),
        "draft",
    )


def test_what_a_killed_run_left_is_called_broken_off():
    run(*themes(1))
    Run.objects.update(state=Run.State.RUNNING)

    run(*themes(1))

    assert [one.state for one in Run.objects.newest_first()] == ["done", "broken_off"]


def test_fifty_rows_cost_no_more_queries_than_five(django_assert_max_num_queries):
    with django_assert_max_num_queries(60) as few:
        run(*themes(5))
    with django_assert_max_num_queries(len(few)):
        run(*[{"name": f"Other {n}"} for n in range(50)], options={"origin": "others"})


def test_sources_are_made_once():
    run(*themes(2), options={"source_url": "https://themes.example/list"})
    run({"name": "Later"}, options={"source_url": "https://themes.example/list/"})

    assert [source.url for source in Source.objects.all()] == ["https://themes.example/list"]


def test_lines_are_kept_of_what_people_must_look_at():
    run(*themes(1))
    edit(Theme.objects.get(), description="Ours.")

    done = run({"name": "Theme 0", "description": "Theirs."}, {"name": ""}, {"name": "New"})

    assert list(done.lines.values_list("outcome", flat=True)) == [
        Line.Outcome.CONFLICT,
        Line.Outcome.REFUSED,
    ]


def test_rows_of_one_transaction_name_what_a_later_batch_makes(monkeypatch):
    monkeypatch.setattr("imports.running.BATCH", 1)

    done = run({"name": "Coils", "above": "Magnets"}, {"name": "Magnets"})

    assert done.tally == {"created": 2}
    assert Theme.objects.get(name="Coils").parent.name == "Magnets"
    assert Version.objects.count() == 2


def test_what_a_row_named_ahead_and_was_refused_is_let_go(monkeypatch):
    monkeypatch.setattr("imports.running.BATCH", 1)
    too_long = "Magnets " + "x" * 120

    done = run({"name": "Coils", "above": too_long}, {"name": too_long})

    assert done.tally == {"created": 1, "refused": 1}
    coils = Theme.objects.get()
    assert coils.parent is None
    assert Version.objects.of(coils).public().count() == 2


def test_after_a_full_batch_the_planner_counts_again(monkeypatch):
    monkeypatch.setattr("imports.running.BATCH", 2)

    with CaptureQueriesContext(connection) as queries:
        run(*themes(5))

    counted = [query["sql"] for query in queries if query["sql"].startswith("ANALYZE")]
    assert len(counted) == (1 if connection.vendor == "postgresql" else 0)
    assert all('"themes_theme"' in sql for sql in counted)
