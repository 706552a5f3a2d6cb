"""Webhook: the customer's own system is told, by Standard Webhooks 1.0."""

from odoo import api, fields, models


class ArChannelWebhook(models.AbstractModel):
    """Messages wait in ``ar.webhook.event``; nothing is called in the transaction that queues."""

    _name = "ar.channel.webhook"
    _inherit = "ar.channel"
    _description = "Collection Channel: Webhook"

    _code = "webhook"
    _sequence = 60
    _icon = "fa-plug"
    # It wakes nobody.
    _is_timed = False

    @api.model
    def _get_label(self):
        return self.env._("Webhook")

    @api.model
    def _get_count_words(self, count):
        # EXTENDS the channel
        return self.env._("1 webhook") if count == 1 else self.env._("%s webhooks", count)

    @api.model
    def _map_endpoints(self, messages):
        """{message id: its customer's active endpoint, as superuser}; one query."""
        found = (
            self.env["ar.webhook.endpoint"]
            .sudo()
            .search([("profile_id", "in", messages.profile_id.ids)])
        )
        by_profile = {endpoint.profile_id.id: endpoint for endpoint in found}
        return {one.id: by_profile.get(one.profile_id.id, found.browse()) for one in messages}

    @api.model
    def _get_recipient(self, message):
        return self._map_recipients(message)[message.id]

    @api.model
    def _map_recipients(self, messages):
        # EXTENDS the channel: the server's name; the address may be a secret.
        return {id_: one.host or "" for id_, one in self._map_endpoints(messages).items()}

    @api.model
    def _map_people(self, messages):
        # EXTENDS the channel: it is the customer's system, whoever else is written to.
        return {message.id: (message.partner_id, "") for message in messages}

    @api.model
    def _get_problems(self, messages):
        endpoints = self._map_endpoints(messages)
        return {
            message.id: self.env._(
                "%(customer)s has no webhook. A manager enters one on the customer account.",
                customer=message.partner_id.display_name,
            )
            for message in messages
            if not endpoints[message.id]
        }

    @api.model
    def _dispatch(self, dispatches):
        told = []
        for messages, own in dispatches._by_model():
            endpoints = self._map_endpoints(messages)
            spoken = {one.id: one.with_context(lang=one._get_lang()) for one in messages}
            told += [
                (
                    endpoints[dispatch.res_id],
                    messages._webhook_type,
                    spoken[dispatch.res_id]._prepare_webhook(),
                    dispatch,
                )
                for dispatch in own
            ]
        self.env["ar.webhook.event"]._queue(told)
        dispatches._move_to("leaving", handed_date=fields.Datetime.now())

    @api.model
    def _withdraw(self, dispatches):
        # EXTENDS the channel: those that wait; one that is being called cannot be taken back.
        events = self.env["ar.webhook.event"].sudo()
        domain = [("dispatch_id", "in", dispatches.ids), ("state", "in", ("waiting", "calling"))]
        waiting = events.search(domain)
        if waiting.try_lock_for_update(allow_referencing=True) != waiting:
            return False
        words = self.env._("Sent again.")
        dispatches.filtered(lambda one: one.state in ("leaving", "unknown"))._move_to(
            "cancelled", error=words
        )
        for event in waiting:
            event._move("cancelled", error=words)
            event._tell()
        return True
