"""Whatever an author sends, readers see no change: a draft of their own is the most it makes."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache, cached_property
from typing import NamedTuple

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from news.models import Article
from publishing import drafts, review, sharing, snapshots
from publishing.actions import publish, unpublish, withdraw
from publishing.locks import live_version
from publishing.models import (
    Change,
    IdentifierCounter,
    PlannedWithdrawal,
    PreviewLink,
    Redirect,
    Source,
    Step,
    Version,
)
from publishing.preview import name_of
from publishing.registry import content_of, versioned_models
from tests.admin_forms import add_address, address, read_form
from tests.factories import (
    add_link,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_user,
)
from tests.publishing.drafting import content_with

pytestmark = pytest.mark.django_db

FORGED_REQUESTS = "forged requests as an author"
NOTHING, DRAFT = "nothing", "a draft by the author"
CITATION = "publishing-citation-content_type-object_id"
NO_KEY = "00000000-0000-0000-0000-000000000000"
TO_COME = timezone.now() + timedelta(days=30)
# What the forms of all tools ask for together.
ANSWERS = {
    "remark": "It is right.",
    "reason": "It is wrong.",
    "change_note": "A better title.",
    "minor_change": "on",
    "day": f"{TO_COME:%Y-%m-%d}",
    "clock": "12:00",
}
NOW = {"day": "", "clock": ""}
TEXTS = {"title": "Forged", "summary": "Forged.", "body": "<p>Forged.</p>"}


class Desk:
    """An author who is signed in, and what others wrote. A record is made once it is asked for."""

    def __init__(self):
        self.author = make_user("Authors", username="author")
        self.other = make_user("Authors", username="other")
        self.publisher = make_user("Publishers", username="publisher")
        self.client = Client(raise_request_exception=False)
        self.client.force_login(self.author)

    @cached_property
    def article(self):
        article = make_article(published=False)
        cite(article, fact="title")
        publish(article, by=None)
        article.refresh_from_db()
        return article

    @cached_property
    def live(self):
        return self.pact("Pact")

    @cached_property
    def other_live(self):
        return self.pact("Other pact")

    @cached_property
    def never_public(self):
        record = make_agreement(published=False, parties=[self.party])
        add_link(record, "builds_on", self.older)
        return record

    @cached_property
    def elsewhere(self):
        """Another record, live, with a draft in review, a draft given up and one in conflict."""
        record = make_article("Elsewhere")
        given_up = drafts.save_draft(record, content_with(record, title="Given up"), by=self.other)
        drafts.discard(given_up, by=self.other)
        self.bring_to(record, "in_review", title="Elsewhere anew", slug="elsewhere-anew")
        self.keep_beside(record)
        return record

    @cached_property
    def source(self):
        return make_source()

    @cached_property
    def deleted(self):
        """The step by which an article was deleted."""
        article = make_article("Deleted", published=False)
        drafts.delete_draft(article, by=self.publisher)
        return Step.objects.get(object_id=article.pk, verb=Step.Verb.DELETED)

    def pact(self, title):
        record = make_agreement(title, published=False, parties=[self.party])
        add_signatory(record, record.parties.get(), office="Director")
        add_link(record, "builds_on", self.older)
        publish(record, by=None)
        record.refresh_from_db()
        return record

    @cached_property
    def party(self):
        return make_organisation()

    @cached_property
    def older(self):
        return make_agreement(parties=[self.party])

    def drafted(self, state, *, published=True):
        """A record whose draft, by the other author, is in that state."""
        record = make_article(published=published)
        self.bring_to(record, state)
        return record

    def bring_to(self, record, state, *, by=None, **fields):
        fields = fields or {"title": "A better title"}
        snapshot = content_with(record, **fields)
        if not record.was_public:
            snapshot, _warnings = drafts.write_through(record, snapshot)
        by = by or self.other
        version = drafts.save_draft(record, snapshot, by=by, note="A better title.")
        if state != "draft":
            review.submit(version, by=by)
        if state in ("approved", "scheduled"):
            review.approve(version, by=self.publisher)
        if state == "scheduled":
            review.schedule(version, by=self.publisher, moment=TO_COME)
        return version

    def keep_beside(self, record, by=None):
        """A version in conflict with the draft there is."""
        base, typed = live_version(record), content_with(record, summary="Typed over.")
        return drafts.keep_beside(record, typed, base=base, by=by or self.other, note="Typed.")

    def of(self, record, state):
        return Version.objects.of(record).get(state=state)

    def link(self, record, **fields):
        link = sharing.share(record, by=self.other)
        PreviewLink.objects.filter(pk=link.pk).update(**fields)
        return link

    def withdrawn(self):
        article = make_article()
        withdraw(article, by=None, reason="It was wrong.")
        return article

    def to_be_withdrawn(self):
        article = make_article()
        review.plan_withdrawal(article, by=self.publisher, reason="It ends.", moment=TO_COME)
        return article

    def taken_back(self):
        article = make_article()
        unpublish(article, by=None, reason="It was private.")
        return article

    def post(self, sent):
        url, data = sent
        return self.client.post(url, {name: as_sent(value) for name, value in data.items()})

    # What is sent: (address, data).

    def form(self, record, **typed):
        return address(record), read_form(self.client, address(record)) | typed

    def new_form(self, model, **typed):
        return add_address(model), read_form(self.client, add_address(model)) | typed

    def row(self, prefix, record=None, **values):
        """The form of a record with other values in the first row of a sort."""
        record = record or (self.article if prefix == CITATION else self.live)
        return self.form(record, **{f"{prefix}-0-{name}": value for name, value in values.items()})

    def count(self, prefix, **counts):
        """The form of a record that claims to have other numbers of rows."""
        typed = {f"{prefix}-{name}_FORMS": str(value) for name, value in counts.items()}
        return self.form(self.live, **typed)

    def tool(self, name, record, **typed):
        version = drafts.open_version(record)
        asked = {**ANSWERS, "version": version.pk if version else ""}
        return address(record, name), asked | typed

    def page(self, name, record, version, **data):
        meta = record._meta
        url = f"admin:{meta.app_label}_{meta.model_name}_{name}"
        return reverse(url, args=[record.pk, version.pk]), data

    def settled(self, *picks, **typed):
        """The page where a conflict is settled, sent with these units picked."""
        record = self.elsewhere
        version = self.of(record, "conflict")
        _mine, theirs, _other = drafts.two_sides(record, version)
        picked = {f"pick:{pick}": "mine" for pick in picks}
        seen = {"seen": snapshots.digest(theirs)}
        return self.page("settle", record, version, **seen | picked | typed)

    def preview(self, link, path="/"):
        return f"/preview/{link.token}{path}"


class Forged(NamedTuple):
    """`request(desk)`: (address, data) to post, or an address to get."""

    request: Callable
    status: int
    leaves: str = NOTHING


def changelist(label, **data):
    return reverse(f"admin:{label.replace('.', '_')}_changelist"), data


def deletion_of(label, record):
    return changelist(
        label, action="delete_selected", _selected_action=str(record.pk), post="yes", index="0"
    )


def in_bulk(action, record):
    return changelist(
        "news.article", action=action, _selected_action=str(record.pk), apply="1", index="0",
        **ANSWERS,
    )  # fmt: skip


def own_draft(desk):
    desk.bring_to(desk.article, "in_review", by=desk.author)
    return desk.article


def edited_in_list(label, record):
    """As a list with fields to edit would send it."""
    rows = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "form-0-id": str(record.pk)}
    typed = {"form-0-title": "Forged", "form-0-name": "Forged", "form-0-published_at_0": ""}
    return changelist(label, **rows, **typed, _save="Save")


BUTTONS = {
    "the button that publishes, on a live record": Forged(
        lambda at: at.form(at.article, title="Mine", change_note="Mine.", _publish="1"), 403
    ),
    "the button that publishes, on a record never public": Forged(
        lambda at: at.form(at.drafted("draft", published=False), title="Mine", _publish="1"), 403
    ),
    "the button that publishes, on what another wrote and a third approved": Forged(
        lambda at: at.form(at.drafted("approved"), _publish="1"), 403
    ),
    "the button that publishes, on what was withdrawn": Forged(
        lambda at: at.form(at.withdrawn(), title="Mine", minor_change="on", _publish="1"), 403
    ),
    "the button that publishes, on what was taken back": Forged(
        lambda at: at.form(at.taken_back(), title="Mine", minor_change="on", _publish="1"), 403
    ),
    "the button that publishes, on a form opened before another draft": Forged(
        lambda at: at.form(
            at.elsewhere,
            opened_as=live_version(at.elsewhere).digest,
            title="Mine",
            _publish="1",
            minor_change="on",
        ),
        302,
        DRAFT,
    ),
    "the button that publishes, while adding": Forged(
        lambda at: at.new_form(Article, **TEXTS, _publish="1"), 403
    ),
    "the button that publishes, in a popup that adds": Forged(
        lambda at: at.new_form(Article, **TEXTS, _publish="1", _popup="1"),
        200,
        DRAFT,
    ),
    "the button that publishes, in a popup that changes": Forged(
        lambda at: at.form(at.article, title="Mine", minor_change="on", _publish="1", _popup="1"),
        200,
        DRAFT,
    ),
    "buttons that are none of the form": Forged(
        lambda at: at.form(
            at.article, title="Mine", _approve="1", _schedule="1", _withdraw="1", **ANSWERS
        ),
        302,
        DRAFT,
    ),
    "save as new, of a live record": Forged(
        lambda at: at.form(at.article, title="Mine", _saveasnew="1"), 400
    ),
    "save as new, with publishing": Forged(
        lambda at: at.form(at.drafted("draft", published=False), _saveasnew="1", _publish="1"), 400
    ),
}
STATE_FIELDS = {
    "published_at": "2020-01-01 12:00",
    "withdrawn_at": "2020-01-01 12:00",
    "withdrawn_reason": "Forged.",
    "unpublished_at": "2020-01-01 12:00",
    "identifier": "AG-9999",
    "state": "live",
    "publish_at": "2020-01-01 12:00",
    "number": "7",
    "published_by": "1",
    "created_by": "1",
    "writers": "1",
    "id": NO_KEY,
    "title_key": "forged",
}
STATES_IN_FORMS = {
    "fields of state alone, in the form of a live record": Forged(
        lambda at: at.form(at.article, **STATE_FIELDS), 302
    ),
    "all fields of state in a draft of a live record": Forged(
        lambda at: at.form(at.article, title="Mine", **STATE_FIELDS), 302, DRAFT
    ),
    "all fields of state in a record never public": Forged(
        lambda at: at.form(at.drafted("in_review", published=False), title="Mine", **STATE_FIELDS),
        302,
        DRAFT,
    ),
    "all fields of state while adding": Forged(
        lambda at: at.new_form(Article, **STATE_FIELDS, **TEXTS), 302, DRAFT
    ),
}
ROWS_OF_OTHERS = {
    "parties": {"note": "Forged."},
    "events": {"note": "Forged."},
    "links": {"note": "Forged."},
    CITATION: {"place": "Forged."},
}
ROWS = {
    **{
        f"{what} of another record, by its key in {prefix}": Forged(
            lambda at, prefix=prefix, values=values: at.row(
                prefix, id=first_row(at.other_live, prefix).pk, **values
            ),
            302,
        )
        for prefix, changed in ROWS_OF_OTHERS.items()
        for what, values in (("a row changed", changed), ("a row deleted", {"DELETE": "on"}))
    },
    **{
        f"{what} of another record, by its key in {prefix} of a record never public": Forged(
            lambda at, prefix=prefix, values=values: at.row(
                prefix, at.never_public, id=first_row(at.other_live, prefix).pk, **values
            ),
            302,
            DRAFT,
        )
        for prefix, changed in ROWS_OF_OTHERS.items()
        for what, values in (("a row changed", changed), ("a row deleted", {"DELETE": "on"}))
    },
    "the key of a row that only another's draft has": Forged(
        lambda at: at.row("parties", id=row_of_a_draft(at), note="Forged."), 200
    ),
    "a signatory for another record's party": Forged(
        lambda at: at.row("signatories", party=at.other_live.parties.first().pk), 200
    ),
    "a row moved to another record": Forged(
        lambda at: at.row("parties", agreement=at.other_live.pk, note="Moved."), 200
    ),
    "a citation moved to another record": Forged(
        lambda at: at.row(CITATION, object_id=at.other_live.pk, place="Moved."), 302, DRAFT
    ),
    "who checked a citation": Forged(
        lambda at: at.row(CITATION, checked_by=at.publisher.pk, checked_on="2026-01-02"), 302, DRAFT
    ),
    "an organisation never public as a party": Forged(
        lambda at: at.row("parties", organisation=make_organisation(published=False).pk), 302, DRAFT
    ),
    "an organisation that is an agreement": Forged(
        lambda at: at.row("parties", organisation=at.other_live.pk), 200
    ),
    "a source that is a user": Forged(lambda at: at.row(CITATION, source=at.publisher.pk), 200),
    "a file by its name": Forged(
        lambda at: at.form(
            at.live,
            **{
                "documents-TOTAL_FORMS": "1",
                "documents-0-title": "Forged",
                "documents-0-kind": "text",
                "documents-0-file": "../../db.sqlite3",
            },
        ),
        200,
    ),
    "no rows at all": Forged(lambda at: at.count("parties", TOTAL=0), 302),
    "no old rows": Forged(lambda at: at.count("parties", INITIAL=0), 200),
    "more old rows than there are": Forged(lambda at: at.count("parties", TOTAL=9, INITIAL=9), 200),
    "a million rows": Forged(lambda at: at.count("parties", TOTAL=10**6, INITIAL=10**6), 200),
    "fewer than no rows": Forged(lambda at: at.count("parties", TOTAL=-1, INITIAL=-1), 302),
    "the address of another live record": Forged(
        lambda at: at.form(at.article, slug=at.elsewhere.slug), 200
    ),
    "an address that another record had": Forged(
        lambda at: at.form(at.article, slug=old_address()), 200
    ),
}


def first_row(record, prefix):
    return getattr(record, "citations" if prefix == CITATION else prefix).first()


def row_of_a_draft(desk):
    """The key of a party that no live record has."""
    snapshot = content_with(desk.live)
    values = next(iter(snapshot["children"]["parties"].values()))
    snapshot["children"]["parties"] = {NO_KEY[:-1] + "7": {**values, "role": "funder"}}
    drafts.save_draft(desk.other_live, snapshot, by=desk.other)
    return NO_KEY[:-1] + "7"


def old_address():
    moved = make_article()
    Redirect.objects.create(record=moved, slug="old-address")
    return "old-address"


OPENED = {
    "a form opened as nothing": Forged(
        lambda at: at.form(at.article, title="Mine", opened_as=""), 200
    ),
    "a form opened as what nobody saved": Forged(
        lambda at: at.form(at.article, title="Mine", opened_as="0" * 64), 200
    ),
    "a form opened as another record": Forged(
        lambda at: at.form(at.article, title="Mine", opened_as=live_version(at.elsewhere).digest),
        200,
    ),
    "a form opened as a draft that was given up": Forged(
        lambda at: at.form(
            at.elsewhere, title="Mine", opened_as=at.of(at.elsewhere, "discarded").digest
        ),
        302,
        DRAFT,
    ),
    "a form opened as a version in conflict": Forged(
        lambda at: at.form(
            at.elsewhere, title="Mine", opened_as=at.of(at.elsewhere, "conflict").digest
        ),
        302,
        DRAFT,
    ),
    "a new record under the key of a live one": Forged(
        lambda at: at.new_form(Article, opened_as=str(at.article.pk), **TEXTS),
        302,
        DRAFT,
    ),
    "a new record under a key signed for another kind": Forged(
        lambda at: at.new_form(Article, opened_as=signed_for_an_agreement(at), **TEXTS),
        302,
        DRAFT,
    ),
}


def signed_for_an_agreement(desk):
    return read_form(desk.client, add_address(type(desk.live)))["opened_as"]


STATE_OF_TOOL = {
    "approve": "in_review",
    "return": "in_review",
    "schedule": "approved",
    "unschedule": "scheduled",
    "publish": "approved",
}
TOOLS = {
    f"{tool}, {'of a draft of a live record' if published else 'of a record never public'}": Forged(
        lambda at, tool=tool, state=state, published=published: at.tool(
            tool, at.drafted(state, published=published)
        ),
        403,
    )
    for tool, state in STATE_OF_TOOL.items()
    for published in (True, False)
} | {
    "withdraw at once": Forged(lambda at: at.tool("withdraw", at.article, **NOW), 403),
    "withdraw at a moment": Forged(lambda at: at.tool("withdraw", at.article), 403),
    "call off a withdrawal": Forged(lambda at: at.tool("call_off", at.to_be_withdrawn()), 403),
    "reinstate": Forged(lambda at: at.tool("reinstate", at.withdrawn()), 403),
    "take back": Forged(lambda at: at.tool("unpublish", at.article), 403),
    "take back what was withdrawn": Forged(lambda at: at.tool("unpublish", at.withdrawn()), 403),
    "approve by an address alone": Forged(
        lambda at: query_of(at.tool("approve", at.drafted("in_review"))), 403
    ),
    "discard by the version of another record": Forged(
        lambda at: at.tool(
            "discard", at.drafted("draft"), version=drafts.open_version(at.elsewhere).pk
        ),
        200,
    ),
    "discard a record that was never public": Forged(
        lambda at: at.tool("discard", at.drafted("draft", published=False)), 302
    ),
    "discard where there is no draft": Forged(lambda at: at.tool("discard", at.article), 302),
}


def query_of(sent):
    url, data = sent
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in data.items())}"


VERSIONS = {
    "settle a version of another record": Forged(
        lambda at: at.page("settle", at.article, at.of(at.elsewhere, "conflict"), _settle="1"), 404
    ),
    "give up a version of another record": Forged(
        lambda at: at.page("settle", at.article, at.of(at.elsewhere, "conflict"), _theirs="1"), 404
    ),
    "restore a version of another record": Forged(
        lambda at: at.page("restore", at.article, at.of(at.elsewhere, "in_review")), 404
    ),
    "settle what is live": Forged(
        lambda at: at.page("settle", at.article, live_version(at.article), _settle="1"), 302
    ),
    "give up what is live": Forged(
        lambda at: at.page("settle", at.article, live_version(at.article), _theirs="1"), 302
    ),
    "give up a record that was never public": Forged(
        lambda at: give_up(at, at.drafted("in_review", published=False)), 302
    ),
    "settle over what nobody looked at": Forged(lambda at: at.settled(seen="0" * 64), 200),
    "pick a field of state": Forged(
        lambda at: at.settled("fields:published_at", "fields:identifier"), 302, DRAFT
    ),
    "pick a row of another record": Forged(
        lambda at: at.settled(f"children:citations:{at.article.citations.first().pk}"), 302, DRAFT
    ),
    "pick what is no unit": Forged(
        lambda at: at.settled("__class__", "", "children", "children:citations", "fields:"),
        302,
        DRAFT,
    ),
    "restore a version in conflict": Forged(
        lambda at: at.page("restore", at.elsewhere, at.of(at.elsewhere, "conflict"), state="live"),
        302,
        DRAFT,
    ),
    "compare with a version of another record": Forged(
        lambda at: f"{address(at.article, 'compare')}?to={at.of(at.elsewhere, 'conflict').pk}", 404
    ),
    "add a version": Forged(
        lambda at: (reverse("admin:publishing_version_add"), {"state": "live", "number": "9"}), 403
    ),
    "change a version": Forged(
        lambda at: (address(drafts.open_version(at.elsewhere)), {"state": "live", "number": "9"}),
        302,
    ),
    "delete a version": Forged(
        lambda at: (address(live_version(at.article), "delete"), {"post": "yes"}), 403
    ),
    "delete versions in the list": Forged(
        lambda at: deletion_of("publishing.version", live_version(at.article)), 200
    ),
    "bring back by a step that is no deletion": Forged(
        lambda at: (deleted_page("news_article"), {"step": Step.objects.of(at.elsewhere)[0].pk}),
        404,
    ),
    "bring back as another kind": Forged(
        lambda at: (deleted_page("agreements_agreement"), {"step": at.deleted.pk}), 404
    ),
    "bring back by what is no key": Forged(
        lambda at: (deleted_page("news_article"), {"step": "x' or 1=1"}), 404
    ),
}


def give_up(desk, record):
    return desk.page("settle", record, drafts.open_version(record), _theirs="1")


def deleted_page(model):
    return reverse(f"admin:{model}_deleted")


LISTS = {
    "agreements.agreement": lambda at: at.live,
    "organisations.organisation": lambda at: make_organisation(),
    "news.article": lambda at: make_article(published=False),
    "publishing.source": lambda at: make_source(),
}
IN_BULK = {
    f"{action} in the list, of {what}": Forged(
        lambda at, action=action, make=make: in_bulk(action, make(at)), 302
    )
    for action in ("publish", "withdraw")
    for what, make in {
        "a live record": lambda at: at.article,
        "one's own draft": lambda at: own_draft(at),
        "what another wrote and a third approved": lambda at: at.drafted("approved"),
    }.items()
}
DELETIONS = {
    "delete a live record": Forged(
        lambda at: (address(at.live, "delete"), {"post": "yes", "_publish": "1"}), 403
    ),
    "delete a draft": Forged(
        lambda at: (address(at.drafted("draft", published=False), "delete"), {"post": "yes"}), 403
    ),
    "delete one's own draft": Forged(lambda at: (own_record(at, "delete"), {"post": "yes"}), 403),
    **{
        f"delete in the list of {label}": Forged(
            lambda at, label=label, make=make: deletion_of(label, make(at)),
            200 if label == "publishing.source" else 302,
        )
        for label, make in LISTS.items()
    },
    **{
        f"edit in the list of {label}": Forged(
            lambda at, label=label, make=make: edited_in_list(label, make(at)), 200
        )
        for label, make in LISTS.items()
    },
}


def own_record(desk, page):
    article = make_article(published=False)
    drafts.save_draft(article, snapshots.take(article), by=desk.author)
    return address(article, page)


PASSWORD = {"password1": "another long password", "password2": "another long password"}
RIGHTS = {"username": "author", "is_superuser": "on", "is_staff": "on", "is_active": "on"}
ACCOUNTS = {
    "oneself as superuser": Forged(lambda at: (address(at.author), RIGHTS), 403),
    "oneself as publisher": Forged(
        lambda at: (address(at.author), RIGHTS | {"groups": at.publisher.groups.get().pk}), 403
    ),
    "a permission of one's own": Forged(
        lambda at: (address(at.author), RIGHTS | {"user_permissions": "1"}), 403
    ),
    "a new superuser": Forged(
        lambda at: (reverse("admin:accounts_user_add"), RIGHTS | PASSWORD | {"username": "me"}), 403
    ),
    "the password of another": Forged(
        lambda at: (reverse("admin:auth_user_password_change", args=[at.publisher.pk]), PASSWORD),
        403,
    ),
    "one's own password without the old one": Forged(
        lambda at: (
            reverse("admin:password_change"),
            {"old_password": "", "new_password1": "x" * 20, "new_password2": "x" * 20},
        ),
        200,
    ),
    "another account deleted": Forged(
        lambda at: (address(at.publisher, "delete"), {"post": "yes"}), 403
    ),
    "accounts deleted in the list": Forged(
        lambda at: deletion_of("accounts.user", at.publisher), 403
    ),
    "names of accounts by an autocomplete": Forged(
        lambda at: (
            f"{reverse('admin:autocomplete')}"
            "?app_label=publishing&model_name=citation&field_name=checked_by"
        ),
        403,
    ),
    "a source changed": Forged(lambda at: (address(at.source), {"title": "Forged"}), 403),
    "a source deleted": Forged(lambda at: (address(at.source, "delete"), {"post": "yes"}), 403),
    "a source added at the address of another": Forged(
        lambda at: at.new_form(Source, title="Forged", url=at.source.url), 200
    ),
    **{
        f"the list of {model}, which has no page": Forged(
            lambda at, model=model: (f"/admin/{model}/", {"action": "delete_selected"}), 404
        )
        for model in ("publishing/step", "publishing/previewlink", "auth/group")
    },
}
PREVIEWS = {
    "a preview posted to": Forged(
        lambda at: (at.preview(at.link(at.elsewhere)), {"_publish": "1"}), 405
    ),
    "a preview by the record's name posted to": Forged(
        lambda at: (f"/preview/{name_of(at.elsewhere)}/news/elsewhere/", ANSWERS), 405
    ),
    "the admin in a preview": Forged(lambda at: at.preview(at.link(at.elsewhere), "/admin/"), 404),
    "a tool in a preview": Forged(
        lambda at: at.preview(at.link(at.elsewhere), address(at.elsewhere, "approve")), 404
    ),
    "the page on the site, in a preview": Forged(
        lambda at: at.preview(at.link(at.elsewhere), on_site(at.elsewhere)), 404
    ),
    "a preview in a preview": Forged(
        lambda at: at.preview(at.link(at.elsewhere), at.preview(at.link(at.article))), 404
    ),
    "the draft of a record by the link of another": Forged(
        lambda at: (at.elsewhere, at.preview(at.link(at.article), "/news/elsewhere-anew/"))[1],
        404,
    ),
    "a link that was revoked": Forged(
        lambda at: at.preview(at.link(at.elsewhere, revoked_at=timezone.now())), 410
    ),
    "a link that has expired": Forged(
        lambda at: at.preview(at.link(at.elsewhere, expires_at=timezone.now())), 410
    ),
    "a link that nobody made": Forged(lambda at: "/preview/AAAAAAAAAAAAAAAAAAAA/", 404),
    "a link to a deleted record": Forged(lambda at: at.preview(link_to_a_deleted(at)), 404),
    "a preview of an account": Forged(lambda at: f"/preview/{name_of(at.link(at.article))}/", 404),
    "a preview of what is no model": Forged(lambda at: f"/preview/no.model.{NO_KEY}/", 404),
    "the link of another record revoked": Forged(
        lambda at: (address(at.article, "share"), {"revoke": at.link(at.elsewhere).pk}), 404
    ),
    "what is no link revoked": Forged(
        lambda at: (address(at.article, "share"), {"revoke": "all"}), 404
    ),
    "a link to what is no record": Forged(
        lambda at: (reverse("admin:news_article_share", args=[NO_KEY]), {}), 404
    ),
}


def on_site(record):
    kind = ContentType.objects.get_for_model(record)
    return reverse("view_on_site", args=[kind.pk, record.pk])


def link_to_a_deleted(desk):
    article = make_article(published=False)
    link = desk.link(article)
    drafts.delete_draft(article, by=desk.publisher)
    return link


# What is tried at once, and what besides in the drill.
CORE = {**BUTTONS}
MORE = {
    **TOOLS,
    **STATES_IN_FORMS,
    **IN_BULK,
    **ROWS,
    **OPENED,
    **VERSIONS,
    **DELETIONS,
    **ACCOUNTS,
    **PREVIEWS,
}
FORGED = CORE | MORE


@pytest.fixture
def desk(settings):
    settings.OWN_WORK = False
    return Desk()


@pytest.mark.parametrize("name", [*CORE, *(pytest.param(n, marks=pytest.mark.drill) for n in MORE)])
def test_a_forged_request_changes_nothing_that_readers_see(desk, counted, name):
    forged = FORGED[name]
    sent = forged.request(desk)
    public, before = standing(), unpublished()

    response = desk.client.get(sent) if isinstance(sent, str) else desk.post(sent)

    counted(FORGED_REQUESTS, 1)
    assert response.status_code == forged.status
    assert standing() == public
    if forged.leaves == NOTHING:
        assert unpublished() == before
    else:
        assert_drafted(desk.author, before["versions"])


def as_sent(value):
    return [str(item) for item in value] if isinstance(value, list) else str(value)


OTHER_TABLES = [
    Change,
    IdentifierCounter,
    PlannedWithdrawal,
    PreviewLink,
    Redirect,
    Source,
    User.groups.through,
    User.user_permissions.through,
    Group.permissions.through,
]


def standing():
    """Whatever readers see, and who may do what."""
    people = User.objects.values_list("username", "password", "is_superuser", "is_staff")
    return {
        "public": texts(public=True),
        "numbered": [row for row in rows(Version) if value_of(Version, "number", row)],
        "people": list(people.order_by("pk")),
        **{table.__name__: rows(table) for table in OTHER_TABLES},
    }


def unpublished():
    """Whatever editors see besides."""
    return {
        "texts": texts(public=False),
        "versions": states(),
        "steps": Step.objects.count(),
    }


def texts(*, public):
    """The rows of the records that were ever public, or of the others, and what belongs to them."""
    found = {}
    for model in versioned_models():
        keys = {
            value_of(model, "id", row) for row in rows(model) if was_public(model, row) == public
        }
        found[model] = rows_of(keys, model, "id")
        for field in model._meta.local_many_to_many:
            through, owner = field.remote_field.through, field.m2m_field_name()
            found[through] = rows_of(keys, through, owner)
        for name in content_of(model).children:
            relation = snapshots.child_relation(model, name)
            owner = "object_id" if relation.generic else relation.owner
            found[model, name] = rows_of(keys, relation.model, owner)
    return found


def was_public(model, row):
    return any(value_of(model, name, row) for name in ("published_at", "unpublished_at"))


def rows_of(keys, model, owner):
    return [row for row in rows(model) if value_of(model, owner, row) in keys]


def rows(model):
    """All rows, as the database keeps them."""
    with connection.cursor() as cursor:
        cursor.execute(*selection_of(model))
        return cursor.fetchall()


@cache
def selection_of(model):
    return model._base_manager.order_by("pk").values_list().query.sql_with_params()


@cache
def column_of(model, name):
    return model._meta.concrete_fields.index(model._meta.get_field(name))


def value_of(model, name, row):
    return row[column_of(model, name)]


def states():
    """{key of an unpublished version: (its state, who saved it, its moment)}."""
    found = Version.objects.filter(number=None).select_related("created_by").defer("snapshot")
    return {v.pk: (v.state, v.created_by, v.publish_at) for v in found}


def assert_drafted(author, before):
    """New versions are the author's, and lead nowhere; older ones are given up at most."""
    after = states()
    assert after != before
    for key, (state, by, moment) in after.items():
        if key not in before:
            assert (by, moment) == (author, None)
            assert state in ("draft", "conflict")
        elif (state, by, moment) != before[key]:
            assert state in ("replaced", "discarded")


