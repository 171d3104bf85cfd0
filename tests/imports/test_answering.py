"""What editors decide where an import could not."""

import pytest
from django.core.exceptions import PermissionDenied

from imports import answering
from imports.models import Question, Said
from organisations.models import Organisation
from publishing.drafts import open_version
from publishing.models import Source
from publishing.rights import Refused
from tests.factories import make_organisation, make_user
from tests.publishing.drafting import draft_of

from .importing import imported

pytestmark = pytest.mark.django_db
OURS, THEIRS = "https://ours.example/", "https://theirs.example/"
ALIASED = ("name", "country", "website", "alias")


@pytest.fixture
def organisation():
    return make_organisation("Tokamak Energy", kind="company", website=OURS)


@pytest.fixture
def about_value(author, organisation):
    imported(author, ("Tokamak Energy", "GB", THEIRS))
    return Question.objects.get()


@pytest.fixture
def about_match(author, organisation):
    imported(author, ("Tokamak Energie", "GB", THEIRS, "TE Ltd"), columns=ALIASED)
    return Question.objects.get()


def draft(organisation):
    version = open_version(organisation)
    return version and version.snapshot


def cited_in(snapshot):
    rows = snapshot["children"]["citations"].values()
    titles = {str(source.pk): source.title for source in Source.objects.all()}
    return {(titles[row["source"]], row["fact"], row["value"]) for row in rows}


def test_what_an_editor_wrote_stands_until_somebody_decides(about_value, organisation):
    assert (about_value.sort, about_value.place) == ("value", "website")
    assert (about_value.ours, about_value.theirs) == ({"website": OURS}, {"website": THEIRS})
    assert draft(organisation) is None


def test_to_keep_changes_nothing(about_value, organisation, author):
    done = answering.keep(about_value, by=author)
    assert (done.answer, done.answered_by) == ("keep", author)
    assert draft(organisation) is None


def test_to_take_makes_a_draft(about_value, organisation, author):
    answering.take(about_value, by=author)
    assert draft(organisation)["fields"]["website"] == THEIRS
    organisation.refresh_from_db()
    assert organisation.website == OURS


def test_to_take_keeps_what_a_draft_says_besides(about_value, organisation, author):
    draft_of(organisation, by=author, summary="Better.")
    answering.take(about_value, by=author)
    fields = draft(organisation)["fields"]
    assert (fields["summary"], fields["website"]) == ("Better.", THEIRS)


def test_to_keep_both_cites_the_source_as_saying_otherwise(about_value, organisation, author):
    answering.keep_both(about_value, by=author)
    found = draft(organisation)
    assert found["fields"]["website"] == OURS
    assert ("bodies.csv", "website", THEIRS) in cited_in(found)


def test_what_the_source_says_instead_is_told_in_words(about_value, organisation, author):
    about_value.place, about_value.theirs = "country", {"country": "JP"}
    about_value.save()
    answering.keep_both(about_value, by=author)
    assert ("bodies.csv", "country", "Japan") in cited_in(draft(organisation))


def test_a_row_of_a_record_is_answered_in_its_place(author, organisation):
    imported(author, ("Tokamak Energy", "GB", THEIRS, "TE"), columns=ALIASED)
    (key,) = draft(organisation)["children"]["names"]
    question = Question.objects.get()
    question.place, question.theirs = f"names/{key}/kind", {"kind": "former"}
    question.save()
    answering.take(question, by=author)
    assert draft(organisation)["children"]["names"][key]["kind"] == "former"


def test_a_row_that_is_gone_cannot_take_a_value(about_value, author):
    about_value.place = "names/0fe0ca41-dda8-4069-b856-fcb3683ff098/name"
    about_value.save()
    with pytest.raises(Refused, match="is gone"):
        answering.take(about_value, by=author)


def test_a_row_of_a_record_that_is_here_adds_to_its_draft(about_match, organisation, author):
    answering.call_same(about_match, organisation.pk, by=author)
    found = draft(organisation)
    assert [row["name"] for row in found["children"]["names"].values()] == ["TE Ltd"]
    asked = {question.place for question in Question.objects.open()}
    assert asked == {"name", "website"}
    assert Said.objects.get().object_id == organisation.pk


def test_a_row_that_was_decided_is_known_the_next_time(about_match, organisation, author):
    answering.call_same(about_match, organisation.pk, by=author)
    again = imported(author, ("Tokamak Energie", "GB", THEIRS, "TE Ltd"), columns=ALIASED)
    assert again.tally == {"unchanged": 1}


def test_a_row_of_another_record_begins_a_draft(about_match, author):
    answering.call_new(about_match, by=author)
    made = Organisation.objects.get(name="Tokamak Energie")
    assert (made.was_public, made.website) == (False, THEIRS)
    again = imported(author, ("Tokamak Energie", "GB", THEIRS, "TE Ltd"), columns=ALIASED)
    assert again.tally == {"unchanged": 1}
    assert Organisation.objects.count() == 2


def test_a_row_that_is_left_out_is_not_asked_about_again(about_match, author):
    answering.leave_out(about_match, by=author)
    again = imported(author, ("Tokamak Energie", "GB", THEIRS, "TE Ltd"), columns=ALIASED)
    assert again.tally == {"unchanged": 1}
    assert not Question.objects.open().exists()
    imported(author, ("Tokamak Energie", "GB", "https://new.example/"))
    assert Question.objects.open().count() == 1


def test_only_what_was_proposed_is_the_same(about_match, author):
    other = make_organisation("Kyoto Fusioneering")
    with pytest.raises(Refused, match="Choose one of the records"):
        answering.call_same(about_match, other.pk, by=author)
    with pytest.raises(Refused, match="Choose one of the records"):
        answering.call_same(about_match, "nonsense", by=author)


def test_a_question_is_answered_once(about_value, author):
    answering.keep(about_value, by=author)
    for verb in (answering.keep, answering.take, answering.keep_both):
        with pytest.raises(Refused, match="answered already"):
            verb(about_value, by=author)


def test_an_answer_fits_the_question(about_value, author):
    for verb in (answering.call_new, answering.leave_out):
        with pytest.raises(Refused, match="does not fit"):
            verb(about_value, by=author)


def test_a_record_that_was_deleted_is_refused(about_match, author):
    organisation = make_organisation("Tokamak Energi", published=False)
    about_match.candidates[0]["key"] = str(organisation.pk)
    about_match.save()
    organisation.delete()
    with pytest.raises(Refused, match="deleted"):
        answering.call_same(about_match, about_match.candidates[0]["key"], by=author)


def test_who_may_not_change_decides_nothing(about_value, organisation):
    stranger = make_user()
    for verb in (answering.keep, answering.take, answering.keep_both):
        with pytest.raises(PermissionDenied):
            verb(about_value, by=stranger)
    assert Question.objects.open().exists()
    assert draft(organisation) is None


def test_who_may_not_add_begins_nothing(about_match, organisation):
    stranger = make_user()
    for verb in (answering.call_new, answering.leave_out):
        with pytest.raises(PermissionDenied):
            verb(about_match, by=stranger)
    with pytest.raises(PermissionDenied):
        answering.call_same(about_match, organisation.pk, by=stranger)
    assert Question.objects.open().exists()


def test_a_question_is_moot_when_both_say_the_same(about_value, organisation, author):
    imported(author, ("Tokamak Energy", "GB", OURS))
    about_value.refresh_from_db()
    assert about_value.answer == "moot"
