"""A record as a reference, for programs that keep references: the line to cite, as a file."""

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import category

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from publishing.cited import CitedVersion, cite_live, cite_version
from publishing.models import Version

from .records import RecordFormat

VERSION = "version"
NUMBER = re.compile(r"[1-9][0-9]{0,8}")
TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "%&$#_{}"},
}
# BibTeX counts braces before TeX reads the text, and counts escaped ones as well.
WITHOUT_BRACES = {**TEX, "{": r"\textbraceleft{}", "}": r"\textbraceright{}"}


@dataclass(frozen=True)
class About:
    """What a record is about: "Memorandum of cooperation, 19 June 2025".

    `date`: that of the thing itself in ISO 8601, where it is exactly known, as exact as it is.
    """

    words: str
    date: str | None = None


@dataclass(frozen=True)
class Reference:
    """`about`: None for an earlier version, of which only what it was called is told."""

    cited: CitedVersion
    about: About | None
    accessed: date

    @property
    def register(self):
        return _("Fusion Cooperation Register")

    @property
    def keeper(self):
        return _("UK Fusion Cluster")

    @property
    def original_date(self):
        return self.about.date if self.about else None

    @property
    def note(self):
        sentences = [self.about.words] if self.about else []
        if day := self.cited.withdrawn_on:
            words = {"day": date_format(day, "j F Y"), "why": self.cited.record.withdrawn_reason}
            sentences.append(_("Withdrawn from the register on %(day)s: %(why)s") % words)
        return " ".join(f"{sentence.rstrip('.')}." for sentence in sentences)


class ReferenceFormat(RecordFormat):
    """`about`: gives About of a record on a day. ?version=3 is the reference of that version."""

    parameters = frozenset({VERSION})

    def __init__(self, about):
        self.about = about

    def response(self, record, request):
        today = timezone.localdate()
        cited = asked_version(record, request.GET.getlist(VERSION))
        about = self.about(record, today) if cited.is_live else None
        response = HttpResponse(
            self.written(Reference(cited, about, today)),
            content_type=f"{self.content_type}; charset=utf-8",
        )
        name = f"{cited.key}.{self.ending}"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def written(self, reference):
        raise NotImplementedError


class BibTeX(ReferenceFormat):
    """For BibTeX and biblatex, https://ctan.org/pkg/biblatex: what one does not know it skips."""

    ending = "bib"
    label = "BibTeX"
    content_type = "application/x-bibtex"

    def written(self, reference):
        cited = reference.cited
        fields = {
            # In braces of their own, names are not taken apart and titles keep their capitals.
            "author": f"{{{in_tex(reference.register)}}}",
            "title": f"{{{in_tex(cited.title)}}}",
            "year": cited.day.year,
            "date": cited.day.isoformat(),
            "origdate": reference.original_date,
            "howpublished": in_tex(_("Record %(identifier)s") % {"identifier": cited.identifier}),
            "version": cited.number,
            "organization": in_tex(reference.keeper),
            "note": in_tex(reference.note),
            "url": cited.address,
            "urldate": reference.accessed.isoformat(),
        }
        lines = [f"  {name:<12} = {{{value}}}," for name, value in fields.items() if value]
        return "\n".join([f"@misc{{{cited.key},", *lines, "}", ""])


class RIS(ReferenceFormat):
    """https://en.wikipedia.org/wiki/RIS_(file_format): a line a fact, each ended by CR and LF."""

    ending = "ris"
    label = "RIS"
    content_type = "application/x-research-info-systems"

    def written(self, reference):
        cited = reference.cited
        facts = [
            ("TY", "ELEC"),
            ("ID", cited.key),
            ("AU", reference.register),
            ("TI", cited.title),
            ("PY", cited.day.year),
            ("DA", in_ris(cited.day)),
            ("ET", _("Version %(number)s") % {"number": cited.number}),
            ("AN", cited.identifier),
            ("PB", reference.keeper),
            ("N1", reference.note),
            ("UR", cited.address),
            ("Y2", in_ris(reference.accessed)),
        ]
        lines = [f"{tag}  - {in_one_line(str(value))}" for tag, value in facts if value]
        return "\r\n".join([*lines, "ER  - ", ""])


def asked_version(record, numbers):
    """The CitedVersion that an address asks for; raises ValidationError or Http404."""
    if not numbers:
        cited = cite_live(record)
    elif len(numbers) == 1 and NUMBER.fullmatch(numbers[0]):
        version = Version.objects.of(record).public().filter(number=numbers[0]).first()
        cited = version and cite_version(record, version)
    else:
        raise ValidationError(_("Version: give the number of one version, such as 2."))
    if not cited:
        raise Http404
    return cited


def in_one_line(text):
    """The text without line breaks and without what is no character to print."""
    return "".join(c for c in " ".join(text.split()) if category(c) != "Cc")


def in_tex(text):
    text = in_one_line(str(text))
    return text.translate(str.maketrans(TEX if has_pairs(text) else WITHOUT_BRACES))


def has_pairs(text):
    """Whether each brace that opens is closed, and none is closed before."""
    depth = 0
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


def in_ris(day):
    """YYYY/MM/DD/ and nothing else to say of it."""
    return day.strftime("%Y/%m/%d/")
