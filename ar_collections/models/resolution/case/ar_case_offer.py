"""Settlements that were offered before anybody goes to court."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW

# What an offer consists of.
TERMS = ("amount", "date", "date_until", "date_pay", "by", "terms")


class ArCaseOffer(models.Model):
    """What we, or the customer, offered to end the case: open until a day, then accepted,
    refused or lapsed. What was accepted is promised; it is kept when the money is there, and the
    rest is let go; what was not kept is broken.

    Ours is sent as an ``ar.settlement``, on whose page the customer accepts it.
    """

    _name = "ar.case.offer"
    _inherit = ["ar.credit.four_eyes", "ar.accepted.mixin"]
    _description = "Settlement Offer"
    _order = "case_id, date desc, id desc"
    _transitions = {
        # What was paid and came back, or was found paid after all.
        "accepted": ("open", "kept", "broken"),
        "refused": ("open",),
        "lapsed": ("open",),
        "broken": ("accepted", "kept"),
        "kept": ("accepted", "broken"),
    }
    _writable = {NEW: ("case_id",), "open": (*TERMS, "note")}
    _deciding = frozenset({"case_id", "amount"})
    _logged = ("case_id", "amount", "by", "date", "date_until", "date_pay", "accepted_by", "seal")

    case_id = fields.Many2one("ar.case", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    by = fields.Selection(
        [("us", "By us"), ("customer", "By the customer")],
        string="Offered",
        default="us",
        required=True,
    )
    amount = fields.Monetary(required=True, help="For how much the whole claim would be settled.")
    date = fields.Date(
        string="Offered On", required=True, default=lambda self: self.env.company._ar_today()
    )
    date_until = fields.Date(string="Open Until", required=True)
    date_pay = fields.Date(
        string="Paid Until",
        help="The day by which the amount has to be there, if the offer is accepted. Empty: the "
        "day until which it is open.",
    )
    terms = fields.Text(
        string="Further Terms", help="Stands in the offer, in the customer's language."
    )
    note = fields.Char(help="How it was offered, and what was said; the customer does not read it.")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("lapsed", "Lapsed"),
            ("broken", "Not kept"),
            ("kept", "Paid"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    answered_on = fields.Date(readonly=True, copy=False)
    claim_amount = fields.Monetary(
        string="Claim",
        readonly=True,
        copy=False,
        help="What was left of the items after the customer's credits, when it was accepted.",
    )

    # What was sent, and the customer's answer
    settlement_ids = fields.One2many("ar.settlement", "offer_id", string="Sent", readonly=True)
    message_state = fields.Selection(
        [
            ("queued", "Queued"),
            ("sent", "Sent"),
            ("failed", "Failed"),
            ("cancelled", "Cancelled"),
        ],
        string="Message",
        compute="_compute_message_state",
        help="What became of the newest e-mail or letter with the offer. Empty: none was sent.",
    )
    sender_id = fields.Many2one("res.users", string="Sent By", readonly=True, copy=False)
    sent_items = fields.Json(
        readonly=True, copy=False, help="The journal items that it was about when it was sent."
    )
    sent_claim = fields.Monetary(
        string="Claim as Sent",
        readonly=True,
        copy=False,
        help="What was left of the items after the customer's credits, when it was sent.",
    )
    promise_id = fields.Many2one(
        "ar.promise", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )

    @api.depends("amount", "date_until")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for offer in self:
            offer.display_name = self.env._(
                "%(amount)s until %(day)s",
                amount=offer.currency_id.format(offer.amount),
                day=format_date(self.env, offer.date_until),
            )

    @api.depends("settlement_ids.state")
    def _compute_message_state(self):
        for offer in self:
            offer.message_state = offer.sudo().settlement_ids.sorted("id")[-1:].state

    @api.constrains("amount", "date", "date_until", "date_pay")
    def _check_offer(self):
        for offer in self:
            case = offer.case_id.display_name
            if offer.amount <= 0:
                raise ValidationError(
                    self.env._(
                        "The settlement offered in %s has no amount. Enter for how much the "
                        "claim would be settled.",
                        case,
                    )
                )
            if offer.date_until and offer.date_until < offer.date:
                raise ValidationError(
                    self.env._(
                        "The settlement offered in %s ends before it was offered. Give the "
                        "customer some days.",
                        case,
                    )
                )
            if offer.date_pay and offer.date_pay < offer.date:
                raise ValidationError(
                    self.env._(
                        "The settlement offered in %s is to be paid before it was offered. Give "
                        "the customer some days.",
                        case,
                    )
                )

    def _is_sent(self):
        """Whether the customer has it, or will have it in a moment."""
        return self.message_state in ("queued", "sent")

    def write(self, vals):
        # EXTENDS 'ar.credit.four_eyes': what the customer has is not changed any more.
        if set(TERMS) & vals.keys() and not self.env.su:
            for offer in self.filtered(lambda one: one._is_sent()):
                raise UserError(
                    self.env._(
                        "The settlement of %(offer)s was sent to %(customer)s. Note the answer, "
                        "and make another offer.",
                        offer=offer.display_name,
                        customer=offer.case_id.partner_id.display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for offer in self:
            if offer.state != "open" or offer.case_id.state != "draft" or offer.message_state:
                raise UserError(
                    self.env._(
                        "The settlement of %(offer)s is part of the history of %(case)s. Leave it "
                        "there.",
                        offer=offer.display_name,
                        case=offer.case_id.display_name,
                    )
                )
