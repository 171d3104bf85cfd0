import pytest
from django.db import transaction

from publishing import hooks
from publishing.actions import publish_together, withdraw
from publishing.hooks import on_public_change, on_public_changes
from tests.factories import make_theme

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(monkeypatch):
    """What a listener to many heard: one list a call."""
    for name in ("_listeners", "_listeners_to_many"):
        monkeypatch.setattr(hooks, name, list(getattr(hooks, name)))
    found = []
    on_public_changes(found.append)
    return found


def test_what_is_published_together_is_told_together(told, django_capture_on_commit_callbacks):
    themes = [make_theme(published=False) for _number in range(3)]
    one_by_one = []
    on_public_change(one_by_one.append)
    with django_capture_on_commit_callbacks(execute=True):
        publish_together(themes, by=None)
        assert told == []
    assert [[change.object_id for change in changes] for changes in told] == [
        [t.pk for t in themes]
    ]
    assert one_by_one == told[0]


def test_what_was_rolled_back_is_not_told(told, django_capture_on_commit_callbacks):
    kept, undone, later = (make_theme() for _number in range(3))
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(kept, by=None, reason="Wrong.")
        with transaction.atomic():
            withdraw(undone, by=None, reason="Wrong.")
            transaction.set_rollback(True)
        withdraw(later, by=None, reason="Wrong.")
    heard = {change.object_id for changes in told for change in changes}
    assert heard == {kept.pk, later.pk}