@pytest.mark.drill
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("page", ["change", "publish", "approve", "restore"])
def test_other_methods_change_nothing(desk, method, page):
    record = desk.drafted("in_review")
    version = drafts.open_version(record)
    url = desk.page(page, record, version)[0] if page == "restore" else address(record, page)
    before = standing(), unpublished()
    response = desk.client.generic(method, url, HTTP_X_HTTP_METHOD_OVERRIDE="POST")
    assert response.status_code in (200, 403, 405)
    assert (standing(), unpublished()) == before


@pytest.mark.parametrize("tool", ["approve", "publish", "discard"])
def test_a_post_from_another_site_is_refused(desk, tool):
    record = desk.drafted("in_review")
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.publisher)
    before = standing(), unpublished()
    url, data = desk.tool(tool, record)
    assert client.post(url, data).status_code == 403
    assert (standing(), unpublished()) == before


def written_alone(desk):
    desk.bring_to(desk.article, "draft", by=desk.author)
    return desk.article


def corrected_in_what_another_wrote(desk):
    record = desk.drafted("in_review")
    desk.post(desk.form(record, title="Mine"))
    return record


def written_over_by_another(desk):
    snapshot = desk.bring_to(desk.article, "draft", by=desk.author).snapshot
    snapshot["fields"]["summary"] = "Theirs."
    drafts.save_draft(desk.article, snapshot, by=desk.other, note="Both.")
    return desk.article


