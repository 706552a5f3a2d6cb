"""Notices that wait to be sent, made by a real run."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields
from odoo.tests import freeze_time, tagged

from ..common import ArCommon

TODAY = "2026-03-31"


@freeze_time(TODAY + " 12:00:00")
@tagged("post_install", "-at_install")
class ArChannelCommon(ArCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.collector = cls._make_collector("Clara Collector", "clara@example.com")
        cls.company.email = "accounts@example.com"
        default = cls.env.ref("ar_collections.ar_dunning_policy_default")
        cls.policy = default.copy({"company_id": cls.company.id, "sequence": 1, "step": "age"})
        cls.policy.level_ids.approval = "none"
        cls.levels = cls.policy._sorted_levels()
        # To make the PDFs of the invoices takes time: test_invoice_files does it.
        cls.levels.invoices_attached = False

    @classmethod
    def _make_collector(cls, name, login):
        return cls.env["res.users"].create(
            {
                "name": name,
                "login": login,
                "email": login,
                "company_ids": [(6, 0, cls.company.ids)],
                "company_id": cls.company.id,
                "group_ids": [(4, cls.env.ref("ar_collections.ar_collections_group_collector").id)],
            }
        )

    @classmethod
    def _make_debtor(cls, name, days_late=5, amount=1000.0, **values):
        """A customer with an address and one invoice that is ``days_late``."""
        address = {
            "street": "High Street 1",
            "city": "Springfield",
            "zip": "1000",
            "phone": "+32 81 81 37 00",
            "country_id": cls.env.ref("base.be").id,
            "user_id": cls.collector.id,
        }
        partner = cls._make_partner(name, **{**address, **values})
        cls._make_overdue(partner, days_late, amount)
        return partner

    @classmethod
    def _make_overdue(cls, partner, days_late, amount=1000.0, **values):
        due = fields.Date.subtract(fields.Date.to_date(TODAY), days=days_late)
        date = fields.Date.subtract(fields.Date.to_date(TODAY), days=days_late + 30)
        return cls._make_invoice(partner, amount, date=date, due=due, **values)

    def _queue(self, *partners):
        """Propose and confirm a run for ``partners``; returns its queued notices."""
        profiles = self.env["ar.profile"]
        for partner in partners:
            profiles |= profiles.get_or_create(partner, self.company)
        run = self.env["ar.dunning.run"].create(
            {"company_id": self.company.id, "profile_ids": [(6, 0, profiles.ids)]}
        )
        run.action_propose()
        run.action_confirm()
        return run.notice_ids.filtered(lambda notice: notice.state == "queued")

    def _send(self, notices):
        """What the scheduled action does with the notices, without its commits, and the mail
        server with their e-mails; the rows of the queue stay for the test."""
        self._hand_over(notices)
        notices.sudo().dispatch_ids.filtered(lambda one: one.state == "leaving")._set_left()
        return notices

    def _hand_over(self, notices):
        """What the scheduled action does: the e-mails wait in the mail queue."""
        notices._lock_bundles()._send()
        return notices

    @contextmanager
    def _mail_server(self, error=None):
        """A mail server, which gives the addresses of what it takes; or raises ``error``."""
        servers, taken = self.env.registry["ir.mail_server"], []

        def send_email(server, message, **options):
            if error:
                raise error
            taken.append(message["To"])
            return message["Message-Id"]

        with (
            patch.object(servers, "_disable_send", lambda server: False),
            patch.object(servers, "_connect__", lambda server, *args, **options: None),
            patch.object(servers, "send_email", send_email),
        ):
            yield taken

    def _remind(self, *partners):
        return self._send(self._queue(*partners))

    def _channels(self, notice):
        """{channel: state} of a notice's dispatches."""
        return {dispatch.channel: dispatch.state for dispatch in notice.dispatch_ids}
