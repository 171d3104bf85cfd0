"""The index of near names, alone and at the size of a large register."""

import sys
from random import Random
from uuid import UUID

import pytest

from organisations.near_names import NearNames

ORGANISATIONS, NAMES = 20_000, 4
MOST_BYTES = 1_000  # for each organisation: 100 MB for a hundred thousand
TELLING_NOTHING = ["institute", "university", "national", "research", "centre", "technology"]


def index_of(*names):
    return NearNames([(UUID(int=number), name) for number, name in enumerate(names)])


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Tokamak Energi", "Tokamak Energy"),
        ("Forschungszentrum Julich GmbH", "Forschungszentrum Jülich"),
        ("Institute for Plasma Physics Greifswald", "Institut for Plasma Physics, Greifswald"),
        ("京都フュージョニアリング", "京都フュージョニアリンク"),
    ],
)
def test_a_name_with_a_slip_is_found(name, other):
    index = index_of("Something else", other, "")

    assert index.near([name]) == [UUID(int=1)]


@pytest.mark.parametrize("name", ["Laboratory 12", "Tokamak", "", "North Institute"])
def test_what_only_shares_words_is_not(name):
    assert index_of("Laboratory 13", "Tokamak Energy", "South Institute").near([name]) == []


def test_an_empty_index_finds_nothing():
    assert index_of().near(["Tokamak Energy"]) == []


@pytest.mark.drill
def test_a_large_register_is_searched_within_bounds():
    random = Random(1)  # noqa: S311 - not a secret
    words = ["".join(random.choices("abcdefghiklmnoprstuvwz", k=9)) for _word in range(20_000)]
    names = []
    for number in range(ORGANISATIONS):
        for _name in range(NAMES):
            text = " ".join(random.sample(TELLING_NOTHING, 2) + random.sample(words, 2))
            names.append((UUID(int=number), text))

    index = NearNames(names)

    held = sum(sys.getsizeof(part) for part in vars(index).values())
    assert held - 4 * 4 * 2**18 < MOST_BYTES * ORGANISATIONS
    missed = sum(key not in index.near([name[:-1] + "x"]) for key, name in names[:2_000])
    # Words that very many share lead nowhere: a few near names are not found.
    assert missed <= 20
