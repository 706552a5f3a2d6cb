"""Customers who do not accept something, and who clears it up."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command

from ...common import ArCommon

GROUP = "ar_collections.ar_collections_group_"


class DisputeCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._make_policy(14)
        cls.collector = cls._make_user("cora", f"{GROUP}collector", email="cora@example.com")
        cls.manager = cls._make_user("mia", f"{GROUP}manager", email="mia@example.com")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.profile.collector_id = cls.collector
        cls.price = cls.env.ref("ar_collections.ar_dispute_reason_price")

    @classmethod
    def _dispute(cls, moves, amount=0.0, user=None, **values):
        """A dispute as a collector enters it."""
        return (
            cls.env["ar.dispute"]
            .with_user(user or cls.collector)
            .create(
                {
                    "profile_id": cls.profile.id,
                    "move_line_ids": [Command.set(cls._receivable(moves).ids)],
                    "amount": amount,
                    "reason_id": cls.price.id,
                    **values,
                }
            )
        )

    def _asked(self, date="2026-03-31"):
        """{number of a document: what a reminder of that day asks for it}; none is kept."""
        savepoint = self.cr.savepoint()
        with freeze_time(f"{date} 12:00:00"):
            lines = self._run(date).notice_ids.line_ids
        asked = {line.name: line.amount for line in lines if line.kind == "item"}
        self.env.flush_all()
        savepoint.close(rollback=True)
        self.env.invalidate_all(flush=False)
        return asked

    def _watch(self):
        """What the night does; a test neither commits nor rolls back."""
        progress = (self.env.registry["ir.cron"], "_commit_progress")
        with patch.object(*progress, lambda *args, **options: float("inf")):
            self.env["ar.dispute"].with_user(SUPERUSER_ID)._cron_watch()

    def _tasks(self, record):
        return self.env["mail.activity"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )
