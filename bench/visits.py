"""Visits public pages, one at a time; prints what each cost as JSON. In a process of its own.

python -m bench.visits /agreements/ "/agreements/?country=jp" /agreements/{agreement}/

A name in braces stands for the newest record of that sort.
"""

import importlib
import json
import os
import sys
import time
from statistics import median, quantiles

WARMING, TIMES = 2, 40
# A slow page is visited less often, so that the measuring ends.
FEWEST_TIMES, ENOUGH_MS = 5, 10_000


def visit(client, address):
    """Milliseconds in the middle and of the slowest twentieth, those of this process's own work,
    and the number of queries.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _time in range(WARMING):
        response = client.get(address, secure=True)
        if response.status_code != 200:
            sys.exit(f"{address} answered {response.status_code}.")
    milliseconds, own = [], []
    while len(milliseconds) < FEWEST_TIMES or sum(milliseconds) < ENOUGH_MS:
        if len(milliseconds) == TIMES:
            break
        begin, worked = time.perf_counter(), time.process_time()
        client.get(address, secure=True)
        milliseconds.append((time.perf_counter() - begin) * 1000)
        own.append((time.process_time() - worked) * 1000)
    with CaptureQueriesContext(connection) as queries:
        client.get(address, secure=True)
    shares = quantiles(milliseconds, n=20)
    costs = {"p50": shares[9], "p95": shares[18], "processor": median(own)}
    return {**costs, "queries": len(queries)}


def newest_records():
    from agreements.filters import AgreementFilter
    from organisations.filters import OrganisationFilter

    filters = {"agreement": AgreementFilter, "organisation": OrganisationFilter}
    return {name: filter_.rows()[0].slug for name, filter_ in filters.items()}


def main(*addresses):
    # What a server loads, as it loads it.
    importlib.import_module("fusionsite.wsgi")
    from django.test import Client

    client = Client(headers={"host": os.environ["ALLOWED_HOSTS"]})
    records = newest_records()
    visits = {address: visit(client, address.format(**records)) for address in addresses}
    sys.stdout.write(f"{json.dumps(visits)}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
