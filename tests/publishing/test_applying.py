"""A stored snapshot made the state of a record's rows, whatever happened since it was stored."""

import re
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, Milestone, Party, Signatory
from organisations.models import Organisation
from publishing import registry
from publishing.applying import apply, conform, rolled_back
from publishing.registry import content_of
from publishing.snapshots import take
from tests.factories import (
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_organisation,
    make_source,
    make_theme,
    make_user,
)
from tests.publishing.drafting import content_with

pytestmark = pytest.mark.django_db


def writes_of(record, snapshot):
    """The statements by which applying the snapshot changes the database."""
    with CaptureQueriesContext(connection) as queries:
        apply(record, snapshot)
    statements = [query["sql"] for query in queries]
    return [sql for sql in statements if sql.startswith(("INSERT", "UPDATE", "DELETE"))]


def rename(monkeypatch, model, **names):
    content = replace(content_of(model), renamed=names)
    monkeypatch.setitem(registry._content, model, content)


def rows(agreement, name):
    """The rows of one sort in a snapshot, in their order, and the snapshot itself."""
    snapshot = take(agreement)
    found = snapshot["children"][name]
    return sorted(found.values(), key=lambda row: row["position"]), snapshot


def test_what_is_there_already_is_not_written():
    agreement = make_agreement(themes=[make_theme()])
    add_signatory(agreement, agreement.parties.first(), office="Minister")
    assert writes_of(agreement, take(agreement)) == []


def test_one_changed_row_is_written_and_its_neighbours_are_not():
    agreement = make_agreement()
    changed, neighbour = agreement.parties.all()
    wanted = take(agreement)
    wanted["children"]["parties"][str(changed.pk)]["note"] = "It paid half."
    statements = " ".join(writes_of(agreement, wanted)).replace("-", "")
    assert changed.pk.hex in statements
    assert neighbour.pk.hex not in statements
    assert set(re.findall(r'(?:INTO|FROM|UPDATE) "(\w+)"', statements)) == {"agreements_party"}


def test_fields_and_sets_become_those_of_the_snapshot():
    agreement = make_agreement(themes=[make_theme()], amount="10", currency="GBP",
                               amount_qualifier="about")  # fmt: skip
    theme = make_theme()
    wanted = content_with(agreement, title="The new pact", amount="12.50", themes=[str(theme.pk)])
    apply(agreement, wanted)
    assert take(agreement) == wanted
    assert [str(found) for found in agreement.themes.all()] == [theme.name]


def test_rows_are_added_changed_and_removed():
    agreement = make_agreement()
    add_signatory(agreement, office="Minister")
    wanted = take(agreement)
    third = make_agreement(parties=[make_organisation()])
    new = take(third)["children"]["parties"]
    third.delete()
    wanted["children"]["parties"] |= new
    next(iter(wanted["children"]["events"].values()))["date"] = "2024"
    wanted["children"]["signatories"] = {}
    apply(agreement, wanted)
    assert take(agreement) == wanted
    assert agreement.parties.count() == 3
    assert not Signatory.objects.exists()


def test_two_parties_exchange_their_organisations():
    agreement = make_agreement()
    [first, second], wanted = rows(agreement, "parties")
    first["organisation"], second["organisation"] = second["organisation"], first["organisation"]
    assert apply(agreement, wanted).blocking == []
    assert take(agreement) == wanted


def test_a_signatory_keeps_its_party_while_the_parties_are_written_anew():
    agreement = make_agreement()
    signatory = add_signatory(agreement, agreement.parties.first(), office="Minister")
    before = signatory.party_id
    [first, second], wanted = rows(agreement, "parties")
    first["organisation"], second["organisation"] = second["organisation"], first["organisation"]
    apply(agreement, wanted)
    signatory.refresh_from_db()
    assert signatory.party_id == before


def test_a_new_row_takes_what_a_changed_row_leaves():
    first, second = make_organisation(), make_organisation()
    agreement = make_agreement(parties=[first])
    wanted = take(agreement)
    [(_key, row)] = wanted["children"]["parties"].items()
    new = {**row, "position": 0}
    row["organisation"] = str(second.pk)
    wanted["children"]["parties"]["11111111-1111-4111-8111-111111111111"] = new
    apply(agreement, wanted)
    assert [party.organisation for party in agreement.parties.all()] == [first, second]


def test_a_milestone_comes_back_with_its_organisations():
    agreement, laboratory = make_agreement(), make_organisation()
    milestone = Milestone.objects.create(agreement=agreement, kind="opening", text="First plasma")
    milestone.organisations.add(laboratory)
    wanted = take(agreement)
    agreement.milestones.all().delete()
    apply(agreement, wanted)
    assert list(agreement.milestones.get(pk=milestone.pk).organisations.all()) == [laboratory]


def test_citations_are_rows_of_their_record():
    organisation, source = make_organisation(), make_source()
    kept = cite(organisation, source, fact="acronym", checked_on="2026-01-02")
    wanted = take(organisation)
    organisation.citations.filter(pk=kept.pk).delete()
    cite(organisation, fact="country")
    apply(organisation, wanted)
    assert take(organisation) == wanted
    assert organisation.citations.get(pk=kept.pk).source == source


