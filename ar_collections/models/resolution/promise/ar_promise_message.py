"""What a customer is told of a promise: that it was noted, and thanks when it was kept."""

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.base import leaving
from ....tools.channel.channel import Route, prefer

QUEUED = Domain("state", "=", "queued")
# By these ways, the preferred one of the customer first.
ROUTES = (Route("email", "always"), Route("sms", "fallback"))
TEMPLATES = {
    "confirmation": "ar_collections.mail_template_ar_promise_confirmation",
    "thanks": "ar_collections.mail_template_ar_promise_thanks",
}
# The state of a promise in which each kind is said.
SAID_IN = {"confirmation": "open", "thanks": "kept"}


class ArPromiseMessage(models.Model):
    """One message about a promise, of each kind once. What cannot be said is not said: no task,
    nobody misses it."""

    _name = "ar.promise.message"
    _description = "Message about a Promise"
    _inherit = ["ar.gate.mixin", "ar.message.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _transitions = {
        "sent": ("queued",),
        "failed": ("queued", "sent"),
        "cancelled": ("queued", "sent"),
    }
    _send_cron = "ar_collections.ir_cron_promise_message_send"

    promise_id = fields.Many2one(
        "ar.promise", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(compute="_compute_name")
    kind = fields.Selection(
        [("confirmation", "Confirmation"), ("thanks", "Thanks")], required=True, readonly=True
    )
    profile_id = fields.Many2one(
        "ar.profile",
        string="Customer Account",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    partner_id = fields.Many2one(
        related="profile_id.partner_id", store=True, string="Customer", index=True
    )
    company_id = fields.Many2one(related="profile_id.company_id", store=True, index=True)
    collector_id = fields.Many2one(related="profile_id.collector_id")
    contact_id = fields.Many2one("res.partner", compute="_compute_contact_id")
    state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        default="queued",
        required=True,
        readonly=True,
        index=True,
    )
    error = fields.Text(string="What Went Wrong", readonly=True)
    sent_date = fields.Datetime(string="Sent on", readonly=True)
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_total = fields.Char(compute="_compute_texts")
    text_day = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")

    _once_uniq = models.UniqueIndex(
        "(promise_id, kind)", "The customer was told this of the promise already."
    )

    @api.depends("promise_id")
    @api.depends_context("lang")
    def _compute_name(self):
        for one in self:
            one.name = self.env._(
                "Promise for %s", one._format_day(one.promise_id.date) if one.promise_id else ""
            )

    @api.depends("profile_id")
    def _compute_contact_id(self):
        for one in self:
            one.contact_id = one.profile_id._get_contact() or one.partner_id

    @api.depends_context("lang")
    @api.depends("promise_id", "profile_id")
    def _compute_texts(self):
        persons = self._map_persons()
        for one in self:
            promise = one.promise_id
            one.text_contact = persons[one.id].name or one.partner_id.name
            one.text_company = one.company_id.name
            one.text_total = one._format_money(promise.amount, promise.currency_id)
            one.text_day = one._format_day(promise.date)
            one.text_collector = one._get_collector().sudo().name

    @api.model
    def _queue(self, promises, kind):
        """Queue a message of a kind for each of the promises; said before is not said again."""
        known = self.search([("promise_id", "in", promises.ids), ("kind", "=", kind)]).promise_id
        messages = self.create(
            [
                {"promise_id": one.id, "kind": kind, "profile_id": one.profile_id.id}
                for one in promises - known
            ]
        )
        if messages:
            messages._wake_sender()
        return messages

    # -- what the sender asks ----------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _leaves_by_itself(self):
        # EXTENDS the message
        return True

    def _fail_unfounded(self):
        # EXTENDS the message: it was taken back, or the payment was undone.
        gone = self.filtered(lambda one: one.promise_id.state != SAID_IN[one.kind])
        gone._move_to("cancelled", error=self.env._("The promise stands differently now."))
        return gone

    def _get_routes(self):
        # EXTENDS the message
        return prefer(ROUTES, self.profile_id.preferred_channel)

    def _fail_to_reach(self, problems):
        # EXTENDS the message: nobody misses it.
        self._move_to("failed", error=self[:1]._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        # EXTENDS the message
        self._move_to("failed", error=reason)

    def _set_sent(self):
        # EXTENDS the message
        return self._move_to("sent", sent_date=fields.Datetime.now(), error=False)

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message
        self._move_to("failed", error=reason)

    def _on_withdrawn(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("cancelled", error=reason)

    def _on_outdated(self, dispatches, reason):
        # EXTENDS the message
        self._move_to("cancelled", error=reason)

    def _on_doubtful(self, dispatches, reason):
        # EXTENDS the message
        self.sudo().write({"error": reason})

    def _read_leaving(self):
        # EXTENDS the message
        return {
            one.id: leaving.Facts(
                stands=one.state == "sent" and one.promise_id.state == SAID_IN[one.kind]
            )
            for one in self
        }

    def _get_purpose(self):
        # EXTENDS the message: who wants no reminders wants none of what was said about them.
        return "reminder"

    def _attaches_letter(self):
        # EXTENDS the message
        return False

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message
        return {lead.id: self.env["ir.attachment"].sudo() for lead, _together in messages}

    def _get_sms_text(self):
        # EXTENDS the message
        named = {
            "company": self.text_company,
            "amount": self.text_total,
            "day": self.text_day,
        }
        if self.kind == "thanks":
            return self.env._(
                "%(company)s: your payment of %(amount)s has come as promised. Thank you.", **named
            )
        return self.env._(
            "%(company)s: we have noted that you pay %(amount)s by %(day)s. Thank you.", **named
        )

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template(TEMPLATES[self[:1].kind])

    def _get_amount(self):
        # EXTENDS the message
        return self.promise_id.currency_id, self.promise_id.amount

    def _get_no_channel_words(self):
        # EXTENDS the message
        return self.env._(
            "%s has neither an e-mail address nor a number for text messages.",
            self.partner_id.display_name,
        )
