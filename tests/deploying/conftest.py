import os

import pytest

from .site import Site, missing

INSTALL = "apt-get install -y nginx openssl libnginx-mod-http-brotli-static"


@pytest.fixture(scope="session")
def nginx_is_here():
    if missing():
        reason = f"There is no {' and no '.join(missing())} here. Install it with: {INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture
def site(nginx_is_here, tmp_path):
    """Configured, and not served."""
    return Site(tmp_path).configure()


@pytest.fixture(scope="module")
def running(nginx_is_here, tmp_path_factory):
    """The site over nginx, of a register without records."""
    site = Site(tmp_path_factory.mktemp("running")).configure()
    site.collect()
    site.manage("migrate", "--verbosity", "0")
    with site.served() as server, site.proxied():
        site.server = server
        yield site
