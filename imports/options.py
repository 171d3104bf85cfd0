from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Options:
    """What whoever imports says of the source. It is kept with the run, as JSON.

    `day_first`: how 03/04/2025 is read; None refuses it. `only` and `countries` choose rows,
    `everything` brings those too that the register does not have, where an importer asks for that.
    `keep_identifiers`: the file is of a register, and what is new here keeps what it had there.
    `origin`: whose statements the rows are; the rest describes the source that records cite.
    """

    format: str = ""
    encoding: str = ""
    sheet: str = ""
    day_first: bool | None = None
    only: tuple = ()
    countries: tuple = ()
    everything: bool = False
    keep_identifiers: bool = False
    origin: str = ""
    source_title: str = ""
    source_url: str = ""
    source_publisher: str = ""

    def as_json(self):
        """Only what was said."""
        return {name: value for name, value in asdict(self).items() if value not in ("", (), None)}

    @classmethod
    def from_json(cls, said):
        lists = {name: tuple(said[name]) for name in ("only", "countries") if name in said}
        return cls(**{**said, **lists})
