"""Answers to disputes: what the customer is told about how it ended, as an e-mail or a letter."""

from odoo import api, fields, models
from odoo.fields import Domain

from ....tools.base import leaving
from ....tools.channel.channel import Route, prefer

REPORT = "ar_collections.report_ar_dispute_answer"
QUEUED = Domain("state", "=", "queued")
#: By these ways, the first that reaches the customer.
WAYS = ("email", "letter")


class ArDisputeAnswer(models.Model):
    """One answer to one dispute. It says what was decided, why, and what is due now."""

    _name = "ar.dispute.answer"
    _description = "Answer to a Dispute"
    _inherit = ["ar.gate.mixin", "ar.message.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _kept_files = True

    _transitions = {
        "sent": ("queued",),
        "failed": ("queued", "sent"),
        "cancelled": ("queued", "sent"),
    }
    _send_cron = "ar_collections.ir_cron_dispute_answer_send"

    dispute_id = fields.Many2one(
        "ar.dispute", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="dispute_id.name")
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
    collector_id = fields.Many2one(related="dispute_id.user_id", string="Owner")
    contact_id = fields.Many2one(related="profile_id.contact_id")
    outcome = fields.Selection(
        [
            ("rejected", "Rejected"),
            ("credited", "Credited"),
            ("agreed", "Agreed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        help="The end that it tells; where the dispute was reopened since, nothing leaves.",
    )
    note = fields.Text(
        string="Why",
        readonly=True,
        help="What a person wrote to the customer, beside what is said in any case.",
    )
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
    attachment_id = fields.Many2one(
        "ir.attachment", string="Letter", readonly=True, index="btree_not_null", ondelete="set null"
    )
    printed = fields.Boolean(readonly=True, help="The letter was printed and posted.")
    text_contact = fields.Char(compute="_compute_texts")
    text_company = fields.Char(compute="_compute_texts")
    text_collector = fields.Char(compute="_compute_texts")
    text_subject = fields.Char(compute="_compute_texts")
    text_about = fields.Char(compute="_compute_texts")
    text_decision = fields.Text(compute="_compute_texts")
    text_why = fields.Text(compute="_compute_texts")
    text_next = fields.Text(compute="_compute_texts")

    @api.depends_context("lang")
    @api.depends("dispute_id", "profile_id", "outcome", "note")
    def _compute_texts(self):
        persons = self._map_persons()
        for answer in self:
            answer.text_contact = persons[answer.id].name or answer.partner_id.name
            answer.text_company = answer.company_id.name
            answer.text_collector = answer._get_collector().sudo().name
            answer.text_why = answer.note or ""
            answer.update(answer._say())

    # -- what the sender asks ----------------------------------------------------------

    @api.model
    def _get_queue(self):
        # EXTENDS the message
        return QUEUED

    def _fail_unfounded(self):
        # EXTENDS the message: it was reopened, and may end otherwise.
        gone = self.filtered(lambda one: one.dispute_id.state != one.outcome)
        gone._move_to("cancelled", error=self.env._("The dispute was reopened meanwhile."))
        return gone

    def _get_routes(self):
        # EXTENDS the message: the way that the customer prefers, or else the other one.
        first, *others = WAYS
        routes = (Route(first, "always"), *(Route(code, "fallback") for code in others))
        return prefer(routes, self.profile_id.preferred_channel)

    def _fail_to_reach(self, problems):
        # EXTENDS the message
        self._set_failed(self[:1]._get_unreached_words(problems))

    def _fail_to_send(self, reason):
        # EXTENDS the message
        self._set_failed(reason)

    def _set_failed(self, reason):
        """Nobody was told: the owner finds another way."""
        for answer in self._move_to("failed", error=reason).sudo():
            dispute = answer.dispute_id
            answer.company_id._ar_ask(
                dispute,
                dispute.user_id,
                self.env._("The answer to %s did not reach the customer", dispute.name),
                reason,
            )

    def _set_sent(self):
        # EXTENDS the message
        return self._move_to("sent", sent_date=fields.Datetime.now(), error=False)

    def _on_undelivered(self, dispatches, reason, try_others):
        # EXTENDS the message
        self._set_failed(reason)

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
                stands=one.state == "sent" and one.dispute_id.state == one.outcome
            )
            for one in self
        }

    def _get_sms_text(self):
        # EXTENDS the message
        return f"{self.text_company}: {self.text_decision}"

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_dispute_answer")

    def _get_amount(self):
        # EXTENDS the message
        return self.dispute_id.currency_id, self.dispute_id.amount_disputed

    # -- the letter --------------------------------------------------------------------

    def _attaches_letter(self):
        # EXTENDS the message: the e-mail says it all.
        return False

    @api.model
    def _map_attached(self, messages):
        # EXTENDS the message
        return {lead.id: self.env["ir.attachment"].sudo() for lead, _together in messages}

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._("The answer to %s was made as a letter.", self.name)

    def _note_printed(self):
        # EXTENDS the message
        self.sudo().printed = True
