"""The API: what it answers, what it refuses and how it says so."""

import json

import pytest
from django.db import transaction

from publishing import snapshots
from publishing.actions import withdraw
from publishing.drafts import save_draft
from publishing.heads import absolute
from publishing.preview import name_of
from tests.factories import cite, make_agreement, make_source, make_user

from .api_reading import ask, pages, results, slugs
from .api_register import make_register

pytestmark = pytest.mark.django_db

JSON, PROBLEM = "application/json", "application/problem+json"


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_register()
        transaction.set_rollback(True)


def problem_of(response, status):
    assert response.status_code == status, response.content
    assert response["Content-Type"] == PROBLEM
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith(absolute("/api/#"))
    return problem


def test_a_record_says_all_that_is_known_and_who_says_so(client, register):
    pact = ask(client, f"agreements/{register.pact.identifier.lower()}").json()

    assert pact["title"] == "Pact"
    assert pact["address"] == absolute("/agreements/pact/")
    assert pact["status"]["code"] == "signed"
    assert pact["status"]["reason"] == "Signed by June 2025; expiry 2040"
    assert pact["date"]["date"] | {"words": ""} == {
        "value": "2025-06",
        "qualifier": "by",
        "note": "",
        "earliest": None,
        "latest": "2025-06-30",
        "words": "",
    }
    assert [(p["name"], p["role"], p["organisation"]["country"]) for p in pact["parties"]] == [
        ("Ministry", "party", "JP"),
        ("Old Lab", "lead", "GB"),
    ]
    assert pact["signatories"][0]["name"] is None
    assert pact["signatories"][0]["party"] == pact["parties"][1]["id"]
    assert [(e["code"], e["words"]) for e in pact["events"]] == [
        ("signed", "Signed"),
        ("expires", "Expiry"),
    ]
    assert pact["amount"]["value"] == "10.00"
    assert pact["amount"]["words"] == "about £10"
    assert pact["milestones"][0]["organisations"][0]["title"] == "Laboratory"
    assert pact["not_known"] == ["Who signed.", "Where."]
    assert f'href="{absolute("/agreements/older/")}"' in pact["body"]
    assert pact["version"]["number"] == 1
    differing = next(c for c in pact["citations"] if c["value"])
    source = next(s for s in pact["sources"] if s["id"] == differing["source"])
    assert (differing["fact"], differing["value"]) == ("title", "The Pact")
    assert (source["title"], source["publisher"]) == ("Release", "Ministry")


def test_a_link_is_told_at_both_ends(client, register):
    (built_on,) = ask(client, "agreements/pact").json()["links"]
    (built,) = ask(client, "agreements/older").json()["links"]

    assert built_on["words"] == "Builds on"
    assert built["words"] == "Built on by"
    assert built_on["stated_by"] == built["stated_by"] == register.pact.identifier
    assert built["agreement"]["identifier"] == register.pact.identifier


@pytest.mark.parametrize(
    ("record", "address"),
    [
        ("/agreements/pact", "agreements/pact"),
        ("/organisations/laboratory", "organisations/laboratory"),
        ("/news/signed", "articles/signed"),
    ],
)
def test_the_file_of_a_record_is_its_answer(client, register, record, address):
    file = client.get(f"{record}.json")

    assert file["Content-Type"] == JSON
    assert file.json() == ask(client, address).json()
    day = f"as_of={file.json()['version']['published_at'][:10]}&fields=slug"
    assert client.get(f"{record}.json?{day}").json() == {"slug": record.rpartition("/")[2]}
    problem_of(client.get(f"{record}.json?fields=colour"), 400)
    problem_of(client.get(f"{record}.json?colour=red"), 400)


def test_a_list_has_the_rows_of_its_page_in_the_same_order(client, register):
    for query in ("", "country=JP", "sort=title", "q=pact", "theme=heat&year_to=2020"):
        listed = client.get(f"/agreements/?{query}").context["agreements"]
        assert slugs(client, "agreements", query) == [row.slug for row in listed], query
    assert slugs(client, "organisations", "sort=-agreements")[0] == "ministry"
    assert slugs(client, "articles") == ["signed", "new-place"]


