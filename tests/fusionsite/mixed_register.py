"""A register in which rows have every mixture of codes, written as rows without versions."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from agreements.models import Agreement, Event, Party
from agreements.vocabulary import EventCode, Kind, LegalCharacter, Level
from dates.partial import PartialDate
from news.models import Article
from news.models import Kind as NewsKind
from organisations.models import Membership, Organisation
from organisations.vocabulary import Kind as OrganisationKind
from organisations.vocabulary import Status as OrganisationStatus
from themes.models import Theme

COUNTRIES = ["GB", "GB", "JP", "US", "DE", "XX", ""]
DATES = ["", "2019", "2021-05", "2023-11-20", "2024-02-29", "2098"]


class MixedRegister:
    """Mostly public records; a few drafts, withdrawn ones and ones of next week among them."""

    def __init__(self, seed, *, agreements=60, organisations=16, articles=40):
        self.random = Random(seed)  # noqa: S311 - not a secret
        self.now = timezone.now()
        self.number = 0
        self.themes = self.make_themes()
        self.organisations = self.make_organisations(organisations)
        self.agreements = self.make_agreements(agreements)
        self.make_articles(articles)

    def standing(self, prefix=None):
        """Where a record stands: public eight times of ten."""
        self.number += 1
        public = {"published_at": self.now - timedelta(days=1)}
        hidden = self.random.choice(
            [
                {"published_at": None},
                {"published_at": self.now + timedelta(days=7)},
                {**public, "withdrawn_at": self.now, "withdrawn_reason": "It was wrong."},
            ]
        )
        stands = public if self.random.random() < 0.8 else hidden
        numbered = {"identifier": f"{prefix}-{self.number:04d}"} if prefix else {}
        return {"slug": f"record-{self.number}", **numbered, **stands}

    def some(self, values, most):
        return self.random.sample(values, self.random.randint(0, most))

    def dated(self):
        date = PartialDate.parse(self.random.choice(DATES))
        return {"date": date.value, "date_qualifier": date.qualifier}

    def make_themes(self):
        tops = [Theme(name=f"Theme {n}", name_key=f"theme {n}") for n in range(3)]
        below = [Theme(name=f"Technology {n}", parent=tops[n % 2]) for n in range(3)]
        for position, theme in enumerate([*tops, *below]):
            theme.slug, theme.position, theme.published_at = f"theme_{position}", position, self.now
            theme.save()
        return [*tops, *below]

    def make_organisations(self, count):
        made = Organisation.objects.bulk_create(
            Organisation(
                name=f"Laboratory {number}",
                kind=self.random.choice(OrganisationKind.values[:4]),
                status=self.random.choice([*[OrganisationStatus.ACTIVE] * 4, "dissolved"]),
                country=COUNTRIES[number % len(COUNTRIES)],
                **self.standing("OR"),
            )
            for number in range(count)
        )
        for organisation in made:
            organisation.themes.set(self.some(self.themes, 2))
        Membership.objects.bulk_create(
            Membership(organisation=organisation, body=body, position=1)
            for organisation in made
            for body in self.some(made[:3], 2)
            if body != organisation
        )
        return made

    def make_agreements(self, count):
        made = Agreement.objects.bulk_create(
            Agreement(
                title=f"Memorandum {self.random.randint(0, 20)}",
                kind=self.random.choice(Kind.values[:5]),
                level=self.random.choice(Level.values),
                legal_character=self.random.choice(LegalCharacter.values),
                **self.standing("AG"),
            )
            for number in range(count)
        )
        for agreement in made:
            agreement.themes.set(self.some(self.themes, 3))
        rows = [(agreement, n) for agreement in made for n in range(self.random.randint(0, 4))]
        Event.objects.bulk_create(
            Event(
                agreement=agreement,
                position=number,
                code=self.random.choice(EventCode.values),
                planned=self.random.random() < 0.1,
                **self.dated(),
            )
            for agreement, number in rows
        )
        Party.objects.bulk_create(
            Party(agreement=agreement, organisation=organisation, position=1)
            for agreement in made
            for organisation in self.some(self.organisations, 4)
        )
        return made

    def make_articles(self, count):
        made = Article.objects.bulk_create(
            Article(
                title=f"News {number}",
                kind=self.random.choice(NewsKind.values),
                **self.dated(),
                **self.standing("NE"),
            )
            for number in range(count)
        )
        for article in made:
            article.agreements.set(self.some(self.agreements, 2))
            article.organisations.set(self.some(self.organisations, 2))
            article.themes.set(self.some(self.themes, 2))
