"""Identifiers and addresses of records that were taken back: no other record is given them."""

from dataclasses import dataclass

from .tables import RECORDS, TAKEN_BACK


@dataclass
class Reservation:
    """`record`: the one that has the identifier or address in this database already."""

    row: object
    model: type
    reference: str
    outcome: str
    record: object = None
    sentence: str = ""


class Reservations:
    def __init__(self, package, builder, problems):
        self.rows = package.of([TAKEN_BACK])
        self.records = builder.records
        self.problems = problems

    def plans(self):
        return [plan for plan in map(self.plan, self.rows) if plan]

    def plan(self, row):
        model = next(t.model for t in RECORDS if t.model._meta.model_name == row.values["model"])
        slug = row.values["slug"]
        if model.identifier_prefix:
            reference = row.values["identifier"]
            here = model.objects.filter(identifier=reference).first()
        else:
            reference = f"{row.values['model']}:{slug}"
            here = model.objects.filter(slug=slug).first()
        if reference in self.records:
            self.problems.at(row, "identifier", f"{reference} is public in this package.")
        elif here is None:
            return self.plan_new(row, model, reference, slug)
        elif here.unpublished_at:
            return Reservation(row, model, reference, "unchanged", here)
        else:
            sentence = f"{reference} was taken back there and is here: take it back here first."
            return Reservation(row, model, reference, "conflict", here, sentence)
        return None

    def plan_new(self, row, model, reference, slug):
        if model.objects.filter(slug=slug).exists():
            self.problems.at(row, "slug", "Another record here has this address.")
            return None
        return Reservation(row, model, reference, "created")
