"""A register with a payload in each text of each row, written past every check of a form."""

from datetime import timedelta
from itertools import cycle

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, FileField, TextField
from django.utils import timezone
from django_countries.fields import CountryField

from accounts.models import User
from agreements.models import Document, Identifier, Milestone
from dates.fields import PartialDateField
from imports.models import Line
from organisations.models import Identifier as OrganisationIdentifier
from organisations.models import Membership, Name, Site
from publishing.actions import publish_together, withdraw
from publishing.languages import LanguageField
from publishing.models import (
    Change,
    Correction,
    FactCheckAnswer,
    Remark,
    ReviewDate,
    Step,
    StoredFile,
    Version,
)
from publishing.sharing import ask_for_check
from publishing.web_addresses import WebAddressField
from search.indexing import rebuild
from tests.factories import (
    add_event,
    add_link,
    add_party,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_link,
    make_organisation,
    make_page,
    make_source,
    make_theme,
    make_user,
)
from tests.imports.making import make_question, make_run
from tests.publishing.drafting import draft_of

from .payloads import PAYLOADS, as_address, as_text

CODES = (CountryField, FileField, LanguageField, PartialDateField)
# Addresses, codes and numbers of the register's own, which no form takes as free words.
KEPT = {
    *("slug", "identifier", "currency", "fact", "withdrawn_reason", "unpublished_reason"),
    *("reference", "sender"),
}
OF_A_RECORD = 3
ROWS_OF_ONE = 12


