"""Every night: rules hold customers, and holds end whose day or cause is over."""

from odoo import api, models
from odoo.fields import Domain

from ....tools.credit import check as credit_check
from .ar_credit_standing import Customers


class ArCreditHold(models.Model):
    _inherit = "ar.credit.hold"

    @api.model
    def _follow(self, company):
        """Let the causes that are looked after by night hold and release customers."""
        for code, cause in self._get_causes().items():
            if cause.nightly:
                getattr(self, f"_follow_{code}")(company)

    @api.model
    def _follow_rule(self, company):
        """Hold whoever breaks a rule that sets holds; release who does not any more.

        A hold that an approver released does not come back before its cause was over.
        """
        profiles = self.env["ar.profile"].search([("company_id", "=", company.id)])
        open_holds = self.search(
            Domain("company_id", "=", company.id)
            & Domain("cause", "=", "rule")
            & Domain("cause_gone", "=", False)
        )
        broken = self._find_broken(company, profiles)
        standing = set()
        for hold in open_holds:
            if (hold.profile_id.id, hold.rule_id.code) in broken:
                standing.add((hold.profile_id.id, hold.rule_id.code))
            elif hold.rule_id:
                hold._release(self.env._("The cause is gone."), cause_gone=True)
                hold.sudo().cause_gone = True
        self.sudo().create(
            [
                {
                    "profile_id": profile_id,
                    "cause": "rule",
                    "rule_id": broken[profile_id, code].id,
                    "date_from": company._ar_today(),
                    "until_paid": True,
                    **self._prepare_spoken("rule", rule=code),
                }
                for profile_id, code in sorted(broken.keys() - standing)
            ]
        )

    def _find_broken(self, company, profiles):
        """{(profile id, code): rule} of the customers who break rules that set holds."""
        chosen = self.env["ar.credit.rule"].sudo()._choose(company)[company.id]
        rules = {rule.code: rule for rule in chosen if rule.sets_hold}
        if not rules:
            return {}
        values = [rule._as_value() for rule in rules.values()]
        pairs = {
            (profile.partner_id.id, company.id): profile.id
            for profile in profiles
            if not profile.credit_exempt
        }
        customers = Customers(self.env, pairs)
        facts = self.env["ar.credit.check"]._read_facts(customers, {company.id: values})
        return {
            (pairs[pair], broken.code): rules[broken.code]
            for pair, found in facts.items()
            for broken in credit_check.findings(values, found, credit_check.Demand(0))
        }

    @api.model
    def _find_over(self, company):
        """Active holds that do not count any more: their last day is over, or all is paid."""
        today = company._ar_today()
        holds = self.search([("company_id", "=", company.id), ("state", "=", "active")])
        held = holds.profile_id._get_holds_in_force()
        return holds.filtered(
            lambda hold: (
                hold.date_from <= today and hold not in held.get(hold.profile_id, self.browse())
            )
        )

    def _finish(self):
        """Say that the hold ended by itself."""
        if self.date_to and self.date_to < self.company_id._ar_today():
            self._release(self.env._("Its last day is over."))
        else:
            self._release(self.env._("Everything overdue is paid."), cause_gone=True)
