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
            self.opened[name] = self.open(name, is_kept=self.options.keep is not None)
        return self.opened[name]

    def open(self, name, is_kept):
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        databases = self.stack.enter_context(DATABASES[name](folder, is_kept))
        registers = Registers(databases, self.files, folder)
        if not is_kept:
            self.stack.callback(registers.drop)
        return registers

    def versions(self):
        """{name of a database: its version}, of those that were used."""
        return {name: registers.databases.version() for name, registers in self.opened.items()}
