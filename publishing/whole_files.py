"""A file is stored whole or not at all, though the disk be full or the process be killed."""

import os
import uuid

from django.core.files.storage import FileSystemStorage

# No address leads into this folder; what is older than a day is swept out of it.
PASSING = ".kept"


class WholeFiles(FileSystemStorage):
    """Writes under a passing name, and gives the file its own when it is complete.

    Half a file under its own name would stand in the way of the next import that brings it.
    """

    def _save(self, name, content):
        passing = f"{PASSING}/{uuid.uuid4().hex}"
        try:
            super()._save(passing, content)
            os.makedirs(os.path.dirname(self.path(name)), exist_ok=True)
            os.replace(self.path(passing), self.path(name))
        except BaseException:
            FileSystemStorage.delete(self, passing)
            raise
        return name
