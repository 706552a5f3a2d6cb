"""The credit check asks for promises that were broken."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ....tools.credit import check as credit_check
from ...credit.limit.ar_credit_rule import RuleKind

# Broken promises count so long.
DAYS_REMEMBERED = 365


class ArCreditRule(models.Model):
    # EXTENDS the room credit
    _inherit = "ar.credit.rule"

    promise_number = fields.Integer(
        string="Broken Promises",
        default=1,
        help="Broken from so many promises that were not kept within a year, while the customer "
        "has something overdue.",
    )

    @api.model
    def _get_kinds(self):
        # EXTENDS the room credit
        return {
            **super()._get_kinds(),
            "broken_promise": RuleKind(
                self.env._("Broken promise"), credit_check.reaches, "promise_number", heals=True
            ),
        }

    @api.constrains("promise_number", "code")
    def _check_promise_number(self):
        for rule in self:
            if rule.code == "broken_promise" and rule.promise_number < 1:
                raise ValidationError(
                    self.env._("The rule %s needs a number from 1 on.", rule.display_name)
                )

    def _find_broken_promise(self, customers):
        """How many promises were broken within a year, over the tree of companies, of customers
        of whom something is overdue."""
        days = [
            company._ar_today()
            for company in self.env["res.company"].sudo().browse(customers.company_ids)
        ]
        groups = (
            self.env["ar.promise"]
            .sudo()
            ._read_group(
                [
                    ("partner_id", "in", customers.partner_ids),
                    ("company_id", "in", list(customers.trees)),
                    ("state", "=", "broken"),
                    ("ended_on", ">", min(days) - timedelta(days=DAYS_REMEMBERED)),
                ]
                if days
                else [("id", "=", False)],
                ["partner_id", "company_id"],
                ["__count"],
            )
        )
        counts = {(partner.id, company.id): count for partner, company, count in groups}
        found = {}
        for partner_id, company_id in customers.pairs if counts else ():
            tree = customers.get_tree(company_id)
            number = sum(counts.get((partner_id, id_), 0) for id_ in tree)
            late = any(total["overdue"] > 0 for total in customers.totals[partner_id, company_id])
            found[partner_id, company_id] = number if late else 0
        return found

    def _say_broken_promise(self, breach):
        return self.env._(
            "%(customer)s broke %(number)s promises to pay within a year, and something is "
            "overdue.",
            customer=breach.partner.name,
            number=breach.fact,
        )
