"""Text in one order on every database: by the bytes of a stored, folded key."""

import re
import unicodedata

from django.db import models
from django.db.models import F, Func

LEADING_ARTICLE = re.compile(r"^(the|a|an) (?=\w)")
WORD = re.compile(r"\w+")


def fold(text):
    """What a reader would call the same name: no case, accents, punctuation or leading article."""
    letters = (text or "").casefold()
    if not letters.isascii():
        decomposed = unicodedata.normalize("NFKD", text).casefold()
        letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return LEADING_ARTICLE.sub("", " ".join(WORD.findall(letters)))


class FoldedKeyField(models.CharField):
    """The folded form of another field, kept by every save and bulk_create."""

    key = staticmethod(fold)

    def __init__(self, source, **options):
        self.source = source
        options = {"max_length": 300, "blank": True, "editable": False, "db_index": True, **options}
        super().__init__(**options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return name, path, [self.source, *args], options

    def pre_save(self, record, add):
        key = self.key(getattr(record, self.source) or "")[: self.max_length]
        setattr(record, self.attname, key)
        return key


class BytesOrder(Func):
    """SQLite compares text by its bytes already; PostgreSQL is told to."""

    template = "%(expressions)s"

    def as_postgresql(self, compiler, connection, **context):
        return super().as_sql(
            compiler, connection, template='(%(expressions)s) COLLATE "C"', **context
        )


def in_text_order(name):
    return BytesOrder(F(name), output_field=models.CharField())