def test_as_it_stood_on_a_day(client, register):
    assert slugs(client, "agreements", "as_of=2021-01-01") == ["older"]
    stood = ask(client, "agreements/older?as_of=2021-01-01").json()
    assert stood["status"]["day"] == "2021-01-01"
    assert stood["links"] == []
    problem_of(ask(client, "agreements/pact?as_of=2021-01-01"), 404)
    problem_of(ask(client, "articles/signed?as_of=2021-01-01"), 404)
    laboratory = ask(client, "organisations/laboratory").json()
    assert (laboratory["name"], laboratory["successor"]["title"]) == ("Laboratory", "Ministry")
    then = ask(client, "organisations/laboratory?as_of=2021-01-01").json()
    assert (then["name"], then["successor"]) == ("Old Lab", None)


def test_what_is_published_between_two_pages_moves_no_row(client, register):
    queries = ("", "sort=title", "sort=next-date")
    first = {query: first_page(client, query) for query in queries}
    with transaction.atomic():
        # In each order some stand before the end of that page, and some after.
        for title, day in (("Aaa", "2019"), ("Zzz", "2025-12"), ("Mmm", "2025-01")):
            make_agreement(title, parties=[register.ministry], signed=day)
        for query in queries:
            seen = first[query]["results"][0]["slug"]
            listed = slugs(client, "agreements", query)
            assert rest_of(client, first[query]) == listed[listed.index(seen) + 1 :], query
        transaction.set_rollback(True)


def test_a_page_begins_at_its_place_when_the_row_there_has_gone(client, register):
    queries = ("", "sort=title", "as_of=2026-01-01")
    with transaction.atomic():
        early = make_agreement("Aaa", parties=[register.ministry], signed="2025-12")
        first = {query: first_page(client, query) for query in queries}
        withdraw(early, by=None, reason="It was wrong.")
        for query in queries:
            assert first[query]["results"] == [{"slug": early.slug}]
            assert rest_of(client, first[query]) == slugs(client, "agreements", query), query
        transaction.set_rollback(True)


def first_page(client, query):
    return next(pages(client, f"agreements?limit=1&fields=slug&{query}"))


def rest_of(client, page):
    return [result["slug"] for each in pages(client, page["next"]) for result in each["results"]]


@pytest.mark.parametrize(
    ("address", "name", "parameter"),
    [
        ("agreements?kinds=treaty", "unknown-parameter", "kinds"),
        ("agreements?kind=friendship", "bad-value", "kind"),
        ("agreements?year_from=soon", "bad-value", "year_from"),
        ("agreements?year_from=2021&year_to=2020", "bad-value", "year_from"),
        ("agreements?sort=colour", "bad-value", "sort"),
        ("agreements?as_of=2999-01-01", "bad-value", "as_of"),
        ("agreements?limit=101", "bad-value", "limit"),
        ("agreements?limit=%D9%A3", "bad-value", "limit"),
        ("agreements?limit=1&limit=2", "bad-value", "limit"),
        ("agreements?cursor=W10.x", "bad-value", "cursor"),
        ("agreements?cursor=%ED%A0%80", "bad-value", "cursor"),
        ("agreements?fields=title,colour", "bad-value", "fields"),
        ("agreements/pact?limit=3", "unknown-parameter", "limit"),
        ("themes?as_of=2020-01-01", "unknown-parameter", "as_of"),
        ("countries?kind=state", "unknown-parameter", "kind"),
        ("search", "bad-value", "q"),
        ("search?q=pact&type=news", "bad-value", "type"),
        ("changes?since=yesterday", "bad-value", "since"),
        ("changes?since=2026-01-01T00:00", "bad-value", "since"),
        ("changes?since=0001-01-01T00:00%2B14:00", "bad-value", "since"),
        ("changes?record=AG-9999", "bad-value", "record"),
        ("changes?kind=friendship", "bad-value", "kind"),
        ("changes?country=atlantis", "bad-value", "country"),
        ("changes?before=x", "unknown-parameter", "before"),
    ],
)
def test_what_is_not_understood_is_named(client, register, address, name, parameter):
    problem = problem_of(ask(client, address), 400)

    assert problem["type"] == absolute(f"/api/#{name}")
    assert [error["parameter"] for error in problem["errors"]] == [parameter]


