"""Keys of the organisations and agreements that rows name."""

from collections import defaultdict
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from agreements import matching
from imports.cleaned import RowRefused, told_apart
from organisations.match_keys import match_key
from organisations.matching import references
from organisations.models import Name
from publishing.ordering import fold

from .fitting import natural_key

# In place of the key of a row, where several have the title.
SEVERAL = ""


class Linking:
    """`targets`: {key of a row: key of its agreement}; `titles`: {folded title: key of its row}.

    `refused`: {row number: RowRefused} of those that name what is not here.
    """

    def __init__(self, rows, targets, titles):
        self.targets = targets
        self.titles = titles
        organisations = named(rows, "parties", 0) | named(rows, "signatories", 2)
        organisations |= named_in_milestones(rows)
        self.organisations = references(organisations - {""})
        self.former_names = former_names(organisations)
        others = {text for text in named(rows, "links", 1) if self.row_named(text) is None}
        self.agreements = matching.references(others)
        self.refused = {}
        for row in rows:
            try:
                self.link(row)
            except RowRefused as refusal:
                self.refused[row.number] = refusal

    def link(self, row):
        if "parties" in row.references:
            row.children["parties"] = self.parties(row)
        if "signatories" in row.references:
            row.children["signatories"] = self.signatories(row)
        if "milestones" in row.references:
            row.children["milestones"] = self.milestones(row)
        if "links" in row.references:
            row.children["links"] = self.links(row)

    def parties(self, row):
        found = {}
        for reference, role, *more in row.references["parties"]:
            key = self.organisation(reference, "parties")
            values = {"organisation": key, "role": role}
            if former := self.former_names.get((key, reference)):
                values["name_at_signing"] = former
            values |= dict(*more)
            if found.setdefault(natural_key("parties", values), values) is not values:
                raise RowRefused(_("It is named twice."), "parties", reference)
        return found

    def organisation(self, reference, column):
        found = self.organisations.get(reference)
        if found is None or isinstance(found, ValidationError):
            sentence = " ".join(found.messages) if found else _("No organisation here has it.")
            raise RowRefused(sentence, column, reference)
        return str(found)

    def signatories(self, row):
        """Each with the party that it is for, by the natural key of that row."""
        parties = {
            values["organisation"]: natural
            for natural, values in row.children.get("parties", {}).items()
        }
        found = []
        for name, office, reference, *more in row.references["signatories"]:
            key = self.organisation(reference, "signatories") if reference else None
            if reference and key not in parties:
                raise RowRefused(_("It is not among the parties."), "signatories", reference)
            values = {"name": name, "office": office, "party": parties.get(key)}
            found.append(values | dict(*more))
        return told_apart(found, partial(natural_key, "signatories"))

    def milestones(self, row):
        found = []
        for values in row.references["milestones"]:
            keys = {self.organisation(text, "milestones") for text in values["organisations"]}
            found.append({**values, "organisations": sorted(keys)})
        return told_apart(found, partial(natural_key, "milestones"))

    def links(self, row):
        found = {}
        for kind, reference, *more in row.references["links"]:
            target = self.agreement(row, reference)
            if target is None:
                row.waits = True
                continue
            values = {"kind": kind, "to_agreement": str(target), **dict(*more)}
            found[natural_key("links", values)] = values
        return found

    def agreement(self, row, reference):
        """The key of the agreement; None where the row that makes it is still to be written."""
        if self.titles.get(fold(reference)) == SEVERAL and reference not in self.targets:
            raise RowRefused(_("Several rows have this title. Give a key."), "links", reference)
        key = self.row_named(reference)
        if key == row.key:
            message = _("An agreement cannot be linked to itself.")
            raise RowRefused(message, "links", reference)
        if key is not None:
            return self.targets[key]
        found = self.agreements[reference]
        if isinstance(found, ValidationError):
            raise RowRefused(" ".join(found.messages), "links", reference)
        return found

    def row_named(self, reference):
        """The key of the row of this source that has this key or title, or None."""
        if reference in self.targets:
            return reference
        key = self.titles.get(fold(reference))
        return key if key in self.targets else None


def former_names(texts):
    """{(key of an organisation, text): the name that it had} of texts that are such a name."""
    spelt = defaultdict(list)
    for text in texts - {""}:
        spelt[match_key(text)].append(text)
    names = Name.objects.filter(kind=Name.Kind.FORMER, name_match__in=list(spelt)).order_by("pk")
    rows = names.values_list("organisation", "name_match", "name")
    return {
        (str(organisation), text): name for organisation, key, name in rows for text in spelt[key]
    }


def named(rows, name, place):
    """The references of one sort."""
    return {reference[place] for row in rows for reference in row.references.get(name, ())}


def named_in_milestones(rows):
    return {
        text
        for row in rows
        for values in row.references.get("milestones", ())
        for text in values["organisations"]
    }
