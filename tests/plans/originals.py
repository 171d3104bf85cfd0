"""The records of which a large register has copies, published as records are."""

from agreements.models import Document, Milestone
from agreements.vocabulary import DocumentKind, MilestoneKind
from organisations.models import Identifier, Membership, Name, Site
from publishing.actions import publish
from tests.factories import (
    add_event,
    add_link,
    add_signatory,
    cite,
    make_agreement,
    make_article,
    make_organisation,
    make_page,
    make_theme,
)

THEMES = 12


class Originals:
    """An organisation, an agreement and an article with all rows that they can have; a page."""

    def __init__(self):
        make_page()
        self.themes = [make_theme(name=f"Theme {number}") for number in range(THEMES)]
        self.body = make_organisation("The Body of all", country="GB", published=False)
        self.organisation = make_organisation("Laboratory", country="JP", published=False)
        organisation = self.organisation
        Name.objects.create(organisation=organisation, name="Lab", position=1)
        Site.objects.create(organisation=organisation, place="Naka", country="JP", position=1)
        Membership.objects.create(organisation=organisation, body=self.body, position=1)
        Identifier.objects.create(
            organisation=organisation, scheme="other", value="L 0", position=1
        )
        self.earlier = make_agreement("Treaty", published=False, kind="treaty", signed="1999")
        self.agreement = make_agreement(
            "Memorandum",
            published=False,
            parties=[self.organisation, self.body],
            themes=self.themes[:1],
            body="<p>What was agreed.</p>",
        )
        self.add_rows(self.agreement)
        self.article = make_article(published=False, agreements=[self.agreement])
        self.article.organisations.set([organisation])
        self.article.themes.set(self.themes[:1])
        self.publish()

    def add_rows(self, agreement):
        add_signatory(agreement, name="A Person", office="Minister")
        add_link(agreement, "builds_on", self.earlier)
        add_event(agreement, "in_effect", "2026")
        add_event(agreement, "expires", "2099")
        Milestone.objects.create(
            agreement=agreement, kind=MilestoneKind.values[0], text="It began.", date="2025"
        ).organisations.set([self.organisation])
        Document.objects.create(
            agreement=agreement,
            kind=DocumentKind.TEXT,
            title="Text",
            url="https://notices.example/text",
        )
        cite(agreement, fact="kind")

    def publish(self):
        for record in (self.body, self.organisation, self.earlier, self.agreement, self.article):
            publish(record, by=None, note="First publication")
            record.refresh_from_db()
