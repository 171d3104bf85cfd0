"""How a test reads the API: as a program does that knows only what the answers say."""

from urllib.parse import urlsplit


def ask(client, address, **headers):
    """The answer of an address below /api/v1/, or of an absolute one that an answer gave."""
    parts = urlsplit(address if "://" in address or address[0] == "/" else f"/api/v1/{address}")
    return client.get(f"{parts.path}?{parts.query}", headers=headers)


def pages(client, address):
    """Each page of a list, as the addresses of the next ones lead."""
    while address:
        response = ask(client, address)
        assert response.status_code == 200, response.content
        page = response.json()
        yield page
        address = page["next"]
        assert ("Link" in response.headers) == bool(address)


def results(client, address):
    """All of a list; its pages agree on how many that is."""
    found = list(pages(client, address))
    listed = [result for page in found for result in page["results"]]
    assert {page["count"] for page in found} == {len(listed)}
    return listed


def slugs(client, section, query=""):
    """The slugs of a list in its order, over all pages. `section`: as in the API."""
    few = f"{section}?{query}&limit=7&fields=slug".replace("?&", "?")
    return [result["slug"] for result in results(client, few)]
