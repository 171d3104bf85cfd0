"""The payloads run in a browser as they stand, and not as the register cleans them."""

import pytest

from publishing.richtext import printable, printable_with_anchors
from tests.security.judge import Judge
from tests.security.payloads import PAYLOADS

pytestmark = pytest.mark.drill
# Some of them play on templates, files or encodings that a page of HTML alone is not.
RUN_AS_THEY_STAND = 150
SHOW = """(htmls) => {
    for (const html of htmls) {
        const place = document.createElement('div');
        document.body.append(place);
        place.innerHTML = html;
    }
}"""


@pytest.fixture
def judge(browser):
    context = browser.new_context(bypass_csp=True)
    yield Judge(context, "about:")
    context.close()


def test_the_judge_sees_what_runs(judge, counted):
    seen = 0
    for payload in PAYLOADS:
        judge.found.clear()
        judge.page.set_content(f'<title>x</title><p title="{payload}">{payload}</p>')
        judge.judge("as it stands")
        seen += bool(judge.found)
    counted("payloads that run where nothing holds them", seen)
    assert seen >= RUN_AS_THEY_STAND


@pytest.mark.parametrize("clean", [printable, printable_with_anchors])
def test_no_payload_survives_cleaning(judge, clean, counted):
    pieces = [str(clean(payload)) for payload in PAYLOADS]
    pieces += [
        str(clean(first + second))
        for first, second in zip(PAYLOADS, PAYLOADS[7:] + PAYLOADS[:7], strict=True)
    ]
    judge.page.set_content("<title>x</title>")
    judge.page.evaluate(SHOW, pieces)
    judge.judge("set in a page")
    judge.page.set_content(f"<title>x</title>{''.join(pieces)}")
    judge.judge("read as a page")
    counted("payloads cleaned, alone and in pairs", len(pieces))
    assert judge.found == []
