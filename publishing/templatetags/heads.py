"""The head of a page and its way, each written once and told to people and machines alike."""

from django import template
from django.core.files.storage import default_storage
from django.templatetags.static import static
from django.utils.translation import gettext as _

from publishing.heads import (
    absolute,
    breadcrumbs,
    canonical_address,
    in_one_line,
    shortened,
    title_in_full,
)
from publishing.pictures import USUAL_WIDTH, narrower_name, widths_of
from publishing.richtext import printable_json

register = template.Library()

SHARED_PICTURE = "fusionsite/share.png"
SHARED_SIZE = (1200, 630)


class HeadNode(template.Node):
    child_nodelists = ("title", "description")

    def __init__(self, title, description):
        self.title, self.description = title, description

    def render(self, context):
        title = in_one_line(self.title.render(context))
        page = context.get("page_obj")
        if page is not None and page.number > 1:
            title = page_title(title, page.number)
        description = shortened(in_one_line(self.description.render(context)))
        # Further down the way to the page ends with its title.
        context["head_title"] = title
        words = {"title": title, "full_title": title_in_full(title), "description": description}
        template_ = context.template.engine.get_template("publishing/_head.html")
        return template_.render(context.new(words))


def page_title(title, number):
    return _("%(title)s, page %(number)s") % {"title": title, "number": number}


@register.tag
def head(parser, token):
    """{% head %}title{% described %}description{% endhead %}: both as plain words.

    Prints the title with the name of the register where both fit, the description, and what other
    sites show of the page. A further page of a list says its number.
    """
    title = parser.parse(("described",))
    parser.delete_first_token()
    description = parser.parse(("endhead",))
    parser.delete_first_token()
    return HeadNode(title, description)


@register.inclusion_tag("publishing/_address.html", takes_context=True)
def page_address(context):
    """The page's one address, for search engines and those who share it.

    A preview has none, nor a page about an earlier day. `cite_as`: the one to cite it by, where
    that is another (https://www.rfc-editor.org/rfc/rfc8574).
    """
    request, as_of = context.get("request"), context.get("as_of")
    if request is None or getattr(request, "preview", None) or (as_of and as_of.given):
        return {}
    record, cited = context.get("record"), context.get("cited")
    return {
        "cite_as": cited.address if cited else "",
        "canonical": canonical_address(
            request.path, context.get("filter"), context.get("page_obj")
        ),
        "kind": "article" if getattr(record, "lead_image", None) is not None else "website",
        **picture_of(record),
    }


def picture_of(record):
    """A record's lead image where it has one, else that of the register."""
    image = getattr(record, "lead_image", None)
    if not image:
        picture = absolute(static(SHARED_PICTURE))
        return {"image": picture, "size": SHARED_SIZE, "alt": _("Fusion Cooperation Register")}
    name = image.name
    width = USUAL_WIDTH if USUAL_WIDTH in widths_of(name) else None
    address = default_storage.url(narrower_name(name, width) if width else name)
    return {"image": absolute(address), "alt": record.lead_image_alt}


class WayNode(template.Node):
    child_nodelists = ("way",)

    def __init__(self, way):
        self.way = way

    def render(self, context):
        html = self.way.render(context)
        request = context.get("request")
        if getattr(request, "preview", None):
            return html
        return html + printable_json(breadcrumbs(html, context.get("head_title", "")))


@register.tag
def way(parser, token):
    """{% way %}a list of links{% endway %}: the way to a page, for machines too."""
    nodes = parser.parse(("endway",))
    parser.delete_first_token()
    return WayNode(nodes)


@register.simple_tag(takes_context=True)
def structured(context, value):
    """A dict of https://schema.org as a block of data; of a preview nothing is told."""
    preview = getattr(context.get("request"), "preview", None)
    return "" if preview else printable_json(value)
