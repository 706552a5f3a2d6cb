"""Settlements that were offered before anybody goes to court."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...base.ar_guard_mixin import NEW


class ArCaseOffer(models.Model):
    """What we, or the customer, offered to end the case: open until a day, then accepted,
    refused or lapsed; what was accepted and not kept is broken."""

    _name = "ar.case.offer"
    _inherit = ["ar.gate.mixin"]
    _description = "Settlement Offer"
    _order = "case_id, date desc, id desc"
    _transitions = {
        "accepted": ("open",),
        "refused": ("open",),
        "lapsed": ("open",),
        "broken": ("accepted",),
    }
    _writable = {
        NEW: ("case_id",),
        "open": ("amount", "date", "date_until", "by", "note"),
    }
    _logged = ("case_id", "amount", "by", "date", "date_until")

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
    note = fields.Char(help="How it was offered, and on which conditions.")
    state = fields.Selection(
        [
            ("open", "Open"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
            ("lapsed", "Lapsed"),
            ("broken", "Not kept"),
        ],
        default="open",
        required=True,
        readonly=True,
        copy=False,
    )
    answered_on = fields.Date(readonly=True, copy=False)

    @api.depends("amount", "date_until")
    def _compute_display_name(self):
        # EXTENDS 'base'
        for offer in self:
            offer.display_name = self.env._(
                "%(amount)s until %(day)s",
                amount=offer.currency_id.format(offer.amount),
                day=format_date(self.env, offer.date_until),
            )

    @api.constrains("amount", "date", "date_until")
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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for offer in self:
            if offer.state != "open" or offer.case_id.state != "draft":
                raise UserError(
                    self.env._(
                        "The settlement of %(offer)s is part of the history of %(case)s. Leave it "
                        "there.",
                        offer=offer.display_name,
                        case=offer.case_id.display_name,
                    )
                )

    def action_accept(self):
        """The other side has accepted; the case waits for the money, and is closed by a person."""
        return self._answer("accepted", self.env._("The settlement of %s was accepted."))

    def action_refuse(self):
        """The other side has refused."""
        return self._answer("refused", self.env._("The settlement of %s was refused."))

    def action_break(self):
        """What was accepted was not paid."""
        return self._answer("broken", self.env._("The settlement of %s was not kept."))

    def _answer(self, state, words):
        self.check_access("write")
        for offer in self:
            moved = offer._move_to(state, answered_on=offer.company_id._ar_today())
            if moved:
                offer.case_id._log(words % moved.display_name)
        return True
