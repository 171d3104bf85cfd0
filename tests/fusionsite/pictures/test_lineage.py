"""The geometry of the lineage: curves end at their cards and nothing leaves the picture."""

import re
from itertools import pairwise
from random import Random

import pytest

from fusionsite.pictures.lettering import text_width
from fusionsite.pictures.lineage import CARD, EARLIER, LATER, PAD, Text, drawing, strip

WORDS = [*"Memorandum of Cooperation on energy".split(), "between", "文部科学省", "Énergie"]  # noqa: SIM905


def some_texts(random, count):
    return [
        Text(
            title=" ".join(random.choices(WORDS, k=random.randint(1, 30))),
            above="Builds on · Government",
            below=tuple("x" * random.randint(1, 90) for _line in range(random.randint(0, 4))),
            level="gov",
            line=random.choice(["builds", "led"]),
        )
        for _text in range(count)
    ]


def drawings():
    random = Random(410)  # noqa: S311
    for earlier in (1, 3, 6):
        for later in (1, 2, 5):
            [this] = some_texts(random, 1)
            headings = ("It builds on", "This record", "What came of it")
            yield drawing(some_texts(random, earlier), this, some_texts(random, later), headings)


@pytest.mark.parametrize("count", [1, 2, 5, 6])
@pytest.mark.parametrize("side", [EARLIER, LATER])
def test_curves_of_a_page_run_between_the_middles_of_the_cards(count, side):
    curves = strip(["builds"] * count, side)

    middles = [(place + 0.5) / count * 100 for place in range(count)]
    ends = [(curve.start, curve.end) for curve in curves]
    if side == EARLIER:
        assert ends == [((0, y), (100, 50)) for y in middles]
    else:
        assert ends == [((0, 50), (100, y)) for y in middles]
    for curve in curves:
        numbers = [float(each) for each in re.findall(r"[\d.]+", curve.path)]
        assert len(numbers) == 8
        assert min(numbers) >= 0
        assert max(numbers) <= 100


def test_numbers_are_as_short_as_they_can_be():
    assert strip(["led"], LATER)[0].path == "M0 50C55 50 45 50 100 50"
    assert strip(["led"] * 3, EARLIER)[0].path == "M0 16.67C55 16.67 45 50 100 50"


def test_curves_of_a_file_end_at_the_edges_of_their_boxes():
    for picture in drawings():
        into, out = picture.curves[: len(picture.earlier)], picture.curves[len(picture.earlier) :]
        assert [c.start for c in into] == [box.right for box in picture.earlier]
        assert [c.end for c in out] == [box.left for box in picture.later]
        assert {c.end for c in into} == {picture.this.left}
        assert {c.start for c in out} == {picture.this.right}


def test_no_box_touches_another_or_leaves_the_picture():
    for picture in drawings():
        for box in picture.boxes:
            assert 0 < box.x < box.x + box.width < picture.width
            assert 0 < box.y < box.y + box.height < picture.height
        for column in (picture.earlier, picture.later):
            for upper, lower in pairwise(column):
                assert upper.y + upper.height < lower.y


def test_every_line_of_text_stays_in_its_box():
    for picture in drawings():
        for box in picture.boxes:
            baselines = [line.y for line in box.texts]
            assert baselines == sorted(set(baselines))
            assert box.y < baselines[0] - box.texts[0].size
            assert baselines[-1] < box.y + box.height
            for line in box.texts:
                assert text_width(line.text, line.size, bold=line.bold) <= CARD - 2 * PAD


def test_the_same_input_gives_the_same_picture():
    assert list(drawings()) == list(drawings())
