"""What differs between two versions, in the words an editor knows."""

from copy import deepcopy

import pytest

from publishing.comparing import MOST_WORDS, Piece, compare, same_fields
from publishing.snapshots import take
from tests.admin_forms import address
from tests.factories import (
    add_party,
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
    make_user,
)
from tests.publishing.drafting import content_with, draft_of

pytestmark = pytest.mark.django_db


def only_difference(record, **fields):
    [difference] = compare(type(record), take(record), content_with(record, **fields))
    return difference


def only_row_difference(agreement, before):
    [difference] = compare(type(agreement), before, take(agreement))
    return difference


def test_the_words_that_differ_are_marked():
    found = only_difference(make_page(title="They agreed to meet"), title="They agreed to work")
    assert found.label == "Title"
    assert found.old == [Piece("They agreed to "), Piece("meet", changed=True)]
    assert found.new == [Piece("They agreed to "), Piece("work", changed=True)]


def test_what_is_equal_makes_no_difference():
    page = make_page()
    assert compare(type(page), take(page), take(page)) == []


def test_rich_text_is_compared_by_its_words():
    page = make_page(body="<p>About the register.</p><p>It is new.</p>")
    found = only_difference(page, body="<p>About the register.</p><p>It is old &amp; new.</p>")
    assert [piece.text for piece in found.new if piece.changed] == ["old & "]


def test_a_change_of_layout_alone_is_called_one():
    page = make_page(body="<p>About the register.</p>")
    found = only_difference(page, body="<p>About the <strong>register.</strong></p>")
    assert found.note == "Only the layout differs."
    assert found.old == found.new == [Piece("About the register.")]


def test_fields_that_belong_together_are_one_difference():
    agreement = make_agreement(place="Paris", place_country="FR")
    found = only_difference(agreement, place="Kyoto", place_country="JP")
    assert found.in_words() == {
        "what": "Place of signing",
        "old": "Place of signing: Paris, Country of signing: France",
        "new": "Place of signing: Kyoto, Country of signing: Japan",
    }


def test_how_exact_an_amount_is_is_no_layout():
    agreement = make_agreement(amount="10", currency="GBP", amount_qualifier="about")
    found = only_difference(agreement, amount_qualifier="exact")
    assert found.note == ""
    assert found.in_words()["old"] != found.in_words()["new"]


def test_the_language_of_a_name_is_no_layout():
    organisation = make_organisation(native_name="核融合", native_name_language="ja")
    assert only_difference(organisation, native_name_language="zh").note == ""


def test_a_choice_is_told_by_its_label():
    found = only_difference(make_agreement(kind="treaty"), kind="contract")
    assert found.in_words() == {"what": "Kind", "old": "Treaty", "new": "Contract"}


def test_targets_are_told_by_their_names():
    old, new = make_theme(name="Fuel cycle"), make_theme(name="Materials")
    found = only_difference(make_agreement(themes=[old]), themes=[str(old.pk), str(new.pk)])
    assert found.in_words()["old"] == "Fuel cycle"
    assert set(found.in_words()["new"].split(", ")) == {"Fuel cycle", "Materials"}


def test_a_target_that_is_gone_is_told_by_its_key():
    theme = make_theme(published=False)
    article, key = make_article(published=False), str(theme.pk)
    new = content_with(article, themes=[key])
    theme.delete()
    [found] = compare(type(article), take(article), new)
    assert found.in_words()["new"] == key


def test_an_added_row_is_told_with_what_it_says():
    agreement = make_agreement()
    before = take(agreement)
    add_party(agreement, make_organisation("Kyoto Fusioneering"), position=3, note="It pays.")
    found = only_row_difference(agreement, before)
    assert found.sort == "added"
    assert found.in_words() == {
        "what": "Party: Kyoto Fusioneering (added)",
        "old": "",
        "new": "Organisation: Kyoto Fusioneering; Role: Party; Note: It pays.",
    }


