"""Uploaded files in an object store. They are private: the register reads them for its visitors.

Imported only where MEDIA_URL names a store: it needs the packages of the group "s3".
"""

import io
from contextlib import contextmanager

from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionError,
    HTTPClientError,
    IncompleteReadError,
)
from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage
from storages.utils import clean_name

from .stored_files import FilesAway, WithNarrowerPictures

NOT_FOUND, BROKEN = 404, 500
UNANSWERED = ConnectionError, HTTPClientError, IncompleteReadError
CONNECTING_SECONDS, ANSWERING_SECONDS = 5, 20
MOST_ATTEMPTS = 3


def client_config():
    """For stores of every make: the bucket in the path, no newer headers than are needed."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        connect_timeout=CONNECTING_SECONDS,
        read_timeout=ANSWERING_SECONDS,
        retries={"mode": "standard", "total_max_attempts": MOST_ATTEMPTS},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )


@contextmanager
def as_of_files(name, *, missing=FileNotFoundError):
    """What the store complains of is said as a file system would."""
    try:
        yield
    except ClientError as error:
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode")
        kind = OSError
        if status == NOT_FOUND:
            kind = missing
        elif status and status >= BROKEN:
            kind = FilesAway
        raise kind(f"The object store refused {name!r}: {error}") from error
    except BotoCoreError as error:
        # Wrong settings do not pass.
        kind = FilesAway if isinstance(error, UNANSWERED) else OSError
        raise kind(f"The object store could not be asked for {name!r}: {error}") from error


class RegisterObjects(WithNarrowerPictures, S3Storage):
    def __init__(self, **options):
        super().__init__(client_config=client_config(), file_overwrite=False, **options)

    def _open(self, name, mode="rb"):
        """Read at once, with one question: no upload is larger than 20 MB."""
        if mode != "rb":
            raise ValueError("Stored files are read whole, and never changed.")
        with as_of_files(name):
            key = self._normalize_name(clean_name(name))
            client = self.connection.meta.client
            answer = client.get_object(Bucket=self.bucket_name, Key=key)
            return File(io.BytesIO(answer["Body"].read()), name)

    def _save(self, name, content):
        with as_of_files(name, missing=OSError):
            return super()._save(name, content)

    def put(self, name, content):
        """Store these bytes, alone and under this very name: whoever reads gets all or none."""
        with as_of_files(name, missing=OSError):
            S3Storage._save(self, name, ContentFile(content))

    def delete_alone(self, name):
        with as_of_files(name):
            super().delete_alone(name)

    def exists(self, name):
        with as_of_files(name):
            return super().exists(name)

    def listdir(self, name):
        """A folder that is not there is an empty one; a bucket that is not there is a fault."""
        with as_of_files(name, missing=OSError):
            return super().listdir(name)

    def size(self, name):
        with as_of_files(name):
            return super().size(name)

    def get_modified_time(self, name):
        with as_of_files(name):
            return super().get_modified_time(name)
