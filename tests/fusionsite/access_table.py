"""Who gets what answer from which address: the written table.

A row is {method: answers}. Answers are one status for everybody, or a Roles of four; where the
editorial state of the record matters they stand under its name.
"""

from collections import namedtuple

Roles = namedtuple("Roles", ["anonymous", "author", "publisher", "administrator"])

STATES = ("draft", "published", "withdrawn", "unpublished")
SIGN_IN = 302

RECORD_PAGE = {
    "GET": {"draft": 404, "published": 200, "withdrawn": 200, "unpublished": 410},
    "POST": {"draft": 404, "published": 405, "withdrawn": 405, "unpublished": 410},
}
LIST = {"GET": 200, "POST": 405}
SIGNED_IN_PAGE = Roles(SIGN_IN, 200, 200, 200)
PUBLISHERS_PAGE = Roles(SIGN_IN, 403, 200, 200)
ADMINISTRATORS_PAGE = Roles(SIGN_IN, 403, 403, 200)
NOBODYS_PAGE = Roles(SIGN_IN, 403, 403, 403)
NO_SUCH_PAGE = Roles(SIGN_IN, 404, 404, 404)

PUBLIC = {
    "home": LIST,
    "countries": LIST,
    "country": LIST,
    "page": RECORD_PAGE,
    "identifier": {
        "GET": {"draft": 404, "published": 302, "withdrawn": 302, "unpublished": 302},
        "POST": 405,
    },
    "media": {"GET": 404, "POST": 405},
}
for app in ("agreements", "organisations", "news"):
    PUBLIC |= {
        f"{app}:list": LIST,
        f"{app}:detail": RECORD_PAGE,
        f"{app}:history": RECORD_PAGE,
        f"{app}:version": RECORD_PAGE,
    }

# An empty form sent to these comes back with what is missing.
RECORD_CHANGE = {
    "GET": SIGNED_IN_PAGE,
    "POST": {
        "draft": SIGNED_IN_PAGE,
        "published": PUBLISHERS_PAGE,
        "withdrawn": PUBLISHERS_PAGE,
        "unpublished": PUBLISHERS_PAGE,
    },
}
DELETE_PAGE = {
    "draft": PUBLISHERS_PAGE,
    "published": NOBODYS_PAGE,
    "withdrawn": NOBODYS_PAGE,
    "unpublished": NOBODYS_PAGE,
}
RECORD_DELETE = {"GET": DELETE_PAGE, "POST": DELETE_PAGE}
RECORD_TOOL = {"GET": PUBLISHERS_PAGE, "POST": PUBLISHERS_PAGE}
READ_ONLY_PAGE = {"GET": SIGNED_IN_PAGE, "POST": Roles(SIGN_IN, 405, 405, 405)}
EDITORS_PAGE = {"GET": SIGNED_IN_PAGE, "POST": SIGNED_IN_PAGE}
RECORD_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": EDITORS_PAGE,
    "change": RECORD_CHANGE,
    "delete": RECORD_DELETE,
    "history": EDITORS_PAGE,
    "withdraw": RECORD_TOOL,
    "reinstate": RECORD_TOOL,
    "unpublish": RECORD_TOOL,
}
SOURCE_ADMIN = {
    "changelist": EDITORS_PAGE,
    "add": EDITORS_PAGE,
    "change": {"GET": SIGNED_IN_PAGE, "POST": PUBLISHERS_PAGE},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": EDITORS_PAGE,
}
USER_ADMIN = {
    "changelist": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "add": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "change": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "delete": {"GET": NOBODYS_PAGE, "POST": NOBODYS_PAGE},
    "history": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
    "password_change": {"GET": ADMINISTRATORS_PAGE, "POST": ADMINISTRATORS_PAGE},
}
RECORD_MODELS = (
    "agreements_agreement",
    "organisations_organisation",
    "news_article",
    "themes_theme",
    "publishing_page",
)
ADMIN = {
    "admin:index": EDITORS_PAGE,
    "admin:login": {"GET": Roles(200, 302, 302, 302), "POST": 200},
    "admin:logout": {"GET": Roles(SIGN_IN, 405, 405, 405), "POST": Roles(302, 200, 200, 200)},
    "admin:password_change": EDITORS_PAGE,
    "admin:password_change_done": READ_ONLY_PAGE,
    "admin:autocomplete": {"GET": NOBODYS_PAGE, "POST": Roles(SIGN_IN, 405, 405, 405)},
    "admin:jsi18n": READ_ONLY_PAGE,
    "admin:view_on_site": {
        "GET": Roles(SIGN_IN, 404, 404, 404),
        "POST": Roles(SIGN_IN, 404, 404, 404),
    },
    "view_on_site": {"GET": NO_SUCH_PAGE, "POST": NO_SUCH_PAGE},
    "admin:app_list": EDITORS_PAGE,
    "admin:<rest>": {"GET": NO_SUCH_PAGE, "POST": NO_SUCH_PAGE},
}
for model in RECORD_MODELS:
    ADMIN |= {f"admin:{model}_{page}": row for page, row in RECORD_ADMIN.items()}
ADMIN |= {f"admin:publishing_source_{page}": row for page, row in SOURCE_ADMIN.items()}
ADMIN |= {f"admin:accounts_user_{page}": row for page, row in USER_ADMIN.items()}
ADMIN["admin:auth_user_password_change"] = ADMIN.pop("admin:accounts_user_password_change")

TABLE = PUBLIC | ADMIN


def expected(name, method, state, role):
    """The status that the table gives."""
    answers = TABLE[name][method]
    if isinstance(answers, dict):
        answers = answers[state]
    return getattr(answers, role) if isinstance(answers, Roles) else answers


def depends_on_state(name):
    return any(isinstance(answers, dict) for answers in TABLE[name].values())
