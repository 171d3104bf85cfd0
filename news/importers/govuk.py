"""News from GOV.UK: articles from the documents of its Content API, and sources from the rest."""

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from dates.partial import PartialDate
from imports.cleaned import Cited, Cleaned, RowRefused
from imports.readers.feeds import shortened
from imports.readers.govuk_documents import read_document
from imports.readers.govuk_kinds import ARTICLE, GONE, ORGANISATION, REDIRECT, SOURCE
from imports.registry import importer
from news.models import Kind
from publishing.models import Source

from .articles import ArticleImporter, dated, longest

PUBLISHER = "GOV.UK"
# The texts of GOV.UK may be used under this licence when it is named:
# https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/
LICENCE = "Open Government Licence v3.0"
KINDS = {"press_release": Kind.PRESS_RELEASE}


@importer
class GovukNewsImporter(ArticleImporter):
    name = "news.govuk"
    formats = ("govuk",)

    @property
    def own_origin(self):
        return PUBLISHER

    @property
    def moved_to(self):
        """Where the only document of the source leads."""
        documents = []
        for raw in self.reader.rows():
            if raw.problem or documents:
                return ""
            try:
                documents.append(read_document(raw.values))
            except ValidationError:
                return ""
        (document,) = documents or (None,)
        return document.leads_to if document and document.kind == REDIRECT else ""

    def clean(self, raw):
        try:
            document = read_document(raw.values)
        except ValidationError as error:
            raise RowRefused(" ".join(error.messages)) from error
        if document.kind == ARTICLE:
            return article(raw.number, document)
        if document.kind == SOURCE:
            return source(raw.number, document)
        raise RowRefused(why_not(document), label=document.title or document.base_path)

    def label_of(self, raw):
        title = raw.values.get("title") or raw.values.get("base_path")
        return title[: longest("title")] if isinstance(title, str) else ""

    def note(self, row, *, new):
        """What GOV.UK says of an update is no note on a first publication here."""
        return _("First publication") if new else super().note(row, new=new)


def why_not(document):
    if document.kind == REDIRECT:
        if not document.leads_to:
            return _("It has moved, and does not say where.")
        return _("It leads to %(address)s: import that address.") % {"address": document.leads_to}
    if document.kind == GONE:
        return " ".join(filter(None, [_("The page is gone from GOV.UK."), document.reason]))
    if document.kind == ORGANISATION:
        return _("It is an organisation: import_organisations reads it.")
    return document.reason


def article(number, document):
    organisations = [names_of(one) for one in document.organisations]
    return Cleaned(
        number=number,
        key=document.key,
        label=document.title[: longest("title")],
        fields=fields_of(document),
        identity={"language": document.language},
        references={"publisher": organisations[0] if organisations else [],
                    "concerned": organisations},
        cited=(cited_of(document, note_of(document, credit())),),
        note=document.change_history[0].note if document.change_history else "",
        remark=picture_in_words(document),
        beside=picture_of(document),
    )  # fmt: skip


def source(number, document):
    """Pages that are no news are what records cite."""
    return Cleaned(
        number=number,
        key=document.key,
        label=document.title[: longest("title")],
        cited=(cited_of(document, note_of(document)),),
        only_cited=True,
    )


def fields_of(document):
    fields = {
        "title": document.title[: longest("title")],
        "kind": KINDS.get(document.document_type, Kind.NEWS_STORY).value,
        "summary": shortened(document.description),
        "body": document.body,
        "publisher": publisher_of(document),
        "original_url": document.web_url,
        "language": document.language,
    }
    day = document.first_published or document.updated
    return {name: value for name, value in fields.items() if value} | (dated(day) if day else {})


def publisher_of(document):
    """The organisation that leads; GOV.UK where the document names none."""
    titles = [organisation.title for organisation in document.organisations if organisation.title]
    return (titles or [PUBLISHER])[0][: longest("publisher")]


def names_of(organisation):
    """The address of its page says more than its title."""
    address = f"https://www.gov.uk{organisation.base_path}" if organisation.base_path else ""
    return [name for name in (address, organisation.title) if name]


def cited_of(document, note):
    return Cited(
        title=document.title[: longest("title", Source)],
        url=document.web_url,
        publisher=publisher_of(document)[: longest("publisher", Source)],
        date=document.first_published or document.updated,
        language=document.language,
        note=note,
    )


def note_of(document, ending=""):
    """That it was withdrawn, and why."""
    sentences = []
    if document.withdrawn:
        day, explanation = document.withdrawn
        words = _("Withdrawn on %(day)s.") % {"day": PartialDate(day)} if day else _("Withdrawn.")
        sentences = [words, explanation]
    room = longest("note", Source) - len(ending) - 1
    notice = Truncator(" ".join(filter(None, sentences))).chars(room)
    return f"{notice} {ending}".strip()


def credit():
    """Whose words an article repeats, and under what licence."""
    words = _("Contains public sector information licensed under the %(licence)s.")
    return words % {"licence": LICENCE}


def picture_of(document):
    if document.image is None:
        return {}
    picture = {
        "picture": document.image.address,
        "picture_alt": document.image.alternative_text,
        "picture_credit": document.image_credit,
    }
    return {name: value for name, value in picture.items() if value}


def picture_in_words(document):
    if document.image is None:
        return ""
    alternative = document.image.alternative_text or _("no alternative text")
    said = {"address": document.image.address, "alternative": alternative}
    return _("Its picture: %(address)s (%(alternative)s)") % said
