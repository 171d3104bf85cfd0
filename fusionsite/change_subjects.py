"""Which changes are about what.

A change is about a country, a theme or an organisation when its record is, as it stands today: by
the same columns by which the record's own list is filtered.
"""

from django.db.models import Q

from agreements.filters import AgreementFilter
from news.filters import ArticleFilter
from organisations.filters import OrganisationFilter
from organisations.models import Organisation
from publishing.registry import versioned_models
from themes.models import Theme

LISTS = (AgreementFilter, OrganisationFilter, ArticleFilter)
# Besides the columns of the lists: a change of an organisation or a theme is about it.
ITSELF = {
    "organisation": [(Organisation, "slug")],
    "theme": [(Theme, "slug"), (Theme, "parent__slug")],
}


def known_identifiers(identifiers):
    """Those of records that are or were public: only these have one."""
    found = {}
    for model in versioned_models():
        if model.identifier_prefix:
            rows = model.objects.filter(identifier__in=identifiers)
            found |= {each: each for each in rows.values_list("identifier", flat=True)}
    return found


def of_records(identifiers):
    condition = Q()
    for model in versioned_models():
        if model.identifier_prefix:
            keys = model.objects.filter(identifier__in=identifiers).order_by().values("pk")
            condition |= Q(object_id__in=keys)
    return condition


def about(name, codes):
    """Changes of public records that are about one of these.

    Of a record that was taken back nobody is told what it was about.
    """
    codes = [code.upper() for code in codes] if name == "country" else codes
    condition = Q()
    for model, lookup in lookups_of(name):
        found = model.objects.published().filter(**{f"{lookup}__in": codes})
        condition |= Q(object_id__in=found.order_by().values("pk"))
    return condition


def lookups_of(name):
    """(model, lookup) pairs of that which the lists filter by under this name."""
    for filterset in LISTS:
        filter_ = filterset.base_filters.get(name)
        for lookup in filter_.lookups if filter_ else ():
            yield filterset._meta.model, lookup
    yield from ITSELF.get(name, ())
