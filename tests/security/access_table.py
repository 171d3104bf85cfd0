"""Who gets what answer from which address: the written table.

A row is {method: answers}. Answers are one status for everybody, or a Roles of four; where the
editorial state of the record matters they stand under its name.
"""

from collections import namedtuple

Roles = namedtuple("Roles", ["anonymous", "author", "other_author", "publisher", "administrator"])

# The author wrote the drafts. What stands after a colon is the state of a draft of a live record.
STATES = (
    "draft",
    "in_review",
    "approved",
    "scheduled",
    "published",
    "published:draft",
    "published:in_review",
    "published:approved",
    "published:scheduled",
    "published:to_be_withdrawn",
    "withdrawn",
    "unpublished",
)
# Where readers see no difference a row names the standing of the record alone.
STANDING = {"in_review": "draft", "approved": "draft", "scheduled": "draft"}
SIGN_IN = 302

RECORD_PAGE = {
    "GET": {"draft": 404, "published": 200, "withdrawn": 200, "unpublished": 410},
    "POST": {"draft": 404, "published": 405, "withdrawn": 405, "unpublished": 410},
}
LIST = {"GET": 200, "POST": 405}
SIGNED_IN_PAGE = Roles(SIGN_IN, 200, 200, 200, 200)
PUBLISHERS_PAGE = Roles(SIGN_IN, 403, 403, 200, 200)
ADMINISTRATORS_PAGE = Roles(SIGN_IN, 403, 403, 403, 200)
# Who is signed in is led on.
FOR_VISITORS = Roles(200, 302, 302, 302, 302)
NOBODYS_PAGE = Roles(SIGN_IN, 403, 403, 403, 403)
NO_SUCH_PAGE = Roles(SIGN_IN, 404, 404, 404, 404)
LEADS_ON = Roles(SIGN_IN, 302, 302, 302, 302)
ADMINISTRATORS_LEAD_ON = Roles(SIGN_IN, 403, 403, 403, 302)

PUBLIC = {
    "home": LIST,
    "countries": LIST,
    "country": LIST,
    "map": LIST,
    "map_file": LIST,
    "country_brief": LIST,
    "changes": LIST,
    "changes_feed": LIST,
    "data": LIST,
    "register_package": LIST,
    "register_checksum": LIST,
    "register_schema": LIST,
    "catalog": LIST,
    "sitemap": LIST,
    "sitemap_section": LIST,
    "robots": LIST,
    "security": LIST,
    "healthz": LIST,
    "readyz": LIST,
    "search": LIST,
    "timeline": LIST,
    "timeline_file": LIST,
    "agreements_file": LIST,
    "organisations_file": LIST,
    "news_file": LIST,
    "columns": LIST,
    "page": RECORD_PAGE,
    "identifier": {
        "GET": {"draft": 404, "published": 302, "withdrawn": 302, "unpublished": 302},
        "POST": 405,
    },
    "identifier_version": {
        "GET": {"draft": 404, "published": 302, "withdrawn": 302, "unpublished": 302},
        "POST": 405,
    },
    "media": {"GET": 404, "POST": 405},
    "preview": {"GET": Roles(404, 200, 200, 200, 200), "POST": 405},
    # An empty form comes back with what is missing. Nobody's account counts for more here.
    "corrections": {"GET": 200, "POST": 400},
    "corrections_received": LIST,
}
PUBLIC |= {
    # An alert about nothing is not asked for. Whoever has the link has the alert, signed in or not.
    "alerts:new": {"GET": 200, "POST": 400},
    "alerts:asked": LIST,
    "alerts:detail": {"GET": 200, "POST": 302},
    "alerts:unsubscribe": {"GET": 404, "POST": 404},
}
for app in ("agreements", "organisations", "news"):
    PUBLIC |= {
        f"{app}:list": LIST,
        f"{app}:detail": RECORD_PAGE,
        f"{app}:history": RECORD_PAGE,
        f"{app}:version": RECORD_PAGE,
        f"{app}:file": RECORD_PAGE,
    }
for embed in ("agreements", "organisations", "news", "timeline"):
    PUBLIC[f"{embed}_embed"] = LIST
PUBLIC["agreements:lineage"] = RECORD_PAGE
PUBLIC["agreements:compare"] = LIST
PUBLIC |= dict.fromkeys(("api", "openapi", "api:api-root", "api:home"), LIST)
for name in ("agreements", "organisations", "articles", "themes"):
    PUBLIC |= {
        f"api:list_{name}": LIST,
        f"api:read_{name}": {"GET": RECORD_PAGE["GET"], "POST": 405},
    }
