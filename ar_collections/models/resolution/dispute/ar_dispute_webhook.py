"""The customer's own system hears of its disputes."""

from odoo import models


class ArDispute(models.Model):
    _inherit = "ar.dispute"

    def _tell_webhooks(self, what):
        """Queue an event for each endpoint of the customers, none for what they have not said.

        :param what: type of the event
        """
        said = self.sudo().filtered(lambda one: one.kind == "dispute")
        endpoints = (
            self.env["ar.webhook.endpoint"]
            .sudo()
            .search([("profile_id", "in", said.profile_id.ids)])
            .grouped("profile_id")
        )
        self.env["ar.webhook.event"]._queue(
            [
                (endpoint, what, dispute._prepare_webhook(), None)
                for dispute in said
                for endpoint in endpoints.get(dispute.profile_id, ())
            ]
        )

    def _prepare_webhook(self):
        """What is told of a dispute: plain data, no persons."""
        self.ensure_one()
        messages = self.env["ar.dispute.answer"]
        return {
            "number": self.name,
            "company": self.company_id.name,
            "customer": self.partner_id.ref or "",
            "reason": self.reason_id.code or "",
            "state": self.state,
            "currency": self.currency_id.name,
            "amount": messages._say_amount(self.amount_disputed, self.currency_id),
            "answer_by": messages._say_date(self.deadline),
            **messages._list_items(
                [
                    {
                        "document": item.name or "",
                        "due": messages._say_date(item.date_due),
                        "currency": item.currency_id.name,
                        "amount": messages._say_amount(item.amount, item.currency_id),
                    }
                    for item in self.item_ids
                ]
            ),
        }
