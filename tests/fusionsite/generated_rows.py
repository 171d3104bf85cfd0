"""Unpublished records and their rows with something in every field, now and then nothing."""

from django.db import models

from publishing import snapshots
from publishing.fact_paths import fact_choices, known_paths
from publishing.models import Page, Source
from publishing.models.pages import ADDRESSES
from publishing.registry import content_of

NEEDED = {"parties": 1, "citations": 1}
MOST_ROWS = 2


class Rows:
    """`public`: {model: the keys of records that others may name, in the order of their making}."""

    def __init__(self, values, public):
        self.values, self.random, self.public = values, values.random, public
        self.seen = set()

    def make_source(self):
        source = Source()
        fields = [f for f in Source._meta.concrete_fields if f.editable and not f.primary_key]
        self.set_fields(source, fields)
        source.save()

    def make(self, model):
        record = model()
        fields = snapshots.content_fields(model)
        self.set_fields(record, fields)
        record.save()
        self.set_sets(record, fields)
        for name in content_of(model).children:
            for _number in range(self.random.randint(NEEDED.get(name, 0), MOST_ROWS)):
                self.add_row(record, name)
        return record

    def add_row(self, record, name):
        relation = snapshots.child_relation(type(record), name)
        row = relation.model()
        setattr(row, "record" if relation.generic else relation.owner, record)
        self.set_fields(row, relation.fields)
        names_all = all(
            getattr(row, field.attname) or field.null
            for field in relation.fields
            if field.many_to_one
        )
        if names_all and self.is_new(row):
            row.save()
            self.set_sets(row, relation.fields)

    def set_fields(self, row, fields):
        for field in fields:
            if field.many_to_one:
                setattr(row, field.name, self.target(row, field))
            elif not field.many_to_many:
                setattr(row, field.name, self.values.of(field))
        mend = getattr(self, f"mend_{row._meta.label_lower.replace('.', '_')}", None)
        if mend:
            mend(row)

    def set_sets(self, row, fields):
        for field in fields:
            if field.many_to_many:
                public = self.public[field.related_model]
                getattr(row, field.name).set(self.random.sample(public, min(2, len(public))))

    def target(self, row, field):
        """What the row may name: what was public before its record, so that no circle can be."""
        model = field.related_model
        if field.null and self.random.random() < 0.5:
            return None
        if model is Source:
            return self.random.choice(list(Source.objects.order_by("pk")))
        if field.name == "party":
            return row.agreement.parties.order_by("pk").first()
        owner = getattr(row, getattr(row, "owner_field", None) or "pk")
        keys = self.public[model]
        own = getattr(owner, "pk", owner)
        if own in keys:
            keys = keys[: keys.index(own)]
        return model.objects.get(pk=self.random.choice(keys)) if keys else None

    def is_new(self, row):
        """Whether no row says what only one may say; those that are gone count, too."""
        keys = {
            (constraint.name, *(str(value_of(row, name)) for name in constraint.fields))
            for constraint in row._meta.constraints
            if isinstance(constraint, models.UniqueConstraint)
        }
        is_new = not keys & self.seen
        self.seen |= keys
        return is_new

    # What the fields of a row must be together, and what a record needs to be public

    def sure(self, row, *names):
        """A value in each of the fields that may be empty."""
        for name in names:
            while not getattr(row, name):
                setattr(row, name, self.values.of(row._meta.get_field(name)))

    def mend_themes_theme(self, theme):
        if theme.parent and theme.parent.parent_id:
            theme.parent = None

    def mend_organisations_organisation(self, organisation):
        self.sure(organisation, "kind", *["logo_credit"] if organisation.logo else [])

    def mend_organisations_site(self, site):
        self.sure(site, "place")
        if site.latitude is None or site.longitude is None:
            site.latitude = site.longitude = None

    def mend_organisations_identifier(self, identifier):
        identifier.value = self.values.identifier(identifier.scheme)

    def mend_agreements_agreement(self, agreement):
        self.sure(agreement, "kind", "level", "summary")
        if agreement.amount is None:
            agreement.currency = agreement.amount_qualifier = ""
        else:
            self.sure(agreement, "currency", "amount_qualifier")

    def mend_agreements_signatory(self, signatory):
        self.sure(signatory, "office")

    def mend_agreements_document(self, document):
        if not document.file:
            self.sure(document, "url")

    def mend_news_article(self, article):
        self.sure(article, "summary", "body")
        if article.lead_image:
            self.sure(article, "lead_image_alt", "lead_image_credit")

    def mend_publishing_page(self, page):
        self.sure(page, "body")
        if not page.slug or page.slug not in ADDRESSES:
            taken = Page.objects.values_list("slug", flat=True)
            page.slug = self.random.choice(sorted(set(ADDRESSES) - set(taken)))

    def mend_publishing_citation(self, citation):
        paths = sorted(known_paths(fact_choices(citation.record)))
        citation.fact = self.random.choice(paths)
        if not citation.fact:
            citation.value = ""


def value_of(row, name):
    return getattr(row, row._meta.get_field(name).attname)
