"""What the buttons of a contract open, and whom they ask."""

from odoo import models
from odoo.exceptions import UserError

TASK = "mail.mail_activity_data_todo"


class ArCreditContract(models.Model):
    _inherit = "ar.credit.contract"

    def action_ask_approval(self):
        """Give a credit approver the task to approve the contract, once."""
        for contract in self.filtered(lambda contract: contract.state == "draft"):
            contract.check_access("write")
            author = contract._get_authors() | self.env.user
            approver = contract.company_id._ar_get_credit_approver(author)
            if not approver:
                raise UserError(
                    self.env._(
                        "There is no credit approver for %s. Ask an administrator to give "
                        "somebody the role.",
                        contract.company_id.display_name,
                    )
                )
            contract.sudo().activity_unlink([TASK])
            contract.sudo().activity_schedule(
                TASK,
                contract.company_id._ar_today(),
                summary=self.env._("Approve the contract %s", contract.name),
                user_id=approver.id,
            )
        return True

    def action_amend(self):
        """Go on with the draft amendment, or start one."""
        self.ensure_one()
        draft = self.amendment_ids.filtered(lambda one: one.state == "draft")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Amendment"),
            "res_model": "ar.credit.contract.amendment",
            "res_id": draft.id,
            "view_mode": "form",
            "context": {"default_contract_id": self.id},
        }

    def action_end(self):
        """Ask when the contract ends, and why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("End the Contract"),
            "res_model": "ar.credit.contract.end",
            "view_mode": "form",
            "target": "new",
            "context": {"default_contract_id": self.id},
        }

    def action_replace(self):
        """Write a new contract that takes the place of this one once it is approved."""
        self.ensure_one()
        draft = self.search([("replaces_id", "=", self.id), ("state", "=", "draft")], limit=1)
        if not draft:
            terms = self.env["ar.credit.contract.amendment"]._prepare_terms(self)
            today = self.company_id._ar_today()
            terms["date_to"] = False
            draft = self.copy(
                {**terms, "extension_months": 0, "replaces_id": self.id, "date_from": today}
            )
        return draft._get_records_action()

    def action_view_profile(self):
        """Open the customer's account."""
        self.ensure_one()
        return self.profile_id._get_records_action()
