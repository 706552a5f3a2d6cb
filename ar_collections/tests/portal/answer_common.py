"""A customer who has a message with a link."""

import re
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from .common import ProviderCommon

TODAY = "2026-03-31"
QUIET = ("odoo.http", "odoo.addons.base.models.ir_rule")


class AnswerCommon(ProviderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "accounts@example.com"
        cls.collector = cls._make_user(
            "answer_collector",
            "ar_collections.ar_collections_group_collector",
            name="Cora Collector",
            email="cora@example.com",
            phone="+1 555 0100",
        )
        cls.ann = cls.env["res.partner"].create(
            {"name": "Ann", "parent_id": cls.partner.id, "email": "ann@example.com"}
        )
        cls.first = cls._make_invoice(amount=1000, date="2026-01-01", due="2026-01-31", ref="PO 1")
        cls.second = cls._make_invoice(amount=500, date="2026-03-01", due="2026-04-30")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company).sudo()
        cls.profile.collector_id = cls.collector
        cls.statement = cls._make_statement()
        cls.provider = cls._make_provider()

    @classmethod
    def _make_statement(cls, partner=None, **values):
        statement = cls.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": (partner or cls.partner).id,
                "company_id": cls.company.id,
                "date_to": TODAY,
                "contact_id": (cls.ann if partner is None else partner).id,
                **values,
            }
        )
        statement.action_send()
        return statement

    # -- short ways --------------------------------------------------------------------

    def _path(self, message=None, more=""):
        url = (message or self.statement).sudo()._get_answer_url()
        return url[url.index("/pay/") :] + more

    def _get(self, message=None, more="", **values):
        return self.url_open(self._path(message, more), **values)

    def _send(self, code, message=None, path=None, **form):
        """What a form of the page sends."""
        path = path or self._path(message, f"/{code}")
        page = self.url_open(path)
        csrf = re.search(r'csrf_token: "([^"]+)"', page.text).group(1)
        return self.url_open(path, data={"csrf_token": csrf, **form})

    def _replies(self, profile=None):
        return self.env["ar.reply"].search([("profile_id", "=", (profile or self.profile).id)])

    def _items(self, moves):
        return self._receivable(moves).ids

    def _holds(self):
        return self.env["ar.hold"].search([("profile_id", "=", self.profile.id)])

    def _tasks(self):
        return self.profile.activity_ids

    def _day(self, days):
        return fields.Date.to_date(TODAY) + timedelta(days=days)

    def assertClosed(self, response, status=404):
        """Nothing of the customer is told, and how to get a new link."""
        self.assertEqual(response.status_code, status)
        for secret in (self.partner.name, self.first.name, "1,500.00", "Cora", "PO 1"):
            self.assertNotIn(secret, response.text)

    def _quiet(self):
        return mute_logger(*QUIET)
