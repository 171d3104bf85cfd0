import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Article
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def update(article, **fields):
    Article.objects.filter(pk=article.pk).update(**fields)


# Each constraint of the app, and what it does not let happen to a published article.
BROKEN = {
    "news_article_withdrawn_is_published": lambda a: update(
        a, published_at=None, withdrawn_at=timezone.now(), withdrawn_reason="Why"
    ),
    "news_article_withdrawn_says_why": lambda a: update(a, withdrawn_at=timezone.now()),
    "news_article_taken_back_is_not_published": lambda a: update(a, unpublished_at=timezone.now()),
    "news_article_has_an_address": lambda a: update(a, slug=""),
    "news_article_published_has_an_identifier": lambda a: update(a, identifier=None),
    "news_article_earliest_not_after_latest": lambda a: update(
        a, earliest="2025-06-20", latest="2025-06-19"
    ),
    "news_article_known_date_qualifier": lambda a: update(a, date_qualifier="soon"),
    "news_article_kind_is_known": lambda a: update(a, kind="rumour"),
    "news_article_image_has_alternative_text": lambda a: update(a, lead_image="news/a.png"),
}


@pytest.mark.parametrize("constraint", BROKEN)
def test_the_database_refuses_what_breaks_a_constraint(constraint):
    article = make_article()

    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[constraint](article)


def test_every_constraint_is_broken_above():
    models = apps.get_app_config("news").get_models()

    assert {c.name for model in models for c in model._meta.constraints} == set(BROKEN)


def test_publication_asks_for_a_summary_and_a_text():
    article = Article(title="News")

    assert [field for field, _sentence in article.publishing_gaps()] == ["summary", "body"]


def test_the_newest_article_comes_first_and_the_undated_last():
    make_article("Old", date="2023")
    make_article("Undated", date="")
    make_article("New", date="2025-06-19")

    titles = [article.title for article in Article.objects.newest_first()]

    assert titles == ["New", "Old", "Undated"]
