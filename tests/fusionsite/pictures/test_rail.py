"""The narrow timeline: every line runs from its records to the one that it leads to."""

import pytest

from fusionsite.pictures.rail import MOST_WIDTH, TOP_HEIGHT, rail
from fusionsite.pictures.shapes import Link

from .drawing import made_up, record


def test_rows_stand_oldest_first():
    found = rail([record("late", "2025-06-19"), record("early", "2024-02-14")], [])
    assert [row.record.key for row in found.rows] == ["early", "late"]


def test_a_link_leaves_its_record_passes_others_and_reaches_its_end():
    records = [record(key, f"2024-0{n}-01") for n, key in enumerate("abc", start=1)]
    found = rail(records, [Link("a", "c", "builds")])
    [(strand, x)] = found.columns
    leaving, passing, arriving = found.rows
    assert (strand.rows, strand.end) == ((0,), 2)
    assert [line.path for line in leaving.top_lines] == [f"M{found.mark_x} 15V{TOP_HEIGHT}"]
    assert leaving.bottom_lines[0].path.endswith(f" {x} 100")
    assert passing.top_lines[0].path == f"M{x} 0V{TOP_HEIGHT}"
    assert passing.bottom_lines[0].path == f"M{x} 0V100"
    assert arriving.top_lines[0].path.endswith(f" {found.mark_x} 15")
    assert arriving.bottom_lines == ()
    assert arriving.links == (Link("a", "c", "builds"),)


@pytest.mark.parametrize("seed", range(5))
def test_lines_that_pass_one_row_never_share_a_column_and_the_rail_stays_narrow(seed):
    records, links = made_up(40, seed=seed)
    found = rail(records, links)
    busy = {}
    for strand, x in found.columns:
        for row in range(strand.first, strand.end + 1):
            assert (row, x) not in busy
            busy[row, x] = strand
        assert 0 < x < found.mark_x
    assert found.width <= MOST_WIDTH + 30
    assert len({(link.later, link.relation) for link in links}) == len(found.columns)


def test_a_link_back_in_time_is_drawn_all_the_same():
    found = rail([record("a", "2024-01-01"), record("b", "2025-01-01")], [Link("b", "a", "led")])
    assert found.columns[0][0].end == 1
