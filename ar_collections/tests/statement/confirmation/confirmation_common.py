"""A customer who is asked to confirm what he owes."""

import re

from odoo import Command
from odoo.tests import HttpCase, new_test_user

from ...common import ArCommon

TODAY = "2026-12-15"
DAY = "2026-11-30"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class ConfirmationCommon(ArCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"email": "accounts@example.com", "street": "Quay 1", "city": "Port"})
        cls.collector = new_test_user(
            cls.env,
            "confirm_collector",
            "ar_collections.ar_collections_group_collector",
            name="Cora Collector",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )
        cls.first = cls._make_invoice(amount=1000, date="2026-09-01", due="2026-10-01", ref="PO 1")
        cls.second = cls._make_invoice(amount=500, date="2026-10-01", due="2026-11-01")
        cls.profile = cls.env["ar.profile"].get_or_create(cls.partner, cls.company)
        cls.profile.collector_id = cls.collector

    def _state(self, partner=None, **values):
        return self.env["ar.statement"].create(
            {
                "kind": "open",
                "partner_id": (partner or self.partner).id,
                "company_id": self.company.id,
                "date_to": DAY,
                "ask_confirmation": True,
                **values,
            }
        )

    def _ask(self, partner=None, **values):
        """The confirmation of a statement that was sent."""
        statement = self._state(partner, **values)
        statement.action_send()
        return statement.confirmation_ids

    def _answer(self, one, outcome="confirmed", differences=(), **evidence):
        evidence = {"answered_by": "Ann Buyer", "answer_way": "link", **evidence}
        return one._answer(outcome, evidence, differences)

    def _line(self, one, move):
        return one.statement_id.line_ids.filtered(lambda line: line.move_id == move)

    def _differ(self, one, move, cause="wrong_price", **values):
        line = self._line(one, move)
        return {
            "line_id": line.id,
            "currency_id": line.currency_id.id,
            "amount": line.residual,
            "cause": cause,
            **values,
        }

    # The page
    def _path(self, one, more=""):
        return f"/balance/confirm/{one._get_token()}{more}"

    def _get(self, one, more=""):
        return self.url_open(self._path(one, more))

    def _post(self, one, token=None, files=None, **form):
        """What the page's form sends, as the public unless somebody is logged in."""
        path = f"/balance/confirm/{token or one._get_token()}"
        csrf = re.search(r'csrf_token: "([^"]+)"', self.url_open(path).text).group(1)
        form = {"csrf_token": csrf, "name": "Ann Buyer", **form}
        return self.url_open(path, data=form, files=files)