def test_a_cursor_is_good_for_its_own_list_and_order_alone(client, register):
    cursor = ask(client, "agreements?limit=1").json()["next"].rpartition("cursor=")[2]

    for address in ("agreements?sort=title", "organisations?", "sources?"):
        problem_of(ask(client, f"{address}&cursor={cursor}"), 400)
    assert ask(client, f"agreements?limit=2&cursor={cursor}").status_code == 200


def test_an_address_says_what_became_of_its_record(client, register):
    gone = problem_of(ask(client, "agreements/taken-back"), 410)
    assert gone["detail"] == "It was private."
    assert ask(client, f"agreements/{register.gone.identifier}").status_code == 410
    assert client.get("/agreements/taken-back.json").status_code == 410

    moved = ask(client, "articles/old-place?fields=title")
    assert (moved.status_code, moved["Location"]) == (
        301,
        "/api/v1/articles/new-place?fields=title",
    )
    merged = ask(client, "organisations/twin")
    assert (merged.status_code, merged["Location"]) == (302, "/api/v1/organisations/laboratory")

    withdrawn = ask(client, "agreements/withdrawn").json()
    assert withdrawn["withdrawn"]["reason"] == "It was wrong."
    assert "withdrawn" not in slugs(client, "agreements")


def test_what_was_never_published_is_as_unknown(client, register):
    draft, never = ask(client, "agreements/secret"), ask(client, "agreements/nonsense")

    problem_of(draft, 404)
    assert draft.content == never.content
    assert client.get("/agreements/secret.json").status_code == 404


def test_a_preview_gives_the_draft_and_is_kept_by_nobody(client, register):
    author, snapshot = make_user("Authors"), snapshots.take(register.older)
    snapshot["fields"]["title"] = "Older and wiser"
    save_draft(register.older, snapshot, by=author, note="It is wiser.")
    client.force_login(author)

    address = f"/preview/{name_of(register.older)}/api/v1/agreements/older"
    preview = client.get(address)
    assert preview.json()["title"] == "Older and wiser"
    assert preview["Cache-Control"] == "no-store, private"
    assert ask(client, "agreements/older").json()["title"] == "Older"


def test_changes_since_a_moment_oldest_first(client, register):
    told = results(client, "changes?sort=at&limit=5")
    assert [change["at"] for change in told] == sorted(change["at"] for change in told)

    (taken_back,) = results(client, f"changes?record={register.gone.identifier}")
    assert taken_back["kind"] == "unpublished"
    assert taken_back["note"] == "It was private."
    assert taken_back["record"]["title"] is taken_back["record"]["address"] is None
    assert "Taken back" not in json.dumps(told)

    last = told[-1]
    assert last in results(client, f"changes?since={last['at'].replace('+', '%2B')}")
    assert results(client, "changes?since=2099-01-01") == []
    kinds = {change["record"]["type"] for change in results(client, "changes?type=themes")}
    assert kinds == {"themes"}


def test_changes_are_those_of_their_page(client, register):
    for query in ("", "country=jp&minor=no", "organisation=laboratory&kind=published"):
        portion = client.get(f"/changes/?{query}").context["portion"]
        told = [change["id"] for change in results(client, f"changes?{query}")]
        assert told == [str(row.change.pk) for row in portion]
        assert told


def test_sources_are_those_that_readers_can_see_cited(client, register):
    unseen = cite(register.draft, make_source(title="Leak"), fact="kind").source

    titles = [source["title"] for source in results(client, "sources?limit=4")]
    assert "Release" in titles
    assert "Leak" not in titles
    problem_of(ask(client, f"sources/{unseen.pk}"), 404)
    problem_of(ask(client, "sources/no-key"), 404)

    release = next(s for s in results(client, "sources") if s["title"] == "Release")
    (cited,) = ask(client, f"sources/{release['id']}").json()["cited_by"]
    assert (cited["record"]["title"], cited["facts"]) == ("Pact", ["title"])


