"""Articles as their editors see them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from news.models import Article
from publishing.actions import publish
from publishing.rights import Refused
from tests.admin_forms import add_address, address, errors_in, read_form
from tests.factories import make_agreement, make_article, make_user
from tests.files import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(make_user("Authors"))
    return client


def test_author_writes_an_article_about_an_agreement(author):
    agreement = make_agreement()
    sent = read_form(author, add_address(Article)) | {
        "title": "Signed",
        "when": "about June 2025",
        "body": "<p>Signed.</p><script>alert(1)</script>",
        "agreements": [agreement.pk],
    }
    author.post(add_address(Article), sent)
    article = Article.objects.get()
    assert (str(article.partial_date), article.agreements.get()) == ("about June 2025", agreement)
    assert article.body == "<p>Signed.</p>"


def test_a_picture_needs_its_alternative_text(author):
    article = make_article(published=False)
    sent = read_form(author, address(article))
    sent["lead_image"] = SimpleUploadedFile("picture.png", picture())
    response = author.post(address(article), sent)
    assert errors_in(response) == ["Describe the picture in the alternative text."]


def test_a_picture_with_alternative_text_is_kept(author):
    article = make_article(published=False)
    sent = read_form(author, address(article)) | {"lead_image_alt": "Two people shake hands."}
    sent["lead_image"] = SimpleUploadedFile("picture.png", picture())
    author.post(address(article), sent)
    article.refresh_from_db()
    assert article.lead_image.name.startswith("news/")


def test_a_picture_is_not_published_without_its_credit():
    article = make_article(published=False, lead_image="news/a.png", lead_image_alt="A hall")
    with pytest.raises(Refused, match="Say whose picture it is"):
        publish(article, by=None)


def test_a_script_in_an_address_is_a_form_error(author):
    article = make_article(published=False)
    sent = read_form(author, address(article)) | {"original_url": "javascript:alert(1)"}
    assert "Give an address that begins with" in errors_in(author.post(address(article), sent))[0]


def test_list_needs_few_queries_however_long(author, django_assert_max_num_queries):
    for _number in range(8):
        make_article()
    with django_assert_max_num_queries(20):
        author.get(reverse("admin:news_article_changelist"))
