"""What a statement writes, and whether public pages could show it."""

import re

NO_PAGE = "No page that is kept reads it."
# Every table is watched but these. A test reads the queries of every page that is kept.
NOT_WATCHED = {
    "publishing_version": "Readers see a version when it is published, which writes a Change too; "
    "Version.move_to() says when a moment is set.",
    "publishing_version_writers": NO_PAGE,
    "publishing_step": NO_PAGE,
    "publishing_remark": NO_PAGE,
    "publishing_reviewdate": NO_PAGE,
    "publishing_correction": NO_PAGE,
    "publishing_previewlink": NO_PAGE,
    "publishing_factcheckanswer": NO_PAGE,
    "publishing_fileuse": NO_PAGE,
    "publishing_linkcheck": NO_PAGE,
    "publishing_linkuse": NO_PAGE,
    "publishing_lease": NO_PAGE,
    "publishing_identifiercounter": NO_PAGE,
    "imports_run": NO_PAGE,
    "imports_runfile": NO_PAGE,
    "imports_line": NO_PAGE,
    "imports_touch": NO_PAGE,
    "imports_question": NO_PAGE,
    "imports_said": NO_PAGE,
    "organisations_notthesame": NO_PAGE,
    "alerts_subscription": NO_PAGE,
    "alerts_digest": NO_PAGE,
    "alerts_heardchange": NO_PAGE,
    "alerts_request": NO_PAGE,
    "accounts_user": NO_PAGE,
    "accounts_user_groups": NO_PAGE,
    "accounts_user_user_permissions": NO_PAGE,
    "account_emailaddress": NO_PAGE,
    "account_emailconfirmation": NO_PAGE,
    "mfa_authenticator": NO_PAGE,
    "axes_accessattempt": NO_PAGE,
    "axes_accessattemptexpiration": NO_PAGE,
    "axes_accessfailurelog": NO_PAGE,
    "axes_accesslog": NO_PAGE,
    "auth_permission": NO_PAGE,
    "auth_group": NO_PAGE,
    "auth_group_permissions": NO_PAGE,
    "django_admin_log": NO_PAGE,
    "django_session": NO_PAGE,
    "page_cache_renewal": NO_PAGE,
}
SAVEPOINT = re.compile(r"(SAVEPOINT|ROLLBACK TO SAVEPOINT|RELEASE SAVEPOINT)\s+(\S+)", re.I)
ROWS = re.compile(
    r"(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+(?:ONLY\s+)?"
    r'(?:"(\w+)"|(\w+))(?![\w."])',
    re.I,
)
# What else reads only, or is about the connection and its transaction.
NO_WRITE = re.compile(
    r"(?:SELECT|VALUES|SAVEPOINT|RELEASE|SHOW|SET|RESET|PRAGMA|BEGIN|START|COMMIT|END|ROLLBACK|LOCK|DECLARE|"
    r"FETCH|CLOSE|LISTEN|UNLISTEN|NOTIFY|DEALLOCATE|DISCARD|ANALYZE|CHECKPOINT)\b",
    re.I,
)
WRITING_WORD = re.compile(r"\b(?:INSERT|UPDATE|DELETE|MERGE|REPLACE)\b(?!\s*\()", re.I)
UNKNOWN = "?"


def written_table(sql):
    """The table whose rows a statement writes, "?" where that cannot be told, None when it reads.

    What begins with WITH may write; a word in a text within it is taken for writing, too.
    """
    statement = sql.lstrip(" \t\r\n(") if isinstance(sql, str) else UNKNOWN
    if NO_WRITE.match(statement):
        return None
    if found := ROWS.match(statement):
        return found[1] or found[2]
    if statement[:4].upper() == "WITH" and not WRITING_WORD.search(statement):
        return None
    return UNKNOWN


def is_watched(table):
    return table not in NOT_WATCHED
