"""What providers report of text messages, whoever they are, comes through here."""

from odoo import models


class SmsTracker(models.Model):
    _inherit = "sms.tracker"

    def _update_sms_notifications(
        self, notification_status, failure_type=False, failure_reason=False
    ):
        # EXTENDS 'sms': tell our dispatches; ``sent`` here means delivered.
        result = super()._update_sms_notifications(
            notification_status, failure_type=failure_type, failure_reason=failure_reason
        )
        if self:
            self.env["ar.channel.sms"]._take_status(
                self.mapped("sms_uuid"), notification_status, failure_type, failure_reason
            )
        return result
