"""A settlement offer as it is sent to the customer: an e-mail, or a letter."""

from odoo import api, fields, models

from ....tools.channel.channel import Route, prefer
from ...base.guarded import COLLECTOR

REPORT = "ar_collections.report_ar_settlement"
#: By these ways, the first that reaches the customer.
WAYS = ("email", "letter")


class ArSettlement(models.Model):
    """One message with one offer. It says what is claimed, for how much it would be settled, until
    when the offer holds, and where it is accepted."""

    _name = "ar.settlement"
    _description = "Settlement Offer as Sent"
    _inherit = ["ar.short.message.mixin"]
    _order = "id desc"
    _check_company_auto = True
    _kept_files = True
    _logged = ("offer_id", "name")

    _send_cron = "ar_collections.ir_cron_settlement_send"
    # Each has a PDF.
    _batch_size = 20

    name = fields.Char(string="Number", readonly=True, copy=False, default="/", index="trigram")
    offer_id = fields.Many2one(
        "ar.case.offer", required=True, readonly=True, index=True, ondelete="restrict"
    )
    case_id = fields.Many2one(related="offer_id.case_id")
    collector_id = fields.Many2one(related="case_id.user_id", string="Responsible")
    contact_id = fields.Many2one(related="profile_id.contact_id")
    currency_id = fields.Many2one(related="offer_id.currency_id")
    amount = fields.Monetary(related="offer_id.amount")
    date_until = fields.Date(related="offer_id.date_until")
    offer_state = fields.Selection(related="offer_id.state", string="Answer")
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Letter",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        groups=COLLECTOR,
    )
    text_amount = fields.Char(compute="_compute_texts")
    text_claim = fields.Char(compute="_compute_texts")
    text_until = fields.Char(compute="_compute_texts")
    text_offer = fields.Char(compute="_compute_texts")
    text_accept = fields.Char(compute="_compute_texts")
    text_items = fields.Html(compute="_compute_texts", sanitize=False)

    @api.model
    def _complete(self, vals_list):
        # EXTENDS the guard: the number of the company whose customer it is.
        done = []
        for vals in super()._complete(vals_list):
            profile = self.env["ar.profile"].browse(vals.get("profile_id")).sudo()
            number = (profile.company_id or self.env.company)._ar_number("ar.settlement")
            done.append({**vals, "name": vals.get("name") or number or "/"})
        return done

    @api.depends_context("lang")
    @api.depends("offer_id", "profile_id", "name")
    def _compute_texts(self):
        super()._compute_texts()
        for one in self:
            told = one._prepare_offer()
            one.text_amount = told["amount"]
            one.text_claim = told["claim"]
            one.text_until = told["until"]
            one.text_offer = told["offer"]
            one.text_accept = told["accept"]
            one.text_items = self.env["ir.qweb"]._render(
                "ar_collections.ar_settlement_items", {"offer": told}
            )

    # -- what the sender asks ----------------------------------------------------------

    def _find_founded(self):
        # EXTENDS the short message: what was answered, or is over, is not offered any more.
        return self.filtered(lambda one: one.sudo().offer_id._is_acceptable())

    def _get_unfounded_words(self):
        # EXTENDS the short message
        return self.env._("The offer was answered or is over.")

    def _get_routes(self):
        # EXTENDS the message: the way that the customer prefers, or else the other one.
        first, *others = WAYS
        routes = (Route(first, "always"), *(Route(code, "fallback") for code in others))
        return prefer(routes, self.profile_id.preferred_channel)

    def _on_failed(self, reason):
        # EXTENDS the short message: who is responsible finds another way.
        for one in self.sudo():
            one.company_id._ar_ask(
                one.case_id,
                one.case_id._get_responsible(),
                self.env._("The settlement offer %s did not reach the customer", one.name),
                reason,
            )

    def _get_purpose(self):
        # EXTENDS the message: who wants no reminders is offered a settlement all the same.
        return "legal"

    def _get_amount(self):
        # EXTENDS the message
        return self.currency_id, self.amount

    def _get_mail_template(self):
        # EXTENDS the message
        return self._find_template("ar_collections.mail_template_ar_settlement")

    def _get_sms_text(self):
        # EXTENDS the message
        return f"{self.text_company}: {self.text_offer}"
