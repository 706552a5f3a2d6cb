"""The credit check asks for the dunning level."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.credit import check as credit_check
from ..credit.limit.ar_credit_rule import RuleKind


class ArCreditRule(models.Model):
    _inherit = "ar.credit.rule"

    level_number = fields.Integer(
        string="Level",
        default=3,
        help="Broken from this dunning level of an open item, counted from 1 in its policy.",
    )

    @api.model
    def _get_kinds(self):
        # EXTENDS the room credit
        return {
            **super()._get_kinds(),
            "level": RuleKind(
                self.env._("Dunning level"), credit_check.reaches, "level_number", heals=True
            ),
        }

    @api.constrains("level_number", "code")
    def _check_level_number(self):
        for rule in self:
            if rule.code == "level" and rule.level_number < 1:
                raise ValidationError(
                    self.env._(
                        "The rule %s needs a dunning level, counted from 1.", rule.display_name
                    )
                )

    def _find_level(self, customers):
        """The highest level of what is still owed, over the tree of companies."""
        levels = self._read_highest_levels(customers)
        return {
            (partner_id, company_id): max(
                levels.get((partner_id, id_), 0) for id_ in customers.get_tree(company_id)
            )
            for partner_id, company_id in customers.pairs
        }

    def _read_highest_levels(self, customers):
        """{(partner id, company id): number of the highest level of what is still owed}"""
        levels = self.env["ar.open.item"]._read_highest_levels(
            sorted(customers.trees), customers.partner_ids
        )
        return {pair: number for pair, (_level_id, number) in levels.items()}

    def _say_level(self, breach):
        return self.env._(
            "%(customer)s was reminded up to level %(level)s; below level %(limit)s is tolerated.",
            customer=breach.partner.name,
            level=breach.fact,
            limit=breach.rule.threshold,
        )
