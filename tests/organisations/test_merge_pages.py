"""The pages on doubles as an editor uses them: choose, look, merge, undo."""

import pytest
from django.urls import reverse

from organisations.models import Identifier, Merge, NotTheSame
from organisations.uniting import merge
from publishing.actions import publish
from publishing.drafts import save_draft
from publishing.preview import name_of
from publishing.snapshots import take
from tests.admin_forms import address, messages_in, read_form
from tests.factories import make_agreement, make_article, make_organisation, make_user
from tests.publishing.drafting import draft_of

pytestmark = [pytest.mark.django_db, pytest.mark.drill]
MERGES = "admin:organisations_merge_changelist"
DUPLICATES = reverse("admin:organisations_organisation_duplicates")
ALIKE = reverse("admin:organisations_organisation_alike")
WHY = "Both records are of one ministry."


@pytest.fixture
def publisher(client):
    client.force_login(make_user("Publishers"))
    return client


@pytest.fixture
def pair():
    gone = make_organisation("Ministy of Education", acronym="MEXT", country="JP")
    into = make_organisation("Ministry of Education", acronym="MEXT", country="JP")
    return gone, into


def look(client, gone, into, keep_names="on"):
    query = {"into": str(into.pk), "keep_names": keep_names}
    return client.get(address(gone, "merge"), query)


def confirmed(response, **fields):
    """The confirming form as the page shows it."""
    form = response.context["confirm"]
    sent = {bound.html_name: bound.value() for bound in form}
    sent = {name: "on" if value is True else value for name, value in sent.items()}
    return {**{n: v for n, v in sent.items() if v is not False}, **fields}


def text_of(response):
    return response.content.decode()


def test_a_merge_is_chosen_looked_at_and_confirmed(publisher, pair):
    gone, into = pair
    agreement = make_agreement("Pact", parties=[gone, make_organisation()])
    Identifier.objects.create(organisation=gone, scheme="govuk", value="mext")
    publish(gone, by=None, note="A number.")
    assert "Merge into…" in text_of(publisher.get(address(gone)))
    assert "The record that stays" in text_of(publisher.get(address(gone, "merge")))
    shown = look(publisher, gone, into)
    for words in ("Further names", "Ministy of Education", "GOV.UK mext", agreement.identifier):
        assert words in text_of(shown)
    done = publisher.post(address(gone, "merge"), confirmed(shown, note=WHY), follow=True)
    assert done.redirect_chain[-1][0] == address(into)
    assert "was merged into “Ministry of Education”" in messages_in(done)[0]
    gone.refresh_from_db()
    assert gone.merged_into == into
    assert agreement.parties.get(organisation=into).name_at_signing == "Ministy of Education"


def test_the_old_name_need_not_be_printed(publisher, pair):
    gone, into = pair
    agreement = make_agreement(parties=[gone, make_organisation()])
    shown = look(publisher, gone, into, keep_names="")
    publisher.post(address(gone, "merge"), confirmed(shown))
    assert agreement.parties.get(organisation=into).name_at_signing == ""


def test_what_changed_since_it_was_seen_is_shown_again_with_what_was_typed(publisher, pair):
    gone, into = pair
    shown = look(publisher, gone, into)
    agreement = make_agreement("New pact", parties=[gone, make_organisation()])
    again = publisher.post(address(gone, "merge"), confirmed(shown, note="My own words."))
    assert again.status_code == 200
    assert "Look at what will move again" in text_of(again)
    assert agreement.identifier in text_of(again)
    assert "My own words." in text_of(again)
    done = publisher.post(address(gone, "merge"), confirmed(again))
    assert done.status_code == 302
    assert Merge.objects.get().note == "My own words."


def test_readers_are_told_why(publisher, pair):
    gone, into = pair
    shown = publisher.post(address(gone, "merge"), confirmed(look(publisher, gone, into), note=" "))
    assert "This field is required." in text_of(shown)
    assert not Merge.objects.exists()


