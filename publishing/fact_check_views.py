"""A draft and its questions, for somebody without an account who holds the link."""

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import fact_checks, snapshots
from .actions import upcoming
from .applying import conform
from .fact_checks import RIGHT, WRONG
from .models import PreviewLink
from .models.fact_checks import LONGEST_NAME
from .parts import WHOLE, described_parts
from .preview import ended, preview_address, private, too_many, too_many_requests
from .public_forms import PublicForm, PublicFormView
from .sharing import why_not

LONGEST_WORDS = 1000
VERDICTS = [
    (RIGHT, gettext_lazy("Right")),
    (WRONG, gettext_lazy("Wrong or incomplete")),
    ("", gettext_lazy("I cannot say")),
]


class FactCheckForm(PublicForm):
    """A verdict and words for each of `parts`; words alone for the record as a whole."""

    def __init__(self, *args, parts, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = parts
        for part in parts:
            self.fields[f"verdict-{part.key}"] = forms.ChoiceField(
                label=part.label, choices=VERDICTS, required=False, widget=forms.RadioSelect
            )
            label = _("%(part)s: what is wrong, and what is so?") % {"part": part.label}
            self.fields[f"words-{part.key}"] = self.words_field(label)
        self.fields[f"words-{WHOLE}"] = self.words_field(_("Is anything missing?"))
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            required=False,
            max_length=LONGEST_NAME,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )

    def words_field(self, label):
        area = forms.Textarea(attrs={"rows": 2})
        return forms.CharField(label=label, required=False, max_length=LONGEST_WORDS, widget=area)

    def questions(self):
        """(part, its verdict, its words) as bound fields."""
        return [
            (part, self[f"verdict-{part.key}"], self[f"words-{part.key}"]) for part in self.parts
        ]

    @property
    def whole(self):
        return self[f"words-{WHOLE}"]

    def clean(self):
        cleaned = super().clean()
        for part in self.parts:
            verdict, words = f"verdict-{part.key}", f"words-{part.key}"
            if cleaned.get(words) and not cleaned.get(verdict):
                # Whoever writes what is wrong need not say so twice.
                cleaned[verdict] = WRONG
            elif cleaned.get(verdict) == WRONG and not cleaned.get(words) and words in cleaned:
                self.add_error(words, _("Say what is wrong, in a few words."))
        if not self.errors and not self.answers():
            self.add_error(None, _("Nothing is answered yet. Answer as many parts as you can."))
        return cleaned

    def answers(self):
        found = [self.answer(part.key, part.label) for part in self.parts]
        found.append(self.answer(WHOLE, _("The record as a whole")))
        return [answer for answer in found if answer["verdict"] or answer["words"]]

    def answer(self, key, label):
        return {
            "part": key,
            "label": str(label),
            "verdict": self.cleaned_data.get(f"verdict-{key}", ""),
            "words": self.cleaned_data.get(f"words-{key}", ""),
        }


class FactCheckView(PublicFormView):
    """Shows the draft that the link is bound to, and no other: a draft that moved on is not shown.

    A forged link is not found. After an answer the page is opened anew, with thanks.
    """

    template_name = "publishing/fact_check.html"
    form_class = FactCheckForm

    def dispatch(self, request, *args, **kwargs):
        self.link = self.find(kwargs["token"])
        if too_many(self.link.token):
            return private(too_many_requests())
        self.purpose = f"fact check {self.link.pk}"
        return private(super().dispatch(request, *args, **kwargs))

    def find(self, token):
        links = PreviewLink.objects.of_one_draft().filter(token=token)
        link = links.select_related("version", "content_type").first()
        if link is None or link.record is None:
            raise Http404
        return link

    def get(self, request, *args, **kwargs):
        if reason := why_not(self.link, self.at):
            return ended(request, reason)
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        if reason := why_not(self.link, self.at):
            return ended(request, reason)
        try:
            return super().post(request, *args, **kwargs)
        except fact_checks.Ended as refusal:
            return ended(request, " ".join(refusal.messages))

    def get_form_kwargs(self):
        record, version = self.link.record, self.link.version
        model, now = type(record), snapshots.take(record)
        if record.was_public:
            content = upcoming(model, version, now).snapshot
        else:
            content, _left_out = conform(model, version.snapshot, now)
        return {**super().get_form_kwargs(), "parts": described_parts(model, content)}

    def get_context_data(self, **context):
        record, version = self.link.record, self.link.version
        return super().get_context_data(
            link=self.link,
            version=version,
            record_title=version.snapshot["fields"][type(record).title_field],
            preview_url=preview_address(record, self.link.token, version),
            thanks="thanks" in self.request.GET,
            **context,
        )

    def receive(self, form):
        fact_checks.answer(
            self.link, parts=form.answers(), name=form.cleaned_data["name"], at=self.at
        )

    def get_success_url(self):
        return f"{reverse('fact_check', args=[self.link.token])}?thanks"
