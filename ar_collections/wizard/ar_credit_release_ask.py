"""The request to release a document that the credit check stops."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.credit.limit.ar_credit_release import APPROVERS


class ArCreditReleaseAsk(models.TransientModel):
    """Asks for the release of a document; a credit approver releases it at once."""

    _name = "ar.credit.release.ask"
    _description = "Ask for a Credit Release"

    res_model = fields.Char(string="Document Model", required=True)
    res_id = fields.Many2oneReference(string="Document ID", model_field="res_model", required=True)
    document_name = fields.Char(string="Document", compute="_compute_document")
    message = fields.Text(compute="_compute_document")
    reason = fields.Text(required=True)
    is_approver = fields.Boolean(compute="_compute_document")
    valid_until = fields.Date(help="Last day of the release; empty: no end.")

    @api.depends("res_model", "res_id")
    def _compute_document(self):
        for wizard in self:
            document = wizard._get_document()
            wizard.document_name = document.display_name
            wizard.message = document.ar_credit_message
            wizard.is_approver = self.env.user.has_group(APPROVERS)

    def _get_document(self):
        """The document, which whoever asks may read.

        :raise UserError: it is of a kind that the credit check does not stop, or gone
        """
        known = self.env["ar.credit.release"]._selection_document()
        if self.res_model not in [model for model, _label in known]:
            raise UserError(
                self.env._(
                    "Releases are for: %(documents)s. Ask with the button on one of them.",
                    documents=", ".join(label for _model, label in known),
                )
            )
        document = self.env[self.res_model].browse(self.res_id).exists()
        if not document:
            raise UserError(self.env._("There is no such document that the credit check stops."))
        document.check_access("read")
        return document

    def action_ask(self):
        """Send the request to the credit approvers."""
        self.ensure_one()
        self.env["ar.credit.release"]._ask(self._get_document(), self.reason)
        return {"type": "ir.actions.act_window_close"}

    def action_grant(self):
        """Release the document, as a credit approver."""
        self.ensure_one()
        release = self.env["ar.credit.release"]._ask(self._get_document(), self.reason)
        release._decide("granted", self.reason, self.valid_until)
        return {"type": "ir.actions.act_window_close"}
