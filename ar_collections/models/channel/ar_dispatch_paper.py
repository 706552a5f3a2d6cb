"""Letters that wait to be printed."""

from odoo import Command, models


class ArDispatch(models.Model):
    _inherit = "ar.dispatch"

    def action_print_letters(self):
        """Show the stored letters as one PDF, in the order of the list.

        A letter leaves when it is printed: one that is not to be sent any more, as what it asks
        for was paid or changed since it was made, is cancelled instead.
        """
        self.check_access("write")
        waiting = self.sudo().filtered(lambda d: d.channel == "letter" and d.state == "sent")
        waiting._drop_outdated()
        left = self - waiting.filtered(lambda d: d.state == "cancelled")
        if self and not left:
            return waiting._tell_dropped()
        wizard = self.env["ar.dispatch.print_letters"].create(
            {"dispatch_ids": [Command.set(left.ids)]}
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Print Letters"),
            "res_model": wizard._name,
            "res_id": wizard.id,
            "view_mode": "form",
            "target": "new",
        }

    def _tell_dropped(self):
        """Say why none of these letters is printed."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": " ".join(dict.fromkeys(filter(None, self.mapped("error")))),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_mark_printed(self):
        """Confirm that the letters were printed and posted."""
        letters = self.filtered(lambda dispatch: dispatch.channel == "letter")
        moved = letters._move_to("delivered")
        for messages, _dispatches in moved._by_model():
            messages._note_printed()
        return bool(moved)

    def _drop_settled(self):
        """Cancel what is no longer needed: all that its message asked for is paid."""
        for dispatch in self:
            if dispatch._get_message()._is_settled():
                activity = dispatch.activity_id
                dispatch._move_to("cancelled", error=self.env._("Paid in the meantime."))
                activity.unlink()
