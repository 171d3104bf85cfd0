"""The editors' history: what was done, from which words to which, and never changed."""

import pytest

from publishing.drafts import save_draft
from publishing.models import Step
from publishing.snapshots import take
from publishing.steps import LONGEST_VALUE
from tests.admin_forms import address
from tests.factories import make_agreement, make_page, make_user
from tests.publishing.drafting import draft_of

pytestmark = pytest.mark.django_db


def test_a_save_is_told_with_the_old_and_the_new_words():
    page, author = make_page(title="About"), make_user("Authors")
    draft_of(page, by=author, title="About us")
    step = Step.objects.of(page).get(verb="saved")
    assert (step.by, step.road) == (author, "form")
    assert step.changes == [{"what": "Title", "old": "About", "new": "About us"}]


def test_a_second_save_is_told_from_the_first():
    page = make_page(title="About")
    draft_of(page, title="About us")
    draft = draft_of(page, title="About the register")
    step = Step.objects.get(version=draft)
    assert step.changes == [{"what": "Title", "old": "About us", "new": "About the register"}]


def test_a_row_is_told_by_its_name():
    agreement = make_agreement(signed="2025-06-19")
    content = take(agreement)
    content["children"]["events"].clear()
    saved = save_draft(agreement, content, by=None)
    assert [change["what"] for change in Step.objects.get(version=saved).changes] == [
        "Event: 19 June 2025 (removed)"
    ]


def test_a_long_value_is_cut():
    page = make_page()
    draft_of(page, body=f"<p>{'word ' * 200}</p>")
    [change] = Step.objects.of(page).get(verb="saved").changes
    assert len(change["new"]) == LONGEST_VALUE
    assert change["new"].endswith("…")


def test_an_editor_reads_the_words_on_the_history_page(client):
    page = make_page(title="About")
    draft_of(page, by=make_user("Authors", username="a.writer"), title="<b>About us</b>")
    client.force_login(make_user("Authors"))
    shown = client.get(address(page, "history")).content.decode()
    assert "a.writer" in shown
    assert "&lt;b&gt;About us&lt;/b&gt;" in shown


@pytest.mark.parametrize(
    "change",
    [
        lambda step: step.save(),
        lambda step: step.delete(),
        lambda step: Step.objects.filter(pk=step.pk).update(remark="Never."),
        lambda step: Step.objects.filter(pk=step.pk).delete(),
    ],
)
def test_a_step_is_not_changed_or_deleted(change):
    step = Step.objects.of(make_page()).get()
    with pytest.raises(TypeError, match="The history of a record is not"):
        change(step)
    assert Step.objects.get(pk=step.pk).remark == "First publication"
