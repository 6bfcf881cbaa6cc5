"""Sealing anew is killed with SIGKILL: nothing is lost, nothing doubled, and it goes on."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction

from contact.models import Enquiry
from contact.resealing import BATCH
from practice.models import PracticeProfile
from practice.models.sealing_key import KeyRing
from tests.contact.test_resealing import (
    make_many,
    replace_key,
    waiting,
    whole_pass,
    without_the_keys_before,
    words,
)
from tests.factories import key_ring
from tests.live_site import REPOSITORY, test_database_url, wait_until

WHOLE_PASS = """
import os, sys
import django; django.setup()
from contact.resealing import Place, step
from practice.models import SealingKey
from practice.models.sealing_key import KeyRing
ring = KeyRing(SealingKey.objects.current(), bytes.fromhex(sys.stdin.readline()))
place = Place()
print("ready", flush=True)
while place is not None:
    place = step(ring, place).place
"""


@contextmanager
def another_process(ring: KeyRing) -> Iterator["subprocess.Popen[str]"]:
    """A process that seals everything anew, of the same kind as a web process."""
    environment = {"DJANGO_SETTINGS_MODULE": "practice.settings"}
    process = subprocess.Popen(
        [sys.executable, "-c", WHOLE_PASS],
        cwd=REPOSITORY,
        env=os.environ | environment | {"DATABASE_URL": test_database_url()},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin
    assert process.stdout
    process.stdin.write(ring.private.hex() + "\n")
    process.stdin.flush()
    assert process.stdout.readline() == "ready\n"
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


@pytest.mark.django_db(transaction=True)
def test_killed_in_the_middle_of_a_batch_it_has_done_whole_batches_and_goes_on(
    profile: PracticeProfile,
) -> None:
    make_many(profile, 3 * BATCH)
    before = words(key_ring())
    ring = replace_key()
    in_the_second = Enquiry.objects.order_by("pk")[BATCH + BATCH // 2]

    with transaction.atomic():
        # Held here, the row keeps the other process in the midst of its second batch.
        Enquiry.objects.select_for_update().get(pk=in_the_second.pk)
        with another_process(ring) as process:
            wait_until(lambda: waiting(ring) == len(before) - BATCH)
            time.sleep(0.2)
            assert process.poll() is None
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
    assert waiting(ring) == len(before) - BATCH
    assert words(ring) == before

    whole_pass(ring)
    assert waiting(ring) == 0
    assert words(without_the_keys_before(ring)) == before


@pytest.mark.django_db(transaction=True)
def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(profile: PracticeProfile) -> None:
    make_many(profile, 8 * BATCH)
    before = words(key_ring())
    ring = replace_key()
    left = [len(before)]
    while len(left) < 4:
        with another_process(ring) as process:
            wait_until(lambda: waiting(ring) < left[-1])
            process.send_signal(signal.SIGKILL)  # in the midst of another batch, or between two
            process.wait()
        left.append(waiting(ring))
        assert words(ring) == before

    assert left[1] > 0
    whole_pass(ring)
    assert words(without_the_keys_before(ring)) == before
