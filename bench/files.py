"""Files of invented records for imports."""

from pathlib import Path

from . import records


class Files:
    """Each is made when it is first asked for."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def organisations(self, size, change=0):
        return self.made(f"organisations-{size}-{change}.json", "ror", size, "--change", change)

    def agreements(self, size, seed=1, of=None):
        """Between the organisations of a register of that size, or of the same."""
        options = "--organisations", self.organisations(of or size), "--seed", seed
        name = f"agreements-{size}-{seed}-of-{of or size}.csv"
        return self.made(name, "agreements", size, *options)

    def pieces(self, path, rows):
        """A CSV file as several of so many rows each."""
        head, *lines = Path(path).read_text(encoding="utf-8").splitlines(keepends=True)
        found = []
        for start in range(0, len(lines), rows):
            piece = Path(path).with_suffix(f".{start}.csv")
            piece.write_text(head + "".join(lines[start : start + rows]), encoding="utf-8")
            found.append(str(piece))
        return found

    def made(self, name, *arguments):
        path = self.folder / name
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            unfinished = path.with_suffix(".unfinished")
            with unfinished.open("w", encoding="utf-8", newline="") as file:
                records.main([str(argument) for argument in arguments], file)
            unfinished.rename(path)
        return str(path)
