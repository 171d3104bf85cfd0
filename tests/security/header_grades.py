"""How good the headers of an answer are, by what two public graders publish of their rules.

https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring (points for each header)
https://securityheaders.com/ (which headers there are, and a policy without unsafe words)
"""

import re
from http.cookies import SimpleCookie

HALF_A_YEAR = 15_768_000
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
BROAD = {"*", "https:", "http:", "data:", "'unsafe-inline'"}
A_PLUS, LEAST_FOR_BONUSES = 100, 90
SESSION_COOKIE = re.compile(r"session|csrf", re.IGNORECASE)
REQUIRED = (
    "Strict-Transport-Security",
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
)
# These tell an attacker which holes to try.
TELLING = ("X-Powered-By", "X-AspNet-Version", "X-Generator", "Via")


def policy_of(headers):
    """{directive: its words} of the Content-Security-Policy."""
    parts = headers.get("Content-Security-Policy", "").split(";")
    return {words[0]: words[1:] for part in parts if (words := part.split())}


def points_for_policy(headers):
    policy = policy_of(headers)
    if not policy:
        return -25
    fallback = policy.get("default-src", ["*"])
    scripts, objects = policy.get("script-src", fallback), policy.get("object-src", fallback)
    if BROAD & {*scripts, *objects}:
        return -20
    if any("'unsafe-eval'" in words for words in policy.values()):
        return -10
    if any("http:" in words for words in policy.values()):
        return -10
    if BROAD & {*policy.get("style-src", fallback)}:
        return 0
    return 10 if fallback == ["'none'"] else 5


def points_for_transport(headers):
    found = re.search(r"max-age=([0-9]+)", headers.get("Strict-Transport-Security", ""))
    if not found:
        return -20
    return 0 if int(found[1]) >= HALF_A_YEAR else -10


def points_for_referrer(headers):
    policy = headers.get("Referrer-Policy")
    if policy is None:
        return 0
    return 5 if policy in PRIVATE else -5


def points_for_types(headers):
    return 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5


def points_for_frames(headers):
    ancestors = policy_of(headers).get("frame-ancestors", ["*"])
    if not BROAD & {*ancestors}:
        return 5
    return 0 if headers.get("X-Frame-Options") in ("DENY", "SAMEORIGIN") else -20


def points_for_resources(headers):
    policy = headers.get("Cross-Origin-Resource-Policy", "same-origin")
    return 0 if policy in ("same-origin", "same-site") else -20


def points_for_sharing(headers):
    """Open to all as visitors; never to a site with somebody's session."""
    origin = headers.get("Access-Control-Allow-Origin", "*")
    return 0 if origin == "*" and "Access-Control-Allow-Credentials" not in headers else -50


def points_for_cookies(cookies):
    points = [points_for_cookie(cookie) for cookie in cookies.values()]
    return min(points, default=0)


def points_for_cookie(cookie):
    of_session = SESSION_COOKIE.search(cookie.key)
    if not cookie["secure"]:
        return -40 if of_session else -20
    if of_session and not cookie["httponly"]:
        return -30
    return 5 if cookie["samesite"] in ("Lax", "Strict") else -20


def points(headers, cookies=None, *, framed=False):
    """{what is looked at: points}. `framed`: other sites are meant to frame it."""
    found = {
        "policy": points_for_policy(headers),
        "transport": points_for_transport(headers),
        "referrer": points_for_referrer(headers),
        "types": points_for_types(headers),
        "sharing": points_for_sharing(headers),
        "cookies": points_for_cookies(cookies or SimpleCookie()),
    }
    if not framed:
        found["frames"] = points_for_frames(headers)
        found["resources"] = points_for_resources(headers)
    return found


def score(found):
    base = 100 + sum(each for each in found.values() if each < 0)
    if base < LEAST_FOR_BONUSES:
        return base
    return base + sum(each for each in found.values() if each > 0)


def wanting(headers, cookies=None, *, framed=False):
    """What keeps an answer from the best grade of both, as a list. Bonuses make up for nothing."""
    found = points(headers, cookies, framed=framed)
    wrong = [f"{each} points for {name}" for name, each in found.items() if each < 0]
    if (total := score(found)) < A_PLUS:
        wrong.append(f"{total} points")
    return wrong + missing(headers, framed=framed)


def missing(headers, *, framed=False):
    """What the second grader would find wanting, and what no score tells."""
    found = [f"no {name}" for name in REQUIRED if not headers.get(name)]
    words = {word for words in policy_of(headers).values() for word in words}
    found += sorted(word for word in words if word.startswith("'unsafe"))
    found += [f"tells {name}" for name in TELLING if name in headers]
    if re.search(r"[0-9]", headers.get("Server", "")):
        found.append("tells the version of the server")
    if framed and policy_of(headers).get("form-action") != ["'self'"]:
        found.append("a frame may send forms elsewhere")
    return found
