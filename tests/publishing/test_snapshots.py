import json

import pytest

from publishing.snapshots import digest, take
from tests.factories import add_link, add_signatory, make_agreement, make_organisation, make_theme

pytestmark = pytest.mark.django_db


def test_a_snapshot_holds_the_record_its_sets_and_its_rows():
    theme, laboratory = make_theme(), make_organisation()
    agreement = make_agreement("The pact", parties=[laboratory], themes=[theme], amount="10.50",
                               currency="GBP", amount_qualifier="about")  # fmt: skip
    snapshot = take(agreement)
    assert snapshot["fields"]["title"] == "The pact"
    assert snapshot["fields"]["amount"] == "10.50"
    assert snapshot["fields"]["themes"] == [str(theme.pk)]
    [party] = snapshot["children"]["parties"].values()
    assert party["organisation"] == str(laboratory.pk)


def test_publication_state_and_derived_columns_are_not_content():
    snapshot = take(make_agreement())
    assert not {"id", "identifier", "published_at", "title_key", "updated_at"} & set(
        snapshot["fields"]
    )
    [event] = snapshot["children"]["events"].values()
    assert set(event) == {"position", "date", "date_qualifier", "date_note", "code", "planned",
                          "note"}  # fmt: skip


def test_a_snapshot_survives_json():
    snapshot = take(make_agreement())
    assert digest(json.loads(json.dumps(snapshot))) == digest(snapshot)


def test_the_digest_changes_with_any_row():
    agreement = make_agreement()
    before = digest(take(agreement))
    add_signatory(agreement, office="Minister")
    after_signatory = digest(take(agreement))
    add_link(agreement, "related_to", make_agreement())
    assert len({before, after_signatory, digest(take(agreement))}) == 3
