"""What a customer is told of a promise: that it was noted, and thanks when it was kept."""

from odoo import api, fields, models

from ....tools.channel.channel import Route, prefer

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
    _inherit = ["ar.short.message.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _send_cron = "ar_collections.ir_cron_promise_message_send"

    promise_id = fields.Many2one(
        "ar.promise", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(compute="_compute_name")
    kind = fields.Selection(
        [("confirmation", "Confirmation"), ("thanks", "Thanks")], required=True, readonly=True
    )
    collector_id = fields.Many2one(related="profile_id.collector_id")
    contact_id = fields.Many2one("res.partner", compute="_compute_contact_id")
    text_total = fields.Char(compute="_compute_texts")
    text_day = fields.Char(compute="_compute_texts")

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
        super()._compute_texts()
        for one in self:
            promise = one.promise_id
            one.text_total = one._format_money(promise.amount, promise.currency_id)
            one.text_day = one._format_day(promise.date)

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

    def _find_founded(self):
        # EXTENDS the short message: not what was taken back, or whose payment was undone.
        return self.filtered(lambda one: one.promise_id.state == SAID_IN[one.kind])

    def _get_unfounded_words(self):
        # EXTENDS the short message
        return self.env._("The promise stands differently now.")

    def _leaves_by_itself(self):
        # EXTENDS the message
        return True

    def _get_routes(self):
        # EXTENDS the message
        return prefer(ROUTES, self.profile_id.preferred_channel)

    def _get_purpose(self):
        # EXTENDS the message: who wants no reminders wants none of what was said about them.
        return "reminder"

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
