"""Many records at once: each is published, or refused with a sentence, as one alone would be."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agreement, Document, Identifier, Milestone
from organisations.models import Membership, Organisation
from publishing.actions import publish
from publishing.batches import add, change
from publishing.drafts import open_version
from publishing.hooks import on_public_change
from publishing.models import Change, FileUse, IdentifierCounter, Page, Step, Version
from publishing.rights import Refused
from publishing.snapshots import digest, take, take_many
from tests.factories import (
    add_event,
    add_link,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
    make_user,
)
from tests.publishing.batches.contents import agreement, copy_of, key, organisation, organisations

pytestmark = pytest.mark.django_db


def rich_agreement():
    """Every field and every sort of row filled."""
    laboratory = make_organisation()
    record = make_agreement(
        "The pact",
        parties=[laboratory],
        themes=[make_theme(), make_theme()],
        legal_character="binding",
        body="<p>They <strong>agreed</strong>.</p>",
        place="Naka",
        place_country="JP",
        duration_stated="5 years",
        amount="10.50",
        currency="GBP",
        amount_qualifier="about",
        not_known="When it ends.",
    )
    add_signatory(record, record.parties.get(), name="A. Person", office="Minister")
    add_link(record, "related_to", make_agreement())
    milestone = Milestone.objects.create(
        agreement=record, kind="other", text="A talk", date="2025-06", date_note="in June"
    )
    milestone.organisations.set([laboratory])
    Document.objects.create(
        agreement=record, title="Text", url="https://pact.example/", language="en"
    )
    Identifier.objects.create(agreement=record, scheme="other", value="12")
    add_event(record, "in_effect", "2026")
    cite(record, fact=f"parties/{record.parties.get().pk}/organisation", value="a", place="p. 2")
    return record


def rich_organisation():
    parent, body = make_organisation(), make_organisation()
    record = make_organisation(
        "The laboratory", published=False, acronym="LAB", native_name="研究所",
        native_name_language="ja", parent=parent, successor=body, website="https://lab.example/",
        summary="It works.", body="<p>Text.</p>", logo="logos/lab.png", logo_credit="Its own.",
    )  # fmt: skip
    record.names.create(name="Old name", kind="former", held_from="1990", held_until="1999-12")
    record.sites.create(name="Site", country="GB", latitude="51.65", longitude="-1.23")
    record.identifiers.create(scheme="other", value="77")
    Membership.objects.create(organisation=record, body=body, since="2020", note="Founder")
    record.themes.set([make_theme()])
    return record


def rich_article():
    return make_article(
        agreements=[make_agreement()], publisher_organisation=make_organisation(), date="2025",
        lead_image="news/one.png", lead_image_alt="A coil", lead_image_credit="Ours",
    )  # fmt: skip


@pytest.mark.parametrize("make", [rich_agreement, rich_organisation, rich_article, make_theme])
def test_what_is_stored_is_what_the_rows_say(make):
    record = make()
    unique = {"slug": "", record.title_field: "Another title"}
    new, content = copy_of(record, **unique)
    written = add(type(record), {new: content}, by=None)
    assert written.refused == {}
    taken = take(type(record).objects.get(pk=new))
    stored = Version.objects.get(object_id=new)
    assert stored.snapshot == taken
    assert stored.digest == digest(taken) == digest(stored.snapshot)
    assert taken == content | {
        "fields": content["fields"] | {"slug": "another-title".replace("-", record.slug_joint)}
    }


def test_a_page_is_added_at_its_address():
    written = add(
        Page,
        {key("about"): {"fields": {"slug": "about", "title": "A", "body": "<p>B</p>"}}},
        by=None,
    )
    assert written.versions[key("about")].snapshot == take(Page.objects.get())


def test_values_are_stored_as_the_database_gives_them_back():
    source = make_source()
    new, content = organisation(1, source, body="<p>Good</p><script>bad()</script>")
    add(Organisation, {new: content}, by=None)
    record = Organisation.objects.get()
    stored = Version.objects.of(record).get()
    assert stored.snapshot["fields"]["body"] == "<p>Good</p>"
    [site] = stored.snapshot["children"]["sites"].values()
    assert (site["latitude"], site["longitude"]) == ("48.50000", "11.70000")
    assert stored.snapshot == take(record)


def test_many_snapshots_are_each_as_one_alone():
    records = [rich_organisation(), make_organisation()]
    taken = take_many(Organisation, [record.pk for record in records] + [key("nowhere")])
    assert {k: taken[k] for k in (r.pk for r in records)} == {r.pk: take(r) for r in records}
    assert key("nowhere") not in taken


def test_a_record_that_is_gone_has_no_snapshot():
    with pytest.raises(Organisation.DoesNotExist):
        take(Organisation(pk=key("nowhere")))


def test_new_records_are_public_with_number_version_change_and_step():
    user, at = make_user("Publishers"), timezone.now() - timedelta(hours=1)
    contents = organisations([3, 1, 2], make_source())
    written = add(Organisation, contents, by=user, at=at, note="From ROR", road=Step.Road.IMPORT)
    assert list(written.versions) == list(contents)
    records = [Organisation.objects.get(pk=k) for k in contents]
    assert [r.identifier for r in records] == ["ORG-0001", "ORG-0002", "ORG-0003"]
    assert {r.published_at for r in records} == {at}
    assert str(IdentifierCounter.objects.get(prefix="ORG")) == "ORG-0003"
    version = Version.objects.of(records[0]).get()
    assert (version.state, version.number, version.published_by) == ("live", 1, user)
    told = Change.objects.of(records[0]).get()
    assert (told.kind, told.note, told.version, told.by) == ("published", "From ROR", version, user)
    step = Step.objects.of(records[0]).get()
    assert (step.verb, step.road, step.remark, step.at) == ("published", "import", "From ROR", at)


def test_a_batch_publishes_as_one_alone_does():
    source = make_source()
    [(new, content)] = organisations([1], source).items()
    add(Organisation, {new: content}, by=None, note="First publication")
    batch = Organisation.objects.get(pk=new)
    alone = make_organisation("Institute 1", kind="university", country="DE")
    own = {"id", "object_id", "version", "snapshot", "digest", "at", "since"}
    moments = {"created_at", "published_at"}
    for model in (Version, Change, Step):
        rows = [model.objects.of(record).get() for record in (batch, alone)]
        fields = {f.name for f in model._meta.concrete_fields} - own - moments
        assert [getattr(rows[0], f) for f in fields] == [getattr(rows[1], f) for f in fields]
    assert publish(batch, by=None, note="Again").number == 1


def test_the_search_keys_and_days_of_new_rows_are_there():
    source, party = make_source(), make_organisation()
    new, content = agreement(1, source, [party.pk])
    content["children"]["events"] = {str(key("event")): {"code": "signed", "date": "2025-06"}}
    add(Agreement, {new: content}, by=None)
    record = Agreement.objects.get(pk=new)
    assert record.title_key == "pact 1"
    assert str(record.events.get().latest) == "2025-06-30"


def test_drafts_stay_unseen(client):
    author = make_user("Authors")
    contents = organisations([1], make_source())
    written = add(Organisation, contents, by=author, public=False, note="To look at")
    record = Organisation.objects.get()
    assert not Organisation.objects.published().exists()
    assert client.get(record.get_absolute_url()).status_code == 404
    assert record.identifier is None
    draft = open_version(record)
    assert written.versions == {record.pk: draft}
    assert (draft.state, draft.number, draft.note) == ("draft", None, "To look at")
    assert list(draft.writers.all()) == [author]
    assert [step.verb for step in Step.objects.of(record)] == ["saved"]
    assert not Change.objects.exists()
    assert publish(record, by=None).number == 1


def test_a_draft_may_have_gaps_and_no_fault():
    contents = organisations([1, 2], make_source(), kind="")
    contents[key(2)]["fields"]["website"] = "javascript:alert(1)"
    written = add(Organisation, contents, by=None, public=False)
    assert list(written.versions) == [key(1)]
    [sentence] = written.refused[key(2)]
    assert sentence.startswith("Website: Give an address")


@pytest.mark.parametrize("public", [True, False])
def test_who_may_not_add_or_publish_writes_nothing(public):
    contents = organisations([1], make_source())
    with pytest.raises(PermissionDenied):
        add(Organisation, contents, by=make_user(), public=public)
    assert not Organisation.objects.exists()


def test_authors_add_drafts_and_do_not_publish():
    contents = organisations([1], make_source())
    author = make_user("Authors")
    with pytest.raises(PermissionDenied):
        add(Organisation, contents, by=author)
    with pytest.raises(PermissionDenied):
        change(Organisation, contents, by=author)
    assert add(Organisation, contents, by=author, public=False).versions


def test_two_of_a_batch_may_name_each_other():
    contents = organisations([1, 2], make_source())
    contents[key(1)]["fields"]["parent"] = str(key(2))
    contents[key(2)]["fields"]["successor"] = str(key(1))
    assert add(Organisation, contents, by=None).refused == {}
    assert Organisation.objects.get(pk=key(1)).parent.successor_id == key(1)


def test_a_circle_of_a_batch_is_refused():
    contents = organisations([1, 2], make_source())
    contents[key(1)]["fields"]["parent"] = str(key(2))
    contents[key(2)]["fields"]["parent"] = str(key(1))
    refused = add(Organisation, contents, by=None).refused
    assert set(refused) == set(contents)
    assert "Part of: This leads back to the organisation itself." in refused[key(1)]


def test_links_of_a_batch_that_lead_back_are_refused():
    source, party = make_source(), make_organisation().pk
    old = make_agreement("Old pact")
    first, second, third = (key("pact", number) for number in (1, 2, 3))
    contents = dict(
        [
            agreement(1, source, [party], [("supersedes", second)]),
            agreement(2, source, [party], [("supersedes", first)]),
            agreement(3, source, [party], [("builds_on", old.pk)]),
        ]
    )
    written = add(Agreement, contents, by=None)
    assert set(written.versions) == {third}
    assert any("leads back" in sentence for sentence in written.refused[first])
    told = Change.objects.of(old).filter(kind="linked").get()
    assert "Pact 3" in told.note


def test_who_names_a_refused_one_is_refused_with_it():
    contents = organisations([1, 2, 3], make_source())
    contents[key(1)]["fields"]["kind"] = ""
    contents[key(2)]["fields"]["parent"] = str(key(1))
    contents[key(3)]["fields"]["parent"] = str(key(2))
    written = add(Organisation, contents, by=None)
    assert written.versions == {}
    assert written.refused == {
        key(1): ["Choose what kind of organisation it is."],
        key(2): ["It names “Institute 1”, which is refused too."],
        key(3): ["It names “Institute 2”, which is refused too."],
    }


def test_gaps_are_refused_with_the_sentences_of_the_form_and_the_rest_is_written():
    source, party = make_source(), make_organisation().pk
    good, content = agreement(1, source, [party])
    bad, bare = agreement(2, source, [])
    bare["fields"] |= {"kind": "", "summary": ""}
    written = add(Agreement, {bad: bare, good: content}, by=None)
    alone = make_agreement(published=False, parties=[], kind="", summary="")
    with pytest.raises(Refused) as refusal:
        publish(alone, by=None)
    assert written.refused == {bad: refusal.value.messages}
    assert set(written.versions) == {good}
    assert Agreement.objects.get(pk=good).identifier == "AG-0001"


def test_hidden_and_missing_and_merged_records_are_not_named():
    source, hidden = make_source(), make_organisation("Hidden", published=False)
    contents = organisations([1, 2, 3], source)
    contents[key(1)]["fields"]["parent"] = str(hidden.pk)
    contents[key(2)]["fields"]["parent"] = str(key("nowhere"))
    contents[key(3)]["fields"]["parent"] = "no key"
    refused = add(Organisation, contents, by=None).refused
    assert refused[key(1)] == ["It names “Hidden”, which is not public. Publish that first."]
    assert refused[key(2)] == refused[key(3)] == ["Part of: What it names is not in the register."]


def test_what_was_merged_is_named_as_what_took_its_place():
    kept = make_organisation("Kept")
    merged = make_organisation("Merged", published=False, merged_into=kept)
    contents = organisations([1], make_source(), parent=str(merged.pk))
    assert add(Organisation, contents, by=None).refused == {}
    assert Organisation.objects.get(pk=key(1)).parent == kept


@pytest.mark.parametrize(
    ("sort", "values", "sentence"),
    [
        ("identifiers", {"scheme": "ror", "value": "0361bwx65"},
         "Identifier, identifier: The check digit is wrong: a figure is mistyped."),
        ("identifiers", {"scheme": "nowhere", "value": "1"},
         "Identifier, register: Value 'nowhere' is not a valid choice."),
        ("names", {"name": "A", "held_from": "2025-13"}, "Further name, held from: "),
        ("names", {"name": "A", "colour": "red"}, "The register has no field “colour”."),
        ("names", {"name": "A\0"}, "Further name, name: It holds a character that cannot be kept."),
        ("names", {"name": "A\ud800"}, "Further name, name: It holds half a character."),
        ("names", {"name": None}, "Further name, name: This field cannot be null."),
        ("sites", {"latitude": "much", "place": "A"}, "Site, latitude: “much” value must be"),
        ("sites", {"latitude": "51.5", "place": "A"}, "Site: Give both latitude"),
        ("sites", {}, "Site: Name the site or its place."),
        ("citations", {}, "Citation, source: This field cannot be null."),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_place(sort, values, sentence):
    contents = organisations([1, 2, 3], make_source())
    contents[key(2)]["children"][sort][str(key("bad"))] = values
    written = add(Organisation, contents, by=None)
    assert set(written.versions) == {key(1), key(3)}
    assert any(said.startswith(sentence) for said in written.refused[key(2)])
    assert not Organisation.objects.filter(pk=key(2)).exists()


def test_a_row_needs_a_key():
    contents = organisations([1], make_source())
    contents[key(1)]["children"]["names"]["first"] = {"name": "A"}
    assert add(Organisation, contents, by=None).refused[key(1)] == [
        "Further name: “first” is no key."
    ]


def test_unique_identifiers_go_to_the_first_and_the_others_are_told():
    make_organisation().identifiers.create(scheme="wikidata", value="Q2")
    contents = organisations([1, 2, 3, 4], make_source())
    for row in contents[key(4)]["children"]["identifiers"].values():
        row["value"] = "Q3"
    contents[key(1)]["fields"]["parent"] = str(key(4))
    written = add(Organisation, contents, by=None)
    assert set(written.versions) == {key(3)}
    assert (
        written.refused[key(2)]
        == written.refused[key(4)]
        == ["Identifier: Another organisation has this identifier."]
    )
    assert written.refused[key(1)] == ["It names “Institute 4”, which is refused too."]
    assert Organisation.objects.get(pk=key(3)).identifier == "ORG-0002"


def test_two_rows_alike_are_refused():
    contents = organisations([1], make_source())
    [row] = contents[key(1)]["children"]["names"].values()
    contents[key(1)]["children"]["names"][str(key("again"))] = dict(row)
    [sentence] = add(Organisation, contents, by=None).refused[key(1)]
    assert sentence.startswith("Further name: ")


def test_what_is_there_already_is_not_added_again():
    record = make_organisation()
    contents = {record.pk: take(record)} | organisations([1], make_source(), parent=str(record.pk))
    written = add(Organisation, contents, by=None)
    assert written.refused == {record.pk: ["It is in the register already."]}
    assert set(written.versions) == {key(1)}


def test_addresses_are_numbered_and_old_ones_never_given_away():
    make_organisation("Taken", slug="laboratory")
    moved = make_organisation(slug="laboratory-2")
    moved.slug = "moved"
    moved.save()
    publish(moved, by=None, note="Moved.")
    contents = organisations(range(1, 31), make_source(), name="Laboratory")
    contents[key(1)]["fields"]["slug"] = "laboratory-4"
    contents[key(2)]["fields"]["slug"] = "laboratory-2"
    written = add(Organisation, contents, by=None)
    assert written.refused == {
        key(2): ["Address: Another record had this address. Old addresses are never given away."]
    }
    slugs = [written.versions[key(n)].snapshot["fields"]["slug"] for n in (3, 4, 5, 30)]
    assert slugs == ["laboratory-3", "laboratory-5", "laboratory-6", "laboratory-31"]
    assert Organisation.objects.get(pk=key(30)).slug == "laboratory-31"


def test_listeners_hear_once_of_each_record(django_capture_on_commit_callbacks):
    heard = []
    on_public_change(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        add(Organisation, organisations([1, 2], make_source()), by=None)
        assert heard == []
    assert sorted(told.object_id for told in heard) == sorted([key(1), key(2)])


def test_files_that_new_versions_name_are_noted():
    new, content = copy_of(rich_organisation(), name="Another")
    content["fields"]["slug"] = ""
    add(Organisation, {new: content}, by=None)
    assert [use.place for use in FileUse.objects.filter(version__object_id=new)] == ["logo"]


def test_fifty_cost_as_many_queries_as_five():
    source, theme, parent = make_source(), make_theme(), make_organisation()
    fields = {"themes": [str(theme.pk)], "parent": str(parent.pk)}
    few = organisations(range(1, 6), source, **fields)
    many = organisations(range(6, 56), source, **fields)
    add(Organisation, organisations([99], source, **fields), by=None)
    counts = []
    for contents in (few, many):
        with CaptureQueriesContext(connection) as queries:
            assert add(Organisation, contents, by=None).refused == {}
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 40
