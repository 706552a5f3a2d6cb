"""What the page says beside its tiles: the aging against last month, the largest overdue customers,
and what came in since yesterday."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

# Customers that are named as the largest overdue.
MOST_OVERDUE = 10
# Customers that are named of those who have paid.
MOST_PAYERS = 5
# How many of the largest overdue are looked up at first, and how many times as many each time
# after that, until enough of them are the person's.
FIRST, TIMES = 20, 20


class ArToday(models.AbstractModel):
    _inherit = "ar.today"

    # -- the aging ---------------------------------------------------------------------

    @api.model
    def _read_aging(self, scope):
        """Today's aging, and that of the same day a month ago; None for who may not see it.

        :return: {'day', 'earlier_day', 'labels': of the buckets, 'rows': [{'currency_id', 'now',
            'earlier'}]}; the last two are {'buckets': [amount], 'total', 'overdue'}
        """
        companies = self.env["ar.open.item"]._readable_companies()
        if not self.env["ar.open.item"].has_access("read") or not companies:
            return None
        day = max(scope.days[company.id] for company in companies)
        earlier_day = day - relativedelta(months=1)
        options = {"company_ids": companies.ids, "group_by": "company", "tie_out": False}
        if scope.people is not None:
            # In companies whose days differ, whoever is represented in one of them.
            people = set().union(*scope.people.values())
            options["filters"] = {"collector": [*people, False]}
        report = self.env["ar.aging.report"]
        now, earlier = report.get_aging(day, **options), report.get_aging(earlier_day, **options)
        before = {row["currency_id"]: row for row in earlier["totals_by_currency"]}
        return {
            "day": fields.Date.to_string(day),
            "earlier_day": fields.Date.to_string(earlier_day),
            "labels": now["buckets"],
            "rows": [
                {
                    "currency_id": row["currency_id"],
                    "now": self._prepare_bar(row),
                    "earlier": self._prepare_bar(before.get(row["currency_id"])),
                }
                for row in now["totals_by_currency"]
            ],
        }

    @api.model
    def _prepare_bar(self, row):
        buckets = row["buckets"] if row else []
        return {
            "buckets": buckets,
            "total": row["total"] if row else 0.0,
            "overdue": sum(buckets[1:]),
        }

    # -- the largest -------------------------------------------------------------------

    @api.model
    def _read_overdue(self, scope):
        """The customers that owe most past their due date, the largest first.

        :return: [{'partner_id', 'profile_id', 'name', 'company', 'currency_id', 'amount', 'days',
            'collector', 'next'}]; ``profile_id`` is False for who may read no accounts
        """
        pairs = self._find_largest(scope)
        totals, several = self._get_totals(), len(scope.companies) > 1
        profiles = self._map_profiles(pairs)
        steps = self._read_next_steps(self.env["ar.profile"].union(*profiles.values()))
        partners = self.env["res.partner"].browse([pair[0] for pair in pairs])
        rows = []
        for partner, (partner_id, company_id) in zip(partners, pairs, strict=True):
            figures = totals[partner_id, company_id]
            profile = profiles.get((partner_id, company_id), self.env["ar.profile"])
            company = self.env["res.company"].browse(company_id)
            rows.append(
                {
                    "partner_id": partner_id,
                    "profile_id": profile.id,
                    "name": partner.display_name,
                    "company": company.name if several else "",
                    "currency_id": company.currency_id.id,
                    "amount": company.currency_id.round(figures["overdue"]),
                    "days": figures["max_days_overdue"],
                    "collector": profile.sudo().collector_id.name or "",
                    "next": steps.get(profile.id, ""),
                }
            )
        return rows

    @api.model
    def _read_next_steps(self, profiles):
        """What comes next with customers: {account id: a few words}; a later room knows."""
        return {}

    @api.model
    def _find_largest(self, scope):
        """[(customer, company)] of the ``MOST_OVERDUE`` largest that are of the scope."""
        totals, rates = self._get_totals(), self._get_rates(scope)
        owing = [
            (figures["overdue"] * rates[pair[1]], pair)
            for pair, figures in totals.items()
            if figures["overdue"] > 0 and pair[0]
        ]
        pairs = [pair for _amount, pair in sorted(owing, key=lambda one: (-one[0], one[1]))]
        if scope.people is None:
            return pairs[:MOST_OVERDUE]
        found, start, size = [], 0, FIRST
        while start < len(pairs) and len(found) < MOST_OVERDUE:
            found += self._filter_own(scope, pairs[start : start + size])
            start, size = start + size, size * TIMES
        return found[:MOST_OVERDUE]

    @api.model
    def _filter_own(self, scope, pairs):
        """Those of (customer, company) pairs that the scope's people, or nobody, answer for."""
        accounts = self.env["ar.profile"]
        own = Domain("id", "in", accounts._ids_of_pairs(pairs)) & self._whose(scope)
        rows = accounts._read_group(own, ["partner_id", "company_id"])
        known = {(partner.id, company.id) for partner, company in rows}
        return [pair for pair in pairs if pair in known]

    @api.model
    def _get_rates(self, scope):
        """{company id: what its currency is worth in that of the first company}"""
        main = self.env.company
        return {
            company.id: self.env["res.currency"]._get_conversion_rate(
                company.currency_id, main.currency_id, main, scope.days[company.id]
            )
            if company.currency_id != main.currency_id
            else 1.0
            for company in scope.companies
        }

    @api.model
    def _map_profiles(self, pairs):
        """{(customer, company): account} of those that the person may read, in one query."""
        accounts = self.env["ar.profile"]
        if not pairs or not accounts.has_access("read"):
            return {}
        own = Domain("id", "in", accounts._ids_of_pairs(pairs))
        names = ["partner_id", "company_id", "collector_id"]
        found = accounts.search_fetch(own, names, order="id")
        return {(one.partner_id.id, one.company_id.id): one for one in found}

    # -- what came in ------------------------------------------------------------------

    @api.model
    def _read_received(self, scope):
        """Payments dated yesterday or today, the largest payers first.

        :return: {'number', 'sums', 'rows': [{'partner_id', 'profile_id', 'name', 'currency_id',
            'amount'}]}; None for who may not see it
        """
        payments = self._find_payments(scope)
        if payments is None:
            return None
        paid, sums = {}, {}
        for row in payments:
            pair = row["partner_id"], row["company_id"]
            paid[pair] = paid.get(pair, 0.0) - row["amount"]
            sums[pair[1]] = sums.get(pair[1], 0.0) - row["amount"]
        rates = self._get_rates(scope)
        largest = sorted(paid, key=lambda pair: (-paid[pair] * rates[pair[1]], pair))[:MOST_PAYERS]
        profiles = self._map_profiles(largest)
        companies = self.env["res.company"].browse([pair[1] for pair in largest])
        partners = self.env["res.partner"].browse([pair[0] for pair in largest])
        return {
            "number": len({row["move_id"] for row in payments}),
            "sums": self._prepare_sums(sums),
            "rows": [
                {
                    "partner_id": pair[0],
                    "profile_id": profiles.get(pair, self.env["ar.profile"]).id,
                    "name": partner.display_name,
                    "currency_id": company.currency_id.id,
                    "amount": company.currency_id.round(paid[pair]),
                }
                for pair, partner, company in zip(largest, partners, companies, strict=True)
            ],
        }

    @api.model
    def _find_payments(self, scope):
        """The movements that are payments of the scope's customers; None without the rights."""
        items = self.env["ar.open.item"]
        companies = items._readable_companies()
        if not items.has_access("read") or not companies:
            return None
        day = max(scope.days[company.id] for company in companies)
        rows = items._read_movements(
            companies.ids, day - timedelta(days=1), day, items._allowed_partners(None)
        )
        came = [
            row
            for row in rows
            if row["kind"] == "payment" and row["amount"] < 0 and row["partner_id"]
        ]
        if scope.people is None or not came:
            return came
        pairs = sorted({(row["partner_id"], row["company_id"]) for row in came})
        own = set(self._filter_own(scope, pairs))
        return [row for row in came if (row["partner_id"], row["company_id"]) in own]

    @api.model
    @api.readonly
    def get_received_action(self, scope="mine", company_ids=None):
        """The journal entries of what came in since yesterday.

        :raise AccessError: as ``get_today``, and without the right to read journal entries
        """
        today, scope = self._prepare(scope, company_ids)
        self.env["account.move"].check_access("read")
        ids = sorted({row["move_id"] for row in today._find_payments(scope) or ()})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Came In Since Yesterday"),
            "res_model": "account.move",
            "domain": [("id", "in", ids)],
            "views": [(False, "list"), (False, "form")],
        }
