"""The door in a real browser: app, security key, lost key; readable, quiet, without obstacles."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.accounts.door import PASSWORD, code
from tests.factories import make_user

AXE = Axe()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(1280, "light"), (390, "dark")]
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
FAILING = """(name) => {
  navigator.credentials.create = () => { throw new DOMException("", name); };
}"""

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]


@pytest.fixture
def page(browser, live_server, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    make_user("Publishers", username="ada", email="ada@register.example")
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: page.said.append(f"{page.url}: {error}"))
    yield page
    context.close()


@pytest.fixture
def key(page):
    """A security key is plugged in; `remove` takes it out."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    added = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return lambda: session.send("WebAuthn.removeVirtualAuthenticator", added)


def give_password(page):
    page.goto("/admin/")
    page.get_by_label("Username").fill("ada")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_app(page):
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator(".fr-secret").inner_text()
    assert page.locator(".fr-qr").evaluate("picture => picture.naturalWidth") > 0
    page.get_by_label("The code that the app shows now").fill(code(secret, -1))
    page.get_by_role("button", name="Set up").click()
    return secret, page.locator(".fr-codes code").all_inner_texts()


def obstacles(page):
    """What axe finds on the page as it stands, wide in the light and narrow in the dark."""
    found = {}
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        page.evaluate("() => Promise.all(document.getAnimations().map((fade) => fade.finished))")
        results = AXE.run(page, options={"runOnly": RULES})
        for violation in results.response["violations"]:
            nodes = [node["html"][:120] for node in violation["nodes"][:3]]
            found[width, theme, violation["id"]] = nodes
        sideways = "document.documentElement.scrollWidth > window.innerWidth"
        if page.evaluate(sideways):
            found[width, theme, "sideways"] = page.url
    return found


def test_a_publisher_sets_up_an_app_and_signs_in_with_it(page):
    assert obstacles_at(page, "/admin/login/", "/admin/lost-password/") == {}
    give_password(page)
    expect(page.get_by_text("Set up one of these to go on.")).to_be_visible()
    assert obstacles_at(page, "/admin/second-factor/app/", "/admin/second-factor/") == {}
    secret, recovery_codes = set_up_app(page)
    assert len(set(recovery_codes)) == 10
    assert obstacles(page) == {}
    page.get_by_role("link", name="I have kept them").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    assert obstacles_at(page, "/admin/password_change/", "/admin/second-factor/") == {}
    page.get_by_role("button", name="Log out").click()

    give_password(page)
    assert obstacles(page) == {}
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("That code does not match.")).to_be_visible()
    page.get_by_label("Code").fill(code(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/$"))
    assert page.said == []


def obstacles_at(page, *addresses):
    found = {}
    for address in addresses:
        page.goto(address)
        found |= {(address, *where): what for where, what in obstacles(page).items()}
    return found


def test_a_security_key_opens_and_recovery_codes_stand_in_for_it(page, key):
    give_password(page)
    page.get_by_role("link", name="Add a key").click()
    assert obstacles(page) == {}
    page.get_by_label("A name for this key").fill("Blue key")
    page.get_by_role("button", name="Add the key").click()
    expect(page.get_by_text("The security key was added.")).to_be_visible()
    recovery_codes = page.locator(".fr-codes code").all_inner_texts()
    page.goto("/admin/second-factor/")
    expect(page.get_by_role("listitem").filter(has_text="Blue key")).to_be_visible()
    page.get_by_role("button", name="Log out").click()

    give_password(page)
    page.get_by_role("button", name="Use your security key").click()
    expect(page).to_have_url(re.compile("/admin/$"))
    page.get_by_role("button", name="Log out").click()

    key()
    give_password(page)
    page.get_by_label("Code").fill(recovery_codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/$"))
    assert page.said == []


def test_a_key_that_cannot_be_used_says_why(page):
    give_password(page)
    page.goto("/admin/second-factor/key/")
    for reason, said in (
        ("NotAllowedError", "The key was not used"),
        ("InvalidStateError", "is one of yours already"),
        ("SecurityError", "cannot use a security key here"),
    ):
        page.evaluate(FAILING, reason)
        page.get_by_role("button", name="Add the key").click()
        expect(page.get_by_role("alert")).to_contain_text(said)
    assert obstacles(page) == {}
