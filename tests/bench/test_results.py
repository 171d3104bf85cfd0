"""What a run leaves: bench/RESULTS.md, and the sentences at its end."""

from bench import results
from bench.figures import Figure, Table

BEFORE = """# Results

Measured long ago.

## Imports

| PostgreSQL | figure | promised | |
|---|---:|---|---|
| rows | 1 | at least 2 | ✗ |

## What is not met, and why

- Rows: the disk.
"""


def found():
    made = results.Results()
    made.machine = ["- two processors"]
    made.begin("Kept pages", "No other work.")
    figures = [Figure("share", 0.5, least=0.45), Figure("errors", 3, most=0)]
    made.add("Kept pages", Table("SQLite", figures))
    return made


def test_what_was_not_measured_and_what_people_wrote_stays(tmp_path):
    path = tmp_path / results.RESULTS
    path.write_text(BEFORE)

    results.write(found(), tmp_path, ["Kept pages", "Imports"])

    text = path.read_text()
    assert [line for line in text.splitlines() if line.startswith("## ")] == [
        "## Kept pages",
        "## Imports",
        "## What is not met, and why",
    ]
    assert "- two processors\n\n1 of 3 promises are kept.\n" in text
    assert "| share | 0.50 | at least 0.45 | ✓ |" in text
    assert "| rows | 1 | at least 2 | ✗ |" in text
    assert text.endswith("- Rows: the disk.\n")


def test_written_twice_it_is_the_same(tmp_path):
    results.write(found(), tmp_path, ["Kept pages"])
    first = (tmp_path / results.RESULTS).read_text()

    results.write(found(), tmp_path, ["Kept pages"])

    assert (tmp_path / results.RESULTS).read_text() == first


def test_the_summary_names_each_promise_that_is_not_kept_and_each_part_that_failed():
    made = found()
    made.begin("Imports", "No other work.")
    made.fail("Imports", "no disk")

    assert made.summary().splitlines() == [
        "1 of 2 promises are kept.",
        "- ✗ Kept pages, SQLite: errors: 3.00, at most 0",
        "- ✗ Imports failed: no disk",
    ]
    assert not made.are_kept
    assert "This part failed: no disk" in made.sections()["Imports"]
