"""Public queries that may read all of a large table, each with its reason."""

import re

# (address, table, reason), and what stands in such a query where not every one may.
ALLOWED = [
    (
        r"[?&]as_of=",
        r".*",
        "What was so on an earlier day follows from the dates of all rows. It is asked seldom.",
    ),
    (
        r"[?&]q=",
        r"search_entry",
        "A word may stand in every record.",
        r" MATCH | @@ ",
    ),
    (
        r"[?&]q=",
        r"(?!search_).*",
        "Which of those found are public PostgreSQL learns from all that are, rather than one by "
        "one.",
    ),
    (
        r"^/changes(\.atom|/)\?.*(country|organisation|theme|record)=",
        r".*",
        "Which records a change may be about is found first, in three kinds of them at once.",
    ),
    (
        r"^/api/v1/changes",
        r".*",
        "The API says how many changes there are; who follows them asks since a day.",
    ),
    (
        r"^/api/v1/sources",
        r"publishing_(source|citation)",
        "The API says how many sources there are, in the order of their titles.",
    ),
    (
        r"^/(agreements|organisations|news)\.csv",
        r"publishing_source",
        "Of the sources of many records PostgreSQL reads all rather than thousands one by one.",
    ),
    (
        r"^/data/",
        r".*",
        "The package of the whole register is made anew when it is older than the register.",
    ),
    (
        r"/brief/",
        r"agreements_(event|milestone|agreement|party)|organisations_organisation",
        "What is still to come of one country is counted among all that is still to come.",
    ),
]


def reason_for(path, table, sql):
    """Why a query of the address may read the whole table, or None."""
    for address, tables, reason, *asks in ALLOWED:
        is_meant = re.search(address, path) and re.fullmatch(tables, table)
        if is_meant and all(re.search(words, sql) for words in asks):
            return reason
    return None
