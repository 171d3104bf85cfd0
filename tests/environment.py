"""Read before Django is: the tests run with the settings of the local trial."""

import gc
import logging
import os

FAULTS = "{}: {} injections, {} lost, {} doubled, {} early, slowest recovery {:.1f} s"

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


def pytest_terminal_summary(terminalreporter):
    """What faults did to the register, a line for each sort: processes tell nobody what they print.

    Tests give to `record_property("faults", …)` the sort, four numbers, and the slowest recovery.
    """
    sums = {}
    for reports in terminalreporter.stats.values():
        for kind, *numbers, slowest in faults_in(reports):
            *before, slowest_before = sums.get(kind, (0, 0, 0, 0, 0.0))
            added = [one + other for one, other in zip(before, numbers, strict=True)]
            sums[kind] = (*added, max(slowest, slowest_before))
    for kind, numbers in sorted(sums.items()):
        terminalreporter.write_line(FAULTS.format(kind, *numbers))
    if sums:
        total = sum(injections for injections, *_others in sums.values())
        terminalreporter.write_line(f"{total} injections of faults in all")


def faults_in(reports):
    for report in reports:
        # A test is reported of three times, and each time with all that it told so far.
        if getattr(report, "when", "") == "teardown":
            yield from (value for name, value in report.user_properties if name == "faults")
