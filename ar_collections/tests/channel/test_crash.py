"""Processes that die at each step between "queued" and "sent", before a real mail server."""

import logging
import os
import signal
from collections import Counter
from pathlib import Path

from odoo.tests import tagged

from ..processes import ProcessCase
from ..smtp import MailEnd, Slow

_logger = logging.getLogger(__name__)

STEPS = Path(__file__).with_name("kill_steps.py")
# {step at which the process is killed: (whether nobody knows what became of one e-mail, whether
# that one has arrived)}
TABLE = {
    "before lock": (False, True),
    "after lock": (False, True),
    "after dispatches": (False, True),
    "after mail rows": (False, True),
    "before commit": (False, True),
    "after commit": (False, True),
    "queue looked at": (False, True),
    "before begun": (False, True),
    "begun": (True, False),
    "in DATA": (True, False),
    "DATA accepted": (True, True),
    "noted": (True, True),
    "sent": (False, True),
}
ROUNDS = 2
# As of ``kill_steps``.
EACH = 3


@tagged("post_install", "-at_install")
class TestCrash(ProcessCase):
    def test_killed_at_each_step(self):
        """Each message arrives exactly once; the one that was in the server's hands is unknown,
        told to the collector, and not sent again by itself.

        After the kill two schedulers work at once. ``AR_KILLS=100`` does all of it that often.
        """
        rounds = int(os.environ.get("AR_KILLS", ROUNDS))
        with MailEnd({"DATA": Slow(0.02)}) as end:
            errors = Path(self._directory, "errors")
            errors.touch()
            settings = {"port": end.port, "rounds": rounds, "errors": str(errors)}
            settings["steps"] = list(TABLE)
            found = self.run_code(f"SETTINGS = {settings!r}\n{STEPS.read_text()}", seconds=None)
        self.assertFalse(errors.read_text(), errors.read_text())
        arrived = Counter(message["Message-Id"] for message in end.messages)
        doubled = {key: count for key, count in arrived.items() if count > 1}
        self.assertFalse(doubled, "No message twice")
        self.assertEqual(len(found), rounds * len(TABLE))
        lost = 0
        for one in found:
            with self.subTest(step=one["step"], round=one["round"]):
                self._check(one)
                lost += not TABLE[one["step"]][1]
        # The first ones were sent before the first kill.
        count = (len(found) + 1) * EACH
        self.assertEqual(len(arrived), count - lost)
        words = "%s kills, %s messages: %s arrived once, %s not, and said so"
        _logger.info(words, len(found), count, len(arrived), lost)

    def _check(self, one):
        unknown, _arrived = TABLE[one["step"]]
        self.assertEqual(one["code"], -signal.SIGKILL)
        self.assertEqual(one["others"], [0, 0, 0])
        states = Counter()
        for _id, email, notice, dispatches, doubtful, tasks, messages in one["rows"]:
            self.assertEqual((notice, len(dispatches), messages), ("sent", 1, 1), email)
            self.assertEqual(bool(tasks), dispatches == ["unknown"], email)
            self.assertEqual(bool(doubtful), dispatches == ["unknown"], email)
            states[dispatches[0]] += 1
        expected = {"sent": EACH - 1, "unknown": 1} if unknown else {"sent": EACH}
        self.assertEqual(states, expected)
