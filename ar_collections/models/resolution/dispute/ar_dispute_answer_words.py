"""What the answer to a dispute says, in the customer's language."""

from odoo import models


class ArDisputeAnswer(models.Model):
    _inherit = "ar.dispute.answer"

    def _say(self):
        """The sentences of one answer: {field: words}."""
        self.ensure_one()
        # Whoever reads the answer may read what it is about.
        dispute = self.dispute_id.sudo().with_context(lang=self.env.context.get("lang"))
        return {
            "text_subject": self.env._(
                "%(company)s: our answer to your objection (%(number)s)",
                company=self.text_company,
                number=dispute.name,
            ),
            "text_about": self._say_about(dispute),
            "text_decision": self._say_decision(dispute),
            "text_next": self._say_next(dispute),
        }

    def _say_about(self, dispute):
        numbers = ", ".join(dict.fromkeys(filter(None, dispute.item_ids.mapped("name"))))
        return self.env._(
            "You told us that you do not accept %(amount)s of %(documents)s.",
            amount=self._format_money(dispute.amount_disputed, dispute.currency_id),
            documents=numbers or dispute.name,
        )

    def _say_decision(self, dispute):
        amount = self._format_money(dispute.amount_disputed, dispute.currency_id)
        if self.outcome == "credited":
            credited = dispute.credit_amount or dispute.amount_disputed
            currency = dispute.currency_id
            if currency.compare_amounts(credited, dispute.amount_disputed) < 0:
                return self.env._(
                    "You are right in part, and we credit you %s.",
                    self._format_money(credited, currency),
                )
            return self.env._(
                "You are right, and we credit you %s.",
                self._format_money(credited, dispute.currency_id),
            )
        if self.outcome == "agreed":
            return self.env._("We have come to an agreement with you about %s.", amount)
        if self.outcome == "withdrawn":
            return self.env._("The matter is settled, and we have closed it.")
        return self.env._(
            "We have looked into it, and find that our invoice is right: %s are owed as invoiced.",
            amount,
        )

    def _say_next(self, dispute):
        if self.outcome == "credited":
            return self.env._(
                "The credit note follows. What is left of the invoice after it is due."
            )
        if self.outcome == "agreed" and dispute.agreed_until:
            return self.env._(
                "Until %s we do not ask you for it.", self._format_day(dispute.agreed_until)
            )
        if self.outcome == "rejected":
            return self.env._(
                "Please pay the amount now. If you know something that we do not, write to us: "
                "just reply to this message."
            )
        return ""