PUBLIC |= dict.fromkeys(("api:list_countries", "api:read_countries", "api:list_sources"), LIST)
PUBLIC |= {"api:list_changes": LIST, "api:read_sources": {"GET": 404, "POST": 405}}
# What to look for is missing.
PUBLIC["api:list_search"] = {"GET": 400, "POST": 405}


def tool(*states, who=PUBLISHERS_PAGE):
    """A page for who may use the tool; where there is nothing to do it leads back to the form."""
    elsewhere = Roles(*(302 if status == 200 else status for status in who))
    answers = {state: who if state in states else elsewhere for state in STATES}
    return {"GET": answers, "POST": answers}


OPEN = tuple(s for s in STATES if s.endswith(("draft", "in_review", "approved", "scheduled")))
LIVE = tuple(s for s in STATES if s.startswith("published"))
OF_LIVE = tuple(s for s in OPEN if s in LIVE)
# A link is bound to a draft: when that is published or gone, it opens nothing.
PUBLIC["fact_check"] = {
    "GET": {state: 200 if state in OPEN else 410 for state in STATES},
    "POST": {state: 400 if state in OPEN else 410 for state in STATES},
}
DELETE_PAGE = {
    "draft": PUBLISHERS_PAGE,
    "published": NOBODYS_PAGE,
    "withdrawn": NOBODYS_PAGE,
    "unpublished": NOBODYS_PAGE,
}
RECORD_DELETE = {"GET": DELETE_PAGE, "POST": DELETE_PAGE}
READ_ONLY_PAGE = {"GET": SIGNED_IN_PAGE, "POST": Roles(SIGN_IN, 405, 405, 405, 405)}
# An empty form sent to these comes back with what is missing.
EDITORS_PAGE = {"GET": SIGNED_IN_PAGE, "POST": SIGNED_IN_PAGE}
RECORD_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": EDITORS_PAGE,
    "change": {
        "GET": dict.fromkeys(STATES, SIGNED_IN_PAGE),
        "POST": dict.fromkeys(STATES, SIGNED_IN_PAGE),
    },
    "delete": RECORD_DELETE,
    "deleted": {"GET": SIGNED_IN_PAGE, "POST": NO_SUCH_PAGE},
    "history": {
        "GET": dict.fromkeys(STATES, SIGNED_IN_PAGE),
        "POST": dict.fromkeys(STATES, SIGNED_IN_PAGE),
    },
    "compare": {
        "GET": dict.fromkeys(STATES, SIGNED_IN_PAGE),
        "POST": dict.fromkeys(STATES, SIGNED_IN_PAGE),
    },
    # Two texts stand here only where there are two; the rest lead back.
    "settle": {
        "GET": {state: SIGNED_IN_PAGE if state in OF_LIVE else LEADS_ON for state in STATES},
        "POST": {state: SIGNED_IN_PAGE if state in OF_LIVE else LEADS_ON for state in STATES},
    },
    "restore": {
        "GET": dict.fromkeys(STATES, SIGNED_IN_PAGE),
        "POST": dict.fromkeys(STATES, LEADS_ON),
    },
    # Sent to, it makes a link and leads back.
    "share": {"GET": SIGNED_IN_PAGE, "POST": LEADS_ON},
    "fact_check": {"GET": SIGNED_IN_PAGE, "POST": LEADS_ON},
    "remarks": EDITORS_PAGE,
    "approve": tool("in_review", "published:in_review"),
    "return": tool(*(s for s in OPEN if not s.endswith("draft"))),
    "schedule": tool(*OPEN),
    "unschedule": tool("scheduled", "published:scheduled"),
    "publish": tool(*OPEN),
    "discard": tool(*OF_LIVE, who=SIGNED_IN_PAGE),
    "withdraw": tool(*LIVE),
    "call_off": tool("published:to_be_withdrawn"),
    "reinstate": tool("withdrawn"),
    "unpublish": tool(*LIVE, "withdrawn"),
    "review_date": tool(*STATES, who=SIGNED_IN_PAGE),
    "copy": tool(*STATES, who=SIGNED_IN_PAGE),
}
ROWS_OF_RECORDS = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "change": {"GET": LEADS_ON, "POST": LEADS_ON},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": LEADS_ON, "POST": LEADS_ON},
}
CORRECTION_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "change": EDITORS_PAGE,
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": EDITORS_PAGE,
}
SOURCE_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": EDITORS_PAGE,
    "change": {"GET": SIGNED_IN_PAGE, "POST": PUBLISHERS_PAGE},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": EDITORS_PAGE,
}
LINK_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "change": {"GET": SIGNED_IN_PAGE, "POST": LEADS_ON},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": EDITORS_PAGE,
    "recheck": {"GET": Roles(SIGN_IN, 405, 405, 405, 405), "POST": LEADS_ON},
}
FILE_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "change": {"GET": SIGNED_IN_PAGE, "POST": NOBODYS_PAGE},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": LEADS_ON, "POST": LEADS_ON},
}
MERGE_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    # Sent to, it undoes the merge and leads back.
    "change": {"GET": SIGNED_IN_PAGE, "POST": Roles(SIGN_IN, 403, 403, 302, 302)},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": LEADS_ON, "POST": LEADS_ON},
}
# An empty form carries nothing out: the import, and its undoing, lead back.
RUN_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "change": EDITORS_PAGE,
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": LEADS_ON, "POST": LEADS_ON},
    # A plan is its owner's alone, and what is there was carried out.
    "plan": {"GET": NO_SUCH_PAGE, "POST": NO_SUCH_PAGE},
    "undo": {"GET": PUBLISHERS_PAGE, "POST": Roles(SIGN_IN, 403, 403, 302, 302)},
}
QUESTION_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "change": {"GET": SIGNED_IN_PAGE, "POST": LEADS_ON},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": LEADS_ON, "POST": LEADS_ON},
}
USER_ADMIN = {
    "changelist": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "add": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "change": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "password_change": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
}
USER_ADMIN["reset_second_factor"] = {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_LEAD_ON}
RECORD_MODELS = (
    "agreements_agreement",
    "organisations_organisation",
    "news_article",
    "themes_theme",
    "publishing_page",
)
ADMIN = {
    "admin:index": EDITORS_PAGE,
    "admin:login": {"GET": FOR_VISITORS, "POST": FOR_VISITORS},
    "admin:logout": {
        "GET": Roles(SIGN_IN, 405, 405, 405, 405),
        "POST": Roles(302, 200, 200, 200, 200),
    },
    "admin:password_change": EDITORS_PAGE,
    "admin:password_change_done": READ_ONLY_PAGE,
    "admin:autocomplete": {"GET": NOBODYS_PAGE, "POST": Roles(SIGN_IN, 405, 405, 405, 405)},
    "admin:jsi18n": READ_ONLY_PAGE,
    "admin:view_on_site": {
        "GET": Roles(SIGN_IN, 404, 404, 404, 404),
        "POST": Roles(SIGN_IN, 404, 404, 404, 404),
    },
    "view_on_site": {"GET": NO_SUCH_PAGE, "POST": NO_SUCH_PAGE},
    "admin:app_list": EDITORS_PAGE,
    "admin:<rest>": {"GET": NO_SUCH_PAGE, "POST": NO_SUCH_PAGE},
}
for model in RECORD_MODELS:
    ADMIN |= {f"admin:{model}_{page}": row for page, row in RECORD_ADMIN.items()}
