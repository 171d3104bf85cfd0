"""An address of every public page, with what people ask of it."""

from django.conf import settings
from django.urls import reverse

AS_OF = "as_of=2025-12-31"
# Of 100,000 rows there is one; a smaller register ends before.
DEEP_PAGE = 1000
LISTS = ("agreements", "organisations", "news")


def addresses(register):
    """{name of the address: what is asked under it}; paths begin with a slash, queries do not."""
    return {
        **of_lists(register),
        **of_records(register),
        **across_records(register),
        **of_api(register),
        **beside_records(register),
    }


def whole(name, queries, *arguments):
    """Those addresses under one name that ask nothing, and what these queries ask."""
    path = reverse(name, args=arguments)
    return [path, *(f"{path}?{query}" for query in queries)]


def of_lists(register):
    theme, body, deep = register.themes[3].slug, register.body.slug, deep_page(register.number)
    asked = {
        "agreements": [
            *(deep, f"sort=title&{deep}", f"sort=date&{deep}", f"sort=next-date&{deep}"),
            *("country=jp", f"theme={theme}", "kind=treaty&level=agency", "status=signed"),
            *("legal_character=binding", "organisation=organisation-7", "dated=no"),
            *("organisation=old-organisation-20", "year_from=1990&year_to=1999"),
            *("q=fusion", "q=magnets+tritium", "q=5*", "q=magnets&country=jp&sort=title"),
            *(AS_OF, f"{AS_OF}&page=20", f"{AS_OF}&country=jp&sort=title", f"{AS_OF}&q=fusion"),
            *(f"{AS_OF}&sort=next-date", f"{AS_OF}&sort=date", f"{AS_OF}&status=expired"),
        ],
        "organisations": [
            *(deep, f"sort=-agreements&{deep}", "country=jp", f"theme={theme}", "kind=company"),
            *(
                "status=active",
                f"member_of={body}",
                "q=laboratory",
                "q=fusion",
                "q=fusion&sort=name",
            ),
            *("country=jp&sort=-agreements", AS_OF, f"{AS_OF}&status=active", f"{AS_OF}&page=20"),
            *(f"{AS_OF}&sort=-agreements", f"{AS_OF}&member_of={body}"),
        ],
        "news": [
            *("kind=news_story", f"theme={theme}", "country=jp", "year_from=2000", "q=fusion"),
            *("agreement=agreement-7", "organisation=organisation-7", AS_OF, "page=20"),
        ],
    }
    return {
        **{f"{name}:list": whole(f"{name}:list", queries) for name, queries in asked.items()},
        **{f"{name}_embed": whole(f"{name}_embed", ["country=jp"]) for name in LISTS},
        **{
            f"{name}_file": [
                reverse(f"{name}_file", args=["atom"]),
                reverse(f"{name}_file", args=["csv"]) + "?theme=" + theme,
            ]
            for name in LISTS
        },
    }


def deep_page(rows):
    return f"page={min(DEEP_PAGE, max(1, rows // settings.PUBLIC_PAGE_SIZE))}"


def of_records(register):
    found, agreement = {}, register.agreement
    for app, record in register.records.items():
        found |= {
            f"{app}:detail": whole(f"{app}:detail", [AS_OF], record.slug),
            f"{app}:history": whole(f"{app}:history", [], record.slug),
            f"{app}:version": whole(f"{app}:version", [], record.slug, 1),
            f"{app}:file": [
                reverse(f"{app}:file", args=[record.slug, ending]) for ending in ("json", "atom")
            ],
        }
    busy = whole("organisations:detail", [AS_OF, "page=2"], "organisation-7")
    found["organisations:detail"] += [
        *busy,
        *whole("organisations:detail", [], "old-organisation-20"),
    ]
    found["agreements:detail"] += whole("agreements:detail", [], "agreement-8")
    found["agreements:lineage"] = whole("agreements:lineage", [], agreement.slug)
    return found | {
        "agreements:compare": whole("agreements:compare", ["a=agreement-1&b=agreement-2"]),
        "identifier": [reverse("identifier", args=[agreement.identifier])],
        "identifier_version": [reverse("identifier_version", args=[agreement.identifier, 1])],
        "page": [reverse("page", args=["about"])],
    }


