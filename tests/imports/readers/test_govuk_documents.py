import json
from dataclasses import fields

import pytest
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from imports.readers.govuk_documents import Document, read_document

UKAEA = {
    "title": "UK Atomic Energy Authority",
    "base_path": "/government/organisations/uk-atomic-energy-authority",
    "content_id": "4c717efc-f47b-478e-a76d-ce1ae0af1946",
    "analytics_identifier": "PB1200",
    "details": {"acronym": "UKAEA"},
}
DEPARTMENT = {
    "title": "Department for Science &amp; Energy",
    "base_path": "/government/organisations/department",
    "content_id": "5c717efc-f47b-478e-a76d-ce1ae0af1946",
}


def news(**members):
    details = {"body": '<div class="govspeak"><p>It <abbr title="x">ran</abbr>.</p></div>'}
    return {
        "schema_name": "news_article",
        "document_type": "press_release",
        "base_path": "/government/news/first-plasma",
        "content_id": "6c717efc-f47b-478e-a76d-ce1ae0af1946",
        "locale": "en",
        "title": "First plasma",
        "description": "The machine ran.",
        "first_published_at": "2025-06-19T00:00:00.000+01:00",
        "public_updated_at": "2025-06-20T23:30:00Z",
        "links": {"organisations": [UKAEA]},
        **members,
        "details": details | members.get("details", {}),
    }


def organisation(status=None, **members):
    return {
        "schema_name": "organisation",
        "document_type": "organisation",
        "base_path": "/government/organisations/department",
        "title": "Department for Energy",
        "analytics_identifier": "D1",
        "details": {
            "acronym": "DE",
            "logo": {"formatted_title": "Department<br/>for Energy &amp;<br/>More"},
            "organisation_type": "ministerial_department",
            "organisation_govuk_status": status or {"status": "live", "url": None},
        },
        **members,
    }


def refusal(document):
    with pytest.raises(ValidationError) as refused:
        read_document(document)
    assert len(refused.value.messages) == 1
    return refused.value.messages[0]


def test_a_press_release_is_read():
    document = read_document(news())

    assert (document.kind, document.document_type) == ("article", "press_release")
    assert document.key == "/government/news/first-plasma:en"
    assert document.web_url == "https://www.gov.uk/government/news/first-plasma"
    assert (document.title, document.description) == ("First plasma", "The machine ran.")
    assert document.body == '<p>It <abbr title="x">ran</abbr>.</p>'
    assert (document.first_published, document.updated) == ("2025-06-19", "2025-06-21")
    assert document.organisations == (
        (UKAEA["title"], UKAEA["base_path"], UKAEA["content_id"], "PB1200", "UKAEA", False),
    )
    assert (document.withdrawn, document.image, document.change_history) == (None, None, ())


@pytest.mark.parametrize(
    ("schema_name", "document_type", "kind"),
    [
        ("news_article", "news_story", "article"),
        ("news_article", "world_news_story", "article"),
        ("news_article", "government_response", "article"),
        ("speech", "oral_statement", "article"),
        ("speech", "authored_article", "article"),
        ("case_study", "case_study", "article"),
        ("fatality_notice", "fatality_notice", "article"),
        ("publication", "policy_paper", "source"),
        ("html_publication", "html_publication", "source"),
        ("document_collection", "document_collection", "source"),
        ("statistics_announcement", "official_statistics_announcement", "source"),
        ("organisation", "organisation", "organisation"),
        ("worldwide_organisation", "worldwide_organisation", "organisation"),
        ("placeholder", "press_release", "article"),
        ("redirect", "redirect", "redirect"),
        ("gone", "gone", "gone"),
        ("role", "ministerial_role", "other"),
        ("topical_event", "topical_event", "other"),
        ("world_index", "world_index", "other"),
        ("homepage", "homepage", "other"),
        ("recipe", "pudding", "other"),
    ],
)
def test_the_type_of_a_document_says_what_it_is_to_the_register(schema_name, document_type, kind):
    document = read_document(news(schema_name=schema_name, document_type=document_type))

    assert document.kind == kind
    assert bool(document.reason) == (kind == "other")