def test_the_root_says_what_there_is(client, register):
    home = ask(client, "/api/v1/").json()

    assert home["documentation"] == absolute("/api/")
    assert ask(client, home["openapi"]).json()["openapi"] == "3.1.0"
    lists = [address for address in home["lists"] if "/search" not in address]
    assert {ask(client, address).status_code for address in lists} == {200}
    assert len(lists) == 7


def test_countries_themes_and_search(client, register):
    japan, britain = ask(client, "countries/jp").json(), ask(client, "countries/GB").json()
    assert (japan["agreements"], japan["with_the_uk"], britain["agreements"]) == (2, 1, 1)
    assert japan["latest"]["identifier"] == register.pact.identifier
    assert [country["code"] for country in results(client, "countries?limit=1")] == ["GB", "JP"]
    problem_of(ask(client, "countries/atlantis"), 404)

    assert ask(client, "themes/heat").json()["name"] == "Heat"
    assert [theme["slug"] for theme in results(client, "themes")] == ["heat"]

    hits = results(client, "search?q=pact&limit=1")
    assert hits[0]["record"]["identifier"] == register.pact.identifier
    assert {hit["record"]["type"] for hit in hits} >= {"agreements"}
    assert ask(client, "search?q=pcat").json()["how"] == "mended"


def test_an_answer_that_is_known_already_is_not_sent_again(client, register):
    first = ask(client, "agreements/pact")
    assert first["Cache-Control"] == "public, no-cache"
    again = ask(client, "agreements/pact", **{"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]

    other = ask(client, "agreements/pact?fields=title", **{"if-none-match": first["ETag"]})
    assert other.status_code == 200


def test_pages_of_any_site_may_read_it_and_nobody_may_write(client, register):
    response = ask(client, "agreements", origin="https://paper.example")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "Link" in response["Access-Control-Expose-Headers"]
    assert not response.cookies

    before = client.options("/api/v1/agreements", headers={"origin": "https://paper.example"})
    assert (before.status_code, before["Access-Control-Allow-Methods"]) == (
        204,
        "GET, HEAD, OPTIONS",
    )
    head = client.head("/api/v1/agreements")
    assert (head.status_code, head["ETag"]) == (200, response["ETag"])
    for refused in (client.post, client.put, client.delete):
        problem_of(refused("/api/v1/agreements"), 405)
    assert "GET" in client.post("/api/v1/agreements")["Allow"]


def test_who_asks_too_often_is_told_how_long_to_wait(client, register, settings):
    settings.API_REQUESTS_A_MINUTE = 2
    visitor = {"REMOTE_ADDR": "192.0.2.7"}
    one, two, three = (client.get("/api/v1/themes", **visitor) for _time in range(3))

    assert one["RateLimit-Policy"] == '"minute";q=2;w=60'
    assert one["RateLimit"].startswith('"minute";r=1;t=')
    assert two.status_code == 200
    problem_of(three, 429)
    assert 1 <= int(three["Retry-After"]) <= 60
    assert client.get("/api/v1/themes", REMOTE_ADDR="192.0.2.8").status_code == 200
    # The pages that people read have no such limit.
    assert client.get("/agreements/", **visitor).status_code == 200


def test_faults_outside_the_api_are_told_as_problems_too(client, register, settings):
    problem_of(client.get("/api/v1/nonsense"), 404)
    problem_of(client.get("/api/v1/agreements?q=%00"), 400)
    problem_of(client.get(f"/api/v1/agreements?q={'x' * 5000}"), 400)
    settings.MAINTENANCE = True
    closed = client.get("/api/v1/agreements")
    problem_of(closed, 503)
    assert closed["Retry-After"]


def test_a_list_of_many_asks_no_more_than_one_of_few(
    client, register, django_assert_max_num_queries
):
    for address in MOST_QUERIES:
        # A process that serves knows the content types.
        ask(client, f"{address}?limit=1")
        with django_assert_max_num_queries(MOST_QUERIES[address]):
            ask(client, f"{address}?limit=100")


# In a transaction the index is read anew, which takes one query for each relation; a process that
# serves has it, and asks instead once what the newest change is.
MOST_QUERIES = {"agreements": 10, "organisations": 9, "articles": 10, "changes": 10, "sources": 2}
