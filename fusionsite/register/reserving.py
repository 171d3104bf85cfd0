"""Identifiers and addresses of records that are gone: no other record is given them."""

from dataclasses import dataclass

from .tables import GONE, MERGED, RECORDS


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
    """Of what was taken back, and of organisations that were merged into others."""

    def __init__(self, package, builder, problems):
        self.rows = package.of(GONE)
        self.records = builder.records
        self.addresses = {(r.table.model, r.values.get("slug")) for r in self.records.values()}
        self.problems = problems

    def plans(self):
        return [plan for plan in map(self.plan, self.rows) if plan]

    def plan(self, row):
        model = self.model_of(row)
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
            sentence = f"{reference} was {gone_how(row)}"
            return Reservation(row, model, reference, "conflict", here, sentence)
        return None

    def model_of(self, row):
        if row.table is MERGED:
            return MERGED.model
        return next(t.model for t in RECORDS if t.model._meta.model_name == row.values["model"])

    def plan_new(self, row, model, reference, slug):
        if (model, slug) in self.addresses:
            self.problems.at(row, "slug", "A record of the package has this address today.")
        elif model.objects.filter(slug=slug).exists():
            self.problems.at(row, "slug", "Another record here has this address.")
        elif row.table is MERGED and model.objects.filter(pk=row.values["id"]).exists():
            self.problems.at(row, "id", "Another record here has this key.")
        elif row.table is MERGED and not self.is_public(model, row.values["merged_into"]):
            into = row.values["merged_into"][:60]
            reason = f"“{into}” is not in organisations.csv, nor public here."
            self.problems.at(row, "merged_into", reason)
        else:
            return Reservation(row, model, reference, "created")
        return None

    def is_public(self, model, reference):
        row = self.records.get(reference)
        if row is not None:
            return row.table.model is model
        return model.objects.published().filter(identifier=reference).exists()


def gone_how(row):
    if row.table is MERGED:
        into = row.values["merged_into"]
        return f"merged into {into} there and is here: merge the two here first."
    return "taken back there and is here: take it back here first."
