"""Customers who are not checked, and what waits for a second person: two people decide."""

from odoo import models
from odoo.exceptions import AccessError

from .ar_credit_four_eyes import TASK


class ArProfile(models.Model):
    _inherit = "ar.profile"

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

    def _ask_credit_approver(self, authors, summary, words, **task):
        """Tell on the account what waits for a second person, and give the task to the company's
        credit approver, or another one; to nobody where there are only the authors.

        :param authors: users who do not decide
        :param summary: of the task
        :param words: what waits, a sentence
        :param task: further values of the task
        :return: the task (``mail.activity``), or none
        """
        self.ensure_one()
        activity = self.env["mail.activity"]
        approver = self.company_id.sudo()._ar_get_credit_approver(authors)
        if approver and approver not in authors:
            activity = self.activity_schedule(
                TASK, self.company_id._ar_today(), summary=summary, user_id=approver.id, **task
            )
        self._message_log(body=words, author_id=self.env.user.partner_id.id)
        return activity
