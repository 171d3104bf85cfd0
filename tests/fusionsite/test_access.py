"""Every address, role, editorial state and method together answers as the written table says."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from accounts.models import User
from publishing.actions import unpublish, withdraw
from publishing.models import Page
from tests.factories import (
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_source,
    make_theme,
    make_user,
)

from .access_table import STATES, TABLE, Roles, depends_on_state, expected

MAKERS = {
    "agreements": make_agreement,
    "organisations": make_organisation,
    "news": make_article,
    "themes": make_theme,
    "page": make_page,
    "identifier": make_agreement,
}
GROUPS = {"author": "Authors", "publisher": "Publishers", "administrator": "Administrators"}
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
    assert name in TABLE, f"{name} needs a row in tests/fusionsite/access_table.py"


def test_every_row_has_an_address():
    assert set(TABLE) == set(every_name())


def test_every_model_of_the_admin_has_rows():
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        assert any(name.startswith(prefix) for name in TABLE), prefix


@pytest.fixture
def clients(db):
    found = {"anonymous": Client()}
    for role, group in GROUPS.items():
        found[role] = Client()
        found[role].force_login(make_user(group, username=role))
    return found


@pytest.mark.parametrize("name", sorted(TABLE))
def test_every_answer_is_as_written(name, clients):
    wrong = []
    for state in STATES if depends_on_state(name) else ["published"]:
        address = address_of(name, state)  # an empty form changes nothing
        for method in TABLE[name]:
            for role in Roles._fields:
                client = clients[role]
                status = client.generic(method, address, **form_data(method)).status_code
                if status != (right := expected(name, method, state, role)):
                    wrong.append((method, state, role, status, right))
                if name == "admin:logout" and role != "anonymous":
                    client.force_login(User.objects.get(username=role))
    assert wrong == []


def form_data(method):
    return {"content_type": "application/x-www-form-urlencoded"} if method == "POST" else {}


def address_of(name, state):
    """An address under that name, of a new record in that state where it has one."""
    app, _, page = name.rpartition(":")
    if name == "admin:<rest>":
        return "/admin/no-such-page/"
    if app == "admin":
        return admin_address(page, state)
    if name == "country":
        return reverse(name, args=[party_of_japan()])
    if name == "view_on_site":
        return reverse(name, args=[1, "no-key"])
    if name == "media":
        return reverse(name, args=["no-such-file.png"])
    if (app and page == "list") or name in ("home", "countries"):
        return reverse(name)
    record = record_in(state, MAKERS[app or name])
    if name == "identifier":
        return reverse(name, args=[record.identifier or "AG-9999"])
    return reverse(name, args=[record.slug, 1] if page == "version" else [record.slug])


def admin_address(page, state):
    fixed = {"app_list": ["agreements"], "view_on_site": [1, 1]}
    if page in fixed:
        return reverse(f"admin:{page}", args=fixed[page])
    if page in ("auth_user_password_change",):
        return reverse(f"admin:{page}", args=[make_user().pk])
    app, _, rest = page.partition("_")
    model, _, verb = rest.partition("_")
    if verb not in ("change", "delete", "history", "withdraw", "reinstate", "unpublish"):
        return reverse(f"admin:{page}")
    return reverse(f"admin:{page}", args=[subject(app, model, state).pk])


def subject(app, model, state):
    if model == "user":
        return make_user()
    if model == "source":
        source = make_source()
        make_agreement().citations.update(source=source)
        return source
    return record_in(state, MAKERS["page" if model == "page" else app])


def record_in(state, make):
    if make is make_page:
        Page.objects.all().delete()  # its address is fixed: one page serves all cells
    record = make(published=state != "draft")
    if state == "withdrawn":
        withdraw(record, by=None, reason="It was wrong.")
    if state == "unpublished":
        unpublish(record, by=None, reason="It was private.")
    return record


def party_of_japan():
    make_agreement(parties=[make_organisation(country="JP"), make_organisation()])
    return "jp"