def test_a_removed_row_is_told_with_what_it_said():
    agreement = make_agreement()
    add_signatory(agreement, name="A. Person", office="Minister")
    before = take(agreement)
    agreement.signatories.all().delete()
    assert only_row_difference(agreement, before).in_words() == {
        "what": "Signatory: A. Person (removed)",
        "old": "Name: A. Person; Office then held: Minister",
        "new": "",
    }


def test_of_a_changed_row_only_what_differs_is_told():
    agreement = make_agreement()
    signatory = add_signatory(agreement, name="A. Person", office="Minister")
    before = take(agreement)
    signatory.office = "First Minister"
    signatory.save()
    found = only_row_difference(agreement, before)
    assert found.sort == "changed"
    assert found.old_lines == [("Office then held", [Piece("Minister")])]
    assert found.new_lines == [
        ("Office then held", [Piece("First ", changed=True), Piece("Minister")])
    ]


def test_a_row_that_only_changed_places_was_moved():
    agreement = make_agreement(parties=[make_organisation("Laboratory")])
    before = take(agreement)
    agreement.parties.update(position=4)
    assert only_row_difference(agreement, before).in_words() == {
        "what": "Party: Laboratory (moved)",
        "old": "place 1",
        "new": "place 4",
    }


def test_a_date_of_a_row_is_told_as_readers_see_it():
    agreement = make_agreement(signed="2025-06-19")
    before = take(agreement)
    agreement.events.update(date="2025-06", date_qualifier="by")
    words = only_row_difference(agreement, before).in_words()
    assert words["old"].startswith("Date: 19 June 2025")
    assert words["new"].startswith("Date: by June 2025")


@pytest.mark.parametrize(("number", "pieces"), [(MOST_WORDS // 4 - 1, 2), (MOST_WORDS, 1)])
def test_long_texts_are_not_compared_word_by_word(number, pieces):
    text = "<p>" + "word " * number
    found = only_difference(make_page(body=f"{text}then</p>"), body=f"{text}now</p>")
    assert (len(found.old), len(found.new)) == (pieces, pieces)
    assert found.old[-1].changed


def test_a_title_that_looks_like_markup_stays_text(client):
    client.force_login(make_user("Authors"))
    page = make_page()
    title = "<script>alert(1)</script>"
    assert only_difference(page, title=title).in_words()["new"] == title
    draft_of(page, title=title)
    shown = client.get(address(page, "compare")).content.decode()
    assert "&lt;script&gt;" in shown
    assert "<script>alert" not in shown


def test_words_of_rich_text_that_look_like_markup_stay_words():
    found = only_difference(make_page(body="<p>Old</p>"), body="<p>&lt;b&gt;New&lt;/b&gt;</p>")
    assert found.in_words()["new"] == "<b>New</b>"


def test_what_is_equal_in_both_is_listed():
    page = make_page()
    new = deepcopy(take(page))
    new["fields"]["title"] = "About us"
    new["children"]["citations"] = {}
    assert same_fields(type(page), take(page), new) == [
        "address",
        "summary",
        "text",
        "citations",
    ]


def test_both_pictures_are_shown_beside_one_another(client):
    picture = {"lead_image_alt": "A hall", "lead_image_credit": "UKAEA"}
    article = make_article(lead_image="news/old-900x9.png", **picture)
    draft_of(article, lead_image="news/new-300x9.png")
    client.force_login(make_user("Publishers"))

    shown = client.get(address(article, "compare")).content.decode()

    assert 'src="/media/480/news/old-900x9.png"' in shown
    assert 'src="/media/news/new-300x9.png"' in shown


def test_a_document_that_is_new_can_be_opened():
    agreement = make_agreement()
    snapshot = take(agreement)
    row = {"title": "Text", "kind": "text", "url": "", "file": "documents/a.pdf", "language": ""}
    key = "00000000-0000-4000-8000-000000000001"
    snapshot["children"]["documents"][key] = {**row, "note": "", "position": 1}
    [difference] = compare(type(agreement), take(agreement), snapshot)
    assert (difference.old_files, difference.new_files) == ([], ["documents/a.pdf"])
