"""Files of invented records for imports."""

from pathlib import Path

from . import records


class Files:
    """Each is made when it is first asked for."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def organisations(self, size, change=0):
        return self.made(f"organisations-{size}-{change}.json", "ror", size, "--change", change)

    def agreements(self, size, change=0):
        options = "--organisations", self.organisations(size), "--change", change
        return self.made(f"agreements-{size}-{change}.csv", "agreements", size, *options)

    def made(self, name, *arguments):
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".unfinished")
            with unfinished.open("w", encoding="utf-8", newline="") as file:
                records.main([str(argument) for argument in arguments], file)
            unfinished.rename(path)
        return str(path)