def restored_by_oneself(desk):
    desk.post(desk.page("restore", desk.elsewhere, desk.of(desk.elsewhere, "discarded")))
    return desk.elsewhere


def restored_by_another(desk):
    version = desk.bring_to(desk.article, "draft", by=desk.author)
    drafts.discard(version, by=desk.author)
    drafts.restore(version, by=desk.other)
    return desk.article


def settled_by_oneself(desk):
    desk.post(desk.settled("fields:summary"))
    return desk.elsewhere


def settled_by_another(desk):
    version = desk.keep_beside(desk.elsewhere, by=desk.author)
    _mine, theirs, _other = drafts.two_sides(desk.elsewhere, version)
    seen = snapshots.digest(theirs)
    drafts.settle(version, by=desk.other, picks={"fields:summary"}, seen=seen)
    return desk.elsewhere


def typed_over_by_another(desk):
    """In a form that was opened with the author's draft."""
    base = desk.bring_to(desk.article, "draft", by=desk.author)
    drafts.discard(base, by=desk.author)
    typed = {**base.snapshot, "fields": {**base.snapshot["fields"], "summary": "Theirs."}}
    version = drafts.keep_beside(desk.article, typed, base=base, by=desk.other, note="Both.")
    seen = snapshots.digest(snapshots.take(desk.article))
    drafts.settle(version, by=desk.other, picks={"fields:title"}, seen=seen)
    return desk.article


