"""The import page and the plan: nothing is written before an editor has seen what would happen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from imports import registry
from imports.models import Run, RunFile, Said
from imports.options import Options
from imports.plans import carry_out, keep_upload, make_plan
from organisations.models import Organisation
from publishing.models import Source, Version
from tests.admin_forms import messages_in
from tests.factories import make_organisation, make_user
from tests.publishing.canary import answer

from .importing import PAGE, another_import, imported, plan_of, press, send, text
from .tables import OrganisationsOfATest, table, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TWO = [("Tokamak Energy", "GB", "https://one.example/"), ("Kyoto Fusioneering", "JP", "")]
SCRIPT = "<script>alert(1)</script>"


def register():
    """How much of everything there is that an import may write."""
    return [model.objects.count() for model in (Organisation, Version, Said, Source)]


def test_the_list_leads_to_the_page(client, author):
    assert PAGE in text(client.get("/admin/organisations/organisation/"))
    page = text(client.get(PAGE))
    assert "template.csv" in page
    assert "Show what would happen" in page


def test_the_template_is_a_table_that_a_spreadsheet_opens(client, author):
    response = client.get(f"{PAGE}template.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in response["Content-Disposition"]
    assert response.content.startswith(b"\xef\xbb\xbf# name: What it is called.")
    assert response.content.decode().splitlines()[-1] == "name,country,website,alias"


def test_an_upload_is_planned_and_nothing_else_is_written(client, author):
    before = register()
    response = send(client, *TWO)
    page = text(response)
    assert response.redirect_chain[-1][0] == f"/admin/imports/run/{plan_of(author).pk}/plan/"
    for words in ("Tokamak Energy", "Kyoto Fusioneering", "Import 2 records", "become drafts"):
        assert words in page
    assert register() == before
    assert Run.objects.kept().count() == 0


def test_a_plan_that_is_confirmed_makes_drafts_of_an_author(client, author):
    send(client, *TWO)
    response = press(client, plan_of(author))
    run = Run.objects.get()
    assert response.redirect_chain[-1][0] == f"/admin/imports/run/{run.pk}/change/"
    assert "2 records were imported." in messages_in(response)
    assert (run.state, run.by, run.publishes) == ("done", author, False)
    made = Organisation.objects.get(name="Tokamak Energy")
    assert (made.was_public, made.website) == (False, "https://one.example/")
    assert Version.objects.of(made).get().created_by == author
    assert not RunFile.objects.exists()


def test_a_publisher_of_own_work_is_told_that_it_is_public_at_once(client, publisher):
    page = text(send(client, *TWO))
    assert "They are public at once." in page
    press(client, plan_of(publisher))
    assert Run.objects.get().publishes
    assert Organisation.objects.published().count() == 2


def test_a_publisher_whose_work_another_looks_at_makes_drafts(client, publisher, settings):
    settings.OWN_WORK = False
    assert "become drafts" in text(send(client, *TWO))


@pytest.mark.drill
def test_a_button_that_is_pressed_twice_imports_once(client, author):
    send(client, *TWO)
    plan = plan_of(author)
    first, second = (press(client, plan, follow=False)["Location"] for _time in range(2))
    assert first == second
    assert Organisation.objects.count() == 2
    assert Run.objects.count() == 1


def test_a_plan_that_is_given_up_is_gone_with_its_file(client, author):
    send(client, *TWO)
    response = press(client, plan_of(author), "_give_up")
    assert "Nothing was imported" in messages_in(response)[0]
    assert not Run.objects.exists()
    assert not RunFile.objects.exists()
    assert not Organisation.objects.exists()


def test_the_plan_shows_what_changes_from_what_to_what(client, publisher):
    imported(publisher, *TWO)
    page = text(send(client, ("Tokamak Energy", "GB", "https://two.example/")))
    assert "<del>https://one.example/</del>" in page
    assert "<ins>https://two.example/</ins>" in page


@pytest.mark.drill
def test_the_rows_of_one_outcome_are_chosen(client, author):
    send(client, *TWO, ("", "GB", "https://no-name.example/"))
    plan = f"/admin/imports/run/{plan_of(author).pk}/plan/"
    page = text(client.get(f"{plan}?outcome=refused"))
    assert "It is empty." in page
    assert "Tokamak Energy" not in page
    assert "Tokamak Energy" in text(client.get(f"{plan}?outcome=created&page=99"))
    assert "Tokamak Energy" in text(client.get(f"{plan}?outcome=nonsense"))


@pytest.mark.drill
def test_a_plan_is_seen_fifty_rows_at_a_time(client, author, django_assert_max_num_queries):
    send(client, *((f"Body {number}", "GB", "") for number in range(120)))
    plan = f"/admin/imports/run/{plan_of(author).pk}/plan/"
    with django_assert_max_num_queries(12):
        first = text(client.get(plan))
    assert first.count('<td class="fr-number">') == 50
    assert text(client.get(f"{plan}?page=3")).count('<td class="fr-number">') == 20


def test_a_plan_is_its_owners_alone(client, author):
    send(client, *TWO)
    plan = plan_of(author)
    client.force_login(make_user("Publishers"))
    assert client.get(f"/admin/imports/run/{plan.pk}/plan/").status_code == 404
    assert press(client, plan).status_code == 404
    assert press(client, plan, "_give_up").status_code == 404
    assert "bodies.csv" not in text(client.get("/admin/imports/run/"))
    assert client.get(f"{PAGE}?kept={plan.pk}").context["form"].kept is None
    with pytest.raises(Exception, match="carried out, or given up"):
        carry_out(plan, plan.plan_digest, by=make_user("Publishers"))
    assert Run.objects.filter(pk=plan.pk).exists()


def test_who_may_not_add_and_change_has_no_page(client, author):
    send(client, *TWO)
    plan = plan_of(author)
    author.groups.clear()
    assert client.get(PAGE).status_code == 403
    assert client.get(f"{PAGE}template.csv").status_code == 403
    assert send(client, *TWO).status_code == 403
    assert client.get(f"/admin/imports/run/{plan.pk}/plan/").status_code == 403
    assert press(client, plan).status_code == 403
    stranger = make_user()
    for forbidden in (
        lambda: keep_upload(Organisation, "a.csv", table(*TWO), by=stranger),
        lambda: make_plan(plan, Options(), by=stranger),
        lambda: carry_out(plan, plan.plan_digest, by=stranger),
    ):
        with pytest.raises(PermissionDenied):
            forbidden()
    assert not Organisation.objects.exists()


def test_a_plan_that_would_do_something_else_by_now_is_made_anew(client, author):
    send(client, *TWO)
    plan = plan_of(author)
    make_organisation("Tokamak Energy", published=False, kind="company")
    response = press(client, plan)
    assert "The register has changed since" in messages_in(response)[0]
    assert "Import 2 records" in text(response)
    assert Organisation.objects.count() == 1
    anew = plan_of(author)
    assert anew.plan_digest != plan.plan_digest
    assert anew.tally == {"created": 1, "updated": 1}
    response = press(client, anew, digest=plan.plan_digest)
    assert "made anew meanwhile" in messages_in(response)[0]


@pytest.mark.drill
def test_a_right_that_was_lost_since_makes_the_plan_anew(client, publisher, settings):
    send(client, *TWO)
    settings.OWN_WORK = False
    response = press(client, plan_of(publisher))
    assert "Your rights have changed" in messages_in(response)[0]
    assert "become drafts" in text(response)
    assert not Organisation.objects.exists()


def test_a_forged_digest_imports_nothing(client, author):
    send(client, *TWO)
    for digest in ("", "forged"):
        press(client, plan_of(author), digest=digest)
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!doctype html><p>Not found</p>", "web page"),
        (b"country\r\nGB\r\n", "no column “name”"),
        (b"name\r\n\xff\xfe\xfa\r\n", "encoding"),
    ],
)
def test_what_cannot_be_read_is_said_and_what_was_typed_stays(client, author, content, sentence):
    sent = {"upload": upload(content), "origin": "The ministry", "source_title": "The list"}
    response = client.post(PAGE, sent)
    page = text(response)
    assert sentence in page
    assert 'value="The ministry"' in page
    assert 'value="The list"' in page
    assert "need not send it again" in page
    assert not Organisation.objects.exists()


def test_what_was_sent_is_kept_and_read_otherwise(client, author):
    content = "name;website\r\nInstitut für Plasmaphysik;\r\n".encode("latin-1")
    response = client.post(PAGE, {"upload": upload(content)})
    kept = response.context["form"].kept
    client.post(PAGE, {"kept": kept.pk, "encoding": "latin-1"})
    plan = plan_of(author)
    assert plan.pk == kept.pk
    assert plan.lines.get().label == "Institut für Plasmaphysik"
    form = client.get(f"{PAGE}?kept={plan.pk}").context["form"]
    assert form["encoding"].value() == "latin-1"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Choose a file, or give an address."),
        ({"address": "javascript:alert(1)"}, "Give an address that begins with"),
        ({"address": "mailto:a@b.example"}, "Give an address that begins with"),
        ({"kept": "99999999999999999999"}, "Choose a file, or give an address."),
        ({"kept": "x"}, "Choose a file, or give an address."),
        ({"format": "nonsense"}, "Select a valid choice"),
        ({"origin": "a\0b"}, "Null characters"),
        ({"choice": "only"}, "Choose a file, or give an address."),
    ],
)
def test_what_is_wrong_in_the_form_is_said(client, author, sent, sentence):
    response = client.post(PAGE, sent)
    assert response.status_code == 200
    assert sentence in text(response)
    assert not Run.objects.exists()


def test_a_file_that_is_too_large_or_empty_is_refused(client, author, monkeypatch):
    monkeypatch.setattr("imports.admin.forms.LARGEST_SOURCE", 10)
    assert "too large" in text(send(client, *TWO))
    assert "empty" in text(client.post(PAGE, {"upload": upload(b"")}))
    assert not Run.objects.exists()


def test_more_rows_than_a_screen_shows_are_for_the_operator(client, author, monkeypatch):
    monkeypatch.setattr("imports.plans.MOST_ROWS", 1)
    assert "more than 1 rows" in text(send(client, *TWO))


def test_while_another_import_is_at_work_the_page_says_so(client, author):
    with another_import():
        response = send(client, *TWO)
    assert "Another import is at work" in text(response)
    client.post(PAGE, {"kept": response.context["form"].kept.pk})
    plan = plan_of(author)
    with another_import():
        response = press(client, plan)
    assert "Another import is at work" in messages_in(response)[0]
    assert Run.objects.planned().filter(pk=plan.pk).exists()


def test_a_large_change_is_allowed_by_a_tick(client, publisher):
    rows = [(f"Body {number} of Leeds", "GB", "") for number in range(8)]
    imported(publisher, *rows)
    changed = [(name, "GB", "https://new.example/") for name, _c, _w in rows]
    response = send(client, *changed)
    page = text(response)
    assert "8 of 8 known rows have changed" in page
    assert "Allow a large change" in page
    sent = {"kept": response.context["form"].kept.pk, "allow_large_change": "on"}
    assert "Import 8 records" in text(client.post(PAGE, sent, follow=True))


@pytest.mark.drill
def test_plans_are_few_and_go_after_a_day(author):
    old = keep_upload(Organisation, "old.csv", table(*TWO), by=author)
    other = keep_upload(Organisation, "other.csv", table(*TWO), by=make_user("Authors"))
    Run.objects.update(started_at=timezone.now() - timedelta(days=2))
    for number in range(7):
        keep_upload(Organisation, f"{number}.csv", table(*TWO), by=author)
    assert not Run.objects.filter(pk__in=[old.pk, other.pk]).exists()
    left = Run.objects.planned().filter(by=author).values_list("source", flat=True)
    assert sorted(left) == ["2.csv", "3.csv", "4.csv", "5.csv", "6.csv"]
    assert RunFile.objects.count() == 5


def test_an_address_is_fetched_once_and_kept(client, author, canary, network, settings):
    settings.FETCH_HTTP = True
    canary.answers["/bodies.csv"] = answer(table(*TWO), content_type="text/csv")
    address = "http://ministry.example/bodies.csv"
    client.post(PAGE, {"address": address}, follow=True)
    plan = plan_of(author)
    assert (plan.source, plan.address) == (address, address)
    press(client, plan)
    assert Organisation.objects.count() == 2
    assert canary.accepted == 1
    assert Source.objects.get().url == address


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.1", "169.254.169.254"])
def test_an_address_inside_the_network_is_not_looked_at(
    client, author, canary, network, settings, inside
):
    settings.FETCH_HTTP = True
    network.names["ministry.example"] = [[inside]]
    response = client.post(PAGE, {"address": "http://ministry.example/bodies.csv"})
    assert "does not lead to the public internet" in text(response)
    assert "http://ministry.example/bodies.csv" in text(response)
    assert canary.accepted == 0


@pytest.mark.drill
def test_nobody_has_the_register_fetch_without_end(client, author, canary, network, monkeypatch):
    monkeypatch.setattr("publishing.source_proposals.MOST_FETCHES", 0)
    response = client.post(PAGE, {"address": "https://ministry.example/bodies.csv"})
    assert "Wait ten minutes" in text(response)
    assert canary.accepted == 0


def test_scripts_of_a_source_are_printed_as_text(client, publisher):
    rows = [(f"Body {SCRIPT}", "GB", ""), ("", SCRIPT, SCRIPT), ("Other", "GB", SCRIPT)]
    content = table(*rows)
    response = client.post(PAGE, {"upload": upload(content, f"{SCRIPT}.csv")}, follow=True)
    assert SCRIPT not in text(response)
    assert "&lt;script&gt;" in text(response)
    response = press(client, plan_of(publisher))
    assert "&lt;script&gt;" in text(response)
    assert SCRIPT not in text(response)
    assert SCRIPT not in text(client.get("/admin/imports/run/"))


def test_a_record_that_is_here_is_linked(client, author):
    organisation = make_organisation("Tokamak Energy", published=False, kind="company")
    assert f"/admin/organisations/organisation/{organisation.pk}/change/" in text(
        send(client, *TWO)
    )


def test_what_is_public_goes_into_a_draft_of_an_author(client, author):
    organisation = make_organisation("Tokamak Energy", kind="company", website="")
    publish_count = Version.objects.of(organisation).public().count()
    send(client, *TWO)
    press(client, plan_of(author))
    organisation.refresh_from_db()
    assert organisation.website == ""
    draft = Version.objects.of(organisation).open().get()
    assert draft.snapshot["fields"]["website"] == "https://one.example/"
    assert Version.objects.of(organisation).public().count() == publish_count


@pytest.mark.drill
def test_a_page_that_has_moved_is_followed_once(client, author, canary, network, settings):
    settings.FETCH_HTTP = True

    class Moved(OrganisationsOfATest):
        @property
        def moved_to(self):
            return "http://ministry.example/new.csv"

    registry.importer(Moved)
    canary.answers["/old.csv"] = answer(b"name\r\nMoved\r\n", content_type="text/csv")
    canary.answers["/new.csv"] = answer(table(*TWO), content_type="text/csv")
    page = text(client.post(PAGE, {"address": "http://ministry.example/old.csv"}, follow=True))
    assert "Import 2 records" in page
    plan = plan_of(author)
    assert plan.address == "http://ministry.example/new.csv"
    assert canary.accepted == 2
    press(client, plan)
    assert Organisation.objects.count() == 2
