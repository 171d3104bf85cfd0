"""What wrk prints at its end, read."""

import pytest

from bench import wrk
from bench.measuring import Failed

SAID = """Running 4s test @ http://127.0.0.1:36051
  2 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.82ms    2.43ms  33.47ms   88.31%
    Req/Sec     6.21k     1.02k    9.12k    70.00%
  49471 requests in 4.00s, 321.11MB read
{trouble}Requests/sec:  12354.31
Transfer/sec:     80.19MB
"""


def test_a_rush_without_trouble():
    assert wrk.read(SAID.format(trouble="")) == wrk.Rush(12354.31, 49471, 0)


def test_other_statuses_and_broken_connections_are_failures():
    trouble = (
        "  Socket errors: connect 1, read 20, write 300, timeout 4000\n"
        "  Non-2xx or 3xx responses: 50000\n"
    )

    assert wrk.read(SAID.format(trouble=trouble)).failures == 54321


def test_what_is_no_report_is_refused_with_what_was_said():
    with pytest.raises(Failed, match="unable to connect"):
        wrk.read("unable to connect to 127.0.0.1:1 Connection refused")
