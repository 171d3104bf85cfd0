"""What importers of articles have in common."""

from imports.importer import Importer
from news.matching import match
from news.models import Article

from .linking import Linking


class ArticleImporter(Importer):
    model = Article

    def match(self, rows):
        return match(rows)

    def link(self, rows, targets):
        return Linking(rows).refused


def longest(name, model=Article):
    return model._meta.get_field(name).max_length


def dated(value, qualifier="on", note=""):
    return {"date": value, "date_qualifier": qualifier, "date_note": note}