@pytest.mark.parametrize(
    "into", ["", "no-key", "0fe0ca41-dda8-4069-b856-fcb3683ff098", "1", "x" * 500]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_choice_is_a_form_error(publisher, pair, into, method):
    gone, _into = pair
    sent = {"into": into, "keep_names": "on", "seen": "x", "note": WHY}
    response = getattr(publisher, method)(address(gone, "merge"), sent)
    assert response.status_code == 200
    assert response.context["form"].errors["into"]
    assert not Merge.objects.exists()


def test_a_refusal_is_a_sentence_on_the_page(publisher, pair):
    gone, _into = pair
    part = make_organisation("A part", parent=gone)
    assert "not merged with itself" in text_of(look(publisher, gone, gone))
    assert "is part of" in text_of(look(publisher, gone, part))
    sent = {"into": str(part.pk), "seen": "x", "note": WHY}
    assert "is part of" in text_of(publisher.post(address(gone, "merge"), sent))


def test_a_merged_record_is_read_and_not_changed(publisher, pair):
    gone, into = pair
    merge(gone, into, by=None, note=WHY)
    page = publisher.get(address(gone))
    assert "Readers are led to “Ministry of Education”" in text_of(page)
    assert "Save draft" not in text_of(page)
    assert publisher.post(address(gone), {}).status_code == 403
    led = publisher.get(address(gone, "merge"), follow=True)
    assert "was merged into “Ministry of Education” already" in messages_in(led)[0]
    listed = publisher.get(reverse("admin:organisations_organisation_changelist"))
    assert "Merged" in text_of(listed)


def test_a_preview_of_a_merged_record_leads_to_the_other(publisher, pair):
    gone, into = pair
    draft_of(gone, summary="A ministry.")
    merge(gone, into, by=None, note=WHY)
    prefix = f"/preview/{name_of(gone)}"
    response = publisher.get(prefix + gone.get_absolute_url())
    assert (response.status_code, response["Location"]) == (302, prefix + into.get_absolute_url())


def test_nobody_is_offered_a_merged_record(publisher, pair):
    gone, into = pair
    merge(gone, into, by=None, note=WHY)
    query = {"app_label": "agreements", "model_name": "party", "field_name": "organisation"}
    answer = publisher.get(reverse("admin:autocomplete"), {**query, "term": "mext"}).json()
    assert [found["text"] for found in answer["results"]] == ["Ministry of Education"]


def test_what_was_merged_is_not_deleted(publisher):
    gone, into = (make_organisation(n, published=False) for n in ("Twin", "Other"))
    merge(gone, into, by=None, note=WHY)
    for record in (gone, into):
        assert publisher.post(address(record, "delete"), {"post": "yes"}).status_code == 403


def test_a_draft_that_names_it_shows_no_gap(publisher, pair):
    gone, into = pair
    agreement = make_agreement("Pact", parties=[gone, make_organisation()])
    draft_of(agreement, title="The pact", by=make_user("Authors"))
    merge(gone, into, by=None, note=WHY)
    page = publisher.get(address(agreement))
    assert page.context["publication"].gaps == []
    assert page.context["publication"].clashes is False
    sent = read_form(publisher, address(agreement)) | {"_publish": "1"}
    publisher.post(address(agreement), sent)
    agreement.refresh_from_db()
    assert agreement.title == "The pact"


def test_a_form_that_names_it_by_now_says_what_to_name(publisher, pair, settings):
    settings.OWN_WORK = True
    gone, into = pair
    new = make_agreement("New pact", parties=[gone], published=False)
    save_draft(new, take(new), by=None)
    opened = read_form(publisher, address(new))
    merge(gone, into, by=None, note=WHY)
    kept = publisher.post(address(new), opened | {"_publish": "1"}, follow=True)
    assert kept.status_code == 200
    assert new.parties.get().organisation == into


def test_merges_are_listed_and_undone(publisher, pair):
    gone, into = pair
    agreement = make_agreement("Pact", parties=[gone, make_organisation()])
    done = merge(gone, into, by=None, note=WHY)
    listed = publisher.get(reverse(MERGES), {"q": "Ministy"})
    assert address(done) in text_of(listed)
    page = publisher.get(address(done))
    assert agreement.identifier in text_of(page)
    into.names.all().delete()
    publish(into, by=None, note="A wrong name.")
    undone = publisher.post(address(done), follow=True)
    assert "are two records again" in messages_in(undone)[0]
    assert "is no longer there" in text_of(undone)
    assert "Undo the merge" not in text_of(undone)
    again = publisher.post(address(done), follow=True)
    assert messages_in(again) == ["This merge was undone already."]
    standing = publisher.get(reverse(MERGES), {"state": "standing"})
    assert list(standing.context["cl"].result_list) == []
    assert publisher.get(reverse(MERGES), {"state": "nonsense"}).status_code == 200


def test_authors_look_and_touch_nothing(client, pair):
    gone, into = pair
    done = merge(gone, into, by=None, note=WHY)
    other = make_organisation()
    client.force_login(make_user("Authors"))
    assert client.get(address(done)).status_code == 200
    assert "Undo the merge" not in text_of(client.get(address(done)))
    assert client.post(address(done)).status_code == 403
    assert client.get(address(other, "merge")).status_code == 403
    sent = {"into": str(into.pk), "seen": "x", "note": WHY}
    assert client.post(address(other, "merge"), sent).status_code == 403
    assert "Merge into…" not in text_of(client.get(address(other)))
    assert Merge.objects.standing().count() == 1


def test_a_page_needs_as_many_queries_for_forty_records_as_for_two(
    publisher, django_assert_max_num_queries
):
    gone, into = make_organisation("Twin"), make_organisation("Other twin")
    lab = make_organisation()
    for _number in range(38):
        make_agreement(parties=[gone, lab])
    make_article(publisher_organisation=gone)
    with django_assert_max_num_queries(60):
        shown = look(publisher, gone, into)
    assert "and 8 more" in text_of(shown)
    done = merge(gone, into, by=None, note=WHY)
    with django_assert_max_num_queries(25):
        publisher.get(address(done))
    with django_assert_max_num_queries(15):
        publisher.get(reverse(MERGES))


# Possible duplicates


def test_the_report_leads_to_the_merge(publisher, pair):
    gone, _into = pair
    page = publisher.get(DUPLICATES)
    assert "names alike" in text_of(page)
    assert "same acronym MEXT" in text_of(page)
    (shown,) = page.context["page"].object_list
    assert shown.first.name == gone.name  # It has the lower number.
    assert publisher.get(shown.second.merge_address).context["into"] == gone


def test_a_pair_called_two_is_not_shown_again(publisher, pair):
    first, second = pair
    publisher.post(DUPLICATES, {"first": str(second.pk), "second": str(first.pk)})
    publisher.post(DUPLICATES, {"first": str(first.pk), "second": str(second.pk)})
    assert NotTheSame.objects.count() == 1
    assert "No two organisations look like one." in text_of(publisher.get(DUPLICATES))


@pytest.mark.parametrize("sent", [{}, {"first": "x", "second": "y"}])
def test_a_forged_pair_is_a_sentence(publisher, sent):
    response = publisher.post(DUPLICATES, sent, follow=True)
    assert messages_in(response) == ["This pair is not in the register any more."]


def test_one_organisation_is_no_pair(publisher, pair):
    key = str(pair[0].pk)
    response = publisher.post(DUPLICATES, {"first": key, "second": key}, follow=True)
    assert messages_in(response) == ["Choose two organisations."]


def test_who_may_change_no_organisation_calls_no_pair_two(client, pair):
    client.force_login(make_user())
    keys = {"first": str(pair[0].pk), "second": str(pair[1].pk)}
    assert client.post(DUPLICATES, keys).status_code == 403
    assert client.get(DUPLICATES).status_code == 403
    assert client.get(ALIKE, {"name": "Ministry"}).status_code == 403


def test_while_a_name_is_typed_others_are_shown(publisher, pair):
    gone, into = pair
    found = publisher.get(ALIKE, {"name": "ministry of educaton"}).json()["alike"]
    assert {one["address"] for one in found} == {address(gone), address(into)}
    assert found[0]["reason"].startswith("names alike")
    own = publisher.get(ALIKE, {"name": gone.name, "but": str(gone.pk)}).json()["alike"]
    assert [one["address"] for one in own] == [address(into)]


@pytest.mark.parametrize(
    "query", [{}, {"name": "m"}, {"name": "x" * 900, "acronym": "\u202e", "but": "no-key"}]
)
def test_what_is_too_short_or_odd_finds_nothing(publisher, pair, query):
    assert publisher.get(ALIKE, query).json() == {"alike": []}


def test_the_form_knows_where_to_ask(publisher, pair):
    page = text_of(publisher.get(address(pair[0])))
    assert f'data-alike="{ALIKE}"' in page
    assert "fusionsite/admin/organisation_form.js" in page


def test_a_draft_says_what_it_may_be_and_is_not_kept_from_publication(publisher):
    make_organisation("Ministry of Education", acronym="MEXT")
    new = make_organisation("Ministry of Educaton", published=False)
    draft = save_draft(new, take(new), by=None)
    notes = publisher.get(address(new)).context["publication"].notes
    assert notes[0][1].startswith("Perhaps the same organisation as “Ministry of Education”")
    publisher.post(address(new, "publish"), {"version": str(draft.pk), "minor_change": "on"})
    new.refresh_from_db()
    assert new.is_published


def test_the_report_needs_few_queries_however_many_pairs(publisher, django_assert_max_num_queries):
    for number in range(12):
        make_organisation(f"Laboratory {number // 4} for plasma", published=False)
    with django_assert_max_num_queries(14):
        page = publisher.get(DUPLICATES)
    assert len(page.context["page"].object_list) == 18