def texts_of(model):
    """The fields of a model that hold what somebody wrote."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and not isinstance(field, CODES)
        and not field.choices
        and field.editable
        and field.name not in KEPT
        and (model, field.name) != (StoredFile, "name")
    ]


class HostileRegister:
    """`numbers`: which of the PAYLOADS. Three of them stand in each text of a record, one in a row.

    `places`: {"model.field": its number} of every field that holds one.
    """

    def __init__(self, numbers):
        self.numbers = list(numbers)
        self.groups = [
            tuple(self.numbers[start : start + OF_A_RECORD])
            for start in range(0, len(self.numbers), OF_A_RECORD)
        ]
        self.places = {}
        self.now = timezone.now()
        self.editor = make_user("Publishers", "Administrators", username="administrator")

    def fill(self):
        self.sources = [self.poison(make_source(), number) for number in self.numbers]
        self.themes = [
            self.poison(make_theme(slug=f"theme-{n}"), *group) for n, group in self.numbered()
        ]
        self.organisations = [
            self.poison(make_organisation(slug=f"body-{n}", country="JP", published=False), *group)
            for n, group in self.numbered()
        ]
        self.agreements = []
        for n, group in self.numbered():
            self.agreements.append(self.make_agreement(n, group))
        self.articles = [self.make_article(n, group) for n, group in self.numbered()]
        self.fill_with_rows()
        self.publish_all()
        self.make_pages()
        self.make_work_of_editors()
        self.make_imports()
        rebuild()
        return self

    def numbered(self):
        return enumerate(self.groups)

    def place(self, name):
        """The number of a place, the next one when it is new."""
        return self.places.setdefault(name, len(self.places))

    def text(self, name, number, longest=None):
        return as_text([number], self.place(name), longest)

    def poison(self, row, *numbers):
        """The payloads in each text of the row."""
        model = type(row)
        values = {}
        for field in texts_of(model):
            write = as_address if isinstance(field, WebAddressField) else as_text
            place = self.place(f"{model._meta.label}.{field.name}")
            values[field.name] = write(numbers, place, field.max_length)
        model._base_manager.filter(pk=row.pk).update(**values)
        return row

    def make_agreement(self, n, group):
        """Of two parties; it builds on the one before it."""
        parties = [self.organisations[n], self.organisations[n - 1]]
        made = make_agreement(
            slug=f"pact-{n}", parties=parties, themes=[self.themes[n]], published=False
        )
        if self.agreements:
            self.poison(add_link(made, "builds_on", self.agreements[-1]), *group)
        return self.poison(made, *group)

    def make_article(self, n, group):
        """About the agreement and the organisation of the same number."""
        made = make_article(
            slug=f"story-{n}",
            agreements=[self.agreements[n]],
            lead_image="news/none-1000x500.png",
            lead_image_alt="A hall",
            published=False,
        )
        made.organisations.set([self.organisations[n]])
        made.themes.set([self.themes[n]])
        return self.poison(made, *group)

    def fill_with_rows(self):
        """Every payload in every sort of row, a dozen in one record: forms have a limit."""
        for index, number in enumerate(self.numbers):
            for row in self.rows_of(index // ROWS_OF_ONE, index, number):
                self.poison(row, number)

    def rows_of(self, n, index, number):
        agreement, body = self.agreements[n], self.organisations[n]
        other = self.organisations[(n + 2 + index % ROWS_OF_ONE) % len(self.organisations)]
        source = self.sources[index]
        position = 10 + index
        party = add_party(agreement, other, role="lead", position=position)
        yield party
        yield add_signatory(agreement, party, name="A", office="B", position=position)
        yield add_event(agreement, "in_effect", "2025-07", position=position)
        yield Milestone.objects.create(
            agreement=agreement, kind="meeting", text="T", date="2025-08", position=position
        )
        yield Document.objects.create(agreement=agreement, title="T", url=source.url)
        yield Identifier.objects.create(agreement=agreement, scheme="other", value=f"N {number}")
        yield Name.objects.create(organisation=body, name=f"N {number}", kind="former")
        yield Site.objects.create(organisation=body, name="N", country="GB", position=position)
        yield OrganisationIdentifier.objects.create(
            organisation=body, scheme="govuk", value=f"N {number}"
        )
        yield Membership.objects.create(organisation=body, body=other, position=position)
        yield cite(agreement, source, fact="amount")

    def publish_all(self):
        records = [*self.organisations, *self.agreements, *self.articles]
        for record in records:
            record.refresh_from_db()
        publish_together(records, by=None, at=self.now)
        for model in (Version, Change):
            keys = model.objects.order_by("pk").values_list("pk", flat=True)
            for number, key in zip(cycle(self.numbers), list(keys), strict=False):
                note = self.text(f"{model.__name__}.note", number, 500)
                model.objects.filter(pk=key).update(note=note)
        # Its first version stays readable, and so does the history.
        number = self.numbers[-1]
        reason = self.text("Record.withdrawn_reason", number, 500)
        withdraw(self.articles[-1], by=None, reason=reason)

    def make_pages(self):
        for slug, number in zip(("about", "privacy", "contact"), self.numbers, strict=False):
            self.poison(make_page(slug=slug), number)
        page = make_page(slug="about/terms")
        body = "".join(
            f"<p>{self.text('Page.body', number)}</p>{PAYLOADS[number]}" for number in self.numbers
        )
        type(page).objects.filter(pk=page.pk).update(body=body)

    def make_work_of_editors(self):
        """All that is said about one agreement, and what stands in the queues."""
        pact = self.agreements[0]
        draft = draft_of(
            pact, by=self.editor, title=self.text("draft.title", self.numbers[-1], 300),
            body=f"<p>New.</p>{PAYLOADS[self.numbers[-1]]}",
        )  # fmt: skip
        self.fact_check = ask_for_check(pact, by=self.editor)
        self.corrections = []
        for number in self.numbers:
            self.poison(Remark.objects.create(record=pact, by=self.editor, text="T"), number)
            self.make_answer(pact, number)
            self.make_step(pact, draft, number)
            self.make_correction(number)
            link = make_link(used_in=[pact], kept_at=self.now, kept_reason="R")
            self.poison(link, number)
            self.poison(StoredFile.objects.create(name=f"news/{number}.png"), number)
            self.make_review_date(number)
            self.make_author(number)

    def make_author(self, number):
        names = {
            name: self.text(f"accounts.User.{name}", number, 150)
            for name in ("username", "first_name", "last_name")
        }
        User.objects.create(**names, password="!", is_staff=True)

    def make_answer(self, record, number):
        said = {
            "part": "heading",
            "label": self.text("FactCheckAnswer.label", number),
            "verdict": "wrong",
            "words": self.text("FactCheckAnswer.words", number),
        }
        link = self.fact_check
        answer = FactCheckAnswer.objects.create(record=record, link=link, parts=[said])
        self.poison(answer, number)

    def make_step(self, record, version, number):
        change = {key: self.text(f"Step.{key}", number) for key in ("what", "old", "new")}
        Step.objects.create(
            record=record,
            verb=Step.Verb.CHANGED,
            road=Step.Road.FORM,
            by=self.editor,
            version=version,
            remark=self.text("Step.remark", number, 1000),
            changes=[change],
        )

    def make_correction(self, number):
        said = {"at": self.now.isoformat(), "by": self.text("Correction.by", number),
                "text": self.text("Correction.answer", number)}  # fmt: skip
        made = Correction.objects.create(reference=f"C-{number:04d}", text="T", answers=[said])
        self.corrections.append(self.poison(made, number))

    def make_review_date(self, number):
        if number not in self.numbers[: len(self.organisations)]:
            return
        record = self.organisations[self.numbers.index(number)]
        due = timezone.localdate() + timedelta(days=1)
        made = ReviewDate.objects.create(record=record, due_on=due, set_by=self.editor)
        self.poison(made, number)

    def make_imports(self):
        pact = self.agreements[0]
        kind = ContentType.objects.get_for_model(type(pact))
        self.run = make_run(content_type=kind, tally={"refused": len(self.numbers)})
        self.questions = []
        for number in self.numbers:
            change = {key: self.text(f"Line.{key}", number) for key in ("what", "old", "new")}
            line = Line.objects.create(run=self.run, number=number, outcome="refused", label="L")
            self.poison(line, number)
            Line.objects.filter(pk=line.pk).update(changes=[change])
            text = self.text("Question.theirs", number)
            question = make_question(
                run=self.run, key=str(number), place="title", theirs={"title": text},
                before={"title": text}, content_type=kind, object_id=pact.pk,
            )  # fmt: skip
            type(question).objects.filter(pk=question.pk).update(
                label=self.text("Question.label", number, 300),
                origin=self.text("Question.origin", number, 200),
            )
            self.questions.append(question)
        names = {f.name for f in texts_of(type(self.run))} & {"source", "origin", "address"}
        run_texts = {n: self.text(f"Run.{n}", self.numbers[0], 200) for n in names}
        notes = [self.text("Run.notes", number) for number in self.numbers]
        type(self.run).objects.filter(pk=self.run.pk).update(notes=notes, **run_texts)
