"""What the tables of a data package hold, in the words of its description and of its README."""

HOLDS = {
    "sources": "The pages and documents that say so: title, address, publisher, date of reading",
    "themes": "What agreements are about: themes, and the technologies below them",
    "organisations": "States, departments, laboratories, companies and other bodies",
    "agreements": "Treaties, memoranda, partnerships, contracts and other instruments",
    "articles": "News in our words, with the agreements and organisations concerned",
    "pages": "The pages of the website that editors keep",
    "organisation_names": "Further names: acronyms, former names, names in other languages",
    "organisation_sites": "Where an organisation has its places",
    "organisation_memberships": "Which organisation belongs to which body, since and until when",
    "organisation_identifiers": "What others call an organisation: ROR, Wikidata, LEI and others",
    "events": "What happened to an agreement, or is planned, and when: from announced to ended",
    "parties": "Who takes part in an agreement, in which role, under which name at signing",
    "signatories": "Who signed for which party: a name, or an office where no source names it",
    "links": "How an agreement stands to another: builds on, implements, extends and others",
    "milestones": "What came of an agreement: meetings, visits, openings, decisions",
    "documents": "Where the text of an agreement and what belongs to it can be read",
    "agreement_identifiers": "The numbers of an agreement in treaty series and other collections",
    "citations": "Which source says what, of a record or of one fact, and the value that it gives",
    "versions": "Every public version of a record; what it says today stands in its table",
    "changes": "What changed in public, when, with the note for readers",
    "redirects": "Earlier addresses of records",
    "taken_back": "Records that were public once; their identifiers are never given to others",
    "merged_organisations": "Organisations that were merged into others",
}
DESCRIPTION = (
    "Who agreed what with whom on fusion energy, when, with what standing, what it builds on and "
    "what came of it, and which source says so. It holds what is public in the Fusion Cooperation "
    "Register, with its public versions and changes."
)
