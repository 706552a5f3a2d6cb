"""A customer who owes two invoices, and a collector who agrees on plans."""

from unittest.mock import patch

from odoo import Command

from ...common import ArCommon

TODAY = "2026-03-31"


class PlanCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_user(
            "plan_collector",
            "ar_collections.ar_collections_group_collector",
            name="Cora Collector",
            email="cora@example.com",
        )
        cls.first = cls._make_invoice(amount=600, date="2026-01-01", due="2026-01-31")
        cls.second = cls._make_invoice(amount=400, date="2026-02-01", due="2026-02-28")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company).sudo()
        cls.profile.collector_id = cls.collector

    def _plan(self, *rows, moves=None, user=None, **values):
        """A draft plan over both invoices; ``rows``: (day, amount) of own instalments."""
        lines = self._receivable(moves or (self.first | self.second))
        if rows:
            values["installment_ids"] = [
                Command.create({"date": day, "amount": amount}) for day, amount in rows
            ]
        plans = self.env["ar.plan"].with_user(user or self.collector)
        return plans.create(
            {"profile_id": self.profile.id, "move_line_ids": [Command.set(lines.ids)], **values}
        )

    def _active(self, *rows, **values):
        plan = self._plan(*(rows or self._thirds()), **values)
        plan.action_propose()
        plan.action_activate()
        return plan

    @staticmethod
    def _thirds():
        return [("2026-04-10", 300.0), ("2026-05-10", 300.0), ("2026-06-10", 400.0)]

    def _holds(self):
        return self.env["ar.hold"].search(
            [("profile_id", "=", self.profile.id), ("kind", "=", "plan")]
        )

    def _paid(self, plan):
        self.env.invalidate_all()
        return plan.installment_ids.mapped("amount_paid")

    def _states(self, plan):
        self.env.invalidate_all()
        return plan.installment_ids.mapped("state")

    def _watch(self):
        self.env.invalidate_all()
        with patch.object(
            self.registry["ir.cron"], "_commit_progress", lambda *args, **kwargs: float("inf")
        ):
            self.env["ar.plan"].sudo()._watch_in(self.company)
