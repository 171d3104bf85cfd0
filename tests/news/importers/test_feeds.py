"""Entries of feeds become drafts."""

import pytest

from imports.models import Question, Run
from imports.undoing import undo
from news.models import Article
from publishing.drafts import save_draft
from publishing.models import Version
from publishing.snapshots import take
from tests.factories import make_article, make_organisation, make_user

pytestmark = pytest.mark.django_db

ENTRY = """<entry>
  <id>https://notices.example/coils#2025-06-19T10:00:00Z</id>
  <title>Coils arrive</title>
  <link href="https://notices.example/coils"/>
  <summary type="html">The coils &lt;b&gt;came&lt;/b&gt;.</summary>
  <content type="html">&lt;p&gt;The whole text of somebody else.&lt;/p&gt;</content>
  <published>2025-06-19T10:00:00Z</published><updated>2025-06-19T10:00:00Z</updated>
</entry>"""


def feed(*entries):
    return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>UKAEA</title><id>tag:notices.example</id><updated>2025-06-19T10:00:00Z</updated>
  <link rel="self" href="https://notices.example/feed.atom"/>{"".join(entries)}
</feed>"""


def test_an_entry_becomes_a_draft_without_the_text_of_others(bring):
    authority = make_organisation("Atomic Energy Authority", acronym="UKAEA")

    code, printed = bring(feed(ENTRY), "feed.atom")

    assert (code, printed) == (0, "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused\n")
    article = Article.objects.get()
    assert article.editorial_state == "draft"
    assert (article.title, article.summary, article.body) == (
        "Coils arrive",
        "The coils came.",
        "",
    )
    assert article.original_url == "https://notices.example/coils"
    assert str(article.partial_date) == "19 June 2025"
    assert (article.publisher, article.publisher_organisation) == ("UKAEA", authority)
    assert article.citations.get().source.url == "https://notices.example/coils"
    assert not Run.objects.get().publishes
    assert "whole text" not in str(list(Version.objects.values_list("snapshot", flat=True)))


def test_a_second_reading_of_a_feed_changes_nothing(bring):
    bring(feed(ENTRY), "feed.atom")
    updated = ENTRY.replace("#2025-06-19T10:00:00Z", "#2025-06-20T10:00:00Z")

    _code, printed = bring(feed(updated), "copy.atom")

    assert "1 unchanged" in printed
    assert Article.objects.count() == 1


def test_a_feed_contradicts_no_editor(bring):
    bring(feed(ENTRY), "feed.atom")
    article = Article.objects.get()
    article.title = "The coils are here"
    article.save()
    save_draft(article, take(article), by=make_user("Authors"))

    _code, printed = bring(feed(ENTRY.replace("Coils arrive", "Coils come")), "feed.atom")

    assert "0 conflicts" in printed
    article.refresh_from_db()
    assert article.title == "The coils are here"
    assert not Question.objects.exists()


def test_an_article_that_is_here_is_left_alone(bring):
    address = "https://notices.example/coils"
    article = make_article("Our own words", original_url=address, publisher="Us")
    before = take(article)

    bring(feed(ENTRY), "feed.atom")

    assert Article.objects.count() == 1
    assert take(article) == before


def test_an_entry_without_a_title_goes_by_its_first_words(bring):
    _code, printed = bring(feed(ENTRY.replace("Coils arrive", "")), "feed.atom", dry_run=True)

    assert "row 1, The coils came. – It has no title: these are its first words." in printed


def test_drafts_of_a_feed_are_taken_back_with_it(bring):
    bring(feed(ENTRY), "feed.atom")

    undo(Run.objects.get(), by=None)

    assert not Article.objects.exists()