def test_what_is_not_imported_says_why():
    assert read_document(news(schema_name="recipe", document_type="pudding")).reason == (
        "Pages of the type “pudding” are not imported."
    )
    links = {"links": {"organisations": ["4c717efc-f47b-478e-a76d-ce1ae0af1946"]}}
    assert read_document(links).reason == "It lists the links of a document, not the document."
    cancelled = news(schema_name="statistics_announcement", details={"state": "cancelled"})
    assert read_document(cancelled).reason == "The statistics that it announces are cancelled."


def test_translations_share_a_content_id_and_stay_apart():
    english = read_document(news())
    welsh = read_document(news(locale="cy", base_path="/government/news/first-plasma.cy"))

    assert english.content_id == welsh.content_id
    assert english.key != welsh.key == "/government/news/first-plasma.cy:cy"


@pytest.mark.parametrize(
    ("locale", "language"),
    [(None, "en"), ("ja", "ja"), ("es-419", "es"), ("zh-tw", "zh-TW"), ("pt-br", "pt-BR"),
     ("dr", "prs"), ("ar", "ar")],
)  # fmt: skip
def test_the_locale_becomes_a_language_of_the_register(locale, language):
    assert read_document(news(locale=locale)).language == language


def test_links_of_the_text_lead_to_gov_uk_and_nothing_runs():
    body = (
        '<p><a href="/government/news">News</a> <a href="#note">note</a>'
        '<a href="javascript:alert(1)">x</a></p><script>alert(1)</script>'
    )

    html = read_document(news(details={"body": body})).body

    assert 'href="https://www.gov.uk/government/news"' in html
    assert 'href="https://www.gov.uk/government/news/first-plasma#note"' in html
    assert "javascript" not in html
    assert "alert" not in html


def test_a_text_that_is_given_in_several_forms_is_taken_as_html():
    forms = [
        {"content_type": "text/govspeak", "content": "# One"},
        {"content_type": "text/html", "content": "<h2>One</h2>"},
    ]

    assert read_document(news(details={"body": forms})).body == "<h2>One</h2>"
    assert refusal(news(details={"body": forms[:1]})) == "“body” is not given as HTML."
    assert read_document(news(details={"body": None})).body == ""


def test_lead_organisations_come_first():
    document = news(
        links={"organisations": [UKAEA, DEPARTMENT], "worldwide_organisations": [UKAEA]},
        details={"emphasised_organisations": [DEPARTMENT["content_id"]]},
    )

    found = read_document(document).organisations

    assert [(linked.title, linked.is_lead) for linked in found] == [
        ("Department for Science & Energy", True),
        ("UK Atomic Energy Authority", False),
    ]


def test_the_history_and_the_withdrawal_are_kept_in_plain_words():
    document = read_document(
        news(
            withdrawn_notice={
                "explanation": "<p>Out of <b>date</b>.</p>",
                "withdrawn_at": "2025-07-01T10:00:00Z",
            },
            details={
                "change_history": [
                    {"note": "Added a table.", "public_timestamp": "2025-06-20T10:00:00Z"},
                    {"note": "First published.", "public_timestamp": "2025-06-19T00:00:00+01:00"},
                ]
            },
        )
    )

    assert document.withdrawn == ("2025-07-01", "Out of date.")
    assert document.change_history == (
        ("2025-06-20", "Added a table."),
        ("2025-06-19", "First published."),
    )
    assert read_document(news(withdrawn_notice={})).withdrawn is None
    archived = {"archive_notice": {"explanation": "Old.", "archived_at": "2014-01-01T00:00:00Z"}}
    assert read_document(news(details=archived)).withdrawn == ("2014-01-01", "Old.")


ASSETS = "https://assets.publishing.service.gov.uk/media/1/"


