"""The brief of a country fits one sheet of A4."""

import re

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.drill]


@pytest.mark.parametrize("iso2", ["jp", "de", "us", "gb", "fr", "ca"])
def test_the_brief_prints_on_one_page(page, site, iso2):
    page.goto(f"{site}/countries/{iso2}/brief/")

    document = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", document)) == 1
    [size] = set(re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+ [\d.]+)", document))
    width, height = (float(each) for each in size.split())
    assert (round(width), round(height)) == (595, 842)
