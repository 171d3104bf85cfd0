"""The cache is away: pages, publishing and the limits on tries go on without it."""

import shutil

import httpx
import pytest

from tests.factories import make_agreement
from tests.publishing.drafting import draft_of

from .crashing import free_port
from .services import service
from .visiting import CSRF, MARKER, SOUGHT, Publisher, readers

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.drill,
    pytest.mark.usefixtures("production_settings"),
]

PAGES = ("/", "/agreements/", "/api/v1/agreements", "/agreements.json", "/admin/login/")
ROUNDS = 3
SECONDS_BACK = 5


def look_everywhere(serving, faults):
    for path in PAGES:
        answer = serving.get(path)
        assert answer.status_code == 200, f"{path}: {serving.said()}"
        faults.injections += 1
        faults.early += [path] if MARKER in answer.text else []


def try_to_sign_in(serving, times):
    """The statuses of so many tries with a wrong password."""
    statuses = []
    with httpx.Client(base_url=serving.address, timeout=30) as client:
        for _time in range(times):
            # The cookies of production travel over https alone.
            page = client.get("/admin/login/")
            secret = page.headers["Set-Cookie"].partition("=")[2].partition(";")[0]
            sent = {"login": "somebody", "password": "wrong", "csrfmiddlewaretoken": secret}
            headers = {"Cookie": f"{CSRF}={secret}", "X-CSRFToken": secret}
            statuses.append(client.post("/admin/login/", data=sent, headers=headers).status_code)
            client.cookies.clear()
    return statuses


def use_without_cache(serving, faults):
    look_everywhere(serving, faults)
    publisher = Publisher(serving)
    agreement = make_agreement("The pact of before")
    draft_of(agreement, title="The pact of after")
    assert publisher.publish(agreement, publisher.form(agreement)) == 302, serving.said()
    assert "The pact of after" in serving.get(agreement.get_absolute_url()).text
    statuses = try_to_sign_in(serving, 12)
    assert set(statuses) == {200, 429}, statuses
    faults.injections += len(statuses)


def test_a_cache_that_nobody_serves(tally, tmp_path):
    faults = tally("the cache of Redis away")
    draft_of(make_agreement("The other pact"), title=f"{MARKER} {SOUGHT}")
    address = f"redis://127.0.0.1:{free_port()}/0"
    with service(tmp_path, CACHE_URL=address, API_REQUESTS_A_MINUTE="300") as serving:
        use_without_cache(serving, faults)
    assert not faults.harm


def test_the_folder_of_the_cache_is_removed_while_it_is_used(tally, tmp_path):
    faults = tally("the folder of the cache removed")
    draft_of(make_agreement("The other pact"), title=f"{MARKER} {SOUGHT}")
    folder = tmp_path / "cache"
    options = {"CACHE_URL": f"file://{folder}", "API_REQUESTS_A_MINUTE": "300"}
    with service(tmp_path, **options) as serving, readers(serving) as reading:
        look_everywhere(serving, faults)
        for _round in range(ROUNDS):
            shutil.rmtree(folder, ignore_errors=True)
            look_everywhere(serving, faults)
        # A file where the folder was: nothing can be kept.
        shutil.rmtree(folder, ignore_errors=True)
        folder.write_text("")
        use_without_cache(serving, faults)
    faults.early += reading.early
    assert reading.faults == []
    assert not faults.harm


def test_the_folder_of_kept_pages_is_removed_while_they_are_read(tally, tmp_path):
    """Whoever reads after a publication reads what was published, whatever became of the folder."""
    faults = tally("the folder of the page cache removed")
    draft_of(make_agreement("The other pact"), title=f"{MARKER} {SOUGHT}")
    agreement = make_agreement("The pact of the beginning")
    folder = tmp_path / "pages"
    with (
        service(tmp_path, PAGE_CACHE_ROOT=str(folder), PAGE_CACHE_MB="8") as serving,
        readers(serving) as reading,
    ):
        publisher = Publisher(serving)
        for number in range(2 * ROUNDS):
            title = f"The pact {number}"
            draft_of(agreement, title=title)
            form = publisher.form(agreement)
            shutil.rmtree(folder, ignore_errors=True)
            faults.injections += 1
            assert publisher.publish(agreement, form) == 302, serving.said()
            with faults.recovery(within=SECONDS_BACK):
                # Each of the two processes is likely to be among those that answer.
                for _time in range(8):
                    assert title in serving.get(agreement.get_absolute_url()).text
    faults.early += reading.early
    assert reading.faults == []
    assert not faults.harm
