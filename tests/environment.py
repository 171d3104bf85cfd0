"""Read before Django is: the tests run with the settings of the local trial."""

import gc
import logging
import os

os.environ.setdefault("DEBUG", "1")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
# A reader of feeds that tests alone use brings lxml along: workbooks are read as in production.
os.environ["OPENPYXL_LXML"] = "False"
# A drill asks thousands of times from one place.
os.environ.setdefault("API_REQUESTS_A_MINUTE", "0")


def pytest_configure():
    """Thousands of requests are refused here: each would be told with all that led to it."""
    logging.getLogger("django.request").setLevel(logging.ERROR)


def pytest_collection_finish():
    """What is loaded by now stays: looking through it for garbage again and again costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
