"""A page about an earlier day leads to other pages about that day: links and forms keep it.

Done to the page when it is written, so that no template can forget it. What is marked
`data-day="any"` leads where it says.
"""

import re
from functools import cache
from html import unescape
from urllib.parse import urlsplit

from django.urls import Resolver404, get_script_prefix, resolve
from django.utils.html import escape, format_html

LINK = re.compile(r'(<a\b[^>]*?\bhref=")(/(?!/)[^"]*)("[^>]*>)')
FORM = re.compile(r'<form\b[^>]*?\baction="(/[^"]*)"[^>]*>')
GET = re.compile(r'\bmethod="get"')
FREE = 'data-day="any"'


def keep_day(page, name, day, view_class):
    """The HTML of a page with `name=day` in each link to a view of that class.

    Addresses that have the parameter are left as they are.
    """

    @cache
    def takes_day(path):
        prefix = get_script_prefix()
        if not path.startswith(prefix):
            return False
        try:
            found = resolve("/" + path.removeprefix(prefix))
        except Resolver404:
            return False
        return issubclass(getattr(found.func, "view_class", object), view_class)

    def link(match):
        before, address, after = match.groups()
        parts = urlsplit(unescape(address))
        has_day = f"{name}=" in parts.query
        if FREE in match[0] or has_day or not takes_day(parts.path):
            return match[0]
        query = "&".join(filter(None, [parts.query, f"{name}={day}"]))
        return f"{before}{escape(parts._replace(query=query).geturl())}{after}"

    def form(match):
        is_plain = GET.search(match[0]) and FREE not in match[0]
        if not is_plain or not takes_day(unescape(match[1])):
            return match[0]
        return match[0] + format_html('<input type="hidden" name="{}" value="{}">', name, day)

    return FORM.sub(form, LINK.sub(link, page))
