"""The lists as files, imported into an empty register, are the same files again."""

from string import ascii_lowercase

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from agreements.models import Agreement
from news.models import Article
from organisations.models import Name, Organisation
from publishing.actions import publish
from publishing.models import IdentifierCounter
from tests.exports.formats import ROWS, download
from tests.exports.test_table_files import make_pact
from tests.factories import (
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_source,
    make_theme,
)

pytestmark = pytest.mark.django_db

SECTIONS = ("organisations", "agreements", "news")
# Rows that differ in signs alone would stand in no order of their own: a letter tells them apart.
HOSTILE = [
    f"{text} {letter}"
    for text, letter in zip(
        [
            *("=SUM(1)", "+44 20 7946 0000", "@x", "-2+3", "a\tb", "'=1", "'tis", "\uff1d1"),
            *(
                "\U0001f680\u200d\U0001f468",
                "\u0627\u062a \u200f\u05d4\u05e1",
                "a; b",
                "[1]",
                "a | b \\",
            ),
            *("a | b \\", "&amp;", 'say "yes"', "_x000D_", "#N/A", "+44 20"),
        ],
        ascii_lowercase,
        strict=False,
    )
]
# Without a letter behind it.
NUMBER = "+44 20 7946 0000"


def make_hostile_register():
    """Every noun and every sort of row, with texts that files and spreadsheets change."""
    theme = make_theme(name="Superconducting magnets")
    bodies = [
        make_organisation(text, acronym=text[:9], summary=text, body=f"<p>{text}</p>")
        for text in HOSTILE
    ]
    one = bodies[1]
    for number, text in enumerate(HOSTILE):
        kind, words = Name.Kind.values[number % 6], text.replace("\t", " ")
        one.names.create(kind=kind, name=f"{words}, {kind}", position=number)
    one.parent = bodies[2]
    one.memberships.create(body=bodies[3], since="2023", note=HOSTILE[10])
    one.sites.create(kind="campus", place=NUMBER, latitude="51.65900", longitude="-1.228")
    one.identifiers.create(scheme="other", value="=1")
    one.save()
    publish(one, by=None, at=timezone.now(), note="Changed")
    for text in HOSTILE:
        make_agreement(text, summary=text, place=NUMBER, parties=bodies[:2], themes=[theme])
    pact = make_pact(summary=" ".join(HOSTILE)[:200], not_known="One gap; or two.\nAnother.")
    cite(pact, make_source(title="=A | B; C", date="2024", date_qualifier="by", note="-1"))
    publish(pact, by=None, at=timezone.now(), note="First publication")
    body = "\n".join(f"<p>{text}</p>" for text in HOSTILE)
    article = make_article("=SUM(1)", agreements=[pact], body=body, publisher="@x")
    article.organisations.set(bodies[:2])


def downloads(client, ending):
    return {section: download(client, section, ending) for section in SECTIONS}


def in_an_empty_register(files, ending, folder):
    """Import files that another register has written; nothing of that one is here."""
    assert not Organisation.objects.exists()
    for section, content in files.items():
        path = folder / f"{section}.{ending}"
        path.write_bytes(content)
        call_command(f"import_{section}", str(path), "--keep-identifiers", "--quiet")


def differences(before, after, ending):
    """(row, column, value before, value after) of the cells that are not what they were."""
    for section, content in before.items():
        rows = zip(ROWS[ending](content), ROWS[ending](after[section]), strict=True)
        for one, other in rows:
            names = [name for name in one if one[name] != other[name]]
            yield from ((one["identifier"], name, one[name], other[name]) for name in names)


def assert_they_come_back(client, make, ending, folder):
    with transaction.atomic():
        make()
        before = downloads(client, ending)
        transaction.set_rollback(True)
    in_an_empty_register(before, ending, folder)
    after = downloads(client, ending)

    assert list(differences(before, after, ending)) == []
    # A workbook says when it was made.
    assert after == before or ending == "xlsx"
    return before


@pytest.mark.parametrize("ending", ["csv", pytest.param("json", marks=pytest.mark.drill), "xlsx"])
def test_no_text_is_changed_by_a_file_or_by_the_way_back(client, tmp_path, ending):
    assert_they_come_back(client, make_hostile_register, ending, tmp_path)

    assert Agreement.objects.filter(title="a\tb e", place=NUMBER).exists()
    assert Article.objects.get().title == "=SUM(1)"


def test_what_comes_back_goes_on_where_it_was(client, tmp_path):
    make_organisation("Laboratory", slug="lab")
    [identifier] = Organisation.objects.values_list("identifier", flat=True)
    file = tmp_path / "organisations.csv"
    file.write_bytes(download(client, "organisations", "csv"))
    other = file.read_bytes().replace(identifier.encode(), b"ORG-0412").replace(b"lab,", b"other,")
    (tmp_path / "others.csv").write_bytes(other.replace(b"Laboratory", b"Institute of Xenon"))

    call_command("import_organisations", str(tmp_path / "others.csv"), "--keep-identifiers")

    assert Organisation.objects.get(identifier="ORG-0412").slug == "other"
    with transaction.atomic():
        assert IdentifierCounter.next_identifier("ORG") == "ORG-0413"


def test_a_file_that_the_register_keeps_is_no_other_document(client, tmp_path, capsys):
    agreement = make_agreement("Pact")
    agreement.documents.create(title="Text", file="documents/text.pdf", position=1)
    agreement.documents.create(title="Annex", kind="annex", url="https://x.example/b", position=2)
    publish(agreement, by=None, at=timezone.now(), note="It has its text.")
    (tmp_path / "agreements.csv").write_bytes(download(client, "agreements", "csv"))

    call_command("import_agreements", str(tmp_path / "agreements.csv"))

    assert "1 unchanged, 0 conflicts" in capsys.readouterr().out
    assert agreement.documents.count() == 2


@pytest.mark.drill
@pytest.mark.parametrize("ending", ROWS)
def test_the_starter_comes_back(client, tmp_path, ending):
    def make():
        call_command("import_register", "data/starter", "--quiet")

    files = assert_they_come_back(client, make, ending, tmp_path)

    counts = {section: len(ROWS[ending](content)) for section, content in files.items()}
    assert counts == {"organisations": 121, "agreements": 87, "news": 36}


@pytest.mark.drill
@pytest.mark.parametrize("ending", ROWS)
def test_where_a_file_was_written_it_changes_nothing(client, tmp_path, ending, capsys):
    call_command("import_register", "data/starter", "--quiet")
    for section, content in downloads(client, ending).items():
        path = tmp_path / f"{section}.{ending}"
        path.write_bytes(content)
        call_command(f"import_{section}", str(path))
        said = capsys.readouterr().out
        count = len(ROWS[ending](content))
        assert said == f"0 created, 0 updated, {count} unchanged, 0 conflicts, 0 refused\n"
