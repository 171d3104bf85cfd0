"""A hundred thousand agreements and as many organisations, with all that a real register has.

Each is a copy of a record that was published as records are: what is written here are rows alone.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from agreements.models import Agreement
from agreements.vocabulary import Kind, LegalCharacter, Level
from news.models import Article
from organisations.models import Organisation
from organisations.vocabulary import Kind as OrganisationKind

from .copying import Copies, one_of
from .originals import Originals
from .told import AGREEMENTS_AN_ARTICLE, RECORDS_A_MINUTE, SCATTER, SUBJECTS, Told

COUNTRIES = ["GB"] * 6 + ["US"] * 4 + ["JP"] * 2 + ["DE"] * 2 + ["FR", "KR", "IT", "CA", "XX", ""]
ORGANISATION_KINDS = [
    *[OrganisationKind.COMPANY] * 4,
    *[OrganisationKind.UNIVERSITY] * 3,
    *[OrganisationKind.RESEARCH_ORGANISATION] * 2,
    OrganisationKind.OTHER,
]
KINDS = [*[Kind.MEMORANDUM_OF_UNDERSTANDING] * 4, Kind.CONTRACT, Kind.TREATY, Kind.PARTNERSHIP]
LEVELS = [Level.AGENCY, Level.AGENCY, Level.COMPANY, Level.GOVERNMENT, Level.MIXED]
LEGAL_CHARACTERS = [*[LegalCharacter.NOT_STATED] * 7, LegalCharacter.BINDING]
# So many organisations are in most agreements.
BUSY = 200
# As SCATTER, for another pattern.
SCATTER_MORE = 104729


class LargeRegister(Originals):
    """`agreement`, `organisation`, `article`: those that were copied; all of their pages are full.

    `themes`: some that records have.
    """

    def __init__(self, number):
        super().__init__()
        self.number = number
        self.copies = Copies(number)
        self.copy_organisations()
        self.copy_agreements()
        self.copy_articles()
        self.source = Told(self.copies, self.kinds).source
        look_at_tables()

    def record(self, row, named, prefix, title, **columns):
        """Copy a numbered record; `title`: SQL of its title."""
        copies = self.copies
        copies.like(
            row,
            id=copies.key(named),
            slug=f"'{named}-' || n",
            identifier=f"'{prefix}-' || (n + 1000)",
            published_at=copies.minutes_ago(f"n / {RECORDS_A_MINUTE}"),
            **{row.title_field: title, f"{row.title_field}_key": f"lower({title})"},
            **columns,
        )

    def scattered(self, kind, times=SCATTER):
        """The key of one of all the records of a kind."""
        return self.copies.key(kind, f"1 + n * {times} % {self.number}")

    def theme(self, number="n"):
        keys = [theme.pk.hex for theme in self.themes]
        return self.copies.typed(one_of(keys, number), "uuid")

    def copy_organisations(self):
        copies, name = self.copies, "'Laboratory ' || n"
        key = copies.key("organisation")
        self.record(
            self.organisation,
            *("organisation", "ORG", name),
            name_match="'laboratory ' || n",
            kind=one_of(ORGANISATION_KINDS),
            country=one_of(COUNTRIES, "n / 3"),
        )
        of_it = {"organisation_id": key}
        copies.like(
            self.organisation.names.get(),
            "n % 5 = 0",
            **of_it,
            id=copies.key("name"),
            name="'Lab ' || n",
            name_key="'lab ' || n",
            name_match="'lab ' || n",
        )
        copies.like(self.organisation.sites.get(), "n % 5 = 1", **of_it, id=copies.key("site"))
        copies.like(
            self.organisation.memberships.get(),
            "n % 50 = 0",
            **of_it,
            id=copies.key("membership"),
        )
        copies.like(
            self.organisation.identifiers.get(),
            "n % 2 = 0",
            **of_it,
            id=copies.key("identifier"),
            value="'L ' || n",
        )
        copies.pairs(Organisation.themes.through, **of_it, theme_id=self.theme())

    def copy_agreements(self):
        copies = self.copies
        self.record(
            self.agreement,
            *("agreement", "AG", f"'Memorandum ' || n || ' on ' || {one_of(SUBJECTS)}"),
            kind=one_of(KINDS, "n / 2"),
            level=one_of(LEVELS, "n / 3"),
            legal_character=one_of(LEGAL_CHARACTERS, "n / 5"),
        )
        self.copy_events()
        self.copy_parties()
        self.copy_further_rows()
        themes = Agreement.themes.through
        of_it = {"agreement_id": copies.key("agreement")}
        copies.pairs(themes, "n % 4 <> 0", **of_it, theme_id=self.theme("n / 4"))
        copies.pairs(themes, "n % 3 = 0", **of_it, theme_id=self.theme("n / 4 + 1"))

    def copy_events(self):
        signed, in_effect, expires = self.agreement.events.order_by("date")
        year = f"1950 + n * {SCATTER} % 76"
        day = f"({year}) || '-0' || (1 + n % 9) || '-' || (10 + n % 19)"
        self.event(signed, "n % 16 <> 0", day, day)
        year = f"1951 + n / 4 * {SCATTER} % 76"
        self.event(in_effect, "n % 4 = 0", f"({year}) || '-01-01'", f"({year}) || '-12-31'")
        year = f"1955 + n / 5 * {SCATTER} % 90"
        self.event(expires, "n % 5 = 0", f"({year}) || '-12-31'", f"({year}) || '-12-31'")

    def event(self, row, where, first, last):
        self.copies.like(
            row,
            where,
            id=self.copies.key(f"event {row.code}"),
            agreement_id=self.copies.key("agreement"),
            date=first,
            earliest=self.copies.day(first),
            latest=self.copies.day(last),
        )

    def copy_parties(self):
        """A few organisations are in very many agreements."""
        copies, row = self.copies, self.agreement.parties.order_by("position").first()
        busy = f"(1 + n * {SCATTER} % {min(BUSY, self.number)})"
        second = f"(1 + n * {SCATTER} % {self.number})"
        third = f"(1 + n * {SCATTER_MORE} % {self.number})"
        parties = {
            busy: "1 = 1",
            second: f"{second} <> {busy}",
            third: f"n % 4 = 0 AND {third} NOT IN ({busy}, {second})",
        }
        for position, (organisation, where) in enumerate(parties.items()):
            copies.like(
                row,
                where,
                id=copies.key(f"party {position}"),
                agreement_id=copies.key("agreement"),
                organisation_id=copies.key("organisation", organisation),
                position=str(position),
            )

    def copy_further_rows(self):
        copies, of_it = self.copies, {"agreement_id": self.copies.key("agreement")}
        rows = {
            "link": (self.agreement.links.get(), "n % 8 = 0 AND n > 8"),
            "milestone": (self.agreement.milestones.get(), "n % 8 = 1"),
            "document": (self.agreement.documents.get(), "n % 3 = 0"),
            "signatory": (self.agreement.signatories.get(), "n % 3 = 1"),
        }
        for kind, (row, where) in rows.items():
            more = {"to_agreement_id": copies.key("agreement", "n / 2")} if kind == "link" else {}
            copies.like(row, where, **of_it, **more, id=copies.key(kind))

    def copy_articles(self):
        copies, year = self.copies, f"1990 + n * {SCATTER} % 36"
        copies = self.copies = Copies(self.number // AGREEMENTS_AN_ARTICLE)
        day = f"({year}) || '-0' || (1 + n % 9) || '-15'"
        self.record(
            self.article,
            *("article", "NEWS", "'News ' || n"),
            date=day,
            earliest=copies.day(day),
            latest=copies.day(day),
        )
        of_it = {"article_id": copies.key("article")}
        for field, model in (("agreements", "agreement"), ("organisations", "organisation")):
            through = getattr(Article, field).through
            copies.pairs(through, **of_it, **{f"{model}_id": self.scattered(model)})
        copies.pairs(Article.themes.through, **of_it, theme_id=self.theme())
        self.copies = Copies(self.number)

    @property
    def records(self):
        return {
            "organisations": self.organisation,
            "agreements": self.agreement,
            "news": self.article,
        }

    @property
    def kinds(self):
        return {
            "organisation": self.organisation,
            "agreement": self.agreement,
            "article": self.article,
        }


def look_at_tables():
    """PostgreSQL counts what it holds from time to time; nobody tells SQLite to."""
    ContentType.objects.clear_cache()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE)")
