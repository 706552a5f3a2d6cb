"""Answers to disputes: what the customer is told about how it ended, as an e-mail or a letter."""

from odoo import api, fields, models

from ....tools.channel.channel import Route, prefer

REPORT = "ar_collections.report_ar_dispute_answer"
#: By these ways, the first that reaches the customer.
WAYS = ("email", "letter")


class ArDisputeAnswer(models.Model):
    """One answer to one dispute. It says what was decided, why, and what is due now."""

    _name = "ar.dispute.answer"
    _description = "Answer to a Dispute"
    _inherit = ["ar.short.message.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _kept_files = True

    _send_cron = "ar_collections.ir_cron_dispute_answer_send"

    dispute_id = fields.Many2one(
        "ar.dispute", required=True, readonly=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="dispute_id.name")
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
    attachment_id = fields.Many2one(
        "ir.attachment", string="Letter", readonly=True, index="btree_not_null", ondelete="set null"
    )
    printed = fields.Boolean(readonly=True, help="The letter was printed and posted.")
    text_subject = fields.Char(compute="_compute_texts")
    text_about = fields.Char(compute="_compute_texts")
    text_decision = fields.Text(compute="_compute_texts")
    text_why = fields.Text(compute="_compute_texts")
    text_next = fields.Text(compute="_compute_texts")

    @api.depends_context("lang")
    @api.depends("dispute_id", "profile_id", "outcome", "note")
    def _compute_texts(self):
        super()._compute_texts()
        for answer in self:
            answer.text_why = answer.note or ""
            answer.update(answer._say())

    # -- what the sender asks ----------------------------------------------------------

    def _find_founded(self):
        # EXTENDS the short message: one that was reopened may end otherwise.
        return self.filtered(lambda one: one.dispute_id.state == one.outcome)

    def _get_unfounded_words(self):
        # EXTENDS the short message
        return self.env._("The dispute was reopened meanwhile.")

    def _get_routes(self):
        # EXTENDS the message: the way that the customer prefers, or else the other one.
        first, *others = WAYS
        routes = (Route(first, "always"), *(Route(code, "fallback") for code in others))
        return prefer(routes, self.profile_id.preferred_channel)

    def _on_failed(self, reason):
        # EXTENDS the short message: the owner finds another way.
        for answer in self.sudo():
            dispute = answer.dispute_id
            answer.company_id._ar_ask(
                dispute,
                dispute.user_id,
                self.env._("The answer to %s did not reach the customer", dispute.name),
                reason,
            )

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

    def _get_letter(self):
        # EXTENDS the message
        return self.sudo().attachment_id._ar_of(self)

    def _get_letter_words(self):
        # EXTENDS the message
        return self.env._("The answer to %s was made as a letter.", self.name)

    def _note_printed(self):
        # EXTENDS the message
        self.sudo().printed = True
