"""Every address, role, editorial state and method together answers as the written table says."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from itertools import cycle
from typing import NamedTuple
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core.cache import cache
from django.test import override_settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from organisations.uniting import merge
from publishing import snapshots
from publishing.actions import unpublish, withdraw
from publishing.applying import rolled_back
from publishing.corrections import receive
from publishing.drafts import delete_draft, open_version, save_draft, write_through
from publishing.models import Change, Page, PlannedWithdrawal, PreviewLink, StoredFile, Version
from publishing.preview import name_of
from publishing.review import approve, plan_withdrawal, schedule, submit
from publishing.review_dates import set_review_date
from tests.alerts.subscribing import make_alert
from tests.factories import (
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
from tests.plain_client import PlainClient

from .access_table import FURTHER_ROLES, OTHER_METHODS, STATES, TABLE, Roles, expected


class Kind(NamedTuple):
    """The records of one kind: how one is made, where the public and the editors find it."""

    make: Callable
    public: str
    admin: str


KINDS = {
    "agreements": Kind(make_agreement, "agreements:", "admin:agreements_agreement_"),
    "organisations": Kind(make_organisation, "organisations:", "admin:organisations_organisation_"),
    "news": Kind(make_article, "news:", "admin:news_article_"),
    "themes": Kind(make_theme, "themes:", "admin:themes_theme_"),
    "pages": Kind(make_page, "page", "admin:publishing_page_"),
}
READ_BY_API = {
    "api:read_agreements": "agreements",
    "api:read_organisations": "organisations",
    "api:read_articles": "news",
    "api:read_themes": "themes",
}
# All kinds go by the same code: the states that differ by the noun are tried for each.
FEWER_STATES = ("draft", "published:in_review", "unpublished")
OF_NO_RECORD = (
    *("list", "changelist", "add", "deleted", "address", "duplicates", "alike"),
    *("import", "template"),
)
OF_TWO_RECORDS = ("agreements:compare",)
FIXED = {
    "agreements_file": ["csv"],
    "organisations_file": ["json"],
    "news_file": ["xlsx"],
    "columns": ["agreements"],
    "admin:app_list": ["agreements"],
    "api:read_sources": ["no-key"],
    "admin:view_on_site": [1, 1],
    "view_on_site": [1, "no-key"],
    "media": ["no-such-file.png"],
    "corrections_received": ["C-0001"],
    "sitemap_section": ["site"],
    "alerts:unsubscribe": ["no-such-token"],
    "account_reset_password_from_key": ["1", "no-key"],
    "mfa_remove_webauthn": [1],
}
LEAVING = ("admin:logout", "account_logout")
# A link or a version belongs to a record that is there.
WITH_A_VERSION = ("fact_check", "_settle", "_restore")
FURTHER_ROLES_IN = {"inactive": ["Publishers"], "without_factor": ["Publishers"], "superuser": []}
WHOLE = ("password_change", "password_change_done")


# What is tried at once; the rest is for the drill.
CORE = {("themes", "published:in_review")}


def combinations():
    for kind in KINDS:
        for state in STATES if kind == "agreements" else FEWER_STATES:
            marks = () if (kind, state) in CORE else pytest.mark.drill
            yield pytest.param(kind, state, marks=marks, id=f"{kind}-{state}")


def kind_of(name):
    """The kind of record that the page under this name shows, or None."""
    if name in ("identifier", "identifier_version", "preview", "fact_check"):
        return "agreements"
    if name in OF_TWO_RECORDS:
        return None
    if name in READ_BY_API:
        return READ_BY_API[name]
    if name.rpartition(":")[2].rpartition("_")[2] in OF_NO_RECORD:
        return None
    for kind, found in KINDS.items():
        if name.startswith((found.public, found.admin)):
            return kind
    return None


GROUPS = {
    "author": "Authors",
    "other_author": "Authors",
    "publisher": "Publishers",
    "administrator": "Administrators",
}
CELLS = "cells of the access matrix"
TO_COME = timezone.now() + timedelta(days=30)
# Redirects of the admin for addresses of older versions, without a name or a view of their own.
NAMELESS = {"admin/^(?P<url>.*)$"}


def names_of(resolver, namespace="", path=""):
    """(name with namespace, route) of every address of the site."""
    for pattern in resolver.url_patterns:
        route = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from names_of(pattern, inner, route)
        else:
            yield namespace + (pattern.name or f"<{route}>"), route


def every_name():
    found = []
    for name, route in names_of(get_resolver()):
        if name.startswith("admin:<") and "object_id" in route:
            continue  # the old form of a change address: it redirects to the new one
        found.append("admin:<rest>" if name.startswith("admin:<") else name)
    return sorted(set(found))


@pytest.mark.parametrize("name", every_name())
def test_every_address_has_a_row(name):
    assert name in TABLE, f"{name} needs a row in tests/security/access_table.py"


def test_every_row_has_an_address():
    assert set(TABLE) == set(every_name())


def test_every_model_of_the_admin_has_rows():
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        assert any(name.startswith(prefix) for name in TABLE), prefix


@pytest.fixture
def clients(db):
    found = {"anonymous": PlainClient()}
    for role, group in GROUPS.items():
        found[role] = PlainClient()
        found[role].force_login(make_user(group, username=role))
    return found


@pytest.fixture
def answers(clients, counted):
    """`answers(name, address, state)`: the cells of a row that answer otherwise than written."""
    asked = []

    def wrong(name, address, state):
        cells = [(method, role) for method in TABLE[name] for role in Roles._fields]
        asked.extend(cells)
        return wrong_cells(name, address, state, cells, clients)

    yield wrong
    counted(CELLS, len(asked))


def wrong_cells(name, address, state, cells, clients):
    """An empty form changes nothing."""
    wrong = []
    for method, role in cells:
        client = clients[role]
        # Here alone, as in production: the others have no factor either.
        with override_settings(SECOND_FACTOR_REQUIRED=role == "without_factor"):
            status = client.generic(method, address, **form_data(method)).status_code
        if status != (right := expected(name, method, state, role)):
            wrong.append((name, method, state, role, status, right))
        if name in LEAVING and role not in ("anonymous", "inactive"):
            client.force_login(User.objects.get(username=role))
    return wrong


def form_data(method):
    return {"content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}


@pytest.mark.drill
@pytest.mark.parametrize("name", sorted(name for name in TABLE if kind_of(name) is None))
def test_pages_of_no_one_record_answer_as_written(name, answers):
    assert answers(name, address_of(name), "published") == []


@pytest.mark.parametrize(("kind", "state"), list(combinations()))
def test_pages_of_a_record_answer_as_written(kind, state, answers):
    record = record_in(state, KINDS[kind].make)
    wrong = []
    for name in names_of_kind(kind):
        wrong += answers(name, address_of_record(name, record), state)
    assert wrong == []


def names_of_kind(kind):
    """Restoring makes a draft: it comes last."""
    names = [name for name in TABLE if kind_of(name) == kind]
    return sorted(names, key=lambda name: (name.endswith("_restore"), name))


@pytest.fixture
def further(clients, counted):
    """As `answers`, for further roles, for HEAD, and for a method that nobody uses."""
    clients |= {role: PlainClient() for role in FURTHER_ROLES}
    for role, group in FURTHER_ROLES_IN.items():
        user = make_user(*group, username=role, is_superuser=role == "superuser")
        clients[role].force_login(user)
    User.objects.filter(username="inactive").update(is_active=False)
    methods, asked = cycle(OTHER_METHODS), []

    def wrong(name, address, state):
        cells = [(method, role) for method in TABLE[name] for role in FURTHER_ROLES]
        cells += [("HEAD", role) for role in ("anonymous", "author") if name not in LEAVING]
        cells += [(next(methods), role) for role in ("anonymous", "publisher")]
        asked.extend(cells)
        return wrong_cells(name, address, state, cells, clients)

    yield wrong
    counted(CELLS, len(asked))


@pytest.mark.drill
def test_further_roles_and_methods_answer_as_written_where_there_is_no_record(further):
    wrong = []
    for name in TABLE:
        if kind_of(name) is None:
            cache.clear()
            # Leaving, and coming back, has to last.
            with nullcontext() if name in LEAVING else rolled_back():
                wrong += further(name, address_of(name), "published")
    assert wrong == []


@pytest.mark.drill
@pytest.mark.parametrize("state", FEWER_STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_further_roles_and_methods_answer_as_written(kind, state, further):
    record = record_in(state, KINDS[kind].make)
    wrong = []
    for name in names_of_kind(kind):
        wrong += further(name, address_of_record(name, record), state)
    assert wrong == []


@pytest.mark.drill
@pytest.mark.parametrize("kind", ["agreements", "news"])
def test_a_deleted_record_answers_as_one_that_never_was(kind, clients, counted):
    record = record_in("draft", KINDS[kind].make)
    never = type(record)(pk=uuid4(), slug="never-was", identifier=None)
    names = [name for name in names_of_kind(kind) if not name.endswith(WITH_A_VERSION)]
    addresses = {
        name: [address_of_record(name, each) for each in (record, never)] for name in names
    }
    delete_draft(record, by=User.objects.get(username="publisher"))
    found = {
        (name, method, role): tuple(
            clients[role].generic(method, address, **form_data(method)).status_code
            for address in addresses[name]
        )
        for name in names
        for method in TABLE[name]
        for role in Roles._fields
    }
    counted(CELLS, 2 * len(found))
    assert {cell: pair for cell, pair in found.items() if pair[0] != pair[1]} == {}
    public = {pair for (name, _m, _r), pair in found.items() if not name.startswith("admin:")}
    assert public <= {(404, 404), (405, 405)}
    assert {pair[0] for pair in found.values()} <= {302, 403, 404, 405}


def address_of_record(name, record):
    app, _, page = name.rpartition(":")
    if name == "identifier":
        return reverse(name, args=[record.identifier or "AG-9999"])
    if name == "identifier_version":
        return reverse(name, args=[record.identifier or "AG-9999", 1])
    if name == "preview":
        return f"/preview/{name_of(record)}/"
    if name == "fact_check":
        return reverse(name, args=[fact_check_of(record).token])
    if app == "admin":
        verb = page.split("_", 2)[2]
        versions = [newest_version(record).pk] if verb in ("settle", "restore") else []
        return reverse(name, args=[record.pk, *versions])
    more = {"version": [1], "file": ["bib"]}
    return reverse(name, args=[record.slug, *more.get(page, [])])


def address_of(name):
    """An address under that name that shows no record's state."""
    app, _, page = name.rpartition(":")
    if name == "admin:<rest>":
        return "/admin/no-such-page/"
    if name in FIXED:
        return reverse(name, args=FIXED[name])
    if name in ("country", "country_brief", "api:read_countries"):
        return reverse(name, args=[party_of_japan()])
    if name == "admin:auth_user_password_change":
        return reverse(name, args=[make_user().pk])
    if name == "alerts:detail":
        return reverse(name, args=[make_alert().token])
    if app != "admin" or page.count("_") < 2 or page in WHOLE:
        return reverse(name)
    model, verb = page.split("_", 2)[1:]
    if verb in (*OF_NO_RECORD, "from_address", "import_template"):
        return reverse(name)
    return reverse(name, args=[OTHERS[model]().pk])


