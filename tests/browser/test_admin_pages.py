"""Every sort of page of the admin: wide and narrow, light and dark, without obstacles of ours."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from publishing import drafts
from tests.factories import make_agreement, make_article, make_link, make_source, make_user
from tests.imports.making import make_question
from tests.publishing.drafting import draft_of

from .test_drafts import sign_in
from .test_public_pages import scrolls_sideways

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.drill]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = {"type": "rule", "values": ["color-contrast"]}
LOOKS = [
    (1280, "light", RULES),
    (1280, "dark", CONTRAST),
    (390, "dark", RULES),
    (390, "light", CONTRAST),
]
# What Django's own pages leave to be wished: (rule, part of the element).
KNOWN = [("aria-prohibited-attr", "help-tooltip search-label-icon")]
FADED = "Promise.all(document.getAnimations().map(one => one.finished)).then(() => 1)"
AXE = Axe()


@pytest.fixture
def addresses():
    agreement = make_agreement("The pact")
    version = draft_of(agreement, by=make_user("Authors"), summary="Better.")
    drafts.keep_beside(agreement, version.snapshot, base=version.base, by=make_user("Authors"))
    make_article("The story")
    link = make_link(used_in=[make_source()])
    question = make_question(theirs={"description": "Coils."})
    record = f"/admin/agreements/agreement/{agreement.pk}"
    return [
        "/admin/",
        "/admin/agreements/",
        "/admin/agreements/agreement/",
        "/admin/agreements/agreement/add/",
        "/admin/agreements/agreement/from-address/",
        *(f"{record}/{page}/" for page in PAGES_OF_A_RECORD),
        "/admin/organisations/organisation/duplicates/",
        "/admin/organisations/organisation/import/",
        "/admin/imports/run/",
        f"/admin/imports/run/{question.run_id}/change/",
        f"/admin/imports/run/{question.run_id}/undo/",
        "/admin/imports/question/",
        f"/admin/imports/question/{question.pk}/change/",
        "/admin/publishing/version/",
        "/admin/publishing/change/",
        "/admin/publishing/reviewdate/",
        "/admin/publishing/correction/",
        "/admin/publishing/storedfile/",
        "/admin/publishing/source/add/",
        f"/admin/publishing/linkcheck/{link.pk}/change/",
        "/admin/accounts/user/",
        "/admin/password_change/",
        "/admin/second-factor/",
    ]


PAGES_OF_A_RECORD = (
    *("change", "history", "compare", "remarks", "share", "fact-check", "publish", "withdraw"),
    *("review_date", "copy"),
)


@pytest.fixture
def page(browser, live_server):
    make_user("Publishers", "Administrators", username="administrator")
    context = browser.new_context(base_url=live_server.url, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    sign_in(page, "administrator")
    yield page
    context.close()


def test_no_page_has_obstacles_but_those_known(page, addresses):
    said, found = [], []
    page.on("console", lambda message: said.append(message.text))
    for address in addresses:
        said.clear()
        response = page.goto(address)
        # What is said later is about styles that axe itself tries.
        assert (response.status, said) == (200, []), address
        for width, theme, rules in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=theme)
            # Django's links fade from one theme to the other, whatever one prefers.
            page.evaluate(FADED)
            found += faults(page, rules, (address, width, theme))
            if scrolls_sideways(page):
                found.append((address, width, theme, "scrolls sideways"))
    assert found == []


def faults(page, rules, where):
    results = AXE.run(page, options={"runOnly": rules})
    for fault in results.response["violations"]:
        for node in fault["nodes"]:
            if not is_known(fault["id"], node["html"]):
                yield (*where, fault["id"], node["html"][:160])


def is_known(rule, html):
    return any(rule == known and part in html for known, part in KNOWN)
