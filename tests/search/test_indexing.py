"""The index follows what happens to records; each test searches as a reader does."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from agreements.models import Agreement
from organisations.models import Name, Organisation
from organisations.uniting import merge
from publishing import drafts, snapshots
from publishing.actions import (
    publish,
    publish_together,
    reinstate,
    unpublish,
    withdraw,
)
from publishing.review import schedule
from publishing.schedule import publish_due
from search import indexing
from search.finding import find
from search.indexing import rebuild
from search.models import Entry, Word
from search.registry import searchable_of
from tests.factories import (
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """A block whose changes are followed when it ends."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def found(text):
    return set(find(text).keys)


def test_a_record_is_found_from_its_publication_on(committed):
    with committed():
        draft = make_agreement("Pact on Zirconium", published=False)
    assert found("zirconium") == set()
    with committed():
        publish(draft, by=None)
    assert found("zirconium") == {draft.pk}


def test_a_changed_record_is_found_by_what_it_says_now(committed):
    with committed():
        pact = make_agreement("Pact on Zirconium")
    pact.title = "Pact on Vanadium"
    pact.save()
    with committed():
        publish(pact, by=None, note="Renamed.")
    assert found("zirconium") == set()
    assert found("vanadium") == {pact.pk}


def test_a_draft_of_a_public_record_is_not_found(committed):
    with committed():
        pact = make_agreement("Pact on Zirconium")
    snapshot = snapshots.take(pact)
    snapshot["fields"]["title"] = "Pact on Vanadium"
    editor = make_user("Publishers")
    with committed():
        version = drafts.save_draft(pact, snapshot, by=editor, note="Renamed.")
        schedule(version, by=make_user("Publishers"), moment=timezone.now() + timedelta(hours=1))
    rebuild()
    assert found("vanadium") == set()
    assert find("vanadiom").mended == ""
    with committed():
        publish_due(at=timezone.now() + timedelta(hours=2))
    assert found("vanadium") == {pact.pk}


def test_withdrawn_and_taken_back_records_are_not_found_until_they_return(committed):
    with committed():
        pact, article = make_agreement("Zirconium pact"), make_article("Zirconium news")
    with committed():
        withdraw(pact, by=None, reason="Wrong.")
        unpublish(article, by=None, reason="Wrong.")
    assert found("zirconium") == set()
    with committed():
        reinstate(pact, by=None, note="Right after all.")
        publish(article, by=None, note="Right after all.")
    assert found("zirconium") == {pact.pk, article.pk}


@pytest.mark.parametrize("take_out", [withdraw, unpublish])
def test_a_word_that_only_a_record_taken_out_has_is_suggested_no_more(committed, take_out):
    with committed():
        make_agreement("Pact on heating")
        secret = make_agreement("Zirconium heating")
    assert find("zirkonium").mended == "Zirconium"
    with committed():
        take_out(secret, by=None, reason="Wrong.")
    assert set(Word.objects.filter(plain__in=["zirconium", "heating"]).values_list("plain")) == {
        ("heating",)
    }
    assert find("heatimg").mended == "heating"


def test_a_word_that_was_written_over_is_suggested_no_more(committed):
    with committed():
        pact = make_agreement("Pact on Zirconium")
    pact.title = "Pact on Zirconia"
    pact.save()
    with committed():
        publish(pact, by=None, note="Renamed.")
    assert find("Zirconiom").mended == "Zirconia"


def test_only_words_that_can_be_found_are_suggested(committed, monkeypatch):
    monkeypatch.setattr(indexing, "MOST_TOKENS", 3)
    with committed():
        make_article("News", body="<p>Of old but good vanadium.</p>")
    assert not Word.objects.filter(plain="vanadium").exists()


def test_what_is_left_over_in_the_index_shows_nothing(committed, client):
    with committed():
        pact = make_agreement("Zirconium pact")
    Agreement.objects.filter(pk=pact.pk).update(withdrawn_at=timezone.now(), withdrawn_reason="W.")
    assert Entry.objects.filter(object_id=pact.pk).exists()
    assert found("zirconium") == set()
    assert "Zirconium pact" not in client.get("/search/?q=zirconium").content.decode()


