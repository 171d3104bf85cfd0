"""An editor corrects an organisation: readers see it everywhere, and are told of it."""

import pytest

from tests.admin_forms import address, read_form
from tests.factories import (
    add_signatory,
    make_agreement,
    make_article,
    make_organisation,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_a_corrected_acronym_shows_on_every_page_that_prints_it(client):
    """An author writes it, somebody else publishes it."""
    laboratory = make_organisation("Fusion Laboratory", acronym="OLDLAB", country="JP")
    partner = make_organisation("Partner", country="GB")
    agreement = make_agreement("The pact", parties=[laboratory, partner])
    add_signatory(agreement, office="Director")
    article = make_article(agreements=[agreement])
    article.organisations.add(laboratory)
    client.force_login(make_user("Authors"))
    sent = read_form(client, address(laboratory))

    sent |= {"acronym": "NEWLAB", "change_note": "The acronym is corrected."}
    client.post(address(laboratory), sent | {"_submit": "1"})
    assert "OLDLAB" in client.get(laboratory.get_absolute_url()).content.decode()
    client.force_login(make_user("Publishers"))
    client.post(address(laboratory), read_form(client, address(laboratory)) | {"_publish": "1"})
    client.logout()

    pages = ["/organisations/", laboratory.get_absolute_url(), agreement.get_absolute_url()]
    for page in pages:
        text = client.get(page).content.decode()
        assert "NEWLAB" in text, page
        assert "OLDLAB" not in text, page
    history = client.get(f"{laboratory.get_absolute_url()}history/").content.decode()
    assert "The acronym is corrected." in history
    assert "Version 2" in history
    old = client.get(f"{laboratory.get_absolute_url()}versions/1/").content.decode()
    assert "OLDLAB" in old