def brought_back_by_another(desk):
    record = make_article(published=False)
    version = desk.bring_to(record, "draft", by=desk.author)
    drafts.delete_draft(record, by=desk.publisher)
    return drafts.revive(version, by=desk.other)


OWN_WORDS = [
    written_alone,
    corrected_in_what_another_wrote,
    written_over_by_another,
    restored_by_oneself,
    restored_by_another,
    settled_by_oneself,
    settled_by_another,
    typed_over_by_another,
    brought_back_by_another,
]


@pytest.fixture
def trusted(desk):
    """The author is a publisher, too."""
    desk.author.groups.add(*desk.publisher.groups.all())
    return desk


def submitted(desk, record):
    Version.objects.of(record).open().update(note="It was corrected.")
    version = drafts.open_version(record)
    review.submit(version, by=desk.other)
    return version


@pytest.mark.drill
@pytest.mark.parametrize("road", OWN_WORDS, ids=lambda road: road.__name__)
def test_a_publisher_brings_no_words_of_their_own_before_readers(trusted, road):
    record = road(trusted)
    version = submitted(trusted, record)
    before = standing(), unpublished()
    for tool in ("approve", "schedule", "publish"):
        response = trusted.post(trusted.tool(tool, record))
        assert "You wrote in this version." in response.content.decode()
        assert (standing(), unpublished()) == before
    assert drafts.open_version(record) == version


def test_the_button_of_the_form_brings_none_either(trusted):
    sent = trusted.form(trusted.article, title="Mine", minor_change="on", _publish="1")
    before = standing()
    assert trusted.post(sent).status_code == 302
    assert standing() == before
    assert drafts.open_version(trusted.article).snapshot["fields"]["title"] == "Mine"


@pytest.mark.parametrize(
    ("tool", "state"), [("approve", "approved"), ("schedule", "scheduled"), ("publish", "live")]
)
def test_a_team_of_one_may_and_it_is_recorded(trusted, settings, tool, state):
    settings.OWN_WORK = True
    version = submitted(trusted, written_alone(trusted))
    assert trusted.post(trusted.tool(tool, trusted.article)).status_code == 302
    version.refresh_from_db()
    assert version.state == state
    done = Step.objects.get(version=version, own_work=True)
    assert (done.by, done.version) == (trusted.author, version)
