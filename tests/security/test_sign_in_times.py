"""How long a sign-in that fails takes tells nobody which accounts there are."""

import time
from statistics import median

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.cache import cache
from django.test import Client

from tests.accounts.door import sign_in
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.drill]

ROUNDS = 40
WRONG = "a wrong password"
# Of the time that the unknown name takes; without the same work it would be a tenth.
NEAR = (0.8, 1.25)


class Hasher(PBKDF2PasswordHasher):
    """As in production, in fewer rounds: still nearly all of the time that a try takes."""

    iterations = 60_000


@pytest.fixture
def names(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.Hasher"]
    # Thirty tries a minute from one address would be all.
    settings.ACCOUNT_RATE_LIMITS = {}
    make_user("Authors", username="wrong")
    make_user("Publishers", username="inactive", is_active=False)
    superuser = make_user(username="superuser", is_superuser=True)
    no_editor = make_user(username="outside")
    no_editor.is_staff = False
    no_editor.save()
    without = make_user(username="without")
    without.set_unusable_password()
    without.save()
    return ["unknown", "wrong", "inactive", "outside", "without", superuser.username]


def seconds_of(name):
    AccessAttempt.objects.all().delete()
    cache.clear()
    client = Client()
    # Of this process alone: others may be at work on the machine.
    begin = time.process_time()
    response = sign_in(client, name, WRONG)
    took = time.process_time() - begin
    assert response.status_code == 200
    return took


def test_every_failed_sign_in_takes_the_same_time(names, counted):
    times = {name: [] for name in names}
    # In turn, so that what slows the machine down slows all of them down.
    for _round in range(ROUNDS):
        for name in names:
            times[name].append(seconds_of(name))
    usual = median(times["unknown"])
    counted("sign-ins timed", ROUNDS * len(names))
    ratios = {name: median(found) / usual for name, found in times.items()}
    assert {name: r for name, r in ratios.items() if not NEAR[0] < r < NEAR[1]} == {}


def test_the_measure_sees_a_name_that_takes_less_work(names, monkeypatch):
    """What Django does for an unknown name, left out."""
    monkeypatch.setattr(Hasher, "encode", lambda self, password, salt, iterations=None: "x")
    quick = median(seconds_of("unknown") for _round in range(5))
    monkeypatch.undo()
    assert quick / median(seconds_of("unknown") for _round in range(5)) < NEAR[0]
