"""The basis of bonuses: targets and what was attained, as a workbook."""

import io
from urllib.parse import urlencode

from odoo import models
from odoo.exceptions import UserError

from ....tools.insight.target_xlsx import TargetBook

# Targets of one workbook: what a web address has room for.
MOST_TARGETS = 1000


class ArTarget(models.Model):
    _inherit = "ar.target"

    def action_xlsx(self):
        """The action that downloads the targets, with what was attained, as a workbook.

        :raise UserError: nothing, or too much, is chosen
        """
        self.check_access("read")
        if not 0 < len(self) <= MOST_TARGETS:
            raise UserError(self.env._("Choose from 1 to %s targets, and ask again.", MOST_TARGETS))
        ids = ",".join(map(str, self.ids))
        return {
            "type": "ir.actions.act_url",
            "url": "/ar_collections/target/xlsx?" + urlencode({"ids": ids}),
            "target": "download",
        }

    def _get_xlsx(self):
        """The workbook, in bytes."""
        columns = {
            "user": self.env._("Collector"),
            "whose": self.env._("Target Of"),
            "date_from": self.env._("From"),
            "date_to": self.env._("Until"),
            "company": self.env._("Company"),
            "currency": self.env._("Currency"),
            "amount": self.env._("To Collect"),
            "attained": self.env._("Attained"),
            "percent": self.env._("Attained (%)"),
            "beyond": self.env._("Beyond the Target"),
            "state": self.env._("State"),
        }
        output = io.BytesIO()
        with TargetBook(output) as book:
            rows = [target._prepare_row() for target in self]
            book.add_table(self.env._("Basis of Bonuses"), columns, rows)
            rows = [line._prepare_row() for line in self.line_ids]
            if rows:
                book.add_table(self.env._("Customers"), self._get_customer_columns(), rows)
        return output.getvalue()

    def _get_customer_columns(self):
        return {
            "target": self.env._("Target"),
            "customer": self.env._("Customer"),
            "user": self.env._("Collector"),
            "currency": self.env._("Currency"),
            "amount": self.env._("Came In"),
        }

    def _prepare_row(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "user": self.user_id.name,
            "whose": self.env._("Team") if self.for_team else self.env._("Member"),
            "date_from": self.date_from,
            "date_to": self.date_to,
            "company": self.company_id.name,
            "currency": self.currency_id.name,
            "amount": self.amount,
            "attained": self.attained,
            "percent": self.percent,
            "beyond": max(self.attained - self.amount, 0.0),
            "state": states[self.state],
            "decimals": self.currency_id.decimal_places,
        }
