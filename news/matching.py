"""Which article of the register a row of a source speaks of."""

from collections import defaultdict

from django.utils.translation import gettext as _

from imports.cleaned import Match, RowRefused
from publishing.source_proposals import forms_of_address

from .models import Article

MOST_NAMED = 5


def match(rows):
    """{number: Match or RowRefused}: by the permanent identifier, else by the original's address.

    `identity` of a row holds `identifier`, and `language` where its address may stand for several.
    """
    found = by_identifier(rows)
    return found | by_original([row for row in rows if row.number not in found])


def by_identifier(rows):
    wanted = {row.identity.get("identifier", "") for row in rows} - {""}
    there = Article.objects.filter(identifier__in=wanted) if wanted else Article.objects.none()
    keys = dict(there.values_list("identifier", "pk"))
    found = {}
    for row in rows:
        identifier = row.identity.get("identifier", "")
        if identifier in keys:
            reason = _("identifier %(value)s") % {"value": identifier}
            found[row.number] = Match(keys[identifier], reason)
        elif identifier:
            message = _("No article here has this identifier.")
            found[row.number] = RowRefused(message, "identifier", identifier, row.label)
    return found


def by_original(rows):
    """One page is addressed in several ways; translations of it are articles of their own."""
    forms = {row.number: forms_of_address(address_of(row)) for row in rows if address_of(row)}
    there = defaultdict(dict)
    wanted = {form for of_row in forms.values() for form in of_row}
    articles = Article.objects.filter(original_url__in=wanted) if wanted else Article.objects.none()
    for article in articles.order_by("pk"):
        there[article.original_url][article.pk] = article
    found = {}
    for row in rows:
        articles = {}
        for form in forms.get(row.number, ()):
            articles |= there.get(form, {})
        if result := the_one(row, list(articles.values())):
            found[row.number] = result
    return found


def the_one(row, articles):
    language = row.identity.get("language")
    articles = [one for one in articles if not language or one.language == language]
    if len(articles) == 1:
        return Match(articles[0].pk, _("same original"))
    if articles:
        words = _("%(count)s articles have this original: %(which)s.")
        which = ", ".join(one.identifier or one.title for one in articles[:MOST_NAMED])
        message = words % {"count": len(articles), "which": which}
        return RowRefused(message, "original_url", address_of(row), row.label)
    return None


def address_of(row):
    return row.fields.get("original_url", "")