def test_what_follows_from_content_follows_it():
    agreement, organisation = make_agreement(signed="2025-06-19"), make_organisation()
    wanted = take(agreement)
    next(iter(wanted["children"]["events"].values()))["date"] = "2024-05"
    apply(agreement, wanted)
    apply(organisation, content_with(organisation, name="Kyōto Laboratory"))
    event = agreement.events.get()
    assert (event.earliest, event.latest) == (date(2024, 5, 1), date(2024, 5, 31))
    assert Organisation.objects.get(pk=organisation.pk).name_key == "kyoto laboratory"


def test_what_is_beside_the_content_of_a_row_stays():
    organisation, checker = make_organisation(), make_user()
    citation = cite(organisation, fact="acronym", checked_by=checker)
    wanted = take(organisation)
    wanted["children"]["citations"][str(citation.pk)]["value"] = "LAB"
    apply(organisation, wanted)
    citation.refresh_from_db()
    assert (citation.value, citation.checked_by) == ("LAB", checker)


def test_what_may_be_empty_is_emptied_with_a_warning_when_its_target_is_gone():
    laboratory, parent = make_organisation(), make_organisation(published=False)
    wanted = content_with(laboratory, parent=str(parent.pk), acronym="LAB")
    parent.delete()
    report = apply(laboratory, wanted)
    assert report.warnings == ["Organisation: what “part of” named is no longer in the register."]
    laboratory.refresh_from_db()
    assert (laboratory.parent, laboratory.acronym) == (None, "LAB")


def test_a_set_keeps_the_targets_that_are_left():
    agreement, theme, gone = make_agreement(), make_theme(), make_theme()
    wanted = content_with(agreement, themes=sorted([str(theme.pk), str(gone.pk)]))
    gone.delete()
    report = apply(agreement, wanted)
    assert report.warnings == ["Agreement: what “themes” named is no longer in the register."]
    assert list(agreement.themes.all()) == [theme]


def test_what_may_not_be_empty_blocks_when_its_target_is_gone():
    agreement, gone = make_agreement(), make_organisation(published=False)
    party = add_party(agreement, gone, position=3)
    wanted = take(agreement)
    party.delete()
    gone.delete()
    report = apply(agreement, wanted)
    assert report.blocking == ["Party: what “organisation” named is no longer in the register."]
    assert agreement.parties.count() == 2


def test_a_key_that_a_row_of_another_record_has_blocks():
    agreement, other = make_agreement(), make_agreement()
    wanted = take(agreement)
    wanted["children"]["parties"] |= take(other)["children"]["parties"]
    report = apply(agreement, wanted)
    assert report.blocking == ["Party: its key is taken."] * 2
    assert [Party.objects.filter(agreement=a).count() for a in (agreement, other)] == [2, 2]


def test_a_renamed_field_moves(monkeypatch):
    rename(monkeypatch, Agreement, heading="title")
    now = take(make_agreement("Today’s title"))
    old = deepcopy(now)
    del old["fields"]["title"]
    old["fields"]["heading"] = "The title then"
    snapshot, left_out = conform(Agreement, old, now)
    assert (snapshot["fields"]["title"], left_out) == ("The title then", [])


def test_a_renamed_field_of_rows_moves(monkeypatch):
    rename(monkeypatch, Agreement, **{"parties.remark": "note"})
    now = take(make_agreement(parties=[make_organisation()]))
    old = deepcopy(now)
    [row] = old["children"]["parties"].values()
    del row["note"]
    row["remark"] = "It paid half."
    snapshot, left_out = conform(Agreement, old, now)
    assert [party["note"] for party in snapshot["children"]["parties"].values()] == [
        "It paid half."
    ]
    assert left_out == []


def test_a_dropped_field_is_left_out_and_said():
    now = take(make_agreement())
    old = deepcopy(now)
    old["fields"]["motto"] = "Star in a jar"
    assert conform(Agreement, old, now) == (now, ["The field “motto” is no longer kept."])


def test_an_added_field_is_as_it_is_live_or_empty():
    now = take(make_organisation(acronym="LAB"))
    old = deepcopy(now)
    del old["fields"]["acronym"], old["fields"]["themes"], now["fields"]["themes"]
    fields = conform(Organisation, old, now)[0]["fields"]
    assert (fields["acronym"], fields["themes"]) == ("LAB", [])


def test_leaving_undoes_every_row():
    agreement = make_agreement("The pact")
    before = take(agreement)
    with rolled_back():
        apply(agreement, {**content_with(agreement, title="Another"), "children": {}})
        agreement.parties.all().delete()
        assert take(agreement) != before
    assert take(agreement) == before


def test_what_waits_for_a_commit_never_happens(django_capture_on_commit_callbacks):
    done = []
    with django_capture_on_commit_callbacks(execute=True), rolled_back():
        transaction.on_commit(lambda: done.append("A letter was sent."))
    assert done == []
