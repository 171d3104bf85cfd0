import io
import json
import logging

import pytest

from fusionsite.logs import JsonLines


class Written(io.StringIO):
    """What stands in the log of production."""

    @property
    def lines(self):
        return [json.loads(line) for line in self.getvalue().splitlines()]


@pytest.fixture
def log(caplog, monkeypatch):
    written = Written()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonLines())
    # Of hostile lines the processes of the suite cannot tell each other.
    monkeypatch.setattr(type(caplog.handler), "emit", lambda handler, record: None)
    logging.getLogger().addHandler(handler)
    yield written
    logging.getLogger().removeHandler(handler)
