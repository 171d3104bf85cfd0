"""Takes lists away as files, one at a time; prints what each cost as JSON. In a process of its own.

python -m bench.takes /agreements.csv /agreements.json
"""

import importlib
import json
import os
import resource
import sys
import time

# Of a maximum that the kernel of Linux tells.
KILOBYTES = 1024


def take(client, address):
    """Milliseconds to the first byte, seconds to the last, megabytes sent and held above idle."""
    idle = peak()
    begin, worked = time.perf_counter(), time.process_time()
    response = client.get(address, secure=True)
    if response.status_code != 200:
        sys.exit(f"{address} answered {response.status_code}.")
    chunks = iter(response.streaming_content if response.streaming else [response.content])
    size = len(next(chunks))
    first = time.perf_counter()
    for chunk in chunks:
        size += len(chunk)
    return {
        "first_ms": (first - begin) * 1000,
        "seconds": time.perf_counter() - begin,
        "processor_ms": (time.process_time() - worked) * 1000,
        "megabytes": size / 1024 / 1024,
        "held": peak() - idle,
    }


def peak():
    """The most memory that this process ever held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KILOBYTES


def main(*addresses):
    # What a server loads, as it loads it.
    importlib.import_module("fusionsite.wsgi")
    from django.test import Client

    client = Client(headers={"host": os.environ["ALLOWED_HOSTS"]})
    for page in {f"/{address.strip('/').partition('.')[0]}/" for address in addresses}:
        client.get(page, secure=True)
    sys.stdout.write(json.dumps({address: take(client, address) for address in addresses}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
