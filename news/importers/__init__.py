from .feeds import FeedImporter
from .govuk import GovukNewsImporter
from .tables import ArticleTable

__all__ = ["ArticleTable", "FeedImporter", "GovukNewsImporter"]