@pytest.mark.parametrize(
    ("details", "image"),
    [
        ({"image": {"url": f"{ASSETS}s300_a.jpg", "alt_text": "A torus"}},
         (f"{ASSETS}s300_a.jpg", "A torus")),
        ({"image": {"url": f"{ASSETS}s300_a.jpg", "high_resolution_url": f"{ASSETS}s960_a.jpg"}},
         (f"{ASSETS}s960_a.jpg", "")),
        ({"images": [{"type": "inline", "url": f"{ASSETS}b.jpg"},
                     {"type": "lead", "sources": {"s300": f"{ASSETS}s300_a.jpg",
                                                  "s960": f"{ASSETS}s960_a.jpg"}}]},
         (f"{ASSETS}s960_a.jpg", "")),
        ({"image": {"url": f"{ASSETS}s300_placeholder.jpg", "alt_text": "placeholder"}}, None),
        ({"image": {"url": f"{ASSETS}placeholder.jpg", "alt_text": ""}}, None),
        ({"image": {"alt_text": "A torus"}}, None),
    ],
)  # fmt: skip
def test_the_lead_image_is_found(details, image):
    assert read_document(news(details=details)).image == image


def test_the_credit_of_the_image_is_kept():
    details = {"image": {"url": f"{ASSETS}a.jpg", "alt_text": "x", "credit": "UKAEA, OGL"}}

    assert read_document(news(details=details)).image_credit == "UKAEA, OGL"


def test_what_a_former_government_published_is_told():
    former = {"title": "2010 to 2015 government", "details": {"current": False}}
    political = {"political": True}

    document = read_document(news(links={"government": [former]}, details=political))

    assert (document.government, document.is_of_former_government) == (former["title"], True)
    assert not read_document(news(links={"government": [former]})).is_of_former_government


def test_the_day_of_a_speech_is_not_the_day_of_its_publication():
    speech = read_document(news(schema_name="speech", details={"delivered_on": "2025-06-17"}))

    assert (speech.delivered, speech.first_published) == ("2025-06-17", "2025-06-19")


def test_an_html_publication_says_its_day_among_its_details():
    version = {"public_timestamp": "2025-06-19T10:00:00Z", "first_published_version": True}
    document = news(schema_name="html_publication", first_published_at=None, details=version)

    assert read_document(document).first_published == "2025-06-19"
    version["first_published_version"] = False
    document = news(schema_name="html_publication", first_published_at=None, details=version)
    assert read_document(document).first_published == ""


def test_an_organisation_is_read_with_those_around_it():
    links = {
        "ordered_parent_organisations": [UKAEA],
        "ordered_successor_organisations": [DEPARTMENT],
    }
    status = {"status": "replaced", "updated_at": "2023-02-07T00:00:00Z", "url": ""}

    document = read_document(organisation(status, links=links))
    facts = document.organisation

    assert document.kind == "organisation"
    assert document.organisations == ()
    assert (facts.name, facts.acronym, facts.type) == (
        "Department for Energy", "DE", "ministerial_department",
    )  # fmt: skip
    assert facts.name_on_logo == "Department for Energy & More"
    assert (facts.status, facts.status_since, facts.is_closed) == ("replaced", "2023-02-07", True)
    assert [parent.acronym for parent in facts.parents] == ["UKAEA"]
    assert [successor.title for successor in facts.successors] == [
        "Department for Science & Energy"
    ]
    assert facts.children == ()


def test_an_organisation_beside_gov_uk_keeps_its_own_address():
    exempt = {"status": "exempt", "url": "https://www.judiciary.uk"}

    facts = read_document(organisation(exempt)).organisation

    assert (facts.website, facts.is_closed) == ("https://www.judiciary.uk", False)


def test_a_redirect_says_where_it_leads():
    rules = [
        {"path": "/old/x", "type": "prefix", "destination": "/elsewhere"},
        {"path": "/old", "type": "exact", "destination": "/new?a=b#c"},
    ]
    redirect = {"document_type": "redirect", "base_path": "/old", "redirects": rules}

    assert read_document(redirect).leads_to == "https://www.gov.uk/new?a=b#c"
    rules[1]["destination"] = "https://other.service.gov.uk"
    assert read_document(redirect).leads_to == "https://other.service.gov.uk"
    assert read_document(redirect | {"redirects": []}).leads_to == ""


def test_a_page_that_is_gone_says_why():
    gone = {
        "schema_name": "gone",
        "base_path": "/old",
        "title": None,
        "details": {"explanation": "<p>Published in error</p>", "alternative_path": "/new"},
    }

    document = read_document(gone)

    assert (document.kind, document.reason) == ("gone", "Published in error")
    assert document.leads_to == "https://www.gov.uk/new"


