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
    choose_rates,
    cover_of,
    follow,
    loss_rate,
)
from ....tools.ledger.aging import bucket_labels
from .ar_ecl import FIXED
from .ar_ecl_line import PERCENT

# Days by which the provision of a year ago may lie off.
NEAR_DAYS = 45


class Matrix(NamedTuple):
    """A matrix as it was read.

    :param balances: {group key: amounts by bucket}
    :param history: {group key: ``History`` of each bucket} of the cohorts
    :param everybody: the same of all customers
    :param shares: {customer: share of the balance that is covered}
    :param covered, collected: what was taken off the balances
    """

    balances: dict
    history: dict
    everybody: list
    shares: dict
    covered: float = 0.0
    collected: float = 0.0

    @property
    def keys(self):
        return sorted({*self.balances, *self.history})

    def get_rates(self, key):
        """The ``Rate`` of each bucket of a group."""
        common = [row.rate for row in self.everybody]
        own = [row.rate for row in self.history.get(key, ())] or [None] * len(common)
        return choose_rates(own, common)


class ArEcl(models.Model):
    _inherit = "ar.ecl"

    def _compute_matrix(self):
        """Write the matrix, its cohorts, the balances of items apart, what the ledger says and the
        back-test anew; the overlays stay with their group and bucket."""
        self.ensure_one()
        record = self.sudo().with_company(self.company_id)
        until = self.collected_until if self.method == "cecl_after" else None
        cover = record._read_cover(self.date)
        apart = record._find_apart(self.date)
        history = record._read_history(self.date, cover, apart.move_id.ids)
        items = record._read_apart(self.date, until)
        matrix = record._make_matrix(self.date, cover, items, history, until)
        receivables, credits = record._read_receivables(self.date)
        past, tests = record._make_back_test(apart)
        record._write_items(items, matrix.shares)
        record._write_lines(matrix, tests)
        record._write_cohorts(history)
        record.write(
            {
                "receivables": receivables,
                "credits": credits,
                "covered": matrix.covered,
                "collected": matrix.collected,
                "computed_on": self.company_id._ar_today(),
                "past_date": past,
                **record._read_losses(),
                "booked_balance": record._read_booked_balance(),
            }
        )
        record.warning = record._say_warnings()

    def _find_apart(self, day):
        """Journal items that are, or were, assessed one by one: they make no rates."""
        fixed = Domain("ecl_id.state", "in", FIXED) & Domain("ecl_id.date", "<=", day)
        own = Domain("ecl_id", "=", self.id)
        mine = Domain("company_id", "=", self.company_id.id)
        return self.env["ar.ecl.item"].search(mine & (fixed | own)).move_line_id

    def _get_size(self):
        return len(self._get_starts()) + 1

    def _make_matrix(self, day, cover, items, history, until=None):
        """The ``Matrix`` of a day; what is left of balances is rounded.

        What secures a customer covers all that it owes in proportion, also what is assessed apart;
        a matrix by security keeps its balances whole.

        :param items: what ``_read_apart`` gave, or ids of journal items to leave out
        """
        size, currency = self._get_size(), self.currency_id
        owed = defaultdict(float)
        rows, collected = [], 0.0
        for key, bucket, customer, amount, later in self._read_balances(day, cover, items, until):
            left = after_collections(amount, later)
            collected += amount - left
            rows.append((key, bucket, customer, left))
            owed[customer] += left
        for customer, amount, later in items.values() if isinstance(items, dict) else ():
            owed[customer] += after_collections(amount, later)
            collected += min(amount, later)
        shares = self._share_cover(owed, cover)
        balances = defaultdict(lambda: [0.0] * size)
        for key, bucket, customer, left in rows:
            share = 0.0 if self.group_by == "insurance" else shares.get(customer, 0.0)
            balances[key][bucket] += left * (1 - share)
        balances = {
            key: [currency.round(amount) for amount in row] for key, row in balances.items()
        }
        whole = sum(left for *_place, left in rows)
        covered = currency.round(whole - sum(map(sum, balances.values())))
        found, everybody = self._follow(history, size)
        return Matrix(balances, found, everybody, shares, covered, currency.round(collected))

    def _share_cover(self, owed, cover):
        """{customer: share of what he owes that is covered}."""
        return {
            customer: cover_of(
                owed[customer],
                cover.amounts.get(customer, 0.0),
                cover.insured.get(customer, ()),
            )
            / owed[customer]
            for customer in cover.customers
            if owed.get(customer)
        }

    def _follow(self, history, size):
        """({group key: ``History`` of each bucket}, the same of all customers together)."""
        ways = {"paid": 0, "lost": 0, "open": 2}
        # Ended, of it lost, still open.
        found = defaultdict(lambda: ([0.0] * size, [0.0] * size, [0.0] * size))
        together = found[None]
        for key, _month, bucket, way, amount, loss in history:
            for amounts in (found[key], together):
                amounts[ways[way]][bucket] += amount
                amounts[1][bucket] += loss
        del found[None]
        return {key: follow(*amounts) for key, amounts in found.items()}, follow(*together)

    # -- the matrix of a year ago ------------------------------------------------------

    def _get_past_day(self):
        # The last day of a month is compared with the last day of the same month.
        is_end = (self.date + timedelta(days=1)).day == 1
        return self.date - relativedelta(years=1, day=31 if is_end else None)

    def _make_back_test(self, apart):
        """(its day, {(group key, bucket): BackTest}) of the matrix of a year ago: the one that was
        confirmed, else the same settings on what was known then."""
        document, past, apart = self._get_past(apart)
        if document:
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
                (key, bucket): (row[bucket], rate.rate)
                for key in matrix.keys
                for row in [matrix.balances.get(key, [0.0] * self._get_size())]
                for bucket, rate in enumerate(matrix.get_rates(key))
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
        return past, tests

    def _get_past(self, apart):
        """(the provision that was confirmed a year ago or none, its day, items apart of both)."""
        past = self._get_past_day()
        document = self._find_past(past)
        return document, document.date or past, apart | document.item_ids.move_line_id

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

    def _write_items(self, items, shares):
        """What was open of items apart, what of that is covered, and the tax in the rest."""
        currency = self.currency_id
        for item in self.item_ids:
            customer, amount, later = items.get(item.move_line_id.id, (None, 0.0, 0.0))
            balance = after_collections(amount, later)
            covered = currency.round(balance * shares.get(customer, 0.0))
            item.write(
                {
                    "balance": balance,
                    "covered": covered,
                    "tax": currency.round((balance - covered) * item._get_tax_share()),
                }
            )

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
            rows = matrix.history.get(key) or follow(nothing, nothing, nothing)
            for bucket, rate in enumerate(matrix.get_rates(key)):
                row, test = rows[bucket], past.get((key, bucket))
                values.append(
                    {
                        "ecl_id": self.id,
                        "group_key": key,
                        "group_name": names.get(key) or key,
                        "bucket": bucket,
                        "bucket_name": labels[bucket],
                        "reached": row.reached,
                        "lost": row.lost,
                        "still_open": row.still_open,
                        "open_lost": row.open_lost,
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
