"""A measure of the processor: what work of the same sort as a page's takes on it."""

import time

from django.template import Context, Engine

TEMPLATE = Engine().from_string(
    "{% for row in rows %}{% if row.number %}<li><a href='/{{ row.name|lower }}/'>{{ row.name }}"
    "</a> {{ row.number }}</li>{% endif %}{% endfor %}"
)
ROWS = [{"number": str(number), "name": f"Agreement & {number}"} for number in range(300)]


TIMES = 3


def milliseconds_of_loop():
    """Of processor time, for a template of three hundred rows; the least disturbed counts."""
    return min(once() for _time in range(TIMES))


def once():
    begin = time.process_time()
    TEMPLATE.render(Context({"rows": ROWS}))
    return (time.process_time() - begin) * 1000
