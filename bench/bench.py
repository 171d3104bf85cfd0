"""What the parts of one run have in common."""

from pathlib import Path

from .databases import DATABASES
from .files import Files
from .registers import Registers


class Bench:
    """`stack`: closes in the end what was opened, such as the server of a database."""

    def __init__(self, options, folder, stack):
        self.options, self.folder, self.stack = options, Path(folder), stack
        self.files = Files(self.folder / "files")
        self.opened = {}

    def registers(self, name):
        """Those of one database."""
        if name not in self.opened:
            folder = self.folder / name
            folder.mkdir(parents=True, exist_ok=True)
            opening = DATABASES[name](folder, is_kept=self.options.keep is not None)
            databases = self.stack.enter_context(opening)
            self.opened[name] = Registers(databases, self.files, folder)
        return self.opened[name]

    def versions(self):
        """{name of a database: its version}, of those that were used."""
        return {name: registers.databases.version() for name, registers in self.opened.items()}
