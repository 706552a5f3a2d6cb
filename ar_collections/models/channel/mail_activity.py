"""A call that is marked done in the chatter is a call that was made."""

from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        # EXTENDS 'mail': close the dispatches of calls that are done without the wizard.
        dispatches = (
            self.env["ar.dispatch"]
            .sudo()
            .search([("activity_id", "in", self.ids), ("state", "=", "queued")])
        )
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        dispatches._move_to("delivered", outcome="done", note=feedback or False)
        return result