def cited_source():
    source = make_source()
    make_agreement().citations.update(source=source)
    return source


def record_in(state, make):
    """A record in that state; its drafts are by the author."""
    if make is make_page:
        Page.objects.all().delete()  # its address is fixed: one page serves all cells
    standing, _, of_draft = state.rpartition(":")
    record = make(published=(standing or state) in ("published", "withdrawn", "unpublished"))
    if state == "withdrawn":
        withdraw(record, by=None, reason="It was wrong.")
    elif state == "unpublished":
        unpublish(record, by=None, reason="It was private.")
    elif state == "published:to_be_withdrawn":
        publisher = User.objects.get(username="publisher")
        plan_withdrawal(record, by=publisher, reason="It ends.", moment=TO_COME)
    elif state != "published":
        bring_draft_to(record, of_draft or state)
    return record


def bring_draft_to(record, state):
    author, publisher = (User.objects.get(username=name) for name in ("author", "publisher"))
    snapshot = snapshots.take(record)
    snapshot["fields"][record.title_field] += " anew"
    if not record.was_public:
        snapshot, _warnings = write_through(record, snapshot)
    version = save_draft(record, snapshot, by=author, note="It has a new title.")
    if state != "draft":
        submit(version, by=author)
    if state in ("approved", "scheduled"):
        approve(version, by=publisher)
    if state == "scheduled":
        schedule(version, by=publisher, moment=TO_COME)


