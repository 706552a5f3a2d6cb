"""Record the paper by which a customer has accepted a payment plan."""

from odoo import fields, models
from odoo.exceptions import UserError


class ArPlanSign(models.TransientModel):
    _name = "ar.plan.sign"
    _description = "Record a Signed Payment Plan"

    plan_id = fields.Many2one("ar.plan", required=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="plan_id.company_id", related_sudo=False)
    accepted_by = fields.Char(string="Signed By", required=True, help="The name on the paper.")
    date_signed = fields.Date(
        string="Dated", required=True, default=lambda self: self.env.company._ar_today()
    )
    attachment_ids = fields.Many2many("ir.attachment", string="Scan", help="The signed paper.")

    def action_record(self):
        """Take the acceptance: the plan becomes active by it.

        :raise UserError: the paper is missing or empty, its date is to come, or what is owed has
            changed meanwhile
        """
        self.ensure_one()
        self.plan_id.check_access("write")
        self.attachment_ids.check_access("read")
        scans = self.with_context(bin_size=False).attachment_ids
        self._check(scans)
        evidence = {
            "accepted_by": self.accepted_by.strip(),
            "accept_way": "paper",
            "acknowledged_on": self.date_signed,
            "recorded_by_id": self.env.uid,
        }
        files = [(one.name, one.raw, one.mimetype) for one in scans]
        if problem := self.plan_id._find_change():
            raise UserError(problem)
        if problem := self.plan_id._accept(evidence, files):
            raise UserError(problem)
        return {"type": "ir.actions.act_window_close"}

    def _check(self, scans):
        if not scans:
            raise UserError(self.env._("Attach the paper that the customer has signed."))
        if not self.accepted_by.strip():
            raise UserError(self.env._("Enter the name of who has signed the paper."))
        if empty := scans.filtered(lambda one: not one.raw)[:1]:
            raise UserError(
                self.env._("%s is empty, or only a link. Attach the file itself.", empty.name)
            )
        if self.date_signed > self.company_id._ar_today():
            raise UserError(self.env._("The paper is dated on a day to come. Correct its date."))
