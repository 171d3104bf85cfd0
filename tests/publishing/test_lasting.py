import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test.utils import override_script_prefix

PAGE = Template(
    '{% load lasting %}{% lasting section %}<a href="{% url "search" %}">{{ section }}</a>'
    "{% endlasting %}{{ own }}"
)


def written(**context):
    return PAGE.render(Context(context))


def test_what_lasts_is_written_once_for_each_value_and_the_rest_every_time():
    assert written(section="news", own="<1>") == '<a href="/search/">news</a>&lt;1&gt;'
    assert written(section="map", own="2") == '<a href="/search/">map</a>2'
    assert written(section="news", own="3") == '<a href="/search/">news</a>3'


def test_what_lasts_follows_the_place_of_the_site():
    assert written(section="home") == '<a href="/search/">home</a>'
    with override_script_prefix("/register/"):
        assert written(section="home") == '<a href="/register/search/">home</a>'


def test_it_hangs_on_one_variable_at_most():
    with pytest.raises(TemplateSyntaxError, match="one variable"):
        Template("{% load lasting %}{% lasting one other %}{% endlasting %}")


@pytest.mark.django_db
def test_the_head_of_each_page_marks_its_own_section(client):
    for _time in range(2):
        for address in ("/news/", "/agreements/", "/search/"):
            page = client.get(address).content.decode().partition('<nav class="nav"')[2]
            page = page.partition("</nav>")[0]
            assert page.count('aria-current="page"') == 1
            assert f'href="{address}" aria-current="page"' in page
