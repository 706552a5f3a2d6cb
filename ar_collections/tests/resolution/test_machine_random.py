"""Whatever is invoiced, paid, undone, credited, held, promised, disputed and reminded of, in any
order: what is owed is held, or can be asked, or is in process, and nothing is two of these."""

import logging
import os
from collections import Counter
from datetime import timedelta

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ArCommon

_logger = logging.getLogger(__name__)

# Few in everyday runs: AR_EXAMPLES=2000 for many.
EXAMPLES = int(os.environ.get("AR_EXAMPLES", "0"))
FIRST_DAY = "2026-01-05"
ENDS = {"kept", "partly_kept", "broken", "withdrawn"}
# What looks after the agreements each night, where it is there.
NIGHTLY = {
    "ar.promise": "_cron_watch",
    "ar.plan": "_cron_watch",
    "ar.dispute": "_cron_watch",
    "ar.charge": "_cron_nightly",
    "ar.limitation.warning": "_cron_warn",
}

cents = st.integers(1, 90000).map(lambda amount: amount / 100)
picks = st.integers(0, 99)
days = st.integers(1, 20)


def needs(model):
    """An action of a room that may not be there."""
    return precondition(lambda machine: model in machine.env.registry)


class Debts(RuleBasedStateMachine):
    """One customer, its invoices and what is agreed about them, with Odoo's own methods."""

    test = None

    def __init__(self):
        super().__init__()
        self.env = self.test.env
        self.seen = self.test.seen
        self.partner, self.company = self.test.partner, self.test.company
        self.profile = self.env["ar.profile"].get_or_create(self.partner, self.company)
        self.moves = self.env["account.move"]
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.today = fields.Date.to_date(FIRST_DAY)
        self.clock = None
        self._set_clock(0)

    def teardown(self):
        try:
            self._end()
        finally:
            self.clock.stop()
            self.env.flush_all()
            self.savepoint.rollback()
            self.savepoint.close(rollback=False)
            self.env.invalidate_all(flush=False)
            self.env.registry.clear_cache()

    def _set_clock(self, more):
        if self.clock:
            self.clock.stop()
        self.today += timedelta(days=more)
        self.clock = freeze_time(f"{self.today} 12:00:00")
        self.clock.start()

    def _try(self, what, work):
        """Do it in a savepoint; what is refused in a sentence is refused."""
        try:
            with self.env.cr.savepoint():
                work()
                self.env.flush_all()
            self.seen[what] += 1
        except UserError:
            self.seen[f"{what} refused"] += 1
            self.env.invalidate_all(flush=False)
        self.moves = self.moves.exists()

    def _open_lines(self, sign=1):
        lines = self.test._receivable(self.moves.filtered(lambda move: move.state == "posted"))
        return lines.filtered(lambda line: sign * line.amount_residual > 0).sorted("id")

    def _pick(self, records, pick):
        return records[pick % len(records)] if records else records

    # -- what accountants do -----------------------------------------------------------

    @initialize(amount=cents, late=days)
    def first(self, amount, late):
        self.invoice(amount, late)

    @rule(amount=cents, late=days)
    def invoice(self, amount, late):
        due = self.today - timedelta(days=late)
        self.moves += self.test._make_invoice(self.partner, amount, date=due, due=due)
        self.seen["invoice"] += 1

    @rule(amount=cents)
    def credit_note(self, amount):
        self.moves += self.test._make_invoice(
            self.partner, amount, date=self.today, move_type="out_refund"
        )
        self.seen["credit note"] += 1

    @rule(pick=picks, share=st.sampled_from((0.25, 0.5, 1, 1, 1.5)))
    def pay(self, pick, share):
        line = self._pick(self._open_lines(), pick)
        amount = line and self.company.currency_id.round(line.amount_residual * share)
        if amount:
            self._try("pay", lambda: self._pay(line, amount))

    def _pay(self, line, amount):
        payment = self.test._pay_on_account(self.partner, amount, self.today)
        self.moves += payment.move_id
        (self.test._receivable(payment.move_id) + line).reconcile()

    @rule(pick=picks, other=picks)
    def match(self, pick, other):
        debit = self._pick(self._open_lines(), pick)
        credit = self._pick(self._open_lines(-1), other)
        if debit and credit:
            self._try("match", (debit + credit).reconcile)

    @rule(pick=picks)
    def unmatch(self, pick):
        lines = self.test._receivable(self.moves).filtered("matching_number").sorted("id")
        if lines:
            self._try("unmatch", self._pick(lines, pick).remove_move_reconcile)

    # -- what is agreed ----------------------------------------------------------------

    @rule(pick=picks, amount=st.just(0.0) | cents, lasts=days)
    def hold(self, pick, amount, lasts):
        line = self._pick(self._open_lines(), pick)
        if line:
            values = {"move_line_id": line.id, "amount": amount}
            self._try("hold", lambda: self._hold(lasts, **values))

    @rule(lasts=days)
    def hold_customer(self, lasts):
        self._try("hold customer", lambda: self._hold(lasts, profile_id=self.profile.id))

    def _hold(self, lasts, **values):
        until = self.today + timedelta(days=lasts)
        self.env["ar.hold"].create(
            {"reason": "Agreed", "date_from": self.today, "date_to": until, **values}
        )

    @needs("ar.promise")
    @rule(pick=picks, share=st.sampled_from((0.5, 1, 1, 1.5)), later=st.integers(-2, 20))
    def promise(self, pick, share, later):
        line = self._pick(self._open_lines(), pick)
        if line:
            self._try(
                "promise",
                lambda: self.env["ar.promise"].create(
                    {
                        "profile_id": self.profile.id,
                        "date": self.today + timedelta(days=later),
                        "amount": round(line.amount_residual * share, 2),
                        "currency_id": self.company.currency_id.id,
                        "move_line_ids": [Command.set(line.ids)],
                    }
                ),
            )

    @needs("ar.plan")
    @rule(pick=picks, first=days)
    def plan(self, pick, first):
        line = self._pick(self._open_lines(), pick)
        if line:
            self._try("plan", lambda: self._plan(line, first))

    def _plan(self, line, first):
        half = round(line.amount_residual / 2, 2)
        parts = [half, round(line.amount_residual - half, 2)]
        plan = self.env["ar.plan"].create(
            {
                "profile_id": self.profile.id,
                "move_line_ids": [Command.set(line.ids)],
                "installment_ids": [
                    Command.create(
                        {"date": self.today + timedelta(days=first * number), "amount": amount}
                    )
                    for number, amount in enumerate(parts, 1)
                ],
            }
        )
        plan.action_propose()
        plan.action_activate()

    @needs("ar.dispute")
    @rule(pick=picks, share=st.sampled_from((0, 0.5, 1)))
    def dispute(self, pick, share):
        line = self._pick(self._open_lines(), pick)
        reason = self.env["ar.dispute.reason"].search([], limit=1)
        if line:
            self._try(
                "dispute",
                lambda: self.env["ar.dispute"].create(
                    {
                        "profile_id": self.profile.id,
                        "move_line_ids": [Command.set(line.ids)],
                        "amount": round(line.amount_residual * share, 2),
                        "reason_id": reason.id,
                    }
                ),
            )

    @needs("ar.dispute")
    @rule(pick=picks, way=st.sampled_from(("action_reject", "action_agree", "action_credit")))
    def settle(self, pick, way):
        open_ones = self.env["ar.dispute"].search(
            [("profile_id", "=", self.profile.id), ("state", "in", ("open", "investigating"))]
        )
        if open_ones:
            self._try(way, getattr(self._pick(open_ones, pick), way))

    # -- time and reminders ------------------------------------------------------------

    @rule(more=days)
    def wait(self, more):
        self._set_clock(more)
        self._nightly()

    def _nightly(self):
        """The work of the night, company by company, as the scheduler has it done."""
        for model, method in NIGHTLY.items():
            if model in self.env.registry:
                getattr(self.env[model].with_user(self.test.root), method)()
        self.env.invalidate_all()

    @rule()
    def remind(self):
        owed = self._read()
        notices = self.test._run(
            str(self.today), confirm=True, profile_ids=[Command.set(self.profile.ids)]
        ).notice_ids
        notices = notices.filtered(lambda notice: notice.state == "queued")
        for line in notices.line_ids.filtered(lambda line: line.kind == "item"):
            _open, held, _covered = owed[line.move_line_id.id]
            assert line.amount > 0, "It is reminded of nothing."
            assert round(line.amount + held - _open, 2) <= 0, "Both reminded of and held."
        notices._set_sent()
        self.seen["remind"] += len(notices)

    # -- what must hold ----------------------------------------------------------------

    def _read(self):
        """{item: (open, held, covered by credits)}, the holds read one by one."""
        rows = self.env["ar.open.item"]._read_covered(self.company.ids, self.partner.ids)
        debts = [row for row in rows if row["residual"] > 0]
        debts.sort(key=lambda row: (row["date_due"], row["id"]))
        open_of = {row["id"]: row["residual_currency"] for row in debts}
        held = dict.fromkeys(open_of, 0.0)
        holds = self.env["ar.hold"].search([("profile_id", "=", self.profile.id)], order="id")
        for hold in holds.filtered(self._is_in_force):
            left = hold.amount
            for row in debts:
                if not self._is_of(hold, row):
                    continue
                free = open_of[row["id"]] - held[row["id"]]
                taken = min(left, free) if hold.amount else free
                held[row["id"]] += taken
                left -= taken
        return {
            row["id"]: (row["residual_currency"], held[row["id"]], row["covered"]) for row in debts
        }

    def _is_in_force(self, hold):
        return hold.date_from <= self.today and not (hold.date_to and hold.date_to < self.today)

    @staticmethod
    def _is_of(hold, row):
        if hold.scope == "customer":
            return True
        if hold.move_line_id:
            return hold.move_line_id.id == row["id"]
        return bool(hold.move_id) and hold.move_id.id == row["move_id"]

    @invariant()
    def owed_is_held_or_dunnable_or_in_process(self):
        if not self.moves:
            return
        self.env.invalidate_all()
        owed = self._read()
        found = self.env["ar.dunning.run"].simulate(self.company.id, self.today, self.profile.ids)
        reasons = {line["move_line_id"]: line["reason"] for line in found["lines"]}
        held = dunnable = in_process = said = 0.0
        for item_id, (amount, kept, covered) in owed.items():
            asked = max(amount - kept - covered, 0.0)
            held += amount - covered - asked
            if reasons.get(item_id) == "level_due":
                dunnable += asked
                assert asked > 0.004, f"{item_id} is asked for and nothing of it is free"
            else:
                in_process += asked
                said += asked if item_id not in reasons else 0.0
        left = sum(amount - covered for amount, _kept, covered in owed.values())
        asked = sum(notice["amount_total"] for notice in found["notices"])
        told = f"{self.today}: {owed} {reasons}"
        assert round(left - held - dunnable - in_process, 2) == 0, told
        # A notice asks again for what was reminded of before.
        wanted = dunnable + said if dunnable else 0.0
        assert round(asked - wanted, 2) == 0, f"{asked} is asked, {wanted} is free. {told}"
        self.seen["held"] += held > 0
        self.seen["asked"] += asked > 0
        self.seen["in process"] += in_process > 0

    @needs("ar.charge")
    @invariant()
    def charges_are_never_negative(self):
        charges = self.env["ar.charge"].search([("profile_id", "=", self.profile.id)])
        assert all(amount >= 0 for amount in charges.mapped("amount"))

    @invariant()
    def claims_end_when_the_law_says(self):
        """Here: the customer's law knows part payments and demands; none is lost."""
        items = self.env["ar.open.item"].search([("partner_id", "=", self.partner.id)])
        for item in items.filtered(lambda item: item.residual > 0):
            assert item.limitation_date >= fields.Date.add(item.date_due, years=3)

    def _end(self):
        """Long afterwards each promise has come to exactly one end."""
        self._set_clock(120)
        self._nightly()
        if "ar.promise" in self.env.registry:
            promises = self.env["ar.promise"].search([("profile_id", "=", self.profile.id)])
            assert set(promises.mapped("state")) <= ENDS, promises.mapped("state")


@tagged("post_install", "-at_install")
class TestMachineRandom(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partner.country_id = cls.env.ref("base.cn")
        cls.policy = cls._make_policy(1)
        cls.root = cls.env.ref("base.user_root")
        cls.seen = Counter()
        cls.env.flush_all()

    def test_debts(self):
        self.seen.clear()
        cron = self.env.registry["ir.cron"]
        self.patch(cron, "_commit_progress", lambda *args, **options: float("inf"))
        machine = type("Machine", (Debts,), {"test": self})
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=EXAMPLES or 6,
                stateful_step_count=14,
                derandomize=not EXAMPLES,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
                phases=[Phase.generate],
            ),
        )
        _logger.info("In the machine: %s", dict(self.seen))
        for what in ("invoice", "pay", "hold", "held", "asked", "in process", "remind", "unmatch"):
            self.assertTrue(self.seen[what], what)
