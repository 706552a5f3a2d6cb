"""What is told to customers' endpoints: kept as sent, until it has arrived or failed."""

from datetime import UTC
from uuid import uuid4

from odoo import api, fields, models

from ...tools.channel import webhook
from ..base.guarded import COLLECTOR


class ArWebhookEvent(models.Model):
    """One message to an endpoint. Its bytes and its id stay the same on every try.

    Where it carries a dispatch it is for that what the e-mail is: the dispatch is leaving while
    it waits, unknown while it is being called.
    """

    _name = "ar.webhook.event"
    _inherit = ["ar.outgoing.mixin"]
    _description = "Message to a Webhook"
    _order = "id desc"
    _rec_name = "name"

    _call_cron = "ar_collections.ir_cron_webhook_call"
    _delays = webhook.DELAYS

    endpoint_id = fields.Many2one(
        "ar.webhook.endpoint",
        string="Webhook",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    profile_id = fields.Many2one(
        related="endpoint_id.profile_id", string="Customer Account", store=True, index=True
    )
    company_id = fields.Many2one(related="endpoint_id.company_id", store=True, index=True)
    dispatch_id = fields.Many2one(
        "ar.dispatch", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    name = fields.Char(string="Message ID", required=True, readonly=True)
    kind = fields.Char(string="Type", required=True, readonly=True)
    body = fields.Text(required=True, readonly=True, groups=COLLECTOR)

    # For each dispatch once what it says, and once that it is taken back.
    _once_uniq = models.UniqueIndex(
        "(dispatch_id, kind) WHERE dispatch_id IS NOT NULL", "This was told to the webhook already."
    )
    _waiting_idx = models.Index("(id) WHERE state IN ('waiting', 'calling')")
    _untold_idx = models.Index("(id) WHERE untold")

    # -- what is told ------------------------------------------------------------------

    @api.model
    def _make_id(self):
        """A new id: it stays the same however often a message is tried."""
        return f"msg_{uuid4().hex}"

    @api.model
    def _now_words(self):
        """The time as the standard writes it."""
        return fields.Datetime.now().replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")

    @api.model
    def _queue(self, told):
        """Let the scheduled action call.

        :param told: list of (endpoint, type, data, dispatch or None)
        """
        values = [
            {
                "endpoint_id": endpoint.id,
                "kind": kind,
                "name": self._make_id(),
                "body": webhook.write_body(kind, self._now_words(), data),
                "dispatch_id": dispatch.id if dispatch else False,
            }
            for endpoint, kind, data, dispatch in told
        ]
        events = self.sudo().create(values)
        if events:
            self.env["ir.cron"]._ar_wake(self._call_cron)
        return events

    @api.model
    def _tell_cancelled(self, messages):
        """What endpoints were told, or may have been, does not hold any more; each hears it once.

        :param messages: of one kind
        """
        kind = messages._webhook_cancelled
        dispatches = messages.sudo().dispatch_ids.filtered(lambda one: one.channel == "webhook")
        events = self.sudo().search([("dispatch_id", "in", dispatches.ids)])
        said = events.filtered(lambda one: one.kind == kind).dispatch_id
        told = events.filtered(lambda one: one.attempts and one.dispatch_id not in said)
        self._queue(
            [
                (
                    event.endpoint_id,
                    kind,
                    event.dispatch_id._get_message()._prepare_webhook_name(),
                    event.dispatch_id,
                )
                for event in told.filtered("endpoint_id.active")
            ]
        )

    # -- what the queue asks -----------------------------------------------------------

    def _get_address(self):
        # EXTENDS the queue
        return self.endpoint_id.sudo()

    def _carries(self):
        """The dispatch that it carries; none for what is told besides."""
        return self.dispatch_id.filtered(lambda one: self.kind == one._get_message()._webhook_type)

    def _find_obstacle(self):
        # EXTENDS the queue
        if not self._get_address().active:
            words = self.env._("The webhook %s is switched off.", self.endpoint_id.host)
            return "failed", words
        dispatch = self._carries()
        if not dispatch:
            return None
        if dispatch.state not in ("leaving", "unknown"):
            return "cancelled", dispatch.error or dispatch._get_stop_words()
        message = dispatch._get_message()
        if stop := message._read_stops().get(message.id):
            return "failed", stop
        if words := dispatch._find_outdated().get(dispatch.id):
            return "cancelled", words
        return None

    def _prepare_request(self):
        # EXTENDS the queue
        return self._get_address()._make_request(self.name, self.body)

    def _read_answer(self, reply):
        # EXTENDS the queue
        answer = webhook.read_answer(reply.status, reply.body, reply.error)
        if answer.verdict == "off":
            self._get_address()._switch_off(answer.words)
        return answer

    def _on_moved(self):
        # EXTENDS the queue: so does what it carries.
        if dispatch := self._carries():
            dispatch._follow_webhook(self)
