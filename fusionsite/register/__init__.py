"""The whole register as one data package, read and written.

A package is a folder or a zip: datapackage.json, a CSV file for each table (tables.py), and the
pictures and documents under media/. It holds what is public, and nothing of drafts and accounts.

What an import does with a record that is here already, found by its permanent identifier (a theme
or page by its address, a source by its key):

- The package goes on from the very version that is live here: the package is newer; updated, even
  when it came back to a content that was public before.
- Its content is the same: unchanged. What the package tells of it since (a withdrawal, a link from
  another record) is taken over.
- Its content is one that was public here before: this register is newer; unchanged.
- What is live here is one of the versions that the package has: the package is newer; updated,
  with the versions and changes that came since.
- The package has no history of it, or one that ends at the very version that is live here (its
  tables were mended by hand): updated, as a new version with the note “Imported” – unless an editor
  has changed the record here.
- Otherwise both sides have moved on: a conflict, and nothing at all is written.
- It was taken back here: it stays so, unchanged. It was taken back there and is public here: a
  conflict; take it back here first. The same goes for organisations that were merged into others.

Sources have no versions: the package's text is taken over unless an editor has changed the source
here. Nothing here is deleted because a package does not have it.
"""

from .exporting import export_package
from .files import FORMATS
from .importer import Importer
from .problems import Refused, Unreadable
from .tables import RECORDS

__all__ = ["FORMATS", "RECORDS", "Importer", "Refused", "Unreadable", "export_package"]
