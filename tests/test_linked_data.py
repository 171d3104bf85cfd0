"""The list of words by which descriptions are checked does find a wrong one."""

import pytest

from tests.linked_data import misspelt


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"@type": "CreativWork"}, ["/@type: CreativWork"]),
        ({"@type": "CreativeWork", "nmae": "Pact"}, ["/CreativeWork.nmae"]),
        ({"@type": "CreativeWork", "leiCode": "1"}, ["/CreativeWork.leiCode"]),
        ({"@type": "Legislation", "legislationLegalForce": "https://schema.org/Inforce"},
         ["/legislationLegalForce: https://schema.org/Inforce"]),
        ({"@type": "CreativeWork", "creator": [{"@type": "Role", "contributor": "x"}]},
         ["/creator/Role.contributor"]),
    ],
)  # fmt: skip
def test_a_word_that_the_vocabulary_does_not_have_is_seen(facts, wrong):
    assert misspelt({"@context": "https://schema.org", **facts}) == wrong
