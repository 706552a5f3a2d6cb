"""A call or visit that is marked done in the chatter was made."""

from odoo import models


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _ar_get_owner(self):
        """Whose task it is, whoever does it meanwhile."""
        self.ensure_one()
        return self.user_id

    def action_ar_log_call(self):
        """Ask for the outcome of the call or visit that this task is about.

        :return: an action, or False if the task is none
        """
        self.ensure_one()
        self.check_access("write")
        dispatch = self.env["ar.dispatch"].search(
            [("activity_id", "=", self.id), ("state", "=", "queued")], limit=1
        )
        return dispatch.action_log_call() if dispatch else False

    def _action_done(self, feedback=False, attachment_ids=None):
        # EXTENDS 'mail': close the dispatches of what is done without the wizard.
        dispatches = (
            self.env["ar.dispatch"]
            .sudo()
            .search([("activity_id", "in", self.ids), ("state", "=", "queued")])
        )
        # See ``_close_activity``.
        dispatches.activity_id.note = False
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        dispatches._move_to("delivered", outcome="done", note=feedback or False)
        return result
