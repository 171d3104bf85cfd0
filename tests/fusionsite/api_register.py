"""A few records of each kind, in every state that readers of the API can tell apart."""

from types import SimpleNamespace

from agreements.models import Milestone
from organisations.models import Name
from organisations.uniting import merge
from publishing.actions import publish, unpublish, withdraw
from search.indexing import rebuild
from tests.factories import (
    add_event,
    add_link,
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
)


def make_register():
    heat = make_theme(name="Heat", slug="heat")
    ministry = make_organisation("Ministry", slug="ministry", country="JP")
    laboratory = make_organisation(
        "Laboratory", slug="laboratory", country="GB", successor=ministry
    )
    Name.objects.create(organisation=laboratory, name="Old Lab", kind="former", held_until="2024")
    older = make_agreement("Older", slug="older", parties=[ministry], signed="2020", themes=[heat])
    pact = make_pact(ministry, laboratory, older)
    article = make_article("Signed", slug="signed", agreements=[pact])
    withdrawn = make_agreement("Withdrawn", slug="withdrawn", parties=[ministry])
    withdraw(withdrawn, by=None, reason="It was wrong.")
    gone = make_agreement("Taken back", slug="taken-back", parties=[ministry])
    unpublish(gone, by=None, reason="It was private.")
    draft = make_agreement("Secret", slug="secret", parties=[ministry], published=False)
    moved = make_article("Moved", slug="old-place", date="2019")
    moved.slug = "new-place"
    moved.save()
    publish(moved, by=None, note="It has a better address.")
    twin = make_organisation("Laboratory again", slug="twin")
    merge(twin, laboratory, by=None, note="They are one.")
    rebuild()
    return SimpleNamespace(
        pact=pact,
        older=older,
        article=article,
        withdrawn=withdrawn,
        gone=gone,
        draft=draft,
        laboratory=laboratory,
        ministry=ministry,
    )


def make_pact(ministry, laboratory, older):
    pact = make_agreement(
        "Pact",
        slug="pact",
        parties=[ministry],
        published=False,
        signed="by June 2025",
        legal_character="non_binding",
        body='<p>See <a href="/agreements/older/">the older one</a>.</p>',
        not_known="Who signed.\nWhere.",
        amount=10,
        currency="GBP",
        amount_qualifier="about",
    )
    party = add_party(pact, laboratory, name_at_signing="Old Lab", role="lead", position=2)
    add_signatory(pact, party, office="Director")
    add_event(pact, "expires", "2040")
    add_link(pact, "builds_on", older)
    met = Milestone.objects.create(agreement=pact, kind="meeting", text="They met.", date="2025-08")
    met.organisations.set([laboratory])
    release = make_source(title="Release", publisher="Ministry")
    cite(pact, release, fact="title", value="The Pact")
    publish(pact, by=None)
    pact.refresh_from_db()
    return pact
