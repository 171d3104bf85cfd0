"""What an import does with a record that is here already."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry

from organisations.models import Organisation
from publishing.actions import publish, unpublish, withdraw
from publishing.models import Change, Citation, Source, Version
from tests.factories import (
    add_link,
    add_party,
    cite,
    make_agreement,
    make_organisation,
    make_theme,
    make_user,
)

from .packages import content_of, empty_register, export, put, read_in, refusal_of, without_history

pytestmark = [pytest.mark.django_db, pytest.mark.drill]


def change_acronym(acronym, by=None):
    organisation = Organisation.objects.get(name="Laboratory")
    organisation.acronym = acronym
    organisation.save()
    publish(organisation, by=by, note=f"It is called {acronym} now.")
    return organisation


def acronym_here():
    return Organisation.objects.get(name="Laboratory").acronym


@pytest.fixture
def package(tmp_path):
    make_organisation("Laboratory", acronym="OLD")
    return export(tmp_path / "package")


def test_a_newer_package_brings_its_versions_and_notes(package, tmp_path):
    change_acronym("MIDDLE")
    change_acronym("NEW")
    newer = export(tmp_path / "newer")
    empty_register()
    read_in(package)
    assert read_in(newer) == "0 created, 1 updated, 1 unchanged, 0 conflicts, 0 refused"
    assert content_of(export(tmp_path / "copy")) == content_of(newer)
    assert acronym_here() == "NEW"


def test_a_newer_package_may_come_back_to_what_was_public_before(package, tmp_path):
    change_acronym("MIDDLE")
    before = export(tmp_path / "before")
    change_acronym("OLD")
    newer = export(tmp_path / "newer")
    empty_register()
    read_in(before)
    assert read_in(newer).startswith("0 created, 1 updated")
    assert acronym_here() == "OLD"
    assert content_of(export(tmp_path / "copy")) == content_of(newer)
    assert read_in(before).startswith("0 created, 0 updated")


def test_a_newer_package_tells_of_an_address_that_was_changed_and_changed_back(package, tmp_path):
    organisation = Organisation.objects.get()
    for slug in ("elsewhere", organisation.slug):
        organisation.slug = slug
        organisation.save()
        publish(organisation, by=None, note=f"It is at {slug} now.")
    newer = export(tmp_path / "newer")
    empty_register()
    read_in(package)
    assert read_in(newer).startswith("0 created, 1 updated")
    assert content_of(export(tmp_path / "copy")) == content_of(newer)
    assert read_in(newer).startswith("0 created, 0 updated")


def test_what_happened_in_the_moment_of_a_version_is_taken_over_too(package, tmp_path):
    organisation = Organisation.objects.get()
    moment = Version.objects.get().published_at
    withdraw(organisation, by=None, reason="By mistake.", at=moment)
    newer = export(tmp_path / "newer")
    empty_register()
    read_in(package)
    assert read_in(newer).startswith("0 created, 1 updated")
    assert content_of(export(tmp_path / "copy")) == content_of(newer)
    assert read_in(newer).startswith("0 created, 0 updated")


def test_an_older_package_does_not_undo_what_was_done_here(package):
    change_acronym("NEW", by=make_user("Publishers"))
    assert read_in(package) == "0 created, 0 updated, 2 unchanged, 0 conflicts, 0 refused"
    assert acronym_here() == "NEW"


def test_two_who_moved_on_are_a_conflict_and_nothing_is_written(package, tmp_path):
    change_acronym("THEIRS")
    make_organisation("Newcomer")
    theirs = export(tmp_path / "theirs")
    empty_register()
    read_in(package)
    change_acronym("OURS")
    assert "ORG-0001 “Laboratory” was changed here and in the package." in refusal_of(theirs)
    assert acronym_here() == "OURS"
    assert not Organisation.objects.filter(name="Newcomer").exists()


def test_the_tally_counts_conflicts(package, tmp_path, capsys):
    without_history(package)
    put(package, "organisations", "acronym", "THEIRS")
    change_acronym("OURS", by=make_user("Publishers"))
    refusal_of(package)
    with pytest.raises(Exception, match="Nothing was written"):
        read_in_aloud(package)
    assert "0 created, 0 updated, 0 unchanged, 1 conflicts, 0 refused" in capsys.readouterr().out


def read_in_aloud(path):
    from django.core.management import call_command

    call_command("import_register", str(path))


def test_tables_mended_by_hand_become_a_new_version(package):
    put(package, "organisations", "acronym", "MENDED")
    assert read_in(package).startswith("0 created, 1 updated")
    assert acronym_here() == "MENDED"
    live = Version.objects.get(state="live")
    assert (live.number, live.note) == (2, "Imported")
    assert read_in(package).startswith("0 created, 0 updated")


def test_a_package_without_history_updates_too(package):
    without_history(package)
    put(package, "organisations", "acronym", "MENDED")
    assert read_in(package).startswith("0 created, 1 updated")
    assert acronym_here() == "MENDED"


def test_work_of_an_editor_is_not_overwritten_by_a_package_without_history(package):
    without_history(package)
    change_acronym("OURS", by=make_user("Publishers"))
    put(package, "organisations", "acronym", "THEIRS")
    assert "was changed here and in the package" in refusal_of(package)
    assert acronym_here() == "OURS"


def test_rows_are_changed_added_and_taken_away(tmp_path):
    agreement = make_agreement("Pact")
    package = export(tmp_path / "package")
    gone = agreement.parties.first()
    new = add_party(agreement, gone.organisation, role="funder")
    gone.delete()
    publish(agreement, by=None, note="It only paid.")
    newer = export(tmp_path / "newer")
    empty_register()
    read_in(package)
    read_in(newer)
    assert new.pk in set(type(new).objects.values_list("pk", flat=True))
    assert gone.pk not in set(type(new).objects.values_list("pk", flat=True))


def test_a_record_may_come_to_name_one_that_has_not_changed(tmp_path):
    theme, agreement = make_theme(name="Magnets"), make_agreement("Pact")
    before = export(tmp_path / "before")
    agreement.themes.add(theme)
    publish(agreement, by=None, note="It is about magnets.")
    after = export(tmp_path / "after")
    empty_register()
    read_in(before)
    assert read_in(after).startswith("0 created, 1 updated")
    assert content_of(export(tmp_path / "copy")) == content_of(after)


def test_what_a_package_leaves_out_stays(package):
    organisation = Organisation.objects.get()
    checker = make_user()
    Citation.objects.update(checked_by=checker)
    organisation.logo_credit = "Ours"
    organisation.save()
    publish(organisation, by=None, note="A credit.")
    without_history(package)
    drop_column(package, "organisations", "logo_credit")
    put(package, "organisations", "acronym", "NEW")
    read_in(package)
    organisation.refresh_from_db()
    assert (organisation.acronym, organisation.logo_credit) == ("NEW", "Ours")
    assert Citation.objects.get().checked_by == checker


def drop_column(package, table, column):
    path = package / f"{table}.csv"
    lines = [line.split(",") for line in path.read_text().splitlines()]
    place = lines[0].index(column)
    path.write_text("".join(",".join([*x[:place], *x[place + 1 :]]) + "\n" for x in lines))


def test_a_link_of_a_new_record_is_told_on_the_other_side_once(package, tmp_path):
    older = make_agreement("Older")
    before = export(tmp_path / "before")
    newer = make_agreement("Newer", published=False)
    add_link(newer, "builds_on", older)
    publish(newer, by=None, note="First publication")
    after = export(tmp_path / "after")
    empty_register()
    read_in(before)
    read_in(after)
    assert Change.objects.filter(kind="linked").count() == 1
    assert content_of(export(tmp_path / "copy")) == content_of(after)


def test_a_source_is_mended_by_a_package(package):
    put(package, "sources", "publisher", "Ministry")
    assert read_in(package).startswith("0 created, 1 updated")
    assert Source.objects.get().publisher == "Ministry"


def test_a_source_that_an_editor_changed_here_stays(package):
    source = Source.objects.get()
    LogEntry.objects.log_actions(make_user().pk, [source], CHANGE, single_object=True)
    put(package, "sources", "publisher", "Ministry")
    assert read_in(package).startswith("0 created, 0 updated")


def test_what_was_taken_back_here_stays_so(package):
    organisation = Organisation.objects.get()
    unpublish(organisation, by=None, reason="Not an organisation.")
    assert read_in(package).startswith("0 created, 0 updated")
    organisation.refresh_from_db()
    assert not organisation.is_published


def test_what_was_taken_back_elsewhere_is_a_conflict(package, tmp_path):
    unpublish(Organisation.objects.get(), by=None, reason="Not an organisation.")
    theirs = export(tmp_path / "theirs")
    empty_register()
    read_in(package)
    assert "ORG-0001 was taken back there" in refusal_of(theirs)
    assert Organisation.objects.get().is_published


def test_a_citation_may_move_to_another_fact(package, tmp_path):
    organisation = Organisation.objects.get()
    first, second = organisation.citations.get(), cite(organisation, fact="country")
    publish(organisation, by=None, note="A second source.")
    before = export(tmp_path / "before")
    first.delete()
    type(second).objects.filter(pk=second.pk).update(fact="name", source=first.source)
    publish(organisation, by=None, note="One source says both.")
    after = export(tmp_path / "after")
    empty_register()
    read_in(before)
    assert read_in(after).startswith("0 created, 1 updated")
    assert Citation.objects.get().fact == "name"
