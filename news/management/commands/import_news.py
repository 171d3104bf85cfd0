from imports.command import ImportCommand
from news.models import Article


class Command(ImportCommand):
    help = (
        "Imports articles from tables (CSV, XLSX, JSON, JSON Lines), from GOV.UK and from feeds, "
        "whose entries become drafts; docs/importing.md."
    )
    model = Article
