"""Calls: a task for the collector with what to say, closed by what came out of it."""

from markupsafe import Markup

from odoo import api, models


class ArChannelCall(models.AbstractModel):
    _name = "ar.channel.call"
    _inherit = "ar.channel.task"
    _description = "Collection Channel: Call"

    _code = "call"
    _sequence = 30
    _icon = "fa-phone"
    _contact_data = "phone"
    _activity_type = "ar_collections.mail_activity_type_ar_call"
    _script = "call_script"

    @api.model
    def _get_label(self):
        return self.env._("Call")

    @api.model
    def _get_count_words(self, count):
        # EXTENDS the channel
        return self.env._("1 call") if count == 1 else self.env._("%s calls", count)

    @api.model
    def _map_called(self, messages):
        """{message id: the contact whose number is called}: who is told, else the customer."""
        readers = self._map_readers(messages)
        return {
            one.id: readers[one.id][0] if readers[one.id][0].phone else one.partner_id
            for one in messages
        }

    @api.model
    def _get_recipient(self, message):
        return self._map_recipients(message)[message.id]

    @api.model
    def _map_recipients(self, messages):
        # EXTENDS the channel: the number of who is told by phone.
        called = self._map_called(messages)
        return {one.id: called[one.id]._ar_show_phone(one.company_id) for one in messages}

    @api.model
    def _get_problems(self, messages):
        # A number that is only odd is called all the same: who calls may know more.
        numbers, called = self._map_recipients(messages), self._map_called(messages)
        # As it is shown, and as all ways know it.
        known = {
            one.id: {numbers[one.id], called[one.id]._ar_read_phone(one.company_id).e164} - {""}
            for one in messages
        }
        wrong = self.env["ar.refused.address"]._read(set().union(*known.values()))
        problems = {}
        for message in messages:
            number = numbers[message.id]
            if not number:
                problems[message.id] = self.env._(
                    "%(customer)s has no phone number. Enter one on the customer or its contact.",
                    customer=message.partner_id.display_name,
                )
            elif known[message.id] & wrong:
                problems[message.id] = self.env._(
                    "%(number)s is not a number of %(customer)s. Correct it on the customer or "
                    "its contact.",
                    number=number,
                    customer=message.partner_id.display_name,
                )
        return problems

    @api.model
    def _get_task_words(self, customer, amount):
        # EXTENDS the tasks
        return self.env._("Call %(customer)s about %(amount)s", customer=customer, amount=amount)

    @api.model
    def _get_head(self, message):
        # EXTENDS the tasks: the number, and what is odd about it.
        called = self._map_called(message)[message.id]
        found = called._ar_read_phone(message.company_id)
        phone = called._ar_show_phone(message.company_id)
        link = Markup("<a href='{}'>{}</a>").format(
            found.link or "tel:" + phone.replace(" ", ""), phone
        )
        head = self._join_head(self._map_readers(message)[message.id][0].display_name, link)
        words = called._ar_get_phone_problem(found, text=False)
        return head + Markup("<p>{}</p>").format(words) if words else head
