"""Pages that read across the records: home, countries; and the files that records name."""

import uuid

from django.contrib import admin
from django.contrib.contenttypes.views import shortcut
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from agreements.models import Agreement, Party
from news.models import Article
from organisations.countries import country_in_sentence, country_name
from organisations.models import NOT_APPLICABLE, Organisation
from publishing.bounded import Bounded

from . import media
from .by_country import UK, agreements_of, read_country_rows, read_partner_rows

LATEST_AGREEMENTS = 5
LATEST_NEWS = 4
RECORDS_SHOWN = 50
ORGANISATIONS_SHOWN = 30
NEWS_SHOWN = 6


class HomeView(TemplateView):
    template_name = "fusionsite/home.html"

    def get_context_data(self, **context):
        return super().get_context_data(
            agreements=latest(agreements(), LATEST_AGREEMENTS),
            articles=Bounded(articles().newest_first(), LATEST_NEWS),
            organisation_count=Organisation.objects.published().not_withdrawn().count(),
            partners=read_partner_rows(),
            today=timezone.localdate(),
            **context,
        )


class CountryListView(TemplateView):
    template_name = "fusionsite/country_list.html"

    def get_context_data(self, **context):
        return super().get_context_data(
            section="countries", countries=read_country_rows(), uk=UK, **context
        )


class CountryView(TemplateView):
    """One country in one view: what it has agreed with the UK first, then with others."""

    template_name = "fusionsite/country_detail.html"

    def get(self, request, iso2):
        code = iso2.upper()
        if not country_name(code) or code == NOT_APPLICABLE:
            raise Http404
        if iso2 != iso2.lower():
            return redirect("country", iso2.lower(), permanent=True)
        return super().get(request, code=code)

    def get_context_data(self, code, **context):
        own = agreements().filter(pk__in=agreements_of(code))
        if code == UK:
            context.update(records=latest(own, RECORDS_SHOWN), partners=read_partner_rows())
        else:
            context.update(beside_the_uk(code, own))
        if not any(len(context[name]) for name in ("records", "with_uk") if name in context):
            raise Http404
        organisations = Organisation.objects.published().not_withdrawn().filter(country=code)
        return super().get_context_data(
            section="countries",
            iso2=code.lower(),
            heading=heading(code, context.get("with_uk")),
            in_sentence=country_in_sentence(code),
            organisations=Bounded(organisations.in_name_order(), ORGANISATIONS_SHOWN),
            articles=Bounded(articles_of(code).newest_first(), NEWS_SHOWN),
            today=timezone.localdate(),
            **context,
        )


def heading(code, with_uk):
    name = country_in_sentence(code)
    return _("The UK and %(country)s") % {"country": name} if with_uk else capfirst(name)


def beside_the_uk(code, own):
    of_uk = agreements_of(UK)
    british = Organisation.objects.published().not_withdrawn().filter(country=UK)
    # Joined, not nested: PostgreSQL plans three subqueries within one another badly.
    shared = Party.objects.filter(
        organisation__country=UK,
        agreement__parties__organisation__country=code,
        agreement__in=agreements().order_by(),
    )
    return {
        "with_uk": latest(own.filter(pk__in=of_uk), RECORDS_SHOWN),
        "records": latest(own.exclude(pk__in=of_uk), RECORDS_SHOWN),
        "british": british.filter(pk__in=shared.values("organisation")).in_name_order()[
            :ORGANISATIONS_SHOWN
        ],
    }


def agreements():
    return Agreement.objects.published().not_withdrawn()


def latest(found, most):
    return Bounded(found.with_days().with_row_details().newest_first(), most)


def articles():
    return Article.objects.published().not_withdrawn()


def articles_of(code):
    """Those that name an organisation of the country, or an agreement with a party of it."""
    party = Q(agreements__parties__organisation__country=code)
    named = Q(organisations__country=code) | party
    return articles().filter(pk__in=Article.objects.filter(named).order_by().values("pk"))


@admin.site.admin_view
def view_on_site(request, content_type_id, object_id):
    """Django's own, for keys that can be one: it knows no UUID keys."""
    try:
        uuid.UUID(object_id)
    except ValueError as error:
        raise Http404 from error
    return shortcut(request, content_type_id, object_id)


@require_safe
def media_file(request, name):
    """A picture is shown, a document downloaded; anything else is not found."""
    original = media.named_in(name)
    stored = original and media.stored_at(name, original)
    if not stored:
        raise Http404
    headers = {"X-Content-Type-Options": "nosniff"}
    if not media.is_public(original):
        # A file of a draft is for those who write it.
        if not (request.user.is_active and request.user.is_staff):
            raise Http404
        headers["Cache-Control"] = "private, no-store"
    content_type = media.content_type_of(original)
    return FileResponse(
        default_storage.open(stored),
        content_type=content_type,
        as_attachment=content_type == "application/pdf",
        filename=media.download_name(original),
        headers=headers,
    )