ADMIN["admin:agreements_agreement_from_address"] = EDITORS_PAGE
ADMIN |= {f"admin:publishing_source_{page}": row for page, row in SOURCE_ADMIN.items()}
for model in ("version", "change", "reviewdate", "plannedwithdrawal"):
    ADMIN |= {f"admin:publishing_{model}_{page}": row for page, row in ROWS_OF_RECORDS.items()}
# A page stands at an address of its own and is not copied.
ADMIN["admin:publishing_page_copy"] = {"GET": LEADS_ON, "POST": LEADS_ON}
ADMIN |= {f"admin:publishing_linkcheck_{page}": row for page, row in LINK_ADMIN.items()}
ADMIN |= {f"admin:publishing_correction_{page}": row for page, row in CORRECTION_ADMIN.items()}
ADMIN |= {f"admin:publishing_storedfile_{page}": row for page, row in FILE_ADMIN.items()}
ADMIN |= {f"admin:imports_run_{page}": row for page, row in RUN_ADMIN.items()}
ADMIN |= {f"admin:imports_question_{page}": row for page, row in QUESTION_ADMIN.items()}
for model in ("agreements_agreement", "organisations_organisation", "news_article"):
    ADMIN[f"admin:{model}_import"] = EDITORS_PAGE
    ADMIN[f"admin:{model}_import_template"] = EDITORS_PAGE
