"""Steps after which nothing limits a customer any more: two people take them."""

from odoo import fields, models

from .ar_credit_four_eyes import APPROVERS


class ArCreditUnlimited(models.AbstractModel):
    """A guarded record with a step that lets a customer owe any amount.

    That is above every amount that one person decides on: a credit approver asks for it, and
    another one takes it.
    """

    _name = "ar.credit.unlimited"
    _description = "Step to Credit Without a Limit"

    unlimited_by_id = fields.Many2one(
        "res.users",
        string="Asked By",
        readonly=True,
        copy=False,
        help="Who asked that nothing limits the customer. Another credit approver decides.",
    )
    unlimited_task_id = fields.Many2one(
        "mail.activity", string="Task to Decide", readonly=True, copy=False, ondelete="set null"
    )

    def _filter_second(self):
        """Those of the records whose step the acting person may take: somebody else asked."""
        user = self.env.user
        if user._is_superuser():
            return self
        return self.filtered(lambda one: one.unlimited_by_id and one.unlimited_by_id != user)

    def _ask_unlimited(self, profile, summary, words):
        """Note who asks, and give another approver the task; asking twice is asking once.

        :param profile: the customer's account, on whose page it is told
        :param summary: of the task
        :param words: what is asked for, a sentence
        """
        self.ensure_one()
        record, user = self.sudo(), self.env.user
        if record.unlimited_by_id:
            return
        record.unlimited_by_id = user
        record.unlimited_task_id = profile.sudo()._ask_credit_approver(
            user, summary, words, note=words
        )

    def _close_unlimited(self):
        """It is decided: nobody is asked any more."""
        asked = self.sudo().filtered("unlimited_by_id")
        if asked:
            asked.unlimited_task_id.action_done()
            asked.write({"unlimited_by_id": False, "unlimited_task_id": False})
        return asked

    def _may_decide_unlimited(self):
        """Whether the acting person is a credit approver."""
        return self.env.user.has_group(APPROVERS)
