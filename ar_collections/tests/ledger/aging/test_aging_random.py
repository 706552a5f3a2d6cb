"""Whatever an accountant does, every day ties to the general ledger."""

import logging
import os
from collections import Counter, defaultdict
from contextlib import closing
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from ....models.ledger.open_item import ar_open_item_rows
from ...common import ArCommon
from ..random_ledger import Books, days, plans

_logger = logging.getLogger(__name__)

# AR_EXAMPLES=500 looks at other ledgers at each run.
EXAMPLES = int(os.environ.get("AR_EXAMPLES", "0"))


@tagged("post_install", "-at_install")
@freeze_time("2026-12-01 12:00:00")
class TestAgingRandom(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        home = cls.company.currency_id
        cls.currencies = (
            home
            + cls._moving_currency("EUR", 0.5, 0.83, 0.61, 0.97, 0.4)
            + cls._moving_currency("JPY", 110, 151, 87, 133, 99)
        )
        cls.partners = cls.partner + cls._make_partner("Beta") + cls._make_partner("Gamma")
        cls.partners += cls._make_partner("Carla", parent_id=cls.partner.id, is_company=False)
        receivable = cls.company_data["default_account_receivable"]
        cls.accounts = receivable + receivable.copy({"name": "Receivable abroad"})
        cls.term = cls._instalment_term((30, 10), (70, 60))
        cls.env.flush_all()
        cls.seen = Counter()

    @classmethod
    def _moving_currency(cls, code, *rates):
        """A currency whose rate changes every ten weeks."""
        dates = ("2025-01-01", "2026-03-14", "2026-05-23", "2026-08-01", "2026-10-10")
        return cls.setup_other_currency(code, rates=list(zip(dates, rates, strict=True)))

    # -- the same figures by another way: item by item, in Python ----------------------

    def _facts(self):
        """Posted trade receivable lines, their matching with the day it counts from, and
        the exchange entries still to come after a day."""
        lines = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("parent_state", "=", "posted"),
                ("account_id", "in", self.accounts.ids),
            ]
        )
        partials = (lines.matched_debit_ids | lines.matched_credit_ids).filtered(
            lambda p: (p.debit_move_id + p.credit_move_id) <= lines
        )
        cause = {}
        for partial in partials.filtered("exchange_move_id"):
            for line in partial.exchange_move_id.line_ids & lines:
                cause[line] = partial.max_date
        matching = []
        for p in partials:
            own = [cause[line] for line in (p.debit_move_id, p.credit_move_id) if line in cause]
            matching.append((min([p.max_date, *own]), p.debit_move_id, p.credit_move_id, p.amount))
        return lines, matching, cause

    def _owed(self, facts, day):
        """{customer: owed at the end of the day} and {item: owed}."""
        lines, matching, _cause = facts
        items = {line: line.balance for line in lines if line.date <= day}
        for since, debit, credit, amount in matching:
            if since <= day:
                for line, sign in ((debit, -1), (credit, 1)):
                    if line in items:
                        items[line] += sign * amount
        items = {line: round(amount, 2) for line, amount in items.items() if round(amount, 2)}
        customers = defaultdict(float)
        for line, amount in items.items():
            customers[line.partner_id.commercial_partner_id.id] += amount
        return {key: round(value, 2) for key, value in customers.items()}, items

    def _pending(self, facts, day):
        """What exchange entries after the day are matched with items up to the day for."""
        _lines, matching, cause = facts
        coming = {line for line, since in cause.items() if since <= day < line.date}
        return sum(
            sign * amount
            for _since, debit, credit, amount in matching
            for exchange, item, sign in ((debit, credit, 1), (credit, debit, -1))
            if exchange in coming and item.date <= day
        )

    def _tell(self, facts, day):
        """The ledger as text, for the message of a failure."""
        lines, matching, cause = facts
        told = [f"on {day}"]
        for line in lines.sorted("id"):
            since = f" exchange since {cause[line]}" if line in cause else ""
            told.append(
                f"{line.id} {line.date} {line.partner_id.name} {line.balance} "
                f"{line.amount_currency} {line.currency_id.name}{since}"
            )
        told += [f"{d.id} with {c.id}: {amount} since {since}" for since, d, c, amount in matching]
        return "\n".join(told)

    def _check_day(self, facts, day):
        lines, _matching, _cause = facts
        report = self.env["ar.aging.report"].get_aging(
            day, company_ids=self.company.ids, group_by="partner"
        )
        tie = report["tie_out"]
        self.assertEqual((tie["difference"], tie["tied"], tie["items"]), (0.0, True, []))
        self.assertEqual(tie["matched_elsewhere"], 0)
        ledger = sum(line.balance for line in lines if line.date <= day)
        pending = self._pending(facts, day)
        self.assertEqual(tie["ledger"], round(ledger, 2))
        self.assertEqual(tie["exchange_pending"], round(pending, 2))
        self.seen["pending"] += bool(round(pending, 2))
        self.assertEqual(
            round(report["totals"]["total"] - tie["exchange_pending"] - tie["ledger"], 2), 0.0
        )
        customers, items = self._owed(facts, day)
        rows = self.env["ar.open.item"]._read_rows(self.company.ids, as_of=day)
        self.assertEqual(
            {row["id"]: row["residual"] for row in rows if row["residual"]},
            {line.id: amount for line, amount in items.items()},
            self._tell(facts, day),
        )
        self._check_rows(report, customers)
        self._check_customers(day, report)
        self._check_parts(day, rows, lines)

    def _check_rows(self, report, customers):
        """The rows are the customers', their columns add up."""
        totals = {row["key"]: row["total"] for row in report["rows"]}
        for key in totals.keys() | customers.keys():
            self.assertEqual(totals.get(key, 0), customers.get(key, 0))
        buckets = [row["buckets"] for row in report["rows"]]
        columns = [round(sum(column), 2) for column in zip(*buckets, strict=True)]
        self.assertEqual(columns or [0] * 6, report["totals"]["buckets"])
        self.assertEqual(round(sum(report["totals"]["buckets"]), 2), report["totals"]["total"])

    def _check_customers(self, day, report):
        """Each customer ties with the ledger of his own."""
        totals = {row["key"]: row["total"] for row in report["rows"]}
        for partner in self.partners.commercial_partner_id:
            own = self.env["ar.aging.report"].get_aging(
                day, company_ids=self.company.ids, partner_ids=partner.ids
            )
            self.assertEqual(own["totals"]["total"], totals.get(partner.id, 0))
            tie = own["tie_out"]
            self.assertEqual((tie["difference"], tie["tied"]), (0.0, True))
            self.seen["elsewhere"] += bool(tie["matched_elsewhere"])

    def _check_parts(self, day, rows, lines):
        """Some customers' items, and some items, are those of all, however the reader finds
        them; ids of what is settled, or not there yet, give nothing."""
        reader = self.env["ar.open.item"]
        customers = self.partners.commercial_partner_id
        for few in (ar_open_item_rows.FEW, 0):
            with patch.object(ar_open_item_rows, "FEW", few):
                for some in (*customers, customers[:2], customers[1:], customers):
                    own = reader._read_rows(self.company.ids, some.ids, as_of=day)
                    self.assertEqual(own, [row for row in rows if row["partner_id"] in some.ids])
        for ids in (lines.ids[::2], lines.ids[1::2], [row["id"] for row in rows[::2]]):
            own = ids and reader._read_rows(self.company.ids, as_of=day, ids=ids)
            self.assertEqual(own, [row for row in rows if row["id"] in ids])

    @settings(
        max_examples=EXAMPLES or 15,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a ledger takes seconds: nobody waits for the smallest one
    )
    @given(plan=plans, asked=st.lists(days, min_size=2, max_size=4, unique=True))
    def _check_random_ledger(self, plan, asked):
        with closing(self.env.cr.savepoint()):
            books = Books(self)
            for step in plan:
                books.do(step)
                self.seen[step.kind] += 1
            facts = self._facts()
            self.seen["exchange"] += bool(facts[2])
            edge = books.moves[:1].date
            for day in {*asked, edge, edge - timedelta(days=1), self._day("2026-12-31")}:
                self._check_day(facts, day)

    def test_random_ledgers_tie(self):
        self._check_random_ledger()
        _logger.info("In the random ledgers: %s", dict(self.seen))
        # The ledgers were no easy ones.
        for what in ("pay", "match", "exchange", "pending"):
            self.assertTrue(self.seen[what], what)