ADMIN |= {f"admin:organisations_merge_{page}": row for page, row in MERGE_ADMIN.items()}
ADMIN |= {
    # What was taken back or withdrawn is not merged: it leads back to the form.
    "admin:organisations_organisation_merge": tool(*OPEN, *LIVE),
    "admin:organisations_organisation_duplicates": {"GET": SIGNED_IN_PAGE, "POST": LEADS_ON},
    "admin:organisations_organisation_alike": EDITORS_PAGE,
}
ADMIN |= {f"admin:accounts_user_{page}": row for page, row in USER_ADMIN.items()}
ADMIN["admin:auth_user_password_change"] = ADMIN.pop("admin:accounts_user_password_change")

# Nobody here has a second factor; what is about one's way in asks for the password first.
DOOR = {
    "account_login": {"GET": FOR_VISITORS, "POST": FOR_VISITORS},
    "account_logout": {"GET": 405, "POST": 302},
    "account_reset_password": {"GET": 200, "POST": 200},
    "account_reset_password_done": LIST,
    "account_reset_password_from_key": {"GET": 200, "POST": 200},
    "account_reset_password_from_key_done": LIST,
    "account_change_password": EDITORS_PAGE,
    "account_set_password": {"GET": LEADS_ON, "POST": LEADS_ON},
    "account_reauthenticate": EDITORS_PAGE,
    "mfa_authenticate": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_reauthenticate": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_reauthenticate_webauthn": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_index": READ_ONLY_PAGE,
    "mfa_activate_totp": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_deactivate_totp": {"GET": NO_SUCH_PAGE, "POST": NO_SUCH_PAGE},
    "mfa_add_webauthn": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_remove_webauthn": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_list_webauthn": {"GET": LEADS_ON, "POST": LEADS_ON},
    "mfa_view_recovery_codes": {"GET": NO_SUCH_PAGE, "POST": Roles(SIGN_IN, 405, 405, 405, 405)},
    "mfa_generate_recovery_codes": {"GET": LEADS_ON, "POST": LEADS_ON},
}

TABLE = PUBLIC | ADMIN | DOOR


# Roles that follow from those of the table.
FURTHER_ROLES = ("inactive", "without_factor", "superuser")
# Where a publisher in production sets a second factor up, and the way out.
OPEN_WITHOUT_FACTOR = {
    *("admin:login", "admin:logout", "account_login", "account_logout", "account_reauthenticate"),
    *("mfa_index", "mfa_activate_totp", "mfa_add_webauthn"),
}
SUPERUSERS_PAGES = {"admin:accounts_user_delete": 200}
OTHER_METHODS = ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND", "CONNECT", "QUERY")


def expected(name, method, state, role):
    """The status that the table gives."""
    if method == "HEAD":
        return expected(name, "GET", state, role)
    if method in OTHER_METHODS:
        return expected_of_other_method(name, state)
    if role in FURTHER_ROLES:
        return expected_further(name, method, state, role)
    answers = TABLE[name][method]
    if isinstance(answers, dict):
        standing = STANDING.get(state, state).partition(":")[0]
        answers = answers[state] if state in answers else answers[standing]
    return getattr(answers, role) if isinstance(answers, Roles) else answers


def expected_of_other_method(name, state):
    """The same for everybody: nobody is asked who they are."""
    if in_admin(name):
        return 405
    refused = expected(name, "POST", state, "anonymous")
    return refused if refused in (404, 410) and name != "fact_check" else 405


def expected_further(name, method, state, role):
    """Who is at rest is a visitor; who lacks a factor is one, too, but is led to where it is made;
    a superuser may what an administrator may, and may delete accounts."""
    if role == "superuser":
        return SUPERUSERS_PAGES.get(name) or expected(name, method, state, "administrator")
    if role == "inactive" or not in_admin(name):
        return expected(name, method, state, "anonymous")
    if name in OPEN_WITHOUT_FACTOR:
        return expected(name, method, state, "publisher")
    return SIGN_IN


def in_admin(name):
    return name in ADMIN or name in DOOR
