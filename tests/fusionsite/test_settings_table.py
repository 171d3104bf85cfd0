"""docs/operating.md has a row for each variable that the code reads, with its default."""

from .settings_read import UNKNOWN, read_by, settings_described, settings_read


def test_every_variable_has_a_row_and_every_row_a_variable():
    assert len(settings_read()) > 15
    assert set(settings_described()) == set(settings_read())


def test_the_rows_name_the_defaults_that_the_code_has():
    """What follows a semicolon tells of the local trial."""
    described = {
        name: default.partition(";")[0] for name, (_must, default) in settings_described().items()
    }
    known = {name: value for name, value in settings_read().items() if value is not UNKNOWN}

    assert len(known) > 10
    assert {name: described[name] for name in known} == known


def test_what_production_must_set_is_marked_and_nothing_else():
    marked = {name for name, (must, _default) in settings_described().items() if must}

    assert marked == {name for name, value in settings_read().items() if value == "none"}


def test_every_way_to_read_a_variable_is_seen():
    source = """
flag("ONE"); environment.number("TWO", default=0 if DEBUG else 32); os.environ["THREE"]
folder = os.environ.get("FOUR", "").strip() or DATA_DIR / "four"
os.getenv("FIVE"); required("SIX", "advice", default="x" if debug else None)
os.environ.setdefault("SEVEN", "x"); options.get("EIGHT"); flag(name)
"""

    assert read_by(source) == {
        "ONE": "`0`",
        "TWO": "`32`",
        "THREE": UNKNOWN,
        "FOUR": "`var/four`",
        "FIVE": UNKNOWN,
        "SIX": "none",
    }