def test_agreements_and_news_are_found_by_the_new_name_of_an_organisation(committed):
    laboratory = make_organisation("Old Laboratory")
    pact = make_agreement("Pact", parties=[laboratory, make_organisation()])
    article = make_article("News")
    article.organisations.set([laboratory])
    with committed():
        publish(article, by=None, note="Names it.")
    laboratory.name = "Zirconium Institute"
    laboratory.save()
    Name.objects.create(organisation=laboratory, name="Vanadium Works", kind="former")
    with committed():
        publish(laboratory, by=None, note="Renamed.")
    assert found("zirconium") == {laboratory.pk, pact.pk, article.pk}
    assert found("vanadium") == {laboratory.pk, pact.pk, article.pk}


def test_a_renamed_theme_is_found_at_what_has_it(committed):
    theme = make_theme(name="Heating")
    with committed():
        pact = make_agreement("Pact", themes=[theme])
    theme.name = "Zirconium"
    theme.save()
    with committed():
        publish(theme, by=None, note="Renamed.")
    assert found("zirconium") == {pact.pk}


def test_merged_organisations_are_found_as_one(committed):
    editor = make_user("Publishers")
    with committed():
        gone, stays = make_organisation("Zirconium Lab"), make_organisation("Vanadium Lab")
        pact = make_agreement("Pact", parties=[gone, make_organisation()])
    with committed():
        merge(gone, stays, by=editor, note="They are one.")
    assert found("zirconium") == {stays.pk, pact.pk}
    assert found('"vanadium lab"') == {stays.pk, pact.pk}


def test_each_kind_is_found_by_what_the_register_knows_of_it(committed):
    with committed():
        page = make_page(title="About", body="<p>Kept with zirconium.</p><p>And care.</p>")
        article = make_article("News", body="<p>Of <em>zirc</em>onium.</p>")
    assert found("zirconium") == {page.pk, article.pk}
    assert found('"zirconium and care"') == {page.pk}


def test_many_records_are_indexed_in_few_queries(committed, django_assert_max_num_queries):
    organisations = [make_organisation(published=False) for _number in range(40)]
    with committed():
        publish_together(organisations, by=None)
    Entry.objects.all().delete()
    searchable = searchable_of(Organisation)
    with django_assert_max_num_queries(14):
        tally = indexing.index(searchable, [o.pk for o in organisations])
    assert tally.written == 40


def test_a_fault_of_the_index_undoes_no_publication(committed, monkeypatch, caplog):
    draft = make_agreement("Zirconium pact", published=False)

    def fail(*arguments):
        raise OperationalError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(indexing, "index", fail)
        with committed():
            publish(draft, by=None)
    assert "rebuild_search" in caplog.text
    assert Agreement.objects.published().filter(pk=draft.pk).exists()
    rebuild()
    assert found("zirconium") == {draft.pk}


def tally_of(*options):
    out = StringIO()
    call_command("rebuild_search", *options, stdout=out)
    return out.getvalue()


def test_the_command_rebuilds_the_index_and_drops_what_is_left_over():
    pact, theme = make_agreement("Zirconium pact"), make_theme()
    Entry.objects.create(
        kind="agreements.agreement", object_id=theme.pk, words="w1 xvanadium", texts=[], digest=""
    )
    Entry.objects.create(kind="no.kind", object_id=theme.pk, words="w1 xa", texts=[], digest="")
    Word.objects.create(plain="vanadium", token="xvanadium", shown="Vanadium", length=8)
    assert "Agreements: 1 written, 0 unchanged, 1 removed" in tally_of()
    assert found("zirconium") == {pact.pk}
    assert not Word.objects.filter(plain="vanadium").exists()
    assert Word.objects.filter(plain="zirconium").exists()
    assert "Agreements: 0 written, 1 unchanged, 0 removed" in tally_of()
    assert tally_of("--quiet") == ""


def test_the_command_can_be_told_to_make_an_index_only_where_there_is_none():
    make_agreement("Zirconium pact")
    assert "1 written" in tally_of("--if-missing")
    assert tally_of("--if-missing") == "There is a search index already.\n"
