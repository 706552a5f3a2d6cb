"""What of a plan is kept; above the company's amount a second person approves it before it is
proposed."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...credit.limit.ar_credit_four_eyes import APPROVERS


class ArPlan(models.Model):
    _inherit = "ar.plan"

    @api.model
    def _get_way_out(self):
        # EXTENDS the guard
        return self.env._(
            "What was proposed or agreed stands: recompute the plan, cancel it, or make a new one "
            "that takes its place."
        )

    def _keeps(self, attachments):
        # EXTENDS the guard: the plan as proposed, also before it was recomputed, and what the
        # customer signed.
        one = self.sudo()
        proposed = attachments.filtered("res_field")
        return proposed | (attachments & (one.attachment_id | one.paper_ids))

    # -- a second person ---------------------------------------------------------------

    def _get_four_eyes_amount(self):
        # EXTENDS the four eyes: plans have an amount of their own.
        return self.company_id.sudo().ar_plan_approval_amount

    def _is_above(self, amount):
        # EXTENDS the four eyes: 0 means that nobody has to approve.
        return bool(self._get_four_eyes_amount()) and super()._is_above(amount)

    def _get_credit_given(self):
        # EXTENDS the four eyes: what is paid later than agreed, and what is given up.
        company = self.company_id.sudo()
        return self.currency_id._convert(
            self.amount_total + self.waived_amount,
            company.currency_id,
            company,
            company._ar_today(),
        )

    def _needs_second(self):
        return not self.approver_id and self._is_above(self._get_credit_given())

    def _ask_second_person(self):
        words = self.env._(
            "The payment plan %(plan)s over %(total)s waits for a second person, who approves it "
            "before it is proposed.",
            plan=self.name,
            total=self.currency_id.format(self.amount_total),
        )
        if not self.approval_asked:
            self.sudo().approval_asked = True
            summary = self.env._("Approve: %s", self.name)
            self.profile_id.sudo()._ask_credit_approver(self._get_authors(), summary, words)
        return words

    def action_approve(self):
        """Approve as the second person: the plan is proposed then.

        :raise UserError: the acting person wrote it
        :raise AccessError: he is no credit approver
        """
        self.check_access("write")
        for plan in self:
            plan._check_state("draft")
            if not self.env.user.has_group(APPROVERS):
                raise AccessError(
                    self.env._("%s is approved by a credit approver. Ask one of them.", plan.name)
                )
            if self.env.user in plan._get_authors():
                raise UserError(
                    self.env._(
                        "You wrote %(plan)s, and it is above %(amount)s: another credit approver "
                        "has to approve it.",
                        plan=plan.name,
                        amount=plan._say_four_eyes_amount(),
                    )
                )
            day = plan.company_id._ar_today()
            plan.sudo().write(
                {"approver_id": self.env.uid, "approved_on": day, "approval_asked": False}
            )
            plan._log(self.env._("The payment plan %s was approved.", plan.name))
        return self.action_propose()
