"""A task of a contingency plan that is marked done in the chatter was done."""

from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        # EXTENDS the room channel
        lines = self.env["ar.contingency.run.line"].sudo()
        lines = lines.search([("activity_id", "in", self.ids), ("state", "=", "planned")])
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        lines._note_task_done(feedback)
        return result
