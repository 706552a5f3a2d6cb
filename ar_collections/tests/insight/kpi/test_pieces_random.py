"""Whatever an accountant does: balances of many days read at once are those of each day, and what
is kept of days is what the ledger says."""

from contextlib import closing
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import SQL

from ....tools.insight.cube import Cell, Cube
from ...ledger.aging import test_aging_random as aging
from ...ledger.random_ledger import Books, days, plans


@tagged("post_install", "-at_install")
@freeze_time("2026-12-01 12:00:00")
class TestPiecesRandom(aging.TestAgingRandom):
    """On the world of the aging's random ledgers."""

    def _check_days(self, asked):
        reader = self.env["ar.open.item"]
        dues = sorted({due for day in asked for due in (day, day + timedelta(days=1))})
        scope = reader._prepare_scope(self.company.ids)
        rows = reader._read_pieces(scope, asked, dues, 90, SQL("NULL::int"), SQL())
        cube = Cube(asked, dues, [Cell(*cell) for _key, *cell in rows])
        for day in asked:
            items = reader._read_rows(self.company.ids, as_of=day)
            owed = sum(row["residual"] for row in items)
            later = sum(row["residual"] for row in items if row["date_due"] >= day)
            self.assertAlmostEqual(cube.open(day), float(owed), 2)
            self.assertAlmostEqual(cube.not_due(day), float(later), 2)

    @settings(
        max_examples=aging.EXAMPLES or 10,
        derandomize=not aging.EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
    @given(
        plan=plans,
        asked=st.lists(days, min_size=2, max_size=5, unique=True),
        nights=st.sets(st.integers(0, 12), max_size=3),
    )
    def _check_pieces(self, plan, asked, nights):
        with closing(self.env.cr.savepoint()):
            books = Books(self)
            for number, step in enumerate(plan):
                if number in nights:
                    self._keep()
                books.do(step)
            self._check_days(sorted(asked))
            self._check_kept(sorted(asked))

    def _keep(self):
        kept = self.env["ar.kpi.day"]
        self.env.flush_all()
        for found in kept._find_due(self.company):
            kept._keep(self.company, *found)

    def _check_kept(self, asked):
        """What is kept from some nights on, whatever was booked since, is what the ledger says."""
        found = [self._read_sums(asked, key) for key in (None, "item.partner_id")]
        with patch.object(type(self.env["ar.kpi.day"]), "_find_true", lambda *_args: ()):
            live = [self._read_sums(asked, key) for key in (None, "item.partner_id")]
        self.assertEqual(found, live)

    def _read_sums(self, asked, key):
        """{where: sums} of pieces and of what was billed, without what comes to nothing."""
        reader = self.env["ar.open.item"]
        scope = reader._prepare_scope(self.company.ids)
        group = SQL(key or "NULL::int"), SQL("JOIN (SELECT) AS nothing ON TRUE") if key else SQL()
        pieces = reader._read_pieces(scope, asked, asked, 90, *group)
        billed = reader._read_billed(scope, asked, *group)
        due = reader._read_billed(scope, asked, *group, by_due=True)
        sums = {("piece", *row[:7]): row[7:] for row in pieces}
        sums |= {("billed", *row[:2]): row[2:] for row in billed}
        sums |= {("due", *row[:2]): row[2:] for row in due}
        rounded = {key: tuple(round(one, 2) for one in own) for key, own in sums.items()}
        return {key: own for key, own in rounded.items() if any(own)}

    def test_pieces_of_random_ledgers(self):
        self._check_pieces()
