import pytest

from organisations.models import Organisation
from publishing.ordering import fold
from tests.factories import make_organisation


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("École Polytechnique", "ecole polytechnique"),
        ("The Fusion Cluster", "fusion cluster"),
        ("Tokamak-Energy, Ltd.", "tokamak energy ltd"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("文部科学省", "文部科学省"),
        ("A", "a"),
        ("", ""),
    ],
)
def test_names_are_folded(text, key):
    assert fold(text) == key


@pytest.mark.django_db
def test_names_stand_in_the_same_order_on_every_database():
    names = ["Zeta", "école", "Ecole 2", "alpha", "The Beta", "日本", "Ōsaka", "_odd", "Alpha-1"]
    for name in names:
        make_organisation(name, published=False)
    found = [o.name for o in Organisation.objects.in_name_order()]
    assert found == ["_odd", "alpha", "Alpha-1", "The Beta", "école", "Ecole 2", "Ōsaka", "Zeta",
                     "日本"]  # fmt: skip
