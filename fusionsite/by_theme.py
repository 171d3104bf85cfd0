"""Who works with whom on what: the agreements of each country by theme."""

import math
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Coalesce

from agreements.models import Agreement, Party
from themes.models import Theme

MOST_THEMES = 12
SHADES = 4


@dataclass
class Column:
    """A theme with all its agreements: those of the technologies below it count for it."""

    theme: Theme
    count: int


@dataclass
class Cell:
    """`shade`: from 1 to SHADES; 0 where there is no agreement."""

    theme: Theme
    count: int
    shade: int


@dataclass
class Matrix:
    """`rows`: pairs of what stands for a country and its cells, one a column.

    `left_out`: how many themes in use have no column.
    """

    columns: list
    rows: list
    left_out: int


def read_matrix(countries):
    """For rows of by_country.read_country_rows(), in their order; three queries."""
    columns = read_columns()
    shown = columns_shown(columns)
    counts = count_cells()
    codes = {row.code for row in countries}
    most = max((n for (code, _theme), n in counts.items() if code in codes), default=0)
    rows = [(row, [cell_of(row, column, counts, most) for column in shown]) for row in countries]
    return Matrix(shown, rows, len(columns) - len(shown))


def read_columns():
    """The themes of the upper level that agreements have, in their own order."""
    totals = dict(
        shown_agreements()
        .filter(themes__isnull=False)
        .values_list(upper_theme("themes"))
        .annotate(agreements=Count("pk", distinct=True))
    )
    themes = Theme.objects.published().not_withdrawn().filter(parent=None).in_order()
    return [Column(theme, totals[theme.pk]) for theme in themes if theme.pk in totals]


def columns_shown(columns):
    """The most used of them, still in their own order."""
    used_most = sorted(columns, key=lambda column: -column.count)[:MOST_THEMES]
    return [column for column in columns if column in used_most]


def count_cells():
    """{(code of a country, key of a theme): agreements}."""
    counted = (
        Party.objects.filter(agreement__in=shown_agreements().values("pk"))
        .order_by()
        .values_list("organisation__country", upper_theme("agreement__themes"))
        .annotate(agreements=Count("agreement", distinct=True))
    )
    return {(code, theme): number for code, theme, number in counted if theme}


def shown_agreements():
    return Agreement.objects.published().not_withdrawn().order_by()


def upper_theme(path):
    return Coalesce(f"{path}__parent", path)


def cell_of(row, column, counts, most):
    count = counts.get((row.code, column.theme.pk), 0)
    return Cell(column.theme, count, shade_of(count, most))


def shade_of(count, most):
    """By the root, so that small numbers differ although one country has most of all."""
    return math.ceil(SHADES * math.sqrt(count / most)) if count else 0
