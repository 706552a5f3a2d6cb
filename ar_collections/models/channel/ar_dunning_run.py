"""Confirmed is not sent: whoever confirms a run hears when nobody would send it."""

from odoo import models
from odoo.tools import plaintext2html


class ArDunningRun(models.Model):
    _inherit = "ar.dunning.run"

    def action_confirm(self):
        # EXTENDS 'dunning'
        result = super().action_confirm()
        waiting = self.filtered("waiting_count")
        problems = waiting and self.env["ar.dunning.notice"]._list_sender_problems()
        if not problems:
            return result
        words = self.env._("Confirmed, but nothing leaves at present. %s", " ".join(problems))
        for run in waiting:
            run.message_post(body=plaintext2html(words))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "message": words,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