def across_records(register):
    theme = register.themes[3].slug
    return {
        "home": whole("home", []),
        "countries": whole("countries", [AS_OF]),
        "country": [
            *whole("country", [AS_OF], "jp"),
            *whole("country", [AS_OF], "gb"),
        ],
        "country_brief": [*whole("country_brief", [], "jp"), *whole("country_brief", [], "gb")],
        "map": whole("map", [AS_OF, "country=jp"]),
        "map_file": whole("map_file", [AS_OF]),
        "timeline": whole(
            "timeline", ["country=jp", f"theme={theme}", "lane=jp", AS_OF, "page=100"]
        ),
        "timeline_file": whole("timeline_file", ["country=jp"]),
        "timeline_embed": whole("timeline_embed", ["country=jp"]),
        "search": whole(
            "search",
            [
                *("q=fusion", "q=fusion&page=100", "q=magnets+tritium", "q=laboratory", "q=fus"),
                *("q=magnest", "q=nothing+magnets", "q=fusion&type=news", 'q="fusion+magnets"'),
                *("q=fusion+-magnets", "q=" + register.agreement.identifier, "q=5*"),
            ],
        ),
        "changes": whole("changes", CHANGES),
        "changes_feed": whole("changes_feed", CHANGES),
    }


CHANGES = [
    *("since=2026-01-01", "kind=changed", "minor=no", "country=jp", "organisation=organisation-7"),
    *("record=AG-1007", "kind=withdrawn", "theme=theme_3"),
]


def of_api(register):
    """The lists are walked on from their first page to the next, see visited()."""
    theme = register.themes[3].slug
    lists = {
        "agreements": ["sort=title&limit=100", "country=jp&sort=date", f"theme={theme}", AS_OF],
        "organisations": ["sort=-agreements", "country=jp", AS_OF, "q=fusion"],
        "articles": ["country=jp"],
        "themes": [],
        "countries": [AS_OF],
        "sources": ["limit=100"],
        "changes": ["kind=changed", "sort=at", "type=agreements", "country=jp", "minor=no"],
    }
    keys = {
        "agreements": register.agreement.identifier,
        "organisations": register.organisation.slug,
        "articles": register.article.slug,
        "themes": theme,
        "countries": "jp",
        "sources": register.source.pk,
    }
    return {
        **{f"api:list_{name}": whole(f"api:list_{name}", asked) for name, asked in lists.items()},
        "api:list_search": [
            f"{reverse('api:list_search')}?{query}"
            for query in ("q=fusion", "q=5*&type=agreements")
        ],
        **{f"api:read_{name}": whole(f"api:read_{name}", [], key) for name, key in keys.items()},
        **{name: whole(name, []) for name in ("api", "openapi", "api:api-root", "api:home")},
    }


def beside_records(register):
    """What programs ask for, and what readers write."""
    alone = (
        *("data", "register_schema", "catalog", "robots", "security", "healthz", "readyz"),
        *("corrections", "alerts:asked"),
    )
    return {
        **{name: whole(name, []) for name in alone},
        "columns": [reverse("columns", args=["agreements"])],
        "corrections_received": whole("corrections_received", [], "C-0001"),
        "alerts:new": whole("alerts:new", ["organisation=organisation-7"]),
        "sitemap": whole("sitemap", []),
        "sitemap_section": [
            *whole("sitemap_section", [f"p={register.number // 5000}"], "agreements"),
            *whole("sitemap_section", [], "organisations"),
            *whole("sitemap_section", [], "site"),
        ],
    }


# Rows of the table of access that read no record, or that need what one reader alone has.
NOT_VISITED = {
    "media": "a file",
    "preview": "for one editor, of one record that is read as its page is",
    "fact_check": "for one reader, of one record that is read as its page is",
    "register_package": "a file that is made in the background",
    "register_checksum": "a file that is made in the background",
    "alerts:detail": "one row, by its key",
    "alerts:unsubscribe": "one row, by its key",
}
