"""Who works with whom on what: the agreements of each country by theme."""

import math
from dataclasses import dataclass

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

    `leaves_out`: whether a theme in use has no column.
    """

    columns: list
    rows: list
    leaves_out: bool


def read_matrix(by_country, countries):
    """For an AgreementsByCountry and rows of it, in their order.

    Counted by the index of the list of agreements, so that each number is that of its list.
    """
    of_country, of_theme = by_country.members, by_country.of_themes()
    columns = read_columns(of_theme)
    shown = columns_shown(columns)
    counts = [
        [len(of_country[row.code] & of_theme[c.theme.slug]) for c in shown] for row in countries
    ]
    most = max((max(row, default=0) for row in counts), default=0)
    cells = [
        [Cell(c.theme, n, shade_of(n, most)) for c, n in zip(shown, row, strict=True)]
        for row in counts
    ]
    return Matrix(shown, list(zip(countries, cells, strict=True)), len(shown) < len(columns))


def read_columns(of_theme):
    """The themes of the upper level that agreements have, in their own order."""
    themes = Theme.objects.published().not_withdrawn().filter(parent=None).in_order()
    return [Column(theme, len(of_theme[theme.slug])) for theme in themes if theme.slug in of_theme]


def columns_shown(columns):
    """The most used of them, still in their own order."""
    used_most = sorted(columns, key=lambda column: -column.count)[:MOST_THEMES]
    return [column for column in columns if column in used_most]


def shade_of(count, most):
    """By the root, so that small numbers differ although one country has most of all."""
    return math.ceil(SHADES * math.sqrt(count / most)) if count else 0