def fact_check_of(record):
    author = User.objects.get(username="author")
    return PreviewLink.objects.create(
        record=record, version=newest_version(record), made_by=author, expires_at=TO_COME
    )


def newest_version(record):
    """The draft where there is one; else a version kept for this."""
    found = open_version(record) or Version.objects.of(record).public().newest_first().first()
    return found or save_draft(record, snapshots.take(record), by=None)


def party_of_japan():
    make_agreement(parties=[make_organisation(country="JP"), make_organisation()])
    return "jp"


def a_change():
    return Change.objects.of(make_agreement()).get()


def a_review_date():
    due_on = timezone.localdate() + timedelta(days=30)
    return set_review_date(make_agreement(), by=make_user("Authors"), due_on=due_on)


def a_planned_withdrawal():
    record, by = make_agreement(), make_user("Publishers")
    plan_withdrawal(record, by=by, reason="It ends.", moment=TO_COME)
    return PlannedWithdrawal.objects.of(record).get()


def made_merge():
    return merge(make_organisation(), make_organisation(), by=None, note="They are one.")


OTHERS = {
    "run": lambda: make_run(publishes=True),
    "question": make_question,
    "change": a_change,
    "reviewdate": a_review_date,
    "plannedwithdrawal": a_planned_withdrawal,
    "merge": made_merge,
    "user": make_user,
    "source": cited_source,
    # Where http is not fetched, nobody is asked.
    "linkcheck": lambda: make_link(make_source(url="http://notices.example/").url),
    "version": lambda: newest_version(make_agreement()),
    "correction": lambda: receive(text="The day is wrong."),
    "storedfile": lambda: StoredFile.objects.create(name="news/a.png"),
}
