"""The codes of the themes that many records have."""

from collections import defaultdict

from .models import Theme


def codes_of(model, keys):
    """{key of a record: codes of its public themes, in their own order}; one query."""
    through = model.themes.through
    rows = through.objects.filter(
        **{f"{model._meta.model_name}__in": keys}, theme__in=Theme.objects.published()
    )
    found = defaultdict(list)
    for key, code in rows.values_list(model._meta.model_name, "theme__slug"):
        found[key].append(code)
    return defaultdict(list, {key: sorted(codes) for key, codes in found.items()})
