"""Whatever an accountant does: balances of many days read at once are those of each day."""

from contextlib import closing
from datetime import timedelta

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
    @given(plan=plans, asked=st.lists(days, min_size=2, max_size=5, unique=True))
    def _check_pieces(self, plan, asked):
        with closing(self.env.cr.savepoint()):
            books = Books(self)
            for step in plan:
                books.do(step)
            self._check_days(sorted(asked))

    def test_pieces_of_random_ledgers(self):
        self._check_pieces()
