"""Credit that counts at once, unless it needs a second person: then it waits."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .ar_credit_four_eyes import APPROVERS


class ArCreditWaiting(models.AbstractModel):
    """What gives credit as soon as it is entered, unless it needs a second person: then it
    waits for one, and counts for nothing meanwhile.

    What was entered is not rewritten, waiting or valid: it is withdrawn, ended or replaced.
    """

    _name = "ar.credit.waiting"
    _inherit = ["ar.credit.four_eyes"]
    _description = "Credit That May Wait for a Second Person"

    # The state in which it counts.
    _valid_state = "active"

    profile_id = fields.Many2one("ar.profile", string="Customer Account")
    company_id = fields.Many2one("res.company")
    user_id = fields.Many2one("res.users", string="Set By", readonly=True, copy=False)
    approver_id = fields.Many2one("res.users", string="Approved By", readonly=True, copy=False)
    approved_on = fields.Date(readonly=True, copy=False)
    activity_id = fields.Many2one(
        "mail.activity",
        string="Task of the Second Person",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    def _needs_second(self):
        """Whether what the acting person enters has to wait for somebody else."""
        self.ensure_one()
        return not self.env.user._is_superuser() and self._is_above(self._get_credit_given())

    def _take_effect(self, successors=None):
        """What follows when it begins to count."""
        raise NotImplementedError

    def _say_waiting(self):
        """What waits, in a sentence for the customer's page."""
        raise NotImplementedError

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: who enters it is who acts, whatever the values say.
        done = super()._complete(vals_list)
        return [{**vals, "user_id": self.env.uid} for vals in done]

    def _hold_back(self):
        """Let those that need a second person wait; returns the others."""
        waiting = self.filtered(lambda one: one._needs_second())
        if waiting:
            # At birth: the state is not reached, it is the first.
            waiting.sudo().write({"state": "waiting"})
            waiting._ask_second_person()
        return self - waiting

    def _ask_second_person(self):
        """A task for the company's credit approver, or another one, on the customer's page."""
        for record in self.sudo():
            record.activity_id = record.profile_id._ask_credit_approver(
                record._get_authors(),
                self.env._("Approve: %s", record.display_name),
                record._say_waiting(),
            )

    def action_approve(self):
        """Approve as the second person: from now on it counts."""
        self.check_access("write")
        for record in self.filtered(lambda one: one.state == "waiting"):
            record._check_second_person()
            record._move_to(
                record._valid_state,
                ("waiting",),
                approver_id=self.env.uid,
                approved_on=record.company_id._ar_today(),
            )
            record._close_task()
            record._take_effect()
        return True

    def _check_second_person(self):
        self.ensure_one()
        if not self.env.user.has_group(APPROVERS):
            raise AccessError(
                self.env._(
                    "%s is approved by a credit approver. Ask one of them.", self.display_name
                )
            )
        if self._is_own_and_high():
            raise self._second_person_error()

    def _second_person_error(self):
        return UserError(
            self.env._(
                "You entered %(record)s, and it is above %(threshold)s: another credit "
                "approver has to approve it.",
                record=self.display_name,
                threshold=self._say_four_eyes_amount(),
            )
        )

    def action_withdraw(self):
        """Take back what waits for a second person: it never counts."""
        self.check_access("write")
        for record in self._move_to("withdrawn", ("waiting",)):
            record._close_task()
            record.profile_id.sudo()._message_log(
                body=self.env._(
                    "%s was withdrawn before anybody approved it.", record.display_name
                ),
                author_id=self.env.user.partner_id.id,
            )
        return True

    def _close_task(self):
        tasks = self.sudo().activity_id
        if tasks:
            tasks.action_done()

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        for record in self:
            raise UserError(
                self.env._(
                    "%(record)s is part of the history of %(customer)s. End or release it "
                    "instead of deleting it.",
                    record=record.display_name,
                    customer=record.profile_id.display_name,
                )
            )
