"""The customer's own endpoint: where his system takes what is said to him."""

import secrets
from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

from ...tools.channel import webhook
from ..base.ar_guard_mixin import NEW
from ..base.res_company import MANAGER

# For so long what we send is signed with the old secret, too.
ROTATION = timedelta(days=1)


class ArWebhookEndpoint(models.Model):
    """One address of a customer account, called by Standard Webhooks 1.0; one of it is active."""

    _name = "ar.webhook.endpoint"
    _inherit = ["ar.web.address.mixin"]
    _description = "Webhook of a Customer"
    _order = "profile_id, id"
    _rec_name = "profile_id"
    _check_company_auto = True

    _writable = {NEW: ("profile_id",)}

    profile_id = fields.Many2one(
        "ar.profile", string="Customer Account", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", related="profile_id.partner_id", store=True, index=True
    )
    company_id = fields.Many2one(
        "res.company", related="profile_id.company_id", store=True, index=True
    )
    secret = fields.Char(
        readonly=True,
        required=True,
        copy=False,
        groups=MANAGER,
        help="The customer checks with it that a message is ours. Give it to nobody else.",
    )
    old_secret = fields.Char(readonly=True, copy=False, groups=MANAGER)
    old_until = fields.Datetime(
        string="Old Secret Until",
        readonly=True,
        copy=False,
        help="Until then messages are signed with the old secret, too.",
    )
    event_ids = fields.One2many("ar.webhook.event", "endpoint_id", string="Messages", readonly=True)

    _active_uniq = models.UniqueIndex(
        "(profile_id) WHERE active",
        "This customer has a webhook already. Change its address, or archive it first.",
    )

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: we make the secret.
        return [{**vals, "secret": self._make_secret()} for vals in super()._complete(vals_list)]

    @api.model
    def _make_secret(self):
        return webhook.make_secret(secrets.token_bytes(webhook.SECRET_BYTES))

    @api.depends("profile_id", "host")
    def _compute_display_name(self):
        for endpoint in self:
            name = endpoint.profile_id.display_name
            endpoint.display_name = self.env._(
                "%(server)s of %(customer)s", server=endpoint.host, customer=name
            )

    def action_rotate(self):
        """Make a new secret; the old one signs beside it for a day."""
        self.check_access("write")
        for endpoint in self.sudo():
            endpoint.write(
                {
                    "old_secret": endpoint.secret,
                    "old_until": fields.Datetime.now() + ROTATION,
                    "secret": self._make_secret(),
                }
            )
        return True

    def _get_secrets(self):
        """What messages are signed with now: the secret, and the old one for a while."""
        old = self.old_until and self.old_until > fields.Datetime.now()
        return [self.secret, self.old_secret] if old and self.old_secret else [self.secret]

    def _switch_off(self, words):
        """The endpoint wants no more messages: it is said on the account."""
        self.active = False
        said = self.env._(
            "The webhook %(server)s wants no more messages, and was switched off: %(words)s",
            server=self.host,
            words=words,
        )
        self.profile_id._message_log(body=plaintext2html(said))

    def _make_request(self, message_id, body):
        """A signed ``Request`` of this moment."""
        seconds = int(fields.Datetime.now().replace(tzinfo=UTC).timestamp())
        return webhook.make_request(self.url, self._get_secrets(), message_id, seconds, body)

    # -- the test ----------------------------------------------------------------------

    def _prepare_test(self):
        # EXTENDS the address
        body = webhook.write_body("endpoint.test", self.env["ar.webhook.event"]._now_words(), {})
        return self._make_request(self.env["ar.webhook.event"]._make_id(), body)

    def _read_test(self, reply):
        # EXTENDS the address
        return webhook.read_answer(reply.status, reply.body, reply.error)
