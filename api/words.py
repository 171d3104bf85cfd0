"""What the description of the API says of answers and headers."""

from django.utils.translation import gettext as _

KEY = _("A permanent identifier, such as AG-0006, or a slug.")
NO_CONTENT = _("What you have is what there is: If-None-Match had the ETag of this answer.")
# (status, name, words)
REDIRECTS = (
    ("301", "moved", _("The record has another slug now.")),
    ("302", "merged", _("The record was merged into another, where Location leads.")),
)


def header(description, *examples, kind="string"):
    schema = {"type": kind, **({"examples": list(examples)} if examples else {})}
    return {"description": description, "schema": schema}


HEADERS = {
    "ETag": header(_("Changes whenever the answer does. Send it back as If-None-Match.")),
    "Link": header(
        _("The address of the next page, with rel=next; RFC 8288."),
        '<https://register.example/api/v1/agreements?cursor=…>; rel="next"',
    ),
    "Location": header(_("Where the record is.")),
    "RateLimit": header(
        _("How many requests are left, and for how many seconds."), '"minute";r=299;t=60'
    ),
    "RateLimit-Policy": header(
        _("How many requests you may send, in how many seconds."), '"minute";q=300;w=60'
    ),
    "Retry-After": header(_("Seconds until you may go on."), 30, kind="integer"),
}
