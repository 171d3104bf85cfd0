"""A page of the register in the frame of another site."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.drill]


class Article(BaseHTTPRequestHandler):
    """A page of another site that frames whatever its address names."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        framed = self.server.site + self.path
        self.wfile.write(f'<iframe src="{framed}" width="100%" height="720"></iframe>'.encode())

    def log_message(self, *arguments):
        """Nothing."""


@pytest.fixture(scope="module")
def other_site(site):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Article)
    server.site = site
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/embed/agreements/?country=jp&rows=1", ".rec h3 a"),
        ("/embed/timeline/?country=jp", ".tl-item"),
        ("/embed/timeline/?country=jp", "footer a"),
    ],
)
def test_a_link_leads_out_of_the_frame(page, site, other_site, address, link):
    page.goto(other_site + address)

    page.frame_locator("iframe").locator(link).first.click()

    page.wait_for_url(f"{site}/**", timeout=10_000)
    assert "/embed/" not in page.url


def test_another_page_is_shown_in_no_frame(page, other_site):
    page.goto(f"{other_site}/agreements/")

    # The page may be there before its frame was refused.
    for _time in range(100):
        if page.frames[-1].url:
            break
        page.wait_for_timeout(100)
    assert page.frames[-1].url == "chrome-error://chromewebdata/"


@pytest.mark.parametrize("width", [320, 1280])
def test_an_embed_fits_its_frame(page, other_site, width):
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"{other_site}/embed/timeline/")

    inner = page.frames[-1]
    assert "Timeline" in inner.title()
    assert inner.evaluate("document.documentElement.scrollWidth <= innerWidth")
