"""Articles from tables, through the command that an operator types."""

import pytest

from imports.models import Question
from news.models import Article
from publishing.actions import publish_version
from publishing.drafts import save_draft
from publishing.snapshots import take
from tests.factories import make_agreement, make_article, make_organisation, make_theme, make_user

pytestmark = pytest.mark.django_db

HEADINGS = "title,kind,summary,body,date,publisher,original_url,language"
ROW = (
    "Magnets arrive,press release,Coils came.,They came by ship.,19 June 2025,UKAEA,"
    "https://notices.example/magnets,en"
)


def table(*rows, more=""):
    return "\r\n".join([HEADINGS + more, *rows, ""])


def test_a_row_becomes_a_published_article(bring):
    authority = make_organisation("Atomic Energy Authority", acronym="UKAEA")
    agreement = make_agreement("A treaty")
    make_theme(name="Magnets", slug="magnets")

    rows = table(f"{ROW},UKAEA,A treaty,magnets", more=",organisations,agreements,themes")

    code, printed = bring(rows, "n.csv")

    assert (code, printed) == (0, "1 created, 0 updated, 0 unchanged, 0 conflicts, 0 refused\n")
    article = Article.objects.published().get()
    assert (article.kind, article.body) == ("press_release", "<p>They came by ship.</p>")
    assert str(article.partial_date) == "19 June 2025"
    assert article.publisher_organisation == authority
    assert [*article.organisations.all(), *article.agreements.all()] == [authority, agreement]
    assert article.citations.get().source.url == "https://notices.example/magnets"
    assert "1 unchanged" in bring(rows, "n.csv")[1]


def test_the_same_original_is_the_same_article(bring):
    make_article("Magnets come", original_url="http://notices.example/magnets/", language="en")

    _code, printed = bring(table(ROW), "n.csv")

    assert "1 conflicts" in printed
    assert Article.objects.count() == 1
    assert Question.objects.open().filter(place="title").exists()


def test_what_an_editor_wrote_stands(bring):
    bring(table(ROW), "n.csv")
    article = Article.objects.get()
    content = take(article)
    content["fields"]["summary"] = "The coils are there."
    publish_version(save_draft(article, content, by=make_user("Authors"), minor=True), by=None)

    _code, printed = bring(table(ROW.replace("Coils came.", "All coils came.")), "n.csv")

    assert "1 conflicts" in printed
    article.refresh_from_db()
    assert article.summary == "The coils are there."


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (ROW.replace("press release", "rumour"), "column kind: “rumour”"),
        (ROW.replace("19 June 2025", "30 February 2025"), "column date:"),
        (f"{ROW},Nobody Ltd,", "column organisations: “Nobody Ltd” It names no organisation"),
        (f"{ROW},,AG-9999", "column agreements: “AG-9999” No agreement here has"),
        (ROW.replace("/magnets", "/" + "m" * 500), "Its key has more than 500 characters."),
        (ROW.replace("They came by ship.", ""), "(Magnets arrive): The article has no text."),
    ],
)
def test_a_row_that_cannot_be_right_is_refused_with_its_place(bring, row, place):
    code, printed = bring(table(row, more=",organisations,agreements"), "n.csv")

    assert code == 1
    assert place in printed
    assert not Article.objects.exists()