@pytest.mark.parametrize(
    ("document", "sentence"),
    [
        ([], "It is not a document: it should be an object."),
        ({"name": "UKAEA"}, "It is not a document of the GOV.UK Content API"),
        (news(title=None), "It has no title."),
        (news(title=["x"]), "“title” should be a text."),
        (news(title="a\x00b"), "“title”: The text holds a control character (U+0000)."),
        (news(base_path=None), "It has no path: “base_path” is missing."),
        (news(base_path="government/news"), "“base_path” should be a path"),
        (news(base_path="//evil.example/x"), "“base_path” should be a path"),
        (news(base_path="/a?b"), "“base_path” should be a path"),
        (news(content_id="17"), "“content_id” should be a content id."),
        (news(locale="klingonese"), "“locale” should be the code of a language."),
        (news(first_published_at="yesterday"), "“first_published_at”: “yesterday” is not a day"),
        (news(first_published_at="1881-02-27T00:00:00Z"), "between 1900 and 2100"),
        (news(links=[]), "“links” should be an object."),
        (news(links={"organisations": [7]}), "“organisations” should be a list of links."),
        (news(details={"body": 7}), "“body” should be a text."),
        (news(details={"body": "<div>" * 999}), "“body”: The markup of the text is nested too"),
        (news(details={"body": "x" * 1_000_001}), "“body”: The text is longer than the 1000000"),
        (news(details={"political": "yes"}), "“political” should be true or false."),
        (news(details={"change_history": [7]}), "“change_history” should be a list of objects."),
        (news(details={"change_history": [{}] * 2_001}), "holds more than 2000 values."),
        (news(details={"image": {"url": "javascript:alert(1)"}}), "“url”: Give an address"),
        (organisation({"status": "frozen"}), "“frozen” is no status that is known."),
        ({"document_type": "gone"}, "It has no path: “base_path” is missing."),
        (
            {
                "document_type": "redirect",
                "base_path": "/a",
                "redirects": [{"path": "/a", "destination": "data:text/html,x"}],
            },
            "“destination”: Give an address",
        ),
    ],
)
def test_a_malformed_document_is_refused_with_a_sentence(document, sentence):
    assert sentence in refusal(document)


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["/a", "//a", "https://[a", "<p>x", "2025-06-19T10:00:00Z", "live", "lead", UKAEA]
    ),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "base_path", "content_id", "url", "type", "status", "note"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=6,
)
MEMBERS = [
    "schema_name", "document_type", "base_path", "content_id", "locale", "title", "description",
    "first_published_at", "public_updated_at", "links", "details", "redirects", "withdrawn_notice",
    "analytics_identifier",
]  # fmt: skip
DETAILS = [
    "body", "image", "images", "change_history", "political", "government", "logo", "acronym",
    "emphasised_organisations", "organisation_govuk_status", "organisation_type", "delivered_on",
    "archive_notice", "explanation", "alternative_path", "public_timestamp", "state",
    "first_published_version",
]  # fmt: skip
LINKS = [
    "organisations", "worldwide_organisations", "government", "ordered_parent_organisations",
    "ordered_successor_organisations", "lead_organisations", "primary_publishing_organisation",
]  # fmt: skip


@st.composite
def documents(draw):
    """Sound documents of which some members are anything at all."""
    sort = draw(
        st.sampled_from(["news_article", "publication", "organisation", "gone", "redirect"])
    )
    document = news(schema_name=sort) | draw(st.dictionaries(st.sampled_from(MEMBERS), VALUES))
    for name, inner in (("details", DETAILS), ("links", LINKS)):
        if isinstance(document.get(name), dict):
            document[name] = document[name] | draw(st.dictionaries(st.sampled_from(inner), VALUES))
    return document


def check_outcome(value):
    try:
        document = read_document(value)
    except ValidationError as refused:
        json.dumps(refused.messages, ensure_ascii=False).encode()
    else:
        for field in fields(Document):
            str(getattr(document, field.name)).encode()
        assert document.kind


@pytest.mark.drill
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents() | VALUES)
def test_no_json_of_any_shape_raises_anything_but_a_sentence(value):
    check_outcome(value)
