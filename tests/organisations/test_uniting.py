"""Two records of one organisation put together, and parted again."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from agreements.models import Party, Signatory
from agreements.models.children import Milestone
from organisations.models import Identifier, Membership, Merge, Name, Site
from organisations.uniting import merge, undo_merge
from publishing import review, snapshots
from publishing.actions import publish, publish_version, unpublish, withdraw
from publishing.drafts import open_version, restore, save_draft
from publishing.models import Change, Citation, Step, Version
from publishing.rights import Refused
from publishing.schedule import publish_due
from publishing.snapshots import take
from tests.factories import (
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
    make_user,
)
from tests.fusionsite.packages import content_of, export
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
WHY = "Both records are of one ministry."
HISTORY = ("versions.csv", "changes.csv")


@pytest.fixture
def ministry():
    return make_organisation("Ministry of Education", acronym="MEXT", country="JP")


@pytest.fixture
def double():
    """The record that goes, with something of everything."""
    organisation = make_organisation(
        "MEXT Japan", native_name="文部科学省", native_name_language="ja", country="JP",
        website="https://www.mext.go.jp",
    )  # fmt: skip
    Name.objects.create(organisation=organisation, kind="former", name="Science Agency")
    Name.objects.create(organisation=organisation, kind="acronym", name="mext")
    Site.objects.create(organisation=organisation, place="Tokyo", country="JP")
    Identifier.objects.create(organisation=organisation, scheme="wikidata", value="Q1062692")
    organisation.themes.add(make_theme())
    council = make_organisation("Fusion Council")
    Membership.objects.create(organisation=organisation, body=council, since="2020")
    publish(organisation, by=None, note="More is known.")
    organisation.refresh_from_db()
    return organisation


def why(callable_, *args, **options):
    with pytest.raises(Refused) as refusal:
        callable_(*args, **options)
    return " ".join(refusal.value.messages)


def why_not(gone, into, by=None):
    return why(merge, gone, into, by=by, note=WHY)


def changes_of(record):
    return list(Change.objects.of(record).newest_first().values_list("kind", "note"))


def numbers_of(record):
    return sorted(Version.objects.of(record).public().values_list("number", flat=True))


@pytest.mark.drill
def test_a_merge_of_fifty_parties_is_undone_without_a_trace_in_the_export(
    ministry, double, tmp_path
):
    lab = make_organisation("Laboratory")
    for _number in range(50):
        make_agreement(parties=[double, lab])
    make_article(publisher_organisation=double)
    before = content_of(export(tmp_path / "before"))
    undo = merge(double, ministry, by=None, note=WHY)
    merged = content_of(export(tmp_path / "merged"))
    assert merged["parties.csv"] != before["parties.csv"]
    assert undo_merge(undo, by=None).left == []
    after = content_of(export(tmp_path / "after"))
    assert set(after) == set(before)
    assert {name for name in before if after[name] != before[name]} == set(HISTORY)
    # One agreement: as published, merged, parted.
    assert numbers_of(Party.objects.filter(organisation=double).first().agreement) == [1, 2, 3]
    assert numbers_of(double) == [1, 2]


def test_what_it_holds_comes_to_the_record_that_stays(ministry, double):
    merge(double, ministry, by=None, note=WHY)
    ministry.refresh_from_db()
    names = set(ministry.names.values_list("kind", "name"))
    assert names == {("alias", "MEXT Japan"), ("former", "Science Agency")}
    assert (ministry.native_name, ministry.native_name_language) == ("文部科学省", "ja")
    assert ministry.website == "https://www.mext.go.jp"
    assert [site.place for site in ministry.sites.all()] == ["Tokyo"]
    assert [i.value for i in ministry.identifiers.all()] == ["Q1062692"]
    assert [m.body.name for m in ministry.memberships.all()] == ["Fusion Council"]
    assert ministry.themes.count() == 1
    assert not double.identifiers.exists()
    assert double.names.count() == 2


def test_whatever_named_it_names_the_other(ministry, double):
    part = make_organisation("Agency", parent=double)
    member = make_organisation("Member")
    Membership.objects.create(organisation=member, body=double)
    agreement = make_agreement(parties=[double, part])
    milestone = Milestone.objects.create(agreement=agreement, kind="visit", text="A visit.")
    milestone.organisations.set([double, part])
    publish(agreement, by=None, note="A visit.")
    article = make_article(publisher_organisation=double)
    article.organisations.add(double, ministry)
    publish(article, by=None, note="Whom it concerns.")
    later = make_organisation("Old ministry", successor=double)
    merge(double, ministry, by=None, note=WHY)
    for record in (part, later, article):
        record.refresh_from_db()
    assert part.parent == later.successor == article.publisher_organisation == ministry
    assert member.memberships.get().body == ministry
    assert agreement.parties.filter(organisation=ministry).exists()
    assert set(milestone.organisations.all()) == {ministry, part}
    assert set(article.organisations.all()) == {ministry}
    for record in (part, member, agreement, article, later):
        assert changes_of(record)[0] == ("changed", WHY)
        live = Version.objects.of(record).get(state="live")
        assert live.digest == snapshots.digest(take(record))
    assert changes_of(ministry)[0] == ("changed", WHY)
    assert changes_of(double)[0] == ("merged", WHY)


def test_a_party_goes_on_printing_its_name_unless_told_otherwise(ministry, double):
    kept = make_agreement(parties=[double, make_organisation()])
    undo_merge(merge(double, ministry, by=None, note=WHY, keep_names=False), by=None)
    undo = merge(double, ministry, by=None, note=WHY)
    assert kept.parties.get(organisation=ministry).printed_name == "MEXT Japan"
    undo_merge(undo, by=None)
    assert kept.parties.get(organisation=double).name_at_signing == ""
    merge(double, ministry, by=None, note=WHY, keep_names=False)
    assert kept.parties.get(organisation=ministry).printed_name == "Ministry of Education"


def test_an_agreement_that_names_both_in_one_role_keeps_one_row(ministry, double):
    agreement = make_agreement(parties=[ministry, double])
    kept, gone = agreement.parties.order_by("position")
    Party.objects.filter(pk=gone.pk).update(note="For the government")
    signatory = add_signatory(agreement, gone, name="A minister")
    source = make_source()
    cite(agreement, source, fact=f"parties/{gone.pk}")
    cite(agreement, source, fact=f"parties/{kept.pk}")
    cite(agreement, fact=f"parties/{gone.pk}/role")
    publish(agreement, by=None, note="Who signed.")
    before = take(agreement)
    undo = merge(double, ministry, by=None, note=WHY)
    party = agreement.parties.get()
    assert (party.pk, party.note, party.name_at_signing) == (kept.pk, "For the government", "")
    assert Signatory.objects.get(pk=signatory.pk).party == kept
    facts = set(agreement.citations.values_list("fact", flat=True))
    assert facts == {"title", f"parties/{kept.pk}", f"parties/{kept.pk}/role"}
    assert undo_merge(undo, by=None).left == []
    assert take(agreement) == before


def test_party_says_no_more_than_another_role(ministry, double):
    agreement = make_agreement(parties=[ministry, double])
    add_party(agreement, double, role="funder", position=3)
    publish(agreement, by=None, note="Who pays.")
    before = take(agreement)
    undo = merge(double, ministry, by=None, note=WHY)
    assert [p.role for p in agreement.parties.filter(organisation=ministry)] == ["funder"]
    assert undo_merge(undo, by=None).left == []
    assert take(agreement) == before


def test_two_telling_roles_stay_two_rows(ministry, double):
    agreement = make_agreement(parties=[], published=False)
    add_party(agreement, ministry, role="lead")
    add_party(agreement, double, role="funder")
    merge(double, ministry, by=None, note=WHY)
    assert set(agreement.parties.values_list("role", flat=True)) == {"lead", "funder"}


def test_sources_go_on_supporting_what_they_said(ministry, double):
    source = make_source()
    former = double.names.get(kind="former")
    for fact in ("name", "country", "kind", f"names/{former.pk}/name", "slug"):
        cite(double, source, fact=fact)
    Site.objects.filter(organisation=double).update(country="")
    type(double).objects.filter(pk=double.pk).update(kind="university")
    publish(double, by=None, note="Sources.")
    merge(double, ministry, by=None, note=WHY)
    said = dict(ministry.citations.filter(source=source).values_list("fact", "value"))
    alias = ministry.names.get(name="MEXT Japan")
    copied = ministry.names.get(name="Science Agency")
    assert said == {
        f"names/{alias.pk}/name": "",
        f"names/{copied.pk}/name": "",
        "country": "",
        "kind": "University",
        "": "",
    }


def test_readers_are_led_to_the_record_that_stays(ministry, double, client):
    double.slug = "mext-of-japan"
    double.save()
    publish(double, by=None, note="A better address.")
    merge(double, ministry, by=None, note=WHY)
    for slug in ("mext-of-japan", "mext-japan"):
        for page in ("", "history/", "versions/1/"):
            response = client.get(f"/organisations/{slug}/{page}")
            assert (response.status_code, response["Location"]) == (
                302,
                ministry.get_absolute_url(),
            )
    assert client.get(f"/id/{double.identifier}")["Location"] == ministry.get_absolute_url()
    listed = client.get("/organisations/").content.decode()
    assert "mext-of-japan" not in listed
    last = make_organisation("Ministry of Science")
    merge(ministry, last, by=None, note=WHY)
    assert client.get("/organisations/mext-japan/")["Location"] == last.get_absolute_url()
    unpublish(last, by=None, reason="It was private.")
    assert client.get(client.get("/organisations/mext-japan/")["Location"]).status_code == 410


def test_an_old_version_prints_the_old_name_and_the_one_of_today(ministry, double, client):
    agreement = make_agreement("Pact", parties=[double, make_organisation()])
    merge(double, ministry, by=None, note=WHY, keep_names=False)
    old = client.get("/agreements/pact/versions/1/").content.decode()
    assert "MEXT Japan (today under “Ministry of Education”)" in old
    assert "MEXT Japan" not in client.get(agreement.get_absolute_url()).content.decode()


def test_the_editors_history_says_what_moved(ministry, double):
    agreement = make_agreement(parties=[double, make_organisation()])
    by = make_user("Publishers")
    merge(double, ministry, by=by, note=WHY)
    step = Step.objects.of(agreement).newest_first().first()
    assert (step.by, step.remark) == (by, WHY)
    assert any("Ministry of Education" in change["new"] for change in step.changes)
    assert Step.objects.of(double).newest_first().first().verb == "merged"


# Drafts


def test_a_draft_that_names_it_is_published_as_naming_the_other(ministry, double):
    agreement = make_agreement("Pact", parties=[double, make_organisation()])
    version = draft_of(agreement, title="The pact")
    merge(double, ministry, by=None, note=WHY)
    publish_version(version, by=None)
    agreement.refresh_from_db()
    assert agreement.title == "The pact"
    assert agreement.parties.filter(organisation=ministry).count() == 1


def test_a_draft_that_added_both_is_published_with_one(ministry, double):
    agreement = make_agreement(parties=[ministry, make_organisation()])
    snapshot = take(agreement)
    row = next(r for r in snapshot["children"]["parties"].values())
    row = {**row, "organisation": str(double.pk), "role": "party", "position": 9}
    snapshot["children"]["parties"]["0fe0ca41-dda8-4069-b856-fcb3683ff098"] = row
    version = save_draft(agreement, snapshot, by=None, note="Another party.")
    version = save_draft(
        agreement, {**snapshot, "fields": {**snapshot["fields"], "place": "Oxford"}}, by=None,
        note="And the place.",
    )  # fmt: skip
    merge(double, ministry, by=None, note=WHY)
    publish_version(version, by=None)
    assert agreement.parties.filter(organisation=ministry).count() == 1


def test_a_draft_of_either_can_still_be_published(ministry, double):
    version = draft_of(ministry, summary="Japan’s ministry.")
    merge(double, ministry, by=None, note=WHY)
    publish_version(version, by=None)
    ministry.refresh_from_db()
    assert (ministry.summary, ministry.names.count()) == ("Japan’s ministry.", 2)


def test_an_approved_draft_of_what_was_never_public_stays_approved(ministry, double):
    author, reviewer, publisher = (make_user(g) for g in ("Authors", "Publishers", "Publishers"))
    agreement = make_agreement(parties=[double, make_organisation()], published=False)
    version = save_draft(agreement, take(agreement), by=author)
    review.submit(version, by=author)
    review.approve(version, by=reviewer)
    undo = merge(double, ministry, by=publisher, note=WHY)
    version = open_version(agreement)
    assert (version.state, version.created_by) == ("approved", author)
    assert list(version.writers.all()) == [author]
    undo_merge(undo, by=publisher)
    publish_version(open_version(agreement), by=publisher)
    assert agreement.parties.filter(organisation=double).exists()


def test_a_scheduled_draft_keeps_its_moment(ministry, double):
    publisher = make_user("Publishers")
    agreement = make_agreement(parties=[double, make_organisation()], published=False)
    version = save_draft(agreement, take(agreement), by=make_user("Authors"))
    moment = timezone.now() + timezone.timedelta(days=1)
    review.schedule(version, by=publisher, moment=moment)
    merge(double, ministry, by=None, note=WHY)
    version = open_version(agreement)
    assert (version.state, version.publish_at, version.scheduled_by) == (
        "scheduled",
        moment,
        publisher,
    )
    publish_due(at=moment)
    agreement.refresh_from_db()
    assert agreement.is_public_at(moment)


def test_what_was_taken_back_names_the_other_too(ministry, double):
    agreement = make_agreement(parties=[double, make_organisation()])
    unpublish(agreement, by=None, reason="It was private.")
    undo = merge(double, ministry, by=None, note=WHY)
    assert agreement.parties.filter(organisation=ministry).exists()
    undo_merge(undo, by=None)
    publish(agreement, by=None, note="It was not.")
    assert agreement.parties.filter(organisation=double).exists()


def test_a_version_from_before_is_restored_as_naming_the_other(ministry, double):
    agreement = make_agreement(parties=[double, make_organisation()])
    first = Version.objects.of(agreement).get()
    merge(double, ministry, by=None, note=WHY)
    version = restore(first, by=make_user("Authors"))
    named = {row["organisation"] for row in version.snapshot["children"]["parties"].values()}
    assert str(ministry.pk) in named
    assert str(double.pk) not in named


def test_a_change_that_came_by_another_road_has_its_own_version(ministry, double):
    agreement = make_agreement(parties=[double, make_organisation()])
    type(agreement).objects.filter(pk=agreement.pk).update(place="Oxford")
    merge(double, ministry, by=None, note=WHY)
    notes = [note for _kind, note in changes_of(agreement)]
    assert notes[:2] == [WHY, "Recorded after a change outside the register’s pages"]
    assert numbers_of(agreement) == [1, 2, 3]


# What is refused


def test_an_organisation_is_not_merged_with_itself(ministry):
    assert "not merged with itself" in why_not(ministry, ministry)


@pytest.mark.parametrize("name", ["parent", "successor"])
@pytest.mark.parametrize("low_goes", [True, False])
def test_what_the_register_calls_two_stays_two(ministry, name, low_goes):
    middle = make_organisation("Middle", **{name: ministry})
    low = make_organisation("Low", **{name: middle})
    pair = (low, ministry) if low_goes else (ministry, low)
    assert "Take that out first" in why_not(*pair)


def test_a_member_is_not_its_body(ministry, double):
    Membership.objects.create(organisation=double, body=ministry)
    assert "is a member of" in why_not(ministry, double)


def test_one_that_was_merged_is_not_merged_again(ministry, double):
    merge(double, ministry, by=None, note=WHY)
    double.refresh_from_db()
    other = make_organisation()
    assert why_not(double, other) == "“MEXT Japan” was merged into “Ministry of Education” already."
    assert "was merged into" in why_not(other, double)


def test_what_is_withdrawn_or_was_taken_back_is_not_merged(ministry, double):
    withdraw(double, by=None, reason="It was wrong.")
    unpublish(ministry, by=None, reason="It was private.")
    for organisation in (ministry, double):
        organisation.refresh_from_db()
    other = make_organisation()
    assert "withdrawn" in why_not(double, other)
    assert "withdrawn" in why_not(other, double)
    assert "taken back" in why_not(ministry, other)
    assert "taken back" in why_not(other, ministry)


def test_what_readers_know_does_not_go_into_what_they_do_not(double):
    assert "the other way round" in why_not(double, make_organisation(published=False))


def test_a_draft_of_one_that_names_the_other_is_changed_first(ministry, double):
    draft_of(ministry, parent=str(double.pk))
    assert "Change it there first" in why_not(double, ministry)


def test_readers_are_told_something(ministry, double):
    assert "Say why" in why(merge, double, ministry, by=None, note="  ")


def test_what_is_not_as_it_was_seen_is_looked_at_again(ministry, double):
    assert "Look at what will move again" in why(
        merge, double, ministry, by=None, note=WHY, seen="0" * 64
    )


def test_what_very_many_records_name_is_not_moved_at_once(ministry, double, monkeypatch):
    monkeypatch.setattr("organisations.merge_plan.MOST_RECORDS", 1)
    for _number in range(2):
        make_agreement(parties=[double, make_organisation()])
    assert "Move some of them by hand first" in why_not(double, ministry)


def test_a_record_that_could_not_be_published_is_named(ministry, double):
    agreement = make_agreement("Pact", parties=[double, make_organisation()])
    type(agreement).objects.filter(pk=agreement.pk).update(summary="")
    assert why_not(double, ministry) == "Pact: Write a summary of one sentence."
    double.refresh_from_db()
    assert (double.is_published, double.merged_into) == (True, None)


# Rights


def test_authors_neither_merge_nor_undo(ministry, double):
    author = make_user("Authors")
    with pytest.raises(PermissionDenied):
        merge(double, ministry, by=author, note=WHY)
    undo = merge(double, ministry, by=None, note=WHY)
    with pytest.raises(PermissionDenied):
        undo_merge(undo, by=author)


def test_the_right_to_publish_what_is_touched_is_needed_too(ministry, double):
    editor = make_user()
    editor.user_permissions.set(permissions("publish_organisation"))
    make_agreement(parties=[double, make_organisation()])
    with pytest.raises(PermissionDenied):
        merge(double, ministry, by=editor, note=WHY)
    editor = type(editor).objects.get(pk=editor.pk)
    editor.user_permissions.set(permissions("publish_organisation", "publish_agreement"))
    assert merge(double, ministry, by=editor, note=WHY).by == editor


def permissions(*names):
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename__in=names)


def test_who_wrote_what_nobody_reviewed_does_not_merge_it(ministry, settings):
    publisher = make_user("Publishers")
    new = make_organisation("Brand new", published=False)
    save_draft(new, take(new), by=publisher)
    assert "Somebody else merges it" in why_not(new, ministry, by=publisher)
    settings.OWN_WORK = True
    assert merge(new, ministry, by=publisher, note=WHY).was_public is False


def test_rows_alone_move_where_nothing_was_public():
    gone, into = (make_organisation(n, published=False) for n in ("Twin", "Other"))
    agreement = make_agreement(parties=[gone], published=False)
    undo = merge(gone, into, by=make_user("Publishers"), note=WHY)
    gone.refresh_from_db()
    assert (gone.merged_into, gone.editorial_state) == (into, "merged")
    assert agreement.parties.get().organisation == into
    assert not Change.objects.of(into).exists()
    undo_merge(undo, by=make_user("Publishers"))
    gone.refresh_from_db()
    assert (gone.merged_into, gone.was_public) == (None, False)
    assert agreement.parties.get().organisation == gone


# Undoing


def test_a_row_that_was_changed_since_stays_and_is_named(ministry, double):
    agreement = make_agreement("Pact", parties=[double, make_organisation()])
    other = make_agreement("Other pact", parties=[double, make_organisation()])
    undo = merge(double, ministry, by=None, note=WHY)
    party = agreement.parties.get(organisation=ministry)
    Party.objects.filter(pk=party.pk).update(organisation=make_organisation("A third"))
    publish(agreement, by=None, note="It was a third one.")
    ministry.names.get(name="Science Agency").delete()
    publish(ministry, by=None, note="A wrong name.")
    undo = undo_merge(undo, by=None)
    assert len(undo.left) == 2
    assert "Party “MEXT Japan” of “Pact” was changed since." in undo.left
    assert any("is no longer there" in sentence for sentence in undo.left)
    assert other.parties.filter(organisation=double).exists()
    assert agreement.parties.filter(organisation__name="A third").exists()
    assert numbers_of(agreement) == [1, 2, 3]
    double.refresh_from_db()
    assert double.is_published


def test_rows_that_were_only_moved_in_order_are_restored(ministry, double):
    undo = merge(double, ministry, by=None, note=WHY)
    ministry.names.update(position=7)
    ministry.citations.update(position=7)
    publish(ministry, by=None, note="Another order.")
    assert undo_merge(undo, by=None).left == []


def test_a_merge_is_undone_once(ministry, double):
    undo = merge(double, ministry, by=None, note=WHY)
    undo_merge(undo, by=None)
    assert why(undo_merge, undo, by=None) == "This merge was undone already."
    assert merge(double, ministry, by=None, note=WHY) != undo


def test_merges_on_top_of_one_another_are_undone_from_the_top(ministry, double):
    lower = merge(double, ministry, by=None, note=WHY)
    last = make_organisation("Ministry of Science")
    upper = merge(ministry, last, by=None, note=WHY)
    assert "Undo that one first" in why(undo_merge, lower, by=None)
    undo_merge(upper, by=None)
    undo_merge(lower, by=None)
    assert Merge.objects.standing().count() == 0


def test_a_merged_record_is_not_published_again(ministry, double):
    version = draft_of(double, summary="A ministry.")
    merge(double, ministry, by=None, note=WHY)
    assert "Undo the merge first" in why(publish_version, version, by=None)
    assert "Undo the merge first" in why(publish, double, by=None)


def test_a_draft_begun_while_they_were_one_is_published_after_the_undo(ministry, double):
    agreement = make_agreement("Pact", parties=[double, make_organisation()])
    undo = merge(double, ministry, by=None, note=WHY)
    version = draft_of(agreement, title="The pact")
    undo_merge(undo, by=None)
    publish_version(version, by=None)
    assert agreement.parties.filter(organisation=double).exists()


def test_the_time_is_the_one_given(ministry, double):
    at = timezone.now() + timezone.timedelta(minutes=1)
    undo = merge(double, ministry, by=None, note=WHY, at=at)
    assert (undo.at, Change.objects.of(double).newest_first().first().at) == (at, at)
    assert Citation.objects.filter(object_id=ministry.pk).count() == 2
