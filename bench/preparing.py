"""What a measurement needs of the register's own code; each runs in a process of its own.

python -m bench.preparing themes
python -m bench.preparing yardstick organisations.json
python -m bench.preparing addresses 1000
python -m bench.preparing records 1000
python -m bench.preparing editors
"""

import csv
import json
import os
import sys
import time

import django


def make_themes():
    """Those of the starter register, published."""
    from bench.agreement_rows import THEMES
    from publishing.actions import publish_together
    from themes.models import Theme

    made = {}
    with THEMES.open(newline="", encoding="utf-8") as file:
        for row in sorted(csv.DictReader(file), key=lambda row: row["parent"] != ""):
            parent = made.get(row["parent"])
            made[row["slug"]] = Theme.objects.create(
                slug=row["slug"], name=row["name"], parent=parent
            )
    publish_together(list(made.values()), by=None)


def yardstick(path):
    """Seconds to write the organisations of a file with three names each, and nothing besides."""
    from django.db import transaction

    from organisations.models import Name, Organisation

    begin = time.perf_counter()
    with transaction.atomic():
        organisations = [
            Organisation(slug=f"yardstick-{number}", name=name, kind="other")
            for number, name in enumerate(names_in(path))
        ]
        names = [
            Name(
                organisation=organisation, position=position, name=f"{organisation.name} {position}"
            )
            for organisation in organisations
            for position in range(3)
        ]
        Organisation.objects.bulk_create(organisations, batch_size=1000)
        Name.objects.bulk_create(names, batch_size=1000)
        transaction.set_rollback(True)
    return time.perf_counter() - begin


def names_in(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            if line.startswith("{"):
                yield json.loads(line.rstrip().rstrip(","))["names"][0]["value"]


def addresses(count):
    """Of so many public pages: lists, filtered lists and records."""
    from agreements.models import Agreement
    from organisations.models import Organisation

    from .places import COUNTRIES

    count = int(count)
    found = ["/", "/agreements/", "/organisations/", "/countries/", "/timeline/", "/map/"]
    for section, model in (("agreements", Agreement), ("organisations", Organisation)):
        slugs = model.objects.published().order_by("slug").values_list("slug", flat=True)[:count]
        pages = -(-len(slugs) // 25)
        found += [f"/{section}/?page={page}" for page in range(2, min(pages, 40) + 1)]
        found += [f"/{section}/?country={code.lower()}" for code, *_rest in COUNTRIES]
        found += [f"/{section}/{slug}/" for slug in slugs[: count // 2]]
    return found[:count]


def records(count):
    """{noun: [[primary key, slug], …]} of so many, from everywhere in the register."""
    from agreements.models import Agreement
    from organisations.models import Organisation

    found = {}
    for noun, model in (("agreements", Agreement), ("organisations", Organisation)):
        rows = model.objects.published().order_by("pk").values_list("pk", "slug")
        # Keys are random, and so is their order.
        found[noun] = [[str(key), slug] for key, slug in rows[: int(count)]]
    return found


def editors():
    """{name: the key of a session} of an author and of a reviewer who has shown a second factor."""
    return {name.lower(): session_of(name) for name in ("Authors", "Publishers")}


def session_of(group):
    from allauth.mfa.models import Authenticator
    from django.contrib.auth import login
    from django.contrib.auth.models import Group
    from django.contrib.sessions.backends.db import SessionStore
    from django.http import HttpRequest

    from accounts.models import User
    from accounts.second_factor import note_in_session

    editor = User.objects.create_user(f"measuring-{group.lower()}", is_staff=True)
    editor.groups.set(Group.objects.filter(name=group))
    factor = {"secret": "JBSWY3DPEHPK3PXP"}
    Authenticator.objects.create(user=editor, type=Authenticator.Type.TOTP, data=factor)
    request = HttpRequest()
    request.session = SessionStore()
    login(request, editor, backend="accounts.backends.EditorBackend")
    note_in_session(request, editor)
    request.session.save()
    return request.session.session_key


def main(sort, *arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fusionsite.settings")
    django.setup()
    if sort == "themes":
        make_themes()
    else:
        of_sort = {
            "yardstick": yardstick,
            "addresses": addresses,
            "records": records,
            "editors": editors,
        }
        sys.stdout.write(json.dumps(of_sort[sort](*arguments)) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
