"""Customers who are not checked: two people decide, as it is credit without a limit."""

from odoo import api, models
from odoo.exceptions import AccessError


class ArProfile(models.Model):
    _name = "ar.profile"
    _inherit = ["ar.profile", "ar.credit.unlimited"]

    @api.model_create_multi
    def create(self, vals_list):
        # EXTENDS the guard: at birth, too, one person asks only.
        exempt = [not self.env.su and vals.get("credit_exempt") for vals in vals_list]
        kept = [
            {**vals, "credit_exempt": False} if asks else vals
            for vals, asks in zip(vals_list, exempt, strict=True)
        ]
        profiles = super().create(kept)
        for profile, asks in zip(profiles, exempt, strict=True):
            if asks:
                profile.credit_exempt = True
        return profiles

    def write(self, vals):
        # EXTENDS the guard: ticked by one credit approver it is asked for, by another one done.
        if self.env.su or "credit_exempt" not in vals:
            return super().write(vals)
        if not vals["credit_exempt"]:
            result = super().write(vals)
            self._close_unlimited()
            return result
        self.check_access("read")
        deciding = self.filtered("credit_exempt") | self._filter_second()
        asking = self - deciding
        if asking:
            others = {name: value for name, value in vals.items() if name != "credit_exempt"}
            super(ArProfile, asking).write({"credit_exempt": False, **others})
            asking._check_writers({"credit_exempt"})
            for profile in asking:
                profile._ask_unlimited(
                    profile,
                    self.env._("No credit check: %s", profile.display_name),
                    self.env._("The credit check shall let this customer pass."),
                )
        result = super(ArProfile, deciding).write(vals)
        deciding._close_unlimited()
        return result

    def action_exempt(self):
        """Let the credit check pass the customers; where nobody has asked yet, ask."""
        self._check_exempting()
        self.write({"credit_exempt": True})

    def action_keep_check(self):
        """Go on checking the customers, whom somebody asked not to check."""
        self._check_exempting()
        for profile in self._close_unlimited():
            profile._message_log(
                body=self.env._("The credit check stays."), author_id=self.env.user.partner_id.id
            )

    def _check_exempting(self):
        self.check_access("write")
        if not self._may_decide_unlimited():
            raise AccessError(
                self.env._("Credit approvers decide who is not checked. Ask one of them.")
            )
