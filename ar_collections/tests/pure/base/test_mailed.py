"""What became of an e-mail, whether it may leave now, and whether it is still to be said."""

from odoo.tests import BaseCase, tagged

from ....tools.base import leaving, mailed
from ....tools.base.leaving import Facts


@tagged("post_install", "-at_install")
class TestMailed(BaseCase):
    def test_became(self):
        cases = [
            ("outgoing", None, mailed.WAITS),
            ("sent", None, mailed.LEFT),
            ("received", None, mailed.LEFT),
            ("exception", "exception", mailed.FAILED),
            ("cancel", "canceled", mailed.WITHDRAWN),
            (None, "sent", mailed.LEFT),
            (None, "ready", mailed.WITHDRAWN),
            (None, None, mailed.WITHDRAWN),
        ]
        for state, notified, want in cases:
            with self.subTest(state=state, notified=notified):
                self.assertEqual(mailed.became(state, notified), want)

    def test_may_go(self):
        most = mailed.MOST_SECONDS
        cases = [
            ("leaving", 0, False, mailed.GO),
            ("leaving", 10**7, False, mailed.GO),
            ("failed", 0, True, mailed.GO),
            ("failed", 0, False, mailed.STOP),
            ("unknown", most - 1, False, mailed.LATER),
            ("unknown", most, False, mailed.DOUBT),
            ("unknown", most, True, mailed.DOUBT),
            ("sent", 0, True, mailed.STOP),
            ("cancelled", 0, True, mailed.STOP),
            ("delivered", 0, True, mailed.STOP),
        ]
        for state, seconds, again, want in cases:
            with self.subTest(state=state, seconds=seconds, again=again):
                self.assertEqual(mailed.may_go(state, seconds, again), want)

    def test_leaving(self):
        cases = [
            (Facts(), ""),
            (Facts(days=1000), ""),
            (Facts(days=4, patience=4), ""),
            (Facts(days=5, patience=4), "too_old"),
            (Facts(days=0, patience=0), ""),
            (Facts(newer=True, days=5, patience=4), "newer"),
            (Facts(change="paid", newer=True), "paid"),
            (Facts(change="changed"), "changed"),
            (Facts(change="covered_by_credit"), "covered_by_credit"),
            (Facts(change="held"), "not_asked"),
            (Facts(change="due_date_changed", days=9, patience=4), "not_asked"),
            (Facts(stands=False, change="paid"), "taken_back"),
            # Who calls looks at the account.
            (Facts(change="changed", judged=True), ""),
            (Facts(newer=True, days=9, patience=4, judged=True), ""),
            (Facts(change="paid", judged=True), "paid"),
            (Facts(change="held", judged=True), "not_asked"),
            (Facts(stands=False, judged=True), "taken_back"),
        ]
        for facts, want in cases:
            with self.subTest(facts=facts):
                self.assertEqual(leaving.decide(facts), want)
