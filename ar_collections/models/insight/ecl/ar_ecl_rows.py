"""The matrix: rates of the cohorts, balances of the day, and last year's against what was lost."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import models
from odoo.fields import Domain

from ....tools.insight.ecl import (
    after_collections,
    back_test,
    cumulate,
    loss_rate,
    loss_rates,
    take_cover,
)
from ....tools.ledger.aging import bucket_labels
from .ar_ecl import FIXED
from .ar_ecl_line import PERCENT

# Days by which the provision of a year ago may lie off.
NEAR_DAYS = 45


class Matrix(NamedTuple):
    """A matrix as it was read.

    :param balances: {group key: amounts by bucket}
    :param reached, lost: the same, of the cohorts
    :param covered, collected: what was taken off the balances
    """

    balances: dict
    reached: dict
    lost: dict
    covered: float = 0.0
    collected: float = 0.0

    @property
    def keys(self):
        return sorted({*self.balances, *self.reached})

    def get_rates(self, key, size):
        """The ``Rate`` of each bucket of a group."""
        nothing = [0.0] * size
        every = [
            [sum(column) for column in zip(*amounts.values(), strict=True)] or nothing
            for amounts in (self.reached, self.lost)
        ]
        own = (amounts.get(key, nothing) for amounts in (self.reached, self.lost))
        return loss_rates(*own, every)


class ArEcl(models.Model):
    _inherit = "ar.ecl"

    def _compute_matrix(self):
        """Write the matrix, its cohorts, the balances of items apart and the back-test anew; the
        overlays stay with their group and bucket."""
        self.ensure_one()
        record = self.sudo().with_company(self.company_id)
        until = self.collected_until if self.method == "cecl_after" else None
        cover = record._read_cover(self.date)
        apart = record._find_apart(self.date)
        history = record._read_history(self.date, cover, apart.move_id.ids)
        matrix = record._make_matrix(
            self.date, cover, self.item_ids.move_line_id.ids, history, until
        )
        receivables, credits = record._read_receivables(self.date)
        past = record._make_back_test(apart)
        record._write_items()
        record._write_lines(matrix, past)
        record._write_cohorts(history)
        record.write(
            {
                "receivables": receivables,
                "credits": credits,
                "covered": matrix.covered,
                "collected": matrix.collected,
                "computed_on": self.company_id._ar_today(),
                "past_date": record._get_past_day(),
            }
        )

    def _find_apart(self, day):
        """Journal items that are, or were, assessed one by one: they make no rates."""
        fixed = Domain("ecl_id.state", "in", FIXED) & Domain("ecl_id.date", "<=", day)
        own = Domain("ecl_id", "=", self.id)
        mine = Domain("company_id", "=", self.company_id.id)
        return self.env["ar.ecl.item"].search(mine & (fixed | own)).move_line_id

    def _get_size(self):
        return len(self._get_starts()) + 1

    def _make_matrix(self, day, cover, apart, history, until=None):
        """The ``Matrix`` of a day; what is left of balances is rounded."""
        size, currency = self._get_size(), self.currency_id
        balances = defaultdict(lambda: [0.0] * size)
        secured = defaultdict(lambda: [0.0] * size)
        whole = collected = 0.0
        for key, bucket, partner, amount, later in self._read_balances(day, cover, apart, until):
            left = after_collections(amount, later)
            collected += amount - left
            whole += left
            if partner and self.group_by != "insurance":
                secured[key, partner][bucket] += left
            else:
                balances[key][bucket] += left
        for (key, partner), amounts in secured.items():
            left, _covered = take_cover(amounts, cover.amounts[partner])
            balances[key] = [sum(pair) for pair in zip(balances[key], left, strict=True)]
        balances = {
            key: [currency.round(amount) for amount in row] for key, row in balances.items()
        }
        covered = currency.round(whole - sum(map(sum, balances.values())))
        reached, lost = self._add_up(history, size)
        return Matrix(balances, reached, lost, covered, currency.round(collected))

    def _add_up(self, history, size):
        """({group key: what reached each bucket}, the same of what was lost)."""
        ended, lost = defaultdict(lambda: [0.0] * size), defaultdict(lambda: [0.0] * size)
        for key, _month, bucket, _outcome, amount, loss in history:
            ended[key][bucket] += amount
            lost[key][bucket] += loss
        return tuple(
            {key: cumulate(amounts) for key, amounts in found.items()} for found in (ended, lost)
        )

    # -- the matrix of a year ago ------------------------------------------------------

    def _get_past_day(self):
        # The last day of a month is compared with the last day of the same month.
        is_end = (self.date + timedelta(days=1)).day == 1
        return self.date - relativedelta(years=1, day=31 if is_end else None)

    def _make_back_test(self, apart):
        """{(group key, bucket): BackTest} of the matrix of a year ago: the one that was confirmed,
        else the same settings on what was known then."""
        past, size = self._get_past_day(), self._get_size()
        document = self._find_past(past)
        if document:
            past = document.date
            apart |= document.item_ids.move_line_id
            expected = {
                (line.group_key, line.bucket): (line.balance, line.used_rate / PERCENT)
                for line in document.line_ids
            }
            cover = document._read_cover(past)
        else:
            cover = self._read_cover(past)
            history = self._read_history(past, cover, apart.move_id.ids)
            matrix = self._make_matrix(past, cover, apart.ids, history)
            expected = {
                (key, bucket): (matrix.balances.get(key, [0.0] * size)[bucket], rate.rate)
                for key in matrix.keys
                for bucket, rate in enumerate(matrix.get_rates(key, size))
            }
        lost = {
            (key, bucket): amount
            for key, bucket, amount in self._read_lost_since(
                past, self.date, cover, apart.move_id.ids
            )
        }
        tests = {}
        for place in {*expected, *lost}:
            balance, rate = expected.get(place, (0.0, 0.0))
            tests[place] = back_test([balance], [rate], [lost.get(place, 0.0)])
        return tests

    def _find_past(self, past):
        """The confirmed provision near a past day, with the same groups."""
        found = self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", FIXED),
                ("group_by", "=", self.group_by),
                ("date", ">=", past - timedelta(days=NEAR_DAYS)),
                ("date", "<=", past + timedelta(days=NEAR_DAYS)),
            ]
        )
        return found.sorted(lambda one: abs((one.date - past).days))[:1]

    # -- written -----------------------------------------------------------------------

    def _write_items(self):
        rows = self.env["ar.open.item"]._read_rows(
            self.company_id.ids, ids=self.item_ids.move_line_id.ids, as_of=self.date
        )
        owed = {row["id"]: max(row["residual"], 0.0) for row in rows if not row["paid_out"]}
        for item in self.item_ids:
            item.balance = owed.get(item.move_line_id.id, 0.0)

    def _write_lines(self, matrix, past):
        """Lines of what is there, of what has history, and of what is compared."""
        size = self._get_size()
        keys = sorted({*matrix.keys, *(key for key, _bucket in past)})
        names = self._name_groups(keys)
        labels = bucket_labels(
            self.company_id._ar_limits(), not_due=self.env._("Not due"), over=self.env._("Over %s")
        )
        kept = {
            (line.group_key, line.bucket): {
                name: line[name] for name in ("overlay", "overlay_source", "overlay_date")
            }
            | {"overlay_author_id": line.overlay_author_id.id}
            for line in self.line_ids.filtered("overlay")
        }
        nothing = [0.0] * size
        values = []
        for key in keys:
            for bucket, rate in enumerate(matrix.get_rates(key, size)):
                test = past.get((key, bucket))
                values.append(
                    {
                        "ecl_id": self.id,
                        "group_key": key,
                        "group_name": names.get(key) or key,
                        "bucket": bucket,
                        "bucket_name": labels[bucket],
                        "reached": matrix.reached.get(key, nothing)[bucket],
                        "lost": matrix.lost.get(key, nothing)[bucket],
                        "rate": rate.rate * PERCENT,
                        "rate_source": rate.source,
                        "balance": matrix.balances.get(key, nothing)[bucket],
                        "past_expected": test.expected if test else 0.0,
                        "past_lost": test.lost if test else 0.0,
                        **kept.get((key, bucket), {}),
                    }
                )
        self.line_ids.unlink()
        self.env["ar.ecl.line"].create(values)

    def _write_cohorts(self, history):
        months = defaultdict(lambda: defaultdict(float))
        for _key, month, _bucket, outcome, amount, loss in history:
            months[month]["billed"] += amount
            if outcome == "lost":
                # Reclaimed tax and recoveries have come in.
                months[month]["lost"] += loss
                months[month]["paid"] += amount - loss
            else:
                months[month]["paid" if outcome == "paid" else "left_open"] += amount
        self.cohort_ids.unlink()
        self.env["ar.ecl.cohort"].create(
            [
                {
                    "ecl_id": self.id,
                    "date": month,
                    **amounts,
                    "rate": PERCENT * (loss_rate(amounts["billed"], amounts["lost"]) or 0.0),
                }
                for month, amounts in sorted(months.items())
            ]
        )
