from dates.forms import DatedFormMixin
from publishing.forms import RecordForm


class ArticleForm(DatedFormMixin, RecordForm):
    pass
