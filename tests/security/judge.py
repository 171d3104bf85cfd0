"""A browser that tells whether anything of a page ran, or reached out, that should not have."""

from playwright.sync_api import Error

from .payloads import MARK

# Whatever a payload calls is heard, in the page and in each of its frames.
TRAP = """
    const ran = (name) => () => { console.error('PAYLOAD RAN: ' + name + ' at ' + location.href); };
    for (const name of ['hit', 'alert', 'confirm', 'prompt', 'print', 'open'])
        window[name] = ran(name);
"""
# Besides what ran: what would, when somebody clicks, hovers or tabs there.
LOOK = """async () => {
    await new Promise((done) => setTimeout(done, WAIT));
    const found = [];
    const bad = /^[\\x00-\\x20]*(javascript|vbscript|data|blob|file|view-source|feed):/i;
    const inline = ':not([src]):not([type="application/json"]):not([type="application/ld+json"])';
    const never = 'iframe, frame, frameset, object, embed, applet, portal, math, marquee, template,'
        + 'foreignObject, animate, set, handler, base[href], meta[http-equiv="refresh" i],'
        + 'xss, plaintext, xmp, [srcdoc], [ping]';
    for (const one of document.querySelectorAll('*')) {
        for (const attribute of one.attributes) {
            const name = attribute.name.toLowerCase();
            if (name.startsWith('on')) found.push('handler ' + one.outerHTML.slice(0, 160));
            if (/^(href|xlink:href|src|action|formaction|data|poster|cite)$/.test(name)
                && bad.test(attribute.value.replace(/[\\t\\n\\r]/g, '')))
                found.push('address ' + one.outerHTML.slice(0, 160));
        }
    }
    for (const one of document.querySelectorAll(never))
        found.push('element ' + one.outerHTML.slice(0, 160));
    for (const one of document.querySelectorAll('script' + inline))
        if (!one.nonce) found.push('script ' + one.outerHTML.slice(0, 160));
    const shown = document.documentElement.outerHTML.match(/K\\d{3}MK\\d{3}/g) || [];
    return { found, shown: [...new Set(shown)] };
}"""
REFUSED_BY_POLICY = ("Content Security Policy", "Content-Security-Policy", "Refused to")
TAKEN_AWAY = "content-disposition"


class Judge:
    """Opens pages of one site, and keeps what it saw.

    `found`: what ran, would run, or reached out. `shown`: (payload, place, sort of page) of each
    payload that a page showed. `pages`: how many were opened.
    """

    def __init__(self, context, site, *, wait=15):
        self.site = site
        self.look = LOOK.replace("WAIT", str(wait))
        self.found = []
        self.shown = set()
        self.pages = 0
        context.add_init_script(TRAP)
        context.route(lambda address: address.endswith(SHOWN_HERE), show_here)
        context.on("request", self.hear_request)
        context.on("console", self.hear_console)
        context.on("dialog", self.hear_dialog)
        context.on("weberror", self.hear_error)
        self.page = context.new_page()
        # A page that opens another one is seen; the judge's own was there before.
        context.on("page", self.hear_page)

    def hear_request(self, request):
        own = (self.site, "data:image/", "about:", "blob:")
        if not request.url.startswith(own):
            self.found.append(f"request to {request.url[:160]}")

    def hear_console(self, message):
        if self.page.url.endswith((".atom", ".xml")) and "inline style" in message.text:
            # The browser itself shows XML as a tree, with styles of its own.
            return
        if "PAYLOAD RAN" in message.text or any(w in message.text for w in REFUSED_BY_POLICY):
            self.found.append(f"console of {self.page.url}: {message.text[:200]}")

    def hear_dialog(self, dialog):
        if dialog.type == "beforeunload":
            # The register's own question, before a form is left.
            dialog.accept()
            return
        self.found.append(f"dialog of {self.page.url}")
        dialog.dismiss()

    def hear_error(self, error):
        """A script of the register that a payload led astray."""
        self.found.append(f"error of {self.page.url}: {str(error.error)[:160]}")

    def hear_page(self, page):
        self.found.append(f"another page: {page.url}")

    def visit(self, path, sort=None):
        """Open the page and look; returns its status, or None of what no browser shows."""
        try:
            response = self.page.goto(self.site + path)
        except Error as error:
            if "Download is starting" not in str(error):
                raise
            return None
        self.judge(sort or path.partition("?")[0])
        return response.status

    def tally(self):
        """In a line: what was looked at, and how much ran."""
        payloads, places, sorts = (len(set(each)) for each in zip(*self.shown, strict=True))
        pairs = len({(payload, place) for payload, place, _sort in self.shown})
        return (
            f"{payloads} payloads in {places} fields ({pairs} pairs) on {self.pages} pages of "
            f"{sorts} sorts, shown {len(self.shown)} times; {len(self.found)} executions."
        )

    def judge(self, sort):
        self.pages += 1
        try:
            seen = self.page.evaluate(self.look)
        except Error as error:
            self.found.append(f"left while it was looked at: {sort}: {str(error)[:100]}")
            return
        self.found += [f"{sort}: {one}" for one in seen["found"]]
        if not self.page.url.startswith(self.site):
            self.found.append(f"{sort} led to {self.page.url}")
        for mark in seen["shown"]:
            payload, place = MARK.fullmatch(mark).groups()
            self.shown.add((int(payload), int(place), sort))


SHOWN_HERE = (".svg", ".atom", ".csv", ".json", ".jsonl", ".ics", ".bib", ".ris", ".jsonld", ".xml")


def show_here(route):
    """A file that is offered to be kept is opened in the browser as well."""
    response = route.fetch()
    headers = {k: v for k, v in response.headers.items() if k != TAKEN_AWAY}
    route.fulfill(response=response, headers=headers)
