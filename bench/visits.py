"""Counts the queries of public pages; prints them and the newest records as JSON. In a process of
its own.

python -m bench.visits /agreements/ "/agreements/?country=jp" /agreements/{agreement}/

A name in braces stands for the newest record of that sort.
"""

import importlib
import json
import os
import sys


def queries_of(client, address):
    """Of a visitor who is not the first."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer(client, address)
    with CaptureQueriesContext(connection) as queries:
        answer(client, address)
    return len(queries)


def answer(client, address):
    response = client.get(address, secure=True)
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}.")
    # A download is made while it is read.
    return response.getvalue()


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
    queries = {address: queries_of(client, address.format(**records)) for address in addresses}
    sys.stdout.write(json.dumps({"records": records, "queries": queries}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
