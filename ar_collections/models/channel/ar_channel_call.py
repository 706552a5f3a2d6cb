"""Calls: a task for the collector with what to say, closed by what came out of it."""

from markupsafe import Markup

from odoo import api, models


class ArChannelCall(models.AbstractModel):
    _name = "ar.channel.call"
    _inherit = "ar.channel.task"
    _description = "Collection Channel: Call"

    _code = "call"
    _sequence = 30
    _contact_data = "phone"
    _activity_type = "ar_collections.mail_activity_type_ar_call"
    _script = "call_script"

    @api.model
    def _get_label(self):
        return self.env._("Call")

    @api.model
    def _get_recipient(self, message):
        return message._get_person().phone or message.partner_id.phone or ""

    @api.model
    def _get_problems(self, messages):
        return {
            message.id: self.env._(
                "%(customer)s has no phone number. Enter one on the customer or its contact.",
                customer=message.partner_id.display_name,
            )
            for message in messages
            if not self._get_recipient(message)
        }

    @api.model
    def _get_task_words(self, customer, amount):
        # EXTENDS the tasks
        return self.env._("Call %(customer)s about %(amount)s", customer=customer, amount=amount)

    @api.model
    def _get_head(self, message):
        # EXTENDS the tasks: the number.
        phone = self._get_recipient(message)
        link = Markup("<a href='tel:{}'>{}</a>").format(phone.replace(" ", ""), phone)
        return self._join_head(message._get_person().display_name, link)
